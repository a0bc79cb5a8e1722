// SPDX-License-Identifier: Apache-2.0
#include "requests.h"

#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using kube::ApiRequest;
using kube::PatchType;
using kube::ResourceType;
namespace requests = kube::requests;

namespace {

const ResourceType pods{u""_s, u"v1"_s, u"pods"_s, u"Pod"_s, true};
const ResourceType nodes{u""_s, u"v1"_s, u"nodes"_s, u"Node"_s, false};
const ResourceType recs{u"app.redislabs.com"_s, u"v1"_s, u"redisenterpriseclusters"_s, u"RedisEnterpriseCluster"_s,
                        true};

} // namespace

class tst_Requests : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesTheTarget_data();
    void writesTheTarget();
    void keepsThePathOfTheServer_data();
    void keepsThePathOfTheServer();
    void patchesSayTheirKind_data();
    void patchesSayTheirKind();
    void deletesWithPreconditions();
    void namesTheApiVersion();
};

void tst_Requests::writesTheTarget_data()
{
    QTest::addColumn<ApiRequest>("request");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");

    QTest::newRow("get of a core object") << requests::get(pods, {u"redis"_s, u"rec-0"_s}) << QByteArray("GET")
                                          << QByteArray("/api/v1/namespaces/redis/pods/rec-0");
    QTest::newRow("get of a cluster-scoped object ignores a namespace")
        << requests::get(nodes, {u"redis"_s, u"n1"_s}) << QByteArray("GET") << QByteArray("/api/v1/nodes/n1");
    QTest::newRow("a name cannot leave its segment")
        << requests::get(pods, {u"redis"_s, u"../secrets/x?y"_s}) << QByteArray("GET")
        << QByteArray("/api/v1/namespaces/redis/pods/..%2Fsecrets%2Fx%3Fy");
    QTest::newRow("first page of all namespaces")
        << requests::list(recs, {}, {}, 500) << QByteArray("GET")
        << QByteArray("/apis/app.redislabs.com/v1/redisenterpriseclusters?limit=500");
    QTest::newRow("next page, with a token that needs encoding")
        << requests::list(pods, u"redis"_s, {u"app=redis-enterprise"_s, {}}, 500, u"ab+/=&"_s) << QByteArray("GET")
        << QByteArray(
               "/api/v1/namespaces/redis/pods?labelSelector=app%3Dredis-enterprise&limit=500&continue=ab%2B%2F%3D%26");
    QTest::newRow("whole list") << requests::list(pods, {}, {}, 0) << QByteArray("GET") << QByteArray("/api/v1/pods");
    QTest::newRow("watch by field")
        << requests::watch(pods, u"redis"_s, {{}, u"metadata.name=rec-0"_s}, u"12"_s, std::chrono::seconds(290))
        << QByteArray("GET")
        << QByteArray("/api/v1/namespaces/redis/pods?fieldSelector=metadata.name%3Drec-0&watch=1&resourceVersion=12"
                      "&allowWatchBookmarks=true&timeoutSeconds=290");
    QTest::newRow("create") << requests::create(pods, u"redis"_s, {}, {}) << QByteArray("POST")
                            << QByteArray("/api/v1/namespaces/redis/pods?fieldManager=rollhive&fieldValidation=Strict");
    QTest::newRow("replace the status")
        << requests::replace(pods, {u"redis"_s, u"rec-0"_s}, {}, {.fieldManager = u"kubelet"_s}, u"status"_s)
        << QByteArray("PUT")
        << QByteArray("/api/v1/namespaces/redis/pods/rec-0/status?fieldManager=kubelet&fieldValidation=Strict");
    QTest::newRow("dry run") << requests::patch(recs, {u"redis"_s, u"rec"_s}, PatchType::Merge, QJsonObject(),
                                                {.dryRun = true})
                             << QByteArray("PATCH")
                             << QByteArray("/apis/app.redislabs.com/v1/namespaces/redis/redisenterpriseclusters/rec"
                                           "?fieldManager=rollhive&fieldValidation=Strict&dryRun=All");
    QTest::newRow("force belongs to apply alone")
        << requests::patch(recs, {u"redis"_s, u"rec"_s}, PatchType::Merge, QJsonObject(), {.force = true})
        << QByteArray("PATCH")
        << QByteArray("/apis/app.redislabs.com/v1/namespaces/redis/redisenterpriseclusters/rec"
                      "?fieldManager=rollhive&fieldValidation=Strict");
    QTest::newRow("forced apply") << requests::patch(recs, {u"redis"_s, u"rec"_s}, PatchType::Apply, QJsonObject(),
                                                     {.force = true})
                                  << QByteArray("PATCH")
                                  << QByteArray(
                                         "/apis/app.redislabs.com/v1/namespaces/redis/redisenterpriseclusters/rec"
                                         "?fieldManager=rollhive&fieldValidation=Strict&force=true");
}

void tst_Requests::writesTheTarget()
{
    QFETCH(ApiRequest, request);
    QTEST(request.method, "method");
    QTEST(request.target(), "target");
}

void tst_Requests::keepsThePathOfTheServer_data()
{
    QTest::addColumn<QUrl>("server");
    QTest::addColumn<QString>("url");

    QTest::newRow("plain") << QUrl(u"https://api:6443"_s) << u"https://api:6443/api/v1/nodes/n1"_s;
    QTest::newRow("slash at the end") << QUrl(u"https://api:6443/"_s) << u"https://api:6443/api/v1/nodes/n1"_s;
    QTest::newRow("behind a proxy's path")
        << QUrl(u"https://rancher/k8s/clusters/c-1"_s) << u"https://rancher/k8s/clusters/c-1/api/v1/nodes/n1"_s;
    QTest::newRow("query and user are dropped")
        << QUrl(u"https://u:p@api/x?y=z#f"_s) << u"https://api/x/api/v1/nodes/n1"_s;
    QTest::newRow("IPv6") << QUrl(u"https://[::1]:6443"_s) << u"https://[::1]:6443/api/v1/nodes/n1"_s;
}

void tst_Requests::keepsThePathOfTheServer()
{
    QFETCH(QUrl, server);
    QTEST(requests::get(nodes, {{}, u"n1"_s}).url(server).toString(), "url");
}

void tst_Requests::patchesSayTheirKind_data()
{
    QTest::addColumn<PatchType>("type");
    QTest::addColumn<QByteArray>("contentType");

    QTest::newRow("JSON patch") << PatchType::Json << QByteArray("application/json-patch+json");
    QTest::newRow("merge patch") << PatchType::Merge << QByteArray("application/merge-patch+json");
    QTest::newRow("strategic merge patch")
        << PatchType::Strategic << QByteArray("application/strategic-merge-patch+json");
    QTest::newRow("server-side apply") << PatchType::Apply << QByteArray("application/apply-patch+yaml");
}

void tst_Requests::patchesSayTheirKind()
{
    QFETCH(PatchType, type);
    const ApiRequest request = requests::patch(recs, {u"redis"_s, u"rec"_s}, type, QJsonObject{{"a"_L1, 1}}, {});
    QTEST(request.contentType, "contentType");
    QCOMPARE(request.body, QByteArray(R"({"a":1})"));
}

void tst_Requests::deletesWithPreconditions()
{
    const ApiRequest request =
        requests::remove(pods, {u"redis"_s, u"rec-0"_s}, {.uid = u"u1"_s, .gracePeriodSeconds = 0});
    QCOMPARE(request.method, QByteArray("DELETE"));
    QCOMPARE(request.body,
             QByteArray(
                 R"({"apiVersion":"v1","gracePeriodSeconds":0,"kind":"DeleteOptions","preconditions":{"uid":"u1"}})"));
}

void tst_Requests::namesTheApiVersion()
{
    QCOMPARE(pods.apiVersion(), u"v1"_s);
    QCOMPARE(recs.apiVersion(), u"app.redislabs.com/v1"_s);
}

QTEST_GUILESS_MAIN(tst_Requests)
#include "tst_requests.moc"
