// SPDX-License-Identifier: Apache-2.0
#include "http/watchstream.h"

#include "registry/registry.h"
#include "json/jsonat.h"

using namespace Qt::StringLiterals;

namespace sim {

namespace {

/// A client that does not read is let go before it costs more than this.
constexpr qint64 longestBacklog = 64 * 1024 * 1024;

} // namespace

WatchStream::WatchStream(const WatchRequest &request, ExchangePtr exchange, const Storage &storage,
                         std::function<QDateTime()> clock)
    : m_request(request)
    , m_exchange(std::move(exchange))
    , m_storage(storage)
    , m_clock(std::move(clock))
    , m_cursor(request.revision == 0 ? storage.revision() : request.revision)
{
    QList<std::pair<QByteArray, QByteArray>> headers;
    if (!request.kind->deprecation.isEmpty())
        headers.append({"Warning", "299 - \"" + request.kind->deprecation.toUtf8() + '"'});
    m_exchange->begin("application/json", headers);
    if (request.revision != 0)
        return;
    QByteArray events;
    for (const StoredPtr &object : storage.list(request.selection.resource, request.selection.nameSpace)) {
        if (request.selection.matches(*object))
            events += event("ADDED", *object);
    }
    if (!events.isEmpty())
        m_exchange->write(events);
}

bool WatchStream::isGone() const
{
    const QAbstractSocket *socket = m_exchange->socket();
    return !socket || socket->state() != QAbstractSocket::ConnectedState || socket->bytesToWrite() > longestBacklog;
}

bool WatchStream::flush()
{
    if (isGone())
        return false;
    if (m_cursor < m_storage.compactedRevision()) {
        const Failure failure =
            expired(u"too old resource version: %1 (%2)"_s.arg(m_cursor).arg(m_storage.compactedRevision() + 1));
        m_exchange->write(event("ERROR", failure.toStatus()));
        return false;
    }
    if (m_cursor >= m_storage.revision())
        return true; // also: it waits for a revision of the future
    QByteArray events;
    for (const Change &change : m_storage.changesAfter(m_cursor)) {
        if (!change.lost)
            events += eventOf(change);
    }
    m_cursor = m_storage.revision();
    if (!events.isEmpty())
        m_exchange->write(events);
    return true;
}

QByteArray WatchStream::eventOf(const Change &change)
{
    const bool before = change.before && m_request.selection.matches(*change.before);
    const bool now = change.type != Change::Type::Deleted && m_request.selection.matches(*change.now);
    if (now)
        return event(before ? "MODIFIED" : "ADDED", *change.now);
    if (!before)
        return {};
    if (change.type == Change::Type::Deleted)
        return event("DELETED", *change.now);
    // It left the selection: for this watch it is gone, as it was last seen, at the revision of the change.
    QJsonObject last = change.before->object();
    setAt(last, "metadata.resourceVersion"_L1, QString::number(change.revision()));
    return event("DELETED", formed(Registry::presented(*m_request.kind, last)));
}

QByteArray WatchStream::event(const char *type, const Stored &object)
{
    const bool asStored = m_request.form == Form::Object
        && (!m_request.kind->custom || m_request.kind->type.version == m_request.kind->storageVersion);
    if (asStored)
        return QByteArray("{\"type\":\"") + type + "\",\"object\":" + object.json() + "}\n";
    return event(type, formed(Registry::presented(*m_request.kind, object.object())));
}

QByteArray WatchStream::event(const char *type, const QJsonObject &object) const
{
    return QByteArray("{\"type\":\"") + type + "\",\"object\":" + compactJson(object) + "}\n";
}

QJsonObject WatchStream::formed(const QJsonObject &object)
{
    switch (m_request.form) {
    case Form::Table: {
        const QJsonObject metadata{{u"resourceVersion"_s, valueAt(object, "metadata.resourceVersion"_L1)}};
        const QJsonValue columns = m_columnsSent ? QJsonValue() : QJsonValue(tableColumns(*m_request.kind));
        m_columnsSent = true;
        return tableOf(columns, {tableRow(*m_request.kind, object, m_request.include, m_clock())}, metadata);
    }
    case Form::Metadata:
        return metadataOnly(object);
    case Form::Object:
    case Form::Discovery:
        break;
    }
    return object;
}

void WatchStream::bookmark()
{
    QJsonObject object{
        {u"apiVersion"_s, m_request.kind->type.apiVersion()},
        {u"kind"_s, m_request.kind->type.kind},
        {u"metadata"_s,
         QJsonObject{{u"resourceVersion"_s, QString::number(m_cursor)}, {u"creationTimestamp"_s, QJsonValue()}}}};
    m_exchange->write(event("BOOKMARK", formed(object)));
}

void WatchStream::end()
{
    m_exchange->end();
}

void WatchStream::cut()
{
    m_exchange->cut();
}

} // namespace sim
