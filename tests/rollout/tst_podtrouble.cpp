// SPDX-License-Identifier: Apache-2.0
#include "decoding.h"
#include "pod.h"
#include "podjson.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace podjson;
using namespace rollout;

/// What can be wrong with a pod, and in whose words it is told.
class tst_PodTrouble : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void imagesThatCannotBeHad_data();
    void imagesThatCannotBeHad();
    void containersThatCannotBeMade_data();
    void containersThatCannotBeMade();
    void notReadyAnyMore_data();
    void notReadyAnyMore();
    void failed_data();
    void failed();
    void lost_data();
    void lost();
    void quotesKubernetes();
    void knowsFatalReasons_data();
    void knowsFatalReasons();
};

void tst_PodTrouble::imagesThatCannotBeHad_data()
{
    using enum PodState;
    stateColumns();
    for (const char *reason : {"ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName",
                               "ImageInspectError", "RegistryUnavailable", "SignatureValidationFailed"}) {
        stateRow(
            QByteArray("an image that cannot be had: " + QByteArray(reason)).constData(),
            {.phase = "Pending",
             .conditions = takenByNode(),
             .containers = {container("node", waiting(reason)), container("bootstrapper", running("00:10"), true)}},
            Failed, QString::fromLatin1(reason), u"1/2 %1 0"_s.arg(QLatin1StringView(reason)));
    }
    stateRow(
        "an image of an init container that cannot be had",
        {.phase = "Pending",
         .conditions = takenByNode("False"),
         .containers = {container("node", waiting("PodInitializing"))},
         .initContainers = {container("a", waiting("ImagePullBackOff")), container("b", waiting("PodInitializing"))},
         .spec = withInit},
        Failed, u"ImagePullBackOff"_s, u"0/1 Init:ImagePullBackOff 0"_s);
}

void tst_PodTrouble::imagesThatCannotBeHad()
{
    checkState();
}

void tst_PodTrouble::containersThatCannotBeMade_data()
{
    using enum PodState;
    stateColumns();
    for (const char *reason : {"CreateContainerConfigError", "CreateContainerError", "RunContainerError",
                               "PreStartHookError", "PostStartHookError", "PreCreateHookError", "CreatePodSandboxError",
                               "ConfigPodSandboxError", "KillPodSandboxError"}) {
        stateRow(QByteArray("a container that cannot be made: " + QByteArray(reason)).constData(),
                 {.phase = "Pending", .conditions = takenByNode(), .containers = {container("node", waiting(reason))}},
                 Failed, QString::fromLatin1(reason), u"0/2 %1 0"_s.arg(QLatin1StringView(reason)));
    }
}

void tst_PodTrouble::containersThatCannotBeMade()
{
    checkState();
}

void tst_PodTrouble::notReadyAnyMore_data()
{
    using enum PodState;
    stateColumns();
    stateRow("its probe fails after it was ready",
             {.conditions = {condition("PodScheduled", "True", "00:01"), condition("Initialized", "True", "00:03"),
                             condition("Ready", "False", "09:00", "ContainersNotReady")},
              .containers = {container("node", running("00:10")), container("bootstrapper", running("00:09"), true)}},
             NotReady, u"ContainersNotReady"_s, u"1/2 Running 0"_s);
    stateRow("its readiness gate closes after it was ready",
             {.conditions = {condition("PodScheduled", "True", "00:01"), condition("Initialized", "True", "00:03"),
                             condition("Ready", "False", "09:00", "ReadinessGatesNotReady")},
              .containers = {container("node", running("00:10"), true)}},
             NotReady, u"ReadinessGatesNotReady"_s, u"1/2 Running 0"_s);
    stateRow("a completed container beside one that runs",
             {.conditions = {condition("Initialized", "True", "00:03"),
                             condition("Ready", "False", "09:00", "ContainersNotReady")},
              .containers = {container("node", terminated(0, "Completed", "08:59")),
                             container("bootstrapper", running("00:09"), true)}},
             NotReady, u"ContainersNotReady"_s, u"1/2 NotReady 0"_s);
}

void tst_PodTrouble::notReadyAnyMore()
{
    checkState();
}

void tst_PodTrouble::failed_data()
{
    using enum PodState;
    stateColumns();
    stateRow("crashes again and again",
             {.conditions = takenByNode(),
              .containers = {container("node", waiting("CrashLoopBackOff"), false, 7, terminated(1, "Error", "09:00")),
                             container("bootstrapper", running("00:09"), true)}},
             Failed, u"CrashLoopBackOff"_s, u"1/2 CrashLoopBackOff 7"_s);
    stateRow(
        "has just crashed",
        {.conditions = takenByNode(), .containers = {container("node", terminated(1, "Error", "09:00"), false, 1)}},
        Failed, u"Error"_s, u"0/2 Error 1"_s);
    stateRow("has just run out of memory",
             {.conditions = takenByNode(),
              .containers = {container("node", terminated(137, "OOMKilled", "09:00"), false, 1)}},
             Failed, u"OOMKilled"_s, u"0/2 OOMKilled 1"_s);
    stateRow("was killed by a signal",
             {.conditions = takenByNode(), .containers = {container("node", terminated(139, "", "09:00", 11))}}, Failed,
             u"Error"_s, u"0/2 Signal:11 0"_s);
    stateRow("ended with a code and no reason",
             {.conditions = takenByNode(), .containers = {container("node", terminated(2, "", "09:00"))}}, Failed,
             u"Error"_s, u"0/2 ExitCode:2 0"_s);
    stateRow("could not be started",
             {.conditions = takenByNode(), .containers = {container("node", terminated(128, "StartError", "09:00"))}},
             Failed, u"StartError"_s, u"0/2 StartError 0"_s);
    stateRow("a container cannot run",
             {.conditions = takenByNode(),
              .containers = {container("node", terminated(127, "ContainerCannotRun", "09:00"))}},
             Failed, u"ContainerCannotRun"_s, u"0/2 ContainerCannotRun 0"_s);
    stateRow("two containers are in trouble: the first has the say",
             {.conditions = takenByNode(),
              .containers = {container("node", waiting("CrashLoopBackOff")),
                             container("bootstrapper", waiting("ErrImagePull"))}},
             Failed, u"CrashLoopBackOff"_s, u"0/2 CrashLoopBackOff 0"_s);
    stateRow("evicted", {.phase = "Failed", .extraStatus = R"(, "reason": "Evicted", "message": "low on memory")"},
             Failed, u"Evicted"_s, u"0/2 Evicted 0"_s);
    stateRow("refused by its node", {.phase = "Failed", .extraStatus = R"(, "reason": "NodeAffinity")"}, Failed,
             u"NodeAffinity"_s, u"0/2 NodeAffinity 0"_s);
    stateRow("past its deadline", {.phase = "Failed", .extraStatus = R"(, "reason": "DeadlineExceeded")"}, Failed,
             u"DeadlineExceeded"_s, u"0/2 DeadlineExceeded 0"_s);
    stateRow("failed as a whole",
             {.phase = "Failed",
              .containers = {container("node", terminated(1, "Error", "09:00")),
                             container("bootstrapper", terminated(0, "Completed", "09:01"))}},
             Failed, u"Error"_s, u"0/2 Error 0"_s);
    stateRow("failed as a whole, and nobody knows why",
             {.phase = "Failed", .containers = {container("node", terminated(137, "ContainerStatusUnknown", "09:00"))}},
             Failed, u"ContainerStatusUnknown"_s, u"0/2 ContainerStatusUnknown 0"_s);
    stateRow("failed without a word", {.phase = "Failed"}, Failed, u"Failed"_s, u"0/2 Failed 0"_s);
    stateRow("all of it completed, which a StatefulSet does not want",
             {.phase = "Succeeded", .containers = {container("node", terminated(0, "Completed", "09:00"))}}, Failed,
             u"Completed"_s, u"0/2 Completed 0"_s);
}

void tst_PodTrouble::failed()
{
    checkState();
}

void tst_PodTrouble::lost_data()
{
    using enum PodState;
    stateColumns();
    stateRow("its node is gone while it is being deleted",
             {.conditions = readySince("01:00"), .extraStatus = R"(, "reason": "NodeLost")", .extraMeta = deleting},
             Unknown, u"NodeLost"_s, u"0/2 Unknown 0"_s);
    stateRow("its node is gone", {.conditions = takenByNode(), .extraStatus = R"(, "reason": "NodeLost")"}, Unknown,
             u"NodeLost"_s, u"0/2 NodeLost 0"_s);
    stateRow("its phase is unknown", {.phase = "Unknown"}, Unknown, {}, u"0/2 Unknown 0"_s);
    stateRow("nobody reports about it",
             {.conditions = {condition("Ready", "Unknown", "09:00", "NodeStatusUnknown")},
              .containers = {container("node", running("00:10"), true)}},
             Unknown, u"NodeStatusUnknown"_s, u"1/2 Running 0"_s);
}

void tst_PodTrouble::lost()
{
    checkState();
}

void tst_PodTrouble::quotesKubernetes()
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

void tst_PodTrouble::knowsFatalReasons_data()
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

void tst_PodTrouble::knowsFatalReasons()
{
    QFETCH(QString, reason);
    QTEST(isFatalWaiting(reason), "fatal");
}

QTEST_GUILESS_MAIN(tst_PodTrouble)
#include "tst_podtrouble.moc"
