// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "container.h"
#include "object.h"
#include "resourcetype.h"

#include <memory>

namespace rollout {

/// status.conditions[]
struct PodCondition
{
    QString type;
    QString status; ///< "True", "False", "Unknown"
    QString reason;
    QString message;
    QDateTime lastTransition; ///< UTC

    [[nodiscard]] bool isTrue() const { return status == u"True"; }
    [[nodiscard]] bool isFalse() const { return status == u"False"; }
    [[nodiscard]] bool operator==(const PodCondition &) const = default;
};

/// A pod, as far as a rollout looks at it: about 3 kB where the JSON has 10 and more.
struct Pod final : kube::Object
{
    std::optional<qint64> deletionGraceSeconds; ///< metadata.deletionGracePeriodSeconds
    QString nodeName;
    QList<ContainerSpec> containers;
    QList<ContainerSpec> initContainers;
    QList<QString> readinessGates; ///< the condition types that must be True besides the containers being ready

    QString phase;
    QString reason; ///< of the whole pod: "Evicted", "NodeLost"
    QString message;
    QString podIp;
    QList<PodCondition> conditions;
    QList<ContainerStatus> containerStatuses;
    QList<ContainerStatus> initContainerStatuses;

    /// Null if the pod has no such condition.
    [[nodiscard]] const PodCondition *condition(QStringView type) const;
    /// The ControllerRevision that the pod was made from.
    [[nodiscard]] QString revision() const;
    /// Whether it is the master node of its Redis Enterprise cluster.
    [[nodiscard]] bool isMaster() const;
    /// Running and Ready, in the words of the StatefulSet controller.
    [[nodiscard]] bool isRunningAndReady() const;
    /// When its deletion was asked for; invalid while it is not being deleted. metadata.deletionTimestamp is later: the
    /// moment at which the grace period ends.
    [[nodiscard]] QDateTime deletionAsked() const;
    [[nodiscard]] bool operator==(const Pod &) const = default;
};

using PodPtr = std::shared_ptr<const Pod>;

/// kube::Decode
[[nodiscard]] kube::ObjectPtr decodePod(kube::JsonCursor object);

[[nodiscard]] kube::ResourceType podType();

} // namespace rollout
