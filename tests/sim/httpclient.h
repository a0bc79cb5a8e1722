// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QEventLoop>
#include <QHttp1Configuration>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSslConfiguration>
#include <QTimer>
#include <memory>

/// A plain HTTP/1.1 client for tests: asks, waits for the answer.
class HttpClient final
{
public:
    struct Answer
    {
        int code = 0; ///< 0: the connection ended without one
        QByteArray body;
        QByteArray contentType;
        QByteArray warnings; ///< joined as Qt does: 299 - "a", 299 - "b"
        QByteArray retryAfter;

        [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
        [[nodiscard]] QString text(const char *field) const { return json()[QLatin1StringView(field)].toString(); }
    };

    explicit HttpClient(QUrl server, QByteArray token = {})
        : m_server(std::move(server))
        , m_token(std::move(token))
    {
    }

    Answer call(const QByteArray &method, const QString &path, const QByteArray &body = {},
                const QByteArray &contentType = "application/json", const QByteArray &accept = {})
    {
        QNetworkReply *reply = start(method, path, body, contentType, accept);
        QEventLoop loop;
        QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
        QTimer::singleShot(std::chrono::seconds(30), &loop, &QEventLoop::quit);
        if (!reply->isFinished())
            loop.exec();
        Answer answer;
        answer.code = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        answer.body = reply->readAll();
        answer.contentType = reply->header(QNetworkRequest::ContentTypeHeader).toByteArray();
        answer.warnings = reply->rawHeader("Warning");
        answer.retryAfter = reply->rawHeader("Retry-After");
        if (reply->error() == QNetworkReply::RemoteHostClosedError)
            answer.code = 0;
        reply->deleteLater();
        return answer;
    }
    Answer get(const QString &path, const QByteArray &accept = {}) { return call("GET", path, {}, {}, accept); }
    Answer post(const QString &path, const QByteArray &body) { return call("POST", path, body); }
    Answer put(const QString &path, const QByteArray &body) { return call("PUT", path, body); }
    Answer merge(const QString &path, const QByteArray &body)
    {
        return call("PATCH", path, body, "application/merge-patch+json");
    }
    Answer apply(const QString &path, const QByteArray &body)
    {
        return call("PATCH", path, body, "application/apply-patch+yaml");
    }
    Answer remove(const QString &path, const QByteArray &body = {}) { return call("DELETE", path, body); }

    /// Begins a request; the caller owns the reply.
    QNetworkReply *start(const QByteArray &method, const QString &path, const QByteArray &body = {},
                         const QByteArray &contentType = {}, const QByteArray &accept = {})
    {
        QNetworkRequest request(QUrl(m_server.toString() + path));
        request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
        request.setHeader(QNetworkRequest::UserAgentHeader, m_userAgent);
        request.setSslConfiguration(m_tls);
        QHttp1Configuration connections;
        connections.setNumberOfConnectionsPerHost(64);
        request.setHttp1Configuration(connections);
        if (!contentType.isEmpty())
            request.setHeader(QNetworkRequest::ContentTypeHeader, contentType);
        if (!accept.isEmpty())
            request.setRawHeader("Accept", accept);
        if (!m_token.isEmpty())
            request.setRawHeader("Authorization", "Bearer " + m_token);
        return m_manager.sendCustomRequest(request, method, body);
    }

    void setTls(const QSslConfiguration &tls) { m_tls = tls; }
    void setUserAgent(const QByteArray &agent) { m_userAgent = agent; }
    [[nodiscard]] QNetworkAccessManager &manager() { return m_manager; }

private:
    QUrl m_server;
    QByteArray m_token;
    QByteArray m_userAgent = "tester/1.0";
    QSslConfiguration m_tls = QSslConfiguration::defaultConfiguration();
    QNetworkAccessManager m_manager;
};

/// A watch that collects its events.
class WatchClient final : public QObject
{
    Q_OBJECT

public:
    WatchClient(HttpClient &client, const QString &path, const QByteArray &accept = {})
        : m_reply(client.start("GET", path, {}, {}, accept))
    {
        connect(m_reply.get(), &QNetworkReply::readyRead, this, &WatchClient::read);
        connect(m_reply.get(), &QNetworkReply::finished, this, [this] {
            read();
            m_ended = true;
        });
    }

    [[nodiscard]] const QList<QJsonObject> &events() const { return m_events; }
    /// "ADDED rec", "DELETED rec", ...
    [[nodiscard]] QStringList summary() const
    {
        QStringList result;
        for (const QJsonObject &event : m_events) {
            const QString name = event[u"object"][u"metadata"][u"name"].toString();
            const QString type = event[u"type"].toString();
            result.append(name.isEmpty() ? type : type + u' ' + name);
        }
        return result;
    }
    [[nodiscard]] bool ended() const { return m_ended; }
    [[nodiscard]] bool endedInOrder() const { return m_ended && m_reply->error() == QNetworkReply::NoError; }
    [[nodiscard]] int code() const { return m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(); }
    /// How often data came.
    [[nodiscard]] int reads() const { return m_reads; }
    void abort() { m_reply->abort(); }

private:
    void read()
    {
        const QByteArray data = m_reply->readAll();
        m_reads += data.isEmpty() ? 0 : 1;
        m_buffer += data;
        for (qsizetype end = m_buffer.indexOf('\n'); end >= 0; end = m_buffer.indexOf('\n')) {
            const QByteArray line = m_buffer.first(end);
            m_buffer.remove(0, end + 1);
            if (!line.trimmed().isEmpty())
                m_events.append(QJsonDocument::fromJson(line).object());
        }
    }

    std::unique_ptr<QNetworkReply> m_reply;
    QByteArray m_buffer;
    QList<QJsonObject> m_events;
    int m_reads = 0;
    bool m_ended = false;
};
