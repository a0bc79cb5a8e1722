// SPDX-License-Identifier: Apache-2.0
#include "fonts.h"

#include <QFontDatabase>

namespace ui {

namespace {

QFont scaled(QFont font, qreal share)
{
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * share);
    else
        font.setPixelSize(qRound(font.pixelSize() * share));
    return font;
}

} // namespace

QFont strong(QFont font)
{
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont small(QFont font)
{
    return scaled(std::move(font), 0.92);
}

QFont title(const QFont &font)
{
    return strong(scaled(font, 1.15));
}

QFont heading(const QFont &font)
{
    return strong(scaled(font, 1.7));
}

QFont tabular(QFont font)
{
    font.setFeature("tnum", 1);
    return font;
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
