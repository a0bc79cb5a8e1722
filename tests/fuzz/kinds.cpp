// SPDX-License-Identifier: Apache-2.0
#include "kinds.h"

#include "controllerrevision.h"
#include "event.h"
#include "operatorinfo.h"
#include "pod.h"
#include "redisenterprisecluster.h"
#include "require.h"
#include "statefulset.h"

#include <algorithm>
#include <array>

namespace {

void requireUtc(const QDateTime &time)
{
    require(!time.isValid() || time.timeSpec() == Qt::UTC);
}

void check(const kube::ObjectMeta &meta)
{
    requireUtc(meta.creationTimestamp);
    requireUtc(meta.deletionTimestamp);
    const kube::OwnerReference *controller = meta.controller();
    require(controller ? controller->controller : std::ranges::none_of(meta.owners, &kube::OwnerReference::controller));
}

void check(const rollout::ContainerState &state)
{
    requireUtc(state.startedAt);
    requireUtc(state.finishedAt);
}

void check(const rollout::Pod &pod)
{
    for (const rollout::PodCondition &condition : pod.conditions) {
        requireUtc(condition.lastTransition);
        require(pod.condition(condition.type) && pod.condition(condition.type)->type == condition.type);
    }
    for (const rollout::ContainerStatus &status : pod.containerStatuses + pod.initContainerStatuses) {
        check(status.state);
        check(status.lastState);
    }
    if (const QDateTime asked = pod.deletionAsked(); asked.isValid())
        require(pod.meta.isTerminating() && asked <= pod.meta.deletionTimestamp);
    require(!pod.isRunningAndReady() || pod.condition(u"Ready")->isTrue());
}

void check(const rollout::StatefulSet &set)
{
    const rollout::LabelSelector &selector = set.selector;
    require(!selector.isEmpty() || !selector.matches(set.meta.labels));
    require(selector.isEmpty() || !selector.expressions.isEmpty() || selector.matches(selector.matchLabels));
    require(!selector.isEmpty() || selector.toString().isEmpty());
}

void check(const rollout::Event &event)
{
    requireUtc(event.firstSeen);
    requireUtc(event.lastSeen);
}

void check(const rollout::ControllerRevision &revision)
{
    const rollout::ContainerSpec *main = rollout::mainContainer(revision.containers);
    require(main ? revision.containers.contains(*main) : revision.containers.isEmpty());
}

void check(const redis::RedisEnterpriseCluster &cluster)
{
    for (const redis::ImageSpec *spec : {&cluster.image, &cluster.servicesRigger, &cluster.bootstrapper})
        require(spec->present || *spec == redis::ImageSpec());
    require(cluster.state == redis::clusterStateOf(cluster.stateText));
    requireUtc(cluster.licence.activation);
    requireUtc(cluster.licence.expiration);
}

void check(const upgrade::OperatorDeployment &deployment)
{
    const upgrade::OperatorInfo &info = deployment.info;
    require(info.tag.isEmpty() || info.image.contains(u':' + info.tag));
}

template <typename T>
Kind kind(kube::Decode decode)
{
    return {.decode = decode,
            .isSame =
                [](const kube::Object &one, const kube::Object &other) {
                    return static_cast<const T &>(one) == static_cast<const T &>(other);
                },
            .check =
                [](const kube::Object &object) {
                    check(object.meta);
                    check(static_cast<const T &>(object));
                }};
}

} // namespace

const Kind &kindOf(uint8_t byte)
{
    static const std::array<Kind, 6> kinds{
        kind<rollout::Pod>(rollout::decodePod),
        kind<rollout::StatefulSet>(rollout::decodeStatefulSet),
        kind<rollout::Event>(rollout::decodeEvent),
        kind<rollout::ControllerRevision>(rollout::decodeControllerRevision),
        kind<redis::RedisEnterpriseCluster>(redis::decodeRedisEnterpriseCluster),
        kind<upgrade::OperatorDeployment>(upgrade::decodeOperatorDeployment),
    };
    static_assert('0' % kinds.size() == 0);
    return kinds.at(byte % kinds.size());
}
