// SPDX-License-Identifier: Apache-2.0
#include "blocks/pill.h"

#include "blocks/tooltip.h"
#include "look/fonts.h"
#include "look/paint.h"

#include <QPainter>

namespace ui {

namespace {

constexpr int sideMargin = 9;

QFont pillFont(const QFont &base)
{
    return strong(small(base));
}

} // namespace

Pill::Pill(QWidget *parent)
    : Pill(QString(), Tone::Neutral, parent)
{
}

Pill::Pill(const QString &text, Tone tone, QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setState(text, tone);
}

void Pill::setState(const QString &text, Tone tone)
{
    m_tone = tone;
    setText(text);
    updateToolTip();
    update();
}

QSize Pill::sizeHint() const
{
    const QFontMetrics metrics(pillFont(font()));
    return {metrics.horizontalAdvance(text()) + 2 * sideMargin + 1, metrics.height() + 6};
}

QSize Pill::minimumSizeHint() const
{
    const QFontMetrics metrics(pillFont(font()));
    const int least = metrics.averageCharWidth() * 4 + 2 * sideMargin;
    return {std::min(least, sizeHint().width()), sizeHint().height()};
}

void Pill::resizeEvent(QResizeEvent *event)
{
    QLabel::resizeEvent(event);
    updateToolTip();
}

void Pill::updateToolTip()
{
    setToolTip(width() < sizeHint().width() ? plainToolTip(text()) : QString());
}

void Pill::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const ToneColors &colors = Theme::of(this).tone(m_tone);
    drawRounded(painter, rect(), height() / 2.0, colors.fill);
    painter.setFont(pillFont(font()));
    painter.setPen(colors.ink);
    const int room = width() - 2 * sideMargin;
    painter.drawText(rect(), Qt::AlignCenter, painter.fontMetrics().elidedText(text(), Qt::ElideRight, room));
}

} // namespace ui
