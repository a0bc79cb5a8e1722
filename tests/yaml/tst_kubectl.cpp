// SPDX-License-Identifier: Apache-2.0
#include "nastyvalues.h"
#include "safetext.h"
#include "yamlreader.h"
#include "yamlwriter.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

/// kubectl as the oracle: the same object, the same text; the same text, the same object.
class tst_Kubectl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void writesStringsAlike();
    void writesNumbersAlike();
    void writesCollectionsAlike_data();
    void writesCollectionsAlike();
    void writesRandomObjectsAlike();
    void readsWhatKubectlWrites();
    void readsPlainScalarsAlike();
    void readsRandomScalarsOverLinesAlike();
    void readsBundlesAlike_data();
    void readsBundlesAlike();
    void readsTextsAlike_data();
    void readsTextsAlike();

private:
    struct Answer
    {
        QByteArray output;
        QString error; ///< empty: it worked
    };

    /// What kubectl makes of an object without asking a server. It adds an annotation.
    [[nodiscard]] Answer kubectl(const QByteArray &object, const QString &format);
    [[nodiscard]] QString asYaml(const QByteArray &json);

    QString m_kubectl;
    QTemporaryDir m_folder;
};

namespace {

QByteArray jsonWith(const QByteArray &spec)
{
    return R"({"apiVersion": "test.example/v1", "kind": "Nasty",
               "metadata": {"name": "nasty", "annotations": {"seen": "by-kubectl"}}, "spec": )"
        + spec + '}';
}

QByteArray jsonWith(const QJsonValue &spec)
{
    QByteArray wrapped = QJsonDocument(QJsonArray{spec}).toJson(QJsonDocument::Compact);
    return jsonWith(wrapped.mid(1, wrapped.size() - 2));
}

QByteArray textWith(const QByteArray &spec)
{
    return "apiVersion: test.example/v1\nkind: Nasty\nmetadata:\n  name: nasty\nspec:\n" + spec;
}

/// A literal or folded scalar as the item of a list.
QByteArray randomBlock(NastyValues &values)
{
    static const QList<QByteArray> pieces{"a", "b c", "d:", "- e", "# f", "'", "\"g\"", "h  ", "---", "\\i", "é"};
    QByteArray block = values.chance(50) ? "- |" : "- >";
    const bool isGiven = values.chance(20);
    if (isGiven)
        block += '2';
    if (values.chance(60))
        block += values.chance(50) ? '-' : '+';
    block += '\n';
    bool isFirst = true;
    for (int lines = values.below(7); lines > 0; --lines) {
        if (values.chance(30)) {
            block += QByteArray(isFirst ? 0 : values.below(3), ' ') + '\n';
            continue;
        }
        const int more = (isFirst && !isGiven) || values.chance(60) ? 0 : values.below(3);
        block += QByteArray(2 + more, ' ') + pieces[values.below(int(pieces.size()))] + '\n';
        isFirst = false;
    }
    return block;
}

/// A plain or quoted scalar over several lines as the item of a list.
QByteArray randomFlowScalar(NastyValues &values)
{
    static const QList<QByteArray> words{"a", "b#", "c:d", "-e", "f  g", "h\ti", "é", "?j", "[k]", "{l}", ",m"};
    static const QList<QByteArray> singleWords{"''", "\\", "\"", "# n", "o: p", "- q"};
    static const QList<QByteArray> doubleWords{"\\\"", "\\\\", "'",    "\\n",   "\\t ", "\\ ",
                                               "# n",  "o: p", "\\\n", "\\x41", "\\_"};
    const int style = values.below(3);
    const QByteArray quote = style == 0 ? "" : style == 1 ? "'" : "\"";
    QByteArray text = "- " + quote + (style == 0 ? "start" : "");
    for (int count = values.below(6); count > 0; --count) {
        if (style != 0 && values.chance(40))
            text += style == 1 ? singleWords[values.below(int(singleWords.size()))]
                               : doubleWords[values.below(int(doubleWords.size()))];
        else
            text += words[values.below(int(words.size()))];
        if (values.chance(50))
            text += QByteArray(values.below(3), ' ') + QByteArray("\n   ").repeated(1 + values.below(3));
    }
    return text + quote + '\n';
}

QString ours(const QByteArray &json)
{
    return yaml::write(QJsonDocument::fromJson(json).object());
}

/// kubectl reads its own JSON as YAML. That ends at characters that YAML forbids, and U+0085 is a line end to it. Qt,
/// for its part, drops a byte order mark that begins a string.
bool isKnownToKubectl(const QString &text)
{
    return !text.startsWith(QChar(0xfeff)) && std::ranges::none_of(text, [](QChar c) {
        return (c >= QChar(0x7f) && c < QChar(0xa0)) || c >= QChar(0xfffe);
    });
}

bool hasHiddenLetter(const QString &text)
{
    return std::ranges::any_of(text, [](QChar c) {
        return c > QChar(0xa0) && !c.isSurrogate() && c != QChar(0xfeff) && yaml::isHidden(c.unicode());
    });
}

/// The header of yamlwriter.h lists these.
bool isWrittenOtherwiseOnPurpose(const QString &text)
{
    static const QStringList words{u"yEs"_s,        u"tRUE"_s,
                                   u"nULL"_s,       u"="_s,
                                   u"<<"_s,         u"1e400"_s,
                                   u"-1e400"_s,     u"0xFFFFFFFFFFFFFFFFF"_s,
                                   u"2001-13-45"_s, u"2001-12-14 21:59:43.10 -5"_s};
    const bool isWrapped = text.size() > 80 && text.contains(u' ') && !text.contains(u'\n');
    return words.contains(text) || isWrapped || hasHiddenLetter(text);
}

/// Empty if it was read.
QByteArray problem(const std::expected<QList<yaml::Document>, yaml::Error> &documents)
{
    return documents ? QByteArray() : documents.error().message.toUtf8();
}

/// The text of one value of spec.
QString written(const QString &text, const yaml::Document &document, qsizetype index)
{
    const auto range = document.places().value({u"spec"_s, index});
    if (!range)
        return u"(no place)"_s;
    QStringList lines = text.split(u'\n').sliced(range->start.line - 1, range->end.line - range->start.line + 1);
    lines.last().truncate(range->end.column - 1);
    lines.first().remove(0, range->start.column - 1);
    return lines.join(u'\n');
}

} // namespace

void tst_Kubectl::initTestCase()
{
    m_kubectl = QStandardPaths::findExecutable(u"kubectl"_s);
    if (m_kubectl.isEmpty())
        QSKIP("kubectl is not on PATH: what it writes and reads is not compared.");
    QVERIFY(m_folder.isValid());
}

tst_Kubectl::Answer tst_Kubectl::kubectl(const QByteArray &object, const QString &format)
{
    QFile file(m_folder.filePath(u"object.yaml"_s));
    if (!file.open(QFile::WriteOnly) || file.write(object) != object.size())
        return {.output = {}, .error = file.errorString()};
    file.close();
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"HOME"_s, m_folder.path());
    environment.insert(u"KUBECONFIG"_s, m_folder.filePath(u"none"_s));
    process.setProcessEnvironment(environment);
    process.start(m_kubectl,
                  {u"annotate"_s, u"--local"_s, u"-f"_s, file.fileName(), u"seen=by-kubectl"_s, u"-o"_s, format});
    if (!process.waitForFinished(60'000))
        return {.output = {}, .error = process.errorString()};
    return {.output = process.readAllStandardOutput(), .error = QString::fromUtf8(process.readAllStandardError())};
}

QString tst_Kubectl::asYaml(const QByteArray &json)
{
    const Answer answer = kubectl(json, u"yaml"_s);
    return answer.error.isEmpty() ? QString::fromUtf8(answer.output) : answer.error;
}

void tst_Kubectl::writesStringsAlike()
{
    QJsonArray strings;
    const QStringList known = NastyValues::known();
    for (const QString &string : known)
        if (isKnownToKubectl(string))
            strings.append(string);
    QVERIFY(strings.size() > 250);

    const QByteArray json = jsonWith(strings);
    const QString theirText = asYaml(json);
    const QString ourText = ours(json);
    const auto theirs = yaml::read(theirText);
    const auto own = yaml::read(ourText);
    QVERIFY2(theirs && theirs->size() == 1, qPrintable(theirText));
    QVERIFY(own && own->size() == 1);
    for (qsizetype i = 0; i < strings.size(); ++i) {
        const QString theirWay = written(theirText, theirs->first(), i);
        const QString ourWay = written(ourText, own->first(), i);
        const QString note = u"ours %1, kubectl's %2"_s.arg(ourWay, theirWay);
        QVERIFY2((ourWay != theirWay) == isWrittenOtherwiseOnPurpose(strings.at(i).toString()), qPrintable(note));
    }
}

void tst_Kubectl::writesNumbersAlike()
{
    const QByteArray json =
        jsonWith("[0, -0.0, 1, 1.0, 0.1, 1.5, -1.5, 99999.5, 100000.5, 123456.5, 1234567.5, 12345678.5, 1e5, 1e6,"
                 "1e20, 1e21, 1e22, 0.0001, 0.00001, 0.000012345, 1e-7, 5e-324, 1.7976931348623157e308,"
                 "9007199254740993, 9223372036854775807, -9223372036854775808, 9223372036854775808, 1e19,"
                 "18446744073709551615, 18446744073709551616, -1e19, 0.30000000000000004, 3.14]"_ba);
    QCOMPARE(ours(json).split(u'\n'), asYaml(json).split(u'\n'));
}

void tst_Kubectl::writesCollectionsAlike_data()
{
    QTest::addColumn<QByteArray>("spec");

    QTest::newRow("empty ones") << "{\"a\": {}, \"b\": [], \"c\": null, \"d\": [[], {}, null]}"_ba;
    QTest::newRow("a list in a mapping") << "{\"a\": [1, 2], \"b\": {\"c\": [true]}}"_ba;
    QTest::newRow("lists in lists") << "[[1, [2, [3, 4]], 5], [[[]]], [{\"a\": [[1], 2]}]]"_ba;
    QTest::newRow("mappings in lists") << "[{\"a\": 1, \"b\": {\"c\": 2}}, {\"a\": {\"b\": [{\"c\": 1}, 2]}}]"_ba;
    QTest::newRow("texts of several lines")
        << "{\"a\": \"x\\ny\\n\", \"b\": [\"x\\n\\n\", {\"c\": \" x\\ny\"}], \"d\": [[\"\\nx\"]], \"e\": \"\\n\"}"_ba;
    QTest::newRow("keys in natural order")
        << "{\"a10\": 1, \"a2\": 2, \"A\": 3, \"_\": 4, \"1\": 5, \"a\": 6, \"a-1\": 7, \"a.1\": 8, \"b\": 9, \"\": 10,"
           " \"10\": 11, \"9\": 12, \"Z\": 13, \"ä\": 14, \"v1.10.2\": 15, \"v1.9.12\": 16, \"a b\": 17, \"aB\": 18}"_ba;
    QTest::newRow("keys that must be quoted")
        << "{\"yes\": 1, \"1\": 2, \"a: b\": 3, \"# a\": 4, \"null\": 5, \"1.5\": 6, \"a\\tb\": 7, \" \": 8, \"-\": 9}"_ba;
    QTest::newRow("a key of several lines") << "{\"a\\nb\": 1, \"c\\n\": {\"d\": 1}, \"e\\nf\": [1, 2]}"_ba;
    QTest::newRow("a long key") << QByteArray("{\"" + QByteArray(128, 'x') + "\": 1, \"" + QByteArray(129, 'x')
                                              + "\": {\"a\": 1, \"b\": 2}, \"" + QByteArray(129, 'y') + "\": [1, 2]}");
    QTest::newRow("a long key beyond ASCII")
        << QByteArray("{\"" + QByteArray("é").repeated(64) + "\": 1, \"" + QByteArray("é").repeated(65) + "\": 2}");
}

void tst_Kubectl::writesCollectionsAlike()
{
    QFETCH(QByteArray, spec);
    const QByteArray json = jsonWith(spec);
    QVERIFY(!QJsonDocument::fromJson(json).isNull());
    QCOMPARE(ours(json).split(u'\n'), asYaml(json).split(u'\n'));
}

void tst_Kubectl::writesRandomObjectsAlike()
{
    NastyValues values(20);
    QJsonArray objects;
    for (int i = 0; i < 300; ++i) {
        QJsonObject object;
        for (char16_t letter = u'a'; letter < u'f'; ++letter) {
            QString text = values.string();
            while (text.size() > 24 || !isKnownToKubectl(text) || hasHiddenLetter(text))
                text = values.string();
            // The letter makes the order of the keys plain, and the string nothing else than one.
            const QString key = letter + QString(u"/") + text;
            object.insert(key, values.chance(50) ? QJsonValue(key) : QJsonValue(QJsonArray{key, values.below(100)}));
        }
        objects.append(object);
    }
    const QByteArray json = jsonWith(objects);
    const QStringList theirs = asYaml(json).split(u'\n');
    const QStringList own = ours(json).split(u'\n');
    for (qsizetype i = 0; i < std::min(own.size(), theirs.size()); ++i)
        QCOMPARE(own.at(i), theirs.at(i));
    QCOMPARE(own.size(), theirs.size());
}

void tst_Kubectl::readsWhatKubectlWrites()
{
    NastyValues values(21);
    QJsonArray strings;
    while (strings.size() < 2000) {
        QString text = values.string();
        if (values.chance(20))
            text = QString(text + u' ').repeated(20) + u'.'; // which it wraps
        // To go-yaml, line and paragraph separators end a line inside quotes; to YAML 1.2 they do not.
        if (isKnownToKubectl(text) && !text.contains(QChar(0x2028)) && !text.contains(QChar(0x2029)))
            strings.append(text);
    }
    const auto documents = yaml::read(asYaml(jsonWith(strings)));
    QVERIFY2(documents, problem(documents));
    const QJsonArray read = documents->first().object().value(u"spec"_s).toArray();
    QCOMPARE(read.size(), strings.size());
    for (qsizetype i = 0; i < strings.size(); ++i) {
        const QString string = strings.at(i).toString();
        // What it leaves plain, though YAML knows it as a merge, is its own trap.
        QCOMPARE(read.at(i).toString(u"not a string"_s), string);
    }
}

void tst_Kubectl::readsPlainScalarsAlike()
{
    NastyValues values(22);
    QStringList scalars;
    const QStringList known = NastyValues::known();
    const QString characters = u"0123456789_+-.eExobXOB:"_s;
    const QString start = u"+-.0123456789yYnNtTfF"_s;
    const QString knownStart = start + u"o~<="_s;
    for (const QString &text : known)
        if (text.size() < 30 && !text.isEmpty() && knownStart.contains(text.front()) && !text.contains(u' ')
            && text != u"-"_s && !text.contains(u'\n') && !text.contains(u'\t') && !text.startsWith(u"---")
            && !text.startsWith(u"...") && !text.contains(u"inf", Qt::CaseInsensitive)
            && !text.contains(u".nan", Qt::CaseInsensitive))
            scalars.append(text);
    while (scalars.size() < 3000) {
        QString text(start[values.below(int(start.size()))]);
        for (int i = values.below(5); i >= 0; --i)
            text += characters[values.below(int(characters.size()))];
        if (!text.endsWith(u':') && !text.startsWith(u"---") && !text.startsWith(u"..."))
            scalars.append(text);
    }
    QByteArray text = textWith({});
    for (const QString &scalar : std::as_const(scalars))
        text += "- " + scalar.toUtf8() + '\n';

    const Answer answer = kubectl(text, u"json"_s);
    QCOMPARE(answer.error, QString());
    const QJsonArray theirs = QJsonDocument::fromJson(answer.output).object().value(u"spec"_s).toArray();
    const auto documents = yaml::read(QByteArrayView(text));
    QVERIFY2(documents, problem(documents));
    const QJsonArray own = documents->first().object().value(u"spec"_s).toArray();
    QCOMPARE(own.size(), scalars.size());
    QCOMPARE(theirs.size(), scalars.size());
    for (qsizetype i = 0; i < own.size(); ++i)
        QVERIFY2(own.at(i) == theirs.at(i),
                 qPrintable(u"%1: ours %2, kubectl's %3"_s.arg(scalars.at(i), own.at(i).toVariant().toString(),
                                                               theirs.at(i).toVariant().toString())));
}

void tst_Kubectl::readsRandomScalarsOverLinesAlike()
{
    NastyValues values(23);
    QList<QByteArray> scalars;
    for (int i = 0; i < 3000; ++i)
        scalars.append(values.chance(50) ? randomBlock(values) : randomFlowScalar(values));
    const QByteArray text = textWith(scalars.join());
    const Answer answer = kubectl(text, u"json"_s);
    QCOMPARE(answer.error, QString());
    const QJsonArray theirs = QJsonDocument::fromJson(answer.output).object().value(u"spec"_s).toArray();
    const auto documents = yaml::read(QByteArrayView(text));
    QVERIFY2(documents, problem(documents));
    const QJsonArray own = documents->first().object().value(u"spec"_s).toArray();
    QCOMPARE(theirs.size(), scalars.size());
    QCOMPARE(own.size(), scalars.size());
    for (qsizetype i = 0; i < own.size(); ++i)
        QVERIFY2(own.at(i) == theirs.at(i),
                 qPrintable(u"%1ours %2\nkubectl's %3"_s.arg(QString::fromUtf8(scalars.at(i)), own.at(i).toString(),
                                                             theirs.at(i).toString())));
}

void tst_Kubectl::readsBundlesAlike_data()
{
    QTest::addColumn<QString>("path");
    const QDir folder(QDir::cleanPath(QStringLiteral(TEST_DATA "/../../../shared/data")));
    if (!folder.exists())
        QSKIP("../shared/data is not there: the real bundles are not compared.");
    QDirIterator files(folder.path(), {u"*bundle.yaml"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        QTest::addRow("%s", qPrintable(folder.relativeFilePath(path))) << path;
    }
}

void tst_Kubectl::readsBundlesAlike()
{
    QFETCH(QString, path);
    QFile file(path);
    QVERIFY(file.open(QFile::ReadOnly));
    const QByteArray text = file.readAll();
    const Answer answer = kubectl(text, u"json"_s);
    QCOMPARE(answer.error, QString());
    QList<QJsonObject> theirs; // it prints one after the other
    QByteArray object;
    for (const QByteArray &line : answer.output.split('\n')) {
        object += line + '\n';
        if (line == "}")
            theirs.append(QJsonDocument::fromJson(std::exchange(object, {})).object());
    }
    const auto own = yaml::read(QByteArrayView(text));
    QVERIFY2(own, problem(own));
    QCOMPARE(own->size(), theirs.size());
    for (qsizetype i = 0; i < theirs.size(); ++i) {
        const yaml::Path annotations{u"metadata"_s, u"annotations"_s};
        QJsonObject annotated = yaml::valueAt(own->at(i).value(), annotations).toObject();
        annotated.insert(u"seen"_s, u"by-kubectl"_s);
        QVERIFY(yaml::withValue(own->at(i).value(), annotations, annotated) == theirs.at(i));
    }
}

void tst_Kubectl::readsTextsAlike_data()
{
    QTest::addColumn<QByteArray>("spec");
    const auto row = [](const char *name, const QByteArray &spec) { QTest::newRow(name) << spec; };

    row("keys of other types",
        "  y: 1\n  no: 2\n  0777: 3\n  1.10: 4\n  3.14159265358979: 5\n  2001-01-01: 6\n  1e9: 7\n");
    row("an infinite key", "  1e300: 1\n  -.inf: 2\n");
    row("a null key", "  ~: 1\n");
    row("an empty key", "  : 1\n");
    row("a huge integer as a key", "  18446744073709551615: 1\n");
    row("a list as a key", "  ? [a]\n  : 1\n");
    row("a merge before a key", "  b: &x {a: 1, c: 2}\n  d:\n    <<: *x\n    a: 9\n");
    row("a merge behind a key", "  b: &x {a: 1, c: 2}\n  d:\n    a: 9\n    <<: *x\n");
    row("a merge of a list", "  b: &x {a: 1, c: 2}\n  z: &z {a: 7, q: 1}\n  d:\n    <<: [*x, *z]\n    w: 1\n");
    row("two merges", "  b: &x {a: 1, c: 2}\n  z: &z {a: 7, q: 1}\n  d:\n    <<: *x\n    <<: *z\n");
    row("a merge of a mapping", "  e:\n    <<: {r: 1}\n");
    row("a merge of a scalar", "  d:\n    <<: 1\n");
    row("a quoted merge key", "  d:\n    \"<<\": {a: 1}\n");
    row("an alias of a scalar", "  a: &a 1\n  b: *a\n  c: [*a, *a]\n");
    row("an alias as a key", "  a: &a key\n  b:\n    *a : 1\n");
    row("an anchor defined twice", "  a: &a 1\n  b: *a\n  c: &a 2\n  d: *a\n");
    row("an anchor of nothing", "  a: &a\n  b: *a\n");
    row("an unknown alias", "  a: *b\n");
    row("an alias inside its anchor", "  a: &a [*a]\n");
    row("an infinity", "  a: .inf\n");
    row("tags",
        "  a: !foo 1\n  b: !!str 1\n  c: !!float 1\n  d: ! 1\n  e: !!timestamp 2001-01-01\n  f: !foo {a: 1}\n"
        "  g: !!set {a, b}\n  h: !!int \"7\"\n  i: !!str\n  j: !!null null\n  k: !!bool yes\n  l: "
        "!<tag:yaml.org,2002:str> 1\n");
    row("an integer that is none", "  a: !!int x\n");
    row("a boolean that is none", "  a: !!bool 1\n");
    row("folded quotes",
        "  a: 'x\n\n\n   '\n  b: \"x\n\n\n   \"\n  c: 'x   \n    y'\n  d: \"x\\\n    y \\\n\n    z\\  \n    w\"\n");
    row("escapes", "  a: \"\\0\\a\\b\\t\\n\\v\\f\\r\\e\\\"\\\\\\N\\_\\L\\P\\x41\\u00e9\\U0001F600\\ \"\n");
    row("a wrong escape", "  a: \"\\q\"\n");
    row("an escaped surrogate", "  a: \"\\ud83d\\ude00\"\n");
    row("a quote that is not closed", "  a: \"x\n");
    row("literals",
        "  a: |\n    x\n      y\n\n    z\n\n  b: |-\n    x\n\n  c: |+\n    x\n\n  d: |2\n      x\n  e: |\n\n\n    x\n  "
        "f: |\n");
    row("folded blocks",
        "  a: >\n    x\n    y\n\n    z\n\n      in\n      in\n    out\n\n\n    end\n  b: >-\n    x\n    y\n  c: >+\n   "
        " x\n\n  d: >\n\n    x\n    y\n");
    row("a literal in a list", "  - |\n    x\n  - - |\n      y\n  - a: |\n      z\n");
    row("a literal at the column of its list", "  a:\n  - |\n    x\n  - |2\n     x\n");
    row("plain text over lines", "  a: x\n    y\n\n    z\n  b:\n    x\n    y\n");
    row("plain text with signs",
        "  a: x#y\n  b: x:y\n  c: x - y\n  d: -x\n  e: ?x\n  f: :x\n  g: a, b\n  h: a]b\n  i: http://x/y?z=1#w\n");
    row("comments", "  # one\n  a: 1 # two\n  # three\n  b: # four\n    c: 2\n  d: '#' # five\n");
    row("flow", "  a: {b: 1, \"c\":2, d, e: [1, 2, {f: g}], }\n  h: [a, 'b', \"c\", ]\n  i: []\n  j: {}\n");
    row("flow over lines", "  a: {\n    b: 1,\n    c: [\n      2,\n      3\n    ]\n  }\n");
    row("a pair in a list", "  a: [b: 1, c]\n");
    row("JSON", "  {\"a\": [1, 2.5, true, null, \"x\\u0041\"], \"b\": {\"c\": {}}}\n");
    row("explicit keys", "  ? a\n  : 1\n  ? b\n  ? |\n    c\n  : - 1\n    - 2\n");
    row("nothing behind a key", "  a:\n  b:\n  c: ~\n  d: null\n  e:\n  - \n  - 1\n  -\n");
    row("indented and bare lists",
        "  a:\n    - 1\n    - 2\n  b:\n  - 1\n  - 2\n  c:\n  -   - 1\n      - 2\n  -   d: 1\n      e: 2\n");
    row("a tab in front", "\ta: 1\n");
    row("a tab in the middle", "  a:\tb\n  c: x\ty\n  d: \"x\ty\"\t\n  e:\t# comment\n    1\n");
    row("carriage returns", "  a: b\r\n  c: |\r\n    x\r\n    y\r\n  d: \"x\r\n    y\"\r\n");
    row("a lone carriage return", "  a: \"b\rc\"\n");
    row("wrong indentation", "  a: 1\n b: 2\n");
    row("a mapping behind a scalar", "  a: b\n    c: d\n");
    row("two colons", "  a: b: c\n");
    row("a bracket too many", "  a: [1]]\n");
    row("a bracket too few", "  a: [1\n");
    row("a percent sign", "  a: %b\n");
    row("an at sign", "  a: @b\n");
    row("a backtick", "  a: `b`\n");
    row("document end", "  a: 1\n...\n");
    row("letters of other scripts", "  a: é日本語עברית\n  ключ: значение\n");
    row("an emoji", "  a: 😀\n");
    row("no-break space", "  a: \u00a0b\u00a0\n");
    row("a forbidden character",
        "  a: b\x01"
        "c\n");
    row("DEL",
        "  a: b\x7f"
        "c\n");
}

void tst_Kubectl::readsTextsAlike()
{
    QFETCH(QByteArray, spec);
    const QByteArray text = textWith(spec);
    const Answer answer = kubectl(text, u"json"_s);
    const auto documents = yaml::read(QByteArrayView(text));
    if (!answer.error.isEmpty()) {
        QVERIFY2(!documents, qPrintable(answer.error));
        QVERIFY(documents.error().line > 5);
        return;
    }
    QVERIFY2(documents, problem(documents));
    QCOMPARE(documents->size(), 1);
    QCOMPARE(QJsonDocument(QJsonArray{documents->first().object().value(u"spec"_s)}).toJson(),
             QJsonDocument(QJsonArray{QJsonDocument::fromJson(answer.output).object().value(u"spec"_s)}).toJson());
}

QTEST_GUILESS_MAIN(tst_Kubectl)
#include "tst_kubectl.moc"
