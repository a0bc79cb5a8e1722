// SPDX-License-Identifier: Apache-2.0
#include "scriptedserver.h"

#include <QSslServer>
#include <QTcpSocket>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace testsupport {

ScriptedServer::ScriptedServer(Handler handler, QObject *parent)
    : QObject(parent)
    , m_server(std::make_unique<QTcpServer>())
    , m_handler(std::move(handler))
{
    connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, &ScriptedServer::accept);
    listenAgain();
}

ScriptedServer::ScriptedServer(const QSslConfiguration &tls, Handler handler, QObject *parent)
    : QObject(parent)
    , m_handler(std::move(handler))
    , m_tls(true)
{
    auto server = std::make_unique<QSslServer>();
    server->setSslConfiguration(tls);
    m_server = std::move(server);
    connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, &ScriptedServer::accept);
    listenAgain();
}

QUrl ScriptedServer::url() const
{
    return {(m_tls ? u"https://127.0.0.1:%1"_s : u"http://127.0.0.1:%1"_s).arg(m_port)};
}

QList<QByteArray> ScriptedServer::targets() const
{
    QList<QByteArray> targets;
    for (const ScriptedRequest &request : m_requests)
        targets.append(request.target);
    return targets;
}

void ScriptedServer::stopListening()
{
    m_server->close();
}

void ScriptedServer::dropConnections()
{
    const QList<QTcpSocket *> sockets = m_buffers.keys();
    for (QTcpSocket *socket : sockets)
        socket->abort();
}

void ScriptedServer::listenAgain()
{
    if (!m_server->listen(QHostAddress::LocalHost, m_port))
        qFatal("cannot listen: %s", qPrintable(m_server->errorString()));
    m_port = m_server->serverPort();
}

void ScriptedServer::accept()
{
    while (QTcpSocket *socket = m_server->nextPendingConnection()) {
        ++m_connections;
        socket->setParent(this); // it may outlive a server that stops listening
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            m_buffers.remove(socket);
            socket->deleteLater();
        });
        read(socket);
    }
}

void ScriptedServer::read(QTcpSocket *socket)
{
    QByteArray &buffer = m_buffers[socket];
    buffer += socket->readAll();
    for (qsizetype end = buffer.indexOf("\r\n\r\n"); end >= 0; end = buffer.indexOf("\r\n\r\n")) {
        const QList<QByteArray> lines = buffer.left(end).split('\n');
        ScriptedRequest request;
        const QList<QByteArray> first = lines.first().trimmed().split(' ');
        request.method = first.value(0);
        request.target = first.value(1);
        for (const QByteArray &line : lines.mid(1)) {
            const qsizetype colon = line.indexOf(':');
            request.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
        }
        const qsizetype length = request.headers.value("content-length").toLongLong();
        if (buffer.size() < end + 4 + length)
            return;
        request.body = buffer.mid(end + 4, length);
        buffer.remove(0, end + 4 + length);
        m_requests.append(request);
        if (m_handler)
            m_handler(request, socket);
        if (!m_buffers.contains(socket))
            return; // the handler closed it
    }
}

void ScriptedServer::answer(QTcpSocket *socket, int code, const QByteArray &body, const QList<QByteArray> &headers)
{
    QByteArray head = "HTTP/1.1 " + QByteArray::number(code)
        + " Scripted\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
    for (const QByteArray &header : headers)
        head += header + "\r\n";
    head += "\r\n";
    socket->write(head);
    socket->write(body);
}

void ScriptedServer::beginChunks(QTcpSocket *socket, const QList<QByteArray> &headers)
{
    QByteArray head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n";
    for (const QByteArray &header : headers)
        head += header + "\r\n";
    head += "\r\n";
    socket->write(head);
}

void ScriptedServer::chunk(QTcpSocket *socket, const QByteArray &bytes)
{
    socket->write(QByteArray::number(bytes.size(), 16) + "\r\n");
    socket->write(bytes + "\r\n");
}

void ScriptedServer::endChunks(QTcpSocket *socket)
{
    socket->write("0\r\n\r\n");
}

} // namespace testsupport
