// SPDX-License-Identifier: Apache-2.0
#include "serverfixture.h"

#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace {

/// One run of kubectl against the server, whose event loop goes on meanwhile.
class Kubectl final
{
public:
    Kubectl(const QString &folder, const QStringList &arguments, const QByteArray &input = {})
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"HOME"_s, folder); // its caches
        environment.insert(u"KUBECONFIG"_s, folder + u"/config"_s);
        environment.insert(u"KUBE_EDITOR"_s, u"sh "_s + folder + u"/editor"_s);
        m_process.setProcessEnvironment(environment);
        m_process.start(u"kubectl"_s, arguments);
        m_process.write(input);
        m_process.closeWriteChannel();
    }
    ~Kubectl()
    {
        if (m_process.state() != QProcess::NotRunning) {
            m_process.kill();
            m_process.waitForFinished();
        }
    }

    [[nodiscard]] bool finish()
    {
        return QTest::qWaitFor([this] { return m_process.state() == QProcess::NotRunning; }, 30'000);
    }
    [[nodiscard]] int code() const { return m_process.exitCode(); }
    [[nodiscard]] QString output()
    {
        m_output += QString::fromUtf8(m_process.readAllStandardOutput());
        return m_output;
    }
    [[nodiscard]] QString errors() { return QString::fromUtf8(m_process.readAllStandardError()); }

private:
    QProcess m_process;
    QString m_output;
};

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

/// kubectl as a client: it must not see a difference to a real cluster.
class tst_Kubectl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void getsSeveralKinds();
    void getsWide();
    void getsYaml();
    void watches();
    void edits();
    void editsAreRefused();
    void patches_data();
    void patches();
    void appliesOnTheClientSide();
    void appliesOnTheServerSide();
    void appliesUnknownFields();
    void diffs();
    void labelsAndAnnotates();
    void followsARollout();
    void showsHistory();
    void restartsAndScales();
    void deletes();
    void waits();
    void explains();
    void describes();
    void asksWhatItMay();
    void listsKinds();

private:
    /// Runs it to its end; its output. The exit code must be as expected.
    QString run(const QStringList &arguments, int code = 0, const QByteArray &input = {})
    {
        Kubectl kubectl(m_folder->path(), arguments, input);
        if (!kubectl.finish() || kubectl.code() != code)
            qWarning("kubectl %ls: %d: %ls %ls", qUtf16Printable(arguments.join(u' ')), kubectl.code(),
                     qUtf16Printable(kubectl.output()), qUtf16Printable(kubectl.errors()));
        m_errors = kubectl.errors();
        m_code = kubectl.code();
        return kubectl.output();
    }
    QString write(const QString &name, const QByteArray &text)
    {
        QFile file(m_folder->filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write %ls", qUtf16Printable(file.fileName()));
        return file.fileName();
    }
    void put(const QByteArray &object, const char *status = nullptr)
    {
        QJsonObject value = QJsonDocument::fromJson(object).object();
        if (status)
            value.insert(u"status"_s, json(status));
        if (const auto done = m_fixture->server.objects().put(value); !done)
            qFatal("%ls", qUtf16Printable(done.error().message));
    }
    QJsonObject cluster()
    {
        return m_fixture->server.objects()
            .get(u"redisenterpriseclusters.app.redislabs.com"_s, u"default"_s, u"rec"_s)
            .value_or(QJsonObject());
    }

    std::unique_ptr<ServerFixture> m_fixture;
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_errors;
    int m_code = 0;
};

void tst_Kubectl::initTestCase()
{
    if (QStandardPaths::findExecutable(u"kubectl"_s).isEmpty())
        QSKIP("kubectl is not installed: the simulated cluster is not compared with it.");
}

void tst_Kubectl::init()
{
    m_fixture = std::make_unique<ServerFixture>();
    m_folder = std::make_unique<QTemporaryDir>();
    write(u"config"_s, m_fixture->server.kubeconfig().toUtf8());
    put(sample::cluster(),
        "{'state':'Running','specStatus':'Valid','licenseStatus':{'licenseState':'Valid','shardsUsage':'2/"
        "4','expirationDate':'2026-12-01T00:00:00Z'}}");
    put(sample::statefulSet(), "{'replicas':3,'readyReplicas':3}");
    put(sample::pod("rec-0", "n1"),
        "{'phase':'Running','containerStatuses':[{'name':'c','image':'i','imageID':'x','ready':true,'restartCount':0,'"
        "state':{'running':{}}}]}");
}

void tst_Kubectl::cleanup()
{
    m_fixture.reset();
    m_folder.reset();
}

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
    QVERIFY(m_errors.contains("No resources found in default namespace."_L1));
    (void)run({u"get"_s, u"rec"_s, u"nope"_s}, 1);
    QCOMPARE(m_errors.trimmed(),
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
    Kubectl kubectl(m_folder->path(), {u"get"_s, u"pods"_s, u"-w"_s, u"--no-headers"_s});
    QTRY_VERIFY_WITH_TIMEOUT(kubectl.output().contains("rec-0"_L1), 20'000);
    QTRY_COMPARE(m_fixture->server.watchCount(), 1);
    put(sample::pod("rec-1", "n1"));
    QTRY_VERIFY(kubectl.output().contains("rec-1"_L1));
    put(sample::pod("rec-1", "n1"),
        "{'phase':'Running','containerStatuses':[{'name':'c','image':'i','imageID':'x','ready':false,'restartCount':1,'"
        "state':{'waiting':{'reason':'CrashLoopBackOff'}}}]}");
    QTRY_VERIFY(kubectl.output().contains("CrashLoopBackOff"_L1));
}

void tst_Kubectl::edits()
{
    write(u"editor"_s, "sed -i 's/versionTag: 7.8.2-34/versionTag: 7.8.2-60/' \"$1\"\n");
    QCOMPARE(run({u"edit"_s, u"rec"_s, u"rec"_s}).trimmed(), u"redisenterprisecluster.app.redislabs.com/rec edited"_s);
    QCOMPARE(cluster()["spec"_L1]["redisEnterpriseImageSpec"_L1]["versionTag"_L1].toString(), u"7.8.2-60"_s);
    write(u"editor"_s, "sed -i 's/image: redis:1/image: redis:2/' \"$1\"\n");
    QCOMPARE(run({u"edit"_s, u"sts"_s, u"rec"_s}).trimmed(), u"statefulset.apps/rec edited"_s);
    write(u"editor"_s, "true\n");
    (void)run({u"edit"_s, u"rec"_s, u"rec"_s});
    QVERIFY(m_errors.contains("Edit cancelled, no changes made."_L1));
}

void tst_Kubectl::editsAreRefused()
{
    // The second time the editor gives up, as a person would.
    write(u"editor"_s,
          "if [ -e \"$HOME/again\" ]; then cp \"$1\" \"$HOME/again\"; exit 0; fi; touch \"$HOME/again\"; sed -i "
          "'s/nodes: 3/nodes: 1/' \"$1\"\n");
    (void)run({u"edit"_s, u"rec"_s, u"rec"_s}, 1);
    QFile again(m_folder->filePath(u"again"_s));
    QVERIFY(again.open(QIODevice::ReadOnly));
    QVERIFY(again.readAll().contains(
        "# * spec.nodes: Invalid value: 1: spec.nodes in body should be greater than or equal to 3"));
    QCOMPARE(cluster()["spec"_L1]["nodes"_L1].toInt(), 3);
}

void tst_Kubectl::patches_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("output");
    const QString rec = u"redisenterprisecluster.app.redislabs.com/rec "_s;
    QTest::newRow("merge") << QStringList{u"rec"_s, u"rec"_s, u"--type=merge"_s, u"-p"_s, u"{\"spec\":{\"nodes\":5}}"_s}
                           << 0 << rec + u"patched"_s;
    QTest::newRow("merge, nothing new") << QStringList{u"rec"_s, u"rec"_s, u"--type=merge"_s, u"-p"_s,
                                                       u"{\"spec\":{\"nodes\":3}}"_s}
                                        << 0 << rec + u"patched (no change)"_s;
    QTest::newRow("JSON") << QStringList{u"rec"_s, u"rec"_s, u"--type=json"_s, u"-p"_s,
                                         u"[{\"op\":\"replace\",\"path\":\"/spec/nodes\",\"value\":7}]"_s}
                          << 0 << rec + u"patched"_s;
    QTest::newRow("strategic")
        << QStringList{u"sts"_s, u"rec"_s, u"-p"_s,
                       u"{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"node\",\"image\":\"redis:2\"}]}}}}"_s}
        << 0 << u"statefulset.apps/rec patched"_s;
    QTest::newRow("strategic, of a custom resource")
        << QStringList{u"rec"_s, u"rec"_s, u"-p"_s, u"{\"spec\":{\"nodes\":5}}"_s} << 1
        << u"error: application/strategic-merge-patch+json is not supported by app.redislabs.com/v1, Kind=RedisEnterpriseCluster: the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml"_s;
    QTest::newRow("dry run") << QStringList{u"rec"_s,          u"rec"_s, u"--dry-run=server"_s,
                                            u"--type=merge"_s, u"-p"_s,  u"{\"spec\":{\"nodes\":5}}"_s}
                             << 0 << rec + u"patched"_s;
    QTest::newRow("the status") << QStringList{u"rec"_s,          u"rec"_s, u"--subresource=status"_s,
                                               u"--type=merge"_s, u"-p"_s,  u"{\"status\":{\"state\":\"Upgrade\"}}"_s}
                                << 0 << rec + u"patched"_s;
    QTest::newRow("refused")
        << QStringList{u"rec"_s, u"rec"_s, u"--type=merge"_s, u"-p"_s, u"{\"spec\":{\"nodes\":1}}"_s} << 1
        << u"The RedisEnterpriseCluster \"rec\" is invalid: spec.nodes: Invalid value: 1: spec.nodes in body should be greater than or equal to 3"_s;
}

void tst_Kubectl::patches()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    QFETCH(QString, output);
    const QString printed = run(QStringList{u"patch"_s} + arguments, code);
    QCOMPARE(m_code, code);
    QCOMPARE(QString(printed + m_errors).trimmed(), output);
}

void tst_Kubectl::appliesOnTheClientSide()
{
    const QString deployment = write(u"deployment.json"_s, sample::deployment());
    QCOMPARE(run({u"apply"_s, u"-f"_s, deployment}).trimmed(), u"deployment.apps/operator created"_s);
    QCOMPARE(run({u"apply"_s, u"-f"_s, deployment}).trimmed(), u"deployment.apps/operator unchanged"_s);
    write(u"deployment.json"_s, sample::deployment().replace("operator:1", "operator:2"));
    QCOMPARE(run({u"apply"_s, u"-f"_s, deployment}).trimmed(), u"deployment.apps/operator configured"_s);
    const QString rec = write(u"rec.json"_s, sample::cluster("other"));
    QCOMPARE(run({u"apply"_s, u"-f"_s, rec}).trimmed(), u"redisenterprisecluster.app.redislabs.com/other created"_s);
    write(u"rec.json"_s, sample::cluster("other", "7.8.2-60"));
    QCOMPARE(run({u"apply"_s, u"-f"_s, rec}).trimmed(), u"redisenterprisecluster.app.redislabs.com/other configured"_s);
    QCOMPARE(run({u"apply"_s, u"-f"_s, rec}).trimmed(), u"redisenterprisecluster.app.redislabs.com/other unchanged"_s);
}

void tst_Kubectl::appliesOnTheServerSide()
{
    const QString file = write(u"rec.json"_s, sample::cluster("applied"));
    QCOMPARE(run({u"apply"_s, u"--server-side"_s, u"-f"_s, file}).trimmed(),
             u"redisenterprisecluster.app.redislabs.com/applied serverside-applied"_s);
    (void)run({u"patch"_s, u"rec"_s, u"applied"_s, u"--type=merge"_s, u"--field-manager=editor"_s, u"-p"_s,
               u"{\"spec\":{\"redisEnterpriseImageSpec\":{\"versionTag\":\"7.8.2-60\"}}}"_s});
    (void)run({u"apply"_s, u"--server-side"_s, u"-f"_s, file}, 1);
    QVERIFY2(
        m_errors.contains(
            "Apply failed with 1 conflict: conflict with \"editor\" using app.redislabs.com/v1: .spec.redisEnterpriseImageSpec.versionTag"_L1),
        qPrintable(m_errors));
    QVERIFY(m_errors.contains("Please review the fields above"_L1));
    QCOMPARE(run({u"apply"_s, u"--server-side"_s, u"--force-conflicts"_s, u"-f"_s, file}).trimmed(),
             u"redisenterprisecluster.app.redislabs.com/applied serverside-applied"_s);
}

void tst_Kubectl::appliesUnknownFields()
{
    const QString file = write(u"bad.json"_s, sample::cluster("bad").replace("\"nodes\"", "\"nodez\""));
    (void)run({u"apply"_s, u"-f"_s, file}, 1);
    QVERIFY2(m_errors.contains("strict decoding error: unknown field \"spec.nodez\""_L1), qPrintable(m_errors));
    (void)run({u"apply"_s, u"--validate=warn"_s, u"-f"_s, file});
    QVERIFY2(m_errors.contains("Warning: unknown field \"spec.nodez\""_L1), qPrintable(m_errors));
}

void tst_Kubectl::diffs()
{
    const QString file = write(u"rec.json"_s, sample::cluster());
    const QString same = run({u"diff"_s, u"--server-side"_s, u"-f"_s, file});
    QCOMPARE(same, QString());
    write(u"rec.json"_s, sample::cluster("rec", "7.8.2-60"));
    const QString difference = run({u"diff"_s, u"--server-side"_s, u"--force-conflicts"_s, u"-f"_s, file}, 1);
    QVERIFY2(difference.contains("-    versionTag: 7.8.2-34\n+    versionTag: 7.8.2-60\n"_L1), qPrintable(difference));
    QCOMPARE(cluster()["spec"_L1]["redisEnterpriseImageSpec"_L1]["versionTag"_L1].toString(), u"7.8.2-34"_s);
    const QString set = write(u"set.json"_s, sample::statefulSet().replace("redis:1", "redis:2"));
    const QString client = run({u"diff"_s, u"-f"_s, set}, 1);
    QVERIFY2(client.contains("-        image: redis:1\n+        image: redis:2\n"_L1)
                 || client.contains("-      - image: redis:1\n+      - image: redis:2\n"_L1),
             qPrintable(client));
}

void tst_Kubectl::labelsAndAnnotates()
{
    QCOMPARE(run({u"label"_s, u"rec"_s, u"rec"_s, u"a=b"_s}).trimmed(),
             u"redisenterprisecluster.app.redislabs.com/rec labeled"_s);
    QCOMPARE(run({u"annotate"_s, u"sts"_s, u"rec"_s, u"why=test"_s}).trimmed(), u"statefulset.apps/rec annotated"_s);
    QCOMPARE(cluster()["metadata"_L1]["labels"_L1]["a"_L1].toString(), u"b"_s);
    (void)run({u"label"_s, u"rec"_s, u"rec"_s, u"a=c"_s}, 1);
    QVERIFY(m_errors.contains("'a' already has a value (b), and --overwrite is false"_L1));
}

void tst_Kubectl::followsARollout()
{
    const auto status = [this](const char *text) {
        QVERIFY(m_fixture->server.objects().patch(u"statefulsets.apps"_s, u"default"_s, u"rec"_s,
                                                  {{u"status"_s, json(text)}}, u"status"_s));
    };
    status("{'observedGeneration':1,'replicas':3,'readyReplicas':3,'updatedReplicas':0,'currentRevision':'rec-1','"
           "updateRevision':'rec-2'}");
    Kubectl kubectl(m_folder->path(), {u"rollout"_s, u"status"_s, u"sts/rec"_s});
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
    const QString uid = m_fixture->server.objects()
                            .get(u"statefulsets.apps"_s, u"default"_s, u"rec"_s)
                            ->value("metadata"_L1)["uid"_L1]
                            .toString();
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
        QVERIFY(m_fixture->server.objects().create(object));
    }
    const QList<QStringList> lines = columns(run({u"rollout"_s, u"history"_s, u"sts/rec"_s}));
    QCOMPARE(lines.at(1), (QStringList{u"REVISION"_s, u"CHANGE-CAUSE"_s}));
    QCOMPARE(lines.at(2), (QStringList{u"1"_s, u"tag 1"_s}));
    QCOMPARE(lines.at(3), (QStringList{u"2"_s, u"tag 2"_s}));
    const QList<QStringList> table = columns(run({u"get"_s, u"controllerrevisions"_s}));
    QCOMPARE(table.at(1).mid(0, 3), (QStringList{u"rec-1"_s, u"statefulset.apps/rec"_s, u"1"_s}));
}

void tst_Kubectl::restartsAndScales()
{
    QCOMPARE(run({u"rollout"_s, u"restart"_s, u"sts/rec"_s}).trimmed(), u"statefulset.apps/rec restarted"_s);
    QCOMPARE(run({u"scale"_s, u"sts/rec"_s, u"--replicas=5"_s}).trimmed(), u"statefulset.apps/rec scaled"_s);
    QCOMPARE(run({u"set"_s, u"image"_s, u"sts/rec"_s, u"node=redis:9"_s}).trimmed(),
             u"statefulset.apps/rec image updated"_s);
    const QJsonObject set = *m_fixture->server.objects().get(u"statefulsets.apps"_s, u"default"_s, u"rec"_s);
    QCOMPARE(set["spec"_L1]["replicas"_L1].toInt(), 5);
    QCOMPARE(set["spec"_L1]["template"_L1]["spec"_L1]["containers"_L1][0]["image"_L1].toString(), u"redis:9"_s);
    QVERIFY(set["spec"_L1]["template"_L1]["metadata"_L1]["annotations"_L1]["kubectl.kubernetes.io/restartedAt"_L1]
                .isString());
}

void tst_Kubectl::deletes()
{
    QCOMPARE(run({u"delete"_s, u"rec"_s, u"rec"_s}).trimmed(),
             u"redisenterprisecluster.app.redislabs.com \"rec\" deleted"_s);
    QVERIFY(cluster().isEmpty());
    // It waits until somebody finishes the pod.
    Kubectl kubectl(m_folder->path(), {u"delete"_s, u"pod"_s, u"rec-0"_s});
    const auto deleting = [this] {
        const auto pod = m_fixture->server.objects().get(u"pods"_s, u"default"_s, u"rec-0"_s);
        return pod && (*pod)["metadata"_L1]["deletionTimestamp"_L1].isString();
    };
    QTRY_VERIFY_WITH_TIMEOUT(deleting(), 20'000);
    QTRY_COMPARE(m_fixture->server.watchCount(), 1);
    QVERIFY(m_fixture->server.objects().remove(u"pods"_s, u"default"_s, u"rec-0"_s, 0));
    QVERIFY(kubectl.finish());
    QCOMPARE(kubectl.code(), 0);
    QCOMPARE(run({u"create"_s, u"namespace"_s, u"team"_s}).trimmed(), u"namespace/team created"_s);
    QCOMPARE(run({u"delete"_s, u"namespace"_s, u"team"_s}).trimmed(), u"namespace \"team\" deleted"_s);
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

void tst_Kubectl::asksWhatItMay()
{
    sim::ApiServerOptions options;
    options.tokens = {{"viewer-token", {u"viewer"_s, {}}}};
    options.authorizer = sim::readOnlyFor({u"viewer"_s});
    m_fixture = std::make_unique<ServerFixture>(options, "viewer-token");
    write(u"config"_s, m_fixture->server.kubeconfig("viewer-token").toUtf8());
    // A token is not sent without TLS: kubectl is anonymous then.
    (void)run({u"get"_s, u"pods"_s}, 1);
    QVERIFY2(m_errors.contains("cannot list resource \"pods\" in API group \"\" in the namespace \"default\""_L1)
                 || m_errors.contains("Forbidden"_L1) || m_errors.contains("forbidden"_L1),
             qPrintable(m_errors));
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
