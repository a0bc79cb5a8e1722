// SPDX-License-Identifier: Apache-2.0
#include "naturalorder.h"

#include "codepoints.h"

#include <compare>

namespace yaml {

namespace {

/// Of the whole text: a run of digits, or one other character.
struct Token
{
    enum class Kind { Other, Number, Letter };

    Kind kind = Kind::Other;
    char32_t character = 0; ///< of what is not a number
    QStringView digits; ///< without leading zeros
    qsizetype size = 0;
};

Token tokenAt(QStringView text, qsizetype index)
{
    const char32_t c = codePointAt(text, index);
    if (c < U'0' || c > U'9')
        return {.kind = QChar::isLetter(c) ? Token::Kind::Letter : Token::Kind::Other,
                .character = c,
                .digits = {},
                .size = unitsOf(c)};
    qsizetype end = index;
    while (end < text.size() && text[end] >= u'0' && text[end] <= u'9')
        ++end;
    qsizetype significant = index;
    while (significant < end && text[significant] == u'0')
        ++significant;
    return {.kind = Token::Kind::Number,
            .character = 0,
            .digits = text.sliced(significant, end - significant),
            .size = end - index};
}

std::strong_ordering compare(const Token &left, const Token &right)
{
    if (left.kind != right.kind)
        return left.kind <=> right.kind;
    if (left.kind != Token::Kind::Number)
        return left.character <=> right.character;
    if (left.digits.size() != right.digits.size())
        return left.digits.size() <=> right.digits.size();
    if (const int order = left.digits.compare(right.digits); order != 0)
        return order <=> 0;
    return left.size <=> right.size;
}

} // namespace

bool naturallyLess(QStringView left, QStringView right) noexcept
{
    qsizetype i = 0; // equal tokens are equally long
    while (i < left.size() && i < right.size()) {
        const Token a = tokenAt(left, i);
        const auto order = compare(a, tokenAt(right, i));
        if (order != 0)
            return order < 0;
        i += a.size;
    }
    return left.size() < right.size();
}

} // namespace yaml
