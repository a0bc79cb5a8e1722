// SPDX-License-Identifier: Apache-2.0
#include "node/scheduler.h"

#include "common/podstate.h"
#include "common/resources.h"
#include "node/placement.h"

using namespace Qt::StringLiterals;

namespace sim {

namespace {

const QString manager = u"kube-scheduler"_s;

bool isBound(const RawObject &pod)
{
    return !valueAt(pod.json, u"spec.nodeName").toString().isEmpty();
}

} // namespace

Scheduler::Scheduler(Informers &informers, Clock &clock, Clock::Duration delay, QObject *parent)
    : Reconciler(informers, clock, parent)
    , m_delay(delay)
    , m_recorder(informers, clock, u"default-scheduler"_s)
{
}

void Scheduler::followKinds()
{
    m_nodes = &follow(resources::nodes, [this](const auto &) { return pendingPods(); });
    m_pods = &follow(resources::pods, [this](const RawObject &pod) {
        // A pod that went or ended may make room.
        return isBound(pod) && isPodActive(pod) ? Keys() : pendingPods() + Keys{pod.meta.key()};
    });
}

Reconciler::Keys Scheduler::pendingPods() const
{
    Keys keys;
    if (!m_pods)
        return keys;
    for (const kube::ObjectPtr &pod : m_pods->objects()) {
        if (!isBound(static_cast<const RawObject &>(*pod)))
            keys.append(pod->meta.key());
    }
    return keys;
}

Reconciler::Outcome Scheduler::reconcile(const kube::ObjectKey &key)
{
    const auto pod = m_pods->findAs<RawObject>(key);
    if (!pod) {
        if (pendingPods().isEmpty()) { // forget those that went before they were bound
            m_seen.clear();
            m_assumed.clear();
        }
        return {};
    }
    const QString uid = pod->meta.uid;
    if (isBound(*pod) || phaseOf(pod->json) == "Failed"_L1) {
        m_seen.remove(uid);
        m_assumed.remove(uid);
        return {};
    }
    if (pod->meta.isTerminating()) {
        m_seen.remove(uid);
        return {
            .writes = {{.request = kube::requests::remove(resources::pods, key, {.uid = uid, .gracePeriodSeconds = 0}),
                        .type = resources::pods,
                        .key = key,
                        .uid = uid}}};
    }
    if (!m_seen.contains(uid))
        m_seen.insert(uid, clock().elapsed());
    if (const auto left = m_seen.value(uid) + m_delay - clock().elapsed(); left.count() > 0)
        return {.again = left};

    QList<RawObjectPtr> nodes;
    for (const kube::ObjectPtr &node : m_nodes->objects())
        nodes.append(std::static_pointer_cast<const RawObject>(node));
    QList<RawObjectPtr> bound;
    for (const kube::ObjectPtr &object : m_pods->objects()) {
        const auto other = std::static_pointer_cast<const RawObject>(object);
        const QString phase = phaseOf(other->json);
        if (phase == "Succeeded"_L1 || phase == "Failed"_L1)
            continue;
        if (isBound(*other)) {
            bound.append(other);
        } else if (const QString node = m_assumed.value(other->meta.uid); !node.isEmpty()) {
            auto assumed = std::make_shared<RawObject>(*other);
            setValueAt(assumed->json, u"spec.nodeName", node);
            bound.append(assumed);
        }
    }
    const Placement placement = placePod(*pod, nodes, bound);
    if (placement.node.isEmpty())
        return {.writes = refusal(*pod, placement.reason)};
    m_assumed.insert(uid, placement.node);
    return {.writes = {binding(*pod, placement.node)}};
}

Write Scheduler::binding(const RawObject &pod, const QString &node)
{
    const QJsonObject body{
        {"apiVersion"_L1, "v1"_L1},
        {"kind"_L1, "Binding"_L1},
        {"metadata"_L1,
         QJsonObject{{"name"_L1, pod.meta.name}, {"namespace"_L1, pod.meta.nameSpace}, {"uid"_L1, pod.meta.uid}}},
        {"target"_L1, QJsonObject{{"apiVersion"_L1, "v1"_L1}, {"kind"_L1, "Node"_L1}, {"name"_L1, node}}}};
    kube::ApiRequest request = kube::requests::create(resources::pods, pod.meta.nameSpace, body, writeOptions(manager));
    request.path = resources::pods.path(pod.meta.nameSpace, pod.meta.name, u"binding"_s);
    return {.request = request,
            .type = resources::pods,
            .key = pod.meta.key(),
            .uid = pod.meta.uid,
            .answered = [this, meta = pod.meta, node](const kube::Result<QJsonObject> &answer) {
                if (!answer) {
                    m_assumed.remove(meta.uid);
                    return;
                }
                m_recorder.record(
                    {.type = resources::pods,
                     .object = meta,
                     .reason = u"Scheduled"_s,
                     .message = u"Successfully assigned %1/%2 to %3"_s.arg(meta.nameSpace, meta.name, node)});
            }};
}

QList<Write> Scheduler::refusal(const RawObject &pod, const QString &reason)
{
    QJsonObject status = pod.json["status"_L1].toObject();
    setCondition(status, u"PodScheduled"_s, u"False"_s, u"Unschedulable"_s, reason, clock().now());
    if (status == pod.json["status"_L1].toObject())
        return {};
    m_recorder.record({.type = resources::pods,
                       .object = pod.meta,
                       .isWarning = true,
                       .reason = u"FailedScheduling"_s,
                       .message = reason});
    const QJsonObject patch{{"metadata"_L1, QJsonObject{{"uid"_L1, pod.meta.uid}}},
                            {"status"_L1, QJsonObject{{"conditions"_L1, status["conditions"_L1]}}}};
    return {{.request = kube::requests::patch(resources::pods, pod.meta.key(), kube::PatchType::Strategic, patch,
                                              writeOptions(manager), u"status"_s),
             .type = resources::pods,
             .key = pod.meta.key(),
             .uid = pod.meta.uid}};
}

} // namespace sim
