// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gate.h"
#include "pod.h"
#include "podrow.h"
#include "rolloutstatus.h"
#include "statefulset.h"
#include "wantedimage.h"

#include <QList>
#include <optional>

namespace rollout {

/// What the owner of a StatefulSet says, for a set that a Redis Enterprise cluster owns. Neutral: texts of its spec and
/// status.
struct ClusterFacts
{
    QString name;
    WantedImage image; ///< what its spec asks for
    QString state; ///< status.state
    QString specStatus; ///< status.specStatus
    qint64 generation = 0; ///< metadata.generation

    /// The operator says that all is well.
    [[nodiscard]] bool isContent() const;
    /// The operator refuses the spec, or gave up.
    [[nodiscard]] bool isRefused() const;

    [[nodiscard]] bool operator==(const ClusterFacts &) const = default;
};

/// How many nodes a Redis Enterprise cluster may still lose.
struct Quorum
{
    int nodes = 0;
    int ready = 0;
    int needed = 0; ///< more than half of the nodes

    [[nodiscard]] int mayBeLost() const noexcept { return ready > needed ? ready - needed : 0; }
    [[nodiscard]] bool isKept() const noexcept { return ready >= needed; }
    [[nodiscard]] bool operator==(const Quorum &) const = default;
};

/// A pod that stands in the way of the rollout that would replace it (kubernetes#67250): it is of an earlier revision
/// and not ready, and an ordered controller waits for it to become ready first. Deleting it, and nothing else, lets it
/// come back with the corrected template.
struct TrappedPod
{
    int ordinal = 0;
    QString name;
    QString uid;
    QString revision;

    [[nodiscard]] bool operator==(const TrappedPod &) const = default;
};

/// The state of a rollout at one moment, all of it: a value made by rolloutOf().
struct Rollout
{
    Q_GADGET

public:
    enum class Phase {
        Idle, ///< nothing to do, and nobody follows a rollout
        WaitingForOperator, ///< the cluster asks for an image that the StatefulSet does not have yet
        NotObserved, ///< the StatefulSet controller has not seen the change
        Rolling, ///< an update is under way, or the one that is followed has not ended
        Settling, ///< no update, but pods are missing, going or not ready: scaling, restarts
        Paused, ///< up to the partition all is done
        OnDelete, ///< pods are replaced when somebody deletes them
        Stuck, ///< does not get on without help
        Confirming, ///< all pods are done; the StatefulSet's or the cluster's status has still to say so
        Done, ///< the rollout that is followed has ended well
        Deleting, ///< the StatefulSet itself is being deleted
    };
    Q_ENUM(Phase)

    kube::ObjectKey key; ///< of the StatefulSet
    QString setUid;
    QList<PodRow> rows; ///< by ordinal, ascending: all places, and pods that are too many
    Phase phase = Phase::Idle;
    Gate gate; ///< what is waited for
    bool updating = false; ///< there are pods of two revisions, or the update revision is not yet the current one
    std::optional<int> next; ///< the ordinal that the controller replaces next
    int replicas = 0; ///< wanted
    int ready = 0; ///< pods that are Ready
    int updated = 0; ///< pods of the update revision, not being deleted
    int done = 0; ///< rows that are done
    QString currentRevision;
    QString updateRevision;
    std::optional<Quorum> quorum; ///< of a Redis Enterprise cluster
    std::optional<TrappedPod> trapped;
    RolloutStatus status; ///< what kubectl would say

    /// Whether there is an update to follow. Who follows it hands its updateRevision on as followedRevision.
    [[nodiscard]] bool isUnderWay() const;

    [[nodiscard]] bool operator==(const Rollout &) const = default;
};

/// What the objects of Kubernetes do not say.
struct RolloutContext
{
    std::optional<ClusterFacts> cluster; ///< without: a StatefulSet of its own
    QString followedRevision; ///< the update revision whose rollout somebody follows; tells Done from Idle
    qint64 writtenGeneration = 0; ///< of the cluster, as the last write answered: what is older is not judged as done
    QDateTime now;
};

/// Judges a rollout. Pure. Never done early: Done and Idle mean that every pod is Ready and available, of the update
/// revision and with the wanted image, that the StatefulSet's status speaks about its present spec and counts the same,
/// and that the cluster, where there is one, is Running with a valid spec. pods are those of podOwnership(); cost is
/// linear in them.
[[nodiscard]] Rollout rolloutOf(const StatefulSet &set, const QList<PodPtr> &pods, const RolloutContext &context);

} // namespace rollout
