// SPDX-License-Identifier: Apache-2.0
#include "node/podruntime.h"

#include "common/podstate.h"

#include <QCryptographicHash>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sim {

namespace {

using Action = ImageRules::Action;

constexpr Clock::Duration resync = 1s; ///< the kubelet looks at a pod again
constexpr Clock::Duration firstBackOff = 10s;
constexpr Clock::Duration lastBackOff = 300s;
constexpr auto imageSize = 512'000'000;

/// The reference as a registry takes it: no blanks, nothing empty, a lower-case repository.
bool isImageReference(const QString &image)
{
    static const QRegularExpression reference(
        u"^[a-zA-Z0-9.-]*(:[0-9]+)?/?[a-z0-9]+([._/-]+[a-z0-9]+)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[a-f0-9]{64})?$"_s);
    return reference.match(image).hasMatch();
}

QString secondsText(Clock::Duration time)
{
    return time < 1s ? u"%1ms"_s.arg(time.count()) : u"%1s"_s.arg(double(time.count()) / 1000.0);
}

} // namespace

PodRuntime::PodRuntime(const RawObject &pod, QString podIp, QString hostIp, const NodeTiming &timing,
                       QSet<QString> *images, const Moment &moment)
    : m_nameSpace(pod.meta.nameSpace)
    , m_name(pod.meta.name)
    , m_uid(pod.meta.uid)
    , m_podIp(std::move(podIp))
    , m_hostIp(std::move(hostIp))
    , m_timing(timing)
    , m_images(images)
    , m_restarts(valueAt(pod.json, u"spec.restartPolicy").toString(u"Always"_s) == "Always"_L1)
    , m_sandboxAt(moment.elapsed + timing.create)
    , m_status(pod.json["status"_L1].toObject())
{
    for (const QJsonValue &value : valueAt(pod.json, u"spec.containers").toArray()) {
        const QJsonObject spec = value.toObject();
        const QJsonObject probe = spec["readinessProbe"_L1].toObject();
        Container container{.name = spec["name"_L1].toString(), .image = spec["image"_L1].toString()};
        container.alwaysPulls = spec["imagePullPolicy"_L1].toString() == "Always"_L1;
        container.readiness = {.isThere = !probe.isEmpty(),
                               .isExec = probe.contains("exec"_L1),
                               .period = std::chrono::seconds(std::max(probe["periodSeconds"_L1].toInt(10), 1)),
                               .initialDelay = std::chrono::seconds(probe["initialDelaySeconds"_L1].toInt())};
        m_containers.append(container);
    }
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
    due(m_sandboxAt);
    report(moment.now);
}

void PodRuntime::takeOver(const Moment &moment)
{
    m_hasSandbox = true;
    const QJsonArray statuses = m_status["containerStatuses"_L1].toArray();
    for (Container &container : m_containers) {
        const auto found = std::ranges::find_if(
            statuses, [&](const QJsonValue &status) { return status["name"_L1].toString() == container.name; });
        if (found == statuses.end() || !(*found)["state"_L1].toObject().contains("running"_L1))
            continue; // is started again
        const QJsonObject status = found->toObject();
        container.step = Step::Running;
        container.id = status["containerID"_L1].toString();
        container.startedAt =
            QDateTime::fromString(status["state"_L1]["running"_L1]["startedAt"_L1].toString(), Qt::ISODate);
        container.since = moment.elapsed - std::chrono::milliseconds(container.startedAt.msecsTo(moment.now));
        container.lastState = status["lastState"_L1].toObject();
        container.restarts = status["restartCount"_L1].toInt();
        container.isReady = status["ready"_L1].toBool();
        container.wasTried = true;
        m_images->insert(container.image);
    }
    due(moment.elapsed);
}

void PodRuntime::due(Clock::Duration when)
{
    m_nextDue = m_nextDue ? std::min(*m_nextDue, when) : when;
}

void PodRuntime::tell(bool isWarning, const QString &reason, const QString &message, const QString &container)
{
    m_events.append({isWarning, reason, message, container});
}

void PodRuntime::terminate(Clock::Duration gracePeriod, const Moment &moment)
{
    if (m_terminatedAt)
        return;
    m_terminatedAt = moment.elapsed;
    m_grace = gracePeriod;
    for (const Container &container : std::as_const(m_containers)) {
        if (container.step == Step::Running)
            tell(false, u"Killing"_s, u"Stopping container %1"_s.arg(container.name), container.name);
    }
    m_nextDue = moment.elapsed;
}

void PodRuntime::advance(const ImageRules &rules, const Moment &moment)
{
    if (m_isFinished)
        return;
    m_nextDue.reset();
    if (m_terminatedAt) {
        Clock::Duration longest{0};
        for (const Container &container : std::as_const(m_containers)) {
            if (container.step == Step::Running)
                longest = std::max(longest, rules.seconds(Action::Stop, container.image).value_or(m_timing.stop));
        }
        if (moment.elapsed < *m_terminatedAt + std::min(longest, m_grace)) {
            for (Container &container : m_containers) {
                if (container.step == Step::Running)
                    probe(container, rules, moment);
            }
            m_nextDue.reset(); // nobody hears of failing probes any more
            due(*m_terminatedAt + std::min(longest, m_grace));
        } else {
            stopAll(moment);
        }
        report(moment.now);
        return;
    }
    if (!m_hasSandbox) {
        if (moment.elapsed < m_sandboxAt) {
            due(m_sandboxAt);
            return;
        }
        m_hasSandbox = true;
    }
    bool isFirst = true; // of those that wait for their turn
    for (Container &container : m_containers) {
        while (step(container, isFirst, rules, moment)) { }
        isFirst = isFirst && container.wasTried;
    }
    report(moment.now);
}

/// One transition that is due; false if none is.
bool PodRuntime::step(Container &container, bool mayStart, const ImageRules &rules, const Moment &moment)
{
    const auto isDue = [&](Clock::Duration after) {
        const bool itIs = container.since + after <= moment.elapsed;
        if (!itIs)
            due(container.since + after);
        return itIs;
    };
    switch (container.step) {
    case Step::Waiting:
        if (!mayStart)
            return false;
        beginPull(container, moment);
        return true;
    case Step::Pulling: {
        const auto byRule = rules.seconds(Action::Pull, container.image);
        const auto time = byRule.value_or(m_images->contains(container.image) ? 0ms : m_timing.pull);
        return isDue(time) && finishPull(container, rules, moment);
    }
    case Step::PullFailed:
        if (!isDue(resync))
            return false;
        tell(false, u"BackOff"_s, u"Back-off pulling image \"%1\""_s.arg(container.image), container.name);
        tell(true, u"Failed"_s, u"Error: ImagePullBackOff"_s, container.name);
        container.waitingReason = u"ImagePullBackOff"_s;
        container.waitingMessage = u"Back-off pulling image \"%1\""_s.arg(container.image);
        container.step = Step::PullBackOff;
        return true;
    case Step::PullBackOff:
        if (!isDue(container.pullBackOff))
            return false;
        beginPull(container, moment);
        return true;
    case Step::Invalid:
        return false;
    case Step::Starting:
        if (!isDue(m_timing.start))
            return false;
        container.since += m_timing.start;
        container.step = Step::Running;
        container.wasTried = true;
        container.startedAt = moment.now;
        container.nextProbe = container.since + container.readiness.initialDelay + resync;
        tell(false, u"Started"_s, u"Started container %1"_s.arg(container.name), container.name);
        return true;
    case Step::Running:
        return stepRunning(container, rules, moment);
    case Step::Exited:
    case Step::CrashBackOff:
        return stepExited(container, moment);
    }
    Q_UNREACHABLE_RETURN(false);
}

void PodRuntime::beginPull(Container &container, const Moment &moment)
{
    container.since = moment.elapsed;
    if (!isImageReference(container.image)) {
        const QString message =
            u"Failed to apply default image tag \"%1\": couldn't parse image name \"%1\": invalid reference format"_s
                .arg(container.image);
        tell(true, u"InspectFailed"_s, message, container.name);
        tell(true, u"Failed"_s, u"Error: InvalidImageName"_s, container.name);
        container.waitingReason = u"InvalidImageName"_s;
        container.waitingMessage = message;
        container.step = Step::Invalid;
        container.wasTried = true;
        return;
    }
    if (!container.alwaysPulls && m_images->contains(container.image)) {
        tell(false, u"Pulled"_s, u"Container image \"%1\" already present on machine"_s.arg(container.image),
             container.name);
        beginStart(container, moment.elapsed);
        return;
    }
    tell(false, u"Pulling"_s, u"Pulling image \"%1\""_s.arg(container.image), container.name);
    container.step = Step::Pulling;
}

bool PodRuntime::finishPull(Container &container, const ImageRules &rules, const Moment &moment)
{
    const QString &image = container.image;
    if (!rules.has(Action::Missing, image)) {
        const QString took = secondsText(moment.elapsed - container.since);
        m_images->insert(image);
        tell(false, u"Pulled"_s,
             u"Successfully pulled image \"%1\" in %2 (%2 including waiting). Image size: %3 bytes."_s.arg(image, took)
                 .arg(imageSize),
             container.name);
        container.pullBackOff = 0ms;
        beginStart(container, moment.elapsed);
        return true;
    }
    const QString reason = u"rpc error: code = NotFound desc = failed to pull and unpack image \"%1\": failed to "
                           "resolve reference \"%1\": %1: not found"_s.arg(image);
    tell(true, u"Failed"_s, u"Failed to pull image \"%1\": %2"_s.arg(image, reason), container.name);
    tell(true, u"Failed"_s, u"Error: ErrImagePull"_s, container.name);
    container.waitingReason = u"ErrImagePull"_s;
    container.waitingMessage = reason;
    container.step = Step::PullFailed;
    container.since = moment.elapsed;
    container.wasTried = true;
    container.pullBackOff =
        container.pullBackOff == 0ms ? firstBackOff : std::min(container.pullBackOff * 2, lastBackOff);
    return true;
}

void PodRuntime::beginStart(Container &container, Clock::Duration since)
{
    container.since = since;
    container.step = Step::Starting;
    const QByteArray seed = (m_uid + container.name + QString::number(container.restarts)).toUtf8();
    container.id =
        u"containerd://"_s + QString::fromLatin1(QCryptographicHash::hash(seed, QCryptographicHash::Sha256).toHex());
    tell(false, u"Created"_s, u"Created container: %1"_s.arg(container.name), container.name);
}

bool PodRuntime::stepRunning(Container &container, const ImageRules &rules, const Moment &moment)
{
    if (const auto crash = rules.seconds(Action::Crash, container.image)) {
        if (container.since + *crash <= moment.elapsed) {
            exit(container, 1, moment);
            ++container.crashes;
            container.since += *crash;
            return true;
        }
        due(container.since + *crash);
    }
    probe(container, rules, moment);
    return false;
}

void PodRuntime::probe(Container &container, const ImageRules &rules, const Moment &moment)
{
    const Probe &readiness = container.readiness;
    if (!readiness.isThere) {
        container.isReady = true;
        return;
    }
    const bool isNever = readiness.isExec && rules.has(Action::Unready, container.image);
    const auto boot = readiness.isExec ? rules.seconds(Action::Boot, container.image) : std::nullopt;
    const auto readyAt = container.since + std::max(boot.value_or(m_timing.ready), readiness.initialDelay);
    container.isReady = !isNever && readyAt <= moment.elapsed;
    if (container.isReady)
        return;
    if (!isNever)
        due(readyAt);
    if (!isNever && !boot)
        return; // just slow: its first probe has not come yet
    if (container.nextProbe <= moment.elapsed) {
        tell(true, u"Unhealthy"_s,
             u"Readiness probe failed: node id file does not exist - pod is not yet bootstrapped"_s, container.name);
        container.nextProbe = moment.elapsed + readiness.period;
    }
    due(container.nextProbe);
}

void PodRuntime::exit(Container &container, int code, const Moment &moment)
{
    container.step = Step::Exited;
    container.exitCode = code;
    container.finishedAt = moment.now;
    container.isReady = false;
}

bool PodRuntime::stepExited(Container &container, const Moment &moment)
{
    if (!m_restarts)
        return false; // it stays so, and the pod ends with its last container
    const bool isBackedOff = container.step == Step::CrashBackOff;
    // The first time it is started again at once.
    const auto backOff = std::min(firstBackOff * (1 << std::clamp(container.crashes - 2, 0, 6)), lastBackOff);
    const auto wait = isBackedOff ? backOff : resync;
    if (container.since + wait > moment.elapsed) {
        due(container.since + wait);
        return false;
    }
    container.since += wait;
    if (!isBackedOff && container.crashes > 1) {
        const QString pod = m_name + u'_' + m_nameSpace + u'(' + m_uid + u')';
        tell(true, u"BackOff"_s, u"Back-off restarting failed container %1 in pod %2"_s.arg(container.name, pod),
             container.name);
        container.lastState = {{"terminated"_L1, terminatedState(container)}};
        container.waitingReason = u"CrashLoopBackOff"_s;
        container.waitingMessage = u"back-off %1 restarting failed container=%2 pod=%3"_s.arg(
            backOff < 60s ? u"%1s"_s.arg(backOff / 1s) : u"%1m%2s"_s.arg(backOff / 1min).arg((backOff % 1min) / 1s),
            container.name, pod);
        container.step = Step::CrashBackOff;
        return true;
    }
    container.lastState = {{"terminated"_L1, terminatedState(container)}};
    ++container.restarts;
    beginPull(container, moment);
    return true;
}

void PodRuntime::stopAll(const Moment &moment)
{
    for (Container &container : m_containers) {
        if (container.step == Step::Running)
            exit(container, 0, moment);
    }
    m_isFinished = true;
    m_nextDue.reset();
}

QJsonObject PodRuntime::terminatedState(const Container &container) const
{
    return {{"exitCode"_L1, container.exitCode},
            {"reason"_L1, container.exitCode == 0 ? "Completed"_L1 : "Error"_L1},
            {"startedAt"_L1, timeText(container.startedAt)},
            {"finishedAt"_L1, timeText(container.finishedAt)},
            {"containerID"_L1, container.id}};
}

QJsonObject PodRuntime::containerStatus(const Container &container) const
{
    QJsonObject state;
    switch (container.step) {
    case Step::Running:
        state["running"_L1] = QJsonObject{{"startedAt"_L1, timeText(container.startedAt)}};
        break;
    case Step::Exited:
        state["terminated"_L1] = terminatedState(container);
        break;
    case Step::Starting:
        if (container.restarts > 0) { // the old state is what a kubelet shows until the new container runs
            state = container.lastState;
            break;
        }
        [[fallthrough]];
    default: {
        QJsonObject waiting{{"reason"_L1, container.waitingReason}};
        if (!container.waitingMessage.isEmpty())
            waiting["message"_L1] = container.waitingMessage;
        state["waiting"_L1] = waiting;
    }
    }
    const bool isRunning = container.step == Step::Running;
    QJsonObject status{
        {"name"_L1, container.name},
        {"image"_L1, container.image},
        {"imageID"_L1, isRunning ? QString(container.image + u"@sha256:"_s + container.id.last(64)) : QString()},
        {"ready"_L1, container.isReady},
        {"started"_L1, isRunning},
        {"restartCount"_L1, container.restarts},
        {"state"_L1, state},
        {"lastState"_L1, container.lastState}};
    if (!container.id.isEmpty())
        status["containerID"_L1] = container.id;
    return status;
}

QString PodRuntime::phase() const
{
    const auto hasNeverRun = [](const Container &container) { return !container.startedAt.isValid(); };
    const auto hasExited = [](const Container &container) { return container.step == Step::Exited; };
    if (m_containers.isEmpty() || std::ranges::any_of(m_containers, hasNeverRun))
        return u"Pending"_s;
    if (!m_restarts && std::ranges::all_of(m_containers, hasExited)) {
        return std::ranges::all_of(m_containers, [](const Container &one) { return one.exitCode == 0; })
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
    for (const Container &container : std::as_const(m_containers)) {
        statuses.append(containerStatus(container));
        if (!container.isReady)
            unready.append(container.name);
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
