// SPDX-License-Identifier: Apache-2.0
#include "redisenterprisecluster.h"

#include "jsoncursor.h"

#include <QHash>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace redis {

using kube::JsonCursor;

namespace {

/// A field that is there, be it empty; null and other types count as absent.
std::optional<QString> text(JsonCursor value)
{
    QString result = value.string();
    return result.isNull() ? std::nullopt : std::optional(std::move(result));
}

ImageSpec decodeImage(JsonCursor spec)
{
    ImageSpec image;
    image.present = true;
    spec.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "repository")
            image.repository = text(value);
        else if (key == "versionTag")
            image.versionTag = text(value);
        else if (key == "digestHash")
            image.digestHash = text(value);
        else if (key == "imagePullPolicy")
            image.imagePullPolicy = text(value);
    });
    return image;
}

RedisEnterpriseCluster::Persistence decodePersistence(JsonCursor spec)
{
    RedisEnterpriseCluster::Persistence persistence;
    spec.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "enabled") {
            persistence.enabled = value.boolean();
        } else if (key == "storageClassName") {
            persistence.storageClassName = value.string();
        } else if (key == "volumeSize") { // int-or-string
            persistence.volumeSize = value.string();
            if (persistence.volumeSize.isEmpty()) {
                const qint64 bytes = value.integer();
                if (bytes > 0)
                    persistence.volumeSize = QString::number(bytes);
            }
        }
    });
    return persistence;
}

/// The field "name" of every item.
QList<QString> decodeNames(JsonCursor items)
{
    QList<QString> names;
    items.forEachItem([&](JsonCursor item) {
        item.forEachField([&](std::string_view key, JsonCursor value) {
            if (key == "name")
                names.append(value.string());
        });
    });
    return names;
}

void decodeSpec(JsonCursor spec, RedisEnterpriseCluster *cluster)
{
    spec.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "nodes") {
            cluster->nodes = int(value.integer(cluster->nodes));
        } else if (key == "redisEnterpriseImageSpec") {
            cluster->image = decodeImage(value);
        } else if (key == "redisEnterpriseServicesRiggerImageSpec") {
            cluster->servicesRigger = decodeImage(value);
        } else if (key == "bootstrapperImageSpec") {
            cluster->bootstrapper = decodeImage(value);
        } else if (key == "upgradeSpec") {
            value.forEachField([&](std::string_view field, JsonCursor upgrade) {
                if (field == "autoUpgradeRedisEnterprise")
                    cluster->autoUpgrade = upgrade.boolean();
            });
        } else if (key == "redisUpgradePolicy") {
            cluster->redisUpgradePolicy = value.string();
        } else if (key == "persistentSpec") {
            cluster->persistence = decodePersistence(value);
        } else if (key == "rackAwarenessNodeLabel") {
            cluster->rackAwarenessLabel = value.string();
        } else if (key == "redisEnterpriseTerminationGracePeriodSeconds") {
            cluster->terminationGraceSeconds = value.integer();
        } else if (key == "clusterRecovery") {
            cluster->clusterRecovery = value.boolean();
        } else if (key == "pullSecrets") {
            cluster->pullSecrets = decodeNames(value);
        } else if (key == "userDefinedModules") {
            cluster->userDefinedModules = decodeNames(value);
        }
    });
}

Licence decodeLicence(JsonCursor status)
{
    Licence licence;
    status.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "licenseState")
            licence.state = value.string();
        else if (key == "activationDate")
            licence.activation = value.time();
        else if (key == "expirationDate")
            licence.expiration = value.time();
        else if (key == "shardsUsage")
            licence.shardsUsage = value.string();
        else if (key == "shardsLimit")
            licence.shardsLimit = int(value.integer());
    });
    return licence;
}

Module decodeModule(JsonCursor item)
{
    Module module;
    item.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "name")
            module.name = value.string();
        else if (key == "displayName")
            module.displayName = value.string();
        else if (key == "versions")
            value.forEachItem([&](JsonCursor version) { module.versions.append(version.string()); });
    });
    return module;
}

BundledDatabase decodeBundledDatabase(JsonCursor item)
{
    BundledDatabase database;
    item.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "dbType")
            database.type = value.string();
        else if (key == "version")
            database.version = value.string();
        else if (key == "major")
            database.major = value.boolean();
    });
    return database;
}

void decodeStatus(JsonCursor status, RedisEnterpriseCluster *cluster)
{
    status.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "state") {
            cluster->stateText = value.string();
            cluster->state = clusterStateOf(cluster->stateText);
        } else if (key == "specStatus") {
            cluster->specStatus = value.string();
        } else if (key == "licenseStatus") {
            cluster->licence = decodeLicence(value);
        } else if (key == "modules") {
            value.forEachItem([&](JsonCursor item) { cluster->modules.append(decodeModule(item)); });
        } else if (key == "bundledDatabaseVersions") {
            value.forEachItem([&](JsonCursor item) { cluster->bundledDatabases.append(decodeBundledDatabase(item)); });
        } else if (key == "persistenceStatus") {
            value.forEachField([&](std::string_view field, JsonCursor part) {
                if (field == "status")
                    cluster->persistenceStatus = part.string();
            });
        }
    });
}

} // namespace

ClusterState clusterStateOf(QStringView word)
{
    using enum ClusterState;
    static constexpr std::pair<QStringView, ClusterState> words[] = {
        {u"", Unset},
        {u"PendingCreation", PendingCreation},
        {u"BootstrappingFirstPod", BootstrappingFirstPod},
        {u"Initializing", Initializing},
        {u"RecoveryReset", RecoveryReset},
        {u"RecoveringFirstPod", RecoveringFirstPod},
        {u"Running", Running},
        {u"Error", Error},
        {u"Invalid", Invalid},
        {u"InvalidUpgrade", InvalidUpgrade},
        {u"Upgrade", Upgrade},
        {u"Deleting", Deleting},
        {u"ClusterRecreating", ClusterRecreating},
        {u"RunningRollingUpdate", RunningRollingUpdate},
    };
    const auto *const found = std::ranges::find(words, word, &std::pair<QStringView, ClusterState>::first);
    return found == std::ranges::end(words) ? Other : found->second;
}

bool RedisEnterpriseCluster::isPinnedByDigest() const noexcept
{
    const auto isPinned = [](const ImageSpec &spec) { return spec.digestHash && !spec.digestHash->isEmpty(); };
    return isPinned(image) || isPinned(servicesRigger) || isPinned(bootstrapper);
}

kube::ObjectPtr decodeRedisEnterpriseCluster(JsonCursor object)
{
    auto cluster = std::make_shared<RedisEnterpriseCluster>();
    object.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "metadata")
            cluster->meta = kube::decodeMeta(value);
        else if (key == "spec")
            decodeSpec(value, cluster.get());
        else if (key == "status")
            decodeStatus(value, cluster.get());
    });
    return cluster;
}

kube::ResourceType redisEnterpriseClusterType(const QString &version)
{
    return {.group = u"app.redislabs.com"_s,
            .version = version,
            .plural = u"redisenterpriseclusters"_s,
            .kind = u"RedisEnterpriseCluster"_s};
}

kube::ResourceType redisEnterpriseDatabaseType()
{
    return {.group = u"app.redislabs.com"_s,
            .version = u"v1alpha1"_s,
            .plural = u"redisenterprisedatabases"_s,
            .kind = u"RedisEnterpriseDatabase"_s};
}

} // namespace redis
