// SPDX-License-Identifier: Apache-2.0
#include "watcher.h"

#include "apierror.h"
#include "apistream.h"
#include "decodeworker.h"

#include <QCoreApplication>
#include <QRandomGenerator>
#include <QThread>

namespace kube {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(kube)
};

std::chrono::milliseconds steadyNow()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch());
}

} // namespace

Watcher::Watcher(ApiClient &client, QThread &decoding, Target target, QObject *parent)
    : Watcher(client, decoding, std::move(target), Timing(), parent)
{
}

Watcher::Watcher(ApiClient &client, QThread &decoding, Target target, const Timing &timing, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_target(std::move(target))
    , m_timing(timing)
    , m_backoff(timing.backoff)
    , m_worker(new DecodeWorker(m_target.decode))
{
    m_worker->moveToThread(&decoding);
    connect(m_worker, &DecodeWorker::headDecoded, this, &Watcher::onHead);
    connect(m_worker, &DecodeWorker::pageDecoded, this, &Watcher::onPage);
    connect(m_worker, &DecodeWorker::eventsDecoded, this, &Watcher::onEvents);
    connect(m_worker, &DecodeWorker::watchEnded, this, &Watcher::onWatchEnded);
    connect(&client, &ApiClient::reconnected, this, &Watcher::retry);
    m_retryTimer.setSingleShot(true);
    connect(&m_retryTimer, &QTimer::timeout, this, &Watcher::resume);
    m_silenceTimer.setSingleShot(true);
    connect(&m_silenceTimer, &QTimer::timeout, this, &Watcher::onSilence);
}

Watcher::~Watcher()
{
    m_worker->deleteLater();
}

void Watcher::start()
{
    if (m_state == State::Idle)
        resume();
}

void Watcher::retry()
{
    if (m_state != State::Idle)
        resume();
}

void Watcher::setState(State state)
{
    if (state != State::BackingOff)
        m_nextAttempt = {};
    if (state != State::BackingOff && state != State::Refused)
        m_error.reset();
    if (std::exchange(m_state, state) != state || state == State::BackingOff || state == State::Refused)
        Q_EMIT stateChanged(state);
}

void Watcher::contact()
{
    m_lastContact = QDateTime::currentDateTimeUtc();
}

void Watcher::dropStream()
{
    ++m_epoch;
    m_retryTimer.stop();
    m_silenceTimer.stop();
    if (m_stream) {
        m_stream->disconnect(this);
        m_stream.release()->deleteLater(); // we may be inside one of its signals
    }
}

void Watcher::resume()
{
    dropStream();
    if (m_version.isEmpty())
        list();
    else
        watch();
}

// --- list ------------------------------------------------------------------------------------------------------------

void Watcher::list()
{
    dropStream();
    m_listed.clear();
    m_continueToken.clear();
    m_remaining = 0;
    setState(State::Listing);
    requestPage({});
}

void Watcher::requestPage(const QString &continueToken)
{
    m_continueToken = continueToken;
    m_page = QByteArray();
    m_page.reserve(m_pageBytes + m_pageBytes / 8);
    m_stream = m_client.open(requests::list(m_target.type, m_target.nameSpace, m_target.selection,
                                            m_wholeList ? 0 : m_target.pageSize, continueToken));
    connect(m_stream.get(), &ApiStream::dataAvailable, this, [this] {
        contact();
        m_page += m_stream->read();
        constexpr qsizetype most = 512 * 1024 * 1024;
        if (m_page.size() > most) {
            Error error;
            error.kind = Error::Kind::Protocol;
            error.message = Text::tr("A list of %1 is larger than 512 MiB and was not read.").arg(m_target.type.plural);
            m_stream->abort(error);
        }
    });
    connect(m_stream.get(), &ApiStream::finished, this, &Watcher::onPageFinished);
}

void Watcher::onPageFinished(const std::optional<Error> &error)
{
    m_stream.release()->deleteLater();
    if (!error) {
        m_pageBytes = m_page.size();
        QMetaObject::invokeMethod(
            m_worker,
            [worker = m_worker, epoch = m_epoch, page = std::move(m_page)]() mutable {
                worker->decodePage(epoch, std::move(page));
            },
            Qt::QueuedConnection);
        return;
    }
    // The list grew too old between two pages (pager.FullListIfExpired).
    if (error->isGone() && !m_continueToken.isEmpty()) {
        m_wholeList = true;
        return list();
    }
    fail(*error);
}

void Watcher::onHead(quint64 epoch, const ListPage &head)
{
    if (epoch != m_epoch)
        return;
    m_listVersion = head.resourceVersion;
    m_remaining = head.remaining;
    if (head.continueToken.isEmpty())
        return;
    if (head.continueToken == m_continueToken) {
        Error error;
        error.kind = Error::Kind::Protocol;
        error.message = Text::tr("The server answers the same page of %1 again and again.").arg(m_target.type.plural);
        return fail(error);
    }
    requestPage(head.continueToken);
}

void Watcher::onPage(quint64 epoch, const Result<ListPage> &page)
{
    if (epoch != m_epoch)
        return;
    if (!page)
        return fail(page.error());
    m_listed += page->objects;
    if (!page->continueToken.isEmpty()) {
        Q_EMIT listProgress();
        return;
    }
    m_wholeList = false;
    m_version = m_listVersion;
    contact();
    m_store.replaceAll(std::exchange(m_listed, {}));
    m_justListed = true;
    watch();
}

// --- watch -----------------------------------------------------------------------------------------------------------

void Watcher::watch()
{
    dropStream();
    if (m_state != State::Watching) // a watch that ended in time is resumed without a flicker
        setState(State::Connecting);
    m_endError.reset();
    m_answered = false;
    m_heardEvents = false;
    m_watchBegan = steadyNow();
    const auto life = std::chrono::seconds(QRandomGenerator::global()->bounded(
        qint64(m_timing.watchAtLeast.count()), qint64(m_timing.watchAtMost.count()) + 1));
    m_stream = m_client.open(requests::watch(m_target.type, m_target.nameSpace, m_target.selection, m_version, life));
    connect(m_stream.get(), &ApiStream::started, this, &Watcher::onWatchStarted);
    connect(m_stream.get(), &ApiStream::dataAvailable, this, [this] {
        contact();
        m_silenceTimer.start(m_timing.silence);
        QMetaObject::invokeMethod(
            m_worker,
            [worker = m_worker, epoch = m_epoch, bytes = m_stream->read()] { worker->feedWatch(epoch, bytes); },
            Qt::QueuedConnection);
    });
    connect(m_stream.get(), &ApiStream::finished, this, [this](const std::optional<Error> &error) {
        m_silenceTimer.stop();
        m_endError = error;
        // What came before the end is still being decoded.
        QMetaObject::invokeMethod(
            m_worker, [worker = m_worker, epoch = m_epoch] { worker->endWatch(epoch); }, Qt::QueuedConnection);
    });
    m_silenceTimer.start(m_timing.headers);
}

void Watcher::onWatchStarted()
{
    contact();
    m_answered = true;
    m_silenceTimer.start(m_timing.silence);
    setState(State::Watching);
}

void Watcher::onEvents(quint64 epoch, const QList<WatchEvent> &events)
{
    if (epoch != m_epoch)
        return;
    for (const WatchEvent &event : events) {
        switch (event.type) {
        case WatchEvent::Type::Added:
        case WatchEvent::Type::Modified:
            m_store.put(event.object);
            break;
        case WatchEvent::Type::Deleted:
            m_store.remove(event.object->meta.key());
            break;
        case WatchEvent::Type::Bookmark:
            break;
        case WatchEvent::Type::Error:
            if (event.error.isGone()) {
                m_version.clear();
                // Gone straight after a list is a server in trouble, not a watch that slept too long.
                if (m_justListed)
                    return fail(event.error);
                return list();
            }
            if (event.error.kind == Error::Kind::Protocol)
                m_version.clear(); // something was missed: list again
            return fail(event.error);
        }
        if (!event.resourceVersion.isEmpty())
            m_version = event.resourceVersion;
        m_heardEvents = true;
        m_justListed = false;
    }
}

void Watcher::onWatchEnded(quint64 epoch)
{
    if (epoch != m_epoch)
        return;
    const bool worked = m_answered && (m_heardEvents || steadyNow() - m_watchBegan >= m_timing.tooShort);
    if (m_endError && m_endError->isGone()) {
        const Error gone = *m_endError;
        m_version.clear();
        return m_justListed ? fail(gone) : list();
    }
    // A watch that had been answered may be cut at any time (proxies, a server's restart): go on from its version.
    if (worked) {
        m_justListed = false;
        return watch();
    }
    if (m_endError)
        return fail(*m_endError);
    Error error;
    error.kind = Error::Kind::Network;
    error.message = Text::tr("The server ends every watch of %1 at once.").arg(m_target.type.plural);
    fail(error);
}

void Watcher::onSilence()
{
    if (m_answered)
        return watch(); // resumes from the version; if the server is gone, that fails within `headers`
    fail(errorTimeout(m_client.config().server, m_timing.headers));
}

// --- trouble ---------------------------------------------------------------------------------------------------------

void Watcher::fail(const Error &error)
{
    if (error.isUnauthorized() || error.isForbidden() || error.isNotFound())
        return refuse(error);
    dropStream();
    std::chrono::milliseconds delay = m_backoff.next(steadyNow(), QRandomGenerator::global()->generateDouble());
    if (error.retryAfterSeconds > 0) {
        constexpr int longest = 60; // a server's clock or a proxy's page may say anything
        delay = std::max<std::chrono::milliseconds>(delay,
                                                    std::chrono::seconds(std::min(error.retryAfterSeconds, longest)));
    }
    m_error = error;
    m_nextAttempt = QDateTime::currentDateTimeUtc().addMSecs(delay.count());
    m_retryTimer.start(delay);
    setState(State::BackingOff);
}

void Watcher::refuse(const Error &error)
{
    dropStream();
    m_error = error;
    m_version.clear();
    if (error.isNotFound()) {
        contact();
        m_store.replaceAll({}); // the kind is not served (any more): there are none
    }
    setState(State::Refused);
}

} // namespace kube
