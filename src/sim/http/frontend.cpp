// SPDX-License-Identifier: Apache-2.0
#include "http/frontend.h"

#include <QHttpHeaders>
#include <QHttpServerRequest>
#include <QSslSocket>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

QByteArray methodName(QHttpServerRequest::Method method)
{
    using Method = QHttpServerRequest::Method;
    switch (method) {
    case Method::Get:
        return "GET";
    case Method::Put:
        return "PUT";
    case Method::Delete:
        return "DELETE";
    case Method::Post:
        return "POST";
    case Method::Head:
        return "HEAD";
    case Method::Options:
        return "OPTIONS";
    case Method::Patch:
        return "PATCH";
    default:
        return "UNKNOWN";
    }
}

QString decoded(QStringView text)
{
    return QString::fromUtf8(QByteArray::fromPercentEncoding(text.toLatin1()));
}

Request read(const QHttpServerRequest &source)
{
    Request request;
    request.method = methodName(source.method());
    const QUrl url = source.url();
    const QString path = url.path(QUrl::FullyEncoded);
    request.path = decoded(path);
    for (const QStringView segment : QStringView(path).split(u'/', Qt::SkipEmptyParts))
        request.segments.append(decoded(segment));
    // In a query Go writes a space as +.
    const QUrlQuery query(url.query(QUrl::FullyEncoded).replace(u'+', u"%20"_s));
    for (const auto &[name, value] : query.queryItems(QUrl::FullyEncoded))
        request.query.append({decoded(name), decoded(value)});
    request.body = source.body();
    const QHttpHeaders &headers = source.headers();
    request.accept = headers.combinedValue(QHttpHeaders::WellKnownHeader::Accept);
    request.contentType = headers.value(QHttpHeaders::WellKnownHeader::ContentType).toByteArray();
    request.userAgent = headers.value(QHttpHeaders::WellKnownHeader::UserAgent).toByteArray();
    request.authorization = headers.value(QHttpHeaders::WellKnownHeader::Authorization).toByteArray();
    return request;
}

} // namespace

Listener::Listener(std::optional<QSslConfiguration> tls, QObject *parent)
    : QTcpServer(parent)
    , m_tls(std::move(tls))
{
}

void Listener::incomingConnection(qintptr descriptor)
{
    if (!m_tls) {
        auto *socket = new QTcpSocket(this);
        if (!socket->setSocketDescriptor(descriptor)) {
            delete socket;
            return;
        }
        keep(socket);
        addPendingConnection(socket);
        return;
    }
    auto *socket = new QSslSocket(this);
    socket->setSslConfiguration(*m_tls);
    if (!socket->setSocketDescriptor(descriptor)) {
        delete socket;
        return;
    }
    connect(socket, &QSslSocket::encrypted, this, [this, socket] {
        disconnect(socket, &QAbstractSocket::disconnected, socket, &QObject::deleteLater);
        keep(socket);
        addPendingConnection(socket);
    });
    // A handshake that fails ends the connection.
    connect(socket, &QAbstractSocket::disconnected, socket, &QObject::deleteLater);
    socket->startServerEncryption();
}

void Listener::keep(QTcpSocket *socket)
{
    const quint16 port = socket->peerPort();
    m_sockets.insert(port, socket);
    const auto forget = [this, port, socket] {
        if (m_sockets.value(port) == socket)
            m_sockets.remove(port);
    };
    connect(socket, &QAbstractSocket::disconnected, this, forget);
    connect(socket, &QObject::destroyed, this, forget);
}

void Listener::cutAll()
{
    const QList<QAbstractSocket *> sockets = m_sockets.values();
    for (QAbstractSocket *socket : sockets)
        socket->abort();
}

Frontend::Frontend(Handler handler, QObject *parent)
    : QAbstractHttpServer(parent)
    , m_handler(std::move(handler))
{
}

quint16 Frontend::listen(quint16 port, std::optional<QSslConfiguration> tls)
{
    auto listener = std::make_unique<Listener>(std::move(tls));
    // Watches and lists of many clients come at once.
    listener->setListenBacklogSize(512);
    if (!listener->listen(QHostAddress::LocalHost, port) || !bind(listener.get())) {
        m_error = listener->errorString();
        return 0;
    }
    m_listener = listener.release();
    return m_listener->serverPort();
}

void Frontend::cutAll()
{
    if (m_listener)
        m_listener->cutAll();
}

void Frontend::close()
{
    if (!m_listener)
        return;
    m_listener->close();
    m_listener->cutAll();
}

bool Frontend::handleRequest(const QHttpServerRequest &request, QHttpServerResponder &responder)
{
    QAbstractSocket *socket = m_listener->socketOf(request.remotePort());
    m_handler(std::make_shared<Exchange>(read(request), std::move(responder), socket));
    return true;
}

void Frontend::missingHandler(const QHttpServerRequest &, QHttpServerResponder &)
{
    // Never: handleRequest() takes everything.
}

} // namespace sim
