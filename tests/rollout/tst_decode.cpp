// SPDX-License-Identifier: Apache-2.0
#include "controllerrevision.h"
#include "decoding.h"
#include "event.h"
#include "labelselector.h"
#include "pod.h"
#include "sharedtext.h"
#include "statefulset.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace rollout;

class tst_Decode : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAPod();
    void readsAPodInTrouble();
    void survivesWrongTypes();
    void sharesTexts();
    void readsAStatefulSet();
    void fillsInDefaults();
    void tellsTheWaysToUpdateApart_data();
    void tellsTheWaysToUpdateApart();
    void knowsWhetherItIsObserved_data();
    void knowsWhetherItIsObserved();
    void matchesLabels_data();
    void matchesLabels();
    void readsAControllerRevision();
    void readsEvents_data();
    void readsEvents();
    void namesPaths();
};

namespace {

QDateTime utc(const QString &text)
{
    return QDateTime::fromString(text, Qt::ISODateWithMs);
}

} // namespace

void tst_Decode::readsAPod()
{
    const auto pod = decoded<Pod>(decodePod, R"({
        "apiVersion": "v1", "kind": "Pod",
        "metadata": {
            "name": "orders-2", "namespace": "shop", "uid": "c0ffee-2", "resourceVersion": "991",
            "creationTimestamp": "2026-08-01T10:00:00Z", "generateName": "orders-",
            "labels": {
                "app": "redis-enterprise", "apps.kubernetes.io/pod-index": "2",
                "controller-revision-hash": "orders-6b9f", "redis.io/cluster": "orders", "redis.io/role": "node",
                "redis.io/role-master": "1", "statefulset.kubernetes.io/pod-name": "orders-2"
            },
            "annotations": {"openshift.io/scc": "restricted-v2"},
            "ownerReferences": [{
                "apiVersion": "apps/v1", "kind": "StatefulSet", "name": "orders", "uid": "5e7-1", "controller": true,
                "blockOwnerDeletion": true
            }],
            "managedFields": [{"manager": "kubelet", "fieldsV1": {"f:status": {"f:podIP": {}}}}]
        },
        "spec": {
            "volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "redis-enterprise-storage-orders-2"}}],
            "initContainers": [
                {"name": "proxy", "image": "mesh/proxy:1.2", "restartPolicy": "Always"},
                {"name": "init", "image": "redislabs/operator:8.0.6-8"}
            ],
            "containers": [
                {"name": "bootstrapper", "image": "redislabs/operator:8.0.6-8", "env": [{"name": "A", "value": "b"}]},
                {"name": "redis-enterprise-node", "image": "redislabs/redis:8.0.6-54", "resources": {"limits": {"cpu": "2"}}}
            ],
            "nodeName": "worker-b", "restartPolicy": "Always", "terminationGracePeriodSeconds": 31536000,
            "readinessGates": [{"conditionType": "example.com/registered"}]
        },
        "status": {
            "phase": "Running",
            "conditions": [
                {"type": "Initialized", "status": "True", "lastProbeTime": null, "lastTransitionTime": "2026-08-01T10:00:03Z"},
                {"type": "Ready", "status": "True", "lastProbeTime": null, "lastTransitionTime": "2026-08-01T10:04:00Z"},
                {"type": "PodScheduled", "status": "True", "lastProbeTime": null, "lastTransitionTime": "2026-08-01T10:00:01Z"}
            ],
            "hostIP": "192.168.7.2", "podIP": "10.42.1.17", "podIPs": [{"ip": "10.42.1.17"}],
            "startTime": "2026-08-01T10:00:01Z",
            "initContainerStatuses": [{
                "name": "init", "state": {"terminated": {"exitCode": 0, "reason": "Completed",
                    "startedAt": "2026-08-01T10:00:02Z", "finishedAt": "2026-08-01T10:00:03Z"}},
                "lastState": {}, "ready": true, "restartCount": 0, "image": "redislabs/operator:8.0.6-8", "imageID": ""
            }],
            "containerStatuses": [
                {"name": "bootstrapper", "state": {"running": {"startedAt": "2026-08-01T10:00:04Z"}}, "lastState": {},
                 "ready": true, "restartCount": 0, "image": "docker.io/redislabs/operator:8.0.6-8",
                 "imageID": "docker.io/redislabs/operator@sha256:1111", "containerID": "containerd://aa", "started": true},
                {"name": "redis-enterprise-node", "state": {"running": {"startedAt": "2026-08-01T10:02:00Z"}},
                 "lastState": {"terminated": {"exitCode": 137, "reason": "OOMKilled",
                    "startedAt": "2026-08-01T10:00:05Z", "finishedAt": "2026-08-01T10:01:58Z"}},
                 "ready": true, "restartCount": 1, "image": "docker.io/redislabs/redis:8.0.6-54",
                 "imageID": "docker.io/redislabs/redis@sha256:2222", "started": true}
            ],
            "qosClass": "Guaranteed"
        }
    })");
    QVERIFY(pod);
    QCOMPARE(pod->meta.key(), (kube::ObjectKey{u"shop"_s, u"orders-2"_s}));
    QCOMPARE(pod->meta.uid, u"c0ffee-2"_s);
    QCOMPARE(pod->meta.resourceVersion, u"991"_s);
    QCOMPARE(pod->meta.creationTimestamp, utc(u"2026-08-01T10:00:00Z"_s));
    QVERIFY(!pod->meta.isTerminating());
    QCOMPARE(pod->meta.labels.size(), 7);
    QVERIFY(pod->meta.controller());
    QCOMPARE(pod->meta.controller()->uid, u"5e7-1"_s);
    QCOMPARE(pod->revision(), u"orders-6b9f"_s);
    QVERIFY(pod->isMaster());
    QVERIFY(pod->isRunningAndReady());
    QCOMPARE(pod->nodeName, u"worker-b"_s);
    QCOMPARE(pod->podIp, u"10.42.1.17"_s);
    QCOMPARE(pod->initContainers,
             (QList<ContainerSpec>{{u"proxy"_s, u"mesh/proxy:1.2"_s, true},
                                   {u"init"_s, u"redislabs/operator:8.0.6-8"_s, false}}));
    QVERIFY(mainContainer(pod->containers));
    QCOMPARE(mainContainer(pod->containers)->image, u"redislabs/redis:8.0.6-54"_s);
    QCOMPARE(pod->readinessGates, QList{u"example.com/registered"_s});
    QCOMPARE(pod->conditions.size(), 3);
    QCOMPARE(pod->condition(u"Ready")->lastTransition, utc(u"2026-08-01T10:04:00Z"_s));
    QVERIFY(!pod->condition(u"ContainersReady"));
    QCOMPARE(pod->initContainerStatuses.first().state.kind, ContainerState::Kind::Terminated);
    const ContainerStatus node = pod->containerStatuses.last();
    QCOMPARE(node.imageId, u"docker.io/redislabs/redis@sha256:2222"_s);
    QCOMPARE(node.state.kind, ContainerState::Kind::Running);
    QCOMPARE(node.state.startedAt, utc(u"2026-08-01T10:02:00Z"_s));
    QCOMPARE(node.lastState.reason, u"OOMKilled"_s);
    QCOMPARE(node.lastState.exitCode, 137);
    QCOMPARE(node.lastState.finishedAt, utc(u"2026-08-01T10:01:58Z"_s));
    QCOMPARE(node.restartCount, 1);
    QCOMPARE(node.started, std::optional(true));
    QVERIFY(!pod->initContainerStatuses.first().started);
}

void tst_Decode::readsAPodInTrouble()
{
    const auto pod = decoded<Pod>(decodePod, R"({
        "metadata": {
            "name": "orders-1", "deletionTimestamp": "2027-08-01T10:00:30Z", "deletionGracePeriodSeconds": 31536000,
            "finalizers": ["example.com/backup"]
        },
        "status": {
            "phase": "Failed", "reason": "Evicted", "message": "The node was low on resource: memory.",
            "containerStatuses": [{"name": "a", "state": {"terminated": {"exitCode": 139, "signal": 11}}}]
        }
    })");
    QVERIFY(pod);
    QVERIFY(pod->meta.isTerminating());
    QCOMPARE(pod->deletionGraceSeconds, std::optional<qint64>(31536000));
    // A year of grace: the timestamp is its end.
    QCOMPARE(pod->deletionAsked(), utc(u"2026-08-01T10:00:30Z"_s));
    QCOMPARE(pod->meta.finalizers, QList{u"example.com/backup"_s});
    QCOMPARE(pod->reason, u"Evicted"_s);
    QCOMPARE(pod->message, u"The node was low on resource: memory."_s);
    QCOMPARE(pod->containerStatuses.first().state.signal, 11);
    QVERIFY(!pod->isMaster());
    QVERIFY(!pod->isRunningAndReady());
    QVERIFY(!Pod().deletionAsked().isValid());

    const auto odd = decoded<Pod>(decodePod, R"({"metadata": {"name": "a", "deletionTimestamp": "2027-08-01T10:00:30Z",
        "deletionGracePeriodSeconds": -9223372036854775808}})");
    QVERIFY(odd);
    QCOMPARE(odd->deletionAsked(), utc(u"2027-08-01T10:00:30Z"_s)); // never after the end of the grace
}

void tst_Decode::survivesWrongTypes()
{
    const auto pod = decoded<Pod>(decodePod, R"({
        "metadata": {"name": 7, "labels": null, "ownerReferences": {}, "creationTimestamp": "yesterday"},
        "spec": {"containers": "none", "nodeName": "n1"},
        "status": {"phase": ["Running"], "conditions": [1, "x", {"type": "Ready", "status": true}],
                   "containerStatuses": [{"name": "a", "state": {"running": "yes"}, "restartCount": "3"}], "podIP": "10.0.0.1"}
    })");
    QVERIFY(pod);
    QVERIFY(pod->meta.name.isEmpty());
    QVERIFY(!pod->meta.creationTimestamp.isValid());
    QCOMPARE(pod->nodeName, u"n1"_s);
    QVERIFY(pod->containers.isEmpty());
    QVERIFY(pod->phase.isEmpty());
    QCOMPARE(pod->conditions.size(), 3);
    QVERIFY(!pod->condition(u"Ready")->isTrue());
    QCOMPARE(pod->containerStatuses.first().state.kind, ContainerState::Kind::Running);
    QCOMPARE(pod->containerStatuses.first().restartCount, 0);
    QCOMPARE(pod->podIp, u"10.0.0.1"_s); // what follows the nonsense is still read

    QVERIFY(!decoded<Pod>(decodePod, R"({"metadata": {"name": "a")"));
}

void tst_Decode::sharesTexts()
{
    const QByteArray json = R"({"metadata": {"name": "a-0", "namespace": "a-namespace-that-is-long"},
                                "spec": {"nodeName": "a-node-that-is-long"}})";
    const auto first = decoded<Pod>(decodePod, json);
    const auto second = decoded<Pod>(decodePod, json);
    QVERIFY(first && second);
    QCOMPARE(first->nodeName.constData(), second->nodeName.constData());
    QCOMPARE(first->meta.nameSpace.constData(), second->meta.nameSpace.constData());

    // Whatever falls out of the memory, the text is right.
    for (int i = 0; i < 5000; ++i)
        QCOMPARE(sharedText(QString::number(i)), QString::number(i));
}

void tst_Decode::readsAStatefulSet()
{
    const auto set = decoded<StatefulSet>(decodeStatefulSet, R"({
        "apiVersion": "apps/v1", "kind": "StatefulSet",
        "metadata": {"name": "orders", "namespace": "shop", "uid": "5e7-1", "generation": 4,
                     "labels": {"app": "redis-enterprise"}},
        "spec": {
            "replicas": 5, "podManagementPolicy": "OrderedReady", "serviceName": "orders", "minReadySeconds": 30,
            "ordinals": {"start": 10}, "revisionHistoryLimit": 10,
            "selector": {"matchLabels": {"app": "redis-enterprise", "redis.io/role": "node"}},
            "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": 2, "maxUnavailable": "25%"}},
            "template": {
                "metadata": {"labels": {"app": "redis-enterprise"}},
                "spec": {
                    "initContainers": [{"name": "init", "image": "busybox:1"}],
                    "containers": [{"name": "redis-enterprise-node", "image": "redislabs/redis:8.0.6-54"}]
                }
            },
            "volumeClaimTemplates": [{"metadata": {"name": "redis-enterprise-storage"}}]
        },
        "status": {
            "observedGeneration": 4, "replicas": 5, "readyReplicas": 4, "availableReplicas": 3, "currentReplicas": 2,
            "updatedReplicas": 3, "currentRevision": "orders-1", "updateRevision": "orders-2", "collisionCount": 0
        }
    })");
    QVERIFY(set);
    QCOMPARE(set->meta.generation, 4);
    QCOMPARE(set->replicas, 5);
    QCOMPARE(set->startOrdinal, 10);
    QVERIFY(set->isOrdered());
    QVERIFY(set->isRollingUpdate());
    QCOMPARE(set->rollingUpdate, (StatefulSet::RollingUpdate{.partition = 2, .maxUnavailable = u"25%"_s}));
    QCOMPARE(set->partition(), 2);
    QCOMPARE(set->minReadySeconds, 30);
    QCOMPARE(set->serviceName, u"orders"_s);
    QCOMPARE(set->selector.matchLabels.value(u"redis.io/role"_s), u"node"_s);
    QCOMPARE(set->containers.first().image, u"redislabs/redis:8.0.6-54"_s);
    QCOMPARE(set->initContainers.first().name, u"init"_s);
    const StatefulSet::Status expected{.observedGeneration = 4,
                                       .replicas = 5,
                                       .readyReplicas = 4,
                                       .availableReplicas = 3,
                                       .currentReplicas = 2,
                                       .updatedReplicas = 3,
                                       .currentRevision = u"orders-1"_s,
                                       .updateRevision = u"orders-2"_s};
    QCOMPARE(set->status, expected);
}

void tst_Decode::fillsInDefaults()
{
    const auto set =
        decoded<StatefulSet>(decodeStatefulSet, R"({"metadata": {"name": "a"}, "spec": {"replicas": null}})");
    QVERIFY(set);
    QCOMPARE(set->replicas, 1);
    QCOMPARE(set->startOrdinal, 0);
    QVERIFY(set->isOrdered());
    QVERIFY(!set->isRollingUpdate());
    QVERIFY(!set->rollingUpdate);
    QVERIFY(!set->status.availableReplicas); // a server that does not know it
    QCOMPARE(decoded<StatefulSet>(decodeStatefulSet, R"({"spec": {"replicas": 0}})")->replicas, 0);
}

void tst_Decode::tellsTheWaysToUpdateApart_data()
{
    QTest::addColumn<QByteArray>("strategy");
    QTest::addColumn<QString>("type");
    QTest::addColumn<bool>("detailed");
    QTest::addColumn<std::optional<int>>("partition");

    QTest::newRow("a server's default") << QByteArray(R"({"type": "RollingUpdate", "rollingUpdate": {"partition": 0}})")
                                        << u"RollingUpdate"_s << true << std::optional(0);
    QTest::newRow("named, and nothing else")
        << QByteArray(R"({"type": "RollingUpdate"})") << u"RollingUpdate"_s << false << std::optional<int>();
    QTest::newRow("details without a partition")
        << QByteArray(R"({"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 2}})") << u"RollingUpdate"_s
        << true << std::optional<int>();
    QTest::newRow("by hand") << QByteArray(R"({"type": "OnDelete"})") << u"OnDelete"_s << false << std::optional<int>();
    QTest::newRow("empty") << QByteArray("{}") << QString() << false << std::optional<int>();
}

void tst_Decode::tellsTheWaysToUpdateApart()
{
    QFETCH(QByteArray, strategy);
    QFETCH(std::optional<int>, partition);
    const auto set = decoded<StatefulSet>(decodeStatefulSet, R"({"spec": {"updateStrategy": )" + strategy + "}}");
    QVERIFY(set);
    QTEST(set->updateStrategy, "type");
    QTEST(set->rollingUpdate.has_value(), "detailed");
    QCOMPARE(set->rollingUpdate ? set->rollingUpdate->partition : std::nullopt, partition);
    QCOMPARE(set->partition(), partition.value_or(0));
    if (strategy.contains("maxUnavailable"))
        QCOMPARE(set->rollingUpdate.value_or(StatefulSet::RollingUpdate()).maxUnavailable, u"2"_s);
}

void tst_Decode::knowsWhetherItIsObserved_data()
{
    QTest::addColumn<int>("generation");
    QTest::addColumn<int>("observed");
    QTest::addColumn<bool>("isObserved");

    QTest::newRow("never") << 1 << 0 << false;
    QTest::newRow("an earlier spec") << 3 << 2 << false;
    QTest::newRow("the present spec") << 3 << 3 << true;
    QTest::newRow("a later one than we have") << 3 << 4 << true;
    QTest::newRow("without any generation") << 0 << 0 << false;
}

void tst_Decode::knowsWhetherItIsObserved()
{
    QFETCH(int, generation);
    QFETCH(int, observed);
    StatefulSet set;
    set.meta.generation = generation;
    set.status.observedGeneration = observed;
    QTEST(set.isObserved(), "isObserved");
}

void tst_Decode::matchesLabels_data()
{
    QTest::addColumn<QByteArray>("selector");
    QTest::addColumn<bool>("matches");

    QTest::newRow("nothing") << QByteArray("{}") << false;
    QTest::newRow("one label") << QByteArray(R"({"matchLabels": {"app": "db"}})") << true;
    QTest::newRow("another value") << QByteArray(R"({"matchLabels": {"app": "web"}})") << false;
    QTest::newRow("all must fit") << QByteArray(R"({"matchLabels": {"app": "db", "tier": "x"}})") << false;
    QTest::newRow("one of several") << QByteArray(
        R"({"matchExpressions": [{"key": "app", "operator": "In", "values": ["web", "db"]}]})")
                                    << true;
    QTest::newRow("none of several") << QByteArray(
        R"({"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["web", "db"]}]})")
                                     << false;
    QTest::newRow("not in, for want of the label")
        << QByteArray(R"({"matchExpressions": [{"key": "zone", "operator": "NotIn", "values": ["a"]}]})") << true;
    QTest::newRow("in, for want of the label")
        << QByteArray(R"({"matchExpressions": [{"key": "zone", "operator": "In", "values": [""]}]})") << false;
    QTest::newRow("exists") << QByteArray(R"({"matchExpressions": [{"key": "app", "operator": "Exists"}]})") << true;
    QTest::newRow("does not exist") << QByteArray(
        R"({"matchLabels": {"app": "db"}, "matchExpressions": [{"key": "zone", "operator": "DoesNotExist"}]})")
                                    << true;
    QTest::newRow("an operator that nobody knows")
        << QByteArray(R"({"matchExpressions": [{"key": "app", "operator": "Like"}]})") << false;
}

void tst_Decode::matchesLabels()
{
    QFETCH(QByteArray, selector);
    const auto set = decoded<StatefulSet>(decodeStatefulSet, R"({"spec": {"selector": )" + selector + "}}");
    QVERIFY(set);
    QTEST(set->selector.matches({{u"app"_s, u"db"_s}, {u"role"_s, u"node"_s}}), "matches");
}

void tst_Decode::readsAControllerRevision()
{
    const auto revision = decoded<ControllerRevision>(decodeControllerRevision, R"({
        "metadata": {"name": "orders-6b9f", "namespace": "shop",
                     "ownerReferences": [{"kind": "StatefulSet", "name": "orders", "uid": "5e7-1", "controller": true}]},
        "data": {"spec": {"template": {"$patch": "replace", "metadata": {"labels": {"app": "redis-enterprise"}},
                 "spec": {"containers": [{"name": "redis-enterprise-node", "image": "redislabs/redis:8.0.6-54"}]}}}},
        "revision": 3
    })");
    QVERIFY(revision);
    QCOMPARE(revision->meta.name, u"orders-6b9f"_s);
    QCOMPARE(revision->meta.controller()->name, u"orders"_s);
    QCOMPARE(revision->revision, 3);
    QCOMPARE(revision->containers.size(), 1);
    QCOMPARE(revision->containers.first().image, u"redislabs/redis:8.0.6-54"_s);
}

void tst_Decode::readsEvents_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<int>("count");
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("last");
    QTest::addColumn<QString>("component");

    QTest::newRow("as the kubelet writes them")
        << QByteArray(R"("count": 7, "firstTimestamp": "2026-08-01T10:00:00Z", "lastTimestamp": "2026-08-01T10:05:00Z",
                         "eventTime": null, "source": {"component": "kubelet", "host": "n1"}, "reportingComponent": "")")
        << 7 << u"2026-08-01T10:00:00Z"_s << u"2026-08-01T10:05:00Z"_s << u"kubelet"_s;
    QTest::newRow("as the scheduler writes them")
        << QByteArray(R"("eventTime": "2026-08-01T10:00:00.123456Z", "firstTimestamp": null, "lastTimestamp": null,
                         "source": {}, "reportingComponent": "default-scheduler", "reportingInstance": "s-1")")
        << 1 << u"2026-08-01T10:00:00.123Z"_s << u"2026-08-01T10:00:00.123Z"_s << u"default-scheduler"_s;
    QTest::newRow("as a series") << QByteArray(R"("eventTime": "2026-08-01T10:00:00Z", "lastTimestamp": null,
                         "series": {"count": 4, "lastObservedTime": "2026-08-01T10:07:00.000000Z"},
                         "reportingComponent": "default-scheduler")")
                                 << 4 << u"2026-08-01T10:00:00Z"_s << u"2026-08-01T10:07:00Z"_s
                                 << u"default-scheduler"_s;
    QTest::newRow("without any time of their own")
        << QByteArray(R"("count": 1)") << 1 << u"2026-08-01T09:59:59Z"_s << u"2026-08-01T09:59:59Z"_s << QString();
}

void tst_Decode::readsEvents()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, first);
    QFETCH(QString, last);
    const auto event = decoded<Event>(decodeEvent,
                                      R"({
        "metadata": {"name": "orders-2.17", "namespace": "shop", "creationTimestamp": "2026-08-01T09:59:59Z"},
        "involvedObject": {"kind": "Pod", "namespace": "shop", "name": "orders-2", "uid": "c0ffee-2",
                           "fieldPath": "spec.containers{redis-enterprise-node}"},
        "type": "Warning", "reason": "BackOff", "message": "Back-off pulling image", )"
                                          + json + "}");
    QVERIFY(event);
    QCOMPARE(event->involvedKind, u"Pod"_s);
    QCOMPARE(event->involved, (kube::ObjectKey{u"shop"_s, u"orders-2"_s}));
    QCOMPARE(event->involvedUid, u"c0ffee-2"_s);
    QCOMPARE(event->fieldPath, u"spec.containers{redis-enterprise-node}"_s);
    QVERIFY(event->isWarning());
    QCOMPARE(event->reason, u"BackOff"_s);
    QCOMPARE(event->message, u"Back-off pulling image"_s);
    QTEST(event->count, "count");
    QTEST(event->component, "component");
    QCOMPARE(event->firstSeen, utc(first));
    QCOMPARE(event->lastSeen, utc(last));
}

void tst_Decode::namesPaths()
{
    QCOMPARE(podType().path(u"shop"_s), u"/api/v1/namespaces/shop/pods"_s);
    QCOMPARE(statefulSetType().path(u"shop"_s, u"orders"_s), u"/apis/apps/v1/namespaces/shop/statefulsets/orders"_s);
    QCOMPARE(controllerRevisionType().path(), u"/apis/apps/v1/controllerrevisions"_s);
    QCOMPARE(eventType().path(u"shop"_s), u"/api/v1/namespaces/shop/events"_s);
}

QTEST_GUILESS_MAIN(tst_Decode)
#include "tst_decode.moc"
