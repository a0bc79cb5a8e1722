// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/request.h"

#include <QAbstractSocket>
#include <QHttpServerResponder>
#include <QPointer>
#include <memory>

namespace sim {

/// A request that waits for its answer, and the connection it came on. Answered once: by send(), by cut(), or by
/// begin(), write()... and end(). A client that is gone is no error; its answer goes nowhere.
class Exchange final
{
public:
    Exchange(Request request, QHttpServerResponder &&responder, QAbstractSocket *socket);

    [[nodiscard]] const Request &request() const { return m_request; }
    /// Null once the connection is gone.
    [[nodiscard]] QAbstractSocket *socket() const { return m_socket; }

    void send(const Response &response);
    /// Closes the connection without an answer, or in the middle of one.
    void cut();

    void begin(const QByteArray &contentType, const QList<std::pair<QByteArray, QByteArray>> &headers);
    void write(const QByteArray &data);
    void end();

private:
    Request m_request;
    std::optional<QHttpServerResponder> m_responder;
    QPointer<QAbstractSocket> m_socket;
};

using ExchangePtr = std::shared_ptr<Exchange>;

} // namespace sim
