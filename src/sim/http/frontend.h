// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/exchange.h"

#include <QAbstractHttpServer>
#include <QHash>
#include <QSslConfiguration>
#include <QTcpServer>
#include <functional>
#include <optional>

namespace sim {

/// Listens on loopback and knows its sockets, by the port at the other end: QHttpServer hides them, and does not tell
/// when a client goes.
class Listener final : public QTcpServer
{
    Q_OBJECT

public:
    explicit Listener(std::optional<QSslConfiguration> tls, QObject *parent = nullptr);

    [[nodiscard]] QAbstractSocket *socketOf(quint16 peerPort) const { return m_sockets.value(peerPort); }
    /// Closes every connection, as a server that dies.
    void cutAll();

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void keep(QTcpSocket *socket);

    std::optional<QSslConfiguration> m_tls;
    QHash<quint16, QAbstractSocket *> m_sockets;
};

/// The HTTP side of the server: turns what QHttpServer gives into exchanges.
class Frontend final : public QAbstractHttpServer
{
    Q_OBJECT

public:
    using Handler = std::function<void(const ExchangePtr &exchange)>;

    explicit Frontend(Handler handler, QObject *parent = nullptr);

    /// The port; 0 with errorString() if it cannot listen. port: 0 for any.
    [[nodiscard]] quint16 listen(quint16 port, std::optional<QSslConfiguration> tls);
    void cutAll();
    /// Closes the port and every connection.
    void close();
    [[nodiscard]] QString errorString() const { return m_error; }

protected:
    bool handleRequest(const QHttpServerRequest &request, QHttpServerResponder &responder) override;
    void missingHandler(const QHttpServerRequest &request, QHttpServerResponder &responder) override;

private:
    Handler m_handler;
    Listener *m_listener = nullptr; ///< owned by the base class once it is bound
    QString m_error;
};

} // namespace sim
