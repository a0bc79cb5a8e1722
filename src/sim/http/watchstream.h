// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/exchange.h"
#include "http/listing.h"
#include "http/negotiation.h"
#include "http/table.h"

namespace sim {

/// What a watch wants to see, and how.
struct WatchRequest
{
    KindPtr kind;
    Selection selection;
    Form form = Form::Object;
    IncludeObject include = IncludeObject::Metadata;
    qint64 revision = 0; ///< 0: begin with an ADDED for all that there is
    bool bookmarks = false;
    qint64 timeoutSeconds = 0;
};

/// One open watch: turns changes into events. Writes nothing by itself; WatchHub says when.
class WatchStream final
{
public:
    WatchStream(const WatchRequest &request, ExchangePtr exchange, const Storage &storage,
                std::function<QDateTime()> clock);

    /// Writes the events of all changes since the last call, in one piece. False: the watch is over.
    [[nodiscard]] bool flush();
    void bookmark();
    void end();
    void cut();

    [[nodiscard]] const ExchangePtr &exchange() const { return m_exchange; }
    [[nodiscard]] bool wantsBookmarks() const { return m_request.bookmarks; }
    [[nodiscard]] bool isGone() const;

private:
    [[nodiscard]] QByteArray eventOf(const Change &change);
    [[nodiscard]] QByteArray event(const char *type, const Stored &object);
    [[nodiscard]] QByteArray event(const char *type, const QJsonObject &object) const;
    [[nodiscard]] QJsonObject formed(const QJsonObject &object);

    WatchRequest m_request;
    ExchangePtr m_exchange;
    const Storage &m_storage;
    std::function<QDateTime()> m_clock;
    qint64 m_cursor = 0; ///< changes up to here have been looked at
    bool m_columnsSent = false;
};

} // namespace sim
