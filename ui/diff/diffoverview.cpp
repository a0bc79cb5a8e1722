// SPDX-License-Identifier: Apache-2.0
#include "diff/diffoverview.h"

#include "look/theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

namespace ui {

DiffOverview::DiffOverview(QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Where the changes are"));
}

void DiffOverview::setRows(const DiffRows *rows)
{
    m_rows = rows;
    update();
}

void DiffOverview::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    painter.fillRect(rect(), theme.surface);
    if (!m_rows || m_rows->size() == 0)
        return;
    const qreal scale = qreal(height()) / qreal(m_rows->size());
    qreal painted = -1; // of thousands of changes, those that fall on one pixel are painted once
    for (const DiffRows::Change &change : m_rows->changes()) {
        const qreal top = qreal(change.first) * scale;
        const qreal bottom = std::max(qreal(change.last + 1) * scale, top + 3);
        if (bottom <= painted)
            continue;
        painted = bottom;
        const DiffLine::Kind first = m_rows->at(change.first).kind;
        const DiffLine::Kind last = m_rows->at(change.last).kind;
        const qreal middle = width() / 2.0;
        if (first != DiffLine::Kind::Added)
            painter.fillRect(QRectF(1, top, middle - 1, bottom - top), theme.oldRevision.ink);
        if (last != DiffLine::Kind::Removed)
            painter.fillRect(QRectF(middle, top, middle - 1, bottom - top), theme.newRevision.ink);
    }
}

void DiffOverview::request(qreal y)
{
    if (!m_rows || m_rows->size() == 0)
        return;
    const auto index = qsizetype(y / height() * qreal(m_rows->size()));
    Q_EMIT lineRequested(std::clamp<qsizetype>(index, 0, m_rows->size() - 1));
}

void DiffOverview::mousePressEvent(QMouseEvent *event)
{
    request(event->position().y());
}

void DiffOverview::mouseMoveEvent(QMouseEvent *event)
{
    request(event->position().y());
}

} // namespace ui
