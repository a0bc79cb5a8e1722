// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/clock.h"
#include "node/imagerules.h"

#include <QDateTime>
#include <QJsonObject>
#include <QSet>
#include <optional>

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

/// What the containers of one pod share: whose they are, what their node has, and where they put what happened and
/// when they have something to do next.
struct PodScope
{
    QString nameSpace;
    QString name;
    QString uid;
    bool restarts = true; ///< restartPolicy Always
    NodeTiming timing;
    QSet<QString> *images = nullptr; ///< what the node has; pulled ones are added
    QList<PodEvent> events;
    std::optional<Clock::Duration> nextDue;

    void tell(bool isWarning, const QString &reason, const QString &message, const QString &container = {});
    void due(Clock::Duration when); ///< the earliest counts
};

/// The life of one container of a pod: pulls, start, probes, crashes, and the back-offs between them. Pure: no clock,
/// no network; advance() tells it the time.
class ContainerRuntime final
{
public:
    explicit ContainerRuntime(const QJsonObject &spec);

    /// Goes on from a status that says it runs, as a kubelet does that was started anew. Any other: it is started
    /// again.
    void takeOver(const QJsonObject &status, PodScope &pod, const Moment &moment);
    /// Makes everything happen that is due by then. It begins only when it may.
    void advance(bool mayStart, PodScope &pod, const ImageRules &rules, const Moment &moment);
    /// Of one that runs: looks whether it is ready.
    void probe(PodScope &pod, const ImageRules &rules, const Moment &moment);
    void exit(int code, const Moment &moment);

    [[nodiscard]] const QString &name() const noexcept { return m_name; }
    [[nodiscard]] const QString &image() const noexcept { return m_image; }
    [[nodiscard]] bool isRunning() const noexcept { return m_step == Step::Running; }
    [[nodiscard]] bool isReady() const noexcept { return m_isReady; }
    [[nodiscard]] bool hasExited() const noexcept { return m_step == Step::Exited; }
    [[nodiscard]] bool hasEverRun() const { return m_startedAt.isValid(); }
    [[nodiscard]] int exitCode() const noexcept { return m_exitCode; }
    /// The first attempt to start it is over, well or badly.
    [[nodiscard]] bool wasTried() const noexcept { return m_wasTried; }
    /// As the kubelet reports it.
    [[nodiscard]] QJsonObject status() const;

private:
    enum class Step { Waiting, Pulling, PullFailed, PullBackOff, Invalid, Starting, Running, Exited, CrashBackOff };

    struct Probe
    {
        bool isThere = false;
        bool isExec = false;
        Clock::Duration period{10'000};
        Clock::Duration initialDelay{0};
    };

    [[nodiscard]] bool step(bool mayStart, PodScope &pod, const ImageRules &rules, const Moment &moment);
    void beginPull(PodScope &pod, const Moment &moment);
    [[nodiscard]] bool finishPull(PodScope &pod, const ImageRules &rules, const Moment &moment);
    void beginStart(PodScope &pod, Clock::Duration since);
    [[nodiscard]] bool stepRunning(PodScope &pod, const ImageRules &rules, const Moment &moment);
    [[nodiscard]] bool stepExited(PodScope &pod, const Moment &moment);
    [[nodiscard]] QJsonObject terminatedState() const;

    QString m_name;
    QString m_image;
    bool m_alwaysPulls = false;
    Probe m_readiness;
    Step m_step = Step::Waiting;
    Clock::Duration m_since{0}; ///< when the step began
    QString m_waitingReason = QStringLiteral("ContainerCreating");
    QString m_waitingMessage;
    QString m_id;
    QDateTime m_startedAt;
    QDateTime m_finishedAt;
    int m_exitCode = 0;
    QJsonObject m_lastState;
    int m_restarts = 0;
    int m_crashes = 0;
    Clock::Duration m_pullBackOff{0};
    Clock::Duration m_nextProbe{0};
    bool m_isReady = false;
    bool m_wasTried = false;
};

} // namespace sim
