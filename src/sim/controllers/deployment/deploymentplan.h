// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>
#include <chrono>
#include <optional>

namespace sim {

/// What the Deployment algorithm looks at.
struct DeploymentView
{
    int replicas = 1;
    bool isRecreate = false;
    int maxSurge = 1; ///< absolute; see resolveFenceposts()
    int maxUnavailable = 0;
    bool isPaused = false;
    bool isBeingDeleted = false;
    std::chrono::seconds progressDeadline{600};
    int historyLimit = 10;
};

struct ReplicaSetView
{
    QString name;
    qint64 revision = 0; ///< annotation deployment.kubernetes.io/revision
    QDateTime created;
    int wanted = 0; ///< spec.replicas
    int replicas = 0; ///< status, as the rest
    int ready = 0;
    int available = 0;
    int pods = 0; ///< that exist, on their way out too
    bool isNew = false; ///< of the Deployment's template
};

struct ScaleAction
{
    QString name;
    int from = 0;
    int to = 0;

    [[nodiscard]] bool operator==(const ScaleAction &) const = default;
};

struct DeploymentPlan
{
    std::optional<int> create; ///< a ReplicaSet of the template is to be made, of so many
    qint64 revision = 0; ///< that the new ReplicaSet has, or gets
    QList<ScaleAction> scale;
    QList<QString> remove; ///< outdated ReplicaSets

    [[nodiscard]] bool operator==(const DeploymentPlan &) const = default;
};

struct DeploymentStatus
{
    int replicas = 0;
    int updatedReplicas = 0;
    int readyReplicas = 0;
    int availableReplicas = 0;

    [[nodiscard]] bool operator==(const DeploymentStatus &) const = default;
};

/// maxSurge and maxUnavailable as numbers: a per cent of surge is rounded up, of unavailability down; both 0 make
/// unavailability 1.
struct Fenceposts
{
    int surge = 0;
    int unavailable = 0;

    [[nodiscard]] bool operator==(const Fenceposts &) const = default;
};
[[nodiscard]] Fenceposts resolveFenceposts(const QString &maxSurge, const QString &maxUnavailable, int replicas);

/// One sync of the Deployment controller (kubernetes pkg/controller/deployment, rolling.go and recreate.go).
[[nodiscard]] DeploymentPlan planDeployment(const DeploymentView &deployment, const QList<ReplicaSetView> &replicaSets);
[[nodiscard]] DeploymentStatus countDeployment(const QList<ReplicaSetView> &replicaSets);
/// All replicas are of the template and available, and no other is left.
[[nodiscard]] bool isDeploymentComplete(const DeploymentView &deployment, const DeploymentStatus &status);

} // namespace sim
