// SPDX-License-Identifier: Apache-2.0
#include "common/resources.h"
#include "livecluster.h"
#include "redisoperator/redisoperator.h"

#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sim;

namespace {

const kube::ResourceType customResourceDefinitions{u"apiextensions.k8s.io"_s, u"v1"_s, u"customresourcedefinitions"_s,
                                                   u"CustomResourceDefinition"_s, false};
const kube::ObjectKey rec{u"default"_s, u"rec"_s};

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
    "apiVersion": "app.redislabs.com/v1", "kind": "RedisEnterpriseCluster",
    "metadata": {"name": "rec", "namespace": "default"},
    "spec": {"nodes": 3, "persistentSpec": {"enabled": false}, "redisEnterpriseTerminationGracePeriodSeconds": 5,
             "redisEnterpriseImageSpec": {"versionTag": "8.0.20-1"}}})";

} // namespace

/// The operator on a real API server (1.20): the real StatefulSet and Deployment controllers, the real scheduler and
/// real kubelets do the rest.
class tst_RedisOperator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void cleanup();

    void bringsAClusterUp();
    void upgradesIt();
    void writesNothingAtRest();
    void refusesATagOfAnotherLine();
    void aWrongTagLeavesTheTrapStanding();

private:
    bool send(const kube::ApiRequest &request);
    void setTag(const QString &tag);
    [[nodiscard]] QString state() const;
    [[nodiscard]] RawObjectPtr find(const kube::ObjectStore *store, const QString &name) const;
    /// The image tag of each of the three pods, and "!" behind one that is not ready: "8.0.20-1 8.0.20-1 8.0.20-2!".
    [[nodiscard]] QString pods() const;
    [[nodiscard]] QStringList masters() const;

    std::unique_ptr<testsupport::LiveCluster> m_cluster;
    std::unique_ptr<SystemClock> m_clock;
    std::unique_ptr<Informers> m_informers;
    std::unique_ptr<RedisOperator> m_operator;
    const kube::ObjectStore *m_clusters = nullptr;
    const kube::ObjectStore *m_sets = nullptr;
    const kube::ObjectStore *m_pods = nullptr;
    QStringList m_replaced; ///< pods in the order in which they came back
    QStringList m_states; ///< of the REC, as they followed each other
    bool m_everWithoutMaster = false; ///< a pod with the label went away with it
};

void tst_RedisOperator::initTestCase()
{
    if (const QString why = testsupport::LiveCluster::unavailable(); !why.isEmpty())
        QSKIP(qPrintable(why));
    m_cluster = std::make_unique<testsupport::LiveCluster>(3);
    QVERIFY2(m_cluster->isUp(), qPrintable(m_cluster->output()));
    m_cluster->setRules("boot=1 redislabs/redis:\nmissing :8\\.0\\.20-999$\n");

    m_clock = std::make_unique<SystemClock>();
    m_informers = std::make_unique<Informers>(m_cluster->config());
    QVERIFY(send(kube::requests::create(customResourceDefinitions, {}, json(crd), writeOptions(u"test"_s))));
    m_clusters = &m_informers->follow(resources::redisEnterpriseClusters);
    m_sets = &m_informers->follow(resources::statefulSets);
    m_pods = &m_informers->follow(resources::pods);
    connect(m_pods, &kube::ObjectStore::changed, this, [this](const kube::ObjectStore::Changes &changes) {
        for (const kube::ObjectPtr &pod : changes.added) {
            if (pod->meta.name.startsWith("rec-"_L1) && !pod->meta.name.contains("rigger"_L1))
                m_replaced.append(pod->meta.name);
        }
        for (const kube::ObjectPtr &pod : changes.removed)
            m_everWithoutMaster |= pod->meta.labels.contains(u"redis.io/role-master"_s);
    });
    connect(m_clusters, &kube::ObjectStore::changed, this, [this] {
        if (m_states.isEmpty() || m_states.last() != state())
            m_states.append(state());
    });
    m_operator = std::make_unique<RedisOperator>(*m_informers, *m_clock, OperatorOptions());
    m_operator->start();
}

void tst_RedisOperator::cleanupTestCase()
{
    m_operator.reset();
    m_informers.reset();
    m_cluster.reset();
}

void tst_RedisOperator::cleanup()
{
    if (QTest::currentTestFailed() && m_cluster)
        qWarning().noquote() << m_cluster->describe();
}

bool tst_RedisOperator::send(const kube::ApiRequest &request)
{
    std::optional<kube::Result<kube::ApiObject>> answer;
    m_informers->client().sendForObject(request, this, [&](const auto &result) { answer = result; });
    const bool came = QTest::qWaitFor([&] { return answer.has_value(); }, 30'000);
    if (came && !*answer)
        qWarning("%s", qPrintable(answer->error().message));
    return came && *answer;
}

void tst_RedisOperator::setTag(const QString &tag)
{
    m_replaced.clear();
    m_states.clear();
    m_everWithoutMaster = false;
    const QJsonObject patch{
        {"spec"_L1, QJsonObject{{"redisEnterpriseImageSpec"_L1, QJsonObject{{"versionTag"_L1, tag}}}}}};
    QVERIFY(send(kube::requests::patch(resources::redisEnterpriseClusters, rec, kube::PatchType::Merge, patch,
                                       writeOptions(u"test"_s))));
}

RawObjectPtr tst_RedisOperator::find(const kube::ObjectStore *store, const QString &name) const
{
    return store->findAs<RawObject>({u"default"_s, name});
}

QString tst_RedisOperator::state() const
{
    const RawObjectPtr object = find(m_clusters, u"rec"_s);
    return object ? valueAt(object->json, u"status.state").toString() : QString();
}

QString tst_RedisOperator::pods() const
{
    QStringList words;
    for (int i = 0; i < 3; ++i) {
        const RawObjectPtr pod = find(m_pods, u"rec-%1"_s.arg(i));
        if (!pod)
            continue;
        const QString image = valueAt(pod->json, u"spec.containers").toArray().at(0)["image"_L1].toString();
        bool isReady = false;
        for (const QJsonValue &condition : valueAt(pod->json, u"status.conditions").toArray())
            isReady |= condition["type"_L1].toString() == "Ready"_L1 && condition["status"_L1].toString() == "True"_L1;
        words.append(image.section(u':', -1) + (isReady ? u""_s : u"!"_s));
    }
    return words.join(u' ');
}

QStringList tst_RedisOperator::masters() const
{
    QStringList names;
    for (const kube::ObjectPtr &pod : m_pods->objects()) {
        if (pod->meta.labels.value(u"redis.io/role-master"_s) == "1"_L1)
            names.append(pod->meta.name);
    }
    return names;
}

void tst_RedisOperator::bringsAClusterUp()
{
    QVERIFY(send(kube::requests::create(resources::redisEnterpriseClusters, rec.nameSpace, json(cluster),
                                        writeOptions(u"test"_s))));
    QTRY_COMPARE_WITH_TIMEOUT(state(), u"Running"_s, 120'000);
    QCOMPARE(pods(), u"8.0.20-1 8.0.20-1 8.0.20-1"_s);
    QCOMPARE(m_replaced, (QStringList{u"rec-0"_s, u"rec-1"_s, u"rec-2"_s}));
    QTRY_COMPARE(
        m_states,
        (QStringList{u""_s, u"PendingCreation"_s, u"BootstrappingFirstPod"_s, u"Initializing"_s, u"Running"_s}));
    QTRY_COMPARE(masters(), QStringList{u"rec-0"_s});
    const RawObjectPtr object = find(m_clusters, u"rec"_s);
    QCOMPARE(valueAt(object->json, u"status.specStatus").toString(), u"Valid"_s);
    QCOMPARE(valueAt(object->json, u"status.licenseStatus.licenseState").toString(), u"Valid"_s);
    for (const kube::ResourceType &type :
         {resources::services, resources::secrets,
          kube::ResourceType{u"policy"_s, u"v1beta1"_s, u"poddisruptionbudgets"_s, u"PodDisruptionBudget"_s, true}})
        QVERIFY2(send(kube::requests::get(type, rec)), qPrintable(type.plural));
}

void tst_RedisOperator::upgradesIt()
{
    setTag(u"8.0.20-2"_s);
    QTRY_COMPARE_WITH_TIMEOUT(state(), u"Upgrade"_s, 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(state(), u"Running"_s, 180'000);
    QCOMPARE(pods(), u"8.0.20-2 8.0.20-2 8.0.20-2"_s);
    QCOMPARE(m_replaced, (QStringList{u"rec-2"_s, u"rec-1"_s, u"rec-0"_s}));
    QTRY_COMPARE(m_states.sliced(m_states.indexOf(u"Upgrade"_s)), (QStringList{u"Upgrade"_s, u"Running"_s}));
    QVERIFY(!m_everWithoutMaster);
    QTRY_COMPARE(masters(), QStringList{u"rec-2"_s});
}

void tst_RedisOperator::writesNothingAtRest()
{
    std::vector<std::unique_ptr<QSignalSpy>> spies;
    for (const kube::ResourceType &type : {resources::redisEnterpriseClusters, resources::statefulSets,
                                           resources::deployments, resources::services, resources::pods})
        spies.push_back(std::make_unique<QSignalSpy>(&m_informers->follow(type), &kube::ObjectStore::changed));
    const auto forget = [&] { std::ranges::for_each(spies, [](const auto &spy) { spy->clear(); }); };
    const auto isQuiet = [&] {
        forget();
        return !spies.front()->wait(2'000)
            && std::ranges::all_of(spies, [](const auto &spy) { return spy->isEmpty(); });
    };
    QTRY_VERIFY_WITH_TIMEOUT(isQuiet(), 30'000);

    // It looks at everything anew, and finds nothing to do: an old server drops fields that it asked for.
    const QJsonObject annotated{{"metadata"_L1, QJsonObject{{"annotations"_L1, QJsonObject{{"a"_L1, "b"_L1}}}}}};
    QVERIFY(send(kube::requests::patch(resources::redisEnterpriseClusters, rec, kube::PatchType::Merge, annotated,
                                       writeOptions(u"test"_s))));
    QTRY_COMPARE(spies.front()->count(), 1);
    QVERIFY(!spies.front()->wait(2'000)); // the annotation was all
    for (size_t i = 1; i < spies.size(); ++i)
        QCOMPARE(spies.at(i)->count(), 0);
}

void tst_RedisOperator::refusesATagOfAnotherLine()
{
    setTag(u"7.22.2-22"_s);
    QTRY_COMPARE_WITH_TIMEOUT(state(), u"InvalidUpgrade"_s, 30'000);
    QCOMPARE(valueAt(find(m_clusters, u"rec"_s)->json, u"status.specStatus").toString(), u"Invalid"_s);
    setTag(u"8.0.20-2"_s);
    QTRY_COMPARE_WITH_TIMEOUT(state(), u"Running"_s, 30'000);
    QCOMPARE(pods(), u"8.0.20-2 8.0.20-2 8.0.20-2"_s);
    QVERIFY(m_replaced.isEmpty());
}

void tst_RedisOperator::aWrongTagLeavesTheTrapStanding()
{
    setTag(u"8.0.20-999"_s);
    const auto reason = [this] {
        const RawObjectPtr pod = find(m_pods, u"rec-2"_s);
        if (!pod)
            return QString();
        for (const QJsonValue &status : valueAt(pod->json, u"status.containerStatuses").toArray()) {
            if (status["name"_L1].toString() == "redis-enterprise-node"_L1)
                return status["state"_L1]["waiting"_L1]["reason"_L1].toString();
        }
        return QString();
    };
    QTRY_COMPARE_WITH_TIMEOUT(reason(), u"ImagePullBackOff"_s, 60'000);
    QCOMPARE(pods(), u"8.0.20-2 8.0.20-2 8.0.20-999!"_s);
    QCOMPARE(masters(), QStringList{u"rec-0"_s}); // moved before the pod went
    const QString stuck = find(m_pods, u"rec-2"_s)->meta.uid;
    const QString badRevision = valueAt(find(m_sets, u"rec"_s)->json, u"status.updateRevision").toString();

    setTag(u"8.0.20-3"_s);
    const auto updateRevision = [this] {
        return valueAt(find(m_sets, u"rec"_s)->json, u"status.updateRevision").toString();
    };
    // The controller has taken the correction up, and been through a sync with it...
    QTRY_VERIFY_WITH_TIMEOUT(updateRevision() != badRevision, 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(reason(), u"ErrImagePull"_s, 60'000); // tried again since
    QCOMPARE(find(m_pods, u"rec-2"_s)->meta.uid, stuck); // ...and leaves the pod
    QCOMPARE(state(), u"Upgrade"_s);

    QVERIFY(send(kube::requests::remove(resources::pods, {u"default"_s, u"rec-2"_s}, {.uid = stuck})));
    QTRY_COMPARE_WITH_TIMEOUT(state(), u"Running"_s, 180'000);
    QCOMPARE(pods(), u"8.0.20-3 8.0.20-3 8.0.20-3"_s);
    QCOMPARE(m_replaced, (QStringList{u"rec-2"_s, u"rec-1"_s, u"rec-0"_s}));
    QVERIFY(!m_everWithoutMaster);
}

QTEST_GUILESS_MAIN(tst_RedisOperator)
#include "tst_redisoperator.moc"
