// SPDX-License-Identifier: Apache-2.0
#include "safetext.h"

#include <algorithm>

namespace yaml {

namespace {

bool isHidden(QChar c)
{
    switch (c.category()) {
    case QChar::Other_Control:
        return c != u'\n' && c != u'\t';
    case QChar::Other_Format: // bidirectional controls, zero-width characters, BOM
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return false;
    }
}

} // namespace

QString safeText(const QString &text)
{
    if (std::ranges::none_of(text, isHidden))
        return text;
    QString result;
    result.reserve(text.size() + 16);
    for (const QChar c : text) {
        if (isHidden(c))
            result += QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0'));
        else
            result += c;
    }
    return result;
}

} // namespace yaml
