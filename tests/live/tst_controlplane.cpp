// SPDX-License-Identifier: Apache-2.0
#include "common/podstate.h"
#include "common/resources.h"
#include "controlplane.h"
#include "livecluster.h"

#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>
#include <algorithm>
#include <csignal>

using namespace Qt::StringLiterals;
using namespace sim;

namespace {

const kube::ResourceType customResourceDefinitions{u"apiextensions.k8s.io"_s, u"v1"_s, u"customresourcedefinitions"_s,
                                                   u"CustomResourceDefinition"_s, false};
const QString nameSpace = u"default"_s;

QJsonObject json(const char *text)
{
    return QJsonDocument::fromJson(text).object();
}

const char crd[] = R"({
    "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
    "metadata": {"name": "redisenterpriseclusters.app.redislabs.com"},
    "spec": {
        "group": "app.redislabs.com", "scope": "Namespaced",
        "names": {"kind": "RedisEnterpriseCluster", "listKind": "RedisEnterpriseClusterList",
                  "plural": "redisenterpriseclusters", "singular": "redisenterprisecluster", "shortNames": ["rec"]},
        "versions": [{"name": "v1", "served": true, "storage": true, "subresources": {"status": {}},
            "schema": {"openAPIV3Schema": {"type": "object", "properties": {
                "spec": {"type": "object", "x-kubernetes-preserve-unknown-fields": true},
                "status": {"type": "object", "x-kubernetes-preserve-unknown-fields": true}}}}}]}})";

const char cluster[] = R"({
    "apiVersion": "app.redislabs.com/v1", "kind": "RedisEnterpriseCluster", "metadata": {"name": "rec"},
    "spec": {"nodes": 3, "persistentSpec": {"enabled": false},
             "redisEnterpriseImageSpec": {"versionTag": "8.0.20-1"}}})";

const char deployment[] = R"({
    "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
    "spec": {"replicas": 3, "selector": {"matchLabels": {"app": "web"}},
             "template": {"metadata": {"labels": {"app": "web"}},
                          "spec": {"terminationGracePeriodSeconds": 1,
                                   "containers": [{"name": "web", "image": "web:1"}]}}}})";

} // namespace

/// All controllers of the sim on a real API server (1.20) that has none of its own: what they write must pass its
/// validation, and kubectl must understand it.
class tst_ControlPlane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void cleanup();

    void nodesAreReady();
    void aClusterComesUp();
    void anUpgradeGoesFromTheHighestOrdinalDown();
    void aWrongTagIsATrap();
    void aDeploymentIsRolledOut();
    void aStoppedNodeLosesItsPods();

private:
    bool send(const kube::ApiRequest &request);
    bool patch(const kube::ResourceType &type, const QString &name, const char *text);
    [[nodiscard]] RawObjectPtr find(const kube::ObjectStore *store, const QString &name) const;
    [[nodiscard]] QString state() const;
    [[nodiscard]] QString reason(const QString &pod) const;
    [[nodiscard]] QStringList images(const QString &prefix) const;
    /// The last line that kubectl prints, and its exit code.
    void runKubectl(const QStringList &arguments, QString &lastLine, int &code);

    std::unique_ptr<testsupport::LiveCluster> m_cluster;
    std::unique_ptr<Informers> m_informers;
    std::unique_ptr<ControlPlane> m_plane;
    const kube::ObjectStore *m_clusters = nullptr;
    const kube::ObjectStore *m_sets = nullptr;
    const kube::ObjectStore *m_pods = nullptr;
    const kube::ObjectStore *m_nodes = nullptr;
    const kube::ObjectStore *m_events = nullptr;
    QStringList m_made; ///< pods of the cluster in the order in which they came
};

void tst_ControlPlane::initTestCase()
{
    if (const QString why = testsupport::LiveCluster::unavailable(); !why.isEmpty())
        QSKIP(qPrintable(why));
    if (QStandardPaths::findExecutable(u"kubectl"_s).isEmpty())
        QSKIP("kubectl is not installed, which is asked what it makes of it.");
    m_cluster = std::make_unique<testsupport::LiveCluster>(0);
    QVERIFY2(m_cluster->isUp(), qPrintable(m_cluster->output()));
    // It would do the same work. The script wrote down the process that it started for this cluster.
    QFile pid(m_cluster->folder() + u"/kube-controller-manager.pid"_s);
    QVERIFY(pid.open(QIODevice::ReadOnly));
    QCOMPARE(::kill(pid.readAll().trimmed().toInt(), SIGKILL), 0);

    m_informers = std::make_unique<Informers>(m_cluster->config());
    QVERIFY(send(kube::requests::create(customResourceDefinitions, {}, json(crd), writeOptions(u"test"_s))));
    m_clusters = &m_informers->follow(resources::redisEnterpriseClusters);
    m_sets = &m_informers->follow(resources::statefulSets);
    m_pods = &m_informers->follow(resources::pods);
    m_nodes = &m_informers->follow(resources::nodes);
    m_events = &m_informers->follow(resources::events);
    connect(m_pods, &kube::ObjectStore::changed, this, [this](const kube::ObjectStore::Changes &changes) {
        for (const kube::ObjectPtr &pod : changes.added) {
            if (pod->meta.labels.value(u"redis.io/role"_s) == "node"_L1)
                m_made.append(pod->meta.name);
        }
    });
    m_plane = std::make_unique<ControlPlane>(
        m_cluster->config(), ControlPlaneOptions{.speed = 20, .rules = u"boot=4 redislabs/redis:\nmissing -999$"_s});
    m_plane->start();
}

void tst_ControlPlane::cleanupTestCase()
{
    m_plane.reset();
    m_informers.reset();
    m_cluster.reset();
}

void tst_ControlPlane::cleanup()
{
    if (QTest::currentTestFailed() && m_cluster)
        qWarning().noquote() << m_cluster->describe();
}

bool tst_ControlPlane::send(const kube::ApiRequest &request)
{
    std::optional<kube::Result<kube::ApiObject>> answer;
    m_informers->client().sendForObject(request, this, [&](const auto &result) { answer = result; });
    const bool came = QTest::qWaitFor([&] { return answer.has_value(); }, 30'000);
    if (came && !*answer)
        qWarning("%s", qPrintable(answer->error().message));
    return came && *answer;
}

bool tst_ControlPlane::patch(const kube::ResourceType &type, const QString &name, const char *text)
{
    const auto how = type == resources::redisEnterpriseClusters ? kube::PatchType::Merge : kube::PatchType::Strategic;
    return send(kube::requests::patch(type, {nameSpace, name}, how, json(text), writeOptions(u"test"_s)));
}

RawObjectPtr tst_ControlPlane::find(const kube::ObjectStore *store, const QString &name) const
{
    return store->findAs<RawObject>({nameSpace, name});
}

QString tst_ControlPlane::state() const
{
    const RawObjectPtr rec = find(m_clusters, u"rec"_s);
    return rec ? valueAt(rec->json, u"status.state").toString() : QString();
}

QString tst_ControlPlane::reason(const QString &name) const
{
    const RawObjectPtr pod = find(m_pods, name);
    if (!pod)
        return {};
    return valueAt(pod->json, u"status.containerStatuses")
        .toArray()
        .at(0)["state"_L1]["waiting"_L1]["reason"_L1]
        .toString();
}

QStringList tst_ControlPlane::images(const QString &prefix) const
{
    QStringList tags;
    for (const kube::ObjectPtr &object : m_pods->objects()) {
        const auto &pod = static_cast<const RawObject &>(*object);
        if (!pod.meta.name.startsWith(prefix) || pod.meta.name.contains("rigger"_L1))
            continue;
        const QString image = valueAt(pod.json, u"spec.containers").toArray().at(0)["image"_L1].toString();
        tags.append(image.section(u':', -1) + (isPodReady(pod.json) ? u""_s : u"!"_s));
    }
    tags.sort();
    return tags;
}

void tst_ControlPlane::runKubectl(const QStringList &arguments, QString &lastLine, int &code)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(u"kubectl"_s, QStringList{u"--kubeconfig"_s, m_cluster->adminKubeconfig()} + arguments);
    QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 120'000);
    lastLine = QString::fromUtf8(process.readAll()).trimmed().section(u'\n', -1);
    code = process.exitCode();
}

void tst_ControlPlane::nodesAreReady()
{
    QTRY_COMPARE_WITH_TIMEOUT(m_nodes->size(), 3, 20'000);
    const auto readyNodes = [this] {
        return std::ranges::count_if(m_nodes->objects(), [](const kube::ObjectPtr &node) {
            return conditionStatus(static_cast<const RawObject &>(*node).json, "Ready"_L1) == "True"_L1;
        });
    };
    QTRY_COMPARE(readyNodes(), 3);
}

void tst_ControlPlane::aClusterComesUp()
{
    QVERIFY(send(
        kube::requests::create(resources::redisEnterpriseClusters, nameSpace, json(cluster), writeOptions(u"test"_s))));
    QTRY_COMPARE_WITH_TIMEOUT(state(), u"Running"_s, 60'000);
    QCOMPARE(m_made, (QStringList{u"rec-0"_s, u"rec-1"_s, u"rec-2"_s}));
    QCOMPARE(images(u"rec-"_s), (QStringList{u"8.0.20-1"_s, u"8.0.20-1"_s, u"8.0.20-1"_s}));
    QSet<QString> addresses;
    QSet<QString> nodes;
    for (const QString &name : std::as_const(m_made)) {
        const RawObjectPtr pod = find(m_pods, name);
        const QString address = valueAt(pod->json, u"status.podIP").toString();
        QVERIFY2(address.startsWith("10."_L1), qPrintable(address));
        addresses.insert(address);
        nodes.insert(valueAt(pod->json, u"spec.nodeName").toString());
    }
    QCOMPARE(addresses.size(), 3);
    QCOMPARE(nodes.size(), 3);
    QSet<QString> reasons;
    for (const kube::ObjectPtr &event : m_events->objects())
        reasons.insert(static_cast<const RawObject &>(*event).json["reason"_L1].toString());
    for (const QString &reason : {u"SuccessfulCreate"_s, u"Scheduled"_s, u"Pulling"_s, u"Pulled"_s, u"Created"_s,
                                  u"Started"_s, u"Unhealthy"_s, u"ScalingReplicaSet"_s, u"StatusChange"_s})
        QVERIFY2(reasons.contains(reason), qPrintable(reason));
}

void tst_ControlPlane::anUpgradeGoesFromTheHighestOrdinalDown()
{
    m_made.clear();
    QVERIFY(patch(resources::redisEnterpriseClusters, u"rec"_s,
                  R"({"spec": {"redisEnterpriseImageSpec": {"versionTag": "8.0.20-2"}}})"));
    QTRY_COMPARE_WITH_TIMEOUT(state(), u"Upgrade"_s, 20'000);
    QString line;
    int code = -1;
    runKubectl({u"rollout"_s, u"status"_s, u"sts/rec"_s}, line, code);
    QCOMPARE(code, 0);
    const QString revision = valueAt(find(m_sets, u"rec"_s)->json, u"status.updateRevision").toString();
    QCOMPARE(line, u"statefulset rolling update complete 3 pods at revision %1..."_s.arg(revision));
    QTRY_COMPARE_WITH_TIMEOUT(state(), u"Running"_s, 30'000);
    QCOMPARE(m_made.join(u' '), u"rec-2 rec-1 rec-0"_s);
    QCOMPARE(images(u"rec-"_s), (QStringList{u"8.0.20-2"_s, u"8.0.20-2"_s, u"8.0.20-2"_s}));

    runKubectl({u"rollout"_s, u"history"_s, u"sts/rec"_s}, line, code);
    QCOMPARE(code, 0);
    QVERIFY2(line.startsWith(u'2'), qPrintable(line));
}

void tst_ControlPlane::aWrongTagIsATrap()
{
    m_made.clear();
    QVERIFY(patch(resources::redisEnterpriseClusters, u"rec"_s,
                  R"({"spec": {"redisEnterpriseImageSpec": {"versionTag": "8.0.20-999"}}})"));
    QTRY_COMPARE_WITH_TIMEOUT(reason(u"rec-2"_s), u"ImagePullBackOff"_s, 30'000);
    const QString stuck = find(m_pods, u"rec-2"_s)->meta.uid;
    QVERIFY(patch(resources::redisEnterpriseClusters, u"rec"_s,
                  R"({"spec": {"redisEnterpriseImageSpec": {"versionTag": "8.0.20-3"}}})"));
    const auto observed = [this] {
        const RawObjectPtr set = find(m_sets, u"rec"_s);
        return set->meta.generation == valueAt(set->json, u"status.observedGeneration").toInteger()
            && valueAt(set->json, u"spec.template.spec.containers").toArray().at(0)["image"_L1].toString()
            == "redislabs/redis:8.0.20-3"_L1;
    };
    QTRY_VERIFY_WITH_TIMEOUT(observed(), 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(reason(u"rec-2"_s), u"ErrImagePull"_s, 30'000); // tried again since
    QCOMPARE(find(m_pods, u"rec-2"_s)->meta.uid, stuck);
    QVERIFY(send(kube::requests::remove(resources::pods, {nameSpace, u"rec-2"_s}, {.uid = stuck})));
    QTRY_COMPARE_WITH_TIMEOUT(state(), u"Running"_s, 60'000);
    QCOMPARE(images(u"rec-"_s), (QStringList{u"8.0.20-3"_s, u"8.0.20-3"_s, u"8.0.20-3"_s}));
}

void tst_ControlPlane::aDeploymentIsRolledOut()
{
    QVERIFY(send(kube::requests::create(resources::deployments, nameSpace, json(deployment), writeOptions(u"test"_s))));
    QString line;
    int code = -1;
    runKubectl({u"rollout"_s, u"status"_s, u"deployment/web"_s}, line, code);
    QCOMPARE(line, u"deployment \"web\" successfully rolled out"_s);
    QCOMPARE(images(u"web-"_s), (QStringList{u"1"_s, u"1"_s, u"1"_s}));

    QVERIFY(patch(resources::deployments, u"web"_s,
                  R"({"spec": {"template": {"spec": {"containers": [{"name": "web", "image": "web:2"}]}}}})"));
    runKubectl({u"rollout"_s, u"status"_s, u"deployment/web"_s}, line, code);
    QCOMPARE(line, u"deployment \"web\" successfully rolled out"_s);
    QTRY_COMPARE(images(u"web-"_s), (QStringList{u"2"_s, u"2"_s, u"2"_s}));
    runKubectl({u"rollout"_s, u"undo"_s, u"deployment/web"_s}, line, code);
    QCOMPARE(code, 0);
    runKubectl({u"rollout"_s, u"status"_s, u"deployment/web"_s}, line, code);
    QTRY_COMPARE(images(u"web-"_s), (QStringList{u"1"_s, u"1"_s, u"1"_s}));

    QVERIFY(patch(resources::deployments, u"web"_s,
                  R"({"spec": {"progressDeadlineSeconds": 2, "template": {"spec": {"containers":
                      [{"name": "web", "image": "web:1-999"}]}}}})"));
    runKubectl({u"rollout"_s, u"status"_s, u"deployment/web"_s}, line, code);
    QCOMPARE(line, u"error: deployment \"web\" exceeded its progress deadline"_s);
    QCOMPARE(code, 1);
    QCOMPARE(images(u"web-"_s), (QStringList{u"1"_s, u"1"_s, u"1"_s, u"1-999!"_s}));
}

void tst_ControlPlane::aStoppedNodeLosesItsPods()
{
    const QString node = valueAt(find(m_pods, u"rec-2"_s)->json, u"spec.nodeName").toString();
    const QString uid = find(m_pods, u"rec-2"_s)->meta.uid;
    QVERIFY(m_plane->setNodeRunning(node, false));
    QVERIFY(!m_plane->setNodeRunning(u"node-99"_s, false));
    const auto isReady = [&] { return conditionStatus(m_nodes->findAs<RawObject>({{}, node})->json, "Ready"_L1); };
    QTRY_COMPARE_WITH_TIMEOUT(isReady(), u"Unknown"_s, 20'000);
    QTRY_VERIFY(!isPodReady(find(m_pods, u"rec-2"_s)->json));
    QTRY_VERIFY_WITH_TIMEOUT(find(m_pods, u"rec-2"_s)->meta.isTerminating(), 60'000);
    QCOMPARE(find(m_pods, u"rec-2"_s)->meta.uid, uid);

    QVERIFY(m_plane->setNodeRunning(node, true));
    QTRY_COMPARE_WITH_TIMEOUT(isReady(), u"True"_s, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(find(m_pods, u"rec-2"_s) && find(m_pods, u"rec-2"_s)->meta.uid != uid
                                 && isPodReady(find(m_pods, u"rec-2"_s)->json),
                             60'000);
}

QTEST_GUILESS_MAIN(tst_ControlPlane)
#include "tst_controlplane.moc"
