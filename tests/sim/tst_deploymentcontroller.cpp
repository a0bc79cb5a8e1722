// SPDX-License-Identifier: Apache-2.0
#include "deployment/deploymentplan.h"
#include "deployment/replicasetcontroller.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sim;

namespace {

/// "new 2/1 old 3/3 older 0/0@2": name, wanted/available, revision by @; the one named new is of the template.
QList<ReplicaSetView> setsFrom(const QString &text)
{
    QList<ReplicaSetView> sets;
    const QStringList words = text.split(u' ', Qt::SkipEmptyParts);
    for (qsizetype i = 0; i + 1 < words.size(); i += 2) {
        const QString counts = words.at(i + 1).section(u'@', 0, 0);
        const int wanted = counts.section(u'/', 0, 0).toInt();
        const int available = counts.section(u'/', 1).toInt();
        sets.append({.name = words.at(i),
                     .revision = words.at(i + 1).section(u'@', 1).toInt(),
                     .created = QDateTime(QDate(2026, 1, 1), QTime(0, 0), QTimeZone::UTC).addDays(i),
                     .wanted = wanted,
                     .replicas = wanted,
                     .ready = available,
                     .available = available,
                     .pods = wanted,
                     .isNew = words.at(i) == "new"_L1});
    }
    return sets;
}

/// "3 surge=1 unavailable=0 Recreate paused history=1"
DeploymentView deploymentFrom(const QString &text)
{
    DeploymentView view;
    for (const QString &word : text.split(u' ', Qt::SkipEmptyParts)) {
        const int value = word.section(u'=', 1).toInt();
        if (word == "Recreate"_L1)
            view.isRecreate = true;
        else if (word == "paused"_L1)
            view.isPaused = true;
        else if (word == "deleted"_L1)
            view.isBeingDeleted = true;
        else if (word.startsWith("surge="_L1))
            view.maxSurge = value;
        else if (word.startsWith("unavailable="_L1))
            view.maxUnavailable = value;
        else if (word.startsWith("history="_L1))
            view.historyLimit = value;
        else
            view.replicas = word.toInt();
    }
    return view;
}

QString textOf(const DeploymentPlan &plan)
{
    QStringList words;
    if (plan.create)
        words.append(u"create:%1@%2"_s.arg(*plan.create).arg(plan.revision));
    for (const ScaleAction &action : plan.scale)
        words.append(u"%1:%2>%3"_s.arg(action.name).arg(action.from).arg(action.to));
    for (const QString &name : plan.remove)
        words.append(u"remove:%1"_s.arg(name));
    return words.join(u' ');
}

} // namespace

class tst_DeploymentController : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fenceposts_data();
    void fenceposts();
    void plans_data();
    void plans();
    void aWholeRollingUpdate_data();
    void aWholeRollingUpdate();
    void deletesWhatServesLeastFirst();
};

void tst_DeploymentController::fenceposts_data()
{
    QTest::addColumn<QString>("surge");
    QTest::addColumn<QString>("unavailable");
    QTest::addColumn<int>("replicas");
    QTest::addColumn<QString>("result");
    QTest::newRow("the default of one replica") << u"25%"_s << u"25%"_s << 1 << u"1 0"_s;
    QTest::newRow("the default of ten") << u"25%"_s << u"25%"_s << 10 << u"3 2"_s;
    QTest::newRow("numbers") << u"2"_s << u"1"_s << 10 << u"2 1"_s;
    QTest::newRow("both none: one may be unavailable") << u"0"_s << u"0%"_s << 3 << u"0 1"_s;
    QTest::newRow("no more unavailable than there are") << u"0"_s << u"5"_s << 3 << u"0 3"_s;
}

void tst_DeploymentController::fenceposts()
{
    QFETCH(const QString, surge);
    QFETCH(const QString, unavailable);
    QFETCH(const int, replicas);
    const Fenceposts posts = resolveFenceposts(surge, unavailable, replicas);
    const QString result = u"%1 %2"_s.arg(posts.surge).arg(posts.unavailable);
    QTEST(result, "result");
}

void tst_DeploymentController::plans_data()
{
    QTest::addColumn<QString>("deployment");
    QTest::addColumn<QString>("sets");
    QTest::addColumn<QString>("plan");
    const auto row = [](const char *name, const char *deployment, const char *sets, const char *plan) {
        QTest::newRow(name) << QString::fromLatin1(deployment) << QString::fromLatin1(sets)
                            << QString::fromLatin1(plan);
    };
    row("a new Deployment makes its ReplicaSet at full size", "3 surge=1", "", "create:3@1");
    row("it is left alone when complete", "3 surge=1", "new 3/3@1", "");
    row("it grows", "5 surge=1", "new 3/3@1", "new:3>5");
    row("it shrinks", "1 surge=1", "new 3/3@1", "new:3>1");
    row("one that is being deleted does nothing", "3 deleted", "", "");

    row("a new template begins with the surge", "3 surge=1", "old 3/3@1", "create:1@2");
    row("without surge it begins with none", "3 surge=0 unavailable=1", "old 3/3@1", "create:0@2");
    row("then old ones make room", "3 surge=0 unavailable=1", "old 3/3@1 new 0/0@2", "old:3>2");
    row("while the new pod is not available nothing goes", "3 surge=1", "old 3/3@1 new 1/0@2", "");
    row("when it is an old one goes", "3 surge=1", "old 3/3@1 new 1/1@2", "old:3>2");
    row("and the next new one comes", "3 surge=1", "old 2/2@1 new 1/1@2", "new:1>2");
    row("the last old one goes", "3 surge=1", "old 1/1@1 new 3/3@2", "old:1>0");
    row("old pods that are not available go although there are too few", "3 surge=1", "old 3/1@1 new 1/1@2", "old:3>2");
    row("but not more than the surge allows", "3 surge=1", "old 3/1@1 new 1/0@2", "");
    row("the older of two old ones goes first", "2 surge=1", "older 1/1@1 old 1/1@2 new 1/1@3", "older:1>0");

    row("Recreate lets all old ones go", "1 Recreate", "old 1/1@1 new 0/0@2", "old:1>0");
    row("Recreate makes none while old ones are there", "1 Recreate", "old 1/1@1", "create:0@2");
    row("Recreate makes the new ones after that", "1 Recreate", "old 0/0@1 new 0/0@2", "new:0>1");
    row("Recreate begins at full size when nothing is there", "1 Recreate", "", "create:1@1");

    row("a paused Deployment makes no ReplicaSet", "3 surge=1 paused", "old 3/3@1", "");
    row("a paused Deployment scales", "5 surge=1 paused", "new 3/3@1", "new:3>5");

    row("outdated ReplicaSets go when it is complete", "1 surge=1 history=1", "a 0/0@1 b 0/0@2 new 1/1@3", "remove:a");
    row("not before", "1 surge=1 history=0", "a 0/0@1 new 1/0@3", "");
}

void tst_DeploymentController::plans()
{
    QFETCH(const QString, deployment);
    QFETCH(const QString, sets);
    const DeploymentPlan plan = planDeployment(deploymentFrom(deployment), setsFrom(sets));
    QTEST(textOf(plan), "plan");
}

void tst_DeploymentController::aWholeRollingUpdate_data()
{
    QTest::addColumn<QString>("deployment");
    QTest::newRow("by surge") << u"4 surge=1 unavailable=0"_s;
    QTest::newRow("without surge") << u"4 surge=0 unavailable=1"_s;
    QTest::newRow("both") << u"10 surge=3 unavailable=2"_s;
    QTest::newRow("one pod") << u"1 surge=1 unavailable=0"_s;
}

/// Each pod that is made is available at once: never too few, never too many.
void tst_DeploymentController::aWholeRollingUpdate()
{
    QFETCH(const QString, deployment);
    const DeploymentView view = deploymentFrom(deployment);
    QList<ReplicaSetView> sets = setsFrom(u"old %1/%1@1 new 0/0@2"_s.arg(view.replicas));
    for (int sync = 0; sync < 100; ++sync) {
        const DeploymentPlan plan = planDeployment(view, sets);
        if (plan.scale.isEmpty())
            break;
        for (const ScaleAction &action : plan.scale) {
            const auto set = std::ranges::find(sets, action.name, &ReplicaSetView::name);
            QVERIFY(set != sets.end());
            QCOMPARE(action.from, set->wanted);
            set->wanted = set->replicas = set->ready = set->available = set->pods = action.to;
        }
        const DeploymentStatus status = countDeployment(sets);
        QVERIFY(status.availableReplicas >= view.replicas - view.maxUnavailable);
        QVERIFY(status.replicas <= view.replicas + view.maxSurge);
    }
    QVERIFY(isDeploymentComplete(view, countDeployment(sets)));
    QCOMPARE(sets.at(0).wanted, 0);
}

void tst_DeploymentController::deletesWhatServesLeastFirst()
{
    const auto pod = [](const QString &name, const QString &node, const QString &phase, bool isReady, int age) {
        auto result = std::make_shared<RawObject>();
        result->meta.name = name;
        result->meta.creationTimestamp = QDateTime(QDate(2026, 1, 1), QTime(0, 0), QTimeZone::UTC).addSecs(-age);
        QJsonObject condition{{"type"_L1, "Ready"_L1}, {"status"_L1, isReady ? "True"_L1 : "False"_L1}};
        result->json = {{"spec"_L1, QJsonObject{{"nodeName"_L1, node}}},
                        {"status"_L1, QJsonObject{{"phase"_L1, phase}, {"conditions"_L1, QJsonArray{condition}}}}};
        return RawObjectPtr(result);
    };
    const QList<RawObjectPtr> order = ReplicaSetController::inOrderOfDeletion(
        {pod(u"old"_s, u"n"_s, u"Running"_s, true, 100), pod(u"young"_s, u"n"_s, u"Running"_s, true, 10),
         pod(u"unready"_s, u"n"_s, u"Running"_s, false, 50), pod(u"pending"_s, u"n"_s, u"Pending"_s, false, 50),
         pod(u"homeless"_s, u""_s, u"Pending"_s, false, 50)});
    QStringList names;
    for (const RawObjectPtr &one : order)
        names.append(one->meta.name);
    QCOMPARE(names, (QStringList{u"homeless"_s, u"pending"_s, u"unready"_s, u"young"_s, u"old"_s}));
}

QTEST_GUILESS_MAIN(tst_DeploymentController)
#include "tst_deploymentcontroller.moc"
