// SPDX-License-Identifier: Apache-2.0
#include "node/placement.h"

#include "common/podstate.h"
#include "node/quantity.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

struct Requests
{
    double cpu = 0;
    double memory = 0;
};

Requests requestsOf(const RawObject &pod)
{
    Requests sum;
    for (const QJsonValue &container : valueAt(pod.json, u"spec.containers").toArray()) {
        const QJsonObject requests = valueAt(container.toObject(), u"resources.requests").toObject();
        sum.cpu += quantityValue(requests["cpu"_L1]);
        sum.memory += quantityValue(requests["memory"_L1]);
    }
    return sum;
}

QString nodeOf(const RawObject &pod)
{
    return valueAt(pod.json, u"spec.nodeName").toString();
}

bool tolerates(const RawObject &pod, const QJsonObject &taint)
{
    for (const QJsonValue &value : valueAt(pod.json, u"spec.tolerations").toArray()) {
        const QJsonObject toleration = value.toObject();
        const QString effect = toleration["effect"_L1].toString();
        if (!effect.isEmpty() && effect != taint["effect"_L1].toString())
            continue;
        const QString key = toleration["key"_L1].toString();
        const bool isAnyValue = toleration["operator"_L1].toString() == "Exists"_L1;
        if (key.isEmpty() && isAnyValue)
            return true;
        if (key == taint["key"_L1].toString() && (isAnyValue || toleration["value"_L1] == taint["value"_L1]))
            return true;
    }
    return false;
}

/// Why a node does not take a pod, in the scheduler's words; empty if it does.
class Filter final
{
public:
    Filter(const RawObject &pod, const QList<RawObjectPtr> &nodes, const QList<RawObjectPtr> &boundPods)
        : m_pod(pod)
        , m_requests(requestsOf(pod))
    {
        for (const RawObjectPtr &node : nodes)
            m_nodes.insert(node->meta.name, node);
        for (const RawObjectPtr &bound : boundPods)
            m_podsOf[nodeOf(*bound)].append(bound);
    }

    [[nodiscard]] qsizetype podsOn(const QString &node) const { return m_podsOf.value(node).size(); }

    [[nodiscard]] QString refusal(const RawObject &node) const
    {
        if (valueAt(node.json, u"spec.unschedulable").toBool()
            && !tolerates(m_pod, {{"key"_L1, "node.kubernetes.io/unschedulable"_L1}, {"effect"_L1, "NoSchedule"_L1}}))
            return u"node(s) were unschedulable"_s;
        for (const QJsonValue &value : valueAt(node.json, u"spec.taints").toArray()) {
            const QJsonObject taint = value.toObject();
            const QString key = taint["key"_L1].toString();
            if (taint["effect"_L1].toString() == "PreferNoSchedule"_L1 || key == "node.kubernetes.io/unschedulable"_L1)
                continue;
            if (!tolerates(m_pod, taint))
                return u"node(s) had untolerated taint {%1: %2}"_s.arg(key, taint["value"_L1].toString());
        }
        const QJsonObject wantedLabels = valueAt(m_pod.json, u"spec.nodeSelector").toObject();
        for (auto label = wantedLabels.begin(); label != wantedLabels.end(); ++label) {
            if (node.meta.labels.value(label.key()) != label->toString())
                return u"node(s) didn't match Pod's node affinity/selector"_s;
        }
        if (hasRepellingPod(node))
            return u"node(s) didn't match pod anti-affinity rules"_s;
        return shortage(node);
    }

private:
    [[nodiscard]] bool hasRepellingPod(const RawObject &node) const
    {
        const QJsonArray terms =
            valueAt(m_pod.json, u"spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution")
                .toArray();
        for (const QJsonValue &term : terms) {
            const QString topology = term["topologyKey"_L1].toString();
            const QString domain = node.meta.labels.value(topology);
            const QJsonObject selector = term["labelSelector"_L1].toObject();
            for (auto pods = m_podsOf.begin(); pods != m_podsOf.end(); ++pods) {
                const RawObjectPtr other = m_nodes.value(pods.key());
                if (domain.isEmpty() || !other || other->meta.labels.value(topology) != domain)
                    continue;
                if (std::ranges::any_of(*pods, [&](const RawObjectPtr &pod) {
                        return pod->meta.nameSpace == m_pod.meta.nameSpace && selects(selector, pod->meta.labels);
                    }))
                    return true;
            }
        }
        return false;
    }

    [[nodiscard]] QString shortage(const RawObject &node) const
    {
        const QJsonObject capacity = valueAt(node.json, u"status.allocatable").toObject();
        Requests used = m_requests;
        const QList<RawObjectPtr> pods = m_podsOf.value(node.meta.name);
        for (const RawObjectPtr &pod : pods) {
            const Requests requests = requestsOf(*pod);
            used.cpu += requests.cpu;
            used.memory += requests.memory;
        }
        if (double(pods.size() + 1) > quantityValue(capacity["pods"_L1]))
            return u"Too many pods"_s;
        if (m_requests.cpu > 0 && used.cpu > quantityValue(capacity["cpu"_L1]))
            return u"Insufficient cpu"_s;
        if (m_requests.memory > 0 && used.memory > quantityValue(capacity["memory"_L1]))
            return u"Insufficient memory"_s;
        return {};
    }

    const RawObject &m_pod;
    const Requests m_requests;
    QHash<QString, RawObjectPtr> m_nodes;
    QHash<QString, QList<RawObjectPtr>> m_podsOf;
};

} // namespace

Placement placePod(const RawObject &pod, const QList<RawObjectPtr> &nodes, const QList<RawObjectPtr> &boundPods)
{
    if (nodes.isEmpty())
        return {.node = {}, .reason = u"no nodes available to schedule pods"_s};
    const Filter filter(pod, nodes, boundPods);
    QMap<QString, int> refusals;
    const RawObject *best = nullptr;
    for (const RawObjectPtr &node : nodes) {
        if (const QString refusal = filter.refusal(*node); !refusal.isEmpty()) {
            ++refusals[refusal];
            continue;
        }
        const auto rank = [&](const RawObject &one) { return std::pair(filter.podsOn(one.meta.name), one.meta.name); };
        if (!best || rank(*node) < rank(*best))
            best = node.get();
    }
    if (best)
        return {.node = best->meta.name, .reason = {}};
    QStringList reasons;
    for (auto refusal = refusals.begin(); refusal != refusals.end(); ++refusal)
        reasons.append(QString::number(*refusal) + u' ' + refusal.key());
    reasons.sort();
    return {.node = {}, .reason = u"0/%1 nodes are available: %2."_s.arg(nodes.size()).arg(reasons.join(u", "_s))};
}

} // namespace sim
