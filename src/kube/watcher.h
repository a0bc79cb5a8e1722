// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apiclient.h"
#include "backoff.h"
#include "decoder.h"
#include "objectstore.h"

#include <QDateTime>
#include <QTimer>
#include <optional>

class QThread;

namespace kube {

class ApiStream;
class DecodeWorker;

/// Keeps an ObjectStore equal to what the server has of one kind and selection: lists it in pages, watches it from
/// there, and recovers by itself. The only place that knows resource versions, 410 and back-off; the rules are those of
/// client-go's reflector.go and kube-rs' watcher.rs.
///
/// Trouble is a state with an error and the time of the last contact, never a dialog. What the store holds stays there
/// and grows older; readers show lastContact(). While Watching, the server was heard from in the last 75 seconds (a
/// bookmark comes each minute): a silent watch is ended and resumed from its version, which also finds a dead
/// connection out.
///
/// Lives on the client's thread; JSON is decoded on the thread given. Destroying it ends its connection.
class Watcher final : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Idle, ///< before start()
        Listing,
        Connecting, ///< the list is in, the watch not confirmed yet
        Watching,
        BackingOff, ///< tries again by itself at nextAttempt()
        Refused, ///< 401, 403, 404: tries again on retry() or when the client reconnects
    };
    Q_ENUM(State)

    struct Timing
    {
        Backoff::Limits backoff;
        std::chrono::seconds watchAtLeast{240}; ///< a watch's life is drawn between the two: idle proxies cut at 300 s
        std::chrono::seconds watchAtMost{290};
        std::chrono::milliseconds silence{75'000};
        std::chrono::milliseconds headers{15'000}; ///< from opening a watch to the head of the answer
        std::chrono::milliseconds tooShort{1'000}; ///< a watch that ends sooner without an event counts as a failure
    };

    struct Target
    {
        ResourceType type;
        QString nameSpace; ///< empty: all namespaces
        Selection selection;
        Decode decode = nullptr;
        int pageSize = 500;
    };

    Watcher(ApiClient &client, QThread &decoding, Target target, QObject *parent = nullptr);
    Watcher(ApiClient &client, QThread &decoding, Target target, const Timing &timing, QObject *parent = nullptr);
    ~Watcher() override;

    void start();
    /// Now, whatever was being waited for.
    void retry();

    [[nodiscard]] const ObjectStore &store() const noexcept { return m_store; }
    [[nodiscard]] const Target &target() const noexcept { return m_target; }
    [[nodiscard]] State state() const noexcept { return m_state; }
    /// What is wrong, in BackingOff and Refused.
    [[nodiscard]] const std::optional<Error> &error() const noexcept { return m_error; }
    /// UTC, by the wall clock; invalid before the first answer.
    [[nodiscard]] QDateTime lastContact() const { return m_lastContact; }
    /// UTC; invalid unless BackingOff.
    [[nodiscard]] QDateTime nextAttempt() const { return m_nextAttempt; }
    /// While Listing: objects received so far, and how many the server said are to come (0: it did not say).
    [[nodiscard]] qint64 listed() const noexcept { return m_listed.size(); }
    [[nodiscard]] qint64 remaining() const noexcept { return m_remaining; }

Q_SIGNALS:
    void stateChanged(kube::Watcher::State state);
    void listProgress();

private:
    void setState(State state);
    void list();
    void requestPage(const QString &continueToken);
    void onPageFinished(const std::optional<Error> &error);
    void onHead(quint64 epoch, const ListPage &head);
    void onPage(quint64 epoch, const Result<ListPage> &page);
    void watch();
    void onWatchStarted();
    void onEvents(quint64 epoch, const QList<WatchEvent> &events);
    void onWatchEnded(quint64 epoch);
    void onSilence();
    void fail(const Error &error);
    void refuse(const Error &error);
    void resume();
    void dropStream();
    void contact();

    ApiClient &m_client;
    const Target m_target;
    const Timing m_timing;
    ObjectStore m_store;
    Backoff m_backoff;
    DecodeWorker *m_worker; // lives on the decoding thread
    std::unique_ptr<ApiStream> m_stream;
    QTimer m_retryTimer;
    QTimer m_silenceTimer;

    State m_state = State::Idle;
    std::optional<Error> m_error;
    QDateTime m_lastContact;
    QDateTime m_nextAttempt;

    quint64 m_epoch = 0; ///< of the list or watch under way: answers of an earlier one are dropped
    QString m_version; ///< to watch from; empty: list first
    // List under way
    QByteArray m_page;
    qsizetype m_pageBytes = 0; ///< of the page before: the next is about as large
    QList<ObjectPtr> m_listed;
    QString m_listVersion;
    QString m_continueToken;
    qint64 m_remaining = 0;
    bool m_wholeList = false; ///< a continue token had expired: one list without pages
    // Watch under way
    std::optional<Error> m_endError;
    std::chrono::milliseconds m_watchBegan{0};
    bool m_answered = false;
    bool m_heardEvents = false;
    bool m_justListed = false;
};

} // namespace kube
