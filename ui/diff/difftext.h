// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/yamlhighlight.h"
#include "look/theme.h"
#include "worddiff.h"

#include <QFont>
#include <QRectF>

class QPainter;

namespace ui {

/// One line of text of a difference, and how it is to be drawn.
struct DiffText
{
    QString text;
    QList<YamlSpan> parts;
    QList<yaml::Span> words; ///< that differ: framed
    bool isWeighty = false; ///< the value in bold
};

/// Draws lines of text in one fixed-width font. Cost: of a line without characters beyond ASCII, what is seen of it,
/// however long it is.
class DiffTextPainter final
{
public:
    explicit DiffTextPainter(const QFont &font);

    [[nodiscard]] qreal columnWidth() const noexcept { return m_columnWidth; }
    [[nodiscard]] qreal widthOf(const QString &text) const;
    /// Where character `position` begins.
    [[nodiscard]] qreal positionOf(const QString &text, qsizetype position) const;

    /// In the middle of the height of `rect`, clipped to it, moved to the left by `scroll`. `tone`: of the line.
    void paint(QPainter &painter, const QRectF &rect, qreal scroll, const DiffText &line, Tone tone,
               const Theme &theme) const;

private:
    QFont m_font;
    qreal m_columnWidth;
};

} // namespace ui
