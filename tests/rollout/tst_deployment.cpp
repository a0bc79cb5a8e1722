// SPDX-License-Identifier: Apache-2.0
#include "decoding.h"
#include "deployment.h"
#include "rolloutstatus.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace rollout;

Q_DECLARE_METATYPE(rollout::Deployment)

/// Deployments, and what kubectl says about their rollouts.
class tst_Deployment : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsADeployment();
    void fillsInDefaults();
    void survivesWrongTypes();
    void knowsProbesThatProveNothing_data();
    void knowsProbesThatProveNothing();
    void saysWhatKubectlSays_data();
    void saysWhatKubectlSays();
};

namespace {

/// A Deployment of two, observed and complete.
Deployment settled()
{
    Deployment deployment;
    deployment.meta.name = u"foo"_s;
    deployment.meta.generation = 1;
    deployment.replicas = 2;
    deployment.status = {.observedGeneration = 2,
                         .replicas = 2,
                         .updatedReplicas = 2,
                         .readyReplicas = 2,
                         .availableReplicas = 2,
                         .conditions = {}};
    return deployment;
}

Deployment with(auto change)
{
    Deployment deployment = settled();
    change(deployment);
    return deployment;
}

} // namespace

void tst_Deployment::readsADeployment()
{
    const auto deployment = decoded<Deployment>(decodeDeployment, R"({
        "apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {"name": "redis-enterprise-operator", "namespace": "redis", "uid": "d1", "generation": 3},
        "spec": {
            "replicas": 2, "paused": true, "strategy": {"type": "Recreate"}, "progressDeadlineSeconds": 600,
            "selector": {"matchLabels": {"name": "redis-enterprise-operator"}},
            "template": {
                "metadata": {"labels": {"name": "redis-enterprise-operator"}},
                "spec": {"serviceAccountName": "redis-enterprise-operator", "containers": [
                    {"name": "redis-enterprise-operator", "image": "redislabs/operator:8.0.6-8",
                     "readinessProbe": {"exec": {"command": ["true"]}, "periodSeconds": 60}},
                    {"name": "admission", "image": "redislabs/operator:8.0.6-8",
                     "readinessProbe": {"httpGet": {"path": "/readiness", "port": 8443}}},
                    {"name": "side", "image": "side:1"}
                ]}
            }
        },
        "status": {
            "observedGeneration": 2, "replicas": 4, "updatedReplicas": 3, "readyReplicas": 2, "availableReplicas": 1,
            "conditions": [
                {"type": "Available", "status": "False", "reason": "MinimumReplicasUnavailable",
                 "lastTransitionTime": "2026-08-01T10:00:00Z", "lastUpdateTime": "2026-08-01T10:00:01Z"},
                {"type": "ReplicaFailure", "status": "True", "reason": "FailedCreate", "message": "exceeded quota"}
            ]
        }})");
    QVERIFY(deployment);
    QCOMPARE(deployment->meta.key(), (kube::ObjectKey{u"redis"_s, u"redis-enterprise-operator"_s}));
    QCOMPARE(deployment->replicas, 2);
    QVERIFY(deployment->paused);
    QVERIFY(deployment->isRecreate());
    QVERIFY(!deployment->isObserved());
    QCOMPARE(deployment->selector.toString(), u"name=redis-enterprise-operator"_s);
    QCOMPARE(deployment->containers.size(), 3);
    QCOMPARE(deployment->containers.at(0).image, u"redislabs/operator:8.0.6-8"_s);
    QCOMPARE(deployment->readinessProbes.keys(), (QStringList{u"admission"_s, u"redis-enterprise-operator"_s}));
    QCOMPARE(deployment->readinessProbes.value(u"redis-enterprise-operator"_s),
             (ReadinessProbe{.command = {u"true"_s}, .periodSeconds = 60}));
    QCOMPARE(deployment->readinessProbes.value(u"admission"_s), ReadinessProbe());
    QCOMPARE(deployment->status.replicas, 4);
    QCOMPARE(deployment->status.updatedReplicas, 3);
    QCOMPARE(deployment->status.readyReplicas, 2);
    QCOMPARE(deployment->status.availableReplicas, 1);
    const DeploymentCondition *available = deployment->condition(u"Available");
    QVERIFY(available && available->isFalse() && !available->isTrue());
    QCOMPARE(available->lastTransition, QDateTime::fromString(u"2026-08-01T10:00:00Z"_s, Qt::ISODate));
    QCOMPARE(available->lastUpdate, QDateTime::fromString(u"2026-08-01T10:00:01Z"_s, Qt::ISODate));
    const DeploymentCondition *failure = deployment->condition(u"ReplicaFailure");
    QVERIFY(failure && failure->isTrue());
    QCOMPARE(failure->message, u"exceeded quota"_s);
    QVERIFY(!deployment->condition(u"Progressing"));
}

void tst_Deployment::fillsInDefaults()
{
    const auto deployment = decoded<Deployment>(decodeDeployment, R"({"metadata": {"name": "d"}})");
    QVERIFY(deployment);
    QCOMPARE(deployment->replicas, 1);
    QVERIFY(!deployment->isRecreate());
    QVERIFY(deployment->containers.isEmpty());
}

void tst_Deployment::survivesWrongTypes()
{
    const auto deployment = decoded<Deployment>(decodeDeployment, R"({
        "metadata": {"name": "d"},
        "spec": {"replicas": "two", "strategy": 4, "template": {"spec": {"containers": [
            {"name": "c", "readinessProbe": {"exec": {"command": [1, "true"]}, "periodSeconds": "long"}}, 5]}}},
        "status": {"conditions": ["no", {"type": 1}]}})");
    QVERIFY(deployment);
    QCOMPARE(deployment->replicas, 1);
    QCOMPARE(deployment->containers.size(), 2);
    QCOMPARE(deployment->readinessProbes.value(u"c"_s).periodSeconds, 10);
}

void tst_Deployment::knowsProbesThatProveNothing_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<bool>("provesNothing");
    QTest::newRow("true, as the operator has it since 8.0.2-2") << QStringList{u"true"_s} << true;
    QTest::newRow("true by its path") << QStringList{u"/usr/bin/true"_s} << true;
    QTest::newRow("true in a shell") << QStringList{u"/bin/sh"_s, u"-c"_s, u" true "_s} << true;
    QTest::newRow("an exit in a shell") << QStringList{u"bash"_s, u"-c"_s, u"exit 0"_s} << true;
    QTest::newRow("a question to a server") << QStringList{u"curl"_s, u"localhost:8080/ready"_s} << false;
    QTest::newRow("a shell that does something") << QStringList{u"sh"_s, u"-c"_s, u"test -f /ready"_s} << false;
    QTest::newRow("a program of a similar name") << QStringList{u"nottrue"_s} << false;
    QTest::newRow("true as an argument") << QStringList{u"set"_s, u"ready"_s, u"true"_s} << false;
    QTest::newRow("no command: HTTP, TCP or gRPC") << QStringList() << false;
}

void tst_Deployment::knowsProbesThatProveNothing()
{
    QFETCH(const QStringList, command);
    const ReadinessProbe probe{.command = command};
    QTEST(probe.provesNothing(), "provesNothing");
}

void tst_Deployment::saysWhatKubectlSays_data()
{
    QTest::addColumn<Deployment>("deployment");
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("error");
    QTest::addColumn<bool>("done");

    const auto row = [](const char *name, const Deployment &deployment, const QString &message, bool done = false,
                        const QString &error = {}) { QTest::newRow(name) << deployment << message << error << done; };
    const QString observing = u"Waiting for deployment spec update to be observed..."_s;
    const QString finished = u"deployment \"foo\" successfully rolled out"_s;
    // The rows of kubectl's own table.
    row("new pods are still being made", with([](Deployment &one) {
            one.status.updatedReplicas = 1;
            one.status.availableReplicas = 1;
        }),
        u"Waiting for deployment \"foo\" rollout to finish: 1 out of 2 new replicas have been updated..."_s);
    row("old pods are still there", with([](Deployment &one) { one.status.replicas = 3; }),
        u"Waiting for deployment \"foo\" rollout to finish: 1 old replicas are pending termination..."_s);
    row("new pods are not available yet", with([](Deployment &one) { one.status.availableReplicas = 1; }),
        u"Waiting for deployment \"foo\" rollout to finish: 1 of 2 updated replicas are available..."_s);
    row("all is done", settled(), finished, true);
    row("the change has not been seen", with([](Deployment &one) { one.meta.generation = 3; }), observing);

    // The rest of the function.
    row("not seen goes before a deadline", with([](Deployment &one) {
            one.meta.generation = 3;
            one.status.conditions = {{.type = u"Progressing"_s, .reason = u"ProgressDeadlineExceeded"_s}};
        }),
        observing);
    row("it took too long", with([](Deployment &one) {
            one.status.updatedReplicas = 0;
            one.status.conditions = {{.type = u"Available"_s, .reason = u"x"_s},
                                     {.type = u"Progressing"_s, .reason = u"ProgressDeadlineExceeded"_s}};
        }),
        {}, true, u"deployment \"foo\" exceeded its progress deadline"_s);
    row("the deadline of another condition says nothing", with([](Deployment &one) {
            one.status.conditions = {{.type = u"Available"_s, .reason = u"ProgressDeadlineExceeded"_s}};
        }),
        finished, true);
    row("no pod at all yet", with([](Deployment &one) { one.status = {.observedGeneration = 1}; }),
        u"Waiting for deployment \"foo\" rollout to finish: 0 out of 2 new replicas have been updated..."_s);
    row("scaled to nothing is done", with([](Deployment &one) {
            one.replicas = 0;
            one.status = {.observedGeneration = 1};
        }),
        finished, true);
    row("a server that has not counted generations yet", with([](Deployment &one) {
            one.meta.generation = 1;
            one.status = {};
        }),
        observing);
    row("a per cent sign in a name stays one", with([](Deployment &one) { one.meta.name = u"a%1b%2"_s; }),
        u"deployment \"a%1b%2\" successfully rolled out"_s, true);
}

void tst_Deployment::saysWhatKubectlSays()
{
    QFETCH(const Deployment, deployment);
    const RolloutStatus status = deploymentStatus(deployment);
    QTEST(status.message, "message");
    QTEST(status.error, "error");
    QTEST(status.done, "done");
}

QTEST_GUILESS_MAIN(tst_Deployment)
#include "tst_deployment.moc"
