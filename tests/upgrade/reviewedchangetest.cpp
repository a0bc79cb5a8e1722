// SPDX-License-Identifier: Apache-2.0
#include "reviewedchangetest.h"

#include "anonymous.h"

#include <QTcpSocket>
#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using testsupport::ObjectServer;
using testsupport::ScriptedRequest;
using upgrade::Journal;
using upgrade::JournalEntry;
using upgrade::ReviewedChange;

namespace {

QJsonObject cluster(const QString &tag)
{
    return {
        {"apiVersion"_L1, "app.redislabs.com/v1"_L1},
        {"kind"_L1, "RedisEnterpriseCluster"_L1},
        {"metadata"_L1, QJsonObject{{"name"_L1, "orders"_L1}, {"namespace"_L1, "redis"_L1}, {"uid"_L1, "uid-1"_L1}}},
        {"spec"_L1,
         QJsonObject{{"nodes"_L1, 5},
                     {"redisEnterpriseImageSpec"_L1,
                      QJsonObject{{"repository"_L1, "redislabs/redis"_L1}, {"versionTag"_L1, tag}}}}},
        {"status"_L1, QJsonObject{{"state"_L1, "Running"_L1}}}};
}

} // namespace

const QString ReviewedChangeTest::oldTag = u"7.22.0-250"_s;
const QString ReviewedChangeTest::newTag = u"7.22.2-14"_s;
const QStringList ReviewedChangeTest::reviewCalls{u"GET"_s, u"PATCH dry run"_s};

QJsonObject ReviewedChangeTest::spec(const QJsonObject &fields)
{
    return {{"spec"_L1, fields}};
}

QJsonObject ReviewedChangeTest::imageSpec(const QString &tag)
{
    return spec({{"redisEnterpriseImageSpec"_L1, QJsonObject{{"versionTag"_L1, tag}}}});
}

QJsonObject ReviewedChangeTest::status(const QString &state)
{
    return {{"status"_L1, QJsonObject{{"state"_L1, state}}}};
}

void ReviewedChangeTest::init()
{
    m_states.clear();
    m_folder = std::make_unique<QTemporaryDir>();
    m_journal = std::make_unique<Journal>(m_folder->filePath(u"journal.jsonl"_s));
    m_server = std::make_unique<ObjectServer>(cluster(oldTag));
    kube::ClusterConfig config;
    config.context = u"prod-eu"_s;
    config.user = u"admin"_s;
    config.server = m_server->wire().url();
    m_client = std::make_unique<kube::ApiClient>(config, std::make_unique<testsupport::Anonymous>());
}

void ReviewedChangeTest::cleanup()
{
    m_change.reset();
    m_client.reset();
    m_server.reset();
    m_journal.reset();
    m_folder.reset();
}

void ReviewedChangeTest::start(const QJsonObject &choice)
{
    const kube::ResourceType type{u"app.redislabs.com"_s, u"v1"_s, u"redisenterpriseclusters"_s,
                                  u"RedisEnterpriseCluster"_s, true};
    m_change = std::make_unique<ReviewedChange>(
        *m_client, *m_journal, type, kube::ObjectKey{u"redis"_s, u"orders"_s}, choice, u"change the image tag"_s,
        [] { return QDateTime(QDate(2026, 6, 2), QTime(14, 2), QTimeZone::UTC); }, 20ms);
    connect(m_change.get(), &ReviewedChange::stateChanged, this, [this](State state) { m_states.append(state); });
    m_change->prepare();
}

void ReviewedChangeTest::reviewed(const QJsonObject &choice)
{
    start(choice);
    QTRY_COMPARE(m_change->state(), State::Ready);
}

void ReviewedChangeTest::applied()
{
    m_states.clear();
    m_change->apply();
    QCOMPARE(m_change->state(), State::Writing);
}

void ReviewedChangeTest::loseWrites()
{
    m_server->intercept([](const ScriptedRequest &request, QTcpSocket *socket) {
        if (!ObjectServer::isWrite(request))
            return false;
        socket->abort();
        return true;
    });
}

QString ReviewedChangeTest::liveTag() const
{
    return m_server->object()["spec"_L1]["redisEnterpriseImageSpec"_L1]["versionTag"_L1].toString();
}

QList<JournalEntry> ReviewedChangeTest::entries() const
{
    const auto contents = m_journal->read();
    return contents && contents->damagedLines == 0 ? contents->entries : QList<JournalEntry>();
}

ReviewedChangeTest::Outcome ReviewedChangeTest::onlyOutcome() const
{
    const QList<JournalEntry> all = entries();
    if (all.size() != 1)
        qFatal("%lld entries", qlonglong(all.size()));
    return all.constFirst().outcome;
}

QStringList ReviewedChangeTest::movedPaths() const
{
    QStringList paths;
    for (const yaml::Change &change : m_change->review().moved)
        paths.append(change.path.toString());
    return paths;
}
