// SPDX-License-Identifier: Apache-2.0
#include "lane/podsprites.h"

#include <QHashFunctions>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr int sealSteps = 8;
constexpr int maximumKilobytes = 16 * 1024;

} // namespace

size_t qHash(const PodSprites::Key &key, size_t seed) noexcept
{
    return qHashMulti(seed, key.outline, key.fill, key.seal, key.isSolid, key.size.width(), key.size.height());
}

PodSprites::PodSprites()
    : m_cache(maximumKilobytes)
{
}

QPixmap PodSprites::sprite(const QRectF &box, const PodPicture &picture, bool isSolid, qreal ratio)
{
    const QSizeF whole = box.size() + QSizeF(2 * boxMargin, 2 * boxMargin);
    const QSize size(static_cast<int>(std::ceil(whole.width() * ratio)),
                     static_cast<int>(std::ceil(whole.height() * ratio)));
    const Key key{.outline = picture.outline.rgba(),
                  .fill = picture.fill.rgba(),
                  .seal = qRound(picture.seal * sealSteps),
                  .isSolid = isSolid,
                  .size = size};
    if (const QPixmap *known = m_cache.object(key))
        return *known;

    QPixmap pixmap(size);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    drawBox(painter, QRectF(QPointF(boxMargin, boxMargin), box.size()),
            {.outline = picture.outline,
             .fill = picture.fill,
             .seal = static_cast<qreal>(key.seal) / sealSteps,
             .isSolid = isSolid});
    painter.end();
    m_cache.insert(key, new QPixmap(pixmap), std::max(1, size.width() * size.height() * 4 / 1024));
    return pixmap;
}

void PodSprites::drawLevels(QPainter &painter, const QRectF &box, const PodPicture &picture)
{
    const qreal ratio = painter.device()->devicePixelRatioF();
    const QPointF origin = box.topLeft() - QPointF(boxMargin, boxMargin);
    // Whole rows of device pixels, so that the two parts meet without a seam.
    const auto part = [&](const QPixmap &pixmap, int top, int bottom) {
        const QRectF source(0, top, pixmap.width(), bottom - top);
        painter.drawPixmap(QRectF(origin + QPointF(0, top / ratio), source.size() / ratio), pixmap, source);
    };
    const auto surfaceOf = [&](const QPixmap &pixmap) {
        if (picture.level <= 0)
            return pixmap.height();
        return picture.level >= 1 ? 0 : qRound((boxMargin + (1 - picture.level) * box.height()) * ratio);
    };
    if (picture.level < 1) {
        const QPixmap dashed = sprite(box, picture, false, ratio);
        part(dashed, 0, surfaceOf(dashed));
    }
    if (picture.level > 0) {
        const QPixmap solid = sprite(box, picture, true, ratio);
        part(solid, surfaceOf(solid), solid.height());
    }
}

} // namespace ui
