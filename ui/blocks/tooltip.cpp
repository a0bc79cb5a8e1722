// SPDX-License-Identifier: Apache-2.0
#include "blocks/tooltip.h"

#include <QTextDocument>

namespace ui {

QString plainToolTip(const QString &text)
{
    return text.isEmpty() ? QString() : Qt::convertFromPlainText(text, Qt::WhiteSpaceNormal);
}

} // namespace ui
