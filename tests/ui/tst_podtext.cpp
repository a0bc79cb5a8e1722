// SPDX-License-Identifier: Apache-2.0
#include "lane/podlabel.h"
#include "lane/podtext.h"
#include "podtable.h"

#include <QFontMetrics>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace ui;
using rollout::PodRow;
using rollout::PodState;
using rollout::Revision;

Q_DECLARE_METATYPE(rollout::PodRow)
Q_DECLARE_METATYPE(ui::Tone)

class tst_PodText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void durationIsReadInPassing_data();
    void durationIsReadInPassing();
    void statusSaysWhatAPodDoes_data();
    void statusSaysWhatAPodDoes();
    void textOfTheClusterIsMadeVisible();
    void tooltipSaysEverything();
    void longMessagesAreCut();
    void descriptionIsASentence();
    void labelHasTheLinesOfItsDetail();
    void reasonBreaksAtAHump();
    void noLineIsWiderThanItsLabel_data();
    void noLineIsWiderThanItsLabel();
    void noLabelIsHigherThanItsLines();
};

namespace {

/// The lines of a label that say something.
QStringList lines(const PodLabel &label)
{
    QStringList result;
    for (const PodLabel::Line &line : label.lines()) {
        if (!line.text.isEmpty())
            result << line.text;
    }
    return result;
}

QFont fontOf(double points)
{
    QFont font(u"DejaVu Sans"_s);
    font.setPointSizeF(points);
    return font;
}

} // namespace

void tst_PodText::durationIsReadInPassing_data()
{
    QTest::addColumn<int>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing yet") << 0 << u"0 s"_s;
    QTest::newRow("seconds") << 38 << u"38 s"_s;
    QTest::newRow("the last second of a minute") << 59 << u"59 s"_s;
    QTest::newRow("a minute") << 60 << u"1 min"_s;
    QTest::newRow("minutes are not rounded up") << 3599 << u"59 min"_s;
    QTest::newRow("an hour") << 3600 << u"1 h"_s;
    QTest::newRow("days") << 3 * 86400 << u"3 d"_s;
    QTest::newRow("a clock that runs ahead") << -5 << u"0 s"_s;
}

void tst_PodText::durationIsReadInPassing()
{
    QFETCH(int, seconds);
    QTEST(durationText(std::chrono::seconds(seconds)), "text");
}

void tst_PodText::statusSaysWhatAPodDoes_data()
{
    QTest::addColumn<PodRow>("row");
    QTest::addColumn<QStringList>("words"); // word, duration, detail
    QTest::addColumn<Tone>("tone");

    const auto pod = [](PodState state, Revision revision) { return pods::pod(2, state, revision); };
    QTest::newRow("done") << pod(PodState::Ready, Revision::New) << QStringList{u"ready"_s, {}, u"7.22.2-14"_s}
                          << Tone::Ok;
    PodRow row = pod(PodState::Ready, Revision::New);
    row.done = false;
    QTest::newRow("ready, but the cluster does not agree yet")
        << row << QStringList{u"ready"_s, {}, u"7.22.2-14"_s} << Tone::New;
    QTest::newRow("old and waiting") << pod(PodState::Ready, Revision::Old) << QStringList{u"7.22.0-250"_s, {}, {}}
                                     << Tone::Neutral;
    row = pod(PodState::Ready, Revision::Old);
    row.master = true;
    QTest::newRow("old, waiting and master") << row << QStringList{u"7.22.0-250"_s, {}, u"master"_s} << Tone::Neutral;
    row.next = true;
    QTest::newRow("next, and the master")
        << row << QStringList{u"next"_s, {}, u"7.22.0-250 · master"_s} << Tone::Accent;
    QTest::newRow("starting") << pod(PodState::Starting, Revision::New) << QStringList{u"starting"_s, u"38 s"_s, {}}
                              << Tone::New;
    QTest::newRow("pending") << pod(PodState::Pending, Revision::New) << QStringList{u"pending"_s, u"38 s"_s, {}}
                             << Tone::New;
    QTest::newRow("terminating") << pod(PodState::Terminating, Revision::Old)
                                 << QStringList{u"terminating"_s, u"38 s"_s, {}} << Tone::Neutral;
    QTest::newRow("not ready") << pod(PodState::NotReady, Revision::New) << QStringList{u"not ready"_s, u"38 s"_s, {}}
                               << Tone::Warn;
    QTest::newRow("failed with a reason")
        << pod(PodState::Failed, Revision::New) << QStringList{u"ImagePullBackOff"_s, {}, u"7.22.2-14"_s} << Tone::Bad;
    row = pod(PodState::Failed, Revision::New);
    row.reason.clear();
    QTest::newRow("failed without a reason") << row << QStringList{u"failed"_s, {}, u"7.22.2-14"_s} << Tone::Bad;
    QTest::newRow("its node does not answer")
        << pod(PodState::Unknown, Revision::Old) << QStringList{u"no answer"_s, u"38 s"_s, {}} << Tone::Neutral;
    QTest::newRow("no pod") << pod(PodState::Missing, Revision::Unknown) << QStringList{u"no pod"_s, {}, {}}
                            << Tone::Neutral;
    row = pod(PodState::Starting, Revision::New);
    row.since = {};
    QTest::newRow("nobody knows since when") << row << QStringList{u"starting"_s, {}, {}} << Tone::New;
}

void tst_PodText::statusSaysWhatAPodDoes()
{
    QFETCH(PodRow, row);
    const PodStatus status = podStatus(row, pods::noon());
    const QStringList words{status.word, status.duration, status.detail};
    QTEST(words, "words");
    QTEST(status.tone, "tone");
}

void tst_PodText::textOfTheClusterIsMadeVisible()
{
    QCOMPARE(oneLine(u"a\u202eb\nc\u001b[31m"_s), u"a\\u202eb c\\u001b[31m"_s);
    PodRow row = pods::pod(2, PodState::Failed, Revision::New);
    row.reason = u"Bad\u200b\nReason"_s;
    QCOMPARE(podStatus(row, pods::noon()).word, u"Bad\\u200b Reason"_s);
}

void tst_PodText::tooltipSaysEverything()
{
    PodRow row = pods::pod(2, PodState::Failed, Revision::New);
    row.restarts = 1;
    row.master = true;
    row.next = true;
    QCOMPARE(podToolTip(row, pods::noon()).split(u'\n'),
             (QStringList{u"orders-2"_s, u"failed for 38 s"_s, u"Reason: ImagePullBackOff"_s,
                          u"Message: Back-off pulling image \"redislabs/redis:7.22.2-14\": not found"_s,
                          u"Revision: new revision"_s, u"Image: redislabs/redis:7.22.2-14"_s, u"Address: 10.0.1.11"_s,
                          u"Node: node-c"_s, u"1 restart"_s, u"Master node of the Redis Enterprise cluster"_s,
                          u"Replaced next"_s}));
    const PodRow missing = pods::pod(2, PodState::Missing, Revision::Unknown);
    QCOMPARE(podToolTip(missing, pods::noon()).split(u'\n'), (QStringList{u"orders-2"_s, u"no pod for 38 s"_s}));
}

void tst_PodText::longMessagesAreCut()
{
    PodRow row = pods::pod(2, PodState::Failed, Revision::New);
    row.message = QString(100'000, u'x');
    QCOMPARE_LT(podToolTip(row, pods::noon()).size(), 1000);
}

void tst_PodText::descriptionIsASentence()
{
    PodRow row = pods::pod(2, PodState::Ready, Revision::New);
    row.restarts = 3;
    QCOMPARE(podDescription(row, pods::noon()),
             u"ready for 38 s, new revision, 7.22.2-14, 10.0.1.11, node-c, 3 restarts, done"_s);
}

void tst_PodText::labelHasTheLinesOfItsDetail()
{
    const PodLabel::Fonts fonts(fontOf(9));
    PodRow row = pods::pod(2, PodState::Ready, Revision::New);
    row.restarts = 3;
    const auto label = [&](LaneDetail detail, int width, bool fitsNames = true) {
        return lines(PodLabel(row, pods::noon(), {.detail = detail, .width = width, .fitsNames = fitsNames}, fonts));
    };
    QCOMPARE(label(LaneDetail::Full, 300),
             (QStringList{u"orders-2"_s, u"10.0.1.11 · node-c"_s, u"ready · 7.22.2-14"_s, u"3 restarts"_s}));
    const QStringList narrow = label(LaneDetail::Full, 100); // what does not fit on one line goes on the next
    QCOMPARE(narrow.size(), 4);
    QCOMPARE(narrow[2], u"ready"_s);
    QVERIFY(narrow[3].startsWith(u"7.22.2-14 · "_s));
    QCOMPARE(label(LaneDetail::Split, 120),
             (QStringList{u"orders-2"_s, u"10.0.1.11"_s, u"node-c"_s, u"ready"_s, u"7.22.2-14"_s, u"3 restarts"_s}));
    QCOMPARE(label(LaneDetail::Brief, 80), QStringList{u"orders-2"_s});
    QCOMPARE(label(LaneDetail::Brief, 80, false), QStringList{u"2"_s});
    QCOMPARE(label(LaneDetail::Honeycomb, 80), QStringList());
}

void tst_PodText::reasonBreaksAtAHump()
{
    const PodLabel::Fonts fonts(fontOf(9));
    const PodRow row = pods::pod(2, PodState::Failed, Revision::New);
    const int whole = QFontMetrics(fonts.strongLine).horizontalAdvance(u"ImagePullBackOff"_s);
    const QStringList narrow =
        lines(PodLabel(row, pods::noon(), {.detail = LaneDetail::Split, .width = whole - 10}, fonts));
    QCOMPARE(narrow.sliced(3), (QStringList{u"ImagePull"_s, u"BackOff"_s, u"7.22.2-14"_s}));
    const QStringList wide =
        lines(PodLabel(row, pods::noon(), {.detail = LaneDetail::Split, .width = whole + 10}, fonts));
    QCOMPARE(wide.sliced(3), (QStringList{u"ImagePullBackOff"_s, u"7.22.2-14"_s}));
}

void tst_PodText::noLineIsWiderThanItsLabel_data()
{
    QTest::addColumn<double>("points");
    QTest::newRow("an ordinary font") << 9.0;
    QTest::newRow("a large font") << 24.0;
}

void tst_PodText::noLineIsWiderThanItsLabel()
{
    QFETCH(double, points);
    const PodLabel::Fonts fonts(fontOf(points));
    PodRow row = pods::pod(2, PodState::Failed, Revision::New);
    row.name = u"a-very-long-name-of-a-redis-enterprise-cluster-2"_s;
    row.node = u"ip-10-100-200-250.eu-central-1.compute.internal"_s;
    row.ip = u"2001:db8:85a3:8d3:1319:8a2e:370:7348"_s;
    row.restarts = 12345;
    for (const LaneDetail detail : {LaneDetail::Full, LaneDetail::Split, LaneDetail::Brief}) {
        for (const int width : {40, 96, 180, 300}) {
            const PodLabel label(row, pods::noon(), {.detail = detail, .width = width, .fitsNames = false}, fonts);
            QCOMPARE_LE(label.lines().size(), static_cast<size_t>(lineCount(detail)));
            for (const PodLabel::Line &line : label.lines()) {
                const QFont &font = line.isName ? fonts.name : line.isStrong ? fonts.strongLine : fonts.line;
                QCOMPARE_LE(QFontMetrics(font).horizontalAdvance(line.text), width);
            }
        }
    }
}

void tst_PodText::noLabelIsHigherThanItsLines()
{
    for (const double points : {7.0, 9.0, 24.0}) {
        const PodLabel::Fonts fonts(fontOf(points));
        for (const QFont &font : {fonts.name, fonts.line, fonts.strongLine})
            QCOMPARE_LE(QFontMetrics(font).height(), fonts.lineHeight);
    }
}

QTEST_MAIN(tst_PodText)
#include "tst_podtext.moc"
