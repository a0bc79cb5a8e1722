// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "clusterconfig.h"
#include "credentials.h"
#include "requests.h"

#include <QObject>
#include <memory>

class QNetworkAccessManager;
class QNetworkReply;
class QNetworkRequest;

namespace kube {

class ApiStream;

/// A 2xx answer.
struct ApiResponse
{
    int code = 0;
    QByteArray body;
    QStringList warnings; ///< of the server, for the person; each once
};

/// A 2xx answer whose body is an object.
struct ApiObject
{
    QJsonObject object;
    QStringList warnings;
};

/// Sends requests to one API server as one identity, and streams its answers.
///
/// HTTP/1.1 only, redirects never followed, no proxy, own connections for watches, reads and writes, so that a watch
/// never holds up a write (measured: facts of Qt 6.8.2's network stack). A credential goes out over TLS only. An answer
/// of 401 makes the credential be fetched anew and the request be sent once more.
///
/// Qt may deliver a write twice when the server drops the connection: every write must be guarded (resource version,
/// uid or fixed name), and after an Error of kind Network or Timeout its outcome is unknown until it is read back.
///
/// Lives on one thread; all callbacks come there.
class ApiClient final : public QObject
{
    Q_OBJECT

public:
    ApiClient(ClusterConfig config, std::unique_ptr<CredentialSource> credentials, QObject *parent = nullptr);
    ~ApiClient() override;

    [[nodiscard]] const ClusterConfig &config() const noexcept { return m_config; }

    /// See Callback for the promise. Destroying the client cancels the call too.
    void send(const ApiRequest &request, QObject *context, Callback<ApiResponse> done);
    /// As send(), with a JSON object as the answer.
    void sendForObject(const ApiRequest &request, QObject *context, Callback<ApiObject> done);
    /// As send(), with the object that `decode` makes of the answer; never null. It is decoded on this thread.
    void sendForDecoded(const ApiRequest &request, Decode decode, QObject *context, Callback<ObjectPtr> done);

    /// An answer that is read while it comes. Destroying it ends it. The client must outlive it.
    [[nodiscard]] std::unique_ptr<ApiStream> open(const ApiRequest &request);

    /// Drops every connection, as after the machine slept or the network changed. Streams and calls under way end with
    /// an error and are begun anew by whoever follows something.
    void reconnect();

Q_SIGNALS:
    /// reconnect() was called: whoever waits before trying again need not.
    void reconnected();

private:
    friend class ApiStream;

    enum class Lane { Read, Watch, Write };
    class Connections;

    /// A reply under way, and what must stay alive for it.
    struct Started
    {
        QNetworkReply *reply = nullptr;
        std::shared_ptr<Connections> connections;
    };
    [[nodiscard]] Result<Started> start(const ApiRequest &request, Lane lane, const Credential &credential);
    [[nodiscard]] Result<QNetworkRequest> prepare(const ApiRequest &request, const Credential &credential);
    [[nodiscard]] Result<void> useIdentity(const Credential &credential);

    const ClusterConfig m_config;
    const std::unique_ptr<CredentialSource> m_credentials;
    std::shared_ptr<Connections> m_connections;
};

} // namespace kube
