// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "container.h"
#include "labelselector.h"
#include "object.h"
#include "resourcetype.h"

#include <QStringList>
#include <memory>

namespace rollout {

/// status.conditions[] of a Deployment
struct DeploymentCondition
{
    QString type;
    QString status; ///< "True", "False", "Unknown"
    QString reason;
    QString message;
    QDateTime lastUpdate; ///< UTC: when status or reason last became another
    QDateTime lastTransition; ///< UTC: when the status alone did

    [[nodiscard]] bool isTrue() const { return status == u"True"; }
    [[nodiscard]] bool isFalse() const { return status == u"False"; }
    [[nodiscard]] bool operator==(const DeploymentCondition &) const = default;
};

/// How the kubelet finds out whether a container is ready.
struct ReadinessProbe
{
    QStringList command; ///< of an exec probe; empty for the other kinds
    int periodSeconds = 10;

    /// Whether it succeeds whatever the container does: "true" and what comes to the same.
    [[nodiscard]] bool provesNothing() const;
    [[nodiscard]] bool operator==(const ReadinessProbe &) const = default;
};

/// A Deployment, as far as a rollout looks at it.
struct Deployment final : kube::Object
{
    struct Status
    {
        qint64 observedGeneration = 0;
        int replicas = 0;
        int updatedReplicas = 0;
        int readyReplicas = 0;
        int availableReplicas = 0;
        QList<DeploymentCondition> conditions;

        [[nodiscard]] bool operator==(const Status &) const = default;
    };

    int replicas = 1;
    bool paused = false;
    QString strategy; ///< "RollingUpdate" or "Recreate"; empty if absent
    LabelSelector selector;
    QList<ContainerSpec> containers; ///< of the template
    QMap<QString, ReadinessProbe> readinessProbes; ///< of the template, by container; none where it has none
    Status status;

    /// The old pods go before a new one is made: there is a gap without any.
    [[nodiscard]] bool isRecreate() const { return strategy == u"Recreate"; }
    /// Whether the status speaks about the present spec.
    [[nodiscard]] bool isObserved() const { return meta.generation <= status.observedGeneration; }
    /// Null if it has no such condition.
    [[nodiscard]] const DeploymentCondition *condition(QStringView type) const;
    [[nodiscard]] bool operator==(const Deployment &) const = default;
};

using DeploymentPtr = std::shared_ptr<const Deployment>;

/// kube::Decode
[[nodiscard]] kube::ObjectPtr decodeDeployment(kube::JsonCursor object);

[[nodiscard]] kube::ResourceType deploymentType();

} // namespace rollout
