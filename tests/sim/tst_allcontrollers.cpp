// SPDX-License-Identifier: Apache-2.0
#include "apiserver.h"
#include "common/podstate.h"
#include "common/resources.h"
#include "controlplane.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sim;

namespace {

QJsonObject json(const char *text)
{
    return QJsonDocument::fromJson(text).object();
}

const char cluster[] = R"({
    "apiVersion": "app.redislabs.com/v1", "kind": "RedisEnterpriseCluster",
    "metadata": {"name": "rec", "namespace": "default"},
    "spec": {"nodes": 3, "redisEnterpriseImageSpec": {"versionTag": "8.0.20-1"}}})";

const char statefulSet[] = R"({
    "apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "web", "namespace": "default"},
    "spec": {"replicas": 4, "podManagementPolicy": "Parallel", "serviceName": "web",
             "selector": {"matchLabels": {"app": "web"}},
             "template": {"metadata": {"labels": {"app": "web"}},
                          "spec": {"containers": [{"name": "web", "image": "web:1"}]}}}})";

} // namespace

/// The whole sim: its controllers as clients of its API server.
class tst_AllControllers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void aClusterIsMadeAndUpgraded();
    void theOperatorAloneUpgradesNobody();
    void aRecreatedDeploymentLeavesAGap();
    void followsThroughTrouble();
    void replacesEachPodOnceThoughItsStatusCannotBeWritten();
    void scalesAndUpdatesAPartOfAStatefulSet();
    void aCordonedClusterTakesNoPods();

private:
    [[nodiscard]] QJsonObject get(const QString &resource, const QString &name) const;
    [[nodiscard]] QString state() const;
    /// "1 1 2!": image tags of a set's pods by ordinal, "!" behind one that is not ready.
    [[nodiscard]] QString pods(const QString &set) const;
    void patch(const QString &resource, const QString &name, const char *mergePatch);
    void setTag(const char *tag);

    std::unique_ptr<ApiServer> m_server;
    std::unique_ptr<Informers> m_informers;
    std::unique_ptr<ControlPlane> m_plane;
    QStringList m_made; ///< the cluster's pods in the order in which they came
};

void tst_AllControllers::init()
{
    m_server = std::make_unique<ApiServer>();
    QVERIFY2(m_server->listen(), qPrintable(m_server->errorString()));
    kube::ClusterConfig config;
    config.server = m_server->url();
    config.nameSpace = u"default"_s;
    m_informers = std::make_unique<Informers>(config);
    m_made.clear();
    connect(&m_informers->follow(resources::pods), &kube::ObjectStore::changed, this,
            [this](const kube::ObjectStore::Changes &changes) {
                for (const kube::ObjectPtr &pod : changes.added) {
                    if (pod->meta.labels.value(u"redis.io/role"_s) == "node"_L1)
                        m_made.append(pod->meta.name);
                }
            });
    m_plane = std::make_unique<ControlPlane>(config, ControlPlaneOptions{.speed = 100});
    m_plane->start();
}

void tst_AllControllers::cleanup()
{
    m_plane.reset();
    m_informers.reset();
    m_server.reset();
}

QJsonObject tst_AllControllers::get(const QString &resource, const QString &name) const
{
    return m_server->objects().get(resource, u"default"_s, name).value_or(QJsonObject());
}

QString tst_AllControllers::state() const
{
    return valueAt(get(u"redisenterpriseclusters.app.redislabs.com"_s, u"rec"_s), u"status.state").toString();
}

QString tst_AllControllers::pods(const QString &set) const
{
    QStringList words;
    for (int ordinal = 0; ordinal < 10; ++ordinal) {
        const QJsonObject pod = get(u"pods"_s, set + u'-' + QString::number(ordinal));
        if (pod.isEmpty())
            continue;
        const QString image = valueAt(pod, u"spec.containers").toArray().at(0)["image"_L1].toString();
        words.append(image.section(u':', -1) + (isPodReady(pod) ? u""_s : u"!"_s));
    }
    return words.join(u' ');
}

void tst_AllControllers::patch(const QString &resource, const QString &name, const char *mergePatch)
{
    QVERIFY(m_server->objects().patch(resource, u"default"_s, name, json(mergePatch)));
}

void tst_AllControllers::setTag(const char *tag)
{
    patch(u"redisenterpriseclusters.app.redislabs.com"_s, u"rec"_s,
          QByteArray(R"({"spec": {"redisEnterpriseImageSpec": {"versionTag": ")" + QByteArray(tag) + R"("}}})"));
}

void tst_AllControllers::aClusterIsMadeAndUpgraded()
{
    QVERIFY(m_server->objects().create(json(cluster)));
    QTRY_COMPARE_WITH_TIMEOUT(state(), u"Running"_s, 60'000);
    QCOMPARE(pods(u"rec"_s), u"8.0.20-1 8.0.20-1 8.0.20-1"_s);
    QVERIFY(!get(u"persistentvolumeclaims"_s, u"redis-enterprise-storage-rec-2"_s).isEmpty());
    QVERIFY(!get(u"poddisruptionbudgets.policy"_s, u"rec"_s).isEmpty());

    m_made.clear();
    setTag("8.0.20-2");
    QTRY_COMPARE_WITH_TIMEOUT(state(), u"Upgrade"_s, 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(state(), u"Running"_s, 60'000);
    QCOMPARE(pods(u"rec"_s), u"8.0.20-2 8.0.20-2 8.0.20-2"_s);
    QTRY_COMPARE(m_made, (QStringList{u"rec-2"_s, u"rec-1"_s, u"rec-0"_s}));

    // The trap
    m_plane->setRules(u"missing -999$"_s);
    setTag("8.0.20-999");
    QTRY_COMPARE_WITH_TIMEOUT(pods(u"rec"_s), u"8.0.20-2 8.0.20-2 8.0.20-999!"_s, 20'000);
    setTag("8.0.20-3");
    const auto updateImage = [this] {
        return valueAt(get(u"statefulsets.apps"_s, u"rec"_s), u"spec.template.spec.containers")
            .toArray()
            .at(0)["image"_L1]
            .toString();
    };
    QTRY_COMPARE_WITH_TIMEOUT(updateImage(), u"redislabs/redis:8.0.20-3"_s, 20'000);
    const auto isObserved = [this] {
        const QJsonObject set = get(u"statefulsets.apps"_s, u"rec"_s);
        return valueAt(set, u"status.observedGeneration") == valueAt(set, u"metadata.generation");
    };
    QTRY_VERIFY(isObserved());
    QCOMPARE(pods(u"rec"_s), u"8.0.20-2 8.0.20-2 8.0.20-999!"_s);
    QVERIFY(m_server->objects().remove(u"pods"_s, u"default"_s, u"rec-2"_s));
    QTRY_COMPARE_WITH_TIMEOUT(state(), u"Running"_s, 60'000);
    QCOMPARE(pods(u"rec"_s), u"8.0.20-3 8.0.20-3 8.0.20-3"_s);
}

void tst_AllControllers::theOperatorAloneUpgradesNobody()
{
    const QByteArray deployment = R"({
        "apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {"name": "redis-enterprise-operator", "namespace": "default"},
        "spec": {"replicas": 1, "strategy": {"type": "Recreate"},
                 "selector": {"matchLabels": {"name": "redis-enterprise-operator"}},
                 "template": {"metadata": {"labels": {"name": "redis-enterprise-operator"}},
                              "spec": {"containers": [{"name": "redis-enterprise-operator",
                                                       "image": "redislabs/operator:8.0.18-11"}]}}}})";
    QVERIFY(m_server->objects().create(json(deployment)));
    QJsonObject rec = json(cluster);
    setValueAt(rec, u"spec.redisEnterpriseImageSpec.versionTag", "8.0.18-23"_L1);
    QVERIFY(m_server->objects().create(rec));
    QTRY_COMPARE_WITH_TIMEOUT(state(), u"Running"_s, 60'000);

    patch(u"deployments.apps"_s, u"redis-enterprise-operator"_s, R"({"spec": {"template": {"spec": {"containers": [
        {"name": "redis-enterprise-operator", "image": "redislabs/operator:8.0.20-23"}]}}}})");
    const auto riggerImage = [this] {
        return valueAt(get(u"deployments.apps"_s, u"rec-services-rigger"_s), u"spec.template.spec.containers")
            .toArray()
            .at(0)["image"_L1]
            .toString();
    };
    const auto isOperatorBack = [this] {
        const QJsonObject one = get(u"deployments.apps"_s, u"redis-enterprise-operator"_s);
        return valueAt(one, u"status.observedGeneration").toInt() == valueAt(one, u"metadata.generation").toInt()
            && valueAt(one, u"status.availableReplicas").toInt() == 1;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isOperatorBack(), 20'000);
    patch(u"redisenterpriseclusters.app.redislabs.com"_s, u"rec"_s, R"({"spec": {"nodes": 5}})");
    QTRY_COMPARE(valueAt(get(u"redisenterpriseclusters.app.redislabs.com"_s, u"rec"_s), u"spec.nodes").toInt(), 5);
    QCOMPARE(riggerImage(), u"redislabs/k8s-controller:8.0.18-11"_s);
    QCOMPARE(state(), u"Running"_s);

    patch(u"redisenterpriseclusters.app.redislabs.com"_s, u"rec"_s, R"({"spec": {"nodes": 3}})");
    setTag("8.0.20-44");
    QTRY_COMPARE_WITH_TIMEOUT(state(), u"Upgrade"_s, 20'000);
    QCOMPARE(riggerImage(), u"redislabs/k8s-controller:8.0.18-11"_s);
    QTRY_COMPARE_WITH_TIMEOUT(state(), u"Running"_s, 60'000);
    QCOMPARE(riggerImage(), u"redislabs/k8s-controller:8.0.20-23"_s);
    QCOMPARE(pods(u"rec"_s), u"8.0.20-44 8.0.20-44 8.0.20-44"_s);
}

void tst_AllControllers::aRecreatedDeploymentLeavesAGap()
{
    int pods = 0;
    int most = 0;
    connect(&m_informers->follow(resources::pods), &kube::ObjectStore::changed, this,
            [&](const kube::ObjectStore::Changes &changes) {
                pods += int(changes.added.size() - changes.removed.size());
                most = std::max(most, pods);
            });
    QStringList said; // what its condition Available was, each time that it became another
    const auto condition = [](const QJsonObject &deployment, QLatin1StringView type) {
        for (const QJsonValue &one : valueAt(deployment, u"status.conditions").toArray()) {
            if (one["type"_L1].toString() == type)
                return one.toObject();
        }
        return QJsonObject();
    };
    connect(&m_informers->follow(resources::deployments), &kube::ObjectStore::changed, this,
            [&](const kube::ObjectStore::Changes &changes) {
                for (const kube::ObjectPtr &object : changes.modified) {
                    const QString status =
                        condition(std::static_pointer_cast<const RawObject>(object)->json, "Available"_L1)["status"_L1]
                            .toString();
                    if (said.isEmpty() || said.last() != status)
                        said.append(status);
                }
            });
    QVERIFY(m_server->objects().create(json(R"({
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "default"},
        "spec": {"replicas": 1, "strategy": {"type": "Recreate"}, "selector": {"matchLabels": {"app": "web"}},
                 "template": {"metadata": {"labels": {"app": "web"}},
                              "spec": {"containers": [{"name": "web", "image": "web:1"}]}}}})")));
    QTRY_COMPARE_WITH_TIMEOUT(said.value(said.size() - 1), u"True"_s, 20'000);

    said.clear();
    patch(u"deployments.apps"_s, u"web"_s,
          R"({"spec": {"template": {"spec": {"containers": [{"name": "web", "image": "web:2"}]}}}})");
    QTRY_COMPARE_WITH_TIMEOUT(said.join(u' '), u"True False True"_s, 20'000);
    QCOMPARE(most, 1);

    // A pod that is made anew later is no rollout.
    const auto progressing = [&] { return condition(get(u"deployments.apps"_s, u"web"_s), "Progressing"_L1); };
    QTRY_COMPARE(progressing()["reason"_L1].toString(), u"NewReplicaSetAvailable"_s);
    const QJsonObject before = progressing();
    const QDateTime updated = QDateTime::fromString(before["lastUpdateTime"_L1].toString(), Qt::ISODate);
    QTRY_VERIFY(updated.secsTo(QDateTime::currentDateTimeUtc()) >= 1); // times have seconds
    said.clear();
    const QList<QJsonObject> all = m_server->objects().list(u"pods"_s, u"default"_s);
    QCOMPARE(all.size(), 1);
    QVERIFY(m_server->objects().remove(u"pods"_s, u"default"_s, valueAt(all.first(), u"metadata.name").toString()));
    QTRY_COMPARE_WITH_TIMEOUT(said.join(u' '), u"False True"_s, 20'000);
    QCOMPARE(progressing(), before);
}

void tst_AllControllers::followsThroughTrouble()
{
    QVERIFY(m_server->objects().create(json(cluster)));
    QTRY_COMPARE_WITH_TIMEOUT(pods(u"rec"_s), u"8.0.20-1"_s, 60'000); // one is up, two to go
    m_server->trouble().expireHistory();
    m_server->trouble().failNext(5, {"POST", u"/pods"_s}, 503);
    m_server->trouble().failNext(5, {"PATCH", u"/status"_s}, 500);
    QTRY_COMPARE_WITH_TIMEOUT(state(), u"Running"_s, 60'000);
    QCOMPARE(pods(u"rec"_s), u"8.0.20-1 8.0.20-1 8.0.20-1"_s);
    QCOMPARE(m_made, (QStringList{u"rec-0"_s, u"rec-1"_s, u"rec-2"_s}));
}

void tst_AllControllers::replacesEachPodOnceThoughItsStatusCannotBeWritten()
{
    QVERIFY(m_server->objects().create(json(cluster)));
    QTRY_COMPARE_WITH_TIMEOUT(state(), u"Running"_s, 60'000);
    m_made.clear();
    m_server->trouble().failNext(7, {"PUT", u"/statefulsets/rec/status"_s}, 409);
    setTag("8.0.20-2");
    QTRY_COMPARE_WITH_TIMEOUT(pods(u"rec"_s), u"8.0.20-2 8.0.20-2 8.0.20-2"_s, 60'000);
    QTRY_COMPARE(m_made, (QStringList{u"rec-2"_s, u"rec-1"_s, u"rec-0"_s}));
}

void tst_AllControllers::scalesAndUpdatesAPartOfAStatefulSet()
{
    QVERIFY(m_server->objects().create(json(statefulSet)));
    QTRY_COMPARE_WITH_TIMEOUT(pods(u"web"_s), u"1 1 1 1"_s, 30'000);
    for (const QJsonValue &condition : valueAt(get(u"pods"_s, u"web-0"_s), u"status.conditions").toArray())
        QVERIFY2(condition["reason"_L1].isUndefined(), "what was the reason before stays where all is well");
    patch(u"statefulsets.apps"_s, u"web"_s, R"({"spec": {
        "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": 2}},
        "template": {"spec": {"containers": [{"name": "web", "image": "web:2"}]}}}})");
    QTRY_COMPARE_WITH_TIMEOUT(pods(u"web"_s), u"1 1 2 2"_s, 60'000);
    patch(u"statefulsets.apps"_s, u"web"_s, R"({"spec": {"replicas": 2}})");
    QTRY_COMPARE_WITH_TIMEOUT(pods(u"web"_s), u"1 1"_s, 60'000);
    patch(u"statefulsets.apps"_s, u"web"_s,
          R"({"spec": {"updateStrategy": {"type": "OnDelete", "rollingUpdate": null}, "replicas": 3}})");
    QTRY_COMPARE_WITH_TIMEOUT(pods(u"web"_s), u"1 1 2"_s, 60'000);
    const auto updated = [this] {
        return valueAt(get(u"statefulsets.apps"_s, u"web"_s), u"status.updatedReplicas").toInt();
    };
    QTRY_COMPARE(updated(), 1);
}

void tst_AllControllers::aCordonedClusterTakesNoPods()
{
    const auto nodes = [this] { return m_server->objects().list(u"nodes"_s); };
    QTRY_COMPARE(nodes().size(), 3);
    for (int i = 1; i <= 3; ++i)
        QVERIFY(m_server->objects().patch(u"nodes"_s, {}, u"node-%1"_s.arg(i),
                                          json(R"({"spec": {"unschedulable": true}})")));
    QVERIFY(m_server->objects().create(json(statefulSet)));
    const auto message = [this] {
        for (const QJsonValue &condition : valueAt(get(u"pods"_s, u"web-0"_s), u"status.conditions").toArray()) {
            if (condition["type"_L1].toString() == "PodScheduled"_L1)
                return condition["message"_L1].toString();
        }
        return QString();
    };
    QTRY_COMPARE(message(), u"0/3 nodes are available: 3 node(s) were unschedulable."_s);
    QVERIFY(m_server->objects().patch(u"nodes"_s, {}, u"node-1"_s, json(R"({"spec": {"unschedulable": false}})")));
    QTRY_COMPARE_WITH_TIMEOUT(pods(u"web"_s), u"1 1 1 1"_s, 30'000);
}

QTEST_GUILESS_MAIN(tst_AllControllers)
#include "tst_allcontrollers.moc"
