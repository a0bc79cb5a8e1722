// SPDX-License-Identifier: Apache-2.0
#include "blocks/card.h"
#include "blocks/clocktext.h"
#include "blocks/notice.h"
#include "blocks/pill.h"
#include "blocks/segmented.h"
#include "blocks/stepbar.h"
#include "blocks/stepbutton.h"
#include "lane/quorumbar.h"
#include "look/appearance.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QBoxLayout>
#include <QFontMetrics>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTextEdit>

using namespace Qt::StringLiterals;
using namespace ui;

class tst_Blocks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cardHasATitleAndACorner();
    void pillIsAsWideAsItsText();
    void pillThatIsShortenedSaysTheRestInItsTooltip();
    void stepsAreClicked();
    void stepsAreWalkedByKeyboard();
    void stepsSayTheirStateToAScreenReader();
    void stepsComeAndGo();
    void segmentsAreOneOfThem();
    void segmentsAreWalkedByKeyboard();
    void quorumIsMoreThanHalf_data();
    void quorumIsMoreThanHalf();
    void quorumBarSaysItsSentence();
    void noticeIsHiddenUntilThereIsSomethingToSay();
    void noticeIsPlainText();
    void noticeBreaksWordsThatAreTooLong();
    void noticeOffersAnAction();
    void noticeHasAClockThatDisturbsNothing();
    void clockTellsTwoUnits_data();
    void clockTellsTwoUnits();
};

namespace {

QList<Step> steps()
{
    return {{.title = u"Operator bundle"_s, .subtitle = u"done 14:02"_s, .state = StepState::Done},
            {.title = u"Review"_s, .subtitle = {}, .state = StepState::Todo},
            {.title = u"Rollout"_s, .subtitle = u"pod 2 of 5"_s, .state = StepState::Current}};
}

} // namespace

void tst_Blocks::cardHasATitleAndACorner()
{
    Card card(u"Rollout & more"_s);
    auto *corner = new Segmented({u"Lane"_s, u"Node map"_s});
    card.setCornerWidget(corner);
    card.body()->addWidget(new QLabel(u"content"_s));
    card.resize(500, 200);
    card.show();
    QCOMPARE(card.title(), u"Rollout & more"_s);
    QCOMPARE(card.accessibleName(), u"Rollout & more"_s);
    auto *title = card.findChild<QLabel *>();
    QVERIFY(title->isVisible());
    QCOMPARE_GT(corner->x(), title->geometry().right());
    QCOMPARE_LT(corner->geometry().right(), 500);
    card.setTitle({});
    QVERIFY(!title->isVisible());
}

void tst_Blocks::pillIsAsWideAsItsText()
{
    Pill pill(u"Upgrade"_s, Tone::New);
    QCOMPARE_GT(pill.sizeHint().width(), QFontMetrics(pill.font()).horizontalAdvance(u"Upgrade"_s));
    const int before = pill.sizeHint().width();
    pill.setState(u"InvalidUpgrade"_s, Tone::Bad);
    QCOMPARE_GT(pill.sizeHint().width(), before);
    QCOMPARE(pill.tone(), Tone::Bad);
}

void tst_Blocks::pillThatIsShortenedSaysTheRestInItsTooltip()
{
    Pill pill(u"waiting for <the> operator"_s, Tone::Warn);
    pill.resize(pill.sizeHint());
    pill.show();
    QCOMPARE(pill.toolTip(), QString());
    pill.resize(60, pill.height());
    QVERIFY(pill.toolTip().contains(u"&lt;the&gt;"_s));
}

void tst_Blocks::stepsAreClicked()
{
    StepBar bar;
    bar.setSteps(steps());
    bar.resize(700, 60);
    bar.show();
    QSignalSpy activated(&bar, &StepBar::stepActivated);
    const QList<StepButton *> buttons = bar.findChildren<StepButton *>();
    QCOMPARE(buttons.size(), 3);
    QTest::mouseClick(buttons[2], Qt::LeftButton);
    QCOMPARE(activated.takeLast(), QVariantList{2});
    QCOMPARE(bar.openStep(), 0); // what is open, the owner decides
    bar.setOpenStep(2);
    QCOMPARE(bar.openStep(), 2);
}

void tst_Blocks::stepsAreWalkedByKeyboard()
{
    QWidget window;
    auto *row = new QVBoxLayout(&window);
    auto *bar = new StepBar;
    auto *after = new QPushButton(u"after"_s);
    row->addWidget(bar);
    row->addWidget(after);
    bar->setSteps(steps());
    bar->setOpenStep(1);
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    const QList<StepButton *> buttons = bar->findChildren<StepButton *>();
    QSignalSpy activated(bar, &StepBar::stepActivated);
    buttons[1]->setFocus(Qt::TabFocusReason);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Right);
    QCOMPARE(QApplication::focusWidget(), buttons[2]);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Right); // the last one
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(activated.takeLast(), QVariantList{2});
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Home);
    QCOMPARE(QApplication::focusWidget(), buttons[0]);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QCOMPARE(activated.takeLast(), QVariantList{0});
    buttons[1]->setFocus(Qt::TabFocusReason);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab); // one stop for the whole bar
    QCOMPARE(QApplication::focusWidget(), after);
}

void tst_Blocks::stepsSayTheirStateToAScreenReader()
{
    StepBar bar;
    bar.setSteps(steps());
    QStringList said;
    for (StepButton *button : bar.findChildren<StepButton *>()) {
        QAccessibleInterface *step = QAccessible::queryAccessibleInterface(button);
        said << QString(step->text(QAccessible::Name) + u" - "_s + step->text(QAccessible::Description));
    }
    QCOMPARE(said,
             (QStringList{u"Operator bundle - done: done 14:02"_s, u"Review - not begun"_s,
                          u"Rollout - under way: pod 2 of 5"_s}));
}

void tst_Blocks::stepsComeAndGo()
{
    StepBar bar;
    bar.setSteps(steps());
    bar.setSteps(steps().mid(0, 1));
    QCOMPARE(bar.findChildren<StepButton *>().size(), 1);
    bar.setSteps(steps());
    QCOMPARE(bar.findChildren<StepButton *>().size(), 3);
    QVERIFY(bar.minimumSizeHint().width() < 3 * 110); // narrow windows shorten, tooltips say the rest
    bar.resize(bar.minimumSizeHint());
    bar.show();
    QVERIFY(bar.findChildren<StepButton *>().constFirst()->toolTip().contains(u"Operator bundle"_s));
}

void tst_Blocks::segmentsAreOneOfThem()
{
    Segmented switcher({u"Lane"_s, u"Node map"_s});
    QSignalSpy changed(&switcher, &Segmented::currentChanged);
    QCOMPARE(switcher.currentIndex(), 0);
    switcher.show();
    QTest::mouseClick(switcher.button(1), Qt::LeftButton);
    QCOMPARE(switcher.currentIndex(), 1);
    QCOMPARE(changed.takeLast(), QVariantList{1});
    QTest::mouseClick(switcher.button(1), Qt::LeftButton); // stays chosen
    QCOMPARE(switcher.currentIndex(), 1);
    QCOMPARE(changed.size(), 0);
    const int width = switcher.sizeHint().width();
    switcher.setCurrentIndex(0);
    QCOMPARE(changed.takeLast(), QVariantList{0});
    QCOMPARE(switcher.sizeHint().width(), width);
    switcher.setCurrentIndex(7);
    QCOMPARE(switcher.currentIndex(), 0);
}

void tst_Blocks::segmentsAreWalkedByKeyboard()
{
    Segmented switcher({u"Side by side"_s, u"Unified"_s});
    switcher.show();
    switcher.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&switcher));
    switcher.button(0)->setFocus(Qt::TabFocusReason);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Right);
    QCOMPARE(switcher.currentIndex(), 1);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Left);
    QCOMPARE(switcher.currentIndex(), 0);
}

void tst_Blocks::quorumIsMoreThanHalf_data()
{
    QTest::addColumn<int>("ready");
    QTest::addColumn<int>("total");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("all of five") << 5 << 5 << u"5 of 5 ready, 3 needed: 2 more may be lost"_s;
    QTest::newRow("four of five") << 4 << 5 << u"4 of 5 ready, 3 needed: one more may be lost"_s;
    QTest::newRow("three of five") << 3 << 5 << u"3 of 5 ready, 3 needed: none may be lost"_s;
    QTest::newRow("two of five") << 2 << 5 << u"2 of 5 ready, 3 needed: the quorum is lost"_s;
    QTest::newRow("two of three") << 2 << 3 << u"2 of 3 ready, 2 needed: none may be lost"_s;
    QTest::newRow("an even number needs more than half") << 2 << 4 << u"2 of 4 ready, 3 needed: the quorum is lost"_s;
    QTest::newRow("one node") << 1 << 1 << u"1 of 1 ready, 1 needed: none may be lost"_s;
    QTest::newRow("no nodes") << 0 << 0 << u"No nodes yet"_s;
}

void tst_Blocks::quorumIsMoreThanHalf()
{
    QFETCH(int, ready);
    QFETCH(int, total);
    QTEST(quorumText(ready, total), "sentence");
}

void tst_Blocks::quorumBarSaysItsSentence()
{
    QuorumBar bar;
    bar.setNodes({true, true, false, true, true});
    QCOMPARE(bar.text(), u"4 of 5 ready, 3 needed: one more may be lost"_s);
    QCOMPARE(bar.accessibleName(), bar.text());
    bar.resize(bar.sizeHint());
    const QImage with = bar.grab().toImage();
    QCOMPARE(with.pixelColor(14, bar.height() / 2), Theme::light().ok.fill);
    QVERIFY(with.pixelColor(2 * 34 + 14, bar.height() / 2) != Theme::light().ok.fill);
    bar.setNodes(QList<bool>(1000, true));
    QVERIFY(bar.minimumSizeHint().width() < 400); // a thousand cells force no window to be wide
}

void tst_Blocks::noticeIsHiddenUntilThereIsSomethingToSay()
{
    QWidget window;
    auto *column = new QVBoxLayout(&window);
    auto *notice = new Notice;
    column->addWidget(notice);
    window.show();
    QVERIFY(!notice->isVisible());
    notice->say(Tone::Bad, u"The server does not answer."_s);
    QVERIFY(notice->isVisible());
    QCOMPARE(notice->tone(), Tone::Bad);
    QCOMPARE(notice->accessibleName(), u"The server does not answer."_s);
    notice->clear();
    QVERIFY(!notice->isVisible());
    QCOMPARE(notice->text(), QString());
}

void tst_Blocks::noticeHasAClockThatDisturbsNothing()
{
    Notice notice;
    notice.resize(600, 60);
    notice.say(Tone::Warn, u"The operator does not manage this cluster."_s);
    auto *text = notice.findChild<QTextEdit *>();
    text->selectAll();
    const int width = text->width();
    notice.setAside(u"For <b>1 s</b> now."_s);
    QCOMPARE(notice.aside(), u"For <b>1 s</b> now."_s);
    QCOMPARE(notice.accessibleName(), notice.text()); // a new name would be read out
    QCOMPARE(text->textCursor().selectedText(), notice.text());
    notice.show();
    QVERIFY(text->width() < width);
    for (const QLabel *label : notice.findChildren<QLabel *>()) {
        if (label->text() == notice.aside())
            QCOMPARE(label->textFormat(), Qt::PlainText);
    }
    notice.clear();
    QCOMPARE(notice.aside(), QString());
}

void tst_Blocks::clockTellsTwoUnits_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("tick"); // in seconds
    QTest::newRow("a clock that is off") << -5LL << u"0 s"_s << 1LL;
    QTest::newRow("a moment") << 59LL << u"59 s"_s << 1LL;
    QTest::newRow("a minute") << 60LL << u"1 min 0 s"_s << 1LL;
    QTest::newRow("minutes") << 725LL << u"12 min 5 s"_s << 1LL;
    QTest::newRow("an hour") << 3'600LL << u"1 h 0 min"_s << 60LL;
    QTest::newRow("most of a day") << 86'399LL << u"23 h 59 min"_s << 60LL;
    QTest::newRow("days") << 186'400LL << u"2 d 3 h"_s << 60LL;
}

void tst_Blocks::clockTellsTwoUnits()
{
    QFETCH(const qint64, seconds);
    QFETCH(const qint64, tick);
    const std::chrono::seconds duration(seconds);
    QTEST(clockText(duration), "text");
    QCOMPARE(clockTick(duration), std::chrono::milliseconds(std::chrono::seconds(tick)));
}

void tst_Blocks::noticeIsPlainText()
{
    Notice notice;
    notice.say(Tone::Warn, u"<img src=x> & <b>bold</b>"_s);
    QCOMPARE(notice.text(), u"<img src=x> & <b>bold</b>"_s);
    auto *text = notice.findChild<QTextEdit *>();
    QVERIFY(text->isReadOnly());
    QVERIFY(text->textInteractionFlags().testFlag(Qt::TextSelectableByMouse));
    QVERIFY(text->textInteractionFlags().testFlag(Qt::TextSelectableByKeyboard));
}

void tst_Blocks::noticeBreaksWordsThatAreTooLong()
{
    QWidget window;
    auto *column = new QVBoxLayout(&window);
    auto *notice = new Notice;
    column->addWidget(notice);
    column->addStretch();
    window.resize(320, 600);
    window.show();
    notice->say(Tone::Bad, QString(u"The image "_s + QString(400, u'x') + u" was not found."_s));
    auto *text = notice->findChild<QTextEdit *>();
    QTRY_VERIFY(text->height() >= text->document()->size().height());
    QCOMPARE(window.width(), 320);
    QCOMPARE_LE(text->document()->size().width(), text->width());
    QCOMPARE_GT(text->height(), 5 * QFontMetrics(text->font()).height());
    const int tall = text->height();
    window.resize(900, 600);
    QTRY_COMPARE_LT(text->height(), tall);
}

void tst_Blocks::noticeOffersAnAction()
{
    Notice notice;
    notice.say(Tone::Bad, u"The server does not answer."_s);
    QVERIFY(!notice.button()->isVisible());
    notice.setAction(u"Try again"_s);
    QVERIFY(notice.button()->isVisible());
    QSignalSpy triggered(&notice, &Notice::actionTriggered);
    QTest::mouseClick(notice.button(), Qt::LeftButton);
    QCOMPARE(triggered.size(), 1);
}

QTEST_MAIN(tst_Blocks)
#include "tst_blocks.moc"
