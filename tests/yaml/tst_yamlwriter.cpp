// SPDX-License-Identifier: Apache-2.0
#include "nastyvalues.h"
#include "naturalorder.h"
#include "yamlwriter.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <algorithm>

using namespace Qt::StringLiterals;

class tst_YamlWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesScalars_data();
    void writesScalars();
    void writesCollections_data();
    void writesCollections();
    void leavesOut_data();
    void leavesOut();
    void ordersNaturally();
    void naturalOrderIsAnOrder();
};

void tst_YamlWriter::writesScalars_data()
{
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const QJsonValue &value, const QString &text) {
        QTest::newRow(name) << value << text;
    };

    row("null", QJsonValue::Null, u"null"_s);
    row("true", true, u"true"_s);
    row("an exact integer", 9007199254740993LL, u"9007199254740993"_s);
    row("the smallest integer", std::numeric_limits<qint64>::min(), u"-9223372036854775808"_s);
    row("a double", 0.1, u"0.1"_s);
    row("a large double", 1234567.5, u"1.2345675e+06"_s);
    row("a small double", 0.00001, u"1e-05"_s);
    row("a double beyond 64 bits", 1e21, u"1e+21"_s);
    row("a plain string", u"a b"_s, u"a b"_s);
    row("an empty string", u""_s, u"\"\""_s);
    row("an image", u"redislabs/redis:7.22.0-250"_s, u"redislabs/redis:7.22.0-250"_s);
    row("a version that is a number", u"7.4"_s, u"\"7.4\""_s);
    row("a version that is none", u"7.4.2"_s, u"7.4.2"_s);
    row("a word of YAML 1.1", u"yes"_s, u"\"yes\""_s);
    row("a word in odd case", u"oFF"_s, u"\"oFF\""_s);
    row("base 60", u"12:30:45"_s, u"\"12:30:45\""_s);
    row("a date", u"2026-01-01"_s, u"\"2026-01-01\""_s);
    row("a time", u"2026-01-01T10:00:00Z"_s, u"\"2026-01-01T10:00:00Z\""_s);
    row("an octal", u"0777"_s, u"\"0777\""_s);
    row("the merge key", u"<<"_s, u"\"<<\""_s);
    row("an indicator", u"*a"_s, u"'*a'"_s);
    row("a colon and a blank", u"it's: b"_s, u"'it''s: b'"_s);
    row("a trailing colon", u"a:"_s, u"'a:'"_s);
    row("what looks like a comment", u"a #b"_s, u"'a #b'"_s);
    row("a leading blank", u" a"_s, u"' a'"_s);
    row("a dash", u"-"_s, u"'-'"_s);
    row("a tab", u"a\tb"_s, u"\"a\\tb\""_s);
    row("a backslash alone is plain", u"C:\\dir"_s, u"C:\\dir"_s);
    row("an escape sequence", u"\u001b[31m"_s, u"\"\\e[31m\""_s);
    row("a bidirectional override", u"a\u202eb"_s, u"\"a\\u202Eb\""_s);
    row("an emoji", u"😀"_s, u"\"\\U0001F600\""_s);
    row("half a surrogate pair", QString(QChar(0xd83d)), u"\"\ufffd\""_s);
    row("letters of other scripts", u"заказы"_s, u"заказы"_s);
}

void tst_YamlWriter::writesScalars()
{
    QFETCH(QJsonValue, value);
    QFETCH(QString, text);
    QCOMPARE(yaml::write(value), QString(text + u'\n'));
    const QJsonObject object{{u"a"_s, value}};
    QCOMPARE(yaml::write(object), QString(u"a: " + text + u'\n'));
}

void tst_YamlWriter::writesCollections_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const QByteArray &json, const QString &text) {
        QTest::newRow(name) << json << text;
    };

    row("empty ones", R"({"a": {}, "b": []})", u"a: {}\nb: []\n"_s);
    row("the empty whole", "{}", u"{}\n"_s);
    row("a list stands at the column of its key", R"({"a": {"b": [{"c": 1, "d": [2]}, [3, 4]]}})",
        u"a:\n  b:\n  - c: 1\n    d:\n    - 2\n  - - 3\n    - 4\n"_s);
    row("literals", R"({"a": "x\ny\n", "b": "x\n  y", "c": "x\n\n", "d": " x\ny", "e": ["x\ny\n"]})",
        u"a: |\n  x\n  y\nb: |-\n  x\n    y\nc: |+\n  x\n\nd: |2-\n   x\n  y\ne:\n- |\n  x\n  y\n"_s);
    row("lines that end in blanks", R"({"a": "x \ny"})", u"a: \"x \\ny\"\n"_s);
    row("ambiguous keys", R"({"yes": 1, "1": 2, "a: b": 3})", u"\"1\": 2\n'a: b': 3\n\"yes\": 1\n"_s);
    row("a key of several lines", R"({"a\nb": {"c": 1, "d": 2}})", u"? |-\n  a\n  b\n: c: 1\n  d: 2\n"_s);
}

void tst_YamlWriter::writesCollections()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, text);
    QCOMPARE(yaml::write(QJsonDocument::fromJson(json).object()), text);
}

void tst_YamlWriter::leavesOut_data()
{
    QTest::addColumn<yaml::WriteOptions>("options");
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("text");
    const QByteArray object =
        R"({"metadata": {"managedFields": [1], "name": "a"}, "spec": {"status": 1}, "status": {}})";
    const QByteArray list = R"({"kind": "PodList", "items": [)" + object + "], \"metadata\": {\"managedFields\": []}}";

    QTest::newRow("nothing") << yaml::WriteOptions{} << object
                             << u"metadata:\n  managedFields:\n  - 1\n  name: a\nspec:\n  status: 1\nstatus: {}\n"_s;
    QTest::newRow("managed fields") << yaml::WriteOptions{.leaveOutManagedFields = true} << object
                                    << u"metadata:\n  name: a\nspec:\n  status: 1\nstatus: {}\n"_s;
    QTest::newRow("status") << yaml::WriteOptions{.leaveOutStatus = true} << object
                            << u"metadata:\n  managedFields:\n  - 1\n  name: a\nspec:\n  status: 1\n"_s;
    QTest::newRow("both, of a list") << yaml::WriteOptions{.leaveOutManagedFields = true, .leaveOutStatus = true}
                                     << list
                                     << u"items:\n- metadata:\n    name: a\n  spec:\n    status: 1\nkind: PodList\n"
                                        "metadata: {}\n"_s;
    QTest::newRow("items of another kind stay")
        << yaml::WriteOptions{.leaveOutStatus = true} << R"({"kind": "Shop", "items": [{"status": 1}]})"_ba
        << u"items:\n- status: 1\nkind: Shop\n"_s;
}

void tst_YamlWriter::leavesOut()
{
    QFETCH(yaml::WriteOptions, options);
    QFETCH(QByteArray, json);
    QFETCH(QString, text);
    QCOMPARE(yaml::write(QJsonDocument::fromJson(json).object(), options), text);
}

void tst_YamlWriter::ordersNaturally()
{
    const QStringList ordered{u""_s,   u"-"_s,  u"1"_s, u"1a"_s,   u"01"_s,    u"2"_s,  u"9a"_s, u"12"_s,
                              u"A"_s,  u"Z"_s,  u"a"_s, u"a-b"_s,  u"a.b"_s,   u"a1"_s, u"a2"_s, u"a10"_s,
                              u"aB"_s, u"aa"_s, u"b"_s, u"v1.9"_s, u"v1.10"_s, u"ä"_s,  u"日"_s, u"𝒜"_s};
    for (qsizetype i = 0; i < ordered.size(); ++i)
        for (qsizetype j = 0; j < ordered.size(); ++j)
            QVERIFY2(yaml::naturallyLess(ordered[i], ordered[j]) == (i < j),
                     qPrintable(u"%1 and %2"_s.arg(ordered[i], ordered[j])));
}

void tst_YamlWriter::naturalOrderIsAnOrder()
{
    NastyValues values(9);
    const QString characters = u"0129aB-."_s;
    const auto random = [&] {
        QString text;
        for (int i = values.below(5); i > 0; --i)
            text += characters[values.below(int(characters.size()))];
        return text;
    };
    for (int i = 0; i < 20'000; ++i) {
        const QString a = random();
        const QString b = random();
        const QString c = random();
        const QString note = u"%1, %2, %3"_s.arg(a, b, c);
        QVERIFY2((yaml::naturallyLess(a, b) || yaml::naturallyLess(b, a)) == (a != b), qPrintable(note));
        QVERIFY2(!yaml::naturallyLess(a, b) || !yaml::naturallyLess(b, c) || yaml::naturallyLess(a, c),
                 qPrintable(note));
    }
}

QTEST_GUILESS_MAIN(tst_YamlWriter)
#include "tst_yamlwriter.moc"
