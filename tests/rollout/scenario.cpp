// SPDX-License-Identifier: Apache-2.0
#include "scenario.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace rollout;

Scenario::Scenario(int replicas)
{
    set.meta.name = u"orders"_s;
    set.meta.nameSpace = u"shop"_s;
    set.meta.uid = u"set-1"_s;
    set.meta.generation = 3;
    set.replicas = replicas;
    set.podManagementPolicy = u"OrderedReady"_s;
    set.updateStrategy = u"RollingUpdate"_s;
    set.rollingUpdate = {.partition = 0, .maxUnavailable = {}};
    set.containers = {{u"redis-enterprise-node"_s, oldImage(), false},
                      {u"bootstrapper"_s, u"redislabs/operator:8"_s, false}};
    set.status.observedGeneration = 3;
    set.status.currentRevision = oldRevision();
    set.status.updateRevision = oldRevision();
    for (int ordinal = 0; ordinal < replicas; ++ordinal) {
        pods.insert(ordinal, made(ordinal, oldRevision(), oldImage()));
        ready(ordinal);
    }
    cluster = ClusterFacts{.name = u"orders"_s,
                           .image = {.repository = {}, .tag = u"8.0.2-17"_s, .digest = {}},
                           .state = u"Running"_s,
                           .specStatus = u"Valid"_s,
                           .generation = 7};
    updateStatus();
}

Scenario &Scenario::rolling(int updated)
{
    cluster.image.tag = u"8.0.6-54"_s;
    cluster.state = u"Upgrade"_s;
    set.containers.first().image = newImage();
    set.meta.generation = 4;
    set.status.observedGeneration = 4;
    set.status.updateRevision = newRevision();
    followed = newRevision();
    for (int ordinal = set.replicas - updated; ordinal < set.replicas; ++ordinal) {
        replaced(ordinal);
        ready(ordinal);
    }
    updateStatus();
    return *this;
}

Scenario &Scenario::complete()
{
    rolling(set.replicas);
    set.status.currentRevision = newRevision();
    cluster.state = u"Running"_s;
    updateStatus();
    return *this;
}

Scenario &Scenario::alone()
{
    hasCluster = false;
    return *this;
}

Scenario &Scenario::change(const std::function<void(Scenario &)> &how)
{
    how(*this);
    return *this;
}

Scenario &Scenario::changeSet(const std::function<void(StatefulSet &)> &how)
{
    how(set);
    return *this;
}

Scenario &Scenario::partition(int partition)
{
    set.rollingUpdate = {.partition = partition, .maxUnavailable = {}};
    return *this;
}

Scenario &Scenario::missing(int ordinal)
{
    pods.remove(ordinal);
    updateStatus();
    return *this;
}

Scenario &Scenario::terminating(int ordinal, int secondsAgo, int grace)
{
    pod(ordinal).deletionGraceSeconds = grace;
    pod(ordinal).meta.deletionTimestamp = clock.addSecs(grace - secondsAgo);
    updateStatus();
    return *this;
}

Scenario &Scenario::unscheduled(int ordinal, int secondsAgo, const QString &reason)
{
    Pod &one = pod(ordinal);
    one.phase = u"Pending"_s;
    one.nodeName.clear();
    one.podIp.clear();
    one.conditions.clear();
    one.containerStatuses.clear();
    setCondition(one, u"PodScheduled"_s, u"False"_s, clock.addSecs(-secondsAgo), reason,
                 u"0/3 nodes are available: 3 Insufficient cpu."_s);
    updateStatus();
    return *this;
}

Scenario &Scenario::creating(int ordinal)
{
    Pod &one = pod(ordinal);
    one.phase = u"Pending"_s;
    one.conditions.clear();
    setCondition(one, u"PodScheduled"_s, u"True"_s, clock.addSecs(-5));
    setCondition(one, u"Initialized"_s, u"True"_s, clock.addSecs(-4));
    setCondition(one, u"Ready"_s, u"False"_s, clock.addSecs(-4), u"ContainersNotReady"_s);
    one.containerStatuses.clear();
    for (const ContainerSpec &container : std::as_const(one.containers)) {
        ContainerStatus status;
        status.name = container.name;
        status.state.kind = ContainerState::Kind::Waiting;
        status.state.reason = u"ContainerCreating"_s;
        one.containerStatuses.append(status);
    }
    updateStatus();
    return *this;
}

Scenario &Scenario::starting(int ordinal, int secondsAgo)
{
    creating(ordinal);
    Pod &one = pod(ordinal);
    one.phase = u"Running"_s;
    setCondition(one, u"Ready"_s, u"False"_s, clock.addSecs(-secondsAgo - 5), u"ContainersNotReady"_s);
    for (ContainerStatus &status : one.containerStatuses) {
        status.state = {};
        status.state.kind = ContainerState::Kind::Running;
        status.state.startedAt = clock.addSecs(-secondsAgo);
    }
    one.containerStatuses.last().ready = true;
    updateStatus();
    return *this;
}

Scenario &Scenario::notReady(int ordinal, int secondsAgo)
{
    starting(ordinal, secondsAgo + 600);
    setCondition(pod(ordinal), u"Ready"_s, u"False"_s, clock.addSecs(-secondsAgo), u"ContainersNotReady"_s,
                 u"containers with unready status: [redis-enterprise-node]"_s);
    updateStatus();
    return *this;
}

Scenario &Scenario::waiting(int ordinal, const QString &reason, const QString &message)
{
    creating(ordinal);
    pod(ordinal).containerStatuses.first().state.reason = reason;
    pod(ordinal).containerStatuses.first().state.message = message;
    updateStatus();
    return *this;
}

Scenario &Scenario::ended(int ordinal, const QString &phase, const QString &reason)
{
    starting(ordinal);
    pod(ordinal).phase = phase;
    pod(ordinal).reason = reason;
    updateStatus();
    return *this;
}

Scenario &Scenario::lost(int ordinal)
{
    starting(ordinal);
    pod(ordinal).reason = u"NodeLost"_s;
    updateStatus();
    return *this;
}

Scenario &Scenario::ready(int ordinal, int secondsAgo)
{
    starting(ordinal, secondsAgo + 60);
    Pod &one = pod(ordinal);
    setCondition(one, u"Ready"_s, u"True"_s, clock.addSecs(-secondsAgo));
    for (ContainerStatus &status : one.containerStatuses)
        status.ready = true;
    updateStatus();
    return *this;
}

Scenario &Scenario::replaced(int ordinal)
{
    pods.insert(ordinal, made(ordinal, set.status.updateRevision, set.containers.first().image));
    return creating(ordinal);
}

Rollout Scenario::judged() const
{
    QList<PodPtr> shared;
    for (const Pod &one : pods)
        shared.append(std::make_shared<const Pod>(one));
    return rolloutOf(set, shared,
                     {.cluster = hasCluster ? std::optional(cluster) : std::nullopt,
                      .followedRevision = followed,
                      .writtenGeneration = written,
                      .now = clock});
}

void Scenario::updateStatus()
{
    StatefulSet::Status &status = set.status;
    status.replicas = int(pods.size());
    status.readyReplicas = int(std::ranges::count_if(pods, &Pod::isRunningAndReady));
    status.currentReplicas = 0;
    status.updatedReplicas = 0;
    for (const Pod &one : std::as_const(pods)) {
        if (one.meta.isTerminating())
            continue;
        status.currentReplicas += one.revision() == status.currentRevision;
        status.updatedReplicas += one.revision() == status.updateRevision;
    }
}

Pod Scenario::made(int ordinal, const QString &revision, const QString &image)
{
    Pod one;
    one.meta.name = u"orders-%1"_s.arg(ordinal);
    one.meta.nameSpace = u"shop"_s;
    one.meta.uid = u"pod-%1"_s.arg(++m_podsMade);
    one.meta.creationTimestamp = clock.addSecs(-6);
    one.meta.labels = {{u"controller-revision-hash"_s, revision}, {u"app"_s, u"redis-enterprise"_s}};
    one.nodeName = u"node-%1"_s.arg(ordinal);
    one.podIp = u"10.0.0.%1"_s.arg(m_podsMade);
    one.containers = {{u"redis-enterprise-node"_s, image, false},
                      {u"bootstrapper"_s, u"redislabs/operator:8"_s, false}};
    return one;
}

void Scenario::setCondition(Pod &pod, const QString &type, const QString &status, const QDateTime &since,
                            const QString &reason, const QString &message)
{
    pod.conditions.removeIf([&](const PodCondition &condition) { return condition.type == type; });
    pod.conditions.append(
        {.type = type, .status = status, .reason = reason, .message = message, .lastTransition = since});
}
