// SPDX-License-Identifier: Apache-2.0
#include "blocks/notice.h"
#include "bundle/applybar.h"
#include "bundle/changespane.h"
#include "bundle/documentpane.h"
#include "bundle/findingspanel.h"
#include "bundle/refusalpane.h"
#include "bundle/releasetext.h"
#include "review/diffcard.h"
#include "settingsdocument.h"

#include <QJsonArray>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTimeZone>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace ui;
using upgrade::BundleFinding;
using upgrade::Installation;
using upgrade::UpgradeDocument;
using State = upgrade::BundleUpgrade::State;

namespace {

using Data = QMap<QString, QString>;

kube::Error refusal(int causes)
{
    QJsonArray list;
    for (int i = 0; i < causes; ++i)
        list.append(QJsonObject{{"field"_L1, u"spec.versions[%1]"_s.arg(i)}, {"message"_L1, u"is <b>wrong</b>"_s}});
    return {.kind = kube::Error::Kind::Api,
            .message = u"The server says no."_s,
            .code = 422,
            .reason = u"Invalid"_s,
            .status = {{"details"_L1, QJsonObject{{"causes"_L1, list}}}}};
}

QString noticeOf(const QWidget &widget, const QString &name)
{
    const auto *notice = widget.findChild<Notice *>(name);
    return notice->isHidden() ? QString() : notice->text();
}

} // namespace

class tst_BundleParts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRefusalNamesFieldsAndReasons();
    void manyReasonsAreFolded();
    void aRefusalWithoutReasonsSaysItsMessage();

    void changesAndWhatIsKept();
    void manyChangesAreCounted();
    void ownersAndWarnings();

    void theGravestFindingsComeFirst();
    void anotherManagerIsARefusalThatCanBeLifted();
    void anotherInstallationIsRefusedAnew();

    void theBarSaysHowManyAndWhere();
    void theBarSaysWhyNot();
    void theBarCountsWhileWriting();

    void thePaneOpensWhatNeedsAPerson_data();
    void thePaneOpensWhatNeedsAPerson();
    void thePaneStaysWhereThePersonIs();
    void thePaneShowsTheDifference();

    void progressIsAsGitPrintsIt_data();
    void progressIsAsGitPrintsIt();
    void saysHowLongAgo_data();
    void saysHowLongAgo();
};

void tst_BundleParts::aRefusalNamesFieldsAndReasons()
{
    RefusalPane pane;
    pane.setError(refusal(2));
    QCOMPARE(pane.text(),
             u"The server refuses it, for 2 reason(s):\nspec.versions[0]\nis <b>wrong</b>\nspec.versions[1]\nis "
             "<b>wrong</b>"_s);
    QVERIFY(pane.moreButton()->isHidden());
}

void tst_BundleParts::manyReasonsAreFolded()
{
    RefusalPane pane;
    pane.resize(500, 400);
    pane.show();
    pane.setError(refusal(50));
    QVERIFY(pane.text().contains("for 50 reason(s)"_L1));
    QVERIFY(pane.text().contains("spec.versions[7]"_L1));
    QVERIFY(!pane.text().contains("spec.versions[8]"_L1));
    QCOMPARE(pane.moreButton()->text(), u"Show all 50 reason(s)"_s);
    QTest::mouseClick(pane.moreButton(), Qt::LeftButton);
    QVERIFY(pane.text().contains("spec.versions[49]"_L1));
    pane.setError(refusal(50)); // the same again
    QVERIFY(pane.text().contains("spec.versions[49]"_L1));
    QTest::mouseClick(pane.moreButton(), Qt::LeftButton);
    QVERIFY(!pane.text().contains("spec.versions[8]"_L1));
}

void tst_BundleParts::aRefusalWithoutReasonsSaysItsMessage()
{
    RefusalPane pane;
    pane.setError(refusal(0));
    QCOMPARE(pane.text(), u"The server says no."_s);
}

void tst_BundleParts::changesAndWhatIsKept()
{
    ChangesPane pane;
    pane.setDocument(settingsDocument(Data{{u"a"_s, u"1"_s}, {u"b"_s, u"1"_s}},
                                      Data{{u"a"_s, u"1"_s}, {u"b"_s, u"me"_s}}, {{u"a"_s, u"x"_s}, {u"b"_s, u"1"_s}}));
    QCOMPARE(pane.changeLines(), QStringList{u"data.a: \"1\" -> x"_s});
    QCOMPARE(pane.keptLines(), QStringList{u"data.b: \"1\" -> me"_s});
}

void tst_BundleParts::manyChangesAreCounted()
{
    Data before;
    Data after;
    for (int i = 0; i < 40; ++i) {
        before.insert(u"key%1"_s.arg(i), u"old"_s);
        after.insert(u"key%1"_s.arg(i), u"new"_s);
    }
    ChangesPane pane;
    pane.setDocument(settingsDocument(before, before, after));
    QCOMPARE(pane.changeLines().size(), 16);
    QCOMPARE(pane.changeLines().constLast(), u"and 25 more, in the difference"_s);
    QVERIFY(pane.keptLines().isEmpty());
}

void tst_BundleParts::ownersAndWarnings()
{
    UpgradeDocument document = settingsDocument(Data{}, Data{}, {{u"a"_s, u"x"_s}});
    ChangesPane pane;
    pane.setDocument(document);
    QCOMPARE(noticeOf(pane, u"owners"_s), QString());
    QCOMPARE(noticeOf(pane, u"warnings"_s), QString());
    document.otherOwners = {{.manager = u"kubectl\u202e-edit"_s,
                             .operation = u"Update"_s,
                             .time = QDateTime(QDate(2026, 6, 2), QTime(12, 30), QTimeZone::UTC)},
                            {.manager = u"helm"_s, .operation = u"Update"_s, .time = {}}};
    document.warnings = {u"spec.old is deprecated"_s};
    pane.setDocument(document);
    const QString owners = noticeOf(pane, u"owners"_s);
    QVERIFY2(owners.contains("kubectl\\u202e-edit (2026-06-0"_L1) && owners.contains("helm."_L1), qPrintable(owners));
    QCOMPARE(noticeOf(pane, u"warnings"_s), u"The server warns: spec.old is deprecated"_s);
}

void tst_BundleParts::theGravestFindingsComeFirst()
{
    FindingsPanel panel;
    panel.show();
    const auto finding = [](BundleFinding::Weight weight, const QString &text) {
        return BundleFinding{.weight = weight, .document = {}, .text = text};
    };
    panel.setFindings({finding(BundleFinding::Weight::Obstacle, u"one"_s),
                       finding(BundleFinding::Weight::Warning, u"two"_s), finding(BundleFinding::Weight::Note, u"3"_s)},
                      {});
    QCOMPARE(panel.texts(), (QStringList{u"one"_s, u"two"_s}));
    QCOMPARE(panel.moreButton()->text(), u"Show 1 more"_s);
    QTest::mouseClick(panel.moreButton(), Qt::LeftButton);
    QCOMPARE(panel.texts(), (QStringList{u"one"_s, u"two"_s, u"3"_s}));
    QVERIFY(panel.mayApply());
    panel.clear();
    QVERIFY(panel.isHidden());
}

void tst_BundleParts::anotherManagerIsARefusalThatCanBeLifted()
{
    const Installation helm{.manager = Installation::Manager::Helm, .name = u"redis-op"_s};
    const QList<BundleFinding> findings{
        {.weight = BundleFinding::Weight::Warning, .document = {}, .text = u"a"_s},
        {.weight = BundleFinding::Weight::Warning, .document = {}, .text = u"b"_s},
        {.weight = BundleFinding::Weight::Warning, .document = {}, .text = upgradeAdvice(helm)}};
    FindingsPanel panel;
    panel.resize(600, 300);
    panel.show();
    panel.setFindings(findings, helm);
    QVERIFY(!panel.mayApply());
    QCOMPARE(panel.texts().constFirst(), upgradeAdvice(helm)); // never folded
    QSignalSpy lifted(&panel, &FindingsPanel::mayApplyChanged);
    QTest::mouseClick(panel.anywayButton(), Qt::LeftButton);
    QCOMPARE(lifted.size(), 1);
    QVERIFY(panel.mayApply());
    QVERIFY(!panel.anywayButton()->isEnabled());
    panel.setFindings(findings, helm); // compared again
    QVERIFY(panel.mayApply());
}

void tst_BundleParts::anotherInstallationIsRefusedAnew()
{
    const auto findings = [](const Installation &installation) {
        return QList<BundleFinding>{
            {.weight = BundleFinding::Weight::Warning, .document = {}, .text = upgradeAdvice(installation)}};
    };
    const Installation helm{.manager = Installation::Manager::Helm, .name = u"redis-op"_s};
    const Installation argo{.manager = Installation::Manager::ArgoCd, .name = u"apps"_s};
    FindingsPanel panel;
    panel.resize(600, 300);
    panel.show();
    panel.setFindings(findings(helm), helm);
    QTest::mouseClick(panel.anywayButton(), Qt::LeftButton);
    QVERIFY(panel.mayApply());
    panel.setFindings(findings(argo), argo);
    QVERIFY(!panel.mayApply());
}

void tst_BundleParts::theBarSaysHowManyAndWhere()
{
    ApplyBar bar;
    bar.setSituation({.state = State::Ready, .toWrite = 5, .where = u"prod&eu / redis"_s});
    QCOMPARE(bar.applyButton()->text(), u"&Apply 5 document(s) to prod&&eu / redis"_s);
    QVERIFY(bar.applyButton()->isEnabled());
    QVERIFY2(bar.hint().startsWith("Nothing is written until you apply."_L1), qPrintable(bar.hint()));
}

void tst_BundleParts::theBarSaysWhyNot()
{
    ApplyBar bar;
    bar.setSituation({.state = State::Deciding, .toWrite = 5, .whyNot = u"A conflict."_s, .hasConflict = true});
    QVERIFY(!bar.applyButton()->isEnabled());
    QVERIFY(!bar.nextButton()->isHidden());
    QCOMPARE(bar.hint(), u"A conflict."_s);
    bar.setSituation({.state = State::Ready, .toWrite = 5, .whyNot = u"Helm."_s});
    QVERIFY(!bar.applyButton()->isEnabled());
    QVERIFY(bar.nextButton()->isHidden());
}

void tst_BundleParts::theBarCountsWhileWriting()
{
    ApplyBar bar;
    bar.setSituation({.state = State::Applying, .toWrite = 5, .written = 2, .whyNot = u"It is being written."_s});
    QCOMPARE(bar.hint(), u"2 of 5 document(s) written."_s);
    QVERIFY(!bar.applyButton()->isEnabled());
    QVERIFY(!bar.backButton()->isEnabled());
}

void tst_BundleParts::thePaneOpensWhatNeedsAPerson_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<DocumentPane::View>("view");
    QTest::newRow("a conflict") << u"conflict"_s << DocumentPane::View::Conflicts;
    QTest::newRow("a refusal") << u"refusal"_s << DocumentPane::View::Refusal;
    QTest::newRow("a change") << u"change"_s << DocumentPane::View::Difference;
    QTest::newRow("something new") << u"new"_s << DocumentPane::View::Fields;
    QTest::newRow("nothing") << u"nothing"_s << DocumentPane::View::Fields;
}

void tst_BundleParts::thePaneOpensWhatNeedsAPerson()
{
    QFETCH(QString, what);
    const Data one{{u"a"_s, u"1"_s}};
    const Data two{{u"a"_s, u"2"_s}};
    UpgradeDocument document = what == "conflict"_L1 ? settingsDocument(one, Data{{u"a"_s, u"me"_s}}, two)
        : what == "new"_L1                           ? settingsDocument({}, {}, one)
        : what == "nothing"_L1                       ? settingsDocument(one, one, one)
                                                     : settingsDocument(one, one, two);
    if (what == "refusal"_L1) {
        document.state = UpgradeDocument::State::Refused;
        document.error = refusal(3);
    }
    DocumentPane pane;
    pane.setDocument(document, nullptr);
    QTEST(pane.view(), "view");
    QCOMPARE(pane.hasView(DocumentPane::View::Conflicts), what == "conflict"_L1);
}

void tst_BundleParts::thePaneStaysWhereThePersonIs()
{
    const Data one{{u"a"_s, u"1"_s}};
    UpgradeDocument document = settingsDocument(one, Data{{u"a"_s, u"me"_s}}, {{u"a"_s, u"2"_s}});
    DocumentPane pane;
    pane.setDocument(document, nullptr);
    QCOMPARE(pane.view(), DocumentPane::View::Conflicts);
    document.plan.merge->decide({u"data"_s, u"a"_s}, u"2"_s);
    upgrade::updateFromPlan(document);
    pane.setDocument(document, nullptr);
    QCOMPARE(pane.view(), DocumentPane::View::Conflicts); // the last one was settled just now
    document.error = refusal(1);
    pane.setDocument(document, nullptr);
    QCOMPARE(pane.view(), DocumentPane::View::Refusal); // unless there is trouble
    document.error.reset();
    pane.setDocument(document, nullptr);
    QCOMPARE(pane.view(), DocumentPane::View::Difference); // there is no refusal any more
}

void tst_BundleParts::thePaneShowsTheDifference()
{
    const Data one{{u"a"_s, u"1"_s}};
    UpgradeDocument document = settingsDocument(one, one, {{u"a"_s, u"2"_s}});
    DocumentPane pane;
    pane.setDocument(document, nullptr);
    QVERIFY(pane.isMakingDifference());
    QTRY_VERIFY(!pane.isMakingDifference());
    const DiffView *view = pane.difference()->view();
    QCOMPARE(view->rows().changes().size(), 1);
    QVERIFY(view->copiedText().contains("+  a: \"2\""_L1));
    // What the server makes of it is what is shown once it said so.
    upgrade::Review review{.live = document.live, .proposed = document.wanted};
    review.proposed.insert("immutable"_L1, false);
    pane.setDocument(document, &review);
    QTRY_VERIFY(!pane.isMakingDifference());
    QVERIFY(view->copiedText().contains("+immutable: false"_L1));
    pane.difference()->ownersButton()->setChecked(true);
    QVERIFY2(pane.difference()->ownersText().startsWith("Owner of data.a: nobody on record."_L1),
             qPrintable(pane.difference()->ownersText()));
}

void tst_BundleParts::progressIsAsGitPrintsIt_data()
{
    QTest::addColumn<upgrade::FetchProgress>("progress");
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing is known") << upgrade::FetchProgress() << u"Asking the repository what it has…"_s;
    QTest::newRow("the other side counts")
        << upgrade::FetchProgress{.remote = u"Counting objects: 40% (12/30)"_s} << u"Counting objects: 40% (12/30)"_s;
    QTest::newRow("objects come") << upgrade::FetchProgress{.objects = 12, .totalObjects = 30, .bytes = 1'258'291}
                                  << u"Receiving objects: 40% (12/30), 1.2 MiB"_s;
    QTest::newRow("deltas are resolved")
        << upgrade::FetchProgress{.objects = 30, .totalObjects = 30, .bytes = 10, .deltas = 3, .totalDeltas = 4}
        << u"Resolving deltas: 75% (3/4)"_s;
}

void tst_BundleParts::progressIsAsGitPrintsIt()
{
    QFETCH(upgrade::FetchProgress, progress);
    QTEST(progressText(progress), "text");
}

void tst_BundleParts::saysHowLongAgo_data()
{
    QTest::addColumn<int>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("now") << 0 << u"just now"_s;
    QTest::newRow("a clock that runs ahead") << -90 << u"just now"_s;
    QTest::newRow("minutes") << 150 << u"2 minute(s) ago"_s;
    QTest::newRow("hours") << 47 * 3600 << u"47 hour(s) ago"_s;
    QTest::newRow("days") << 3 * 86'400 << u"3 day(s) ago"_s;
}

void tst_BundleParts::saysHowLongAgo()
{
    QFETCH(int, seconds);
    const QDateTime now(QDate(2026, 6, 2), QTime(12, 0), QTimeZone::UTC);
    QTEST(agoText(now.addSecs(-seconds), now), "text");
}

QTEST_MAIN(tst_BundleParts)
#include "tst_bundleparts.moc"
