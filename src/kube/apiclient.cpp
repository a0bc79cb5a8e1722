// SPDX-License-Identifier: Apache-2.0
#include "apiclient.h"

#include "apierror.h"
#include "apistream.h"
#include "decoder.h"
#include "tlskeys.h"

#include <QCoreApplication>
#include <QHttp1Configuration>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSysInfo>
#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(kube)
};

Error failure(Error::Kind kind, const QString &message)
{
    Error error;
    error.kind = kind;
    error.message = message;
    return error;
}

/// Never Qt's own "Mozilla/5.0": kube-apiserver pretty-prints JSON for browsers, more than twice the bytes.
QByteArray userAgent()
{
    return "rollhive/" ROLLHIVE_VERSION " (" + QSysInfo::kernelType().toLatin1() + '/'
        + QSysInfo::currentCpuArchitecture().toLatin1() + ')';
}

/// Qt drops a header whose value holds a line break and sends the request without it: refuse it before.
bool isHeaderValue(const QByteArray &value)
{
    return std::ranges::none_of(value, [](char c) { return uchar(c) < 0x20 || uchar(c) == 0x7f; });
}

} // namespace

/// The connections of one identity. Qt's connection cache does not tell client certificates apart: a new certificate
/// gets new managers. Kept by the client and by each reply under way; goes after the replies that were let go in this
/// turn.
class ApiClient::Connections final : public QObject
{
public:
    [[nodiscard]] static std::shared_ptr<Connections> make()
    {
        return {new Connections, [](Connections *connections) { connections->deleteLater(); }};
    }

    Credential identity;
    QSslConfiguration tls;
    std::array<QNetworkAccessManager, 3> lanes; // by Lane
};

ApiClient::ApiClient(ClusterConfig config, std::unique_ptr<CredentialSource> credentials, QObject *parent)
    : QObject(parent)
    , m_config(std::move(config))
    , m_credentials(std::move(credentials))
{
}

ApiClient::~ApiClient() = default;

Result<void> ApiClient::useIdentity(const Credential &credential)
{
    if (m_connections && m_connections->identity.certificate == credential.certificate
        && m_connections->identity.key == credential.key)
        return {};
    auto connections = Connections::make();
    connections->identity.certificate = credential.certificate;
    connections->identity.key = credential.key;
    QSslConfiguration &tls = connections->tls;
    tls = QSslConfiguration::defaultConfiguration();
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    if (m_config.insecureSkipTlsVerify)
        tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    else if (!m_config.certificateAuthority.isEmpty())
        tls.setCaCertificates(QSslCertificate::fromData(m_config.certificateAuthority, QSsl::Pem));
    if (!credential.certificate.isEmpty()) {
        const Result<QSslKey> key = sslKeyFromPem(credential.key);
        if (!key) {
            return std::unexpected(failure(
                Error::Kind::Credentials,
                Text::tr("The client key of user \"%1\" cannot be used. %2").arg(m_config.user, key.error().message)));
        }
        tls.setLocalCertificateChain(QSslCertificate::fromData(credential.certificate, QSsl::Pem));
        tls.setPrivateKey(*key);
    }
    for (QNetworkAccessManager &manager : connections->lanes) {
        manager.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
        manager.setProxy(QNetworkProxy::NoProxy);
        manager.setTransferTimeout(std::chrono::milliseconds::zero()); // its idle limit would end every quiet watch
        manager.setAutoDeleteReplies(false);
        manager.setStrictTransportSecurityEnabled(false);
    }
    m_connections = std::move(connections);
    return {};
}

Result<QNetworkRequest> ApiClient::prepare(const ApiRequest &request, const Credential &credential)
{
    const QUrl url = request.url(m_config.server);
    if (!url.isValid())
        return std::unexpected(failure(Error::Kind::Configuration,
                                       Text::tr("The server address \"%1\" of cluster \"%2\" is not valid.")
                                           .arg(m_config.server.toString(), m_config.cluster)));
    QNetworkRequest prepared(url);
    const bool isTls = url.scheme() == "https"_L1;
    if (isTls) {
        prepared.setSslConfiguration(m_connections->tls);
        if (!m_config.tlsServerName.isEmpty())
            prepared.setPeerVerifyName(m_config.tlsServerName);
    }
    prepared.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    prepared.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    prepared.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    prepared.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    QHttp1Configuration http1;
    http1.setNumberOfConnectionsPerHost(64);
    prepared.setHttp1Configuration(http1);
    prepared.setDecompressedSafetyCheckThreshold(-1); // JSON of pods compresses better than Qt believes; we cap bytes

    prepared.setRawHeader("User-Agent", userAgent());
    prepared.setRawHeader("Accept", request.accept);
    // One manager decodes gzip by itself only if Accept-Encoding is its own; watches must come as they are written.
    if (m_config.disableCompression || request.timeout.count() == 0)
        prepared.setRawHeader("Accept-Encoding", "identity");
    if (!request.contentType.isEmpty())
        prepared.setRawHeader("Content-Type", request.contentType);
    if (!credential.token.isEmpty() && isTls) {
        const QByteArray value = "Bearer " + credential.token;
        if (!isHeaderValue(value))
            return std::unexpected(failure(
                Error::Kind::Credentials,
                Text::tr(
                    "The token of user \"%1\" holds a line break or a control character. Store it again without it.")
                    .arg(m_config.user)));
        prepared.setRawHeader("Authorization", value);
    }
    return prepared;
}

Result<ApiClient::Started> ApiClient::start(const ApiRequest &request, Lane lane, const Credential &credential)
{
    if (const Result<void> identity = useIdentity(credential); !identity)
        return std::unexpected(identity.error());
    const Result<QNetworkRequest> prepared = prepare(request, credential);
    if (!prepared)
        return std::unexpected(prepared.error());
    QNetworkAccessManager &manager = m_connections->lanes.at(size_t(lane));
    QNetworkReply *reply = request.method == "GET" ? manager.get(*prepared)
                                                   : manager.sendCustomRequest(*prepared, request.method, request.body);
    return Started{reply, m_connections};
}

void ApiClient::reconnect()
{
    m_connections.reset();
    Q_EMIT reconnected();
}

std::unique_ptr<ApiStream> ApiClient::open(const ApiRequest &request)
{
    return std::unique_ptr<ApiStream>(new ApiStream(*this, request));
}

namespace {

/// Collects one answer. Child of the caller's context: goes with it.
class ApiCall final : public QObject
{
public:
    ApiCall(ApiClient &client, const ApiRequest &request, QObject *context, Callback<ApiResponse> done)
        : QObject(context)
        , m_server(client.config().server)
        , m_done(std::move(done))
        , m_stream(client.open(request))
    {
        connect(&client, &QObject::destroyed, this, [this] { delete this; });
        connect(m_stream.get(), &ApiStream::dataAvailable, this, &ApiCall::collect);
        connect(m_stream.get(), &ApiStream::finished, this, &ApiCall::finish);
    }

private:
    void collect()
    {
        m_response.body += m_stream->read();
        constexpr qsizetype most = 64 * 1024 * 1024; // an object is 1.5 MB at most
        if (m_response.body.size() > most) {
            m_stream->abort(failure(
                Error::Kind::Protocol,
                Text::tr("The answer of %1 is larger than 64 MiB and was not read to its end.").arg(m_server.host())));
        }
    }

    void finish(const std::optional<Error> &error)
    {
        m_response.code = m_stream->code();
        m_response.warnings = parseWarnings(m_stream->header("Warning"));
        m_response.warnings.removeDuplicates();
        const Callback<ApiResponse> done = std::move(m_done);
        Result<ApiResponse> result = std::move(m_response);
        if (error)
            result = std::unexpected(*error);
        deleteLater(); // done may destroy the context, and us with it
        done(std::move(result));
    }

    const QUrl m_server;
    Callback<ApiResponse> m_done;
    ApiResponse m_response;
    const std::unique_ptr<ApiStream> m_stream;
};

} // namespace

void ApiClient::send(const ApiRequest &request, QObject *context, Callback<ApiResponse> done)
{
    new ApiCall(*this, request, context, std::move(done));
}

void ApiClient::sendForObject(const ApiRequest &request, QObject *context, Callback<ApiObject> done)
{
    send(request, context, [server = m_config.server, done = std::move(done)](const Result<ApiResponse> &response) {
        if (!response)
            return done(std::unexpected(response.error()));
        const QJsonDocument document = QJsonDocument::fromJson(response->body);
        if (!document.isObject())
            return done(std::unexpected(errorNotJson(server, response->body.left(40))));
        done(ApiObject{document.object(), response->warnings});
    });
}

void ApiClient::sendForDecoded(const ApiRequest &request, Decode decode, QObject *context, Callback<ObjectPtr> done)
{
    send(request, context, [decode, done = std::move(done)](const Result<ApiResponse> &response) {
        done(response.and_then([decode](const ApiResponse &answer) { return decodeObject(answer.body, decode); }));
    });
}

} // namespace kube
