// SPDX-License-Identifier: Apache-2.0
#include "trouble.h"

#include "http/exchange.h"
#include "http/respond.h"
#include "http/route.h"

#include <QTimer>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

constexpr qsizetype mostRecorded = 10'000;

QByteArray methodOf(const Request &request)
{
    const std::optional<Route> route = routeOf(request);
    return route && route->verb == "watch"_L1 ? QByteArray("WATCH") : request.method;
}

/// The failure that a server in trouble would give with a code.
Failure failureOf(int code, const QString &message, int retryAfterSeconds)
{
    static const QHash<int, std::pair<QString, QString>> known{
        {401, {u"Unauthorized"_s, u"Unauthorized"_s}},
        {403, {u"Forbidden"_s, u"forbidden"_s}},
        {404, {u"NotFound"_s, u"the server could not find the requested resource"_s}},
        {409, {u"Conflict"_s, u"Operation cannot be fulfilled: the object has been modified"_s}},
        {410, {u"Expired"_s, u"The resourceVersion for the provided list is too old."_s}},
        {429, {u"TooManyRequests"_s, u"too many requests, please try again later"_s}},
        {500, {u"InternalError"_s, u"Internal error occurred: the simulated cluster was told to fail"_s}},
        {503, {u"ServiceUnavailable"_s, u"the server is currently unable to handle the request"_s}},
        {504,
         {u"Timeout"_s,
          u"the server was unable to return a response in the time allotted, but may still be "
          "processing the request"_s}},
    };
    const auto [reason, sentence] =
        known.value(code, {u"InternalError"_s, u"the simulated cluster was told to fail"_s});
    Failure failure;
    failure.code = code;
    failure.reason = reason;
    failure.message = message.isEmpty() ? sentence : message;
    failure.retryAfterSeconds = retryAfterSeconds;
    return failure;
}

} // namespace

bool RequestMatch::matches(const QByteArray &givenMethod, const QString &givenPath) const
{
    return (method.isEmpty() || method == givenMethod) && givenPath.contains(path);
}

void Trouble::expireHistory()
{
    m_expireHistory();
}

void Trouble::dropWatches()
{
    m_dropWatches();
}

void Trouble::endWatches()
{
    m_endWatches();
}

void Trouble::dropConnections()
{
    m_dropConnections();
}

void Trouble::loseNextEvent(const QString &resource)
{
    m_loseNextEvent(resource);
}

void Trouble::failNext(int times, const RequestMatch &match, int code, const QString &message, int retryAfterSeconds)
{
    m_faults.append({Kind::Fail, times, match, code, message, retryAfterSeconds, {}, {}});
}

void Trouble::answerNext(int times, const RequestMatch &match, int code, const QByteArray &contentType,
                         const QByteArray &body)
{
    m_faults.append({Kind::Answer, times, match, code, {}, -1, contentType, body});
}

void Trouble::dropNext(int times, const RequestMatch &match)
{
    m_faults.append({Kind::Drop, times, match, 0, {}, -1, {}, {}});
}

void Trouble::dropAnswerNext(int times, const RequestMatch &match)
{
    m_faults.append({Kind::DropAnswer, times, match, 0, {}, -1, {}, {}});
}

void Trouble::delay(const RequestMatch &match, std::chrono::milliseconds time)
{
    m_delays.removeIf(
        [&](const Delay &delay) { return delay.match.method == match.method && delay.match.path == match.path; });
    if (time.count() > 0)
        m_delays.append({match, time});
}

void Trouble::hold(const RequestMatch &match)
{
    m_holds.append(match);
}

void Trouble::release()
{
    m_holds.clear();
    const QList<std::shared_ptr<Exchange>> held = std::exchange(m_held, {});
    for (const std::shared_ptr<Exchange> &exchange : held)
        proceedOrFail(exchange);
}

void Trouble::clear()
{
    m_faults.clear();
    m_delays.clear();
    release();
}

void Trouble::record(const Exchange &exchange)
{
    const Request &request = exchange.request();
    QStringList query;
    for (const auto &[name, value] : request.query)
        query.append(name + u'=' + value);
    if (m_requests.size() >= mostRecorded)
        m_requests.removeFirst();
    m_requests.append(
        {request.method, request.path, query.join(u'&'), request.contentType, request.userAgent, request.body});
    Q_EMIT requestArrived(m_requests.constLast());
}

void Trouble::admit(const std::shared_ptr<Exchange> &exchange)
{
    record(*exchange);
    const QByteArray method = methodOf(exchange->request());
    const QString &path = exchange->request().path;
    if (std::ranges::any_of(m_holds, [&](const RequestMatch &match) { return match.matches(method, path); })) {
        m_held.append(exchange);
        return;
    }
    const auto delay =
        std::ranges::find_if(m_delays, [&](const Delay &one) { return one.match.matches(method, path); });
    if (delay != m_delays.end())
        QTimer::singleShot(delay->time, this, [this, exchange] { proceedOrFail(exchange); });
    else
        proceedOrFail(exchange);
}

Trouble::Fault *Trouble::find(const Exchange &exchange, bool afterwards)
{
    const QByteArray method = methodOf(exchange.request());
    const auto found = std::ranges::find_if(m_faults, [&](const Fault &fault) {
        return (fault.kind == Kind::DropAnswer) == afterwards && fault.match.matches(method, exchange.request().path);
    });
    return found == m_faults.end() ? nullptr : &*found;
}

void Trouble::spend(const Fault *fault)
{
    Fault &spent = m_faults[fault - m_faults.constData()];
    if (--spent.times <= 0)
        m_faults.remove(fault - m_faults.constData());
}

void Trouble::proceedOrFail(const std::shared_ptr<Exchange> &exchange)
{
    const Fault *found = find(*exchange, false);
    if (!found) {
        m_proceed(exchange);
        return;
    }
    const Fault fault = *found;
    spend(found);
    if (fault.kind == Kind::Drop) {
        exchange->cut();
    } else if (fault.kind == Kind::Answer) {
        Response response;
        response.code = fault.code;
        response.contentType = fault.contentType;
        response.body = fault.body;
        exchange->send(response);
    } else {
        exchange->send(
            failureResponse(exchange->request(), failureOf(fault.code, fault.message, fault.retryAfterSeconds)));
    }
}

bool Trouble::takesAnswer(const Exchange &exchange)
{
    const Fault *fault = find(exchange, true);
    if (fault)
        spend(fault);
    return fault;
}

} // namespace sim
