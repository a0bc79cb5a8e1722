// SPDX-License-Identifier: Apache-2.0
#include "canonicalquantity.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_CanonicalQuantity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isCanonical_data();
    void isCanonical();
    void refuses_data();
    void refuses();
};

void tst_CanonicalQuantity::isCanonical_data()
{
    QTest::addColumn<QString>("canonical");
    const auto row = [](const char *text, const char *canonical) {
        QTest::newRow(text) << QString::fromLatin1(canonical);
    };
    row("0", "0");
    row("0Gi", "0");
    row("-0", "0");
    row("1", "1");
    row("0.5", "500m");
    row(".5", "500m");
    row("1.", "1");
    row("1000m", "1");
    row("1500m", "1500m");
    row("100m", "100m");
    row("0.1", "100m");
    row("0.0001", "1m");
    row("1u", "1m");
    row("1000", "1k");
    row("1500", "1500");
    row("1500000", "1500k");
    row("1024Mi", "1Gi");
    row("1536Mi", "1536Mi");
    row("1.5Gi", "1536Mi");
    row("1024", "1024");
    row("1024Ki", "1Mi");
    row("0.5Gi", "512Mi");
    row("1e3", "1e3");
    row("1E3", "1e3");
    row("1.5e3", "1500");
    row("12e-3", "12e-3");
    row("5G", "5G");
    row("-5G", "-5G");
    row("+5G", "5G");
    row("2000M", "2G");
    row("1E", "1E");
    row("16Gi", "16Gi");
}

void tst_CanonicalQuantity::isCanonical()
{
    QFETCH(QString, canonical);
    const auto result = kube::canonicalQuantity(QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY(result);
    QCOMPARE(*result, canonical);
}

void tst_CanonicalQuantity::refuses_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"abc", "1 Gi", "1gi", "1KB", "1.2.3", ".", "1e", "--1"})
        QTest::newRow(text) << QString::fromLatin1(text);
    QTest::newRow("nothing") << QString();
}

void tst_CanonicalQuantity::refuses()
{
    QFETCH(QString, text);
    QVERIFY(!kube::canonicalQuantity(text));
}

QTEST_GUILESS_MAIN(tst_CanonicalQuantity)
#include "tst_canonicalquantity.moc"
