// SPDX-License-Identifier: Apache-2.0
#include "lane/lanelayout.h"

#include <QRectF>
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace ui {

namespace {

constexpr qreal widthOfRadius = std::numbers::sqrt3; ///< of a hexagon
constexpr int smallestComb = 10;
constexpr int largestComb = 24;
constexpr int combGap = 3;

/// A detail's box and how many pods always get it, even if the lane must scroll for it.
struct Step
{
    LaneDetail detail;
    int smallest;
    int largest;
    int always;
    qreal air; ///< beside a box, in radii
};
constexpr std::array steps{
    Step{.detail = LaneDetail::Full, .smallest = 40, .largest = 76, .always = 3, .air = 1.4},
    Step{.detail = LaneDetail::Split, .smallest = 30, .largest = 50, .always = 16, .air = 0.55},
    Step{.detail = LaneDetail::Brief, .smallest = 13, .largest = 34, .always = 150, .air = 0.5},
};

int minimumWidth(LaneDetail detail, const LaneMetrics &metrics)
{
    switch (detail) {
    case LaneDetail::Full:
        return metrics.fullWidth;
    case LaneDetail::Split:
        return metrics.splitWidth;
    case LaneDetail::Brief:
    case LaneDetail::Honeycomb:
        break;
    }
    return metrics.briefWidth;
}

/// Room above the box for its markers, and between box and label.
int headRoom(LaneDetail detail, int radius)
{
    return detail == LaneDetail::Brief && radius < 25 ? 6 : static_cast<int>(radius * 0.42) + 3;
}

int footRoom(int radius)
{
    return static_cast<int>(radius * 0.16) + 5;
}

int divideUp(int a, int b)
{
    return (a + b - 1) / b;
}

int boxWidth(int radius)
{
    return static_cast<int>(std::ceil(widthOfRadius * radius));
}

} // namespace

int lineCount(LaneDetail detail) noexcept
{
    switch (detail) {
    case LaneDetail::Full:
        return 4;
    case LaneDetail::Split:
        return 7;
    case LaneDetail::Brief:
        return 1;
    case LaneDetail::Honeycomb:
        break;
    }
    return 0;
}

LaneLayout::LaneLayout(int count, const QSize &viewport, const LaneMetrics &metrics, Qt::LayoutDirection direction)
    : m_count(count)
    , m_viewport(viewport)
    , m_isMirrored(direction == Qt::RightToLeft)
{
    // One row shows the wave best; then as much detail as there is room for; then what must scroll, scrolls.
    for (const LaneDetail detail : {LaneDetail::Full, LaneDetail::Split}) {
        if (fit(detail, metrics, 1))
            return;
    }
    for (const Step &step : steps) {
        if (fit(step.detail, metrics, count))
            return;
    }
    fitHoneycomb(metrics);
}

bool LaneLayout::fit(LaneDetail detail, const LaneMetrics &metrics, int mostRows)
{
    const Step &step = steps[static_cast<size_t>(detail)];
    const int labelHeight = lineCount(detail) * metrics.lineHeight;
    const auto heightFor = [&](int radius) {
        return headRoom(detail, radius) + 2 * radius + footRoom(radius) + labelHeight + 8;
    };
    const auto widthFor = [&](int radius) {
        return std::max(minimumWidth(detail, metrics),
                        boxWidth(radius) + std::max(8, static_cast<int>(radius * step.air)));
    };
    const int longestRow = std::max(1, m_viewport.width() / widthFor(step.smallest));
    const int fewestRows = std::max(1, divideUp(m_count, longestRow));
    if (fewestRows > mostRows || (m_count > step.always && fewestRows * heightFor(step.smallest) > m_viewport.height()))
        return false;

    // Rows of one length, as nearly as may be, and so many of them that the boxes are as large as can be.
    m_radius = 0;
    for (int rowCount = fewestRows; rowCount <= std::max(1, std::min(mostRows, m_count)); ++rowCount) {
        const int columns = std::max(1, divideUp(m_count, rowCount));
        const int width = m_viewport.width() / columns;
        int radius = step.largest;
        while (radius > step.smallest
               && (widthFor(radius) > width || rowCount * heightFor(radius) > m_viewport.height()))
            --radius;
        if (radius <= m_radius)
            continue;
        m_radius = radius;
        m_columns = columns;
    }
    m_detail = detail;
    m_cell = {std::min(m_viewport.width() / m_columns, widthFor(m_radius) + metrics.fullWidth / 2),
              heightFor(m_radius)};
    m_pitch = m_cell;
    m_boxTop = headRoom(detail, m_radius);
    m_labelTop = m_boxTop + 2 * m_radius + footRoom(m_radius);
    m_contentHeight = rows() * m_cell.height();
    m_origin = {(m_viewport.width() - m_columns * m_cell.width()) / 2,
                std::max(0, (m_viewport.height() - m_contentHeight) / 2)};
    return true;
}

void LaneLayout::fitHoneycomb(const LaneMetrics &metrics)
{
    m_detail = LaneDetail::Honeycomb;
    m_gutterWidth = metrics.gutterWidth;
    const int width = std::max(1, m_viewport.width() - 2 * m_gutterWidth);
    for (m_radius = largestComb;; --m_radius) {
        m_cell = {boxWidth(m_radius) + combGap, 2 * m_radius + combGap};
        m_pitch = {m_cell.width() + m_cell.width() % 2, m_radius * 3 / 2 + combGap};
        m_columns = std::max(1, (width - m_pitch.width() / 2) / m_pitch.width());
        m_contentHeight = rows() * m_pitch.height() + m_radius / 2 + 8;
        if (m_radius == smallestComb || m_contentHeight <= m_viewport.height())
            break;
    }
    m_boxTop = 1;
    m_labelTop = m_cell.height();
    const int used = m_columns * m_pitch.width() + m_pitch.width() / 2;
    m_origin = {m_gutterWidth + (width - used) / 2, std::max(4, (m_viewport.height() - m_contentHeight) / 2)};
}

int LaneLayout::rows() const noexcept
{
    return divideUp(m_count, m_columns);
}

QRect LaneLayout::mirrored(const QRect &rect) const
{
    return m_isMirrored ? QRect(m_viewport.width() - rect.x() - rect.width(), rect.y(), rect.width(), rect.height())
                        : rect;
}

QRect LaneLayout::cell(int place) const
{
    const int row = place / m_columns;
    const int column = place % m_columns;
    const int shift = m_detail == LaneDetail::Honeycomb && row % 2 == 1 ? m_pitch.width() / 2 : 0;
    return mirrored({m_origin + QPoint(column * m_pitch.width() + shift, row * m_pitch.height()), m_cell});
}

QRectF LaneLayout::box(int place) const
{
    const QRect cell = this->cell(place);
    const qreal width = widthOfRadius * m_radius;
    return {std::floor(cell.x() + (cell.width() - width) / 2), static_cast<qreal>(cell.y() + m_boxTop), width,
            2.0 * m_radius};
}

QRect LaneLayout::label(int place) const
{
    const QRect cell = this->cell(place);
    return {cell.x(), cell.y() + m_labelTop, cell.width(), std::max(0, cell.height() - m_labelTop)};
}

QRect LaneLayout::gutter(int row, bool atStart) const
{
    if (m_detail != LaneDetail::Honeycomb)
        return {};
    const QRect first(m_origin + QPoint(0, row * m_pitch.height() + m_boxTop), QSize(0, 2 * m_radius));
    const int used = m_columns * m_pitch.width() + m_pitch.width() / 2;
    return mirrored(atStart ? first.adjusted(-m_gutterWidth, 0, -6, 0)
                            : first.adjusted(used + 6, 0, used + m_gutterWidth, 0));
}

int LaneLayout::placeAt(const QPoint &point) const
{
    const auto [first, last] = placesIn(point.y(), point.y() + 1);
    for (int place = last - 1; place >= first; --place) {
        if (m_detail != LaneDetail::Honeycomb) {
            if (cell(place).contains(point))
                return place;
            continue;
        }
        // Cells of a comb overlap in their corners: the nearest middle is the one that was meant.
        const QPointF away = QPointF(point) - box(place).center();
        if (std::hypot(away.x(), away.y()) <= m_radius)
            return place;
    }
    return -1;
}

std::pair<int, int> LaneLayout::placesIn(int top, int bottom) const
{
    if (m_count == 0 || m_pitch.height() == 0)
        return {0, 0};
    const int over = m_cell.height() - m_pitch.height(); // a row may reach into the next one
    const int firstRow = std::clamp((top - m_origin.y() - over) / m_pitch.height() - 1, 0, rows());
    const int lastRow = std::clamp(divideUp(std::max(0, bottom - m_origin.y()), m_pitch.height()) + 1, 0, rows());
    return {std::min(m_count, firstRow * m_columns), std::min(m_count, lastRow * m_columns)};
}

int LaneLayout::placeBelow(int place, int rowsDown) const
{
    const int row = std::clamp(place / m_columns + rowsDown, 0, std::max(0, rows() - 1));
    return std::clamp(row * m_columns + place % m_columns, 0, std::max(0, m_count - 1));
}

} // namespace ui
