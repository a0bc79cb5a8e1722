// SPDX-License-Identifier: Apache-2.0
#include "anonymous.h"
#include "apiserver.h"
#include "controlplane.h"
#include "operator/operatorfollower.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using Phase = upgrade::OperatorStatus::Phase;

namespace {

const QString name = u"redis-enterprise-operator"_s;
const QString nameSpace = u"default"_s;
const QString deployments = u"deployments.apps"_s;
const QString oldImage = u"redislabs/operator:8.0.18-11"_s;
const QString newImage = u"redislabs/operator:8.0.20-23"_s;

QJsonArray containers(const QString &image)
{
    return {QJsonObject{{"name"_L1, name}, {"image"_L1, image}}};
}

QJsonObject deployment(const QString &image)
{
    const QJsonObject labels{{"name"_L1, name}};
    return {{"apiVersion"_L1, "apps/v1"_L1},
            {"kind"_L1, "Deployment"_L1},
            {"metadata"_L1, QJsonObject{{"name"_L1, name}, {"namespace"_L1, nameSpace}}},
            {"spec"_L1,
             QJsonObject{{"replicas"_L1, 1},
                         {"strategy"_L1, QJsonObject{{"type"_L1, "Recreate"_L1}}},
                         {"selector"_L1, QJsonObject{{"matchLabels"_L1, labels}}},
                         {"template"_L1,
                          QJsonObject{{"metadata"_L1, QJsonObject{{"labels"_L1, labels}}},
                                      {"spec"_L1, QJsonObject{{"containers"_L1, containers(image)}}}}}}}};
}

} // namespace

/// The operator of a simulated cluster, whose controllers do the work, while its image becomes another.
class tst_OperatorFollower : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void followsAnOperatorThroughTheGap();
    void saysWhyAnImageDoesNotCome();
    void waitsForTheWriteToBeSeen();
    void anOperatorThatIsNotThere();
    void goesOnWithoutPods();
    void saysWhenDeploymentsMayNotBeRead();
    void followsTheRiggersOfItsNamespace();
    void isOldWhenTheServerIsAway();

private:
    /// Controllers that run; images behave as these rules say.
    void begin(const QString &rules = {}, bool hasRedisOperator = false);
    /// A server on which the test writes what controllers would.
    void beginAlone();
    void countInStatus(int replicas, int updated, int available);
    void follow();
    /// The Deployment asks for this image from now on; what it is expected to become.
    upgrade::ExpectedOperator write(const QString &image);
    [[nodiscard]] Phase phase() const { return m_follower->status().phase; }

    std::unique_ptr<sim::ApiServer> m_server;
    std::unique_ptr<sim::ControlPlane> m_plane;
    std::unique_ptr<upgrade::ClusterSession> m_session;
    std::unique_ptr<upgrade::OperatorFollower> m_follower;
    QStringList m_forbidden; ///< resources
    QList<Phase> m_phases; ///< each time that it became another
};

void tst_OperatorFollower::init()
{
    m_forbidden.clear();
    m_phases.clear();
}

void tst_OperatorFollower::cleanup()
{
    m_follower.reset();
    m_session.reset();
    m_plane.reset();
    m_server.reset();
}

void tst_OperatorFollower::beginAlone()
{
    m_server = std::make_unique<sim::ApiServer>(sim::ApiServerOptions{
        .authorizer = [this](const sim::AccessRequest &access) { return !m_forbidden.contains(access.resource); }});
    QVERIFY2(m_server->listen(), qPrintable(m_server->errorString()));
}

void tst_OperatorFollower::begin(const QString &rules, bool hasRedisOperator)
{
    beginAlone();
    kube::ClusterConfig config;
    config.server = m_server->url();
    config.nameSpace = nameSpace;
    m_plane = std::make_unique<sim::ControlPlane>(
        config, sim::ControlPlaneOptions{.speed = 50, .rules = rules, .hasRedisOperator = hasRedisOperator});
    m_plane->start();
    QVERIFY(m_server->objects().create(deployment(oldImage)));
}

void tst_OperatorFollower::countInStatus(int replicas, int updated, int available)
{
    const auto before = m_server->objects().get(deployments, nameSpace, name);
    QVERIFY(before);
    QVERIFY(
        m_server->objects().patch(deployments, nameSpace, name,
                                  {{"status"_L1,
                                    QJsonObject{{"observedGeneration"_L1, (*before)["metadata"_L1]["generation"_L1]},
                                                {"replicas"_L1, replicas},
                                                {"updatedReplicas"_L1, updated},
                                                {"readyReplicas"_L1, available},
                                                {"availableReplicas"_L1, available}}}},
                                  u"status"_s));
}

upgrade::ExpectedOperator tst_OperatorFollower::write(const QString &image)
{
    const auto written = m_server->objects().patch(
        deployments, nameSpace, name,
        {{"spec"_L1,
          QJsonObject{{"template"_L1, QJsonObject{{"spec"_L1, QJsonObject{{"containers"_L1, containers(image)}}}}}}}});
    if (!written)
        qFatal("%ls", qUtf16Printable(written.error().message));
    const QJsonValue meta = written->value("metadata"_L1);
    return {.image = image, .generation = meta["generation"_L1].toInteger(), .uid = meta["uid"_L1].toString()};
}

void tst_OperatorFollower::follow()
{
    kube::ClusterConfig config;
    config.server = m_server->url();
    config.nameSpace = nameSpace;
    m_session = std::make_unique<upgrade::ClusterSession>(config, std::make_unique<testsupport::Anonymous>());
    m_session->open();
    m_follower = std::make_unique<upgrade::OperatorFollower>(*m_session, nameSpace, &QDateTime::currentDateTimeUtc);
    connect(m_follower.get(), &upgrade::OperatorFollower::changed, this, [this] {
        if (m_phases.isEmpty() || m_phases.last() != phase())
            m_phases.append(phase());
    });
}

void tst_OperatorFollower::followsAnOperatorThroughTheGap()
{
    begin();
    follow();
    QTRY_COMPARE_WITH_TIMEOUT(phase(), Phase::Ready, 30'000);
    QVERIFY(m_follower->freshness().live);
    QVERIFY(!m_follower->startedAt().isValid());

    m_phases.clear();
    m_follower->expect(write(newImage));
    QCOMPARE(phase(), Phase::WaitingForController); // at once: what is known is from before the write
    QVERIFY(m_follower->startedAt().isValid());
    QVERIFY(!m_follower->endedAt().isValid());
    QTRY_COMPARE_WITH_TIMEOUT(phase(), Phase::Ready, 30'000);
    QVERIFY(m_phases.contains(Phase::Gap));
    QVERIFY(!m_phases.contains(Phase::Stuck));
    QVERIFY(m_phases.indexOf(Phase::Gap) < m_phases.indexOf(Phase::Ready));
    QCOMPARE(m_phases.count(Phase::Ready), 1); // the old one's is never taken for it
    QVERIFY(m_follower->endedAt() >= m_follower->startedAt());
    QVERIFY2(m_follower->status().sentence.contains(newImage), qPrintable(m_follower->status().sentence));
    QCOMPARE(m_follower->status().kubectl.message,
             u"deployment \"redis-enterprise-operator\" successfully rolled out"_s);
}

void tst_OperatorFollower::saysWhyAnImageDoesNotCome()
{
    begin(u"missing operator:9"_s);
    follow();
    QTRY_COMPARE_WITH_TIMEOUT(phase(), Phase::Ready, 30'000);
    m_follower->expect(write(u"redislabs/operator:9.9.9-9"_s));
    QTRY_COMPARE_WITH_TIMEOUT(phase(), Phase::Stuck, 30'000);
    QVERIFY2(m_follower->status().sentence.contains(u"9.9.9-9"_s), qPrintable(m_follower->status().sentence));
    QVERIFY(!m_follower->status().consequence.isEmpty());
    QVERIFY(!m_follower->endedAt().isValid());
    m_follower->expect(write(newImage)); // a Deployment knows no trap
    QTRY_COMPARE_WITH_TIMEOUT(phase(), Phase::Ready, 30'000);
}

void tst_OperatorFollower::waitsForTheWriteToBeSeen()
{
    beginAlone();
    QVERIFY(m_server->objects().create(deployment(oldImage)));
    countInStatus(1, 1, 1);
    m_forbidden = {u"pods"_s};
    follow();
    QTRY_COMPARE(phase(), Phase::Ready);
    // Only the resources were changed: the image says nothing.
    m_follower->expect({.image = oldImage, .generation = 2, .uid = {}});
    QCOMPARE(phase(), Phase::WaitingForController);
    QVERIFY(
        m_server->objects().patch(deployments, nameSpace, name, {{"spec"_L1, QJsonObject{{"minReadySeconds"_L1, 1}}}}));
    QTRY_VERIFY(m_follower->status().sentence.contains(u"has not seen the change"_s));
    countInStatus(1, 1, 1);
    QTRY_COMPARE(phase(), Phase::Ready);
}

void tst_OperatorFollower::anOperatorThatIsNotThere()
{
    begin();
    QVERIFY(m_server->objects().remove(deployments, nameSpace, name));
    follow();
    QTRY_COMPARE(phase(), Phase::NotThere);
    QVERIFY(m_server->objects().create(deployment(newImage)));
    QTRY_COMPARE_WITH_TIMEOUT(phase(), Phase::Ready, 30'000);
}

void tst_OperatorFollower::goesOnWithoutPods()
{
    beginAlone();
    QVERIFY(m_server->objects().create(deployment(newImage)));
    m_forbidden = {u"pods"_s};
    countInStatus(0, 0, 0);
    follow();
    QTRY_COMPARE(phase(), Phase::Gap);
    QVERIFY2(m_follower->status().caution.startsWith(u"The pods may not be read"_s),
             qPrintable(m_follower->status().caution));
    countInStatus(1, 1, 0);
    QTRY_COMPARE(phase(), Phase::Starting);
    countInStatus(1, 1, 1);
    QTRY_COMPARE(phase(), Phase::Ready);
    QTRY_VERIFY(m_follower->freshness().live); // of all that can be heard
    QCOMPARE(m_follower->freshness().trouble, QString());
}

void tst_OperatorFollower::saysWhenDeploymentsMayNotBeRead()
{
    beginAlone();
    QVERIFY(m_server->objects().create(deployment(newImage)));
    m_forbidden = {u"deployments"_s};
    follow();
    QTRY_VERIFY2(m_follower->freshness().trouble.contains(u"deployments"_s),
                 qPrintable(m_follower->freshness().trouble));
    QVERIFY(!m_follower->freshness().live);
    QCOMPARE(phase(), Phase::Unknown);
}

void tst_OperatorFollower::followsTheRiggersOfItsNamespace()
{
    begin({}, true);
    const auto rigger = [](const QString &cluster, const QString &space) {
        QJsonObject object = deployment(newImage);
        object["metadata"_L1] = QJsonObject{{"name"_L1, upgrade::riggerNameOf(cluster)}, {"namespace"_L1, space}};
        return object;
    };
    QVERIFY(m_server->objects().create({{"apiVersion"_L1, "v1"_L1},
                                        {"kind"_L1, "Namespace"_L1},
                                        {"metadata"_L1, QJsonObject{{"name"_L1, "other"_L1}}}}));
    QVERIFY(m_server->objects().create(rigger(u"foreign"_s, u"other"_s)));
    follow();
    QTRY_COMPARE_WITH_TIMEOUT(phase(), Phase::Ready, 30'000);
    QCOMPARE(m_follower->riggers(), QList<upgrade::RiggerStatus>());
    QVERIFY(m_server->objects().create(
        {{"apiVersion"_L1, "app.redislabs.com/v1"_L1},
         {"kind"_L1, "RedisEnterpriseCluster"_L1},
         {"metadata"_L1, QJsonObject{{"name"_L1, "rec"_L1}, {"namespace"_L1, nameSpace}}},
         {"spec"_L1,
          QJsonObject{{"nodes"_L1, 3},
                      {"redisEnterpriseImageSpec"_L1, QJsonObject{{"versionTag"_L1, "8.0.18-23"_L1}}}}}}));
    QTRY_COMPARE(m_follower->riggers().size(), 1);
    QCOMPARE(m_follower->riggers().first().name, u"rec-services-rigger"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_follower->riggers().first().ready, 60'000);

    QVERIFY(m_server->objects().create(rigger(u"gone"_s, nameSpace))); // of a cluster that is not there
    QTRY_COMPARE(m_follower->riggers().size(), 2);
    QCOMPARE(m_follower->riggers().first().cluster, u"gone"_s);
}

void tst_OperatorFollower::isOldWhenTheServerIsAway()
{
    begin();
    follow();
    QTRY_COMPARE_WITH_TIMEOUT(phase(), Phase::Ready, 30'000);
    QTRY_VERIFY(m_follower->freshness().live);
    QSignalSpy changed(m_follower.get(), &upgrade::OperatorFollower::changed);
    m_plane.reset();
    m_server->close();
    QTRY_VERIFY(!m_follower->freshness().live);
    QTRY_VERIFY(!m_follower->freshness().trouble.isEmpty());
    QVERIFY(m_follower->freshness().since.isValid());
    QVERIFY(!changed.isEmpty());
    QCOMPARE(phase(), Phase::Ready); // what was known stays
}

QTEST_GUILESS_MAIN(tst_OperatorFollower)
#include "tst_operatorfollower.moc"
