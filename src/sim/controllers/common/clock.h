// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>
#include <chrono>
#include <functional>
#include <map>

namespace sim {

/// The time that controllers live in: what they write into objects, and when they look again.
class Clock : public QObject
{
    Q_OBJECT

public:
    using Duration = std::chrono::milliseconds;
    using QObject::QObject;

    /// What goes into objects; UTC.
    [[nodiscard]] virtual QDateTime now() const = 0;
    /// How long the clock has run, in its own time: for delays. Never goes back.
    [[nodiscard]] virtual Duration elapsed() const = 0;

    /// Calls once when that much of this clock's time has passed, from the event loop, unless the context is gone by
    /// then. Calls come in the order of their times.
    void after(Duration delay, QObject *context, std::function<void()> call);

protected:
    /// When the next call is due, in elapsed(); nothing when none is waiting.
    [[nodiscard]] std::optional<Duration> nextDue() const;
    /// Makes the calls that are due.
    void callDue();
    /// A call was added or time runs differently: look at nextDue() anew.
    virtual void rearm() = 0;

private:
    struct Waiting
    {
        QPointer<QObject> context;
        std::function<void()> call;
    };
    std::multimap<Duration, Waiting> m_waiting;
};

/// The machine's clock; its delays can be sped up while it runs. now() stays the wall's: a person compares it.
/// While nothing waits, no timer runs.
class SystemClock final : public Clock
{
    Q_OBJECT

public:
    explicit SystemClock(double speed = 1, QObject *parent = nullptr);

    [[nodiscard]] QDateTime now() const override;
    [[nodiscard]] Duration elapsed() const override;

    [[nodiscard]] double speed() const noexcept { return m_speed; }
    /// Must be above 0. What waits comes sooner or later from now on.
    void setSpeed(double speed);

protected:
    void rearm() override;

private:
    double m_speed;
    Duration m_base{0}; ///< elapsed() when the speed was last set
    QElapsedTimer m_sinceBase;
    QTimer m_timer;
};

} // namespace sim
