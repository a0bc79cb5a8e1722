// SPDX-License-Identifier: Apache-2.0
#include "redisoperator/clusterplan.h"

#include <QRegularExpression>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace sim {

std::optional<VersionNumbers> VersionNumbers::parse(const QString &tag)
{
    static const QRegularExpression grammar(
        u"^(\\d+)\\.(\\d+)\\.(\\d+)-(\\d+)(?:\\.\\d+)?b?(?:\\.(?:rhel7-openshift|rhel8-openshift|rhel7|minimal))?$"_s);
    const QRegularExpressionMatch match = grammar.match(tag);
    if (!match.hasMatch())
        return std::nullopt;
    const auto number = [&match](int group) { return match.capturedView(group).toInt(); };
    return VersionNumbers{number(1), number(2), number(3), number(4)};
}

QString VersionNumbers::line() const
{
    return u"%1.%2.%3"_s.arg(major).arg(minor).arg(patch);
}

namespace {

/// Why this operator does not run this tag; empty if it does.
QString refusal(const ClusterView &cluster)
{
    if (cluster.upgradesItselfByDigest)
        return u"autoUpgradeRedisEnterprise cannot be combined with digestHash"_s;
    const auto wanted = VersionNumbers::parse(cluster.wantedTag);
    if (!wanted)
        return u"%1 is not a Redis Enterprise version tag"_s.arg(
            cluster.wantedTag.isEmpty() ? u"an empty text"_s : u'"' + cluster.wantedTag + u'"');
    const auto own = VersionNumbers::parse(cluster.operatorTag);
    if (!own || own->line() != wanted->line())
        return u"operator %1 does not support Redis Enterprise %2"_s.arg(cluster.operatorTag, cluster.wantedTag);
    return {};
}

bool isStarting(const QString &state)
{
    return state.isEmpty() || state == "PendingCreation"_L1 || state == "BootstrappingFirstPod"_L1
        || state == "Initializing"_L1 || state == "Invalid"_L1;
}

bool blocksImageEdits(const ClusterView &cluster)
{
    const auto own = VersionNumbers::parse(cluster.operatorTag);
    return cluster.state == "Upgrade"_L1 && own && *own < VersionNumbers{8, 0, 6, 8};
}

/// The image is what it should be: how far is the rest?
void follow(const ClusterView &cluster, ClusterPlan &plan)
{
    const ClusterView::Set &set = *cluster.set;
    if (isStarting(cluster.state)) {
        if (set.readyReplicas == 0) {
            plan.state = u"BootstrappingFirstPod"_s;
            return;
        }
        plan.replicas = std::max(cluster.nodes, set.replicas);
        const bool isUp = set.isComplete && set.replicas >= cluster.nodes && cluster.isRiggerCurrent;
        plan.state = isUp ? u"Running"_s : u"Initializing"_s;
        return;
    }
    plan.replicas = std::max(cluster.nodes, set.replicas);
    const bool wasUpgrading = cluster.state == "Upgrade"_L1 || cluster.state == "InvalidUpgrade"_L1;
    if (wasUpgrading && !(set.isComplete && cluster.isRiggerCurrent)) {
        plan.state = u"Upgrade"_s;
        plan.upgradesRigger = set.isComplete;
        return;
    }
    plan.state = set.isUpdating ? u"RunningRollingUpdate"_s : u"Running"_s;
}

} // namespace

ClusterPlan planCluster(const ClusterView &cluster)
{
    ClusterPlan plan{.state = cluster.state};
    if (cluster.set) {
        plan.image = cluster.set->image;
        plan.replicas = cluster.set->replicas;
    }
    if (cluster.operatorTag.isEmpty()) {
        plan.isManaged = false;
        return plan;
    }
    const bool isRunningIt = cluster.set && cluster.set->image == cluster.wantedImage;
    if (const QString why = refusal(cluster); !why.isEmpty()) {
        plan.isManaged = false;
        if (isRunningIt && !cluster.upgradesItselfByDigest)
            return plan; // the operator was upgraded, the cluster not yet
        plan.state = cluster.set ? u"InvalidUpgrade"_s : u"Invalid"_s;
        plan.isSpecValid = false;
        plan.complaint = why;
        return plan;
    }
    if (!cluster.set) {
        plan.state = u"PendingCreation"_s;
        plan.image = cluster.wantedImage;
        plan.replicas = 1;
        return plan;
    }
    if (!isRunningIt) {
        if (blocksImageEdits(cluster))
            return plan;
        plan.image = cluster.wantedImage;
        if (!isStarting(cluster.state))
            plan.state = u"Upgrade"_s;
        return plan;
    }
    follow(cluster, plan);
    return plan;
}

std::optional<int> chooseMaster(const QList<MemberView> &members, bool isUpdating)
{
    QList<MemberView> usable;
    std::ranges::copy_if(members, std::back_inserter(usable), &MemberView::isUsable);
    std::ranges::sort(usable, {}, &MemberView::ordinal);
    if (usable.isEmpty())
        return std::nullopt;
    const auto isSafe = [isUpdating](const MemberView &member) { return !isUpdating || member.isUpdated; };
    const auto master = std::ranges::find_if(usable, &MemberView::isMaster);
    if (master != usable.end() && isSafe(*master))
        return master->ordinal;
    if (const auto safe = std::ranges::find_if(usable, isSafe); safe != usable.end())
        return safe->ordinal;
    return usable.first().ordinal; // replaced last
}

} // namespace sim
