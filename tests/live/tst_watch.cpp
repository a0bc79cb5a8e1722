// SPDX-License-Identifier: Apache-2.0
#include "jsoncursor.h"
#include "livecluster.h"
#include "watcher.h"

#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using kube::ApiClient;
using kube::Watcher;
using State = kube::Watcher::State;

namespace {

class FixedToken final : public kube::CredentialSource
{
public:
    explicit FixedToken(QByteArray token)
        : m_token(std::move(token))
    {
    }
    void get(QObject *context, kube::Callback<kube::Credential> done) override
    {
        kube::Credential credential;
        credential.token = m_token;
        QMetaObject::invokeMethod(
            context, [done = std::move(done), credential] { done(credential); }, Qt::QueuedConnection);
    }
    bool reject(const kube::Credential &) override { return false; }

private:
    const QByteArray m_token;
};

kube::ObjectPtr decodeObject(kube::JsonCursor json)
{
    auto result = std::make_shared<kube::Object>();
    json.forEachField([&](std::string_view key, kube::JsonCursor value) {
        if (key == "metadata")
            result->meta = kube::decodeMeta(value);
    });
    return result;
}

const kube::ResourceType configMaps{u""_s, u"v1"_s, u"configmaps"_s, u"ConfigMap"_s, true};

} // namespace

/// The watcher on a real API server (1.20) through a restart, a compaction and both: it ends with what the server has.
class tst_Watch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init();

    void listsInPages();
    void followsChanges();
    void survivesARestart();
    void survivesACompaction();
    void refusesAWrongToken();
    void refusesAnUntrustedServer();

private:
    void create(const QString &name);
    void remove(const QString &name);
    [[nodiscard]] QStringList names() const;

    std::unique_ptr<testsupport::LiveCluster> m_cluster;
    std::unique_ptr<ApiClient> m_client;
    std::unique_ptr<Watcher> m_watcher;
    QThread m_decoding;
};

void tst_Watch::initTestCase()
{
    if (const QString why = testsupport::LiveCluster::unavailable(); !why.isEmpty())
        QSKIP(qPrintable(why));
    m_cluster = std::make_unique<testsupport::LiveCluster>(0);
    QVERIFY2(m_cluster->isUp(), qPrintable(m_cluster->output()));
    m_decoding.start();
    m_client = std::make_unique<ApiClient>(m_cluster->config(), std::make_unique<FixedToken>("admin-token"));
}

void tst_Watch::cleanupTestCase()
{
    m_watcher.reset();
    m_client.reset();
    m_decoding.quit();
    m_decoding.wait();
    m_cluster.reset();
}

void tst_Watch::init()
{
    m_watcher = std::make_unique<Watcher>(
        *m_client, m_decoding,
        Watcher::Target{
            .type = configMaps, .nameSpace = u"default"_s, .selection = {}, .decode = decodeObject, .pageSize = 2});
    m_watcher->start();
    QTRY_COMPARE(m_watcher->state(), State::Watching);
}

void tst_Watch::create(const QString &name)
{
    bool done = false;
    m_client->sendForObject(
        kube::requests::create(
            configMaps, u"default"_s,
            {{"apiVersion"_L1, "v1"_L1}, {"kind"_L1, "ConfigMap"_L1}, {"metadata"_L1, QJsonObject{{"name"_L1, name}}}},
            {}),
        this, [&](const kube::Result<kube::ApiObject> &answer) {
            QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
            done = true;
        });
    QTRY_VERIFY(done);
}

void tst_Watch::remove(const QString &name)
{
    bool done = false;
    m_client->sendForObject(kube::requests::remove(configMaps, {u"default"_s, name}, {}), this,
                            [&](const kube::Result<kube::ApiObject> &answer) { done = answer.has_value(); });
    QTRY_VERIFY(done);
}

QStringList tst_Watch::names() const
{
    QStringList names;
    for (const kube::ObjectPtr &object : m_watcher->store().objects()) {
        if (!object->meta.name.startsWith("kube-root"_L1))
            names.append(object->meta.name);
    }
    names.sort();
    return names;
}

void tst_Watch::listsInPages()
{
    for (int i = 0; i < 7; ++i)
        create(u"p%1"_s.arg(i));
    init();
    QCOMPARE(names(), (QStringList{u"p0"_s, u"p1"_s, u"p2"_s, u"p3"_s, u"p4"_s, u"p5"_s, u"p6"_s}));
}

void tst_Watch::followsChanges()
{
    create(u"a"_s);
    QTRY_VERIFY(names().contains(u"a"_s));
    remove(u"a"_s);
    QTRY_VERIFY(!names().contains(u"a"_s));
}

void tst_Watch::survivesARestart()
{
    QSignalSpy states(m_watcher.get(), &Watcher::stateChanged);
    QVERIFY2(m_cluster->run(u"restart-apiserver"_s), qPrintable(m_cluster->output()));
    QTRY_VERIFY_WITH_TIMEOUT(!states.isEmpty(), 20'000); // it noticed
    QTRY_COMPARE_WITH_TIMEOUT(m_watcher->state(), State::Watching, 60'000);
    create(u"after-restart"_s);
    QTRY_VERIFY(names().contains(u"after-restart"_s));
}

void tst_Watch::survivesACompaction()
{
    create(u"before"_s);
    QTRY_VERIFY(names().contains(u"before"_s));
    // While the server is down the watcher keeps its version; the server comes back with a history that is gone.
    QVERIFY2(m_cluster->run(u"compact"_s), qPrintable(m_cluster->output()));
    QVERIFY2(m_cluster->run(u"restart-apiserver"_s), qPrintable(m_cluster->output()));
    remove(u"before"_s);
    create(u"after"_s);
    QTRY_VERIFY_WITH_TIMEOUT(names().contains(u"after"_s) && !names().contains(u"before"_s), 60'000);
    QTRY_COMPARE_WITH_TIMEOUT(m_watcher->state(), State::Watching, 60'000);
}

void tst_Watch::refusesAWrongToken()
{
    ApiClient client(m_cluster->config(), std::make_unique<FixedToken>("wrong"));
    Watcher watcher(client, m_decoding, {.type = configMaps, .nameSpace = {}, .selection = {}, .decode = decodeObject});
    watcher.start();
    QTRY_COMPARE(watcher.state(), State::Refused);
    QVERIFY(watcher.error()->isUnauthorized());
}

void tst_Watch::refusesAnUntrustedServer()
{
    kube::ClusterConfig config = m_cluster->config();
    config.certificateAuthority.clear(); // the system's
    ApiClient client(config, std::make_unique<FixedToken>("admin-token"));
    Watcher watcher(client, m_decoding, {.type = configMaps, .nameSpace = {}, .selection = {}, .decode = decodeObject});
    watcher.start();
    QTRY_COMPARE(watcher.state(), State::BackingOff);
    QCOMPARE(watcher.error()->kind, kube::Error::Kind::Tls);
    QVERIFY2(watcher.error()->message.contains(u"certificate-authority"_s), qPrintable(watcher.error()->message));
}

QTEST_GUILESS_MAIN(tst_Watch)
#include "tst_watch.moc"
