// SPDX-License-Identifier: Apache-2.0
#include "apiserver.h"
#include "httpclient.h"
#include "sampleobjects.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;

namespace {

constexpr auto maps = "/api/v1/namespaces/default/configmaps";
constexpr auto table = "application/json;as=Table;v=v1;g=meta.k8s.io, application/json";

QString path(const char *text)
{
    return QString::fromLatin1(text);
}

QStringList itemNames(const QJsonObject &list)
{
    QStringList result;
    for (const QJsonValue &item : list["items"_L1].toArray())
        result.append(item["metadata"_L1]["name"_L1].toString());
    return result;
}

} // namespace

/// What can be read: objects, lists, watches, tables.
class tst_Lists : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void listsWithSelectors_data();
    void listsWithSelectors();
    void pagesShowOneRevision();
    void anOldPageExpires();
    void listsOfThePast();
    void watchesSeeChanges();
    void watchesBeginWithWhatThereIs();
    void watchesResume();
    void watchesOfAForgottenPastAreTold();
    void watchesWithSelectorsSeeComingAndGoing();
    void watchesEndInTime();
    void watchesGetBookmarks();
    void writesOfOneTurnComeTogether();
    void aClientThatGoesIsForgotten();
    void watchesAsTable();
    void customResourcesInBothVersions();
    void tables_data();
    void tables();
    void metadataOnly();
    void peopleGetPrettyJson();

private:
    HttpClient::Answer create(const QByteArray &object, const char *where = maps)
    {
        return m_client->post(path(where), object);
    }

    std::unique_ptr<sim::ApiServer> m_server;
    std::unique_ptr<HttpClient> m_client;
};

void tst_Lists::init()
{
    sim::ApiServerOptions options;
    options.bookmarkInterval = std::chrono::milliseconds(100);
    m_server = std::make_unique<sim::ApiServer>(options);
    QVERIFY(m_server->listen());
    m_client = std::make_unique<HttpClient>(m_server->url());
}

void tst_Lists::cleanup()
{
    m_client.reset();
    m_server.reset();
}

void tst_Lists::listsWithSelectors_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QStringList>("names");
    const QString pods = u"/api/v1/namespaces/default/pods"_s;
    QTest::newRow("all") << pods << QStringList{u"a"_s, u"b"_s, u"c"_s};
    QTest::newRow("in all namespaces") << u"/api/v1/pods"_s << QStringList{u"a"_s, u"b"_s, u"c"_s, u"d"_s};
    QTest::newRow("by label") << pods + u"?labelSelector=app%3Dredis"_s << QStringList{u"a"_s, u"b"_s};
    QTest::newRow("by a set of labels") << pods + u"?labelSelector=tier+in+%28x%2Cy%29"_s << QStringList{u"b"_s};
    QTest::newRow("by name") << pods + u"?fieldSelector=metadata.name%3Dc"_s << QStringList{u"c"_s};
    QTest::newRow("by node") << pods + u"?fieldSelector=spec.nodeName%3Dn1"_s << QStringList{u"a"_s};
    QTest::newRow("by both") << pods + u"?fieldSelector=spec.nodeName%21%3Dn1&labelSelector=app"_s
                             << QStringList{u"b"_s};
    QTest::newRow("another namespace") << u"/api/v1/namespaces/kube-system/pods"_s << QStringList{u"d"_s};
    QTest::newRow("a namespace that does not exist") << u"/api/v1/namespaces/nowhere/pods"_s << QStringList();
}

void tst_Lists::listsWithSelectors()
{
    QFETCH(QString, query);
    QFETCH(QStringList, names);
    const char *pods = "/api/v1/namespaces/default/pods";
    QCOMPARE(create(sample::pod("a", "n1", R"({"app":"redis"})"), pods).code, 201);
    QCOMPARE(create(sample::pod("b", "n2", R"({"app":"redis","tier":"x"})"), pods).code, 201);
    QCOMPARE(create(sample::pod("c"), pods).code, 201);
    QCOMPARE(create(sample::pod("d"), "/api/v1/namespaces/kube-system/pods").code, 201);
    const HttpClient::Answer answer = m_client->get(query);
    QCOMPARE(answer.code, 200);
    QCOMPARE(answer.text("kind"), u"PodList"_s);
    QCOMPARE(itemNames(answer.json()), names);
    // Items do not repeat what the list says.
    for (const QJsonValue &item : answer.json()["items"_L1].toArray())
        QVERIFY(!item.toObject().contains("kind"_L1));
}

void tst_Lists::pagesShowOneRevision()
{
    for (const char *name : {"a", "b", "c", "d", "e"})
        QCOMPARE(create(sample::configMap(name)).code, 201);
    const QJsonObject first = m_client->get(path(maps) + u"?limit=2"_s).json();
    QCOMPARE(itemNames(first), (QStringList{u"a"_s, u"b"_s}));
    QCOMPARE(first["metadata"_L1]["remainingItemCount"_L1].toInt(), 3);
    const QString token = first["metadata"_L1]["continue"_L1].toString();
    QVERIFY(!token.isEmpty());

    // What happens between the pages does not show.
    QCOMPARE(create(sample::configMap("bb")).code, 201);
    QCOMPARE(m_client->remove(path(maps) + u"/d"_s).code, 200);
    const QJsonObject second = m_client->get(path(maps) + u"?limit=2&continue="_s + token).json();
    QCOMPARE(itemNames(second), (QStringList{u"c"_s, u"d"_s}));
    QCOMPARE(second["metadata"_L1]["resourceVersion"_L1], first["metadata"_L1]["resourceVersion"_L1]);
    QCOMPARE(second["metadata"_L1]["remainingItemCount"_L1].toInt(), 1);
    const QJsonObject third =
        m_client->get(path(maps) + u"?limit=2&continue="_s + second["metadata"_L1]["continue"_L1].toString()).json();
    QCOMPARE(itemNames(third), QStringList{u"e"_s});
    QVERIFY(third["metadata"_L1]["continue"_L1].isUndefined());

    const QJsonObject selected = m_client->get(path(maps) + u"?limit=1&fieldSelector=metadata.name!%3Da"_s).json();
    QVERIFY(selected["metadata"_L1]["remainingItemCount"_L1].isUndefined());
    QCOMPARE(itemNames(selected), QStringList{u"b"_s});
}

void tst_Lists::anOldPageExpires()
{
    for (const char *name : {"a", "b", "c"})
        QCOMPARE(create(sample::configMap(name)).code, 201);
    const QString token = m_client->get(path(maps) + u"?limit=1"_s).json()["metadata"_L1]["continue"_L1].toString();
    QCOMPARE(create(sample::configMap("aa")).code, 201);
    m_server->trouble().expireHistory();
    const HttpClient::Answer answer = m_client->get(path(maps) + u"?limit=1&continue="_s + token);
    QCOMPARE(answer.code, 410);
    QCOMPARE(answer.text("reason"), u"Expired"_s);
    // The offered token goes on, as of now.
    const QString offered = answer.json()["metadata"_L1]["continue"_L1].toString();
    QCOMPARE(itemNames(m_client->get(path(maps) + u"?continue="_s + offered).json()),
             (QStringList{u"aa"_s, u"b"_s, u"c"_s}));
}

void tst_Lists::listsOfThePast()
{
    QCOMPARE(create(sample::configMap("a")).code, 201);
    const QString then = m_client->get(path(maps)).json()["metadata"_L1]["resourceVersion"_L1].toString();
    QCOMPARE(create(sample::configMap("b")).code, 201);
    const QString list = path(maps) + u"?resourceVersion="_s + then;
    QCOMPARE(itemNames(m_client->get(list).json()), (QStringList{u"a"_s, u"b"_s}));
    QCOMPARE(itemNames(m_client->get(list + u"&resourceVersionMatch=NotOlderThan"_s).json()),
             (QStringList{u"a"_s, u"b"_s}));
    QCOMPARE(itemNames(m_client->get(list + u"&resourceVersionMatch=Exact"_s).json()), QStringList{u"a"_s});
    QCOMPARE(itemNames(m_client->get(list + u"&limit=5"_s).json()), QStringList{u"a"_s});
    m_server->trouble().expireHistory();
    QCOMPARE(m_client->get(list + u"&resourceVersionMatch=Exact"_s).code, 410);
    QCOMPARE(m_client->get(list).code, 200);
    QCOMPARE(m_client->get(path(maps) + u"?resourceVersion=999999"_s).code, 504);
}

void tst_Lists::watchesSeeChanges()
{
    const QString revision = m_client->get(path(maps)).json()["metadata"_L1]["resourceVersion"_L1].toString();
    WatchClient watch(*m_client, path(maps) + u"?watch=1&resourceVersion="_s + revision);
    QTRY_COMPARE(m_server->watchCount(), 1);
    QCOMPARE(create(sample::configMap("a")).code, 201);
    QCOMPARE(m_client->merge(path(maps) + u"/a"_s, R"({"data":{"a":"2"}})").code, 200);
    QCOMPARE(m_client->remove(path(maps) + u"/a"_s).code, 200);
    QTRY_COMPARE(watch.summary(), (QStringList{u"ADDED a"_s, u"MODIFIED a"_s, u"DELETED a"_s}));
    QCOMPARE(watch.events().at(1)["object"_L1]["data"_L1]["a"_L1].toString(), u"2"_s);
    QCOMPARE(watch.events().at(1)["object"_L1]["kind"_L1].toString(), u"ConfigMap"_s);
    // A deletion has a revision of its own.
    const auto version = [&](int i) {
        return watch.events().at(i)["object"_L1]["metadata"_L1]["resourceVersion"_L1].toString().toInt();
    };
    QVERIFY(version(2) > version(1));
}

void tst_Lists::watchesBeginWithWhatThereIs()
{
    QCOMPARE(create(sample::configMap("a")).code, 201);
    QCOMPARE(create(sample::configMap("b")).code, 201);
    WatchClient unset(*m_client, path(maps) + u"?watch=1"_s);
    WatchClient zero(*m_client, path(maps) + u"?watch=true&resourceVersion=0"_s);
    WatchClient old(*m_client, u"/api/v1/watch/namespaces/default/configmaps"_s);
    const QStringList initial{u"ADDED a"_s, u"ADDED b"_s};
    QTRY_COMPARE(unset.summary(), initial);
    QTRY_COMPARE(zero.summary(), initial);
    QTRY_COMPARE(old.summary(), initial);
    QCOMPARE(create(sample::configMap("c")).code, 201);
    QTRY_COMPARE(unset.summary(), initial + QStringList{u"ADDED c"_s});
}

void tst_Lists::watchesResume()
{
    const HttpClient::Answer first = create(sample::configMap("a"));
    const QString revision = first.json()["metadata"_L1]["resourceVersion"_L1].toString();
    QCOMPARE(m_client->merge(path(maps) + u"/a"_s, R"({"data":{"a":"2"}})").code, 200);
    QCOMPARE(create(sample::configMap("b")).code, 201);
    WatchClient watch(*m_client, path(maps) + u"?watch=1&resourceVersion="_s + revision);
    QTRY_COMPARE(watch.summary(), (QStringList{u"MODIFIED a"_s, u"ADDED b"_s}));
}

void tst_Lists::watchesOfAForgottenPastAreTold()
{
    const QString revision = create(sample::configMap("a")).json()["metadata"_L1]["resourceVersion"_L1].toString();
    QCOMPARE(create(sample::configMap("b")).code, 201);
    m_server->trouble().expireHistory();
    WatchClient watch(*m_client, path(maps) + u"?watch=1&resourceVersion="_s + revision);
    QTRY_VERIFY(watch.ended());
    QCOMPARE(watch.code(), 200);
    QCOMPARE(watch.events().size(), 1);
    QCOMPARE(watch.events().first()["type"_L1].toString(), u"ERROR"_s);
    QCOMPARE(watch.events().first()["object"_L1]["code"_L1].toInt(), 410);
    QCOMPARE(watch.events().first()["object"_L1]["reason"_L1].toString(), u"Expired"_s);
    QVERIFY(watch.events().first()["object"_L1]["message"_L1].toString().startsWith("too old resource version: "_L1));
}

void tst_Lists::watchesWithSelectorsSeeComingAndGoing()
{
    WatchClient watch(*m_client, path(maps) + u"?watch=1&labelSelector=color%3Dred"_s);
    QTRY_COMPARE(m_server->watchCount(), 1);
    QCOMPARE(create(sample::configMap("a")).code, 201);
    QCOMPARE(m_client->merge(path(maps) + u"/a"_s, R"({"metadata":{"labels":{"color":"red"}}})").code, 200);
    QCOMPARE(m_client->merge(path(maps) + u"/a"_s, R"({"data":{"a":"2"}})").code, 200);
    const QString left = m_client->merge(path(maps) + u"/a"_s, R"({"metadata":{"labels":{"color":"blue"}}})")
                             .json()["metadata"_L1]["resourceVersion"_L1]
                             .toString();
    QTRY_COMPARE(watch.summary(), (QStringList{u"ADDED a"_s, u"MODIFIED a"_s, u"DELETED a"_s}));
    // Gone from the selection: as it was last seen, at the revision of the change.
    const QJsonValue last = watch.events().last()["object"_L1];
    QCOMPARE(last["metadata"_L1]["labels"_L1]["color"_L1].toString(), u"red"_s);
    QCOMPARE(last["metadata"_L1]["resourceVersion"_L1].toString(), left);
}

void tst_Lists::watchesEndInTime()
{
    WatchClient watch(*m_client, path(maps) + u"?watch=1&timeoutSeconds=1"_s);
    QTRY_VERIFY(watch.ended());
    QVERIFY(watch.endedInOrder());
    QCOMPARE(m_server->watchCount(), 0);
}

void tst_Lists::watchesGetBookmarks()
{
    WatchClient with(*m_client, path(maps) + u"?watch=1&allowWatchBookmarks=true"_s);
    WatchClient without(*m_client, path(maps) + u"?watch=1"_s);
    QCOMPARE(create(sample::configMap("a")).code, 201);
    QTRY_VERIFY(with.summary().contains(u"BOOKMARK"_s) && with.summary().contains(u"ADDED a"_s));
    QTRY_VERIFY(with.events().last()["type"_L1].toString() == "BOOKMARK"_L1);
    const QJsonValue bookmark = with.events().last()["object"_L1];
    QCOMPARE(bookmark["kind"_L1].toString(), u"ConfigMap"_s);
    QCOMPARE(bookmark["metadata"_L1]["resourceVersion"_L1].toString(),
             m_client->get(path(maps)).json()["metadata"_L1]["resourceVersion"_L1].toString());
    QCOMPARE(without.summary(), QStringList{u"ADDED a"_s});
}

void tst_Lists::writesOfOneTurnComeTogether()
{
    WatchClient watch(*m_client, path(maps) + u"?watch=1"_s);
    QTRY_COMPARE(m_server->watchCount(), 1);
    for (int i = 0; i < 50; ++i)
        QVERIFY(m_server->objects().create(
            QJsonDocument::fromJson(sample::configMap(QByteArray("m" + QByteArray::number(i)).constData())).object()));
    QTRY_COMPARE(watch.events().size(), 50);
    QCOMPARE(watch.reads(), 1);
}

void tst_Lists::aClientThatGoesIsForgotten()
{
    auto watch = std::make_unique<WatchClient>(*m_client, path(maps) + u"?watch=1"_s);
    QTRY_COMPARE(m_server->watchCount(), 1);
    watch.reset();
    QTRY_COMPARE(m_server->watchCount(), 0);
}

void tst_Lists::watchesAsTable()
{
    WatchClient watch(*m_client, u"/api/v1/namespaces/default/pods?watch=1"_s, table);
    QTRY_COMPARE(m_server->watchCount(), 1);
    QCOMPARE(create(sample::pod("p"), "/api/v1/namespaces/default/pods").code, 201);
    QTRY_COMPARE(watch.events().size(), 1);
    QCOMPARE(m_client->merge(u"/api/v1/namespaces/default/pods/p"_s, R"({"metadata":{"labels":{"a":"b"}}})").code, 200);
    QTRY_COMPARE(watch.events().size(), 2);
    const QJsonValue first = watch.events().first()["object"_L1];
    QCOMPARE(first["kind"_L1].toString(), u"Table"_s);
    QCOMPARE(first["columnDefinitions"_L1][0]["name"_L1].toString(), u"Name"_s);
    QCOMPARE(first["rows"_L1][0]["cells"_L1][0].toString(), u"p"_s);
    // Columns come once.
    QVERIFY(watch.events().last()["object"_L1]["columnDefinitions"_L1].isNull());
}

void tst_Lists::customResourcesInBothVersions()
{
    const QString v1 = u"/apis/app.redislabs.com/v1/namespaces/default/redisenterpriseclusters"_s;
    const QString v1alpha1 = u"/apis/app.redislabs.com/v1alpha1/namespaces/default/redisenterpriseclusters"_s;
    WatchClient watch(*m_client, v1alpha1 + u"?watch=1"_s);
    QTRY_COMPARE(m_server->watchCount(), 1);
    QCOMPARE(m_client->post(v1, sample::cluster()).code, 201);
    QCOMPARE(m_client->get(v1 + u"/rec"_s).text("apiVersion"), u"app.redislabs.com/v1"_s);
    QCOMPARE(m_client->get(v1alpha1 + u"/rec"_s).text("apiVersion"), u"app.redislabs.com/v1alpha1"_s);
    const QJsonObject list = m_client->get(v1alpha1).json();
    QCOMPARE(list["kind"_L1].toString(), u"RedisEnterpriseClusterList"_s);
    // Items of custom resources do say what they are.
    QCOMPARE(list["items"_L1][0]["apiVersion"_L1].toString(), u"app.redislabs.com/v1alpha1"_s);
    QTRY_COMPARE(watch.events().size(), 1);
    QCOMPARE(watch.events().first()["object"_L1]["apiVersion"_L1].toString(), u"app.redislabs.com/v1alpha1"_s);
}

void tst_Lists::tables_data()
{
    QTest::addColumn<QString>("collection");
    QTest::addColumn<QByteArray>("object");
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QStringList>("columns");
    QTest::addColumn<QByteArray>("cells");

    const auto row = [](const char *name, const char *collection, const QByteArray &object, const QByteArray &status,
                        const QStringList &columns, const QByteArray &cells) {
        QTest::newRow(name) << QString::fromLatin1(collection) << object << status << columns << cells;
    };
    const char *pods = "/api/v1/namespaces/default/pods";
    const QStringList podColumns{u"Name"_s, u"Ready"_s, u"Status"_s,         u"Restarts"_s,       u"Age"_s,
                                 u"IP"_s,   u"Node"_s,  u"Nominated Node"_s, u"Readiness Gates"_s};
    row("a pod that waits", pods, sample::pod("p"), {}, podColumns,
        R"(["p","0/1","Pending","0","0s","<none>","<none>","<none>","<none>"])");
    row("a pod that runs", pods, sample::pod("p", "n1"),
        R"({"status":{"phase":"Running","podIP":"10.1.2.3","containerStatuses":[{"name":"c","image":"i","imageID":"","ready":true,"restartCount":2,"state":{"running":{"startedAt":"2026-01-01T00:00:00Z"}},"lastState":{}}]}})",
        podColumns, R"(["p","1/1","Running","2","0s","10.1.2.3","n1","<none>","<none>"])");
    row("a pod that cannot pull", pods, sample::pod("p", "n1"),
        R"({"status":{"phase":"Pending","containerStatuses":[{"name":"c","image":"i","imageID":"","ready":false,"restartCount":0,"state":{"waiting":{"reason":"ImagePullBackOff"}},"lastState":{}}]}})",
        podColumns, R"(["p","0/1","ImagePullBackOff","0","0s","<none>","n1","<none>","<none>"])");
    row("a pod that crashed", pods, sample::pod("p", "n1"),
        R"({"status":{"phase":"Running","containerStatuses":[{"name":"c","image":"i","imageID":"","ready":false,"restartCount":1,"state":{"terminated":{"exitCode":137,"signal":9}},"lastState":{}}]}})",
        podColumns, R"(["p","0/1","Signal:9","1","0s","<none>","n1","<none>","<none>"])");
    row("a pod that was evicted", pods, sample::pod("p", "n1"), R"({"status":{"phase":"Failed","reason":"Evicted"}})",
        podColumns, R"(["p","0/1","Evicted","0","0s","<none>","n1","<none>","<none>"])");
    row("a StatefulSet", "/apis/apps/v1/namespaces/default/statefulsets", sample::statefulSet(),
        R"({"status":{"replicas":3,"readyReplicas":2}})",
        {u"Name"_s, u"Ready"_s, u"Age"_s, u"Containers"_s, u"Images"_s}, R"(["rec","2/3","0s","node","redis:1"])");
    row("a Deployment", "/apis/apps/v1/namespaces/default/deployments", sample::deployment(),
        R"({"status":{"replicas":1,"readyReplicas":1,"updatedReplicas":1,"availableReplicas":1}})",
        {u"Name"_s, u"Ready"_s, u"Up-to-date"_s, u"Available"_s, u"Age"_s, u"Containers"_s, u"Images"_s, u"Selector"_s},
        R"(["operator","1/1",1,1,"0s","c","operator:1","app=o"])");
    row("a cluster", "/apis/app.redislabs.com/v1/namespaces/default/redisenterpriseclusters", sample::cluster(),
        R"({"status":{"state":"Running","specStatus":"Valid","licenseStatus":{"licenseState":"Valid","shardsUsage":"2/4","expirationDate":"2026-12-01T00:00:00Z"}}})",
        {u"Name"_s, u"Nodes"_s, u"Shards"_s, u"Version"_s, u"State"_s, u"Spec Status"_s, u"License State"_s,
         u"License Expiration Date"_s, u"Age"_s},
        R"(["rec",3,"2/4","7.8.2-34","Running","Valid","Valid","2026-12-01T00:00:00Z","0s"])");
    row("a node", "/api/v1/nodes",
        R"({"metadata":{"name":"n1","labels":{"node-role.kubernetes.io/worker":""}},"spec":{"unschedulable":true}})",
        R"({"status":{"conditions":[{"type":"Ready","status":"True"}],"addresses":[{"type":"InternalIP","address":"10.0.0.1"}],"nodeInfo":{"kubeletVersion":"v1.32.0"}}})",
        {u"Name"_s, u"Status"_s, u"Roles"_s, u"Age"_s, u"Version"_s, u"Internal-IP"_s, u"External-IP"_s, u"OS-Image"_s,
         u"Kernel-Version"_s, u"Container-Runtime"_s},
        R"(["n1","Ready,SchedulingDisabled","worker","0s","v1.32.0","10.0.0.1","<none>","<unknown>","<unknown>","<unknown>"])");
    row("a namespace", "/api/v1/namespaces", R"({"metadata":{"name":"ns"}})", {}, {u"Name"_s, u"Status"_s, u"Age"_s},
        R"(["ns","Active","0s"])");
    row("a service", "/api/v1/namespaces/default/services",
        R"({"metadata":{"name":"s"},"spec":{"clusterIP":"None","ports":[{"port":9443}],"selector":{"a":"b"}}})", {},
        {u"Name"_s, u"Type"_s, u"Cluster-IP"_s, u"External-IP"_s, u"Port(s)"_s, u"Age"_s, u"Selector"_s},
        R"(["s","ClusterIP","None","<none>","9443/TCP","0s","a=b"])");
}

void tst_Lists::tables()
{
    QFETCH(QString, collection);
    QFETCH(QByteArray, object);
    QFETCH(QByteArray, status);
    QFETCH(QStringList, columns);
    QFETCH(QByteArray, cells);
    const HttpClient::Answer created = m_client->post(collection, object);
    QVERIFY2(created.code == 201, created.body);
    const QString name = created.json()["metadata"_L1]["name"_L1].toString();
    const QString single = collection + u'/' + name;
    if (!status.isEmpty())
        QCOMPARE(m_client->merge(single + u"/status"_s, status).code, 200);
    const QJsonObject shownTable = m_client->get(single, table).json();
    QStringList names;
    for (const QJsonValue &column : shownTable["columnDefinitions"_L1].toArray())
        names.append(column["name"_L1].toString());
    QCOMPARE(names, columns);
    // The test may take longer than a second.
    QByteArray shownCells = shown(shownTable["rows"_L1][0]["cells"_L1]);
    for (const QByteArray second : {"\"1s\"", "\"2s\"", "\"3s\""})
        shownCells.replace(second, "\"0s\"");
    QCOMPARE(shownCells, cells);
    QCOMPARE(shownTable["rows"_L1][0]["object"_L1]["kind"_L1].toString(), u"PartialObjectMetadata"_s);

    const QJsonObject list = m_client->get(collection + u"?includeObject=Object"_s, table).json();
    bool found = false;
    for (const QJsonValue &row : list["rows"_L1].toArray())
        found = found || row["object"_L1]["metadata"_L1]["name"_L1].toString() == name;
    QVERIFY(found);
    const QJsonObject bare = m_client->get(collection + u"?includeObject=None"_s, table).json();
    QVERIFY(bare["rows"_L1][0]["object"_L1].isNull());
}

void tst_Lists::metadataOnly()
{
    QCOMPARE(create(sample::configMap("a")).code, 201);
    const QJsonObject list =
        m_client->get(path(maps), "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io").json();
    QCOMPARE(list["kind"_L1].toString(), u"PartialObjectMetadataList"_s);
    QCOMPARE(itemNames(list), QStringList{u"a"_s});
    QVERIFY(list["items"_L1][0]["data"_L1].isUndefined());
}

void tst_Lists::peopleGetPrettyJson()
{
    QCOMPARE(create(sample::configMap("a")).code, 201);
    QVERIFY(m_client->get(path(maps) + u"/a"_s).body.startsWith("{\"apiVersion\""));
    for (const char *agent : {"curl/8.0", "Wget/1.21", "Mozilla/5.0"}) {
        m_client->setUserAgent(agent);
        QVERIFY2(m_client->get(path(maps) + u"/a"_s).body.startsWith("{\n  \"apiVersion\": \"v1\",\n"), agent);
    }
    m_client->setUserAgent("rollhive/1.0");
    QVERIFY(m_client->get(path(maps) + u"/a?pretty=true"_s).body.contains("\n  \"kind\""));
}

QTEST_GUILESS_MAIN(tst_Lists)
#include "tst_lists.moc"
