// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QProxyStyle>

namespace ui {

/// How much moves. System: as the platform says.
enum class Motion { System, Full, Reduced };

/// Qt's Fusion style with quiet, rounded fields and buttons and a focus ring that is always seen. Colours come from
/// Theme::of() of the widget's palette. A push button that is the default one is the primary button: filled with the
/// accent.
///
/// The style hint SH_Widget_Animation_Duration carries the decision on motion: 0 means that nothing moves.
class Style final : public QProxyStyle
{
    Q_OBJECT

public:
    Style();

    void setMotion(Motion motion) noexcept { m_motion = motion; }

    [[nodiscard]] QPalette standardPalette() const override;
    [[nodiscard]] int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                                QStyleHintReturn *returned) const override;
    [[nodiscard]] int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    [[nodiscard]] QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents,
                                         const QWidget *widget) const override;
    [[nodiscard]] QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                                       const QWidget *widget) const override;
    [[nodiscard]] QRect subElementRect(SubElement element, const QStyleOption *option,
                                       const QWidget *widget) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget) const override;

private:
    Motion m_motion = Motion::System;
};

} // namespace ui
