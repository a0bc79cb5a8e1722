// SPDX-License-Identifier: Apache-2.0
#include "lane/quorumbar.h"

#include "look/fonts.h"
#include "look/paint.h"

#include <QFontMetrics>
#include <QPainter>
#include <QStyle>
#include <algorithm>

namespace ui {

namespace {

constexpr int cellHeight = 14;
constexpr int cellGap = 6;
constexpr int widestCell = 28;
constexpr int narrowestCell = 4;
constexpr int textGap = 18;

} // namespace

QString quorumText(int ready, int total)
{
    if (total <= 0)
        return QuorumBar::tr("No nodes yet");
    const int needed = total / 2 + 1;
    const int spare = ready - needed;
    const QString count = QuorumBar::tr("%1 of %2 ready, %3 needed").arg(ready).arg(total).arg(needed);
    if (spare < 0)
        return QuorumBar::tr("%1: the quorum is lost").arg(count);
    if (spare == 0)
        return QuorumBar::tr("%1: none may be lost").arg(count);
    return spare == 1 ? QuorumBar::tr("%1: one more may be lost").arg(count)
                      : QuorumBar::tr("%1: %2 more may be lost").arg(count).arg(spare);
}

QuorumBar::QuorumBar(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setNodes({});
}

void QuorumBar::setNodes(const QList<bool> &ready)
{
    m_ready = ready;
    setAccessibleName(text());
    setToolTip(text());
    updateGeometry();
    update();
}

QString QuorumBar::text() const
{
    return quorumText(static_cast<int>(m_ready.count(true)), static_cast<int>(m_ready.size()));
}

int QuorumBar::cellWidth() const
{
    const auto count = std::max(1, static_cast<int>(m_ready.size()));
    return std::clamp(220 / count - (count > 16 ? 2 : cellGap), narrowestCell, widestCell);
}

int QuorumBar::cellsWidth() const
{
    const int gap = m_ready.size() > 16 ? 2 : cellGap;
    return std::max(0, static_cast<int>(m_ready.size()) * (cellWidth() + gap) - gap);
}

QSize QuorumBar::sizeHint() const
{
    const QFontMetrics metrics(tabular(font()));
    return {cellsWidth() + textGap + metrics.horizontalAdvance(text()) + 1, std::max(cellHeight, metrics.height()) + 4};
}

QSize QuorumBar::minimumSizeHint() const
{
    return {std::min(sizeHint().width(), QFontMetrics(font()).averageCharWidth() * 20), sizeHint().height()};
}

void QuorumBar::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    const int words = QFontMetrics(tabular(font())).horizontalAdvance(text());
    // The sentence says it all: where there is no room for both, the cells go.
    const bool showsCells = !m_ready.isEmpty() && width() >= cellsWidth() + textGap + words;
    if (showsCells) {
        const bool isTight = m_ready.size() > 16;
        const int wide = cellWidth();
        QRect cell(0, (height() - cellHeight) / 2, wide, cellHeight);
        for (const bool ready : m_ready) {
            const QRectF shape = QStyle::visualRect(layoutDirection(), rect(), cell);
            const qreal radius = std::min(3.0, wide / 2.0);
            if (ready && isTight) {
                drawRounded(painter, shape, radius, theme.ok.ink);
            } else if (ready) {
                drawRounded(painter, shape, radius, theme.ok.fill, theme.ok.ink, 1.2);
            } else {
                painter.setRenderHint(QPainter::Antialiasing);
                painter.setBrush(Qt::NoBrush);
                QPen pen(theme.dim, 1.2, isTight ? Qt::SolidLine : Qt::CustomDashLine, Qt::FlatCap);
                if (!isTight)
                    pen.setDashPattern({2.5, 2});
                painter.setPen(pen);
                painter.drawRoundedRect(shape.adjusted(0.6, 0.6, -0.6, -0.6), radius, radius);
            }
            cell.translate(wide + (isTight ? 2 : cellGap), 0);
        }
    }
    const int start = showsCells ? cellsWidth() + textGap : 0;
    const QRect text = QStyle::visualRect(layoutDirection(), rect(), rect().adjusted(start, 0, 0, 0));
    painter.setFont(tabular(font()));
    const auto ready = static_cast<int>(m_ready.count(true));
    painter.setPen(!m_ready.isEmpty() && ready < m_ready.size() / 2 + 1 ? theme.bad.ink : theme.text);
    painter.drawText(text,
                     static_cast<int>(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignVCenter),
                     painter.fontMetrics().elidedText(this->text(), Qt::ElideRight, text.width()));
}

} // namespace ui
