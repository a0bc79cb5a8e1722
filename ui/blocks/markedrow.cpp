// SPDX-License-Identifier: Apache-2.0
#include "blocks/markedrow.h"

#include "look/fonts.h"

#include <QPainter>

namespace ui {

namespace {

constexpr int margin = 10;
constexpr int badgeRadius = 8;

MarkedRow rowAt(const QModelIndex &index)
{
    return index.data(MarkedRowDelegate::Role).value<MarkedRow>();
}

/// The first line is as high as its badge at least.
int firstHeight(const QStyleOptionViewItem &option)
{
    return std::max(QFontMetrics(strong(option.font)).height(), 2 * badgeRadius + 1);
}

/// Two texts in one line, of which the first gives way.
void drawPair(QPainter &painter, const QRect &line, const QFont &leftFont, const QColor &leftInk, const QString &left,
              Qt::TextElideMode elide, const QFont &rightFont, const QColor &rightInk, const QString &right)
{
    QRect room = line;
    if (!right.isEmpty()) {
        painter.setFont(rightFont);
        painter.setPen(rightInk);
        painter.drawText(line, int(Qt::AlignRight | Qt::AlignVCenter), right);
        room.setRight(line.right() - QFontMetrics(rightFont).horizontalAdvance(right) - margin);
    }
    painter.setFont(leftFont);
    painter.setPen(leftInk);
    painter.drawText(room, int(Qt::AlignLeft | Qt::AlignVCenter),
                     QFontMetrics(leftFont).elidedText(left, elide, room.width()));
}

} // namespace

QString MarkedRow::text() const
{
    QString text = title;
    for (const QString &part : {subtitle, state, remark}) {
        if (!part.isEmpty())
            text += QStringLiteral(", ") + part;
    }
    return text;
}

void MarkedRowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const MarkedRow row = rowAt(index);
    const Theme &theme = Theme::of(option.palette);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF ground = QRectF(option.rect).adjusted(0, 1, 0, -1);
    const bool isSelected = option.state & QStyle::State_Selected;
    if (isSelected)
        drawRounded(*painter, ground, fieldRadius, theme.accent.fill);
    else if (option.state & QStyle::State_MouseOver)
        drawRounded(*painter, ground, fieldRadius, mixed(theme.surface, theme.text, 0.05));
    if ((option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange))
        drawFocusRing(*painter, ground, fieldRadius, theme);

    QRect area = option.rect.adjusted(margin, 7, -margin, -7);
    const int height = firstHeight(option);
    if (row.badge != Badge::None) {
        const QPointF centre(area.left() + badgeRadius, area.top() + height / 2.0);
        drawBadge(*painter, centre, badgeRadius, row.badge, theme.tone(row.tone));
        area.setLeft(area.left() + 2 * badgeRadius + margin);
    }
    // An ink is readable on the surface, not on the ground of what is selected.
    const bool isLoud = row.tone != Tone::Neutral && !isSelected;
    const QColor stateInk = isLoud ? theme.tone(row.tone).ink : isSelected ? theme.text : theme.dim;
    const QFont stateFont = tabular(small(option.font));
    drawPair(*painter, QRect(area.left(), area.top(), area.width(), height),
             row.isQuiet ? option.font : strong(option.font), row.isQuiet && !isSelected ? theme.dim : theme.text,
             row.title, Qt::ElideMiddle, stateFont, stateInk, row.state);
    if (!row.subtitle.isEmpty()) {
        const QFont font = fixedWidth(small(option.font));
        const QRect line(area.left(), area.top() + height + 2, area.width(), QFontMetrics(font).height());
        drawPair(*painter, line, font, isSelected ? theme.text : theme.dim, row.subtitle, Qt::ElideMiddle, stateFont,
                 isSelected ? theme.text : theme.dim, row.remark);
    }
    painter->restore();
}

QSize MarkedRowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    int height = firstHeight(option) + 14;
    if (!rowAt(index).subtitle.isEmpty())
        height += QFontMetrics(fixedWidth(small(option.font))).height() + 2;
    return {160, height};
}

} // namespace ui
