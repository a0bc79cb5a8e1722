// SPDX-License-Identifier: Apache-2.0
#include "decoding.h"
#include "kubectlstatus.h"
#include "pod.h"
#include "podstate.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace rollout;

Q_DECLARE_METATYPE(rollout::PodState)

class tst_PodState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsWhatAPodIsDoing_data();
    void tellsWhatAPodIsDoing();
    void tellsSinceWhen_data();
    void tellsSinceWhen();
    void quotesKubernetes();
    void knowsFatalReasons_data();
    void knowsFatalReasons();
};

namespace {

// Times are minutes and seconds of one hour.
QByteArray time(const char *minutes)
{
    return QByteArray("\"2026-08-01T10:") + minutes + "Z\"";
}

QDateTime at(const char *minutes)
{
    return QDateTime::fromString(u"2026-08-01T10:%1Z"_s.arg(QLatin1StringView(minutes)), Qt::ISODate);
}

QByteArray waiting(const char *reason, const char *message = "")
{
    return QByteArray(R"({"waiting": {"reason": ")") + reason + R"(", "message": ")" + message + "\"}}";
}

QByteArray running(const char *since)
{
    return R"({"running": {"startedAt": )" + time(since) + "}}";
}

/// Started at 00:10.
QByteArray terminated(int exitCode, const char *reason, const char *finished, int signal = 0)
{
    return R"({"terminated": {"exitCode": )" + QByteArray::number(exitCode) + R"(, "signal": )"
        + QByteArray::number(signal) + R"(, "reason": ")" + reason + R"(", "startedAt": )" + time("00:10")
        + R"(, "finishedAt": )" + time(finished) + "}}";
}

QByteArray container(const char *name, const QByteArray &state, bool ready = false, int restarts = 0,
                     const QByteArray &lastState = "{}", const char *started = "null")
{
    return QByteArray(R"({"name": ")") + name + R"(", "state": )" + state + R"(, "lastState": )" + lastState
        + R"(, "ready": )" + (ready ? "true" : "false") + R"(, "restartCount": )" + QByteArray::number(restarts)
        + R"(, "started": )" + started + "}";
}

QByteArray condition(const char *type, const char *status, const char *since, const char *reason = "",
                     const char *message = "")
{
    return QByteArray(R"({"type": ")") + type + R"(", "status": ")" + status + R"(", "reason": ")" + reason
        + R"(", "message": ")" + message + R"(", "lastTransitionTime": )" + time(since) + "}";
}

/// What a pod's JSON is made of; as it stands: on node n1, with the containers of Redis Enterprise.
struct PodText
{
    QByteArray phase = "Running";
    QByteArrayList conditions;
    QByteArrayList containers;
    QByteArrayList initContainers;
    QByteArray spec = R"("nodeName": "n1", "containers": [{"name": "node"}, {"name": "bootstrapper"}])";
    QByteArray extraStatus; ///< begins with a comma
    QByteArray extraMeta; ///< begins with a comma

    [[nodiscard]] QByteArray json() const
    {
        return R"({"metadata": {"name": "orders-2", "creationTimestamp": )" + time("00:00") + extraMeta
            + R"(}, "spec": {)" + spec + R"(}, "status": {"phase": ")" + phase + R"(", "conditions": [)"
            + conditions.join(',') + R"(], "initContainerStatuses": [)" + initContainers.join(',')
            + R"(], "containerStatuses": [)" + containers.join(',') + "]" + extraStatus + "}}";
    }
};

/// As a node sets it when it takes a pod; then the pod is not ready from 00:02 on.
QByteArrayList takenByNode(const char *initialized = "True")
{
    return {condition("PodScheduled", "True", "00:01"), condition("Initialized", initialized, "00:03"),
            condition("Ready", "False", "00:02", "ContainersNotReady", "containers with unready status: [node]"),
            condition("ContainersReady", "False", "00:02", "ContainersNotReady")};
}

QByteArrayList readySince(const char *since)
{
    return {condition("PodScheduled", "True", "00:01"), condition("Initialized", "True", "00:03"),
            condition("Ready", "True", since), condition("ContainersReady", "True", since)};
}

const QByteArray deleting = R"(, "deletionTimestamp": "2026-08-01T10:30:30Z", "deletionGracePeriodSeconds": 30)";
const QByteArray withInit = R"("nodeName": "n1", "containers": [{"name": "node"}],
    "initContainers": [{"name": "a"}, {"name": "b"}])";
const QByteArray withSidecar = R"("nodeName": "n1", "containers": [{"name": "node"}],
    "initContainers": [{"name": "proxy", "restartPolicy": "Always"}, {"name": "b"}])";

} // namespace

void tst_PodState::tellsWhatAPodIsDoing_data()
{
    using enum PodState;
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<PodState>("state");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("columns"); // READY STATUS RESTARTS of kubectl get pods

    const auto row = [](const char *name, const PodText &pod, PodState state, const QString &reason,
                        const QString &columns) { QTest::newRow(name) << pod.json() << state << reason << columns; };

    // Without a node
    row("just created", {.phase = "Pending", .spec = R"("containers": [{"name": "node"}])"}, Pending, {},
        u"0/1 Pending 0"_s);
    row("no node has room",
        {.phase = "Pending",
         .conditions = {condition("PodScheduled", "False", "00:01", "Unschedulable", "0/3 nodes are available.")},
         .spec = R"("containers": [{"name": "node"}])"},
        Pending, u"Unschedulable"_s, u"0/1 Pending 0"_s);
    row("held back by a scheduling gate",
        {.phase = "Pending",
         .conditions = {condition("PodScheduled", "False", "00:01", "SchedulingGated")},
         .spec = R"("containers": [{"name": "node"}])"},
        Pending, u"SchedulingGated"_s, u"0/1 SchedulingGated 0"_s);
    row("the scheduler fails",
        {.phase = "Pending",
         .conditions = {condition("PodScheduled", "False", "00:01", "SchedulerError")},
         .spec = R"("containers": [{"name": "node"}])"},
        Pending, u"SchedulerError"_s, u"0/1 Pending 0"_s);

    // On a node, nothing runs yet
    row("the node has not seen it yet",
        {.phase = "Pending", .conditions = {condition("PodScheduled", "True", "00:01")}}, Pending, {},
        u"0/2 Pending 0"_s);
    row("its containers are being created",
        {.phase = "Pending",
         .conditions = takenByNode(),
         .containers = {container("node", waiting("ContainerCreating")),
                        container("bootstrapper", waiting("ContainerCreating"))}},
        Pending, u"ContainerCreating"_s, u"0/2 ContainerCreating 0"_s);
    row("its first init container is being created",
        {.phase = "Pending",
         .conditions = takenByNode("False"),
         .containers = {container("node", waiting("PodInitializing"))},
         .initContainers = {container("a", waiting("PodInitializing")), container("b", waiting("PodInitializing"))},
         .spec = withInit},
        Pending, u"PodInitializing"_s, u"0/1 Init:0/2 0"_s);
    row("a waiting container without a reason",
        {.phase = "Pending", .conditions = takenByNode(), .containers = {container("node", R"({"waiting": {}})")}},
        Pending, {}, u"0/2 Pending 0"_s);

    // Images
    for (const char *reason : {"ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName",
                               "ImageInspectError", "RegistryUnavailable", "SignatureValidationFailed"}) {
        row(QByteArray("an image that cannot be had: " + QByteArray(reason)).constData(),
            {.phase = "Pending",
             .conditions = takenByNode(),
             .containers = {container("node", waiting(reason)), container("bootstrapper", running("00:10"), true)}},
            Failed, QString::fromLatin1(reason), u"1/2 %1 0"_s.arg(QLatin1StringView(reason)));
    }
    row("an image of an init container that cannot be had",
        {.phase = "Pending",
         .conditions = takenByNode("False"),
         .containers = {container("node", waiting("PodInitializing"))},
         .initContainers = {container("a", waiting("ImagePullBackOff")), container("b", waiting("PodInitializing"))},
         .spec = withInit},
        Failed, u"ImagePullBackOff"_s, u"0/1 Init:ImagePullBackOff 0"_s);

    // Configuration and runtime
    for (const char *reason : {"CreateContainerConfigError", "CreateContainerError", "RunContainerError",
                               "PreStartHookError", "PostStartHookError", "PreCreateHookError", "CreatePodSandboxError",
                               "ConfigPodSandboxError", "KillPodSandboxError"}) {
        row(QByteArray("a container that cannot be made: " + QByteArray(reason)).constData(),
            {.phase = "Pending", .conditions = takenByNode(), .containers = {container("node", waiting(reason))}},
            Failed, QString::fromLatin1(reason), u"0/2 %1 0"_s.arg(QLatin1StringView(reason)));
    }

    // Init containers
    row("the first of two init containers runs",
        {.phase = "Pending",
         .conditions = takenByNode("False"),
         .containers = {container("node", waiting("PodInitializing"))},
         .initContainers = {container("a", running("00:05")), container("b", waiting("PodInitializing"))},
         .spec = withInit},
        Starting, u"Init:0/2"_s, u"0/1 Init:0/2 0"_s);
    row("the second of two init containers runs",
        {.phase = "Pending",
         .conditions = takenByNode("False"),
         .containers = {container("node", waiting("PodInitializing"))},
         .initContainers = {container("a", terminated(0, "Completed", "00:20"), true),
                            container("b", running("00:21"))},
         .spec = withInit},
        Starting, u"Init:1/2"_s, u"0/1 Init:1/2 0"_s);
    row("an init container has failed and will be started again",
        {.phase = "Pending",
         .conditions = takenByNode("False"),
         .initContainers = {container("a", terminated(1, "Error", "00:20"))},
         .spec = withInit},
        Failed, u"Error"_s, u"0/1 Init:Error 0"_s);
    row("an init container was killed by a signal",
        {.phase = "Pending",
         .conditions = takenByNode("False"),
         .initContainers = {container("a", terminated(137, "", "00:20", 9))},
         .spec = withInit},
        Failed, u"Error"_s, u"0/1 Init:Signal:9 0"_s);
    row("an init container ended with a code and no reason",
        {.phase = "Pending",
         .conditions = takenByNode("False"),
         .initContainers = {container("a", terminated(3, "", "00:20"))},
         .spec = withInit},
        Failed, u"Error"_s, u"0/1 Init:ExitCode:3 0"_s);
    row("an init container crashes again and again",
        {.phase = "Pending",
         .conditions = takenByNode("False"),
         .initContainers = {container("a", waiting("CrashLoopBackOff"), false, 4, terminated(1, "Error", "00:50"))},
         .spec = withInit},
        Failed, u"CrashLoopBackOff"_s, u"0/1 Init:CrashLoopBackOff 4"_s);
    row("all init containers are done, the first container is being created",
        {.phase = "Pending",
         .conditions = takenByNode(),
         .containers = {container("node", waiting("PodInitializing"))},
         .initContainers = {container("a", terminated(0, "Completed", "00:20"), true, 2),
                            container("b", terminated(0, "Completed", "00:25"), true)},
         .spec = withInit},
        Starting, u"ContainersNotReady"_s, u"0/1 PodInitializing 0"_s);
    row("a sidecar starts",
        {.phase = "Pending",
         .conditions = takenByNode("False"),
         .containers = {container("node", waiting("PodInitializing"))},
         .initContainers = {container("proxy", running("00:05"), false, 0, "{}", "false"),
                            container("b", waiting("PodInitializing"))},
         .spec = withSidecar},
        Starting, u"Init:0/2"_s, u"0/2 Init:0/2 0"_s);
    row("a sidecar has started, the init container behind it runs",
        {.phase = "Pending",
         .conditions = takenByNode("False"),
         .containers = {container("node", waiting("PodInitializing"))},
         .initContainers = {container("proxy", running("00:05"), true, 1, "{}", "true"),
                            container("b", running("00:10"))},
         .spec = withSidecar},
        Starting, u"Init:1/2"_s, u"1/2 Init:1/2 1"_s);
    row("a sidecar runs beside a ready container",
        {.conditions = readySince("00:30"),
         .containers = {container("node", running("00:20"), true, 2)},
         .initContainers = {container("proxy", running("00:05"), true, 3, "{}", "true"),
                            container("b", terminated(0, "Completed", "00:15"), true, 4)},
         .spec = withSidecar},
        Ready, {}, u"2/2 Running 5"_s);
    row("a sidecar crashes after all was initialized",
        {.conditions = {condition("PodScheduled", "True", "00:01"), condition("Initialized", "True", "00:03"),
                        condition("Ready", "False", "05:00", "ContainersNotReady")},
         .containers = {container("node", running("00:20"), true)},
         .initContainers = {container("proxy", waiting("CrashLoopBackOff"), false, 3, terminated(1, "Error", "05:00"),
                                      "false"),
                            container("b", terminated(0, "Completed", "00:15"), true)},
         .spec = withSidecar},
        Failed, u"CrashLoopBackOff"_s, u"1/2 Init:CrashLoopBackOff 3"_s);

    // Starting
    row("all run and are not ready yet",
        {.conditions = takenByNode(),
         .containers = {container("node", running("00:10")), container("bootstrapper", running("00:09"))}},
        Starting, u"ContainersNotReady"_s, u"0/2 Running 0"_s);
    row("started in the very second of the condition",
        {.conditions = takenByNode(), .containers = {container("node", running("00:02"))}}, Starting,
        u"ContainersNotReady"_s, u"0/2 Running 0"_s);
    row("one is ready, the other is not",
        {.conditions = takenByNode(),
         .containers = {container("node", running("00:10")), container("bootstrapper", running("00:09"), true)}},
        Starting, u"ContainersNotReady"_s, u"1/2 Running 0"_s);
    row("one runs, the other is being created",
        {.phase = "Pending",
         .conditions = takenByNode(),
         .containers = {container("node", waiting("ContainerCreating")),
                        container("bootstrapper", running("00:09"), true)}},
        Starting, u"ContainersNotReady"_s, u"1/2 ContainerCreating 0"_s);
    row("the startup probe has not succeeded",
        {.conditions = takenByNode(), .containers = {container("node", running("00:10"), false, 0, "{}", "false")}},
        Starting, u"ContainersNotReady"_s, u"0/2 Running 0"_s);
    row("no condition yet", {.containers = {container("node", running("00:10"))}}, Starting, {}, u"0/2 Running 0"_s);
    row("a readiness gate is closed",
        {.conditions = {condition("PodScheduled", "True", "00:01"), condition("Initialized", "True", "00:03"),
                        condition("Ready", "False", "00:02", "ReadinessGatesNotReady")},
         .containers = {container("node", running("00:10"), true), container("bootstrapper", running("00:10"), true)}},
        Starting, u"ReadinessGatesNotReady"_s, u"2/2 Running 0"_s);
    row("started again after running out of memory",
        {.conditions = takenByNode(),
         .containers = {container("node", running("04:00"), false, 1, terminated(137, "OOMKilled", "03:50")),
                        container("bootstrapper", running("00:09"), true)}},
        Starting, u"OOMKilled"_s, u"1/2 Running 1"_s);
    row("started again after it was ready",
        {.conditions = {condition("PodScheduled", "True", "00:01"), condition("Initialized", "True", "00:03"),
                        condition("Ready", "False", "03:50", "ContainersNotReady")},
         .containers = {container("node", running("04:00"), false, 1, terminated(1, "Error", "03:50"))}},
        Starting, u"Error"_s, u"0/2 Running 1"_s);

    row("runs again, for the third time in a row",
        {.conditions = takenByNode(),
         .containers = {container("node", running("04:00"), false, 2, terminated(1, "Error", "03:50"))}},
        Failed, u"Error"_s, u"0/2 Running 2"_s);
    row("runs again after it had run for long",
        {.conditions = takenByNode(),
         .containers = {container("node", running("15:00"), false, 5, terminated(1, "Error", "14:50"))}},
        Starting, u"Error"_s, u"0/2 Running 5"_s);
    row("runs again after it ended well",
        {.conditions = takenByNode(),
         .containers = {container("node", running("04:00"), false, 2, terminated(0, "Completed", "03:50"))}},
        Starting, u"Completed"_s, u"0/2 Running 2"_s);

    // Ready
    row("ready",
        {.conditions = readySince("01:00"),
         .containers = {container("node", running("00:10"), true), container("bootstrapper", running("00:09"), true)}},
        Ready, {}, u"2/2 Running 0"_s);
    row("ready after restarts",
        {.conditions = readySince("08:00"),
         .containers = {container("node", running("07:10"), true, 3, terminated(1, "Error", "07:00"))}},
        Ready, {}, u"1/2 Running 3"_s);
    row("ready, though a container has completed",
        {.conditions = readySince("01:00"),
         .containers = {container("node", running("00:10"), true),
                        container("bootstrapper", terminated(0, "Completed", "00:30"))}},
        Ready, {}, u"1/2 Running 0"_s);
    row("ready says the condition of a pod that has not begun to run",
        {.phase = "Pending",
         .conditions = readySince("01:00"),
         .containers = {container("node", waiting("ContainerCreating"))}},
        Pending, u"ContainerCreating"_s, u"0/2 ContainerCreating 0"_s);

    // Not ready any more
    row("its probe fails after it was ready",
        {.conditions = {condition("PodScheduled", "True", "00:01"), condition("Initialized", "True", "00:03"),
                        condition("Ready", "False", "09:00", "ContainersNotReady")},
         .containers = {container("node", running("00:10")), container("bootstrapper", running("00:09"), true)}},
        NotReady, u"ContainersNotReady"_s, u"1/2 Running 0"_s);
    row("its readiness gate closes after it was ready",
        {.conditions = {condition("PodScheduled", "True", "00:01"), condition("Initialized", "True", "00:03"),
                        condition("Ready", "False", "09:00", "ReadinessGatesNotReady")},
         .containers = {container("node", running("00:10"), true)}},
        NotReady, u"ReadinessGatesNotReady"_s, u"1/2 Running 0"_s);
    row("a completed container beside one that runs",
        {.conditions = {condition("Initialized", "True", "00:03"),
                        condition("Ready", "False", "09:00", "ContainersNotReady")},
         .containers = {container("node", terminated(0, "Completed", "08:59")),
                        container("bootstrapper", running("00:09"), true)}},
        NotReady, u"ContainersNotReady"_s, u"1/2 NotReady 0"_s);

    // Failed
    row("crashes again and again",
        {.conditions = takenByNode(),
         .containers = {container("node", waiting("CrashLoopBackOff"), false, 7, terminated(1, "Error", "09:00")),
                        container("bootstrapper", running("00:09"), true)}},
        Failed, u"CrashLoopBackOff"_s, u"1/2 CrashLoopBackOff 7"_s);
    row("has just crashed",
        {.conditions = takenByNode(), .containers = {container("node", terminated(1, "Error", "09:00"), false, 1)}},
        Failed, u"Error"_s, u"0/2 Error 1"_s);
    row("has just run out of memory",
        {.conditions = takenByNode(),
         .containers = {container("node", terminated(137, "OOMKilled", "09:00"), false, 1)}},
        Failed, u"OOMKilled"_s, u"0/2 OOMKilled 1"_s);
    row("was killed by a signal",
        {.conditions = takenByNode(), .containers = {container("node", terminated(139, "", "09:00", 11))}}, Failed,
        u"Error"_s, u"0/2 Signal:11 0"_s);
    row("ended with a code and no reason",
        {.conditions = takenByNode(), .containers = {container("node", terminated(2, "", "09:00"))}}, Failed,
        u"Error"_s, u"0/2 ExitCode:2 0"_s);
    row("could not be started",
        {.conditions = takenByNode(), .containers = {container("node", terminated(128, "StartError", "09:00"))}},
        Failed, u"StartError"_s, u"0/2 StartError 0"_s);
    row("a container cannot run",
        {.conditions = takenByNode(),
         .containers = {container("node", terminated(127, "ContainerCannotRun", "09:00"))}},
        Failed, u"ContainerCannotRun"_s, u"0/2 ContainerCannotRun 0"_s);
    row("two containers are in trouble: the first has the say",
        {.conditions = takenByNode(),
         .containers = {container("node", waiting("CrashLoopBackOff")),
                        container("bootstrapper", waiting("ErrImagePull"))}},
        Failed, u"CrashLoopBackOff"_s, u"0/2 CrashLoopBackOff 0"_s);
    row("evicted", {.phase = "Failed", .extraStatus = R"(, "reason": "Evicted", "message": "low on memory")"}, Failed,
        u"Evicted"_s, u"0/2 Evicted 0"_s);
    row("refused by its node", {.phase = "Failed", .extraStatus = R"(, "reason": "NodeAffinity")"}, Failed,
        u"NodeAffinity"_s, u"0/2 NodeAffinity 0"_s);
    row("past its deadline", {.phase = "Failed", .extraStatus = R"(, "reason": "DeadlineExceeded")"}, Failed,
        u"DeadlineExceeded"_s, u"0/2 DeadlineExceeded 0"_s);
    row("failed as a whole",
        {.phase = "Failed",
         .containers = {container("node", terminated(1, "Error", "09:00")),
                        container("bootstrapper", terminated(0, "Completed", "09:01"))}},
        Failed, u"Error"_s, u"0/2 Error 0"_s);
    row("failed as a whole, and nobody knows why",
        {.phase = "Failed", .containers = {container("node", terminated(137, "ContainerStatusUnknown", "09:00"))}},
        Failed, u"ContainerStatusUnknown"_s, u"0/2 ContainerStatusUnknown 0"_s);
    row("failed without a word", {.phase = "Failed"}, Failed, u"Failed"_s, u"0/2 Failed 0"_s);
    row("all of it completed, which a StatefulSet does not want",
        {.phase = "Succeeded", .containers = {container("node", terminated(0, "Completed", "09:00"))}}, Failed,
        u"Completed"_s, u"0/2 Completed 0"_s);

    // Going
    row("shutting down",
        {.conditions = readySince("01:00"),
         .containers = {container("node", running("00:10"), true), container("bootstrapper", running("00:09"), true)},
         .extraMeta = deleting},
        Terminating, {}, u"2/2 Terminating 0"_s);
    row("shutting down, its containers have ended",
        {.conditions = takenByNode(),
         .containers = {container("node", terminated(0, "Completed", "31:00"))},
         .extraMeta = deleting},
        Terminating, {}, u"0/2 Terminating 0"_s);
    row("shutting down before it had a node",
        {.phase = "Pending", .spec = R"("containers": [{"name": "node"}])", .extraMeta = deleting}, Terminating, {},
        u"0/1 Terminating 0"_s);
    row("shutting down for the sake of another pod",
        {.conditions = {condition("DisruptionTarget", "True", "30:00", "PreemptionByScheduler")},
         .extraMeta = deleting},
        Terminating, u"PreemptionByScheduler"_s, u"0/2 Terminating 0"_s);
    row("shutting down by the API of evictions",
        {.conditions = {condition("DisruptionTarget", "True", "30:00", "EvictionByEvictionAPI")},
         .extraMeta = deleting},
        Terminating, u"EvictionByEvictionAPI"_s, u"0/2 Terminating 0"_s);
    row("a disruption that did not happen is no reason",
        {.conditions = {condition("DisruptionTarget", "False", "30:00", "DeletionByTaintManager")},
         .extraMeta = deleting},
        Terminating, {}, u"0/2 Terminating 0"_s);
    row("being deleted after it failed keeps its word in kubectl",
        {.phase = "Failed", .containers = {container("node", terminated(1, "Error", "09:00"))}, .extraMeta = deleting},
        Terminating, {}, u"0/2 Error 0"_s);

    // Lost
    row("its node is gone while it is being deleted",
        {.conditions = readySince("01:00"), .extraStatus = R"(, "reason": "NodeLost")", .extraMeta = deleting}, Unknown,
        u"NodeLost"_s, u"0/2 Unknown 0"_s);
    row("its node is gone", {.conditions = takenByNode(), .extraStatus = R"(, "reason": "NodeLost")"}, Unknown,
        u"NodeLost"_s, u"0/2 NodeLost 0"_s);
    row("its phase is unknown", {.phase = "Unknown"}, Unknown, {}, u"0/2 Unknown 0"_s);
    row("nobody reports about it",
        {.conditions = {condition("Ready", "Unknown", "09:00", "NodeStatusUnknown")},
         .containers = {container("node", running("00:10"), true)}},
        Unknown, u"NodeStatusUnknown"_s, u"1/2 Running 0"_s);

    row("a pod without any status at all", {.phase = "", .spec = ""}, Pending, {}, u"0/0  0"_s);
}

void tst_PodState::tellsWhatAPodIsDoing()
{
    QFETCH(QByteArray, json);
    QFETCH(PodState, state);
    const auto pod = decoded<Pod>(decodePod, json);
    QVERIFY2(pod, json.constData());
    const PodHealth health = podHealth(*pod);
    QCOMPARE(health.state, state);
    QTEST(health.reason, "reason");
    const KubectlColumns columns = kubectlColumns(*pod);
    const QString shown = columns.ready() + u' ' + columns.status + u' ' + QString::number(columns.restarts);
    QTEST(shown, "columns");
    QCOMPARE(kubectlStatus(*pod), columns.status);
    QVERIFY(health.since.isValid());
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

void tst_PodState::quotesKubernetes()
{
    const PodText pulling{.phase = "Pending",
                          .conditions = takenByNode(),
                          .containers = {container("node", waiting("ImagePullBackOff", "Back-off pulling image x"))}};
    QCOMPARE(podHealth(*decoded<Pod>(decodePod, pulling.json())).message, u"Back-off pulling image x"_s);
    const PodText unscheduled{.phase = "Pending",
                              .conditions = {condition("PodScheduled", "False", "00:01", "Unschedulable",
                                                       "0/3 nodes are available: 3 Insufficient cpu.")},
                              .spec = R"("containers": [])"};
    QCOMPARE(podHealth(*decoded<Pod>(decodePod, unscheduled.json())).message,
             u"0/3 nodes are available: 3 Insufficient cpu."_s);
    const PodText evicted{.phase = "Failed", .extraStatus = R"(, "reason": "Evicted", "message": "low on memory")"};
    QCOMPARE(podHealth(*decoded<Pod>(decodePod, evicted.json())).message, u"low on memory"_s);
    const PodText starting{.conditions = takenByNode(), .containers = {container("node", running("00:10"))}};
    QCOMPARE(podHealth(*decoded<Pod>(decodePod, starting.json())).message, u"containers with unready status: [node]"_s);
}

void tst_PodState::knowsFatalReasons_data()
{
    QTest::addColumn<QString>("reason");
    QTest::addColumn<bool>("fatal");

    QTest::newRow("creating is not fatal") << u"ContainerCreating"_s << false;
    QTest::newRow("initializing is not fatal") << u"PodInitializing"_s << false;
    QTest::newRow("no reason is not fatal") << u""_s << false;
    QTest::newRow("an unknown word is not fatal") << u"Warming"_s << false;
    QTest::newRow("an error of a later kubelet is fatal") << u"CreateContainerDeviceError"_s << true;
    QTest::newRow("a back-off of a later kubelet is fatal") << u"VolumeMountBackOff"_s << true;
    QTest::newRow("an unreachable registry is fatal") << u"RegistryUnavailable"_s << true;
}

void tst_PodState::knowsFatalReasons()
{
    QFETCH(QString, reason);
    QTEST(isFatalWaiting(reason), "fatal");
}

QTEST_GUILESS_MAIN(tst_PodState)
#include "tst_podstate.moc"
