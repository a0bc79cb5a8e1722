// SPDX-License-Identifier: Apache-2.0
#include "decoding.h"
#include "pod.h"
#include "podjson.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace podjson;
using namespace rollout;

/// A pod on its way: from its creation to readiness, and away.
class tst_PodState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void beforeItHasANode_data();
    void beforeItHasANode();
    void beforeAnythingRuns_data();
    void beforeAnythingRuns();
    void initContainers_data();
    void initContainers();
    void starting_data();
    void starting();
    void ready_data();
    void ready();
    void going_data();
    void going();
    void tellsSinceWhen_data();
    void tellsSinceWhen();
};

void tst_PodState::beforeItHasANode_data()
{
    using enum PodState;
    stateColumns();
    stateRow("just created", {.phase = "Pending", .spec = R"("containers": [{"name": "node"}])"}, Pending, {},
             u"0/1 Pending 0"_s);
    stateRow("no node has room",
             {.phase = "Pending",
              .conditions = {condition("PodScheduled", "False", "00:01", "Unschedulable", "0/3 nodes are available.")},
              .spec = R"("containers": [{"name": "node"}])"},
             Pending, u"Unschedulable"_s, u"0/1 Pending 0"_s);
    stateRow("held back by a scheduling gate",
             {.phase = "Pending",
              .conditions = {condition("PodScheduled", "False", "00:01", "SchedulingGated")},
              .spec = R"("containers": [{"name": "node"}])"},
             Pending, u"SchedulingGated"_s, u"0/1 SchedulingGated 0"_s);
    stateRow("the scheduler fails",
             {.phase = "Pending",
              .conditions = {condition("PodScheduled", "False", "00:01", "SchedulerError")},
              .spec = R"("containers": [{"name": "node"}])"},
             Pending, u"SchedulerError"_s, u"0/1 Pending 0"_s);
    stateRow("a pod without any status at all", {.phase = "", .spec = ""}, Pending, {}, u"0/0  0"_s);
}

void tst_PodState::beforeItHasANode()
{
    checkState();
}

void tst_PodState::beforeAnythingRuns_data()
{
    using enum PodState;
    stateColumns();
    stateRow("the node has not seen it yet",
             {.phase = "Pending", .conditions = {condition("PodScheduled", "True", "00:01")}}, Pending, {},
             u"0/2 Pending 0"_s);
    stateRow("its containers are being created",
             {.phase = "Pending",
              .conditions = takenByNode(),
              .containers = {container("node", waiting("ContainerCreating")),
                             container("bootstrapper", waiting("ContainerCreating"))}},
             Pending, u"ContainerCreating"_s, u"0/2 ContainerCreating 0"_s);
    stateRow(
        "its first init container is being created",
        {.phase = "Pending",
         .conditions = takenByNode("False"),
         .containers = {container("node", waiting("PodInitializing"))},
         .initContainers = {container("a", waiting("PodInitializing")), container("b", waiting("PodInitializing"))},
         .spec = withInit},
        Pending, u"PodInitializing"_s, u"0/1 Init:0/2 0"_s);
    stateRow("a waiting container without a reason",
             {.phase = "Pending", .conditions = takenByNode(), .containers = {container("node", R"({"waiting": {}})")}},
             Pending, {}, u"0/2 Pending 0"_s);
}

void tst_PodState::beforeAnythingRuns()
{
    checkState();
}

void tst_PodState::initContainers_data()
{
    using enum PodState;
    stateColumns();
    stateRow("the first of two init containers runs",
             {.phase = "Pending",
              .conditions = takenByNode("False"),
              .containers = {container("node", waiting("PodInitializing"))},
              .initContainers = {container("a", running("00:05")), container("b", waiting("PodInitializing"))},
              .spec = withInit},
             Starting, u"Init:0/2"_s, u"0/1 Init:0/2 0"_s);
    stateRow("the second of two init containers runs",
             {.phase = "Pending",
              .conditions = takenByNode("False"),
              .containers = {container("node", waiting("PodInitializing"))},
              .initContainers = {container("a", terminated(0, "Completed", "00:20"), true),
                                 container("b", running("00:21"))},
              .spec = withInit},
             Starting, u"Init:1/2"_s, u"0/1 Init:1/2 0"_s);
    stateRow("an init container has failed and will be started again",
             {.phase = "Pending",
              .conditions = takenByNode("False"),
              .initContainers = {container("a", terminated(1, "Error", "00:20"))},
              .spec = withInit},
             Failed, u"Error"_s, u"0/1 Init:Error 0"_s);
    stateRow("an init container was killed by a signal",
             {.phase = "Pending",
              .conditions = takenByNode("False"),
              .initContainers = {container("a", terminated(137, "", "00:20", 9))},
              .spec = withInit},
             Failed, u"Error"_s, u"0/1 Init:Signal:9 0"_s);
    stateRow("an init container ended with a code and no reason",
             {.phase = "Pending",
              .conditions = takenByNode("False"),
              .initContainers = {container("a", terminated(3, "", "00:20"))},
              .spec = withInit},
             Failed, u"Error"_s, u"0/1 Init:ExitCode:3 0"_s);
    stateRow(
        "an init container crashes again and again",
        {.phase = "Pending",
         .conditions = takenByNode("False"),
         .initContainers = {container("a", waiting("CrashLoopBackOff"), false, 4, terminated(1, "Error", "00:50"))},
         .spec = withInit},
        Failed, u"CrashLoopBackOff"_s, u"0/1 Init:CrashLoopBackOff 4"_s);
    stateRow("all init containers are done, the first container is being created",
             {.phase = "Pending",
              .conditions = takenByNode(),
              .containers = {container("node", waiting("PodInitializing"))},
              .initContainers = {container("a", terminated(0, "Completed", "00:20"), true, 2),
                                 container("b", terminated(0, "Completed", "00:25"), true)},
              .spec = withInit},
             Starting, u"ContainersNotReady"_s, u"0/1 PodInitializing 0"_s);
    stateRow("a sidecar starts",
             {.phase = "Pending",
              .conditions = takenByNode("False"),
              .containers = {container("node", waiting("PodInitializing"))},
              .initContainers = {container("proxy", running("00:05"), false, 0, "{}", "false"),
                                 container("b", waiting("PodInitializing"))},
              .spec = withSidecar},
             Starting, u"Init:0/2"_s, u"0/2 Init:0/2 0"_s);
    stateRow("a sidecar has started, the init container behind it runs",
             {.phase = "Pending",
              .conditions = takenByNode("False"),
              .containers = {container("node", waiting("PodInitializing"))},
              .initContainers = {container("proxy", running("00:05"), true, 1, "{}", "true"),
                                 container("b", running("00:10"))},
              .spec = withSidecar},
             Starting, u"Init:1/2"_s, u"1/2 Init:1/2 1"_s);
    stateRow("a sidecar runs beside a ready container",
             {.conditions = readySince("00:30"),
              .containers = {container("node", running("00:20"), true, 2)},
              .initContainers = {container("proxy", running("00:05"), true, 3, "{}", "true"),
                                 container("b", terminated(0, "Completed", "00:15"), true, 4)},
              .spec = withSidecar},
             Ready, {}, u"2/2 Running 5"_s);
    stateRow("a sidecar crashes after all was initialized",
             {.conditions = {condition("PodScheduled", "True", "00:01"), condition("Initialized", "True", "00:03"),
                             condition("Ready", "False", "05:00", "ContainersNotReady")},
              .containers = {container("node", running("00:20"), true)},
              .initContainers = {container("proxy", waiting("CrashLoopBackOff"), false, 3,
                                           terminated(1, "Error", "05:00"), "false"),
                                 container("b", terminated(0, "Completed", "00:15"), true)},
              .spec = withSidecar},
             Failed, u"CrashLoopBackOff"_s, u"1/2 Init:CrashLoopBackOff 3"_s);
}

void tst_PodState::initContainers()
{
    checkState();
}

void tst_PodState::starting_data()
{
    using enum PodState;
    stateColumns();
    stateRow("all run and are not ready yet",
             {.conditions = takenByNode(),
              .containers = {container("node", running("00:10")), container("bootstrapper", running("00:09"))}},
             Starting, u"ContainersNotReady"_s, u"0/2 Running 0"_s);
    stateRow("started in the very second of the condition",
             {.conditions = takenByNode(), .containers = {container("node", running("00:02"))}}, Starting,
             u"ContainersNotReady"_s, u"0/2 Running 0"_s);
    stateRow("one is ready, the other is not",
             {.conditions = takenByNode(),
              .containers = {container("node", running("00:10")), container("bootstrapper", running("00:09"), true)}},
             Starting, u"ContainersNotReady"_s, u"1/2 Running 0"_s);
    stateRow("one runs, the other is being created",
             {.phase = "Pending",
              .conditions = takenByNode(),
              .containers = {container("node", waiting("ContainerCreating")),
                             container("bootstrapper", running("00:09"), true)}},
             Starting, u"ContainersNotReady"_s, u"1/2 ContainerCreating 0"_s);
    stateRow(
        "the startup probe has not succeeded",
        {.conditions = takenByNode(), .containers = {container("node", running("00:10"), false, 0, "{}", "false")}},
        Starting, u"ContainersNotReady"_s, u"0/2 Running 0"_s);
    stateRow("no condition yet", {.containers = {container("node", running("00:10"))}}, Starting, {},
             u"0/2 Running 0"_s);
    stateRow(
        "a readiness gate is closed",
        {.conditions = {condition("PodScheduled", "True", "00:01"), condition("Initialized", "True", "00:03"),
                        condition("Ready", "False", "00:02", "ReadinessGatesNotReady")},
         .containers = {container("node", running("00:10"), true), container("bootstrapper", running("00:10"), true)}},
        Starting, u"ReadinessGatesNotReady"_s, u"2/2 Running 0"_s);
    stateRow("started again after running out of memory",
             {.conditions = takenByNode(),
              .containers = {container("node", running("04:00"), false, 1, terminated(137, "OOMKilled", "03:50")),
                             container("bootstrapper", running("00:09"), true)}},
             Starting, u"OOMKilled"_s, u"1/2 Running 1"_s);
    stateRow("started again after it was ready",
             {.conditions = {condition("PodScheduled", "True", "00:01"), condition("Initialized", "True", "00:03"),
                             condition("Ready", "False", "03:50", "ContainersNotReady")},
              .containers = {container("node", running("04:00"), false, 1, terminated(1, "Error", "03:50"))}},
             Starting, u"Error"_s, u"0/2 Running 1"_s);

    stateRow("runs again, for the third time in a row",
             {.conditions = takenByNode(),
              .containers = {container("node", running("04:00"), false, 2, terminated(1, "Error", "03:50"))}},
             Failed, u"Error"_s, u"0/2 Running 2"_s);
    stateRow("runs again after it had run for long",
             {.conditions = takenByNode(),
              .containers = {container("node", running("15:00"), false, 5, terminated(1, "Error", "14:50"))}},
             Starting, u"Error"_s, u"0/2 Running 5"_s);
    stateRow("runs again after it ended well",
             {.conditions = takenByNode(),
              .containers = {container("node", running("04:00"), false, 2, terminated(0, "Completed", "03:50"))}},
             Starting, u"Completed"_s, u"0/2 Running 2"_s);
}

void tst_PodState::starting()
{
    checkState();
}

void tst_PodState::ready_data()
{
    using enum PodState;
    stateColumns();
    stateRow(
        "ready",
        {.conditions = readySince("01:00"),
         .containers = {container("node", running("00:10"), true), container("bootstrapper", running("00:09"), true)}},
        Ready, {}, u"2/2 Running 0"_s);
    stateRow("ready after restarts",
             {.conditions = readySince("08:00"),
              .containers = {container("node", running("07:10"), true, 3, terminated(1, "Error", "07:00"))}},
             Ready, {}, u"1/2 Running 3"_s);
    stateRow("ready, though a container has completed",
             {.conditions = readySince("01:00"),
              .containers = {container("node", running("00:10"), true),
                             container("bootstrapper", terminated(0, "Completed", "00:30"))}},
             Ready, {}, u"1/2 Running 0"_s);
    stateRow("ready says the condition of a pod that has not begun to run",
             {.phase = "Pending",
              .conditions = readySince("01:00"),
              .containers = {container("node", waiting("ContainerCreating"))}},
             Pending, u"ContainerCreating"_s, u"0/2 ContainerCreating 0"_s);
}

void tst_PodState::ready()
{
    checkState();
}

void tst_PodState::going_data()
{
    using enum PodState;
    stateColumns();
    stateRow(
        "shutting down",
        {.conditions = readySince("01:00"),
         .containers = {container("node", running("00:10"), true), container("bootstrapper", running("00:09"), true)},
         .extraMeta = deleting},
        Terminating, {}, u"2/2 Terminating 0"_s);
    stateRow("shutting down, its containers have ended",
             {.conditions = takenByNode(),
              .containers = {container("node", terminated(0, "Completed", "31:00"))},
              .extraMeta = deleting},
             Terminating, {}, u"0/2 Terminating 0"_s);
    stateRow("shutting down before it had a node",
             {.phase = "Pending", .spec = R"("containers": [{"name": "node"}])", .extraMeta = deleting}, Terminating,
             {}, u"0/1 Terminating 0"_s);
    stateRow("shutting down for the sake of another pod",
             {.conditions = {condition("DisruptionTarget", "True", "30:00", "PreemptionByScheduler")},
              .extraMeta = deleting},
             Terminating, u"PreemptionByScheduler"_s, u"0/2 Terminating 0"_s);
    stateRow("shutting down by the API of evictions",
             {.conditions = {condition("DisruptionTarget", "True", "30:00", "EvictionByEvictionAPI")},
              .extraMeta = deleting},
             Terminating, u"EvictionByEvictionAPI"_s, u"0/2 Terminating 0"_s);
    stateRow("a disruption that did not happen is no reason",
             {.conditions = {condition("DisruptionTarget", "False", "30:00", "DeletionByTaintManager")},
              .extraMeta = deleting},
             Terminating, {}, u"0/2 Terminating 0"_s);
    stateRow(
        "being deleted after it failed keeps its word in kubectl",
        {.phase = "Failed", .containers = {container("node", terminated(1, "Error", "09:00"))}, .extraMeta = deleting},
        Terminating, {}, u"0/2 Error 0"_s);
}

void tst_PodState::going()
{
    checkState();
}

void tst_PodState::tellsSinceWhen_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QDateTime>("since");

    const auto row = [](const char *name, const PodText &pod, const char *since) {
        QTest::newRow(name) << pod.json() << at(since);
    };
    row("pending since it was created", {.phase = "Pending", .spec = R"("containers": [])"}, "00:00");
    row("unschedulable since the scheduler said so",
        {.phase = "Pending",
         .conditions = {condition("PodScheduled", "False", "00:07", "Unschedulable")},
         .spec = R"("containers": [])"},
        "00:07");
    row("prepared since it has a node",
        {.phase = "Pending",
         .conditions = takenByNode(),
         .containers = {container("node", waiting("ContainerCreating"))}},
        "00:01");
    row("starting since its first container started",
        {.conditions = takenByNode(),
         .containers = {container("node", running("00:10")), container("bootstrapper", running("00:09"))}},
        "00:09");
    row("starting again since its container started again",
        {.conditions = takenByNode(),
         .containers = {container("node", running("04:00"), false, 1, terminated(137, "OOMKilled", "03:50")),
                        container("bootstrapper", running("00:09"), true)}},
        "04:00");
    row("crash looping since the last crash, while it runs for a moment",
        {.conditions = takenByNode(),
         .containers = {container("node", running("04:00"), false, 3, terminated(1, "Error", "03:50"))}},
        "03:50");
    row("ready since the condition says so",
        {.conditions = readySince("01:00"), .containers = {container("node", running("00:10"), true)}}, "01:00");
    row("not ready since the condition says so",
        {.conditions = {condition("Ready", "False", "09:00")}, .containers = {container("node", running("00:10"))}},
        "09:00");
    row("in a crash loop since the last crash",
        {.conditions = takenByNode(),
         .containers = {container("node", waiting("CrashLoopBackOff"), false, 7, terminated(1, "Error", "09:00"))}},
        "09:00");
    row("without its image since it was not ready",
        {.phase = "Pending", .conditions = takenByNode(), .containers = {container("node", waiting("ErrImagePull"))}},
        "00:02");
    row("crashed when it ended",
        {.conditions = takenByNode(), .containers = {container("node", terminated(1, "Error", "09:00"))}}, "09:00");
    row("failed when the last container ended",
        {.phase = "Failed",
         .containers = {container("node", terminated(1, "Error", "09:05")),
                        container("bootstrapper", terminated(0, "Completed", "09:01"))}},
        "09:05");
    row("terminating since somebody asked for it, not until the grace is over",
        {.conditions = readySince("01:00"), .extraMeta = deleting}, "30:00");
    row("lost since its node was last heard of",
        {.conditions = {condition("Ready", "False", "12:00")}, .extraStatus = R"(, "reason": "NodeLost")"}, "12:00");
}

void tst_PodState::tellsSinceWhen()
{
    QFETCH(QByteArray, json);
    const auto pod = decoded<Pod>(decodePod, json);
    QVERIFY(pod);
    QTEST(podHealth(*pod).since, "since");
}

QTEST_GUILESS_MAIN(tst_PodState)
#include "tst_podstate.moc"
