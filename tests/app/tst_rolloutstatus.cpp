// SPDX-License-Identifier: Apache-2.0
#include "clusterscene.h"
#include "ctlrun.h"

#include <QTest>

using namespace Qt::StringLiterals;

/// rollhivectl rollout status: kubectl's sentences and exit codes.
class tst_RolloutStatus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void tellsTheState_data();
    void tellsTheState();
    void followsToTheEnd();
    void endsWhenTheSetIsDeleted();
    void endsWhenTimeIsUp_data();
    void endsWhenTimeIsUp();
    void saysThatThereIsNoSuchSet();
    void cannotFollowAnotherStrategy();
    void survivesALostWatch();
    void saysThatTheConnectionIsLost();
    void saysWhereTheClusterDoesNotAgree_data();
    void saysWhereTheClusterDoesNotAgree();
    void aRolloutUnderWayIsNotCompared();
    void saysThatNobodyListens();

private:
    [[nodiscard]] static QStringList following(const QStringList &more = {})
    {
        return QStringList{u"rollout"_s, u"status"_s, u"sts/kafka"_s} + more;
    }
    void rolling(int updated, int ready, const QString &current = u"7c41b"_s);

    std::unique_ptr<ClusterScene> m_scene;
    CtlRun m_ctl;
};

void tst_RolloutStatus::init()
{
    m_scene = std::make_unique<ClusterScene>();
    m_scene->put(ClusterScene::Set{.name = u"kafka"_s, .ofCluster = false});
    m_ctl.setKubeconfig(m_scene->write(u"config"_s, m_scene->kubeconfig()));
}

void tst_RolloutStatus::rolling(int updated, int ready, const QString &current)
{
    m_scene->put(ClusterScene::Set{.name = u"kafka"_s,
                                   .ready = ready,
                                   .currentRevision = current,
                                   .updateRevision = u"9d0f2"_s,
                                   .updated = updated,
                                   .ofCluster = false});
}

void tst_RolloutStatus::tellsTheState_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("by kind/name") << QStringList{u"sts/kafka"_s};
    QTest::newRow("by kind and name") << QStringList{u"statefulset"_s, u"kafka"_s};
    QTest::newRow("by name") << QStringList{u"kafka"_s};
}

void tst_RolloutStatus::tellsTheState()
{
    QFETCH(QStringList, words);
    const CtlRun::Result done = m_ctl.run(QStringList{u"rollout"_s, u"status"_s} + words);
    QCOMPARE(done.out, u"partitioned roll out complete: 3 new pods have been updated...\n"_s);
    QCOMPARE(done.exitCode, 0);
    rolling(1, 2);
    const CtlRun::Result now = m_ctl.run(QStringList{u"rollout"_s, u"status"_s, u"--watch=false"_s} + words);
    QCOMPARE(now.out, u"Waiting for 1 pods to be ready...\n"_s);
    QCOMPARE(now.exitCode, 0); // as kubectl's
}

void tst_RolloutStatus::followsToTheEnd()
{
    rolling(1, 2);
    const auto program = m_ctl.start(following());
    QStringList lines;
    QVERIFY(CtlRun::waitForLines(*program, &lines, 1));
    rolling(1, 3);
    QVERIFY(CtlRun::waitForLines(*program, &lines, 2));
    rolling(3, 3, u"9d0f2"_s);
    QVERIFY(CtlRun::waitForEnd(*program));
    QVERIFY(CtlRun::waitForLines(*program, &lines, 3));
    QCOMPARE(lines,
             (QStringList{u"Waiting for 1 pods to be ready..."_s,
                          u"Waiting for partitioned roll out to finish: 1 out of 3 new pods have been updated..."_s,
                          u"partitioned roll out complete: 3 new pods have been updated..."_s}));
    QCOMPARE(program->exitCode(), 0);
}

void tst_RolloutStatus::endsWhenTheSetIsDeleted()
{
    rolling(1, 2);
    const auto program = m_ctl.start(following());
    QStringList lines;
    QVERIFY(CtlRun::waitForLines(*program, &lines, 1));
    QVERIFY(m_scene->server().objects().remove(ClusterScene::sets, u"redis"_s, u"kafka"_s));
    QVERIFY(CtlRun::waitForEnd(*program));
    QCOMPARE(program->exitCode(), 1);
    QCOMPARE(program->readAllStandardError(), QByteArray("error: object has been deleted\n"));
}

void tst_RolloutStatus::endsWhenTimeIsUp_data()
{
    QTest::addColumn<QString>("timeout");
    QTest::newRow("a number") << u"1"_s;
    QTest::newRow("as kubectl writes it") << u"1s"_s;
}

void tst_RolloutStatus::endsWhenTimeIsUp()
{
    QFETCH(QString, timeout);
    rolling(1, 2);
    const CtlRun::Result result = m_ctl.run(following({u"--timeout"_s, timeout}));
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.out, u"Waiting for 1 pods to be ready...\n"_s);
    QCOMPARE(result.err, u"error: timed out waiting for the condition\n"_s);
}

void tst_RolloutStatus::saysThatThereIsNoSuchSet()
{
    const CtlRun::Result result = m_ctl.run({u"rollout"_s, u"status"_s, u"sts/nobody"_s});
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.err, u"error: statefulsets.apps \"nobody\" not found\n"_s);
}

void tst_RolloutStatus::cannotFollowAnotherStrategy()
{
    QVERIFY(m_scene->server().objects().patch(
        ClusterScene::sets, u"redis"_s, u"kafka"_s,
        {{"spec"_L1,
          QJsonObject{{"updateStrategy"_L1,
                       QJsonObject{{"type"_L1, "OnDelete"_L1}, {"rollingUpdate"_L1, QJsonValue::Null}}}}}}));
    const CtlRun::Result result = m_ctl.run(following());
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.err, u"error: rollout status is only available for RollingUpdate strategy type\n"_s);
}

void tst_RolloutStatus::survivesALostWatch()
{
    rolling(1, 2);
    const auto program = m_ctl.start(following());
    QStringList lines;
    QVERIFY(CtlRun::waitForLines(*program, &lines, 1));
    QTRY_COMPARE(m_scene->server().watchCount(), 1);
    m_scene->server().trouble().dropWatches();
    rolling(3, 3, u"9d0f2"_s);
    QVERIFY(CtlRun::waitForEnd(*program));
    QCOMPARE(program->exitCode(), 0);
    QVERIFY(program->readAllStandardOutput().trimmed().endsWith(
        "partitioned roll out complete: 3 new pods have been updated..."));
}

void tst_RolloutStatus::saysThatTheConnectionIsLost()
{
    rolling(1, 2);
    const auto program = m_ctl.start(following());
    QStringList lines;
    QVERIFY(CtlRun::waitForLines(*program, &lines, 1));
    QTRY_COMPARE(m_scene->server().watchCount(), 1);
    m_scene->server().close();
    QByteArray errors;
    const auto isSaid = [&] {
        errors += program->readAllStandardError();
        return errors.contains("Trying again.");
    };
    QTRY_VERIFY(isSaid());
    QVERIFY2(errors.contains("127.0.0.1"), errors);
    rolling(3, 3, u"9d0f2"_s);
    QVERIFY(m_scene->server().listen());
    QVERIFY(CtlRun::waitForEnd(*program));
    QCOMPARE(program->exitCode(), 0);
    errors += program->readAllStandardError();
    QCOMPARE(errors.count("Trying again."), 1);
}

void tst_RolloutStatus::saysWhereTheClusterDoesNotAgree_data()
{
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("says");
    QTest::newRow("it does") << u"Running"_s << QString();
    QTest::newRow("the operator refuses the tag")
        << u"InvalidUpgrade"_s << u"the Redis Enterprise cluster orders says InvalidUpgrade"_s;
    QTest::newRow("it is still coming up")
        << u"Initializing"_s << u"the Redis Enterprise cluster orders says Initializing"_s;
    QTest::newRow("the operator said nothing yet")
        << QString() << u"the Redis Enterprise cluster orders says nothing yet"_s;
}

void tst_RolloutStatus::saysWhereTheClusterDoesNotAgree()
{
    QFETCH(QString, state);
    QFETCH(QString, says);
    m_scene->put(ClusterScene::Cluster{.state = state});
    m_scene->put(ClusterScene::Set{});
    const CtlRun::Result result = m_ctl.run({u"rollout"_s, u"status"_s, u"sts/orders"_s, u"-n"_s, u"redis"_s});
    QCOMPARE(result.exitCode, 0); // kubectl's
    QVERIFY2(result.out.contains(" complete"_L1), qPrintable(result.out));
    QVERIFY2(says.isEmpty() ? result.err.isEmpty() : result.err.contains(says), qPrintable(result.err));
}

void tst_RolloutStatus::aRolloutUnderWayIsNotCompared()
{
    m_scene->put(ClusterScene::Cluster{.state = u"Upgrade"_s});
    m_scene->put(ClusterScene::Set{.ready = 2, .updateRevision = u"9d0f2"_s, .updated = 1});
    const CtlRun::Result result =
        m_ctl.run({u"rollout"_s, u"status"_s, u"sts/orders"_s, u"-n"_s, u"redis"_s, u"--watch=false"_s});
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(result.out.count(u'\n'), 1);
    QCOMPARE(result.err, QString());
}

void tst_RolloutStatus::saysThatNobodyListens()
{
    m_scene->server().close();
    const CtlRun::Result result = m_ctl.run(following());
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains("refuses the connection. Check that the API server runs"_L1), qPrintable(result.err));
}

QTEST_GUILESS_MAIN(tst_RolloutStatus)
#include "tst_rolloutstatus.moc"
