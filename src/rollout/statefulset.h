// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "container.h"
#include "labelselector.h"
#include "object.h"
#include "resourcetype.h"

#include <memory>

namespace rollout {

/// A StatefulSet, as far as a rollout looks at it.
struct StatefulSet final : kube::Object
{
    /// spec.updateStrategy.rollingUpdate
    struct RollingUpdate
    {
        std::optional<int> partition; ///< pods below this position keep the old revision
        QString maxUnavailable; ///< a number or percentage; not honoured by all servers

        [[nodiscard]] bool operator==(const RollingUpdate &) const = default;
    };

    struct Status
    {
        qint64 observedGeneration = 0;
        int replicas = 0;
        int readyReplicas = 0;
        std::optional<int> availableReplicas; ///< absent on servers before 1.22
        int currentReplicas = 0;
        int updatedReplicas = 0; ///< absent, so 0, on old servers once an update is complete
        QString currentRevision;
        QString updateRevision;

        [[nodiscard]] bool operator==(const Status &) const = default;
    };

    int replicas = 1;
    int startOrdinal = 0; ///< spec.ordinals.start
    QString podManagementPolicy; ///< "OrderedReady" or "Parallel"; empty if absent
    QString updateStrategy; ///< "RollingUpdate" or "OnDelete"; empty if absent
    std::optional<RollingUpdate> rollingUpdate; ///< may be absent although the strategy is RollingUpdate
    int minReadySeconds = 0;
    QString serviceName;
    LabelSelector selector;
    QList<ContainerSpec> containers; ///< of the template
    QList<ContainerSpec> initContainers; ///< of the template
    Status status;

    [[nodiscard]] bool isRollingUpdate() const { return updateStrategy == u"RollingUpdate"; }
    [[nodiscard]] bool isOnDelete() const { return updateStrategy == u"OnDelete"; }
    /// OrderedReady, which is also the default: one pod at a time, and none before all lower ones are ready.
    [[nodiscard]] bool isOrdered() const { return podManagementPolicy != u"Parallel"; }
    [[nodiscard]] int partition() const { return rollingUpdate ? rollingUpdate->partition.value_or(0) : 0; }
    /// Whether the status speaks about the present spec.
    [[nodiscard]] bool isObserved() const
    {
        return status.observedGeneration != 0 && meta.generation <= status.observedGeneration;
    }
    [[nodiscard]] bool operator==(const StatefulSet &) const = default;
};

using StatefulSetPtr = std::shared_ptr<const StatefulSet>;

/// kube::Decode
[[nodiscard]] kube::ObjectPtr decodeStatefulSet(kube::JsonCursor object);

[[nodiscard]] kube::ResourceType statefulSetType();

} // namespace rollout
