// SPDX-License-Identifier: Apache-2.0
#include "anonymous.h"
#include "objectserver.h"
#include "reviewedchange.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using testsupport::ObjectServer;
using testsupport::ScriptedRequest;
using testsupport::ScriptedServer;
using upgrade::Journal;
using upgrade::JournalEntry;
using upgrade::ReviewedChange;
using Outcome = upgrade::JournalEntry::Outcome;
using State = upgrade::ReviewedChange::State;

namespace {

const QString oldTag = u"7.22.0-250"_s;
const QString newTag = u"7.22.2-14"_s;

QJsonObject spec(const QJsonObject &fields)
{
    return {{"spec"_L1, fields}};
}

QJsonObject imageSpec(const QString &tag)
{
    return spec({{"redisEnterpriseImageSpec"_L1, QJsonObject{{"versionTag"_L1, tag}}}});
}

QJsonObject status(const QString &state)
{
    return {{"status"_L1, QJsonObject{{"state"_L1, state}}}};
}

QJsonObject cluster()
{
    return {
        {"apiVersion"_L1, "app.redislabs.com/v1"_L1},
        {"kind"_L1, "RedisEnterpriseCluster"_L1},
        {"metadata"_L1, QJsonObject{{"name"_L1, "orders"_L1}, {"namespace"_L1, "redis"_L1}, {"uid"_L1, "uid-1"_L1}}},
        {"spec"_L1,
         QJsonObject{{"nodes"_L1, 5},
                     {"redisEnterpriseImageSpec"_L1,
                      QJsonObject{{"repository"_L1, "redislabs/redis"_L1}, {"versionTag"_L1, oldTag}}}}},
        {"status"_L1, QJsonObject{{"state"_L1, "Running"_L1}}}};
}

const QStringList reviewCalls{u"GET"_s, u"PATCH dry run"_s};

} // namespace

/// The guarded write against a server that keeps Kubernetes' rules, and breaks off where each test says.
class tst_ReviewedChange : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void writesExactlyWhatWasReviewed();
    void tellsDefaultsAndWarningsOfTheServer();
    void keepsLabelsThatAreWanted();
    void hasNothingToDoWhereAllIsAsWanted();
    void failsWhereTheReviewIsRefused_data();
    void failsWhereTheReviewIsRefused();
    void failsWhereTheWriteIsRefused_data();
    void failsWhereTheWriteIsRefused();
    void reviewsAgainWhenItMovesBetweenGetAndDryRun();
    void givesUpOnADryRunThatAlwaysConflicts();
    void isReviewedAgainWhenItWasChangedMeanwhile();
    void goesOnWhenOnlyTheStatusMoved();
    void stopsGoingOnWhenTheStatusNeverRests();
    void isReviewedAgainWhenWarningsDiffer();
    void isNotWrittenToAnotherObjectOfThatName();
    void findsItDeletedMeanwhile();
    void findsItDeletedDuringTheWrite();
    void findsOutThatALostWriteDidNotHappen();
    void findsOutThatALostWriteHappened();
    void doesNotGuessWhereALostWriteMetAnother();
    void asksUntilTheServerIsBack();
    void takesNoCreditForTheSameChangeOfAnother();
    void leavesOpenWhoWroteWhereTheServerKeepsNoRecord();
    void takesTheEchoOfItsOwnWriteForSuccess();
    void readsTheOutcomeAfterAServerError_data();
    void readsTheOutcomeAfterAServerError();
    void readsBackAValueThatTheServerPutsInAnotherWay();
    void tellsThatItWasOverwritten();
    void sendsNothingWithoutAJournal();
    void isReviewedAgainWhenSeenChanged();
    void isNotReviewedAgainForWhatItKnows();
    void destroyingItLeavesTheClusterUntouched_data();
    void destroyingItLeavesTheClusterUntouched();
    void mayBeDestroyedByItsOwnSignal_data();
    void mayBeDestroyedByItsOwnSignal();

private:
    void start(const QJsonObject &choice = imageSpec(newTag));
    void reviewed(const QJsonObject &choice = imageSpec(newTag));
    void applied();
    /// Drops each write before it is carried out, as long as the returned flag is set.
    void loseWrites(bool carriedOutFirst);
    [[nodiscard]] QString liveTag() const;
    [[nodiscard]] QList<JournalEntry> entries() const;
    [[nodiscard]] Outcome onlyOutcome() const;
    [[nodiscard]] QStringList movedPaths() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Journal> m_journal;
    std::unique_ptr<ObjectServer> m_server;
    std::unique_ptr<kube::ApiClient> m_client;
    std::unique_ptr<ReviewedChange> m_change;
    QList<State> m_states;
};

void tst_ReviewedChange::init()
{
    m_states.clear();
    m_folder = std::make_unique<QTemporaryDir>();
    m_journal = std::make_unique<Journal>(m_folder->filePath(u"journal.jsonl"_s));
    m_server = std::make_unique<ObjectServer>(cluster());
    kube::ClusterConfig config;
    config.context = u"prod-eu"_s;
    config.user = u"admin"_s;
    config.server = m_server->wire().url();
    m_client = std::make_unique<kube::ApiClient>(config, std::make_unique<testsupport::Anonymous>());
}

void tst_ReviewedChange::cleanup()
{
    m_change.reset();
    m_client.reset();
    m_server.reset();
    m_journal.reset();
    m_folder.reset();
}

void tst_ReviewedChange::start(const QJsonObject &choice)
{
    const kube::ResourceType type{u"app.redislabs.com"_s, u"v1"_s, u"redisenterpriseclusters"_s,
                                  u"RedisEnterpriseCluster"_s, true};
    m_change = std::make_unique<ReviewedChange>(
        *m_client, *m_journal, type, kube::ObjectKey{u"redis"_s, u"orders"_s}, choice, u"change the image tag"_s,
        [] { return QDateTime(QDate(2026, 6, 2), QTime(14, 2), QTimeZone::UTC); }, 20ms);
    connect(m_change.get(), &ReviewedChange::stateChanged, this, [this](State state) { m_states.append(state); });
    m_change->prepare();
}

void tst_ReviewedChange::reviewed(const QJsonObject &choice)
{
    start(choice);
    QTRY_COMPARE(m_change->state(), State::Ready);
}

void tst_ReviewedChange::applied()
{
    m_states.clear();
    m_change->apply();
    QCOMPARE(m_change->state(), State::Writing);
}

void tst_ReviewedChange::loseWrites(bool carriedOutFirst)
{
    m_server->intercept([this, carriedOutFirst](const ScriptedRequest &request, QTcpSocket *socket) {
        if (!ObjectServer::isWrite(request))
            return false;
        if (carriedOutFirst)
            m_server->commit(request);
        socket->abort();
        return true;
    });
}

QString tst_ReviewedChange::liveTag() const
{
    return m_server->object()["spec"_L1]["redisEnterpriseImageSpec"_L1]["versionTag"_L1].toString();
}

QList<JournalEntry> tst_ReviewedChange::entries() const
{
    const auto contents = m_journal->read();
    return contents && contents->damagedLines == 0 ? contents->entries : QList<JournalEntry>();
}

Outcome tst_ReviewedChange::onlyOutcome() const
{
    const QList<JournalEntry> all = entries();
    if (all.size() != 1)
        qFatal("%lld entries", qlonglong(all.size()));
    return all.constFirst().outcome;
}

QStringList tst_ReviewedChange::movedPaths() const
{
    QStringList paths;
    for (const yaml::Change &change : m_change->review().moved)
        paths.append(change.path.toString());
    return paths;
}

// --- review ----------------------------------------------------------------------------------------------------------

void tst_ReviewedChange::writesExactlyWhatWasReviewed()
{
    reviewed();
    const upgrade::Review &review = m_change->review();
    const yaml::Change tag{{u"spec"_s, u"redisEnterpriseImageSpec"_s, u"versionTag"_s}, oldTag, newTag};
    QCOMPARE(review.wanted, QList{tag});
    QCOMPARE(review.changes, QList{tag});
    QVERIFY(review.moved.isEmpty());
    QVERIFY(review.warnings.isEmpty());
    QCOMPARE(liveTag(), oldTag);
    QVERIFY(entries().isEmpty());
    const QJsonObject reviewedPatch = review.patch;
    QCOMPARE(reviewedPatch["metadata"_L1].toObject(),
             (QJsonObject{{"resourceVersion"_L1, "10"_L1}, {"uid"_L1, "uid-1"_L1}}));

    applied();
    QTRY_COMPARE(m_change->state(), State::Done);
    QCOMPARE(m_states, (QList{State::Writing, State::Done}));
    QCOMPARE(m_server->calls(), reviewCalls + QStringList({u"PATCH"_s, u"GET"_s}));
    QCOMPARE(m_server->patches().at(0), m_server->patches().at(1)); // to the letter
    const ScriptedRequest write = m_server->wire().requests().at(2);
    QCOMPARE(write.headers.value("content-type"), "application/merge-patch+json");
    QVERIFY(write.target.contains("fieldValidation=Strict"));
    QVERIFY(write.target.contains("fieldManager=rollhive"));
    QCOMPARE(liveTag(), newTag);
    QVERIFY(!m_change->wasOverwritten());

    QCOMPARE(onlyOutcome(), Outcome::Written);
    const JournalEntry entry = entries().constFirst();
    QCOMPARE(entry.context, u"prod-eu"_s);
    QCOMPARE(entry.user, u"admin"_s);
    QCOMPARE(entry.kind, u"RedisEnterpriseCluster"_s);
    QCOMPARE(entry.name, u"orders"_s);
    QCOMPARE(entry.uid, u"uid-1"_s);
    QCOMPARE(entry.why, u"change the image tag"_s);
    QCOMPARE(entry.changes, QList{tag});

    m_change->apply(); // once is enough
    m_change->prepare();
    QCOMPARE(m_change->state(), State::Done);
}

void tst_ReviewedChange::tellsDefaultsAndWarningsOfTheServer()
{
    m_server->setDefaults(spec({{"uiServiceType"_L1, "ClusterIP"_L1}}));
    m_server->setWarnings({R"(Warning: 299 - "v1 is deprecated")"});
    reviewed();
    QCOMPARE(m_change->review().wanted.size(), 1);
    QCOMPARE(m_change->review().changes.size(), 2);
    QCOMPARE(m_change->review().changes.at(1),
             (yaml::Change{{u"spec"_s, u"uiServiceType"_s}, QJsonValue::Undefined, u"ClusterIP"_s}));
    QCOMPARE(m_change->review().warnings, QStringList{u"v1 is deprecated"_s});
}

void tst_ReviewedChange::keepsLabelsThatAreWanted()
{
    reviewed({{"metadata"_L1, QJsonObject{{"labels"_L1, QJsonObject{{"team"_L1, "x"_L1}}}}}});
    applied();
    QTRY_COMPARE(m_change->state(), State::Done);
    QCOMPARE(m_server->object()["metadata"_L1]["labels"_L1]["team"_L1].toString(), u"x"_s);
}

void tst_ReviewedChange::hasNothingToDoWhereAllIsAsWanted()
{
    start(imageSpec(oldTag));
    QTRY_COMPARE(m_change->state(), State::Nothing);
    QCOMPARE(m_server->calls(), QStringList{u"GET"_s});
    m_change->apply();
    QCOMPARE(m_change->state(), State::Nothing);
    QVERIFY(entries().isEmpty());

    m_server->change(imageSpec(u"7.8.6-36"_s)); // now there is something
    m_change->objectSeen(u"uid-1"_s, u"11"_s);
    QTRY_COMPARE(m_change->state(), State::Ready);
    QCOMPARE(m_change->review().wanted.size(), 1);
}

void tst_ReviewedChange::failsWhereTheReviewIsRefused_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("reason");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("the object may not be read")
        << QByteArray("GET") << 403 << QByteArray("Forbidden") << QByteArray("cannot get");
    QTest::newRow("a field does not validate")
        << QByteArray("PATCH") << 422 << QByteArray("Invalid") << QByteArray("spec.nodes: must be odd");
    QTest::newRow("a webhook denies it") << QByteArray("PATCH") << 400 << QByteArray("BadRequest")
                                         << QByteArray("admission webhook denied the request: no");
    QTest::newRow("it may not be patched")
        << QByteArray("PATCH") << 403 << QByteArray("Forbidden") << QByteArray("cannot patch");
    QTest::newRow("the server is in trouble")
        << QByteArray("PATCH") << 500 << QByteArray("InternalError") << QByteArray("failed calling webhook");
}

void tst_ReviewedChange::failsWhereTheReviewIsRefused()
{
    QFETCH(QByteArray, method);
    QFETCH(int, code);
    QFETCH(QByteArray, reason);
    QFETCH(QByteArray, message);
    m_server->intercept([=](const ScriptedRequest &request, QTcpSocket *socket) {
        if (request.method != method)
            return false;
        ObjectServer::refuse(socket, code, reason, message);
        return true;
    });
    start();
    QTRY_COMPARE(m_change->state(), State::Failed);
    QCOMPARE(m_change->error()->code, code);
    QVERIFY(m_change->error()->message.contains(QString::fromUtf8(message)));
    m_change->apply();
    QCOMPARE(m_change->state(), State::Failed);
    QVERIFY(entries().isEmpty());

    m_server->intercept({}); // the trouble is over; the choice is still there
    m_change->prepare();
    QTRY_COMPARE(m_change->state(), State::Ready);
    QVERIFY(!m_change->error());
}

void tst_ReviewedChange::failsWhereTheWriteIsRefused_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("reason");
    QTest::newRow("the permission was taken away") << 403 << QByteArray("Forbidden");
    QTest::newRow("a field does not validate any more") << 422 << QByteArray("Invalid");
    QTest::newRow("a webhook denies what it did not deny before") << 400 << QByteArray("BadRequest");
    QTest::newRow("too many requests") << 429 << QByteArray("TooManyRequests");
}

void tst_ReviewedChange::failsWhereTheWriteIsRefused()
{
    QFETCH(int, code);
    QFETCH(QByteArray, reason);
    reviewed();
    m_server->intercept([=](const ScriptedRequest &request, QTcpSocket *socket) {
        if (ObjectServer::isWrite(request))
            ObjectServer::refuse(socket, code, reason, "refused");
        return ObjectServer::isWrite(request);
    });
    applied();
    QTRY_COMPARE(m_change->state(), State::Failed);
    QCOMPARE(m_change->error()->code, code);
    QCOMPARE(onlyOutcome(), Outcome::NotWritten);
    QVERIFY(!entries().constFirst().message.isEmpty());
    QCOMPARE(m_server->calls(), reviewCalls + QStringList{u"PATCH"_s});
}

// --- moved -----------------------------------------------------------------------------------------------------------

void tst_ReviewedChange::reviewsAgainWhenItMovesBetweenGetAndDryRun()
{
    bool once = true;
    m_server->intercept([&](const ScriptedRequest &request, QTcpSocket *) {
        if (ObjectServer::isDryRun(request) && std::exchange(once, false))
            m_server->change(spec({{"nodes"_L1, 7}}));
        return false;
    });
    reviewed();
    QCOMPARE(m_server->calls(), reviewCalls + reviewCalls);
    QCOMPARE(m_change->review().live["spec"_L1]["nodes"_L1].toInt(), 7);
}

void tst_ReviewedChange::givesUpOnADryRunThatAlwaysConflicts()
{
    m_server->intercept([&](const ScriptedRequest &request, QTcpSocket *) {
        if (ObjectServer::isDryRun(request))
            m_server->change(status(u"Upgrade"_s));
        return false;
    });
    start();
    QTRY_COMPARE(m_change->state(), State::Failed);
    QVERIFY(m_change->error()->isConflict());
    QCOMPARE(m_server->calls().count(u"PATCH dry run"_s), 6);
}

void tst_ReviewedChange::isReviewedAgainWhenItWasChangedMeanwhile()
{
    reviewed();
    m_server->change(spec({{"nodes"_L1, 7}}));
    applied();
    QTRY_COMPARE(m_change->state(), State::Ready);
    QCOMPARE(liveTag(), oldTag); // nothing is written
    QCOMPARE(movedPaths(), QStringList{u"spec.nodes"_s});
    QCOMPARE(m_change->review().moved.constFirst().after, QJsonValue(7));
    QCOMPARE(m_change->review().wanted.constFirst().after, QJsonValue(newTag)); // the choice is kept
    QCOMPARE(onlyOutcome(), Outcome::NotWritten);

    applied();
    QTRY_COMPARE(m_change->state(), State::Done);
    QCOMPARE(liveTag(), newTag);
    QCOMPARE(m_server->object()["spec"_L1]["nodes"_L1].toInt(), 7);
    QCOMPARE(entries().size(), 2);
    QCOMPARE(entries().constLast().outcome, Outcome::Written);
}

void tst_ReviewedChange::goesOnWhenOnlyTheStatusMoved()
{
    reviewed();
    m_server->change(status(u"Upgrade"_s));
    applied();
    QTRY_COMPARE(m_change->state(), State::Done);
    QCOMPARE(m_states, (QList{State::Writing, State::Done}));
    QCOMPARE(liveTag(), newTag);
    QCOMPARE(onlyOutcome(), Outcome::Written);
    QCOMPARE(m_server->calls(),
             reviewCalls + QStringList({u"PATCH"_s, u"GET"_s}) + reviewCalls + QStringList({u"PATCH"_s, u"GET"_s}));
}

void tst_ReviewedChange::stopsGoingOnWhenTheStatusNeverRests()
{
    reviewed();
    m_server->intercept([&](const ScriptedRequest &request, QTcpSocket *) {
        if (ObjectServer::isWrite(request))
            m_server->change(status(u"Upgrade"_s));
        return false;
    });
    applied();
    QTRY_COMPARE(m_change->state(), State::Ready);
    QCOMPARE(m_server->calls().count(u"PATCH"_s), 6);
    QCOMPARE(liveTag(), oldTag);
    QVERIFY(m_change->error());
    QCOMPARE(onlyOutcome(), Outcome::NotWritten);

    m_server->intercept({});
    applied();
    QTRY_COMPARE(m_change->state(), State::Done);
    QVERIFY(!m_change->error());
}

void tst_ReviewedChange::isReviewedAgainWhenWarningsDiffer()
{
    reviewed();
    m_server->change(status(u"Upgrade"_s));
    m_server->setWarnings({R"(Warning: 299 - "an upgrade is under way")"});
    applied();
    QTRY_COMPARE(m_change->state(), State::Ready);
    QCOMPARE(m_change->review().warnings.size(), 1);
    QCOMPARE(liveTag(), oldTag);
}

void tst_ReviewedChange::isNotWrittenToAnotherObjectOfThatName()
{
    reviewed();
    m_server->recreate();
    applied();
    QTRY_COMPARE(m_change->state(), State::Ready);
    QCOMPARE(liveTag(), oldTag);
    QCOMPARE(movedPaths(), QStringList{u"metadata.uid"_s});
    QCOMPARE(onlyOutcome(), Outcome::NotWritten);
}

void tst_ReviewedChange::findsItDeletedMeanwhile()
{
    reviewed();
    m_server->remove();
    applied();
    QTRY_COMPARE(m_change->state(), State::Failed);
    QVERIFY(m_change->error()->message.contains(u"orders"_s));
    QVERIFY(m_change->error()->message.contains(u"Nothing was written"_s));
    QCOMPARE(onlyOutcome(), Outcome::NotWritten);
    m_change->prepare();
    QTRY_COMPARE(m_change->state(), State::Failed);
    QVERIFY(m_change->error()->isNotFound());
}

void tst_ReviewedChange::findsItDeletedDuringTheWrite()
{
    reviewed();
    m_server->intercept([&](const ScriptedRequest &request, QTcpSocket *socket) {
        if (!ObjectServer::isWrite(request))
            return false;
        m_server->remove();
        m_server->intercept({});
        ObjectServer::refuse(socket, 504, "Timeout", "request did not complete");
        return true;
    });
    applied();
    QTRY_COMPARE(m_change->state(), State::Failed);
    QVERIFY(!m_change->error()->message.contains(u"Nothing was written"_s));
    QCOMPARE(onlyOutcome(), Outcome::Unknown);
}

// --- lost ------------------------------------------------------------------------------------------------------------

void tst_ReviewedChange::findsOutThatALostWriteDidNotHappen()
{
    reviewed();
    loseWrites(false);
    applied();
    QTRY_COMPARE(m_change->state(), State::Ready);
    QCOMPARE(m_states, (QList{State::Writing, State::FindingOut, State::Ready}));
    QVERIFY(m_change->error()->message.contains(u"nothing was written"_s));
    QCOMPARE(liveTag(), oldTag);
    QCOMPARE(onlyOutcome(), Outcome::NotWritten);
    QCOMPARE(m_server->calls().last(2), QStringList({u"GET"_s, u"GET"_s})); // it looked twice

    m_server->intercept({});
    applied();
    QTRY_COMPARE(m_change->state(), State::Done);
    QVERIFY(!m_change->error());
}

void tst_ReviewedChange::findsOutThatALostWriteHappened()
{
    reviewed();
    m_server->intercept([this](const ScriptedRequest &request, QTcpSocket *) {
        if (!ObjectServer::isWrite(request))
            return false;
        m_server->commit(request);
        m_server->wire().stopListening(); // no echo of the request comes through
        m_server->wire().dropConnections();
        return true;
    });
    applied();
    QTRY_COMPARE(m_change->state(), State::FindingOut);
    QCOMPARE(onlyOutcome(), Outcome::Pending);
    m_server->wire().listenAgain();
    QTRY_COMPARE(m_change->state(), State::Done);
    QVERIFY(!m_change->wasOverwritten());
    QCOMPARE(m_server->calls().count(u"PATCH"_s), 1);
    QCOMPARE(onlyOutcome(), Outcome::Written);
}

void tst_ReviewedChange::doesNotGuessWhereALostWriteMetAnother()
{
    reviewed();
    m_server->intercept([this](const ScriptedRequest &request, QTcpSocket *socket) {
        if (!ObjectServer::isWrite(request))
            return false;
        m_server->commit(request);
        m_server->change(imageSpec(u"7.8.6-36"_s));
        m_server->intercept({});
        ObjectServer::refuse(socket, 504, "Timeout", "request did not complete");
        return true;
    });
    applied();
    QTRY_COMPARE(m_change->state(), State::Ready);
    QCOMPARE(movedPaths(), QStringList{u"spec.redisEnterpriseImageSpec.versionTag"_s});
    QVERIFY(m_change->error()->message.contains(u"not known"_s));
    QCOMPARE(onlyOutcome(), Outcome::Unknown);
    QCOMPARE(liveTag(), u"7.8.6-36"_s);
}

void tst_ReviewedChange::asksUntilTheServerIsBack()
{
    reviewed();
    m_server->intercept([](const ScriptedRequest &, QTcpSocket *socket) {
        socket->abort();
        return true;
    });
    applied();
    QTRY_COMPARE_GT(m_server->calls().count(u"GET"_s), 12);
    QCOMPARE(m_states, (QList{State::Writing, State::FindingOut})); // said once
    QVERIFY(m_change->error());
    m_change->prepare(); // not now
    m_change->apply();
    QCOMPARE(m_change->state(), State::FindingOut);
    QCOMPARE(onlyOutcome(), Outcome::Pending);

    m_server->intercept({});
    QTRY_COMPARE(m_change->state(), State::Ready);
    QCOMPARE(onlyOutcome(), Outcome::NotWritten);
}

void tst_ReviewedChange::takesNoCreditForTheSameChangeOfAnother()
{
    reviewed();
    m_server->change(imageSpec(newTag)); // before we apply
    applied();
    QTRY_COMPARE(m_change->state(), State::Nothing);
    QCOMPARE(onlyOutcome(), Outcome::NotWritten);
    QVERIFY(entries().constFirst().message.contains(u"already as wanted"_s));
    QCOMPARE(m_server->object()["metadata"_L1]["resourceVersion"_L1].toString(), u"11"_s);
}

void tst_ReviewedChange::leavesOpenWhoWroteWhereTheServerKeepsNoRecord()
{
    m_server->forgetManagers();
    reviewed();
    m_server->change(imageSpec(newTag));
    applied();
    QTRY_COMPARE(m_change->state(), State::Done);
    QCOMPARE(onlyOutcome(), Outcome::Unknown);
}

void tst_ReviewedChange::takesTheEchoOfItsOwnWriteForSuccess()
{
    reviewed();
    bool once = true;
    m_server->intercept([&](const ScriptedRequest &request, QTcpSocket *socket) {
        if (!ObjectServer::isWrite(request) || !std::exchange(once, false))
            return false;
        m_server->commit(request);
        socket->abort(); // a connection that was used before: Qt sends the request once more
        return true;
    });
    applied();
    QTRY_COMPARE(m_change->state(), State::Done);
    QCOMPARE(m_server->calls().count(u"PATCH"_s), 2);
    QCOMPARE(onlyOutcome(), Outcome::Written);
    QCOMPARE(m_server->object()["metadata"_L1]["resourceVersion"_L1].toString(), u"11"_s); // written once
}

void tst_ReviewedChange::readsTheOutcomeAfterAServerError_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<bool>("isWritten");
    QTest::newRow("etcd timed out and had written") << 500 << true;
    QTest::newRow("etcd timed out and had not written") << 500 << false;
    QTest::newRow("a proxy gave up on a server that had written") << 502 << true;
    QTest::newRow("a proxy gave up on a server that had not written") << 502 << false;
}

void tst_ReviewedChange::readsTheOutcomeAfterAServerError()
{
    QFETCH(int, code);
    QFETCH(bool, isWritten);
    reviewed();
    m_server->intercept([=, this](const ScriptedRequest &request, QTcpSocket *socket) {
        if (!ObjectServer::isWrite(request))
            return false;
        if (isWritten)
            m_server->commit(request);
        if (code == 502)
            ScriptedServer::answer(socket, 502, "<html>Bad Gateway</html>", {"Content-Type: text/html"});
        else
            ObjectServer::refuse(socket, 500, "InternalError", "etcdserver: request timed out");
        return true;
    });
    applied();
    QTRY_COMPARE(m_change->state(), isWritten ? State::Done : State::Failed);
    QCOMPARE(onlyOutcome(), isWritten ? Outcome::Written : Outcome::NotWritten);
    if (!isWritten)
        QCOMPARE(m_change->error()->code, code);
}

void tst_ReviewedChange::readsBackAValueThatTheServerPutsInAnotherWay()
{
    m_server->setDefaults(spec({{"memory"_L1, "4Gi"_L1}})); // as a server does that knows quantities
    reviewed(spec({{"memory"_L1, "4096Mi"_L1}}));
    QCOMPARE(m_change->review().changes.constFirst().after, QJsonValue("4Gi"_L1));
    applied();
    QTRY_COMPARE(m_change->state(), State::Done);
    QVERIFY(!m_change->wasOverwritten());
}

void tst_ReviewedChange::tellsThatItWasOverwritten()
{
    reviewed();
    bool once = true;
    m_server->intercept([&](const ScriptedRequest &request, QTcpSocket *) {
        if (request.method == "GET" && std::exchange(once, false))
            m_server->change(imageSpec(oldTag));
        return false;
    });
    applied();
    QTRY_COMPARE(m_change->state(), State::Done);
    QVERIFY(m_change->wasOverwritten());
    QCOMPARE(onlyOutcome(), Outcome::Written);
}

void tst_ReviewedChange::sendsNothingWithoutAJournal()
{
    QFile file(m_folder->filePath(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    m_journal = std::make_unique<Journal>(m_folder->filePath(u"file/journal.jsonl"_s));
    reviewed();
    m_change->apply();
    QCOMPARE(m_change->state(), State::Failed);
    QVERIFY(m_change->error()->message.contains(m_journal->file()));
    QCOMPARE(m_server->calls(), reviewCalls);
    m_change->prepare();
    QTRY_COMPARE(m_change->state(), State::Ready);
}

// --- seen ------------------------------------------------------------------------------------------------------------

void tst_ReviewedChange::isReviewedAgainWhenSeenChanged()
{
    reviewed();
    m_server->change(spec({{"nodes"_L1, 7}}));
    m_states.clear();
    m_change->objectSeen(u"uid-1"_s, u"11"_s);
    QCOMPARE(m_change->state(), State::Ready); // the old one stays meanwhile
    QTRY_COMPARE(m_states, QList{State::Ready});
    QCOMPARE(m_change->review().resourceVersion(), u"11"_s);
    QCOMPARE(movedPaths(), QStringList{u"spec.nodes"_s});

    m_server->change(status(u"Upgrade"_s));
    m_change->objectSeen(u"uid-1"_s, u"12"_s);
    QTRY_COMPARE(m_change->review().resourceVersion(), u"12"_s);
    QCOMPARE(movedPaths(), QStringList{u"spec.nodes"_s}); // still what the person was told
}

void tst_ReviewedChange::isNotReviewedAgainForWhatItKnows()
{
    reviewed();
    m_change->objectSeen(u"uid-1"_s, u"10"_s);
    m_server->change(status(u"Upgrade"_s));
    m_change->objectSeen(u"uid-1"_s, u"11"_s);
    m_change->objectSeen(u"uid-1"_s, u"11"_s);
    QTRY_COMPARE(m_change->review().resourceVersion(), u"11"_s);
    m_change->objectSeen(u"uid-1"_s, u"11"_s);
    applied();
    QTRY_COMPARE(m_change->state(), State::Done);
    QCOMPARE(m_server->calls(), reviewCalls + reviewCalls + QStringList({u"PATCH"_s, u"GET"_s}));
}

// --- end -------------------------------------------------------------------------------------------------------------

void tst_ReviewedChange::destroyingItLeavesTheClusterUntouched_data()
{
    QTest::addColumn<QString>("until");
    QTest::newRow("while it reads") << u"GET"_s;
    QTest::newRow("during the dry run") << u"PATCH dry run"_s;
    QTest::newRow("when it is ready") << QString();
}

void tst_ReviewedChange::destroyingItLeavesTheClusterUntouched()
{
    QFETCH(QString, until);
    m_server->intercept([=](const ScriptedRequest &request, QTcpSocket *) {
        return (until == "GET"_L1 && request.method == "GET")
            || (until == "PATCH dry run"_L1 && ObjectServer::isDryRun(request)); // no answer
    });
    start();
    if (until.isEmpty())
        QTRY_COMPARE(m_change->state(), State::Ready);
    else
        QTRY_VERIFY(m_server->calls().contains(until));
    m_change.reset();
    m_client.reset();
    QCOMPARE(liveTag(), oldTag);
    QVERIFY(!m_server->calls().contains(u"PATCH"_s));
    QVERIFY(entries().isEmpty());
}

void tst_ReviewedChange::mayBeDestroyedByItsOwnSignal_data()
{
    QTest::addColumn<State>("last");
    QTest::newRow("when it begins") << State::Preparing;
    QTest::newRow("when it is ready") << State::Ready;
    QTest::newRow("when it writes") << State::Writing;
    QTest::newRow("when it finds out") << State::FindingOut;
    QTest::newRow("when it is done") << State::Done;
}

void tst_ReviewedChange::mayBeDestroyedByItsOwnSignal()
{
    QFETCH(State, last);
    start();
    if (last == State::FindingOut)
        loseWrites(false);
    if (last != State::Preparing) {
        connect(m_change.get(), &ReviewedChange::stateChanged, this, [this, last](State state) {
            if (state == last)
                m_change.reset();
            else if (state == State::Ready)
                m_change->apply();
        });
    } else {
        connect(m_change.get(), &ReviewedChange::stateChanged, this, [this] { m_change.reset(); });
        m_change->prepare();
    }
    QTRY_VERIFY(!m_change);
    const bool isBegun = last != State::Preparing && last != State::Ready;
    QCOMPARE(entries().size(), isBegun ? 1 : 0);
    if (isBegun)
        QCOMPARE(onlyOutcome(), last == State::Done ? Outcome::Written : Outcome::Pending);
}

QTEST_GUILESS_MAIN(tst_ReviewedChange)
#include "tst_reviewedchange.moc"
