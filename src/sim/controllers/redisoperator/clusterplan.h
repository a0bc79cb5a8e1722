// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>
#include <optional>

namespace sim {

/// The numbers of an image tag such as "8.0.18-36.14.minimal".
struct VersionNumbers
{
    int major = 0;
    int minor = 0;
    int patch = 0;
    int build = 0;

    [[nodiscard]] static std::optional<VersionNumbers> parse(const QString &tag);
    /// "8.0.18": operators manage clusters of their own line only.
    [[nodiscard]] QString line() const;
    [[nodiscard]] auto operator<=>(const VersionNumbers &) const = default;
};

/// What the Redis operator looks at to decide about a RedisEnterpriseCluster.
struct ClusterView
{
    QString operatorTag; ///< of the operator that runs; empty: none does, as while it is being replaced
    QString state; ///< status.state
    QString wantedTag; ///< spec.redisEnterpriseImageSpec.versionTag, or what the operator takes without one
    QString wantedImage; ///< with repository, as a pod names it
    int nodes = 3;
    bool upgradesItselfByDigest = false; ///< autoUpgradeRedisEnterprise together with a digestHash

    struct Set
    {
        QString image;
        int replicas = 0;
        int readyReplicas = 0;
        bool isComplete = false; ///< all replicas ready on the newest revision, and the controller has seen it
        bool isUpdating = false; ///< pods of two revisions
    };
    std::optional<Set> set;

    bool isRiggerCurrent = false; ///< of the operator's tag, and available
};

struct ClusterPlan
{
    QString state;
    bool isSpecValid = true;
    QString complaint; ///< why the spec is refused; empty if it is not
    bool isManaged = true; ///< false: nothing is touched

    // What the StatefulSet and the Services Rigger should be:
    QString image;
    int replicas = 0;
    bool upgradesRigger = false;

    [[nodiscard]] bool operator==(const ClusterPlan &) const = default;
};

/// The operator's decisions. The first pod is started alone, then the rest. A new tag must be of the operator's line:
/// the StatefulSet gets the image, and when its rollout is complete the Services Rigger follows. A cluster of another
/// line than the operator's is left alone until its tag is upgraded. Operators before 8.0.6-8 take no other image while
/// an upgrade runs (RED-84166).
[[nodiscard]] ClusterPlan planCluster(const ClusterView &cluster);

/// A pod of the cluster, for the choice of its master.
struct MemberView
{
    int ordinal = 0;
    bool isUsable = false; ///< ready and not being deleted
    bool isUpdated = false; ///< of the newest revision
    bool isMaster = false;
};

/// The ordinal of the pod that should be the cluster's master; nothing if none can be. It stays where it is as long as
/// that pod stays; when a rollout comes, it goes first to the pod that is replaced last, and then to one that has been.
[[nodiscard]] std::optional<int> chooseMaster(const QList<MemberView> &members, bool isUpdating);

} // namespace sim
