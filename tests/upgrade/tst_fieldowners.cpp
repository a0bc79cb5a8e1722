// SPDX-License-Identifier: Apache-2.0
#include "fieldowners.h"

#include <QJsonDocument>
#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using upgrade::FieldOwner;
using upgrade::ownersOf;

class tst_FieldOwners : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheOwnersOfAField_data();
    void findsTheOwnersOfAField();
    void tellsHowAndWhen();
    void knowsNobodyWithoutARecord();
};

namespace {

QJsonObject object()
{
    return QJsonDocument::fromJson(R"json({
        "metadata": {"managedFields": [
            {"manager": "creator", "operation": "Update", "time": "2025-11-03T09:12:44Z", "fieldsV1": {
                "f:metadata": {"f:labels": {".": {}, "f:app": {}}},
                "f:spec": {"f:nodes": {}, "f:whole": {}, "f:finalizers": {"v:\"a\"": {}},
                           "f:list": {"k:{\"name\":\"x\"}": {".": {}, "f:image": {}}}}}},
            {"manager": "editor", "operation": "Apply", "time": "2026-06-02T07:30:00Z", "fieldsV1": {
                "f:spec": {"f:nodes": {}, "f:list": {"k:{\"name\":\"y\",\"port\":80}": {"f:image": {}}, "i:2": {}}}}},
            {"manager": "empty", "operation": "Update", "fieldsV1": {}}
        ], "labels": {"app": "a"}},
        "spec": {"nodes": 3, "whole": {"inside": 1}, "finalizers": ["b", "a"],
                 "list": [{"name": "x", "image": 1}, {"name": "y", "port": 80, "image": 2}, {}]}
    })json")
        .object();
}

} // namespace

void tst_FieldOwners::findsTheOwnersOfAField_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QStringList>("managers");
    QTest::newRow("two, the latest first") << u"spec.nodes"_s << QStringList{u"editor"_s, u"creator"_s};
    QTest::newRow("a label") << u"metadata.labels.app"_s << QStringList{u"creator"_s};
    QTest::newRow("inside a field that is owned as a whole") << u"spec.whole.inside"_s << QStringList{u"creator"_s};
    QTest::newRow("an item by its key") << u"spec.list[0].image"_s << QStringList{u"creator"_s};
    QTest::newRow("an item by two keys") << u"spec.list[1].image"_s << QStringList{u"editor"_s};
    QTest::newRow("an item by its index") << u"spec.list[2]"_s << QStringList{u"editor"_s};
    QTest::newRow("an item by its value") << u"spec.finalizers[1]"_s << QStringList{u"creator"_s};
    QTest::newRow("another value") << u"spec.finalizers[0]"_s << QStringList();
    QTest::newRow("a field that nobody set") << u"spec.other"_s << QStringList();
}

void tst_FieldOwners::findsTheOwnersOfAField()
{
    QFETCH(QString, path);
    QStringList managers;
    for (const FieldOwner &owner : ownersOf(object(), *yaml::Path::fromString(path)))
        managers.append(owner.manager);
    QTEST(managers, "managers");
}

void tst_FieldOwners::tellsHowAndWhen()
{
    const QList<FieldOwner> owners = ownersOf(object(), {u"spec"_s, u"nodes"_s});
    QCOMPARE(owners.constFirst(),
             (FieldOwner{u"editor"_s, u"Apply"_s, QDateTime(QDate(2026, 6, 2), QTime(7, 30), QTimeZone::UTC)}));
}

void tst_FieldOwners::knowsNobodyWithoutARecord()
{
    QVERIFY(ownersOf({}, {u"spec"_s}).isEmpty());
    QVERIFY(ownersOf({{"metadata"_L1, "nonsense"_L1}}, {u"spec"_s}).isEmpty());
}

QTEST_GUILESS_MAIN(tst_FieldOwners)
#include "tst_fieldowners.moc"
