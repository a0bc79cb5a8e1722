// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QElapsedTimer>
#include <QHash>
#include <QTimer>

/// What this process does for some time from now on: meant for a time in which it should do nothing.
class IdleCost final : public QObject
{
    Q_OBJECT

public:
    explicit IdleCost(std::chrono::seconds duration, QObject *parent = nullptr);

    [[nodiscard]] double processorShare() const; ///< of one processor, 0 to 1
    [[nodiscard]] double wakeups() const; ///< a second, of all its threads
    [[nodiscard]] double timers() const; ///< events a second, on this thread
    [[nodiscard]] QString whichTimers() const; ///< a line for each class whose timers ran

Q_SIGNALS:
    void measured(); ///< the time is over

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] double seconds() const { return double(m_time.nsecsElapsed()) / 1e9; }

    QTimer m_end;
    QElapsedTimer m_time;
    double m_processor; ///< seconds before
    qint64 m_switches; ///< before
    QHash<QString, int> m_timers;
};
