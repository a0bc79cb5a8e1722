// SPDX-License-Identifier: Apache-2.0
#include "idlecost.h"

#include <QCoreApplication>
#include <QDir>
#include <QEvent>
#include <QFile>
#include <numeric>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// utime and stime of /proc/PID/stat, in seconds.
double processorTime()
{
    const QByteArray stat = read(u"/proc/self/stat"_s);
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' '); // from the third on
    return (fields.value(11).toDouble() + fields.value(12).toDouble()) / double(sysconf(_SC_CLK_TCK));
}

/// How often its threads went to sleep, and so woke up again.
qint64 voluntarySwitches()
{
    qint64 result = 0;
    const QStringList threads = QDir(u"/proc/self/task"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &thread : threads) {
        const QByteArray status = read(u"/proc/self/task/%1/status"_s.arg(thread));
        const qsizetype at = status.indexOf("\nvoluntary_ctxt_switches:");
        result += status.mid(at + 25, status.indexOf('\n', at + 1) - at - 25).trimmed().toLongLong();
    }
    return result;
}

} // namespace

IdleCost::IdleCost(std::chrono::seconds duration, QObject *parent)
    : QObject(parent)
    , m_processor(processorTime())
    , m_switches(voluntarySwitches())
{
    m_end.setSingleShot(true);
    connect(&m_end, &QTimer::timeout, this, &IdleCost::measured);
    m_end.start(duration);
    m_time.start();
    QCoreApplication::instance()->installEventFilter(this);
}

double IdleCost::processorShare() const
{
    return (processorTime() - m_processor) / seconds();
}

double IdleCost::wakeups() const
{
    return double(voluntarySwitches() - m_switches) / seconds();
}

double IdleCost::timers() const
{
    const int events = std::accumulate(m_timers.cbegin(), m_timers.cend(), 0);
    return double(events) / seconds();
}

QString IdleCost::whichTimers() const
{
    QString result;
    for (const auto &[name, events] : m_timers.asKeyValueRange())
        result += u"timer of %1: %2 events\n"_s.arg(name).arg(events);
    return result;
}

bool IdleCost::eventFilter(QObject *watched, QEvent *event)
{
    // Qt's cache of pixmaps empties itself, every ten seconds by a quarter.
    if (event->type() == QEvent::Timer && watched != &m_end && !watched->inherits("QPMCache")) {
        const QObject *owner = watched->parent() ? watched->parent() : watched;
        ++m_timers[QString::fromLatin1((watched->inherits("QTimer") ? owner : watched)->metaObject()->className())];
    }
    return QObject::eventFilter(watched, event);
}
