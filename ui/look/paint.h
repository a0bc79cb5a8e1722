// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "look/theme.h"

#include <QRectF>

class QPainter;

/// Shapes that several widgets have in common.
namespace ui {

inline constexpr qreal fieldRadius = 6; ///< corners of fields, buttons, selections
inline constexpr qreal cardRadius = 10; ///< corners of cards

/// A filled rectangle with round corners and a line of `width` inside its edge; either colour may be invalid.
void drawRounded(QPainter &painter, const QRectF &rect, qreal radius, const QColor &fill, const QColor &line = {},
                 qreal width = 1);

/// What says where the keyboard is: a line of two pixels in the accent, inside `rect`.
void drawFocusRing(QPainter &painter, const QRectF &rect, qreal radius, const Theme &theme);

/// Whether a widget that paints itself should show the focus ring now: it has the focus, and the keyboard is in use.
[[nodiscard]] bool showsFocus(const QWidget *widget);

/// A small sign for the state of something: a disc in the tone's fill with a drawing in its ink.
enum class Badge {
    None,
    Tick, ///< done
    Cross, ///< failed
    Exclamation, ///< needs a look
    Question, ///< not known
    Dot, ///< under way
    Ring, ///< not begun
};

/// Draws `badge` with its drawing as far as `progress` (0 to 1): at 0 there is nothing, at 1 all of it.
void drawBadge(QPainter &painter, const QPointF &centre, qreal radius, Badge badge, const ToneColors &colors,
               qreal progress = 1);

/// The drawing of a badge without its disc, for where it would be too loud.
void drawSign(QPainter &painter, const QPointF &centre, qreal radius, Badge badge, const QColor &ink,
              qreal progress = 1);

/// A down- or sideways-pointing chevron with arms of `size`, turned clockwise by `degrees` from pointing down.
void drawChevron(QPainter &painter, const QPointF &centre, qreal size, const QColor &color, qreal degrees = 0);

} // namespace ui
