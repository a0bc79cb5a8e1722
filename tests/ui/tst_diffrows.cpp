// SPDX-License-Identifier: Apache-2.0
#include "diff/diffrows.h"
#include "diff/diffweight.h"
#include "diff/yamlhighlight.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace ui;

namespace {

/// Twenty lines "key 1: value" to "key 20: value", some of them replaced.
QString lines(const QMap<int, QString> &replaced = {})
{
    QString text;
    for (int i = 1; i <= 20; ++i)
        text += replaced.value(i, u"key %1: value"_s.arg(i)) + u'\n';
    return text;
}

/// "= 3": line 3 the same; "~": changed; "-": removed; "+": added; "... 4": four folded.
QStringList picture(const DiffRows &rows)
{
    QStringList result;
    for (qsizetype i = 0; i < rows.size(); ++i) {
        const yaml::DiffRow &row = rows.source(i);
        switch (rows.at(i).kind) {
        case DiffLine::Kind::Same:
            result.append(u"= %1"_s.arg(row.left));
            break;
        case DiffLine::Kind::Removed:
            result.append(u"- %1"_s.arg(row.left));
            break;
        case DiffLine::Kind::Added:
            result.append(u"+ %1"_s.arg(row.right));
            break;
        case DiffLine::Kind::Changed:
            result.append(u"~ %1"_s.arg(row.left));
            break;
        case DiffLine::Kind::Fold:
            result.append(u"... %1"_s.arg(rows.at(i).count));
            break;
        }
    }
    return result;
}

} // namespace

class tst_DiffRows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void foldsWhatIsFarFromAChange();
    void foldsAllOfTwoEqualTexts();
    void unfoldsOnePlace();
    void putsOneBelowTheOther();
    void findsARowAgain();
    void saysLinesAsDiffDoes();
    void givesWeightToFields_data();
    void givesWeightToFields();
    void highlightsFarLinesOnceTheyAreReached();
    void highlightsTextOfSeveralLines();
};

void tst_DiffRows::foldsWhatIsFarFromAChange()
{
    const DiffRows rows(yaml::textDiff(lines(), lines({{14, u"key 14: other"_s}})));
    QCOMPARE(picture(rows),
             (QStringList{u"= 1"_s, u"= 2"_s, u"= 3"_s, u"... 5"_s, u"= 9"_s, u"= 10"_s, u"= 11"_s, u"= 12"_s,
                          u"= 13"_s, u"~ 14"_s, u"= 15"_s, u"= 16"_s, u"= 17"_s, u"= 18"_s, u"= 19"_s, u"= 20"_s}));
    QCOMPARE(rows.changes().size(), 1);
    QCOMPARE(rows.changes().constFirst().first, 9);
    QCOMPARE(rows.changes().constFirst().last, 9);
}

void tst_DiffRows::foldsAllOfTwoEqualTexts()
{
    const DiffRows rows(yaml::textDiff(lines(), lines()));
    QCOMPARE(picture(rows), (QStringList{u"= 1"_s, u"= 2"_s, u"= 3"_s, u"... 17"_s}));
    QVERIFY(rows.changes().isEmpty());
    QCOMPARE(DiffRows(yaml::textDiff({}, {})).size(), 0);
}

void tst_DiffRows::unfoldsOnePlace()
{
    DiffRows rows(yaml::textDiff(lines(), lines({{14, u"key 14: other"_s}})));
    rows.unfold(0); // is no fold
    QCOMPARE(rows.size(), 16);
    rows.unfold(3);
    QCOMPARE(rows.size(), 20);
    QCOMPARE(rows.changes().constFirst().first, 13);
    rows.setUnified(true);
    QCOMPARE(rows.size(), 21); // stays open
}

void tst_DiffRows::putsOneBelowTheOther()
{
    DiffRows rows(yaml::textDiff(lines(), lines({{2, u"key 2: other"_s}, {3, u"key 3: other"_s}})));
    rows.setUnified(true);
    QCOMPARE(picture(rows).first(6), (QStringList{u"= 1"_s, u"- 2"_s, u"- 3"_s, u"+ 2"_s, u"+ 3"_s, u"= 4"_s}));
    QCOMPARE(rows.changes().size(), 1);
    QCOMPARE(rows.changes().constFirst().first, 1);
    QCOMPARE(rows.changes().constFirst().last, 4);
    rows.setUnified(false);
    QCOMPARE(picture(rows).first(4), (QStringList{u"= 1"_s, u"~ 2"_s, u"~ 3"_s, u"= 4"_s}));
    QCOMPARE(rows.changes().constFirst().last, 2);
}

void tst_DiffRows::findsARowAgain()
{
    const DiffRows rows(yaml::textDiff(lines(), lines({{14, u"key 14: other"_s}})));
    QCOMPARE(rows.indexOf(13), 9);
    QCOMPARE(rows.indexOf(5), 3); // in the fold
}

void tst_DiffRows::saysLinesAsDiffDoes()
{
    DiffRows rows(yaml::textDiff(u"a: 1\nb: 2\n"_s, u"a: 1\nb: 3\n"_s));
    QCOMPARE(rows.unifiedText(0), u" a: 1"_s);
    QCOMPARE(rows.unifiedText(1), u"-b: 2\n+b: 3"_s);
    rows.setUnified(true);
    QCOMPARE(rows.unifiedText(1), u"-b: 2"_s);
    QCOMPARE(rows.unifiedText(2), u"+b: 3"_s);
}

void tst_DiffRows::givesWeightToFields_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<int>>("weighty");
    QTest::newRow("fields by name") << u"image: a\nimagePullPolicy: b\nversionTag: c\nreplicas: 1\nnodes: 3"_s
                                    << QList{0, 2, 3, 4};
    QTest::newRow("resources with all inside")
        << u"a:\n  resources:\n    limits:\n      cpu: 1\n  b: 2"_s << QList{1, 2, 3};
    QTest::newRow("resources of a node") << u"redisEnterpriseNodeResources:\n  limits: {}\nx: 1"_s << QList{0, 1};
    QTest::newRow("in a list") << u"- image: a\n  name: b\n- - nodes: 1"_s << QList{0, 2};
    QTest::newRow("nothing") << u"a: image\n\nb: |\n  text"_s << QList<int>();
}

void tst_DiffRows::givesWeightToFields()
{
    QFETCH(QString, text);
    const QBitArray bits = weightyLines(text.split(u'\n'));
    QList<int> weighty;
    for (int i = 0; i < bits.size(); ++i) {
        if (bits.testBit(i))
            weighty.append(i);
    }
    QTEST(weighty, "weighty");
}

void tst_DiffRows::highlightsFarLinesOnceTheyAreReached()
{
    QStringList many;
    for (int i = 0; i < 3'000; ++i)
        many.append(u"key%1: value"_s.arg(i));
    YamlHighlight highlight;
    highlight.setTexts({many, {u"a: 1"_s}});
    const YamlSpan key{.start = 0, .length = 7, .part = YamlPart::Key};
    QVERIFY(!highlight.spans(0, 250).isEmpty()); // near
    QVERIFY(highlight.spans(0, 2'999).isEmpty()); // not in the time of a frame
    while (highlight.advance(200)) { }
    QCOMPARE(highlight.spans(0, 2'999).constFirst(), key);
    QCOMPARE(highlight.spans(1, 0).constFirst().part, YamlPart::Key);
}

void tst_DiffRows::highlightsTextOfSeveralLines()
{
    YamlHighlight highlight;
    highlight.setTexts({{u"a: |"_s, u"  b: c"_s, u"d: \"x\""_s}});
    QVERIFY(highlight.spans(0, 1).isEmpty()); // text, whatever it looks like
    QCOMPARE(highlight.spans(0, 2).constFirst(), (YamlSpan{.start = 0, .length = 1, .part = YamlPart::Key}));
    QCOMPARE(highlight.spans(0, 2).constLast(), (YamlSpan{.start = 3, .length = 3, .part = YamlPart::Text}));
}

QTEST_GUILESS_MAIN(tst_DiffRows)
#include "tst_diffrows.moc"
