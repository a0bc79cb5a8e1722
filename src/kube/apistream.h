// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apiclient.h"

#include <QSslError>

class QTimer;

namespace kube {

/// The answer to one request, read while it comes: a page of a list, a watch. Made by ApiClient::open().
///
/// started() comes once for a 2xx answer; then dataAvailable() as bytes come; finished() once, last, with an Error
/// unless the answer was whole. Nothing comes before open() returned or after destruction. What is not read is held
/// back in the server's socket once 4 MiB wait here.
class ApiStream final : public QObject
{
    Q_OBJECT

public:
    ~ApiStream() override;

    /// All bytes that wait.
    [[nodiscard]] QByteArray read();
    /// Of the answer's head; empty before started().
    [[nodiscard]] QByteArray header(const char *name) const;
    [[nodiscard]] int code() const; ///< HTTP status; 0 before the answer's head
    /// Ends the stream; finished() comes with this error.
    void abort(const Error &why);

Q_SIGNALS:
    void started();
    void dataAvailable();
    void finished(const std::optional<kube::Error> &error);

private:
    friend class ApiClient;
    ApiStream(ApiClient &client, ApiRequest request);

    void fetchCredential();
    void begin(const Result<Credential> &credential);
    void onHeaders();
    void onReadyRead();
    void onFinished();
    void onSslErrors(const QList<QSslError> &errors);
    void dropReply();
    void finish(const std::optional<Error> &error);

    ApiClient &m_client;
    const ApiRequest m_request;
    ApiClient::Started m_reply; // reply owned
    QTimer *m_deadline = nullptr;
    Credential m_credential;
    QList<QSslError> m_sslErrors;
    bool m_started = false;
    bool m_retried = false;
    bool m_done = false;
};

} // namespace kube
