// SPDX-License-Identifier: Apache-2.0
#include "look/style.h"

#include "look/paint.h"

#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QComboBox>
#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int fieldHeight = 30;
constexpr int scrollBarExtent = 12;

const Theme &themeOf(const QStyleOption *option)
{
    return Theme::of(option->palette);
}

bool isEnabled(const QStyleOption *option)
{
    return option->state.testFlag(QStyle::State_Enabled);
}

bool hasKeyboardFocus(const QStyleOption *option)
{
    return option->state.testFlag(QStyle::State_HasFocus) && option->state.testFlag(QStyle::State_KeyboardFocusChange);
}

/// The look of a field that text is typed into or chosen from.
void drawField(const QStyleOption *option, QPainter *painter)
{
    const Theme &theme = themeOf(option);
    drawRounded(*painter, option->rect, fieldRadius, isEnabled(option) ? theme.surface : theme.window, theme.line);
    if (option->state.testFlag(QStyle::State_HasFocus))
        drawFocusRing(*painter, option->rect, fieldRadius, theme);
}

void drawButton(const QStyleOption *option, QPainter *painter)
{
    const Theme &theme = themeOf(option);
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    const bool isPrimary = button && button->features.testFlag(QStyleOptionButton::DefaultButton) && isEnabled(option);
    const bool isDown = option->state.testAnyFlags(QStyle::State_Sunken | QStyle::State_On);
    const bool isHovered = option->state.testFlag(QStyle::State_MouseOver) && isEnabled(option);
    if (isPrimary) {
        const qreal shade = isDown ? 0.2 : isHovered ? 0.1 : 0;
        drawRounded(*painter, option->rect, fieldRadius, mixed(theme.accent.ink, theme.text, shade));
        if (hasKeyboardFocus(option)) // the accent would not be seen on itself
            drawRounded(*painter, QRectF(option->rect).adjusted(3, 3, -3, -3), fieldRadius - 3, {}, theme.onAccent,
                        1.5);
        return;
    }
    const QColor fill = isDown ? theme.accent.fill : isHovered || !isEnabled(option) ? theme.window : theme.surface;
    const bool isFlat = button && button->features.testFlag(QStyleOptionButton::Flat);
    if (!isFlat || isDown || isHovered)
        drawRounded(*painter, option->rect, fieldRadius, fill, isFlat ? QColor() : theme.line);
    if (hasKeyboardFocus(option))
        drawFocusRing(*painter, option->rect, fieldRadius, theme);
}

void drawToolButton(const QStyleOption *option, QPainter *painter)
{
    const Theme &theme = themeOf(option);
    const bool isDown = option->state.testAnyFlags(QStyle::State_Sunken | QStyle::State_On);
    if (isDown || (option->state.testFlag(QStyle::State_MouseOver) && isEnabled(option)))
        drawRounded(*painter, option->rect, fieldRadius, isDown ? theme.accent.fill : theme.window);
    if (hasKeyboardFocus(option))
        drawFocusRing(*painter, option->rect, fieldRadius, theme);
}

/// The box of a check box or, if round, of a radio button.
void drawIndicator(const QStyleOption *option, QPainter *painter, bool isRound)
{
    const Theme &theme = themeOf(option);
    const QRectF rect = QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5);
    const qreal radius = isRound ? rect.height() / 2 : 4;
    const bool isOn = option->state.testFlag(QStyle::State_On);
    const bool isPartly = option->state.testFlag(QStyle::State_NoChange);
    if (!isOn && !isPartly) {
        drawRounded(*painter, rect, radius, isEnabled(option) ? theme.surface : theme.window,
                    mixed(theme.line, theme.dim, 0.6), 1.2);
        return;
    }
    drawRounded(*painter, rect, radius, isEnabled(option) ? theme.accent.ink : theme.dim);
    if (isRound)
        drawRounded(*painter, rect.adjusted(4.5, 4.5, -4.5, -4.5), rect.height(), theme.onAccent);
    else if (isPartly)
        drawRounded(*painter, QRectF(rect.left() + 3, rect.center().y() - 1, rect.width() - 6, 2), 1, theme.onAccent);
    else
        drawSign(*painter, rect.center(), rect.height() * 0.62, Badge::Tick, theme.onAccent);
}

/// The ground of a chosen item or one under the mouse: round at the ends of the row, whole between its cells.
void drawItemGround(const QStyleOptionViewItem *item, QPainter *painter)
{
    if (item->backgroundBrush.style() != Qt::NoBrush)
        painter->fillRect(item->rect, item->backgroundBrush);
    const bool isSelected = item->state.testFlag(QStyle::State_Selected);
    if (!isSelected && !item->state.testFlag(QStyle::State_MouseOver))
        return;
    const Theme &theme = themeOf(item);
    const auto position = item->viewItemPosition;
    const bool isMiddle = position == QStyleOptionViewItem::Middle;
    const bool continuesRight = isMiddle || position == QStyleOptionViewItem::Beginning;
    const bool continuesLeft = isMiddle || position == QStyleOptionViewItem::End;
    const QRectF ground =
        QRectF(item->rect).adjusted(continuesLeft ? -fieldRadius : 1, 1, continuesRight ? fieldRadius : -1, -1);
    painter->save();
    painter->setClipRect(item->rect, Qt::IntersectClip);
    drawRounded(*painter, ground, fieldRadius, isSelected ? theme.accent.fill : theme.window);
    painter->restore();
}

void drawHeaderSection(const QStyleOption *option, QPainter *painter)
{
    const Theme &theme = themeOf(option);
    painter->fillRect(option->rect, theme.surface);
    painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1), theme.line);
}

void drawScrollBar(const QStyle *style, const QStyleOptionSlider *option, QPainter *painter, const QWidget *widget)
{
    if (option->minimum >= option->maximum)
        return;
    const Theme &theme = themeOf(option);
    QRectF thumb = style->subControlRect(QStyle::CC_ScrollBar, option, QStyle::SC_ScrollBarSlider, widget);
    thumb.adjust(3, 3, -3, -3);
    const bool isHeld = option->state.testFlag(QStyle::State_Sunken);
    const bool isHovered = option->state.testFlag(QStyle::State_MouseOver);
    drawRounded(*painter, thumb, std::min(thumb.width(), thumb.height()) / 2,
                mixed(theme.line, theme.dim,
                      isHeld          ? 0.9
                          : isHovered ? 0.6
                                      : 0.35));
}

} // namespace

Style::Style()
    : QProxyStyle(u"Fusion"_s)
{
}

QPalette Style::standardPalette() const
{
    return Theme::light().palette();
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                     QStyleHintReturn *returned) const
{
    const int answer = QProxyStyle::styleHint(hint, option, widget, returned);
    switch (hint) {
    case SH_Widget_Animation_Duration:
        if (m_motion == Motion::Reduced)
            return 0;
        return m_motion == Motion::Full ? std::max(answer, 200) : answer;
    case SH_EtchDisabledText:
    case SH_ScrollView_FrameOnlyAroundContents:
    case SH_ComboBox_Popup:
        return 0;
    default:
        return answer;
    }
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent:
        return scrollBarExtent;
    case PM_ScrollBarSliderMin:
        return 32;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    case PM_SplitterWidth:
        return 5;
    case PM_ToolTipLabelFrameWidth:
        return 6;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 16;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents,
                              const QWidget *widget) const
{
    QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
    switch (type) {
    case CT_PushButton:
        return {std::max(size.width() + 12, 76), std::max(size.height(), fieldHeight)};
    case CT_ComboBox:
        return {size.width() + 8, std::max(size.height(), fieldHeight)};
    case CT_LineEdit:
    case CT_SpinBox:
        return {size.width(), std::max(size.height(), fieldHeight)};
    case CT_HeaderSection:
    case CT_MenuItem:
    case CT_ItemViewItem:
        return {size.width(), std::max(size.height(), 26)};
    default:
        return size;
    }
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                            const QWidget *widget) const
{
    if (control == CC_ScrollBar) { // no arrow buttons: the groove is the whole bar
        if (part == SC_ScrollBarAddLine || part == SC_ScrollBarSubLine)
            return {};
        if (part == SC_ScrollBarGroove)
            return option->rect;
        const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
        if (!bar || bar->maximum <= bar->minimum)
            return QProxyStyle::subControlRect(control, option, part, widget);
        const bool isHorizontal = bar->orientation == Qt::Horizontal;
        const int length = isHorizontal ? bar->rect.width() : bar->rect.height();
        const qint64 range = static_cast<qint64>(bar->maximum) - bar->minimum;
        const int thumb = std::clamp(
            static_cast<int>(static_cast<qint64>(bar->pageStep) * length / std::max<qint64>(1, range + bar->pageStep)),
            std::min(length, 32), length);
        const int start =
            sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, length - thumb, bar->upsideDown);
        const auto stretch = [&](int from, int to) {
            return isHorizontal ? QRect(bar->rect.left() + from, bar->rect.top(), to - from, bar->rect.height())
                                : QRect(bar->rect.left(), bar->rect.top() + from, bar->rect.width(), to - from);
        };
        switch (part) {
        case SC_ScrollBarSlider:
            return stretch(start, start + thumb);
        case SC_ScrollBarSubPage:
            return stretch(0, start);
        case SC_ScrollBarAddPage:
            return stretch(start + thumb, length);
        default:
            break;
        }
    }
    const QRect rect = QProxyStyle::subControlRect(control, option, part, widget);
    const bool isEditField = (control == CC_ComboBox && part == SC_ComboBoxEditField)
        || (control == CC_SpinBox && part == SC_SpinBoxEditField);
    if (isEditField) // text does not begin at the very edge
        return option->direction == Qt::RightToLeft ? rect.adjusted(0, 0, -5, 0) : rect.adjusted(5, 0, 0, 0);
    return rect;
}

QRect Style::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
    return element == SE_LineEditContents && frame && frame->lineWidth > 0 ? rect.adjusted(5, 0, -3, 0) : rect;
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                          const QWidget *widget) const
{
    const Theme &theme = themeOf(option);
    switch (element) {
    case PE_PanelButtonCommand:
        drawButton(option, painter);
        return;
    case PE_PanelButtonTool:
        drawToolButton(option, painter);
        return;
    case PE_PanelLineEdit: {
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        if (!frame || frame->lineWidth > 0) // no line: it stands in a cell or in a field that has one
            drawField(option, painter);
        return;
    }
    case PE_FrameLineEdit:
    case PE_FrameDefaultButton:
    case PE_PanelItemViewRow: // the item draws its own, with round corners
        return;
    case PE_Frame:
        drawRounded(*painter, option->rect, fieldRadius, {}, theme.line);
        return;
    case PE_FrameFocusRect:
        drawFocusRing(*painter, option->rect, fieldRadius - 1, theme);
        return;
    case PE_PanelTipLabel:
        painter->fillRect(option->rect, theme.surface);
        painter->setPen(theme.line);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        return;
    case PE_PanelItemViewItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(option))
            drawItemGround(item, painter);
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        drawIndicator(option, painter, false);
        return;
    case PE_IndicatorRadioButton:
        drawIndicator(option, painter, true);
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                        const QWidget *widget) const
{
    switch (element) {
    case CE_PushButtonLabel:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
            button && button->features.testFlag(QStyleOptionButton::DefaultButton) && isEnabled(option)) {
            QStyleOptionButton label(*button);
            label.palette.setColor(QPalette::ButtonText, themeOf(option).onAccent);
            QProxyStyle::drawControl(element, &label, painter, widget);
            return;
        }
        break;
    case CE_HeaderSection:
    case CE_HeaderEmptyArea:
        drawHeaderSection(option, painter);
        return;
    case CE_Splitter: {
        const bool isHorizontal = option->state.testFlag(State_Horizontal);
        const QPoint middle = option->rect.center();
        painter->fillRect(isHorizontal ? QRect(middle.x(), option->rect.top(), 1, option->rect.height())
                                       : QRect(option->rect.left(), middle.y(), option->rect.width(), 1),
                          themeOf(option).line);
        return;
    }
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                               const QWidget *widget) const
{
    if (control == CC_ScrollBar) {
        if (const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option))
            drawScrollBar(this, bar, painter, widget);
        return;
    }
    if (control == CC_ComboBox) {
        const auto *box = qstyleoption_cast<const QStyleOptionComboBox *>(option);
        if (box && box->frame)
            drawField(option, painter);
        const QRect arrow = subControlRect(control, option, SC_ComboBoxArrow, widget);
        drawChevron(*painter, QRectF(arrow).center(), 4, themeOf(option).dim);
        return;
    }
    if (control == CC_SpinBox) {
        const auto *box = qstyleoption_cast<const QStyleOptionSpinBox *>(option);
        if (box && box->frame)
            drawField(option, painter);
        if (box && box->buttonSymbols != QAbstractSpinBox::NoButtons) {
            const Theme &theme = themeOf(option);
            const auto arrow = [&](SubControl part, QAbstractSpinBox::StepEnabledFlag step, qreal degrees) {
                drawChevron(*painter, QRectF(subControlRect(control, option, part, widget)).center(), 3,
                            box->stepEnabled.testFlag(step) ? theme.dim : theme.line, degrees);
            };
            arrow(SC_SpinBoxUp, QAbstractSpinBox::StepUpEnabled, 180);
            arrow(SC_SpinBoxDown, QAbstractSpinBox::StepDownEnabled, 0);
        }
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

} // namespace ui
