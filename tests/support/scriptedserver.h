// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QObject>
#include <QSslConfiguration>
#include <QTcpServer>
#include <functional>
#include <memory>

class QTcpSocket;

namespace testsupport {

/// One request as it came over the wire.
struct ScriptedRequest
{
    QByteArray method;
    QByteArray target; ///< path and query, undecoded
    QHash<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;
};

/// An HTTP/1.1 server on loopback that does what a test tells it, byte by byte, and keeps what it was asked.
class ScriptedServer final : public QObject
{
    Q_OBJECT

public:
    /// Called for each complete request; answers by writing to the socket, now or later, or not at all.
    using Handler = std::function<void(const ScriptedRequest &, QTcpSocket *)>;

    explicit ScriptedServer(Handler handler, QObject *parent = nullptr);
    /// Over TLS; connections whose handshake fails are counted.
    ScriptedServer(const QSslConfiguration &tls, Handler handler, QObject *parent = nullptr);

    [[nodiscard]] QUrl url() const;
    [[nodiscard]] const QList<ScriptedRequest> &requests() const noexcept { return m_requests; }
    [[nodiscard]] QList<QByteArray> targets() const;
    [[nodiscard]] int connections() const noexcept { return m_connections; }
    void setHandler(Handler handler) { m_handler = std::move(handler); }
    /// Closes the listening socket: connections are refused from now on. listenAgain() takes the same port.
    void stopListening();
    /// Ends every connection, the kept ones too.
    void dropConnections();
    void listenAgain();

    static void answer(QTcpSocket *socket, int code, const QByteArray &body,
                       const QList<QByteArray> &headers = {"Content-Type: application/json"});
    static void beginChunks(QTcpSocket *socket, const QList<QByteArray> &headers = {"Content-Type: application/json"});
    static void chunk(QTcpSocket *socket, const QByteArray &bytes);
    static void endChunks(QTcpSocket *socket);

private:
    void accept();
    void read(QTcpSocket *socket);

    std::unique_ptr<QTcpServer> m_server;
    Handler m_handler;
    QList<ScriptedRequest> m_requests;
    QHash<QTcpSocket *, QByteArray> m_buffers;
    quint16 m_port = 0;
    int m_connections = 0;
    bool m_tls = false;
};

} // namespace testsupport
