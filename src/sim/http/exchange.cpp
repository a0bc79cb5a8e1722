// SPDX-License-Identifier: Apache-2.0
#include "http/exchange.h"

#include <QHttpHeaders>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

QHttpHeaders headersOf(const QByteArray &contentType, const QList<std::pair<QByteArray, QByteArray>> &more)
{
    QHttpHeaders headers;
    headers.append(QHttpHeaders::WellKnownHeader::CacheControl, "no-cache, private"_L1);
    headers.append(QHttpHeaders::WellKnownHeader::ContentType, contentType);
    for (const auto &[name, value] : more)
        headers.append(QLatin1StringView(name), QLatin1StringView(value));
    return headers;
}

} // namespace

Exchange::Exchange(Request request, QHttpServerResponder &&responder, QAbstractSocket *socket)
    : m_request(std::move(request))
    , m_responder(std::move(responder))
    , m_socket(socket)
{
}

void Exchange::send(const Response &response)
{
    if (!m_responder)
        return;
    m_responder->write(response.body, headersOf(response.contentType, response.headers),
                       QHttpServerResponder::StatusCode(response.code));
    // Its end tells the server that the next request of the connection may come.
    m_responder.reset();
}

void Exchange::cut()
{
    if (m_socket)
        m_socket->abort();
    m_responder.reset();
}

void Exchange::begin(const QByteArray &contentType, const QList<std::pair<QByteArray, QByteArray>> &headers)
{
    if (m_responder)
        m_responder->writeBeginChunked(headersOf(contentType, headers));
}

void Exchange::write(const QByteArray &data)
{
    if (m_responder && m_socket && m_socket->state() == QAbstractSocket::ConnectedState)
        m_responder->writeChunk(data);
}

void Exchange::end()
{
    // QHttpServer complains about a last chunk without data; white space between JSON values means nothing.
    if (m_responder && m_socket && m_socket->state() == QAbstractSocket::ConnectedState)
        m_responder->writeEndChunked("\n");
    m_responder.reset();
}

} // namespace sim
