// SPDX-License-Identifier: Apache-2.0
#include "node/containerruntime.h"

#include "common/rawobject.h"

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

void PodScope::tell(bool isWarning, const QString &reason, const QString &message, const QString &container)
{
    events.append({isWarning, reason, message, container});
}

void PodScope::due(Clock::Duration when)
{
    nextDue = nextDue ? std::min(*nextDue, when) : when;
}

ContainerRuntime::ContainerRuntime(const QJsonObject &spec)
    : m_name(spec["name"_L1].toString())
    , m_image(spec["image"_L1].toString())
    , m_alwaysPulls(spec["imagePullPolicy"_L1].toString() == "Always"_L1)
{
    const QJsonObject probe = spec["readinessProbe"_L1].toObject();
    m_readiness = {.isThere = !probe.isEmpty(),
                   .isExec = probe.contains("exec"_L1),
                   .period = std::chrono::seconds(std::max(probe["periodSeconds"_L1].toInt(10), 1)),
                   .initialDelay = std::chrono::seconds(probe["initialDelaySeconds"_L1].toInt())};
}

void ContainerRuntime::takeOver(const QJsonObject &status, PodScope &pod, const Moment &moment)
{
    if (!status["state"_L1].toObject().contains("running"_L1))
        return;
    m_step = Step::Running;
    m_id = status["containerID"_L1].toString();
    m_startedAt = QDateTime::fromString(status["state"_L1]["running"_L1]["startedAt"_L1].toString(), Qt::ISODate);
    m_since = moment.elapsed - std::chrono::milliseconds(m_startedAt.msecsTo(moment.now));
    m_lastState = status["lastState"_L1].toObject();
    m_restarts = status["restartCount"_L1].toInt();
    m_isReady = status["ready"_L1].toBool();
    m_wasTried = true;
    pod.images->insert(m_image);
}

void ContainerRuntime::advance(bool mayStart, PodScope &pod, const ImageRules &rules, const Moment &moment)
{
    while (step(mayStart, pod, rules, moment)) { }
}

/// One transition that is due; false if none is.
bool ContainerRuntime::step(bool mayStart, PodScope &pod, const ImageRules &rules, const Moment &moment)
{
    const auto isDue = [&](Clock::Duration after) {
        const bool itIs = m_since + after <= moment.elapsed;
        if (!itIs)
            pod.due(m_since + after);
        return itIs;
    };
    switch (m_step) {
    case Step::Waiting:
        if (!mayStart)
            return false;
        beginPull(pod, moment);
        return true;
    case Step::Pulling: {
        const auto byRule = rules.seconds(Action::Pull, m_image);
        const auto time = byRule.value_or(pod.images->contains(m_image) ? 0ms : pod.timing.pull);
        return isDue(time) && finishPull(pod, rules, moment);
    }
    case Step::PullFailed:
        if (!isDue(resync))
            return false;
        pod.tell(false, u"BackOff"_s, u"Back-off pulling image \"%1\""_s.arg(m_image), m_name);
        pod.tell(true, u"Failed"_s, u"Error: ImagePullBackOff"_s, m_name);
        m_waitingReason = u"ImagePullBackOff"_s;
        m_waitingMessage = u"Back-off pulling image \"%1\""_s.arg(m_image);
        m_step = Step::PullBackOff;
        return true;
    case Step::PullBackOff:
        if (!isDue(m_pullBackOff))
            return false;
        beginPull(pod, moment);
        return true;
    case Step::Invalid:
        return false;
    case Step::Starting:
        if (!isDue(pod.timing.start))
            return false;
        m_since += pod.timing.start;
        m_step = Step::Running;
        m_wasTried = true;
        m_startedAt = moment.now;
        m_nextProbe = m_since + m_readiness.initialDelay + resync;
        pod.tell(false, u"Started"_s, u"Started container %1"_s.arg(m_name), m_name);
        return true;
    case Step::Running:
        return stepRunning(pod, rules, moment);
    case Step::Exited:
    case Step::CrashBackOff:
        return stepExited(pod, moment);
    }
    Q_UNREACHABLE_RETURN(false);
}

void ContainerRuntime::beginPull(PodScope &pod, const Moment &moment)
{
    m_since = moment.elapsed;
    if (!isImageReference(m_image)) {
        const QString message =
            u"Failed to apply default image tag \"%1\": couldn't parse image name \"%1\": invalid reference format"_s
                .arg(m_image);
        pod.tell(true, u"InspectFailed"_s, message, m_name);
        pod.tell(true, u"Failed"_s, u"Error: InvalidImageName"_s, m_name);
        m_waitingReason = u"InvalidImageName"_s;
        m_waitingMessage = message;
        m_step = Step::Invalid;
        m_wasTried = true;
        return;
    }
    if (!m_alwaysPulls && pod.images->contains(m_image)) {
        pod.tell(false, u"Pulled"_s, u"Container image \"%1\" already present on machine"_s.arg(m_image), m_name);
        beginStart(pod, moment.elapsed);
        return;
    }
    pod.tell(false, u"Pulling"_s, u"Pulling image \"%1\""_s.arg(m_image), m_name);
    m_step = Step::Pulling;
}

bool ContainerRuntime::finishPull(PodScope &pod, const ImageRules &rules, const Moment &moment)
{
    const QString &image = m_image;
    if (!rules.has(Action::Missing, image)) {
        const QString took = secondsText(moment.elapsed - m_since);
        pod.images->insert(image);
        pod.tell(
            false, u"Pulled"_s,
            u"Successfully pulled image \"%1\" in %2 (%2 including waiting). Image size: %3 bytes."_s.arg(image, took)
                .arg(imageSize),
            m_name);
        m_pullBackOff = 0ms;
        beginStart(pod, moment.elapsed);
        return true;
    }
    const QString reason = u"rpc error: code = NotFound desc = failed to pull and unpack image \"%1\": failed to "
                           "resolve reference \"%1\": %1: not found"_s.arg(image);
    pod.tell(true, u"Failed"_s, u"Failed to pull image \"%1\": %2"_s.arg(image, reason), m_name);
    pod.tell(true, u"Failed"_s, u"Error: ErrImagePull"_s, m_name);
    m_waitingReason = u"ErrImagePull"_s;
    m_waitingMessage = reason;
    m_step = Step::PullFailed;
    m_since = moment.elapsed;
    m_wasTried = true;
    m_pullBackOff = m_pullBackOff == 0ms ? firstBackOff : std::min(m_pullBackOff * 2, lastBackOff);
    return true;
}

void ContainerRuntime::beginStart(PodScope &pod, Clock::Duration since)
{
    m_since = since;
    m_step = Step::Starting;
    const QByteArray seed = (pod.uid + m_name + QString::number(m_restarts)).toUtf8();
    m_id = u"containerd://"_s + QString::fromLatin1(QCryptographicHash::hash(seed, QCryptographicHash::Sha256).toHex());
    pod.tell(false, u"Created"_s, u"Created container: %1"_s.arg(m_name), m_name);
}

bool ContainerRuntime::stepRunning(PodScope &pod, const ImageRules &rules, const Moment &moment)
{
    if (const auto crash = rules.seconds(Action::Crash, m_image)) {
        if (m_since + *crash <= moment.elapsed) {
            exit(1, moment);
            ++m_crashes;
            m_since += *crash;
            return true;
        }
        pod.due(m_since + *crash);
    }
    probe(pod, rules, moment);
    return false;
}

void ContainerRuntime::probe(PodScope &pod, const ImageRules &rules, const Moment &moment)
{
    const Probe &readiness = m_readiness;
    if (!readiness.isThere) {
        m_isReady = true;
        return;
    }
    const bool isNever = readiness.isExec && rules.has(Action::Unready, m_image);
    const auto boot = readiness.isExec ? rules.seconds(Action::Boot, m_image) : std::nullopt;
    const auto readyAt = m_since + std::max(boot.value_or(pod.timing.ready), readiness.initialDelay);
    m_isReady = !isNever && readyAt <= moment.elapsed;
    if (m_isReady)
        return;
    if (!isNever)
        pod.due(readyAt);
    if (!isNever && !boot)
        return; // just slow: its first probe has not come yet
    if (m_nextProbe <= moment.elapsed) {
        pod.tell(true, u"Unhealthy"_s,
                 u"Readiness probe failed: node id file does not exist - pod is not yet bootstrapped"_s, m_name);
        m_nextProbe = moment.elapsed + readiness.period;
    }
    pod.due(m_nextProbe);
}

void ContainerRuntime::exit(int code, const Moment &moment)
{
    m_step = Step::Exited;
    m_exitCode = code;
    m_finishedAt = moment.now;
    m_isReady = false;
}

bool ContainerRuntime::stepExited(PodScope &pod, const Moment &moment)
{
    if (!pod.restarts)
        return false; // it stays so, and the pod ends with its last container
    const bool isBackedOff = m_step == Step::CrashBackOff;
    // The first time it is started again at once.
    const auto backOff = std::min(firstBackOff * (1 << std::clamp(m_crashes - 2, 0, 6)), lastBackOff);
    const auto wait = isBackedOff ? backOff : resync;
    if (m_since + wait > moment.elapsed) {
        pod.due(m_since + wait);
        return false;
    }
    m_since += wait;
    if (!isBackedOff && m_crashes > 1) {
        const QString podName = pod.name + u'_' + pod.nameSpace + u'(' + pod.uid + u')';
        pod.tell(true, u"BackOff"_s, u"Back-off restarting failed container %1 in pod %2"_s.arg(m_name, podName),
                 m_name);
        m_lastState = {{"terminated"_L1, terminatedState()}};
        m_waitingReason = u"CrashLoopBackOff"_s;
        m_waitingMessage = u"back-off %1 restarting failed container=%2 pod=%3"_s.arg(
            backOff < 60s ? u"%1s"_s.arg(backOff / 1s) : u"%1m%2s"_s.arg(backOff / 1min).arg((backOff % 1min) / 1s),
            m_name, podName);
        m_step = Step::CrashBackOff;
        return true;
    }
    m_lastState = {{"terminated"_L1, terminatedState()}};
    ++m_restarts;
    beginPull(pod, moment);
    return true;
}

QJsonObject ContainerRuntime::terminatedState() const
{
    return {{"exitCode"_L1, m_exitCode},
            {"reason"_L1, m_exitCode == 0 ? "Completed"_L1 : "Error"_L1},
            {"startedAt"_L1, timeText(m_startedAt)},
            {"finishedAt"_L1, timeText(m_finishedAt)},
            {"containerID"_L1, m_id}};
}

QJsonObject ContainerRuntime::status() const
{
    QJsonObject state;
    switch (m_step) {
    case Step::Running:
        state["running"_L1] = QJsonObject{{"startedAt"_L1, timeText(m_startedAt)}};
        break;
    case Step::Exited:
        state["terminated"_L1] = terminatedState();
        break;
    case Step::Starting:
        if (m_restarts > 0) { // the old state is what a kubelet shows until the new container runs
            state = m_lastState;
            break;
        }
        [[fallthrough]];
    default: {
        QJsonObject waiting{{"reason"_L1, m_waitingReason}};
        if (!m_waitingMessage.isEmpty())
            waiting["message"_L1] = m_waitingMessage;
        state["waiting"_L1] = waiting;
    }
    }
    const bool isRunning = m_step == Step::Running;
    QJsonObject status{{"name"_L1, m_name},
                       {"image"_L1, m_image},
                       {"imageID"_L1, isRunning ? QString(m_image + u"@sha256:"_s + m_id.last(64)) : QString()},
                       {"ready"_L1, m_isReady},
                       {"started"_L1, isRunning},
                       {"restartCount"_L1, m_restarts},
                       {"state"_L1, state},
                       {"lastState"_L1, m_lastState}};
    if (!m_id.isEmpty())
        status["containerID"_L1] = m_id;
    return status;
}

} // namespace sim
