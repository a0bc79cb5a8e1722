// SPDX-License-Identifier: Apache-2.0
#include "longestevent.h"

#include <QEvent>
#include <QMetaEnum>
#include <QThread>
#include <algorithm>

using namespace Qt::StringLiterals;

QList<LongestEvent::Event> LongestEvent::events() const
{
    QList<Event> events = m_events;
    std::ranges::sort(events, std::greater<>(), &Event::milliseconds);
    return events;
}

bool LongestEvent::notify(QObject *receiver, QEvent *event)
{
    if (m_depth > 0 || QThread::currentThread() != thread())
        return QApplication::notify(receiver, event);
    // Neither is sure to be there afterwards.
    const QString what =
        u"%1 of %2"_s.arg(QLatin1StringView(QMetaEnum::fromType<QEvent::Type>().valueToKey(event->type())),
                          QLatin1StringView(receiver->metaObject()->className()));
    QElapsedTimer timer;
    timer.start();
    ++m_depth;
    const bool isHandled = QApplication::notify(receiver, event);
    --m_depth;
    if (const double milliseconds = double(timer.nsecsElapsed()) / 1e6; milliseconds >= 1)
        m_events.append({.milliseconds = milliseconds, .what = what});
    return isHandled;
}
