// SPDX-License-Identifier: Apache-2.0
#include "kubectltest.h"

/// kubectl as a client that writes: it must not see a difference to a real cluster.
class tst_KubectlWrites final : public KubectlTest
{
    Q_OBJECT

private Q_SLOTS:
    void edits();
    void editsAreRefused();
    void patches_data();
    void patches();
    void appliesOnTheClientSide();
    void appliesOnTheServerSide();
    void appliesUnknownFields();
    void diffs();
    void labelsAndAnnotates();
    void restartsAndScales();
    void deletes();
    void onlyTries_data();
    void onlyTries();
    void takesOverFromItsClientSide();
};

void tst_KubectlWrites::edits()
{
    write(u"editor"_s, "sed -i 's/versionTag: 7.8.2-34/versionTag: 7.8.2-60/' \"$1\"\n");
    QCOMPARE(run({u"edit"_s, u"rec"_s, u"rec"_s}).trimmed(), u"redisenterprisecluster.app.redislabs.com/rec edited"_s);
    QCOMPARE(cluster()["spec"_L1]["redisEnterpriseImageSpec"_L1]["versionTag"_L1].toString(), u"7.8.2-60"_s);
    write(u"editor"_s, "sed -i 's/image: redis:1/image: redis:2/' \"$1\"\n");
    QCOMPARE(run({u"edit"_s, u"sts"_s, u"rec"_s}).trimmed(), u"statefulset.apps/rec edited"_s);
    write(u"editor"_s, "true\n");
    (void)run({u"edit"_s, u"rec"_s, u"rec"_s});
    QVERIFY(errors().contains("Edit cancelled, no changes made."_L1));
}

void tst_KubectlWrites::editsAreRefused()
{
    // The second time the editor gives up, as a person would.
    write(u"editor"_s,
          "if [ -e \"$HOME/again\" ]; then cp \"$1\" \"$HOME/again\"; exit 0; fi; touch \"$HOME/again\"; sed -i "
          "'s/nodes: 3/nodes: 1/' \"$1\"\n");
    (void)run({u"edit"_s, u"rec"_s, u"rec"_s}, 1);
    QFile again(folder() + u"/again"_s);
    QVERIFY(again.open(QIODevice::ReadOnly));
    QVERIFY(again.readAll().contains(
        "# * spec.nodes: Invalid value: 1: spec.nodes in body should be greater than or equal to 3"));
    QCOMPARE(cluster()["spec"_L1]["nodes"_L1].toInt(), 3);
}

void tst_KubectlWrites::patches_data()
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

void tst_KubectlWrites::patches()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    QFETCH(QString, output);
    const QString printed = run(QStringList{u"patch"_s} + arguments, code);
    QCOMPARE(QString(printed + errors()).trimmed(), output);
}

void tst_KubectlWrites::appliesOnTheClientSide()
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

void tst_KubectlWrites::appliesOnTheServerSide()
{
    const QString file = write(u"rec.json"_s, sample::cluster("applied"));
    QCOMPARE(run({u"apply"_s, u"--server-side"_s, u"-f"_s, file}).trimmed(),
             u"redisenterprisecluster.app.redislabs.com/applied serverside-applied"_s);
    (void)run({u"patch"_s, u"rec"_s, u"applied"_s, u"--type=merge"_s, u"--field-manager=editor"_s, u"-p"_s,
               u"{\"spec\":{\"redisEnterpriseImageSpec\":{\"versionTag\":\"7.8.2-60\"}}}"_s});
    (void)run({u"apply"_s, u"--server-side"_s, u"-f"_s, file}, 1);
    QVERIFY2(
        errors().contains(
            "Apply failed with 1 conflict: conflict with \"editor\" using app.redislabs.com/v1: .spec.redisEnterpriseImageSpec.versionTag"_L1),
        qPrintable(errors()));
    QVERIFY(errors().contains("Please review the fields above"_L1));
    QCOMPARE(run({u"apply"_s, u"--server-side"_s, u"--force-conflicts"_s, u"-f"_s, file}).trimmed(),
             u"redisenterprisecluster.app.redislabs.com/applied serverside-applied"_s);
}

void tst_KubectlWrites::appliesUnknownFields()
{
    const QString file = write(u"bad.json"_s, sample::cluster("bad").replace("\"nodes\"", "\"nodez\""));
    (void)run({u"apply"_s, u"-f"_s, file}, 1);
    QVERIFY2(errors().contains("strict decoding error: unknown field \"spec.nodez\""_L1), qPrintable(errors()));
    (void)run({u"apply"_s, u"--validate=warn"_s, u"-f"_s, file});
    QVERIFY2(errors().contains("Warning: unknown field \"spec.nodez\""_L1), qPrintable(errors()));
}

void tst_KubectlWrites::diffs()
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

void tst_KubectlWrites::labelsAndAnnotates()
{
    QCOMPARE(run({u"label"_s, u"rec"_s, u"rec"_s, u"a=b"_s}).trimmed(),
             u"redisenterprisecluster.app.redislabs.com/rec labeled"_s);
    QCOMPARE(run({u"annotate"_s, u"sts"_s, u"rec"_s, u"why=test"_s}).trimmed(), u"statefulset.apps/rec annotated"_s);
    QCOMPARE(cluster()["metadata"_L1]["labels"_L1]["a"_L1].toString(), u"b"_s);
    (void)run({u"label"_s, u"rec"_s, u"rec"_s, u"a=c"_s}, 1);
    QVERIFY(errors().contains("'a' already has a value (b), and --overwrite is false"_L1));
}

void tst_KubectlWrites::restartsAndScales()
{
    QCOMPARE(run({u"rollout"_s, u"restart"_s, u"sts/rec"_s}).trimmed(), u"statefulset.apps/rec restarted"_s);
    QCOMPARE(run({u"scale"_s, u"sts/rec"_s, u"--replicas=5"_s}).trimmed(), u"statefulset.apps/rec scaled"_s);
    (void)run({u"scale"_s, u"sts/rec"_s, u"--replicas=1"_s, u"--current-replicas=3"_s}, 1);
    QCOMPARE(errors().trimmed(), u"error: Expected replicas to be 3, was 5"_s);
    QCOMPARE(run({u"set"_s, u"image"_s, u"sts/rec"_s, u"node=redis:9"_s}).trimmed(),
             u"statefulset.apps/rec image updated"_s);
    const QJsonObject set = statefulSet();
    QCOMPARE(set["spec"_L1]["replicas"_L1].toInt(), 5);
    QCOMPARE(set["spec"_L1]["template"_L1]["spec"_L1]["containers"_L1][0]["image"_L1].toString(), u"redis:9"_s);
    QVERIFY(set["spec"_L1]["template"_L1]["metadata"_L1]["annotations"_L1]["kubectl.kubernetes.io/restartedAt"_L1]
                .isString());
}

void tst_KubectlWrites::deletes()
{
    QCOMPARE(run({u"delete"_s, u"rec"_s, u"rec"_s}).trimmed(),
             u"redisenterprisecluster.app.redislabs.com \"rec\" deleted"_s);
    QVERIFY(cluster().isEmpty());
    // It waits until somebody finishes the pod.
    Kubectl kubectl(folder(), {u"delete"_s, u"pod"_s, u"rec-0"_s});
    const auto deleting = [this] {
        const auto pod = server().objects().get(u"pods"_s, u"default"_s, u"rec-0"_s);
        return pod && (*pod)["metadata"_L1]["deletionTimestamp"_L1].isString();
    };
    QTRY_VERIFY_WITH_TIMEOUT(deleting(), 20'000);
    QTRY_COMPARE(server().watchCount(), 1);
    QVERIFY(server().objects().remove(u"pods"_s, u"default"_s, u"rec-0"_s, 0));
    QVERIFY(kubectl.finish());
    QCOMPARE(kubectl.code(), 0);
    // Not "create namespace", nor any other command that knows its kind (create deployment, auth can-i, drain): since
    // 1.32 these send protobuf without being asked what the server reads. What comes from a file is sent as JSON.
    const QByteArray team = R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"team"}})";
    QCOMPARE(run({u"create"_s, u"-f"_s, u"-"_s}, 0, team).trimmed(), u"namespace/team created"_s);
    QCOMPARE(run({u"delete"_s, u"namespace"_s, u"team"_s}).trimmed(), u"namespace \"team\" deleted"_s);
}

void tst_KubectlWrites::onlyTries_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("output");
    const QString rec = u"redisenterprisecluster.app.redislabs.com"_s;
    QTest::newRow("apply") << QStringList{u"apply"_s} << rec + u"/rec configured"_s;
    QTest::newRow("apply on the server") << QStringList{u"apply"_s, u"--server-side"_s, u"--force-conflicts"_s}
                                         << rec + u"/rec serverside-applied"_s;
    QTest::newRow("replace") << QStringList{u"replace"_s} << rec + u"/rec replaced"_s;
    QTest::newRow("delete") << QStringList{u"delete"_s} << rec + u" \"rec\" deleted"_s;
}

void tst_KubectlWrites::onlyTries()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, output);
    const QString file = write(u"rec.json"_s, sample::cluster("rec", "7.8.2-60"));
    const QJsonObject before = cluster();
    QCOMPARE(run(arguments + QStringList{u"--dry-run=server"_s, u"-f"_s, file}).trimmed(),
             output + u" (server dry run)"_s);
    QCOMPARE(cluster(), before);
}

void tst_KubectlWrites::takesOverFromItsClientSide()
{
    const QString file = write(u"rec.json"_s, sample::cluster("mine"));
    const QString mine = u"redisenterprisecluster.app.redislabs.com/mine"_s;
    QCOMPARE(run({u"apply"_s, u"-f"_s, file}).trimmed(), mine + u" created"_s);
    QCOMPARE(
        run({u"patch"_s, u"rec"_s, u"mine"_s, u"--type=merge"_s, u"-p"_s, u"{\"spec\":{\"nodes\":5}}"_s}).trimmed(),
        mine + u" patched"_s);
    // The tag is its own, whatever the command said before; the number of nodes is not.
    write(u"rec.json"_s, sample::cluster("mine", "7.8.2-60"));
    (void)run({u"apply"_s, u"--server-side"_s, u"-f"_s, file}, 1);
    QCOMPARE(
        errors().section(u'\n', 0, 0),
        u"error: Apply failed with 1 conflict: conflict with \"kubectl-patch\" using app.redislabs.com/v1: .spec.nodes"_s);
    QCOMPARE(run({u"apply"_s, u"--server-side"_s, u"--force-conflicts"_s, u"-f"_s, file}).trimmed(),
             mine + u" serverside-applied"_s);
    QCOMPARE(errors(), QString());
    QCOMPARE(run({u"diff"_s, u"--server-side"_s, u"-f"_s, file}), QString());
    write(u"rec.json"_s, sample::cluster("mine", "7.8.2-99"));
    const QString difference = run({u"diff"_s, u"--server-side"_s, u"-f"_s, file}, 1);
    QVERIFY2(difference.contains("-    versionTag: 7.8.2-60\n+    versionTag: 7.8.2-99\n"_L1), qPrintable(difference));
}

QTEST_GUILESS_MAIN(tst_KubectlWrites)
#include "tst_kubectlwrites.moc"
