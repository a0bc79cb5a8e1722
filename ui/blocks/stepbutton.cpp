// SPDX-License-Identifier: Apache-2.0
#include "blocks/stepbutton.h"

#include "blocks/tooltip.h"
#include "look/fonts.h"
#include "look/paint.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyle>

namespace ui {

namespace {

constexpr int badgeRadius = 9;
constexpr int margin = 9;
constexpr int gap = 8;

QString stateText(StepState state)
{
    switch (state) {
    case StepState::Todo:
        return StepBar::tr("not begun");
    case StepState::Current:
        return StepBar::tr("under way");
    case StepState::Done:
        return StepBar::tr("done");
    case StepState::Problem:
        break;
    }
    return StepBar::tr("needs attention");
}

void drawState(QPainter &painter, const QPointF &centre, StepState state, const Theme &theme)
{
    switch (state) {
    case StepState::Todo:
        drawBadge(painter, centre, badgeRadius, Badge::Ring,
                  {.ink = mixed(theme.line, theme.dim, 0.4), .fill = theme.window});
        break;
    case StepState::Current:
        drawBadge(painter, centre, badgeRadius, Badge::Dot, theme.newRevision);
        break;
    case StepState::Done:
        drawBadge(painter, centre, badgeRadius, Badge::Tick, theme.ok);
        break;
    case StepState::Problem:
        drawBadge(painter, centre, badgeRadius, Badge::Exclamation, theme.bad);
        break;
    }
}

} // namespace

StepButton::StepButton(QWidget *parent)
    : QAbstractButton(parent)
{
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void StepButton::setStep(const Step &step, bool isOpen)
{
    const bool isOtherText = m_step.title != step.title || m_step.subtitle != step.subtitle;
    m_step = step;
    m_isOpen = isOpen;
    setText(step.title);
    setAccessibleName(step.title);
    const QString state = stateText(step.state);
    setAccessibleDescription(step.subtitle.isEmpty() ? state : StepBar::tr("%1: %2").arg(state, step.subtitle));
    setFocusPolicy(isOpen ? Qt::StrongFocus : Qt::ClickFocus);
    if (isOtherText)
        updateGeometry();
    updateToolTip();
    update();
}

QSize StepButton::sizeHint() const
{
    const QFontMetrics first(strong(font()));
    const QFontMetrics second(small(font()));
    const int words = std::max(first.horizontalAdvance(m_step.title),
                               std::min(second.horizontalAdvance(m_step.subtitle), second.averageCharWidth() * 20));
    return {margin + 2 * badgeRadius + gap + words + margin + 1, first.height() + second.height() + 22};
}

QSize StepButton::minimumSizeHint() const
{
    const QFontMetrics first(strong(font()));
    const int words = std::min(first.horizontalAdvance(m_step.title), first.averageCharWidth() * 9);
    return {margin + 2 * badgeRadius + gap + words + margin, sizeHint().height()};
}

QRect StepButton::textRect() const
{
    const int start = margin + 2 * badgeRadius + gap;
    return QStyle::visualRect(layoutDirection(), rect(), rect().adjusted(start, 0, -margin, 0));
}

void StepButton::updateToolTip()
{
    const int room = textRect().width();
    const bool isWhole = QFontMetrics(strong(font())).horizontalAdvance(m_step.title) <= room
        && QFontMetrics(small(font())).horizontalAdvance(m_step.subtitle) <= room;
    setToolTip(isWhole ? QString() : plainToolTip(QString(m_step.title + u'\n' + m_step.subtitle)));
}

void StepButton::resizeEvent(QResizeEvent *event)
{
    QAbstractButton::resizeEvent(event);
    updateToolTip();
}

void StepButton::enterEvent(QEnterEvent *event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void StepButton::leaveEvent(QEvent *event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

void StepButton::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        click();
        return;
    }
    // Arrows are the bar's.
    if (event->key() == Qt::Key_Space)
        QAbstractButton::keyPressEvent(event);
    else
        event->ignore();
}

void StepButton::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    const bool isHovered = underMouse() && isEnabled() && !m_isOpen;
    drawRounded(painter, rect(), 8, isHovered || isDown() ? mixed(theme.surface, theme.window, 0.7) : theme.surface,
                m_isOpen ? theme.accent.ink : theme.line, m_isOpen ? 2 : 1);
    if (showsFocus(this))
        drawRounded(painter, QRectF(rect()).adjusted(4, 4, -4, -4), 5, {}, theme.accent.ink, 1.5);

    const QRect badge = QStyle::visualRect(layoutDirection(), rect(),
                                           QRect(margin, height() / 2 - badgeRadius, 2 * badgeRadius, 2 * badgeRadius));
    drawState(painter, QRectF(badge).center(), m_step.state, theme);

    const QRect text = textRect();
    const QFont first = strong(font());
    const QFont second = tabular(small(font()));
    const int firstHeight = QFontMetrics(first).height();
    const int secondHeight = m_step.subtitle.isEmpty() ? 0 : QFontMetrics(second).height() + 2;
    const int top = (height() - firstHeight - secondHeight) / 2;
    const auto line = [&](const QString &words, const QFont &font, const QColor &color, int y, int height) {
        painter.setFont(font);
        painter.setPen(color);
        painter.drawText(QRect(text.left(), y, text.width(), height),
                         static_cast<int>(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignVCenter)
                             | Qt::TextSingleLine,
                         QFontMetrics(font).elidedText(words, Qt::ElideRight, text.width()));
    };
    line(m_step.title, first, isEnabled() ? theme.text : theme.dim, top, firstHeight);
    if (secondHeight > 0)
        line(m_step.subtitle, second, m_step.state == StepState::Problem ? theme.bad.ink : theme.dim,
             top + firstHeight + 2, secondHeight - 2);
}

} // namespace ui
