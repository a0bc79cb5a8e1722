// SPDX-License-Identifier: Apache-2.0
#include "deployment/deploymentplan.h"

#include <algorithm>
#include <cmath>

namespace sim {

namespace {

int absolute(const QString &value, int replicas, bool isRoundedUp)
{
    if (!value.endsWith(u'%'))
        return value.toInt();
    const double part = value.chopped(1).toDouble() * replicas / 100.0;
    return int(isRoundedUp ? std::ceil(part) : std::floor(part));
}

/// A rolling update from the old ReplicaSets to the new one.
class Rolling final
{
public:
    Rolling(const DeploymentView &deployment, ReplicaSetView fresh, QList<ReplicaSetView> old)
        : m_deployment(deployment)
        , m_new(std::move(fresh))
        , m_old(std::move(old))
    {
        std::ranges::sort(m_old, {}, &ReplicaSetView::created);
    }

    [[nodiscard]] QList<ScaleAction> run()
    {
        if (!scaleUp())
            scaleDown();
        return m_actions;
    }

private:
    void scale(ReplicaSetView &set, int to)
    {
        m_actions.append({set.name, set.wanted, to});
        set.wanted = to;
    }

    bool scaleUp()
    {
        int to = m_deployment.replicas;
        if (m_new.wanted == to)
            return false;
        if (m_new.wanted < to) {
            int total = m_new.wanted;
            for (const ReplicaSetView &set : std::as_const(m_old))
                total += set.wanted;
            const int room = m_deployment.replicas + m_deployment.maxSurge - total;
            to = m_new.wanted + std::clamp(room, 0, m_deployment.replicas - m_new.wanted);
        }
        if (to == m_new.wanted)
            return false;
        scale(m_new, to);
        return true;
    }

    void scaleDown()
    {
        int oldPods = 0;
        int available = m_new.available;
        for (const ReplicaSetView &set : std::as_const(m_old)) {
            oldPods += set.wanted;
            available += set.available;
        }
        if (oldPods == 0)
            return;
        const int least = m_deployment.replicas - m_deployment.maxUnavailable;
        int excess = oldPods + m_new.wanted - least - (m_new.wanted - m_new.available);
        if (excess <= 0)
            return;
        // First those that do not serve anyhow.
        for (ReplicaSetView &set : m_old) {
            const int count = std::min(excess, set.wanted - set.available);
            if (count <= 0)
                continue;
            scale(set, set.wanted - count);
            excess -= count;
        }
        int spare = available - least;
        for (ReplicaSetView &set : m_old) {
            const int count = std::min(spare, set.wanted);
            if (count <= 0)
                continue;
            scale(set, set.wanted - count);
            spare -= count;
        }
        mergeActions();
    }

    /// One write for each ReplicaSet.
    void mergeActions()
    {
        QList<ScaleAction> merged;
        for (const ScaleAction &action : std::as_const(m_actions)) {
            const auto earlier = std::ranges::find(merged, action.name, &ScaleAction::name);
            if (earlier == merged.end())
                merged.append(action);
            else
                earlier->to = action.to;
        }
        m_actions = merged;
    }

    const DeploymentView &m_deployment;
    ReplicaSetView m_new;
    QList<ReplicaSetView> m_old;
    QList<ScaleAction> m_actions;
};

QList<ScaleAction> recreate(const DeploymentView &deployment, const ReplicaSetView &fresh,
                            const QList<ReplicaSetView> &old)
{
    QList<ScaleAction> actions;
    for (const ReplicaSetView &set : old) {
        if (set.wanted > 0)
            actions.append({set.name, set.wanted, 0});
    }
    const bool isOldGone = std::ranges::all_of(old, [](const ReplicaSetView &set) { return set.pods == 0; });
    if (actions.isEmpty() && isOldGone && fresh.wanted != deployment.replicas)
        actions.append({fresh.name, fresh.wanted, deployment.replicas});
    return actions;
}

QList<QString> outdated(const DeploymentView &deployment, QList<ReplicaSetView> old)
{
    old.removeIf([](const ReplicaSetView &set) { return set.wanted > 0 || set.replicas > 0 || set.pods > 0; });
    std::ranges::sort(old, {}, &ReplicaSetView::revision);
    QList<QString> names;
    for (const ReplicaSetView &set : old.first(std::max(old.size() - deployment.historyLimit, qsizetype(0))))
        names.append(set.name);
    return names;
}

} // namespace

Fenceposts resolveFenceposts(const QString &maxSurge, const QString &maxUnavailable, int replicas)
{
    Fenceposts posts{.surge = absolute(maxSurge, replicas, true),
                     .unavailable = absolute(maxUnavailable, replicas, false)};
    if (posts.surge == 0 && posts.unavailable == 0)
        posts.unavailable = 1;
    posts.unavailable = std::min(posts.unavailable, replicas);
    return posts;
}

DeploymentPlan planDeployment(const DeploymentView &deployment, const QList<ReplicaSetView> &replicaSets)
{
    DeploymentPlan plan;
    if (deployment.isBeingDeleted)
        return plan;
    QList<ReplicaSetView> old;
    std::optional<ReplicaSetView> fresh;
    qint64 newestOld = 0;
    for (const ReplicaSetView &set : replicaSets) {
        if (set.isNew) {
            fresh = set;
        } else {
            old.append(set);
            newestOld = std::max(newestOld, set.revision);
        }
    }
    plan.revision = fresh ? std::max(fresh->revision, newestOld + 1) : newestOld + 1;
    if (deployment.isPaused) { // only its size is followed
        plan.revision = fresh ? fresh->revision : newestOld;
        if (fresh && fresh->wanted != deployment.replicas && newestOld == 0)
            plan.scale.append({fresh->name, fresh->wanted, deployment.replicas});
        return plan;
    }
    if (!fresh) {
        // Of none at first where pods of other templates must go before.
        const bool isOldGone =
            std::ranges::all_of(old, [](const auto &set) { return set.wanted == 0 && set.pods == 0; });
        int total = 0;
        for (const ReplicaSetView &set : std::as_const(old))
            total += set.wanted;
        const int room = std::max(deployment.replicas + deployment.maxSurge - total, 0);
        plan.create =
            deployment.isRecreate ? (isOldGone ? deployment.replicas : 0) : std::min(deployment.replicas, room);
        return plan;
    }
    plan.scale = deployment.isRecreate ? recreate(deployment, *fresh, old) : Rolling(deployment, *fresh, old).run();
    if (isDeploymentComplete(deployment, countDeployment(replicaSets)))
        plan.remove = outdated(deployment, old);
    return plan;
}

DeploymentStatus countDeployment(const QList<ReplicaSetView> &replicaSets)
{
    DeploymentStatus status;
    for (const ReplicaSetView &set : replicaSets) {
        status.replicas += set.replicas;
        status.readyReplicas += set.ready;
        status.availableReplicas += set.available;
        if (set.isNew)
            status.updatedReplicas += set.replicas;
    }
    return status;
}

bool isDeploymentComplete(const DeploymentView &deployment, const DeploymentStatus &status)
{
    return status.updatedReplicas == deployment.replicas && status.replicas == deployment.replicas
        && status.availableReplicas == deployment.replicas;
}

} // namespace sim
