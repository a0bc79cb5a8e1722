// SPDX-License-Identifier: Apache-2.0
#include "blocks/markedlist.h"
#include "blocks/notice.h"
#include "bundle/applybar.h"
#include "bundle/comparisonpage.h"
#include "bundle/conflicteditor.h"
#include "bundle/conflictpane.h"
#include "bundle/documentmodel.h"
#include "bundle/documentpane.h"
#include "bundle/findingspanel.h"
#include "bundle/operatorpanel.h"
#include "bundle/refusalpane.h"
#include "bundle/sourcecard.h"
#include "bundlescene.h"
#include "review/diffcard.h"

#include <QJsonArray>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace ui;
using State = upgrade::BundleUpgrade::State;

/// The page of the operator's bundle against a simulated server and a git repository.
class tst_BundlePage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { m_scene.reset(); }

    void upgradesByMouse();
    void upgradesByKeyboard();
    void keepsWhatIsOfTheUser();
    void aSecondApplyChangesNothing();
    void conflictsStandInTheWay();
    void anotherReleaseUnderTheTagIsSaidFirst();
    void aFileIsComparedWithTheCopyAsBase();
    void withoutABaseItIsTwoWay();
    void aBundleThatIsNoYamlSaysWhere();
    void aRefusalIsShownAndNothingIsWritten();
    void whoMayNotWriteSeesItAll();
    void anotherManagerIsRefusedFirst();
    void somethingThatMovedIsComparedAgain();
    void aServerThatDoesNotAnswerCanBeAskedAgain();
    void goingBackWritesNothing();
    void theStepTellsHowFarItIs();

private:
    void open(int conflicts = 3, sim::ApiServerOptions options = {});
    [[nodiscard]] BundlePage &page() { return m_scene->page(); }
    [[nodiscard]] ComparisonPage *comparison() { return page().comparison(); }
    [[nodiscard]] QString state(const QString &kind); ///< in the list
    [[nodiscard]] QPushButton *apply() { return comparison()->bar()->applyButton(); }
    [[nodiscard]] QString operatorImage(int container = 0);

    std::unique_ptr<BundleScene> m_scene;
};

void tst_BundlePage::open(int conflicts, sim::ApiServerOptions options)
{
    m_scene = std::make_unique<BundleScene>(conflicts, std::move(options));
    m_scene->open();
    QVERIFY(QTest::qWaitForWindowActive(&page()));
}

QString tst_BundlePage::state(const QString &kind)
{
    const DocumentModel *model = comparison()->model();
    for (int row = 0; row < model->rowCount(); ++row) {
        const auto marked = model->index(row).data(MarkedRowDelegate::Role).value<MarkedRow>();
        if (marked.title == kind)
            return marked.state;
    }
    return {};
}

QString tst_BundlePage::operatorImage(int container)
{
    const QJsonObject deployment = m_scene->live(u"deployments.apps"_s, u"redis-enterprise-operator"_s);
    return deployment["spec"_L1]["template"_L1]["spec"_L1]["containers"_L1][container]["image"_L1].toString();
}

void tst_BundlePage::upgradesByMouse()
{
    open();
    m_scene->compare();
    QCOMPARE(page().upgrade()->state(), State::Deciding);
    QCOMPARE(state(u"ConfigMap"_s), u"2 conflict(s)"_s);
    QCOMPARE(state(u"Deployment"_s), u"1 conflict(s)"_s);
    QCOMPARE(state(u"Service"_s), u"unchanged"_s);
    QVERIFY(!apply()->isEnabled());
    ConflictPane *conflicts = comparison()->pane()->conflicts();
    QTest::mouseClick(conflicts->findChild<QPushButton *>(u"allTheirs"_s), Qt::LeftButton);
    QTest::mouseClick(comparison()->bar()->nextButton(), Qt::LeftButton);
    QTest::mouseClick(conflicts->editor()->button(ConflictChoice::Side::Yours), Qt::LeftButton, {}, {8, 8});
    m_scene->waitFor(State::Ready);
    QCOMPARE(apply()->text(), u"&Apply 3 document(s) to prod / redis"_s);
    QVERIFY(apply()->isEnabled());
    QCOMPARE(operatorImage(), u"registry.corp:5000/redislabs/operator:7.4.2-2"_s); // nothing is written yet
    QTest::mouseClick(apply(), Qt::LeftButton);
    QVERIFY(page().isBusy());
    m_scene->waitFor(State::Done);
    QCOMPARE(operatorImage(), u"registry.corp:5000/redislabs/operator:7.22.2-40"_s);
    QCOMPARE(comparison()->stateNotice()->text(), u"3 document(s) written, and read back from the server."_s);
    QVERIFY(apply()->isHidden());
    QVERIFY(!page().holdsWork());
    // What is written is not yet what runs: the simulated server has no controllers.
    const auto *operatorPanel = page().findChild<ui::OperatorPanel *>();
    QVERIFY(operatorPanel->isVisible());
    QTRY_VERIFY(!operatorPanel->statusSentence().isEmpty());
    QCOMPARE(page().step().state, ui::StepState::Current);
}

void tst_BundlePage::upgradesByKeyboard()
{
    open();
    page().sourceCard()->list()->setFocus();
    QTest::keyClick(page().sourceCard()->list(), Qt::Key_Down); // from the newest to the one before
    QCOMPARE(page().sourceCard()->release()->tag, u"v7.22.2-40"_s);
    QTest::keyClick(page().sourceCard()->list(), Qt::Key_Return);
    QTRY_VERIFY(page().upgrade() && page().upgrade()->state() == State::Deciding);
    for (int i = 0; i < 3; ++i) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_F8);
        QVERIFY(comparison()->pane()->conflicts()->isAncestorOf(QApplication::focusWidget()));
        QTest::keyClick(QApplication::focusWidget(), i == 0 ? Qt::Key_1 : Qt::Key_2);
    }
    m_scene->waitFor(State::Ready);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_A, Qt::AltModifier);
    m_scene->waitFor(State::Done);
    QCOMPARE(m_scene->live(u"configmaps"_s, u"operator-settings"_s)["data"_L1]["setting-01"_L1].toString(),
             u"as the user wants it"_s);
    QCOMPARE(m_scene->live(u"configmaps"_s, u"operator-settings"_s)["data"_L1]["setting-02"_L1].toString(),
             u"as 7.22.2-40 has it"_s);
}

void tst_BundlePage::keepsWhatIsOfTheUser()
{
    open(0);
    m_scene->compare();
    QCOMPARE(page().upgrade()->state(), State::Ready);
    apply()->click();
    m_scene->waitFor(State::Done);
    QCOMPARE(operatorImage(0), u"registry.corp:5000/redislabs/operator:7.22.2-40"_s);
    QCOMPARE(operatorImage(1), u"registry.corp:5000/redislabs/operator:7.22.2-40"_s);
    const QJsonObject settings = m_scene->live(u"configmaps"_s, u"operator-settings"_s);
    QCOMPARE(settings["data"_L1]["own"_L1].toString(), u"of the user"_s);
    QCOMPARE(settings["data"_L1]["release"_L1].toString(), u"7.22.2-40"_s);
    const QJsonObject deployment = m_scene->live(u"deployments.apps"_s, u"redis-enterprise-operator"_s);
    QCOMPARE(deployment["metadata"_L1]["labels"_L1]["team"_L1].toString(), u"data"_s);
}

void tst_BundlePage::aSecondApplyChangesNothing()
{
    open(0);
    m_scene->compare();
    apply()->click();
    m_scene->waitFor(State::Done);
    const QStringList versions = m_scene->versions();
    QTest::mouseClick(comparison()->againButton(), Qt::LeftButton);
    m_scene->waitFor(State::Nothing);
    QCOMPARE(m_scene->versions(), versions);
    QVERIFY(apply()->isHidden());
    QVERIFY2(comparison()->stateNotice()->text().contains("nothing to write"_L1),
             qPrintable(comparison()->stateNotice()->text()));
}

void tst_BundlePage::conflictsStandInTheWay()
{
    open();
    m_scene->compare();
    QCOMPARE(comparison()->bar()->hint(),
             u"3 conflict(s) to be settled: 2 in ConfigMap operator-settings, 1 in Deployment "
             "redis-enterprise-operator."_s);
    QCOMPARE(comparison()->pane()->view(), DocumentPane::View::Conflicts); // opened by itself
    QVERIFY(page().hasConflict());
    comparison()->pane()->conflicts()->editor()->choose(ConflictChoice::Side::Theirs);
    QTRY_VERIFY2(comparison()->bar()->hint().startsWith("2 conflict(s)"_L1), qPrintable(comparison()->bar()->hint()));
    QCOMPARE(state(u"ConfigMap"_s), u"1 conflict(s)"_s);
}

void tst_BundlePage::anotherReleaseUnderTheTagIsSaidFirst()
{
    open();
    page().sourceCard()->list()->setCurrentRow(2);
    QCOMPARE(page().sourceCard()->release()->tag, u"v7.4.6-9"_s);
    QTest::mouseClick(page().sourceCard()->compareButton(), Qt::LeftButton);
    QTRY_VERIFY(page().sourceCard()->choiceNotice()->isVisible());
    QCOMPARE(page().sourceCard()->choiceNotice()->text(),
             u"The bundle under the tag v7.4.6-9 is not that release: it installs operator 8.0.6-8."_s);
    QCOMPARE(page().sourceCard()->choiceNotice()->tone(), Tone::Bad);
    QVERIFY(!page().upgrade()); // nothing was compared
    QTest::mouseClick(page().sourceCard()->choiceNotice()->button(), Qt::LeftButton);
    QTRY_VERIFY(page().upgrade());
    m_scene->waitFor(State::Deciding);
    QCOMPARE(comparison()->findChild<QLabel *>(u"comparisonTitle"_s)->text(), u"Operator 8.0.6-8"_s);
}

void tst_BundlePage::aFileIsComparedWithTheCopyAsBase()
{
    open();
    page().source().setFile(m_scene->folder(u"7.22.2-40"_s));
    QTest::mouseClick(page().sourceCard()->compareButton(), Qt::LeftButton);
    QTRY_VERIFY(page().upgrade() && page().upgrade()->state() == State::Deciding);
    QCOMPARE(page().upgrade()->running().noBase, QString());
    QCOMPARE(state(u"ConfigMap"_s), u"2 conflict(s)"_s); // three ways, as from the repository
}

void tst_BundlePage::withoutABaseItIsTwoWay()
{
    open();
    page().source().setFile(m_scene->folder(u"7.22.2-40"_s));
    page().source().setAddress(m_scene->cacheFolder() + u"/nothing"_s);
    QTest::mouseClick(page().sourceCard()->compareButton(), Qt::LeftButton);
    QTRY_VERIFY(page().upgrade() && page().upgrade()->state() == State::Deciding);
    QVERIFY(!page().upgrade()->running().noBase.isEmpty());
    QVERIFY2(comparison()->findings()->texts().join(u' ').contains(page().upgrade()->running().noBase),
             qPrintable(comparison()->findings()->texts().join(u'\n')));
    const auto row = comparison()->model()->index(comparison()->list()->currentRow());
    QVERIFY(row.data(Qt::AccessibleTextRole).toString().endsWith("two-way"_L1));
}

void tst_BundlePage::aBundleThatIsNoYamlSaysWhere()
{
    open();
    page().source().setFile(m_scene->cluster().write(u"bundle.yaml"_s, "kind: Role\nmetadata: {name: [\n"));
    QTest::mouseClick(page().sourceCard()->compareButton(), Qt::LeftButton);
    QTRY_VERIFY(page().sourceCard()->choiceNotice()->isVisible());
    QVERIFY2(page().sourceCard()->choiceNotice()->text().contains("line "_L1),
             qPrintable(page().sourceCard()->choiceNotice()->text()));
    QVERIFY(!page().upgrade());
    QVERIFY(page().sourceCard()->compareButton()->isEnabled());
}

void tst_BundlePage::aRefusalIsShownAndNothingIsWritten()
{
    open(0);
    const QStringList versions = m_scene->versions();
    m_scene->refuseDefinition(50, 10);
    m_scene->compare();
    QCOMPARE(page().upgrade()->state(), State::Refused);
    QCOMPARE(state(u"CustomResourceDefinition"_s), u"refused"_s);
    QCOMPARE(state(u"Deployment"_s), u"accepted"_s);
    QCOMPARE(comparison()->pane()->view(), DocumentPane::View::Refusal); // opened by itself
    QVERIFY(comparison()->pane()->refusal()->text().contains("for 50 reason(s)"_L1));
    QVERIFY(!apply()->isEnabled());
    QVERIFY2(comparison()->bar()->hint().contains("none is written"_L1), qPrintable(comparison()->bar()->hint()));
    QCOMPARE(m_scene->versions(), versions);
    m_scene->server().trouble().clear();
    page().compareAgain();
    m_scene->waitFor(State::Ready);
    QVERIFY(apply()->isEnabled());
}

void tst_BundlePage::whoMayNotWriteSeesItAll()
{
    open(0, {.authorizer = sim::readOnlyFor({u"admin"_s})});
    m_scene->compare();
    QCOMPARE(page().upgrade()->state(), State::Deciding);
    QVERIFY(!apply()->isEnabled());
    QVERIFY2(comparison()->bar()->hint().contains("patch Deployment redis-enterprise-operator"_L1),
             qPrintable(comparison()->bar()->hint()));
    QCOMPARE(state(u"Deployment"_s), u"4 change(s)"_s);
    comparison()->list()->setCurrentRow(comparison()->model()->rowCount() - 1);
    comparison()->pane()->setView(DocumentPane::View::Difference);
    QTRY_VERIFY(!comparison()->pane()->isMakingDifference());
    QVERIFY(comparison()->pane()->difference()->view()->copiedText().contains("operator:7.22.2-40"_L1));
}

void tst_BundlePage::anotherManagerIsRefusedFirst()
{
    open(0);
    QVERIFY(m_scene->server().objects().patch(
        u"deployments.apps"_s, u"redis"_s, u"redis-enterprise-operator"_s,
        {{"metadata"_L1, QJsonObject{{"annotations"_L1, QJsonObject{{"meta.helm.sh/release-name"_L1, "op"_L1}}}}}}));
    m_scene->compare();
    QCOMPARE(page().upgrade()->state(), State::Ready);
    QVERIFY(!apply()->isEnabled());
    QVERIFY2(comparison()->findings()->texts().constFirst().contains("Helm"_L1),
             qPrintable(comparison()->findings()->texts().constFirst()));
    QTest::mouseClick(comparison()->findings()->anywayButton(), Qt::LeftButton);
    QVERIFY(apply()->isEnabled());
    apply()->click();
    m_scene->waitFor(State::Done);
}

void tst_BundlePage::somethingThatMovedIsComparedAgain()
{
    open(0);
    m_scene->compare();
    QVERIFY(m_scene->server().objects().patch(u"configmaps"_s, u"redis"_s, u"operator-settings"_s,
                                              {{"data"_L1, QJsonObject{{"late"_L1, "news"_L1}}}}));
    apply()->click();
    m_scene->waitFor(State::Ready);
    QVERIFY2(comparison()->stateNotice()->text().startsWith("Nothing was written"_L1),
             qPrintable(comparison()->stateNotice()->text()));
    QCOMPARE(operatorImage(), u"registry.corp:5000/redislabs/operator:7.4.2-2"_s);
    apply()->click();
    m_scene->waitFor(State::Done);
    QCOMPARE(m_scene->live(u"configmaps"_s, u"operator-settings"_s)["data"_L1]["late"_L1].toString(), u"news"_s);
}

void tst_BundlePage::aServerThatDoesNotAnswerCanBeAskedAgain()
{
    open(0);
    m_scene->server().close();
    m_scene->compare();
    QCOMPARE(page().upgrade()->state(), State::Failed);
    QCOMPARE(comparison()->stateNotice()->tone(), Tone::Bad);
    QVERIFY(page().canCompareAgain());
    QVERIFY(m_scene->server().listen());
    QTest::mouseClick(comparison()->stateNotice()->button(), Qt::LeftButton);
    m_scene->waitFor(State::Ready);
    QVERIFY(comparison()->stateNotice()->isHidden());
}

void tst_BundlePage::goingBackWritesNothing()
{
    open();
    const QStringList versions = m_scene->versions();
    m_scene->compare();
    comparison()->pane()->conflicts()->editor()->choose(ConflictChoice::Side::Theirs);
    QTest::mouseClick(comparison()->bar()->backButton(), Qt::LeftButton);
    QVERIFY(page().sourceCard()->isVisible());
    QVERIFY(page().holdsWork()); // what was settled is still there
    QTest::mouseClick(page().findChild<QPushButton *>(u"showComparison"_s), Qt::LeftButton);
    QVERIFY(comparison()->isVisible());
    QTRY_VERIFY(comparison()->bar()->hint().startsWith("2 conflict(s)"_L1));
    QCOMPARE(m_scene->versions(), versions);
}

void tst_BundlePage::theStepTellsHowFarItIs()
{
    open(0);
    QCOMPARE(page().step().subtitle, u"7.4.2-2 runs"_s);
    QVERIFY(!page().holdsWork());
    QSignalSpy changes(&page(), &BundlePage::changed);
    m_scene->compare();
    QCOMPARE(page().step().subtitle, u"7.22.2-40 to apply"_s);
    QCOMPARE(page().step().state, StepState::Current);
    QVERIFY(page().holdsWork());
    QVERIFY(!changes.isEmpty());
    apply()->click();
    QVERIFY(page().isBusy());
    QCOMPARE(page().step().subtitle, u"writing 7.22.2-40…"_s);
    m_scene->waitFor(State::Done);
    QVERIFY(page().step().subtitle.contains("7.22.2-40"_L1));
}

QTEST_MAIN(tst_BundlePage)
#include "tst_bundlepage.moc"
