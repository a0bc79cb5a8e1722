// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "object.h"
#include "resourcetype.h"

#include <optional>

namespace redis {

/// One of the image specifications of the REC. What is absent is decided by the operator: "the default image for this
/// version".
struct ImageSpec
{
    bool present = false; ///< the object itself; its fields may still all be absent
    std::optional<QString> repository;
    std::optional<QString> versionTag;
    std::optional<QString> digestHash;
    std::optional<QString> imagePullPolicy;

    [[nodiscard]] bool operator==(const ImageSpec &) const = default;
};

/// status.state
enum class ClusterState {
    Unset, ///< no status yet
    PendingCreation,
    BootstrappingFirstPod,
    Initializing,
    RecoveryReset, ///< deletes all pods
    RecoveringFirstPod,
    Running,
    Error,
    Invalid, ///< the spec is refused
    InvalidUpgrade, ///< an upgrade is not possible now
    Upgrade,
    Deleting,
    ClusterRecreating,
    RunningRollingUpdate, ///< pods are restarted for another reason than an upgrade
    Other, ///< a word that this program does not know; the text is kept
};

[[nodiscard]] ClusterState clusterStateOf(QStringView word);

struct Licence
{
    QString state; ///< "Valid"; the other words are not published
    QDateTime activation; ///< UTC
    QDateTime expiration; ///< UTC
    QString shardsUsage; ///< text in the API
    int shardsLimit = 0;

    [[nodiscard]] bool operator==(const Licence &) const = default;
};

struct Module
{
    QString name;
    QString displayName;
    QList<QString> versions;

    [[nodiscard]] bool operator==(const Module &) const = default;
};

/// A database version that comes with the Redis Enterprise version which runs.
struct BundledDatabase
{
    QString type;
    QString version;
    bool major = false;

    [[nodiscard]] bool operator==(const BundledDatabase &) const = default;
};

/// The custom resource redisenterpriseclusters.app.redislabs.com, as far as an upgrade looks at it. v1 and v1alpha1 are
/// the same here.
struct RedisEnterpriseCluster final : kube::Object
{
    struct Persistence
    {
        std::optional<bool> enabled;
        QString storageClassName;
        QString volumeSize; ///< a quantity

        [[nodiscard]] bool operator==(const Persistence &) const = default;
    };

    // spec
    int nodes = 3;
    ImageSpec image; ///< redisEnterpriseImageSpec
    ImageSpec servicesRigger; ///< redisEnterpriseServicesRiggerImageSpec
    ImageSpec bootstrapper; ///< bootstrapperImageSpec
    std::optional<bool> autoUpgrade; ///< upgradeSpec.autoUpgradeRedisEnterprise; absent without an upgradeSpec
    QString redisUpgradePolicy; ///< "major", "latest" or empty
    Persistence persistence;
    QString rackAwarenessLabel;
    std::optional<qint64> terminationGraceSeconds; ///< redisEnterpriseTerminationGracePeriodSeconds
    bool clusterRecovery = false;
    QList<QString> pullSecrets;
    QList<QString> userDefinedModules; ///< their names

    // status
    ClusterState state = ClusterState::Unset;
    QString stateText; ///< as the operator wrote it
    QString specStatus; ///< "Valid", "Invalid" or empty
    Licence licence;
    QList<Module> modules;
    QList<BundledDatabase> bundledDatabases;
    QString persistenceStatus; ///< "Provisioned", ...

    /// Any image spec pinned by a digest: the operator calls the spec invalid when that comes with autoUpgrade.
    [[nodiscard]] bool isPinnedByDigest() const noexcept;
    [[nodiscard]] bool operator==(const RedisEnterpriseCluster &) const = default;
};

/// kube::Decode
[[nodiscard]] kube::ObjectPtr decodeRedisEnterpriseCluster(kube::JsonCursor object);

/// version is what discovery found served: "v1", or "v1alpha1" on an old operator.
[[nodiscard]] kube::ResourceType redisEnterpriseClusterType(const QString &version = QStringLiteral("v1"));
[[nodiscard]] kube::ResourceType redisEnterpriseDatabaseType();

} // namespace redis
