// SPDX-License-Identifier: Apache-2.0
#include "common/clock.h"

#include <cmath>

namespace sim {

using namespace std::chrono_literals;

void Clock::after(Duration delay, QObject *context, std::function<void()> call)
{
    m_waiting.emplace(elapsed() + std::max(delay, 0ms), Waiting{context, std::move(call)});
    rearm();
}

std::optional<Clock::Duration> Clock::nextDue() const
{
    return m_waiting.empty() ? std::nullopt : std::optional(m_waiting.begin()->first);
}

void Clock::callDue()
{
    const Duration now = elapsed();
    while (!m_waiting.empty() && m_waiting.begin()->first <= now) {
        const Waiting due = std::move(m_waiting.extract(m_waiting.begin()).mapped());
        if (due.context)
            due.call();
    }
    rearm();
}

SystemClock::SystemClock(double speed, QObject *parent)
    : Clock(parent)
    , m_speed(speed)
{
    Q_ASSERT(speed > 0);
    m_sinceBase.start();
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &SystemClock::callDue);
}

QDateTime SystemClock::now() const
{
    return QDateTime::currentDateTimeUtc();
}

Clock::Duration SystemClock::elapsed() const
{
    return m_base + Duration(qint64(double(m_sinceBase.nsecsElapsed()) / 1e6 * m_speed));
}

void SystemClock::setSpeed(double speed)
{
    Q_ASSERT(speed > 0);
    m_base = elapsed();
    m_sinceBase.start();
    m_speed = speed;
    rearm();
}

void SystemClock::rearm()
{
    const std::optional<Duration> due = nextDue();
    if (!due) {
        m_timer.stop();
        return;
    }
    const double wait = std::ceil(double((*due - elapsed()).count()) / m_speed);
    m_timer.start(Duration(std::clamp(qint64(wait), qint64(0), qint64(3'600'000))));
}

} // namespace sim
