// SPDX-License-Identifier: Apache-2.0
#include "lane/lanewidget.h"
#include "look/appearance.h"
#include "podtable.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QApplication>
#include <QFontMetrics>
#include <QPaintEvent>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace ui;
using rollout::PodRow;
using rollout::PodState;
using rollout::Revision;

class tst_LaneWidget : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void showsTheHighestOrdinalFirst();
    void followsTheModel();
    void followsTheModelThroughReset();
    void outlivesItsModel();
    void atRestNoTimerRuns_data();
    void atRestNoTimerRuns();
    void timersRunOnlyWhileSomethingMoves();
    void timersStopWhileNobodyLooks();
    void movementOutOfSightRunsNoTimer();
    void wordsCountSeconds();
    void reducedMotionShowsTheSame();
    void repaintsOnlyWhatChanged();
    void keyboardChoosesAndActivates();
    void keyboardFollowsTheLayoutDirection();
    void keyboardScrollsToWhatItChooses();
    void mouseChoosesAndActivates();
    void currentPodIsKeptWhenOthersCome();
    void tooltipIsPlainText();
    void podsAreAccessible();
    void accessibleActionsChooseAndActivate();
    void noTextIsClipped_data();
    void noTextIsClipped();
    void followsTheTheme();

private: // NOLINT(readability-redundant-access-specifiers): moc reads slots until here
    std::unique_ptr<Appearance> m_appearance;
};

namespace {

/// A lane on a table, at a time that the test turns by hand.
struct Stage
{
    explicit Stage(const QList<PodRow> &rows, QSize size = {900, 320})
        : lane(PodTable::PodRole, {.frame = [this] { return now; }, .wall = [this] { return wall; }})
    {
        table.reset(rows);
        lane.setModel(&table);
        lane.resize(size);
        lane.show();
    }

    void turn(PodAnimator::Time time)
    {
        now += time;
        lane.advance();
    }

    PodTable table;
    QAbstractItemModelTester tester{&table, QAbstractItemModelTester::FailureReportingMode::QtTest};
    PodAnimator::Time now{0};
    QDateTime wall = pods::noon();
    LaneWidget lane;
};

QList<PodRow> waiting(int count)
{
    QList<PodRow> result;
    for (int i = 0; i < count; ++i)
        result << pods::pod(i, PodState::Ready, Revision::Old);
    return result;
}

QStringList names(const LaneWidget &lane)
{
    QStringList result;
    for (int place = 0; place < lane.count(); ++place)
        result << lane.pod(place).name;
    return result;
}

/// Collects what a widget is asked to paint.
class PaintSpy final : public QObject
{
public:
    explicit PaintSpy(QWidget *widget) { widget->installEventFilter(this); }

    bool eventFilter(QObject * /*object*/, QEvent *event) override
    {
        if (event->type() == QEvent::Paint)
            region += static_cast<QPaintEvent *>(event)->region();
        return false;
    }

    QRegion region;
};

} // namespace

void tst_LaneWidget::initTestCase()
{
    m_appearance = std::make_unique<Appearance>();
    m_appearance->setScheme(Scheme::Light);
}

void tst_LaneWidget::init()
{
    m_appearance->setMotion(Motion::Full);
}

void tst_LaneWidget::showsTheHighestOrdinalFirst()
{
    QList<PodRow> rows = waiting(3);
    std::swap(rows[0], rows[2]);
    std::swap(rows[0], rows[1]); // 1, 2, 0
    const Stage stage(rows);
    QCOMPARE(names(stage.lane), (QStringList{u"orders-2"_s, u"orders-1"_s, u"orders-0"_s}));
    QCOMPARE_LT(stage.lane.cell(0).x(), stage.lane.cell(2).x());
}

void tst_LaneWidget::followsTheModel()
{
    Stage stage(waiting(3));
    stage.table.insert(3, pods::pod(3, PodState::Pending, Revision::New));
    QCOMPARE(names(stage.lane), (QStringList{u"orders-3"_s, u"orders-2"_s, u"orders-1"_s, u"orders-0"_s}));
    stage.table.remove(0);
    QCOMPARE(names(stage.lane), (QStringList{u"orders-3"_s, u"orders-2"_s, u"orders-1"_s}));
    stage.table.set(0, pods::pod(1, PodState::Failed, Revision::New));
    QCOMPARE(stage.lane.pod(2).state, PodState::Failed);
    stage.table.set(0, pods::pod(7, PodState::Ready, Revision::Old)); // another ordinal in the same row
    QCOMPARE(names(stage.lane), (QStringList{u"orders-7"_s, u"orders-3"_s, u"orders-2"_s}));
}

void tst_LaneWidget::followsTheModelThroughReset()
{
    Stage stage(waiting(3));
    QList<PodRow> rows = waiting(3);
    rows[2] = pods::pod(2, PodState::Terminating, Revision::Old);
    stage.table.reset(rows);
    QCOMPARE(stage.lane.pod(0).state, PodState::Terminating);
    QVERIFY(stage.lane.isMoving()); // a reset is no reason to jump
    stage.table.reset({});
    QCOMPARE(stage.lane.count(), 0);
    QVERIFY(!stage.lane.isMoving());
    QVERIFY(!stage.lane.grab().isNull());
}

void tst_LaneWidget::outlivesItsModel()
{
    LaneWidget lane(PodTable::PodRole);
    {
        PodTable table;
        table.reset(waiting(3));
        lane.setModel(&table);
        QCOMPARE(lane.count(), 3);
    }
    QCOMPARE(lane.count(), 0);
}

void tst_LaneWidget::atRestNoTimerRuns_data()
{
    QTest::addColumn<int>("count");
    QTest::newRow("three pods") << 3;
    QTest::newRow("a hundred pods") << 100;
    QTest::newRow("a thousand pods") << 1000;
}

void tst_LaneWidget::atRestNoTimerRuns()
{
    QFETCH(int, count);
    Stage stage(waiting(count));
    QVERIFY(QTest::qWaitForWindowExposed(&stage.lane));
    QVERIFY(!stage.lane.isMoving());
    QVERIFY(!stage.lane.isCounting());
    for (const QTimer *timer : stage.lane.findChildren<QTimer *>())
        QVERIFY(!timer->isActive());
}

void tst_LaneWidget::timersRunOnlyWhileSomethingMoves()
{
    Stage stage(waiting(3));
    stage.table.set(2, pods::pod(2, PodState::Terminating, Revision::Old));
    QVERIFY(stage.lane.isMoving());
    QVERIFY(stage.lane.isCounting());
    stage.turn(16ms);
    QVERIFY(stage.lane.isMoving());
    stage.turn(2s);
    QVERIFY(!stage.lane.isMoving()); // faded and sunk; only its seconds count on
    QVERIFY(stage.lane.isCounting());
    stage.table.set(2, pods::pod(2, PodState::Ready, Revision::New));
    QVERIFY(stage.lane.isMoving());
    QVERIFY(!stage.lane.isCounting());
    stage.turn(2s);
    QVERIFY(!stage.lane.isMoving());
    stage.table.set(2, pods::pod(2, PodState::NotReady, Revision::New));
    stage.turn(1h);
    QVERIFY(stage.lane.isMoving()); // breathes
}

void tst_LaneWidget::timersStopWhileNobodyLooks()
{
    Stage stage(waiting(3));
    stage.table.set(2, pods::pod(2, PodState::NotReady, Revision::New));
    QVERIFY(stage.lane.isMoving());
    stage.lane.hide();
    QVERIFY(!stage.lane.isMoving());
    QVERIFY(!stage.lane.isCounting());
    stage.table.set(2, pods::pod(2, PodState::Ready, Revision::New));
    stage.table.set(1, pods::pod(1, PodState::Starting, Revision::New));
    QVERIFY(!stage.lane.isMoving());
    stage.lane.show();
    QVERIFY(!stage.lane.isMoving()); // what happened meanwhile is not played back
    QVERIFY(stage.lane.isCounting());
}

void tst_LaneWidget::movementOutOfSightRunsNoTimer()
{
    Stage stage(waiting(1000), {500, 200});
    QCOMPARE_GT(stage.lane.verticalScrollBar()->maximum(), 400);
    stage.table.set(0, pods::pod(0, PodState::NotReady, Revision::Old)); // the last place, far below
    QVERIFY(!stage.lane.isMoving());
    stage.lane.verticalScrollBar()->setValue(stage.lane.verticalScrollBar()->maximum());
    QVERIFY(stage.lane.isMoving());
    stage.lane.verticalScrollBar()->setValue(0);
    QVERIFY(!stage.lane.isMoving());
}

void tst_LaneWidget::wordsCountSeconds()
{
    QList<PodRow> rows = waiting(3);
    rows[2] = pods::pod(2, PodState::Starting, Revision::New);
    Stage stage(rows);
    QVERIFY(stage.lane.isCounting());
    const auto word = [&stage] { return stage.lane.label(0).lines().at(2).text; };
    QCOMPARE(word(), u"starting, 38 s"_s);
    stage.wall = pods::noon().addSecs(2);
    QTRY_COMPARE(word(), u"starting, 40 s"_s); // the coarse timer, within a second
}

void tst_LaneWidget::reducedMotionShowsTheSame()
{
    const QList<PodRow> before = waiting(9);
    QList<PodRow> after = before;
    const QList<PodState> states{PodState::Missing, PodState::Pending,     PodState::Ready,
                                 PodState::Failed,  PodState::Terminating, PodState::Unknown};
    for (qsizetype i = 0; i < states.size(); ++i)
        after[i] = pods::pod(static_cast<int>(i), states[i], Revision::New);
    after[7].next = true;
    after[8].master = true;

    const auto play = [&](Motion motion) {
        m_appearance->setMotion(motion);
        Stage stage(before);
        for (int row = 0; row < 9; ++row)
            stage.table.set(row, after[row]);
        if (motion == Motion::Reduced) {
            if (stage.lane.isMoving())
                return QImage();
        } else {
            while (stage.lane.isMoving() && stage.now < 10s)
                stage.turn(16ms);
        }
        return stage.lane.grab().toImage();
    };
    const QImage moved = play(Motion::Full);
    const QImage still = play(Motion::Reduced);
    QVERIFY(!still.isNull());
    QCOMPARE(still, moved);

    // What moves without an end does not move at all.
    m_appearance->setMotion(Motion::Reduced);
    Stage stage(before);
    stage.table.set(0, pods::pod(0, PodState::NotReady, Revision::New));
    stage.table.set(1, pods::pod(1, PodState::Starting, Revision::New));
    QVERIFY(!stage.lane.isMoving());
}

void tst_LaneWidget::repaintsOnlyWhatChanged()
{
    Stage stage(waiting(5));
    QVERIFY(QTest::qWaitForWindowExposed(&stage.lane));
    QCoreApplication::processEvents();
    stage.table.set(3, pods::pod(3, PodState::NotReady, Revision::Old));
    QCoreApplication::processEvents();

    PaintSpy spy(stage.lane.viewport());
    stage.turn(300ms);
    QCoreApplication::processEvents();
    QVERIFY(!spy.region.isEmpty());
    const QRect allowed = stage.lane.cell(1).adjusted(-12, -12, 12, 12);
    QVERIFY2(allowed.contains(spy.region.boundingRect()),
             qPrintable(QDebug::toString(spy.region.boundingRect()) + u" not in "_s + QDebug::toString(allowed)));
}

void tst_LaneWidget::keyboardChoosesAndActivates()
{
    Stage stage(waiting(100), {900, 600});
    QSignalSpy current(&stage.lane, &LaneWidget::currentChanged);
    QSignalSpy activated(&stage.lane, &LaneWidget::podActivated);
    QTest::keyClick(&stage.lane, Qt::Key_Home);
    QCOMPARE(current.takeLast(), QVariantList{99});
    QTest::keyClick(&stage.lane, Qt::Key_Right);
    QCOMPARE(current.takeLast(), QVariantList{98});
    QTest::keyClick(&stage.lane, Qt::Key_Left);
    QTest::keyClick(&stage.lane, Qt::Key_Left); // there is nothing before the first
    QCOMPARE(current.takeLast(), QVariantList{99});
    QTest::keyClick(&stage.lane, Qt::Key_Down);
    QCOMPARE(current.takeLast(), QVariantList{99 - stage.lane.lane().columns()});
    QTest::keyClick(&stage.lane, Qt::Key_Up);
    QTest::keyClick(&stage.lane, Qt::Key_End);
    QCOMPARE(current.takeLast(), QVariantList{0});
    QTest::keyClick(&stage.lane, Qt::Key_PageUp);
    QCOMPARE_GT(current.takeLast().constFirst().toInt(), 50);
    QTest::keyClick(&stage.lane, Qt::Key_End);
    QCOMPARE(activated.size(), 0);
    QTest::keyClick(&stage.lane, Qt::Key_Return);
    QCOMPARE(activated.takeLast(), QVariantList{0});
}

void tst_LaneWidget::keyboardFollowsTheLayoutDirection()
{
    Stage stage(waiting(5));
    stage.lane.setLayoutDirection(Qt::RightToLeft);
    QTest::keyClick(&stage.lane, Qt::Key_Home);
    QCOMPARE(stage.lane.pod(stage.lane.currentPlace()).ordinal, 4);
    QCOMPARE_GT(stage.lane.cell(0).x(), stage.lane.cell(1).x());
    QTest::keyClick(&stage.lane, Qt::Key_Left);
    QCOMPARE(stage.lane.pod(stage.lane.currentPlace()).ordinal, 3);
}

void tst_LaneWidget::keyboardScrollsToWhatItChooses()
{
    Stage stage(waiting(1000), {500, 200});
    QTest::keyClick(&stage.lane, Qt::Key_End);
    QVERIFY(stage.lane.viewport()->rect().contains(stage.lane.cell(999)));
    QTest::keyClick(&stage.lane, Qt::Key_Home);
    QVERIFY(stage.lane.viewport()->rect().contains(stage.lane.cell(0)));
}

void tst_LaneWidget::mouseChoosesAndActivates()
{
    Stage stage(waiting(5));
    QSignalSpy activated(&stage.lane, &LaneWidget::podActivated);
    QTest::mouseClick(stage.lane.viewport(), Qt::LeftButton, {}, stage.lane.cell(2).center());
    QCOMPARE(stage.lane.currentPlace(), 2);
    QCOMPARE(activated.size(), 0);
    QTest::mouseDClick(stage.lane.viewport(), Qt::LeftButton, {}, stage.lane.cell(1).center());
    QCOMPARE(activated.takeLast(), QVariantList{3});
    QTest::mouseDClick(stage.lane.viewport(), Qt::LeftButton, {}, QPoint(1, 1));
    QCOMPARE(activated.size(), 0);
}

void tst_LaneWidget::currentPodIsKeptWhenOthersCome()
{
    Stage stage(waiting(3));
    stage.lane.setCurrentPlace(2); // orders-0
    stage.table.insert(3, pods::pod(3, PodState::Pending, Revision::New));
    QCOMPARE(stage.lane.currentPlace(), 3);
    QCOMPARE(stage.lane.pod(stage.lane.currentPlace()).ordinal, 0);
    stage.table.remove(0);
    QCOMPARE(stage.lane.currentPlace(), -1);
}

void tst_LaneWidget::tooltipIsPlainText()
{
    QList<PodRow> rows = waiting(3);
    rows[2] = pods::pod(2, PodState::Failed, Revision::New);
    rows[2].message = u"<b>not</b> & found"_s;
    Stage stage(rows);
    const QPoint point = stage.lane.cell(0).center();
    QHelpEvent help(QEvent::ToolTip, point, stage.lane.viewport()->mapToGlobal(point));
    QCoreApplication::sendEvent(stage.lane.viewport(), &help);
    QVERIFY(QToolTip::isVisible());
    QVERIFY(QToolTip::text().contains(u"&lt;b&gt;not&lt;/b&gt; &amp; found"_s));
    QVERIFY(QToolTip::text().contains(u"ImagePullBackOff"_s));
    QToolTip::hideText();
}

void tst_LaneWidget::podsAreAccessible()
{
    QList<PodRow> rows = waiting(3);
    rows[2] = pods::pod(2, PodState::Starting, Revision::New);
    Stage stage(rows);
    stage.lane.setAccessibleName(u"Pods"_s);
    QAccessibleInterface *lane = QAccessible::queryAccessibleInterface(&stage.lane);
    QVERIFY(lane);
    QCOMPARE(lane->role(), QAccessible::List);
    QCOMPARE(lane->text(QAccessible::Name), u"Pods"_s);
    QCOMPARE(lane->childCount(), 3);
    QStringList tree;
    for (int i = 0; i < lane->childCount(); ++i) {
        QAccessibleInterface *pod = lane->child(i);
        QCOMPARE(pod->role(), QAccessible::ListItem);
        QCOMPARE(pod->parent(), lane);
        QCOMPARE(lane->indexOfChild(pod), i);
        tree << QString(pod->text(QAccessible::Name) + u": "_s + pod->text(QAccessible::Description));
    }
    QCOMPARE(tree,
             (QStringList{u"orders-2: starting for 38 s, new revision, 7.22.2-14, 10.0.1.11, node-c"_s,
                          u"orders-1: ready for 38 s, old revision, 7.22.0-250, 10.0.1.10, node-b"_s,
                          u"orders-0: ready for 38 s, old revision, 7.22.0-250, 10.0.1.9, node-a"_s}));
    const QPoint middle = stage.lane.viewport()->mapToGlobal(stage.lane.cell(1).center());
    QCOMPARE(lane->childAt(middle.x(), middle.y()), lane->child(1));
    QVERIFY(lane->child(1)->rect().contains(middle));
    QVERIFY(!lane->child(3));

    QAccessibleInterface *last = lane->child(2);
    stage.table.remove(0);
    QCOMPARE(lane->childCount(), 2);
    QVERIFY(!last->isValid());
    QVERIFY(last->text(QAccessible::Name).isEmpty());
}

void tst_LaneWidget::accessibleActionsChooseAndActivate()
{
    Stage stage(waiting(3));
    QSignalSpy activated(&stage.lane, &LaneWidget::podActivated);
    QAccessibleInterface *pod = QAccessible::queryAccessibleInterface(&stage.lane)->child(1);
    QVERIFY(pod->state().selectable);
    QVERIFY(!pod->state().selected);
    QVERIFY(pod->actionInterface());
    pod->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(activated.takeLast(), QVariantList{1});
    QVERIFY(pod->state().selected);
}

void tst_LaneWidget::noTextIsClipped_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<double>("points");
    for (const double points : {9.0, 22.0}) {
        for (const QSize size : {QSize(884, 300), QSize(1500, 700)}) {
            for (const int count : {3, 9, 30, 100})
                QTest::addRow("%d pods, %d pixels wide, %g points", count, size.width(), points)
                    << count << size << points;
        }
    }
}

void tst_LaneWidget::noTextIsClipped()
{
    QFETCH(int, count);
    QFETCH(QSize, size);
    QFETCH(double, points);
    Stage stage(pods::rollout(count), size);
    QFont font(u"DejaVu Sans"_s);
    font.setPointSizeF(points);
    stage.lane.setFont(font);
    const PodLabel::Fonts fonts(font);
    for (int place = 0; place < count; ++place) {
        const QRect room = stage.lane.lane().label(place);
        const auto &lines = stage.lane.label(place).lines();
        QCOMPARE_LE(static_cast<int>(lines.size()) * fonts.lineHeight, room.height());
        QVERIFY(stage.lane.viewport()->rect().left() <= room.left());
        QCOMPARE_LE(room.right(), stage.lane.viewport()->rect().right());
        for (const PodLabel::Line &line : lines) {
            const QFont &used = line.isName ? fonts.name : line.isStrong ? fonts.strongLine : fonts.line;
            QCOMPARE_LE(QFontMetrics(used).horizontalAdvance(line.text), room.width());
        }
        QCOMPARE(lines.empty(), stage.lane.lane().detail() == LaneDetail::Honeycomb);
    }
}

void tst_LaneWidget::followsTheTheme()
{
    Stage stage(waiting(3));
    const QPoint corner(2, 2);
    const QPoint face = stage.lane.lane().box(0).center().toPoint() + QPoint(20, 10);
    const auto switchTo = [&](Scheme scheme, const Theme &theme) {
        m_appearance->setScheme(scheme);
        QTRY_COMPARE(Theme::of(&stage.lane).isDark, theme.isDark);
        const QImage image = stage.lane.grab().toImage();
        QCOMPARE(image.pixelColor(corner), theme.surface);
        QCOMPARE(image.pixelColor(face), theme.oldRevision.fill);
    };
    switchTo(Scheme::Dark, Theme::dark());
    switchTo(Scheme::Light, Theme::light());
}

QTEST_MAIN(tst_LaneWidget)
#include "tst_lanewidget.moc"
