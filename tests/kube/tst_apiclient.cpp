// SPDX-License-Identifier: Apache-2.0
#include "apiclient.h"
#include "apistream.h"
#include "jsoncursor.h"
#include "scriptedserver.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using kube::ApiClient;
using kube::ApiObject;
using kube::ApiRequest;
using kube::ApiResponse;
using kube::Credential;
using kube::Error;
using kube::Result;
using testsupport::ScriptedRequest;
using testsupport::ScriptedServer;

namespace {

const kube::ResourceType pods{u""_s, u"v1"_s, u"pods"_s, u"Pod"_s, true};

/// Gives tokens t1, t2, ... : a new one after each that was rejected, up to `most`.
class Tokens final : public kube::CredentialSource
{
public:
    explicit Tokens(int most)
        : m_most(most)
    {
    }
    void get(QObject *context, kube::Callback<Credential> done) override
    {
        ++asked;
        Credential credential;
        if (m_most > 0)
            credential.token = "t" + QByteArray::number(m_current);
        QMetaObject::invokeMethod(
            context, [done = std::move(done), credential] { done(credential); }, Qt::QueuedConnection);
    }
    bool reject(const Credential &) override
    {
        if (m_current >= m_most)
            return false;
        ++m_current;
        return true;
    }

    int asked = 0;

private:
    const int m_most;
    int m_current = 1;
};

kube::ClusterConfig configFor(const QUrl &server)
{
    kube::ClusterConfig config;
    config.context = u"test"_s;
    config.cluster = u"cluster"_s;
    config.user = u"user"_s;
    config.server = server;
    return config;
}

kube::ObjectPtr decodeName(kube::JsonCursor json)
{
    auto result = std::make_shared<kube::Object>();
    json.forEachField([&](std::string_view key, kube::JsonCursor value) {
        if (key == "metadata")
            result->meta = kube::decodeMeta(value);
    });
    return result;
}

} // namespace

class tst_ApiClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersOnce();
    void answersWithADecodedObject_data();
    void answersWithADecodedObject();
    void neverAnswersAfterItsContext();
    void neverAnswersAfterTheClient();
    void sendsNoTokenWithoutTls();
    void namesItself();
    void followsNoRedirect();
    void manyWatchesLeaveRoomForACall();
    void failsWithASentence_data();
    void failsWithASentence();
    void saysThatAConnectionIsRefused();
    void saysThatKubectlWouldUseAProxy();
    void timesOut();
    void readsTheBodyOfARefusal();
    void asksForANewCredentialOnce();
    void endsAStreamOfAWebPageAtOnce();
    void keepsAWatchThatIsQuiet();
    void reconnectsOnRequest();
    void unpacksWhatCompressesWell();
    void sendsABodyWithDelete();

private:
    /// Sends, waits, returns the answer.
    static Result<ApiResponse> call(ApiClient &client, const ApiRequest &request);
};

Result<ApiResponse> tst_ApiClient::call(ApiClient &client, const ApiRequest &request)
{
    QObject context;
    std::optional<Result<ApiResponse>> answer;
    client.send(request, &context, [&](const Result<ApiResponse> &result) { answer = result; });
    if (answer)
        qFatal("answered before the call returned");
    if (!QTest::qWaitFor([&] { return answer.has_value(); }, 20'000))
        qFatal("no answer");
    return *answer;
}

void tst_ApiClient::answersOnce()
{
    ScriptedServer server([](const ScriptedRequest &, QTcpSocket *socket) {
        ScriptedServer::answer(socket, 200, R"({"kind":"Pod"})",
                               {"Content-Type: application/json", R"(Warning: 299 - "old")"});
    });
    ApiClient client(configFor(server.url()), std::make_unique<Tokens>(0));
    int answers = 0;
    Result<ApiObject> answer;
    client.sendForObject(kube::requests::get(pods, {u"n"_s, u"p"_s}), this, [&](const Result<ApiObject> &result) {
        ++answers;
        answer = result;
    });
    QCOMPARE(answers, 0);
    QTRY_COMPARE(answers, 1);
    QVERIFY(answer);
    QCOMPARE(answer->object.value("kind"_L1).toString(), u"Pod"_s);
    QCOMPARE(answer->warnings, QStringList{u"old"_s});
    QCOMPARE(server.targets(), QList<QByteArray>{"/api/v1/namespaces/n/pods/p"});
}

void tst_ApiClient::answersWithADecodedObject_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("name");
    QTest::addColumn<Error::Kind>("kind"); // where there is no name
    QTest::newRow("an object") << 200 << QByteArray(R"({"metadata":{"name":"rec-0"}})") << u"rec-0"_s
                               << Error::Kind::Cancelled;
    QTest::newRow("broken JSON") << 200 << QByteArray(R"({"metadata":)") << QString() << Error::Kind::Protocol;
    QTest::newRow("a refusal") << 404 << QByteArray(R"({"kind":"Status","message":"not found","code":404})")
                               << QString() << Error::Kind::Api;
}

void tst_ApiClient::answersWithADecodedObject()
{
    QFETCH(int, code);
    QFETCH(QByteArray, body);
    QFETCH(QString, name);
    ScriptedServer server(
        [&](const ScriptedRequest &, QTcpSocket *socket) { ScriptedServer::answer(socket, code, body); });
    ApiClient client(configFor(server.url()), std::make_unique<Tokens>(0));
    std::optional<Result<kube::ObjectPtr>> answer;
    client.sendForDecoded(kube::requests::get(pods, {u"n"_s, u"p"_s}), decodeName, this,
                          [&](const Result<kube::ObjectPtr> &result) { answer = result; });
    QVERIFY(!answer);
    QTRY_VERIFY(answer);
    QCOMPARE(answer->has_value(), !name.isEmpty());
    if (*answer)
        QCOMPARE((**answer)->meta.name, name);
    else
        QTEST(answer->error().kind, "kind");
}

void tst_ApiClient::neverAnswersAfterItsContext()
{
    QTcpSocket *open = nullptr;
    ScriptedServer server([&](const ScriptedRequest &, QTcpSocket *socket) { open = socket; });
    ApiClient client(configFor(server.url()), std::make_unique<Tokens>(0));
    auto context = std::make_unique<QObject>();
    bool answered = false;
    client.send(kube::requests::get(pods, {u"n"_s, u"p"_s}), context.get(), [&](const auto &) { answered = true; });
    QTRY_VERIFY(open);
    QSignalSpy closed(open, &QTcpSocket::disconnected);
    context.reset();
    QVERIFY2(closed.wait(), "destroying the context ends the request");
    QVERIFY(!answered);
}

void tst_ApiClient::neverAnswersAfterTheClient()
{
    QTcpSocket *open = nullptr;
    ScriptedServer server([&](const ScriptedRequest &, QTcpSocket *socket) { open = socket; });
    auto client = std::make_unique<ApiClient>(configFor(server.url()), std::make_unique<Tokens>(0));
    bool answered = false;
    client->send(kube::requests::get(pods, {u"n"_s, u"p"_s}), this, [&](const auto &) { answered = true; });
    QTRY_VERIFY(open);
    QSignalSpy closed(open, &QTcpSocket::disconnected);
    client.reset();
    QVERIFY(closed.wait());
    QVERIFY(!answered);
}

void tst_ApiClient::sendsNoTokenWithoutTls()
{
    ScriptedServer server(
        [](const ScriptedRequest &, QTcpSocket *socket) { ScriptedServer::answer(socket, 200, "{}"); });
    ApiClient client(configFor(server.url()), std::make_unique<Tokens>(1));
    QVERIFY(call(client, kube::requests::get(pods, {u"n"_s, u"p"_s})));
    QVERIFY(!server.requests().first().headers.contains("authorization"));
}

void tst_ApiClient::namesItself()
{
    ScriptedServer server(
        [](const ScriptedRequest &, QTcpSocket *socket) { ScriptedServer::answer(socket, 200, "{}"); });
    ApiClient client(configFor(server.url()), std::make_unique<Tokens>(0));
    QVERIFY(call(client, kube::requests::get(pods, {u"n"_s, u"p"_s})));
    const QByteArray agent = server.requests().first().headers.value("user-agent");
    QVERIFY2(agent.startsWith("rollhive/"), agent.constData());
    QVERIFY(!agent.contains("Mozilla"));
}

void tst_ApiClient::followsNoRedirect()
{
    ScriptedServer elsewhere(
        [](const ScriptedRequest &, QTcpSocket *socket) { ScriptedServer::answer(socket, 200, "{}"); });
    ScriptedServer server([&](const ScriptedRequest &, QTcpSocket *socket) {
        ScriptedServer::answer(socket, 307, {}, {"Location: " + elsewhere.url().toEncoded() + "/login"});
    });
    ApiClient client(configFor(server.url()), std::make_unique<Tokens>(0));
    const auto answer = call(client, kube::requests::get(pods, {u"n"_s, u"p"_s}));
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, Error::Kind::Protocol);
    QVERIFY2(answer.error().message.contains(u"/login"_s), qPrintable(answer.error().message));
    QVERIFY(elsewhere.requests().isEmpty());
}

void tst_ApiClient::manyWatchesLeaveRoomForACall()
{
    ScriptedServer server([](const ScriptedRequest &request, QTcpSocket *socket) {
        if (request.target.contains("watch=1"))
            ScriptedServer::beginChunks(socket);
        else
            ScriptedServer::answer(socket, 200, "{}");
    });
    ApiClient client(configFor(server.url()), std::make_unique<Tokens>(0));
    std::vector<std::unique_ptr<kube::ApiStream>> watches;
    int started = 0;
    for (int i = 0; i < 20; ++i) {
        watches.push_back(client.open(kube::requests::watch(pods, {}, {}, u"1"_s, 60s)));
        connect(watches.back().get(), &kube::ApiStream::started, this, [&] { ++started; });
    }
    QTRY_COMPARE(started, 20);
    QVERIFY(call(client, kube::requests::get(pods, {u"n"_s, u"p"_s})));
    QVERIFY(call(client, kube::requests::create(pods, u"n"_s, {}, {})));
}

void tst_ApiClient::failsWithASentence_data()
{
    QTest::addColumn<QByteArray>("bytes"); // what the server writes before it closes; empty: it just closes
    QTest::addColumn<Error::Kind>("kind");
    QTest::addColumn<QString>("says");

    QTest::newRow("closed without a word") << QByteArray() << Error::Kind::Network << u"closed the connection"_s;
    QTest::newRow("shorter than announced") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"kind\"")
                                            << Error::Kind::Network << u"closed the connection"_s;
    QTest::newRow("chunked and cut") << QByteArray(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"kin\r\n")
                                     << Error::Kind::Network << u"closed the connection"_s;
    QTest::newRow("not HTTP at all") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n\r\n") << Error::Kind::Network
                                     << u"127.0.0.1"_s;
}

void tst_ApiClient::failsWithASentence()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, says);
    ScriptedServer server([&](const ScriptedRequest &, QTcpSocket *socket) {
        socket->write(bytes);
        socket->disconnectFromHost();
    });
    ApiClient client(configFor(server.url()), std::make_unique<Tokens>(0));
    const auto answer = call(client, kube::requests::get(pods, {u"n"_s, u"p"_s}));
    QVERIFY(!answer);
    QTEST(answer.error().kind, "kind");
    QVERIFY2(answer.error().message.contains(says), qPrintable(answer.error().message));
}

void tst_ApiClient::saysThatAConnectionIsRefused()
{
    ScriptedServer server({});
    server.stopListening();
    ApiClient client(configFor(server.url()), std::make_unique<Tokens>(0));
    const auto answer = call(client, kube::requests::get(pods, {u"n"_s, u"p"_s}));
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, Error::Kind::Network);
    QVERIFY2(answer.error().message.contains(u"refuses the connection"_s), qPrintable(answer.error().message));
}

void tst_ApiClient::saysThatKubectlWouldUseAProxy()
{
    ScriptedServer server({});
    server.stopListening();
    QUrl url = server.url();
    url.setHost(u"0.0.0.0"_s); // this machine, but not one of the names that never go through a proxy
    const auto messageOf = [&] {
        ApiClient client(configFor(url), std::make_unique<Tokens>(0));
        const auto answer = call(client, kube::requests::get(pods, {u"n"_s, u"p"_s}));
        return answer ? QString() : answer.error().message;
    };
    const auto unset = qScopeGuard([] { qunsetenv("HTTP_PROXY"); });
    QVERIFY2(messageOf().endsWith("the right host and port."_L1), qPrintable(messageOf()));
    qputenv("HTTP_PROXY", "http://secret:word@proxy.example:3128");
    const QString message = messageOf();
    QVERIFY2(message.contains("HTTP_PROXY is set: kubectl connects through that proxy"_L1), qPrintable(message));
    QVERIFY2(!message.contains("secret"_L1) && !message.contains("word"_L1), qPrintable(message));
}

void tst_ApiClient::timesOut()
{
    ScriptedServer server([](const ScriptedRequest &, QTcpSocket *) { });
    ApiClient client(configFor(server.url()), std::make_unique<Tokens>(0));
    ApiRequest request = kube::requests::get(pods, {u"n"_s, u"p"_s});
    request.timeout = 50ms;
    const auto answer = call(client, request);
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, Error::Kind::Timeout);
    QVERIFY(answer.error().message.contains(u"0.05 seconds"_s));
}

void tst_ApiClient::readsTheBodyOfARefusal()
{
    ScriptedServer server([](const ScriptedRequest &, QTcpSocket *socket) {
        ScriptedServer::answer(socket, 403,
                               R"({"kind":"Status","message":"pods is forbidden","reason":"Forbidden","code":403})");
    });
    ApiClient client(configFor(server.url()), std::make_unique<Tokens>(0));
    const auto answer = call(client, kube::requests::get(pods, {u"n"_s, u"p"_s}));
    QVERIFY(!answer);
    QVERIFY(answer.error().isForbidden());
    QCOMPARE(answer.error().reason, u"Forbidden"_s);
}

void tst_ApiClient::asksForANewCredentialOnce()
{
    ScriptedServer server(
        [](const ScriptedRequest &, QTcpSocket *socket) { ScriptedServer::answer(socket, 401, "{}"); });
    {
        auto tokens = std::make_unique<Tokens>(5);
        const Tokens *source = tokens.get();
        ApiClient client(configFor(server.url()), std::move(tokens));
        const auto answer = call(client, kube::requests::get(pods, {u"n"_s, u"p"_s}));
        QVERIFY(!answer);
        QVERIFY(answer.error().isUnauthorized());
        QCOMPARE(server.requests().size(), 2);
        QCOMPARE(source->asked, 2);
    }
    ApiClient fixed(configFor(server.url()), std::make_unique<Tokens>(1));
    QVERIFY(!call(fixed, kube::requests::get(pods, {u"n"_s, u"p"_s})));
    QCOMPARE(server.requests().size(), 3);
}

void tst_ApiClient::endsAStreamOfAWebPageAtOnce()
{
    ScriptedServer server([&](const ScriptedRequest &, QTcpSocket *socket) {
        ScriptedServer::beginChunks(socket, {"Content-Type: text/html; charset=utf-8"}); // and no end
    });
    ApiClient client(configFor(server.url()), std::make_unique<Tokens>(0));
    const auto watch = client.open(kube::requests::watch(pods, {}, {}, u"1"_s, 60s));
    const QSignalSpy started(watch.get(), &kube::ApiStream::started);
    std::optional<std::optional<Error>> end;
    connect(watch.get(), &kube::ApiStream::finished, this, [&](const std::optional<Error> &error) { end = error; });
    QTRY_VERIFY(end && *end);
    QCOMPARE((*end)->kind, Error::Kind::Protocol);
    QVERIFY2((*end)->message.contains("A proxy or a login page may stand in between"_L1), qPrintable((*end)->message));
    QVERIFY(started.isEmpty());
}

void tst_ApiClient::keepsAWatchThatIsQuiet()
{
    QTcpSocket *open = nullptr;
    ScriptedServer server([&](const ScriptedRequest &, QTcpSocket *socket) {
        open = socket;
        ScriptedServer::beginChunks(socket);
        ScriptedServer::chunk(socket, "one\n");
    });
    ApiClient client(configFor(server.url()), std::make_unique<Tokens>(0));
    const auto watch = client.open(kube::requests::watch(pods, {}, {}, u"1"_s, 60s));
    QByteArray bytes;
    std::optional<std::optional<Error>> end;
    connect(watch.get(), &kube::ApiStream::dataAvailable, this, [&] { bytes += watch->read(); });
    connect(watch.get(), &kube::ApiStream::finished, this, [&](const std::optional<Error> &error) { end = error; });
    QTRY_COMPARE(bytes, QByteArray("one\n"));
    QCOMPARE(server.requests().first().headers.value("accept-encoding"), QByteArray("identity"));
    ScriptedServer::chunk(open, "tw");
    QTRY_COMPARE(bytes, QByteArray("one\ntw"));
    ScriptedServer::chunk(open, "o\n");
    ScriptedServer::endChunks(open);
    QTRY_VERIFY(end.has_value());
    QVERIFY2(!end->has_value(), "a watch that the server ends is no error");
    QCOMPARE(bytes, QByteArray("one\ntwo\n"));
}

void tst_ApiClient::reconnectsOnRequest()
{
    ScriptedServer server([](const ScriptedRequest &request, QTcpSocket *socket) {
        if (request.target.contains("watch=1"))
            ScriptedServer::beginChunks(socket);
        else
            ScriptedServer::answer(socket, 200, "{}");
    });
    ApiClient client(configFor(server.url()), std::make_unique<Tokens>(0));
    const auto watch = client.open(kube::requests::watch(pods, {}, {}, u"1"_s, 60s));
    QSignalSpy started(watch.get(), &kube::ApiStream::started);
    QSignalSpy finished(watch.get(), &kube::ApiStream::finished);
    QVERIFY(started.wait());
    client.reconnect();
    QCOMPARE(finished.size(), 1);
    const int before = server.connections();
    QVERIFY(call(client, kube::requests::get(pods, {u"n"_s, u"p"_s})));
    QCOMPARE(server.connections(), before + 1);
}

void tst_ApiClient::unpacksWhatCompressesWell()
{
    // 30 MB of blanks in gzip: 1000:1, which Qt takes for an attack unless told otherwise.
    QByteArray zlib = qCompress(QByteArray(30'000'000, ' ') + "{}", 9).mid(4);
    ScriptedServer server([&](const ScriptedRequest &request, QTcpSocket *socket) {
        QVERIFY(request.headers.value("accept-encoding").contains("gzip"));
        ScriptedServer::answer(socket, 200, zlib, {"Content-Type: application/json", "Content-Encoding: deflate"});
    });
    ApiClient client(configFor(server.url()), std::make_unique<Tokens>(0));
    const auto answer = call(client, kube::requests::get(pods, {u"n"_s, u"p"_s}));
    QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
    QCOMPARE(answer->body.size(), 30'000'002);
}

void tst_ApiClient::sendsABodyWithDelete()
{
    ScriptedServer server(
        [](const ScriptedRequest &, QTcpSocket *socket) { ScriptedServer::answer(socket, 200, "{}"); });
    ApiClient client(configFor(server.url()), std::make_unique<Tokens>(0));
    QVERIFY(call(client, kube::requests::remove(pods, {u"n"_s, u"p"_s}, {.uid = u"u1"_s})));
    QCOMPARE(server.requests().first().method, QByteArray("DELETE"));
    QVERIFY(server.requests().first().body.contains(R"("uid":"u1")"));
}

QTEST_GUILESS_MAIN(tst_ApiClient)
#include "tst_apiclient.moc"
