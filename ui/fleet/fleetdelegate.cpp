// SPDX-License-Identifier: Apache-2.0
#include "fleet/fleetdelegate.h"

#include "fleet/fleetmodel.h"
#include "look/fonts.h"
#include "look/paint.h"
#include "look/theme.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <cmath>
#include <numbers>

namespace ui {

namespace {

constexpr int margin = 8;
constexpr int hexagonSize = 16;

FleetRow rowAt(const QModelIndex &index)
{
    return index.data(FleetModel::RowRole).value<FleetRow>();
}

bool hasHexagon(FleetRow::Kind kind)
{
    return kind == FleetRow::Kind::Cluster || kind == FleetRow::Kind::StatefulSet
        || kind == FleetRow::Kind::OtherStatefulSet;
}

QPolygonF hexagon(const QPointF &centre, qreal radius)
{
    QPolygonF polygon;
    for (int corner = 0; corner < 6; ++corner) {
        const qreal angle = (corner * 60 - 90) * std::numbers::pi / 180;
        polygon.append(centre + QPointF(std::cos(angle), std::sin(angle)) * radius);
    }
    return polygon;
}

Badge badgeOf(Tone tone)
{
    switch (tone) {
    case Tone::Bad:
        return Badge::Exclamation;
    case Tone::Warn:
        return Badge::Question;
    case Tone::Accent:
        return Badge::Dot;
    default:
        return Badge::Tick;
    }
}

/// Of the text at the end of the row. An ink is readable on the sidebar, not on every other ground.
QColor inkOf(const FleetRow &row, const QStyleOptionViewItem &option, const Theme &theme)
{
    const bool isHeading = row.kind == FleetRow::Kind::Context || row.kind == FleetRow::Kind::OtherGroup;
    if (!isHeading || row.tone == Tone::Neutral || row.tone == Tone::Ok)
        return theme.dim;
    return option.state & QStyle::State_Selected ? theme.text : theme.tone(row.tone).ink;
}

} // namespace

void FleetDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const FleetRow row = rowAt(index);
    const Theme &theme = Theme::of(option.palette);
    const bool isHeading = row.kind == FleetRow::Kind::Context || row.kind == FleetRow::Kind::OtherGroup;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);

    const QRectF ground = QRectF(option.rect).adjusted(0, 1, -margin / 2.0, -1);
    if (option.state & QStyle::State_Selected)
        drawRounded(*painter, ground, fieldRadius, theme.accent.fill);
    else if (option.state & QStyle::State_MouseOver)
        drawRounded(*painter, ground, fieldRadius, mixed(theme.sidebar, theme.text, 0.06));
    if ((option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange))
        drawFocusRing(*painter, ground, fieldRadius, theme);

    QRect area = option.rect.adjusted(margin, 6, -margin - 2, -6);
    if (hasHexagon(row.kind)) {
        const ToneColors &colors = theme.tone(row.tone);
        const QPointF centre(area.left() + hexagonSize / 2.0,
                             area.top() + QFontMetrics(strong(option.font)).height() / 2.0);
        painter->setPen(row.isStale ? QPen(theme.dim, 1.4) : QPen(Qt::NoPen));
        painter->setBrush(row.isStale ? QBrush(Qt::NoBrush) : QBrush(colors.ink));
        painter->drawPolygon(hexagon(centre, hexagonSize / 2.0 - (row.isStale ? 0.7 : 0)));
        if (!row.isStale)
            drawSign(*painter, centre, hexagonSize * 0.36, badgeOf(row.tone), theme.sidebar);
        area.setLeft(area.left() + hexagonSize + 8);
    }

    const QFont titleFont = isHeading || row.kind == FleetRow::Kind::Cluster ? strong(option.font) : option.font;
    const QFont trailingFont = tabular(small(option.font));
    const QFontMetrics titleMetrics(titleFont);
    QRect first(area.left(), area.top(), area.width(), titleMetrics.height());
    if (!row.trailing.isEmpty()) {
        const int width = QFontMetrics(trailingFont).horizontalAdvance(row.trailing);
        painter->setFont(trailingFont);
        painter->setPen(inkOf(row, option, theme));
        painter->drawText(first, int(Qt::AlignRight | Qt::AlignVCenter), row.trailing);
        first.setRight(first.right() - width - margin);
    }
    painter->setFont(titleFont);
    const bool isQuiet = row.kind == FleetRow::Kind::OtherGroup || row.kind == FleetRow::Kind::Message || row.isStale;
    painter->setPen(isQuiet ? theme.dim : theme.text);
    if (row.kind == FleetRow::Kind::Message) {
        painter->setFont(small(option.font));
        painter->setPen(row.tone == Tone::Bad ? theme.bad.ink : theme.dim);
        painter->drawText(area, int(Qt::AlignLeft | Qt::AlignTop) | Qt::TextWordWrap, row.title);
    } else {
        painter->drawText(first, int(Qt::AlignLeft | Qt::AlignVCenter),
                          titleMetrics.elidedText(row.title, Qt::ElideMiddle, first.width()));
    }
    if (!row.subtitle.isEmpty()) {
        const QFont font = fixedWidth(small(option.font));
        const QRect second(area.left(), area.top() + titleMetrics.height() + 2, area.width(),
                           QFontMetrics(font).height());
        painter->setFont(font);
        painter->setPen(theme.dim);
        painter->drawText(second, int(Qt::AlignLeft | Qt::AlignVCenter),
                          QFontMetrics(font).elidedText(row.subtitle, Qt::ElideRight, second.width()));
    }
    painter->restore();
}

QSize FleetDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const FleetRow row = rowAt(index);
    int height = QFontMetrics(strong(option.font)).height() + 12;
    if (!row.subtitle.isEmpty())
        height += QFontMetrics(fixedWidth(small(option.font))).height() + 2;
    if (row.kind == FleetRow::Kind::Message) {
        const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
        const int width = (view ? view->viewport()->width() : 240) - 4 * margin;
        height =
            QFontMetrics(small(option.font)).boundingRect(0, 0, width, 10'000, Qt::TextWordWrap, row.title).height()
            + 14;
    }
    return {120, height};
}

bool FleetDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &,
                              const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip)
        return false;
    const QString details = rowAt(index).details;
    // Qt takes a tooltip for rich text if it looks like it: this one comes from a cluster.
    QToolTip::showText(event->globalPos(), details.toHtmlEscaped().replace(u'\n', QStringLiteral("<br>")), view);
    return true;
}

} // namespace ui
