// SPDX-License-Identifier: Apache-2.0
#include "democluster.h"

#include <QSet>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using sim::DemoCluster;
using sim::DemoSnapshot;

namespace {

/// "Pod redis/orders-0 Running", without what random names and times make of it.
QStringList outline(const DemoSnapshot &snapshot)
{
    static const QRegularExpression hash(u"-[a-z0-9]{8,10}(-[a-z0-9]{5})?$"_s);
    QStringList lines;
    for (const QJsonObject &object : snapshot.objects) {
        const QJsonObject metadata = object["metadata"_L1].toObject();
        QString name = metadata["name"_L1].toString();
        if (!metadata["ownerReferences"_L1].toArray().isEmpty())
            name.remove(hash);
        const QJsonObject status = object["status"_L1].toObject();
        lines.append(u"%1 %2/%3 %4%5"_s.arg(object["kind"_L1].toString(), metadata["namespace"_L1].toString(), name,
                                            status["phase"_L1].toString(), status["state"_L1].toString()));
    }
    lines.sort();
    return lines;
}

} // namespace

/// The cluster of the demo, without a window.
class tst_DemoCluster : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSnapshotIsWhatIsBuilt();
    void movesTimes();
    void startsAtRest();
    void upgrades();
};

void tst_DemoCluster::theSnapshotIsWhatIsBuilt()
{
    DemoCluster demo(1);
    QSignalSpy ready(&demo, &DemoCluster::ready);
    QVERIFY(demo.listen(DemoCluster::Start::FromNothing));
    QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, 60'000);
    // If it differs: build the target update_demo.
    QCOMPARE(outline(DemoSnapshot::builtIn()), outline(demo.snapshot()));
}

void tst_DemoCluster::movesTimes()
{
    const QDateTime before = QDateTime::fromString(u"2026-01-01T00:00:00Z"_s, Qt::ISODate);
    const DemoSnapshot snapshot{.taken = before,
                                .objects = {{{"a"_L1, QJsonArray{"2026-01-01T00:00:10Z"_L1, "2026-01-01"_L1, 3}}}}};
    const DemoSnapshot moved = snapshot.movedTo(before.addDays(1));
    QCOMPARE(moved.taken, before.addDays(1));
    QCOMPARE(moved.objects.constFirst()["a"_L1], QJsonValue(QJsonArray{"2026-01-02T00:00:10Z"_L1, "2026-01-01"_L1, 3}));
    QCOMPARE(DemoSnapshot::fromJson(moved.toJson()).objects, moved.objects);
}

void tst_DemoCluster::startsAtRest()
{
    DemoCluster demo(1'000);
    QVERIFY(demo.listen());
    const auto find = [&](const QString &kind, const QString &name) {
        for (const QJsonObject &object : demo.snapshot().objects) {
            if (object["kind"_L1].toString() == kind && object["metadata"_L1]["name"_L1].toString() == name)
                return object;
        }
        return QJsonObject();
    };
    const QStringList before = outline(demo.snapshot());
    const QJsonObject pod = find(u"Pod"_s, u"orders-0"_s);
    // All controllers are at work once a change comes through all of them.
    QVERIFY(demo.server().objects().patch(u"statefulsets.apps"_s, u"sessions"_s, u"sessions"_s,
                                          {{"spec"_L1, QJsonObject{{"replicas"_L1, 4}}}}));
    QTRY_VERIFY_WITH_TIMEOUT(find(u"StatefulSet"_s, u"sessions"_s)["status"_L1]["observedGeneration"_L1].toInteger()
                                 >= find(u"StatefulSet"_s, u"sessions"_s)["metadata"_L1]["generation"_L1].toInteger(),
                             20'000);
    QCOMPARE(find(u"Pod"_s, u"orders-0"_s), pod); // nobody touched what was well
    QVERIFY(outline(demo.snapshot()).contains(u"Pod redis/orders-2 Running"_s));
    QVERIFY(before.contains(u"RedisEnterpriseCluster redis/orders Running"_s));
}

void tst_DemoCluster::upgrades()
{
    DemoCluster demo(1'000);
    QVERIFY(demo.listen());
    QVERIFY(demo.server().objects().patch(
        u"redisenterpriseclusters.app.redislabs.com"_s, u"redis"_s, u"orders"_s,
        {{"spec"_L1, QJsonObject{{"redisEnterpriseImageSpec"_L1, QJsonObject{{"versionTag"_L1, "7.22.2-14"_L1}}}}}}));
    const auto set = [&] {
        return demo.server().objects().get(u"statefulsets.apps"_s, u"redis"_s, u"orders"_s).value();
    };
    const QString revision = set()["status"_L1]["currentRevision"_L1].toString();
    QVERIFY(!revision.isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(set()["status"_L1]["currentRevision"_L1].toString() != revision, 60'000);
    QSet<QString> addresses;
    const QList<QJsonObject> pods = demo.server().objects().list(u"pods"_s);
    for (const QJsonObject &pod : pods)
        addresses.insert(pod["status"_L1]["podIP"_L1].toString());
    QCOMPARE(addresses.size(), pods.size()); // each has its own
}

QTEST_GUILESS_MAIN(tst_DemoCluster)
#include "tst_democluster.moc"
