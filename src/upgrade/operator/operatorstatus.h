// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "deployment.h"
#include "pod.h"
#include "rolloutstatus.h"

#include <QObject>

namespace upgrade {

/// What the operator of a namespace is to be after its Deployment was written.
struct ExpectedOperator
{
    QString image; ///< empty: what the Deployment asks for
    qint64 generation = 0; ///< metadata.generation that the write was answered with; 0: not known
    QString uid; ///< of the object that has this generation: one that is made anew begins at 1; empty: of any

    [[nodiscard]] bool operator==(const ExpectedOperator &) const = default;
};

/// Where an operator is on its way to the image that is expected of it. Texts are translated; they quote the cluster
/// and are not safe to show unescaped.
struct OperatorStatus
{
    Q_GADGET

public:
    enum class Phase {
        Unknown, ///< the cluster has not been heard yet
        NotThere, ///< no such Deployment
        WaitingForController, ///< of Deployments: the next step is its own
        Gap, ///< strategy Recreate: the old pod goes or is gone, the new one is not there yet
        PullingImage, ///< or other preparations of the pod's node
        Starting,
        Ready, ///< the present spec is observed, and its pod, with the expected image, is Ready
        Stuck, ///< does not get on without help
    };
    Q_ENUM(Phase)

    Phase phase = Phase::Unknown;
    rollout::RolloutStatus kubectl; ///< what "kubectl rollout status" says
    QString sentence; ///< what it waits for, with what the cluster says about it
    QString consequence; ///< what that means for clusters and databases meanwhile; empty while an operator is ready
    QString caution; ///< why Ready proves little, or what could not be looked at; empty if there is nothing to say
    QDateTime since; ///< UTC: when this began, as far as the cluster tells

    [[nodiscard]] bool operator==(const OperatorStatus &) const = default;
};

/// Judges by the Deployment and its pods, which may be all pods that its selector matches; nothing for pods that may
/// not be read. `deployment` is null if there is none. Pure; `now` is UTC.
[[nodiscard]] OperatorStatus operatorStatus(const rollout::DeploymentPtr &deployment,
                                            const std::optional<QList<rollout::PodPtr>> &pods,
                                            const ExpectedOperator &expected, const QDateTime &now);

} // namespace upgrade
