// SPDX-License-Identifier: Apache-2.0
#include "blocks/notice.h"
#include "common/resources.h"
#include "credentialsources.h"
#include "edit/imageeditor.h"
#include "edit/tagfield.h"
#include "fleet/fleetmodel.h"
#include "fleet/fleetpanel.h"
#include "kinds/redisdefinitions.h"
#include "lane/lanewidget.h"
#include "livecluster.h"
#include "look/appearance.h"
#include "pages/clusterpage.h"
#include "pages/rolloutpage.h"
#include "window/mainwindow.h"

#include <QAbstractItemModel>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QTreeView>

using namespace Qt::StringLiterals;
using rollout::PodState;
using testsupport::LiveCluster;

namespace {

const char cluster[] = R"({
    "apiVersion": "app.redislabs.com/v1", "kind": "RedisEnterpriseCluster",
    "metadata": {"name": "orders", "namespace": "default"},
    "spec": {"nodes": 3, "persistentSpec": {"enabled": false}, "redisEnterpriseTerminationGracePeriodSeconds": 5,
             "redisEnterpriseImageSpec": {"versionTag": "8.0.20-1"}}})";

const char operatorDeployment[] = R"({
    "apiVersion": "apps/v1", "kind": "Deployment",
    "metadata": {"name": "redis-enterprise-operator", "namespace": "default"},
    "spec": {"selector": {"matchLabels": {"name": "redis-enterprise-operator"}},
             "template": {"metadata": {"labels": {"name": "redis-enterprise-operator"}},
                          "spec": {"containers": [{"name": "redis-enterprise-operator",
                                                   "image": "redislabs/operator:8.0.20-23"}]}}}})";

QJsonObject json(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

} // namespace

/// The main job on a real control plane, through the real window by clicks and keys: the real StatefulSet controller
/// and real kubelets replace the pods; beside it runs the stand-in of the operator, as a program of its own.
class tst_Window : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void cleanup();

    void upgrades_data();
    void upgrades();
    void twoWriters();
    void aViewerMayLookOnly();

private:
    void send(const kube::ApiRequest &request);
    [[nodiscard]] QJsonObject specOf(const QString &cluster);
    std::unique_ptr<upgrade::Fleet> openFleet(const QString &kubeconfig);
    void clickCluster(ui::MainWindow &window);
    /// Types the tag and clicks until its review can be applied.
    void review(ui::ClusterPage &page, const QString &tag);
    [[nodiscard]] QString kubectlStatus() const;
    void compareWithKubectl(const ui::ClusterPage &page);

    std::unique_ptr<LiveCluster> m_cluster;
    QProcess m_operator;
    std::unique_ptr<kube::ApiClient> m_client;
    std::unique_ptr<kube::ExecConsent> m_consent;
    std::optional<redis::Catalogue> m_catalogue;
    std::unique_ptr<upgrade::Journal> m_journal;
    std::unique_ptr<ui::Appearance> m_appearance;
    QTemporaryDir m_folder;
    int m_compared = 0;
};

void tst_Window::initTestCase()
{
    if (const QString why = LiveCluster::unavailable(); !why.isEmpty())
        QSKIP(qPrintable(why));
    QStandardPaths::setTestModeEnabled(true);
    m_appearance = std::make_unique<ui::Appearance>();
    kube::Result<redis::Catalogue> catalogue = redis::Catalogue::builtIn();
    QVERIFY(catalogue);
    m_catalogue = *catalogue;
    m_journal = std::make_unique<upgrade::Journal>(m_folder.filePath(u"journal.jsonl"_s));
    m_consent = std::make_unique<kube::FixedConsent>(false);

    m_cluster = std::make_unique<LiveCluster>(3);
    QVERIFY2(m_cluster->isUp(), qPrintable(m_cluster->output()));
    m_cluster->setRules("boot=4 redislabs/redis:\n");
    const kube::ClusterConfig config = m_cluster->config();
    m_client = std::make_unique<kube::ApiClient>(config, kube::makeCredentialSource(config, m_consent.get()));
    const kube::ResourceType definitions{.group = u"apiextensions.k8s.io"_s,
                                         .version = u"v1"_s,
                                         .plural = u"customresourcedefinitions"_s,
                                         .kind = u"CustomResourceDefinition"_s,
                                         .namespaced = false};
    for (const QJsonObject &definition : sim::redisDefinitions())
        send(kube::requests::create(definitions, {}, definition, {}));

    m_operator.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_operator.start(QStringLiteral(ROLLHIVECTL),
                     {u"sim"_s, u"operator"_s, u"--kubeconfig"_s, m_cluster->adminKubeconfig()});
    QVERIFY(m_operator.waitForStarted());
    send(kube::requests::create(sim::resources::deployments, u"default"_s, json(operatorDeployment), {}));
    // The new kind is served a moment after it is accepted.
    std::optional<bool> created;
    const auto tryToCreate = [&] {
        created.reset();
        m_client->sendForObject(
            kube::requests::create(sim::resources::redisEnterpriseClusters, u"default"_s, json(cluster), {}), this,
            [&](const kube::Result<kube::ApiObject> &answer) { created = answer.has_value(); });
    };
    tryToCreate();
    QTRY_VERIFY_WITH_TIMEOUT(created && (*created || (tryToCreate(), false)), 30'000);
}

void tst_Window::cleanupTestCase()
{
    if (m_operator.state() != QProcess::NotRunning) {
        m_operator.terminate();
        m_operator.waitForFinished();
    }
    m_client.reset();
    m_cluster.reset();
}

void tst_Window::cleanup()
{
    if (QTest::currentTestFailed() && m_cluster)
        qWarning().noquote() << m_cluster->describe();
}

void tst_Window::send(const kube::ApiRequest &request)
{
    std::optional<kube::Result<kube::ApiObject>> answer;
    m_client->sendForObject(request, this, [&](const auto &result) { answer = result; });
    QTRY_VERIFY_WITH_TIMEOUT(answer, 30'000);
    QVERIFY2(*answer, *answer ? "" : qPrintable(answer->error().message));
}

QJsonObject tst_Window::specOf(const QString &cluster)
{
    std::optional<kube::Result<kube::ApiObject>> answer;
    m_client->sendForObject(kube::requests::get(sim::resources::redisEnterpriseClusters, {u"default"_s, cluster}), this,
                            [&](const auto &result) { answer = result; });
    if (!QTest::qWaitFor([&] { return answer.has_value(); }, 30'000) || !*answer)
        return {};
    return (*answer)->object["spec"_L1].toObject();
}

std::unique_ptr<upgrade::Fleet> tst_Window::openFleet(const QString &kubeconfig)
{
    kube::Result<kube::Kubeconfig> loaded =
        kube::Kubeconfig::load(kube::KubeconfigLocations::fromEnvironment(kubeconfig));
    if (!loaded)
        qFatal("%s", qPrintable(loaded.error().message));
    return std::make_unique<upgrade::Fleet>(std::move(*loaded), [this](const kube::ClusterConfig &config) {
        return kube::makeCredentialSource(config, m_consent.get());
    });
}

/// Finds the row in the tree as a person does, and clicks it.
void tst_Window::clickCluster(ui::MainWindow &window)
{
    QTreeView *view = window.fleetPanel()->view();
    const auto find = [&](auto &self, const QModelIndex &parent) -> QModelIndex {
        for (int row = 0; row < view->model()->rowCount(parent); ++row) {
            const QModelIndex index = view->model()->index(row, 0, parent);
            const auto fleetRow = index.data(ui::FleetModel::RowRole).value<ui::FleetRow>();
            if (fleetRow.kind == ui::FleetRow::Kind::Cluster && fleetRow.title == "orders"_L1)
                return index;
            if (const QModelIndex found = self(self, index); found.isValid())
                return found;
        }
        return {};
    };
    QTRY_VERIFY_WITH_TIMEOUT(find(find, {}).isValid(), 30'000);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(find(find, {})).center());
}

void tst_Window::review(ui::ClusterPage &page, const QString &tag)
{
    page.open(ui::ClusterPage::Step::Image);
    auto *field = page.findChild<ui::TagField *>();
    QVERIFY(field);
    QTest::mouseClick(field->lineEdit(), Qt::LeftButton);
    QTest::keyClick(field->lineEdit(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(field->lineEdit(), tag);
    auto *review = page.findChild<QPushButton *>(u"review"_s);
    QTRY_VERIFY(review && review->isEnabled());
    QTest::mouseClick(review, Qt::LeftButton);
    const auto *apply = page.findChild<QPushButton *>(u"apply"_s);
    QTRY_VERIFY_WITH_TIMEOUT(apply && apply->isVisible() && apply->isEnabled(), 30'000);
}

QString tst_Window::kubectlStatus() const
{
    QProcess kubectl;
    kubectl.start(u"kubectl"_s,
                  {u"--kubeconfig"_s, m_cluster->adminKubeconfig(), u"rollout"_s, u"status"_s, u"sts/orders"_s,
                   u"--watch=false"_s});
    // The window goes on meanwhile: what it said before and after brackets the moment of kubectl's answer.
    if (!QTest::qWaitFor([&] { return kubectl.state() == QProcess::NotRunning; }, 20'000) || kubectl.exitCode() != 0)
        return {};
    return QString::fromUtf8(kubectl.readAllStandardOutput()).trimmed();
}

void tst_Window::compareWithKubectl(const ui::ClusterPage &page)
{
    QStringList ours{page.rolloutPage()->statusSentence()};
    const auto connection =
        connect(&const_cast<ui::ClusterPage &>(page).follower(), &upgrade::RolloutFollower::statusChanged, this,
                [&](const QString &sentence) { ours.append(sentence); });
    const QString theirs = kubectlStatus();
    // Our watch may be a moment behind its GET.
    const bool same = QTest::qWaitFor([&] { return ours.contains(theirs); }, 2'000);
    disconnect(connection);
    if (theirs.isEmpty())
        return; // the server restarts just now
    QVERIFY2(same, qPrintable(u"kubectl: %1\nours: %2"_s.arg(theirs, ours.join(u" | "_s))));
    ++m_compared;
}

void tst_Window::upgrades_data()
{
    QTest::addColumn<QString>("tag");
    QTest::addColumn<QString>("trouble");

    QTest::newRow("undisturbed") << u"8.0.20-2"_s << QString();
    QTest::newRow("the API server restarts in the middle") << u"8.0.20-3"_s << u"restart-apiserver"_s;
    QTest::newRow("the history is compacted and the server restarts") << u"8.0.20-4"_s << u"compact"_s;
}

void tst_Window::upgrades()
{
    QFETCH(QString, tag);
    QFETCH(QString, trouble);
    const auto fleet = openFleet(m_cluster->adminKubeconfig());
    ui::MainWindow window(fleet.get(), *m_catalogue, *m_journal, *m_appearance, &QDateTime::currentDateTimeUtc, {});
    window.resize(1280, 800);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    clickCluster(window);
    QTRY_VERIFY(window.clusterPage());
    ui::ClusterPage &page = *window.clusterPage();
    upgrade::RolloutFollower &follower = page.follower();
    QTRY_VERIFY_WITH_TIMEOUT(follower.cluster() && follower.cluster()->state == redis::ClusterState::Running
                                 && follower.rollout().phase == rollout::Rollout::Phase::Idle,
                             180'000);

    // What the lane shows of each pod, in order.
    QMap<int, QList<PodState>> seen;
    QList<int> replaced;
    connect(&follower.model(), &rollout::RolloutModel::podReplaced, this,
            [&](int ordinal) { replaced.append(ordinal); });
    connect(&follower, &upgrade::RolloutFollower::changed, this, [&] {
        const ui::LaneWidget &lane = *page.rolloutPage()->lane();
        for (int place = 0; place < lane.count(); ++place) {
            const rollout::PodRow &row = lane.pod(place);
            QList<PodState> &states = seen[row.ordinal];
            if (states.isEmpty() || states.last() != row.state)
                states.append(row.state);
        }
    });

    QTRY_COMPARE(page.findChild<QLabel *>(u"operator"_s)->text(), u"Operator 8.0.20-23"_s);
    review(page, tag);
    QTest::mouseClick(page.findChild<QPushButton *>(u"apply"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(page.openStep(), ui::ClusterPage::Step::Rollout, 30'000);

    QTRY_COMPARE_WITH_TIMEOUT(replaced.size(), 1, 120'000);
    compareWithKubectl(page);
    if (trouble == "compact"_L1)
        QVERIFY2(m_cluster->run(u"compact"_s), qPrintable(m_cluster->output()));
    if (!trouble.isEmpty())
        m_cluster->begin(u"restart-apiserver"_s);
    while (follower.rollout().phase != rollout::Rollout::Phase::Done) {
        QSignalSpy spoken(&follower, &upgrade::RolloutFollower::statusChanged);
        QTRY_VERIFY_WITH_TIMEOUT(!spoken.isEmpty() || follower.rollout().phase == rollout::Rollout::Phase::Done,
                                 120'000);
        compareWithKubectl(page);
    }
    QCOMPARE(replaced, (QList<int>{2, 1, 0}));
    QVERIFY(follower.endedAt().isValid());
    for (int ordinal = 0; ordinal < 3; ++ordinal) {
        const QList<PodState> &states = seen[ordinal];
        // Before, on its way out, starting again, and ready on the new revision.
        const qsizetype out = states.indexOf(PodState::Terminating);
        const qsizetype starting = states.indexOf(PodState::Starting, out);
        QVERIFY2(out >= 0 && starting > out && states.last() == PodState::Ready,
                 qPrintable(u"pod %1 went through %2 states"_s.arg(ordinal).arg(states.size())));
        QCOMPARE(follower.rollout().rows.at(ordinal).tag, tag);
        QVERIFY(follower.rollout().rows.at(ordinal).done);
    }
    QVERIFY2(m_compared > 0, "kubectl was compared with");

    const kube::Result<upgrade::Journal::Contents> journal = m_journal->read();
    QVERIFY(journal);
    QCOMPARE(journal->entries.last().outcome, upgrade::JournalEntry::Outcome::Written);
    QCOMPARE(journal->entries.last().changes.last().after, QJsonValue(tag));
}

void tst_Window::twoWriters()
{
    const auto fleet = openFleet(m_cluster->adminKubeconfig());
    ui::MainWindow window(fleet.get(), *m_catalogue, *m_journal, *m_appearance, &QDateTime::currentDateTimeUtc, {});
    window.resize(1280, 800);
    window.show();
    clickCluster(window);
    QTRY_VERIFY(window.clusterPage());
    ui::ClusterPage &page = *window.clusterPage();
    QTRY_VERIFY_WITH_TIMEOUT(page.follower().cluster(), 30'000);
    const QString before = page.follower().cluster()->image.versionTag.value();
    const QString tag = u"8.0.20-5"_s;
    review(page, tag);

    const QJsonObject change{{"spec"_L1, QJsonObject{{"uiServiceType"_L1, "LoadBalancer"_L1}}}};
    send(kube::requests::patch(sim::resources::redisEnterpriseClusters, {u"default"_s, u"orders"_s},
                               kube::PatchType::Merge, change, {}));
    const auto *moved = page.findChild<ui::Notice *>(u"moved"_s);
    QTRY_VERIFY_WITH_TIMEOUT(moved->text().contains("spec.uiServiceType"_L1), 30'000);
    QCOMPARE(specOf(u"orders"_s)["redisEnterpriseImageSpec"_L1]["versionTag"_L1].toString(), before);
    QCOMPARE(page.openStep(), ui::ClusterPage::Step::Review);
    QCOMPARE(page.editor()->choice().redis.versionTag, tag);

    auto *apply = page.findChild<QPushButton *>(u"apply"_s);
    QTRY_VERIFY_WITH_TIMEOUT(apply->isEnabled(), 30'000);
    QTest::mouseClick(apply, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(page.openStep(), ui::ClusterPage::Step::Rollout, 30'000);
    const QJsonObject after = specOf(u"orders"_s);
    QCOMPARE(after["redisEnterpriseImageSpec"_L1]["versionTag"_L1].toString(), tag);
    QCOMPARE(after["uiServiceType"_L1].toString(), u"LoadBalancer"_s);
}

void tst_Window::aViewerMayLookOnly()
{
    const auto fleet = openFleet(m_cluster->viewerKubeconfig());
    ui::MainWindow window(fleet.get(), *m_catalogue, *m_journal, *m_appearance, &QDateTime::currentDateTimeUtc, {});
    window.resize(1280, 800);
    window.show();
    clickCluster(window);
    QTRY_VERIFY(window.clusterPage());
    auto *field = window.clusterPage()->findChild<ui::TagField *>();
    QTRY_VERIFY_WITH_TIMEOUT(!field->tag().isEmpty(), 30'000);
    QTest::keyClick(field->lineEdit(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(field->lineEdit(), u"8.0.20-9"_s);
    QTRY_VERIFY(!window.clusterPage()->editor()->canReview());
    QVERIFY(!window.clusterPage()->editor()->patch().isEmpty());
}

QTEST_MAIN(tst_Window)
#include "tst_window.moc"
