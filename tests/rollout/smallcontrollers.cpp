// SPDX-License-Identifier: Apache-2.0
#include "smallcontrollers.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace rollout;

namespace small {

namespace {

QString tagOf(const QString &image)
{
    return image.section(u':', -1);
}

bool isAvailable(const Pod &pod)
{
    return pod.isRunningAndReady() && !pod.meta.isTerminating();
}

} // namespace

bool operatorStep(Scenario *scenario)
{
    ClusterFacts &cluster = scenario->cluster;
    StatefulSet &set = scenario->set;
    if (tagOf(set.containers.first().image) != cluster.image.tag) {
        set.containers.first().image = u"redislabs/redis:" + cluster.image.tag;
        ++set.meta.generation;
        cluster.state = u"Upgrade"_s;
        return true;
    }
    const bool complete = set.isObserved() && set.status.currentRevision == set.status.updateRevision
        && set.status.readyReplicas == set.replicas;
    if (!complete || cluster.state == u"Running")
        return false;
    cluster.state = u"Running"_s;
    return true;
}

ControllerStep controllerStep(Scenario *scenario)
{
    StatefulSet &set = scenario->set;
    ControllerStep step;
    if (!set.isObserved()) {
        set.status.observedGeneration = set.meta.generation;
        set.status.updateRevision = u"orders-" + tagOf(set.containers.first().image);
        scenario->updateStatus();
        step.changed = true;
        return step;
    }
    for (int ordinal = 0; ordinal < set.replicas; ++ordinal) {
        if (!scenario->pods.contains(ordinal)) {
            scenario->replaced(ordinal);
            step.changed = true;
            if (set.isOrdered())
                return step;
        }
        if (set.isOrdered() && !isAvailable(scenario->pod(ordinal))) {
            step.waitsFor = ordinal;
            return step;
        }
    }
    for (int ordinal = set.replicas - 1; ordinal >= set.partition(); --ordinal) {
        const Pod &pod = scenario->pod(ordinal);
        if (pod.revision() != set.status.updateRevision && !pod.meta.isTerminating()) {
            scenario->terminating(ordinal);
            step.deleted = ordinal;
            step.changed = true;
            return step;
        }
        if (!isAvailable(pod)) {
            step.waitsFor = ordinal;
            return step;
        }
    }
    const bool complete = set.status.updatedReplicas == set.replicas && set.status.readyReplicas == set.replicas;
    if (complete && set.status.currentRevision != set.status.updateRevision) {
        set.status.currentRevision = set.status.updateRevision;
        scenario->updateStatus();
        step.changed = true;
    }
    return step;
}

bool kubeletStep(Scenario *scenario, int ordinal)
{
    if (!scenario->pods.contains(ordinal))
        return false;
    const Pod &pod = scenario->pod(ordinal);
    if (pod.meta.isTerminating()) {
        scenario->missing(ordinal);
        return true;
    }
    if (pod.isRunningAndReady())
        return false;
    if (pod.phase == u"Running") {
        scenario->ready(ordinal, 0);
        return true;
    }
    if (!pod.containers.first().image.endsWith(u"-bad")) {
        scenario->starting(ordinal);
        return true;
    }
    if (pod.containerStatuses.first().state.reason == u"ErrImagePull")
        return false;
    scenario->waiting(ordinal, u"ErrImagePull"_s);
    return true;
}

} // namespace small
