// SPDX-License-Identifier: Apache-2.0
#include "apiclient.h"
#include "credentialsources.h"
#include "kubeconfig.h"
#include "scriptedserver.h"
#include "testcertificates.h"
#include "testfiles.h"
#include "tlskeys.h"

#include <QSslSocket>
#include <QTest>

using namespace Qt::StringLiterals;
using testcertificates::Algorithm;
using testcertificates::Identity;
using testsupport::ScriptedRequest;
using testsupport::ScriptedServer;

namespace {

QByteArray quoted(const QByteArray &bytes)
{
    return '"' + bytes.toBase64() + '"';
}

} // namespace

/// The whole way: from the text of a kubeconfig to what a server gets to see.
class tst_KubeconfigClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void sendsTheToken();
    void showsTheCertificate_data();
    void showsTheCertificate();
    void doesNotTrustAnotherAuthority();
    void aPluginIsRunAgainOnceAfterA401();
    void aPluginIsNotRunWithoutEnd();
    void aRotatedTokenIsTakenAfterA401();
    void tellsAServerWithoutTlsNothing();

private:
    struct Answer
    {
        std::optional<kube::Result<kube::ApiResponse>> result;
        [[nodiscard]] QString problem() const { return !result || *result ? QString() : result->error().message; }
    };

    [[nodiscard]] QSslConfiguration serverSide() const;
    /// Sends GET /version through a client that the kubeconfig makes.
    [[nodiscard]] Answer get(const QUrl &server, const QByteArray &user, const QByteArray &authority = {});
    [[nodiscard]] QString plugin() const;

    TestFiles m_files;
    Identity m_authority;
    Identity m_server;
    std::unique_ptr<kube::ApiClient> m_client;
    kube::FixedConsent m_consent{true};
};

void tst_KubeconfigClient::initTestCase()
{
    m_authority = testcertificates::identity({.name = u"ca"_s, .authority = true});
    m_server = testcertificates::identity({.name = u"server"_s}, &m_authority);
}

QSslConfiguration tst_KubeconfigClient::serverSide() const
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setCaCertificates(*kube::certificatesFromPem(m_authority.certificate));
    tls.setLocalCertificate(kube::certificatesFromPem(m_server.certificate)->constFirst());
    tls.setPrivateKey(*kube::sslKeyFromPem(m_server.key));
    tls.setPeerVerifyMode(QSslSocket::QueryPeer);
    return tls;
}

tst_KubeconfigClient::Answer tst_KubeconfigClient::get(const QUrl &server, const QByteArray &user,
                                                       const QByteArray &authority)
{
    const QByteArray trusted = authority.isEmpty() ? m_authority.certificate : authority;
    const auto kubeconfig = kube::Kubeconfig::fromText(
        "clusters: [{name: c, cluster: {server: '" + server.toEncoded()
            + "', certificate-authority-data: " + quoted(trusted) + "}}]\nusers: [{name: u, user: {" + user
            + "}}]\ncontexts: [{name: x, context: {cluster: c, user: u}}]\ncurrent-context: x\n",
        m_files.path(u"config"_s));
    const auto config = kubeconfig->clusterConfig();
    if (!config)
        return {std::unexpected(config.error())};
    m_client = std::make_unique<kube::ApiClient>(*config, kube::makeCredentialSource(*config, &m_consent));
    Answer answer;
    kube::ApiRequest request;
    request.path = u"/version"_s;
    QObject context;
    m_client->send(request, &context, [&](const kube::Result<kube::ApiResponse> &result) { answer.result = result; });
    if (!QTest::qWaitFor([&] { return answer.result.has_value(); }, 20'000))
        return {std::unexpected(kube::Error())};
    return answer;
}

// Prints the token run-1, then run-2 and so on.
QString tst_KubeconfigClient::plugin() const
{
    QFile::remove(m_files.path(u"plugin.runs"_s));
    return m_files.write(u"plugin"_s,
                         "#!/bin/sh\necho x >>\"$0.runs\"\ncat <<EOF\n"
                         "{\"kind\": \"ExecCredential\", \"apiVersion\": \"client.authentication.k8s.io/v1\",\n"
                         " \"status\": {\"token\": \"run-$(($(wc -l <\"$0.runs\")))\"}}\nEOF\n",
                         QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

void tst_KubeconfigClient::sendsTheToken()
{
    ScriptedServer server(
        serverSide(), [](const ScriptedRequest &, QTcpSocket *socket) { ScriptedServer::answer(socket, 200, "{}"); });
    const Answer answer = get(server.url(), "token: secret");
    QVERIFY2(answer.result && *answer.result, qPrintable(answer.problem()));
    QCOMPARE(server.requests().size(), 1);
    QCOMPARE(server.requests().constFirst().headers.value("authorization"), "Bearer secret");
}

void tst_KubeconfigClient::showsTheCertificate_data()
{
    QTest::addColumn<Algorithm>("algorithm");
    QTest::newRow("with an RSA key") << Algorithm::Rsa;
    QTest::newRow("with an EC key") << Algorithm::Ec;
    QTest::newRow("with an Ed25519 key") << Algorithm::Ed25519;
}

void tst_KubeconfigClient::showsTheCertificate()
{
    QFETCH(Algorithm, algorithm);
    const Identity client = testcertificates::identity({.name = u"ada"_s, .algorithm = algorithm}, &m_authority);
    QStringList visitors;
    ScriptedServer server(serverSide(), [&](const ScriptedRequest &, QTcpSocket *socket) {
        visitors.append(qobject_cast<QSslSocket *>(socket)->peerCertificate().subjectDisplayName());
        ScriptedServer::answer(socket, 200, "{}");
    });
    const Answer answer =
        get(server.url(),
            "client-certificate-data: " + quoted(client.certificate) + ", client-key-data: " + quoted(client.key));
    QVERIFY2(answer.result && *answer.result, qPrintable(answer.problem()));
    QCOMPARE(visitors, QStringList{u"ada"_s});
    QVERIFY(!server.requests().constFirst().headers.contains("authorization"));
}

void tst_KubeconfigClient::doesNotTrustAnotherAuthority()
{
    ScriptedServer server(
        serverSide(), [](const ScriptedRequest &, QTcpSocket *socket) { ScriptedServer::answer(socket, 200, "{}"); });
    const Identity other = testcertificates::identity({.name = u"other"_s, .authority = true});
    const Answer answer = get(server.url(), "token: secret", other.certificate);
    QVERIFY(answer.result && !*answer.result);
    QCOMPARE(answer.result->error().kind, kube::Error::Kind::Tls);
    QVERIFY(server.requests().isEmpty()); // no token before trust
}

void tst_KubeconfigClient::aPluginIsRunAgainOnceAfterA401()
{
    ScriptedServer server(serverSide(), [](const ScriptedRequest &request, QTcpSocket *socket) {
        ScriptedServer::answer(socket, request.headers.value("authorization") == "Bearer run-2" ? 200 : 401, "{}");
    });
    const Answer answer = get(server.url(),
                              "exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: "
                                  + plugin().toUtf8() + "}");
    QVERIFY2(answer.result && *answer.result, qPrintable(answer.problem()));
    QCOMPARE(server.requests().size(), 2);
}

void tst_KubeconfigClient::aPluginIsNotRunWithoutEnd()
{
    ScriptedServer server(
        serverSide(), [](const ScriptedRequest &, QTcpSocket *socket) { ScriptedServer::answer(socket, 401, "{}"); });
    const Answer answer = get(server.url(),
                              "exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: "
                                  + plugin().toUtf8() + "}");
    QVERIFY(answer.result && !*answer.result);
    QVERIFY(answer.result->error().isUnauthorized());
    QCOMPARE(server.requests().size(), 2);

    // Neither by what is asked next: twice refused is refused.
    std::optional<kube::Result<kube::ApiResponse>> again;
    kube::ApiRequest request;
    request.path = u"/version"_s;
    m_client->send(request, this, [&](const kube::Result<kube::ApiResponse> &result) { again = result; });
    QTRY_VERIFY(again);
    QVERIFY(!*again);
    QCOMPARE(server.requests().size(), 3);
    QFile runs(m_files.path(u"plugin.runs"_s));
    QVERIFY(runs.open(QIODevice::ReadOnly));
    QCOMPARE(runs.readAll().count('\n'), 2);
}

void tst_KubeconfigClient::aRotatedTokenIsTakenAfterA401()
{
    m_files.write(u"token"_s, "old\n");
    ScriptedServer server(serverSide(), [this](const ScriptedRequest &request, QTcpSocket *socket) {
        const bool good = request.headers.value("authorization") == "Bearer new";
        m_files.write(u"token"_s, "new\n"); // while the request was under way
        ScriptedServer::answer(socket, good ? 200 : 401, "{}");
    });
    const Answer answer = get(server.url(), "tokenFile: token");
    QVERIFY2(answer.result && *answer.result, qPrintable(answer.problem()));
    QCOMPARE(server.requests().size(), 2);
}

void tst_KubeconfigClient::tellsAServerWithoutTlsNothing()
{
    ScriptedServer server(
        [](const ScriptedRequest &, QTcpSocket *socket) { ScriptedServer::answer(socket, 200, "{}"); });
    const Answer answer = get(server.url(), "token: secret");
    QVERIFY2(answer.result && *answer.result, qPrintable(answer.problem()));
    QVERIFY(!server.requests().constFirst().headers.contains("authorization"));
}

QTEST_GUILESS_MAIN(tst_KubeconfigClient)
#include "tst_kubeconfigclient.moc"
