// SPDX-License-Identifier: Apache-2.0
#include "nastyvalues.h"
#include "textdiff.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

using namespace Qt::StringLiterals;
using yaml::DiffRow;

class tst_TextDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void marksLines_data();
    void marksLines();
    void marksWords_data();
    void marksWords();
    void numbersLines();
    void keepsBothTexts_data();
    void keepsBothTexts();
    void folds_data();
    void folds();
    void foldedSectionsCoverAllRows();
    void printsAsDiffDoes_data();
    void printsAsDiffDoes();
    void printsRandomTextsAsDiffDoes();
    void patchesRandomTexts();
    void takesTimeInProportion_data();
    void takesTimeInProportion();
};

namespace {

/// A row a line: "  same", "- removed", "+ added", "~ before | after".
QStringList shown(const yaml::TextDiff &diff)
{
    QStringList lines;
    for (const DiffRow &row : diff.rows) {
        switch (row.kind) {
        case DiffRow::Kind::Same:
            lines += u"  "_s + row.leftText;
            break;
        case DiffRow::Kind::Removed:
            lines += u"- "_s + row.leftText;
            break;
        case DiffRow::Kind::Added:
            lines += u"+ "_s + row.rightText;
            break;
        case DiffRow::Kind::Changed:
            lines += u"~ "_s + row.leftText + u" | " + row.rightText;
            break;
        }
    }
    return lines;
}

/// The text with each span in ‹›.
QString marked(QString text, const QList<yaml::Span> &spans)
{
    for (qsizetype i = spans.size(); i > 0; --i) {
        text.insert(spans[i - 1].start + spans[i - 1].length, u'›');
        text.insert(spans[i - 1].start, u'‹');
    }
    return text;
}

QString side(const yaml::TextDiff &diff, bool left)
{
    QStringList lines;
    for (const DiffRow &row : diff.rows)
        if ((left ? row.left : row.right) > 0)
            lines += left ? row.leftText : row.rightText;
    const bool isOpen = left ? diff.leftEndsOpen : diff.rightEndsOpen;
    return lines.join(u'\n') + (lines.isEmpty() || isOpen ? u""_s : u"\n"_s);
}

/// What patch(1) does: nothing is searched for, everything must fit.
QString patched(const QString &text, const QString &patch, QString *problem)
{
    QStringList lines = text.split(u'\n');
    const bool wasOpen = !lines.last().isEmpty();
    if (!wasOpen)
        lines.removeLast();
    QStringList result;
    qsizetype next = 0;
    bool isOpen = wasOpen;
    QStringList patchLines = patch.split(u'\n');
    patchLines.removeLast();
    QChar lastSign;
    for (const QString &line : patchLines.sliced(std::min<qsizetype>(2, patchLines.size()))) {
        if (line.startsWith(u"@@ -")) {
            const QStringList range = line.sliced(4).section(u' ', 0, 0).split(u',');
            const bool isEmpty = range.size() > 1 && range[1] == u"0";
            const qsizetype start = range[0].toInt() - (isEmpty ? 0 : 1);
            for (; next < start; ++next)
                result += lines.value(next);
            continue;
        }
        if (line.startsWith(u'\\')) {
            if (lastSign == u'-' && !wasOpen)
                *problem = u"a line end is missing that was there"_s;
            if (lastSign != u'-')
                isOpen = true;
            continue;
        }
        lastSign = line.front();
        if (lastSign != u'+' && lines.value(next++) != line.sliced(1))
            *problem = u"line %1 is not what %2 says"_s.arg(next).arg(line);
        if (lastSign == u'-' && next == lines.size())
            isOpen = false;
        if (lastSign != u'-')
            result += line.sliced(1);
    }
    for (; next < lines.size(); ++next)
        result += lines[next];
    return result.join(u'\n') + (result.isEmpty() || isOpen ? u""_s : u"\n"_s);
}

/// Lines, of which each is different from all others if unique.
QStringList randomLines(NastyValues &values, int count, bool unique)
{
    QStringList lines;
    for (int i = 0; i < count; ++i)
        lines +=
            unique ? u"line %1 of %2"_s.arg(i).arg(values.below(1'000'000)) : QString(QChar(u'a' + values.below(4)));
    return lines;
}

QStringList edited(NastyValues &values, const QStringList &lines, bool unique)
{
    QStringList result;
    for (const QString &line : lines) {
        const int action = values.below(12);
        if (action == 0)
            continue;
        if (action == 1)
            result += randomLines(values, 1 + values.below(3), unique);
        result += action == 2 ? randomLines(values, 1, unique).first() : line;
    }
    return result;
}

QString joined(NastyValues &values, const QStringList &lines)
{
    return lines.join(u'\n') + (lines.isEmpty() || values.chance(20) ? u""_s : u"\n"_s);
}

} // namespace

void tst_TextDiff::marksLines_data()
{
    QTest::addColumn<QString>("left");
    QTest::addColumn<QString>("right");
    QTest::addColumn<QStringList>("rows");
    const auto row = [](const char *name, const QString &left, const QString &right, const QStringList &rows) {
        QTest::newRow(name) << left << right << rows;
    };

    row("empty texts", u""_s, u""_s, {});
    row("the same", u"a\nb\n"_s, u"a\nb\n"_s, {u"  a"_s, u"  b"_s});
    row("all added", u""_s, u"a\nb\n"_s, {u"+ a"_s, u"+ b"_s});
    row("all removed", u"a\nb"_s, u""_s, {u"- a"_s, u"- b"_s});
    row("a line added", u"a\nc\n"_s, u"a\nb\nc\n"_s, {u"  a"_s, u"+ b"_s, u"  c"_s});
    row("a line removed", u"a\nb\nc\n"_s, u"a\nc\n"_s, {u"  a"_s, u"- b"_s, u"  c"_s});
    row("an empty line added", u"a\n"_s, u"a\n\n"_s, {u"  a"_s, u"+ "_s});
    row("one key, another value", u"a: 1\n"_s, u"a: 2\n"_s, {u"~ a: 1 | a: 2"_s});
    row("one key, deeper", u"a: 1\n"_s, u"  a: 1\n"_s, {u"~ a: 1 |   a: 1"_s});
    row("one key behind a dash", u"- a: 1\n"_s, u"- a: 2\n"_s, {u"~ - a: 1 | - a: 2"_s});
    row("another key is another line", u"a: 1\n"_s, u"b: 1\n"_s, {u"- a: 1"_s, u"+ b: 1"_s});
    row("keys find each other", u"a: 1\nb: 2\nc: 3\n"_s, u"b: 4\nc: 5\n"_s,
        {u"- a: 1"_s, u"~ b: 2 | b: 4"_s, u"~ c: 3 | c: 5"_s});
    row("the added stands between", u"a: 1\nc: 3\n"_s, u"a: 2\nb: 2\nc: 4\n"_s,
        {u"~ a: 1 | a: 2"_s, u"+ b: 2"_s, u"~ c: 3 | c: 4"_s});
    row("words in common", u"the old text of a line\n"_s, u"the new text of a line\n"_s,
        {u"~ the old text of a line | the new text of a line"_s});
    row("too few words in common", u"the old text\n"_s, u"the new words here\n"_s,
        {u"- the old text"_s, u"+ the new words here"_s});
    row("no line end any more", u"a\nb\n"_s, u"a\nb"_s, {u"  a"_s, u"~ b | b"_s});
    row("no line end on both sides", u"a\nb"_s, u"a\nb"_s, {u"  a"_s, u"  b"_s});
    row("a carriage return is seen", u"a: b\r\n"_s, u"a: b\n"_s, {u"~ a: b\r | a: b"_s});
    row("a block is added as a block", u"- name: a\n  image: x\n- name: c\n  image: x\n"_s,
        u"- name: a\n  image: x\n- name: b\n  image: x\n- name: c\n  image: x\n"_s,
        {u"  - name: a"_s, u"    image: x"_s, u"+ - name: b"_s, u"+   image: x"_s, u"  - name: c"_s,
         u"    image: x"_s});
    row("half surrogate pairs are not the same", QString(QChar(0xd800)), QString(QChar(0xd801)),
        {u"~ "_s + QChar(0xd800) + u" | " + QChar(0xd801)});
}

void tst_TextDiff::marksLines()
{
    QFETCH(QString, left);
    QFETCH(QString, right);
    QFETCH(QStringList, rows);
    const yaml::TextDiff diff = yaml::textDiff(left, right);
    QCOMPARE(shown(diff), rows);
    QCOMPARE(diff.isEmpty(), left == right);
}

void tst_TextDiff::marksWords_data()
{
    QTest::addColumn<QString>("left");
    QTest::addColumn<QString>("right");
    QTest::addColumn<QString>("leftMarked");
    QTest::addColumn<QString>("rightMarked");
    const auto row = [](const char *name, const QString &left, const QString &right, const QString &leftMarked,
                        const QString &rightMarked) {
        QTest::newRow(name) << left << right << leftMarked << rightMarked;
    };

    row("a tag is one word", u"versionTag: 7.22.0-250"_s, u"versionTag: 7.22.2-14"_s, u"versionTag: ‹7.22.0-250›"_s,
        u"versionTag: ‹7.22.2-14›"_s);
    row("a tag behind its repository", u"image: redislabs/redis:7.22.0-250"_s, u"image: redislabs/redis:7.22.2-14"_s,
        u"image: redislabs/redis:‹7.22.0-250›"_s, u"image: redislabs/redis:‹7.22.2-14›"_s);
    row("a registry in front", u"image: redislabs/redis"_s, u"image: quay.io/redislabs/redis"_s,
        u"image: redislabs/redis"_s, u"image: ‹quay.io/›redislabs/redis"_s);
    row("two words apart", u"a b c d e"_s, u"a x c y e"_s, u"a ‹b› c ‹d› e"_s, u"a ‹x› c ‹y› e"_s);
    row("words with only a blank between are one", u"k: a b"_s, u"k: x y"_s, u"k: ‹a b›"_s, u"k: ‹x y›"_s);
    row("a word less", u"k: a b c"_s, u"k: a c"_s, u"k: a ‹b ›c"_s, u"k: a c"_s);
    row("indentation", u"k: a"_s, u"  k: a"_s, u"k: a"_s, u"‹  ›k: a"_s);
    row("quotes", u"k: \"1\""_s, u"k: 1"_s, u"k: ‹\"›1‹\"›"_s, u"k: 1"_s);
    row("a value less", u"k: a"_s, u"k:"_s, u"k:‹ a›"_s, u"k:"_s);
    row("words beyond ASCII", u"k: größe 😀 1"_s, u"k: größer 😀 1"_s, u"k: ‹größe› 😀 1"_s, u"k: ‹größer› 😀 1"_s);
    row("an emoji is not halved", u"k: 😀"_s, u"k: 😁"_s, u"k: ‹😀›"_s, u"k: ‹😁›"_s);
    row("only the line end", u"k: a\r"_s, u"k: a"_s, u"k: a‹\r›"_s, u"k: a"_s);
}

void tst_TextDiff::marksWords()
{
    QFETCH(QString, left);
    QFETCH(QString, right);
    QFETCH(QString, leftMarked);
    QFETCH(QString, rightMarked);
    const yaml::TextDiff diff = yaml::textDiff(left, right);
    QCOMPARE(diff.rows.size(), 1);
    QCOMPARE(diff.rows.first().kind, DiffRow::Kind::Changed);
    QCOMPARE(marked(left, diff.rows.first().leftSpans), leftMarked);
    QCOMPARE(marked(right, diff.rows.first().rightSpans), rightMarked);
    const yaml::TextDiff back = yaml::textDiff(right, left);
    QCOMPARE(marked(left, back.rows.first().rightSpans), leftMarked);
}

void tst_TextDiff::numbersLines()
{
    const yaml::TextDiff diff = yaml::textDiff(u"a\nb: 1\nx\n"_s, u"b: 2\nx\nc\n"_s);
    QList<std::pair<int, int>> numbers;
    for (const DiffRow &row : diff.rows)
        numbers.append({row.left, row.right});
    QCOMPARE(numbers, (QList<std::pair<int, int>>{{1, 0}, {2, 1}, {3, 2}, {0, 3}}));
}

void tst_TextDiff::keepsBothTexts_data()
{
    QTest::addColumn<int>("lines");
    QTest::addColumn<bool>("unique");

    QTest::newRow("short texts of few letters") << 6 << false;
    QTest::newRow("texts of few letters") << 60 << false;
    QTest::newRow("short texts of many words") << 6 << true;
    QTest::newRow("texts of many words") << 200 << true;
}

void tst_TextDiff::keepsBothTexts()
{
    QFETCH(int, lines);
    QFETCH(bool, unique);
    NastyValues values(30);
    for (int i = 0; i < 300; ++i) {
        const QStringList before = randomLines(values, values.below(lines), unique);
        const QString left = joined(values, before);
        const QString right = joined(values, edited(values, before, unique));
        const yaml::TextDiff diff = yaml::textDiff(left, right);
        QCOMPARE(side(diff, true), left);
        QCOMPARE(side(diff, false), right);
        int nextLeft = 1;
        int nextRight = 1;
        for (const DiffRow &row : diff.rows) {
            QVERIFY(row.left == 0 || row.left == nextLeft++);
            QVERIFY(row.right == 0 || row.right == nextRight++);
            QCOMPARE(row.left == 0, row.kind == DiffRow::Kind::Added);
            QCOMPARE(row.right == 0, row.kind == DiffRow::Kind::Removed);
            QVERIFY(row.kind != DiffRow::Kind::Same || row.leftText == row.rightText);
        }
        QCOMPARE(diff.isEmpty(), left == right);
    }
}

void tst_TextDiff::folds_data()
{
    QTest::addColumn<QString>("kinds"); ///< of rows: s for the same
    QTest::addColumn<int>("context");
    QTest::addColumn<QString>("sections"); ///< a digit for rows shown, in brackets for rows folded

    QTest::newRow("nothing") << u""_s << 3 << u""_s;
    QTest::newRow("no change") << u"ssss"_s << 1 << u"(4)"_s;
    QTest::newRow("only changes") << u"aaa"_s << 1 << u"3"_s;
    QTest::newRow("in the middle") << u"sssssasssss"_s << 2 << u"(3)5(3)"_s;
    QTest::newRow("at the start") << u"asssss"_s << 2 << u"3(3)"_s;
    QTest::newRow("at the end") << u"sssssa"_s << 2 << u"(3)3"_s;
    QTest::newRow("near the ends") << u"sasss"_s << 3 << u"5"_s;
    QTest::newRow("two near each other") << u"asssssa"_s << 3 << u"7"_s;
    QTest::newRow("two that touch") << u"assssssa"_s << 3 << u"8"_s;
    QTest::newRow("two apart") << u"asssssssa"_s << 3 << u"4(1)4"_s;
    QTest::newRow("without context") << u"sassas"_s << 0 << u"(1)1(2)1(1)"_s;
}

void tst_TextDiff::folds()
{
    QFETCH(QString, kinds);
    QFETCH(int, context);
    QFETCH(QString, sections);
    yaml::TextDiff diff;
    for (const QChar kind : kinds) {
        DiffRow row;
        row.kind = kind == u's' ? DiffRow::Kind::Same : DiffRow::Kind::Added;
        diff.rows.append(row);
    }
    QString text;
    for (const yaml::DiffSection &section : yaml::fold(diff, context))
        text += (section.isFolded ? u"(%1)"_s : u"%1"_s).arg(section.count);
    QCOMPARE(text, sections);
}

void tst_TextDiff::foldedSectionsCoverAllRows()
{
    NastyValues values(31);
    for (int i = 0; i < 500; ++i) {
        const QStringList before = randomLines(values, values.below(60), false);
        const yaml::TextDiff diff =
            yaml::textDiff(joined(values, before), joined(values, edited(values, before, false)));
        const int context = values.below(4);
        qsizetype next = 0;
        bool wasFolded = false;
        for (const yaml::DiffSection &section : yaml::fold(diff, context)) {
            QCOMPARE(section.first, next);
            QVERIFY(section.count > 0);
            QVERIFY(next == 0 || section.isFolded != wasFolded);
            const auto rows = diff.rows.sliced(section.first, section.count);
            const bool hasChange =
                std::ranges::any_of(rows, [](const DiffRow &row) { return row.kind != DiffRow::Kind::Same; });
            QCOMPARE(hasChange, !section.isFolded);
            wasFolded = section.isFolded;
            next += section.count;
        }
        QCOMPARE(next, diff.rows.size());
    }
}

void tst_TextDiff::printsAsDiffDoes_data()
{
    QTest::addColumn<QString>("left");
    QTest::addColumn<QString>("right");
    QTest::addColumn<QString>("hunks");
    const auto row = [](const char *name, const QString &left, const QString &right, const QString &hunks) {
        QTest::newRow(name) << left << right << hunks;
    };

    row("the same", u"a\n"_s, u"a\n"_s, u""_s);
    row("one line", u"a\n"_s, u"b\n"_s, u"@@ -1 +1 @@\n-a\n+b\n"_s);
    row("all added", u""_s, u"a\nb\n"_s, u"@@ -0,0 +1,2 @@\n+a\n+b\n"_s);
    row("all removed", u"a\n"_s, u""_s, u"@@ -1 +0,0 @@\n-a\n"_s);
    row("removed before added", u"x\na: 1\nb: 1\ny\n"_s, u"x\na: 2\nb: 2\ny\n"_s,
        u"@@ -1,4 +1,4 @@\n x\n-a: 1\n-b: 1\n+a: 2\n+b: 2\n y\n"_s);
    row("no line end before", u"a"_s, u"a\n"_s, u"@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"_s);
    row("no line end after", u"a\n"_s, u"a"_s, u"@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n"_s);
    row("no line end in both", u"a\nb"_s, u"c\nb"_s, u"@@ -1,2 +1,2 @@\n-a\n+c\n b\n\\ No newline at end of file\n"_s);
    row("two hunks", u"a\n1\n2\n3\n4\n5\n6\n7\nb\n"_s, u"c\n1\n2\n3\n4\n5\n6\n7\n"_s,
        u"@@ -1,4 +1,4 @@\n-a\n+c\n 1\n 2\n 3\n@@ -6,4 +6,3 @@\n 5\n 6\n 7\n-b\n"_s);
}

void tst_TextDiff::printsAsDiffDoes()
{
    QFETCH(QString, left);
    QFETCH(QString, right);
    QFETCH(QString, hunks);
    const QString text = yaml::unified(yaml::textDiff(left, right), u"before"_s, u"after"_s);
    QCOMPARE(text, hunks.isEmpty() ? QString() : QString(u"--- before\n+++ after\n" + hunks));
}

void tst_TextDiff::printsRandomTextsAsDiffDoes()
{
    const QString tool = QStandardPaths::findExecutable(u"diff"_s);
    if (tool.isEmpty())
        QSKIP("diff is not on PATH: its output is not compared.");
    QTemporaryDir folder;
    const auto write = [&](const QString &name, const QString &text) {
        QFile file(folder.filePath(name));
        return file.open(QFile::WriteOnly) && file.write(text.toUtf8()) == text.toUtf8().size();
    };
    NastyValues values(32);
    for (int i = 0; i < 100; ++i) {
        // Where lines occur twice there are several right answers.
        const QStringList before = randomLines(values, values.below(80), true);
        const QString left = joined(values, before);
        const QString right = joined(values, edited(values, before, true));
        QVERIFY(write(u"left"_s, left) && write(u"right"_s, right));
        QProcess process;
        process.start(tool,
                      {u"-u"_s, u"--label"_s, u"l"_s, u"--label"_s, u"r"_s, folder.filePath(u"left"_s),
                       folder.filePath(u"right"_s)});
        QVERIFY(process.waitForFinished());
        QCOMPARE(yaml::unified(yaml::textDiff(left, right), u"l"_s, u"r"_s),
                 QString::fromUtf8(process.readAllStandardOutput()));
    }
}

void tst_TextDiff::patchesRandomTexts()
{
    NastyValues values(33);
    for (int i = 0; i < 1000; ++i) {
        const bool unique = values.chance(30);
        const QStringList before = randomLines(values, values.below(50), unique);
        const QString left = joined(values, before);
        const QString right = joined(values, edited(values, before, unique));
        const QString patch = yaml::unified(yaml::textDiff(left, right), u"l"_s, u"r"_s, values.below(5));
        QString problem;
        QCOMPARE(patched(left, patch, &problem), right);
        QCOMPARE(problem, QString());
    }
}

void tst_TextDiff::takesTimeInProportion_data()
{
    QTest::addColumn<QString>("left");
    QTest::addColumn<QString>("right");
    NastyValues values(34);
    const QStringList lines = randomLines(values, 15'000, true);
    QString alike;
    for (qsizetype i = 0; i < lines.size(); ++i)
        alike += (i % 100 == 0 ? u"line %1 of another"_s.arg(i) : lines[i]) + u'\n';
    const QString text = lines.join(u'\n');

    QTest::newRow("much alike") << text << alike;
    QTest::newRow("each line changed") << text << QString(text).replace(u"line"_s, u"row"_s);
    QTest::newRow("nothing in common") << text
                                       << randomLines(values, 15'000, true).join(u'\n').replace(u"line"_s, u"x y z"_s);
    QTest::newRow("few letters") << randomLines(values, 15'000, false).join(u'\n')
                                 << randomLines(values, 15'000, false).join(u'\n');
    QTest::newRow("one long line") << QString(text).replace(u'\n', u' ') << QString(alike).replace(u'\n', u' ');
}

/// Far above what a release build takes: this one is instrumented, and the machine may be busy. With a cost of lines
/// squared it takes minutes.
void tst_TextDiff::takesTimeInProportion()
{
    QFETCH(QString, left);
    QFETCH(QString, right);
    QElapsedTimer timer;
    timer.start();
    const yaml::TextDiff diff = yaml::textDiff(left, right);
    qInfo("%lld rows in %lld ms", qlonglong(diff.rows.size()), timer.elapsed());
    QVERIFY(!diff.isEmpty());
    QVERIFY(timer.elapsed() < 30'000);
}

QTEST_GUILESS_MAIN(tst_TextDiff)
#include "tst_textdiff.moc"
