// SPDX-License-Identifier: Apache-2.0
#include "reviewedchangetest.h"

#include <QTcpSocket>
#include <QTest>

using namespace Qt::StringLiterals;
using testsupport::ObjectServer;
using testsupport::ScriptedRequest;

/// A guarded change of an object that others change meanwhile: nothing is written over what was not reviewed.
class tst_MovedObject final : public ReviewedChangeTest
{
    Q_OBJECT

private Q_SLOTS:
    void reviewsAgainWhenItMovesBetweenGetAndDryRun();
    void givesUpOnADryRunThatAlwaysConflicts();
    void isReviewedAgainWhenItWasChangedMeanwhile();
    void goesOnWhenOnlyTheStatusMoved();
    void stopsGoingOnWhenTheStatusNeverRests();
    void isReviewedAgainWhenWarningsDiffer();
    void isNotWrittenToAnotherObjectOfThatName();
    void findsItDeletedMeanwhile();
    void takesNoCreditForTheSameChangeOfAnother();
    void leavesOpenWhoWroteWhereTheServerKeepsNoRecord();
    void tellsThatItWasOverwritten();
    void isReviewedAgainWhenSeenChanged();
    void isNotReviewedAgainForWhatItKnows();
};

void tst_MovedObject::reviewsAgainWhenItMovesBetweenGetAndDryRun()
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

void tst_MovedObject::givesUpOnADryRunThatAlwaysConflicts()
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

void tst_MovedObject::isReviewedAgainWhenItWasChangedMeanwhile()
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

void tst_MovedObject::goesOnWhenOnlyTheStatusMoved()
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

void tst_MovedObject::stopsGoingOnWhenTheStatusNeverRests()
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

void tst_MovedObject::isReviewedAgainWhenWarningsDiffer()
{
    reviewed();
    m_server->change(status(u"Upgrade"_s));
    m_server->setWarnings({R"(Warning: 299 - "an upgrade is under way")"});
    applied();
    QTRY_COMPARE(m_change->state(), State::Ready);
    QCOMPARE(m_change->review().warnings.size(), 1);
    QCOMPARE(liveTag(), oldTag);
}

void tst_MovedObject::isNotWrittenToAnotherObjectOfThatName()
{
    reviewed();
    m_server->recreate();
    applied();
    QTRY_COMPARE(m_change->state(), State::Ready);
    QCOMPARE(liveTag(), oldTag);
    QCOMPARE(movedPaths(), QStringList{u"metadata.uid"_s});
    QCOMPARE(onlyOutcome(), Outcome::NotWritten);
}

void tst_MovedObject::findsItDeletedMeanwhile()
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

void tst_MovedObject::takesNoCreditForTheSameChangeOfAnother()
{
    reviewed();
    m_server->change(imageSpec(newTag)); // before we apply
    applied();
    QTRY_COMPARE(m_change->state(), State::Nothing);
    QCOMPARE(onlyOutcome(), Outcome::NotWritten);
    QVERIFY(entries().constFirst().message.contains(u"already as wanted"_s));
    QCOMPARE(m_server->object()["metadata"_L1]["resourceVersion"_L1].toString(), u"11"_s);
}

void tst_MovedObject::leavesOpenWhoWroteWhereTheServerKeepsNoRecord()
{
    m_server->forgetManagers();
    reviewed();
    m_server->change(imageSpec(newTag));
    applied();
    QTRY_COMPARE(m_change->state(), State::Done);
    QCOMPARE(onlyOutcome(), Outcome::Unknown);
}

void tst_MovedObject::tellsThatItWasOverwritten()
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

void tst_MovedObject::isReviewedAgainWhenSeenChanged()
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

void tst_MovedObject::isNotReviewedAgainForWhatItKnows()
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

QTEST_GUILESS_MAIN(tst_MovedObject)
#include "tst_movedobject.moc"
