// SPDX-License-Identifier: Apache-2.0
#include "rolloutstatus.h"
#include "statefulset.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace rollout;

class tst_RolloutStatus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatKubectlSays_data();
    void saysWhatKubectlSays();
};

namespace {

/// A StatefulSet of three, observed, ready, at one revision.
StatefulSet settled()
{
    StatefulSet set;
    set.meta.name = u"foo"_s;
    set.meta.generation = 1;
    set.replicas = 3;
    set.updateStrategy = u"RollingUpdate"_s;
    set.status = {.observedGeneration = 2,
                  .replicas = 3,
                  .readyReplicas = 3,
                  .availableReplicas = {},
                  .currentReplicas = 3,
                  .updatedReplicas = 3,
                  .currentRevision = u"foo"_s,
                  .updateRevision = u"foo"_s};
    return set;
}

StatefulSet with(auto change)
{
    StatefulSet set = settled();
    change(set);
    return set;
}

} // namespace

Q_DECLARE_METATYPE(rollout::StatefulSet)

void tst_RolloutStatus::saysWhatKubectlSays_data()
{
    QTest::addColumn<StatefulSet>("set");
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("error");
    QTest::addColumn<bool>("done");

    const QString none;
    // The six rows of kubectl's own table.
    QTest::newRow("on delete returns an error") << with([](StatefulSet &set) {
        set.updateStrategy = u"OnDelete"_s;
        set.status = {};
        set.status.observedGeneration = 1;
        set.status.readyReplicas = 1;
    }) << none << u"rollout status is only available for RollingUpdate strategy type"_s
                                                << true;
    QTest::newRow("an unobserved update is not complete") << with([](StatefulSet &set) {
        set.meta.generation = 2;
        set.status.observedGeneration = 1;
        set.status.updatedReplicas = 0;
    }) << u"Waiting for statefulset spec update to be observed..."_s
                                                          << none << false;
    QTest::newRow("if not all pods are ready the update is not complete") << with([](StatefulSet &set) {
        set.status.readyReplicas = 2;
        set.status.updatedReplicas = 0;
    }) << u"Waiting for 1 pods to be ready..."_s << none << false;
    QTest::newRow("a partitioned update completes when all pods above the partition are updated")
        << with([](StatefulSet &set) {
               set.rollingUpdate = {.partition = 2, .maxUnavailable = {}};
               set.status.currentReplicas = 2;
               set.status.updatedReplicas = 1;
           })
        << u"partitioned roll out complete: 1 new pods have been updated..."_s << none << true;
    // kubectl's table calls this one done, but looks only for a false "done": what the function says is not done.
    QTest::newRow("a partitioned update is in progress until all pods above the partition are updated")
        << with([](StatefulSet &set) {
               set.rollingUpdate = {.partition = 2, .maxUnavailable = {}};
               set.status.updatedReplicas = 0;
           })
        << u"Waiting for partitioned roll out to finish: 0 out of 1 new pods have been updated..."_s << none << false;
    QTest::newRow("an update completes when all replicas are current")
        << settled() << u"statefulset rolling update complete 3 pods at revision foo..."_s << none << true;

    // The rest of the function.
    QTest::newRow("no strategy at all is an error, too")
        << with([](StatefulSet &set) { set.updateStrategy.clear(); }) << none
        << u"rollout status is only available for RollingUpdate strategy type"_s << true;
    QTest::newRow("a strategy of later servers is an error, too")
        << with([](StatefulSet &set) { set.updateStrategy = u"Recreate"_s; }) << none
        << u"rollout status is only available for RollingUpdate strategy type"_s << true;
    QTest::newRow("the strategy is looked at before anything else") << with([](StatefulSet &set) {
        set.updateStrategy = u"OnDelete"_s;
        set.meta.generation = 9;
    }) << none << u"rollout status is only available for RollingUpdate strategy type"_s
                                                                    << true;
    QTest::newRow("a status that was never written is not observed") << with([](StatefulSet &set) {
        set.meta.generation = 0;
        set.status = {};
    }) << u"Waiting for statefulset spec update to be observed..."_s << none
                                                                     << false;
    QTest::newRow("observation is looked at before readiness") << with([](StatefulSet &set) {
        set.meta.generation = 3;
        set.status.readyReplicas = 0;
    }) << u"Waiting for statefulset spec update to be observed..."_s
                                                               << none << false;
    QTest::newRow("no pod is ready") << with([](StatefulSet &set) { set.status.readyReplicas = 0; })
                                     << u"Waiting for 3 pods to be ready..."_s << none << false;
    QTest::newRow("readiness is looked at before the partition") << with([](StatefulSet &set) {
        set.rollingUpdate = {.partition = 0, .maxUnavailable = {}};
        set.status.readyReplicas = 1;
        set.status.updatedReplicas = 1;
    }) << u"Waiting for 2 pods to be ready..."_s << none << false;
    QTest::newRow("a server's default takes the way of partitions") << with([](StatefulSet &set) {
        set.rollingUpdate = {.partition = 0, .maxUnavailable = {}};
        set.status.updatedReplicas = 1;
        set.status.updateRevision = u"bar"_s;
    }) << u"Waiting for partitioned roll out to finish: 1 out of 3 new pods have been updated..."_s
                                                                    << none << false;
    QTest::newRow("the way of partitions does not look at revisions") << with([](StatefulSet &set) {
        set.rollingUpdate = {.partition = 0, .maxUnavailable = {}};
        set.status.updateRevision = u"bar"_s;
    }) << u"partitioned roll out complete: 3 new pods have been updated..."_s
                                                                      << none << true;
    QTest::newRow("details without a partition are complete at once") << with([](StatefulSet &set) {
        set.rollingUpdate.emplace();
        set.status.updatedReplicas = 0;
    }) << u"partitioned roll out complete: 0 new pods have been updated..."_s
                                                                      << none << true;
    QTest::newRow("a partition above the replicas is complete at once") << with([](StatefulSet &set) {
        set.rollingUpdate = {.partition = 7, .maxUnavailable = {}};
        set.status.updatedReplicas = 0;
    }) << u"partitioned roll out complete: 0 new pods have been updated..."_s
                                                                        << none << true;
    QTest::newRow("an old server that stopped counting waits for ever") << with([](StatefulSet &set) {
        set.rollingUpdate = {.partition = 0, .maxUnavailable = {}};
        set.status.updatedReplicas = 0;
    }) << u"Waiting for partitioned roll out to finish: 0 out of 3 new pods have been updated..."_s
                                                                        << none << false;
    QTest::newRow("without details the revisions decide") << with([](StatefulSet &set) {
        set.status.updatedReplicas = 1;
        set.status.updateRevision = u"orders-6b9f"_s;
    }) << u"waiting for statefulset rolling update to complete 1 pods at revision orders-6b9f..."_s
                                                          << none << false;
    QTest::newRow("the last sentence counts the current replicas")
        << with([](StatefulSet &set) { set.status.currentReplicas = 2; })
        << u"statefulset rolling update complete 2 pods at revision foo..."_s << none << true;
    QTest::newRow("no replicas are complete") << with([](StatefulSet &set) {
        set.replicas = 0;
        set.status = {};
        set.status.observedGeneration = 1;
    }) << u"statefulset rolling update complete 0 pods at revision ..."_s
                                              << none << true;
    QTest::newRow("a per cent sign in a revision stays one")
        << with([](StatefulSet &set) { set.status.currentRevision = set.status.updateRevision = u"%1%2"_s; })
        << u"statefulset rolling update complete 3 pods at revision %1%2..."_s << none << true;
    QTest::newRow("availability is not looked at") << with([](StatefulSet &set) {
        set.minReadySeconds = 600;
        set.status.availableReplicas = 0;
    }) << u"statefulset rolling update complete 3 pods at revision foo..."_s
                                                   << none << true;
}

void tst_RolloutStatus::saysWhatKubectlSays()
{
    QFETCH(StatefulSet, set);
    const RolloutStatus status = rolloutStatus(set);
    QTEST(status.message, "message");
    QTEST(status.error, "error");
    QTEST(status.done, "done");
}

QTEST_GUILESS_MAIN(tst_RolloutStatus)
#include "tst_rolloutstatus.moc"
