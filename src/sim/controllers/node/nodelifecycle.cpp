// SPDX-License-Identifier: Apache-2.0
#include "node/nodelifecycle.h"

#include "common/podstate.h"
#include "common/resources.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sim {

namespace {

const QString manager = u"kube-controller-manager"_s;
constexpr Clock::Duration grace = 40s;
constexpr Clock::Duration toleration = 300s;
const QString unreachable = u"node.kubernetes.io/unreachable"_s;
const QString notReady = u"node.kubernetes.io/not-ready"_s; ///< servers put it on every new node

Write patchOf(const kube::ResourceType &type, const kube::ObjectMeta &meta, QJsonObject patch,
              const QString &subresource = {})
{
    setValueAt(patch, u"metadata.uid", meta.uid);
    return {.request = kube::requests::patch(type, meta.key(), kube::PatchType::Strategic, patch, writeOptions(manager),
                                             subresource),
            .type = type,
            .key = meta.key(),
            .uid = meta.uid};
}

/// A list of taints replaces the one that is there: the strategy of the field would merge it.
Write taintPatch(const RawObject &node, const QJsonArray &taints)
{
    return {.request = kube::requests::patch(
                resources::nodes, node.meta.key(), kube::PatchType::Merge,
                QJsonObject{{"metadata"_L1, QJsonObject{{"resourceVersion"_L1, node.meta.resourceVersion}}},
                            {"spec"_L1, QJsonObject{{"taints"_L1, taints}}}},
                writeOptions(manager)),
            .type = resources::nodes,
            .key = node.meta.key(),
            .uid = node.meta.uid};
}

QJsonArray taintsWithout(const RawObject &node, const QStringList &keys)
{
    QJsonArray taints;
    for (const QJsonValue &taint : valueAt(node.json, u"spec.taints").toArray()) {
        if (!keys.contains(taint["key"_L1].toString()))
            taints.append(taint);
    }
    return taints;
}

} // namespace

NodeLifecycle::NodeLifecycle(Informers &informers, Clock &clock, QObject *parent)
    : Reconciler(informers, clock, parent)
    , m_recorder(informers, clock, u"node-controller"_s)
{
}

void NodeLifecycle::setSilent(const QString &node, bool silent)
{
    if (silent && !m_silentSince.contains(node))
        m_silentSince.insert(node, clock().elapsed());
    else if (!silent)
        m_silentSince.remove(node);
    enqueue({{}, node});
}

void NodeLifecycle::followKinds()
{
    m_nodes = &follow(resources::nodes, itself);
    m_pods = &follow(resources::pods, [](const auto &) { return Keys(); });
}

QList<RawObjectPtr> NodeLifecycle::podsOn(const QString &node) const
{
    QList<RawObjectPtr> pods;
    for (const kube::ObjectPtr &object : m_pods->objects()) {
        auto pod = std::static_pointer_cast<const RawObject>(object);
        if (valueAt(pod->json, u"spec.nodeName").toString() == node)
            pods.append(std::move(pod));
    }
    return pods;
}

Reconciler::Outcome NodeLifecycle::reconcile(const kube::ObjectKey &key)
{
    const auto node = m_nodes->findAs<RawObject>(key);
    if (!node)
        return {};
    const auto silent = m_silentSince.constFind(key.name);
    if (silent == m_silentSince.constEnd()) {
        if (conditionStatus(node->json, "Ready"_L1) != "True"_L1)
            return {};
        const QJsonArray taints = taintsWithout(*node, {unreachable, notReady});
        if (taints == valueAt(node->json, u"spec.taints").toArray())
            return {};
        return {.writes = {taintPatch(*node, taints)}};
    }
    const Clock::Duration quiet = clock().elapsed() - *silent;
    if (quiet < grace)
        return {.again = grace - quiet};
    if (conditionStatus(node->json, "Ready"_L1) != "Unknown"_L1)
        return {.writes = markUnreachable(*node), .again = toleration};
    if (quiet < grace + toleration)
        return {.again = grace + toleration - quiet};
    return {.writes = evict(*node)};
}

QList<Write> NodeLifecycle::markUnreachable(const RawObject &node)
{
    const QDateTime now = clock().now();
    QJsonArray taints = taintsWithout(node, {unreachable});
    for (const QLatin1StringView effect : {"NoSchedule"_L1, "NoExecute"_L1})
        taints.append(QJsonObject{{"key"_L1, unreachable}, {"effect"_L1, effect}, {"timeAdded"_L1, timeText(now)}});
    QJsonObject status = node.json["status"_L1].toObject();
    for (const QString &type : {u"Ready"_s, u"MemoryPressure"_s, u"DiskPressure"_s, u"PIDPressure"_s})
        setCondition(status, type, u"Unknown"_s, u"NodeStatusUnknown"_s, u"Kubelet stopped posting node status."_s,
                     now);
    QList<Write> writes{taintPatch(node, taints),
                        patchOf(resources::nodes, node.meta,
                                {{"status"_L1, QJsonObject{{"conditions"_L1, status["conditions"_L1]}}}}, u"status"_s)};
    m_recorder.record({.type = resources::nodes,
                       .object = node.meta,
                       .reason = u"NodeNotReady"_s,
                       .message = u"Node %1 status is now: NodeNotReady"_s.arg(node.meta.name)});
    for (const RawObjectPtr &pod : podsOn(node.meta.name)) {
        if (!isPodReady(pod->json))
            continue;
        QJsonObject podStatus = pod->json["status"_L1].toObject();
        setCondition(podStatus, u"Ready"_s, u"False"_s, {}, {}, now);
        Write write = patchOf(resources::pods, pod->meta,
                              {{"status"_L1, QJsonObject{{"conditions"_L1, podStatus["conditions"_L1]}}}}, u"status"_s);
        write.isOptional = true;
        writes.append(write);
        m_recorder.record({.type = resources::pods,
                           .object = pod->meta,
                           .isWarning = true,
                           .reason = u"NodeNotReady"_s,
                           .message = u"Node is not ready"_s});
    }
    return writes;
}

QList<Write> NodeLifecycle::evict(const RawObject &node)
{
    QList<Write> writes;
    for (const RawObjectPtr &pod : podsOn(node.meta.name)) {
        if (pod->meta.isTerminating())
            continue;
        m_recorder.record({.type = resources::pods,
                           .object = pod->meta,
                           .reason = u"TaintManagerEviction"_s,
                           .message = u"Marking for deletion Pod %1/%2"_s.arg(pod->meta.nameSpace, pod->meta.name)});
        writes.append({.request = kube::requests::remove(resources::pods, pod->meta.key(), {.uid = pod->meta.uid}),
                       .type = resources::pods,
                       .key = pod->meta.key(),
                       .uid = pod->meta.uid});
    }
    return writes;
}

} // namespace sim
