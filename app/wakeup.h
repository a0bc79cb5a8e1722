// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDBusConnection>
#include <QObject>

/// Tells when the machine woke from sleep, as systemd's logind says it (org.freedesktop.login1, PrepareForSleep): every
/// connection made before is dead by then, and what is shown is old, though no socket has noticed. Where there is no
/// logind it says nothing.
class Wakeup final : public QObject
{
    Q_OBJECT

public:
    explicit Wakeup(QDBusConnection bus = QDBusConnection::systemBus(), QObject *parent = nullptr);

Q_SIGNALS:
    void woke();

private Q_SLOTS:
    void onPrepareForSleep(bool isAboutToSleep);

private:
    QDBusConnection m_bus;
};
