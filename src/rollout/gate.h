// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QString>

namespace rollout {

struct Snapshot;

/// What a rollout waits for.
struct Gate
{
    Q_GADGET

public:
    enum class Kind {
        None, ///< nothing
        SetDeleted, ///< the StatefulSet is being deleted
        ClusterRefused, ///< the operator refuses the cluster's spec
        OperatorPending, ///< the operator has not changed the StatefulSet yet
        NotObserved, ///< the StatefulSet controller has not seen the change yet
        PodMissing, ///< is about to be created
        PodEnded, ///< failed or finished as a whole; the controller makes it anew
        PodTerminating,
        PodTerminatingTooLong, ///< past its grace period
        PodUnscheduled, ///< no node takes it, lately
        PodUnschedulable, ///< no node takes it, for some time
        PodPending, ///< its node prepares it: volumes, network, images
        PodStarting,
        PodNotReady,
        PodFailed,
        PodLost, ///< its node does not answer
        PodTrapped, ///< see TrappedPod
        PodNotAvailable, ///< ready, but not for minReadySeconds
        ScaleDown, ///< a pod that is too many goes first
        Replacing, ///< a pod is about to be deleted by the controller
        Partition, ///< pods below it keep the old revision
        OnDelete, ///< somebody has to delete the pods
        OtherStrategy, ///< an update strategy that is not known here
        Counts, ///< the StatefulSet's status does not say yet what its pods say
        ClusterBusy, ///< the operator does not report the cluster as running
    };
    Q_ENUM(Kind)

    Kind kind = Kind::None;
    int ordinal = -1; ///< of the pod it is about; -1 if about none
    QString sentence; ///< a full sentence, translated, that names what is waited for; it may quote the cluster. Empty
                      ///< for None

    [[nodiscard]] bool operator==(const Gate &) const = default;
};

/// Finds what keeps a rollout from its next step, by the steps of the StatefulSet controller: first every place from
/// the lowest ordinal up must be filled and (with OrderedReady) available, then pods that are too many go, then pods of
/// another revision are replaced from the highest ordinal down.
[[nodiscard]] Gate findGate(const Snapshot &snapshot);

} // namespace rollout
