// SPDX-License-Identifier: Apache-2.0
#include "scenario.h"

#include <QRandomGenerator>
#include <QTest>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace rollout;
using Phase = Rollout::Phase;
using Kind = Gate::Kind;

Q_DECLARE_METATYPE(Scenario)

class tst_Rollout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void judges_data();
    void judges();
    void isNeverDoneEarly();
};

void tst_Rollout::judges_data()
{
    using S = Scenario;
    QTest::addColumn<Scenario>("scenario");
    QTest::addColumn<Phase>("phase");
    QTest::addColumn<Kind>("gate");
    QTest::addColumn<int>("ordinal"); // that the gate is about
    QTest::addColumn<int>("next");
    QTest::addColumn<QString>("sentence"); // part of it

    constexpr int none = -1;
    const auto row = [](const char *name, const Scenario &scenario, Phase phase, Kind gate, int ordinal, int next,
                        const QString &sentence) {
        QTest::newRow(name) << scenario << phase << gate << ordinal << next << sentence;
    };

    // Quiet
    row("nothing is going on", S(), Phase::Idle, Kind::None, none, none, {});
    row("nothing is going on without a cluster", S().alone(), Phase::Idle, Kind::None, none, none, {});
    row("no replicas are nothing to do", S(0).alone(), Phase::Idle, Kind::None, none, none, {});
    row("an operator that writes no spec status", S().change([](S &s) { s.cluster.specStatus.clear(); }), Phase::Idle,
        Kind::None, none, none, {});
    row("an old server that does not count updated pods when all is done",
        S().changeSet([](StatefulSet &set) { set.status.updatedReplicas = 0; }), Phase::Idle, Kind::None, none, none,
        {});
    row("a cluster that names no image", S().change([](S &s) { s.cluster.image = {}; }), Phase::Idle, Kind::None, none,
        none, {});

    // The operator
    row("the operator has not acted yet", S().change([](S &s) { s.cluster.image.tag = u"8.0.6-54"_s; }),
        Phase::WaitingForOperator, Kind::OperatorPending, none, none, u"state Running"_s);
    row("the operator is at it", S().change([](S &s) {
        s.cluster.image.tag = u"8.0.6-54"_s;
        s.cluster.state = u"Upgrade"_s;
    }),
        Phase::WaitingForOperator, Kind::OperatorPending, none, none, u"state Upgrade"_s);
    row("the operator has another repository to put there",
        S().change([](S &s) { s.cluster.image.repository = u"registry.local:5000/redis"_s; }),
        Phase::WaitingForOperator, Kind::OperatorPending, none, none, u"has not put the new image"_s);
    row("the operator has a digest to put there", S().change([](S &s) { s.cluster.image.digest = u"sha256:1"_s; }),
        Phase::WaitingForOperator, Kind::OperatorPending, none, none, u"has not put the new image"_s);
    row("the change that was written has not come back", S().complete().change([](S &s) { s.written = 8; }),
        Phase::WaitingForOperator, Kind::OperatorPending, none, none, u"has still to show it"_s);
    row("the change that was written has come back", S().complete().change([](S &s) { s.written = 7; }), Phase::Done,
        Kind::None, none, none, {});
    row("the operator says that it cannot upgrade", S().change([](S &s) {
        s.cluster.image.tag = u"8.0.6-54"_s;
        s.cluster.state = u"InvalidUpgrade"_s;
    }),
        Phase::Stuck, Kind::ClusterRefused, none, none, u"cannot be upgraded now"_s);
    row("the operator does not accept the spec", S().change([](S &s) {
        s.cluster.image.tag = u"8.0.6-54"_s;
        s.cluster.specStatus = u"Invalid"_s;
    }),
        Phase::Stuck, Kind::ClusterRefused, none, none, u"spec Invalid"_s);
    row("the cluster is in trouble while its pods are well", S().change([](S &s) { s.cluster.state = u"Error"_s; }),
        Phase::Stuck, Kind::ClusterRefused, none, none, u"state Error"_s);
    row("all pods are done, the operator is not", S().complete().change([](S &s) { s.cluster.state = u"Upgrade"_s; }),
        Phase::Confirming, Kind::ClusterBusy, none, none, u"state is Upgrade"_s);
    row("the operator restarts pods for another reason",
        S().change([](S &s) { s.cluster.state = u"RunningRollingUpdate"_s; }), Phase::Confirming, Kind::ClusterBusy,
        none, none, u"RunningRollingUpdate"_s);
    row("a state that nobody knows", S().change([](S &s) { s.cluster.state = u"Hibernating"_s; }), Phase::Confirming,
        Kind::ClusterBusy, none, none, u"Hibernating"_s);
    row("a cluster without a status", S().change([](S &s) { s.cluster.state.clear(); }), Phase::Confirming,
        Kind::ClusterBusy, none, none, u"unknown"_s);
    row("running, but the spec status is of an unknown word",
        S().change([](S &s) { s.cluster.specStatus = u"Checking"_s; }), Phase::Confirming, Kind::ClusterBusy, none,
        none, u"Running"_s);

    // The controller has to see it
    row("the controller has not seen the change", S().rolling().changeSet([](StatefulSet &set) {
        set.meta.generation = 5;
        set.status.updateRevision = S::oldRevision();
    }),
        Phase::NotObserved, Kind::NotObserved, none, none, u"has not seen"_s);
    row("the controller has never seen it", S().alone().changeSet([](StatefulSet &set) { set.status = {}; }),
        Phase::NotObserved, Kind::NotObserved, none, none, u"has not seen"_s);
    row("the StatefulSet is going", S().changeSet([](StatefulSet &set) { set.meta.deletionTimestamp = S::now(); }),
        Phase::Deleting, Kind::SetDeleted, none, none, u"is being deleted"_s);

    // The wave
    row("the highest pod is about to go", S().rolling(), Phase::Rolling, Kind::Replacing, 2, 2, u"orders-2 is about"_s);
    row("the highest pod is going", S().rolling().terminating(2), Phase::Rolling, Kind::PodTerminating, 2, 1,
        u"orders-2 is shutting down"_s);
    row("the highest pod is going, with a year of grace", S().rolling().terminating(2, 86400, 31536000), Phase::Rolling,
        Kind::PodTerminating, 2, 1, u"shutting down"_s);
    row("the highest pod is gone", S().rolling().missing(2), Phase::Rolling, Kind::PodMissing, 2, 1,
        u"orders-2 is about to be created"_s);
    row("the new pod has no node yet", S().rolling().replaced(2).unscheduled(2, 0, {}), Phase::Rolling,
        Kind::PodUnscheduled, 2, 1, u"waits for a node"_s);
    row("the scheduler has just found no node", S().rolling().replaced(2).unscheduled(2, 3), Phase::Rolling,
        Kind::PodUnscheduled, 2, 1, u"Insufficient cpu)."_s);
    row("the scheduler finds no node", S().rolling().replaced(2).unscheduled(2, 20), Phase::Stuck,
        Kind::PodUnschedulable, 2, 1, u"No node takes pod orders-2: Unschedulable (0/3 nodes"_s);
    row("the new pod is prepared by its node", S().rolling().replaced(2), Phase::Rolling, Kind::PodPending, 2, 1,
        u"Node node-2 prepares pod orders-2"_s);
    row("the node pulls the image", S().rolling().replaced(2).change([](S &s) {
        s.pod(2).conditions.append({.type = u"PodReadyToStartContainers"_s,
                                    .status = u"True"_s,
                                    .reason = {},
                                    .message = {},
                                    .lastTransition = {}});
    }),
        Phase::Rolling, Kind::PodPending, 2, 1, u"pulls the images of pod orders-2: redislabs/redis:8.0.6-54"_s);
    row("the new pod runs an init container", S().rolling().replaced(2).change([](S &s) {
        s.pod(2).initContainers = {{u"a"_s, {}, false}, {u"b"_s, {}, false}};
        ContainerStatus init;
        init.name = u"a"_s;
        init.state.kind = ContainerState::Kind::Running;
        s.pod(2).initContainerStatuses = {init};
        s.pod(2).conditions.removeIf([](const PodCondition &one) { return one.type == u"Initialized"; });
    }),
        Phase::Rolling, Kind::PodStarting, 2, 1, u"init containers (Init:0/2)"_s);
    row("the new pod is starting", S().rolling().replaced(2).starting(2), Phase::Rolling, Kind::PodStarting, 2, 1,
        u"readiness probe has not succeeded"_s);
    row("the new pod is starting for an hour, which is no crime", S().rolling().replaced(2).starting(2, 3600),
        Phase::Rolling, Kind::PodStarting, 2, 1, u"readiness probe"_s);
    row("the new pod has not passed its startup probe",
        S().rolling().replaced(2).starting(2).change([](S &s) { s.pod(2).containerStatuses.first().started = false; }),
        Phase::Rolling, Kind::PodStarting, 2, 1, u"startup probe"_s);
    row("the new pod waits for its readiness gate", S().rolling().replaced(2).starting(2).change([](S &s) {
        s.pod(2).containerStatuses.first().ready = true;
        s.pod(2).readinessGates = {u"example.com/registered"_s};
    }),
        Phase::Rolling, Kind::PodStarting, 2, 1, u"readiness gate example.com/registered is closed"_s);
    row("the new pod starts once more", S().rolling().replaced(2).starting(2).change([](S &s) {
        ContainerStatus &node = s.pod(2).containerStatuses.first();
        node.lastState.kind = ContainerState::Kind::Terminated;
        node.lastState.reason = u"OOMKilled"_s;
        node.lastState.exitCode = 137;
        node.restartCount = 1;
    }),
        Phase::Rolling, Kind::PodStarting, 2, 1, u"ended with OOMKilled (exit code 137); restarts: 1"_s);
    row("the new pod was ready and is not any more", S().rolling(1).notReady(2), Phase::Rolling, Kind::PodNotReady, 2,
        1, u"was ready and is not any more"_s);
    row("one is done, the next is about to go", S().rolling(1), Phase::Rolling, Kind::Replacing, 1, 1, u"orders-1"_s);
    row("one is done, the next is going", S().rolling(1).terminating(1), Phase::Rolling, Kind::PodTerminating, 1, 0,
        u"orders-1"_s);
    row("the last one is going", S().rolling(2).terminating(0), Phase::Rolling, Kind::PodTerminating, 0, none,
        u"orders-0"_s);
    row("the last one is starting", S().rolling(2).replaced(0).starting(0), Phase::Rolling, Kind::PodStarting, 0, none,
        u"orders-0"_s);
    row("all are ready, the controller has still to say so", S().rolling(3), Phase::Confirming, Kind::Counts, none,
        none, u"counts 3 ready and 3 updated pods of 3"_s);
    row("the count of updated pods lags",
        S().complete().changeSet([](StatefulSet &set) { set.status.updatedReplicas = 2; }), Phase::Confirming,
        Kind::Counts, none, none, u"2 updated"_s);
    row("the count of ready pods lags",
        S().complete().changeSet([](StatefulSet &set) { set.status.readyReplicas = 2; }), Phase::Confirming,
        Kind::Counts, none, none, u"2 ready"_s);
    row("the count of pods lags", S().complete().changeSet([](StatefulSet &set) { set.status.replicas = 4; }),
        Phase::Confirming, Kind::Counts, none, none, u"still to say so"_s);
    row("the count of available pods lags",
        S().complete().changeSet([](StatefulSet &set) { set.status.availableReplicas = 2; }), Phase::Confirming,
        Kind::Counts, none, none, u"still to say so"_s);
    row("done", S().complete(), Phase::Done, Kind::None, none, none, {});
    row("done, and nobody follows it", S().complete().change([](S &s) { s.followed.clear(); }), Phase::Idle, Kind::None,
        none, none, {});
    row("done, and another rollout was followed", S().complete().change([](S &s) { s.followed = u"orders-r0"_s; }),
        Phase::Idle, Kind::None, none, none, {});
    row("done without a cluster", S().complete().alone(), Phase::Done, Kind::None, none, none, {});
    row("done without details of the strategy",
        S().complete().changeSet([](StatefulSet &set) { set.rollingUpdate.reset(); }), Phase::Done, Kind::None, none,
        none, {});
    row("kubectl calls it done, though a pod has another image",
        S().complete().change([](S &s) { s.pod(1).containers.first().image = S::oldImage(); }), Phase::Confirming,
        Kind::Counts, none, none, u"do not have the image"_s);
    row("kubectl calls it done, though a pod is of another revision", S().complete().change([](S &s) {
        s.pod(1).meta.labels.insert(u"controller-revision-hash"_s, S::oldRevision());
    }),
        Phase::Rolling, Kind::Replacing, 1, 1, u"orders-1 is about"_s);
    row("a mirror in place of the repository is no other image", S().complete().change([](S &s) {
        s.pod(1).containers.first().image = u"mirror.local/redislabs/redis:8.0.6-54"_s;
    }),
        Phase::Done, Kind::None, none, none, {});
    row("a lower pod has gone in the middle of it", S().rolling(1).missing(0), Phase::Rolling, Kind::PodMissing, 0, 1,
        u"orders-0 is about to be created"_s);
    row("a lower pod is not ready in the middle of it", S().rolling(1).notReady(0), Phase::Rolling, Kind::PodNotReady,
        0, 1, u"orders-0 was ready"_s);

    // Trouble
    for (const QString &reason : {u"ErrImagePull"_s, u"ImagePullBackOff"_s, u"CrashLoopBackOff"_s,
                                  u"CreateContainerConfigError"_s, u"InvalidImageName"_s}) {
        row(qPrintable(u"the new pod fails: "_s + reason), S().rolling().replaced(2).waiting(2, reason, u"because."_s),
            Phase::Stuck, Kind::PodFailed, 2, 1, QString(u"orders-2 has failed: " + reason + u" (because)."));
    }
    const auto crashing = [](bool isRunning, int restarts) {
        return [=](S &s) {
            ContainerStatus &node = s.pod(2).containerStatuses.first();
            ContainerState end;
            end.kind = ContainerState::Kind::Terminated;
            end.reason = u"Error"_s;
            end.exitCode = 1;
            end.startedAt = S::now().addSecs(-90);
            end.finishedAt = S::now().addSecs(-60);
            (isRunning ? node.lastState : node.state) = end;
            node.restartCount = restarts;
        };
    };
    row("the new pod has just crashed", S().rolling().replaced(2).starting(2).change(crashing(false, 0)), Phase::Stuck,
        Kind::PodFailed, 2, 1, u"crashed with Error (exit code 1); restarts: 0"_s);
    row("the new pod starts again after a crash", S().rolling().replaced(2).starting(2).change(crashing(true, 1)),
        Phase::Rolling, Kind::PodStarting, 2, 1, u"starts again after it ended with Error"_s);
    row("the new pod starts again after many crashes", S().rolling().replaced(2).starting(2).change(crashing(true, 2)),
        Phase::Stuck, Kind::PodFailed, 2, 1, u"crashed with Error (exit code 1); restarts: 2"_s);
    row("the new pod was evicted", S().rolling().replaced(2).ended(2, u"Failed"_s, u"Evicted"_s), Phase::Rolling,
        Kind::PodEnded, 2, 1, u"has ended (Evicted)"_s);
    row("the new pod finished, which is no business of a StatefulSet",
        S().rolling().replaced(2).ended(2, u"Succeeded"_s, {}), Phase::Rolling, Kind::PodEnded, 2, 1, u"has ended"_s);
    row("an evicted pod that is going", S().rolling().replaced(2).ended(2, u"Failed"_s, u"Evicted"_s).terminating(2),
        Phase::Rolling, Kind::PodTerminating, 2, 1, u"shutting down"_s);
    row("the node of the new pod does not answer", S().rolling().replaced(2).lost(2), Phase::Stuck, Kind::PodLost, 2, 1,
        u"node-2, does not answer"_s);
    row("a pod is past its grace period", S().rolling().terminating(2, 700, 600), Phase::Stuck,
        Kind::PodTerminatingTooLong, 2, 1, u"See whether its node, node-2, is well"_s);
    row("a pod is just past its grace period", S().rolling().terminating(2, 630, 600), Phase::Rolling,
        Kind::PodTerminating, 2, 1, u"shutting down"_s);
    row("a pod is past its grace period and kept by a finalizer",
        S().rolling().terminating(2, 700, 600).change([](S &s) {
            s.pod(2).meta.finalizers = {u"example.com/backup"_s};
        }),
        Phase::Stuck, Kind::PodTerminatingTooLong, 2, 1, u"finalizers: example.com/backup"_s);
    row("a pod of the earlier revision is trapped", S().rolling().waiting(2, u"ImagePullBackOff"_s), Phase::Stuck,
        Kind::PodTrapped, 2, 2, u"kubernetes#67250"_s);
    row("unordered, a pod of the earlier revision is simply replaced",
        S().rolling().waiting(2, u"ImagePullBackOff"_s).changeSet([](StatefulSet &set) {
            set.podManagementPolicy = u"Parallel"_s;
        }),
        Phase::Rolling, Kind::Replacing, 2, 2, u"about to be replaced"_s);

    // Without an update
    row("a pod crashes on a quiet day", S().waiting(1, u"CrashLoopBackOff"_s), Phase::Stuck, Kind::PodFailed, 1, none,
        u"orders-1 has failed: CrashLoopBackOff."_s);
    row("a pod is not ready on a quiet day", S().notReady(1), Phase::Settling, Kind::PodNotReady, 1, none,
        u"orders-1"_s);
    row("somebody deleted a pod", S().terminating(1), Phase::Settling, Kind::PodTerminating, 1, none, u"orders-1"_s);
    row("a pod is gone", S().missing(0), Phase::Settling, Kind::PodMissing, 0, none, u"orders-0"_s);
    row("more pods are wanted", S().changeSet([](StatefulSet &set) { set.replicas = 5; }), Phase::Settling,
        Kind::PodMissing, 3, none, u"orders-3"_s);
    row("fewer pods are wanted", S().changeSet([](StatefulSet &set) { set.replicas = 1; }), Phase::Settling,
        Kind::ScaleDown, 2, none, u"orders-2 is one too many and has to go first: the StatefulSet wants 1."_s);
    row("fewer pods are wanted during an update", S(5).rolling(1).changeSet([](StatefulSet &set) { set.replicas = 3; }),
        Phase::Rolling, Kind::ScaleDown, 4, 2, u"orders-4"_s);
    row("fewer pods are wanted, unordered", S(5).rolling(1).changeSet([](StatefulSet &set) {
        set.replicas = 3;
        set.podManagementPolicy = u"Parallel"_s;
    }),
        Phase::Rolling, Kind::Replacing, 2, 2, u"orders-2"_s);
    row("a pod too many is left, unordered", S(4).changeSet([](StatefulSet &set) {
        set.replicas = 3;
        set.podManagementPolicy = u"Parallel"_s;
    }),
        Phase::Settling, Kind::ScaleDown, 3, none, u"orders-3"_s);

    // minReadySeconds
    const auto patient = [](StatefulSet &set) { set.minReadySeconds = 60; };
    row("ready, but not for long enough", S().rolling(1).ready(2, 20).changeSet(patient), Phase::Rolling,
        Kind::PodNotAvailable, 2, 1, u"another 40 s"_s);
    row("ready for long enough", S().rolling(1).ready(2, 61).changeSet(patient), Phase::Rolling, Kind::Replacing, 1, 1,
        u"orders-1"_s);
    row("the last pod is not ready for long enough", S().complete().ready(0, 20).changeSet(patient), Phase::Rolling,
        Kind::PodNotAvailable, 0, none, u"another 40 s"_s);
    row("the server counts it as available, our clock is behind",
        S().complete().ready(0, -20).changeSet([](StatefulSet &set) {
            set.minReadySeconds = 60;
            set.status.availableReplicas = 3;
        }),
        Phase::Done, Kind::None, none, none, {});
    row("a clock far behind does not promise more than the whole time",
        S().rolling(1).ready(2, -500).changeSet(patient), Phase::Rolling, Kind::PodNotAvailable, 2, 1,
        u"another 60 s"_s);

    // Partition
    row("the pod above the partition goes first", S().rolling().partition(2), Phase::Rolling, Kind::Replacing, 2, 2,
        u"orders-2"_s);
    row("paused by a partition", S().rolling(1).partition(2), Phase::Paused, Kind::Partition, 1, none,
        u"pods from orders-1 down keep the old revision"_s);
    row("a partition above all pods", S().rolling().partition(9), Phase::Paused, Kind::Partition, 2, none,
        u"orders-2"_s);
    row("a pod below the partition is not ready", S().rolling(1).notReady(0).partition(2), Phase::Rolling,
        Kind::PodNotReady, 0, none, u"orders-0"_s);
    row("a failing pod below the partition is in no trap",
        S().rolling(1).waiting(0, u"CrashLoopBackOff"_s).partition(2), Phase::Stuck, Kind::PodFailed, 0, none,
        u"orders-0 has failed"_s);
    row("a partition with nothing below it to do", S().complete().partition(2), Phase::Done, Kind::None, none, none,
        {});

    // OnDelete
    const auto byHand = [](StatefulSet &set) {
        set.updateStrategy = u"OnDelete"_s;
        set.rollingUpdate.reset();
    };
    row("by hand, nothing deleted yet", S().rolling().changeSet(byHand), Phase::OnDelete, Kind::OnDelete, 2, none,
        u"until somebody deletes it"_s);
    row("by hand, one to go", S().rolling(2).changeSet(byHand), Phase::OnDelete, Kind::OnDelete, 0, none,
        u"orders-0"_s);
    row("by hand, the deleted one is starting", S().rolling(1).replaced(2).starting(2).changeSet(byHand),
        Phase::Rolling, Kind::PodStarting, 2, none, u"orders-2"_s);
    row("by hand, all done, though the current revision stays behind", S().rolling(3).changeSet(byHand).alone(),
        Phase::Done, Kind::None, none, none, {});
    row("by hand, a failing pod of the earlier revision is in no trap",
        S().rolling().waiting(2, u"ErrImagePull"_s).changeSet(byHand), Phase::Stuck, Kind::PodFailed, 2, none,
        u"has failed"_s);

    // Parallel
    const auto parallel = [](StatefulSet &set) { set.podManagementPolicy = u"Parallel"_s; };
    row("unordered, the wave is the same", S().rolling(1).changeSet(parallel), Phase::Rolling, Kind::Replacing, 1, 1,
        u"orders-1"_s);
    row("unordered, a low pod that is not ready does not hold it up", S().rolling(1).notReady(0).changeSet(parallel),
        Phase::Rolling, Kind::Replacing, 1, 1, u"orders-1"_s);
    row("unordered, the pod that was replaced does", S().rolling(1).notReady(2).changeSet(parallel), Phase::Rolling,
        Kind::PodNotReady, 2, 1, u"orders-2"_s);
    row("unordered, a low pod that is not ready keeps it from being done",
        S().complete().notReady(0).changeSet(parallel), Phase::Rolling, Kind::PodNotReady, 0, none, u"orders-0"_s);

    // What comes after this program
    row("an update strategy of later servers", S().rolling(1).changeSet([](StatefulSet &set) {
        set.updateStrategy = u"Recreate"_s;
        set.rollingUpdate.reset();
    }),
        Phase::Rolling, Kind::OtherStrategy, 0, none, u"Recreate"_s);
    row("an update strategy of later servers, all done", S().complete().changeSet([](StatefulSet &set) {
        set.updateStrategy = u"Recreate"_s;
        set.rollingUpdate.reset();
    }),
        Phase::Done, Kind::None, none, none, {});
}

void tst_Rollout::judges()
{
    QFETCH(Scenario, scenario);
    QFETCH(QString, sentence);
    const Rollout rollout = scenario.judged();
    QTEST(rollout.phase, "phase");
    QTEST(rollout.gate.kind, "gate");
    QTEST(rollout.gate.ordinal, "ordinal");
    QTEST(rollout.next.value_or(-1), "next");
    QVERIFY2(rollout.gate.sentence.contains(sentence), qPrintable(rollout.gate.sentence));
    QCOMPARE(rollout.gate.sentence.isEmpty(), rollout.gate.kind == Kind::None);
    QVERIFY(rollout.gate.sentence.isEmpty() || rollout.gate.sentence.endsWith(u'.'));
    QCOMPARE(rollout.status, rolloutStatus(scenario.set));
}

/// Whatever a cluster says: done means done.
void tst_Rollout::isNeverDoneEarly()
{
    QRandomGenerator random(20260804);
    const auto chance = [&](int oneIn) { return random.bounded(oneIn) == 0; };
    int done = 0;
    for (int i = 0; i < 8000; ++i) {
        Scenario scenario(1 + random.bounded(4));
        scenario.complete();
        if (chance(6))
            scenario.alone();
        if (chance(6))
            scenario.followed.clear();
        // A few things are not as they are in the end.
        for (int n = random.bounded(3); n > 0; --n) {
            const int ordinal = random.bounded(scenario.set.replicas);
            if (!scenario.pods.contains(ordinal))
                continue;
            Pod &pod = scenario.pod(ordinal);
            switch (random.bounded(19)) {
            case 0:
                scenario.missing(ordinal);
                break;
            case 1:
                scenario.terminating(ordinal, random.bounded(2000));
                break;
            case 2:
                scenario.unscheduled(ordinal, random.bounded(100));
                break;
            case 3:
                scenario.creating(ordinal);
                break;
            case 4:
                scenario.starting(ordinal, random.bounded(2000));
                break;
            case 5:
                scenario.notReady(ordinal);
                break;
            case 6:
                scenario.waiting(ordinal, u"CrashLoopBackOff"_s);
                break;
            case 7:
                scenario.ended(ordinal, u"Failed"_s, {});
                break;
            case 8:
                scenario.lost(ordinal);
                break;
            case 9:
                pod.containers.first().image = Scenario::oldImage();
                break;
            case 10:
                pod.meta.labels.insert(u"controller-revision-hash"_s, Scenario::oldRevision());
                break;
            case 11:
                scenario.set.meta.generation += random.bounded(2);
                break;
            case 12:
                scenario.set.replicas += 1;
                break;
            case 13:
                scenario.set.status.readyReplicas = random.bounded(4);
                break;
            case 14:
                scenario.set.status.updatedReplicas = random.bounded(4);
                break;
            case 15:
                scenario.set.status.currentRevision = Scenario::oldRevision();
                break;
            case 16:
                scenario.set.minReadySeconds = random.bounded(1200);
                break;
            case 17:
                scenario.set.podManagementPolicy = u"Parallel"_s;
                break;
            default:
                scenario.cluster.state = chance(2) ? u"Upgrade"_s : u"Running"_s;
                break;
            }
        }
        const Rollout rollout = scenario.judged();
        if (rollout.phase != Phase::Done && rollout.phase != Phase::Idle)
            continue;
        ++done;
        const StatefulSet::Status &status = scenario.set.status;
        QCOMPARE(scenario.pods.size(), scenario.set.replicas);
        for (const Pod &pod : std::as_const(scenario.pods)) {
            QVERIFY(pod.isRunningAndReady());
            QVERIFY(!pod.meta.isTerminating());
            QCOMPARE(pod.revision(), status.updateRevision);
            QCOMPARE(pod.containers.first().image, Scenario::newImage());
            const QDateTime since = pod.condition(u"Ready")->lastTransition;
            QVERIFY(since.addSecs(scenario.set.minReadySeconds) <= scenario.clock);
        }
        QVERIFY(scenario.set.meta.generation <= status.observedGeneration);
        QCOMPARE(status.readyReplicas, scenario.set.replicas);
        QCOMPARE(status.currentRevision, status.updateRevision);
        QVERIFY(!scenario.hasCluster || scenario.cluster.state == u"Running");
        QVERIFY(std::ranges::all_of(rollout.rows, &PodRow::done));
        QCOMPARE(rollout.done, scenario.set.replicas);
        QCOMPARE(rollout.phase == Phase::Done, !scenario.followed.isEmpty());
    }
    QVERIFY2(done > 2000 && done < 6000, qPrintable(QString::number(done)));
}

QTEST_GUILESS_MAIN(tst_Rollout)
#include "tst_rollout.moc"
