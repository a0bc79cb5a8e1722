// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringView>

namespace yaml {

/// The code point that begins at a UTF-16 index; half a surrogate pair stands for itself.
[[nodiscard]] inline char32_t codePointAt(QStringView text, qsizetype index) noexcept
{
    const QChar c = text[index];
    if (c.isHighSurrogate() && index + 1 < text.size() && text[index + 1].isLowSurrogate())
        return QChar::surrogateToUcs4(c, text[index + 1]);
    return c.unicode();
}

/// How many UTF-16 units a code point takes.
[[nodiscard]] constexpr qsizetype unitsOf(char32_t character) noexcept
{
    return character > 0xFFFF ? 2 : 1;
}

} // namespace yaml
