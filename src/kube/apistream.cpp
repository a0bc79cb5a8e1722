// SPDX-License-Identifier: Apache-2.0
#include "apistream.h"

#include "apierror.h"
#include "proxyenvironment.h"

#include <QCoreApplication>
#include <QNetworkReply>
#include <QPointer>
#include <QTimer>

namespace kube {

namespace {

/// Nothing came back. Where kubectl works and Rollhive does not, the way there is why.
Error unreachable(Error error, const QUrl &server)
{
    if (error.kind != Error::Kind::Network && error.kind != Error::Kind::Timeout)
        return error;
    const QString variable = proxyVariable(server, QProcessEnvironment::systemEnvironment());
    if (!variable.isEmpty()) {
        error.message += u' '
            + QCoreApplication::translate("kube",
                                          "%1 is set: kubectl connects through that proxy, Rollhive connects directly. "
                                          "Use a network from which the server can be reached.")
                  .arg(variable);
    }
    return error;
}

} // namespace

ApiStream::ApiStream(ApiClient &client, ApiRequest request)
    : m_client(client)
    , m_request(std::move(request))
{
    connect(&client, &ApiClient::reconnected, this, [this] {
        Error error;
        error.message = QCoreApplication::translate("kube", "The connection was made anew before the answer came.");
        abort(error);
    });
    fetchCredential();
}

ApiStream::~ApiStream()
{
    dropReply();
}

void ApiStream::dropReply()
{
    QNetworkReply *reply = std::exchange(m_reply.reply, nullptr);
    if (!reply)
        return;
    reply->disconnect(this);
    reply->abort();
    reply->deleteLater(); // we may be inside one of its slots
    m_reply.connections.reset();
}

void ApiStream::fetchCredential()
{
    m_client.m_credentials->get(this, [this](const Result<Credential> &credential) { begin(credential); });
}

void ApiStream::begin(const Result<Credential> &credential)
{
    if (m_done)
        return;
    if (!credential)
        return finish(credential.error());
    m_credential = *credential;
    const auto lane = m_request.isWrite() ? ApiClient::Lane::Write
        : m_request.timeout.count() == 0  ? ApiClient::Lane::Watch
                                          : ApiClient::Lane::Read;
    Result<ApiClient::Started> started = m_client.start(m_request, lane, m_credential);
    if (!started)
        return finish(started.error());
    m_reply = std::move(*started);
    QNetworkReply *reply = m_reply.reply;
    reply->setReadBufferSize(4 * 1024 * 1024);
    connect(reply, &QNetworkReply::metaDataChanged, this, &ApiStream::onHeaders);
    connect(reply, &QNetworkReply::readyRead, this, &ApiStream::onReadyRead);
    connect(reply, &QNetworkReply::finished, this, &ApiStream::onFinished);
    connect(reply, &QNetworkReply::sslErrors, this, &ApiStream::onSslErrors);
    if (m_request.timeout.count() > 0 && !m_deadline) {
        m_deadline = new QTimer(this);
        m_deadline->setSingleShot(true);
        connect(m_deadline, &QTimer::timeout, this, [this] {
            abort(unreachable(errorTimeout(m_client.config().server, m_request.timeout), m_client.config().server));
        });
        m_deadline->start(m_request.timeout);
    }
}

QByteArray ApiStream::read() // NOLINT(readability-make-member-function-const): takes the bytes away
{
    return m_started && m_reply.reply ? m_reply.reply->readAll() : QByteArray();
}

void ApiStream::abort(const Error &why)
{
    if (m_done)
        return;
    dropReply();
    finish(why);
}

QByteArray ApiStream::header(const char *name) const
{
    return m_reply.reply ? m_reply.reply->rawHeader(name) : QByteArray();
}

int ApiStream::code() const
{
    return !m_reply.reply ? 0 : m_reply.reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

void ApiStream::onHeaders()
{
    if (m_started || code() < 200 || code() >= 300)
        return;
    // A page of a proxy, or to sign in: nothing that a decoder could make a sentence of.
    if (const QByteArray type = header("Content-Type"); type.contains("html"))
        return abort(errorNotJson(m_client.config().server, type));
    m_started = true;
    Q_EMIT started();
}

void ApiStream::onReadyRead()
{
    if (m_started)
        Q_EMIT dataAvailable();
}

void ApiStream::onSslErrors(const QList<QSslError> &errors)
{
    m_sslErrors = errors;
}

void ApiStream::onFinished()
{
    QNetworkReply *reply = m_reply.reply;
    const QNetworkReply::NetworkError networkError = reply->error();
    if (code() == 401 && !m_retried && m_client.m_credentials->reject(m_credential)) {
        m_retried = true;
        dropReply();
        return fetchCredential();
    }
    const QUrl &server = m_client.config().server;
    if (!m_started && code() != 0) {
        return finish(errorFromAnswer(server, code(), reply->header(QNetworkRequest::ContentTypeHeader).toByteArray(),
                                      reply->readAll(), reply->rawHeader("Retry-After"), reply->rawHeader("Location")));
    }
    if (m_started && reply->bytesAvailable() > 0) {
        const QPointer<ApiStream> self(this);
        Q_EMIT dataAvailable();
        if (!self || m_done)
            return;
    }
    if (m_started && networkError == QNetworkReply::NoError)
        return finish(std::nullopt);
    const Error error = errorFromNetwork(server, networkError, reply->errorString(), m_sslErrors);
    finish(m_started ? error : unreachable(error, server));
}

void ApiStream::finish(const std::optional<Error> &error)
{
    if (m_done)
        return;
    m_done = true;
    if (m_deadline)
        m_deadline->stop();
    Q_EMIT finished(error);
}

} // namespace kube
