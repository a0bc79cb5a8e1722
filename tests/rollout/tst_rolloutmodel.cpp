// SPDX-License-Identifier: Apache-2.0
#include "rolloutmodel.h"
#include "smallcontrollers.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace rollout;

class tst_RolloutModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsRows();
    void speaks_data();
    void speaks();
    void hasHeaders();
    void changesOnlyWhatDiffers();
    void growsAndShrinks();
    void reportsReplacements();
    void reportsAReplacementAcrossAGap();
    void reportsNoReplacementForOtherReasons();
    void tellsOfOtherChanges();
    void takesAnotherStatefulSet();
    void survivesAnyCourse();
};

namespace {

/// A model that has a scenario's rollout, under the eyes of Qt's tester.
struct Watched
{
    explicit Watched(const Scenario &scenario)
    {
        model.setRollout(scenario.judged());
        for (QSignalSpy *const spy : {&reset, &inserted, &removed, &dataChanged, &replaced, &changed})
            spy->clear();
    }

    RolloutModel model;
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};
    QSignalSpy reset{&model, &QAbstractItemModel::modelReset};
    QSignalSpy inserted{&model, &QAbstractItemModel::rowsInserted};
    QSignalSpy removed{&model, &QAbstractItemModel::rowsRemoved};
    QSignalSpy dataChanged{&model, &QAbstractItemModel::dataChanged};
    QSignalSpy replaced{&model, &RolloutModel::podReplaced};
    QSignalSpy changed{&model, &RolloutModel::rolloutChanged};

    [[nodiscard]] QString text(int row, RolloutModel::Column column) const
    {
        return model.index(row, int(column)).data().toString();
    }
    [[nodiscard]] QList<PodRow> rows() const
    {
        QList<PodRow> all;
        for (int row = 0; row < model.rowCount(); ++row)
            all.append(model.index(row, 0).data(RolloutModel::RowRole).value<PodRow>());
        return all;
    }
};

} // namespace

void tst_RolloutModel::showsRows()
{
    const Watched watched(Scenario().rolling(1).waiting(1, u"ErrImagePull"_s, u"not found"_s).missing(0));
    using enum RolloutModel::Column;
    QCOMPARE(watched.model.rowCount(), 3);
    QCOMPARE(watched.model.columnCount(), int(Count));
    QCOMPARE(watched.text(1, Pod), u"orders-1"_s);
    QCOMPARE(watched.text(1, State), u"Failed: ErrImagePull"_s);
    QCOMPARE(watched.text(1, Revision), u"Old revision"_s);
    QCOMPARE(watched.text(1, Tag), u"8.0.2-17"_s);
    QCOMPARE(watched.text(1, Ip), u"10.0.0.2"_s);
    QCOMPARE(watched.text(1, Node), u"node-1"_s);
    QCOMPARE(watched.text(1, Restarts), u"0"_s);
    QCOMPARE(watched.model.index(2, int(Since)).data().toDateTime(), Scenario::now().addSecs(-600));
    QCOMPARE(watched.model.index(1, 0).data(Qt::ToolTipRole).toString(), u"not found"_s);
    QCOMPARE(watched.text(2, State), u"Ready"_s);
    QCOMPARE(watched.text(2, Revision), u"New revision"_s);
    QCOMPARE(watched.text(0, State), u"Missing"_s);
    QVERIFY(!watched.model.index(0, int(Restarts)).data().isValid());
    QVERIFY(!watched.model.index(0, int(Since)).data().isValid());

    const QModelIndex failed = watched.model.index(1, 3);
    QCOMPARE(failed.data(RolloutModel::OrdinalRole).toInt(), 1);
    QCOMPARE(failed.data(RolloutModel::StateRole).value<PodState>(), PodState::Failed);
    QCOMPARE(failed.data(RolloutModel::RevisionRole).value<rollout::Revision>(), rollout::Revision::Old);
    QCOMPARE(failed.data(RolloutModel::NextRole).toBool(), true);
    QCOMPARE(failed.data(RolloutModel::MasterRole).toBool(), false);
    QCOMPARE(watched.model.index(2, 0).data(RolloutModel::DoneRole).toBool(), true);
    QVERIFY(!failed.data(Qt::EditRole).isValid());
}

void tst_RolloutModel::speaks_data()
{
    QTest::addColumn<Scenario>("scenario");
    QTest::addColumn<QString>("text");

    const auto master = [](Scenario &s) { s.pod(2).meta.labels.insert(u"redis.io/role-master"_s, u"1"_s); };
    QTest::newRow("of a pod that is done") << Scenario().complete().change(master)
                                           << u"orders-2, Ready, New revision, tag 8.0.6-54, on node node-2, master of "
                                              u"the cluster, done"_s;
    QTest::newRow("of a pod that is next") << Scenario().rolling()
                                           << u"orders-2, Ready, Old revision, tag 8.0.2-17, on node node-2, replaced "
                                              u"next"_s;
    QTest::newRow("of a pod that is not there") << Scenario().rolling().missing(2) << u"orders-2, Missing"_s;
    QTest::newRow("of a pod that crashes") << Scenario().waiting(2, u"CrashLoopBackOff"_s).change([](Scenario &s) {
        s.pod(2).containerStatuses.first().restartCount = 4;
    }) << u"orders-2, Failed: CrashLoopBackOff, Current revision, tag 8.0.2-17, on node node-2, restarts: 4"_s;
}

void tst_RolloutModel::speaks()
{
    QFETCH(Scenario, scenario);
    const Watched watched(scenario);
    QTEST(watched.model.index(2, 0).data(Qt::AccessibleTextRole).toString(), "text");
    QCOMPARE(watched.model.index(2, int(RolloutModel::Column::Tag)).data(Qt::AccessibleTextRole).toString(),
             watched.text(2, RolloutModel::Column::Tag));
}

void tst_RolloutModel::hasHeaders()
{
    const RolloutModel model;
    QStringList headers;
    for (int column = 0; column < model.columnCount(); ++column)
        headers.append(model.headerData(column, Qt::Horizontal).toString());
    QCOMPARE(headers,
             (QStringList{u"Pod"_s, u"State"_s, u"Revision"_s, u"Image tag"_s, u"IP"_s, u"Node"_s, u"Restarts"_s,
                          u"Since"_s}));
    QVERIFY(model.roleNames().contains(RolloutModel::RowRole));
}

void tst_RolloutModel::changesOnlyWhatDiffers()
{
    Scenario scenario(5);
    Watched watched(scenario);
    watched.model.setRollout(scenario.judged());
    QCOMPARE(watched.dataChanged.size(), 0);
    QCOMPARE(watched.changed.size(), 0);

    watched.model.setRollout(scenario.notReady(1).notReady(2).notReady(4).judged());
    QCOMPARE(watched.dataChanged.size(), 2); // 1 to 2, and 4
    QCOMPARE(watched.dataChanged.at(0).at(0).toModelIndex().row(), 1);
    QCOMPARE(watched.dataChanged.at(0).at(1).toModelIndex().row(), 2);
    QCOMPARE(watched.dataChanged.at(1).at(0).toModelIndex().row(), 4);
    QCOMPARE(watched.dataChanged.at(1).at(1).toModelIndex().row(), 4);
    QCOMPARE(watched.changed.size(), 1);
    QCOMPARE(watched.reset.size() + watched.inserted.size() + watched.removed.size(), 0);
}

void tst_RolloutModel::growsAndShrinks()
{
    Scenario scenario(3);
    Watched watched(scenario);
    scenario.set.replicas = 5;
    watched.model.setRollout(scenario.judged());
    QCOMPARE(watched.inserted.size(), 1);
    QCOMPARE(watched.inserted.first().at(1).toInt(), 3);
    QCOMPARE(watched.inserted.first().at(2).toInt(), 4);

    scenario.set.replicas = 1;
    watched.model.setRollout(scenario.judged());
    QCOMPARE(watched.removed.size(), 1); // those without a pod go at once
    QCOMPARE(watched.removed.first().at(1).toInt(), 3);
    QCOMPARE(watched.model.rowCount(), 3);

    watched.model.setRollout(scenario.missing(1).judged()); // out of order, as unordered sets do
    QCOMPARE(watched.model.rowCount(), 2);
    QCOMPARE(watched.rows().last().ordinal, 2);

    scenario.set.replicas = 3;
    watched.model.setRollout(scenario.judged());
    QCOMPARE(watched.inserted.size(), 2);
    QCOMPARE(watched.inserted.last().at(1).toInt(), 1);
    QCOMPARE(watched.rows(), scenario.judged().rows);
    QCOMPARE(watched.reset.size(), 0);
}

void tst_RolloutModel::reportsReplacements()
{
    Scenario scenario = Scenario().rolling();
    Watched watched(scenario);
    const PodRow old = watched.rows().at(2);
    connect(&watched.model, &RolloutModel::podReplaced, &watched.model,
            [&](int ordinal, const PodRow &, const PodRow &fresh) {
                QCOMPARE(watched.rows().at(ordinal), fresh); // the row has changed before
            });
    watched.model.setRollout(scenario.replaced(2).judged());
    QCOMPARE(watched.replaced.size(), 1);
    QCOMPARE(watched.replaced.first().at(0).toInt(), 2);
    QCOMPARE(watched.replaced.first().at(1).value<PodRow>(), old);
    QCOMPARE(watched.replaced.first().at(2).value<PodRow>(), watched.rows().at(2));
}

void tst_RolloutModel::reportsAReplacementAcrossAGap()
{
    Scenario scenario = Scenario().rolling();
    Watched watched(scenario);
    watched.model.setRollout(scenario.terminating(2).judged());
    const PodRow last = watched.rows().at(2);
    watched.model.setRollout(scenario.missing(2).judged());
    QCOMPARE(watched.rows().at(2).state, PodState::Missing);
    QCOMPARE(watched.replaced.size(), 0);
    watched.model.setRollout(scenario.replaced(2).judged());
    QCOMPARE(watched.replaced.size(), 1);
    QCOMPARE(watched.replaced.first().at(1).value<PodRow>(), last);
    QCOMPARE(last.state, PodState::Terminating);
}

void tst_RolloutModel::reportsNoReplacementForOtherReasons()
{
    Scenario scenario = Scenario().missing(0);
    Watched watched(scenario);
    watched.model.setRollout(scenario.replaced(0).judged()); // nothing was seen there before
    watched.model.setRollout(scenario.starting(0).judged());
    watched.model.setRollout(scenario.ready(0).judged());
    QCOMPARE(watched.replaced.size(), 0);

    // A place that was given up and comes back is a new place.
    scenario.set.replicas = 2;
    watched.model.setRollout(scenario.missing(2).judged());
    QCOMPARE(watched.model.rowCount(), 2);
    scenario.set.replicas = 3;
    watched.model.setRollout(scenario.replaced(2).judged());
    QCOMPARE(watched.model.rowCount(), 3);
    QCOMPARE(watched.replaced.size(), 0);
}

void tst_RolloutModel::tellsOfOtherChanges()
{
    Scenario scenario = Scenario().complete();
    scenario.cluster.state = u"Upgrade"_s;
    Watched watched(scenario);
    scenario.cluster.state = u"Running"_s;
    watched.model.setRollout(scenario.judged());
    QCOMPARE(watched.dataChanged.size(), 0);
    QCOMPARE(watched.changed.size(), 1);
    QCOMPARE(watched.model.rollout().phase, Rollout::Phase::Done);
    QCOMPARE(watched.model.rollout(), scenario.judged());
}

void tst_RolloutModel::takesAnotherStatefulSet()
{
    Watched watched{Scenario()};
    Scenario other(2);
    other.set.meta.name = u"carts"_s;
    for (int ordinal = 0; ordinal < 2; ++ordinal)
        other.pod(ordinal).meta.name = u"carts-%1"_s.arg(ordinal);
    watched.model.setRollout(other.judged());
    QCOMPARE(watched.reset.size(), 1);
    QCOMPARE(watched.model.rowCount(), 2);
    QCOMPARE(watched.text(0, RolloutModel::Column::Pod), u"carts-0"_s);
    QCOMPARE(watched.replaced.size(), 0);

    // The same name made anew is the same table.
    other.set.meta.uid = u"set-2"_s;
    watched.model.setRollout(other.judged());
    QCOMPARE(watched.reset.size(), 1);
}

void tst_RolloutModel::survivesAnyCourse()
{
    QRandomGenerator random(20260805);
    Scenario scenario(4);
    Watched watched(scenario);
    QHash<int, QString> uids;
    int replacements = 0;
    connect(&watched.model, &RolloutModel::podReplaced, &watched.model,
            [&](int ordinal, const PodRow &old, const PodRow &fresh) {
                ++replacements;
                QCOMPARE(old.ordinal, ordinal);
                QCOMPARE(fresh.ordinal, ordinal);
                QCOMPARE(uids.value(ordinal), old.uid);
                QVERIFY(old.uid != fresh.uid && !fresh.uid.isEmpty());
            });
    for (int i = 0; i < 3000; ++i) {
        const int ordinal = random.bounded(8);
        switch (random.bounded(6)) {
        case 0:
            scenario.set.replicas = random.bounded(8);
            break;
        case 1:
            scenario.replaced(ordinal);
            break;
        case 2:
            scenario.missing(ordinal);
            break;
        case 3:
            small::controllerStep(&scenario);
            break;
        default:
            small::kubeletStep(&scenario, ordinal);
            break;
        }
        const Rollout rollout = scenario.judged();
        watched.model.setRollout(rollout);
        QCOMPARE(watched.rows(), rollout.rows);
        QCOMPARE(watched.model.rollout(), rollout);
        QHash<int, QString> present;
        for (const PodRow &row : rollout.rows)
            present.insert(row.ordinal, row.uid.isEmpty() ? uids.value(row.ordinal) : row.uid);
        uids = present;
    }
    QVERIFY(replacements > 100);
    QCOMPARE(watched.reset.size(), 0);
}

QTEST_GUILESS_MAIN(tst_RolloutModel)
#include "tst_rolloutmodel.moc"
