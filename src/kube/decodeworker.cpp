// SPDX-License-Identifier: Apache-2.0
#include "decodeworker.h"

namespace kube {

void DecodeWorker::decodePage(quint64 epoch, QByteArray json)
{
    m_watch.reset();
    Q_EMIT pageDecoded(epoch, decodeListPage(std::move(json), m_decode, [&](const ListPage &head) {
                           Q_EMIT headDecoded(epoch, head);
                       }));
}

void DecodeWorker::feedWatch(quint64 epoch, const QByteArray &bytes)
{
    if (!m_watch || m_watchEpoch != epoch) {
        m_watch = std::make_unique<WatchDecoder>(m_decode);
        m_watchEpoch = epoch;
    }
    if (const QList<WatchEvent> events = m_watch->feed(bytes); !events.isEmpty())
        Q_EMIT eventsDecoded(epoch, events);
}

void DecodeWorker::endWatch(quint64 epoch)
{
    m_watch.reset(); // a line that was cut off is dropped: the next watch brings it again
    Q_EMIT watchEnded(epoch);
}

} // namespace kube
