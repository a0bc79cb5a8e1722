// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <string_view>

namespace yaml {

/// A scalar as it stands in a text: what it says, and where it ends.
struct ScalarText
{
    QString text; ///< never null
    qsizetype end = 0; ///< offset behind it
    bool isClosed = true; ///< false: the text ended before the closing quote
};

// The parser says what a scalar holds as well, but not rightly: it makes lone bytes of the escapes \N and \_, drops
// empty lines at the end of quotes and of ">+", and takes the end of the text for a closing quote (yaml-cpp 0.8).
// Offsets are those of bytes of UTF-8; lines end with "\n" or "\r\n".

/// In single or double quotes, which begin at the offset.
[[nodiscard]] ScalarText quotedText(std::string_view source, qsizetype start);
/// Literal or folded, whose | or > is at the offset. parentColumn: of the collection around, -1 for none.
[[nodiscard]] ScalarText blockText(std::string_view source, qsizetype start, int parentColumn);
/// Neither. value: what the parser says of it, which is right.
[[nodiscard]] ScalarText plainText(std::string_view source, qsizetype start, std::string_view value);

/// UTF-8 to text. Unlike QString::fromUtf8() it keeps a byte order mark, which is a character like any other in a
/// value.
[[nodiscard]] QString decoded(std::string_view utf8);

constexpr bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

constexpr bool isLineBreak(char c)
{
    return c == '\n' || c == '\r';
}

constexpr bool isBlankOrBreak(char c)
{
    return isBlank(c) || isLineBreak(c);
}

} // namespace yaml
