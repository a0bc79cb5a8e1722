// SPDX-License-Identifier: Apache-2.0
#include "operator/riggerstatus.h"

#include "rolloutstatus.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace upgrade {

namespace {

// Clusters that people show in RedisLabs/redis-enterprise-k8s-docs issues 249 and 259 have the Deployment
// "<rec>-services-rigger". Its labels are told by third parties only, so the name decides.
const QString suffix = u"-services-rigger"_s;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(upgrade::RiggerStatus)
};

} // namespace

QString riggerNameOf(const QString &cluster)
{
    return cluster + suffix;
}

QString clusterOfRigger(QStringView deployment)
{
    return deployment.endsWith(suffix) ? deployment.chopped(suffix.size()).toString() : QString();
}

RiggerStatus riggerStatus(const QString &cluster, const rollout::DeploymentPtr &deployment)
{
    RiggerStatus status{
        .name = riggerNameOf(cluster), .cluster = cluster, .isThere = false, .ready = false, .sentence = {}};
    if (!deployment) {
        status.sentence = Text::tr("It is not there. The operator makes it once it manages the cluster.");
        return status;
    }
    status.isThere = true;
    const rollout::RolloutStatus kubectl = rollout::deploymentStatus(*deployment);
    status.sentence = kubectl.error.isEmpty() ? kubectl.message : u"error: "_s + kubectl.error;
    status.ready = kubectl.error.isEmpty() && kubectl.done && deployment->status.readyReplicas > 0;
    if (status.ready)
        return status;
    const rollout::DeploymentCondition *const failure = deployment->condition(u"ReplicaFailure");
    if (deployment->replicas == 0) {
        status.sentence += u' ' + Text::tr("It is scaled to 0 replicas: no Services are made for databases.");
    } else if (failure && failure->isTrue()) {
        status.sentence +=
            u' ' + Text::tr("Its pod cannot be created: %1 (%2).").arg(failure->reason, failure->message);
    } else if (deployment->isObserved() && deployment->status.readyReplicas == 0) {
        status.sentence += u' '
            + Text::tr("If it stays so, see its log: often a network policy keeps it from port 9443 of Service %1.")
                  .arg(cluster);
    }
    return status;
}

} // namespace upgrade
