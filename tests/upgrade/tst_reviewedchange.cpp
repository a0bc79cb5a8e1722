// SPDX-License-Identifier: Apache-2.0
#include "reviewedchangetest.h"

#include <QFile>
#include <QTcpSocket>
#include <QTest>

using namespace Qt::StringLiterals;
using testsupport::ObjectServer;
using testsupport::ScriptedRequest;
using upgrade::Journal;
using upgrade::JournalEntry;
using upgrade::ReviewedChange;

/// From a choice to a verified write, and where it may end before.
class tst_ReviewedChange final : public ReviewedChangeTest
{
    Q_OBJECT

private Q_SLOTS:
    void writesExactlyWhatWasReviewed();
    void tellsDefaultsAndWarningsOfTheServer();
    void keepsLabelsThatAreWanted();
    void hasNothingToDoWhereAllIsAsWanted();
    void failsWhereTheReviewIsRefused_data();
    void failsWhereTheReviewIsRefused();
    void failsWhereTheWriteIsRefused_data();
    void failsWhereTheWriteIsRefused();
    void readsBackAValueThatTheServerPutsInAnotherWay();
    void sendsNothingWithoutAJournal();
    void destroyingItLeavesTheClusterUntouched_data();
    void destroyingItLeavesTheClusterUntouched();
    void mayBeDestroyedByItsOwnSignal_data();
    void mayBeDestroyedByItsOwnSignal();
};

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

void tst_ReviewedChange::readsBackAValueThatTheServerPutsInAnotherWay()
{
    m_server->setDefaults(spec({{"memory"_L1, "4Gi"_L1}})); // as a server does that knows quantities
    reviewed(spec({{"memory"_L1, "4096Mi"_L1}}));
    QCOMPARE(m_change->review().changes.constFirst().after, QJsonValue("4Gi"_L1));
    applied();
    QTRY_COMPARE(m_change->state(), State::Done);
    QVERIFY(!m_change->wasOverwritten());
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
        loseWrites();
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
