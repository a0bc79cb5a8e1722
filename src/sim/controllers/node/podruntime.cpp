// SPDX-License-Identifier: Apache-2.0
#include "node/podruntime.h"

#include "common/podstate.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sim {

PodRuntime::PodRuntime(const RawObject &pod, QString podIp, QString hostIp, const NodeTiming &timing,
                       QSet<QString> *images, const Moment &moment)
    : m_pod{.nameSpace = pod.meta.nameSpace,
            .name = pod.meta.name,
            .uid = pod.meta.uid,
            .restarts = valueAt(pod.json, u"spec.restartPolicy").toString(u"Always"_s) == "Always"_L1,
            .timing = timing,
            .images = images}
    , m_podIp(std::move(podIp))
    , m_hostIp(std::move(hostIp))
    , m_sandboxAt(moment.elapsed + timing.create)
    , m_status(pod.json["status"_L1].toObject())
{
    for (const QJsonValue &container : valueAt(pod.json, u"spec.containers").toArray())
        m_containers.append(ContainerRuntime(container.toObject()));
    if (m_status["phase"_L1].toString() == "Running"_L1)
        takeOver(moment);
    else
        begin(moment);
}

void PodRuntime::begin(const Moment &moment)
{
    m_status["startTime"_L1] = timeText(moment.now);
    setCondition(m_status, u"PodScheduled"_s, u"True"_s, {}, {}, moment.now);
    setCondition(m_status, u"Initialized"_s, u"True"_s, {}, {}, moment.now);
    m_pod.due(m_sandboxAt);
    report(moment.now);
}

void PodRuntime::takeOver(const Moment &moment)
{
    m_hasSandbox = true;
    const QJsonArray statuses = m_status["containerStatuses"_L1].toArray();
    for (ContainerRuntime &container : m_containers) {
        const auto found = std::ranges::find_if(
            statuses, [&](const QJsonValue &status) { return status["name"_L1].toString() == container.name(); });
        if (found != statuses.end())
            container.takeOver(found->toObject(), m_pod, moment);
    }
    m_pod.due(moment.elapsed);
}

void PodRuntime::terminate(Clock::Duration gracePeriod, const Moment &moment)
{
    if (m_terminatedAt)
        return;
    m_terminatedAt = moment.elapsed;
    m_grace = gracePeriod;
    for (const ContainerRuntime &container : std::as_const(m_containers)) {
        if (container.isRunning())
            m_pod.tell(false, u"Killing"_s, u"Stopping container %1"_s.arg(container.name()), container.name());
    }
    m_pod.nextDue = moment.elapsed;
}

void PodRuntime::advance(const ImageRules &rules, const Moment &moment)
{
    if (m_isFinished)
        return;
    m_pod.nextDue.reset();
    if (m_terminatedAt) {
        goOnEnding(rules, moment);
        report(moment.now);
        return;
    }
    if (!m_hasSandbox) {
        if (moment.elapsed < m_sandboxAt) {
            m_pod.due(m_sandboxAt);
            return;
        }
        m_hasSandbox = true;
    }
    bool isFirst = true; // of those that wait for their turn
    for (ContainerRuntime &container : m_containers) {
        container.advance(isFirst, m_pod, rules, moment);
        isFirst = isFirst && container.wasTried();
    }
    report(moment.now);
}

void PodRuntime::goOnEnding(const ImageRules &rules, const Moment &moment)
{
    Clock::Duration longest{0};
    for (const ContainerRuntime &container : std::as_const(m_containers)) {
        if (container.isRunning())
            longest = std::max(longest,
                               rules.seconds(ImageRules::Action::Stop, container.image()).value_or(m_pod.timing.stop));
    }
    const Clock::Duration end = *m_terminatedAt + std::min(longest, m_grace);
    const bool isOver = end <= moment.elapsed;
    for (ContainerRuntime &container : m_containers) {
        if (!container.isRunning())
            continue;
        if (isOver)
            container.exit(0, moment);
        else
            container.probe(m_pod, rules, moment);
    }
    m_pod.nextDue.reset(); // nobody hears of failing probes any more
    m_isFinished = isOver;
    if (!isOver)
        m_pod.due(end);
}

QString PodRuntime::phase() const
{
    const auto hasNeverRun = [](const ContainerRuntime &container) { return !container.hasEverRun(); };
    const auto hasExited = [](const ContainerRuntime &container) { return container.hasExited(); };
    if (m_containers.isEmpty() || std::ranges::any_of(m_containers, hasNeverRun))
        return u"Pending"_s;
    if (!m_pod.restarts && std::ranges::all_of(m_containers, hasExited)) {
        return std::ranges::all_of(m_containers, [](const ContainerRuntime &one) { return one.exitCode() == 0; })
            ? u"Succeeded"_s
            : u"Failed"_s;
    }
    return u"Running"_s;
}

void PodRuntime::report(const QDateTime &now)
{
    m_status["phase"_L1] = phase();
    m_status["hostIP"_L1] = m_hostIp;
    if (m_hasSandbox) {
        m_status["podIP"_L1] = m_podIp;
        m_status["podIPs"_L1] = QJsonArray{QJsonObject{{"ip"_L1, m_podIp}}};
    }
    QJsonArray statuses;
    QStringList unready;
    for (const ContainerRuntime &container : std::as_const(m_containers)) {
        statuses.append(container.status());
        if (!container.isReady())
            unready.append(container.name());
    }
    m_status["containerStatuses"_L1] = statuses;
    const QString isReady = unready.isEmpty() ? u"True"_s : u"False"_s;
    const QString reason = unready.isEmpty() ? QString() : u"ContainersNotReady"_s;
    const QString message =
        unready.isEmpty() ? QString() : u"containers with unready status: [%1]"_s.arg(unready.join(u' '));
    setCondition(m_status, u"Ready"_s, isReady, reason, message, now);
    setCondition(m_status, u"ContainersReady"_s, isReady, reason, message, now);
}

} // namespace sim
