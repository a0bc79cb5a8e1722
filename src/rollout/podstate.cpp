// SPDX-License-Identifier: Apache-2.0
#include "podstate.h"

#include "kubectlstatus.h"
#include "pod.h"

#include <algorithm>
#include <chrono>

using namespace Qt::StringLiterals;

namespace rollout {

namespace {

using Kind = ContainerState::Kind;

/// Reads the parts of a pod's status in the order in which a pod lives: scheduled, initialized, started, ready. Each
/// step gives an answer or leaves it to the next.
class HealthReader final
{
public:
    explicit HealthReader(const Pod &pod)
        : m_pod(pod)
        , m_ready(pod.condition(u"Ready"))
    {
    }

    [[nodiscard]] PodHealth read() const
    {
        for (const auto step : {&HealthReader::lost, &HealthReader::terminating, &HealthReader::ended,
                                &HealthReader::ready, &HealthReader::unscheduled, &HealthReader::failedContainer,
                                &HealthReader::initializing, &HealthReader::creating}) {
            if (const auto health = (this->*step)())
                return *health;
        }
        return running();
    }

private:
    using Answer = std::optional<PodHealth>;

    static PodHealth health(PodState state, const QString &reason, const QString &message, const QDateTime &since)
    {
        return {.state = state, .reason = reason, .message = message, .since = since};
    }

    [[nodiscard]] Answer lost() const
    {
        const bool silent = m_ready && m_ready->status == u"Unknown";
        if (m_pod.reason != u"NodeLost" && m_pod.phase != u"Unknown" && !silent)
            return std::nullopt;
        const QString reason = m_pod.reason.isEmpty() && silent ? m_ready->reason : m_pod.reason;
        return health(PodState::Unknown, reason, m_pod.message, transition(m_ready));
    }

    [[nodiscard]] Answer terminating() const
    {
        if (!m_pod.meta.isTerminating())
            return std::nullopt;
        const PodCondition *const disruption = m_pod.condition(u"DisruptionTarget");
        const bool isDisrupted = disruption && disruption->isTrue();
        return health(PodState::Terminating, isDisrupted ? disruption->reason : QString(),
                      isDisrupted ? disruption->message : QString(), m_pod.deletionAsked());
    }

    /// The whole pod is over. A StatefulSet's controller replaces it, whether it succeeded or not.
    [[nodiscard]] Answer ended() const
    {
        if (m_pod.phase != u"Failed" && m_pod.phase != u"Succeeded")
            return std::nullopt;
        QString reason = m_pod.reason;
        QString message = m_pod.message;
        QDateTime since;
        for (const ContainerStatus &status : m_pod.containerStatuses) {
            if (status.state.kind != Kind::Terminated)
                continue;
            if (reason.isEmpty() && !status.state.reason.isEmpty()) {
                reason = status.state.reason;
                message = status.state.message;
            }
            since = std::max(since, status.state.finishedAt);
        }
        return health(PodState::Failed, reason.isEmpty() ? m_pod.phase : reason, message,
                      since.isValid() ? since : transition(m_ready));
    }

    [[nodiscard]] Answer ready() const
    {
        if (!m_pod.isRunningAndReady())
            return std::nullopt;
        return health(PodState::Ready, {}, {}, m_ready->lastTransition);
    }

    [[nodiscard]] Answer unscheduled() const
    {
        const PodCondition *const scheduled = m_pod.condition(u"PodScheduled");
        if (scheduled && scheduled->isFalse())
            return health(PodState::Pending, scheduled->reason, scheduled->message, transition(scheduled));
        if (m_pod.nodeName.isEmpty())
            return health(PodState::Pending, {}, {}, m_pod.meta.creationTimestamp);
        return std::nullopt;
    }

    [[nodiscard]] Answer failedContainer() const
    {
        for (const auto *statuses : {&m_pod.initContainerStatuses, &m_pod.containerStatuses}) {
            for (const ContainerStatus &status : *statuses) {
                const ContainerState &state = status.state;
                if (state.kind == Kind::Waiting && isFatalWaiting(state.reason)) {
                    const QDateTime crashed = status.lastState.finishedAt;
                    return health(PodState::Failed, state.reason, state.message,
                                  crashed.isValid() ? crashed : transition(m_ready));
                }
                // Between its end and its restart.
                if (state.kind == Kind::Terminated && state.exitCode != 0) {
                    return health(PodState::Failed, state.reason.isEmpty() ? u"Error"_s : state.reason, state.message,
                                  state.finishedAt);
                }
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] Answer initializing() const
    {
        const PodCondition *const initialized = m_pod.condition(u"Initialized");
        if (initialized && initialized->isTrue())
            return std::nullopt;
        const QString status = kubectlStatus(m_pod);
        if (!status.startsWith(u"Init:") || !hasBegun())
            return std::nullopt;
        return health(PodState::Starting, status, initialized ? initialized->message : QString(), firstStart());
    }

    /// On its node, but no container of it has run yet.
    [[nodiscard]] Answer creating() const
    {
        if (hasBegun())
            return std::nullopt;
        QString reason;
        QString message;
        for (const auto *statuses : {&m_pod.initContainerStatuses, &m_pod.containerStatuses}) {
            for (const ContainerStatus &status : *statuses) {
                if (reason.isEmpty() && status.state.kind == Kind::Waiting) {
                    reason = status.state.reason;
                    message = status.state.message;
                }
            }
        }
        return health(PodState::Pending, reason, message, transition(m_pod.condition(u"PodScheduled")));
    }

    /// Its containers run, or did, and it is not ready.
    [[nodiscard]] PodHealth running() const
    {
        QDateTime latestStart;
        for (const ContainerStatus &status : m_pod.containerStatuses) {
            if (status.state.kind == Kind::Running)
                latestStart = std::max(latestStart, status.state.startedAt);
        }
        const QString reason = m_ready ? m_ready->reason : QString();
        const QString message = m_ready ? m_ready->message : QString();
        // The condition became False when the pod was made. If that is later than all starts, it was True in between.
        if (m_ready && latestStart.isValid() && m_ready->lastTransition > latestStart)
            return health(PodState::NotReady, reason, message, m_ready->lastTransition);
        for (const ContainerStatus &status : m_pod.containerStatuses) {
            const ContainerState &last = status.lastState;
            if (isCrashLooping(status))
                return health(PodState::Failed, last.reason, last.message, last.finishedAt);
            if (!status.ready && last.kind == Kind::Terminated && !last.reason.isEmpty())
                return health(PodState::Starting, last.reason, last.message.isEmpty() ? message : last.message,
                              latestStart.isValid() ? latestStart : last.finishedAt);
        }
        return health(PodState::Starting, reason, message, firstStart());
    }

    [[nodiscard]] bool hasBegun() const
    {
        const auto begun = [](const ContainerStatus &status) {
            return status.state.kind == Kind::Running || status.state.kind == Kind::Terminated
                || status.lastState.kind == Kind::Terminated;
        };
        return std::ranges::any_of(m_pod.initContainerStatuses, begun)
            || std::ranges::any_of(m_pod.containerStatuses, begun);
    }

    [[nodiscard]] QDateTime firstStart() const
    {
        QDateTime first;
        for (const auto *statuses : {&m_pod.initContainerStatuses, &m_pod.containerStatuses}) {
            for (const ContainerStatus &status : *statuses) {
                const QDateTime &start = status.state.startedAt;
                if (start.isValid() && (!first.isValid() || start < first))
                    first = start;
            }
        }
        return first.isValid() ? first : transition(m_ready);
    }

    [[nodiscard]] QDateTime transition(const PodCondition *condition) const
    {
        return condition && condition->lastTransition.isValid() ? condition->lastTransition
                                                                : m_pod.meta.creationTimestamp;
    }

    const Pod &m_pod;
    const PodCondition *m_ready;
};

} // namespace

bool isCrashLooping(const ContainerStatus &status)
{
    // The kubelet forgets earlier crashes once a container has run for ten minutes.
    constexpr std::chrono::minutes forgiven{10};
    const ContainerState &last = status.lastState;
    return !status.ready && status.restartCount >= 2 && last.kind == Kind::Terminated && last.exitCode != 0
        && last.startedAt.isValid() && last.startedAt.addDuration(forgiven) > last.finishedAt;
}

PodHealth podHealth(const Pod &pod)
{
    return HealthReader(pod).read();
}

bool isFatalWaiting(QStringView reason)
{
    // The kubelet's words follow a pattern, which also catches those of its later versions and of other runtimes:
    // ErrImagePull, ImagePullBackOff, CrashLoopBackOff, CreateContainerConfigError, RunContainerError, ...
    return reason.startsWith(u"Err") || reason.endsWith(u"Error") || reason.endsWith(u"BackOff")
        || reason == u"InvalidImageName" || reason == u"RegistryUnavailable" || reason == u"SignatureValidationFailed";
}

} // namespace rollout
