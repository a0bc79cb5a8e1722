// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/rawobject.h"
#include "node/containerruntime.h"

namespace sim {

/// The life of one pod on one node, as a kubelet and its container runtime make it: sandbox, containers, and the
/// graceful end. Containers are started one after the other; each goes on by itself then. Pure: no clock, no network;
/// advance() tells it the time. Init containers are not run.
class PodRuntime final
{
public:
    /// `images`: what the node has; pulled ones are added. Containers that run by the pod's status are taken over as
    /// they are, as a kubelet does that was started anew.
    PodRuntime(const RawObject &pod, QString podIp, QString hostIp, const NodeTiming &timing, QSet<QString> *images,
               const Moment &moment);

    /// The pod is to end; only the first call counts.
    void terminate(Clock::Duration gracePeriod, const Moment &moment);

    /// Makes everything happen that is due by then.
    void advance(const ImageRules &rules, const Moment &moment);

    /// When advance() has something to do next; nothing while all waits for others.
    [[nodiscard]] std::optional<Clock::Duration> nextDue() const { return m_pod.nextDue; }
    /// True once nothing runs any more and the pod can be removed.
    [[nodiscard]] bool isFinished() const { return m_isFinished; }
    [[nodiscard]] const QString &podIp() const { return m_podIp; }
    /// The pod's status as the kubelet reports it.
    [[nodiscard]] const QJsonObject &status() const { return m_status; }
    /// What happened since the last call, in order.
    [[nodiscard]] QList<PodEvent> takeEvents() { return std::exchange(m_pod.events, {}); }

private:
    void begin(const Moment &moment);
    void takeOver(const Moment &moment);
    void goOnEnding(const ImageRules &rules, const Moment &moment);
    [[nodiscard]] QString phase() const;
    void report(const QDateTime &now);

    PodScope m_pod;
    const QString m_podIp;
    const QString m_hostIp;
    QList<ContainerRuntime> m_containers;
    Clock::Duration m_sandboxAt{0};
    bool m_hasSandbox = false;
    std::optional<Clock::Duration> m_terminatedAt;
    Clock::Duration m_grace{0};
    bool m_isFinished = false;
    QJsonObject m_status;
};

} // namespace sim
