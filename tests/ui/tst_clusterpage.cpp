// SPDX-License-Identifier: Apache-2.0
#include "blocks/notice.h"
#include "blocks/pill.h"
#include "blocks/stepbar.h"
#include "clusterscene.h"
#include "edit/imageeditor.h"
#include "edit/tagfield.h"
#include "pages/clusterpage.h"
#include "pages/managementtext.h"

#include <QJsonArray>
#include <QLabel>
#include <QPushButton>
#include <QTest>
#include <QTimeZone>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace ui;
using PageStep = ui::ClusterPage::Step;

class tst_ClusterPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup();

    void headerTellsTheCluster();
    void headerFollowsTheCluster();
    void headerTellsALicence_data();
    void headerTellsALicence();
    void saysWhenTheOperatorIsNotKnown();
    void theOperatorStaysKnownWhileItCannotBeAsked();
    void saysHowOldItIsAndRecovers();
    void aDeletedClusterSaysSoAndKeepsWhatWasTyped();
    void aClusterThatNeverWasSaysSo();
    void tellsThatManagementIsSuspended_data();
    void tellsThatManagementIsSuspended();
    void tellsSinceWhenItIsSuspended_data();
    void tellsSinceWhenItIsSuspended();
    void theBannerHasAClockWhileItIsSeen();
    void theBannerGoesWhenTheTagFits();
    void withoutPermissionNothingCanBeReviewed();
    void theStepsTellWhatIsToDo();
    void reviewIsOpenedOnlyWithAChange();
    void theChangeIsWrittenOnlyAfterTheReview();
    void aReviewAgainstADeletedClusterSaysSo();

private:
    void begin(sim::ApiServerOptions options = {});
    void open(const QString &name = u"orders"_s);
    [[nodiscard]] QString text(const QString &name) const { return m_page->findChild<QLabel *>(name)->text(); }
    [[nodiscard]] QString notice(const QString &name) const
    {
        const auto *found = m_page->findChild<Notice *>(name);
        return found->isVisible() ? found->text() : QString();
    }
    [[nodiscard]] Pill *state() const { return m_page->findChild<Pill *>(u"state"_s); }
    [[nodiscard]] TagField *tag() const { return m_page->findChild<TagField *>(); }
    [[nodiscard]] QStringList subtitles() const;

    QDateTime m_now; ///< invalid: the time of day
    std::unique_ptr<ClusterScene> m_scene;
    std::unique_ptr<ClusterPage> m_page;
};

void tst_ClusterPage::begin(sim::ApiServerOptions options)
{
    m_scene = std::make_unique<ClusterScene>(std::move(options));
    m_scene->putBoth();
    m_scene->putOperator(u"7.22.0-17"_s);
}

void tst_ClusterPage::open(const QString &name)
{
    const kube::Result<upgrade::ClusterSession *> session = m_scene->fleet().open(u"prod"_s);
    QVERIFY(session);
    QTRY_VERIFY((*session)->freshness().live);
    m_page = std::make_unique<ClusterPage>(
        **session, kube::ObjectKey{u"redis"_s, name}, m_scene->catalogue(), m_scene->journal(),
        [this] { return m_now.isValid() ? m_now : QDateTime::currentDateTimeUtc(); });
    m_page->resize(1100, 800);
    m_page->show();
}

void tst_ClusterPage::cleanup()
{
    m_page.reset();
    m_scene.reset();
    m_now = {};
}

QStringList tst_ClusterPage::subtitles() const
{
    QStringList subtitles;
    for (const ui::Step &step : m_page->findChild<StepBar *>()->steps())
        subtitles.append(step.subtitle);
    return subtitles;
}

void tst_ClusterPage::headerTellsTheCluster()
{
    begin();
    open();
    QTRY_COMPARE(text(u"operator"_s), u"Operator 7.22.0-17"_s);
    QCOMPARE(state()->text(), u"Running"_s);
    QCOMPARE(state()->tone(), Tone::Ok);
    QCOMPARE(text(u"summary"_s),
             u"namespace redis · version 7.22.0-250 · 3 node(s) · licence valid until 2027-03-01"_s);
    QCOMPARE(notice(u"freshness"_s), QString());
    QCOMPARE(notice(u"suspended"_s), QString());
}

void tst_ClusterPage::headerFollowsTheCluster()
{
    begin();
    open();
    QTRY_COMPARE(state()->text(), u"Running"_s);
    m_scene->put(ClusterScene::Cluster{.tag = u"7.22.2-14"_s, .state = u"InvalidUpgrade"_s, .nodes = 5});
    QTRY_COMPARE(state()->text(), u"InvalidUpgrade"_s);
    QCOMPARE(state()->tone(), Tone::Bad);
    QCOMPARE(text(u"summary"_s), u"namespace redis · version 7.22.2-14 · 5 node(s) · licence valid until 2027-03-01"_s);
}

void tst_ClusterPage::headerTellsALicence_data()
{
    QTest::addColumn<QString>("licence");
    QTest::addColumn<QString>("says");
    QTest::newRow("a licence that is over") << u"Expired"_s << u" · licence expired (2027-03-01)"_s;
    QTest::newRow("no word about it") << QString() << u"3 node(s)"_s;
}

void tst_ClusterPage::headerTellsALicence()
{
    QFETCH(QString, licence);
    QFETCH(QString, says);
    begin();
    m_scene->put(ClusterScene::Cluster{.name = u"other"_s, .licence = licence});
    open(u"other"_s);
    QTRY_VERIFY2(text(u"summary"_s).endsWith(says), qPrintable(text(u"summary"_s)));
}

void tst_ClusterPage::saysWhenTheOperatorIsNotKnown()
{
    begin();
    QVERIFY(m_scene->server().objects().remove(u"deployments.apps"_s, u"redis"_s, u"redis-enterprise-operator"_s));
    open();
    QTRY_COMPARE(text(u"operator"_s), u"Operator not known"_s);
    QTRY_VERIFY(m_page->findChild<QLabel *>(u"operator"_s)->toolTip().contains("There is no Deployment"_L1));
    QCOMPARE(notice(u"suspended"_s), QString()); // nothing can be said
}

void tst_ClusterPage::theOperatorStaysKnownWhileItCannotBeAsked()
{
    begin();
    open();
    QTRY_COMPARE(text(u"operator"_s), u"Operator 7.22.0-17"_s);
    m_scene->server().close();
    QTRY_VERIFY(notice(u"freshness"_s).contains("127.0.0.1"_L1));
    QCOMPARE(text(u"operator"_s), u"Operator 7.22.0-17"_s); // not heard of is not gone
    m_scene->putOperator(u"7.22.2-21"_s);
    QVERIFY(m_scene->server().listen());
    m_scene->fleet().reconnect();
    QTRY_COMPARE(text(u"operator"_s), u"Operator 7.22.2-21"_s);
}

void tst_ClusterPage::saysHowOldItIsAndRecovers()
{
    begin();
    open();
    QTRY_COMPARE(state()->text(), u"Running"_s);
    m_scene->server().close();
    QTRY_VERIFY2(notice(u"freshness"_s).startsWith("What you see is as of "_L1), qPrintable(notice(u"freshness"_s)));
    QTRY_VERIFY2(notice(u"freshness"_s).contains("127.0.0.1"_L1), qPrintable(notice(u"freshness"_s)));
    QCOMPARE(state()->text(), u"Running"_s); // what was known stays
    tag()->setTag(u"7.22.0-241"_s);
    QVERIFY(m_scene->server().listen());
    m_scene->fleet().reconnect();
    QTRY_COMPARE(notice(u"freshness"_s), QString());
    QCOMPARE(tag()->tag(), u"7.22.0-241"_s);
}

void tst_ClusterPage::aDeletedClusterSaysSoAndKeepsWhatWasTyped()
{
    begin();
    open();
    QTRY_COMPARE(tag()->tag(), u"7.22.0-250"_s);
    tag()->setTag(u"7.22.2-14"_s);
    QVERIFY(m_scene->server().objects().remove(ClusterScene::clusters, u"redis"_s, u"orders"_s));
    QTRY_COMPARE(state()->text(), u"deleted"_s);
    QCOMPARE(state()->tone(), Tone::Bad);
    QVERIFY2(notice(u"freshness"_s).startsWith("This cluster was deleted."_L1), qPrintable(notice(u"freshness"_s)));
    QCOMPARE(tag()->tag(), u"7.22.2-14"_s);
}

void tst_ClusterPage::aClusterThatNeverWasSaysSo()
{
    begin();
    open(u"nobody"_s);
    QTRY_COMPARE(state()->text(), u"deleted"_s);
    QVERIFY(!m_page->editor()->canReview());
}

void tst_ClusterPage::tellsThatManagementIsSuspended_data()
{
    QTest::addColumn<QString>("tag");
    QTest::addColumn<QString>("operatorTag");
    QTest::addColumn<bool>("suspended");
    QTest::newRow("the operator was upgraded, the cluster was not") << u"7.22.0-250"_s << u"7.22.2-21"_s << true;
    QTest::newRow("of the same line, but of another build") << u"7.22.2-14"_s << u"7.22.2-22"_s << true;
    QTest::newRow("the cluster is newer than the operator") << u"7.22.2-14"_s << u"7.22.0-17"_s << true;
    QTest::newRow("both belong together") << u"7.22.2-14"_s << u"7.22.2-21"_s << false;
    QTest::newRow("an unknown tag of another line") << u"9.1.0-3"_s << u"7.22.2-21"_s << true;
    QTest::newRow("an unknown tag of the same line") << u"9.1.0-3"_s << u"9.1.0-1"_s << false;
    QTest::newRow("the tag is left to the operator") << QString() << u"7.22.2-21"_s << false;
    QTest::newRow("the operator is not known") << u"7.22.0-250"_s << QString() << false;
    QTest::newRow("a tag that does not parse") << u"latest"_s << u"7.22.2-21"_s << false;
}

void tst_ClusterPage::tellsSinceWhenItIsSuspended_data()
{
    QTest::addColumn<QString>("tag");
    QTest::addColumn<QString>("operatorTag");
    QTest::addColumn<bool>("told");
    QTest::newRow("the operator was upgraded, the cluster was not") << u"7.22.0-250"_s << u"7.22.2-21"_s << true;
    QTest::newRow("the operator was upgraded within the line") << u"7.22.2-14"_s << u"7.22.2-22"_s << true;
    QTest::newRow("the cluster went ahead of its operator") << u"7.22.2-14"_s << u"7.22.0-17"_s << false;
    QTest::newRow("an unknown tag behind its operator") << u"7.21.9-3"_s << u"7.22.2-21"_s << true;
    QTest::newRow("an unknown tag ahead of its operator") << u"9.1.0-3"_s << u"7.22.2-21"_s << false;
}

void tst_ClusterPage::tellsSinceWhenItIsSuspended()
{
    QFETCH(QString, tag);
    QFETCH(QString, operatorTag);
    QFETCH(bool, told);
    const kube::Result<redis::Catalogue> catalogue = redis::Catalogue::builtIn();
    redis::RedisEnterpriseCluster cluster;
    cluster.image.versionTag = tag;
    const QDateTime since = QDateTime::fromString(u"2026-08-01T12:00:00Z"_s, Qt::ISODate);
    upgrade::OperatorInfo info{.tag = operatorTag};
    QCOMPARE(suspensionOf(*catalogue, cluster, info).value().since, QDateTime()); // the server does not tell
    info.newSince = since;
    QCOMPARE(suspensionOf(*catalogue, cluster, info).value().since, told ? since : QDateTime());
}

void tst_ClusterPage::tellsThatManagementIsSuspended()
{
    QFETCH(QString, tag);
    QFETCH(QString, operatorTag);
    QFETCH(bool, suspended);
    const kube::Result<redis::Catalogue> catalogue = redis::Catalogue::builtIn();
    redis::RedisEnterpriseCluster cluster;
    cluster.image.versionTag = tag;
    const std::optional<Suspension> suspension = suspensionOf(*catalogue, cluster, {.tag = operatorTag});
    QCOMPARE(suspension.has_value(), suspended);
    if (suspended)
        QCOMPARE(suspension->sentence,
                 u"Operator %1 does not manage this cluster and its databases while the image tag is %2. Change it to "
                 "a tag that operator %1 runs."_s.arg(operatorTag, tag));
}

void tst_ClusterPage::theBannerGoesWhenTheTagFits()
{
    begin();
    m_scene->putOperator(u"7.22.2-21"_s);
    open();
    QTRY_VERIFY2(notice(u"suspended"_s).startsWith("Operator 7.22.2-21 does not manage this cluster"_L1),
                 qPrintable(notice(u"suspended"_s)));
    m_scene->put(ClusterScene::Cluster{.tag = u"7.22.2-14"_s, .state = u"Upgrade"_s});
    QTRY_COMPARE(notice(u"suspended"_s), QString());
}

void tst_ClusterPage::theBannerHasAClockWhileItIsSeen()
{
    begin();
    m_scene->putOperator(u"7.22.2-21"_s);
    const QJsonObject progressing{{"type"_L1, "Progressing"_L1},
                                  {"status"_L1, "True"_L1},
                                  {"reason"_L1, "NewReplicaSetAvailable"_L1},
                                  {"lastTransitionTime"_L1, "2025-01-01T00:00:00Z"_L1},
                                  {"lastUpdateTime"_L1, "2026-08-01T12:00:00Z"_L1}};
    QVERIFY(m_scene->server().objects().patch(u"deployments.apps"_s, u"redis"_s, u"redis-enterprise-operator"_s,
                                              {{"status"_L1,
                                                QJsonObject{{"observedGeneration"_L1, 1'000},
                                                            {"replicas"_L1, 1},
                                                            {"updatedReplicas"_L1, 1},
                                                            {"conditions"_L1, QJsonArray{progressing}}}}},
                                              u"status"_s));
    m_now = QDateTime::fromString(u"2026-08-01T12:12:05Z"_s, Qt::ISODate);
    open();
    const auto *banner = m_page->findChild<Notice *>(u"suspended"_s);
    const auto *clock = m_page->findChild<QTimer *>(u"clock"_s);
    QTRY_COMPARE(banner->aside(), u"For 12 min 5 s now."_s);
    QVERIFY(clock->isActive());
    m_now = m_now.addSecs(1);
    QTRY_COMPARE(banner->aside(), u"For 12 min 6 s now."_s);
    m_page->hide();
    QVERIFY(!clock->isActive());
    m_now = m_now.addSecs(7'200);
    m_page->show();
    QCOMPARE(banner->aside(), u"For 2 h 12 min now."_s);
    QVERIFY(clock->isActive());

    m_scene->put(ClusterScene::Cluster{.tag = u"7.22.2-14"_s, .state = u"Upgrade"_s});
    QTRY_COMPARE(notice(u"suspended"_s), QString());
    QVERIFY(!clock->isActive());
    QCOMPARE(banner->aside(), QString());
}

void tst_ClusterPage::withoutPermissionNothingCanBeReviewed()
{
    begin({.authorizer = sim::readOnlyFor({u"admin"_s})});
    open();
    QTRY_COMPARE(tag()->tag(), u"7.22.0-250"_s);
    tag()->setTag(u"7.22.2-14"_s);
    QTRY_VERIFY(!m_page->editor()->canReview());
    const auto said = [this] {
        for (const Notice *one : m_page->editor()->findChildren<Notice *>()) {
            if (one->text().contains("You may look, but not change"_L1))
                return one->text();
        }
        return QString();
    };
    QVERIFY2(said().contains(u"user \"ada\""_s) && said().contains(u"patch redisenterpriseclusters"_s)
                 && said().contains(u"namespace \"redis\""_s),
             qPrintable(said()));
    QCOMPARE(tag()->tag(), u"7.22.2-14"_s);
}

void tst_ClusterPage::theStepsTellWhatIsToDo()
{
    begin();
    open();
    QTRY_COMPARE(subtitles(), (QStringList{u"7.22.0-17 runs"_s, u"7.22.0-250"_s, u"nothing to review"_s, u"nothing under way"_s}));
    tag()->setTag(u"7.22.2-14"_s);
    QCOMPARE(subtitles().at(1), u"7.22.2-14"_s);
    tag()->setTag({});
    QCOMPARE(subtitles().at(1), u"left to the operator"_s);
}

void tst_ClusterPage::reviewIsOpenedOnlyWithAChange()
{
    begin();
    open();
    QTRY_COMPARE(tag()->tag(), u"7.22.0-250"_s);
    m_page->open(PageStep::Review);
    QCOMPARE(m_page->openStep(), PageStep::Image);
    m_page->open(PageStep::Rollout);
    QCOMPARE(m_page->openStep(), PageStep::Rollout);
    tag()->setTag(u"7.22.2-14"_s);
    m_page->open(PageStep::Review);
    QCOMPARE(m_page->openStep(), PageStep::Review);
}

void tst_ClusterPage::theChangeIsWrittenOnlyAfterTheReview()
{
    begin();
    open();
    QTRY_COMPARE(tag()->tag(), u"7.22.0-250"_s);
    tag()->setTag(u"7.22.2-14"_s);
    QTest::mouseClick(m_page->editor()->findChild<QPushButton *>(u"review"_s), Qt::LeftButton);
    QCOMPARE(m_page->openStep(), PageStep::Review);
    auto *apply = m_page->findChild<QPushButton *>(u"apply"_s);
    QTRY_VERIFY(apply->isEnabled());
    QCOMPARE(m_scene->tagOf(), u"7.22.0-250"_s);
    QTRY_COMPARE(subtitles().at(2), u"1 field(s)"_s);
    QTest::mouseClick(apply, Qt::LeftButton);
    QTRY_COMPARE(m_page->openStep(), PageStep::Rollout);
    QCOMPARE(m_scene->tagOf(), u"7.22.2-14"_s);
    QCOMPARE(subtitles().at(2), u"written"_s);
    QVERIFY(!m_page->isBusy());
}

void tst_ClusterPage::aReviewAgainstADeletedClusterSaysSo()
{
    begin();
    open();
    QTRY_COMPARE(tag()->tag(), u"7.22.0-250"_s);
    tag()->setTag(u"7.22.2-14"_s);
    QVERIFY(m_scene->server().objects().remove(ClusterScene::clusters, u"redis"_s, u"orders"_s));
    m_page->open(PageStep::Review);
    QTRY_COMPARE(subtitles().at(2), u"not written"_s);
    QVERIFY(!m_page->findChild<QPushButton *>(u"apply"_s)->isEnabled());
    m_page->open(PageStep::Image);
    QCOMPARE(tag()->tag(), u"7.22.2-14"_s);
}

QTEST_MAIN(tst_ClusterPage)
#include "tst_clusterpage.moc"
