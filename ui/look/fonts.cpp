// SPDX-License-Identifier: Apache-2.0
#include "look/fonts.h"

#include <QFontDatabase>

namespace ui {

namespace {

QFont scaled(const QFont &base, qreal share)
{
    QFont font = base;
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * share);
    else
        font.setPixelSize(qRound(font.pixelSize() * share));
    return font;
}

} // namespace

QFont strong(const QFont &font)
{
    QFont result = font;
    result.setWeight(QFont::DemiBold);
    return result;
}

QFont small(const QFont &font)
{
    return scaled(font, 0.92);
}

QFont title(const QFont &font)
{
    return strong(scaled(font, 1.15));
}

QFont heading(const QFont &font)
{
    return strong(scaled(font, 1.7));
}

QFont tabular(const QFont &font)
{
    QFont result = font;
    result.setFeature("tnum", 1);
    return result;
}

QFont fixedWidth(const QFont &font)
{
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (font.pointSizeF() > 0)
        fixed.setPointSizeF(font.pointSizeF());
    else
        fixed.setPixelSize(font.pixelSize());
    return fixed;
}

} // namespace ui
