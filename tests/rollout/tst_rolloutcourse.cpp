// SPDX-License-Identifier: Apache-2.0
#include "smallcontrollers.h"

#include <QRandomGenerator>
#include <QTest>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace rollout;
using Phase = Rollout::Phase;

/// Whole rollouts, judged at every step.
class tst_RolloutCourse : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsARolloutToItsEnd_data();
    void followsARolloutToItsEnd();
    void pausesAtAPartition();
    void seesTheTrapAndTheWayOut();
};

namespace {

/// One step of whoever can do something, chosen at random; false if nobody can.
struct Course
{
    explicit Course(int replicas, quint32 seed)
        : scenario(replicas)
        , random(seed)
    {
        scenario.cluster.image.tag = u"8.0.6-54"_s;
    }

    bool step()
    {
        QList<int> actors(scenario.set.replicas + 2);
        std::ranges::iota(actors, -2);
        std::shuffle(actors.begin(), actors.end(), random);
        return std::ranges::any_of(actors, [this](int actor) {
            if (actor == -2)
                return small::operatorStep(&scenario);
            if (actor >= 0)
                return small::kubeletStep(&scenario, actor);
            const Rollout before = scenario.judged();
            const small::ControllerStep step = small::controllerStep(&scenario);
            if (step.deleted) {
                deleted.append(*step.deleted);
                announced.append(before.next.value_or(-1));
            }
            if (step.waitsFor && !step.changed && before.gate.ordinal != *step.waitsFor)
                wrongGates.append(before.gate.sentence);
            return step.changed;
        });
    }

    Rollout judge()
    {
        const Rollout rollout = scenario.judged();
        if (rollout.isUnderWay())
            scenario.followed = rollout.updateRevision;
        return rollout;
    }

    Scenario scenario;
    QRandomGenerator random;
    QList<int> deleted; ///< ordinals, in order
    QList<int> announced; ///< what was said to be next before each
    QStringList wrongGates; ///< sentences about another pod than the one that held the controller up
};

QList<int> downFrom(int replicas)
{
    QList<int> ordinals;
    for (int ordinal = replicas - 1; ordinal >= 0; --ordinal)
        ordinals.append(ordinal);
    return ordinals;
}

} // namespace

void tst_RolloutCourse::followsARolloutToItsEnd_data()
{
    QTest::addColumn<int>("replicas");
    QTest::addColumn<QString>("policy");

    QTest::newRow("of one pod") << 1 << u"OrderedReady"_s;
    QTest::newRow("of three pods") << 3 << u"OrderedReady"_s;
    QTest::newRow("of three pods, unordered") << 3 << u"Parallel"_s;
    QTest::newRow("of nine pods") << 9 << u"OrderedReady"_s;
    QTest::newRow("of nine pods, unordered") << 9 << u"Parallel"_s;
}

void tst_RolloutCourse::followsARolloutToItsEnd()
{
    QFETCH(int, replicas);
    QFETCH(QString, policy);
    for (quint32 seed = 1; seed <= 20; ++seed) {
        Course course(replicas, seed);
        course.scenario.set.podManagementPolicy = policy;
        QList<Phase> phases{course.judge().phase};
        int done = 0;
        while (course.step()) {
            const Rollout rollout = course.judge();
            if (rollout.phase != phases.last())
                phases.append(rollout.phase);
            QVERIFY2(rollout.done >= done - 1 && rollout.done <= replicas, "more than one pod at a time");
            done = rollout.done;
            // kubectl may be early, never late.
            if (rollout.phase == Phase::Done)
                QVERIFY(rollout.status.done);
            if (rollout.quorum)
                QVERIFY(rollout.quorum->ready >= replicas - 1);
        }
        QCOMPARE(phases.first(), Phase::WaitingForOperator);
        QCOMPARE(phases.at(1), Phase::NotObserved);
        QCOMPARE(phases.at(2), Phase::Rolling);
        QCOMPARE(phases.last(), Phase::Done);
        QCOMPARE(phases.count(Phase::Done), 1);
        QCOMPARE(phases.count(Phase::Rolling), 1);
        QVERIFY(!phases.contains(Phase::Stuck) && !phases.contains(Phase::Settling) && !phases.contains(Phase::Idle));
        QCOMPARE(course.deleted, downFrom(replicas));
        QCOMPARE(course.announced, course.deleted);
        QVERIFY2(course.wrongGates.isEmpty(), qPrintable(course.wrongGates.join(u'\n')));
        QCOMPARE(done, replicas);
    }
}

void tst_RolloutCourse::pausesAtAPartition()
{
    Course course(5, 7);
    course.scenario.partition(3);
    while (course.step())
        QVERIFY(course.judge().phase != Phase::Done);
    const Rollout paused = course.judge();
    QCOMPARE(paused.phase, Phase::Paused);
    QCOMPARE(course.deleted, (QList{4, 3}));
    QVERIFY(!paused.next);
    QVERIFY(paused.status.done); // kubectl says: complete

    course.scenario.partition(0);
    ++course.scenario.set.meta.generation;
    while (course.step())
        course.judge();
    QCOMPARE(course.judge().phase, Phase::Done);
    QCOMPARE(course.deleted, downFrom(5));
}

void tst_RolloutCourse::seesTheTrapAndTheWayOut()
{
    Course course(3, 11);
    course.scenario.cluster.image.tag = u"8.0.6-bad"_s;
    while (course.step())
        course.judge();
    Rollout rollout = course.judge();
    QCOMPARE(rollout.phase, Phase::Stuck);
    QCOMPARE(rollout.gate.kind, Gate::Kind::PodFailed);
    QCOMPARE(rollout.gate.ordinal, 2);
    QVERIFY(!rollout.trapped); // the template itself is bad: deleting the pod would not help

    // The tag is corrected; the pod stays what it is.
    course.scenario.cluster.image.tag = u"8.0.6-54"_s;
    while (course.step())
        QVERIFY(course.judge().phase != Phase::Done);
    rollout = course.judge();
    QCOMPARE(rollout.phase, Phase::Stuck);
    QCOMPARE(rollout.gate.kind, Gate::Kind::PodTrapped);
    const TrappedPod trapped = rollout.trapped.value_or(TrappedPod());
    QCOMPARE(trapped.ordinal, 2);
    QCOMPARE(trapped.uid, course.scenario.pod(2).meta.uid);
    QCOMPARE(rollout.next, std::optional(2));

    // Somebody deletes that pod, and all goes on.
    course.scenario.missing(2);
    while (course.step())
        QVERIFY(!course.judge().trapped);
    QCOMPARE(course.judge().phase, Phase::Done);
    QCOMPARE(course.deleted, (QList{2, 1, 0}));
}

QTEST_GUILESS_MAIN(tst_RolloutCourse)
#include "tst_rolloutcourse.moc"
