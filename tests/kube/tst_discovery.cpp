// SPDX-License-Identifier: Apache-2.0
#include "accessreview.h"
#include "anonymous.h"
#include "apiclient.h"
#include "discovery.h"
#include "scriptedserver.h"

#include <QJsonDocument>
#include <QTcpSocket>
#include <QTest>

using namespace Qt::StringLiterals;
using kube::Result;
using kube::ServerInfo;
using testsupport::ScriptedRequest;
using testsupport::ScriptedServer;

class tst_Discovery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void findsThePreferredVersionFirst();
    void aGroupThatIsDownIsNamed();
    void aServerWithoutTheGroupServesNone();
    void failsOnlyWithoutAServer();
    void asksWhetherWeMay();

private:
    [[nodiscard]] Result<ServerInfo> discover();

    QHash<QByteArray, QByteArray> m_answers;
    std::unique_ptr<ScriptedServer> m_server;
    std::unique_ptr<kube::ApiClient> m_client;
};

void tst_Discovery::init()
{
    m_answers = {
        {"/version", R"({"major":"1","minor":"20","gitVersion":"v1.20.2"})"},
        {"/apis", R"({"kind":"APIGroupList","groups":[
            {"name":"apps","versions":[{"groupVersion":"apps/v1","version":"v1"}],"preferredVersion":{"groupVersion":"apps/v1"}},
            {"name":"app.redislabs.com","versions":[{"groupVersion":"app.redislabs.com/v1alpha1"},{"groupVersion":"app.redislabs.com/v1"}],
             "preferredVersion":{"groupVersion":"app.redislabs.com/v1"}}]})"},
        {"/apis/app.redislabs.com/v1", R"({"groupVersion":"app.redislabs.com/v1","resources":[
            {"name":"redisenterpriseclusters","kind":"RedisEnterpriseCluster","namespaced":true},
            {"name":"redisenterpriseclusters/status","kind":"RedisEnterpriseCluster","namespaced":true}]})"},
        {"/apis/app.redislabs.com/v1alpha1", R"({"groupVersion":"app.redislabs.com/v1alpha1","resources":[
            {"name":"redisenterpriseclusters","kind":"RedisEnterpriseCluster","namespaced":true},
            {"name":"redisenterprisedatabases","kind":"RedisEnterpriseDatabase","namespaced":true}]})"},
    };
    m_server = std::make_unique<ScriptedServer>([this](const ScriptedRequest &request, QTcpSocket *socket) {
        if (const auto found = m_answers.constFind(request.target); found != m_answers.cend())
            ScriptedServer::answer(socket, 200, *found);
        else
            ScriptedServer::answer(socket, 503, "service unavailable");
    });
    kube::ClusterConfig config;
    config.server = m_server->url();
    m_client = std::make_unique<kube::ApiClient>(config, std::make_unique<testsupport::Anonymous>());
}

Result<ServerInfo> tst_Discovery::discover()
{
    std::optional<Result<ServerInfo>> answer;
    kube::discover(*m_client, {u"app.redislabs.com"_s}, this, [&](const Result<ServerInfo> &info) { answer = info; });
    if (!QTest::qWaitFor([&] { return answer.has_value(); }))
        qFatal("no answer");
    return *answer;
}

void tst_Discovery::findsThePreferredVersionFirst()
{
    const Result<ServerInfo> info = discover();
    QVERIFY(info);
    QCOMPARE(info->gitVersion, u"v1.20.2"_s);
    QCOMPARE(info->groups, (QStringList{u"apps"_s, u"app.redislabs.com"_s}));
    QVERIFY(!info->isOpenShift());
    QCOMPARE(info->types.size(), 3); // subresources are no types
    QCOMPARE(info->types.first().apiVersion(), u"app.redislabs.com/v1"_s);
    const kube::ResourceType *rec =
        info->find(u"app.redislabs.com"_s, u"redisenterpriseclusters"_s, {u"v1"_s, u"v1alpha1"_s});
    QVERIFY(rec);
    QCOMPARE(rec->version, u"v1"_s);
    const kube::ResourceType *redb =
        info->find(u"app.redislabs.com"_s, u"redisenterprisedatabases"_s, {u"v1"_s, u"v1alpha1"_s});
    QVERIFY(redb);
    QCOMPARE(redb->version, u"v1alpha1"_s);
}

void tst_Discovery::aGroupThatIsDownIsNamed()
{
    m_answers.remove("/apis/app.redislabs.com/v1");
    const Result<ServerInfo> info = discover();
    QVERIFY(info);
    QCOMPARE(info->missing, QStringList{u"app.redislabs.com/v1"_s});
    QCOMPARE(info->types.size(), 2);
}

void tst_Discovery::aServerWithoutTheGroupServesNone()
{
    m_answers["/apis"] = R"({"groups":[{"name":"apps","versions":[]},{"name":"route.openshift.io","versions":[]}]})";
    const Result<ServerInfo> info = discover();
    QVERIFY(info);
    QVERIFY(info->types.isEmpty());
    QVERIFY(info->isOpenShift());
}

void tst_Discovery::failsOnlyWithoutAServer()
{
    m_answers.clear();
    QVERIFY(!discover());
    m_server->stopListening();
    const Result<ServerInfo> info = discover();
    QVERIFY(!info);
    QVERIFY(!info.error().message.isEmpty());
}

void tst_Discovery::asksWhetherWeMay()
{
    m_answers["/apis/authorization.k8s.io/v1/selfsubjectaccessreviews?fieldManager=rollhive&fieldValidation=Strict"] =
        R"({"kind":"SelfSubjectAccessReview","status":{"allowed":true,"reason":"RBAC: \u202eok"}})";
    const kube::ResourceType pods{u""_s, u"v1"_s, u"pods"_s, u"Pod"_s, true};
    std::optional<Result<kube::Access>> answer;
    kube::reviewAccess(*m_client, u"delete"_s, pods, {u"redis"_s, u"rec-0"_s}, this,
                       [&](const Result<kube::Access> &access) { answer = access; });
    QTRY_VERIFY(answer);
    QVERIFY(*answer);
    QVERIFY((*answer)->allowed);
    QCOMPARE((*answer)->reason, u"RBAC: \\u202eok"_s);
    const QJsonObject asked =
        QJsonDocument::fromJson(m_server->requests().last().body)["spec"_L1]["resourceAttributes"_L1].toObject();
    QCOMPARE(asked,
             (QJsonObject{{"group"_L1, ""_L1},
                          {"name"_L1, "rec-0"_L1},
                          {"namespace"_L1, "redis"_L1},
                          {"resource"_L1, "pods"_L1},
                          {"verb"_L1, "delete"_L1},
                          {"version"_L1, "v1"_L1}}));
}

QTEST_GUILESS_MAIN(tst_Discovery)
#include "tst_discovery.moc"
