// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "look/paint.h"
#include "look/theme.h"
#include "podrow.h"

#include <QRectF>

class QPainter;

namespace ui {

class PodSprites;

/// Everything that is painted of one pod's box, and nothing else: what an animation moves and a test compares.
/// Lengths are shares of the box's radius.
struct PodPicture
{
    QColor outline;
    QColor fill;
    qreal seal = 0; ///< size of the seal on the lid, the mark of the new revision that needs no colour: 0 to 1
    qreal level = 1; ///< filled from below, 0 to 1; what is not filled is a dashed outline
    qreal opacity = 1;
    qreal scale = 1; ///< about its middle
    qreal sink = 0; ///< moved down
    qreal shift = 0; ///< moved sideways
    Badge badge = Badge::None; ///< the sign of its state
    Tone badgeTone = Tone::Neutral;
    qreal badgeProgress = 1; ///< how much of the badge has been drawn
    qreal star = 0; ///< opacity of the master's star
    qreal next = 0; ///< opacity of the marker of the pod that is replaced next

    [[nodiscard]] bool operator==(const PodPicture &) const = default;
};

/// The picture of a pod at rest: all that is seen with reduced motion, and where every animation ends.
[[nodiscard]] PodPicture picture(const rollout::PodRow &row, const Theme &theme);

/// The largest hexagon's bounding box of the right proportion in the middle of `area`.
[[nodiscard]] QRectF boxIn(const QRectF &area);

/// All that may be painted of a pod whose hexagon fills `box`: badges and movements go a little beyond it.
[[nodiscard]] QRectF paintedRect(const QRectF &box);

/// Below this radius badges and markers move into the box, so that a honeycomb of boxes can be read.
inline constexpr qreal smallRadius = 25;

/// Paints a pod whose hexagon fills `box` (from boxIn()). Who paints often keeps `sprites`: the same picture, several
/// times as fast.
void paint(QPainter &painter, const QRectF &box, const PodPicture &picture, const Theme &theme,
           PodSprites *sprites = nullptr);

/// The box alone, as seen from above a corner: a hexagon with a lid and two sides. Solid and filled, or dashed.
struct BoxShape
{
    QColor outline;
    QColor fill;
    qreal seal = 0;
    bool isSolid = true;

    [[nodiscard]] bool operator==(const BoxShape &) const = default;
};

/// Draws the shape; lines go `boxMargin` beyond `box` at most.
void drawBox(QPainter &painter, const QRectF &box, const BoxShape &shape);
inline constexpr int boxMargin = 2;

} // namespace ui
