// SPDX-License-Identifier: Apache-2.0
#include "wakeup.h"

#include <QDBusMessage>
#include <QDBusServer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

/// With the test as the bus and as logind.
class tst_Wakeup : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsWhenTheMachineWoke();
};

void tst_Wakeup::tellsWhenTheMachineWoke()
{
    const QTemporaryDir folder;
    QDBusServer server(u"unix:dir=%1"_s.arg(folder.path()));
    QVERIFY(server.isConnected());
    server.setAnonymousAuthenticationAllowed(true);
    std::optional<QDBusConnection> logind;
    connect(&server, &QDBusServer::newConnection, this, [&](const QDBusConnection &peer) { logind = peer; });
    const QDBusConnection bus = QDBusConnection::connectToPeer(server.address(), u"test"_s);
    QTRY_VERIFY(logind);

    const Wakeup wakeup(bus);
    QSignalSpy woke(&wakeup, &Wakeup::woke);
    const auto say = [&](const QString &signal, bool isAboutToSleep) {
        QDBusMessage message =
            QDBusMessage::createSignal(u"/org/freedesktop/login1"_s, u"org.freedesktop.login1.Manager"_s, signal);
        message << isAboutToSleep;
        return logind->send(message);
    };
    QVERIFY(say(u"PrepareForSleep"_s, true));
    QVERIFY(say(u"PrepareForShutdown"_s, false));
    QVERIFY(say(u"PrepareForSleep"_s, false));
    QTRY_COMPARE(woke.count(), 1);
    QVERIFY(say(u"PrepareForSleep"_s, true));
    QVERIFY(say(u"PrepareForSleep"_s, false));
    QTRY_COMPARE(woke.count(), 2);
    QDBusConnection::disconnectFromPeer(u"test"_s);
}

QTEST_GUILESS_MAIN(tst_Wakeup)
#include "tst_wakeup.moc"
