// SPDX-License-Identifier: Apache-2.0
#include "jsoncursor.h"
#include "redisenterprisecluster.h"

#include <QTest>

using namespace Qt::StringLiterals;
using redis::ClusterState;
using redis::RedisEnterpriseCluster;

Q_DECLARE_METATYPE(redis::ClusterState)

class tst_RedisEnterpriseCluster : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAWholeCluster();
    void readsAnAlmostEmptyCluster();
    void tellsAbsentFromEmpty_data();
    void tellsAbsentFromEmpty();
    void survivesWrongTypes();
    void knowsTheStates_data();
    void knowsTheStates();
    void seesDigests_data();
    void seesDigests();
    void namesItsPaths();
};

namespace {

std::shared_ptr<const RedisEnterpriseCluster> decoded(const QByteArray &json)
{
    const simdjson::padded_string text(json.constData(), size_t(json.size()));
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    simdjson::ondemand::value root;
    simdjson::error_code error = parser.iterate(text).get(document);
    if (!error)
        error = document.get_value().get(root);
    if (error)
        return nullptr;
    const auto object = redis::decodeRedisEnterpriseCluster(kube::JsonCursor(root, &error));
    return error ? nullptr : std::static_pointer_cast<const RedisEnterpriseCluster>(object);
}

} // namespace

void tst_RedisEnterpriseCluster::readsAWholeCluster()
{
    const auto cluster = decoded(R"({
        "apiVersion": "app.redislabs.com/v1", "kind": "RedisEnterpriseCluster",
        "metadata": {
            "name": "orders", "namespace": "shop", "uid": "7a0f", "resourceVersion": "81423", "generation": 7,
            "creationTimestamp": "2026-05-02T07:01:11Z", "labels": {"app": "redis-enterprise"},
            "annotations": {"argocd.argoproj.io/tracking-id": "x"}
        },
        "spec": {
            "nodes": 5,
            "bootstrapperImageSpec": {"repository": "registry.local:5000/redislabs/operator", "versionTag": "8.0.6-8"},
            "redisEnterpriseImageSpec": {
                "repository": "registry.local:5000/redislabs/redis", "versionTag": "8.0.6-54",
                "imagePullPolicy": "IfNotPresent"
            },
            "redisEnterpriseServicesRiggerImageSpec": {"versionTag": "8.0.6-8"},
            "upgradeSpec": {"autoUpgradeRedisEnterprise": false},
            "redisUpgradePolicy": "major",
            "persistentSpec": {"enabled": true, "storageClassName": "fast", "volumeSize": "20Gi"},
            "rackAwarenessNodeLabel": "topology.kubernetes.io/zone",
            "redisEnterpriseTerminationGracePeriodSeconds": 31536000,
            "redisEnterpriseNodeResources": {"limits": {"cpu": "4", "memory": "8Gi"}},
            "pullSecrets": [{"name": "regcred"}, {"name": "mirror"}],
            "userDefinedModules": [{"name": "search", "source": {"https": {"url": "https://mods/search.zip"}}}]
        },
        "status": {
            "state": "Upgrade", "specStatus": "Valid",
            "licenseStatus": {
                "activationDate": "2026-01-01T00:00:00Z", "expirationDate": "2027-01-01T13:59:00Z",
                "licenseState": "Valid", "shardsLimit": 50, "shardsUsage": "12", "features": ["bigstore"], "owner": "Shop"
            },
            "modules": [
                {"name": "ReJSON", "displayName": "RedisJSON", "versions": ["2.8.4", "2.6.12"]},
                {"name": "bf", "displayName": "RedisBloom", "versions": []}
            ],
            "bundledDatabaseVersions": [
                {"dbType": "redis", "version": "7.4", "major": true, "featureSupport": {"flex": true}},
                {"dbType": "memcached", "version": "1.6"}
            ],
            "persistenceStatus": {"status": "Provisioned", "succeeded": "5/5"},
            "managedAPIs": {"ldap": true}
        }
    })");
    QVERIFY(cluster);
    QCOMPARE(cluster->meta.key(), (kube::ObjectKey{u"shop"_s, u"orders"_s}));
    QCOMPARE(cluster->meta.uid, u"7a0f"_s);
    QCOMPARE(cluster->meta.generation, 7);
    QCOMPARE(cluster->nodes, 5);
    QVERIFY(cluster->image.present);
    QCOMPARE(cluster->image.repository, u"registry.local:5000/redislabs/redis"_s);
    QCOMPARE(cluster->image.versionTag, u"8.0.6-54"_s);
    QCOMPARE(cluster->image.imagePullPolicy, u"IfNotPresent"_s);
    QVERIFY(!cluster->image.digestHash);
    QVERIFY(cluster->servicesRigger.present);
    QVERIFY(!cluster->servicesRigger.repository);
    QCOMPARE(cluster->servicesRigger.versionTag, u"8.0.6-8"_s);
    QCOMPARE(cluster->bootstrapper.repository, u"registry.local:5000/redislabs/operator"_s);
    QCOMPARE(cluster->autoUpgrade, std::optional(false));
    QCOMPARE(cluster->redisUpgradePolicy, u"major"_s);
    QCOMPARE(
        cluster->persistence,
        (RedisEnterpriseCluster::Persistence{.enabled = true, .storageClassName = u"fast"_s, .volumeSize = u"20Gi"_s}));
    QCOMPARE(cluster->rackAwarenessLabel, u"topology.kubernetes.io/zone"_s);
    QCOMPARE(cluster->terminationGraceSeconds, std::optional<qint64>(31536000));
    QCOMPARE(cluster->pullSecrets, (QList{u"regcred"_s, u"mirror"_s}));
    QCOMPARE(cluster->userDefinedModules, (QList{u"search"_s}));
    QVERIFY(!cluster->clusterRecovery);

    QCOMPARE(cluster->state, ClusterState::Upgrade);
    QCOMPARE(cluster->stateText, u"Upgrade"_s);
    QCOMPARE(cluster->specStatus, u"Valid"_s);
    QCOMPARE(cluster->licence.state, u"Valid"_s);
    QCOMPARE(cluster->licence.expiration, QDateTime::fromString(u"2027-01-01T13:59:00Z"_s, Qt::ISODate));
    QCOMPARE(cluster->licence.shardsUsage, u"12"_s);
    QCOMPARE(cluster->licence.shardsLimit, 50);
    QCOMPARE(cluster->modules.size(), 2);
    QCOMPARE(cluster->modules.first(), (redis::Module{u"ReJSON"_s, u"RedisJSON"_s, {u"2.8.4"_s, u"2.6.12"_s}}));
    QCOMPARE(cluster->bundledDatabases,
             (QList{redis::BundledDatabase{u"redis"_s, u"7.4"_s, true},
                    redis::BundledDatabase{u"memcached"_s, u"1.6"_s, false}}));
    QCOMPARE(cluster->persistenceStatus, u"Provisioned"_s);
}

void tst_RedisEnterpriseCluster::readsAnAlmostEmptyCluster()
{
    const auto cluster = decoded(R"({"metadata": {"name": "rec"}, "spec": {}})");
    QVERIFY(cluster);
    QCOMPARE(cluster->nodes, 3); // the operator's default
    QVERIFY(!cluster->image.present);
    QVERIFY(!cluster->image.versionTag);
    QVERIFY(!cluster->autoUpgrade);
    QVERIFY(!cluster->persistence.enabled);
    QVERIFY(!cluster->terminationGraceSeconds);
    QCOMPARE(cluster->state, ClusterState::Unset);
    QVERIFY(!cluster->licence.expiration.isValid());
}

void tst_RedisEnterpriseCluster::tellsAbsentFromEmpty_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<bool>("object");
    QTest::addColumn<std::optional<QString>>("tag");

    QTest::newRow("no object") << QByteArray("{}") << false << std::optional<QString>();
    QTest::newRow("an empty object") << QByteArray(R"({"redisEnterpriseImageSpec": {}})") << true
                                     << std::optional<QString>();
    QTest::newRow("a repository alone, as in OLM's examples")
        << QByteArray(R"({"redisEnterpriseImageSpec": {"repository": "redislabs/redis"}})") << true
        << std::optional<QString>();
    QTest::newRow("an empty tag") << QByteArray(R"({"redisEnterpriseImageSpec": {"versionTag": ""}})") << true
                                  << std::optional(u""_s);
    QTest::newRow("a null tag") << QByteArray(R"({"redisEnterpriseImageSpec": {"versionTag": null}})") << true
                                << std::optional<QString>();
    QTest::newRow("a tag") << QByteArray(R"({"redisEnterpriseImageSpec": {"versionTag": "8.0.6-54"}})") << true
                           << std::optional(u"8.0.6-54"_s);
}

void tst_RedisEnterpriseCluster::tellsAbsentFromEmpty()
{
    QFETCH(QByteArray, spec);
    const auto cluster = decoded(R"({"spec": )" + spec + "}");
    QVERIFY(cluster);
    QTEST(cluster->image.present, "object");
    QTEST(cluster->image.versionTag, "tag");
}

void tst_RedisEnterpriseCluster::survivesWrongTypes()
{
    const auto cluster = decoded(R"({
        "metadata": {"name": "rec", "labels": []},
        "spec": {"nodes": "three", "redisEnterpriseImageSpec": {"versionTag": 8}, "upgradeSpec": [],
                 "persistentSpec": {"volumeSize": 21474836480}, "pullSecrets": {"name": "x"}, "userDefinedModules": [7]},
        "status": {"state": 1, "modules": "none", "licenseStatus": null, "specStatus": "Valid"}
    })");
    QVERIFY(cluster);
    QCOMPARE(cluster->nodes, 3);
    QVERIFY(!cluster->image.versionTag);
    QVERIFY(!cluster->autoUpgrade);
    QCOMPARE(cluster->persistence.volumeSize, u"21474836480"_s);
    QVERIFY(cluster->pullSecrets.isEmpty());
    QVERIFY(cluster->userDefinedModules.isEmpty());
    QCOMPARE(cluster->state, ClusterState::Unset);
    QCOMPARE(cluster->specStatus, u"Valid"_s); // what follows the nonsense is still read
}

void tst_RedisEnterpriseCluster::knowsTheStates_data()
{
    using enum ClusterState;
    QTest::addColumn<QString>("word");
    QTest::addColumn<ClusterState>("state");

    QTest::newRow("no status yet") << u""_s << Unset;
    QTest::newRow("PendingCreation") << u"PendingCreation"_s << PendingCreation;
    QTest::newRow("BootstrappingFirstPod") << u"BootstrappingFirstPod"_s << BootstrappingFirstPod;
    QTest::newRow("Initializing") << u"Initializing"_s << Initializing;
    QTest::newRow("RecoveryReset") << u"RecoveryReset"_s << RecoveryReset;
    QTest::newRow("RecoveringFirstPod") << u"RecoveringFirstPod"_s << RecoveringFirstPod;
    QTest::newRow("Running") << u"Running"_s << Running;
    QTest::newRow("Error") << u"Error"_s << Error;
    QTest::newRow("Invalid") << u"Invalid"_s << Invalid;
    QTest::newRow("InvalidUpgrade") << u"InvalidUpgrade"_s << InvalidUpgrade;
    QTest::newRow("Upgrade") << u"Upgrade"_s << Upgrade;
    QTest::newRow("Deleting") << u"Deleting"_s << Deleting;
    QTest::newRow("ClusterRecreating") << u"ClusterRecreating"_s << ClusterRecreating;
    QTest::newRow("RunningRollingUpdate") << u"RunningRollingUpdate"_s << RunningRollingUpdate;
    QTest::newRow("a word of a later operator") << u"Hibernating"_s << Other;
    QTest::newRow("letter case matters") << u"running"_s << Other;
}

void tst_RedisEnterpriseCluster::knowsTheStates()
{
    QFETCH(QString, word);
    QFETCH(ClusterState, state);
    QCOMPARE(redis::clusterStateOf(word), state);
    const auto cluster = decoded(R"({"status": {"state": ")" + word.toUtf8() + R"("}})");
    QVERIFY(cluster);
    QCOMPARE(cluster->state, state);
    QCOMPARE(cluster->stateText, word);
}

void tst_RedisEnterpriseCluster::seesDigests_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<bool>("pinned");

    QTest::newRow("none") << QByteArray(R"({"redisEnterpriseImageSpec": {"versionTag": "8.0.6-54"}})") << false;
    QTest::newRow("an empty one") << QByteArray(R"({"redisEnterpriseImageSpec": {"digestHash": ""}})") << false;
    QTest::newRow("of the image") << QByteArray(R"({"redisEnterpriseImageSpec": {"digestHash": "sha256:1"}})") << true;
    QTest::newRow("of the Services Rigger")
        << QByteArray(R"({"redisEnterpriseServicesRiggerImageSpec": {"digestHash": "sha256:1"}})") << true;
    QTest::newRow("of the bootstrapper") << QByteArray(R"({"bootstrapperImageSpec": {"digestHash": "sha256:1"}})")
                                         << true;
}

void tst_RedisEnterpriseCluster::seesDigests()
{
    QFETCH(QByteArray, spec);
    QFETCH(bool, pinned);
    const auto cluster = decoded(R"({"spec": )" + spec + "}");
    QVERIFY(cluster);
    QCOMPARE(cluster->isPinnedByDigest(), pinned);
}

void tst_RedisEnterpriseCluster::namesItsPaths()
{
    QCOMPARE(redis::redisEnterpriseClusterType().path(u"shop"_s, u"orders"_s),
             u"/apis/app.redislabs.com/v1/namespaces/shop/redisenterpriseclusters/orders"_s);
    QCOMPARE(redis::redisEnterpriseClusterType(u"v1alpha1"_s).apiVersion(), u"app.redislabs.com/v1alpha1"_s);
    QCOMPARE(redis::redisEnterpriseDatabaseType().path(),
             u"/apis/app.redislabs.com/v1alpha1/redisenterprisedatabases"_s);
}

QTEST_GUILESS_MAIN(tst_RedisEnterpriseCluster)
#include "tst_redisenterprisecluster.moc"
