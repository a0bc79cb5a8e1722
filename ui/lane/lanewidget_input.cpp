// SPDX-License-Identifier: Apache-2.0
// How pods of a lane are chosen: keyboard, mouse, focus, tooltips.
#include "lane/lanewidget.h"

#include "blocks/tooltip.h"
#include "lane/podtext.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>

namespace ui {

void LaneWidget::setCurrentPlace(int place)
{
    if (place == m_current || place >= count())
        return;
    if (m_current >= 0)
        viewport()->update(cell(m_current));
    m_current = place;
    if (place < 0)
        return;
    ensureVisible(place);
    viewport()->update(cell(place));
    Q_EMIT currentChanged(pod(place).ordinal);
    if (QAccessible::isActive()) {
        QAccessibleEvent focus(this, QAccessible::Focus);
        focus.setChild(place);
        QAccessible::updateAccessibility(&focus);
    }
}

void LaneWidget::activate(int place)
{
    if (place >= 0 && place < count())
        Q_EMIT podActivated(pod(place).ordinal);
}

void LaneWidget::ensureVisible(int place)
{
    const QRect rect = m_layout.cell(place);
    QScrollBar *bar = verticalScrollBar();
    if (rect.top() < bar->value())
        bar->setValue(rect.top());
    else if (rect.bottom() > bar->value() + viewport()->height())
        bar->setValue(rect.bottom() - viewport()->height() + 1);
}

void LaneWidget::announce(int place)
{
    if (!QAccessible::isActive())
        return;
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    changed.setChild(place);
    QAccessible::updateAccessibility(&changed);
}

void LaneWidget::keyPressEvent(QKeyEvent *event)
{
    if (count() == 0) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    if (const int place = placeForKey(event->key()); place >= 0) {
        setCurrentPlace(place);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        activate(m_current);
        return;
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

int LaneWidget::placeForKey(int key) const
{
    const int forward = layoutDirection() == Qt::RightToLeft ? -1 : 1;
    const int current = std::max(0, m_current);
    const int pageRows = std::max(1, viewport()->height() / std::max(1, m_layout.cell(0).height()));
    const auto bounded = [this](int place) { return std::clamp(place, 0, count() - 1); };
    switch (key) {
    case Qt::Key_Left:
        return bounded(current - forward);
    case Qt::Key_Right:
        return bounded(current + forward);
    case Qt::Key_Up:
        return m_layout.placeBelow(current, -1);
    case Qt::Key_Down:
        return m_layout.placeBelow(current, 1);
    case Qt::Key_PageUp:
        return m_layout.placeBelow(current, -pageRows);
    case Qt::Key_PageDown:
        return m_layout.placeBelow(current, pageRows);
    case Qt::Key_Home:
        return 0;
    case Qt::Key_End:
        return count() - 1;
    default:
        return -1;
    }
}

void LaneWidget::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    const bool byKeyboard = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    if (m_current < 0 && count() > 0 && byKeyboard)
        setCurrentPlace(0);
    else if (m_current >= 0)
        viewport()->update(cell(m_current));
}

void LaneWidget::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    if (m_current >= 0)
        viewport()->update(cell(m_current));
}

void LaneWidget::mousePressEvent(QMouseEvent *event)
{
    if (const int place = placeAt(event->position().toPoint()); place >= 0 && event->button() == Qt::LeftButton)
        setCurrentPlace(place);
}

void LaneWidget::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        activate(placeAt(event->position().toPoint()));
}

bool LaneWidget::event(QEvent *event)
{
    // The arrow keys choose a pod before they are a shortcut of the window.
    if (event->type() == QEvent::ShortcutOverride) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up || key == Qt::Key_Down) {
            event->accept();
            return true;
        }
    }
    return QAbstractScrollArea::event(event);
}

bool LaneWidget::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const int place = placeAt(help->pos());
    if (place < 0) {
        QToolTip::hideText();
        event->ignore();
        return true;
    }
    QToolTip::showText(help->globalPos(), plainToolTip(podToolTip(pod(place), now())), viewport(), cell(place));
    return true;
}

} // namespace ui
