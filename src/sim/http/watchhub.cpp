// SPDX-License-Identifier: Apache-2.0
#include "http/watchhub.h"

#include <algorithm>

namespace sim {

WatchHub::WatchHub(const Storage &storage, std::function<QDateTime()> clock, std::chrono::milliseconds bookmarkInterval,
                   QObject *parent)
    : QObject(parent)
    , m_storage(storage)
    , m_clock(std::move(clock))
{
    connect(&storage, &Storage::changed, this, &WatchHub::scheduleFlush);
    m_bookmarks.setInterval(bookmarkInterval);
    connect(&m_bookmarks, &QTimer::timeout, this, &WatchHub::sendBookmarks);
}

void WatchHub::add(const WatchRequest &request, const ExchangePtr &exchange)
{
    const quint64 id = ++m_lastId;
    auto *timeout = new QTimer(this);
    timeout->setSingleShot(true);
    connect(timeout, &QTimer::timeout, this, [this, id] { expire(id); });
    timeout->start(std::chrono::seconds(request.timeoutSeconds));
    // Nothing but the socket tells that the client is gone. Later, since the hub may be at work with the stream.
    if (QAbstractSocket *socket = exchange->socket())
        connect(
            socket, &QAbstractSocket::disconnected, this,
            [this, id] { removeIf([id](const Watch &watch) { return watch.id == id; }, Ending::Cut); },
            Qt::QueuedConnection);
    m_watches.push_back({id, std::make_unique<WatchStream>(request, exchange, m_storage, m_clock), timeout});
    if (request.bookmarks && !m_bookmarks.isActive())
        m_bookmarks.start();
    // What was written since its revision.
    scheduleFlush();
}

void WatchHub::scheduleFlush()
{
    if (m_flushScheduled || m_watches.empty())
        return;
    m_flushScheduled = true;
    QMetaObject::invokeMethod(this, &WatchHub::flush, Qt::QueuedConnection);
}

void WatchHub::removeIf(const std::function<bool(const Watch &)> &over, Ending ending)
{
    const auto gone = std::ranges::stable_partition(m_watches, std::not_fn(over));
    for (const Watch &watch : gone) {
        if (ending == Ending::Cut || watch.stream->isGone())
            watch.stream->cut();
        else
            watch.stream->end();
        watch.timeout->stop();
        watch.timeout->deleteLater();
    }
    m_watches.erase(gone.begin(), gone.end());
}

void WatchHub::flush()
{
    m_flushScheduled = false;
    removeIf([](const Watch &watch) { return !watch.stream->flush(); }, Ending::End);
}

void WatchHub::sendBookmarks()
{
    flush();
    bool any = false;
    for (const Watch &watch : m_watches) {
        if (!watch.stream->wantsBookmarks())
            continue;
        any = true;
        watch.stream->bookmark();
    }
    if (!any)
        m_bookmarks.stop();
}

void WatchHub::expire(quint64 id)
{
    flush();
    for (const Watch &watch : m_watches) {
        if (watch.id == id && watch.stream->wantsBookmarks())
            watch.stream->bookmark();
    }
    removeIf([id](const Watch &watch) { return watch.id == id; }, Ending::End);
}

void WatchHub::cutAll()
{
    removeIf([](const Watch &) { return true; }, Ending::Cut);
}

void WatchHub::endAll()
{
    flush();
    removeIf([](const Watch &) { return true; }, Ending::End);
}

} // namespace sim
