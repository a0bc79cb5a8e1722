// SPDX-License-Identifier: Apache-2.0
#include "window/commandpalette.h"

#include <QBoxLayout>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;
using ui::CommandPalette;

class tst_CommandPalette : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void listsWhatIsPossibleNow();
    void filters_data();
    void filters();
    void enterRunsTheFirstThatMatches();
    void arrowsChoose();
    void theArrowStopsAtTheEnds();
    void enterWithoutAMatchDoesNothing();
    void aClickRuns();
    void escapeGivesTheFocusBack();
    void openedTwiceItStillGivesTheFocusBack();
    void goesWhenTheFocusGoesElsewhere();
    void whatACommandFocusesKeepsTheFocus();
    void forgetsWhatWasTyped();
    void fitsIntoASmallWindow();

private:
    void open();
    [[nodiscard]] QListView *view() const { return m_palette->findChild<QListView *>(); }

    std::unique_ptr<QWidget> m_window;
    CommandPalette *m_palette = nullptr;
    QLineEdit *m_other = nullptr;
    QStringList m_ran;
    bool m_hasCluster = true;
};

void tst_CommandPalette::init()
{
    m_ran.clear();
    m_hasCluster = true;
    m_window = std::make_unique<QWidget>();
    m_window->resize(900, 600);
    m_other = new QLineEdit;
    auto *layout = new QVBoxLayout(m_window.get());
    layout->addWidget(m_other);
    layout->addStretch();
    m_palette = new CommandPalette(m_window.get());
    m_palette->setSource([this] {
        const auto command = [this](const QString &title, const QString &hint) {
            return CommandPalette::Command{title, hint, [this, title] { m_ran.append(title); }};
        };
        QList<CommandPalette::Command> commands;
        if (m_hasCluster)
            commands.append(command(u"Review"_s, u"Ctrl+2"_s));
        commands.append(command(u"Colours: dark"_s, {}));
        commands.append(command(u"Colours: light"_s, {}));
        commands.append(command(u"orders"_s, u"prod-eu"_s));
        commands.append(command(u"orders"_s, u"staging"_s));
        return commands;
    });
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_other->setFocus();
}

void tst_CommandPalette::open()
{
    m_palette->open();
    QVERIFY(m_palette->isVisible());
    QVERIFY(m_palette->field()->hasFocus());
}

void tst_CommandPalette::listsWhatIsPossibleNow()
{
    QVERIFY(m_palette->isHidden());
    open();
    QCOMPARE(m_palette->titles().constFirst(), u"Review"_s);
    QTest::keyClick(m_palette->field(), Qt::Key_Escape);
    m_hasCluster = false;
    open();
    QCOMPARE(m_palette->titles(), (QStringList{u"Colours: dark"_s, u"Colours: light"_s, u"orders"_s, u"orders"_s}));
}

void tst_CommandPalette::filters_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QStringList>("titles");
    QTest::newRow("a part of a word, in any case") << u"REV"_s << QStringList{u"Review"_s};
    QTest::newRow("words in any order") << u"dark col"_s << QStringList{u"Colours: dark"_s};
    QTest::newRow("a word of the hint") << u"orders stag"_s << QStringList{u"orders"_s};
    QTest::newRow("a shortcut") << u"ctrl+2"_s << QStringList{u"Review"_s};
    QTest::newRow("spaces around are nothing") << u"  light  "_s << QStringList{u"Colours: light"_s};
    QTest::newRow("several, in their order") << u"orders"_s << QStringList{u"orders"_s, u"orders"_s};
    QTest::newRow("what nothing has") << u"orders dark"_s << QStringList{};
}

void tst_CommandPalette::filters()
{
    QFETCH(QString, typed);
    open();
    QTest::keyClicks(m_palette->field(), typed);
    QTEST(m_palette->titles(), "titles");
}

void tst_CommandPalette::enterRunsTheFirstThatMatches()
{
    open();
    QTest::keyClicks(m_palette->field(), u"light"_s);
    QTest::keyClick(m_palette->field(), Qt::Key_Return);
    QCOMPARE(m_ran, QStringList{u"Colours: light"_s});
    QVERIFY(m_palette->isHidden());
}

void tst_CommandPalette::arrowsChoose()
{
    open();
    QTest::keyClick(m_palette->field(), Qt::Key_Down);
    QTest::keyClick(m_palette->field(), Qt::Key_Down);
    QTest::keyClick(m_palette->field(), Qt::Key_Up);
    QVERIFY(m_palette->field()->hasFocus()); // so that one can go on typing
    QTest::keyClick(m_palette->field(), Qt::Key_Enter);
    QCOMPARE(m_ran, QStringList{u"Colours: dark"_s});
}

void tst_CommandPalette::theArrowStopsAtTheEnds()
{
    open();
    QTest::keyClick(m_palette->field(), Qt::Key_Up);
    QCOMPARE(view()->currentIndex().row(), 0);
    QTest::keyClick(m_palette->field(), Qt::Key_PageDown);
    QTest::keyClick(m_palette->field(), Qt::Key_Down);
    QCOMPARE(view()->currentIndex().row(), 4);
}

void tst_CommandPalette::enterWithoutAMatchDoesNothing()
{
    open();
    QTest::keyClicks(m_palette->field(), u"nothing"_s);
    QTest::keyClick(m_palette->field(), Qt::Key_Return);
    QVERIFY(m_ran.isEmpty());
    QVERIFY(m_palette->isVisible());
    QCOMPARE(m_palette->field()->text(), u"nothing"_s);
}

void tst_CommandPalette::aClickRuns()
{
    open();
    QTest::mouseClick(view()->viewport(), Qt::LeftButton, {},
                      view()->visualRect(view()->model()->index(2, 0)).center());
    QCOMPARE(m_ran, QStringList{u"Colours: light"_s});
    QVERIFY(m_palette->isHidden());
}

void tst_CommandPalette::escapeGivesTheFocusBack()
{
    open();
    QTest::keyClicks(m_palette->field(), u"rev"_s);
    QTest::keyClick(m_palette->field(), Qt::Key_Escape);
    QVERIFY(m_palette->isHidden());
    QVERIFY(m_other->hasFocus());
    QVERIFY(m_ran.isEmpty());
}

void tst_CommandPalette::openedTwiceItStillGivesTheFocusBack()
{
    open();
    open(); // Ctrl+K once more
    QTest::keyClick(m_palette->field(), Qt::Key_Escape);
    QVERIFY(m_palette->isHidden());
    QVERIFY(m_other->hasFocus());
}

void tst_CommandPalette::goesWhenTheFocusGoesElsewhere()
{
    open();
    m_other->setFocus(Qt::MouseFocusReason);
    QVERIFY(m_palette->isHidden());
    QVERIFY(m_other->hasFocus());
}

void tst_CommandPalette::whatACommandFocusesKeepsTheFocus()
{
    auto *third = new QLineEdit(m_window.get());
    third->show();
    m_palette->setSource([third] {
        return QList<CommandPalette::Command>{{u"Filter the fleet"_s, {}, [third] { third->setFocus(); }}};
    });
    open();
    QTest::keyClick(m_palette->field(), Qt::Key_Return);
    QVERIFY(third->hasFocus());
}

void tst_CommandPalette::forgetsWhatWasTyped()
{
    open();
    QTest::keyClicks(m_palette->field(), u"rev"_s);
    QTest::keyClick(m_palette->field(), Qt::Key_Escape);
    open();
    QCOMPARE(m_palette->field()->text(), QString());
    QCOMPARE(m_palette->titles().size(), 5);
}

void tst_CommandPalette::fitsIntoASmallWindow()
{
    m_window->resize(320, 240);
    open();
    QVERIFY(m_window->rect().contains(m_palette->geometry()));
    QVERIFY(view()->height() >= view()->visualRect(view()->model()->index(0, 0)).height());
}

QTEST_MAIN(tst_CommandPalette)
#include "tst_commandpalette.moc"
