// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/clock.h"
#include "common/rawobject.h"
#include "node/imagerules.h"

#include <QSet>

namespace sim {

/// How long a node takes where no rule says otherwise.
struct NodeTiming
{
    Clock::Duration create{500}; ///< from the binding to the sandbox, which has the pod's address
    Clock::Duration pull{2000}; ///< of an image that the node does not have
    Clock::Duration start{500}; ///< of a container
    Clock::Duration ready{3000}; ///< from its start to its readiness, if it has a probe
    Clock::Duration stop{2000}; ///< of a container
};

/// An instant on both faces of a clock.
struct Moment
{
    Clock::Duration elapsed{0};
    QDateTime now;
};

struct PodEvent
{
    bool isWarning = false;
    QString reason;
    QString message;
    QString container; ///< empty: about the pod

    [[nodiscard]] bool operator==(const PodEvent &) const = default;
};

/// The life of one pod on one node, as a kubelet and its container runtime make it: sandbox, pulls, starts, probes,
/// crashes and their back-offs, and the graceful end. Containers are started one after the other; each goes on by
/// itself then. Pure: no clock, no network; advance() tells it the time. Init containers are not run.
class PodRuntime final
{
public:
    /// `images`: what the node has; pulled ones are added.
    PodRuntime(const RawObject &pod, QString podIp, QString hostIp, const NodeTiming &timing, QSet<QString> *images,
               const Moment &moment);

    /// The pod is to end; only the first call counts.
    void terminate(Clock::Duration gracePeriod, const Moment &moment);

    /// Makes everything happen that is due by then.
    void advance(const ImageRules &rules, const Moment &moment);

    /// When advance() has something to do next; nothing while all waits for others.
    [[nodiscard]] std::optional<Clock::Duration> nextDue() const { return m_nextDue; }
    /// True once nothing runs any more and the pod can be removed.
    [[nodiscard]] bool isFinished() const { return m_isFinished; }
    [[nodiscard]] const QString &podIp() const { return m_podIp; }
    /// The pod's status as the kubelet reports it.
    [[nodiscard]] const QJsonObject &status() const { return m_status; }
    /// What happened since the last call, in order.
    [[nodiscard]] QList<PodEvent> takeEvents() { return std::exchange(m_events, {}); }

private:
    enum class Step { Waiting, Pulling, PullFailed, PullBackOff, Invalid, Starting, Running, Exited, CrashBackOff };

    struct Probe
    {
        bool isThere = false;
        bool isExec = false;
        Clock::Duration period{10'000};
        Clock::Duration initialDelay{0};
    };

    struct Container
    {
        QString name;
        QString image;
        bool alwaysPulls = false;
        Probe readiness;
        Step step = Step::Waiting;
        Clock::Duration since{0}; ///< when the step began
        QString waitingReason = QStringLiteral("ContainerCreating");
        QString waitingMessage;
        QString id;
        QDateTime startedAt;
        QDateTime finishedAt;
        int exitCode = 0;
        QJsonObject lastState;
        int restarts = 0;
        int crashes = 0;
        Clock::Duration pullBackOff{0};
        Clock::Duration nextProbe{0};
        bool isReady = false;
        bool wasTried = false; ///< the first attempt to start it is over, well or badly
    };

    [[nodiscard]] bool step(Container &container, bool mayStart, const ImageRules &rules, const Moment &moment);
    void beginPull(Container &container, const Moment &moment);
    [[nodiscard]] bool finishPull(Container &container, const ImageRules &rules, const Moment &moment);
    void beginStart(Container &container, Clock::Duration since);
    [[nodiscard]] bool stepRunning(Container &container, const ImageRules &rules, const Moment &moment);
    [[nodiscard]] bool stepExited(Container &container, const Moment &moment);
    void probe(Container &container, const ImageRules &rules, const Moment &moment);
    void exit(Container &container, int code, const Moment &moment);
    void due(Clock::Duration when);
    void stopAll(const Moment &moment);
    void tell(bool isWarning, const QString &reason, const QString &message, const QString &container = {});

    [[nodiscard]] QJsonObject containerStatus(const Container &container) const;
    [[nodiscard]] QJsonObject terminatedState(const Container &container) const;
    [[nodiscard]] QString phase() const;
    void report(const QDateTime &now);

    const QString m_nameSpace;
    const QString m_name;
    const QString m_uid;
    const QString m_podIp;
    const QString m_hostIp;
    const NodeTiming m_timing;
    QSet<QString> *const m_images;
    bool m_restarts = true; ///< restartPolicy Always
    QList<Container> m_containers;
    Clock::Duration m_sandboxAt{0};
    bool m_hasSandbox = false;
    std::optional<Clock::Duration> m_terminatedAt;
    Clock::Duration m_grace{0};
    bool m_isFinished = false;
    std::optional<Clock::Duration> m_nextDue;
    QJsonObject m_status;
    QList<PodEvent> m_events;
};

} // namespace sim
