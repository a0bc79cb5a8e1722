// SPDX-License-Identifier: Apache-2.0
#include "snapshot.h"

#include "ownership.h"

#include <algorithm>
#include <chrono>

using namespace Qt::StringLiterals;

namespace rollout {

namespace {

// How long an unready pod of an earlier revision may still be expected to come up by itself. Redis Enterprise nodes
// take up to ten minutes.
constexpr std::chrono::minutes trapPatience{10};

// Whatever number somebody wrote into spec.replicas, the memory for its places is bounded.
constexpr int mostPlaces = 10000;

} // namespace

Snapshot::Snapshot(const StatefulSet &statefulSet, const QList<PodPtr> &pods, const RolloutContext &rolloutContext)
    : set(statefulSet)
    , context(rolloutContext)
{
    const qsizetype count = std::clamp(set.replicas, 0, mostPlaces);
    QList<PodPtr> filled(count);
    for (const PodPtr &pod : pods) {
        const auto ordinal = podOrdinal(set.meta.name, pod->meta);
        if (!ordinal)
            continue;
        const qint64 position = qint64(*ordinal) - set.startOrdinal;
        if (position >= 0 && position < count)
            filled[position] = pod;
        else if (position < 0 || position >= set.replicas)
            excess.append(placeOf(*ordinal, pod));
    }
    places.reserve(count);
    for (qsizetype i = 0; i < count; ++i)
        places.append(placeOf(int(set.startOrdinal + i), filled.at(i)));
    std::ranges::sort(excess, {}, &Place::ordinal);
}

QString Snapshot::nameOf(int ordinal) const
{
    return set.meta.name + u'-' + QString::number(ordinal);
}

bool Snapshot::isTemplateWanted() const
{
    const ContainerSpec *const main = mainContainer(set.containers);
    return !context.cluster || context.cluster->image.isEmpty()
        || (main && context.cluster->image.isMetBy(main->image));
}

bool Snapshot::isToBeReplaced(qsizetype position) const
{
    const Place &place = places.at(position);
    return set.isRollingUpdate() && set.isObserved() && position >= set.partition() && place.pod && !place.updated
        && !place.isTerminating();
}

const Place *Snapshot::trapped() const
{
    if (!set.isOrdered() || set.meta.isTerminating())
        return nullptr;
    // The lowest one that is not ready is what the controller waits at.
    const auto found = std::ranges::find(places, false, [](const Place &place) { return place.available; });
    if (found == places.cend() || !isToBeReplaced(found - places.cbegin()))
        return nullptr;
    const QString &phase = found->pod->phase;
    if (phase == u"Failed" || phase == u"Succeeded") // those the controller does replace
        return nullptr;
    const PodHealth &health = found->health;
    const bool isUnschedulable = health.state == PodState::Pending && health.reason == u"Unschedulable";
    const bool isLate = health.state != PodState::Ready && health.since.isValid()
        && health.since.addDuration(trapPatience) <= context.now;
    return health.state == PodState::Failed || isUnschedulable || isLate ? &*found : nullptr;
}

Place Snapshot::placeOf(int ordinal, const PodPtr &pod) const
{
    Place place;
    place.ordinal = ordinal;
    if (!pod)
        return place;
    place.pod = pod;
    place.health = podHealth(*pod);
    place.updated = !set.status.updateRevision.isEmpty() && pod->revision() == set.status.updateRevision;
    place.available = isAvailable(*pod, place.health);
    place.wanted = hasWantedImage(*pod);
    return place;
}

bool Snapshot::isAvailable(const Pod &pod, const PodHealth &health) const
{
    if (health.state != PodState::Ready || pod.meta.isTerminating())
        return false;
    // The server's own count goes before our clock, which may be off.
    return set.minReadySeconds <= 0
        || (set.isObserved() && set.status.availableReplicas && *set.status.availableReplicas >= set.replicas)
        || (health.since.isValid() && health.since.addSecs(set.minReadySeconds) <= context.now);
}

bool Snapshot::hasWantedImage(const Pod &pod) const
{
    const ContainerSpec *const asked = mainContainer(set.containers);
    const ContainerSpec *const has = mainContainer(pod.containers);
    return isTemplateWanted() && (!asked || (has && isSameVersion(asked->image, has->image)));
}

} // namespace rollout
