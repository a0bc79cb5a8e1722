// SPDX-License-Identifier: Apache-2.0
#include "safetext.h"

#include "codepoints.h"

using namespace Qt::StringLiterals;

namespace yaml {

namespace {

bool isEscaped(char32_t character)
{
    return character != U'\n' && character != U'\t' && isHidden(character);
}

/// Where the first escaped character is; the size of the text if there is none.
qsizetype firstEscaped(QStringView text)
{
    qsizetype i = 0;
    while (i < text.size()) {
        const char32_t c = codePointAt(text, i);
        if (isEscaped(c))
            break;
        i += unitsOf(c);
    }
    return i;
}

} // namespace

bool isHidden(char32_t character) noexcept
{
    switch (QChar::category(character)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return false;
    }
}

QString safeText(const QString &text)
{
    qsizetype i = firstEscaped(text);
    if (i == text.size())
        return text;
    QString result;
    result.reserve(text.size() + 16);
    result += QStringView(text).first(i);
    while (i < text.size()) {
        const char32_t c = codePointAt(text, i);
        if (!isEscaped(c))
            result += QStringView(text).sliced(i, unitsOf(c));
        else
            result += (c > 0xFFFF ? u"\\U%1"_s : u"\\u%1"_s).arg(quint32(c), c > 0xFFFF ? 8 : 4, 16, QChar(u'0'));
        i += unitsOf(c);
    }
    return result;
}

} // namespace yaml
