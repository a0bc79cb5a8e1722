// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lane/lanelayout.h"
#include "lane/podtext.h"

#include <QFont>
#include <QStaticText>
#include <vector>

class QPainter;

namespace ui {

/// The lines under a pod, shortened to the width they have and ready to be drawn. Made once and drawn often.
class PodLabel final
{
public:
    struct Line
    {
        QString text; ///< as drawn: elided, never wider than the label
        Tone tone = Tone::Neutral;
        bool isName = false;
        bool isStrong = false;
        int width = 0;
        QStaticText drawn;
    };

    /// Fonts of a lane's labels.
    struct Fonts
    {
        explicit Fonts(const QFont &base);

        QFont name;
        QFont line;
        QFont strongLine;
        int lineHeight = 0;
    };

    /// The room of a lane's labels: the same for all of them.
    struct Room
    {
        LaneDetail detail = LaneDetail::Full;
        int width = 0;
        bool fitsNames = true; ///< where names do not fit, all labels show the ordinal alone
    };

    PodLabel() = default;
    PodLabel(const rollout::PodRow &row, const QDateTime &now, const Room &room, const Fonts &fonts);

    [[nodiscard]] const std::vector<Line> &lines() const noexcept { return m_lines; }
    [[nodiscard]] bool saysTheSame(const PodLabel &other) const;

    /// Draws the lines, each in the middle of `rect`'s width, from its top down.
    void paint(QPainter &painter, const QRect &rect, const Theme &theme, const Fonts &fonts) const;

private:
    void add(const QString &text, Qt::TextElideMode elide, Tone tone, const QFont &font, int width);
    void addWord(const PodStatus &status, const QFont &font, int width);

    std::vector<Line> m_lines;
};

/// Whether the pod's name fits into a label of this width without its other lines.
[[nodiscard]] bool fitsName(const rollout::PodRow &row, int width, const PodLabel::Fonts &fonts);

/// What the layout of a lane with so many pods needs to know of the fonts.
[[nodiscard]] LaneMetrics laneMetrics(const PodLabel::Fonts &fonts, int count);

} // namespace ui
