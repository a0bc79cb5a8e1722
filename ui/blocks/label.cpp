// SPDX-License-Identifier: Apache-2.0
#include "blocks/label.h"

#include <QLabel>

namespace ui {

QLabel *plainLabel(const QString &text)
{
    auto *label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    return label;
}

QLabel *dimLabel(const QString &text)
{
    QLabel *label = plainLabel(text);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

} // namespace ui
