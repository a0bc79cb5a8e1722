// SPDX-License-Identifier: Apache-2.0
#include "redisoperator/clusterobjects.h"
#include "redisoperator/clusterplan.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sim;

class tst_RedisOperatorController : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tags_data();
    void tags();
    void plans_data();
    void plans();
    void masters_data();
    void masters();
    void objects();
    void imagesByDefaultAndBySpec();
};

void tst_RedisOperatorController::tags_data()
{
    QTest::addColumn<QString>("tag");
    QTest::addColumn<QString>("line"); // empty: not a tag
    QTest::newRow("plain") << u"7.22.2-22"_s << u"7.22.2"_s;
    QTest::newRow("with the operator's build") << u"8.0.18-36.14"_s << u"8.0.18"_s;
    QTest::newRow("with a flavour") << u"8.2.0-46.13.minimal"_s << u"8.2.0"_s;
    QTest::newRow("with a letter") << u"5.4.10-22b.rhel7-openshift"_s << u"5.4.10"_s;
    QTest::newRow("without a build") << u"7.22.2"_s << u""_s;
    QTest::newRow("latest") << u"latest"_s << u""_s;
    QTest::newRow("empty") << u""_s << u""_s;
    QTest::newRow("a blank behind") << u"7.22.2-22 "_s << u""_s;
}

void tst_RedisOperatorController::tags()
{
    QFETCH(const QString, tag);
    const auto numbers = VersionNumbers::parse(tag);
    const QString line = numbers ? numbers->line() : QString();
    QTEST(line, "line");
}

void tst_RedisOperatorController::plans_data()
{
    QTest::addColumn<QString>("operatorTag");
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("wanted");
    QTest::addColumn<QString>("set"); // "tag replicas/ready flags", empty: none
    QTest::addColumn<bool>("isRiggerCurrent");
    QTest::addColumn<QString>("plan"); // "state spec tag replicas flags"

    const auto row = [](const char *name, const char *operatorTag, const char *state, const char *wanted,
                        const char *set, bool isRiggerCurrent, const char *plan) {
        QTest::newRow(name) << QString::fromLatin1(operatorTag) << QString::fromLatin1(state)
                            << QString::fromLatin1(wanted) << QString::fromLatin1(set) << isRiggerCurrent
                            << QString::fromLatin1(plan);
    };
    // Creation
    row("a new cluster gets one pod", "8.0.20-23", "", "8.0.20-44", "", false, "PendingCreation Valid 8.0.20-44 1");
    row("while that starts it is bootstrapping", "8.0.20-23", "PendingCreation", "8.0.20-44", "8.0.20-44 1/0", true,
        "BootstrappingFirstPod Valid 8.0.20-44 1");
    row("when it is ready the others come", "8.0.20-23", "BootstrappingFirstPod", "8.0.20-44", "8.0.20-44 1/1 complete",
        true, "Initializing Valid 8.0.20-44 3");
    row("while they start it is initializing", "8.0.20-23", "Initializing", "8.0.20-44", "8.0.20-44 3/2", true,
        "Initializing Valid 8.0.20-44 3");
    row("when all are ready it runs", "8.0.20-23", "Initializing", "8.0.20-44", "8.0.20-44 3/3 complete", true,
        "Running Valid 8.0.20-44 3");
    row("but not without its Services Rigger", "8.0.20-23", "Initializing", "8.0.20-44", "8.0.20-44 3/3 complete",
        false, "Initializing Valid 8.0.20-44 3");
    row("a new cluster of another line is refused", "8.0.20-23", "", "7.22.2-22", "", false,
        "Invalid Invalid - 0 unmanaged");
    row("and made once it is corrected", "8.0.20-23", "Invalid", "8.0.20-44", "", false,
        "PendingCreation Valid 8.0.20-44 1");
    row("a tag corrected while the first pod starts is taken", "8.0.20-23", "BootstrappingFirstPod", "8.0.20-44",
        "8.0.20-99 1/0", true, "BootstrappingFirstPod Valid 8.0.20-44 1");

    // At rest
    row("a running cluster runs", "8.0.20-23", "Running", "8.0.20-44", "8.0.20-44 3/3 complete", true,
        "Running Valid 8.0.20-44 3");
    row("it says so although a pod is down", "8.0.20-23", "Running", "8.0.20-44", "8.0.20-44 3/2", true,
        "Running Valid 8.0.20-44 3");
    row("pods that are replaced for other reasons", "8.0.20-23", "Running", "8.0.20-44", "8.0.20-44 3/2 updating", true,
        "RunningRollingUpdate Valid 8.0.20-44 3");
    row("and after that", "8.0.20-23", "RunningRollingUpdate", "8.0.20-44", "8.0.20-44 3/3 complete", true,
        "Running Valid 8.0.20-44 3");
    row("it grows", "8.0.20-23", "Running", "8.0.20-44", "8.0.20-44 1/1 complete", true, "Running Valid 8.0.20-44 3");
    row("it does not shrink", "8.0.20-23", "Running", "8.0.20-44", "8.0.20-44 5/5 complete", true,
        "Running Valid 8.0.20-44 5");

    // Upgrade
    row("a new tag starts the upgrade", "8.0.20-23", "Running", "8.0.20-44", "8.0.18-23 3/3 complete", false,
        "Upgrade Valid 8.0.20-44 3");
    row("a new build of the same line too", "8.0.20-23", "Running", "8.0.20-45", "8.0.20-44 3/3 complete", true,
        "Upgrade Valid 8.0.20-45 3");
    row("while pods are replaced it goes on", "8.0.20-23", "Upgrade", "8.0.20-44", "8.0.20-44 3/2 updating", false,
        "Upgrade Valid 8.0.20-44 3");
    row("then the Services Rigger follows", "8.0.20-23", "Upgrade", "8.0.20-44", "8.0.20-44 3/3 complete", false,
        "Upgrade Valid 8.0.20-44 3 rigger");
    row("then it runs", "8.0.20-23", "Upgrade", "8.0.20-44", "8.0.20-44 3/3 complete", true,
        "Running Valid 8.0.20-44 3");
    row("a wrong tag can be corrected while the upgrade runs", "8.0.20-23", "Upgrade", "8.0.20-44",
        "8.0.20-99 3/2 updating", false, "Upgrade Valid 8.0.20-44 3");
    row("but not with an operator before 8.0.6-8", "8.0.2-6", "Upgrade", "8.0.2-17", "8.0.2-99 3/2 updating", false,
        "Upgrade Valid 8.0.2-99 3");
    row("8.0.6-8 is the first that can", "8.0.6-8", "Upgrade", "8.0.6-54", "8.0.6-99 3/2 updating", false,
        "Upgrade Valid 8.0.6-54 3");
    row("a tag of another line is refused", "8.0.20-23", "Running", "7.22.2-22", "8.0.20-44 3/3 complete", true,
        "InvalidUpgrade Invalid 8.0.20-44 3 unmanaged");
    row("a text that is no tag is refused", "8.0.20-23", "Running", "latest", "8.0.20-44 3/3 complete", true,
        "InvalidUpgrade Invalid 8.0.20-44 3 unmanaged");
    row("a refused tag that is taken back", "8.0.20-23", "InvalidUpgrade", "8.0.20-44", "8.0.20-44 3/3 complete", true,
        "Running Valid 8.0.20-44 3");
    row("a refused tag that is corrected", "8.0.20-23", "InvalidUpgrade", "8.0.20-45", "8.0.20-44 3/3 complete", true,
        "Upgrade Valid 8.0.20-45 3");

    // The operator and the cluster differ
    row("an upgraded operator leaves the cluster alone", "8.0.20-23", "Running", "7.22.2-22", "7.22.2-22 1/1 complete",
        true, "Running Valid 7.22.2-22 1 unmanaged");
    row("until its tag is upgraded", "8.0.20-23", "Running", "8.0.20-44", "7.22.2-22 3/3 complete", false,
        "Upgrade Valid 8.0.20-44 3");
    row("without an operator nothing happens", "", "Running", "8.0.20-45", "8.0.20-44 3/3 complete", true,
        "Running Valid 8.0.20-44 3 unmanaged");
}

void tst_RedisOperatorController::plans()
{
    QFETCH(const QString, operatorTag);
    QFETCH(const QString, state);
    QFETCH(const QString, wanted);
    QFETCH(const QString, set);
    QFETCH(const bool, isRiggerCurrent);
    ClusterView view{.operatorTag = operatorTag,
                     .state = state,
                     .wantedTag = wanted,
                     .wantedImage = u"redislabs/redis:"_s + wanted,
                     .isRiggerCurrent = isRiggerCurrent};
    if (!set.isEmpty()) {
        const QStringList words = set.split(u' ');
        view.set = {.image = u"redislabs/redis:"_s + words.at(0),
                    .replicas = words.at(1).section(u'/', 0, 0).toInt(),
                    .readyReplicas = words.at(1).section(u'/', 1).toInt(),
                    .isComplete = words.contains("complete"_L1),
                    .isUpdating = words.contains("updating"_L1)};
    }
    const ClusterPlan plan = planCluster(view);
    QString text = u"%1 %2 %3 %4"_s
                       .arg(plan.state, plan.isSpecValid ? u"Valid"_s : u"Invalid"_s,
                            plan.image.isEmpty() ? u"-"_s : plan.image.section(u':', -1))
                       .arg(plan.replicas);
    if (!plan.isManaged)
        text += u" unmanaged"_s;
    if (plan.upgradesRigger)
        text += u" rigger"_s;
    QTEST(text, "plan");
    QCOMPARE(plan.complaint.isEmpty(), plan.isSpecValid);
}

void tst_RedisOperatorController::masters_data()
{
    QTest::addColumn<QString>("members"); // "0:usable+master 1:updated"
    QTest::addColumn<bool>("isUpdating");
    QTest::addColumn<int>("master"); // -1: none
    QTest::newRow("nobody is ready") << u"0: 1:"_s << false << -1;
    QTest::newRow("the first that is ready") << u"0: 1:usable 2:usable"_s << false << 1;
    QTest::newRow("it stays") << u"0:usable 1:usable 2:usable+master"_s << false << 2;
    QTest::newRow("it leaves a pod that goes") << u"0:usable 1:usable 2:master"_s << false << 0;
    QTest::newRow("before a rollout it goes where that comes last")
        << u"0:usable 1:usable 2:usable+master"_s << true << 0;
    QTest::newRow("it stays there while nobody is updated") << u"0:usable+master 1:usable 2:"_s << true << 0;
    QTest::newRow("then it goes to an updated pod") << u"0:usable+master 1:usable 2:usable+updated"_s << true << 2;
    QTest::newRow("and stays there") << u"0:usable 1:usable+updated 2:usable+updated+master"_s << true << 2;
    QTest::newRow("an updated pod that is not ready is none") << u"0:usable+master 1:usable 2:updated"_s << true << 0;
}

void tst_RedisOperatorController::masters()
{
    QFETCH(const QString, members);
    QFETCH(const bool, isUpdating);
    QList<MemberView> views;
    for (const QString &word : members.split(u' ')) {
        const QStringList flags = word.section(u':', 1).split(u'+');
        views.append({.ordinal = word.section(u':', 0, 0).toInt(),
                      .isUsable = flags.contains("usable"_L1),
                      .isUpdated = flags.contains("updated"_L1),
                      .isMaster = flags.contains("master"_L1)});
    }
    const int master = chooseMaster(views, isUpdating).value_or(-1);
    QTEST(master, "master");
}

void tst_RedisOperatorController::objects()
{
    RawObject rec;
    rec.meta.name = u"rec"_s;
    rec.meta.nameSpace = u"redis"_s;
    rec.meta.uid = u"uid-1"_s;
    const ClusterObjects objects(rec, u"8.0.20-23"_s);
    QCOMPARE(objects.nodes(), 3);

    const QJsonObject set = objects.statefulSet(u"redislabs/redis:8.0.20-44"_s, objects.bootstrapperImage(), 1);
    QCOMPARE(valueAt(set, u"metadata.name").toString(), u"rec"_s);
    QCOMPARE(valueAt(set, u"spec.replicas").toInt(), 1);
    QCOMPARE(valueAt(set, u"spec.podManagementPolicy").toString(), u"OrderedReady"_s);
    QCOMPARE(valueAt(set, u"metadata.labels").toObject(),
             (QJsonObject{{"app"_L1, "redis-enterprise"_L1},
                          {"redis.io/cluster"_L1, "rec"_L1},
                          {"redis.io/role"_L1, "node"_L1}}));
    QCOMPARE(valueAt(set, u"metadata.ownerReferences").toArray().at(0)["kind"_L1].toString(),
             u"RedisEnterpriseCluster"_s);
    const QJsonArray containers = valueAt(set, u"spec.template.spec.containers").toArray();
    QCOMPARE(containers.size(), 2);
    QCOMPARE(containers.at(0)["name"_L1].toString(), u"redis-enterprise-node"_s);
    QCOMPARE(containers.at(1)["image"_L1].toString(), u"redislabs/operator:8.0.20-23"_s);
    QVERIFY(valueAt(set, u"spec.volumeClaimTemplates").isArray());

    QStringList services;
    for (const QJsonObject &service : objects.services())
        services.append(valueAt(service, u"metadata.name").toString());
    QCOMPARE(services, (QStringList{u"rec"_s, u"rec-ui"_s, u"rec-prom"_s}));
    QCOMPARE(valueAt(objects.rigger(objects.riggerImage()), u"metadata.name").toString(), u"rec-services-rigger"_s);
    QCOMPARE(valueAt(objects.disruptionBudget(u"policy/v1"_s), u"spec.minAvailable").toInt(), 2);
    QVERIFY(valueAt(objects.credentials(), u"data.password") != valueAt(objects.credentials(), u"data.password"));

    rec.json = QJsonDocument::fromJson(R"({"spec": {"nodes": 5, "persistentSpec": {"enabled": false}}})").object();
    const ClusterObjects without(rec, u"8.0.20-23"_s);
    QVERIFY(valueAt(without.statefulSet(u"a"_s, u"b"_s, 1), u"spec.volumeClaimTemplates").isUndefined());
    QCOMPARE(valueAt(without.disruptionBudget(u"policy/v1"_s), u"spec.minAvailable").toInt(), 3);
}

void tst_RedisOperatorController::imagesByDefaultAndBySpec()
{
    const auto image = [](const char *spec) {
        return imageOf(QJsonDocument::fromJson(spec).object(), "redisEnterpriseImageSpec"_L1, u"redislabs/redis"_s,
                       u"8.0.20-44"_s)
            .reference();
    };
    QCOMPARE(image("{}"), u"redislabs/redis:8.0.20-44"_s);
    QCOMPARE(image(R"({"redisEnterpriseImageSpec": {"versionTag": "8.0.20-45"}})"), u"redislabs/redis:8.0.20-45"_s);
    QCOMPARE(image(R"({"redisEnterpriseImageSpec": {"repository": "r.example:5000/redis"}})"),
             u"r.example:5000/redis:8.0.20-44"_s);
    QCOMPARE(image(R"({"redisEnterpriseImageSpec": {"digestHash": "sha256:abc"}})"), u"redislabs/redis@sha256:abc"_s);
}

QTEST_GUILESS_MAIN(tst_RedisOperatorController)
#include "tst_redisoperatorcontroller.moc"
