// SPDX-License-Identifier: Apache-2.0
#include "blocks/progressline.h"

#include "look/paint.h"
#include "look/theme.h"

#include <QPainter>

namespace ui {

namespace {

constexpr int thickness = 6;

} // namespace

ProgressLine::ProgressLine(const QString &name, QWidget *parent)
    : QProgressBar(parent)
{
    setTextVisible(false);
    setAccessibleName(name);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize ProgressLine::sizeHint() const
{
    return {160, thickness + 2};
}

void ProgressLine::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme &theme = Theme::of(this);
    QRectF line(0, (height() - thickness) / 2.0, width(), thickness);
    drawRounded(painter, line, thickness / 2.0, theme.line);
    if (maximum() <= minimum() || value() <= minimum())
        return;
    const qreal share = qreal(value() - minimum()) / (maximum() - minimum());
    line.setWidth(std::max(qreal(thickness), line.width() * share));
    drawRounded(painter, line, thickness / 2.0, theme.accent.ink);
}

} // namespace ui
