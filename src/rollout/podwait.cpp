// SPDX-License-Identifier: Apache-2.0
#include "podwait.h"

#include "pod.h"
#include "podstate.h"

#include <QCoreApplication>
#include <chrono>

using namespace Qt::StringLiterals;

namespace rollout {

namespace {

using Kind = Gate::Kind;

// A pod without a node is given this long before it counts as stuck: schedulers need a moment, autoscalers some more.
constexpr std::chrono::seconds schedulePatience{15};
// A node may take this long beyond the grace period to finish a deletion.
constexpr std::chrono::seconds deletionPatience{60};

QString shown(const QString &word)
{
    return word.isEmpty() ? QCoreApplication::translate("rollout::Gate", "unknown") : word;
}

class PodWaitFinder final
{
    Q_DECLARE_TR_FUNCTIONS(rollout::Gate)

public:
    PodWaitFinder(const Pod &pod, const PodHealth &health, const QDateTime &now)
        : m_pod(pod)
        , m_health(health)
        , m_now(now)
        , m_name(pod.meta.name)
    {
    }

    [[nodiscard]] Gate find() const
    {
        switch (m_health.state) {
        case PodState::Missing:
            break;
        case PodState::Terminating:
            return terminating();
        case PodState::Pending:
            return pending();
        case PodState::Starting:
            return about(Kind::PodStarting, starting());
        case PodState::NotReady:
            return about(Kind::PodNotReady, tr("Pod %1 was ready and is not any more: %2.").arg(m_name, detail()));
        case PodState::Failed:
            return about(Kind::PodFailed, failed());
        case PodState::Unknown:
            return about(Kind::PodLost,
                         tr("The node of pod %1, %2, does not answer. The pod is replaced only when the "
                            "node is back or the pod is deleted.")
                             .arg(m_name, m_pod.nodeName));
        case PodState::Ready:
            break;
        }
        return {};
    }

private:
    static Gate about(Kind kind, const QString &sentence)
    {
        return {.kind = kind, .ordinal = -1, .sentence = sentence};
    }

    [[nodiscard]] Gate terminating() const
    {
        const kube::ObjectMeta &meta = m_pod.meta;
        if (meta.deletionTimestamp.addDuration(deletionPatience) >= m_now)
            return about(Kind::PodTerminating, tr("Pod %1 is shutting down.").arg(m_name));
        if (!meta.finalizers.isEmpty()) {
            return about(Kind::PodTerminatingTooLong,
                         tr("Pod %1 is past its grace period and is kept by finalizers: %2.")
                             .arg(m_name, meta.finalizers.join(u", ")));
        }
        return about(Kind::PodTerminatingTooLong,
                     tr("Pod %1 is past its grace period and still there. See whether its node, %2, is well.")
                         .arg(m_name, m_pod.nodeName));
    }

    [[nodiscard]] Gate pending() const
    {
        if (m_pod.nodeName.isEmpty()) {
            if (m_health.reason.isEmpty())
                return about(Kind::PodUnscheduled, tr("Pod %1 waits for a node.").arg(m_name));
            const bool isLate = m_health.since.isValid() && m_health.since.addDuration(schedulePatience) <= m_now;
            return about(isLate ? Kind::PodUnschedulable : Kind::PodUnscheduled,
                         tr("No node takes pod %1: %2.").arg(m_name, detail()));
        }
        const PodCondition *const sandbox = m_pod.condition(u"PodReadyToStartContainers");
        if (sandbox && sandbox->isTrue()) {
            const ContainerSpec *const main = mainContainer(m_pod.containers);
            return about(Kind::PodPending,
                         tr("Node %1 pulls the images of pod %2: %3.")
                             .arg(m_pod.nodeName, m_name, main ? main->image : QString()));
        }
        return about(Kind::PodPending,
                     tr("Node %1 prepares pod %2: volumes, network, images.").arg(m_pod.nodeName, m_name));
    }

    [[nodiscard]] QString starting() const
    {
        if (m_health.reason.startsWith(u"Init:"))
            return tr("Pod %1 runs its init containers (%2).").arg(m_name, m_health.reason);
        for (const ContainerStatus &status : m_pod.containerStatuses) {
            if (!status.ready && status.lastState.kind == ContainerState::Kind::Terminated) {
                return tr("Container %1 of pod %2 starts again after it ended with %3 (exit code %4); restarts: %5.")
                    .arg(status.name, m_name, shown(status.lastState.reason),
                         QString::number(status.lastState.exitCode), QString::number(status.restartCount));
            }
        }
        for (const ContainerStatus &status : m_pod.containerStatuses) {
            if (!status.ready && !status.started.value_or(true))
                return tr("Container %1 of pod %2 runs; its startup probe has not succeeded yet.")
                    .arg(status.name, m_name);
            if (!status.ready)
                return tr("Container %1 of pod %2 runs; its readiness probe has not succeeded yet.")
                    .arg(status.name, m_name);
        }
        for (const QString &gateType : m_pod.readinessGates) {
            const PodCondition *const condition = m_pod.condition(gateType);
            if (!condition || !condition->isTrue())
                return tr("Pod %1 runs; its readiness gate %2 is closed.").arg(m_name, gateType);
        }
        return tr("Pod %1 runs and is not ready yet.").arg(m_name);
    }

    [[nodiscard]] QString failed() const
    {
        for (const ContainerStatus &status : m_pod.containerStatuses) {
            const bool hasEnded = status.state.kind == ContainerState::Kind::Terminated && status.state.exitCode != 0;
            const ContainerState &end = hasEnded ? status.state : status.lastState;
            if (hasEnded || isCrashLooping(status)) {
                return tr("Container %1 of pod %2 crashed with %3 (exit code %4); restarts: %5.")
                    .arg(status.name, m_name, shown(end.reason), QString::number(end.exitCode),
                         QString::number(status.restartCount));
            }
        }
        return tr("Pod %1 has failed: %2.").arg(m_name, detail());
    }

    /// "ImagePullBackOff (Back-off pulling image ...)": a reason and, where there is one, its sentence without the
    /// stop.
    [[nodiscard]] QString detail() const
    {
        QString message = m_health.message.trimmed();
        while (message.endsWith(u'.'))
            message.chop(1);
        if (m_health.reason.isEmpty() || message.isEmpty())
            return shown(m_health.reason + message);
        return tr("%1 (%2)").arg(m_health.reason, message);
    }

    const Pod &m_pod;
    const PodHealth &m_health;
    const QDateTime &m_now;
    const QString &m_name;
};

} // namespace

Gate podWait(const Pod &pod, const PodHealth &health, const QDateTime &now)
{
    return PodWaitFinder(pod, health, now).find();
}

} // namespace rollout
