// SPDX-License-Identifier: Apache-2.0
#include "anonymous.h"
#include "rolloutfollower.h"
#include "rolloutscene.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using Phase = rollout::Rollout::Phase;
using S = RolloutScene;

/// Which rollout is followed, and when it is done, against a server on which the test writes what controllers would.
class tst_RolloutFollower : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void restsWhereNothingIsToDo();
    void isNotDoneBeforeTheWriteIsSeen();
    void expectsNothingOfAClusterMadeAnew();
    void followsAnUpgradeToItsEnd();
    void followsAChangeThatTakesTheFirstOnesPlace();
    void celebratesNoFirstRollout();
    void findsDoneWhatWentUnseen();
    void forgetsAnEndWhenPodsRestart();
    void estimatesFromThePodsBefore();
    void followsASetMadeAnew();
    void saysKubectlsSentenceWhenItChanges();
    void isOldWhenTheServerIsAway();

private:
    void follow();
    void begin(); ///< a rollout of the new tag
    [[nodiscard]] Phase phase() const { return m_follower->rollout().phase; }

    std::unique_ptr<RolloutScene> m_scene;
    std::unique_ptr<upgrade::ClusterSession> m_session;
    std::unique_ptr<upgrade::RolloutFollower> m_follower;
    QDateTime m_now;
};

void tst_RolloutFollower::init()
{
    m_now = QDateTime::fromString(u"2026-08-01T12:00:00Z"_s, Qt::ISODate);
    m_scene = std::make_unique<RolloutScene>();
}

void tst_RolloutFollower::cleanup()
{
    m_follower.reset();
    m_session.reset();
    m_scene.reset();
}

void tst_RolloutFollower::follow()
{
    kube::ClusterConfig config;
    config.server = m_scene->server().url();
    m_session = std::make_unique<upgrade::ClusterSession>(config, std::make_unique<testsupport::Anonymous>());
    m_session->open();
    m_follower = std::make_unique<upgrade::RolloutFollower>(*m_session, kube::ObjectKey{u"redis"_s, u"orders"_s},
                                                            [this] { return m_now; });
    QTRY_COMPARE(m_follower->rollout().rows.size(), 3);
    QTRY_VERIFY(m_follower->cluster());
    QTRY_VERIFY(m_follower->isLive());
}

void tst_RolloutFollower::begin()
{
    m_scene->setClusterState(u"Upgrade"_s);
    m_scene->setClusterTag(S::newTag);
    m_scene->setTemplateTag(S::newTag);
    m_scene->observe(S::oldRevision, S::newRevision);
    QTRY_COMPARE(phase(), Phase::Rolling);
}

void tst_RolloutFollower::restsWhereNothingIsToDo()
{
    m_scene->settle();
    follow();
    QTRY_COMPARE(phase(), Phase::Idle);
    QVERIFY(!m_follower->startedAt().isValid());
    QVERIFY(!m_follower->timeLeft());
}

void tst_RolloutFollower::isNotDoneBeforeTheWriteIsSeen()
{
    m_scene->settle();
    follow();
    QTRY_COMPARE(phase(), Phase::Idle);
    m_follower->expect(m_scene->uid(), m_scene->generation() + 1);
    QCOMPARE(phase(), Phase::WaitingForOperator); // at once
    QCOMPARE(m_follower->startedAt(), m_now);
    for (const rollout::PodRow &row : m_follower->rollout().rows)
        QCOMPARE(row.revision, rollout::Revision::Current); // nothing is new yet

    m_scene->setClusterTag(S::newTag);
    QTRY_VERIFY(m_follower->rollout().gate.sentence.contains(u"has not put the new image"_s));
    QCOMPARE(phase(), Phase::WaitingForOperator);
}

void tst_RolloutFollower::expectsNothingOfAClusterMadeAnew()
{
    m_scene->settle();
    follow();
    QTRY_COMPARE(phase(), Phase::Idle);
    m_follower->expect(u"of another"_s, 1'000);
    QCOMPARE(phase(), Phase::Idle);
}

void tst_RolloutFollower::followsAnUpgradeToItsEnd()
{
    m_scene->settle();
    follow();
    QTRY_COMPARE(phase(), Phase::Idle);
    m_scene->setClusterTag(S::newTag);
    QTRY_COMPARE(phase(), Phase::WaitingForOperator);
    const QDateTime began = m_now;
    m_now = m_now.addSecs(10);
    begin();
    QCOMPARE(m_follower->startedAt(), began); // waiting for the operator is part of it
    for (int ordinal = 2; ordinal >= 0; --ordinal) {
        QCOMPARE(m_follower->rollout().next, ordinal);
        m_scene->putPod(ordinal, S::newRevision, S::newTag, false);
        QTRY_COMPARE(m_follower->rollout().rows.at(ordinal).revision, rollout::Revision::New);
        m_scene->putPod(ordinal, S::newRevision, S::newTag);
        QTRY_COMPARE(m_follower->rollout().done, 3 - ordinal);
    }
    QTRY_COMPARE(phase(), Phase::Confirming);
    m_scene->observe(S::newRevision, S::newRevision);
    QTRY_VERIFY(m_follower->rollout().gate.sentence.contains(u"does not report cluster orders as running"_s));
    QCOMPARE(phase(), Phase::Confirming);
    QVERIFY(!m_follower->endedAt().isValid());
    m_now = m_now.addSecs(50);
    m_scene->setClusterState(u"Running"_s);
    QTRY_COMPARE(phase(), Phase::Done);
    QCOMPARE(m_follower->endedAt(), m_now);
}

void tst_RolloutFollower::followsAChangeThatTakesTheFirstOnesPlace()
{
    m_scene->settle();
    follow();
    begin();
    const QDateTime began = m_follower->startedAt();
    m_now = m_now.addSecs(30);
    m_scene->setTemplateTag(u"8.0.6-60"_s);
    m_scene->setClusterTag(u"8.0.6-60"_s);
    m_scene->observe(S::oldRevision, u"orders-3"_s);
    QTRY_COMPARE(m_follower->rollout().updateRevision, u"orders-3"_s);
    QTRY_COMPARE(phase(), Phase::Rolling);
    QCOMPARE(m_follower->startedAt(), began); // it is one upgrade to the person
    for (int ordinal = 2; ordinal >= 0; --ordinal)
        m_scene->putPod(ordinal, u"orders-3"_s, u"8.0.6-60"_s);
    m_scene->observe(u"orders-3"_s, u"orders-3"_s);
    m_scene->setClusterState(u"Running"_s);
    QTRY_COMPARE(phase(), Phase::Done);
}

void tst_RolloutFollower::celebratesNoFirstRollout()
{
    m_scene->createCluster();
    m_scene->createSet();
    m_scene->setClusterState(u"Initializing"_s);
    follow();
    QTRY_COMPARE(phase(), Phase::NotObserved);
    m_scene->observe(S::oldRevision, S::oldRevision, 0);
    QTRY_COMPARE(phase(), Phase::Settling);
    for (int ordinal = 0; ordinal < 3; ++ordinal)
        m_scene->putPod(ordinal, S::oldRevision, S::oldTag);
    m_scene->observe(S::oldRevision, S::oldRevision);
    m_scene->setClusterState(u"Running"_s);
    QTRY_COMPARE(phase(), Phase::Idle);
    QVERIFY(!m_follower->startedAt().isValid());
}

void tst_RolloutFollower::findsDoneWhatWentUnseen()
{
    m_scene->settle();
    follow();
    m_scene->setClusterTag(S::newTag);
    QTRY_COMPARE(phase(), Phase::WaitingForOperator);
    // The connection is lost while all of it happens.
    m_scene->server().close();
    QTRY_VERIFY(!m_follower->isLive());
    m_scene->setTemplateTag(S::newTag);
    for (int ordinal = 0; ordinal < 3; ++ordinal)
        m_scene->putPod(ordinal, S::newRevision, S::newTag);
    m_scene->observe(S::newRevision, S::newRevision);
    m_scene->setClusterState(u"Running"_s);
    QVERIFY(m_scene->server().listen());
    m_session->reconnect();
    QTRY_COMPARE_WITH_TIMEOUT(phase(), Phase::Done, 20'000);
    QVERIFY(m_follower->endedAt().isValid());
}

void tst_RolloutFollower::forgetsAnEndWhenPodsRestart()
{
    followsAnUpgradeToItsEnd();
    m_scene->putPod(1, S::newRevision, S::newTag, false);
    QTRY_COMPARE(phase(), Phase::Settling);
    m_scene->putPod(1, S::newRevision, S::newTag);
    QTRY_COMPARE(phase(), Phase::Idle);
    QVERIFY(!m_follower->endedAt().isValid());
}

void tst_RolloutFollower::estimatesFromThePodsBefore()
{
    m_scene->settle();
    follow();
    begin();
    QVERIFY(!m_follower->timeLeft()); // from what?
    m_now = m_now.addSecs(40);
    m_scene->putPod(2, S::newRevision, S::newTag);
    QTRY_COMPARE(m_follower->rollout().done, 1);
    QCOMPARE(m_follower->timeLeft(), std::chrono::seconds(80));
    m_now = m_now.addSecs(30);
    QCOMPARE(m_follower->timeLeft(), std::chrono::seconds(50));
    m_now = m_now.addSecs(60);
    QCOMPARE(m_follower->timeLeft(), std::chrono::seconds(0)); // it takes longer than those before
}

void tst_RolloutFollower::followsASetMadeAnew()
{
    m_scene->settle();
    follow();
    QVERIFY(m_scene->server().objects().remove(u"statefulsets.apps"_s, u"redis"_s, u"orders"_s));
    QTRY_VERIFY(!m_follower->statefulSet());
    m_scene->createSet();
    QTRY_VERIFY(m_follower->statefulSet());
    QTRY_COMPARE(m_follower->rollout().setUid, m_follower->statefulSet()->meta.uid);
}

void tst_RolloutFollower::saysKubectlsSentenceWhenItChanges()
{
    m_scene->settle();
    follow();
    QSignalSpy spoken(m_follower.get(), &upgrade::RolloutFollower::statusChanged);
    begin();
    QTRY_VERIFY(!spoken.isEmpty());
    QCOMPARE(spoken.last().constFirst().toString(), m_follower->rollout().status.message);
    QCOMPARE(m_follower->rollout().status.message,
             u"Waiting for partitioned roll out to finish: 0 out of 3 new pods have been updated..."_s);
}

void tst_RolloutFollower::isOldWhenTheServerIsAway()
{
    m_scene->settle();
    follow();
    m_scene->server().close();
    QTRY_VERIFY(!m_follower->isLive());
    QCOMPARE(m_follower->rollout().rows.size(), 3); // what was known stays
    QVERIFY(m_scene->server().listen());
    m_session->reconnect();
    QTRY_VERIFY_WITH_TIMEOUT(m_follower->isLive(), 20'000);
}

QTEST_GUILESS_MAIN(tst_RolloutFollower)
#include "tst_rolloutfollower.moc"
