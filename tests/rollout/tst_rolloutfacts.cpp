// SPDX-License-Identifier: Apache-2.0
#include "scenario.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace rollout;
using Phase = Rollout::Phase;
using Kind = Gate::Kind;

Q_DECLARE_METATYPE(Scenario)

/// What a rollout says beside its phase and its gate.
class tst_RolloutFacts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void drawsRows();
    void drawsPlacesWithoutPods();
    void tellsRevisionsApart_data();
    void tellsRevisionsApart();
    void countsTheQuorum_data();
    void countsTheQuorum();
    void recognizesTheTrap_data();
    void recognizesTheTrap();
    void keepsPlacesThatAreTooMany();
    void startsAtAnyOrdinal();
    void boundsItsMemory_data();
    void boundsItsMemory();
    void quotesTheClusterVerbatim();
    void comparesImages_data();
    void comparesImages();
};

void tst_RolloutFacts::drawsRows()
{
    const Rollout rollout = Scenario()
                                .rolling(1)
                                .waiting(1, u"ErrImagePull"_s, u"not found"_s)
                                .change([](Scenario &s) {
                                    s.pod(0).meta.labels.insert(u"redis.io/role-master"_s, u"1"_s);
                                    s.pod(0).containerStatuses.first().restartCount = 3;
                                })
                                .judged();
    QCOMPARE(rollout.key, (kube::ObjectKey{u"shop"_s, u"orders"_s}));
    QCOMPARE(rollout.rows.size(), 3);
    QCOMPARE(rollout.replicas, 3);
    QCOMPARE(rollout.ready, 2);
    QCOMPARE(rollout.updated, 1);
    QCOMPARE(rollout.done, 1);
    QCOMPARE(rollout.currentRevision, Scenario::oldRevision());
    QCOMPARE(rollout.updateRevision, Scenario::newRevision());
    QVERIFY(rollout.updating && rollout.isUnderWay());

    const PodRow &master = rollout.rows.at(0);
    QCOMPARE(master.name, u"orders-0"_s);
    QCOMPARE(master.state, PodState::Ready);
    QCOMPARE(master.revision, Revision::Old);
    QCOMPARE(master.ip, u"10.0.0.1"_s);
    QCOMPARE(master.node, u"node-0"_s);
    QCOMPARE(master.image, Scenario::oldImage());
    QCOMPARE(master.tag, u"8.0.2-17"_s);
    QCOMPARE(master.restarts, 3);
    QVERIFY(master.master && !master.next && !master.done);
    QCOMPARE(master.since, Scenario::now().addSecs(-600));

    const PodRow &failed = rollout.rows.at(1);
    QCOMPARE(failed.state, PodState::Failed);
    QCOMPARE(failed.reason, u"ErrImagePull"_s);
    QCOMPARE(failed.message, u"not found"_s);
    QVERIFY(failed.next && !failed.done && !failed.master);

    const PodRow &fresh = rollout.rows.at(2);
    QCOMPARE(fresh.revision, Revision::New);
    QCOMPARE(fresh.tag, u"8.0.6-54"_s);
    QVERIFY(fresh.done && !fresh.next);
}

void tst_RolloutFacts::drawsPlacesWithoutPods()
{
    const Rollout rollout = Scenario().rolling().missing(2).judged();
    QCOMPARE(rollout.rows.size(), 3);
    PodRow empty;
    empty.ordinal = 2;
    empty.name = u"orders-2"_s;
    QCOMPARE(rollout.rows.at(2), empty);
}

void tst_RolloutFacts::tellsRevisionsApart_data()
{
    using S = Scenario;
    using enum Revision;
    QTest::addColumn<Scenario>("scenario");
    QTest::addColumn<QList<Revision>>("revisions");

    QTest::newRow("one revision is the current one") << S() << QList{Current, Current, Current};
    QTest::newRow("a rollout has not touched a pod yet") << S().rolling() << QList{Old, Old, Old};
    QTest::newRow("in the middle of a rollout") << S().rolling(2) << QList{Old, New, New};
    QTest::newRow("a place without a pod has none") << S().rolling(1).missing(1) << QList{Old, Unknown, New};
    QTest::newRow("a rollout that is followed and done stays new") << S().complete() << QList{New, New, New};
    QTest::newRow("a rollout that nobody follows is forgotten")
        << S().complete().change([](S &s) { s.followed.clear(); }) << QList{Current, Current, Current};
    QTest::newRow("a change that was not observed has no revision yet")
        << S().changeSet([](StatefulSet &set) { ++set.meta.generation; }) << QList{Current, Current, Current};
    QTest::newRow("without a status nothing is known")
        << S().changeSet([](StatefulSet &set) { set.status = {}; }) << QList{Unknown, Unknown, Unknown};
}

void tst_RolloutFacts::tellsRevisionsApart()
{
    QFETCH(Scenario, scenario);
    QList<Revision> revisions;
    for (const PodRow &row : scenario.judged().rows)
        revisions.append(row.revision);
    QTEST(revisions, "revisions");
}

void tst_RolloutFacts::countsTheQuorum_data()
{
    using S = Scenario;
    QTest::addColumn<Scenario>("scenario");
    QTest::addColumn<int>("needed");
    QTest::addColumn<int>("mayBeLost");
    QTest::addColumn<bool>("kept");

    QTest::newRow("three of three") << S() << 2 << 1 << true;
    QTest::newRow("two of three") << S().terminating(2) << 2 << 0 << true;
    QTest::newRow("one of three") << S().terminating(2).notReady(0) << 2 << 0 << false;
    QTest::newRow("five of five") << S(5) << 3 << 2 << true;
    QTest::newRow("four of five") << S(5).missing(1) << 3 << 1 << true;
    QTest::newRow("an even number needs more than half") << S(4) << 3 << 1 << true;
    QTest::newRow("one of one") << S(1) << 1 << 0 << true;
}

void tst_RolloutFacts::countsTheQuorum()
{
    QFETCH(Scenario, scenario);
    const Rollout rollout = scenario.judged();
    const Quorum quorum = rollout.quorum.value_or(Quorum());
    QCOMPARE(quorum.nodes, scenario.set.replicas);
    QTEST(quorum.needed, "needed");
    QTEST(quorum.mayBeLost(), "mayBeLost");
    QTEST(quorum.isKept(), "kept");
    QVERIFY(!scenario.alone().judged().quorum);
}

void tst_RolloutFacts::recognizesTheTrap_data()
{
    using S = Scenario;
    QTest::addColumn<Scenario>("scenario");
    QTest::addColumn<int>("trapped");

    constexpr int none = -1;
    QTest::newRow("a missing image on the earlier revision") << S().rolling().waiting(2, u"ErrImagePull"_s) << 2;
    QTest::newRow("a crash loop on the earlier revision") << S().rolling().waiting(1, u"CrashLoopBackOff"_s) << 1;
    QTest::newRow("no node for the earlier revision") << S().rolling().unscheduled(2, 5) << 2;
    QTest::newRow("never ready on the earlier revision, for long") << S().rolling().starting(2, 601) << 2;
    QTest::newRow("not ready on the earlier revision any more, for long") << S().rolling().notReady(2, 601) << 2;
    QTest::newRow("not ready on the earlier revision yet") << S().rolling().starting(2, 60) << none;
    QTest::newRow("the lowest one is what the controller waits at")
        << S().rolling().waiting(2, u"ErrImagePull"_s).waiting(0, u"ErrImagePull"_s) << 0;
    QTest::newRow("a lower one that only starts comes first")
        << S().rolling().waiting(2, u"ErrImagePull"_s).starting(0) << none;
    QTest::newRow("the update revision itself is bad")
        << S().rolling().replaced(2).waiting(2, u"ErrImagePull"_s) << none;
    QTest::newRow("it is on its way out") << S().rolling().waiting(2, u"ErrImagePull"_s).terminating(2) << none;
    QTest::newRow("the controller replaces pods that have ended")
        << S().rolling().ended(2, u"Failed"_s, u"Evicted"_s) << none;
    QTest::newRow("no update is under way") << S().waiting(2, u"ErrImagePull"_s) << none;
    QTest::newRow("unordered") << S().rolling().waiting(2, u"ErrImagePull"_s).changeSet([](StatefulSet &set) {
        set.podManagementPolicy = u"Parallel"_s;
    }) << none;
    QTest::newRow("by hand") << S().rolling().waiting(2, u"ErrImagePull"_s).changeSet([](StatefulSet &set) {
        set.updateStrategy = u"OnDelete"_s;
    }) << none;
    QTest::newRow("below the partition") << S().rolling().waiting(0, u"ErrImagePull"_s).partition(1) << none;
    QTest::newRow("the correction was not observed yet")
        << S().rolling().waiting(2, u"ErrImagePull"_s).changeSet([](StatefulSet &set) { ++set.meta.generation; })
        << none;
    QTest::newRow("ready, only not for long enough")
        << S().rolling().ready(2, 5).changeSet([](StatefulSet &set) { set.minReadySeconds = 60; }) << none;
    QTest::newRow("the StatefulSet is going")
        << S().rolling().waiting(2, u"ErrImagePull"_s).changeSet([](StatefulSet &set) {
               set.meta.deletionTimestamp = S::now();
           })
        << none;
}

void tst_RolloutFacts::recognizesTheTrap()
{
    QFETCH(Scenario, scenario);
    QFETCH(int, trapped);
    const Rollout rollout = scenario.judged();
    QCOMPARE(rollout.trapped ? rollout.trapped->ordinal : -1, trapped);
    if (rollout.trapped) {
        const Pod &pod = scenario.pod(trapped);
        QCOMPARE(rollout.trapped->name, pod.meta.name);
        QCOMPARE(rollout.trapped->uid, pod.meta.uid);
        QCOMPARE(rollout.trapped->revision, Scenario::oldRevision());
        QCOMPARE(rollout.gate.kind, Kind::PodTrapped);
        QCOMPARE(rollout.phase, Phase::Stuck);
    }
}

void tst_RolloutFacts::keepsPlacesThatAreTooMany()
{
    const Rollout rollout = Scenario(5).changeSet([](StatefulSet &set) { set.replicas = 3; }).judged();
    QCOMPARE(rollout.rows.size(), 5);
    for (int i = 0; i < 5; ++i)
        QCOMPARE(rollout.rows.at(i).ordinal, i);
    QCOMPARE(rollout.ready, 3); // those too many do not count
    QCOMPARE(rollout.done, 3);
    QVERIFY(!rollout.rows.at(4).done);
}

void tst_RolloutFacts::startsAtAnyOrdinal()
{
    // Ordinals 2, 3 and 4; a partition counts places, not ordinals.
    const auto moved = [](Scenario &scenario) {
        scenario.set.replicas = 3;
        scenario.set.startOrdinal = 2;
    };
    const Rollout idle = Scenario(5).change(moved).judged();
    QCOMPARE(idle.rows.size(), 5);
    QCOMPARE(idle.gate.kind, Kind::ScaleDown);
    const Rollout rolling = Scenario(5)
                                .change([&](Scenario &scenario) {
                                    moved(scenario);
                                    scenario.missing(0).missing(1).rolling();
                                    scenario.partition(2);
                                })
                                .judged();
    QCOMPARE(rolling.rows.size(), 3);
    QCOMPARE(rolling.rows.first().name, u"orders-2"_s);
    QCOMPARE(rolling.next, std::optional(4));
}

void tst_RolloutFacts::boundsItsMemory_data()
{
    QTest::addColumn<int>("replicas");
    QTest::addColumn<int>("start");
    QTest::addColumn<int>("rows");

    QTest::newRow("a number beyond reason") << 2000000000 << 0 << 10000;
    QTest::newRow("from an ordinal beyond reason") << 5 << 2147483645 << 8;
    QTest::newRow("a negative number") << -4 << 0 << 3;
}

void tst_RolloutFacts::boundsItsMemory()
{
    QFETCH(int, replicas);
    QFETCH(int, start);
    const Rollout rollout = Scenario()
                                .changeSet([&](StatefulSet &set) {
                                    set.replicas = replicas;
                                    set.startOrdinal = start;
                                })
                                .judged();
    QTEST(int(rollout.rows.size()), "rows");
    QVERIFY(rollout.phase != Phase::Idle);
}

void tst_RolloutFacts::quotesTheClusterVerbatim()
{
    const Rollout rollout =
        Scenario().rolling().replaced(2).waiting(2, u"Err%1"_s, u"100%2 of %1 <b>disk</b>"_s).judged();
    QCOMPARE(rollout.gate.sentence, u"Pod orders-2 has failed: Err%1 (100%2 of %1 <b>disk</b>)."_s);
}

void tst_RolloutFacts::comparesImages_data()
{
    QTest::addColumn<QString>("inTemplate");
    QTest::addColumn<QString>("inPod");
    QTest::addColumn<bool>("same");

    const QString digest = u"sha256:" + QString(64, u'a');
    const QString other = u"sha256:" + QString(64, u'b');
    QTest::newRow("the same text") << u"a/b:1"_s << u"a/b:1"_s << true;
    QTest::newRow("another tag") << u"a/b:1"_s << u"a/b:2"_s << false;
    QTest::newRow("a mirror") << u"a/b:1"_s << u"mirror:5000/x/b:1"_s << true;
    QTest::newRow("a mirror with another tag") << u"a/b:1"_s << u"mirror:5000/x/b:2"_s << false;
    QTest::newRow("a digest beside the tag") << u"a/b:1"_s << QString(u"a/b:1@" + digest) << true;
    QTest::newRow("a digest in place of the tag") << u"a/b:1"_s << QString(u"a/b@" + digest) << true;
    QTest::newRow("a digest asked for") << QString(u"a/b@" + digest) << QString(u"m/b@" + digest) << true;
    QTest::newRow("another digest than asked for") << QString(u"a/b@" + digest) << QString(u"a/b@" + other) << false;
    QTest::newRow("no digest where one was asked for") << QString(u"a/b:1@" + digest) << u"a/b:1"_s << false;
    QTest::newRow("no tag where one was asked for") << u"a/b:1"_s << u"a/b"_s << false;
    QTest::newRow("the port of a registry is no tag") << u"host:5000/b:1"_s << u"host:5000/b"_s << false;
    QTest::newRow("nothing at all") << u"a/b:1"_s << QString() << false;
}

void tst_RolloutFacts::comparesImages()
{
    QFETCH(QString, inTemplate);
    QFETCH(QString, inPod);
    QTEST(isSameVersion(inTemplate, inPod), "same");
}

QTEST_GUILESS_MAIN(tst_RolloutFacts)
#include "tst_rolloutfacts.moc"
