// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>
#include <chrono>
#include <optional>

namespace sim {

/// What the StatefulSet algorithm looks at in a StatefulSet.
struct SetView
{
    enum class Strategy { RollingUpdate, OnDelete };
    enum class Management { OrderedReady, Parallel };

    int replicas = 1;
    int firstOrdinal = 0;
    Strategy strategy = Strategy::RollingUpdate;
    std::optional<int> partition = 0; ///< nothing: spec.updateStrategy.rollingUpdate is absent
    Management management = Management::OrderedReady;
    std::chrono::seconds minReady{0};
    bool isBeingDeleted = false;
    int currentReplicas = 0; ///< of the last status

    [[nodiscard]] int endOrdinal() const { return firstOrdinal + replicas; }
};

/// What it looks at in a pod.
struct PodView
{
    enum class Phase { Pending, Running, Succeeded, Failed, Unknown };

    int ordinal = 0;
    QString revision; ///< the label controller-revision-hash
    Phase phase = Phase::Pending;
    bool isReady = false;
    QDateTime readySince;
    bool isTerminating = false;
};

struct SetAction
{
    enum class Kind {
        Create, ///< at `revision`
        Replace, ///< delete a pod that ended, for it to be made anew
        Update, ///< delete a pod of another revision
        ScaleDown, ///< delete a pod beyond the replicas
    };

    Kind kind = Kind::Create;
    int ordinal = 0;
    QString revision;

    [[nodiscard]] bool operator==(const SetAction &) const = default;
};

struct SetStatus
{
    int replicas = 0;
    int readyReplicas = 0;
    int availableReplicas = 0;
    int currentReplicas = 0;
    int updatedReplicas = 0;
    QString currentRevision;
    QString updateRevision;

    [[nodiscard]] bool operator==(const SetStatus &) const = default;
};

struct SetPlan
{
    QList<SetAction> actions; ///< in this order
    SetStatus status;
    std::optional<std::chrono::milliseconds> again; ///< when a ready pod becomes available, if one is waited for
};

/// One sync of the StatefulSet controller (kubernetes pkg/controller/statefulset, stateful_set_control.go), of pods
/// that belong to the set. With OrderedReady it stops at the first pod, from the lowest ordinal up, that is not
/// running, ready and available, before it looks for pods to update: so a pod that never becomes ready on a bad
/// template is not replaced when the template is corrected (kubernetes#67250).
[[nodiscard]] SetPlan planStatefulSet(const SetView &set, const QList<PodView> &pods, const QString &currentRevision,
                                      const QString &updateRevision, const QDateTime &now);

} // namespace sim
