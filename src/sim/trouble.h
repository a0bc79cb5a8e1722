// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QString>
#include <chrono>
#include <functional>
#include <memory>

namespace sim {

class Exchange;

/// A request that came, for tests to look at.
struct RecordedRequest
{
    QByteArray method;
    QString path;
    QString query; ///< decoded, as name=value&name=value
    QByteArray contentType;
    QByteArray userAgent;
    QByteArray body;
};

/// Which requests a fault is for.
struct RequestMatch
{
    QByteArray method; ///< empty: any. "WATCH" is a GET that watches, and is not among the GETs
    QString path; ///< what the path must contain; empty: any

    [[nodiscard]] bool matches(const QByteArray &method, const QString &path) const;
};

/// The faults that a test wants of an ApiServer. All of them act in the server's thread; counts go down as requests are
/// hit. Faults on the wire are made by FaultProxy instead.
class Trouble final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Forgets the past: resource versions and continue tokens from before now get 410 Gone.
    void expireHistory();
    /// Closes the connections of all watches without an end.
    void dropWatches();
    /// Ends all watches as their timeout would.
    void endWatches();
    /// Closes every connection.
    void dropConnections();
    /// The next change of a resource ("pods"; empty: of any) is not seen by the watches that are open then.
    void loseNextEvent(const QString &resource = {});

    /// The next requests get an error, with the body of a real server; nothing is done.
    void failNext(int times, const RequestMatch &match, int code, const QString &message = {},
                  int retryAfterSeconds = -1);
    /// The next requests get this instead, such as the page of a captive portal.
    void answerNext(int times, const RequestMatch &match, int code, const QByteArray &contentType,
                    const QByteArray &body);
    /// The next requests find their connection closed before anything is done.
    void dropNext(int times, const RequestMatch &match);
    /// The next requests are carried out, but the connection closes in place of the answer.
    void dropAnswerNext(int times, const RequestMatch &match);

    /// Requests wait this long before they are looked at; zero: no longer.
    void delay(const RequestMatch &match, std::chrono::milliseconds time);
    /// Requests wait until release().
    void hold(const RequestMatch &match);
    /// Lets all waiting requests go on, and holds no more.
    void release();
    [[nodiscard]] qsizetype heldCount() const { return m_held.size(); }

    /// No more trouble; held requests go on.
    void clear();

    /// The last 10,000 requests.
    [[nodiscard]] const QList<RecordedRequest> &requests() const { return m_requests; }
    void clearRequests() { m_requests.clear(); }

Q_SIGNALS:
    /// Before the request is looked at.
    void requestArrived(const sim::RecordedRequest &request);

private:
    friend class ApiServer;

    enum class Kind { Fail, Answer, Drop, DropAnswer };
    struct Fault
    {
        Kind kind = Kind::Fail;
        int times = 1;
        RequestMatch match;
        int code = 500;
        QString message;
        int retryAfterSeconds = -1;
        QByteArray contentType;
        QByteArray body;
    };
    struct Delay
    {
        RequestMatch match;
        std::chrono::milliseconds time{};
    };

    /// Takes a request in: hands it to proceed now, later, or answers it itself.
    void admit(const std::shared_ptr<Exchange> &exchange);
    void record(const Exchange &exchange);
    void proceedOrFail(const std::shared_ptr<Exchange> &exchange);
    /// True if the answer is to be lost; counts it.
    [[nodiscard]] bool takesAnswer(const Exchange &exchange);
    [[nodiscard]] Fault *find(const Exchange &exchange, bool afterwards);
    void spend(const Fault *fault);

    // What the server gives it to work with.
    std::function<void(const std::shared_ptr<Exchange> &)> m_proceed;
    std::function<void()> m_expireHistory;
    std::function<void()> m_dropWatches;
    std::function<void()> m_endWatches;
    std::function<void()> m_dropConnections;
    std::function<void(const QString &)> m_loseNextEvent;

    QList<Fault> m_faults;
    QList<Delay> m_delays;
    QList<RequestMatch> m_holds;
    QList<std::shared_ptr<Exchange>> m_held;
    QList<RecordedRequest> m_requests;
};

} // namespace sim
