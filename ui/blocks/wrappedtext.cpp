// SPDX-License-Identifier: Apache-2.0
#include "blocks/wrappedtext.h"

#include <QWheelEvent>
#include <cmath>
#include <memory>

namespace ui {

WrappedText::WrappedText(QWidget *parent)
    : QTextEdit(parent)
{
    setAcceptRichText(false);
    setReadOnly(true);
    setFrameShape(NoFrame);
    setTabChangesFocus(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    viewport()->setCursor(Qt::IBeamCursor);
    document()->setDocumentMargin(0);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(this, &QTextEdit::textChanged, this, &WrappedText::updateGeometry);
}

void WrappedText::setTopMargin(int pixels)
{
    m_topMargin = pixels;
    setViewportMargins(0, pixels, 0, 0);
    updateGeometry();
}

int WrappedText::heightForWidth(int width) const
{
    const auto heightOf = [this](const QTextDocument *text) {
        return m_topMargin + static_cast<int>(std::ceil(text->size().height()));
    };
    if (width == viewport()->width())
        return heightOf(document());
    const std::unique_ptr<QTextDocument> copy(document()->clone());
    copy->setTextWidth(width);
    return heightOf(copy.get());
}

QSize WrappedText::sizeHint() const
{
    const int width = viewport()->width();
    return {fontMetrics().averageCharWidth() * 40, heightForWidth(width)};
}

QSize WrappedText::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 12, m_topMargin + fontMetrics().height()};
}

void WrappedText::resizeEvent(QResizeEvent *event)
{
    QTextEdit::resizeEvent(event);
    if (event->oldSize().width() != event->size().width())
        updateGeometry();
}

void WrappedText::wheelEvent(QWheelEvent *event)
{
    event->ignore(); // it is whole already: the page around it scrolls
}

} // namespace ui
