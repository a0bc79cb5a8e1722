// SPDX-License-Identifier: Apache-2.0
#include "node/kubelet.h"

#include "common/podstate.h"
#include "common/resources.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

const QString manager = u"kubelet"_s;

/// True if the server has this status already. Conditions are a map by type.
bool hasStatus(const QJsonObject &live, const QJsonObject &wanted)
{
    for (auto field = wanted.begin(); field != wanted.end(); ++field) {
        const QJsonValue there = live.value(field.key());
        if (field.key() != "conditions"_L1) {
            if (there != *field)
                return false;
            continue;
        }
        const QJsonArray conditions = there.toArray();
        for (const QJsonValue &condition : field->toArray()) {
            if (std::ranges::none_of(conditions, [&](const auto &one) { return covers(one, condition); }))
                return false;
        }
    }
    return true;
}

Write statusPatch(const kube::ResourceType &type, const kube::ObjectMeta &meta, QJsonObject status)
{
    // A patch keeps what it does not name.
    QJsonArray conditions = status["conditions"_L1].toArray();
    for (QJsonValueRef value : conditions) {
        QJsonObject condition = value.toObject();
        for (const auto field : {"reason"_L1, "message"_L1}) {
            if (!condition.contains(field))
                condition.insert(field, QJsonValue::Null);
        }
        value = condition;
    }
    status["conditions"_L1] = conditions;
    const QJsonObject patch{{"metadata"_L1, QJsonObject{{"uid"_L1, meta.uid}}}, {"status"_L1, status}};
    return {.request = kube::requests::patch(type, meta.key(), kube::PatchType::Strategic, patch, writeOptions(manager),
                                             u"status"_s),
            .type = type,
            .key = meta.key(),
            .uid = meta.uid};
}

} // namespace

Kubelet::Kubelet(Informers &informers, Clock &clock, NodeOptions options, const NodeTiming &timing, QObject *parent)
    : Reconciler(informers, clock, parent)
    , m_options(std::move(options))
    , m_timing(timing)
    , m_recorder(informers, clock, manager, m_options.name)
{
}

Kubelet::~Kubelet() = default;

void Kubelet::setRules(const ImageRules &rules)
{
    m_rules = rules;
    for (auto pod = m_pods.keyBegin(); pod != m_pods.keyEnd(); ++pod)
        enqueue(*pod);
}

void Kubelet::setRunning(bool running)
{
    m_isRunning = running;
    if (!running)
        return;
    enqueue({{}, m_options.name});
    if (!m_podStore)
        return;
    for (const kube::ObjectPtr &pod : m_podStore->objects())
        enqueue(pod->meta.key());
}

void Kubelet::followKinds()
{
    m_podStore = &follow(resources::pods, [this](const RawObject &pod) -> Keys {
        if (valueAt(pod.json, u"spec.nodeName").toString() != m_options.name)
            return {};
        return {pod.meta.key()};
    });
    m_nodeStore = &follow(resources::nodes, [this](const RawObject &node) -> Keys {
        return node.meta.name == m_options.name ? Keys{{{}, node.meta.name}} : Keys();
    });
    enqueue({{}, m_options.name});
}

Reconciler::Outcome Kubelet::reconcile(const kube::ObjectKey &key)
{
    if (!m_isRunning)
        return {};
    if (key.nameSpace.isEmpty())
        return reconcileNode();
    const auto pod = m_podStore->findAs<RawObject>(key);
    std::shared_ptr<Running> running = m_pods.value(key);
    if (running && (!pod || pod->meta.uid != running->uid)) {
        m_pods.remove(key);
        running.reset();
    }
    if (!pod || valueAt(pod->json, u"spec.nodeName").toString() != m_options.name)
        return {};
    const QString phase = phaseOf(pod->json);
    if (!running) {
        if (phase == "Succeeded"_L1 || phase == "Failed"_L1) // ended under an earlier kubelet
            return {};
        running = std::make_shared<Running>(pod->meta.uid,
                                            PodRuntime(*pod, nextPodIp(), hostIp(), m_timing, &m_images, moment()));
        m_pods.insert(key, running);
    }
    PodRuntime &runtime = running->runtime;
    if (pod->meta.isTerminating()) {
        const int grace = valueAt(pod->json, u"metadata.deletionGracePeriodSeconds").toInt(30);
        runtime.terminate(std::chrono::seconds(grace), moment());
    }
    runtime.advance(m_rules, moment());
    for (const PodEvent &event : runtime.takeEvents()) {
        m_recorder.record(
            {.type = resources::pods,
             .object = pod->meta,
             .isWarning = event.isWarning,
             .reason = event.reason,
             .message = event.message,
             .fieldPath = event.container.isEmpty() ? QString() : u"spec.containers{%1}"_s.arg(event.container)});
    }
    Outcome outcome;
    if (!hasStatus(pod->json["status"_L1].toObject(), runtime.status()))
        outcome.writes.append(statusPatch(resources::pods, pod->meta, runtime.status()));
    if (runtime.isFinished()) {
        outcome.writes.append(
            {.request = kube::requests::remove(resources::pods, key, {.uid = pod->meta.uid, .gracePeriodSeconds = 0}),
             .type = resources::pods,
             .key = key,
             .uid = pod->meta.uid});
    } else if (const auto due = runtime.nextDue()) {
        outcome.again = *due - clock().elapsed();
    }
    return outcome;
}

Reconciler::Outcome Kubelet::reconcileNode()
{
    const kube::ObjectKey key{{}, m_options.name};
    const auto node = m_nodeStore->findAs<RawObject>(key);
    if (!node) {
        return {
            .writes = {{.request = kube::requests::create(resources::nodes, {}, nodeObject(), writeOptions(manager)),
                        .type = resources::nodes,
                        .key = key}}};
    }
    const QJsonObject before = node->json["status"_L1].toObject();
    const QJsonObject status = nodeStatus(before);
    if (hasStatus(before, status))
        return {};
    return {.writes = {statusPatch(resources::nodes, node->meta, status)}};
}

QJsonObject Kubelet::nodeObject() const
{
    QJsonObject labels{{"kubernetes.io/hostname"_L1, m_options.name},
                       {"kubernetes.io/os"_L1, "linux"_L1},
                       {"kubernetes.io/arch"_L1, "amd64"_L1}};
    if (!m_options.zone.isEmpty())
        labels["topology.kubernetes.io/zone"_L1] = m_options.zone;
    const QString range = u"10.%1.0.0/16"_s.arg(m_options.number);
    return {{"apiVersion"_L1, "v1"_L1},
            {"kind"_L1, "Node"_L1},
            {"metadata"_L1, QJsonObject{{"name"_L1, m_options.name}, {"labels"_L1, labels}}},
            {"spec"_L1, QJsonObject{{"podCIDR"_L1, range}, {"podCIDRs"_L1, QJsonArray{range}}}}};
}

QJsonObject Kubelet::nodeStatus(const QJsonObject &before) const
{
    const QDateTime now = clock().now();
    const QJsonObject capacity{
        {"cpu"_L1, m_options.cpu}, {"memory"_L1, m_options.memory}, {"pods"_L1, QString::number(m_options.pods)}};
    QJsonObject status{
        {"conditions"_L1, before["conditions"_L1].toArray()},
        {"addresses"_L1,
         QJsonArray{QJsonObject{{"type"_L1, "InternalIP"_L1}, {"address"_L1, hostIp()}},
                    QJsonObject{{"type"_L1, "Hostname"_L1}, {"address"_L1, m_options.name}}}},
        {"capacity"_L1, capacity},
        {"allocatable"_L1, capacity},
    };
    setCondition(status, u"MemoryPressure"_s, u"False"_s, u"KubeletHasSufficientMemory"_s,
                 u"kubelet has sufficient memory available"_s, now);
    setCondition(status, u"DiskPressure"_s, u"False"_s, u"KubeletHasNoDiskPressure"_s,
                 u"kubelet has no disk pressure"_s, now);
    setCondition(status, u"PIDPressure"_s, u"False"_s, u"KubeletHasSufficientPID"_s,
                 u"kubelet has sufficient PID available"_s, now);
    setCondition(status, u"Ready"_s, u"True"_s, u"KubeletReady"_s, u"kubelet is posting ready status"_s, now);
    const auto text = [](const char *latin1) { return QJsonValue(QLatin1StringView(latin1)); };
    status["nodeInfo"_L1] = QJsonObject{{"kubeletVersion"_L1, m_options.version},
                                        {"kubeProxyVersion"_L1, m_options.version},
                                        {"operatingSystem"_L1, text("linux")},
                                        {"architecture"_L1, text("amd64")},
                                        {"osImage"_L1, text("Debian GNU/Linux 13 (trixie)")},
                                        {"kernelVersion"_L1, text("6.12.0")},
                                        {"containerRuntimeVersion"_L1, text("containerd://2.0.0")},
                                        {"machineID"_L1, m_options.name},
                                        {"systemUUID"_L1, m_options.name},
                                        {"bootID"_L1, m_options.name}};
    return status;
}

QString Kubelet::hostIp() const
{
    return u"172.18.0.%1"_s.arg(m_options.number + 1);
}

QString Kubelet::nextPodIp()
{
    ++m_addresses;
    return u"10.%1.%2.%3"_s.arg(m_options.number).arg(m_addresses / 250 % 256).arg(m_addresses % 250 + 2);
}

} // namespace sim
