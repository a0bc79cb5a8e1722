// SPDX-License-Identifier: Apache-2.0
#include "wakeup.h"

#include <utility>

using namespace Qt::StringLiterals;

Wakeup::Wakeup(QDBusConnection bus, QObject *parent)
    : QObject(parent)
    , m_bus(std::move(bus))
{
    // Of any sender: the worst that a false one does is that everything is connected anew.
    m_bus.connect({}, u"/org/freedesktop/login1"_s, u"org.freedesktop.login1.Manager"_s, u"PrepareForSleep"_s, this,
                  SLOT(onPrepareForSleep(bool)));
}

void Wakeup::onPrepareForSleep(bool isAboutToSleep)
{
    if (!isAboutToSleep)
        Q_EMIT woke();
}
