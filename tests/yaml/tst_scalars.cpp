// SPDX-License-Identifier: Apache-2.0
#include "nastyvalues.h"
#include "scalars.h"

#include <QTest>
#include <limits>

using namespace Qt::StringLiterals;
using Kind = yaml::PlainScalar::Kind;

class tst_Scalars : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void resolves_data();
    void resolves();
    void isAmbiguousWhereItResolves();
    void knowsAmbiguousText_data();
    void knowsAmbiguousText();
    void printsNumbers_data();
    void printsNumbers();
};

void tst_Scalars::resolves_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QString>("key");
    const QJsonValue none(QJsonValue::Undefined);
    const auto row = [](const char *text, Kind kind, const QJsonValue &value, const QString &key) {
        QTest::addRow("%s", text) << kind << value << key;
    };

    row("~", Kind::Null, QJsonValue::Null, {});
    row("NULL", Kind::Null, QJsonValue::Null, {});
    row("nuLL", Kind::String, none, {});
    row("Yes", Kind::Boolean, true, u"true"_s);
    row("n", Kind::Boolean, false, u"false"_s);
    row("oN", Kind::String, none, {});
    row("-0x1_F", Kind::Integer, -31, u"-31"_s);
    row("+0777", Kind::Integer, 511, u"511"_s);
    row("0o17", Kind::Integer, 15, u"15"_s);
    row("0b", Kind::String, none, {});
    row("0b102", Kind::String, none, {});
    row("0_", Kind::Integer, 0, u"0"_s);
    row("-9223372036854775808", Kind::Integer, std::numeric_limits<qint64>::min(), u"-9223372036854775808"_s);
    row("18446744073709551615", Kind::Unsigned, 18446744073709551615.0, {});
    row("18446744073709551616", Kind::Float, 18446744073709551616.0, u"1.8446744e+19"_s);
    row("0xFFFFFFFFFFFFFFFFF", Kind::String, none, {});
    row("08", Kind::Float, 8, u"8"_s);
    row("1.", Kind::Float, 1, u"1"_s);
    row(".5_0", Kind::Float, 0.5, u"0.5"_s);
    row("._5", Kind::String, none, {});
    row("-.5e-1", Kind::Float, -0.05, u"-0.05"_s);
    row("1e6", Kind::Float, 1'000'000, u"1e+06"_s);
    row("1e-400", Kind::Float, 0, u"0"_s);
    row("0e99999999999999999999", Kind::Float, 0, u"0"_s);
    row("1e400", Kind::String, none, {});
    row("1e", Kind::String, none, {});
    row("-.Inf", Kind::NotFinite, none, u"-.inf"_s);
    row(".NAN", Kind::NotFinite, none, u".nan"_s);
    row(".iNF", Kind::String, none, {});
    row("2026-01-01", Kind::String, none, {});
    row("1:30", Kind::String, none, {});
    row("-", Kind::String, none, {});
    row("+", Kind::String, none, {});
    row(".", Kind::String, none, {});
    row("_1", Kind::String, none, {});
}

void tst_Scalars::resolves()
{
    QFETCH(Kind, kind);
    QFETCH(QJsonValue, value);
    QFETCH(QString, key);
    const yaml::PlainScalar scalar = yaml::resolvePlain(QTest::currentDataTag());
    QCOMPARE(scalar.kind, kind);
    QCOMPARE(scalar.json(), value);
    QCOMPARE(scalar.key(), key);
}

void tst_Scalars::isAmbiguousWhereItResolves()
{
    NastyValues values(50);
    const QString characters = u"0123456789_+-.eExobXOB:TZyYnN~"_s;
    for (int i = 0; i < 50'000; ++i) {
        QString text = values.chance(50) ? values.string() : QString();
        for (int length = values.below(6); text.size() < length;)
            text += characters[values.below(int(characters.size()))];
        if (yaml::resolvePlain(text.toStdString()).kind != Kind::String)
            QVERIFY2(yaml::isAmbiguous(text), qPrintable(text));
    }
}

void tst_Scalars::knowsAmbiguousText_data()
{
    QTest::addColumn<bool>("ambiguous");
    const QList<const char *> ambiguous{"yEs",
                                        "tRUE",
                                        "nULL",
                                        "=",
                                        "<<",
                                        "1e400",
                                        "0xFFFFFFFFFFFFFFFFFFF",
                                        "1:30",
                                        "190:20:30.15",
                                        "2026-1-1",
                                        "2026-13-45",
                                        "2026-01-01 10:00:00 -5",
                                        "2026-01-01T10:00:00.5Z"};
    const QList<const char *> plain{"7.4.2", "7.22.0-250", "1,000", "a",    "yess", "==",      "<",
                                    "1:99",  "12-34-56",   "10Gi",  "500m", "0xg",  "2026-01", "2026-01-01 noon",
                                    "-a",    "+",          "...",   "1 2"};
    for (const char *text : ambiguous)
        QTest::addRow("%s is", text) << true;
    for (const char *text : plain)
        QTest::addRow("%s is not", text) << false;
}

void tst_Scalars::knowsAmbiguousText()
{
    QFETCH(bool, ambiguous);
    const QString name = QString::fromUtf8(QTest::currentDataTag());
    QCOMPARE(yaml::isAmbiguous(name.first(name.lastIndexOf(u" is"))), ambiguous);
}

void tst_Scalars::printsNumbers_data()
{
    QTest::addColumn<double>("number");
    QTest::newRow("0") << 0.0;
    QTest::newRow("0.1") << 0.1;
    QTest::newRow("-1.5") << -1.5;
    QTest::newRow("100000.5") << 100000.5;
    QTest::newRow("1.0000005e+06") << 1000000.5;
    QTest::newRow("0.0001") << 0.0001;
    QTest::newRow("1e-05") << 0.00001;
    QTest::newRow("1000000") << 1e6;
    QTest::newRow("9223372036854776000") << 9223372036854775808.0;
    QTest::newRow("10000000000000000000") << 1e19;
    QTest::newRow("1.8446744073709552e+19") << 18446744073709551615.0;
    QTest::newRow("-1e+19") << -1e19;
    QTest::newRow("1e+21") << 1e21;
    QTest::newRow("5e-324") << 5e-324;
    QTest::newRow("1.7976931348623157e+308") << 1.7976931348623157e308;
}

void tst_Scalars::printsNumbers()
{
    QFETCH(double, number);
    QCOMPARE(yaml::goNumber(number), QString::fromUtf8(QTest::currentDataTag()));
}

QTEST_GUILESS_MAIN(tst_Scalars)
#include "tst_scalars.moc"
