// SPDX-License-Identifier: Apache-2.0
#include "diff/diffview.h"

#include "look/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace ui;

namespace {

QString text(const QMap<int, QString> &replaced = {}, int count = 60)
{
    QString text;
    for (int i = 1; i <= count; ++i)
        text += replaced.value(i, u"key%1: value"_s.arg(i)) + u'\n';
    return text;
}

QColor colorAt(DiffView &view, const QPoint &point)
{
    return view.viewport()->grab().toImage().pixelColor(point);
}

} // namespace

class tst_DiffView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_view.reset(); }

    void beginsAtTheFirstChange();
    void walksThroughTheChanges();
    void keepsItsPlaceForTheSameTexts();
    void paintsOldAndNew();
    void paintsOneBelowTheOther();
    void unfoldsByClickAndByEnter();
    void choosesLinesByKeyboard();
    void choosesLinesByMouse();
    void copiesEverythingOrWhatIsChosen();
    void scrollsToAWordFarToTheRight();
    void tellsLinesToAScreenReader();
    void aScreenReaderOpensWhatIsFolded();
    void showsNothingForNoTexts();
    void opensTwoLargeTextsAtOnce();

private:
    std::unique_ptr<DiffView> m_view;
};

void tst_DiffView::init()
{
    m_view = std::make_unique<DiffView>();
    m_view->resize(800, 400);
    m_view->setTexts(text(), text({{20, u"versionTag: other"_s}, {50, u"key50: other"_s}}));
    m_view->show();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    m_view->setFocus();
}

void tst_DiffView::beginsAtTheFirstChange()
{
    QCOMPARE(m_view->rows().changes().size(), 2);
    QCOMPARE(m_view->currentChange(), 0);
    QVERIFY(m_view->viewport()->rect().contains(m_view->lineRect(m_view->currentLine())));
}

void tst_DiffView::walksThroughTheChanges()
{
    m_view->goToNextChange();
    QCOMPARE(m_view->currentChange(), 1);
    QVERIFY(m_view->viewport()->rect().contains(m_view->lineRect(m_view->currentLine())));
    m_view->goToNextChange(); // around the end
    QCOMPARE(m_view->currentChange(), 0);
    m_view->goToPreviousChange();
    QCOMPARE(m_view->currentChange(), 1);
    m_view->setCurrentLine(0);
    QCOMPARE(m_view->currentChange(), -1);
    m_view->goToNextChange();
    QCOMPARE(m_view->currentChange(), 0);
}

void tst_DiffView::keepsItsPlaceForTheSameTexts()
{
    m_view->goToNextChange();
    const qsizetype line = m_view->currentLine();
    m_view->setTexts(text(), text({{20, u"versionTag: other"_s}, {50, u"key50: other"_s}}));
    QCOMPARE(m_view->currentLine(), line);
    m_view->setTexts(text(), text({{50, u"key50: other"_s}}));
    QCOMPARE(m_view->currentChange(), 0);
}

void tst_DiffView::paintsOldAndNew()
{
    m_view->goToNextChange();
    const QRect line = m_view->lineRect(m_view->currentLine());
    const int y = line.bottom() - 2;
    QCOMPARE(colorAt(*m_view, {line.width() / 2 - 20, y}), Theme::light().oldRevision.fill);
    QCOMPARE(colorAt(*m_view, {line.width() - 20, y}), Theme::light().newRevision.fill);
    QCOMPARE(colorAt(*m_view, {line.width() - 20, y - line.height()}), Theme::light().surface);
    m_view->setPalette(Theme::dark().palette());
    QCOMPARE(colorAt(*m_view, {line.width() - 20, y}), Theme::dark().newRevision.fill);
}

void tst_DiffView::paintsOneBelowTheOther()
{
    m_view->goToNextChange();
    m_view->setUnified(true);
    QCOMPARE(m_view->currentChange(), 1); // the place is kept
    const QRect line = m_view->lineRect(m_view->currentLine());
    const int x = line.width() - 20;
    QCOMPARE(colorAt(*m_view, {x, line.bottom() - 2}), Theme::light().oldRevision.fill);
    QCOMPARE(colorAt(*m_view, {x, line.bottom() - 2 + line.height()}), Theme::light().newRevision.fill);
}

void tst_DiffView::unfoldsByClickAndByEnter()
{
    const qsizetype before = m_view->rows().size();
    m_view->setCurrentLine(3);
    QCOMPARE(m_view->rows().at(3).kind, DiffLine::Kind::Fold);
    const qsizetype hidden = m_view->rows().at(3).count;
    QTest::keyClick(m_view.get(), Qt::Key_Return);
    QCOMPARE(m_view->rows().size(), before + hidden - 1);
    QCOMPARE(m_view->currentLine(), 3);

    m_view->setTexts(text(), text({{20, u"key20: other"_s}}));
    m_view->setCurrentLine(0);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, m_view->lineRect(3).center());
    QCOMPARE(m_view->rows().at(3).kind, DiffLine::Kind::Same);
}

void tst_DiffView::choosesLinesByKeyboard()
{
    QSignalSpy changed(m_view.get(), &DiffView::currentLineChanged);
    QTest::keyClick(m_view.get(), Qt::Key_Home);
    QCOMPARE(m_view->currentLine(), 0);
    QTest::keyClick(m_view.get(), Qt::Key_Up);
    QCOMPARE(m_view->currentLine(), 0);
    QTest::keyClick(m_view.get(), Qt::Key_Down);
    QCOMPARE(m_view->currentLine(), 1);
    QTest::keyClick(m_view.get(), Qt::Key_End);
    QCOMPARE(m_view->currentLine(), m_view->rows().size() - 1);
    QCOMPARE(changed.size(), 3);
    QTest::keyClick(m_view.get(), Qt::Key_PageUp);
    QVERIFY(m_view->currentLine() < m_view->rows().size() - 2);
    QVERIFY(m_view->viewport()->rect().contains(m_view->lineRect(m_view->currentLine())));
    QTest::keyClick(m_view.get(), Qt::Key_PageDown);
    QCOMPARE(m_view->currentLine(), m_view->rows().size() - 1);
}

void tst_DiffView::choosesLinesByMouse()
{
    m_view->setCurrentLine(0);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, m_view->lineRect(1).center());
    QCOMPARE(m_view->currentLine(), 1);
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, m_view->lineRect(0).center());
    QTest::mouseMove(m_view->viewport(), m_view->lineRect(2).center());
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, m_view->lineRect(2).center());
    QTRY_COMPARE(m_view->copiedText(), u" key1: value\n key2: value\n key3: value\n"_s);
}

void tst_DiffView::copiesEverythingOrWhatIsChosen()
{
    QTest::keyClick(m_view.get(), Qt::Key_C, Qt::ControlModifier);
    const QString all = QApplication::clipboard()->text();
    QVERIFY(all.startsWith(u"--- "_s));
    QVERIFY(all.contains(u"-key20: value\n+versionTag: other\n"_s));

    m_view->setCurrentLine(2);
    QTest::keyClick(m_view.get(), Qt::Key_Down, Qt::ShiftModifier); // a fold: all that is in it
    QTest::keyClick(m_view.get(), Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QApplication::clipboard()->text().split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 1 + m_view->rows().at(3).count);
    QCOMPARE(lines.constFirst(), u" key3: value"_s);
    QCOMPARE(lines.at(1), u" key4: value"_s);

    QTest::keyClick(m_view.get(), Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(m_view->copiedText().count(u'\n'), 60 + 2);
}

void tst_DiffView::scrollsToAWordFarToTheRight()
{
    const QString padding(5'000, u'x');
    m_view->setTexts(u"a: %1 one\n"_s.arg(padding), u"a: %1 two\n"_s.arg(padding));
    QVERIFY(m_view->horizontalScrollBar()->maximum() > 10'000);
    QVERIFY(m_view->horizontalScrollBar()->value() > 10'000); // where the change is
    m_view->setTexts(u"a: 1\n"_s, u"a: 2\n"_s);
    QCOMPARE(m_view->horizontalScrollBar()->maximum(), 0);
}

void tst_DiffView::tellsLinesToAScreenReader()
{
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(m_view.get());
    QCOMPARE(list->role(), QAccessible::List);
    QCOMPARE(list->text(QAccessible::Name), u"Difference"_s);
    QCOMPARE(list->childCount(), int(m_view->rows().size()));
    const auto name = [&](qsizetype index) { return list->child(int(index))->text(QAccessible::Name); };
    QCOMPARE(name(0), u"line 1: key1: value"_s);
    QVERIFY(name(3).contains(u"unchanged, folded"_s));
    QVERIFY(list->child(3)->state().expandable);

    m_view->setTexts(u"a: 1\nimage: x\nc: 1\n"_s, u"a: 2\nimage: y\nd: 1\n"_s);
    QCOMPARE(name(0), u"line 1 changed from a: 1 to a: 2"_s);
    QCOMPARE(name(1), u"line 2 changed from image: x to image: y (important field)"_s);
    QCOMPARE(name(2), u"line 3 removed: c: 1"_s);
    QCOMPARE(name(3), u"line 3 added: d: 1"_s);
    QCOMPARE(list->focusChild()->text(QAccessible::Name), name(0));
    QCOMPARE(list->indexOfChild(list->child(2)), 2);
    QCOMPARE(list->child(4), nullptr);
}

void tst_DiffView::aScreenReaderOpensWhatIsFolded()
{
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(m_view.get());
    QAccessibleInterface *fold = list->child(3);
    const QPoint middle = m_view->viewport()->mapToGlobal(m_view->lineRect(3).center());
    QCOMPARE(list->childAt(middle.x(), middle.y()), fold);
    QCOMPARE(list->child(2)->actionInterface()->actionNames(),
             QStringList{QAccessibleActionInterface::setFocusAction()});
    QVERIFY(fold->actionInterface()->actionNames().contains(QAccessibleActionInterface::pressAction()));

    const int count = list->childCount();
    fold->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QVERIFY(list->childCount() > count);
    QCOMPARE(list->child(3), fold); // the same place
    QVERIFY(!fold->state().expandable);
    QCOMPARE(fold->text(QAccessible::Name), u"line 4: key4: value"_s);
    QCOMPARE(list->focusChild(), fold);
    QCOMPARE(list->indexOfChild(QAccessible::queryAccessibleInterface(m_view->viewport())), -1);
}

void tst_DiffView::showsNothingForNoTexts()
{
    DiffView view;
    view.resize(300, 200);
    view.show();
    view.goToNextChange();
    view.goToPreviousChange();
    QTest::keyClick(&view, Qt::Key_Down);
    QTest::mouseClick(view.viewport(), Qt::LeftButton);
    QCOMPARE(view.currentLine(), -1);
    QCOMPARE(view.copiedText(), QString());
    QCOMPARE(view.lineAt(10), -1);
    view.setTexts({}, {});
    QCOMPARE(view.rows().size(), 0);
}

void tst_DiffView::opensTwoLargeTextsAtOnce()
{
    const QString before = text({}, 13'000);
    QMap<int, QString> changed;
    for (int i = 7; i < 13'000; i += 500)
        changed.insert(i, u"key%1: another value, and a longer one"_s.arg(i));
    const QString after = text(changed, 13'000);
    DiffView view;
    view.resize(1200, 800);
    view.show();
    view.setTexts(before, after);
    view.viewport()->grab();
    QCOMPARE(view.rows().changes().size(), 26);
    QCOMPARE(view.currentChange(), 0); // it opens there
    for (int i = 1; i < 26; ++i) {
        view.goToNextChange();
        view.viewport()->grab();
        QCOMPARE(view.currentChange(), i);
    }
    QTRY_VERIFY_WITH_TIMEOUT(view.isHighlighted(), 30'000);
}

QTEST_MAIN(tst_DiffView)
#include "tst_diffview.moc"
