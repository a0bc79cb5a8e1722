// SPDX-License-Identifier: Apache-2.0
#include "labelselector.h"
#include "object.h"
#include "ownership.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace rollout;

Q_DECLARE_METATYPE(rollout::Ownership)

class tst_Ownership : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheStatefulSetOfACluster_data();
    void findsTheStatefulSetOfACluster();
    void findsThePodsOfAStatefulSet_data();
    void findsThePodsOfAStatefulSet();
    void prefersTheSurestMatch();
    void readsOrdinals_data();
    void readsOrdinals();
};

namespace {

kube::ObjectMeta meta(const QString &name, const QString &uid)
{
    kube::ObjectMeta result;
    result.name = name;
    result.nameSpace = u"shop"_s;
    result.uid = uid;
    return result;
}

kube::OwnerReference controlledBy(const QString &kind, const QString &name, const QString &uid,
                                  const QString &apiVersion = u"app.redislabs.com/v1"_s)
{
    return {.apiVersion = apiVersion, .kind = kind, .name = name, .uid = uid, .controller = true};
}

} // namespace

void tst_Ownership::findsTheStatefulSetOfACluster_data()
{
    using enum Ownership;
    QTest::addColumn<kube::ObjectMeta>("set");
    QTest::addColumn<Ownership>("ownership");

    const auto set = [](auto change) {
        kube::ObjectMeta result = meta(u"orders"_s, u"s1"_s);
        change(result);
        return result;
    };
    const QString cluster = u"RedisEnterpriseCluster"_s;
    QTest::newRow("by the uid of its controller")
        << set([&](kube::ObjectMeta &one) { one.owners = {controlledBy(cluster, u"orders"_s, u"c1"_s)}; }) << ByUid;
    QTest::newRow("by the uid, whatever the version of the API was") << set([&](kube::ObjectMeta &one) {
        one.owners = {controlledBy(cluster, u"orders"_s, u"c1"_s, u"app.redislabs.com/v1alpha1"_s)};
    }) << ByUid;
    QTest::newRow("by the uid, whatever the name") << set([&](kube::ObjectMeta &one) {
        one.name = u"shards"_s;
        one.owners = {controlledBy(cluster, u"orders"_s, u"c1"_s)};
    }) << ByUid;
    QTest::newRow("by kind and name, after the cluster was made anew")
        << set([&](kube::ObjectMeta &one) { one.owners = {controlledBy(cluster, u"orders"_s, u"c0"_s)}; })
        << ByKindAndName;
    QTest::newRow("not that of another cluster") << set([&](kube::ObjectMeta &one) {
        one.owners = {controlledBy(cluster, u"carts"_s, u"c2"_s)};
        one.labels.insert(u"app"_s, u"redis-enterprise"_s);
    }) << None;
    QTest::newRow("not that of another kind with the same name") << set([&](kube::ObjectMeta &one) {
        one.owners = {controlledBy(u"Kafka"_s, u"orders"_s, u"k1"_s)};
        one.labels.insert(u"app"_s, u"redis-enterprise"_s);
    }) << None;
    QTest::newRow("by name and label without a controller")
        << set([&](kube::ObjectMeta &one) { one.labels.insert(u"app"_s, u"redis-enterprise"_s); }) << ByName;
    QTest::newRow("an owner that does not control says nothing") << set([&](kube::ObjectMeta &one) {
        one.owners = {controlledBy(cluster, u"orders"_s, u"c1"_s)};
        one.owners.first().controller = false;
    }) << None;
    QTest::newRow("the name alone is not enough") << set([](kube::ObjectMeta &) { }) << None;
    QTest::newRow("the label alone is not enough") << set([](kube::ObjectMeta &one) {
        one.name = u"carts"_s;
        one.labels.insert(u"app"_s, u"redis-enterprise"_s);
    }) << None;
    QTest::newRow("not in another namespace") << set([&](kube::ObjectMeta &one) {
        one.nameSpace = u"test"_s;
        one.owners = {controlledBy(cluster, u"orders"_s, u"c1"_s)};
    }) << None;
}

void tst_Ownership::findsTheStatefulSetOfACluster()
{
    QFETCH(kube::ObjectMeta, set);
    QFETCH(Ownership, ownership);
    QCOMPARE(statefulSetOwnership(meta(u"orders"_s, u"c1"_s), set), ownership);
}

void tst_Ownership::findsThePodsOfAStatefulSet_data()
{
    using enum Ownership;
    QTest::addColumn<kube::ObjectMeta>("pod");
    QTest::addColumn<Ownership>("ownership");

    const auto pod = [](const QString &name, auto change) {
        kube::ObjectMeta result = meta(name, u"p1"_s);
        result.labels.insert(u"app"_s, u"redis-enterprise"_s);
        change(result);
        return result;
    };
    const auto nothing = [](kube::ObjectMeta &) { };
    const QString set = u"StatefulSet"_s;
    QTest::newRow("by the uid of its controller") << pod(u"orders-0"_s, [&](kube::ObjectMeta &one) {
        one.owners = {controlledBy(set, u"orders"_s, u"s1"_s)};
        one.labels.clear();
    }) << ByUid;
    QTest::newRow("by kind and name, after the StatefulSet was made anew")
        << pod(u"orders-0"_s, [&](kube::ObjectMeta &one) { one.owners = {controlledBy(set, u"orders"_s, u"s0"_s)}; })
        << ByKindAndName;
    QTest::newRow("an orphan with the name and the labels") << pod(u"orders-11"_s, nothing) << ByName;
    QTest::newRow("an orphan with other labels")
        << pod(u"orders-0"_s, [](kube::ObjectMeta &one) { one.labels.insert(u"app"_s, u"kafka"_s); }) << None;
    QTest::newRow("an orphan without a number") << pod(u"orders-canary"_s, nothing) << None;
    QTest::newRow("an orphan whose number is a label alone") << pod(u"orders-canary"_s, [](kube::ObjectMeta &one) {
        one.labels.insert(u"apps.kubernetes.io/pod-index"_s, u"0"_s);
    }) << None;
    QTest::newRow("an orphan of a longer name") << pod(u"orders-eu-0"_s, nothing) << None;
    QTest::newRow("an orphan of another beginning") << pod(u"orders2-0"_s, nothing) << None;
    QTest::newRow("the pod of the Services Rigger") << pod(
        u"orders-services-rigger-7cdd4c5577-9pgtl"_s, [&](kube::ObjectMeta &one) {
            one.owners = {controlledBy(u"ReplicaSet"_s, u"orders-services-rigger-7cdd4c5577"_s, u"r1"_s)};
        }) << None;
    QTest::newRow("not in another namespace") << pod(u"orders-0"_s, [&](kube::ObjectMeta &one) {
        one.nameSpace = u"test"_s;
        one.owners = {controlledBy(set, u"orders"_s, u"s1"_s)};
    }) << None;
}

void tst_Ownership::findsThePodsOfAStatefulSet()
{
    QFETCH(kube::ObjectMeta, pod);
    QFETCH(Ownership, ownership);
    const LabelSelector selector{.matchLabels = {{u"app"_s, u"redis-enterprise"_s}}, .expressions = {}};
    QCOMPARE(podOwnership(meta(u"orders"_s, u"s1"_s), selector, pod), ownership);
}

void tst_Ownership::prefersTheSurestMatch()
{
    QVERIFY(Ownership::ByUid > Ownership::ByKindAndName);
    QVERIFY(Ownership::ByKindAndName > Ownership::ByName);
    QVERIFY(Ownership::ByName > Ownership::None);
}

void tst_Ownership::readsOrdinals_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("index");
    QTest::addColumn<std::optional<int>>("ordinal");

    QTest::newRow("from the name") << u"orders-2"_s << QString() << std::optional(2);
    QTest::newRow("of two digits") << u"orders-10"_s << QString() << std::optional(10);
    QTest::newRow("the name before the label") << u"orders-2"_s << u"3"_s << std::optional(2);
    QTest::newRow("from the label, if the name says nothing") << u"other"_s << u"3"_s << std::optional(3);
    QTest::newRow("no leading zero") << u"orders-02"_s << QString() << std::optional<int>();
    QTest::newRow("no sign") << u"orders--2"_s << QString() << std::optional<int>();
    QTest::newRow("no digits of other scripts") << u"orders-\u0662"_s << QString() << std::optional<int>();
    QTest::newRow("too large for a number") << u"orders-99999999999"_s << QString() << std::optional<int>();
    QTest::newRow("nothing behind the dash") << u"orders-"_s << QString() << std::optional<int>();
    QTest::newRow("the name of the set alone") << u"orders"_s << QString() << std::optional<int>();
}

void tst_Ownership::readsOrdinals()
{
    QFETCH(QString, name);
    QFETCH(QString, index);
    QFETCH(std::optional<int>, ordinal);
    kube::ObjectMeta pod = meta(name, u"p1"_s);
    if (!index.isEmpty())
        pod.labels.insert(u"apps.kubernetes.io/pod-index"_s, index);
    QCOMPARE(podOrdinal(u"orders"_s, pod), ordinal);
}

QTEST_GUILESS_MAIN(tst_Ownership)
#include "tst_ownership.moc"
