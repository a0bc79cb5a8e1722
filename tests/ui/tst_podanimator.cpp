// SPDX-License-Identifier: Apache-2.0
#include "lane/podanimator.h"
#include "podtable.h"

#include <QTest>

using namespace std::chrono_literals;
using namespace ui;
using rollout::PodRow;
using rollout::PodState;
using rollout::Revision;
using Time = PodAnimator::Time;

class tst_PodAnimator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void beginsAtRest();
    void endsAtThePictureOfTheState_data();
    void endsAtThePictureOfTheState();
    void neverJumps_data();
    void neverJumps();
    void isRetargetedAndNeverQueued();
    void sameStateIsNoMovement();
    void replacedPodFadesAndSinks();
    void replacedWhileItsPredecessorStillFades();
    void goneBeforeItsSuccessorCame();
    void startingFillsFromBelow();
    void notReadyBreathesForAsLongAsItLasts();
    void readyGetsATickThatDrawsItself();
    void failedShakesOnce();
    void settledShowsTheSameAtOnce_data();
    void settledShowsTheSameAtOnce();
};

namespace {

const Theme &theme = Theme::light();

PodAnimator at(PodState state, Revision revision = Revision::Old)
{
    return {pods::pod(2, state, revision), theme};
}

PodRow to(PodState state, Revision revision = Revision::Old)
{
    return pods::pod(2, state, revision);
}

/// The picture of the pod that was replaced; an invisible one if there is none.
PodPicture ghost(const PodFrame &frame)
{
    return frame.ghost.value_or(PodPicture{.outline = {}, .fill = {}, .opacity = 0});
}

/// Lets what ends end.
Time end(const PodAnimator &animator, Time from)
{
    Time now = from;
    while (animator.isMoving(now) && now < from + 10s)
        now += 16ms;
    return now;
}

void addPairsOfStates()
{
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("target");
    for (int from = 0; from <= static_cast<int>(PodState::Unknown); ++from) {
        for (int target = 0; target <= static_cast<int>(PodState::Unknown); ++target)
            QTest::addRow("from state %d to state %d", from, target) << from << target;
    }
}

bool isEndless(PodState state)
{
    return state == PodState::NotReady || state == PodState::Starting;
}

} // namespace

void tst_PodAnimator::beginsAtRest()
{
    const PodAnimator animator = at(PodState::Ready, Revision::New);
    QVERIFY(!animator.isMoving(0ms));
    QCOMPARE(animator.frame(0ms).box, picture(to(PodState::Ready, Revision::New), theme));
    QVERIFY(!animator.frame(0ms).ghost);
}

void tst_PodAnimator::endsAtThePictureOfTheState_data()
{
    addPairsOfStates();
}

void tst_PodAnimator::endsAtThePictureOfTheState()
{
    QFETCH(int, from);
    QFETCH(int, target);
    const auto state = static_cast<PodState>(target);
    PodAnimator animator = at(static_cast<PodState>(from));
    animator.moveTo(to(state, Revision::New), theme, 100ms);
    if (isEndless(state)) {
        QVERIFY(animator.isMoving(100ms + 1h));
        return;
    }
    const Time done = end(animator, 100ms);
    QCOMPARE_LE(done, Time(100ms + 1300ms));
    QCOMPARE(animator.frame(done).box, picture(to(state, Revision::New), theme));
    QVERIFY(!animator.frame(done).ghost);
}

void tst_PodAnimator::neverJumps_data()
{
    addPairsOfStates();
}

void tst_PodAnimator::neverJumps()
{
    QFETCH(int, from);
    QFETCH(int, target);
    PodAnimator animator = at(static_cast<PodState>(from));
    PodRow row = to(static_cast<PodState>(target));
    row.uid = from == 0 ? row.uid : to(static_cast<PodState>(from)).uid; // the same pod all along
    PodPicture before = animator.frame(0ms).box;
    animator.moveTo(row, theme, 0ms);
    for (Time now = 0ms; now < 2s; now += 4ms) {
        const PodPicture after = animator.frame(now).box;
        QCOMPARE_LE(std::abs(after.level - before.level), 0.02);
        QCOMPARE_LE(std::abs(after.opacity - before.opacity), 0.04);
        QCOMPARE_LE(std::abs(after.sink - before.sink), 0.02);
        QCOMPARE_LE(std::abs(after.shift - before.shift), 0.03);
        QCOMPARE_LE(std::abs(after.scale - before.scale), 0.01);
        before = after;
    }
}

void tst_PodAnimator::isRetargetedAndNeverQueued()
{
    PodAnimator animator = at(PodState::Pending, Revision::New);
    const QList<PodState> states{PodState::Starting, PodState::Ready,   PodState::NotReady, PodState::Failed,
                                 PodState::Starting, PodState::Unknown, PodState::Ready};
    Time now = 0ms;
    for (const PodState state : states) {
        const PodFrame before = animator.frame(now);
        animator.moveTo(to(state, Revision::New), theme, now);
        const PodFrame after = animator.frame(now);
        QCOMPARE(after.box.level, before.box.level); // it goes on from what is seen
        QCOMPARE(after.box.opacity, before.box.opacity);
        now += 50ms;
    }
    // However many there were, the last one is there after the time of one.
    now += 1300ms;
    QVERIFY(!animator.isMoving(now));
    QCOMPARE(animator.frame(now).box, picture(to(PodState::Ready, Revision::New), theme));
}

void tst_PodAnimator::sameStateIsNoMovement()
{
    PodAnimator animator = at(PodState::Ready);
    PodRow row = to(PodState::Ready);
    row.restarts = 4;
    row.ip = QStringLiteral("10.9.9.9");
    animator.moveTo(row, theme, 50ms);
    QVERIFY(!animator.isMoving(50ms));
}

void tst_PodAnimator::replacedPodFadesAndSinks()
{
    PodAnimator animator = at(PodState::Terminating);
    animator.moveTo(to(PodState::Pending, Revision::New), theme, 0ms);
    PodFrame before = animator.frame(0ms);
    QVERIFY(before.ghost);
    QCOMPARE(ghost(before).outline, theme.oldRevision.ink);
    QCOMPARE(before.box.outline, theme.newRevision.ink);
    QCOMPARE(before.box.opacity, 0.0);
    for (Time now = 16ms; animator.frame(now).ghost; now += 16ms) {
        const PodFrame after = animator.frame(now);
        QCOMPARE_LT(ghost(after).opacity, ghost(before).opacity);
        QCOMPARE_GT(ghost(after).sink, ghost(before).sink);
        QCOMPARE_GE(after.box.opacity, before.box.opacity);
        QCOMPARE(after.box.level, 0.0); // dashed
        before = after;
    }
    QCOMPARE_LT(ghost(before).opacity, 0.02);
    QVERIFY(!animator.isMoving(1300ms));
}

void tst_PodAnimator::replacedWhileItsPredecessorStillFades()
{
    PodAnimator animator = at(PodState::Ready);
    animator.moveTo(to(PodState::Pending, Revision::New), theme, 0ms);
    PodRow third = to(PodState::Pending, Revision::New);
    third.uid = QStringLiteral("third");
    animator.moveTo(third, theme, 200ms);
    QVERIFY(animator.frame(200ms).ghost);
    QCOMPARE(ghost(animator.frame(200ms)).outline, theme.newRevision.ink);
    const Time done = end(animator, 200ms);
    QCOMPARE_LE(done, Time(1500ms));
    QVERIFY(!animator.frame(done).ghost);
}

void tst_PodAnimator::goneBeforeItsSuccessorCame()
{
    PodAnimator animator = at(PodState::Terminating);
    animator.moveTo(to(PodState::Missing, Revision::Unknown), theme, 0ms);
    QVERIFY(animator.frame(10ms).ghost);
    animator.moveTo(to(PodState::Pending, Revision::New), theme, 100ms);
    QVERIFY(animator.frame(110ms).ghost); // still the old pod
    QCOMPARE(ghost(animator.frame(110ms)).outline, theme.oldRevision.ink);
    QCOMPARE(animator.frame(2s).box, picture(to(PodState::Pending, Revision::New), theme));
}

void tst_PodAnimator::startingFillsFromBelow()
{
    PodAnimator animator = at(PodState::Pending, Revision::New);
    animator.moveTo(to(PodState::Starting, Revision::New), theme, 0ms);
    const double rest = picture(to(PodState::Starting, Revision::New), theme).level;
    double before = 0;
    for (Time now = 0ms; now <= 900ms; now += 50ms) {
        QCOMPARE_GE(animator.frame(now).box.level, before);
        before = animator.frame(now).box.level;
    }
    QCOMPARE(before, rest);
    double least = 1;
    double most = 0;
    for (Time now = 900ms; now < 6s; now += 50ms) {
        const double level = animator.frame(now).box.level;
        least = std::min(least, level);
        most = std::max(most, level);
    }
    QCOMPARE_LT(least, rest);
    QCOMPARE_GT(most, rest);
    QCOMPARE_LT(most, 1.0);
}

void tst_PodAnimator::notReadyBreathesForAsLongAsItLasts()
{
    PodAnimator animator = at(PodState::Ready, Revision::New);
    animator.moveTo(to(PodState::NotReady, Revision::New), theme, 0ms);
    QCOMPARE(animator.frame(0ms).box.scale, 1.0);
    QCOMPARE_LT(animator.frame(1300ms).box.scale, 0.98);
    QCOMPARE_LT(animator.frame(1300ms).box.opacity, 0.8);
    QCOMPARE(animator.frame(2600ms).box, picture(to(PodState::NotReady, Revision::New), theme));
    animator.moveTo(to(PodState::Ready, Revision::New), theme, 3900ms);
    QCOMPARE_LT(animator.frame(3900ms).box.scale, 0.98); // no jump back
    QVERIFY(!animator.isMoving(6s));
}

void tst_PodAnimator::readyGetsATickThatDrawsItself()
{
    PodAnimator animator = at(PodState::Starting, Revision::New);
    animator.moveTo(to(PodState::Ready, Revision::New), theme, 0ms);
    QCOMPARE(animator.frame(0ms).box.badge, Badge::Tick);
    QCOMPARE(animator.frame(0ms).box.badgeProgress, 0.0);
    QCOMPARE(animator.frame(700ms).box.badgeProgress, 0.0);
    const double half = animator.frame(900ms).box.badgeProgress;
    QCOMPARE_GT(half, 0.1);
    QCOMPARE_LT(half, 0.9);
    QCOMPARE(animator.frame(1200ms).box.badgeProgress, 1.0);
}

void tst_PodAnimator::failedShakesOnce()
{
    PodAnimator animator = at(PodState::Pending, Revision::New);
    animator.moveTo(to(PodState::Failed, Revision::New), theme, 0ms);
    const auto farthest = [&animator](Time from, Time until) {
        double result = 0;
        for (Time now = from; now < until; now += 5ms)
            result = std::max(result, std::abs(animator.frame(now).box.shift));
        return result;
    };
    QCOMPARE_GT(farthest(0ms, 480ms), 0.05);
    QCOMPARE(farthest(480ms, 10s), 0.0);
    PodRow again = to(PodState::Failed, Revision::New);
    again.reason = QStringLiteral("ErrImagePull"); // the two alternate for as long as it fails
    animator.moveTo(again, theme, 10s);
    QCOMPARE(farthest(10s, 20s), 0.0);
}

void tst_PodAnimator::settledShowsTheSameAtOnce_data()
{
    addPairsOfStates();
}

void tst_PodAnimator::settledShowsTheSameAtOnce()
{
    QFETCH(int, from);
    QFETCH(int, target);
    PodAnimator animator = at(static_cast<PodState>(from));
    animator.settle(to(static_cast<PodState>(target), Revision::New), theme);
    QVERIFY(!animator.isMoving(0ms));
    QCOMPARE(animator.frame(0ms).box, picture(to(static_cast<PodState>(target), Revision::New), theme));
    QVERIFY(!animator.frame(0ms).ghost);
}

QTEST_GUILESS_MAIN(tst_PodAnimator)
#include "tst_podanimator.moc"
