// SPDX-License-Identifier: Apache-2.0
#include "blocks/markedlist.h"
#include "bundle/conflicteditor.h"
#include "bundle/conflictmodel.h"
#include "bundle/conflictpane.h"
#include "bundle/yamlfield.h"
#include "settingsdocument.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace ui;
using upgrade::UpgradeDocument;
using Side = ui::ConflictChoice::Side;

/// The pane beside what an upgrade does with a decision: it settles the conflict in the document.
class tst_ConflictPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_pane.reset(); }

    void showsTheSidesAndTheReason();
    void aClickSettles();
    void keysSettle();
    void figuresAreTextInTheField();
    void allOfOneSide();
    void anEditedValueIsTakenWhenAskedFor();
    void anInvalidValueIsMarkedAndNotTaken_data();
    void anInvalidValueIsMarkedAndNotTaken();
    void whatWasTypedStays();
    void comingBackShowsTheChoice();
    void anotherConflictForgetsTheChoice();
    void nextGoesOnToTheNextOne();
    void nothingCanBeChosenWhileItIsWritten();
    void theListIsAModel();

private:
    [[nodiscard]] static UpgradeDocument document(const QString &theirs = u"theirs"_s);
    [[nodiscard]] ConflictEditor *editor() const { return m_pane->editor(); }
    [[nodiscard]] QString decided() const; ///< "path=value" of all decisions

    UpgradeDocument m_document;
    std::unique_ptr<ConflictPane> m_pane;
    QStringList m_decisions;
};

UpgradeDocument tst_ConflictPane::document(const QString &theirs)
{
    using Data = QMap<QString, QString>;
    const auto all = [](const QString &value) { return Data{{u"a"_s, value}, {u"b"_s, value}, {u"c"_s, value}}; };
    return settingsDocument(all(u"base"_s), all(u"ours"_s), all(theirs));
}

void tst_ConflictPane::init()
{
    m_decisions.clear();
    m_document = document();
    m_pane = std::make_unique<ConflictPane>();
    m_pane->setReleases(u"7.4.2-2"_s, u"7.22.2-40"_s);
    connect(m_pane.get(), &ConflictPane::decided, this,
            [this](const upgrade::ObjectIdentity &, const yaml::Path &path, const QJsonValue &value) {
                m_decisions.append(path.toString() + u'=' + value.toVariant().toString());
                m_document.plan.merge->decide(path, value);
                upgrade::updateFromPlan(m_document);
                m_pane->setDocument(m_document);
            });
    m_pane->resize(600, 500);
    m_pane->show();
    m_pane->setDocument(m_document);
    QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
}

QString tst_ConflictPane::decided() const
{
    return m_decisions.join(u' ');
}

void tst_ConflictPane::showsTheSidesAndTheReason()
{
    QCOMPARE(m_pane->list()->model()->rowCount(), 3);
    QCOMPARE(editor()->reason(), u"You changed it since 7.4.2-2, and the release changed it too."_s);
    QCOMPARE(editor()->button(Side::Theirs)->text(), u"Theirs, 7.22.2-40"_s);
    for (const Side side : {Side::Yours, Side::Theirs, Side::Edited})
        QVERIFY(!editor()->button(side)->isChecked()); // nothing is chosen for anybody
    QCOMPARE(editor()->field()->toPlainText(), u"ours"_s);
}

void tst_ConflictPane::aClickSettles()
{
    QTest::mouseClick(editor()->button(Side::Yours), Qt::LeftButton, {}, {8, 8});
    QCOMPARE(decided(), u"data.a=ours"_s);
    QVERIFY(editor()->button(Side::Yours)->isChecked());
    QTest::mouseClick(editor()->button(Side::Theirs), Qt::LeftButton, {}, {8, 8});
    QCOMPARE(decided(), u"data.a=ours data.a=theirs"_s); // it can be settled again
    QVERIFY(editor()->button(Side::Theirs)->isChecked());
    QVERIFY(!editor()->button(Side::Yours)->isChecked());
}

void tst_ConflictPane::keysSettle()
{
    m_pane->list()->setFocus();
    QTest::keyClick(m_pane->list(), Qt::Key_1);
    QTest::keyClick(m_pane->list(), Qt::Key_Down);
    QTest::keyClick(m_pane->list(), Qt::Key_2);
    QCOMPARE(decided(), u"data.a=ours data.b=theirs"_s);
    QTest::keyClick(m_pane->list(), Qt::Key_Down);
    QTest::keyClick(m_pane->list(), Qt::Key_3);
    QVERIFY(editor()->field()->hasFocus());
    QCOMPARE(m_decisions.size(), 2); // nothing was typed yet
}

void tst_ConflictPane::figuresAreTextInTheField()
{
    editor()->field()->setFocus();
    editor()->field()->selectAll();
    QTest::keyClicks(editor()->field(), u"12"_s);
    QCOMPARE(editor()->field()->toPlainText(), u"12"_s);
    QVERIFY(m_decisions.isEmpty());
}

void tst_ConflictPane::allOfOneSide()
{
    QTest::mouseClick(m_pane->findChild<QPushButton *>(u"allTheirs"_s), Qt::LeftButton);
    QCOMPARE(decided(), u"data.a=theirs data.b=theirs data.c=theirs"_s);
    QVERIFY(m_document.plan.merge->isWhollyDecided());
    QTest::mouseClick(m_pane->findChild<QPushButton *>(u"allYours"_s), Qt::LeftButton);
    QCOMPARE(m_decisions.size(), 6);
    QCOMPARE(m_decisions.constLast(), u"data.c=ours"_s);
}

void tst_ConflictPane::anEditedValueIsTakenWhenAskedFor()
{
    editor()->choose(Side::Edited);
    editor()->field()->setPlainText(u"mixed"_s);
    QVERIFY(m_decisions.isEmpty());
    QVERIFY(editor()->useButton()->isEnabled());
    QTest::mouseClick(editor()->useButton(), Qt::LeftButton);
    QCOMPARE(decided(), u"data.a=mixed"_s);
    QVERIFY(editor()->button(Side::Edited)->isChecked());
    QVERIFY(!editor()->useButton()->isEnabled()); // it is taken
    editor()->field()->setPlainText(u"another"_s);
    QTest::keyClick(editor()->field(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(decided(), u"data.a=mixed data.a=another"_s);
}

void tst_ConflictPane::anInvalidValueIsMarkedAndNotTaken_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("says");
    QTest::newRow("no YAML") << u"a: [1"_s << u"Line 1"_s;
    QTest::newRow("wrong in the second line") << u"a: 1\nb: \"x"_s << u"Line 2"_s;
    QTest::newRow("nothing") << QString() << u"Type a value."_s;
    QTest::newRow("two documents") << u"a: 1\n---\nb: 2\n"_s << u"more than one value"_s;
}

void tst_ConflictPane::anInvalidValueIsMarkedAndNotTaken()
{
    QFETCH(QString, text);
    QFETCH(QString, says);
    editor()->choose(Side::Edited);
    editor()->field()->setPlainText(text);
    QVERIFY2(editor()->problem().contains(says), qPrintable(editor()->problem()));
    QVERIFY(!editor()->useButton()->isEnabled());
    QTest::keyClick(editor()->field(), Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(m_decisions.isEmpty());
    QCOMPARE(editor()->field()->extraSelections().size(), says.startsWith("Line"_L1) ? 1 : 0);
    editor()->field()->setPlainText(u"right"_s);
    QCOMPARE(editor()->problem(), QString());
    QVERIFY(editor()->field()->extraSelections().isEmpty());
}

void tst_ConflictPane::whatWasTypedStays()
{
    editor()->field()->setPlainText(u"half a thou"_s);
    m_pane->setDocument(m_document); // something else happened
    QCOMPARE(editor()->field()->toPlainText(), u"half a thou"_s);
}

void tst_ConflictPane::comingBackShowsTheChoice()
{
    editor()->field()->setPlainText(u"mixed"_s);
    QTest::mouseClick(editor()->useButton(), Qt::LeftButton);
    const UpgradeDocument settled = m_document;
    UpgradeDocument other = document();
    other.plan.identity.name = u"others"_s;
    m_pane->setDocument(other);
    QVERIFY(!editor()->button(Side::Edited)->isChecked());
    QCOMPARE(editor()->field()->toPlainText(), u"ours"_s);
    m_pane->setDocument(settled);
    m_pane->setCurrent(0);
    QVERIFY(editor()->button(Side::Edited)->isChecked());
    QCOMPARE(editor()->field()->toPlainText(), u"mixed"_s);
}

void tst_ConflictPane::anotherConflictForgetsTheChoice()
{
    QTest::mouseClick(editor()->button(Side::Theirs), Qt::LeftButton, {}, {8, 8});
    m_pane->setDocument(document(u"something else"_s));
    m_pane->setCurrent(0);
    QVERIFY(!editor()->button(Side::Theirs)->isChecked());
}

void tst_ConflictPane::nextGoesOnToTheNextOne()
{
    QVERIFY(m_pane->goToUndecided());
    QCOMPARE(m_pane->current(), 0);
    editor()->choose(Side::Yours);
    QVERIFY(m_pane->goToUndecided());
    QCOMPARE(m_pane->current(), 1);
    m_pane->setCurrent(2);
    editor()->choose(Side::Yours);
    QVERIFY(m_pane->goToUndecided());
    QCOMPARE(m_pane->current(), 1); // from the top again
    editor()->choose(Side::Theirs);
    QVERIFY(!m_pane->goToUndecided());
}

void tst_ConflictPane::nothingCanBeChosenWhileItIsWritten()
{
    m_pane->setReadOnly(true);
    QTest::keyClick(m_pane->list(), Qt::Key_1);
    QTest::mouseClick(editor()->button(Side::Theirs), Qt::LeftButton, {}, {8, 8});
    QTest::mouseClick(m_pane->findChild<QPushButton *>(u"allTheirs"_s), Qt::LeftButton);
    QTest::keyClick(editor()->field(), Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(m_decisions.isEmpty());
    m_pane->setReadOnly(false);
    QTest::keyClick(m_pane->list(), Qt::Key_1);
    QCOMPARE(decided(), u"data.a=ours"_s);
}

void tst_ConflictPane::theListIsAModel()
{
    const QAbstractItemModelTester tester(m_pane->list()->model(),
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto spoken = [this](int row) {
        return m_pane->list()->model()->index(row, 0).data(Qt::AccessibleTextRole).toString();
    };
    QCOMPARE(spoken(0), u"data.a, to be settled"_s);
    editor()->choose(Side::Theirs);
    QCOMPARE(spoken(0), u"data.a, theirs"_s);
    m_pane->setDocument(settingsDocument({}, {}, {})); // a new object has no conflicts
    QCOMPARE(m_pane->list()->model()->rowCount(), 0);
    m_pane->setDocument(m_document);
    QCOMPARE(spoken(0), u"data.a, theirs"_s);
}

QTEST_MAIN(tst_ConflictPane)
#include "tst_conflictpane.moc"
