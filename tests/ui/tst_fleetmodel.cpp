// SPDX-License-Identifier: Apache-2.0
#include "clusterscene.h"
#include "fleet/fleetmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace ui;
using Kind = FleetRow::Kind;

/// Against the simulated server; every model here runs under QAbstractItemModelTester.
class tst_FleetModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsContextsBeforeAnyIsConnected();
    void saysWhyAContextCannotBeUsed();
    void listsClustersWithTheirSetsThenOthersByName();
    void aClusterWithoutASetIsThereToo();
    void aSetOfAnotherOwnerIsNotTheClusters();
    void aClusterAppearsChangesAndGoes();
    void aPersistentIndexStaysOnItsRow();
    void tellsTheState_data();
    void tellsTheState();
    void podsThatAreNotReadyQualifyRunning();
    void aRolloutShowsInBothRows();
    void marksWhatIsStaleAndRecovers();
    void aContextThatFailsSaysWhy();
    void aContextThatIsClosedLosesItsRows();
    void withoutTheKindPlainSetsAreListedWithASentence();
    void followsOneNamespaceWhereAllAreForbidden();
    void oneKindForbidden_data();
    void oneKindForbidden();
    void findsByKindAndKey();
    void searchesNamesTagsNamespacesAndStates();
    void saysRowsToScreenReaders();
    void messagesCannotBeSelected();
    void hiddenCharactersAreShown();

private:
    /// Opens "prod" and waits until all is listed.
    void open();
    [[nodiscard]] FleetRow rowOf(Kind kind, const QString &name, const QString &nameSpace = u"redis"_s) const;
    [[nodiscard]] FleetRow contextRow(const QString &context = u"prod"_s) const;
    /// The rows of "prod", a line each: indented, title, subtitle, trailing.
    [[nodiscard]] QStringList outline() const;

    std::unique_ptr<ClusterScene> m_scene;
    std::unique_ptr<FleetModel> m_model;

    void begin(sim::ApiServerOptions options = {});
    void cleanup()
    {
        m_model.reset();
        m_scene.reset();
    }
};

void tst_FleetModel::begin(sim::ApiServerOptions options)
{
    m_scene = std::make_unique<ClusterScene>(std::move(options));
    m_model = std::make_unique<FleetModel>(m_scene->fleet());
    new QAbstractItemModelTester(m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest, m_model.get());
}

void tst_FleetModel::open()
{
    QVERIFY(m_scene->fleet().open(u"prod"_s));
    QTRY_COMPARE(contextRow().state, u"live"_s);
}

FleetRow tst_FleetModel::rowOf(Kind kind, const QString &name, const QString &nameSpace) const
{
    return m_model->find(u"prod"_s, kind, {nameSpace, name}).data(FleetModel::RowRole).value<FleetRow>();
}

FleetRow tst_FleetModel::contextRow(const QString &context) const
{
    return m_model->contextIndex(context).data(FleetModel::RowRole).value<FleetRow>();
}

QStringList tst_FleetModel::outline() const
{
    QStringList lines;
    const auto collect = [&](auto &self, const QModelIndex &parent, const QString &indent) -> void {
        for (int i = 0; i < m_model->rowCount(parent); ++i) {
            const QModelIndex index = m_model->index(i, 0, parent);
            const auto row = index.data(FleetModel::RowRole).value<FleetRow>();
            QStringList parts{row.title, row.subtitle, row.trailing};
            parts.removeAll(QString());
            lines.append(indent + parts.join(u" | "_s));
            self(self, index, indent + u"  "_s);
        }
    };
    collect(collect, m_model->contextIndex(u"prod"_s), {});
    return lines;
}

void tst_FleetModel::listsContextsBeforeAnyIsConnected()
{
    begin();
    QCOMPARE(m_model->rowCount(), 3);
    QCOMPARE(m_model->columnCount(), 1);
    QStringList titles;
    for (int row = 0; row < m_model->rowCount(); ++row)
        titles.append(m_model->index(row, 0).data().toString());
    QCOMPARE(titles, (QStringList{u"prod"_s, u"staging"_s, u"torn"_s}));
    QCOMPARE(contextRow().trailing, u"not connected"_s);
    QCOMPARE(contextRow().details, u"Cluster eu, as ada"_s);
    QCOMPARE(m_model->rowCount(m_model->contextIndex(u"prod"_s)), 0);
    QVERIFY(m_scene->server().trouble().requests().isEmpty()); // looking connects nothing
}

void tst_FleetModel::saysWhyAContextCannotBeUsed()
{
    begin();
    const FleetRow row = contextRow(u"torn"_s);
    QCOMPARE(row.tone, Tone::Bad);
    QCOMPARE(row.trailing, u"cannot be used"_s);
    for (const QString &part : {u"/home/ada/.kube/config"_s, u"context \"torn\""_s, u"cluster"_s, u"\"nowhere\""_s,
                                u"Add it to \"clusters\""_s})
        QVERIFY2(row.details.contains(part), qPrintable(row.details));
}

void tst_FleetModel::listsClustersWithTheirSetsThenOthersByName()
{
    begin();
    m_scene->putBoth({.name = u"sessions"_s, .tag = u"7.22.2-14"_s, .nodes = 5});
    m_scene->putBoth({.name = u"orders"_s});
    m_scene->putBoth({.name = u"zebra"_s, .nameSpace = u"animals"_s});
    m_scene->put(ClusterScene::Set{.name = u"web"_s, .replicas = 2, .ready = 1, .updated = 2, .ofCluster = false});
    m_scene->put(ClusterScene::Set{.name = u"kafka"_s, .ofCluster = false});
    open();
    QTRY_COMPARE(outline(),
                 (QStringList{u"zebra | 7.22.0-250 | 3/3"_s, u"  zebra StatefulSet | rev 7c41b | 3/3 ready"_s,
                              u"orders | 7.22.0-250 | 3/3"_s, u"  orders StatefulSet | rev 7c41b | 3/3 ready"_s,
                              u"sessions | 7.22.2-14 | 5/5"_s, u"  sessions StatefulSet | rev 7c41b | 5/5 ready"_s,
                              u"Other StatefulSets | 2"_s, u"  kafka | rev 7c41b | 3/3 ready"_s,
                              u"  web | rev 7c41b | 1/2 ready"_s}));
    QCOMPARE(contextRow().trailing, u"3 REC"_s);
    QCOMPARE(contextRow().tone, Tone::Ok);
}

void tst_FleetModel::aClusterWithoutASetIsThereToo()
{
    begin();
    m_scene->put(ClusterScene::Cluster{.tag = {}, .state = {}});
    open();
    QTRY_COMPARE(outline(), (QStringList{u"orders | default image | no StatefulSet"_s}));
    QCOMPARE(rowOf(Kind::Cluster, u"orders"_s).state, u"no state yet"_s);
}

void tst_FleetModel::aSetOfAnotherOwnerIsNotTheClusters()
{
    begin();
    m_scene->put(ClusterScene::Cluster{});
    m_scene->put(ClusterScene::Set{.ofCluster = false});
    open();
    QTRY_COMPARE(outline(),
                 (QStringList{u"orders | 7.22.0-250 | no StatefulSet"_s, u"Other StatefulSets | 1"_s,
                              u"  orders | rev 7c41b | 3/3 ready"_s}));
}

void tst_FleetModel::aClusterAppearsChangesAndGoes()
{
    begin();
    m_scene->putBoth();
    open();
    QTRY_COMPARE(outline().size(), 2);

    const QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    const QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    const QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    const QSignalSpy removed(m_model.get(), &QAbstractItemModel::rowsRemoved);
    m_scene->put(ClusterScene::Cluster{.name = u"accounts"_s});
    QTRY_COMPARE(outline().size(), 3);
    QCOMPARE(outline().constFirst(), u"accounts | 7.22.0-250 | no StatefulSet"_s);
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(inserted.constFirst().at(0).toModelIndex(), m_model->contextIndex(u"prod"_s));
    QCOMPARE(inserted.constFirst().at(1).toInt(), 0);
    QCOMPARE(inserted.constFirst().at(2).toInt(), 0);
    QCOMPARE(contextRow().trailing, u"2 REC"_s);

    const qsizetype changes = changed.size();
    m_scene->put(ClusterScene::Cluster{.name = u"accounts"_s, .tag = u"7.22.2-14"_s});
    QTRY_COMPARE(rowOf(Kind::Cluster, u"accounts"_s).subtitle, u"7.22.2-14"_s);
    QCOMPARE(changed.size(), changes + 1);
    QCOMPARE(changed.constLast().at(0).toModelIndex(),
             m_model->find(u"prod"_s, Kind::Cluster, {u"redis"_s, u"accounts"_s}));

    QVERIFY(m_scene->server().objects().remove(ClusterScene::clusters, u"redis"_s, u"accounts"_s));
    QTRY_COMPARE(outline().size(), 2);
    QCOMPARE(removed.size(), 1);
    QCOMPARE(contextRow().trailing, u"1 REC"_s);
    QVERIFY(resets.isEmpty());
}

void tst_FleetModel::aPersistentIndexStaysOnItsRow()
{
    begin();
    m_scene->putBoth();
    open();
    QTRY_COMPARE(outline().size(), 2);
    const QPersistentModelIndex set = m_model->find(u"prod"_s, Kind::StatefulSet, {u"redis"_s, u"orders"_s});
    QVERIFY(set.isValid());
    m_scene->put(ClusterScene::Cluster{.name = u"accounts"_s});
    QTRY_COMPARE(outline().size(), 3);
    QCOMPARE(set.data().toString(), u"orders StatefulSet"_s);
    QCOMPARE(set.parent().row(), 1);
    QVERIFY(m_scene->server().objects().remove(ClusterScene::sets, u"redis"_s, u"orders"_s));
    QTRY_VERIFY(!set.isValid());
}

void tst_FleetModel::tellsTheState_data()
{
    QTest::addColumn<QString>("state");
    QTest::addColumn<Tone>("tone");
    QTest::newRow("Running is well") << u"Running"_s << Tone::Ok;
    QTest::newRow("Upgrade is under way") << u"Upgrade"_s << Tone::Accent;
    QTest::newRow("InvalidUpgrade is bad") << u"InvalidUpgrade"_s << Tone::Bad;
    QTest::newRow("Error is bad") << u"Error"_s << Tone::Bad;
    QTest::newRow("a state of the start is to be waited for") << u"BootstrappingFirstPod"_s << Tone::Warn;
    QTest::newRow("a word that is not known is shown, not judged well") << u"Hibernating"_s << Tone::Warn;
}

void tst_FleetModel::tellsTheState()
{
    QFETCH(QString, state);
    redis::RedisEnterpriseCluster cluster;
    cluster.stateText = state;
    cluster.state = redis::clusterStateOf(state);
    const FleetRow row = fleetRowOf(cluster, nullptr);
    QCOMPARE(row.state, state);
    QTEST(row.tone, "tone");
}

void tst_FleetModel::podsThatAreNotReadyQualifyRunning()
{
    begin();
    m_scene->put(ClusterScene::Cluster{});
    m_scene->put(ClusterScene::Set{.ready = 2});
    open();
    QTRY_COMPARE(rowOf(Kind::Cluster, u"orders"_s).trailing, u"2/3"_s);
    QCOMPARE(rowOf(Kind::Cluster, u"orders"_s).tone, Tone::Warn);
    QVERIFY(rowOf(Kind::Cluster, u"orders"_s).details.contains(u"2 of 3 pods ready"_s));
    QCOMPARE(rowOf(Kind::StatefulSet, u"orders"_s).state, u"not ready"_s);
}

void tst_FleetModel::aRolloutShowsInBothRows()
{
    begin();
    m_scene->put(ClusterScene::Cluster{.state = u"Upgrade"_s});
    m_scene->put(ClusterScene::Set{.ready = 2, .updateRevision = u"9d0f2"_s, .updated = 1});
    open();
    QTRY_COMPARE(
        outline(),
        (QStringList{u"orders | 7.22.0-250 | 1/3"_s, u"  orders StatefulSet | rev 7c41b → 9d0f2 | 2/3 ready"_s}));
    QCOMPARE(rowOf(Kind::StatefulSet, u"orders"_s).state, u"rolling"_s);
    QCOMPARE(rowOf(Kind::StatefulSet, u"orders"_s).tone, Tone::Accent);
}

void tst_FleetModel::marksWhatIsStaleAndRecovers()
{
    begin();
    m_scene->putBoth();
    open();
    QTRY_COMPARE(outline().size(), 2);
    const QStringList before = outline();

    m_scene->server().close();
    QTRY_COMPARE(contextRow().tone, Tone::Warn);
    QVERIFY2(contextRow().trailing.startsWith("offline since "_L1), qPrintable(contextRow().trailing));
    QTRY_VERIFY2(contextRow().details.contains("127.0.0.1"_L1), qPrintable(contextRow().details));
    QCOMPARE(outline(), before); // what was known stays, and does not look live
    for (const Kind kind : {Kind::Cluster, Kind::StatefulSet}) {
        const FleetRow row = rowOf(kind, u"orders"_s);
        QVERIFY(row.isStale);
        QCOMPARE(row.tone, Tone::Neutral);
        QVERIFY2(row.state.endsWith("when last heard of"_L1), qPrintable(row.state));
        QVERIFY2(row.details.contains("nothing was heard of it since"_L1), qPrintable(row.details));
    }

    QVERIFY(m_scene->server().listen());
    m_scene->fleet().reconnect();
    QTRY_COMPARE(contextRow().state, u"live"_s);
    QCOMPARE(contextRow().trailing, u"1 REC"_s);
    QCOMPARE(outline(), before);
    QCOMPARE(rowOf(Kind::Cluster, u"orders"_s).tone, Tone::Ok);
    QVERIFY(!rowOf(Kind::StatefulSet, u"orders"_s).isStale);
}

void tst_FleetModel::aContextThatFailsSaysWhy()
{
    begin();
    m_scene->server().trouble().failNext(100, {}, 401);
    QVERIFY(m_scene->fleet().open(u"prod"_s));
    QCOMPARE(contextRow().trailing, u"not connected"_s); // until the next turn of the event loop
    QTRY_COMPARE(contextRow().trailing, u"offline"_s);
    QCOMPARE(contextRow().tone, Tone::Bad);
    QVERIFY2(contextRow().details.contains("sign in again or renew the token"_L1), qPrintable(contextRow().details));
}

void tst_FleetModel::aContextThatIsClosedLosesItsRows()
{
    begin();
    m_scene->putBoth();
    open();
    QTRY_COMPARE(outline().size(), 2);
    m_scene->fleet().close(u"prod"_s);
    QTRY_COMPARE(contextRow().trailing, u"not connected"_s);
    QVERIFY(outline().isEmpty());
    open();
    QTRY_COMPARE(outline().size(), 2);
}

void tst_FleetModel::withoutTheKindPlainSetsAreListedWithASentence()
{
    begin({.redisKinds = false});
    m_scene->put(ClusterScene::Set{.name = u"kafka"_s, .ofCluster = false});
    open();
    QTRY_COMPARE(outline(),
                 (QStringList{u"This server has no Redis Enterprise clusters: its kind is not installed. "
                              "Plain StatefulSets are listed."_s,
                              u"Other StatefulSets | 1"_s, u"  kafka | rev 7c41b | 3/3 ready"_s}));
    QCOMPARE(contextRow().tone, Tone::Ok); // nothing is wrong
    QVERIFY(contextRow().trailing.isEmpty());
}

void tst_FleetModel::followsOneNamespaceWhereAllAreForbidden()
{
    begin({.authorizer = [](const sim::AccessRequest &access) {
        return access.resource.isEmpty() || access.nameSpace == "redis"_L1;
    }});
    m_scene->putBoth();
    m_scene->putBoth({.name = u"zebra"_s, .nameSpace = u"animals"_s});
    open();
    QTRY_COMPARE(outline(),
                 (QStringList{u"orders | 7.22.0-250 | 3/3"_s, u"  orders StatefulSet | rev 7c41b | 3/3 ready"_s}));
}

void tst_FleetModel::oneKindForbidden_data()
{
    QTest::addColumn<QString>("resource");
    QTest::addColumn<QStringList>("rows");
    QTest::addColumn<QString>("object");
    QTest::newRow("clusters may not be listed: StatefulSets are")
        << u"redisenterpriseclusters"_s
        << QStringList{u"MESSAGE"_s, u"Other StatefulSets | 1"_s, u"  kafka | rev 7c41b | 3/3 ready"_s}
        << u"redisenterpriseclusters.app.redislabs.com"_s;
    QTest::newRow("StatefulSets may not be listed: clusters are")
        << u"statefulsets"_s << QStringList{u"orders | 7.22.0-250 | no StatefulSet"_s, u"MESSAGE"_s}
        << u"statefulsets.apps"_s;
}

void tst_FleetModel::oneKindForbidden()
{
    QFETCH(QString, resource);
    QFETCH(QStringList, rows);
    QFETCH(QString, object);
    begin({.authorizer = [resource](const sim::AccessRequest &access) { return access.resource != resource; }});
    m_scene->put(ClusterScene::Cluster{});
    m_scene->put(ClusterScene::Set{.name = u"kafka"_s, .ofCluster = false});
    QVERIFY(m_scene->fleet().open(u"prod"_s));
    const auto outlineWithoutSentence = [this] {
        QStringList lines = outline();
        for (QString &line : lines) {
            if (line.contains("forbidden"_L1))
                line = u"MESSAGE"_s;
        }
        return lines;
    };
    QTRY_COMPARE(outlineWithoutSentence(), rows);
    const QString sentence = outline().value(rows.indexOf(u"MESSAGE"_s));
    QVERIFY2(sentence.contains(object), qPrintable(sentence));
    QVERIFY2(sentence.contains("in the namespace \"redis\""_L1), qPrintable(sentence));
    QVERIFY2(sentence.contains("Ask the administrator of the cluster for this permission"_L1), qPrintable(sentence));
    QCOMPARE(contextRow().tone, Tone::Warn);
    QTRY_COMPARE(contextRow().trailing, u"live in part"_s); // the server is there
    QCOMPARE(contextRow().details, QString(u"Cluster eu, as ada\n"_s + sentence));
}

void tst_FleetModel::findsByKindAndKey()
{
    begin();
    m_scene->putBoth();
    open();
    QTRY_COMPARE(outline().size(), 2);
    const kube::ObjectKey key{u"redis"_s, u"orders"_s};
    const QModelIndex cluster = m_model->find(u"prod"_s, Kind::Cluster, key);
    const QModelIndex set = m_model->find(u"prod"_s, Kind::StatefulSet, key);
    QVERIFY(cluster.isValid());
    QCOMPARE(set.parent(), cluster);
    QCOMPARE(cluster.parent(), m_model->contextIndex(u"prod"_s));
    QVERIFY(!m_model->find(u"prod"_s, Kind::OtherStatefulSet, key).isValid());
    QVERIFY(!m_model->find(u"staging"_s, Kind::Cluster, key).isValid());
    QVERIFY(!m_model->contextIndex(u"nowhere"_s).isValid());
    QCOMPARE(rowOf(Kind::StatefulSet, u"orders"_s).context, u"prod"_s); // however deep
}

void tst_FleetModel::searchesNamesTagsNamespacesAndStates()
{
    begin();
    m_scene->putBoth();
    open();
    QTRY_COMPARE(outline().size(), 2);
    const QString text =
        m_model->find(u"prod"_s, Kind::Cluster, {u"redis"_s, u"orders"_s}).data(FleetModel::SearchRole).toString();
    QCOMPARE(text.split(u' '), (QStringList{u"orders"_s, u"7.22.0-250"_s, u"redis"_s, u"Running"_s}));
}

void tst_FleetModel::saysRowsToScreenReaders()
{
    begin();
    m_scene->putBoth();
    open();
    QTRY_COMPARE(outline().size(), 2);
    const QModelIndex cluster = m_model->find(u"prod"_s, Kind::Cluster, {u"redis"_s, u"orders"_s});
    QCOMPARE(cluster.data(Qt::AccessibleTextRole).toString(), u"orders, 7.22.0-250, 3/3, Running"_s);
    QCOMPARE(cluster.data(Qt::AccessibleDescriptionRole).toString(),
             u"Redis Enterprise cluster in namespace redis: Running\nLicence: Valid\n3 of 3 pods ready"_s);
    // What says the same twice, or nothing, is said once.
    QCOMPARE(m_model->contextIndex(u"staging"_s).data(Qt::AccessibleTextRole).toString(), u"staging, not connected"_s);
}

void tst_FleetModel::messagesCannotBeSelected()
{
    begin({.redisKinds = false});
    open();
    QTRY_COMPARE(outline().size(), 1);
    const QModelIndex sentence = m_model->index(0, 0, m_model->contextIndex(u"prod"_s));
    QVERIFY(!m_model->flags(sentence).testFlag(Qt::ItemIsSelectable));
    QVERIFY(m_model->flags(sentence.parent()).testFlag(Qt::ItemIsSelectable));
}

void tst_FleetModel::hiddenCharactersAreShown()
{
    redis::RedisEnterpriseCluster cluster;
    cluster.meta.name = u"orders"_s;
    cluster.image.versionTag = u"7.22\u202e0"_s;
    cluster.stateText = u"Run\u200bning"_s;
    const FleetRow row = fleetRowOf(cluster, nullptr);
    for (const QString &text : {row.subtitle, row.state, row.details}) {
        QVERIFY(!text.contains(QChar(0x202e)));
        QVERIFY(!text.contains(QChar(0x200b)));
    }
    QVERIFY(row.subtitle.startsWith("7.22"_L1));
    QVERIFY(row.subtitle.size() > 6);
}

QTEST_GUILESS_MAIN(tst_FleetModel)
#include "tst_fleetmodel.moc"
