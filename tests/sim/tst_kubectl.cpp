// SPDX-License-Identifier: Apache-2.0
#include "kubectltest.h"

namespace {

/// The words of the lines that kubectl prints, columns apart.
QList<QStringList> columns(const QString &text)
{
    static const QRegularExpression gap(u"\\s{2,}"_s);
    QList<QStringList> result;
    for (const QString &line : text.split(u'\n', Qt::SkipEmptyParts))
        result.append(line.trimmed().split(gap));
    return result;
}

} // namespace

/// kubectl as a client that looks: it must not see a difference to a real cluster.
class tst_Kubectl final : public KubectlTest
{
    Q_OBJECT

private Q_SLOTS:
    void getsSeveralKinds();
    void getsWide();
    void getsYaml();
    void watches();
    void followsARollout();
    void showsHistory();
    void waits();
    void explains();
    void describes();
    void isToldWhatItMayNot();
    void listsKinds();
};

void tst_Kubectl::getsSeveralKinds()
{
    const QList<QStringList> lines = columns(run({u"get"_s, u"rec,sts,pods"_s}));
    QCOMPARE(lines.size(), 6);
    QCOMPARE(lines.at(0).mid(0, 8),
             (QStringList{u"NAME"_s, u"NODES"_s, u"SHARDS"_s, u"VERSION"_s, u"STATE"_s, u"SPEC STATUS"_s,
                          u"LICENSE STATE"_s, u"LICENSE EXPIRATION DATE"_s}));
    QCOMPARE(lines.at(1).mid(0, 8),
             (QStringList{u"redisenterprisecluster.app.redislabs.com/rec"_s, u"3"_s, u"2/4"_s, u"7.8.2-34"_s,
                          u"Running"_s, u"Valid"_s, u"Valid"_s, u"2026-12-01T00:00:00Z"_s}));
    QCOMPARE(lines.at(2), (QStringList{u"NAME"_s, u"READY"_s, u"AGE"_s}));
    QCOMPARE(lines.at(3).mid(0, 2), (QStringList{u"statefulset.apps/rec"_s, u"3/3"_s}));
    QCOMPARE(lines.at(4), (QStringList{u"NAME"_s, u"READY"_s, u"STATUS"_s, u"RESTARTS"_s, u"AGE"_s}));
    QCOMPARE(lines.at(5).mid(0, 4), (QStringList{u"pod/rec-0"_s, u"1/1"_s, u"Running"_s, u"0"_s}));
    QVERIFY(run({u"get"_s, u"redb"_s}).isEmpty());
    QVERIFY(errors().contains("No resources found in default namespace."_L1));
    (void)run({u"get"_s, u"rec"_s, u"nope"_s}, 1);
    QCOMPARE(errors().trimmed(),
             u"Error from server (NotFound): redisenterpriseclusters.app.redislabs.com \"nope\" not found"_s);
}

void tst_Kubectl::getsWide()
{
    const QList<QStringList> lines = columns(run({u"get"_s, u"pods"_s, u"-o"_s, u"wide"_s}));
    QCOMPARE(lines.at(0).mid(5), (QStringList{u"IP"_s, u"NODE"_s, u"NOMINATED NODE"_s, u"READINESS GATES"_s}));
    QCOMPARE(lines.at(1).mid(5), (QStringList{u"<none>"_s, u"n1"_s, u"<none>"_s, u"<none>"_s}));
    QVERIFY(run({u"get"_s, u"pods"_s, u"--sort-by=.metadata.name"_s, u"--no-headers"_s}).startsWith("rec-0"_L1));
    QCOMPARE(run({u"get"_s, u"rec"_s, u"-o"_s, u"name"_s}).trimmed(),
             u"redisenterprisecluster.app.redislabs.com/rec"_s);
    QCOMPARE(run({u"get"_s, u"pods"_s, u"-A"_s, u"-l"_s, u"app notin (x)"_s, u"-o"_s,
                  u"jsonpath={.items[*].metadata.name}"_s}),
             u"rec-0"_s);
}

void tst_Kubectl::getsYaml()
{
    const QString text = run({u"get"_s, u"rec"_s, u"rec"_s, u"-o"_s, u"yaml"_s});
    QVERIFY(text.startsWith("apiVersion: app.redislabs.com/v1\nkind: RedisEnterpriseCluster\n"_L1));
    QVERIFY(text.contains("    versionTag: 7.8.2-34\n"_L1));
    QVERIFY(!text.contains("managedFields"_L1));
    QVERIFY(run({u"get"_s, u"rec"_s, u"rec"_s, u"-o"_s, u"yaml"_s, u"--show-managed-fields"_s})
                .contains("f:versionTag"_L1));
}

void tst_Kubectl::watches()
{
    Kubectl kubectl(folder(), {u"get"_s, u"pods"_s, u"-w"_s, u"--no-headers"_s});
    QTRY_VERIFY_WITH_TIMEOUT(kubectl.output().contains("rec-0"_L1), 20'000);
    QTRY_COMPARE(server().watchCount(), 1);
    put(sample::pod("rec-1", "n1"));
    QTRY_VERIFY(kubectl.output().contains("rec-1"_L1));
    put(sample::pod("rec-1", "n1"),
        "{'phase':'Running','containerStatuses':[{'name':'c','image':'i','imageID':'x','ready':false,'restartCount':1,'"
        "state':{'waiting':{'reason':'CrashLoopBackOff'}}}]}");
    QTRY_VERIFY(kubectl.output().contains("CrashLoopBackOff"_L1));
}

void tst_Kubectl::followsARollout()
{
    const auto status = [this](const char *text) {
        QVERIFY(server().objects().patch(u"statefulsets.apps"_s, u"default"_s, u"rec"_s, {{u"status"_s, json(text)}},
                                         u"status"_s));
    };
    status("{'observedGeneration':1,'replicas':3,'readyReplicas':3,'updatedReplicas':0,'currentRevision':'rec-1','"
           "updateRevision':'rec-2'}");
    Kubectl kubectl(folder(), {u"rollout"_s, u"status"_s, u"sts/rec"_s});
    QTRY_VERIFY_WITH_TIMEOUT(
        kubectl.output().contains(
            "Waiting for partitioned roll out to finish: 0 out of 3 new pods have been updated..."_L1),
        20'000);
    status("{'readyReplicas':2,'updatedReplicas':1}");
    QTRY_VERIFY(kubectl.output().contains("Waiting for 1 pods to be ready..."_L1));
    status("{'readyReplicas':3,'updatedReplicas':3,'currentRevision':'rec-2'}");
    QVERIFY(kubectl.finish());
    QCOMPARE(kubectl.code(), 0);
    QVERIFY(kubectl.output().contains("partitioned roll out complete: 3 new pods have been updated..."_L1));
}

void tst_Kubectl::showsHistory()
{
    const QString uid = statefulSet()["metadata"_L1]["uid"_L1].toString();
    for (int revision = 1; revision <= 2; ++revision) {
        QJsonObject object = jsonObject("{'apiVersion':'apps/"
                                        "v1','kind':'ControllerRevision','metadata':{'labels':{'app':'redis'},'"
                                        "annotations':{}},'data':{'spec':{'template':{'spec':{'containers':[]}}}}}");
        QJsonObject metadata = object["metadata"_L1].toObject();
        metadata.insert(u"name"_s, u"rec-%1"_s.arg(revision));
        metadata.insert(u"annotations"_s, QJsonObject{{u"kubernetes.io/change-cause"_s, u"tag %1"_s.arg(revision)}});
        metadata.insert(u"ownerReferences"_s,
                        QJsonArray{QJsonObject{{u"apiVersion"_s, u"apps/v1"_s},
                                               {u"kind"_s, u"StatefulSet"_s},
                                               {u"name"_s, u"rec"_s},
                                               {u"uid"_s, uid},
                                               {u"controller"_s, true}}});
        object.insert(u"metadata"_s, metadata);
        object.insert(u"revision"_s, revision);
        QVERIFY(server().objects().create(object));
    }
    const QList<QStringList> lines = columns(run({u"rollout"_s, u"history"_s, u"sts/rec"_s}));
    QCOMPARE(lines.at(1), (QStringList{u"REVISION"_s, u"CHANGE-CAUSE"_s}));
    QCOMPARE(lines.at(2), (QStringList{u"1"_s, u"tag 1"_s}));
    QCOMPARE(lines.at(3), (QStringList{u"2"_s, u"tag 2"_s}));
    const QList<QStringList> table = columns(run({u"get"_s, u"controllerrevisions"_s}));
    QCOMPARE(table.at(1).mid(0, 3), (QStringList{u"rec-1"_s, u"statefulset.apps/rec"_s, u"1"_s}));
}

void tst_Kubectl::waits()
{
    QCOMPARE(run({u"wait"_s, u"--for=jsonpath={.status.state}=Running"_s, u"rec/rec"_s, u"--timeout=20s"_s}).trimmed(),
             u"redisenterprisecluster.app.redislabs.com/rec condition met"_s);
    QVERIFY(
        run({u"wait"_s, u"--for=condition=Established"_s, u"crd"_s, u"--all"_s, u"--timeout=20s"_s})
            .contains(
                "customresourcedefinition.apiextensions.k8s.io/redisenterpriseclusters.app.redislabs.com condition met"_L1));
}

void tst_Kubectl::explains()
{
    const QString text = run({u"explain"_s, u"rec.spec.nodes"_s});
    QVERIFY2(text.contains("FIELD: nodes <integer>"_L1), qPrintable(text));
    QVERIFY(text.contains("Number of Redis Enterprise nodes, an odd number."_L1));
    QVERIFY(run({u"explain"_s, u"sts.spec.updateStrategy"_s}).contains("rollingUpdate"_L1));
}

void tst_Kubectl::describes()
{
    QVERIFY(run({u"describe"_s, u"pod"_s, u"rec-0"_s}).contains("Node:         n1/"_L1));
    QVERIFY(run({u"describe"_s, u"sts"_s, u"rec"_s}).contains("Replicas:           3 desired | 3 total"_L1));
    QVERIFY(run({u"describe"_s, u"rec"_s, u"rec"_s}).contains("Version Tag:  7.8.2-34"_L1));
    QCOMPARE(run({u"logs"_s, u"rec-0"_s}), QString());
    QVERIFY(run({u"get"_s, u"events"_s}).isEmpty());
}

void tst_Kubectl::isToldWhatItMayNot()
{
    sim::ApiServerOptions options;
    options.authorizer = sim::readOnlyFor({u"admin"_s});
    serve(std::make_unique<ServerFixture>(options));
    (void)run({u"get"_s, u"pods"_s});
    QCOMPARE(errors().trimmed(), u"No resources found in default namespace."_s);
    (void)run({u"delete"_s, u"pod"_s, u"rec-0"_s}, 1);
    QCOMPARE(errors().trimmed(),
             u"Error from server (Forbidden): pods \"rec-0\" is forbidden: User \"admin\" cannot delete resource "
             "\"pods\" in API group \"\" in the namespace \"default\""_s);
}

void tst_Kubectl::listsKinds()
{
    const QString text = run({u"api-resources"_s, u"--no-headers"_s});
    for (const char *line :
         {"redisenterpriseclusters", "statefulsets", "poddisruptionbudgets", "endpointslices", "clusterroles"})
        QVERIFY2(text.contains(QLatin1StringView(line)), line);
    QVERIFY(run({u"version"_s}).contains("Server Version: v1.32"_L1));
    QVERIFY(run({u"get"_s, u"all"_s}).contains("statefulset.apps/rec"_L1));
}

QTEST_GUILESS_MAIN(tst_Kubectl)
#include "tst_kubectl.moc"
