// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QColor>
#include <QPalette>

class QWidget;

namespace ui {

/// What a coloured thing means. A tone never stands alone: a mark or a word goes with it.
enum class Tone { Neutral, Accent, Old, New, Ok, Warn, Bad };

/// A text or line colour and the background that it is readable on.
struct ToneColors
{
    QColor ink;
    QColor fill;

    [[nodiscard]] bool operator==(const ToneColors &) const = default;
};

/// The colours of the window: a value, one for each of the two schemes. Every text colour has a contrast of at least
/// 4.5:1 on the backgrounds that the tests name: `text` and `dim` on all of them, the inks on window, sidebar and
/// surface, and each ink on its own fill.
struct Theme
{
    bool isDark = false;
    QColor window; ///< behind everything
    QColor sidebar; ///< behind the fleet
    QColor surface; ///< cards, fields, lists
    QColor line; ///< borders, separators
    QColor text;
    QColor dim; ///< text that is said more quietly
    QColor onAccent; ///< text on accent.ink, as on a primary button
    ToneColors neutral;
    ToneColors accent;
    ToneColors oldRevision;
    ToneColors newRevision;
    ToneColors ok;
    ToneColors warn;
    ToneColors bad;

    [[nodiscard]] const ToneColors &tone(Tone tone) const noexcept;

    /// The same colours for the widgets that Qt draws.
    [[nodiscard]] QPalette palette() const;

    [[nodiscard]] static const Theme &light();
    [[nodiscard]] static const Theme &dark();

    /// The theme whose palette this is: told by the brightness of the window colour, so that a widget needs no more
    /// than its palette and repaints, as Qt makes it, when that changes.
    [[nodiscard]] static const Theme &of(const QPalette &palette);
    [[nodiscard]] static const Theme &of(const QWidget *widget);
};

/// The colour between two, for a transition: `from` at 0, `to` at 1.
[[nodiscard]] QColor mixed(const QColor &from, const QColor &to, qreal share);

} // namespace ui
