// SPDX-License-Identifier: Apache-2.0
#include "rolloutstatus.h"

#include "deployment.h"
#include "statefulset.h"

using namespace Qt::StringLiterals;

namespace rollout {

RolloutStatus rolloutStatus(const StatefulSet &set)
{
    const StatefulSet::Status &status = set.status;
    if (!set.isRollingUpdate()) {
        return {.message = {},
                .error = u"rollout status is only available for RollingUpdate strategy type"_s,
                .done = true};
    }
    if (!set.isObserved())
        return {.message = u"Waiting for statefulset spec update to be observed..."_s, .error = {}, .done = false};
    if (status.readyReplicas < set.replicas) {
        return {.message = u"Waiting for %1 pods to be ready..."_s.arg(set.replicas - status.readyReplicas),
                .error = {},
                .done = false};
    }
    if (set.rollingUpdate) {
        if (set.rollingUpdate->partition && status.updatedReplicas < set.replicas - set.partition()) {
            return {.message =
                        u"Waiting for partitioned roll out to finish: %1 out of %2 new pods have been updated..."_s
                            .arg(status.updatedReplicas)
                            .arg(set.replicas - set.partition()),
                    .error = {},
                    .done = false};
        }
        return {.message =
                    u"partitioned roll out complete: %1 new pods have been updated..."_s.arg(status.updatedReplicas),
                .error = {},
                .done = true};
    }
    if (status.updateRevision != status.currentRevision) {
        return {.message = u"waiting for statefulset rolling update to complete %1 pods at revision %2..."_s.arg(
                    QString::number(status.updatedReplicas), status.updateRevision),
                .error = {},
                .done = false};
    }
    return {.message = u"statefulset rolling update complete %1 pods at revision %2..."_s.arg(
                QString::number(status.currentReplicas), status.currentRevision),
            .error = {},
            .done = true};
}

RolloutStatus deploymentStatus(const Deployment &deployment)
{
    const Deployment::Status &status = deployment.status;
    const QString &name = deployment.meta.name;
    const auto waiting = [&name](const QString &forWhat) -> RolloutStatus {
        return {.message = u"Waiting for deployment \"%1\" rollout to finish: %2..."_s.arg(name, forWhat),
                .error = {},
                .done = false};
    };
    if (!deployment.isObserved())
        return {.message = u"Waiting for deployment spec update to be observed..."_s, .error = {}, .done = false};
    const DeploymentCondition *const progressing = deployment.condition(u"Progressing");
    if (progressing && progressing->reason == u"ProgressDeadlineExceeded") {
        return {.message = {}, .error = u"deployment \"%1\" exceeded its progress deadline"_s.arg(name), .done = true};
    }
    if (status.updatedReplicas < deployment.replicas) {
        return waiting(
            u"%1 out of %2 new replicas have been updated"_s.arg(status.updatedReplicas).arg(deployment.replicas));
    }
    if (status.replicas > status.updatedReplicas) {
        return waiting(u"%1 old replicas are pending termination"_s.arg(status.replicas - status.updatedReplicas));
    }
    if (status.availableReplicas < status.updatedReplicas) {
        return waiting(
            u"%1 of %2 updated replicas are available"_s.arg(status.availableReplicas).arg(status.updatedReplicas));
    }
    return {.message = u"deployment \"%1\" successfully rolled out"_s.arg(name), .error = {}, .done = true};
}

} // namespace rollout
