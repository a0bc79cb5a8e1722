// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QPoint>
#include <QRect>
#include <QSize>
#include <utility>

namespace ui {

/// How much is said of each pod; less the more there are.
enum class LaneDetail {
    Full, ///< name; address and node; state; the rest
    Split, ///< the same in more and shorter lines
    Brief, ///< name, or the ordinal alone
    Honeycomb, ///< boxes only, side by side as in a comb; the rows say which ordinals they hold
};

/// What the layout needs to know of the fonts, in pixels.
struct LaneMetrics
{
    int lineHeight = 0; ///< of every line of a label
    int fullWidth = 0; ///< what a label of each detail needs at least
    int splitWidth = 0;
    int briefWidth = 0;
    int gutterWidth = 0; ///< of the ordinals beside the rows of a honeycomb
};

[[nodiscard]] int lineCount(LaneDetail detail) noexcept;

/// Where the pods of a lane are: a value without widgets. Places are counted from the highest ordinal on, row by row.
///
/// A lane is read in the direction of the text. So the highest ordinal, which is replaced first, comes first: on the
/// left where text runs from left to right, on the right where it runs from right to left, and the wave of a rollout
/// always runs the way one reads.
class LaneLayout final
{
public:
    LaneLayout() = default;
    LaneLayout(int count, const QSize &viewport, const LaneMetrics &metrics, Qt::LayoutDirection direction);

    [[nodiscard]] LaneDetail detail() const noexcept { return m_detail; }
    [[nodiscard]] int columns() const noexcept { return m_columns; }
    [[nodiscard]] int rows() const noexcept;
    [[nodiscard]] int radius() const noexcept { return m_radius; }
    [[nodiscard]] int contentHeight() const noexcept { return m_contentHeight; }

    /// All that belongs to a place, in content coordinates. Cells of a honeycomb overlap a little.
    [[nodiscard]] QRect cell(int place) const;
    [[nodiscard]] QRectF box(int place) const; ///< the hexagon's bounding box, on whole pixels
    [[nodiscard]] QRect label(int place) const; ///< empty in a honeycomb
    [[nodiscard]] QRect gutter(int row, bool atStart) const; ///< of a honeycomb's row; else empty

    [[nodiscard]] int placeAt(const QPoint &point) const; ///< -1 beside all of them
    [[nodiscard]] std::pair<int, int> placesIn(int top, int bottom) const; ///< [first, last) of the rows between
    [[nodiscard]] int placeBelow(int place, int rowsDown) const; ///< in the same column, within bounds

private:
    [[nodiscard]] bool fit(LaneDetail detail, const LaneMetrics &metrics, int mostRows);
    void fitHoneycomb(const LaneMetrics &metrics);
    [[nodiscard]] QRect mirrored(const QRect &rect) const;

    int m_count = 0;
    QSize m_viewport;
    bool m_isMirrored = false;
    LaneDetail m_detail = LaneDetail::Full;
    int m_columns = 1;
    int m_radius = 0;
    QSize m_pitch; ///< from one cell to the next
    QSize m_cell;
    QPoint m_origin; ///< of the first cell
    int m_boxTop = 0; ///< within a cell
    int m_labelTop = 0;
    int m_gutterWidth = 0;
    int m_contentHeight = 0;
};

} // namespace ui
