// SPDX-License-Identifier: Apache-2.0
#include "operator/operatorstatus.h"
#include "operator/riggerstatus.h"

#include <QTest>
#include <functional>

using namespace Qt::StringLiterals;
using rollout::ContainerState;
using rollout::Deployment;
using rollout::Pod;
using upgrade::OperatorStatus;
using Phase = upgrade::OperatorStatus::Phase;

namespace {

const QString name = u"redis-enterprise-operator"_s;
const QString oldImage = u"registry.corp:5000/redislabs/operator:8.0.2-17"_s;
const QString newImage = u"registry.corp:5000/redislabs/operator:8.0.6-8"_s;
const QDateTime now = QDateTime::fromString(u"2026-08-01T12:00:00Z"_s, Qt::ISODate);

QDateTime ago(int seconds)
{
    return now.addSecs(-seconds);
}

/// An operator in the middle of its upgrade. As made: the new pod runs, and everything agreed a minute ago.
struct Scene
{
    Deployment deployment;
    std::optional<QList<Pod>> pods = QList<Pod>();
    upgrade::ExpectedOperator expected{.image = newImage, .generation = 2, .uid = u"d1"_s};

    Scene()
    {
        deployment.meta.name = name;
        deployment.meta.uid = u"d1"_s;
        deployment.meta.generation = 2;
        deployment.strategy = u"Recreate"_s;
        deployment.containers = {{.name = u"admission"_s, .image = newImage}, {.name = name, .image = newImage}};
        deployment.readinessProbes = {{name, {.command = {u"true"_s}, .periodSeconds = 60}}};
        deployment.status = {.observedGeneration = 2,
                             .replicas = 1,
                             .updatedReplicas = 1,
                             .readyReplicas = 1,
                             .availableReplicas = 1,
                             .conditions = {{.type = u"Available"_s,
                                             .status = u"True"_s,
                                             .reason = u"MinimumReplicasAvailable"_s,
                                             .lastTransition = ago(60)}}};
        pods->append(pod(newImage, u"new"_s));
    }

    /// One that is ready for a minute.
    static Pod pod(const QString &image, const QString &hash)
    {
        Pod result;
        result.meta.name = name + u'-' + hash + u"-x1"_s;
        result.meta.creationTimestamp = ago(90);
        result.meta.labels = {{u"name"_s, name}, {u"pod-template-hash"_s, hash}};
        result.meta.owners = {{.kind = u"ReplicaSet"_s, .name = name + u'-' + hash, .controller = true}};
        result.nodeName = u"node-1"_s;
        result.containers = {{.name = name, .image = image}, {.name = u"admission"_s, .image = image}};
        result.phase = u"Running"_s;
        result.conditions = {{.type = u"PodScheduled"_s, .status = u"True"_s, .lastTransition = ago(90)},
                             {.type = u"Initialized"_s, .status = u"True"_s, .lastTransition = ago(90)},
                             {.type = u"Ready"_s, .status = u"True"_s, .lastTransition = ago(60)}};
        for (const QString &container : {name, u"admission"_s}) {
            result.containerStatuses.append({.name = container, .image = image, .ready = true, .started = true});
            result.containerStatuses.last().state.kind = ContainerState::Kind::Running;
            result.containerStatuses.last().state.startedAt = ago(80);
        }
        return result;
    }

    /// What the Deployment counts.
    Scene &counts(int replicas, int updated, int available)
    {
        deployment.status.replicas = replicas;
        deployment.status.updatedReplicas = updated;
        deployment.status.readyReplicas = available;
        deployment.status.availableReplicas = available;
        rollout::DeploymentCondition &serving = deployment.status.conditions.front();
        serving.status = available > 0 ? u"True"_s : u"False"_s;
        serving.lastTransition = ago(20);
        return *this;
    }
    /// A condition of the Deployment, 15 s old.
    Scene &condition(const QString &type, const QString &status, const QString &reason, const QString &message)
    {
        deployment.status.conditions.append({.type = type,
                                             .status = status,
                                             .reason = reason,
                                             .message = message,
                                             .lastUpdate = ago(15),
                                             .lastTransition = ago(15)});
        return *this;
    }
    Scene &rolling()
    {
        return change([](Scene &scene) { scene.deployment.strategy = u"RollingUpdate"_s; });
    }
    Scene &only(const QList<Pod> &some)
    {
        return change([&](Scene &scene) { scene.pods = some; });
    }
    Scene &change(const std::function<void(Scene &)> &how)
    {
        how(*this);
        return *this;
    }
};

Pod terminating(Pod pod, int secondsAgo, int grace)
{
    pod.meta.deletionTimestamp = ago(secondsAgo - grace);
    pod.deletionGraceSeconds = grace;
    return pod;
}

Pod pending(Pod pod, const QString &reason, const QString &message = {})
{
    pod.phase = u"Pending"_s;
    pod.conditions.last().status = u"False"_s;
    pod.conditions.last().lastTransition = ago(90);
    for (rollout::ContainerStatus &status : pod.containerStatuses) {
        status.ready = false;
        status.state = {.kind = ContainerState::Kind::Waiting, .reason = reason, .message = message};
    }
    return pod;
}

Pod unscheduled(Pod pod, int secondsAgo)
{
    pod = pending(pod, {});
    pod.nodeName.clear();
    pod.containerStatuses.clear();
    pod.conditions = {{.type = u"PodScheduled"_s,
                       .status = u"False"_s,
                       .reason = u"Unschedulable"_s,
                       .message = u"0/3 nodes are available: 3 Insufficient cpu."_s,
                       .lastTransition = ago(secondsAgo)}};
    return pod;
}

Pod starting(Pod pod)
{
    pod.conditions.last() = {.type = u"Ready"_s, .status = u"False"_s, .lastTransition = ago(90)};
    pod.containerStatuses.first().ready = false;
    return pod;
}

Pod crashed(Pod pod)
{
    pod = starting(pod);
    rollout::ContainerStatus &status = pod.containerStatuses.first();
    status.state = {.kind = ContainerState::Kind::Waiting,
                    .reason = u"CrashLoopBackOff"_s,
                    .message = u"back-off 40s restarting failed container"_s};
    status.lastState = {.kind = ContainerState::Kind::Terminated,
                        .exitCode = 2,
                        .reason = u"Error"_s,
                        .startedAt = ago(32),
                        .finishedAt = ago(30)};
    status.restartCount = 3;
    return pod;
}

} // namespace

Q_DECLARE_METATYPE(Scene)

/// What is said about an operator on its way to a new release.
class tst_OperatorStatus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsThePhase_data();
    void tellsThePhase();
    void saysWhatReadyProves_data();
    void saysWhatReadyProves();
    void aDeploymentThatIsNotThere();
    void tellsRiggers_data();
    void tellsRiggers();
    void knowsRiggersByName();
};

void tst_OperatorStatus::tellsThePhase_data()
{
    QTest::addColumn<Scene>("scene");
    QTest::addColumn<Phase>("phase");
    QTest::addColumn<QString>("says"); ///< a part of the sentence
    QTest::addColumn<bool>("gap"); ///< no operator is ready
    QTest::addColumn<int>("since"); ///< seconds ago; -1: not told
    const auto row = [](const char *what, const Scene &scene, Phase phase, const QString &says, bool gap, int since) {
        QTest::newRow(what) << scene << phase << says << gap << since;
    };
    const Pod oldPod = Scene::pod(oldImage, u"old"_s);
    const Pod newPod = Scene::pod(newImage, u"new"_s);

    row("the new pod runs and everything agrees", Scene(), Phase::Ready,
        u"Pod redis-enterprise-operator-new-x1 runs image "_s + newImage, false, 60);
    row("nothing is expected beyond what the Deployment asks for",
        Scene().change([](Scene &scene) { scene.expected = {}; }), Phase::Ready, newImage, false, 60);
    row("a registry's mirror is the same version",
        Scene().only({Scene::pod(u"mirror/redislabs/operator:8.0.6-8"_s, u"new"_s)}), Phase::Ready, {}, false, 60);

    row("the server has still to show the write", Scene().change([](Scene &scene) { scene.expected.generation = 3; }),
        Phase::WaitingForController, u"The server has still to show it."_s, false, -1);
    row("the Deployment was made anew after the write", Scene().change([](Scene &scene) {
        scene.deployment.meta.uid = u"d2"_s;
        scene.deployment.meta.generation = 1;
    }),
        Phase::Ready, newImage, false, 60);
    row("the Deployment was changed back", Scene().change([](Scene &scene) {
        for (rollout::ContainerSpec &container : scene.deployment.containers)
            container.image = oldImage;
    }),
        Phase::Stuck, u"asks for image %1, not for %2. Somebody changed it"_s.arg(oldImage, newImage), false, -1);
    row("it asks for another image, and of when is not known", Scene().change([](Scene &scene) {
        scene.deployment.containers.last().image = oldImage;
        scene.expected.generation = 0;
    }),
        Phase::WaitingForController, u"Either the server has still to show the change"_s, false, -1);
    row("the Deployment has no such container",
        Scene().change([](Scene &scene) { scene.deployment.containers.removeLast(); }), Phase::Stuck,
        u"no container redis-enterprise-operator"_s, false, -1);
    row("the Deployment is being deleted",
        Scene().change([](Scene &scene) { scene.deployment.meta.deletionTimestamp = ago(5); }), Phase::Stuck,
        u"being deleted"_s, false, 5);
    row("the controller has not seen the change",
        Scene().only({oldPod}).change([](Scene &scene) { scene.deployment.status.observedGeneration = 1; }),
        Phase::WaitingForController, u"has not seen the change"_s, false, -1);
    row("the old pod is about to go", Scene().counts(1, 0, 1).only({oldPod}), Phase::WaitingForController,
        u"still runs image "_s + oldImage, false, -1);

    row("the old pod shuts down", Scene().counts(1, 0, 0).only({terminating(starting(oldPod), 10, 30)}), Phase::Gap,
        u"Pod redis-enterprise-operator-old-x1 is shutting down."_s, true, 10);
    row("the old pod does not go", Scene().counts(1, 0, 0).only({terminating(starting(oldPod), 200, 30)}), Phase::Stuck,
        u"past its grace period"_s, true, 200);
    row("the old pod is gone", Scene().counts(0, 0, 0).only({}), Phase::Gap, u"about to be created"_s, true, 20);
    row("the old pod was evicted before", Scene().counts(0, 0, 0).only({[&] {
        Pod pod = starting(oldPod);
        pod.phase = u"Failed"_s;
        pod.reason = u"Evicted"_s;
        return pod;
    }()}),
        Phase::Gap, u"about to be created"_s, true, 20);
    row("without Recreate there is no gap to speak of", Scene().rolling().counts(0, 0, 0).only({}),
        Phase::WaitingForController, u"about to be created"_s, true, 20);
    row("a pod of something else has the labels", Scene().counts(0, 0, 0).only({[&] {
        Pod pod = newPod;
        pod.meta.owners.first().name = u"other-new"_s;
        return pod;
    }()}),
        Phase::Gap, u"about to be created"_s, true, 20);

    row("the node pulls the image", Scene().counts(1, 1, 0).only({[&] {
        Pod pod = pending(newPod, u"ContainerCreating"_s);
        pod.conditions.append({.type = u"PodReadyToStartContainers"_s, .status = u"True"_s});
        return pod;
    }()}),
        Phase::PullingImage, u"Node node-1 pulls the images"_s, true, 90);
    row("an old server does not say what the node does",
        Scene().counts(1, 1, 0).only({pending(newPod, u"ContainerCreating"_s)}), Phase::PullingImage,
        u"volumes, network, images"_s, true, 90);
    row("the image cannot be pulled",
        Scene().counts(1, 1, 0).only(
            {pending(newPod, u"ImagePullBackOff"_s, u"Back-off pulling image \"%1\""_s.arg(newImage))}),
        Phase::Stuck, u"ImagePullBackOff (Back-off pulling image \"%1\")"_s.arg(newImage), true, 90);
    row("it starts", Scene().counts(1, 1, 0).only({starting(newPod)}), Phase::Starting,
        u"Container redis-enterprise-operator of pod redis-enterprise-operator-new-x1 runs; its readiness"_s, true, 80);
    row("it crashes again and again", Scene().counts(1, 1, 0).only({crashed(newPod)}), Phase::Stuck,
        u"crashed with Error (exit code 2); restarts: 3."_s, true, 30);
    row("it has no node yet", Scene().counts(1, 1, 0).only({unscheduled(newPod, 5)}), Phase::Starting,
        u"3 Insufficient cpu"_s, true, 5);
    row("no node takes it", Scene().counts(1, 1, 0).only({unscheduled(newPod, 16)}), Phase::Stuck,
        u"3 Insufficient cpu"_s, true, 16);
    row("it is ready, and not counted yet", Scene().counts(1, 1, 0).only({newPod}), Phase::Starting,
        u"has still to count it"_s, false, 60);
    row("it was ready, and is not any more", Scene().only({[&] {
        Pod pod = starting(newPod);
        pod.conditions.last().lastTransition = ago(7);
        pod.conditions.last().reason = u"ContainersNotReady"_s;
        return pod;
    }()}),
        Phase::Starting, u"was ready and is not any more"_s, true, 7);
    row("only the resources of its template were changed", Scene().counts(1, 0, 1), Phase::WaitingForController,
        u"is of the template before"_s, false, -1);
    row("the old pod serves until the new one is ready",
        Scene().rolling().counts(2, 1, 1).only({oldPod, starting(newPod)}), Phase::Starting, u"readiness probe"_s,
        false, 80);
    row("one of two is not ready", Scene().change([&](Scene &scene) {
        scene.deployment.replicas = 2;
        scene.counts(2, 2, 1).only({newPod, starting(newPod)});
    }),
        Phase::Starting, u"readiness probe"_s, false, 80);

    const QString quota = u"pods \"redis-enterprise-operator-new-\" is forbidden: exceeded quota: compute."_s;
    row("a quota forbids the pod",
        Scene().counts(0, 0, 0).only({}).condition(u"ReplicaFailure"_s, u"True"_s, u"FailedCreate"_s, quota),
        Phase::Stuck, u"The pod cannot be created: FailedCreate (%1)."_s.arg(quota.chopped(1)), true, 15);
    row("a quota that forbade it once", Scene().condition(u"ReplicaFailure"_s, u"False"_s, u"FailedCreate"_s, quota),
        Phase::Ready, {}, false, 60);
    row("it took too long",
        Scene()
            .counts(1, 1, 0)
            .only({starting(newPod)})
            .condition(u"Progressing"_s, u"False"_s, u"ProgressDeadlineExceeded"_s, {}),
        Phase::Stuck, u"readiness probe"_s, true, 80);
    row("it is paused",
        Scene().counts(1, 0, 1).only({oldPod}).change([](Scene &scene) { scene.deployment.paused = true; }),
        Phase::Stuck, u"kubectl rollout resume deployment redis-enterprise-operator"_s, false, -1);
    row("it is scaled to nothing",
        Scene().counts(0, 0, 0).only({}).change([](Scene &scene) { scene.deployment.replicas = 0; }), Phase::Stuck,
        u"scaled to 0 replicas"_s, true, -1);

    const auto unreadable = [](Scene &scene) { scene.pods.reset(); };
    row("pods may not be read: ready", Scene().change(unreadable), Phase::Ready,
        u"counts its pod as available, with image "_s + newImage, false, 60);
    row("pods may not be read: the gap", Scene().counts(0, 0, 0).change(unreadable), Phase::Gap,
        u"The old pod goes before the new one is made."_s, true, 20);
    row("pods may not be read: starting", Scene().counts(1, 1, 0).change(unreadable), Phase::Starting,
        u"not available yet"_s, true, 20);
    row("pods may not be read: no gap", Scene().rolling().counts(1, 0, 1).change(unreadable),
        Phase::WaitingForController, u"about to be created"_s, false, -1);
}

void tst_OperatorStatus::tellsThePhase()
{
    QFETCH(const Scene, scene);
    QFETCH(const QString, says);
    QFETCH(const bool, gap);
    QFETCH(const int, since);
    std::optional<QList<rollout::PodPtr>> pods;
    if (scene.pods) {
        pods.emplace();
        for (const Pod &pod : *scene.pods)
            pods->append(std::make_shared<Pod>(pod));
    }
    const OperatorStatus status =
        upgrade::operatorStatus(std::make_shared<Deployment>(scene.deployment), pods, scene.expected, now);
    QTEST(status.phase, "phase");
    QVERIFY2(status.sentence.contains(says), qPrintable(status.sentence));
    QVERIFY2(status.sentence.endsWith(u'.'), qPrintable(status.sentence));
    QCOMPARE(!status.consequence.isEmpty(), gap);
    QCOMPARE(status.since, since < 0 ? QDateTime() : ago(since));
    QCOMPARE(status.kubectl, rollout::deploymentStatus(scene.deployment));
    QCOMPARE(status.caution.contains(u"The pods may not be read"), !scene.pods.has_value());
}

void tst_OperatorStatus::saysWhatReadyProves_data()
{
    QTest::addColumn<std::optional<rollout::ReadinessProbe>>("probe");
    QTest::addColumn<bool>("ready");
    QTest::addColumn<QString>("says");
    using Probe = std::optional<rollout::ReadinessProbe>;
    const rollout::ReadinessProbe always{.command = {u"true"_s}, .periodSeconds = 60};
    QTest::newRow("a probe that always succeeds")
        << Probe(always) << true << u"its readiness probe is the command \"true\", which always succeeds"_s;
    QTest::newRow("no probe") << Probe() << true << u"its container has no readiness probe"_s;
    QTest::newRow("a probe that asks the operator") << Probe(rollout::ReadinessProbe()) << true << QString();
    QTest::newRow("a probe that is asked seldom") << Probe(always) << false << u"asked only every 60 s"_s;
    QTest::newRow("a probe that is asked often") << Probe(rollout::ReadinessProbe()) << false << QString();
}

void tst_OperatorStatus::saysWhatReadyProves()
{
    QFETCH(const std::optional<rollout::ReadinessProbe>, probe);
    QFETCH(const bool, ready);
    QFETCH(const QString, says);
    Scene scene;
    scene.deployment.readinessProbes.clear();
    scene.deployment.readinessProbes.insert(u"admission"_s, {.command = {u"true"_s}}); // is another's
    if (probe)
        scene.deployment.readinessProbes.insert(name, *probe);
    auto pod = std::make_shared<Pod>(scene.pods->first());
    if (!ready) {
        *pod = starting(*pod);
        scene.counts(1, 1, 0);
    }
    const OperatorStatus status = upgrade::operatorStatus(std::make_shared<Deployment>(scene.deployment),
                                                          QList<rollout::PodPtr>{pod}, scene.expected, now);
    QCOMPARE(status.phase, ready ? Phase::Ready : Phase::Starting);
    QVERIFY2(says.isEmpty() ? status.caution.isEmpty() : status.caution.contains(says), qPrintable(status.caution));
}

void tst_OperatorStatus::aDeploymentThatIsNotThere()
{
    const OperatorStatus status = upgrade::operatorStatus(nullptr, std::nullopt, {}, now);
    QCOMPARE(status.phase, Phase::NotThere);
    QVERIFY(status.sentence.contains(u"no Deployment redis-enterprise-operator"));
    QCOMPARE(status.kubectl, rollout::RolloutStatus());
}

void tst_OperatorStatus::tellsRiggers_data()
{
    QTest::addColumn<std::function<void(Deployment &)>>("change"); ///< none: no Deployment
    QTest::addColumn<bool>("ready");
    QTest::addColumn<QString>("sentence");
    using Change = std::function<void(Deployment &)>;
    const QString done = u"deployment \"orders-services-rigger\" successfully rolled out"_s;
    const QString waits =
        u"Waiting for deployment \"orders-services-rigger\" rollout to finish: 0 of 1 updated replicas are available..."_s;
    QTest::newRow("it is not there") << Change() << false
                                     << u"It is not there. The operator makes it once it manages the cluster."_s;
    QTest::newRow("it runs") << Change([](Deployment &) { }) << true << done;
    QTest::newRow("its pod is not ready")
        << Change([](Deployment &rigger) { rigger.status.readyReplicas = rigger.status.availableReplicas = 0; })
        << false
        << QString(waits
                   + u" If it stays so, see its log: often a network policy keeps "
                     "it from port 9443 of Service orders."_s);
    QTest::newRow("a quota forbids its pod") << Change([](Deployment &rigger) {
        rigger.status.readyReplicas = rigger.status.availableReplicas = 0;
        rigger.status.conditions = {{.type = u"ReplicaFailure"_s,
                                     .status = u"True"_s,
                                     .reason = u"FailedCreate"_s,
                                     .message = u"exceeded quota"_s}};
    }) << false << QString(waits + u" Its pod cannot be created: FailedCreate (exceeded quota)."_s);
    QTest::newRow("it is scaled to nothing") << Change([](Deployment &rigger) {
        rigger.replicas = 0;
        rigger.status = {.observedGeneration = 1};
    }) << false << QString(done + u" It is scaled to 0 replicas: no Services are made for databases."_s);
    QTest::newRow("it took too long") << Change([](Deployment &rigger) {
        rigger.status.conditions = {{.type = u"Progressing"_s, .reason = u"ProgressDeadlineExceeded"_s}};
    }) << false << u"error: deployment \"orders-services-rigger\" exceeded its progress deadline"_s;
}

void tst_OperatorStatus::tellsRiggers()
{
    QFETCH(const std::function<void(Deployment &)>, change);
    std::shared_ptr<Deployment> deployment;
    if (change) {
        deployment = std::make_shared<Deployment>();
        deployment->meta.name = u"orders-services-rigger"_s;
        deployment->meta.generation = 1;
        deployment->status = {.observedGeneration = 1,
                              .replicas = 1,
                              .updatedReplicas = 1,
                              .readyReplicas = 1,
                              .availableReplicas = 1,
                              .conditions = {}};
        change(*deployment);
    }
    const upgrade::RiggerStatus status = upgrade::riggerStatus(u"orders"_s, deployment);
    QCOMPARE(status.name, u"orders-services-rigger"_s);
    QCOMPARE(status.cluster, u"orders"_s);
    QCOMPARE(status.isThere, deployment != nullptr);
    QTEST(status.ready, "ready");
    QTEST(status.sentence, "sentence");
}

void tst_OperatorStatus::knowsRiggersByName()
{
    QCOMPARE(upgrade::clusterOfRigger(u"my-rec-services-rigger"), u"my-rec"_s);
    QCOMPARE(upgrade::clusterOfRigger(u"redis-enterprise-operator"), QString());
    QCOMPARE(upgrade::clusterOfRigger(upgrade::riggerNameOf(u"a"_s)), u"a"_s);
}

QTEST_GUILESS_MAIN(tst_OperatorStatus)
#include "tst_operatorstatus.moc"
