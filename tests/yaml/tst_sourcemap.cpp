// SPDX-License-Identifier: Apache-2.0
#include "nastyvalues.h"
#include "yamlreader.h"
#include "yamlwriter.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;

/// Where the parts of a document are said to stand is where they stand.
class tst_SourceMap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsValues_data();
    void findsValues();
    void findsNothingWhereNothingIs();
    void tellsWhatALineIsAbout();
    void everyPlaceReadsBackAsItsValue_data();
    void everyPlaceReadsBackAsItsValue();
};

namespace {

/// What stands in a range, lines joined with ⏎.
QString textOf(const QString &text, std::optional<yaml::Range> range)
{
    if (!range)
        return u"(nowhere)"_s;
    QStringList lines = text.split(u'\n').sliced(range->start.line - 1, range->end.line - range->start.line + 1);
    lines.last().truncate(range->end.column - 1);
    lines.first().remove(0, range->start.column - 1);
    return lines.join(u'⏎');
}

} // namespace

void tst_SourceMap::findsValues_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<yaml::Path>("path");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    const QString none = u"(nowhere)"_s;
    const auto row = [](const char *name, const QString &text, const yaml::Path &path, const QString &key,
                        const QString &value) { QTest::newRow(name) << text << path << key << value; };

    row("a plain value", u"a: b c # d\n"_s, {u"a"_s}, u"a"_s, u"b c"_s);
    row("a plain value over lines", u"a: b\n  c\n\n  d # e\nf: 1\n"_s, {u"a"_s}, u"a"_s, u"b⏎  c⏎⏎  d"_s);
    row("a number", u"a: 0x1F\n"_s, {u"a"_s}, u"a"_s, u"0x1F"_s);
    row("quoted keys and values", u"\"a b\": 'it''s' # c\n"_s, {u"a b"_s}, u"\"a b\""_s, u"'it''s'"_s);
    row("quotes over lines", u"a: \"b\\\"\n  c\"\n"_s, {u"a"_s}, u"a"_s, u"\"b\\\"⏎  c\""_s);
    row("a key of another type", u"0x10: a\n"_s, {u"16"_s}, u"0x10"_s, u"a"_s);
    row("a literal", u"a: |\n  b\n\n  c\n\nd: 1\n"_s, {u"a"_s}, u"a"_s, u"|⏎  b⏎⏎  c"_s);
    row("a literal behind a dash", u"a:\n- |-\n  b\n- c\n"_s, {u"a"_s, 0}, none, u"|-⏎  b"_s);
    row("an empty literal", u"a: |\nb: 1\n"_s, {u"a"_s}, u"a"_s, u"|"_s);
    row("columns count UTF-16 units", u"😀: é😀x # y\n"_s, {u"😀"_s}, u"😀"_s, u"é😀x"_s);
    row("a mapping in blocks", u"a:\n  b: 1\n  c: 2 # d\ne: 3\n"_s, {u"a"_s}, u"a"_s, u"b: 1⏎  c: 2"_s);
    row("a list in blocks", u"a:\n- 1\n- 2\nb: 3\n"_s, {u"a"_s}, u"a"_s, u"- 1⏎- 2"_s);
    row("a mapping in a list", u"- a: 1\n  b: 2\n- c\n"_s, {0}, none, u"a: 1⏎  b: 2"_s);
    row("a mapping in braces", u"a: {b: 1, c: 2, } # d\n"_s, {u"a"_s}, u"a"_s, u"{b: 1, c: 2, }"_s);
    row("inside braces", u"a: {b: 1, c: [x, y]}\n"_s, {u"a"_s, u"c"_s, 1}, none, u"y"_s);
    row("empty brackets", u"a: [ ]\n"_s, {u"a"_s}, u"a"_s, u"[ ]"_s);
    row("brackets over lines", u"a: [ # b\n  1, # c\n  2\n  ]\n"_s, {u"a"_s}, u"a"_s, u"[ # b⏎  1, # c⏎  2⏎  ]"_s);
    row("a pair in brackets", u"a: [b: 1, c]\n"_s, {u"a"_s, 0}, none, u"b: 1"_s);
    row("a null that is written", u"a: null # b\n"_s, {u"a"_s}, u"a"_s, u"null"_s);
    row("a null that is not", u"a:\nb: 1\n"_s, {u"a"_s}, u"a"_s, u""_s);
    row("a null that is not, at the end", u"a:\n  b:\n"_s, {u"a"_s, u"b"_s}, u"b"_s, u""_s);
    row("an anchor belongs to its value", u"a: &x\n  b: 1\nc: &y 2\n"_s, {u"c"_s}, u"c"_s, u"&y 2"_s);
    row("a tag belongs to its value", u"a: !!str 1\n"_s, {u"a"_s}, u"a"_s, u"!!str 1"_s);
    row("an alias", u"a: &x 1\nb: *x # c\n"_s, {u"b"_s}, u"b"_s, u"*x"_s);
    row("nothing inside an alias", u"a: &x {c: 1}\nb: *x\n"_s, {u"b"_s, u"c"_s}, none, none);
    row("the whole", u"# a\nb: 1\nc: 2\n"_s, {}, none, u"b: 1⏎c: 2"_s);
    row("an explicit key", u"? a\n: b\n"_s, {u"a"_s}, u"a"_s, u"b"_s);
}

void tst_SourceMap::findsValues()
{
    QFETCH(QString, text);
    QFETCH(yaml::Path, path);
    QFETCH(QString, key);
    QFETCH(QString, value);
    const auto documents = yaml::read(text);
    QVERIFY(documents && documents->size() == 1);
    QCOMPARE(textOf(text, documents->first().places().value(path)), value);
    QCOMPARE(textOf(text, documents->first().places().key(path)), key);
}

void tst_SourceMap::findsNothingWhereNothingIs()
{
    const auto documents = yaml::read(u"a: [1, 2]\n"_s);
    QVERIFY(documents && documents->size() == 1);
    const yaml::SourceMap &places = documents->first().places();
    QVERIFY(places.value({u"a"_s, 1}));
    QVERIFY(!places.value({u"b"_s}));
    QVERIFY(!places.value({u"a"_s, 2}));
    QVERIFY(!places.value({u"a"_s, u"b"_s}));
    QVERIFY(!places.value({0}));
    QVERIFY(!places.value({u"a"_s, 0, 0}));
}

void tst_SourceMap::tellsWhatALineIsAbout()
{
    const QString text = u"# of a pod\n"
                         "spec:\n"
                         "  containers:\n"
                         "  - name: redis\n"
                         "    image: redis:7 # old\n"
                         "\n"
                         "    command:\n"
                         "    - sh\n"
                         "    - |\n"
                         "      one\n"
                         "      two\n"
                         "  nodes: {min: 1, max: 2}\n"
                         "status: {}\n"_s;
    const auto documents = yaml::read(text);
    QVERIFY(documents && documents->size() == 1);
    QStringList paths;
    for (int line = 1; line <= 13; ++line)
        paths += documents->first().places().pathAt({.line = line, .column = 1000}).toString();
    const QStringList expected{u""_s,
                               u"spec"_s,
                               u"spec.containers"_s,
                               u"spec.containers[0].name"_s,
                               u"spec.containers[0]"_s,
                               u"spec.containers[0]"_s,
                               u"spec.containers[0].command"_s,
                               u"spec.containers[0].command[0]"_s,
                               u"spec.containers[0].command[1]"_s,
                               u"spec.containers[0].command[1]"_s,
                               u"spec.containers[0].command[1]"_s,
                               u"spec.nodes"_s,
                               u"status"_s};
    QCOMPARE(paths, expected);
    QCOMPARE(documents->first().places().pathAt({.line = 5, .column = 16}).toString(), u"spec.containers[0].image"_s);
    QCOMPARE(documents->first().places().pathAt({.line = 12, .column = 13}).toString(), u"spec.nodes.min"_s);
    QCOMPARE(documents->first().places().pathAt({.line = 0, .column = 0}).toString(), u""_s);
    QCOMPARE(documents->first().places().pathAt({.line = 99, .column = 1}).toString(), u""_s);
}

void tst_SourceMap::everyPlaceReadsBackAsItsValue_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 4; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

/// Cuts each scalar out of the text by its place and reads it alone.
void tst_SourceMap::everyPlaceReadsBackAsItsValue()
{
    QFETCH(quint32, seed);
    NastyValues values(seed);
    QJsonArray array;
    for (int i = 0; i < 500; ++i)
        array.append(values.chance(50) ? values.scalar() : QJsonValue(QJsonObject{{values.string(), values.scalar()}}));
    const QString text = yaml::write(array);
    const auto documents = yaml::read(text);
    QVERIFY(documents && documents->size() == 1);
    const yaml::SourceMap &places = documents->first().places();
    const auto check = [&](const yaml::Path &path, const QJsonValue &value) {
        // A literal alone needs its indentation no more.
        const QString part = textOf(text, places.value(path)).replace(u'⏎', u'\n');
        const auto alone = yaml::read(QString(part + u'\n'));
        return alone && (alone->isEmpty() ? value.isNull() : alone->first().value() == value);
    };
    for (qsizetype i = 0; i < array.size(); ++i) {
        const QJsonValue value = array.at(i);
        if (!value.isObject()) {
            QVERIFY2(value.toString().contains(u'\n') || check({i}, value),
                     qPrintable(textOf(text, places.value({i}))));
            continue;
        }
        const QString key = value.toObject().begin().key();
        const QJsonValue inner = value.toObject().begin().value();
        QVERIFY2(inner.toString().contains(u'\n') || check({i, key}, inner),
                 qPrintable(textOf(text, places.value({i}))));
        QCOMPARE(places.pathAt(places.value({i, key})->end), yaml::Path({i, key}));
        QCOMPARE(places.pathAt(places.key({i, key})->start), yaml::Path({i, key}));
    }
}

QTEST_GUILESS_MAIN(tst_SourceMap)
#include "tst_sourcemap.moc"
