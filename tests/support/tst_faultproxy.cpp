// SPDX-License-Identifier: Apache-2.0
#include "faultproxy.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <arpa/inet.h>
#include <cerrno>
#include <optional>
#include <sys/socket.h>
#include <unistd.h>

using namespace std::chrono_literals;
using testsupport::FaultProxy;
using testsupport::WireFault;

namespace {

/// Answers each connection with a fixed text at its first byte, and keeps what it was sent.
class FixedServer final : public QTcpServer
{
public:
    explicit FixedServer(QByteArray answer, bool closes = true)
    {
        (void)listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this, answer = std::move(answer), closes] {
            QTcpSocket *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket, answer, closes] {
                const bool first = received.isEmpty();
                received += socket->readAll();
                if (!first)
                    return;
                socket->write(answer);
                if (closes)
                    socket->disconnectFromHost();
            });
        });
    }

    QByteArray received;
};

/// A client that notes when bytes come.
class Client final : public QTcpSocket
{
public:
    explicit Client(quint16 port, const QByteArray &request = "hello")
    {
        connect(this, &QTcpSocket::readyRead, this, [this] {
            received += readAll();
            ++reads;
        });
        connect(this, &QTcpSocket::connected, this, [this, request] { write(request); });
        connectToHost(QHostAddress::LocalHost, port);
    }
    [[nodiscard]] bool ended() const { return state() == UnconnectedState; }

    QByteArray received;
    int reads = 0;
};

} // namespace

class tst_FaultProxy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void passesEverythingBothWays();
    void cutsAnswers_data();
    void cutsAnswers();
    void resets();
    void cutsRequests();
    void losesTheAnswerAfterTheRequest();
    void stallsAndReleases();
    void stallsWhatIsOpen();
    void corrupts();
    void splits();
    void gathers();
    void throttles();
    void closesWhenIdle();
    void answersInTheServersPlace();
    void refusesAndAccepts();
    void faultsForTheNextConnectionsOnly();
    void cutsWhatIsOpen();
    void aServerThatRefusesIsAnEnd();
};

void tst_FaultProxy::passesEverythingBothWays()
{
    const QByteArray large(1'000'000, 'x');
    FixedServer server(large);
    FaultProxy proxy(server.serverPort());
    Client client(proxy.port(), "ask");
    QTRY_VERIFY(client.ended());
    QCOMPARE(client.received, large);
    QCOMPARE(server.received, QByteArray("ask"));
    QCOMPARE(proxy.connections(), 1);
    QTRY_COMPARE(proxy.openConnections(), 0);
}

void tst_FaultProxy::cutsAnswers_data()
{
    QTest::addColumn<qint64>("after");
    QTest::newRow("before the first byte") << qint64(0);
    QTest::newRow("after one") << qint64(1);
    QTest::newRow("in the middle") << qint64(5);
    QTest::newRow("after the last") << qint64(10);
    QTest::newRow("later than there is") << qint64(100);
}

void tst_FaultProxy::cutsAnswers()
{
    QFETCH(qint64, after);
    FixedServer server("0123456789");
    FaultProxy proxy(server.serverPort());
    WireFault fault;
    fault.cutAfter = after;
    proxy.setFault(fault);
    Client client(proxy.port());
    QTRY_VERIFY(client.ended());
    QCOMPARE(client.received, QByteArray("0123456789").left(after));
    QCOMPARE(server.received, QByteArray("hello"));
}

void tst_FaultProxy::resets()
{
    FixedServer server("0123456789", false);
    FaultProxy proxy(server.serverPort());
    WireFault fault;
    fault.cutAfter = 0;
    fault.reset = true;
    proxy.setFault(fault);
    // Not by QTcpSocket, which tells a reset like an end.
    const int client = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(proxy.port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    QCOMPARE(::connect(client, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
    QCOMPARE(::send(client, "hello", 5, 0), ssize_t(5));
    // A reset is told once, and QTRY_* asks more often than that.
    std::optional<int> error;
    const auto ended = [&] {
        char byte = 0;
        const ssize_t size = error ? 0 : ::recv(client, &byte, 1, MSG_DONTWAIT);
        if (!error && (size >= 0 || errno != EAGAIN))
            error = size < 0 ? errno : 0;
        return error.has_value();
    };
    QTRY_VERIFY(ended());
    QCOMPARE(*error, ECONNRESET);
    ::close(client);
}

void tst_FaultProxy::cutsRequests()
{
    FixedServer server("0123456789");
    FaultProxy proxy(server.serverPort());
    WireFault fault;
    fault.cutRequestAfter = 3;
    proxy.setFault(fault);
    Client client(proxy.port(), "hello");
    QTRY_VERIFY(client.ended());
    QTRY_COMPARE(server.received, QByteArray("hel"));
}

void tst_FaultProxy::losesTheAnswerAfterTheRequest()
{
    FixedServer server("done", false);
    FaultProxy proxy(server.serverPort());
    WireFault fault;
    fault.cutAfter = 0;
    proxy.setFault(fault);
    Client client(proxy.port(), "write this");
    QTRY_VERIFY(client.ended());
    QCOMPARE(server.received, QByteArray("write this"));
    QVERIFY(client.received.isEmpty());
}

void tst_FaultProxy::stallsAndReleases()
{
    FixedServer server("0123456789");
    FaultProxy proxy(server.serverPort());
    WireFault fault;
    fault.stallAfter = 4;
    proxy.setFault(fault);
    Client client(proxy.port());
    QTRY_COMPARE(client.received, QByteArray("0123"));
    FixedServer other("other");
    FaultProxy second(other.serverPort());
    Client control(second.port()); // while this one gets all of its answer, the first gets nothing
    QTRY_VERIFY(control.ended());
    QCOMPARE(client.received, QByteArray("0123"));
    QVERIFY(!client.ended());
    proxy.release();
    QTRY_VERIFY(client.ended());
    QCOMPARE(client.received, QByteArray("0123456789"));
}

void tst_FaultProxy::stallsWhatIsOpen()
{
    FixedServer server("0123456789");
    FaultProxy proxy(server.serverPort());
    proxy.stall();
    Client client(proxy.port());
    QTRY_COMPARE(server.received, QByteArray("hello"));
    QVERIFY(client.received.isEmpty());
    proxy.release();
    QTRY_COMPARE(client.received, QByteArray("0123456789"));
}

void tst_FaultProxy::corrupts()
{
    FixedServer server("0123456789");
    FaultProxy proxy(server.serverPort());
    WireFault fault;
    fault.corruptAt = 3;
    fault.pieceSize = 2;
    proxy.setFault(fault);
    Client client(proxy.port());
    QTRY_VERIFY(client.ended());
    QByteArray expected = "0123456789";
    expected[3] = char(~expected.at(3));
    QCOMPARE(client.received, expected);
}

void tst_FaultProxy::splits()
{
    FixedServer server("0123456789");
    FaultProxy proxy(server.serverPort());
    WireFault fault;
    fault.pieceSize = 1;
    proxy.setFault(fault);
    Client client(proxy.port());
    QTRY_VERIFY(client.ended());
    QCOMPARE(client.received, QByteArray("0123456789"));
    QVERIFY2(client.reads >= 5, qPrintable(QString::number(client.reads)));
}

void tst_FaultProxy::gathers()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    QTcpSocket *peer = nullptr;
    connect(&server, &QTcpServer::newConnection, this, [&] { peer = server.nextPendingConnection(); });
    FaultProxy proxy(server.serverPort());
    WireFault fault;
    fault.gatherFor = 300ms;
    proxy.setFault(fault);
    Client client(proxy.port());
    QTRY_VERIFY(peer);
    peer->write("one\n");
    peer->flush();
    QTRY_COMPARE(peer->bytesToWrite(), 0);
    peer->write("two\n");
    QTRY_COMPARE(client.received, QByteArray("one\ntwo\n"));
    QCOMPARE(client.reads, 1);
}

void tst_FaultProxy::throttles()
{
    FixedServer server(QByteArray(200, 'x'));
    FaultProxy proxy(server.serverPort());
    WireFault fault;
    fault.bytesPerSecond = 500;
    proxy.setFault(fault);
    QElapsedTimer timer;
    timer.start();
    Client client(proxy.port());
    QTRY_VERIFY(client.ended());
    QCOMPARE(client.received.size(), 200);
    QVERIFY2(timer.elapsed() >= 300, qPrintable(QString::number(timer.elapsed())));
}

void tst_FaultProxy::closesWhenIdle()
{
    FixedServer server("0123456789", false);
    FaultProxy proxy(server.serverPort());
    WireFault fault;
    fault.idleTimeout = 100ms;
    proxy.setFault(fault);
    Client client(proxy.port());
    QTRY_COMPARE(client.received, QByteArray("0123456789"));
    QTRY_VERIFY(client.ended());
}

void tst_FaultProxy::answersInTheServersPlace()
{
    FixedServer server("from the server");
    FaultProxy proxy(server.serverPort());
    WireFault fault;
    fault.answer = "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n";
    proxy.setFault(fault);
    Client client(proxy.port());
    QTRY_VERIFY(client.ended());
    QCOMPARE(client.received, *fault.answer);
    QVERIFY(server.received.isEmpty());
}

void tst_FaultProxy::refusesAndAccepts()
{
    FixedServer server("0123456789");
    FaultProxy proxy(server.serverPort());
    const quint16 port = proxy.port();
    proxy.refuse();
    Client refused(port);
    QTRY_COMPARE(refused.error(), QAbstractSocket::ConnectionRefusedError);
    proxy.accept();
    QCOMPARE(proxy.port(), port);
    Client client(port);
    QTRY_COMPARE(client.received, QByteArray("0123456789"));
}

void tst_FaultProxy::faultsForTheNextConnectionsOnly()
{
    FixedServer server("0123456789");
    FaultProxy proxy(server.serverPort());
    WireFault fault;
    fault.cutAfter = 2;
    proxy.faultNext(2, fault);
    for (const char *expected : {"01", "01", "0123456789"}) {
        server.received.clear();
        Client client(proxy.port());
        QTRY_VERIFY(client.ended());
        QCOMPARE(client.received, QByteArray(expected));
    }
}

void tst_FaultProxy::cutsWhatIsOpen()
{
    FixedServer server("0123456789", false);
    FaultProxy proxy(server.serverPort());
    Client client(proxy.port());
    QTRY_COMPARE(client.received, QByteArray("0123456789"));
    QCOMPARE(proxy.openConnections(), 1);
    proxy.cut();
    QTRY_VERIFY(client.ended());
    QTRY_COMPARE(proxy.openConnections(), 0);
}

void tst_FaultProxy::aServerThatRefusesIsAnEnd()
{
    QTcpServer none;
    QVERIFY(none.listen(QHostAddress::LocalHost));
    const quint16 port = none.serverPort();
    none.close();
    FaultProxy proxy(port);
    Client client(proxy.port());
    QTRY_COMPARE(proxy.connections(), 1);
    QTRY_VERIFY(client.ended());
    QVERIFY(client.received.isEmpty());
}

QTEST_GUILESS_MAIN(tst_FaultProxy)
#include "tst_faultproxy.moc"
