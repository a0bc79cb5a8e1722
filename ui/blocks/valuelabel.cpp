// SPDX-License-Identifier: Apache-2.0
#include "blocks/valuelabel.h"

#include "blocks/tooltip.h"
#include "look/fonts.h"

#include <QPainter>

namespace ui {

ValueLabel::ValueLabel(const QString &text, std::optional<Tone> tone, QWidget *parent)
    : QLabel(parent)
    , m_tone(tone)
{
    setTextFormat(Qt::PlainText);
    setFont(tone ? strong(fixedWidth(font())) : fixedWidth(font()));
    setText(text);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setToolTip(plainToolTip(text));
}

QSize ValueLabel::minimumSizeHint() const
{
    return {std::min(sizeHint().width(), fontMetrics().averageCharWidth() * 12), sizeHint().height()};
}

QSize ValueLabel::sizeHint() const
{
    return {std::min(fontMetrics().horizontalAdvance(text()), fontMetrics().averageCharWidth() * 60) + 2,
            fontMetrics().height() + 4};
}

void ValueLabel::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    painter.setPen(m_tone ? theme.tone(*m_tone).ink : theme.text);
    painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignLeft,
                     fontMetrics().elidedText(text(), m_tone ? Qt::ElideRight : Qt::ElideLeft, width()));
}

} // namespace ui
