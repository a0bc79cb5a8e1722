// SPDX-License-Identifier: Apache-2.0
#include "ownership.h"

#include "labelselector.h"
#include "object.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rollout {

namespace {

/// The answer of the controller reference; nothing if there is no controller.
std::optional<Ownership> controllerOwnership(const kube::ObjectMeta &owner, QStringView kind,
                                             const kube::ObjectMeta &owned)
{
    const kube::OwnerReference *const controller = owned.controller();
    if (!controller)
        return std::nullopt;
    if (!owner.uid.isEmpty() && controller->uid == owner.uid)
        return Ownership::ByUid;
    return controller->kind == kind && controller->name == owner.name ? Ownership::ByKindAndName : Ownership::None;
}

/// Digits alone, as the controller writes them: no sign, no leading zero.
std::optional<int> ordinalOf(QStringView text)
{
    const bool digits = !text.isEmpty() && std::ranges::all_of(text, [](QChar c) { return c >= u'0' && c <= u'9'; });
    if (!digits || (text.size() > 1 && text.front() == u'0'))
        return std::nullopt;
    bool fits = false;
    const int ordinal = text.toInt(&fits);
    return fits ? std::optional(ordinal) : std::nullopt;
}

std::optional<int> ordinalFromName(QStringView setName, QStringView podName)
{
    if (!podName.startsWith(setName) || podName.mid(setName.size(), 1) != u"-")
        return std::nullopt;
    return ordinalOf(podName.mid(setName.size() + 1));
}

} // namespace

Ownership statefulSetOwnership(const kube::ObjectMeta &cluster, const kube::ObjectMeta &set)
{
    if (cluster.nameSpace != set.nameSpace)
        return Ownership::None;
    if (const auto ownership = controllerOwnership(cluster, u"RedisEnterpriseCluster", set))
        return *ownership;
    const bool fits = set.name == cluster.name && set.labels.value(u"app"_s) == u"redis-enterprise";
    return fits ? Ownership::ByName : Ownership::None;
}

Ownership podOwnership(const kube::ObjectMeta &set, const LabelSelector &selector, const kube::ObjectMeta &pod)
{
    if (set.nameSpace != pod.nameSpace)
        return Ownership::None;
    if (const auto ownership = controllerOwnership(set, u"StatefulSet", pod))
        return *ownership;
    const bool fits = ordinalFromName(set.name, pod.name) && selector.matches(pod.labels);
    return fits ? Ownership::ByName : Ownership::None;
}

std::optional<int> podOrdinal(const QString &setName, const kube::ObjectMeta &pod)
{
    if (const auto ordinal = ordinalFromName(setName, pod.name))
        return ordinal;
    return ordinalOf(pod.labels.value(u"apps.kubernetes.io/pod-index"_s));
}

} // namespace rollout
