// SPDX-License-Identifier: Apache-2.0
#include "look/paint.h"

#include <QPainter>
#include <QPainterPath>
#include <QWidget>
#include <algorithm>

namespace ui {

void drawRounded(QPainter &painter, const QRectF &rect, qreal radius, const QColor &fill, const QColor &line,
                 qreal width)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    painter.setPen(line.isValid() ? QPen(line, width) : QPen(Qt::NoPen));
    const qreal inset = line.isValid() ? width / 2 : 0;
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset);
    painter.restore();
}

void drawFocusRing(QPainter &painter, const QRectF &rect, qreal radius, const Theme &theme)
{
    drawRounded(painter, rect, radius, {}, theme.accent.ink, 2);
}

bool showsFocus(const QWidget *widget)
{
    return widget->hasFocus() && widget->window()->testAttribute(Qt::WA_KeyboardFocusChange);
}

namespace {

/// A line through the points, as far as `progress` of its length.
void drawStroke(QPainter &painter, const QList<QPointF> &points, qreal progress)
{
    qreal length = 0;
    for (qsizetype i = 1; i < points.size(); ++i)
        length += QLineF(points[i - 1], points[i]).length();
    qreal left = length * progress;
    QPolygonF drawn{points.front()};
    for (qsizetype i = 1; i < points.size() && left > 0; ++i) {
        const QLineF part(points[i - 1], points[i]);
        drawn << part.pointAt(std::min(1.0, left / part.length()));
        left -= part.length();
    }
    painter.drawPolyline(drawn);
}

/// What stands on the disc of a badge, as far as `progress` of it.
void drawSignAtOrigin(QPainter &painter, qreal radius, Badge badge, const QColor &ink, qreal progress)
{
    const auto at = [radius](qreal x, qreal y) { return QPointF(x * radius, y * radius); };
    const auto dot = [&](const QPointF &centre, qreal share) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(ink);
        painter.drawEllipse(centre, radius * share, radius * share);
    };
    painter.setPen(QPen(ink, std::max(1.2, radius * 0.19), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    switch (badge) {
    case Badge::Tick:
        drawStroke(painter, {at(-0.44, 0.02), at(-0.12, 0.36), at(0.46, -0.34)}, progress);
        break;
    case Badge::Cross:
        drawStroke(painter, {at(-0.34, -0.34), at(0.34, 0.34)}, std::min(1.0, progress * 2));
        if (progress > 0.5)
            drawStroke(painter, {at(0.34, -0.34), at(-0.34, 0.34)}, progress * 2 - 1);
        break;
    case Badge::Exclamation:
        drawStroke(painter, {at(0, -0.5), at(0, 0.1)}, progress);
        dot(at(0, 0.45), 0.13);
        break;
    case Badge::Question: {
        QPainterPath path(at(-0.26, -0.24));
        path.cubicTo(at(-0.26, -0.62), at(0.3, -0.62), at(0.28, -0.22));
        path.cubicTo(at(0.27, 0), at(0, -0.02), at(0, 0.2));
        painter.drawPath(path);
        dot(at(0, 0.5), 0.13);
        break;
    }
    case Badge::Dot:
        dot({0, 0}, 0.4 * progress);
        break;
    case Badge::Ring:
    case Badge::None:
        break;
    }
}

} // namespace

void drawBadge(QPainter &painter, const QPointF &centre, qreal radius, Badge badge, const ToneColors &colors,
               qreal progress)
{
    if (badge == Badge::None || progress <= 0)
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(centre);
    // The disc comes in the first third, its drawing in the rest.
    constexpr qreal third = 1.0 / 3;
    const qreal disc = radius * std::min(1.0, progress / third);
    painter.setBrush(colors.fill);
    painter.setPen(QPen(colors.ink, std::max(1.0, radius * 0.11)));
    painter.drawEllipse(QPointF(0, 0), disc, disc);
    if (progress > third)
        drawSignAtOrigin(painter, radius, badge, colors.ink, (progress - third) / (1 - third));
    painter.restore();
}

void drawSign(QPainter &painter, const QPointF &centre, qreal radius, Badge badge, const QColor &ink, qreal progress)
{
    if (badge == Badge::None || progress <= 0)
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(centre);
    drawSignAtOrigin(painter, radius, badge, ink, progress);
    painter.restore();
}

void drawChevron(QPainter &painter, const QPointF &centre, qreal size, const QColor &color, qreal degrees)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.translate(centre);
    painter.rotate(degrees);
    painter.drawPolyline(QPolygonF{{-size, -size / 2}, {0, size / 2}, {size, -size / 2}});
    painter.restore();
}

} // namespace ui
