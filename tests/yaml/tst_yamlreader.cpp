// SPDX-License-Identifier: Apache-2.0
#include "yamlreader.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <limits>

using namespace Qt::StringLiterals;

class tst_YamlReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void dropsEmptyDocuments_data();
    void dropsEmptyDocuments();
    void keepsIntegersExact();
    void refusesWhatExceedsTheLimits_data();
    void refusesWhatExceedsTheLimits();
    void acceptsWhatMeetsTheLimits();
    void readsManyKeysInLinearTime();
    void readsTextAndBytesAlike();
};

namespace {

/// [] with the values of all documents, as compact JSON.
QString json(const std::expected<QList<yaml::Document>, yaml::Error> &documents)
{
    if (!documents)
        return u"line %1, column %2: %3"_s.arg(documents.error().line)
            .arg(documents.error().column)
            .arg(documents.error().message);
    QJsonArray values;
    for (const yaml::Document &document : *documents)
        values.append(document.value());
    return QString::fromUtf8(QJsonDocument(values).toJson(QJsonDocument::Compact));
}

QByteArray nested(const QByteArray &open, int levels)
{
    return open.repeated(levels);
}

} // namespace

void tst_YamlReader::reads_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("values");
    const auto row = [](const char *name, const QByteArray &text, const QString &values) {
        QTest::newRow(name) << text << values;
    };

    row("a mapping", "a: 1\nb: x\n", uR"([{"a":1,"b":"x"}])"_s);
    row("a scalar", "x\n", uR"(["x"])"_s);
    row("a list", "- 1\n- [2, 3]\n", uR"([[1,[2,3]]])"_s);
    row("several documents", "a: 1\n---\nb: 2\n...\n---\n- 3\n", uR"([{"a":1},{"b":2},[3]])"_s);
    row("JSON", "{\"a\": [1, \"\\u00e9\\/\"]}", uR"([{"a":[1,"é/"]}])"_s);
    row("words of YAML 1.1", "[yes, No, ON, off, y, N, ~, null, Null]",
        u"[[true,false,true,false,true,false,null,null,null]]"_s);
    row("quoted words", "['yes', \"No\", '~', \"1\", '']", uR"([["yes","No","~","1",""]])"_s);
    row("numbers", "[0777, 0o17, 0x1F, 0b11, 1_000, 1.50, .5, 1e3, 08, -0]",
        u"[[511,15,31,3,1000,1.5,0.5,1000,8,0]]"_s);
    row("what looks like a number", "[7.4.2, 1:30, 2001-01-01, 0x, 1e400, 7.22.0-250]",
        uR"([["7.4.2","1:30","2001-01-01","0x","1e400","7.22.0-250"]])"_s);
    row("integers beyond int64 as doubles", "[9223372036854775808]", u"[[9223372036854776000]]"_s);
    row("keys that are not strings", "1: a\ntrue: b\n1.5: c\n0x10: d\n",
        uR"([{"1":"a","1.5":"c","16":"d","true":"b"}])"_s);
    row("an alias", "a: &x {b: 1}\nc: *x\n", uR"([{"a":{"b":1},"c":{"b":1}}])"_s);
    row("an anchor and a tag", "a: !!str &x 1\nb: *x\n", uR"([{"a":"1","b":"1"}])"_s);
    row("an anchor at a key", "&k key: 1\nother: *k\n", uR"([{"key":1,"other":"key"}])"_s);
    row("a literal under a key with an anchor", "a:\n  &k key: |\n    text\n", uR"([{"a":{"key":"text\n"}}])"_s);
    row("a merge", "a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3\n", uR"([{"a":{"b":1,"c":2},"d":{"b":1,"c":3}}])"_s);
    row("the later wins of a merge and a key", "a: &x {b: 1}\nd:\n  b: 2\n  <<: *x\n",
        uR"([{"a":{"b":1},"d":{"b":1}}])"_s);
    row("of a merged list the first wins", "x: &x {b: 1}\nz: &z {b: 2, c: 3}\nd: {<<: [*x, *z]}\n",
        uR"([{"d":{"b":1,"c":3},"x":{"b":1},"z":{"b":2,"c":3}}])"_s);
    row("a byte order mark",
        "\xEF\xBB\xBF"
        "a: 1\n",
        uR"([{"a":1}])"_s);
    row("a byte order mark inside",
        "a: \"\xEF\xBB\xBF"
        "b\"\n",
        u"[{\"a\":\"\ufeffb\"}]"_s);
    row("line ends of Windows", "a: 1\r\nb: |\r\n  x\r\n  y\r\n", uR"([{"a":1,"b":"x\ny\n"}])"_s);
    row("line ends of old Macs", "a: 1\rb:\r  c: 2\r", uR"([{"a":1,"b":{"c":2}}])"_s);
    row("trailing blanks", "a: 1   \nb: x  \n  \n", uR"([{"a":1,"b":"x"}])"_s);
    row("a tab as separator", "a:\t1\n", uR"([{"a":1}])"_s);
    row("emoji and right to left", "a: 😀\nקל: ערך\n", u"[{\"a\":\"😀\",\"קל\":\"ערך\"}]"_s);
    row("quotes that end with empty lines", "a: 'x\n\n\n  '\n", uR"([{"a":"x\n\n"}])"_s);
    row("escapes that the parser breaks", "a: \"\\N\\_\"\n", u"[{\"a\":\"\u0085\u00a0\"}]"_s);
    row("a folded block that keeps its end", "a: >+\n  x\n\n", uR"([{"a":"x\n\n"}])"_s);
    row("a block that the text ends in", "a: |\n  x", uR"([{"a":"x"}])"_s);
    row("a block in a list in a mapping", "a:\n- |\n  x\n- b: >-\n    y\n    z\n", uR"([{"a":["x\n",{"b":"y z"}]}])"_s);
    row("a comma at the end", "[a, ]\n", uR"([["a"]])"_s);
    row("nothing behind a key in a list", "[a: , b]\n", uR"([[{"a":null},"b"]])"_s);
    row("keys without values in braces", "{a, b}\n", uR"([{"a":null,"b":null}])"_s);
    row("a document behind an end", "a: 1\n...\nb: 2\n", uR"([{"a":1},{"b":2}])"_s);
    row("a directive behind an end", "a: 1\n...\n%YAML 1.1\n---\nb: 2\n", uR"([{"a":1},{"b":2}])"_s);
    row("a list at the column of its key", "a:\n- b:\n  - 1\n", uR"([{"a":[{"b":[1]}]}])"_s);
    row("values on lines of their own", "a:\n  b\nc: # d\n\n  {e: 1}\nf: !!str\n  1\n",
        uR"([{"a":"b","c":{"e":1},"f":"1"}])"_s);
    row("complex keys", "? |\n  a\n: 1\n? b\n", uR"([{"a\n":1,"b":null}])"_s);
    row("a directive", "%YAML 1.1\n---\na: 1\n", uR"([{"a":1}])"_s);
}

void tst_YamlReader::reads()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, values);
    QCOMPARE(json(yaml::read(QByteArrayView(text))), values);
}

void tst_YamlReader::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const QByteArray &text, int line, int column, const QString &message) {
        QTest::newRow(name) << text << line << column << message;
    };

    const QString key = u"A mapping or a list cannot be a key. If none is meant, a closing bracket is missing."_s;
    row("a key that stands twice", "a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n", 5, 3,
        u"The key “c” already stands in line 3. Remove one of the two."_s);
    row("a key that stands twice in braces", "{a: 1, é: 2, a: 3}", 1, 14,
        u"The key “a” already stands in line 1. Remove one of the two."_s);
    row("a key that stands twice in two spellings", "1: a\n\"1\": b\n", 2, 1,
        u"The key “1” already stands in line 1. Remove one of the two."_s);
    row("the first of several such keys", "z: 1\na: 1\nz: 2\na: 2\n", 3, 1,
        u"The key “z” already stands in line 1. Remove one of the two."_s);
    row("a key that stands twice next to a merge", "x: &x {a: 0}\ny:\n  a: 1\n  <<: *x\n  a: 2\n", 5, 3,
        u"The key “a” already stands in line 3. Remove one of the two."_s);
    row("a control character in such a key", "\"\\u202e\": 1\n\"\\u202e\": 2\n", 2, 1,
        u"The key “\\u202e” already stands in line 1. Remove one of the two."_s);
    row("null as a key", "a: 1\n~: 2\n", 2, 1, u"This cannot be the key of a mapping: a key is a text. Quote it."_s);
    row("a huge integer as a key", "18446744073709551615: 2\n", 1, 1,
        u"This cannot be the key of a mapping: a key is a text. Quote it."_s);
    row("a list as a key", "? [a]\n: 1\n", 1, 3, key);
    row("an alias of a list as a key", "a: &a [1]\n*a : 2\n", 2, 1,
        u"This cannot be the key of a mapping: a key is a text. Quote it."_s);
    row("an alias inside its own anchor", "a: 1\nb: &x\n- *x\n", 3, 3, u"The anchor “x” holds itself."_s);
    row("an alias of nothing", "a: 1\nb: *x\n", 2, 4, u"The alias “x” names no anchor that stands before it."_s);
    row("an alias of another document", "a: &x 1\n---\nb: *x\n", 3, 4,
        u"The alias “x” names no anchor that stands before it."_s);
    row("a merge of a scalar", "a: 1\n<<: 2\n", 2, 5, u"The merge key << needs a mapping, or a list of mappings."_s);
    row("a merge of a list of scalars", "<<: [1]\n", 1, 5,
        u"The merge key << needs a mapping, or a list of mappings."_s);
    row("an infinity", "a: -.inf\n", 1, 4,
        u"“-.inf” is not a number that JSON can hold. Quote it if a text is meant."_s);
    row("binary data", "a: !!binary aGVsbG8=\n", 1, 4,
        u"Binary values (!!binary) have no place in a Kubernetes object. Write the base64 text as a quoted string."_s);
    row("an integer that is none", "a: !!int x\n", 1, 4, u"“x” is not a value of the type !!int."_s);
    row("a tab that indents", "a:\n\tb: 1\n", 2, 1, u"A tab cannot indent YAML. Use blanks."_s);
    row("a tab behind blanks that indents", "a:\n  b: 1\n  \tc: 1\n", 3, 3, u"A tab cannot indent YAML. Use blanks."_s);
    row("a NUL", QByteArray("a: 1\nb: x\0y\n", 12), 2, 5, u"A control character stands here (U+0000). Remove it."_s);
    row("the character that the parser takes for the end", "a: 1\nb: 2\x04\nc: 3\n", 2, 5,
        u"A control character stands here (U+0004). Remove it."_s);
    row("an escape sequence", "a: \x1b[31m\n", 1, 4, u"A control character stands here (U+001B). Remove it."_s);
    row("a control of the second block", "a: é\xc2\x9b\n", 1, 5,
        u"A control character stands here (U+009B). Remove it."_s);
    row("not UTF-8", "a: é\xff\n", 1, 5, u"The text is not UTF-8 here. Save it as UTF-8."_s);
    row("a surrogate in UTF-8", "a: \xed\xa0\x80\n", 1, 4, u"The text is not UTF-8 here. Save it as UTF-8."_s);
    row("too long a form in UTF-8", "a: \xc0\xaf\n", 1, 4, u"The text is not UTF-8 here. Save it as UTF-8."_s);
    row("half a character at the end", "a: \xe2\x82", 1, 4, u"The text is not UTF-8 here. Save it as UTF-8."_s);
    row("UTF-16",
        QByteArray("\xff\xfe"
                   "a\0:\0",
                   6),
        1, 1, u"The text is not UTF-8 here. Save it as UTF-8."_s);
    row("a place behind a character of two units", "😀: [\n", 2, 1, u"A closing ] or a comma is missing here."_s);
    row("a quote that is never closed", "a: 1\nb: 'x\nc: 2\n", 2, 4, u"The quote that opens here is never closed."_s);
    row("a quote that the text ends in", "a: \"x", 1, 4, u"The quote that opens here is never closed."_s);
    row("a bracket that the text ends in", "a: [1", 1, 6, u"A closing ] or a comma is missing here."_s);
    row("a bracket that is never closed", "a: [1,\n", 2, 1, u"A closing ] or a comma is missing here."_s);
    row("a brace that is never closed", "a: {b: 1\n", 2, 1, u"A closing } or a comma is missing here."_s);
    row("a bracket that was never opened", "a: ]\n", 1, 4, u"This bracket closes nothing that is open."_s);
    row("two colons", "a: b: c\n", 1, 5,
        u"A second colon cannot stand here. Look at the indentation, or quote the text that holds the colon."_s);
    row("wrong indentation", "a:\n    b: 1\n  c: 2\n", 3, 3,
        u"This does not fit into the mapping around it. Look at the indentation, and for a colon or a quote that is "
        u"missing here or in the line before."_s);
    row("a comma too many", "[a, , b]\n", 1, 5, u"A value is missing here. Remove the comma, or write null."_s);
    row("a comma too early", "[, b]\n", 1, 2, u"A value is missing here. Remove the comma, or write null."_s);
    row("a last line without a colon", "a: 1\nb\n", 2, 1, u"A colon is missing behind this key."_s);
    row("a last line without a colon in a document", "a:\n  b: 1\n  c\n---\nd: 1\n", 3, 3,
        u"A colon is missing behind this key."_s);
    row("a last line without a colon and line end", "a: 1\nb", 2, 1, u"A colon is missing behind this key."_s);
    row("a directive in a document", "a: 1\n%b: 2\nc: 3\n", 3, 1,
        u"A new document begins here without a line of three dashes before it."_s);
    row("a value at the column of its key", "a:\n  b:\n  c # d\ne: 1\n", 3, 3,
        u"A value must be indented more than its key."_s);
    row("braces at the column of their key", "a:\n{b: 1}\n", 2, 1, u"A value must be indented more than its key."_s);
    row("an alias at the column of its key", "a: &x 1\nb:\n*x\n", 3, 1,
        u"A value must be indented more than its key."_s);
    row("a line without a colon", "a: 1\nb\nc: 2\n", 3, 2,
        u"A second colon cannot stand here. Look at the indentation, or quote the text that holds the colon."_s);
    row("a character that begins nothing", "a: @b\n", 1, 4,
        u"No value can begin with this character. Quote the text."_s);
    row("an escape that is none", "a: \"\\q\"\n", 1, 7,
        u"“q” is no escape. Write \\\\ for a backslash in double quotes."_s);
    row("text behind a block sign", "a: | x\n", 1, 6,
        u"The text of a block begins on the next line; nothing can follow | or > here."_s);
    row("a list on the line of its key", "a: - b\n", 1, 4,
        u"A list cannot begin here. Begin it on a line of its own, or quote the text."_s);
}

void tst_YamlReader::refuses()
{
    QFETCH(QByteArray, text);
    QFETCH(int, line);
    QFETCH(int, column);
    QFETCH(QString, message);
    const auto documents = yaml::read(QByteArrayView(text));
    QVERIFY(!documents);
    QCOMPARE(documents.error().message, message);
    QCOMPARE(documents.error().line, line);
    QCOMPARE(documents.error().column, column);
}

void tst_YamlReader::dropsEmptyDocuments_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("documents");

    QTest::newRow("no text") << ""_ba << 0;
    QTest::newRow("blanks") << "  \n\n"_ba << 0;
    QTest::newRow("a comment") << "# nothing\n"_ba << 0;
    QTest::newRow("a separator") << "---\n"_ba << 0;
    QTest::newRow("a null") << "null\n"_ba << 0;
    QTest::newRow("separators around one") << "---\n---\n# licence\n---\na: 1\n---\n"_ba << 1;
    QTest::newRow("an empty mapping is not empty") << "{}\n"_ba << 1;
}

void tst_YamlReader::dropsEmptyDocuments()
{
    QFETCH(QByteArray, text);
    QFETCH(int, documents);
    const auto read = yaml::read(QByteArrayView(text));
    QVERIFY(read);
    QCOMPARE(read->size(), documents);
}

void tst_YamlReader::keepsIntegersExact()
{
    const auto documents = yaml::read(u"[9007199254740993, 9223372036854775807, -9223372036854775808]"_s);
    QVERIFY(documents);
    const QJsonArray array = documents->first().value().toArray();
    QCOMPARE(array.at(0).toInteger(), 9007199254740993LL);
    QCOMPARE(array.at(1).toInteger(), std::numeric_limits<qint64>::max());
    QCOMPARE(array.at(2).toInteger(), std::numeric_limits<qint64>::min());
}

void tst_YamlReader::refusesWhatExceedsTheLimits_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("message");

    const QString key = u"A mapping or a list cannot be a key. If none is meant, a closing bracket is missing."_s;
    const QString deep = u"Values are nested more than 200 levels deep here."_s;
    QTest::newRow("brackets nested 100,000 deep") << nested("[", 100'000).append(nested("]", 100'000)) << deep;
    QTest::newRow("braces nested 100,000 deep") << nested("{a: ", 100'000).append(nested("}", 100'000)) << deep;
    QTest::newRow("brackets that never close") << nested("[", 100'000) << key;
    QTest::newRow("braces that never close") << nested("{a: ", 100'000) << key;
    QTest::newRow("dashes nested 100,000 deep") << nested("- ", 100'000) << deep;
    QTest::newRow("keys nested 100,000 deep") << nested("? ", 100'000) << key;
    QByteArray indented;
    for (int i = 0; i < 300; ++i)
        indented += QByteArray(i, ' ') + "a:\n";
    QTest::newRow("mappings nested 300 deep") << indented << deep;
    QByteArray stacked = "a0: &a0 [x]\n";
    for (int i = 1; i < 300; ++i)
        stacked += QByteArray("a%1: &a%1 [*a%2]\n")
                       .replace("%1", QByteArray::number(i))
                       .replace("%2", QByteArray::number(i - 1));
    QTest::newRow("aliases that nest") << stacked << deep;

    QByteArray bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 10; ++i) {
        const QByteArray alias = "*a" + QByteArray::number(i - 1);
        bomb += "a" + QByteArray::number(i) + ": &a" + QByteArray::number(i) + " ["
            + QByteArray(alias + ", ").repeated(8) + alias + "]\n";
    }
    const QString many =
        u"From here on the text holds more than 1000000 values, aliases counted as what they stand for. "
        "Split it, or write fewer aliases."_s;
    QTest::newRow("a bomb of aliases") << bomb << many;
    QTest::newRow("a bomb of merges")
        << QByteArray(bomb).replace("[x, x, x, x, x, x, x, x, x]", "{x: 1}").replace("[*", "[{<<: *a0}, *") << many;
    QTest::newRow("a long text with many aliases")
        << QByteArray("- &a " + QByteArray(100'000, 'x') + '\n' + QByteArray("- *a\n").repeated(200))
        << u"From here on the text is larger than 16 MB, aliases counted as what they stand for. Split it, or write "
           "fewer aliases."_s;
    QTest::newRow("too large") << QByteArray(17 * 1024 * 1024, ' ')
                               << u"The text is larger than 16 MB, the most that is read."_s;
}

void tst_YamlReader::refusesWhatExceedsTheLimits()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, message);
    const auto documents = yaml::read(QByteArrayView(text));
    QVERIFY(!documents);
    QCOMPARE(documents.error().message, message);
    QVERIFY(documents.error().line >= 1);
    QVERIFY(documents.error().column >= 1);
}

void tst_YamlReader::acceptsWhatMeetsTheLimits()
{
    const QByteArrayView text = "[[[[[]]]]]";
    QVERIFY(yaml::read(text, {.bytes = 10, .depth = 5, .nodes = 5}));
    QVERIFY(!yaml::read(text, {.bytes = 9, .depth = 5, .nodes = 5}));
    QVERIFY(!yaml::read(text, {.bytes = 10, .depth = 4, .nodes = 5}));
    QVERIFY(!yaml::read(text, {.bytes = 10, .depth = 5, .nodes = 4}));
}

void tst_YamlReader::readsManyKeysInLinearTime()
{
    // With a cost of keys squared this takes minutes.
    QByteArray text;
    for (int i = 50'000; i > 0; --i)
        text += "k" + QByteArray::number(i) + ":\n";
    const auto documents = yaml::read(QByteArrayView(text));
    QVERIFY(documents);
    QCOMPARE(documents->first().object().size(), 50'000);
}

void tst_YamlReader::readsTextAndBytesAlike()
{
    const QString text = u"é: 😀\n日本: [1]\n"_s;
    QCOMPARE(json(yaml::read(text)), json(yaml::read(QByteArrayView(text.toUtf8()))));
}

QTEST_GUILESS_MAIN(tst_YamlReader)
#include "tst_yamlreader.moc"
