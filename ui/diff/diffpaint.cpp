// SPDX-License-Identifier: Apache-2.0
#include "diff/diffview.h"

#include "look/fonts.h"
#include "look/paint.h"

#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>
#include <utility>

// The picture of a DiffView.

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr qreal margin = 8;
constexpr qreal gap = 10;

void paintSign(QPainter &painter, const QPointF &centre, bool isPlus, const QColor &ink)
{
    painter.setPen(QPen(ink, 1.6, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(centre - QPointF(4, 0), centre + QPointF(4, 0));
    if (isPlus)
        painter.drawLine(centre - QPointF(0, 4), centre + QPointF(0, 4));
}

} // namespace

DiffView::Columns DiffView::columns(DiffSide side) const
{
    const qreal width = viewport()->width();
    const bool isUnified = m_diff.rows.isUnified();
    const qreal numberWidth = m_text.columnWidth() * m_diff.digits;
    Columns columns;
    columns.all = QRectF(0, 0, width, m_lineHeight);
    if (!isUnified) {
        columns.all.setWidth(width / 2 - 6);
        if (side == DiffSide::Right)
            columns.all.moveRight(width);
    }
    columns.leftNumber = columns.all;
    columns.leftNumber.setLeft(columns.all.left() + margin);
    columns.leftNumber.setWidth(numberWidth);
    columns.rightNumber = columns.leftNumber;
    if (isUnified)
        columns.rightNumber.moveLeft(columns.leftNumber.right() + gap);
    columns.sign = columns.rightNumber;
    columns.sign.setLeft(columns.rightNumber.right() + gap);
    columns.sign.setWidth(14);
    columns.text = columns.all;
    columns.text.setLeft(columns.sign.right() + gap);
    columns.text.setRight(columns.all.right() - 2);
    return columns;
}

DiffText DiffView::textOf(const DiffLine &line, DiffSide side)
{
    const yaml::DiffRow &row = m_diff.rows.diff().rows.at(line.row);
    const bool isLeft = side == DiffSide::Left;
    DiffText text{.text = isLeft ? row.leftText : row.rightText};
    text.parts = m_diff.highlight.spans(isLeft ? 0 : 1, (isLeft ? row.left : row.right) - 1);
    if (line.isChange()) {
        text.words = isLeft ? row.leftSpans : row.rightSpans;
        text.isWeighty = isWeighty(row);
    }
    return text;
}

void DiffView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    const Theme &theme = Theme::of(this);
    painter.fillRect(event->rect(), theme.surface);
    painter.setRenderHint(QPainter::Antialiasing);
    if (!m_diff.rows.isUnified())
        painter.fillRect(QRect(viewport()->width() / 2, 0, 1, viewport()->height()), theme.line);
    const qsizetype first = std::max<qsizetype>(0, (event->rect().top() + verticalScrollBar()->value()) / m_lineHeight);
    for (qsizetype i = first; i < m_diff.rows.size() && lineRect(i).top() <= event->rect().bottom(); ++i)
        paintLine(painter, i, theme);
}

void DiffView::paintLine(QPainter &painter, qsizetype index, const Theme &theme)
{
    const QRect rect = lineRect(index);
    const DiffLine::Kind kind = m_diff.rows.at(index).kind;
    painter.save();
    painter.translate(0, rect.top());
    if (kind == DiffLine::Kind::Fold) {
        paintFold(painter, index, theme);
    } else if (m_diff.rows.isUnified()) {
        paintSide(painter, index, kind == DiffLine::Kind::Removed ? DiffSide::Left : DiffSide::Right, theme);
    } else {
        for (const DiffSide side : {DiffSide::Left, DiffSide::Right}) {
            if (m_diff.rows.at(index).has(side))
                paintSide(painter, index, side, theme);
            else
                drawRounded(painter, columns(side).all.adjusted(0, 0, 0, -1), 4, theme.window);
        }
    }
    const QRectF whole(0, 0, rect.width(), rect.height());
    if (isChosen(index)) {
        QColor veil = theme.accent.ink;
        veil.setAlphaF(0.18F);
        painter.fillRect(whole, veil);
    }
    if (index == m_current && showsFocus(this))
        drawFocusRing(painter, whole, 4, theme);
    painter.restore();
}

void DiffView::paintFold(QPainter &painter, qsizetype index, const Theme &theme) const
{
    const QString words = tr("%n line(s) unchanged", nullptr, int(m_diff.rows.at(index).count));
    painter.setFont(small(font()));
    for (const DiffSide side : {DiffSide::Left, DiffSide::Right}) {
        if (side == DiffSide::Right && m_diff.rows.isUnified())
            return;
        const QRectF bar = columns(side).all.adjusted(0, 1, 0, -1);
        drawRounded(painter, bar, 4, theme.window);
        drawChevron(painter, QPointF(bar.left() + margin + 5, bar.center().y()), 4, theme.dim, -90);
        painter.setPen(theme.dim);
        painter.drawText(bar.adjusted(margin + 18, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, words);
    }
}

void DiffView::paintSide(QPainter &painter, qsizetype index, DiffSide side, const Theme &theme)
{
    const DiffLine &line = m_diff.rows.at(index);
    const yaml::DiffRow &row = m_diff.rows.source(index);
    const bool isLeft = side == DiffSide::Left;
    const Columns columns = this->columns(side);
    const Tone tone = isLeft ? Tone::Old : Tone::New;
    const ToneColors &colors = theme.tone(tone);
    const DiffText text = textOf(line, side);
    if (line.isChange()) {
        drawRounded(painter, columns.all.adjusted(0, 0, 0, -1), 4, colors.fill);
        if (text.isWeighty) // beside the bold value: seen in the margin when scrolling by
            drawRounded(painter, QRectF(columns.all.left(), 0, 4, columns.all.height() - 1), 2, colors.ink);
        paintSign(painter, columns.sign.center(), !isLeft, colors.ink);
    }
    painter.setFont(fixedWidth(font()));
    painter.setPen(line.isChange() ? theme.text : theme.dim);
    const auto number = [&](const QRectF &rect, int value) {
        if (value > 0)
            painter.drawText(rect, Qt::AlignRight | Qt::AlignVCenter, QString::number(value));
    };
    if (m_diff.rows.isUnified()) {
        number(columns.leftNumber, line.has(DiffSide::Left) ? row.left : 0);
        number(columns.rightNumber, line.has(DiffSide::Right) ? row.right : 0);
    } else {
        number(columns.leftNumber, isLeft ? row.left : row.right);
    }
    m_text.paint(painter, columns.text, horizontalScrollBar()->value(), text, tone, theme);
}

} // namespace ui
