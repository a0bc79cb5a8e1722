// SPDX-License-Identifier: Apache-2.0
#include "blocks/notice.h"
#include "edit/imageeditor.h"
#include "edit/tagfield.h"
#include "pages/clusterpage.h"
#include "review/reviewpage.h"
#include "windowtest.h"

#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace ui;
using PageStep = ui::ClusterPage::Step;

namespace {

const QString oldTag = u"7.22.0-250"_s;
const QString newTag = u"7.22.2-14"_s;
const QString othersTag = u"7.22.0-289"_s;

} // namespace

/// Two people change one cluster at a time: this window, by clicks and keys, and somebody else.
class tst_TwoWriters final : public WindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void theReviewIsMadeAgainWhenTheWatchTells();
    void nothingIsWrittenWhenTheWatchIsBehind();
    void theSameFieldIsNotTakenSilently();
    void aStatusThatMovesDoesNotDisturb();
    void aLostAnswerIsFoundOut();
    void aDeletedClusterIsNotMadeAnew();

private:
    void review();
    void changeByAnother(const QJsonObject &spec);
    void clickApply();
    [[nodiscard]] QPushButton *apply() const { return page()->findChild<QPushButton *>(u"apply"_s); }
    [[nodiscard]] QString moved() const { return page()->findChild<Notice *>(u"moved"_s)->text(); }
    [[nodiscard]] QString outcome() const { return page()->findChild<Notice *>(u"outcome"_s)->text(); }
    [[nodiscard]] QJsonObject live() const;
    [[nodiscard]] qsizetype writes() const; ///< PATCHes that are no dry runs
};

void tst_TwoWriters::init()
{
    WindowTest::init();
    m_scene->putBoth();
    m_scene->putOperator(u"7.22.2-21"_s);
    open();
    QTRY_VERIFY(page()); // the only cluster
    review();
}

/// Types the new tag and waits for its review.
void tst_TwoWriters::review()
{
    auto *field = tag();
    QTRY_COMPARE(field->tag(), oldTag);
    QTest::mouseClick(field->lineEdit(), Qt::LeftButton);
    QTest::keyClick(field->lineEdit(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(field->lineEdit(), newTag);
    auto *button = page()->findChild<QPushButton *>(u"review"_s);
    QTRY_VERIFY(button->isEnabled());
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY(apply() && apply()->isVisible() && apply()->isEnabled());
    QCOMPARE(moved(), QString());
}

void tst_TwoWriters::changeByAnother(const QJsonObject &spec)
{
    QVERIFY(m_scene->server().objects().patch(ClusterScene::clusters, u"redis"_s, u"orders"_s, {{"spec"_L1, spec}}));
}

void tst_TwoWriters::clickApply()
{
    QTRY_VERIFY(apply()->isEnabled());
    QTest::mouseClick(apply(), Qt::LeftButton);
}

QJsonObject tst_TwoWriters::live() const
{
    return m_scene->server().objects().get(ClusterScene::clusters, u"redis"_s, u"orders"_s).value();
}

qsizetype tst_TwoWriters::writes() const
{
    return std::ranges::count_if(m_scene->server().trouble().requests(), [](const sim::RecordedRequest &request) {
        return request.method == "PATCH" && !request.query.contains(u"dryRun"_s);
    });
}

void tst_TwoWriters::theReviewIsMadeAgainWhenTheWatchTells()
{
    changeByAnother({{"nodes"_L1, 5}});
    QTRY_VERIFY(moved().contains(u"spec.nodes"_s));
    QVERIFY(moved().contains(u"Somebody else changed"_s));
    QCOMPARE(m_scene->tagOf(), oldTag);
    QCOMPARE(page()->editor()->choice().redis.versionTag, newTag); // what was chosen is kept
    QCOMPARE(page()->openStep(), PageStep::Review);
    QCOMPARE(writes(), 0);

    clickApply();
    QTRY_COMPARE(m_scene->tagOf(), newTag);
    QCOMPARE(live()["spec"_L1]["nodes"_L1].toInt(), 5); // and theirs too
    QTRY_COMPARE(page()->openStep(), PageStep::Rollout);
    QCOMPARE(writes(), 1);
}

void tst_TwoWriters::nothingIsWrittenWhenTheWatchIsBehind()
{
    m_scene->server().trouble().loseNextEvent(u"redisenterpriseclusters.app.redislabs.com"_s);
    changeByAnother({{"nodes"_L1, 5}});
    clickApply();
    QTRY_VERIFY(moved().contains(u"spec.nodes"_s));
    QCOMPARE(m_scene->tagOf(), oldTag);
    QCOMPARE(page()->openStep(), PageStep::Review);
    QCOMPARE(page()->editor()->choice().redis.versionTag, newTag);

    clickApply();
    QTRY_COMPARE(m_scene->tagOf(), newTag);
    QCOMPARE(live()["spec"_L1]["nodes"_L1].toInt(), 5);
}

void tst_TwoWriters::theSameFieldIsNotTakenSilently()
{
    m_scene->server().trouble().loseNextEvent(u"redisenterpriseclusters.app.redislabs.com"_s);
    changeByAnother({{"redisEnterpriseImageSpec"_L1, QJsonObject{{"versionTag"_L1, othersTag}}}});
    clickApply();
    QTRY_VERIFY(moved().contains(u"versionTag"_s));
    QCOMPARE(m_scene->tagOf(), othersTag);
    QCOMPARE(page()->editor()->choice().redis.versionTag, newTag);
    const QList<yaml::Change> wanted = page()->reviewPage()->change()->review().wanted;
    QCOMPARE(wanted.constFirst().before, QJsonValue(othersTag)); // the review starts from what is there now
    QCOMPARE(wanted.constFirst().after, QJsonValue(newTag));
}

void tst_TwoWriters::aStatusThatMovesDoesNotDisturb()
{
    m_scene->server().trouble().loseNextEvent(u"redisenterpriseclusters.app.redislabs.com"_s);
    QVERIFY(m_scene->server().objects().patch(ClusterScene::clusters, u"redis"_s, u"orders"_s,
                                              {{"status"_L1, QJsonObject{{"state"_L1, "RunningRollingUpdate"_L1}}}},
                                              u"status"_s));
    clickApply();
    QTRY_COMPARE(m_scene->tagOf(), newTag);
    QCOMPARE(moved(), QString());
}

void tst_TwoWriters::aLostAnswerIsFoundOut()
{
    // Twice: Qt sends a request again on a connection that was used before.
    m_scene->server().trouble().dropAnswerNext(2, {"PATCH", u"/redisenterpriseclusters/"_s});
    clickApply();
    QTRY_COMPARE_WITH_TIMEOUT(page()->openStep(), PageStep::Rollout, 20'000);
    QCOMPARE(m_scene->tagOf(), newTag);
    const kube::Result<upgrade::Journal::Contents> journal = m_scene->journal().read();
    QVERIFY(journal);
    QCOMPARE(journal->entries.last().outcome, upgrade::JournalEntry::Outcome::Written);
}

void tst_TwoWriters::aDeletedClusterIsNotMadeAnew()
{
    m_scene->server().trouble().loseNextEvent(u"redisenterpriseclusters.app.redislabs.com"_s);
    QVERIFY(m_scene->server().objects().remove(ClusterScene::clusters, u"redis"_s, u"orders"_s));
    clickApply();
    QTRY_VERIFY(outcome().contains(u"somebody deleted it"_s));
    QVERIFY(!m_scene->server().objects().get(ClusterScene::clusters, u"redis"_s, u"orders"_s));
    QCOMPARE(page()->editor()->choice().redis.versionTag, newTag);
}

QTEST_MAIN(tst_TwoWriters)
#include "tst_twowriters.moc"
