// SPDX-License-Identifier: Apache-2.0
#include "clusterscene.h"
#include "ctlrun.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

/// rollhivectl get.
class tst_Get : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void listsAsATable_data();
    void listsAsATable();
    void listsAsJson_data();
    void listsAsJson();
    void namesOne();
    void saysWhenThereIsNone_data();
    void saysWhenThereIsNone();
    void anEmptyListIsEmptyJson();
    void saysWhatTheServerRefuses_data();
    void saysWhatTheServerRefuses();
    void saysThatTheKindIsNotInstalled();
    void showsHiddenCharacters();

private:
    void serve(sim::ApiServerOptions options = {});

    std::unique_ptr<ClusterScene> m_scene;
    CtlRun m_ctl;
};

void tst_Get::serve(sim::ApiServerOptions options)
{
    m_scene = std::make_unique<ClusterScene>(std::move(options));
    m_ctl.setKubeconfig(m_scene->write(u"config"_s, m_scene->kubeconfig()));
}

void tst_Get::init()
{
    serve();
    m_scene->putBoth();
    m_scene->putBoth({.name = u"accounts"_s, .tag = u"7.22.2-14"_s, .state = u"Upgrade"_s, .nodes = 5});
    m_scene->putBoth({.name = u"zebra"_s, .nameSpace = u"animals"_s, .tag = {}, .state = {}, .licence = {}});
    m_scene->putPod(u"orders-0"_s, u"orders-7c41b"_s);
}

void tst_Get::listsAsATable_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QStringList>("lines");
    const QString head = u"NAME       NODES   VERSION      STATE     SPEC   LICENSE"_s;
    const QString orders = u"orders     3       7.22.0-250   Running   -      Valid"_s;
    const QString accounts = u"accounts   5       7.22.2-14    Upgrade   -      Valid"_s;
    QTest::newRow("clusters of the context's namespace, by name")
        << QStringList{u"rec"_s} << QStringList{head, accounts, orders};
    QTest::newRow("by the long name") << QStringList{u"redisenterpriseclusters"_s}
                                      << QStringList{head, accounts, orders};
    QTest::newRow("of another namespace, with nothing set")
        << QStringList{u"rec"_s, u"-n"_s, u"animals"_s}
        << QStringList{u"NAME    NODES   VERSION   STATE   SPEC   LICENSE"_s,
                       u"zebra   3       -         -       -      -"_s};
    QTest::newRow("of all namespaces") << QStringList{u"rec"_s, u"-A"_s}
                                       << QStringList{
                                              u"NAMESPACE   NAME       NODES   VERSION      STATE     SPEC   LICENSE"_s,
                                              u"animals     zebra      3       -            -         -      -"_s,
                                              u"redis       accounts   5       7.22.2-14    Upgrade   -      Valid"_s,
                                              u"redis       orders     3       7.22.0-250   Running   -      Valid"_s};
    QTest::newRow("StatefulSets") << QStringList{u"sts"_s}
                                  << QStringList{u"NAME       READY   UPDATED   CURRENT REVISION   UPDATE REVISION"_s,
                                                 u"accounts   5/5     5         accounts-7c41b     accounts-7c41b"_s,
                                                 u"orders     3/3     3         orders-7c41b       orders-7c41b"_s};
    QTest::newRow("pods") << QStringList{u"pods"_s}
                          << QStringList{u"NAME       STATUS    IP          NODE     REVISION"_s,
                                         u"orders-0   Running   10.0.0.10   node-1   orders-7c41b"_s};
}

void tst_Get::listsAsATable()
{
    QFETCH(QStringList, arguments);
    const CtlRun::Result result = m_ctl.run(QStringList{u"get"_s} + arguments);
    QCOMPARE(result.err, QString());
    QTEST(result.out.trimmed().split(u'\n'), "lines");
    QCOMPARE(result.exitCode, 0);
}

void tst_Get::listsAsJson_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QJsonObject>("last");
    QTest::newRow("clusters") << u"rec"_s
                              << QJsonObject{{"name"_L1, "orders"_L1},
                                             {"namespace"_L1, "redis"_L1},
                                             {"nodes"_L1, 3},
                                             {"versionTag"_L1, "7.22.0-250"_L1},
                                             {"repository"_L1, "registry.corp:5000/redislabs/redis"_L1},
                                             {"state"_L1, "Running"_L1},
                                             {"specStatus"_L1, ""_L1},
                                             {"licenseState"_L1, "Valid"_L1}};
    QTest::newRow("StatefulSets") << u"sts"_s
                                  << QJsonObject{{"name"_L1, "orders"_L1},
                                                 {"namespace"_L1, "redis"_L1},
                                                 {"replicas"_L1, 3},
                                                 {"readyReplicas"_L1, 3},
                                                 {"updatedReplicas"_L1, 3},
                                                 {"currentRevision"_L1, "orders-7c41b"_L1},
                                                 {"updateRevision"_L1, "orders-7c41b"_L1}};
    QTest::newRow("pods") << u"pods"_s << QJsonObject{{"name"_L1, "orders-0"_L1},   {"namespace"_L1, "redis"_L1},
                                                      {"status"_L1, "Running"_L1},  {"podIP"_L1, "10.0.0.10"_L1},
                                                      {"nodeName"_L1, "node-1"_L1}, {"revision"_L1, "orders-7c41b"_L1}};
}

void tst_Get::listsAsJson()
{
    QFETCH(QString, kind);
    const CtlRun::Result result = m_ctl.run({u"get"_s, kind, u"--output"_s, u"json"_s});
    QCOMPARE(result.exitCode, 0);
    const QJsonArray list = QJsonDocument::fromJson(result.out.toUtf8()).array();
    QVERIFY2(!list.isEmpty(), qPrintable(result.out));
    QTEST(list.last().toObject(), "last");
}

void tst_Get::namesOne()
{
    const CtlRun::Result result = m_ctl.run({u"get"_s, u"rec"_s, u"orders"_s, u"-o"_s, u"json"_s});
    const QJsonArray list = QJsonDocument::fromJson(result.out.toUtf8()).array();
    QCOMPARE(list.size(), 1);
    QCOMPARE(list.at(0)["name"_L1].toString(), u"orders"_s);
}

void tst_Get::saysWhenThereIsNone_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QString>("says");
    QTest::newRow("of that name") << QStringList{u"rec"_s, u"nobody"_s} << 1
                                  << u"error: There is no rec \"nobody\" in namespace redis.\n"_s;
    QTest::newRow("of that name anywhere") << QStringList{u"sts"_s, u"nobody"_s, u"-A"_s} << 1
                                           << u"error: There is no sts \"nobody\" in any namespace.\n"_s;
    QTest::newRow("at all is no error") << QStringList{u"pods"_s, u"-n"_s, u"animals"_s} << 0
                                        << u"There are no pods in namespace animals.\n"_s;
}

void tst_Get::saysWhenThereIsNone()
{
    QFETCH(QStringList, arguments);
    const CtlRun::Result result = m_ctl.run(QStringList{u"get"_s} + arguments);
    QTEST(result.exitCode, "exitCode");
    QTEST(result.err, "says");
    QCOMPARE(result.out, QString());
}

void tst_Get::anEmptyListIsEmptyJson()
{
    const CtlRun::Result result = m_ctl.run({u"get"_s, u"pods"_s, u"-n"_s, u"animals"_s, u"-o"_s, u"json"_s});
    QCOMPARE(result.exitCode, 0);
    QVERIFY(QJsonDocument::fromJson(result.out.toUtf8()).isArray());
}

void tst_Get::saysWhatTheServerRefuses_data()
{
    QTest::addColumn<int>("code"); ///< 0: nobody listens; 200: a web page
    QTest::addColumn<QString>("says");
    QTest::newRow("nobody listens") << 0 << u"refuses the connection. Check that the API server runs"_s;
    QTest::newRow("401") << 401 << u"sign in again or renew the token"_s;
    QTest::newRow("403") << 403 << u"Ask the administrator of the cluster for this permission"_s;
    QTest::newRow("a web page") << 200 << u"A proxy or a login page may stand in between"_s;
}

void tst_Get::saysWhatTheServerRefuses()
{
    QFETCH(int, code);
    QFETCH(QString, says);
    if (code == 0)
        m_scene->server().close();
    else if (code == 200)
        m_scene->server().trouble().answerNext(100, {}, 200, "text/html", "<html>Sign in</html>");
    else
        m_scene->server().trouble().failNext(100, {}, code);
    for (const QString &kind : {u"rec"_s, u"sts"_s}) { // by discovery, and without
        const CtlRun::Result result = m_ctl.run({u"get"_s, kind});
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.err.startsWith("error: "_L1) && result.err.contains(says), qPrintable(result.err));
        QCOMPARE(result.err.count(u"error: "_s), 1);
        QCOMPARE(result.out, QString());
    }
}

void tst_Get::saysThatTheKindIsNotInstalled()
{
    serve({.redisKinds = false});
    m_scene->put(ClusterScene::Set{.name = u"kafka"_s, .ofCluster = false});
    const CtlRun::Result clusters = m_ctl.run({u"get"_s, u"rec"_s});
    QCOMPARE(clusters.exitCode, 1);
    QVERIFY2(clusters.err.contains("the kind RedisEnterpriseCluster is not installed"_L1), qPrintable(clusters.err));
    const CtlRun::Result sets = m_ctl.run({u"get"_s, u"sts"_s});
    QCOMPARE(sets.exitCode, 0);
    QVERIFY(sets.out.contains("kafka"_L1));
}

void tst_Get::showsHiddenCharacters()
{
    m_scene->put(ClusterScene::Cluster{.tag = u"7.22\u202e0"_s});
    const CtlRun::Result result = m_ctl.run({u"get"_s, u"rec"_s, u"orders"_s});
    QCOMPARE(result.exitCode, 0);
    QVERIFY(result.out.contains("7.22"_L1));
    QVERIFY(!result.out.contains(QChar(0x202e)));
}

QTEST_GUILESS_MAIN(tst_Get)
#include "tst_get.moc"
