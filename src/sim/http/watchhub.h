// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/watchstream.h"

#include <QObject>
#include <QTimer>

namespace sim {

/// All open watches. However many writes a turn of the event loop brings, each watch is written to once; one timer
/// serves the bookmarks of all. A watch ends by its own timeout, when its connection goes, or when it falls behind the
/// history.
class WatchHub final : public QObject
{
    Q_OBJECT

public:
    WatchHub(const Storage &storage, std::function<QDateTime()> clock, std::chrono::milliseconds bookmarkInterval,
             QObject *parent = nullptr);

    void add(const WatchRequest &request, const ExchangePtr &exchange);
    [[nodiscard]] qsizetype size() const { return qsizetype(m_watches.size()); }

    /// Sends everything that is not sent yet.
    void flush();
    /// Closes the connections of all watches, as a server that dies.
    void cutAll();
    /// Ends all watches, as one that shuts down.
    void endAll();

private:
    void scheduleFlush();
    void sendBookmarks();
    struct Watch
    {
        quint64 id = 0;
        std::unique_ptr<WatchStream> stream;
        QTimer *timeout = nullptr;
    };
    enum class Ending { Cut, End };

    void expire(quint64 id);
    void removeIf(const std::function<bool(const Watch &)> &over, Ending ending);

    const Storage &m_storage;
    std::function<QDateTime()> m_clock;
    std::vector<Watch> m_watches;
    quint64 m_lastId = 0;
    QTimer m_bookmarks;
    bool m_flushScheduled = false;
};

} // namespace sim
