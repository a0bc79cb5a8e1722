// SPDX-License-Identifier: Apache-2.0
#include "podgate.h"

#include "snapshot.h"

#include <QCoreApplication>
#include <algorithm>
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

/// Puts into words what one pod is at.
class PodGateFinder final
{
    Q_DECLARE_TR_FUNCTIONS(rollout::Gate)

public:
    PodGateFinder(const Snapshot &snapshot, const Place &place)
        : m_snapshot(snapshot)
        , m_place(place)
        , m_health(place.health)
        , m_name(snapshot.nameOf(place.ordinal))
    {
    }

    [[nodiscard]] Gate find() const
    {
        if (!m_place.pod) {
            return about(Kind::PodMissing,
                         tr("Pod %1 is about to be created. If it does not appear, the events of the "
                            "StatefulSet say why.")
                             .arg(m_name));
        }
        if (const Place *const trapped = m_snapshot.trapped(); trapped && trapped->ordinal == m_place.ordinal) {
            return about(Kind::PodTrapped,
                         tr("Pod %1 is of an earlier revision and does not become ready, so the controller never gets "
                            "to replacing it (kubernetes#67250). It has to be deleted; it comes back with the present "
                            "template.")
                             .arg(m_name));
        }
        const Pod &pod = *m_place.pod;
        if (!m_place.isTerminating() && (pod.phase == u"Failed" || pod.phase == u"Succeeded")) {
            return about(
                Kind::PodEnded,
                tr("Pod %1 has ended (%2). The StatefulSet controller makes it anew.").arg(m_name, m_health.reason));
        }
        switch (m_health.state) {
        case PodState::Missing:
            break;
        case PodState::Terminating:
            return terminating(pod);
        case PodState::Pending:
            return pending(pod);
        case PodState::Starting:
            return about(Kind::PodStarting, starting(pod));
        case PodState::NotReady:
            return about(Kind::PodNotReady, tr("Pod %1 was ready and is not any more: %2.").arg(m_name, detail()));
        case PodState::Failed:
            return about(Kind::PodFailed, failed(pod));
        case PodState::Unknown:
            return about(Kind::PodLost,
                         tr("The node of pod %1, %2, does not answer. The pod is replaced only when the "
                            "node is back or the pod is deleted.")
                             .arg(m_name, pod.nodeName));
        case PodState::Ready:
            break;
        }
        const qint64 left = m_snapshot.context.now.secsTo(m_health.since.addSecs(m_snapshot.set.minReadySeconds));
        return about(Kind::PodNotAvailable,
                     tr("Pod %1 is ready and has to stay so for another %2 s (minReadySeconds).")
                         .arg(m_name)
                         .arg(std::clamp<qint64>(left, 0, m_snapshot.set.minReadySeconds)));
    }

private:
    [[nodiscard]] Gate about(Kind kind, const QString &sentence) const
    {
        return {.kind = kind, .ordinal = m_place.ordinal, .sentence = sentence};
    }

    [[nodiscard]] Gate terminating(const Pod &pod) const
    {
        const kube::ObjectMeta &meta = pod.meta;
        if (meta.deletionTimestamp.addDuration(deletionPatience) >= m_snapshot.context.now)
            return about(Kind::PodTerminating, tr("Pod %1 is shutting down.").arg(m_name));
        if (!meta.finalizers.isEmpty()) {
            return about(Kind::PodTerminatingTooLong,
                         tr("Pod %1 is past its grace period and is kept by finalizers: %2.")
                             .arg(m_name, meta.finalizers.join(u", ")));
        }
        return about(Kind::PodTerminatingTooLong,
                     tr("Pod %1 is past its grace period and still there. See whether its node, %2, is well.")
                         .arg(m_name, pod.nodeName));
    }

    [[nodiscard]] Gate pending(const Pod &pod) const
    {
        if (pod.nodeName.isEmpty()) {
            if (m_health.reason.isEmpty())
                return about(Kind::PodUnscheduled, tr("Pod %1 waits for a node.").arg(m_name));
            const bool isLate =
                m_health.since.isValid() && m_health.since.addDuration(schedulePatience) <= m_snapshot.context.now;
            return about(isLate ? Kind::PodUnschedulable : Kind::PodUnscheduled,
                         tr("No node takes pod %1: %2.").arg(m_name, detail()));
        }
        const PodCondition *const sandbox = pod.condition(u"PodReadyToStartContainers");
        if (sandbox && sandbox->isTrue()) {
            const ContainerSpec *const main = mainContainer(pod.containers);
            return about(Kind::PodPending,
                         tr("Node %1 pulls the images of pod %2: %3.")
                             .arg(pod.nodeName, m_name, main ? main->image : QString()));
        }
        return about(Kind::PodPending,
                     tr("Node %1 prepares pod %2: volumes, network, images.").arg(pod.nodeName, m_name));
    }

    [[nodiscard]] QString starting(const Pod &pod) const
    {
        if (m_health.reason.startsWith(u"Init:"))
            return tr("Pod %1 runs its init containers (%2).").arg(m_name, m_health.reason);
        for (const ContainerStatus &status : pod.containerStatuses) {
            if (!status.ready && status.lastState.kind == ContainerState::Kind::Terminated) {
                return tr("Container %1 of pod %2 starts again after it ended with %3 (exit code %4); restarts: %5.")
                    .arg(status.name, m_name, shown(status.lastState.reason),
                         QString::number(status.lastState.exitCode), QString::number(status.restartCount));
            }
        }
        for (const ContainerStatus &status : pod.containerStatuses) {
            if (!status.ready && !status.started.value_or(true))
                return tr("Container %1 of pod %2 runs; its startup probe has not succeeded yet.")
                    .arg(status.name, m_name);
            if (!status.ready)
                return tr("Container %1 of pod %2 runs; its readiness probe has not succeeded yet.")
                    .arg(status.name, m_name);
        }
        for (const QString &gateType : pod.readinessGates) {
            const PodCondition *const condition = pod.condition(gateType);
            if (!condition || !condition->isTrue())
                return tr("Pod %1 runs; its readiness gate %2 is closed.").arg(m_name, gateType);
        }
        return tr("Pod %1 runs and is not ready yet.").arg(m_name);
    }

    [[nodiscard]] QString failed(const Pod &pod) const
    {
        for (const ContainerStatus &status : pod.containerStatuses) {
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

    const Snapshot &m_snapshot;
    const Place &m_place;
    const PodHealth &m_health;
    QString m_name;
};

} // namespace

Gate podGate(const Snapshot &snapshot, const Place &place)
{
    return PodGateFinder(snapshot, place).find();
}

} // namespace rollout
