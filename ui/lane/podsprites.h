// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lane/podpicture.h"

#include <QCache>
#include <QPixmap>
#include <QSize>

namespace ui {

/// Ready-made pictures of boxes, so that a moving pod costs a copy and not a drawing. One for each view that paints
/// pods; holds at most a few megabytes and forgets what was not used for long.
class PodSprites final
{
public:
    PodSprites();

    /// The box of `picture` at rest position, dashed above its level and solid below.
    void drawLevels(QPainter &painter, const QRectF &box, const PodPicture &picture);

    void clear() { m_cache.clear(); }

private:
    struct Key
    {
        QRgb outline = 0;
        QRgb fill = 0;
        int seal = 0; ///< in sealSteps
        bool isSolid = true;
        QSize size; ///< in device pixels

        [[nodiscard]] bool operator==(const Key &) const = default;
    };
    friend size_t qHash(const Key &key, size_t seed) noexcept;

    [[nodiscard]] QPixmap sprite(const QRectF &box, const PodPicture &picture, bool isSolid, qreal ratio);

    QCache<Key, QPixmap> m_cache;
};

} // namespace ui
