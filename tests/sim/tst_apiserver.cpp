// SPDX-License-Identifier: Apache-2.0
#include "serverfixture.h"

#include <QSslConfiguration>
#include <QSslKey>
#include <QThread>

using namespace Qt::StringLiterals;

namespace {

/// "viewer" may look, "admin" may everything.
sim::ApiServerOptions withTokens()
{
    sim::ApiServerOptions options;
    options.tokens = {{"admin-token", {u"admin"_s, {u"system:masters"_s}}}, {"viewer-token", {u"viewer"_s, {}}}};
    options.authorizer = sim::readOnlyFor({u"viewer"_s});
    return options;
}

} // namespace

/// The server as a whole: what it says of itself, who may what, its knobs, its life.
class tst_ApiServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatItServes();
    void describesItsKinds();
    void isHealthy();
    void knowsWhoAsks();
    void refusesWhoMayNot();
    void answersAccessReviews();
    void writesAKubeconfig();
    void givesTestsItsObjects();
    void failsOnDemand();
    void answersAsAPortal();
    void dropsRequestsAndAnswers();
    void holdsAndDelays();
    void dropsAndEndsWatches();
    void losesAnEvent();
    void recordsRequests();
    void restarts();
    void runsInAThreadOfItsOwn();
    void clocksAreGiven();
};

void tst_ApiServer::saysWhatItServes()
{
    ServerFixture f;
    QCOMPARE(f.client->get(u"/version"_s).text("major"), u"1"_s);
    QCOMPARE(shown(f.client->get(u"/api"_s).json()["versions"_L1]), QByteArray(R"(["v1"])"));
    const QJsonObject redis = f.client->get(u"/apis/app.redislabs.com"_s).json();
    QCOMPARE(redis["preferredVersion"_L1]["version"_L1].toString(), u"v1"_s);
    QCOMPARE(redis["versions"_L1].toArray().size(), 2);

    bool found = false;
    for (const QJsonValue &resource : f.client->get(u"/apis/app.redislabs.com/v1"_s).json()["resources"_L1].toArray()) {
        if (resource["name"_L1].toString() != "redisenterpriseclusters"_L1)
            continue;
        found = true;
        QCOMPARE(shown(resource["shortNames"_L1]), QByteArray(R"(["rec"])"));
        QVERIFY(resource["namespaced"_L1].toBool());
    }
    QVERIFY(found);
    const QByteArray pods = f.client->get(u"/api/v1"_s).body;
    for (const char *name : {"pods/status", "pods/eviction", "pods/binding", "pods/log", "namespaces/status"})
        QVERIFY2(pods.contains(QByteArray("\"name\":\"").append(name)), name);

    // All at once, and only if asked for.
    const QByteArray accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";
    const HttpClient::Answer all = f.client->get(u"/apis"_s, accept);
    QCOMPARE(all.text("kind"), u"APIGroupDiscoveryList"_s);
    QVERIFY(all.contentType.contains("as=APIGroupDiscoveryList"));
    QCOMPARE(f.client->get(u"/apis"_s).text("kind"), u"APIGroupList"_s);
    QCOMPARE(f.client->get(u"/apis"_s, "application/vnd.kubernetes.protobuf").code, 406);
    QVERIFY(f.client->get(u"/"_s).body.contains("/apis/apps/v1"));
}

void tst_ApiServer::describesItsKinds()
{
    ServerFixture f;
    const QJsonObject index = f.client->get(u"/openapi/v3"_s).json();
    const QString address = index["paths"_L1]["apis/app.redislabs.com/v1"_L1]["serverRelativeURL"_L1].toString();
    QVERIFY(!address.isEmpty());
    const QJsonObject document = f.client->get(address).json();
    const QJsonValue schema = document["components"_L1]["schemas"_L1]["com.redislabs.app.v1.RedisEnterpriseCluster"_L1];
    QCOMPARE(schema["properties"_L1]["spec"_L1]["properties"_L1]["nodes"_L1]["minimum"_L1].toInt(), 3);
    const QJsonValue patch
        = document["paths"_L1]["/apis/app.redislabs.com/v1/namespaces/{namespace}/redisenterpriseclusters/{name}"_L1]["patch"_L1];
    QVERIFY(shown(patch["parameters"_L1]).contains("fieldValidation"));
    QCOMPARE(f.client->get(u"/openapi/v3/apis/nope/v1"_s).code, 404);
}

void tst_ApiServer::isHealthy()
{
    ServerFixture f(withTokens());
    for (const QString &path : {u"/healthz"_s, u"/livez"_s, u"/readyz"_s})
        QCOMPARE(f.client->get(path).body, QByteArray("ok"));
}

void tst_ApiServer::knowsWhoAsks()
{
    ServerFixture f(withTokens());
    QCOMPARE(HttpClient(f.server.url(), "admin-token").get(place::pods).code, 200);
    const HttpClient::Answer wrong = HttpClient(f.server.url(), "wrong").get(place::pods);
    QCOMPARE(wrong.code, 401);
    QCOMPARE(wrong.text("message"), u"Unauthorized"_s);
    const HttpClient::Answer nobody = f.client->get(place::pods);
    QCOMPARE(nobody.code, 403);
    QCOMPARE(nobody.text("message"),
             u"pods is forbidden: User \"system:anonymous\" cannot list resource \"pods\" in API group \"\" in the namespace \"default\""_s);
}

void tst_ApiServer::refusesWhoMayNot()
{
    ServerFixture f(withTokens(), "admin-token");
    QCOMPARE(f.client->post(place::clusters, sample::cluster()).code, 201);
    HttpClient viewer(f.server.url(), "viewer-token");
    QCOMPARE(viewer.get(place::clusters).code, 200);
    const HttpClient::Answer refused = viewer.merge(place::clusters + u"/rec"_s, R"({"spec":{"nodes":5}})");
    QCOMPARE(refused.code, 403);
    QCOMPARE(refused.text("reason"), u"Forbidden"_s);
    QCOMPARE(refused.text("message"),
             u"redisenterpriseclusters.app.redislabs.com \"rec\" is forbidden: User \"viewer\" cannot patch resource "
             "\"redisenterpriseclusters\" in API group \"app.redislabs.com\" in the namespace \"default\""_s);
    QCOMPARE(viewer.post(u"/api/v1/namespaces"_s, R"({"metadata":{"name":"x"}})").text("message"),
             u"namespaces is forbidden: User \"viewer\" cannot create resource \"namespaces\" in API group \"\" at the cluster scope"_s);
}

void tst_ApiServer::answersAccessReviews()
{
    ServerFixture f(withTokens());
    HttpClient viewer(f.server.url(), "viewer-token");
    const QString reviews = u"/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"_s;
    const auto allowed = [&](const char *verb) {
        const QByteArray review
            = QByteArray(R"({"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectAccessReview","spec":{"resourceAttributes":{"verb":")")
            + verb + R"(","group":"app.redislabs.com","resource":"redisenterpriseclusters","namespace":"default"}}})";
        const HttpClient::Answer answer = viewer.post(reviews, review);
        return answer.code == 201 && answer.json()["status"_L1]["allowed"_L1].toBool();
    };
    QVERIFY(allowed("get"));
    QVERIFY(!allowed("patch"));
    const QJsonObject rules
        = viewer.post(u"/apis/authorization.k8s.io/v1/selfsubjectrulesreviews"_s,
                      R"({"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectRulesReview","spec":{"namespace":"default"}})")
              .json();
    const QByteArray text = shown(rules["status"_L1]["resourceRules"_L1]);
    QVERIFY(text.contains(R"({"apiGroups":["app.redislabs.com"],"resources":["redisenterpriseclusters"],"verbs":["get","list","watch"]})"));
}

void tst_ApiServer::writesAKubeconfig()
{
    ServerFixture f;
    const QString text = f.server.kubeconfig("secret");
    QVERIFY(text.contains(u"server: "_s + f.server.url().toString()));
    QVERIFY(text.contains("token: secret"_L1));
    QVERIFY(text.contains("current-context: sim"_L1));
    QVERIFY(f.server.kubeconfig().contains("user: {}"_L1));
}

void tst_ApiServer::givesTestsItsObjects()
{
    ServerFixture f;
    sim::Objects &objects = f.server.objects();
    QJsonObject cluster = QJsonDocument::fromJson(sample::cluster()).object();
    cluster.insert(u"status"_s, json("{'state':'Running'}"));
    const auto put = objects.put(cluster);
    QVERIFY(put);
    QCOMPARE((*put)["status"_L1]["state"_L1].toString(), u"Running"_s);
    QCOMPARE(f.client->get(place::clusters + u"/rec"_s).json()["status"_L1]["state"_L1].toString(), u"Running"_s);
    const QString resource = u"redisenterpriseclusters.app.redislabs.com"_s;
    QVERIFY(objects.patch(resource, u"default"_s, u"rec"_s, jsonObject("{'spec':{'nodes':5}}")));
    QCOMPARE((*objects.get(resource, u"default"_s, u"rec"_s))["spec"_L1]["nodes"_L1].toInt(), 5);
    QVERIFY(objects.put(cluster));
    QCOMPARE(objects.list(resource).size(), 1);
    QCOMPARE(objects.create(cluster).error().code, 409);
    QVERIFY(objects.remove(resource, u"default"_s, u"rec"_s));
    QCOMPARE(objects.get(resource, u"default"_s, u"rec"_s).error().code, 404);
    QCOMPARE(objects.get(u"nopes"_s, u"default"_s, u"rec"_s).error().code, 404);
}

void tst_ApiServer::failsOnDemand()
{
    ServerFixture f;
    f.server.trouble().failNext(2, {"GET", u"/pods"_s}, 503, {}, 7);
    const HttpClient::Answer first = f.client->get(place::pods);
    QCOMPARE(first.code, 503);
    QCOMPARE(first.text("reason"), u"ServiceUnavailable"_s);
    QCOMPARE(first.retryAfter, QByteArray("7"));
    QCOMPARE(f.client->get(place::maps).code, 200);
    QCOMPARE(f.client->get(place::pods).code, 503);
    QCOMPARE(f.client->get(place::pods).code, 200);
    // A watch is not among the GETs.
    f.server.trouble().failNext(1, {"WATCH", {}}, 410);
    QCOMPARE(f.client->get(place::pods).code, 200);
    QCOMPARE(f.client->get(place::pods + u"?watch=1"_s).code, 410);
    f.server.trouble().failNext(5, {}, 500, u"no good"_s);
    QCOMPARE(f.client->get(place::pods).text("message"), u"no good"_s);
    f.server.trouble().clear();
    QCOMPARE(f.client->get(place::pods).code, 200);
}

void tst_ApiServer::answersAsAPortal()
{
    ServerFixture f;
    f.server.trouble().answerNext(1, {}, 200, "text/html", "<html>log in</html>");
    const HttpClient::Answer answer = f.client->get(place::pods);
    QCOMPARE(answer.code, 200);
    QCOMPARE(answer.body, QByteArray("<html>log in</html>"));
    QVERIFY(answer.contentType.startsWith("text/html"));
}

void tst_ApiServer::dropsRequestsAndAnswers()
{
    ServerFixture f;
    QCOMPARE(f.client->post(place::clusters, sample::cluster()).code, 201);
    // Qt sends a request again, up to three times.
    f.server.trouble().dropNext(4, {"PATCH", {}});
    QCOMPARE(f.client->merge(place::clusters + u"/rec"_s, R"({"spec":{"nodes":5}})").code, 0);
    QCOMPARE(f.client->get(place::clusters + u"/rec"_s).json()["spec"_L1]["nodes"_L1].toInt(), 3);
    f.server.trouble().clear();

    f.server.trouble().dropAnswerNext(4, {"PATCH", {}});
    QCOMPARE(f.client->merge(place::clusters + u"/rec"_s, R"({"spec":{"nodes":5}})").code, 0);
    QCOMPARE(f.client->get(place::clusters + u"/rec"_s).json()["spec"_L1]["nodes"_L1].toInt(), 5);
}

void tst_ApiServer::holdsAndDelays()
{
    ServerFixture f;
    f.server.trouble().hold({"GET", u"/pods"_s});
    std::unique_ptr<QNetworkReply> held(f.client->start("GET", place::pods));
    QTRY_COMPARE(f.server.trouble().heldCount(), 1);
    QCOMPARE(f.client->get(place::maps).code, 200);
    QVERIFY(!held->isFinished());
    f.server.trouble().release();
    QTRY_VERIFY(held->isFinished());
    QCOMPARE(held->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);

    f.server.trouble().delay({"GET", u"/pods"_s}, std::chrono::milliseconds(200));
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(f.client->get(place::pods).code, 200);
    QVERIFY(timer.elapsed() >= 190);
}

void tst_ApiServer::dropsAndEndsWatches()
{
    ServerFixture f;
    WatchClient dropped(*f.client, place::pods + u"?watch=1"_s);
    QTRY_COMPARE(f.server.watchCount(), 1);
    f.server.trouble().dropWatches();
    QTRY_VERIFY(dropped.ended());
    QVERIFY(!dropped.endedInOrder());
    WatchClient ended(*f.client, place::pods + u"?watch=1"_s);
    QTRY_COMPARE(f.server.watchCount(), 1);
    f.server.trouble().endWatches();
    QTRY_VERIFY(ended.ended());
    QVERIFY(ended.endedInOrder());
    WatchClient cut(*f.client, place::pods + u"?watch=1"_s);
    QTRY_COMPARE(f.server.watchCount(), 1);
    f.server.trouble().dropConnections();
    QTRY_VERIFY(cut.ended());
    QTRY_COMPARE(f.server.watchCount(), 0);
}

void tst_ApiServer::losesAnEvent()
{
    ServerFixture f;
    WatchClient open(*f.client, place::maps + u"?watch=1"_s);
    QTRY_COMPARE(f.server.watchCount(), 1);
    f.server.trouble().loseNextEvent(u"configmaps"_s);
    QCOMPARE(f.client->post(place::pods, sample::pod("p")).code, 201);
    QCOMPARE(f.client->post(place::maps, sample::configMap("a")).code, 201);
    QCOMPARE(f.client->post(place::maps, sample::configMap("b")).code, 201);
    QTRY_COMPARE(open.summary(), QStringList {u"ADDED b"_s});
    QCOMPARE(f.client->get(place::maps).json()["items"_L1].toArray().size(), 2);
}

void tst_ApiServer::recordsRequests()
{
    ServerFixture f;
    (void)f.client->merge(place::clusters + u"/rec?fieldManager=me&dryRun=All"_s, "{}");
    QCOMPARE(f.server.trouble().requests().size(), 1);
    const sim::RecordedRequest request = f.server.trouble().requests().first();
    QCOMPARE(request.method, QByteArray("PATCH"));
    QCOMPARE(request.path, place::clusters + u"/rec"_s);
    QCOMPARE(request.query, u"fieldManager=me&dryRun=All"_s);
    QCOMPARE(request.contentType, QByteArray("application/merge-patch+json"));
    QCOMPARE(request.body, QByteArray("{}"));
    f.server.trouble().clearRequests();
    QVERIFY(f.server.trouble().requests().isEmpty());
}

void tst_ApiServer::restarts()
{
    ServerFixture f;
    QCOMPARE(f.client->post(place::maps, sample::configMap("a")).code, 201);
    const QUrl before = f.server.url();
    f.server.close();
    QCOMPARE(f.client->get(place::maps).code, 0);
    QVERIFY(f.server.listen());
    QCOMPARE(f.server.url(), before);
    QCOMPARE(f.client->get(place::maps + u"/a"_s).code, 200);

    // A port that somebody has.
    sim::ApiServerOptions options;
    options.port = quint16(before.port());
    sim::ApiServer second(options);
    QVERIFY(!second.listen());
    QVERIFY(!second.errorString().isEmpty());
}

void tst_ApiServer::runsInAThreadOfItsOwn()
{
    QThread thread;
    QObject worker;
    worker.moveToThread(&thread);
    thread.start();
    sim::ApiServer *server = nullptr;
    QUrl url;
    QMetaObject::invokeMethod(
        &worker,
        [&] {
            server = new sim::ApiServer;
            if (server->listen())
                url = server->url();
        },
        Qt::BlockingQueuedConnection);
    {
        HttpClient client(url);
        WatchClient watch(client, place::maps + u"?watch=1"_s);
        QCOMPARE(client.post(place::maps, sample::configMap("a")).code, 201);
        QTRY_COMPARE(watch.summary(), QStringList {u"ADDED a"_s});
    }
    QMetaObject::invokeMethod(
        &worker, [&] { delete server; }, Qt::BlockingQueuedConnection);
    thread.quit();
    QVERIFY(thread.wait());
}

void tst_ApiServer::clocksAreGiven()
{
    sim::ApiServerOptions options;
    options.clock = [] { return QDateTime(QDate(2030, 1, 2), QTime(3, 4, 5), QTimeZone::UTC); };
    ServerFixture f(options);
    QCOMPARE(f.client->post(place::maps, sample::configMap("a")).json()["metadata"_L1]["creationTimestamp"_L1].toString(),
             u"2030-01-02T03:04:05Z"_s);
}

QTEST_GUILESS_MAIN(tst_ApiServer)
#include "tst_apiserver.moc"
