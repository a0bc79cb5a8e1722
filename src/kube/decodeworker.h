// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decoder.h"

#include <QObject>

namespace kube {

/// Decodes for one Watcher on another thread, in the order of the calls. Every answer carries the epoch of its
/// question.
class DecodeWorker final : public QObject
{
    Q_OBJECT

public:
    explicit DecodeWorker(Decode decode)
        : m_decode(decode)
    {
    }

    void decodePage(quint64 epoch, QByteArray json);
    void feedWatch(quint64 epoch, const QByteArray &bytes);
    void endWatch(quint64 epoch);

Q_SIGNALS:
    void headDecoded(quint64 epoch, const kube::ListPage &head);
    void pageDecoded(quint64 epoch, const kube::Result<kube::ListPage> &page);
    void eventsDecoded(quint64 epoch, const QList<kube::WatchEvent> &events);
    void watchEnded(quint64 epoch);

private:
    const Decode m_decode;
    std::unique_ptr<WatchDecoder> m_watch;
    quint64 m_watchEpoch = 0;
};

} // namespace kube
