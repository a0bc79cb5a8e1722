// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QTcpServer>
#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace testsupport {

/// What a bad network does to one connection. Numbers count bytes of the answer, head included; -1 means never.
struct WireFault
{
    qint64 cutAfter = -1; ///< then the connection closes
    qint64 stallAfter = -1; ///< then nothing comes any more, until FaultProxy::release()
    qint64 corruptAt = -1; ///< this byte comes with its bits turned
    qint64 cutRequestAfter = -1; ///< bytes of the request that reach the server; then both sides close
    bool reset = false; ///< what closes, closes with a reset
    int bytesPerSecond = 0; ///< 0: as fast as it goes
    int pieceSize = 0; ///< the answer comes in pieces of this size, each on its own; 0: as it came
    std::chrono::milliseconds gatherFor{0}; ///< the answer is kept this long, and comes in one piece
    std::chrono::milliseconds idleTimeout{0}; ///< closes when nothing went either way for this long
    std::optional<QByteArray> answer; ///< sent in the server's place, at the first byte of the request; then it closes
};

/// A TCP proxy on loopback that stands before any server, plain or TLS, and does faults on the wire. Faults hold for
/// the connections that begin after they are set. Lives in one thread, with its event loop.
class FaultProxy final : public QObject
{
    Q_OBJECT

public:
    explicit FaultProxy(quint16 serverPort, QObject *parent = nullptr);
    ~FaultProxy() override;

    [[nodiscard]] quint16 port() const { return m_port; }

    /// For all connections from now on; without an argument: none.
    void setFault(const WireFault &fault = {});
    /// For the next connections only; then what setFault() said.
    void faultNext(int connections, const WireFault &fault);

    /// Closes the port: new connections are refused. accept() opens the same port again.
    void refuse();
    void accept();
    /// Nothing comes to any client until release(), also on connections that are open.
    void stall();
    void release();
    /// Closes all open connections.
    void cut(bool reset = false);

    /// Connections since the beginning, and those that are open.
    [[nodiscard]] int connections() const { return m_connections; }
    [[nodiscard]] qsizetype openConnections() const { return qsizetype(m_links.size()); }

private:
    class Link;

    void take();
    void forget(Link *link);

    QTcpServer m_listener;
    quint16 m_serverPort;
    quint16 m_port = 0;
    WireFault m_fault;
    QList<WireFault> m_next;
    std::vector<std::unique_ptr<Link>> m_links;
    int m_connections = 0;
    bool m_stalled = false;
};

} // namespace testsupport
