// SPDX-License-Identifier: Apache-2.0
#include "diff/difftext.h"

#include "look/fonts.h"
#include "look/paint.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QTextLayout>
#include <algorithm>
#include <cmath>

namespace ui {

namespace {

bool isAscii(const QString &text)
{
    return std::ranges::all_of(text, [](QChar c) { return c.unicode() >= 0x20 && c.unicode() < 0x7f; });
}

QColor colorOf(YamlPart part, const Theme &theme)
{
    switch (part) {
    case YamlPart::Key:
    case YamlPart::Sign:
        return theme.accent.ink;
    case YamlPart::Comment:
        return theme.dim;
    default:
        return theme.text;
    }
}

/// The part of a span that is inside a slice, from the slice's beginning; empty if none is.
template <typename Span>
yaml::Span inSlice(const Span &span, qsizetype first, qsizetype length)
{
    const qsizetype start = std::clamp<qsizetype>(span.start - first, 0, length);
    const qsizetype end = std::clamp<qsizetype>(span.start + span.length - first, 0, length);
    return {.start = start, .length = end - start};
}

} // namespace

DiffTextPainter::DiffTextPainter(const QFont &font)
    : m_font(font)
    , m_columnWidth(QFontMetricsF(font).horizontalAdvance(u'0'))
{
}

qreal DiffTextPainter::widthOf(const QString &text) const
{
    return isAscii(text) ? m_columnWidth * qreal(text.size()) : QFontMetricsF(m_font).horizontalAdvance(text);
}

qreal DiffTextPainter::positionOf(const QString &text, qsizetype position) const
{
    return widthOf(text.first(std::min(position, text.size())));
}

void DiffTextPainter::paint(QPainter &painter, const QRectF &rect, qreal scroll, const DiffText &line, Tone tone,
                            const Theme &theme) const
{
    qsizetype first = 0;
    qsizetype length = line.text.size();
    if (isAscii(line.text)) {
        first = std::min(length, qsizetype(std::floor(scroll / m_columnWidth)));
        length = std::min(length - first, qsizetype(std::ceil(rect.width() / m_columnWidth)) + 2);
    }

    QList<QTextLayout::FormatRange> formats;
    const auto add = [&](const yaml::Span &span, const auto &change) {
        QTextLayout::FormatRange range;
        range.start = int(span.start);
        range.length = int(span.length);
        change(range.format);
        if (span.length > 0)
            formats.append(range);
    };
    if (line.isWeighty) // keys, which come after, stay as they are
        add({.start = 0, .length = length}, [](QTextCharFormat &format) { format.setFontWeight(QFont::Bold); });
    for (const YamlSpan &part : line.parts) {
        add(inSlice(part, first, length), [&](QTextCharFormat &format) {
            format.setForeground(colorOf(part.part, theme));
            format.setFontWeight(part.part != YamlPart::Key && part.part != YamlPart::Sign && line.isWeighty
                                     ? QFont::Bold
                                     : QFont::Normal);
        });
    }

    QTextLayout layout(line.text.sliced(first, length), m_font);
    QTextOption option;
    option.setWrapMode(QTextOption::NoWrap);
    layout.setTextOption(option);
    layout.setFormats(formats);
    layout.beginLayout();
    QTextLine row = layout.createLine();
    layout.endLayout();

    painter.save();
    painter.setClipRect(rect, Qt::IntersectClip);
    const QPointF origin(rect.x() + qreal(first) * m_columnWidth - scroll, rect.center().y() - row.height() / 2);
    const ToneColors &colors = theme.tone(tone);
    for (const yaml::Span &word : line.words) {
        const yaml::Span part = inSlice(word, first, length);
        if (part.length == 0)
            continue;
        const qreal from = row.cursorToX(int(part.start));
        const qreal to = row.cursorToX(int(part.start + part.length));
        drawRounded(painter, QRectF(origin.x() + from - 2, rect.y() + 2, to - from + 4, rect.height() - 4), 3,
                    theme.surface, colors.ink, line.isWeighty ? 1.5 : 1);
    }
    painter.setPen(theme.text);
    layout.draw(&painter, origin);
    painter.restore();
}

} // namespace ui
