// SPDX-License-Identifier: Apache-2.0
#include "lane/podpicture.h"

#include "lane/podsprites.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <numbers>

using rollout::PodRow;
using rollout::PodState;
using rollout::Revision;

namespace ui {

namespace {

constexpr qreal halfWidth = std::numbers::sqrt3 / 2; ///< of a hexagon of radius 1 that stands on a corner
constexpr qreal restingLevel = 0.55; ///< of a pod that starts: how far it is nobody knows

const ToneColors &revisionColors(Revision revision, const Theme &theme)
{
    switch (revision) {
    case Revision::New:
        return theme.newRevision;
    case Revision::Old:
    case Revision::Current:
        return theme.oldRevision;
    case Revision::Unknown:
        break;
    }
    return theme.neutral;
}

void setBadge(PodPicture &picture, Badge badge, Tone tone)
{
    picture.badge = badge;
    picture.badgeTone = tone;
}

} // namespace

PodPicture picture(const PodRow &row, const Theme &theme)
{
    const ToneColors &colors = revisionColors(row.revision, theme);
    PodPicture result;
    result.outline = colors.ink;
    result.fill = colors.fill;
    result.seal = row.revision == Revision::New ? 1 : 0;
    result.star = row.master ? 1 : 0;
    result.next = row.next ? 1 : 0;
    switch (row.state) {
    case PodState::Missing:
        result.outline = mixed(theme.line, theme.dim, 0.5);
        result.seal = 0;
        result.level = 0;
        break;
    case PodState::Pending:
        result.level = 0;
        break;
    case PodState::Starting:
        result.level = restingLevel;
        break;
    case PodState::Ready:
        // Green is done and nothing less; of the old revision there is nothing to say yet.
        if (row.done)
            setBadge(result, Badge::Tick, Tone::Ok);
        else if (row.revision == Revision::New)
            setBadge(result, Badge::Tick, Tone::New);
        break;
    case PodState::NotReady:
        setBadge(result, Badge::Exclamation, Tone::Warn);
        break;
    case PodState::Failed:
        result.fill = theme.bad.fill;
        setBadge(result, Badge::Cross, Tone::Bad);
        break;
    case PodState::Terminating:
        result.opacity = 0.4;
        result.sink = 0.12;
        break;
    case PodState::Unknown:
        result.fill = theme.neutral.fill;
        setBadge(result, Badge::Question, Tone::Neutral);
        break;
    }
    return result;
}

QRectF boxIn(const QRectF &area)
{
    const qreal radius = std::min(area.height() / 2, area.width() / 2 / halfWidth);
    const QSizeF size(radius * 2 * halfWidth, radius * 2);
    return {area.center() - QPointF(size.width() / 2, size.height() / 2), size};
}

QRectF paintedRect(const QRectF &box)
{
    const qreal radius = box.height() / 2;
    if (radius < smallRadius)
        return box.adjusted(-8, -4, 8, 4 + radius * 0.5);
    return box.adjusted(-radius * 0.25, -radius * 0.5, radius * 0.25, radius * 0.5).adjusted(-3, -3, 3, 3);
}

namespace {

QPointF corner(const QPointF &centre, qreal radius, int sixth)
{
    const qreal angle = (sixth * 60 - 90) * std::numbers::pi / 180;
    return centre + QPointF(radius * std::cos(angle), radius * std::sin(angle));
}

QPolygonF hexagon(const QPointF &centre, qreal radius)
{
    QPolygonF result;
    for (int i = 0; i < 6; ++i)
        result << corner(centre, radius, i);
    return result;
}

/// The rhombus of the lid, shrunk about its own middle.
QPolygonF lid(const QPointF &centre, qreal radius, qreal share)
{
    const QPointF middle = centre - QPointF(0, radius / 2);
    const qreal wide = radius * halfWidth * share;
    const qreal high = radius / 2 * share;
    return {
        {middle + QPointF(0, -high), middle + QPointF(wide, 0), middle + QPointF(0, high), middle + QPointF(-wide, 0)}};
}

QPolygonF starShape(const QPointF &centre, qreal radius)
{
    QPolygonF result;
    for (int i = 0; i < 10; ++i) {
        const qreal angle = (i * 36 - 90) * std::numbers::pi / 180;
        const qreal r = i % 2 == 0 ? radius : radius * 0.46;
        result << centre + QPointF(r * std::cos(angle), r * std::sin(angle));
    }
    return result;
}

/// Where the next pod is: a small arrowhead above the box, or a ring around a small box.
void drawNext(QPainter &painter, const QPointF &centre, qreal radius, const Theme &theme)
{
    if (radius < smallRadius) {
        painter.setPen(QPen(theme.accent.ink, 2.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolygon(hexagon(centre, radius));
        return;
    }
    const qreal half = std::clamp(radius * 0.13, 4.0, 9.0);
    const QPointF tip = centre - QPointF(0, radius + half * 1.1);
    painter.setPen(QPen(theme.accent.ink, 1, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(theme.accent.ink);
    painter.drawPolygon(QPolygonF{tip, tip + QPointF(-half, -half * 1.2), tip + QPointF(half, -half * 1.2)});
}

/// Badge, star and marker: what is drawn over the box.
void drawMarks(QPainter &painter, const QPointF &centre, qreal radius, const PodPicture &picture, const Theme &theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isSmall = radius < smallRadius;
    const qreal whole = painter.opacity();
    const ToneColors &badgeColors = theme.tone(picture.badgeTone);
    if (isSmall && picture.badge == Badge::Tick) // a thousand done pods are no reason to be loud
        drawSign(painter, centre + QPointF(0, radius * 0.36), std::max(6.0, radius * 0.5), picture.badge,
                 badgeColors.ink, picture.badgeProgress);
    else if (isSmall)
        drawBadge(painter, centre + QPointF(0, radius * 0.18), std::max(6.0, radius * 0.46), picture.badge, badgeColors,
                  picture.badgeProgress);
    else
        drawBadge(painter, centre + QPointF(radius * 0.71, -radius * 0.77), std::max(6.5, radius * 0.21), picture.badge,
                  badgeColors, picture.badgeProgress);
    if (picture.star > 0) {
        painter.setOpacity(whole * picture.star);
        painter.setPen(QPen(theme.warn.ink, std::max(1.0, radius * 0.023), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setBrush(theme.warn.fill);
        const qreal size = std::max(6.0, radius * 0.24);
        painter.drawPolygon(starShape(centre + QPointF(-radius * 0.71, -radius * (isSmall ? 0.5 : 0.77)), size));
    }
    if (picture.next > 0) {
        painter.setOpacity(whole * picture.next);
        drawNext(painter, centre, radius, theme);
    }
    painter.restore();
}

} // namespace

void drawBox(QPainter &painter, const QRectF &box, const BoxShape &shape)
{
    const QPointF centre = box.center();
    const qreal radius = box.height() / 2;
    const qreal edge = std::clamp(radius * 0.036, 1.1, 2.4);
    const qreal ridge = std::clamp(radius * 0.026, 0.8, 1.7);
    const qreal reach = radius - edge / 2; // the line stays inside the box

    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(shape.outline, edge, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    if (!shape.isSolid) {
        pen.setCapStyle(Qt::FlatCap);
        const qreal dash = std::clamp(radius * 0.1, 2.5, 6.0);
        pen.setDashPattern({dash / edge, dash * 0.7 / edge});
    }
    painter.setPen(pen);
    painter.setBrush(shape.isSolid ? QBrush(shape.fill) : QBrush(Qt::NoBrush));
    painter.drawPolygon(hexagon(centre, reach));

    if (shape.seal > 0 && shape.isSolid) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(mixed(shape.fill, shape.outline, 0.75));
        painter.drawPolygon(lid(centre, reach, shape.seal * (radius < smallRadius ? 0.62 : 0.4)));
    }
    pen.setWidthF(ridge);
    painter.setPen(pen);
    for (const int sixth : {1, 5})
        painter.drawLine(centre, corner(centre, reach, sixth));
    if (radius > 14 || !shape.isSolid) // in the smallest boxes it would run through the sign of the state
        painter.drawLine(centre, corner(centre, reach, 3));
    painter.restore();
}

void paint(QPainter &painter, const QRectF &box, const PodPicture &picture, const Theme &theme, PodSprites *sprites)
{
    if (picture.opacity <= 0)
        return;
    const qreal radius = box.height() / 2;
    painter.save();
    painter.setOpacity(painter.opacity() * picture.opacity);
    painter.translate(picture.shift * radius, picture.sink * radius);
    if (picture.scale != 1) {
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.translate(box.center());
        painter.scale(picture.scale, picture.scale);
        painter.translate(-box.center());
    }
    if (sprites)
        sprites->drawLevels(painter, box, picture);
    else
        PodSprites().drawLevels(painter, box, picture);
    drawMarks(painter, box.center(), radius, picture, theme);
    painter.restore();
}

} // namespace ui
