// SPDX-License-Identifier: Apache-2.0
#include "gate.h"

#include "podgate.h"
#include "snapshot.h"

#include <QCoreApplication>
#include <algorithm>
#include <ranges>

using namespace Qt::StringLiterals;

namespace rollout {

namespace {

using Kind = Gate::Kind;

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
        if (!m_cluster)
            return std::nullopt;
        if (m_cluster->generation < m_snapshot.context.writtenGeneration) {
            return gate(
                Kind::OperatorPending,
                tr("The change of cluster %1 is written. The server has still to show it.").arg(m_cluster->name));
        }
        if (m_snapshot.isTemplateWanted())
            return std::nullopt;
        if (m_cluster->isRefused())
            return refusal(*m_cluster);
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
        return found == m_snapshot.places.cend() ? std::nullopt : Answer(podGate(m_snapshot, *found));
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
                return podGate(m_snapshot, place);
        }
        return std::nullopt;
    }

    /// What does not hold an unordered controller up, but is not done either.
    [[nodiscard]] Answer unsettled() const
    {
        const auto found = std::ranges::find(m_snapshot.places, false, &Place::available);
        if (found != m_snapshot.places.cend())
            return podGate(m_snapshot, *found);
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
            return refusal(*m_cluster);
        return gate(Kind::ClusterBusy,
                    tr("All pods are ready and up to date. The operator does not report cluster %1 as running yet: its "
                       "state is %2.")
                        .arg(m_cluster->name, shown(m_cluster->state)));
    }

    static Gate refusal(const ClusterFacts &cluster)
    {
        if (cluster.state == u"InvalidUpgrade") {
            return gate(
                Kind::ClusterRefused,
                tr("The operator says that cluster %1 cannot be upgraded now (state InvalidUpgrade). The reason "
                   "is usually in its spec; look at the events of the cluster.")
                    .arg(cluster.name));
        }
        return gate(Kind::ClusterRefused,
                    tr("The operator does not accept cluster %1 as it is: state %2, spec %3. Look at the events of the "
                       "cluster.")
                        .arg(cluster.name, shown(cluster.state), shown(cluster.specStatus)));
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
