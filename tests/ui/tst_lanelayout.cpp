// SPDX-License-Identifier: Apache-2.0
#include "lane/lanelayout.h"

#include <QTest>

using namespace ui;

class tst_LaneLayout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysLessTheMoreThereAre_data();
    void saysLessTheMoreThereAre();
    void nothingOverlapsOrLeavesTheViewport_data();
    void nothingOverlapsOrLeavesTheViewport();
    void placesAreFoundWhereTheyAre_data();
    void placesAreFoundWhereTheyAre();
    void visiblePlacesAreAllThatAreVisible_data();
    void visiblePlacesAreAllThatAreVisible();
    void theWaveRunsTheWayOneReads();
    void rowsAreWalkedUpAndDown();
    void emptyLaneHasNoPlaces();
};

namespace {

constexpr LaneMetrics metrics{
    .lineHeight = 16, .fullWidth = 160, .splitWidth = 96, .briefWidth = 30, .gutterWidth = 40};

LaneLayout layoutOf(int count, QSize viewport, Qt::LayoutDirection direction = Qt::LeftToRight)
{
    return {count, viewport, metrics, direction};
}

void addSizes()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<QSize>("viewport");
    for (const QSize size : {QSize(300, 200), QSize(884, 260), QSize(884, 560), QSize(1500, 800)}) {
        for (const int count : {1, 2, 3, 5, 9, 17, 40, 100, 300, 1000})
            QTest::addRow("%d pods in %d x %d", count, size.width(), size.height()) << count << size;
    }
}

} // namespace

void tst_LaneLayout::saysLessTheMoreThereAre_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<QSize>("viewport");
    QTest::addColumn<int>("detail");
    QTest::addColumn<bool>("isOneRow");
    QTest::addColumn<bool>("mayScroll");
    const auto row = [](const char *name, int count, QSize size, LaneDetail detail, bool isOneRow, bool mayScroll) {
        QTest::newRow(name) << count << size << static_cast<int>(detail) << isOneRow << mayScroll;
    };
    row("three pods say everything", 3, {884, 300}, LaneDetail::Full, true, false);
    row("five pods, as in the picture of the intent", 5, {1044, 300}, LaneDetail::Full, true, false);
    row("nine pods fit into one row", 9, {884, 300}, LaneDetail::Split, true, false);
    row("a hundred pods are a grid", 100, {884, 560}, LaneDetail::Brief, false, false);
    row("three hundred are a honeycomb", 300, {884, 560}, LaneDetail::Honeycomb, false, false);
    row("so are a thousand", 1000, {1500, 800}, LaneDetail::Honeycomb, false, false);
    row("a thousand in little room scroll", 1000, {884, 260}, LaneDetail::Honeycomb, false, true);
    row("three pods in little room stay in one row and scroll", 3, {400, 100}, LaneDetail::Split, true, true);
}

void tst_LaneLayout::saysLessTheMoreThereAre()
{
    QFETCH(int, count);
    QFETCH(QSize, viewport);
    QFETCH(bool, isOneRow);
    QFETCH(bool, mayScroll);
    const LaneLayout layout = layoutOf(count, viewport);
    QTEST(static_cast<int>(layout.detail()), "detail");
    QCOMPARE(layout.rows() == 1, isOneRow);
    QCOMPARE(layout.contentHeight() > viewport.height(), mayScroll);
}

void tst_LaneLayout::nothingOverlapsOrLeavesTheViewport_data()
{
    addSizes();
}

void tst_LaneLayout::nothingOverlapsOrLeavesTheViewport()
{
    QFETCH(int, count);
    QFETCH(QSize, viewport);
    for (const Qt::LayoutDirection direction : {Qt::LeftToRight, Qt::RightToLeft}) {
        const LaneLayout layout = layoutOf(count, viewport, direction);
        const int bottom = std::max(viewport.height(), layout.contentHeight() + 8);
        for (int place = 0; place < count; ++place) {
            const QRect cell = layout.cell(place);
            const QRectF box = layout.box(place);
            QVERIFY(cell.left() >= 0 && cell.right() < std::max(viewport.width(), metrics.fullWidth));
            QVERIFY(cell.top() >= 0 && cell.bottom() < bottom);
            QVERIFY(QRectF(cell).adjusted(-1, -1, 1, 1).contains(box));
            QCOMPARE(box.left(), std::floor(box.left()));
            if (layout.detail() == LaneDetail::Honeycomb) {
                QVERIFY(layout.label(place).isEmpty());
                continue;
            }
            QVERIFY(cell.contains(layout.label(place)));
            QCOMPARE_GE(layout.label(place).height(), lineCount(layout.detail()) * metrics.lineHeight);
            QVERIFY(layout.label(place).top() >= box.bottom());
            if (place > 0)
                QVERIFY(!cell.intersects(layout.cell(place - 1)));
            if (place >= layout.columns())
                QVERIFY(!cell.intersects(layout.cell(place - layout.columns())));
        }
    }
}

void tst_LaneLayout::placesAreFoundWhereTheyAre_data()
{
    addSizes();
}

void tst_LaneLayout::placesAreFoundWhereTheyAre()
{
    QFETCH(int, count);
    QFETCH(QSize, viewport);
    const LaneLayout layout = layoutOf(count, viewport);
    for (int place = 0; place < count; ++place)
        QCOMPARE(layout.placeAt(layout.box(place).center().toPoint()), place);
    QCOMPARE(layout.placeAt(QPoint(-5, -5)), -1);
    QCOMPARE(layout.placeAt(QPoint(1, 1'000'000)), -1);
}

void tst_LaneLayout::visiblePlacesAreAllThatAreVisible_data()
{
    addSizes();
}

void tst_LaneLayout::visiblePlacesAreAllThatAreVisible()
{
    QFETCH(int, count);
    QFETCH(QSize, viewport);
    const LaneLayout layout = layoutOf(count, viewport);
    for (int top = 0; top < layout.contentHeight(); top += 37) {
        const int bottom = top + viewport.height() / 3;
        const auto [first, last] = layout.placesIn(top, bottom);
        QVERIFY(first >= 0 && first <= last && last <= count);
        for (int place = 0; place < count; ++place) {
            const QRect cell = layout.cell(place);
            if (cell.top() < bottom && cell.bottom() >= top)
                QVERIFY(place >= first && place < last);
        }
    }
}

void tst_LaneLayout::theWaveRunsTheWayOneReads()
{
    const LaneLayout leftToRight = layoutOf(5, {1000, 300});
    const LaneLayout rightToLeft = layoutOf(5, {1000, 300}, Qt::RightToLeft);
    for (int place = 1; place < 5; ++place) {
        QCOMPARE_GT(leftToRight.cell(place).x(), leftToRight.cell(place - 1).x());
        QCOMPARE_LT(rightToLeft.cell(place).x(), rightToLeft.cell(place - 1).x());
    }
    const LaneLayout comb = layoutOf(1000, {1000, 700});
    QCOMPARE_LT(comb.gutter(0, true).right(), comb.cell(0).left());
    QCOMPARE_GT(comb.gutter(0, false).left(), comb.cell(comb.columns() - 1).right() - 1);
    const LaneLayout mirroredComb = layoutOf(1000, {1000, 700}, Qt::RightToLeft);
    QCOMPARE_GT(mirroredComb.gutter(0, true).left(), mirroredComb.cell(0).right());
}

void tst_LaneLayout::rowsAreWalkedUpAndDown()
{
    const LaneLayout layout = layoutOf(100, {884, 560});
    const int columns = layout.columns();
    QCOMPARE(layout.placeBelow(3, 1), columns + 3);
    QCOMPARE(layout.placeBelow(columns + 3, -1), 3);
    QCOMPARE(layout.placeBelow(3, -1), 3);
    QCOMPARE(layout.placeBelow(columns - 1, 1000), 99);
}

void tst_LaneLayout::emptyLaneHasNoPlaces()
{
    const LaneLayout layout = layoutOf(0, {884, 560});
    QCOMPARE(layout.rows(), 0);
    QCOMPARE(layout.placeAt(QPoint(400, 200)), -1);
    QCOMPARE(layout.placesIn(0, 560), std::pair(0, 0));
    const LaneLayout none;
    QCOMPARE(none.placesIn(0, 560), std::pair(0, 0));
}

QTEST_GUILESS_MAIN(tst_LaneLayout)
#include "tst_lanelayout.moc"
