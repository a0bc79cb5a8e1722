// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QString>

namespace rollout {

Q_NAMESPACE

/// What the pod at an ordinal is doing, as a person sees it.
enum class PodState {
    Missing, ///< no pod has this name now: not created yet, or between two pods
    Pending, ///< no node yet, or the node has not begun: image pull, volume, sandbox
    Starting, ///< containers are being started, or run and have not been ready yet
    Ready, ///< condition Ready is True
    NotReady, ///< was ready, and is not any more
    Failed, ///< needs help: ImagePullBackOff, CrashLoopBackOff, phase Failed, ...; reason is set
    Terminating, ///< deletionTimestamp is set
    Unknown, ///< its node does not answer
};
Q_ENUM_NS(PodState)

/// Which revision of the StatefulSet a pod is of.
enum class Revision {
    Unknown, ///< no pod, or no revision in the StatefulSet's status yet
    Old, ///< not the update revision
    New, ///< the update revision, while a rollout is under way or just ended
    Current, ///< the only revision: nothing is being rolled out
};
Q_ENUM_NS(Revision)

/// One place of a StatefulSet and the pod that holds it now: all that the pictures and the table show of it.
struct PodRow
{
    int ordinal = 0;
    QString name; ///< "orders-2": the place
    QString uid; ///< the pod; empty when Missing. Changes when the pod is replaced
    PodState state = PodState::Missing;
    Revision revision = Revision::Unknown;
    QString reason; ///< Failed, Pending, Starting, Unknown: why, in a word of Kubernetes such as "ImagePullBackOff"
    QString message; ///< the sentence of Kubernetes behind the reason
    QString ip;
    QString node;
    QString image; ///< of the Redis Enterprise container, as in the pod's spec
    QString tag; ///< the tag of that image
    int restarts = 0;
    bool next = false; ///< the pod that the controller replaces next
    bool master = false; ///< the Redis Enterprise cluster's master node
    bool done = false; ///< Ready, of the update revision and with the wanted image
    QDateTime since; ///< UTC: when it came into this state, as far as the cluster tells

    [[nodiscard]] bool operator==(const PodRow &) const = default;
};

} // namespace rollout
