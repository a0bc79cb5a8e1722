// SPDX-License-Identifier: Apache-2.0
#include "rollout.h"

#include "kubectlstatus.h"
#include "snapshot.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rollout {

namespace {

using Phase = Rollout::Phase;

/// Pods of two revisions, or a revision that is not yet the current one.
bool isUpdating(const Snapshot &snapshot)
{
    const StatefulSet::Status &status = snapshot.set.status;
    if (status.updateRevision.isEmpty())
        return false;
    if (snapshot.set.isRollingUpdate() && status.currentRevision != status.updateRevision)
        return true;
    return std::ranges::any_of(snapshot.places, [](const Place &place) { return place.pod && !place.updated; });
}

/// The update revision is one whose rollout somebody follows to its end.
bool isFollowed(const Snapshot &snapshot)
{
    const QString &followed = snapshot.context.followedRevision;
    return !followed.isEmpty() && followed == snapshot.set.status.updateRevision;
}

Phase phaseOf(const Snapshot &snapshot, const Gate &gate)
{
    switch (gate.kind) {
    case Gate::Kind::None:
        return isFollowed(snapshot) ? Phase::Done : Phase::Idle;
    case Gate::Kind::SetDeleted:
        return Phase::Deleting;
    case Gate::Kind::OperatorPending:
        return Phase::WaitingForOperator;
    case Gate::Kind::NotObserved:
        return Phase::NotObserved;
    case Gate::Kind::ClusterRefused:
    case Gate::Kind::PodTerminatingTooLong:
    case Gate::Kind::PodUnschedulable:
    case Gate::Kind::PodFailed:
    case Gate::Kind::PodLost:
    case Gate::Kind::PodTrapped:
        return Phase::Stuck;
    case Gate::Kind::Partition:
        return Phase::Paused;
    case Gate::Kind::OnDelete:
        return Phase::OnDelete;
    case Gate::Kind::Counts:
    case Gate::Kind::ClusterBusy:
        return Phase::Confirming;
    case Gate::Kind::PodMissing:
    case Gate::Kind::PodEnded:
    case Gate::Kind::PodTerminating:
    case Gate::Kind::PodUnscheduled:
    case Gate::Kind::PodPending:
    case Gate::Kind::PodStarting:
    case Gate::Kind::PodNotReady:
    case Gate::Kind::PodNotAvailable:
    case Gate::Kind::ScaleDown:
    case Gate::Kind::Replacing:
    case Gate::Kind::OtherStrategy:
        break;
    }
    return isUpdating(snapshot) || isFollowed(snapshot) ? Phase::Rolling : Phase::Settling;
}

Revision revisionOf(const Snapshot &snapshot, const Place &place, bool isNew)
{
    if (!place.pod || snapshot.set.status.updateRevision.isEmpty())
        return Revision::Unknown;
    if (!place.updated)
        return Revision::Old;
    return isNew ? Revision::New : Revision::Current;
}

PodRow rowOf(const Snapshot &snapshot, const Place &place, bool isNew)
{
    PodRow row;
    row.ordinal = place.ordinal;
    row.name = snapshot.nameOf(place.ordinal);
    row.revision = revisionOf(snapshot, place, isNew);
    if (!place.pod)
        return row;
    const Pod &pod = *place.pod;
    row.uid = pod.meta.uid;
    row.state = place.health.state;
    row.reason = place.health.reason;
    row.message = place.health.message;
    row.since = place.health.since;
    row.ip = pod.podIp;
    row.node = pod.nodeName;
    if (const ContainerSpec *const main = mainContainer(pod.containers)) {
        row.image = main->image;
        row.tag = imageParts(main->image).tag.toString();
    }
    row.restarts = kubectlColumns(pod).restarts;
    row.master = pod.isMaster();
    return row;
}

std::optional<int> nextOrdinal(const Snapshot &snapshot)
{
    for (qsizetype i = snapshot.places.size() - 1; i >= 0; --i) {
        if (snapshot.isToBeReplaced(i))
            return snapshot.places.at(i).ordinal;
    }
    return std::nullopt;
}

} // namespace

bool ClusterFacts::isContent() const
{
    // Early operators wrote no specStatus.
    return state == u"Running" && (specStatus == u"Valid" || specStatus.isEmpty());
}

bool ClusterFacts::isRefused() const
{
    return state == u"InvalidUpgrade" || state == u"Invalid" || state == u"Error" || specStatus == u"Invalid";
}

bool Rollout::isUnderWay() const
{
    return updating || phase == Phase::WaitingForOperator || phase == Phase::NotObserved;
}

Rollout rolloutOf(const StatefulSet &set, const QList<PodPtr> &pods, const RolloutContext &context)
{
    const Snapshot snapshot(set, pods, context);
    Rollout rollout;
    rollout.key = set.meta.key();
    rollout.setUid = set.meta.uid;
    rollout.replicas = set.replicas;
    rollout.currentRevision = set.status.currentRevision;
    rollout.updateRevision = set.status.updateRevision;
    rollout.status = rolloutStatus(set);
    rollout.gate = findGate(snapshot);
    rollout.phase = phaseOf(snapshot, rollout.gate);
    rollout.next = nextOrdinal(snapshot);
    rollout.updating = isUpdating(snapshot);

    const bool isNew = rollout.updating || isFollowed(snapshot);
    rollout.rows.reserve(snapshot.places.size() + snapshot.excess.size());
    for (const Place &place : snapshot.places) {
        PodRow row = rowOf(snapshot, place, isNew);
        row.next = rollout.next == place.ordinal;
        row.done = set.isObserved() && place.isDone();
        rollout.ready += place.health.state == PodState::Ready;
        rollout.updated += place.updated && !place.isTerminating();
        rollout.done += row.done;
        rollout.rows.append(row);
    }
    for (const Place &place : snapshot.excess) {
        const PodRow row = rowOf(snapshot, place, isNew);
        const auto at = std::ranges::upper_bound(rollout.rows, row.ordinal, {}, &PodRow::ordinal);
        rollout.rows.insert(at, row);
    }

    if (const Place *const trapped = snapshot.trapped()) {
        rollout.trapped = TrappedPod{.ordinal = trapped->ordinal,
                                     .name = trapped->pod->meta.name,
                                     .uid = trapped->pod->meta.uid,
                                     .revision = trapped->pod->revision()};
    }
    if (context.cluster)
        rollout.quorum = Quorum{.nodes = set.replicas, .ready = rollout.ready, .needed = set.replicas / 2 + 1};
    return rollout;
}

} // namespace rollout
