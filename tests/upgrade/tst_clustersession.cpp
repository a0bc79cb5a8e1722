// SPDX-License-Identifier: Apache-2.0
#include "anonymous.h"
#include "apiserver.h"
#include "clustersession.h"
#include "operatorinfo.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using kube::Watcher;
using State = upgrade::ClusterSession::State;

namespace {

const QString deployments = u"deployments.apps"_s;

QJsonObject operatorDeployment(const QString &image)
{
    const QJsonObject labels{{"name"_L1, "redis-enterprise-operator"_L1}};
    return {{"apiVersion"_L1, "apps/v1"_L1},
            {"kind"_L1, "Deployment"_L1},
            {"metadata"_L1, QJsonObject{{"name"_L1, "redis-enterprise-operator"_L1}, {"namespace"_L1, "default"_L1}}},
            {"spec"_L1,
             QJsonObject{
                 {"selector"_L1, QJsonObject{{"matchLabels"_L1, labels}}},
                 {"template"_L1,
                  QJsonObject{{"metadata"_L1, QJsonObject{{"labels"_L1, labels}}},
                              {"spec"_L1,
                               QJsonObject{{"containers"_L1,
                                            QJsonArray{QJsonObject{{"name"_L1, "admission"_L1}, {"image"_L1, "a:1"_L1}},
                                                       QJsonObject{{"name"_L1, "redis-enterprise-operator"_L1},
                                                                   {"image"_L1, image}}}}}}}}}}};
}

} // namespace

/// One connected context, against the simulated server.
class tst_ClusterSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsWhatTheServerHas();
    void managesWithoutRedisEnterprise();
    void takesAGroupThatDoesNotAnswerForPresent();
    void looksIntoOneNamespaceWhereItMayNotIntoAll();
    void followsTheOperator();
    void isAsFreshWithoutTheOperator();
    void triesAgainWhereTheServerIsAway();
    void waitsForAPersonWhereTheCredentialIsRefused();
    void isOldWhileTheServerIsAway();

private:
    std::unique_ptr<upgrade::ClusterSession> open(sim::ApiServer &server);
};

std::unique_ptr<upgrade::ClusterSession> tst_ClusterSession::open(sim::ApiServer &server)
{
    kube::ClusterConfig config;
    config.server = server.url();
    config.nameSpace = u"default"_s;
    auto session = std::make_unique<upgrade::ClusterSession>(config, std::make_unique<testsupport::Anonymous>());
    session->open();
    return session;
}

void tst_ClusterSession::findsWhatTheServerHas()
{
    sim::ApiServer server;
    QVERIFY(server.listen());
    const auto session = open(server);
    QCOMPARE(session->state(), State::Connecting);
    QVERIFY(!session->freshness().live);
    QTRY_COMPARE(session->state(), State::Open);
    QVERIFY(session->clusterType());
    QCOMPARE(session->clusterType()->version, u"v1"_s);
    QTRY_VERIFY(session->freshness().live);
    QVERIFY(session->freshness().since.isValid());
    QVERIFY(session->clusters()->store().isSynced());
    QVERIFY(session->statefulSets()->store().isSynced());
}

void tst_ClusterSession::managesWithoutRedisEnterprise()
{
    sim::ApiServer server({.redisKinds = false});
    QVERIFY(server.listen());
    const auto session = open(server);
    QTRY_COMPARE(session->state(), State::Open);
    QVERIFY(!session->clusterType());
    QVERIFY(!session->clusters());
    QVERIFY(!session->operators());
    QTRY_VERIFY(session->freshness().live);
}

void tst_ClusterSession::takesAGroupThatDoesNotAnswerForPresent()
{
    sim::ApiServer server;
    QVERIFY(server.listen());
    server.trouble().failNext(3, {"GET", u"/apis/app.redislabs.com/"_s}, 503);
    const auto session = open(server);
    QTRY_COMPARE(session->state(), State::Open);
    QVERIFY(session->clusterType()); // it is not said that the kind is not installed
    QTRY_VERIFY_WITH_TIMEOUT(session->clusters()->store().isSynced(), 20'000);
    QTRY_VERIFY(session->freshness().live);
}

void tst_ClusterSession::looksIntoOneNamespaceWhereItMayNotIntoAll()
{
    sim::ApiServer server({.authorizer = [](const sim::AccessRequest &access) {
        return access.resource != "statefulsets"_L1 || access.nameSpace == "default"_L1;
    }});
    QVERIFY(server.listen());
    const auto session = open(server);
    QSignalSpy narrowed(session.get(), &upgrade::ClusterSession::watchersChanged);
    QTRY_VERIFY(session->freshness().live);
    QCOMPARE(session->statefulSets()->target().nameSpace, u"default"_s);
    QVERIFY(session->clusters()->target().nameSpace.isEmpty());
    QCOMPARE(narrowed.size(), 2); // made, and made narrower
}

void tst_ClusterSession::followsTheOperator()
{
    sim::ApiServer server;
    QVERIFY(server.listen());
    QVERIFY(server.objects().create(operatorDeployment(u"registry.corp:5000/redislabs/operator:7.22.0-17"_s)));
    const auto session = open(server);
    const auto info = [&] {
        const auto found = session->operators()
            ? session->operators()->store().findAs<upgrade::OperatorDeployment>(upgrade::operatorKey(u"default"_s))
            : nullptr;
        return found ? found->info : upgrade::OperatorInfo();
    };
    QTRY_COMPARE(info().tag, u"7.22.0-17"_s);
    QCOMPARE(info().readyReplicas, 0);
    QVERIFY(server.objects().patch(deployments, u"default"_s, u"redis-enterprise-operator"_s,
                                   {{"status"_L1, QJsonObject{{"readyReplicas"_L1, 1}}}}, u"status"_s));
    QTRY_COMPARE(info().readyReplicas, 1);
    QVERIFY(server.objects().put(operatorDeployment(u"redislabs/operator:7.22.2-21"_s)));
    QTRY_COMPARE(info().tag, u"7.22.2-21"_s);
    QVERIFY(server.objects().put(operatorDeployment(u"redislabs/operator@sha256:"_s + QString(64, u'a'))));
    QTRY_COMPARE(info().tag, QString());
    QVERIFY(info().image.contains(u"@sha256:"_s));
}

void tst_ClusterSession::isAsFreshWithoutTheOperator()
{
    sim::ApiServer server(
        {.authorizer = [](const sim::AccessRequest &access) { return access.resource != "deployments"_L1; }});
    QVERIFY(server.listen());
    const auto session = open(server);
    QTRY_VERIFY(session->freshness().live);
    QTRY_VERIFY(session->operators()->state() == Watcher::State::Refused
                && session->operators()->target().nameSpace == "default"_L1);
    QVERIFY(session->operators()->error()->message.contains(u"deployments"_s));
    QVERIFY(session->freshness().live);
    QVERIFY(session->freshness().trouble.isEmpty());
}

void tst_ClusterSession::triesAgainWhereTheServerIsAway()
{
    sim::ApiServer server;
    QVERIFY(server.listen());
    server.close();
    const auto session = open(server);
    QTRY_COMPARE(session->state(), State::Failed);
    QVERIFY(session->nextAttempt().isValid());
    QVERIFY(session->freshness().trouble.contains(u"127.0.0.1"_s));
    bool saysWhy = true; // as long as it is so
    connect(session.get(), &upgrade::ClusterSession::freshnessChanged, session.get(), [&session, &saysWhy] {
        saysWhy = saysWhy && (session->state() != State::Failed || session->error().has_value());
    });
    QVERIFY(server.listen());
    QTRY_COMPARE_WITH_TIMEOUT(session->state(), State::Open, 20'000);
    QVERIFY(!session->error());
    QVERIFY(saysWhy);
}

void tst_ClusterSession::waitsForAPersonWhereTheCredentialIsRefused()
{
    sim::ApiServer server({.tokens = {{"secret", {u"anna"_s, {}}}}});
    QVERIFY(server.listen());
    const auto session = open(server); // without a token
    QTRY_COMPARE(session->state(), State::Failed);
    QVERIFY(session->error()->isUnauthorized() || session->error()->isForbidden()); // as the server takes strangers
    QVERIFY(!session->nextAttempt().isValid());
}

void tst_ClusterSession::isOldWhileTheServerIsAway()
{
    sim::ApiServer server;
    QVERIFY(server.listen());
    const auto session = open(server);
    QTRY_VERIFY(session->freshness().live);
    server.close();
    QTRY_VERIFY(!session->freshness().live);
    QTRY_VERIFY(!session->freshness().trouble.isEmpty());
    QVERIFY(session->freshness().since.isValid());
    QVERIFY(server.listen());
    QTRY_VERIFY_WITH_TIMEOUT(session->freshness().live, 30'000);
    QVERIFY(session->freshness().trouble.isEmpty());
}

QTEST_GUILESS_MAIN(tst_ClusterSession)
#include "tst_clustersession.moc"
