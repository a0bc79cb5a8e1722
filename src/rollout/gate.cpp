// SPDX-License-Identifier: Apache-2.0
#include "gate.h"

#include "snapshot.h"

#include <QCoreApplication>
#include <algorithm>
#include <chrono>
#include <ranges>

using namespace Qt::StringLiterals;

namespace rollout {

namespace {

using Kind = Gate::Kind;

// A pod without a node is given this long before it counts as stuck: schedulers need a moment, autoscalers some more.
constexpr std::chrono::seconds schedulePatience{15};
// A node may take this long beyond the grace period to finish a deletion.
constexpr std::chrono::seconds deletionPatience{60};

/// Looks for the gate step by step; each step answers, or leaves it to the next.
class GateFinder final
{
    Q_DECLARE_TR_FUNCTIONS(rollout::Gate)

public:
    explicit GateFinder(const Snapshot &snapshot)
        : m_snapshot(snapshot)
        , m_set(snapshot.set)
        , m_cluster(snapshot.context.cluster)
    {
    }

    [[nodiscard]] Gate find() const
    {
        for (const auto step :
             {&GateFinder::deletion, &GateFinder::operatorStep, &GateFinder::observation, &GateFinder::filling,
              &GateFinder::scaleDown, &GateFinder::manualDeletion, &GateFinder::replacement, &GateFinder::unsettled,
              &GateFinder::partition, &GateFinder::otherStrategy, &GateFinder::counts, &GateFinder::clusterState}) {
            if (const auto gate = (this->*step)())
                return *gate;
        }
        return {};
    }

private:
    using Answer = std::optional<Gate>;

    static Gate gate(Kind kind, const QString &sentence, int ordinal = -1)
    {
        return {.kind = kind, .ordinal = ordinal, .sentence = sentence};
    }

    [[nodiscard]] Answer deletion() const
    {
        if (!m_set.meta.isTerminating())
            return std::nullopt;
        return gate(Kind::SetDeleted, tr("StatefulSet %1 is being deleted.").arg(m_set.meta.name));
    }

    /// The cluster asks for an image that the template does not have.
    [[nodiscard]] Answer operatorStep() const
    {
        if (m_snapshot.isTemplateWanted())
            return std::nullopt;
        if (m_cluster->isRefused())
            return refusal();
        return gate(Kind::OperatorPending,
                    tr("The operator has not put the new image of cluster %1 into the StatefulSet yet. It reports the "
                       "state %2.")
                        .arg(m_cluster->name, shown(m_cluster->state)));
    }

    [[nodiscard]] Answer observation() const
    {
        if (m_set.isObserved())
            return std::nullopt;
        return gate(Kind::NotObserved, tr("The StatefulSet controller has not seen the change yet."));
    }

    /// The controller fills places and makes pods anew, and goes no further while one is not available. Unordered, it
    /// does go further.
    [[nodiscard]] Answer filling() const
    {
        if (!m_set.isOrdered())
            return std::nullopt;
        const auto found = std::ranges::find(m_snapshot.places, false, &Place::available);
        return found == m_snapshot.places.cend() ? std::nullopt : Answer(unavailable(*found));
    }

    [[nodiscard]] Answer scaleDown() const
    {
        if (!m_set.isOrdered() || m_snapshot.excess.isEmpty())
            return std::nullopt;
        return excess();
    }

    [[nodiscard]] Answer manualDeletion() const
    {
        if (!m_set.isOnDelete())
            return std::nullopt;
        const auto found = std::ranges::find_if(m_snapshot.places | std::views::reverse,
                                                [](const Place &place) { return place.pod && !place.updated; });
        if (found == m_snapshot.places.crend())
            return std::nullopt;
        return gate(
            Kind::OnDelete,
            tr("This StatefulSet is updated by hand (update strategy OnDelete): pod %1 keeps its revision until "
               "somebody deletes it.")
                .arg(m_snapshot.nameOf(found->ordinal)),
            found->ordinal);
    }

    /// From the highest ordinal down, one after the other.
    [[nodiscard]] Answer replacement() const
    {
        if (!m_set.isRollingUpdate())
            return std::nullopt;
        for (qsizetype i = m_snapshot.places.size() - 1; i >= m_set.partition(); --i) {
            const Place &place = m_snapshot.places.at(i);
            if (m_snapshot.isToBeReplaced(i)) {
                return gate(Kind::Replacing,
                            tr("Pod %1 is about to be replaced.").arg(m_snapshot.nameOf(place.ordinal)), place.ordinal);
            }
            if (!place.available)
                return unavailable(place);
        }
        return std::nullopt;
    }

    /// What does not hold an unordered controller up, but is not done either.
    [[nodiscard]] Answer unsettled() const
    {
        const auto found = std::ranges::find(m_snapshot.places, false, &Place::available);
        if (found != m_snapshot.places.cend())
            return unavailable(*found);
        return m_snapshot.excess.isEmpty() ? std::nullopt : Answer(excess());
    }

    [[nodiscard]] Answer partition() const
    {
        const auto found = std::ranges::find_if(m_snapshot.places | std::views::reverse,
                                                [](const Place &place) { return !place.updated; });
        if (!m_set.isRollingUpdate() || m_set.partition() <= 0 || found == m_snapshot.places.crend())
            return std::nullopt;
        return gate(Kind::Partition,
                    tr("The rollout is paused by a partition: pods from %1 down keep the old revision.")
                        .arg(m_snapshot.nameOf(found->ordinal)),
                    found->ordinal);
    }

    /// A way to update that came after this program.
    [[nodiscard]] Answer otherStrategy() const
    {
        const auto found = std::ranges::find(m_snapshot.places, false, &Place::updated);
        if (found == m_snapshot.places.cend())
            return std::nullopt;
        return gate(
            Kind::OtherStrategy,
            tr("Pod %1 is of another revision. How the update strategy of this StatefulSet, %2, goes about that "
               "is not known here.")
                .arg(m_snapshot.nameOf(found->ordinal), shown(m_set.updateStrategy)),
            found->ordinal);
    }

    [[nodiscard]] Answer counts() const
    {
        const StatefulSet::Status &status = m_set.status;
        const bool oneRevision = m_set.isOnDelete() || status.currentRevision == status.updateRevision;
        // Old servers stop counting updated pods when an update is complete.
        const bool updated = status.updatedReplicas == m_set.replicas || (oneRevision && status.updatedReplicas == 0);
        const bool agreed = status.replicas == m_set.replicas && status.readyReplicas == m_set.replicas && updated
            && oneRevision && status.availableReplicas.value_or(m_set.replicas) == m_set.replicas
            && m_snapshot.places.size() == m_set.replicas;
        if (!std::ranges::all_of(m_snapshot.places, &Place::isDone)) {
            return gate(Kind::Counts,
                        tr("The pods do not have the image of the StatefulSet's template, although they "
                           "are of its revision."));
        }
        if (agreed)
            return std::nullopt;
        return gate(Kind::Counts,
                    tr("All pods are ready and up to date. The StatefulSet controller has still to say so: its status "
                       "counts %1 ready and %2 updated pods of %3.")
                        .arg(status.readyReplicas)
                        .arg(status.updatedReplicas)
                        .arg(m_set.replicas));
    }

    [[nodiscard]] Answer clusterState() const
    {
        if (!m_cluster || m_cluster->isContent())
            return std::nullopt;
        if (m_cluster->isRefused())
            return refusal();
        return gate(Kind::ClusterBusy,
                    tr("All pods are ready and up to date. The operator does not report cluster %1 as running yet: its "
                       "state is %2.")
                        .arg(m_cluster->name, shown(m_cluster->state)));
    }

    [[nodiscard]] Gate refusal() const
    {
        if (m_cluster->state == u"InvalidUpgrade") {
            return gate(
                Kind::ClusterRefused,
                tr("The operator says that cluster %1 cannot be upgraded now (state InvalidUpgrade). The reason "
                   "is usually in its spec; look at the events of the cluster.")
                    .arg(m_cluster->name));
        }
        return gate(Kind::ClusterRefused,
                    tr("The operator does not accept cluster %1 as it is: state %2, spec %3. Look at the events of the "
                       "cluster.")
                        .arg(m_cluster->name, shown(m_cluster->state), shown(m_cluster->specStatus)));
    }

    [[nodiscard]] Gate excess() const
    {
        const Place &highest = m_snapshot.excess.last();
        return gate(Kind::ScaleDown,
                    tr("Pod %1 is one too many and has to go first: the StatefulSet wants %2.")
                        .arg(m_snapshot.nameOf(highest.ordinal))
                        .arg(m_set.replicas),
                    highest.ordinal);
    }

    /// Why a place is not available.
    [[nodiscard]] Gate unavailable(const Place &place) const
    {
        const QString name = m_snapshot.nameOf(place.ordinal);
        const auto about = [&](Kind kind, const QString &sentence) { return gate(kind, sentence, place.ordinal); };
        if (!place.pod) {
            return about(Kind::PodMissing,
                         tr("Pod %1 is about to be created. If it does not appear, the events of the "
                            "StatefulSet say why.")
                             .arg(name));
        }
        if (const Place *const trapped = m_snapshot.trapped(); trapped && trapped->ordinal == place.ordinal) {
            return about(Kind::PodTrapped,
                         tr("Pod %1 is of an earlier revision and does not become ready, so the controller never gets "
                            "to replacing it (kubernetes#67250). It has to be deleted; it comes back with the present "
                            "template.")
                             .arg(name));
        }
        const QString phase = place.pod->phase;
        if (!place.isTerminating() && (phase == u"Failed" || phase == u"Succeeded")) {
            return about(
                Kind::PodEnded,
                tr("Pod %1 has ended (%2). The StatefulSet controller makes it anew.").arg(name, place.health.reason));
        }
        switch (place.health.state) {
        case PodState::Missing:
            break;
        case PodState::Terminating:
            return terminating(place);
        case PodState::Pending:
            return pending(place);
        case PodState::Starting:
            return about(Kind::PodStarting, starting(name, *place.pod, place.health));
        case PodState::NotReady:
            return about(Kind::PodNotReady,
                         tr("Pod %1 was ready and is not any more: %2.").arg(name, detail(place.health)));
        case PodState::Failed:
            return about(Kind::PodFailed, failed(name, *place.pod, place.health));
        case PodState::Unknown:
            return about(Kind::PodLost,
                         tr("The node of pod %1, %2, does not answer. The pod is replaced only when the "
                            "node is back or the pod is deleted.")
                             .arg(name, place.pod->nodeName));
        case PodState::Ready:
            break;
        }
        const qint64 left = m_snapshot.context.now.secsTo(place.health.since.addSecs(m_set.minReadySeconds));
        return about(Kind::PodNotAvailable,
                     tr("Pod %1 is ready and has to stay so for another %2 s (minReadySeconds).")
                         .arg(name)
                         .arg(std::clamp<qint64>(left, 0, m_set.minReadySeconds)));
    }

    [[nodiscard]] Gate terminating(const Place &place) const
    {
        const QString name = m_snapshot.nameOf(place.ordinal);
        const kube::ObjectMeta &meta = place.pod->meta;
        if (meta.deletionTimestamp.addDuration(deletionPatience) >= m_snapshot.context.now)
            return gate(Kind::PodTerminating, tr("Pod %1 is shutting down.").arg(name), place.ordinal);
        if (!meta.finalizers.isEmpty()) {
            return gate(Kind::PodTerminatingTooLong,
                        tr("Pod %1 is past its grace period and is kept by finalizers: %2.")
                            .arg(name, meta.finalizers.join(u", ")),
                        place.ordinal);
        }
        return gate(Kind::PodTerminatingTooLong,
                    tr("Pod %1 is past its grace period and still there. See whether its node, %2, is well.")
                        .arg(name, place.pod->nodeName),
                    place.ordinal);
    }

    [[nodiscard]] Gate pending(const Place &place) const
    {
        const QString name = m_snapshot.nameOf(place.ordinal);
        const Pod &pod = *place.pod;
        if (pod.nodeName.isEmpty()) {
            if (place.health.reason.isEmpty())
                return gate(Kind::PodUnscheduled, tr("Pod %1 waits for a node.").arg(name), place.ordinal);
            const bool isLate = place.health.since.isValid()
                && place.health.since.addDuration(schedulePatience) <= m_snapshot.context.now;
            return gate(isLate ? Kind::PodUnschedulable : Kind::PodUnscheduled,
                        tr("No node takes pod %1: %2.").arg(name, detail(place.health)), place.ordinal);
        }
        const PodCondition *const sandbox = pod.condition(u"PodReadyToStartContainers");
        if (sandbox && sandbox->isTrue()) {
            const ContainerSpec *const main = mainContainer(pod.containers);
            return gate(
                Kind::PodPending,
                tr("Node %1 pulls the images of pod %2: %3.").arg(pod.nodeName, name, main ? main->image : QString()),
                place.ordinal);
        }
        return gate(Kind::PodPending, tr("Node %1 prepares pod %2: volumes, network, images.").arg(pod.nodeName, name),
                    place.ordinal);
    }

    static QString starting(const QString &name, const Pod &pod, const PodHealth &health)
    {
        if (health.reason.startsWith(u"Init:"))
            return tr("Pod %1 runs its init containers (%2).").arg(name, health.reason);
        for (const ContainerStatus &status : pod.containerStatuses) {
            if (!status.ready && status.lastState.kind == ContainerState::Kind::Terminated) {
                return tr("Container %1 of pod %2 starts again after it ended with %3 (exit code %4); restarts: %5.")
                    .arg(status.name, name, shown(status.lastState.reason), QString::number(status.lastState.exitCode),
                         QString::number(status.restartCount));
            }
        }
        for (const ContainerStatus &status : pod.containerStatuses) {
            if (!status.ready && !status.started.value_or(true))
                return tr("Container %1 of pod %2 runs; its startup probe has not succeeded yet.")
                    .arg(status.name, name);
            if (!status.ready)
                return tr("Container %1 of pod %2 runs; its readiness probe has not succeeded yet.")
                    .arg(status.name, name);
        }
        for (const QString &gateType : pod.readinessGates) {
            const PodCondition *const condition = pod.condition(gateType);
            if (!condition || !condition->isTrue())
                return tr("Pod %1 runs; its readiness gate %2 is closed.").arg(name, gateType);
        }
        return tr("Pod %1 runs and is not ready yet.").arg(name);
    }

    static QString failed(const QString &name, const Pod &pod, const PodHealth &health)
    {
        for (const ContainerStatus &status : pod.containerStatuses) {
            const bool hasEnded = status.state.kind == ContainerState::Kind::Terminated && status.state.exitCode != 0;
            const ContainerState &end = hasEnded ? status.state : status.lastState;
            if (hasEnded || isCrashLooping(status)) {
                return tr("Container %1 of pod %2 crashed with %3 (exit code %4); restarts: %5.")
                    .arg(status.name, name, shown(end.reason), QString::number(end.exitCode),
                         QString::number(status.restartCount));
            }
        }
        return tr("Pod %1 has failed: %2.").arg(name, detail(health));
    }

    /// "ImagePullBackOff (Back-off pulling image ...)": a reason and, where there is one, its sentence without the
    /// stop.
    static QString detail(const PodHealth &health)
    {
        QString message = health.message.trimmed();
        while (message.endsWith(u'.'))
            message.chop(1);
        if (health.reason.isEmpty() || message.isEmpty())
            return shown(health.reason + message);
        return tr("%1 (%2)").arg(health.reason, message);
    }

    static QString shown(const QString &word) { return word.isEmpty() ? tr("unknown") : word; }

    const Snapshot &m_snapshot;
    const StatefulSet &m_set;
    const std::optional<ClusterFacts> &m_cluster;
};

} // namespace

Gate findGate(const Snapshot &snapshot)
{
    return GateFinder(snapshot).find();
}

} // namespace rollout
