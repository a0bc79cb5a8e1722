// SPDX-License-Identifier: Apache-2.0
#include "blocks/markedlist.h"
#include "blocks/notice.h"
#include "bundle/applybar.h"
#include "bundle/bundlepage.h"
#include "bundle/bundleupgrade.h"
#include "bundle/comparisonpage.h"
#include "bundle/sourcecard.h"
#include "bundleexpectation.h"
#include "contestedfields.h"
#include "credentialsources.h"
#include "fleet/fleetmodel.h"
#include "fleet/fleetpanel.h"
#include "gitupstream.h"
#include "livecluster.h"
#include "look/appearance.h"
#include "pages/clusterpage.h"
#include "valuepath.h"
#include "window/mainwindow.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QStandardPaths>
#include <QTest>
#include <QTreeView>
#include <algorithm>

using namespace Qt::StringLiterals;
using testsupport::LiveCluster;
using upgrade::BundleUpgrade;
using upgrade::UpgradeDocument;
using State = upgrade::BundleUpgrade::State;

namespace {

const QString nameSpace = u"redis"_s;
const QString first = u"v7.4.2-2"_s;
const QString second = u"v7.22.2-40"_s;
const QString third = u"v8.0.6-8"_s;

const char cluster[] = R"({
    "apiVersion": "app.redislabs.com/v1", "kind": "RedisEnterpriseCluster",
    "metadata": {"name": "orders"}, "spec": {"nodes": 3}})";

QByteArray readAll(const QString &path)
{
    QFile file(path);
    if (!file.open(QFile::ReadOnly))
        qFatal("%s cannot be read", qPrintable(path));
    return file.readAll();
}

} // namespace

/// The operator's bundle on a real control plane, through the real window by clicks and keys, with the real releases.
class tst_Bundle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void cleanup();

    void tenChangesSurvive_data();
    void tenChangesSurvive();
    void writesNothingThatTheServerRefuses();
    void aViewerSeesTheWholeComparison();
    void conflictsAreSettledEachWay_data();
    void conflictsAreSettledEachWay();
    void finishesWhatWasKilled();

private:
    void openWindow(const QString &kubeconfig);
    void compare(const QString &release);
    [[nodiscard]] BundleUpgrade &upgrade() const { return *page().upgrade(); }
    void addRelease(const QString &tag, const QList<QJsonObject> &objects);
    [[nodiscard]] ui::BundlePage &page() const { return *m_window->clusterPage()->bundlePage(); }
    void click(QPushButton *button);

    QDir m_bundles{QDir::cleanPath(QStringLiteral(TEST_DATA "/../../../shared/data/redis-enterprise-k8s-docs"))};
    QTemporaryDir m_folder;
    std::unique_ptr<LiveCluster> m_cluster;
    std::unique_ptr<testsupport::GitUpstream> m_upstream;
    std::unique_ptr<BundleExpectation> m_expectation;
    std::unique_ptr<kube::ExecConsent> m_consent;
    std::optional<redis::Catalogue> m_catalogue;
    std::unique_ptr<upgrade::Journal> m_journal;
    std::unique_ptr<ui::Appearance> m_appearance;
    std::unique_ptr<upgrade::Fleet> m_fleet;
    std::unique_ptr<ui::MainWindow> m_window;
};

void tst_Bundle::initTestCase()
{
    if (const QString why = LiveCluster::unavailable(); !why.isEmpty())
        QSKIP(qPrintable(why));
    if (!m_bundles.exists())
        QSKIP("../shared/data is not there: the real bundles cannot be applied.");
    QStandardPaths::setTestModeEnabled(true);
    m_appearance = std::make_unique<ui::Appearance>();
    const kube::Result<redis::Catalogue> catalogue = redis::Catalogue::builtIn();
    QVERIFY(catalogue);
    m_catalogue = *catalogue;
    m_journal = std::make_unique<upgrade::Journal>(m_folder.filePath(u"journal.jsonl"_s));
    m_consent = std::make_unique<kube::FixedConsent>(false);

    m_upstream = std::make_unique<testsupport::GitUpstream>(m_folder.filePath(u"upstream"_s));
    for (const QString &release : {first, second, third})
        m_upstream->release(release, {{u"bundle.yaml"_s, readAll(m_bundles.filePath(release + u"/bundle.yaml"))}});

    m_cluster = std::make_unique<LiveCluster>(0);
    QVERIFY2(m_cluster->isUp(), qPrintable(m_cluster->output()));
    m_expectation =
        std::make_unique<BundleExpectation>(m_cluster->adminKubeconfig(), nameSpace, m_bundles.absolutePath());
    m_expectation->kubectl({u"create"_s, u"namespace"_s, nameSpace});
    m_expectation->install(first);
    m_expectation->changeTenThings();
    m_expectation->kubectl(
        {u"wait"_s, u"--for=condition=Established"_s, u"crd/redisenterpriseclusters.app.redislabs.com"_s});
    m_expectation->kubectl({u"apply"_s, u"-f"_s, u"-"_s}, cluster);
}

void tst_Bundle::cleanupTestCase()
{
    m_cluster.reset();
}

void tst_Bundle::cleanup()
{
    m_window.reset();
    m_fleet.reset();
    if (QTest::currentTestFailed() && m_cluster)
        qWarning().noquote() << m_cluster->describe();
}

void tst_Bundle::openWindow(const QString &kubeconfig)
{
    m_window.reset();
    kube::Result<kube::Kubeconfig> loaded =
        kube::Kubeconfig::load(kube::KubeconfigLocations::fromEnvironment(kubeconfig));
    QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().message));
    m_fleet = std::make_unique<upgrade::Fleet>(std::move(*loaded), [this](const kube::ClusterConfig &config) {
        return kube::makeCredentialSource(config, m_consent.get());
    });
    m_window = std::make_unique<ui::MainWindow>(m_fleet.get(), *m_catalogue, *m_journal, *m_appearance,
                                                &QDateTime::currentDateTimeUtc, ui::MainWindow::Options());
    m_window->resize(1280, 800);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get())); // shortcuts are those of the active one
    QTreeView *view = m_window->fleetPanel()->view();
    const auto find = [&](auto &self, const QModelIndex &parent) -> QModelIndex {
        for (int row = 0; row < view->model()->rowCount(parent); ++row) {
            const QModelIndex index = view->model()->index(row, 0, parent);
            if (index.data(ui::FleetModel::RowRole).value<ui::FleetRow>().title == "orders"_L1)
                return index;
            if (const QModelIndex found = self(self, index); found.isValid())
                return found;
        }
        return {};
    };
    QTRY_VERIFY_WITH_TIMEOUT(find(find, {}).isValid(), 30'000);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(find(find, {})).center());
    QTRY_VERIFY(m_window->clusterPage());
    m_window->clusterPage()->open(ui::ClusterPage::Step::Bundle);
}

void tst_Bundle::click(QPushButton *button)
{
    QTRY_VERIFY_WITH_TIMEOUT(button->isVisible() && button->isEnabled(), 60'000);
    QTest::mouseClick(button, Qt::LeftButton);
}

/// As a person does: the address of the repository, the release by its name, and the button. Ends when the comparison
/// does.
void tst_Bundle::compare(const QString &release)
{
    ui::SourceCard &card = *page().sourceCard();
    card.addressField()->setFocus();
    card.addressField()->selectAll();
    QTest::keyClicks(card.addressField(), m_upstream->folder());
    QTest::keyClick(card.addressField(), Qt::Key_Return);
    QTRY_VERIFY2_WITH_TIMEOUT(page().source().repository().releases().size() >= 3,
                              qPrintable(page().source().address()), 30'000);
    QTest::keyClicks(card.filterField(), release.sliced(1));
    QTRY_COMPARE(card.list()->model()->rowCount(), 1);
    QTest::mouseClick(card.list()->viewport(), Qt::LeftButton, {},
                      card.list()->visualRect(card.list()->model()->index(0, 0)).center());
    QTRY_VERIFY_WITH_TIMEOUT(card.release() && card.release()->tag == release, 10'000);
    click(card.compareButton());
    QTRY_VERIFY2_WITH_TIMEOUT(page().upgrade(), qPrintable(card.choiceNotice()->text()), 30'000);
    const auto isCompared = [this] {
        const State state = upgrade().state();
        return state != State::Idle && state != State::Comparing && state != State::Checking;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isCompared(), 60'000);
}

void tst_Bundle::tenChangesSurvive_data()
{
    QTest::addColumn<QString>("release");
    QTest::newRow("from 7.4.2-2 to 7.22.2-40") << second;
    QTest::newRow("on to 8.0.6-8") << third;
}

void tst_Bundle::tenChangesSurvive()
{
    QFETCH(QString, release);
    openWindow(m_cluster->adminKubeconfig());
    compare(release);
    if (QTest::currentTestFailed())
        return;
    QVERIFY2(upgrade().state() == State::Ready, qPrintable(upgrade().whyNot()));
    for (const UpgradeDocument &document : upgrade().documents())
        QCOMPARE(document.plan.base, upgrade::DocumentPlan::Base::Release);

    click(page().comparison()->bar()->applyButton());
    QTRY_COMPARE_WITH_TIMEOUT(upgrade().state(), State::Done, 60'000);
    const QStringList differences = m_expectation->differences(release);
    QVERIFY2(differences.isEmpty(), qPrintable(differences.join(u'\n').left(4'000)));
    QCOMPARE(m_expectation->kubectlDiff(release), 0);

    const QMap<QString, QString> before = m_expectation->resourceVersions(release);
    click(page().comparison()->againButton());
    QTRY_COMPARE_WITH_TIMEOUT(upgrade().state(), State::Nothing, 60'000);
    QVERIFY(!page().comparison()->bar()->applyButton()->isEnabled());
    QMap<QString, QString> after = m_expectation->resourceVersions(release);
    const QString deployment = u"deployment/redis-enterprise-operator"_s;
    after[deployment] = before[deployment]; // its status goes on
    QCOMPARE(after, before);
}

void tst_Bundle::addRelease(const QString &tag, const QList<QJsonObject> &objects)
{
    QJsonArray items;
    for (const QJsonObject &object : objects)
        items.append(object);
    const QJsonObject list{{"apiVersion"_L1, "v1"_L1}, {"kind"_L1, "List"_L1}, {"items"_L1, items}};
    m_upstream->release(tag, {{u"bundle.yaml"_s, QJsonDocument(list).toJson()}});
}

void tst_Bundle::conflictsAreSettledEachWay_data()
{
    QTest::addColumn<int>("side");
    QTest::newRow("yours") << int(ContestedField::Yours);
    QTest::newRow("theirs") << int(ContestedField::Theirs);
    QTest::newRow("edited") << int(ContestedField::Edited);
}

void tst_Bundle::conflictsAreSettledEachWay()
{
    QFETCH(int, side);
    // Two releases of our own, made of a real one: what a person and the second of them change is the same fields.
    const QList<ContestedField> fields = contestedFields();
    const auto release = [&](ContestedField::Side of, const QString &tag) {
        QList<QJsonObject> objects;
        for (const QJsonObject &object : m_expectation->objectsOf(third))
            objects.append(withContested(object, fields, of, tag));
        return objects;
    };
    addRelease(u"v8.0.7-1"_s, release(ContestedField::Base, u"8.0.7-1"_s));
    addRelease(u"v8.0.7-2"_s, release(ContestedField::Theirs, u"8.0.7-2"_s));
    for (const QJsonObject &object : release(ContestedField::Yours, u"8.0.7-1"_s))
        m_expectation->replace(object);

    openWindow(m_cluster->adminKubeconfig());
    compare(u"v8.0.7-2"_s);
    if (QTest::currentTestFailed())
        return;
    QCOMPARE(upgrade().state(), State::Deciding);
    QStringList conflicts;
    for (const UpgradeDocument &document : upgrade().documents()) {
        QCOMPARE(document.plan.base, upgrade::DocumentPlan::Base::Release);
        for (const yaml::Conflict &conflict : document.plan.merge->conflicts())
            conflicts.append(conflict.path.toString());
    }
    QStringList expected;
    for (const ContestedField &field : fields)
        expected.append(field.keyed);
    conflicts.sort();
    expected.sort();
    QCOMPARE(conflicts, expected);

    if (side == ContestedField::Edited) {
        for (const ContestedField &field : fields) {
            for (const UpgradeDocument &document : QList(upgrade().documents())) {
                const auto path = yaml::Path::fromString(field.keyed);
                if (document.plan.identity.kind == field.kind)
                    upgrade().decide(document.plan.identity, *path, field.edited);
            }
        }
    } else {
        for (int i = 0; i < 3 * fields.size() && page().hasConflict(); ++i) {
            page().goToNextConflict();
            QTest::keyClick(QApplication::focusWidget(), side == ContestedField::Yours ? Qt::Key_1 : Qt::Key_2);
        }
    }
    QTRY_VERIFY2_WITH_TIMEOUT(upgrade().state() == State::Ready, qPrintable(upgrade().whyNot()), 60'000);
    click(page().comparison()->bar()->applyButton());
    QTRY_COMPARE_WITH_TIMEOUT(upgrade().state(), State::Done, 60'000);
    for (const ContestedField &field : fields) {
        const QJsonObject live = m_expectation->live(field.kind, field.name);
        QVERIFY2(yaml::isSame(field.in(live), field.expected(ContestedField::Side(side))), qPrintable(field.path));
    }
    click(page().comparison()->againButton());
    QTRY_COMPARE_WITH_TIMEOUT(upgrade().state(), State::Nothing, 60'000);
}

void tst_Bundle::writesNothingThatTheServerRefuses()
{
    // Fifty defaults that are not of the type of their fields, as on a server that is too old for a definition.
    QJsonArray items;
    for (QJsonObject object : m_expectation->wanted(third)) {
        if (object["metadata"_L1]["name"_L1] == "redisenterpriseclusters.app.redislabs.com"_L1) {
            for (int i = 0; i < 50; ++i) {
                const yaml::Path path{u"spec"_s,   u"versions"_s,        qsizetype(0),
                                      u"schema"_s, u"openAPIV3Schema"_s, u"properties"_s,
                                      u"spec"_s,   u"properties"_s,      u"wrong%1"_s.arg(i)};
                object =
                    yaml::withValue(object, path, QJsonObject{{"type"_L1, "string"_L1}, {"default"_L1, i}}).toObject();
            }
        }
        items.append(object);
    }
    QFile file(m_folder.filePath(u"refused.yaml"_s));
    QVERIFY(file.open(QFile::WriteOnly));
    const QJsonObject list{{"apiVersion"_L1, "v1"_L1}, {"kind"_L1, "List"_L1}, {"items"_L1, items}};
    file.write(QJsonDocument(list).toJson());
    file.close();

    const QMap<QString, QString> before = m_expectation->resourceVersions(third);
    QCOMPARE(before.size(), 9);
    openWindow(m_cluster->adminKubeconfig());
    page().source().setAddress(m_upstream->folder()); // for the release that runs
    page().source().setFile(file.fileName());
    click(page().sourceCard()->compareButton());
    QTRY_VERIFY(page().upgrade());
    QTRY_COMPARE_WITH_TIMEOUT(upgrade().state(), State::Refused, 60'000);
    QVERIFY(!page().comparison()->bar()->applyButton()->isEnabled());
    for (const UpgradeDocument &document : upgrade().documents()) {
        const bool isWrong = document.plan.identity.name == "redisenterpriseclusters.app.redislabs.com"_L1;
        QCOMPARE(document.state == UpgradeDocument::State::Refused, isWrong);
        QVERIFY(!isWrong || document.error->status["details"_L1]["causes"_L1].toArray().size() >= 50);
    }
    QMap<QString, QString> after = m_expectation->resourceVersions(third);
    const QString deployment = u"deployment/redis-enterprise-operator"_s;
    after[deployment] = before[deployment];
    QCOMPARE(after, before);
}

void tst_Bundle::aViewerSeesTheWholeComparison()
{
    // What viewers of this cluster may not even look at.
    m_expectation->kubectl(
        {u"create"_s, u"clusterrole"_s, u"account-viewer"_s, u"--verb=get"_s, u"--resource=serviceaccounts"_s});
    m_expectation->kubectl({u"create"_s, u"clusterrolebinding"_s, u"account-viewer"_s,
                            u"--clusterrole=account-viewer"_s, u"--user=viewer"_s});
    openWindow(m_cluster->viewerKubeconfig());
    compare(second); // a step down: there is something to see
    if (QTest::currentTestFailed())
        return;
    QCOMPARE(upgrade().state(), State::Deciding);
    int changes = 0;
    for (const UpgradeDocument &document : upgrade().documents()) {
        QVERIFY2(document.state != UpgradeDocument::State::Impossible, qPrintable(document.plan.identity.text()));
        changes += int(document.changes.size());
    }
    QVERIFY(changes > 10);
    QVERIFY(!page().comparison()->bar()->applyButton()->isEnabled());
    QVERIFY2(page().comparison()->bar()->hint().contains(u"patch"), qPrintable(page().comparison()->bar()->hint()));
    QVERIFY(page().comparison()->bar()->hint().contains(u"Deployment redis-enterprise-operator"));
}

void tst_Bundle::finishesWhatWasKilled()
{
    m_expectation->kubectl({u"delete"_s, u"-f"_s, m_bundles.filePath(third + u"/bundle.yaml")});
    m_expectation->install(second);
    m_expectation->changeTenThings();
    m_expectation->kubectl(
        {u"wait"_s, u"--for=condition=Established"_s, u"crd/redisenterpriseclusters.app.redislabs.com"_s});
    m_expectation->kubectl({u"apply"_s, u"-f"_s, u"-"_s}, cluster);

    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral(ROLLHIVECTL),
                  {u"bundle"_s, u"apply"_s, u"--yes"_s, u"--kubeconfig"_s, m_cluster->adminKubeconfig(), u"-n"_s,
                   nameSpace, u"--repository"_s, m_upstream->folder(), u"--release"_s, third});
    QByteArray said;
    while (said.count(": written\n") < 4) {
        QVERIFY2(process.waitForReadyRead(60'000), said.constData());
        said += process.readAll();
    }
    process.kill(); // SIGKILL
    QVERIFY(process.waitForFinished());
    QVERIFY(!said.contains("Deployment redis-enterprise-operator: written"));

    openWindow(m_cluster->adminKubeconfig());
    compare(third);
    if (QTest::currentTestFailed())
        return;
    QVERIFY2(upgrade().state() == State::Ready, qPrintable(upgrade().whyNot()));
    const auto isApplied = [](const UpgradeDocument &document) { return document.isApplied; };
    QVERIFY(std::ranges::count_if(upgrade().documents(), isApplied) >= 4);
    click(page().comparison()->bar()->applyButton());
    QTRY_COMPARE_WITH_TIMEOUT(upgrade().state(), State::Done, 60'000);
    const QStringList differences = m_expectation->differences(third);
    QVERIFY2(differences.isEmpty(), qPrintable(differences.join(u'\n').left(4'000)));
}

QTEST_MAIN(tst_Bundle)
#include "tst_bundle.moc"
