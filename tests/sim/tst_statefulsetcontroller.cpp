// SPDX-License-Identifier: Apache-2.0
#include "common/templatehash.h"
#include "statefulset/revisionplan.h"
#include "statefulset/statefulsetobjects.h"
#include "statefulset/statefulsetplan.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sim;

namespace {

const QDateTime now(QDate(2026, 1, 1), QTime(12, 0), QTimeZone::UTC);

/// "0:A:ready 1:B:pending": ordinal, revision, and what it is.
QList<PodView> podsFrom(const QString &text)
{
    QList<PodView> pods;
    for (const QString &word : text.split(u' ', Qt::SkipEmptyParts)) {
        const QStringList parts = word.split(u':');
        PodView pod{.ordinal = parts.at(0).toInt(), .revision = parts.at(1)};
        for (const QString &state : parts.at(2).split(u'+')) {
            if (state == "ready"_L1) {
                pod.phase = PodView::Phase::Running;
                pod.isReady = true;
                pod.readySince = now.addSecs(-60);
            } else if (state == "fresh"_L1) { // ready for 4 seconds
                pod.phase = PodView::Phase::Running;
                pod.isReady = true;
                pod.readySince = now.addSecs(-4);
            } else if (state == "running"_L1) {
                pod.phase = PodView::Phase::Running;
            } else if (state == "failed"_L1) {
                pod.phase = PodView::Phase::Failed;
            } else if (state == "succeeded"_L1) {
                pod.phase = PodView::Phase::Succeeded;
            } else if (state == "terminating"_L1) {
                pod.isTerminating = true;
            }
        }
        pods.append(pod);
    }
    return pods;
}

/// "3 OrderedReady partition=1 minReady=10"
SetView setFrom(const QString &text)
{
    SetView set;
    for (const QString &word : text.split(u' ', Qt::SkipEmptyParts)) {
        const QString value = word.section(u'=', 1);
        if (word == "Parallel"_L1)
            set.management = SetView::Management::Parallel;
        else if (word == "OnDelete"_L1)
            set.strategy = SetView::Strategy::OnDelete;
        else if (word == "noPartition"_L1)
            set.partition.reset();
        else if (word == "deleted"_L1)
            set.isBeingDeleted = true;
        else if (word.startsWith("partition="_L1))
            set.partition = value.toInt();
        else if (word.startsWith("minReady="_L1))
            set.minReady = std::chrono::seconds(value.toInt());
        else if (word.startsWith("start="_L1))
            set.firstOrdinal = value.toInt();
        else if (word.startsWith("current="_L1))
            set.currentReplicas = value.toInt();
        else
            set.replicas = word.toInt();
    }
    return set;
}

QString textOf(const QList<SetAction> &actions)
{
    QStringList words;
    for (const SetAction &action : actions) {
        switch (action.kind) {
        case SetAction::Kind::Create:
            words.append(u"create:%1:%2"_s.arg(action.ordinal).arg(action.revision));
            break;
        case SetAction::Kind::Replace:
            words.append(u"replace:%1"_s.arg(action.ordinal));
            break;
        case SetAction::Kind::Update:
            words.append(u"update:%1"_s.arg(action.ordinal));
            break;
        case SetAction::Kind::ScaleDown:
            words.append(u"down:%1"_s.arg(action.ordinal));
            break;
        }
    }
    return words.join(u' ');
}

QString textOf(const SetStatus &status)
{
    return u"%1/%2/%3 cur %4 upd %5 %6>%7"_s.arg(status.replicas)
        .arg(status.readyReplicas)
        .arg(status.availableReplicas)
        .arg(status.currentReplicas)
        .arg(status.updatedReplicas)
        .arg(status.currentRevision, status.updateRevision);
}

QJsonObject templateWith(const QString &image)
{
    return {{"spec"_L1, QJsonObject{{"containers"_L1, QJsonArray{QJsonObject{{"image"_L1, image}}}}}}};
}

} // namespace

class tst_StatefulSetController : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plans_data();
    void plans();
    void looksAgainWhenAPodBecomesAvailable();
    void aWholeRollingUpdate_data();
    void aWholeRollingUpdate();
    void theTrapStandsAfterTheTemplateIsCorrected();

    void revisions_data();
    void revisions();
    void dropsOutdatedRevisions();
    void hashesAreNames();
    void podsAreMadeFromTheirRevision();
    void ordinals_data();
    void ordinals();
};

void tst_StatefulSetController::plans_data()
{
    QTest::addColumn<QString>("set");
    QTest::addColumn<QString>("pods");
    QTest::addColumn<QString>("revisions"); // current>update
    QTest::addColumn<QString>("actions");
    QTest::addColumn<QString>("status");

    const auto row = [](const char *name, const char *set, const char *pods, const char *revisions, const char *actions,
                        const char *status) {
        QTest::newRow(name) << QString::fromLatin1(set) << QString::fromLatin1(pods) << QString::fromLatin1(revisions)
                            << QString::fromLatin1(actions) << QString::fromLatin1(status);
    };
    // Creation
    row("a new set makes its first pod", "3", "", "A>A", "create:0:A", "0/0/0 cur 0 upd 0 A>A");
    row("a new parallel set makes all pods", "3 Parallel", "", "A>A", "create:0:A create:1:A create:2:A",
        "0/0/0 cur 0 upd 0 A>A");
    row("a pending pod holds up the next", "3", "0:A:pending", "A>A", "", "1/0/0 cur 1 upd 1 A>A");
    row("a running pod that is not ready holds up the next", "3", "0:A:running", "A>A", "", "1/0/0 cur 1 upd 1 A>A");
    row("a ready pod lets the next come", "3", "0:A:ready", "A>A", "create:1:A", "1/1/1 cur 1 upd 1 A>A");
    row("a ready pod that is not available yet holds up the next", "3 minReady=10", "0:A:fresh", "A>A", "",
        "1/1/0 cur 1 upd 1 A>A");
    row("an available pod lets the next come", "3 minReady=4", "0:A:fresh", "A>A", "create:1:A",
        "1/1/1 cur 1 upd 1 A>A");
    row("a missing pod in the middle is made before higher ones are looked at", "3", "0:A:ready 2:A:pending", "A>A",
        "create:1:A", "2/1/1 cur 2 upd 2 A>A");
    row("ordinals may begin elsewhere", "2 start=5", "5:A:ready", "A>A", "create:6:A", "1/1/1 cur 1 upd 1 A>A");
    row("a set of no replicas has nothing to do", "0", "", "A>A", "", "0/0/0 cur 0 upd 0 A>A");
    row("a complete set has nothing to do", "3", "0:A:ready 1:A:ready 2:A:ready", "A>A", "", "3/3/3 cur 3 upd 3 A>A");
    row("a set that is being deleted makes nothing", "3 deleted", "0:A:ready", "A>A", "", "1/1/1 cur 1 upd 1 A>A");

    // Pods that ended
    row("a failed pod is replaced", "3", "0:A:failed 1:A:ready 2:A:ready", "A>A", "replace:0", "3/2/2 cur 3 upd 3 A>A");
    row("a succeeded pod is replaced", "3", "0:A:ready 1:A:succeeded", "A>A", "replace:1", "2/1/1 cur 2 upd 2 A>A");
    row("a failed pod that is going already is waited for", "2", "0:A:failed+terminating 1:A:ready", "A>A", "",
        "2/1/1 cur 1 upd 1 A>A");
    row("a parallel set replaces every failed pod at once", "3 Parallel", "0:A:failed 1:A:ready 2:A:failed", "A>A",
        "replace:0 replace:2", "3/1/1 cur 3 upd 3 A>A");

    // Scaling down
    row("the highest pod goes first", "1", "0:A:ready 1:A:ready 2:A:ready", "A>A", "down:2", "3/3/3 cur 3 upd 3 A>A");
    row("a terminating pod is waited for before the next goes", "1", "0:A:ready 1:A:ready 2:A:ready+terminating", "A>A",
        "", "3/3/3 cur 2 upd 2 A>A");
    row("a parallel set lets all go at once", "1 Parallel", "0:A:ready 1:A:ready 2:A:running", "A>A", "down:2 down:1",
        "3/2/2 cur 3 upd 3 A>A");
    row("nothing goes while a pod that stays is not ready", "1", "0:A:running 1:A:ready 2:A:ready", "A>A", "",
        "3/2/2 cur 3 upd 3 A>A");
    row("an unhealthy pod to go waits for a lower unhealthy one", "1", "0:A:ready 1:A:running 2:A:running", "A>A", "",
        "3/1/1 cur 3 upd 3 A>A");
    row("the only unhealthy pod goes although it is not ready", "1", "0:A:ready 1:A:ready 2:A:pending", "A>A", "down:2",
        "3/2/2 cur 3 upd 3 A>A");
    row("scaling comes before updating", "2", "0:A:ready 1:A:ready 2:A:ready", "A>B", "down:2",
        "3/3/3 cur 3 upd 0 A>B");
    row("pods below the first ordinal go", "1 start=1", "0:A:ready 1:A:ready", "A>A", "down:0",
        "2/2/2 cur 2 upd 2 A>A");

    // Updating
    row("the highest pod is updated first", "3", "0:A:ready 1:A:ready 2:A:ready", "A>B", "update:2",
        "3/3/3 cur 2 upd 0 A>B");
    row("a pod that is on its way out holds up the update", "3", "0:A:ready 1:A:ready 2:A:ready+terminating", "A>B", "",
        "3/3/3 cur 2 upd 0 A>B");
    row("the deleted pod comes back at the new revision", "3", "0:A:ready 1:A:ready", "A>B", "create:2:B",
        "2/2/2 cur 2 upd 0 A>B");
    row("an updated pod that is not ready holds up the next", "3", "0:A:ready 1:A:ready 2:B:running", "A>B", "",
        "3/2/2 cur 2 upd 1 A>B");
    row("an updated pod that is not available yet holds up the next", "3 minReady=10", "0:A:ready 1:A:ready 2:B:fresh",
        "A>B", "", "3/3/2 cur 2 upd 1 A>B");
    row("an updated pod that is ready lets the next be updated", "3", "0:A:ready 1:A:ready 2:B:ready", "A>B",
        "update:1", "3/3/3 cur 1 upd 1 A>B");
    row("the lowest pod is the last", "3", "0:A:ready 1:B:ready 2:B:ready", "A>B", "update:0", "3/3/3 cur 0 upd 2 A>B");
    row("when all are updated and ready the update is complete", "3", "0:B:ready 1:B:ready 2:B:ready", "A>B", "",
        "3/3/3 cur 3 upd 3 B>B");
    row("when all are updated but one is not ready it is not", "3", "0:B:running 1:B:ready 2:B:ready", "A>B", "",
        "3/2/2 cur 0 upd 3 A>B");
    row("a lower pod that is not ready holds up the update of higher ones", "3", "0:A:running 1:A:ready 2:A:ready",
        "A>B", "", "3/2/2 cur 3 upd 0 A>B");
    row("a parallel set updates although a lower pod is not ready", "3 Parallel", "0:A:running 1:A:ready 2:A:ready",
        "A>B", "update:2", "3/2/2 cur 2 upd 0 A>B");
    row("a parallel set replaces a stuck pod of an old revision", "3 Parallel", "0:A:ready 1:A:ready 2:B:pending",
        "A>C", "update:2", "3/2/2 cur 1 upd 0 A>C");
    row("a parallel set is held up by a stuck pod of the update revision", "3 Parallel",
        "0:A:ready 1:A:ready 2:B:pending", "A>B", "", "3/2/2 cur 2 upd 1 A>B");

    // kubernetes#67250
    row("the trap: a stuck pod of a bad revision is not replaced by a better one", "3",
        "0:A:ready 1:A:ready 2:B:pending", "A>C", "", "3/2/2 cur 2 upd 0 A>C");
    row("the trap: nor when the old template comes back", "3", "0:A:ready 1:A:ready 2:B:pending", "A>A", "",
        "3/2/2 cur 2 upd 2 A>A");
    row("out of the trap: the pod was deleted and is made of the corrected template", "3", "0:A:ready 1:A:ready", "A>C",
        "create:2:C", "2/2/2 cur 2 upd 0 A>C");
    row("out of the trap: the pod became ready and is then updated", "3", "0:A:ready 1:A:ready 2:B:ready", "A>C",
        "update:2", "3/3/3 cur 1 upd 0 A>C");

    // Partition
    row("pods below the partition stay", "3 partition=2", "0:A:ready 1:A:ready 2:A:ready", "A>B", "update:2",
        "3/3/3 cur 2 upd 0 A>B");
    row("a partitioned update ends at the partition", "3 partition=2", "0:A:ready 1:A:ready 2:B:ready", "A>B", "",
        "3/3/3 cur 2 upd 1 A>B");
    row("a missing pod below the partition comes back at the current revision", "3 partition=2", "0:A:ready 2:B:ready",
        "A>B", "create:1:A", "2/2/2 cur 1 upd 1 A>B");
    row("a missing pod above the partition comes back at the update revision", "3 partition=1", "0:A:ready 1:A:ready",
        "A>B", "create:2:B", "2/2/2 cur 2 upd 0 A>B");
    row("a partition of all pods updates none", "3 partition=3", "0:A:ready 1:A:ready 2:A:ready", "A>B", "",
        "3/3/3 cur 3 upd 0 A>B");
    row("a partition beyond the replicas updates none", "3 partition=9", "0:A:ready 1:A:ready 2:A:ready", "A>B", "",
        "3/3/3 cur 3 upd 0 A>B");

    // Without rollingUpdate
    row("without a partition pods below the counted current ones come back at the current revision",
        "3 noPartition current=2", "1:A:ready 2:B:ready", "A>B", "create:0:A", "2/2/2 cur 1 upd 1 A>B");
    row("without a partition pods above them come back at the update revision", "3 noPartition current=2",
        "0:A:ready 1:A:ready", "A>B", "create:2:B", "2/2/2 cur 2 upd 0 A>B");
    row("without a partition all pods are updated", "3 noPartition current=1", "0:A:ready 1:B:ready 2:B:ready", "A>B",
        "update:0", "3/3/3 cur 0 upd 2 A>B");

    // OnDelete
    row("OnDelete updates nothing by itself", "3 OnDelete", "0:A:ready 1:A:ready 2:A:ready", "A>B", "",
        "3/3/3 cur 3 upd 0 A>B");
    row("OnDelete makes a deleted pod at the update revision", "3 OnDelete", "0:A:ready 1:A:ready", "A>B", "create:2:B",
        "2/2/2 cur 2 upd 0 A>B");
    row("OnDelete never completes", "2 OnDelete", "0:B:ready 1:B:ready", "A>B", "", "2/2/2 cur 0 upd 2 A>B");
    row("OnDelete scales", "1 OnDelete", "0:A:ready 1:A:ready", "A>B", "down:1", "2/2/2 cur 2 upd 0 A>B");
}

void tst_StatefulSetController::plans()
{
    QFETCH(const QString, set);
    QFETCH(const QString, pods);
    QFETCH(const QString, revisions);
    const SetPlan plan = planStatefulSet(setFrom(set), podsFrom(pods), revisions.section(u'>', 0, 0),
                                         revisions.section(u'>', 1, 1), now);
    QTEST(textOf(plan.actions), "actions");
    QTEST(textOf(plan.status), "status");
}

void tst_StatefulSetController::looksAgainWhenAPodBecomesAvailable()
{
    const auto again = [](const char *set, const char *pods) {
        return planStatefulSet(setFrom(QString::fromLatin1(set)), podsFrom(QString::fromLatin1(pods)), u"A"_s, u"A"_s,
                               now)
            .again;
    };
    QCOMPARE(again("3 minReady=10", "0:A:fresh"), std::chrono::milliseconds(6000));
    QCOMPARE(again("3 minReady=100", "0:A:ready 1:A:fresh"), std::chrono::milliseconds(40'000));
    QVERIFY(!again("3", "0:A:fresh"));
}

void tst_StatefulSetController::aWholeRollingUpdate_data()
{
    QTest::addColumn<QString>("set");
    QTest::addColumn<QString>("order");
    QTest::newRow("ordered ready") << u"5"_s << u"4 3 2 1 0"_s;
    QTest::newRow("parallel") << u"5 Parallel"_s << u"4 3 2 1 0"_s;
    QTest::newRow("with a partition") << u"5 partition=3"_s << u"4 3"_s;
    QTest::newRow("without one") << u"5 noPartition current=5"_s << u"4 3 2 1 0"_s;
    QTest::newRow("on delete") << u"5 OnDelete"_s << u""_s;
}

/// Plays the kubelet's part at once: what is deleted is gone, what is made is ready.
void tst_StatefulSetController::aWholeRollingUpdate()
{
    QFETCH(const QString, set);
    SetView view = setFrom(set);
    QList<PodView> pods = podsFrom(u"0:A:ready 1:A:ready 2:A:ready 3:A:ready 4:A:ready"_s);
    QString current = u"A"_s;
    QStringList order;
    for (int sync = 0; sync < 100; ++sync) {
        const SetPlan plan = planStatefulSet(view, pods, current, u"B"_s, now);
        view.currentReplicas = plan.status.currentReplicas;
        current = plan.status.currentRevision;
        if (plan.actions.isEmpty())
            break;
        for (const SetAction &action : plan.actions) {
            pods.removeIf([&](const PodView &pod) { return pod.ordinal == action.ordinal; });
            if (action.kind == SetAction::Kind::Create)
                pods += podsFrom(u"%1:%2:ready"_s.arg(action.ordinal).arg(action.revision));
            else
                order.append(QString::number(action.ordinal));
        }
        QVERIFY2(pods.size() >= 4, "more than one pod was away");
    }
    QTEST(order.join(u' '), "order");
    QCOMPARE(pods.size(), 5);
    QCOMPARE(current, order.size() == 5 ? u"B"_s : u"A"_s);
}

void tst_StatefulSetController::theTrapStandsAfterTheTemplateIsCorrected()
{
    const SetView set = setFrom(u"3"_s);
    QList<PodView> pods = podsFrom(u"0:A:ready 1:A:ready 2:bad:pending"_s);
    for (int sync = 0; sync < 10; ++sync)
        QVERIFY(planStatefulSet(set, pods, u"A"_s, u"good"_s, now).actions.isEmpty());
    pods.removeLast(); // somebody deletes it
    const SetPlan plan = planStatefulSet(set, pods, u"A"_s, u"good"_s, now);
    QCOMPARE(textOf(plan.actions), u"create:2:good"_s);
}

void tst_StatefulSetController::revisions_data()
{
    QTest::addColumn<QString>("known"); // image=number
    QTest::addColumn<QString>("image");
    QTest::addColumn<int>("write");
    QTest::addColumn<qint64>("number");
    using Write = RevisionPlan::Write;
    QTest::newRow("the first template makes revision 1") << u""_s << u"a"_s << int(Write::Create) << qint64(1);
    QTest::newRow("the same template makes none") << u"a=1"_s << u"a"_s << int(Write::Nothing) << qint64(1);
    QTest::newRow("another template makes the next") << u"a=1 b=2"_s << u"c"_s << int(Write::Create) << qint64(3);
    QTest::newRow("an earlier template becomes the newest again")
        << u"a=1 b=2"_s << u"a"_s << int(Write::Bump) << qint64(3);
    QTest::newRow("the newest of several counts, in any order")
        << u"b=7 a=3"_s << u"b"_s << int(Write::Nothing) << qint64(7);
}

void tst_StatefulSetController::revisions()
{
    QFETCH(const QString, known);
    QFETCH(const QString, image);
    QList<RevisionView> revisions;
    for (const QString &word : known.split(u' ', Qt::SkipEmptyParts)) {
        const QJsonObject podTemplate = templateWith(word.section(u'=', 0, 0));
        revisions.append({.name = u"set-"_s + templateHash(podTemplate, 0),
                          .revision = word.section(u'=', 1).toInt(),
                          .data = revisionData(podTemplate)});
    }
    const QString current = revisions.isEmpty() ? QString() : revisions.first().name;
    const RevisionPlan plan = planRevisions(u"set"_s, templateWith(image), revisions, current, 0);
    QTEST(int(plan.write), "write");
    QTEST(plan.update.revision, "number");
    QCOMPARE(plan.update.name, QString(u"set-"_s + templateHash(templateWith(image), 0)));
    QCOMPARE(plan.current, revisions.isEmpty() ? plan.update.name : current);
    QCOMPARE(valueAt(plan.update.data, u"spec.template").toObject().value("$patch"_L1).toString(), u"replace"_s);

    // A current revision that is no longer there makes the update revision current.
    QCOMPARE(planRevisions(u"set"_s, templateWith(image), revisions, u"set-gone"_s, 0).current, plan.update.name);
}

void tst_StatefulSetController::dropsOutdatedRevisions()
{
    QList<RevisionView> revisions;
    for (const int number : {4, 2, 5, 1, 3})
        revisions.append({.name = u"r%1"_s.arg(number), .revision = number});
    QCOMPARE(outdatedRevisions(revisions, {}, 10), QList<QString>());
    QCOMPARE(outdatedRevisions(revisions, {}, 3), (QList<QString>{u"r1"_s, u"r2"_s}));
    QCOMPARE(outdatedRevisions(revisions, {u"r1"_s, u"r5"_s}, 2), (QList<QString>{u"r2"_s}));
    QCOMPARE(outdatedRevisions(revisions, {u"r5"_s}, 0), (QList<QString>{u"r1"_s, u"r2"_s, u"r3"_s, u"r4"_s}));
}

void tst_StatefulSetController::hashesAreNames()
{
    static const QRegularExpression name(u"^[bcdfghjklmnpqrstvwxz2456789]{1,10}$"_s);
    const QString hash = templateHash(templateWith(u"a"_s), 0);
    QVERIFY2(name.match(hash).hasMatch(), qPrintable(hash));
    QCOMPARE(templateHash(templateWith(u"a"_s), 0), hash);
    QVERIFY(templateHash(templateWith(u"b"_s), 0) != hash);
    QVERIFY(templateHash(templateWith(u"a"_s), 1) != hash);
}

void tst_StatefulSetController::podsAreMadeFromTheirRevision()
{
    RawObject set;
    set.meta.name = u"rec"_s;
    set.meta.nameSpace = u"redis"_s;
    set.meta.uid = u"uid-1"_s;
    set.json = QJsonDocument::fromJson(R"({"spec": {
        "serviceName": "rec-prom",
        "selector": {"matchLabels": {"app": "redis-enterprise"}},
        "volumeClaimTemplates": [{"metadata": {"name": "data"}, "spec": {"accessModes": ["ReadWriteOnce"]}}],
        "template": {"metadata": {"labels": {"app": "redis-enterprise"}},
                     "spec": {"containers": [{"image": "new"}], "volumes": [{"name": "data", "emptyDir": {}},
                                                                            {"name": "tmp", "emptyDir": {}}]}}}})")
                   .object();
    QJsonObject old = valueAt(set.json, u"spec.template").toObject();
    setValueAt(old, u"spec.containers", QJsonArray{QJsonObject{{"image"_L1, "old"_L1}}});
    const QJsonObject pod = newPod(set, 2, u"rec-abc"_s, revisionData(old));

    QCOMPARE(valueAt(pod, u"metadata.name").toString(), u"rec-2"_s);
    QCOMPARE(valueAt(pod, u"spec.containers"), QJsonValue(QJsonArray{QJsonObject{{"image"_L1, "old"_L1}}}));
    QCOMPARE(valueAt(pod, u"spec.hostname").toString(), u"rec-2"_s);
    QCOMPARE(valueAt(pod, u"spec.subdomain").toString(), u"rec-prom"_s);
    const QJsonObject labels = valueAt(pod, u"metadata.labels").toObject();
    QCOMPARE(labels["controller-revision-hash"_L1].toString(), u"rec-abc"_s);
    QCOMPARE(labels["statefulset.kubernetes.io/pod-name"_L1].toString(), u"rec-2"_s);
    QCOMPARE(labels["apps.kubernetes.io/pod-index"_L1].toString(), u"2"_s);
    QCOMPARE(labels["app"_L1].toString(), u"redis-enterprise"_s);
    QCOMPARE(valueAt(pod, u"metadata.ownerReferences").toArray().at(0)["uid"_L1].toString(), u"uid-1"_s);
    const QJsonArray volumes = valueAt(pod, u"spec.volumes").toArray();
    QCOMPARE(volumes.size(), 2);
    QCOMPARE(volumes.at(0)["persistentVolumeClaim"_L1]["claimName"_L1].toString(), u"data-rec-2"_s);

    const QList<QJsonObject> claims = newClaims(set, 2);
    QCOMPARE(claims.size(), 1);
    QCOMPARE(valueAt(claims.first(), u"metadata.name").toString(), u"data-rec-2"_s);
    QCOMPARE(valueAt(claims.first(), u"metadata.labels.app").toString(), u"redis-enterprise"_s);
}

void tst_StatefulSetController::ordinals_data()
{
    QTest::addColumn<QString>("pod");
    QTest::addColumn<int>("ordinal");
    QTest::newRow("a pod of the set") << u"rec-12"_s << 12;
    QTest::newRow("another set whose name begins alike") << u"rec-a-0"_s << -1;
    QTest::newRow("no number") << u"rec-x"_s << -1;
    QTest::newRow("the set's own name") << u"rec"_s << -1;
    QTest::newRow("a negative number") << u"rec--1"_s << -1;
}

void tst_StatefulSetController::ordinals()
{
    QFETCH(const QString, pod);
    QTEST(ordinalOf(pod, u"rec"_s), "ordinal");
}

QTEST_GUILESS_MAIN(tst_StatefulSetController)
#include "tst_statefulsetcontroller.moc"
