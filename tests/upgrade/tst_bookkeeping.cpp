// SPDX-License-Identifier: Apache-2.0
#include "bookkeeping.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

/// What is a person's in an object, and what the server writes into it by itself.
class tst_Bookkeeping : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void staysOutOfAReview_data();
    void staysOutOfAReview();
    void leavesTheStatusWhereItMatters();
};

void tst_Bookkeeping::staysOutOfAReview_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("text");
    QTest::newRow("an object as a server gives it")
        << QByteArray(R"({"metadata": {"name": "orders", "uid": "u1", "resourceVersion": "12", "generation": 3,
                          "managedFields": [{"manager": "kubectl"}]},
                          "spec": {"nodes": 3}, "status": {"state": "Running"}})")
        << u"metadata:\n  name: orders\n  uid: u1\nspec:\n  nodes: 3\n"_s;
    QTest::newRow("the same names elsewhere are somebody's fields")
        << QByteArray(R"({"metadata": {"name": "orders"},
                          "spec": {"generation": 1, "resourceVersion": "a", "status": "on", "managedFields": 2}})")
        << u"metadata:\n  name: orders\nspec:\n  generation: 1\n  managedFields: 2\n  resourceVersion: a\n"
           "  status: \"on\"\n"_s;
}

void tst_Bookkeeping::staysOutOfAReview()
{
    QFETCH(QByteArray, json);
    QTEST(upgrade::reviewText(QJsonDocument::fromJson(json).object()), "text");
}

void tst_Bookkeeping::leavesTheStatusWhereItMatters()
{
    const QJsonObject status{{"state"_L1, "Running"_L1}};
    const QJsonObject object{{"metadata"_L1, QJsonObject{{"generation"_L1, 3}}}, {"status"_L1, status}};
    QCOMPARE(upgrade::withoutBookkeeping(object), (QJsonObject{{"metadata"_L1, QJsonObject()}, {"status"_L1, status}}));
    QCOMPARE(upgrade::reviewedPart(object), (QJsonObject{{"metadata"_L1, QJsonObject()}}));
}

QTEST_GUILESS_MAIN(tst_Bookkeeping)
#include "tst_bookkeeping.moc"
