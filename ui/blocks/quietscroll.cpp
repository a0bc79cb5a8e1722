// SPDX-License-Identifier: Apache-2.0
#include "blocks/quietscroll.h"

#include <QScrollArea>

namespace ui {

QScrollArea *quietScroll(QWidget *widget)
{
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(widget);
    // Both would be filled with the colour of the window.
    scroll->viewport()->setAutoFillBackground(false);
    widget->setAutoFillBackground(false);
    return scroll;
}

} // namespace ui
