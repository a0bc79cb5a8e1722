// SPDX-License-Identifier: Apache-2.0
#include "statefulset/statefulsetplan.h"

#include <algorithm>
#include <ranges>

namespace sim {

namespace {

bool isRunningAndReady(const PodView &pod)
{
    return pod.phase == PodView::Phase::Running && pod.isReady;
}

bool hasEnded(const PodView &pod)
{
    return pod.phase == PodView::Phase::Failed || pod.phase == PodView::Phase::Succeeded;
}

bool isHealthy(const PodView &pod)
{
    return isRunningAndReady(pod) && !pod.isTerminating;
}

/// One sync. The steps say whether the sync goes on.
class Sync final
{
public:
    Sync(const SetView &set, const QList<PodView> &pods, QString current, QString update, QDateTime now);

    [[nodiscard]] SetPlan run();

private:
    [[nodiscard]] bool isAvailable(const PodView &pod);
    [[nodiscard]] QString revisionFor(int ordinal) const;
    void count();
    [[nodiscard]] bool makeReplicas();
    [[nodiscard]] bool removeCondemned();
    void update();
    void complete();

    const SetView &m_set;
    const QString m_current;
    const QString m_update;
    const QDateTime m_now;
    const bool m_isOrdered;
    QList<std::optional<PodView>> m_replicas; ///< by ordinal, from the first
    QList<PodView> m_condemned; ///< highest ordinal first
    const QList<PodView> &m_pods;
    SetPlan m_plan;
};

Sync::Sync(const SetView &set, const QList<PodView> &pods, QString current, QString update, QDateTime now)
    : m_set(set)
    , m_current(std::move(current))
    , m_update(std::move(update))
    , m_now(std::move(now))
    , m_isOrdered(set.management == SetView::Management::OrderedReady)
    , m_replicas(std::max(set.replicas, 0))
    , m_pods(pods)
{
    for (const PodView &pod : pods) {
        if (pod.ordinal >= set.firstOrdinal && pod.ordinal < set.endOrdinal())
            m_replicas[pod.ordinal - set.firstOrdinal] = pod;
        else
            m_condemned.append(pod);
    }
    std::ranges::sort(m_condemned, std::greater(), &PodView::ordinal);
}

SetPlan Sync::run()
{
    count();
    if (!m_set.isBeingDeleted && makeReplicas() && removeCondemned()
        && m_set.strategy == SetView::Strategy::RollingUpdate)
        update();
    complete();
    return std::move(m_plan);
}

bool Sync::isAvailable(const PodView &pod)
{
    if (!isRunningAndReady(pod))
        return false;
    if (m_set.minReady.count() <= 0)
        return true;
    if (!pod.readySince.isValid())
        return false;
    const auto missing = pod.readySince.addDuration(m_set.minReady) - m_now;
    if (missing.count() <= 0)
        return true;
    m_plan.again = std::min(m_plan.again.value_or(missing), missing);
    return false;
}

void Sync::count()
{
    SetStatus &status = m_plan.status;
    status.currentRevision = m_current;
    status.updateRevision = m_update;
    for (const PodView &pod : m_pods) {
        ++status.replicas;
        if (isRunningAndReady(pod)) {
            ++status.readyReplicas;
            if (isAvailable(pod))
                ++status.availableReplicas;
        }
        if (!pod.isTerminating) {
            if (pod.revision == m_current)
                ++status.currentReplicas;
            if (pod.revision == m_update)
                ++status.updatedReplicas;
        }
    }
}

QString Sync::revisionFor(int ordinal) const
{
    if (m_set.strategy != SetView::Strategy::RollingUpdate)
        return m_update;
    // Without a partition, as many as the last status counted stay on the current revision.
    const int firstUpdated = m_set.firstOrdinal + m_set.partition.value_or(m_set.currentReplicas);
    return ordinal < firstUpdated ? m_current : m_update;
}

bool Sync::makeReplicas()
{
    for (qsizetype i = 0; i < m_replicas.size(); ++i) {
        const int ordinal = m_set.firstOrdinal + int(i);
        const std::optional<PodView> &pod = m_replicas.at(i);
        if (!pod) {
            m_plan.actions.append({SetAction::Kind::Create, ordinal, revisionFor(ordinal)});
            if (m_isOrdered)
                return false;
        } else if (hasEnded(*pod)) {
            if (!pod->isTerminating)
                m_plan.actions.append({SetAction::Kind::Replace, ordinal});
            if (m_isOrdered)
                return false;
        } else if (m_isOrdered && (pod->isTerminating || !isAvailable(*pod))) {
            return false;
        }
    }
    return true;
}

bool Sync::removeCondemned()
{
    // The lowest pod that is not healthy; of those to stay before those to go.
    std::optional<int> firstUnhealthy;
    for (const std::optional<PodView> &pod : std::as_const(m_replicas)) {
        if (pod && !isHealthy(*pod) && !firstUnhealthy)
            firstUnhealthy = pod->ordinal;
    }
    for (const PodView &pod : m_condemned | std::views::reverse) {
        if (!isHealthy(pod) && !firstUnhealthy)
            firstUnhealthy = pod.ordinal;
    }
    for (const PodView &pod : std::as_const(m_condemned)) {
        if (pod.isTerminating) {
            if (m_isOrdered)
                return false;
            continue;
        }
        if (m_isOrdered && !isAvailable(pod) && firstUnhealthy != pod.ordinal)
            return false;
        m_plan.actions.append({SetAction::Kind::ScaleDown, pod.ordinal});
        if (m_isOrdered)
            return false;
    }
    return true;
}

void Sync::update()
{
    for (qsizetype i = m_replicas.size() - 1; i >= m_set.partition.value_or(0); --i) {
        const std::optional<PodView> &pod = m_replicas.at(i);
        if (!pod)
            return; // was just made
        if (pod->revision != m_update && !pod->isTerminating) {
            m_plan.actions.append({SetAction::Kind::Update, pod->ordinal});
            --m_plan.status.currentReplicas;
            return;
        }
        if (pod->isTerminating || !isAvailable(*pod))
            return;
    }
}

void Sync::complete()
{
    SetStatus &status = m_plan.status;
    if (m_set.strategy == SetView::Strategy::RollingUpdate && status.updatedReplicas == status.replicas
        && status.readyReplicas == status.replicas) {
        status.currentReplicas = status.updatedReplicas;
        status.currentRevision = status.updateRevision;
    }
}

} // namespace

SetPlan planStatefulSet(const SetView &set, const QList<PodView> &pods, const QString &currentRevision,
                        const QString &updateRevision, const QDateTime &now)
{
    return Sync(set, pods, currentRevision, updateRevision, now).run();
}

} // namespace sim
