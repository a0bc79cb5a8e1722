// SPDX-License-Identifier: Apache-2.0
#include "blocks/notice.h"
#include "blocks/segmented.h"
#include "review/diffcard.h"
#include "review/reviewpage.h"
#include "review/reviewsummary.h"
#include "reviewscene.h"

#include <QAbstractButton>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace ui;
using testsupport::ObjectServer;
using testsupport::ScriptedRequest;
using State = upgrade::ReviewedChange::State;

class tst_ReviewPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void showsWhatChangesAndAppliesIt();
    void showsYamlWithoutBookkeeping();
    void tellsTheServersChangesFromTheChosen();
    void warnsOfAChoiceThatTheServerDoesNotTakeOver();
    void showsWarnings();
    void restartsNoPodsForOtherFields();
    void saysWhatMovedMeanwhile();
    void offersToReviewAgainAfterARefusal();
    void saysThatThereIsNothingToDo();
    void waitsWhileItFindsOut();
    void saysWhoOwnsTheFields();
    void walksThroughTheChangesByKey();
    void remembersTheLayout();
    void forgetsAChangeThatIsGone();

private:
    void show(const QJsonObject &choice = ReviewScene::newTag());
    [[nodiscard]] QPushButton *apply() const { return m_page->findChild<QPushButton *>(u"apply"_s); }
    [[nodiscard]] QString shownNotices() const;
    [[nodiscard]] QString differenceText() const { return m_page->difference()->view()->copiedText(); }

    std::unique_ptr<ReviewScene> m_scene;
    std::unique_ptr<ReviewPage> m_page;
};

void tst_ReviewPage::init()
{
    m_scene = std::make_unique<ReviewScene>(ReviewScene::cluster());
    m_page = std::make_unique<ReviewPage>();
    m_page->resize(1200, 760);
}

void tst_ReviewPage::cleanup()
{
    m_page.reset();
    m_scene.reset();
}

void tst_ReviewPage::show(const QJsonObject &choice)
{
    m_page->setChange(&m_scene->begin(choice), u"prod&eu"_s, 5);
    m_page->show();
    QTRY_VERIFY(m_scene->change().state() != State::Preparing);
}

QString tst_ReviewPage::shownNotices() const
{
    QStringList texts;
    for (const Notice *notice : m_page->findChildren<Notice *>()) {
        if (notice->isVisible())
            texts.append(notice->text());
    }
    return texts.join(u'\n');
}

void tst_ReviewPage::showsWhatChangesAndAppliesIt()
{
    m_page->setChange(&m_scene->begin(ReviewScene::newTag()), u"prod&eu"_s, 5);
    m_page->show();
    QVERIFY(!apply()->isEnabled()); // nothing is reviewed yet
    QVERIFY(!m_page->summary()->isVisible());
    QTRY_VERIFY(apply()->isEnabled());
    QCOMPARE(apply()->text(), u"&Apply to prod&&eu"_s);
    QCOMPARE(m_page->summary()->lines(),
             QStringList{u"spec.redisEnterpriseImageSpec.versionTag: 7.22.0-250 -> 7.22.2-14"_s});
    QCOMPARE(shownNotices(), QString());
    QTest::mouseClick(apply(), Qt::LeftButton);
    QTRY_COMPARE(m_scene->change().state(), State::Done);
    QVERIFY(!apply()->isEnabled());
    QVERIFY(shownNotices().contains(u"read back"_s));
}

void tst_ReviewPage::showsYamlWithoutBookkeeping()
{
    show();
    const QString text = differenceText();
    QVERIFY(text.contains(u"-    versionTag: 7.22.0-250\n+    versionTag: 7.22.2-14\n"_s));
    m_page->difference()->view()->setFocus();
    QTest::keyClick(m_page->difference()->view(), Qt::Key_A, Qt::ControlModifier);
    const QString all = differenceText();
    QVERIFY(all.contains(u"kind: RedisEnterpriseCluster"_s));
    for (const QString &hidden : {u"managedFields"_s, u"resourceVersion"_s, u"generation"_s, u"status"_s})
        QVERIFY2(!all.contains(hidden), qPrintable(hidden));
}

void tst_ReviewPage::tellsTheServersChangesFromTheChosen()
{
    m_scene->server().setDefaults({{"spec"_L1, QJsonObject{{"uiServiceType"_L1, "LoadBalancer"_L1}}}});
    show();
    const QStringList lines = m_page->summary()->lines();
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines[0].startsWith(u"spec.redisEnterpriseImageSpec.versionTag"_s));
    QVERIFY(lines[1].startsWith(u"Not chosen by you"_s));
    QCOMPARE(lines[2], u"spec.uiServiceType: ClusterIP -> LoadBalancer"_s);
}

void tst_ReviewPage::warnsOfAChoiceThatTheServerDoesNotTakeOver()
{
    m_scene->server().setDefaults({{"spec"_L1, QJsonObject{{"nodes"_L1, 5}, {"uiServiceType"_L1, "NodePort"_L1}}}});
    show({{"spec"_L1, QJsonObject{{"nodes"_L1, 4}, {"uiServiceType"_L1, "LoadBalancer"_L1}}}});
    QCOMPARE(m_page->summary()->lines(),
             (QStringList{
                 u"spec.uiServiceType: ClusterIP -> NodePort (you chose LoadBalancer, the server makes this of it)"_s,
                 u"spec.nodes: 5 -> 5 (you chose 4, the server does not take it over)"_s}));
}

void tst_ReviewPage::showsWarnings()
{
    m_scene->server().setWarnings({R"(Warning: 299 - "v1 <b>is</b> deprecated")"});
    show();
    QVERIFY(shownNotices().contains(u"v1 <b>is</b> deprecated"_s));
    QVERIFY(apply()->isEnabled()); // a warning is no refusal
}

void tst_ReviewPage::restartsNoPodsForOtherFields()
{
    const auto saysRestart = [this] {
        const QList<QLabel *> labels = m_page->findChildren<QLabel *>();
        return std::ranges::any_of(
            labels, [](const QLabel *label) { return label->isVisible() && label->text().contains(u"restarts"_s); });
    };
    show();
    QVERIFY(saysRestart());
    show({{"spec"_L1, QJsonObject{{"uiServiceType"_L1, "NodePort"_L1}}}});
    QVERIFY(!saysRestart());
}

void tst_ReviewPage::saysWhatMovedMeanwhile()
{
    show();
    m_scene->server().change({{"spec"_L1, QJsonObject{{"nodes"_L1, 7}}}});
    QTest::mouseClick(apply(), Qt::LeftButton);
    QTRY_VERIFY(shownNotices().contains(u"spec.nodes"_s));
    QVERIFY(shownNotices().contains(u"Nothing was written"_s));
    QTRY_VERIFY(apply()->isEnabled());
    QCOMPARE(m_page->summary()->lines().size(), 1); // the choice is kept, and only that
    QTest::mouseClick(apply(), Qt::LeftButton);
    QTRY_COMPARE(m_scene->change().state(), State::Done);
}

void tst_ReviewPage::offersToReviewAgainAfterARefusal()
{
    m_scene->server().intercept([](const ScriptedRequest &request, QTcpSocket *socket) {
        if (request.method != "PATCH")
            return false;
        ObjectServer::refuse(socket, 422, "Invalid", "spec.nodes: must be odd");
        return true;
    });
    show();
    QTRY_COMPARE(m_scene->change().state(), State::Failed);
    QVERIFY(shownNotices().contains(u"must be odd"_s));
    QVERIFY(shownNotices().contains(u"nothing was written"_s));
    QVERIFY(!apply()->isEnabled());
    m_scene->server().intercept({});
    const QList<Notice *> notices = m_page->findChildren<Notice *>();
    const auto refusal = std::ranges::find_if(notices, [](const Notice *notice) { return notice->isVisible(); });
    QTest::mouseClick((*refusal)->button(), Qt::LeftButton);
    QTRY_VERIFY(apply()->isEnabled());
    QCOMPARE(shownNotices(), QString());
}

void tst_ReviewPage::saysThatThereIsNothingToDo()
{
    show(ReviewScene::newTag(u"7.22.0-250"_s));
    QCOMPARE(m_scene->change().state(), State::Nothing);
    QVERIFY(!apply()->isEnabled());
    QVERIFY(shownNotices().contains(u"nothing to write"_s));
    QVERIFY(m_page->summary()->lines().isEmpty());
}

void tst_ReviewPage::waitsWhileItFindsOut()
{
    show();
    m_scene->server().intercept([](const ScriptedRequest &, QTcpSocket *socket) {
        socket->abort();
        return true;
    });
    QTest::mouseClick(apply(), Qt::LeftButton);
    QTRY_COMPARE(m_scene->change().state(), State::FindingOut);
    QVERIFY(!apply()->isEnabled());
    QVERIFY(shownNotices().contains(u"asks the cluster"_s));
    m_scene->server().intercept({});
    QTRY_VERIFY(apply()->isEnabled());
    QVERIFY(shownNotices().contains(u"nothing was written"_s));
}

void tst_ReviewPage::saysWhoOwnsTheFields()
{
    show();
    DiffCard *card = m_page->difference();
    QCOMPARE(card->ownersText(), QString()); // on demand
    QTest::mouseClick(card->ownersButton(), Qt::LeftButton);
    QVERIFY(card->ownersText().contains(u"spec.redisEnterpriseImageSpec.versionTag: kubectl-edit (by update, 2026-"_s));
    show({{"spec"_L1, QJsonObject{{"username"_L1, "x"_L1}}}});
    QTRY_VERIFY(card->ownersText().contains(u"spec.username: nobody on record"_s));
}

void tst_ReviewPage::walksThroughTheChangesByKey()
{
    show({{"spec"_L1, QJsonObject{{"nodes"_L1, 7}, {"username"_L1, "x"_L1}}}});
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    DiffView *view = m_page->difference()->view();
    QCOMPARE(view->currentChange(), 0);
    QTest::keyClick(m_page.get(), Qt::Key_F7);
    QTRY_COMPARE(view->currentChange(), 1);
    QTest::keyClick(m_page.get(), Qt::Key_F7, Qt::ShiftModifier);
    QTRY_COMPARE(view->currentChange(), 0);
}

void tst_ReviewPage::remembersTheLayout()
{
    show();
    QSignalSpy changed(m_page.get(), &ReviewPage::unifiedChanged);
    m_page->setUnified(true);
    QVERIFY(m_page->difference()->isUnified());
    QCOMPARE(changed.size(), 0); // what the program does, it need not be told
    auto *layout = m_page->findChild<Segmented *>();
    QCOMPARE(layout->currentIndex(), 1);
    QTest::mouseClick(layout->button(0), Qt::LeftButton);
    QCOMPARE(changed.takeLast(), QVariantList{false});
    QVERIFY(!m_page->difference()->isUnified());
}

void tst_ReviewPage::forgetsAChangeThatIsGone()
{
    show();
    m_scene.reset();
    QTest::mouseClick(apply(), Qt::LeftButton); // harmless
    QSignalSpy back(m_page.get(), &ReviewPage::backRequested);
    const QList<QPushButton *> buttons = m_page->findChildren<QPushButton *>();
    for (QPushButton *button : buttons) {
        if (button->text() == "&Back"_L1)
            QTest::mouseClick(button, Qt::LeftButton);
    }
    QCOMPARE(back.size(), 1);
    m_scene = std::make_unique<ReviewScene>(ReviewScene::cluster());
    show();
    QVERIFY(apply()->isEnabled());
}

QTEST_MAIN(tst_ReviewPage)
#include "tst_reviewpage.moc"
