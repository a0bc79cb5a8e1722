// SPDX-License-Identifier: Apache-2.0
#include "operatorinfo.h"

#include "apiclient.h"
#include "imagereference.h"
#include "jsoncursor.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace upgrade {

namespace {

const QString operatorName = u"redis-enterprise-operator"_s; // of the Deployment and of its container

QString imageOf(const rollout::Deployment &deployment)
{
    const auto found = std::ranges::find(deployment.containers, operatorName, &rollout::ContainerSpec::name);
    return found == deployment.containers.cend() ? QString() : found->image;
}

/// The controller sets the reason NewReplicaSetAvailable at the end of a rollout and touches the condition no more
/// before the next. Its status was True all along, so that lastTransitionTime is that of the first rollout ever: only
/// lastUpdateTime tells. (Available, the other condition, changes whenever a pod restarts.) At the begin of a rollout
/// by Recreate the condition is still that of the rollout before, while the old pod goes: then the counts tell.
QDateTime newSince(const rollout::Deployment &deployment)
{
    const rollout::DeploymentCondition *const progressing = deployment.condition(u"Progressing");
    const bool isComplete = deployment.isObserved() && deployment.status.updatedReplicas >= deployment.replicas
        && deployment.status.replicas <= deployment.status.updatedReplicas;
    return isComplete && progressing && progressing->reason == u"NewReplicaSetAvailable" ? progressing->lastUpdate
                                                                                         : QDateTime();
}

} // namespace

kube::ObjectKey operatorKey(const QString &nameSpace)
{
    return {nameSpace, operatorName};
}

kube::ObjectPtr decodeOperatorDeployment(kube::JsonCursor object)
{
    const auto deployment = std::static_pointer_cast<const rollout::Deployment>(rollout::decodeDeployment(object));
    auto result = std::make_shared<OperatorDeployment>();
    result->meta = deployment->meta;
    result->info = {.image = imageOf(*deployment),
                    .tag = {},
                    .readyReplicas = deployment->status.readyReplicas,
                    .newSince = newSince(*deployment)};
    if (const auto reference = redis::ImageReference::parse(result->info.image))
        result->info.tag = reference->tag();
    return result;
}

void findOperator(kube::ApiClient &client, const QString &nameSpace, QObject *context,
                  kube::Callback<OperatorInfo> done)
{
    client.sendForDecoded(kube::requests::get(deploymentType(), operatorKey(nameSpace)), decodeOperatorDeployment,
                          context, [done = std::move(done)](const kube::Result<kube::ObjectPtr> &deployment) {
                              done(deployment.transform([](const kube::ObjectPtr &object) {
                                  return static_cast<const OperatorDeployment &>(*object).info;
                              }));
                          });
}

} // namespace upgrade
