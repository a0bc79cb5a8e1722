// SPDX-License-Identifier: Apache-2.0
#include "anonymous.h"
#include "jsoncursor.h"
#include "scriptedserver.h"
#include "watcher.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <QThread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using kube::ApiClient;
using kube::Error;
using kube::Watcher;
using testsupport::ScriptedRequest;
using testsupport::ScriptedServer;
using State = kube::Watcher::State;

namespace {

kube::ObjectPtr decodeObject(kube::JsonCursor json)
{
    auto result = std::make_shared<kube::Object>();
    json.forEachField([&](std::string_view key, kube::JsonCursor value) {
        if (key == "metadata")
            result->meta = kube::decodeMeta(value);
    });
    return result;
}

QByteArray meta(const char *name, int version)
{
    return "{\"metadata\":{\"name\":\"" + QByteArray(name) + "\",\"uid\":\"u-" + name + "\",\"resourceVersion\":\""
        + QByteArray::number(version) + "\"}}";
}

QByteArray page(int version, const QList<QByteArray> &items, const QByteArray &token = {})
{
    return "{\"kind\":\"PodList\",\"metadata\":{\"resourceVersion\":\"" + QByteArray::number(version)
        + "\",\"continue\":\"" + token + "\"},\"items\":[" + items.join(',') + "]}";
}

QByteArray frame(const char *type, const QByteArray &object)
{
    return QByteArray("{\"type\":\"") + type + "\",\"object\":" + object + "}\n";
}

const QByteArray expired = R"({"kind":"Status","message":"too old resource version","reason":"Expired","code":410})";

} // namespace

/// The watcher against a server that does exactly what each test says. Milliseconds stand for the seconds of real life.
class tst_Watcher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_decoding.start(); }
    void cleanupTestCase()
    {
        m_decoding.quit();
        m_decoding.wait();
    }
    void init();
    void cleanup();

    void listsInPagesThenWatches();
    void appliesEvents();
    void resumesFromTheLastVersion();
    void resumesFromABookmark();
    void listsAgainWhenTheVersionIsTooOld_data();
    void listsAgainWhenTheVersionIsTooOld();
    void listsWholeWhenATokenExpires();
    void findsWhatWasDeletedMeanwhile();
    void backsOffFromARefusedConnection();
    void backsOffFromWatchesThatEndAtOnce();
    void waitsAsLongAsTheServerAsks();
    void stopsWhenForbidden();
    void forgetsAKindThatIsGone();
    void endsASilentWatch();
    void aDeadServerIsNotShownAsLive();
    void refusesAnEndlessList();
    void recoversFromBrokenJson_data();
    void recoversFromBrokenJson();
    void destroyingItEndsTheConnection();

private:
    void start(const Watcher::Timing &timing = quick());
    [[nodiscard]] QStringList names() const;
    [[nodiscard]] static Watcher::Timing quick()
    {
        return {.backoff = {.first = 20ms, .most = 100ms, .forgetAfter = 10s},
                .watchAtLeast = 60s,
                .watchAtMost = 60s,
                .silence = 10s,
                .headers = 10s,
                .tooShort = 30ms};
    }

    QThread m_decoding;
    std::unique_ptr<ScriptedServer> m_server;
    std::unique_ptr<ApiClient> m_client;
    std::unique_ptr<Watcher> m_watcher;
    QList<State> m_states;
    QTcpSocket *m_watch = nullptr; ///< of the last watch
    int m_lists = 0;
    int m_watches = 0;
    std::function<void(QTcpSocket *)> m_onList;
    std::function<void(QTcpSocket *)> m_onWatch;
};

void tst_Watcher::init()
{
    m_states.clear();
    m_watch = nullptr;
    m_lists = m_watches = 0;
    m_onList = [](QTcpSocket *socket) { ScriptedServer::answer(socket, 200, page(10, {meta("a", 1), meta("b", 2)})); };
    m_onWatch = [](QTcpSocket *socket) { ScriptedServer::beginChunks(socket); };
    m_server = std::make_unique<ScriptedServer>([this](const ScriptedRequest &request, QTcpSocket *socket) {
        if (request.target.contains("watch=1")) {
            ++m_watches;
            m_watch = socket;
            m_onWatch(socket);
        } else {
            ++m_lists;
            m_onList(socket);
        }
    });
    kube::ClusterConfig config;
    config.server = m_server->url();
    m_client = std::make_unique<ApiClient>(config, std::make_unique<testsupport::Anonymous>());
}

void tst_Watcher::cleanup()
{
    m_watcher.reset();
    m_client.reset();
    m_server.reset();
}

void tst_Watcher::start(const Watcher::Timing &timing)
{
    const kube::ResourceType pods{u""_s, u"v1"_s, u"pods"_s, u"Pod"_s, true};
    m_watcher = std::make_unique<Watcher>(
        *m_client, m_decoding, Watcher::Target{.type = pods, .nameSpace = {}, .selection = {}, .decode = decodeObject},
        timing);
    connect(m_watcher.get(), &Watcher::stateChanged, this, [this](State state) { m_states.append(state); });
    m_watcher->start();
}

QStringList tst_Watcher::names() const
{
    QStringList names;
    for (const kube::ObjectPtr &object : m_watcher->store().objects())
        names.append(object->meta.name + u'@' + object->meta.resourceVersion);
    names.sort();
    return names;
}

void tst_Watcher::listsInPagesThenWatches()
{
    m_onList = [this](QTcpSocket *socket) {
        if (m_lists == 1)
            ScriptedServer::answer(socket, 200, page(10, {meta("a", 1)}, "next+1"));
        else
            ScriptedServer::answer(socket, 200, page(10, {meta("b", 2)}));
    };
    start();
    QCOMPARE(m_watcher->state(), State::Listing);
    QVERIFY(!m_watcher->store().isSynced());
    QTRY_COMPARE(m_watcher->state(), State::Watching);
    QCOMPARE(names(), (QStringList{u"a@1"_s, u"b@2"_s}));
    QCOMPARE(m_states, (QList{State::Listing, State::Connecting, State::Watching}));
    QCOMPARE(m_server->targets(),
             (QList<QByteArray>{"/api/v1/pods?limit=500", "/api/v1/pods?limit=500&continue=next%2B1",
                                "/api/v1/pods?watch=1&resourceVersion=10&allowWatchBookmarks=true&timeoutSeconds=60"}));
    QVERIFY(m_watcher->lastContact().secsTo(QDateTime::currentDateTimeUtc()) < 5);
}

void tst_Watcher::appliesEvents()
{
    start();
    QTRY_COMPARE(m_watcher->state(), State::Watching);
    ScriptedServer::chunk(m_watch, frame("ADDED", meta("c", 11)) + frame("MODIFIED", meta("a", 12)));
    ScriptedServer::chunk(m_watch, frame("DELETED", meta("b", 13)));
    QTRY_COMPARE(names(), (QStringList{u"a@12"_s, u"c@11"_s}));
}

void tst_Watcher::resumesFromTheLastVersion()
{
    start();
    QTRY_COMPARE(m_watcher->state(), State::Watching);
    ScriptedServer::chunk(m_watch, frame("ADDED", meta("c", 11)));
    ScriptedServer::endChunks(m_watch);
    QTRY_COMPARE(m_watches, 2);
    QVERIFY(m_server->targets().last().contains("resourceVersion=11&"));
    QCOMPARE(m_lists, 1);
    ScriptedServer::chunk(m_watch, frame("ADDED", meta("d", 14)) + frame("ADDED", meta("e", 15)).chopped(9));
    m_watch->flush();
    m_watch->abort(); // in the middle of a line
    QTRY_COMPARE(m_watches, 3);
    QVERIFY(m_server->targets().last().contains("resourceVersion=14&"));
    QCOMPARE(m_lists, 1);
    QCOMPARE(m_states, (QList{State::Listing, State::Connecting, State::Watching}));
}

void tst_Watcher::resumesFromABookmark()
{
    start();
    QTRY_COMPARE(m_watcher->state(), State::Watching);
    ScriptedServer::chunk(m_watch, frame("BOOKMARK", R"({"kind":"Pod","metadata":{"resourceVersion":"99"}})"));
    ScriptedServer::endChunks(m_watch);
    QTRY_COMPARE(m_watches, 2);
    QVERIFY(m_server->targets().last().contains("resourceVersion=99&"));
    QCOMPARE(names(), (QStringList{u"a@1"_s, u"b@2"_s}));
}

void tst_Watcher::listsAgainWhenTheVersionIsTooOld_data()
{
    QTest::addColumn<bool>("asEvent");
    QTest::newRow("as an ERROR event") << true;
    QTest::newRow("as an HTTP status") << false;
}

void tst_Watcher::listsAgainWhenTheVersionIsTooOld()
{
    QFETCH(bool, asEvent);
    start();
    QTRY_COMPARE(m_watcher->state(), State::Watching);
    m_onList = [](QTcpSocket *socket) { ScriptedServer::answer(socket, 200, page(50, {meta("a", 1), meta("z", 40)})); };
    ScriptedServer::chunk(m_watch, frame("ADDED", meta("c", 11)));
    QTRY_COMPARE(m_watcher->store().size(), 3);
    if (asEvent) {
        ScriptedServer::chunk(m_watch, frame("ERROR", expired));
        ScriptedServer::endChunks(m_watch);
    } else {
        m_onWatch = [this](QTcpSocket *socket) {
            if (m_watches == 2)
                ScriptedServer::answer(socket, 410, expired);
            else
                ScriptedServer::beginChunks(socket);
        };
        ScriptedServer::endChunks(m_watch);
    }
    QTRY_COMPARE(m_lists, 2);
    QTRY_COMPARE(m_watcher->state(), State::Watching);
    QCOMPARE(names(), (QStringList{u"a@1"_s, u"z@40"_s}));
    QVERIFY(m_server->targets().last().contains("resourceVersion=50&"));
}

void tst_Watcher::listsWholeWhenATokenExpires()
{
    m_onList = [this](QTcpSocket *socket) {
        if (m_lists == 1)
            ScriptedServer::answer(socket, 200, page(10, {meta("a", 1)}, "tok"));
        else if (m_lists == 2)
            ScriptedServer::answer(socket, 410, expired);
        else
            ScriptedServer::answer(socket, 200, page(20, {meta("a", 1), meta("b", 2)}));
    };
    start();
    QTRY_COMPARE(m_watcher->state(), State::Watching);
    QCOMPARE(m_server->targets().mid(0, 3),
             (QList<QByteArray>{"/api/v1/pods?limit=500", "/api/v1/pods?limit=500&continue=tok", "/api/v1/pods"}));
    QCOMPARE(names(), (QStringList{u"a@1"_s, u"b@2"_s}));
}

void tst_Watcher::findsWhatWasDeletedMeanwhile()
{
    start();
    QTRY_COMPARE(m_watcher->state(), State::Watching);
    QCoreApplication::processEvents(); // the first list is told
    kube::ObjectStore::Changes told;
    connect(&m_watcher->store(), &kube::ObjectStore::changed, this,
            [&](const kube::ObjectStore::Changes &changes) { told = changes; });
    m_onList = [](QTcpSocket *socket) { ScriptedServer::answer(socket, 200, page(50, {meta("a", 1)})); };
    ScriptedServer::chunk(m_watch, frame("BOOKMARK", R"({"metadata":{"resourceVersion":"12"}})"));
    ScriptedServer::chunk(m_watch, frame("ERROR", expired));
    QTRY_COMPARE(names(), QStringList{u"a@1"_s});
    QTRY_COMPARE(told.removed.size(), 1);
    QCOMPARE(told.removed.first()->meta.name, u"b"_s);
    QCOMPARE(told.added.size() + told.modified.size(), 0);
}

void tst_Watcher::backsOffFromARefusedConnection()
{
    start();
    QTRY_COMPARE(m_watcher->state(), State::Watching);
    m_server->stopListening();
    m_watch->abort();
    QTRY_COMPARE(m_watcher->state(), State::BackingOff);
    QVERIFY(m_watcher->error());
    QVERIFY2(m_watcher->error()->message.contains(u"refuses the connection"_s),
             qPrintable(m_watcher->error()->message));
    QVERIFY(m_watcher->nextAttempt().isValid());
    QCOMPARE(names(), (QStringList{u"a@1"_s, u"b@2"_s}));
    m_server->listenAgain();
    QTRY_COMPARE(m_watcher->state(), State::Watching);
    QVERIFY(!m_watcher->error());
    QVERIFY(!m_watcher->nextAttempt().isValid());
    QCOMPARE(m_lists, 1); // from the version it had
}

void tst_Watcher::backsOffFromWatchesThatEndAtOnce()
{
    m_onWatch = [](QTcpSocket *socket) {
        ScriptedServer::beginChunks(socket);
        ScriptedServer::endChunks(socket);
    };
    Watcher::Timing timing = quick();
    timing.tooShort = 10s;
    start(timing);
    QTRY_COMPARE(m_watches, 4);
    QVERIFY2(m_states.count(State::BackingOff) >= 3, "each time it waits");
    QCOMPARE(m_lists, 1);
}

void tst_Watcher::waitsAsLongAsTheServerAsks()
{
    m_onList = [](QTcpSocket *socket) { ScriptedServer::answer(socket, 429, "{}", {"Retry-After: 3"}); };
    start();
    QTRY_COMPARE(m_watcher->state(), State::BackingOff);
    const qint64 delay = QDateTime::currentDateTimeUtc().msecsTo(m_watcher->nextAttempt());
    QVERIFY2(delay > 2'000 && delay <= 3'000, qPrintable(QString::number(delay)));
    m_onList = [](QTcpSocket *socket) { ScriptedServer::answer(socket, 503, "{}", {"Retry-After: 999999999"}); };
    m_watcher->retry();
    QTRY_COMPARE(m_lists, 2);
    QTRY_VERIFY(QDateTime::currentDateTimeUtc().secsTo(m_watcher->nextAttempt()) > 50);
    QVERIFY(QDateTime::currentDateTimeUtc().secsTo(m_watcher->nextAttempt()) <= 60);
}

void tst_Watcher::stopsWhenForbidden()
{
    m_onList = [](QTcpSocket *socket) {
        ScriptedServer::answer(socket, 403,
                               R"({"kind":"Status","message":"pods is forbidden","reason":"Forbidden","code":403})");
    };
    start();
    QTRY_COMPARE(m_watcher->state(), State::Refused);
    QVERIFY(m_watcher->error()->isForbidden());
    init();
    start();
    QTRY_COMPARE(m_watcher->state(), State::Watching);
    m_watcher->retry();
    QTRY_COMPARE(m_watches, 2);
}

void tst_Watcher::forgetsAKindThatIsGone()
{
    start();
    QTRY_COMPARE(m_watcher->state(), State::Watching);
    m_onWatch = m_onList = [](QTcpSocket *socket) { ScriptedServer::answer(socket, 404, "404 page not found"); };
    m_watch->abort();
    QTRY_COMPARE(m_watcher->state(), State::Refused);
    QVERIFY(m_watcher->error()->isNotFound());
    QCOMPARE(m_watcher->store().size(), 0);
}

void tst_Watcher::endsASilentWatch()
{
    Watcher::Timing timing = quick();
    timing.silence = 50ms;
    start(timing);
    QTRY_COMPARE(m_watches, 3);
    QCOMPARE(m_lists, 1);
    QVERIFY(!m_states.contains(State::BackingOff));
}

void tst_Watcher::aDeadServerIsNotShownAsLive()
{
    Watcher::Timing timing = quick();
    timing.silence = 50ms;
    timing.headers = 50ms;
    start(timing);
    QTRY_COMPARE(m_watcher->state(), State::Watching);
    m_onWatch = [](QTcpSocket *) { }; // takes connections and says nothing
    QTRY_COMPARE(m_watcher->state(), State::BackingOff);
    QCOMPARE(m_watcher->error()->kind, Error::Kind::Timeout);
}

void tst_Watcher::refusesAnEndlessList()
{
    m_onList = [](QTcpSocket *socket) { ScriptedServer::answer(socket, 200, page(10, {meta("a", 1)}, "same")); };
    start();
    QTRY_COMPARE(m_watcher->state(), State::BackingOff);
    QCOMPARE(m_watcher->error()->kind, Error::Kind::Protocol);
    QVERIFY(!m_watcher->store().isSynced());
}

void tst_Watcher::recoversFromBrokenJson_data()
{
    QTest::addColumn<bool>("inList");
    QTest::newRow("in the list") << true;
    QTest::newRow("in the watch") << false;
}

void tst_Watcher::recoversFromBrokenJson()
{
    QFETCH(bool, inList);
    if (inList) {
        m_onList = [this](QTcpSocket *socket) {
            ScriptedServer::answer(socket, 200, m_lists == 1 ? "<html>" : page(10, {meta("a", 1), meta("b", 2)}));
        };
    } else {
        m_onWatch = [this](QTcpSocket *socket) {
            ScriptedServer::beginChunks(socket);
            if (m_watches == 1)
                ScriptedServer::chunk(socket, "{\"type\":\"ADDED\",\"object\":{]}}\n");
        };
    }
    start();
    QTRY_VERIFY(m_states.contains(State::BackingOff));
    QTRY_COMPARE(m_watcher->state(), State::Watching);
    QCOMPARE(m_lists, 2);
    QCOMPARE(names(), (QStringList{u"a@1"_s, u"b@2"_s}));
}

void tst_Watcher::destroyingItEndsTheConnection()
{
    start();
    QTRY_COMPARE(m_watcher->state(), State::Watching);
    QSignalSpy closed(m_watch, &QTcpSocket::disconnected);
    m_watcher.reset();
    QVERIFY(closed.wait());
}

QTEST_GUILESS_MAIN(tst_Watcher)
#include "tst_watcher.moc"
