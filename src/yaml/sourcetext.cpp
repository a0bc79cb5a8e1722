// SPDX-License-Identifier: Apache-2.0
#include "sourcetext.h"

#include "scalartext.h"

#include <algorithm>

namespace yaml {

namespace {

constexpr bool isContinuation(uchar c)
{
    return (c & 0xC0) == 0x80;
}

/// How many bytes the character at the front takes; 0 if it is not UTF-8, or not allowed in YAML.
qsizetype characterSize(std::string_view text)
{
    const auto byte = [&](size_t i) { return i < text.size() ? uchar(text[i]) : uchar(0); };
    const uchar first = byte(0);
    if (first < 0x80)
        return (first >= 0x20 && first != 0x7F) || isBlankOrBreak(char(first)) ? 1 : 0;
    if (first >= 0xC2 && first <= 0xDF) {
        const bool isControl = first == 0xC2 && byte(1) < 0xA0 && byte(1) != 0x85;
        return isContinuation(byte(1)) && !isControl ? 2 : 0;
    }
    if (!isContinuation(byte(1)) || !isContinuation(byte(2)))
        return 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const bool isOverlong = first == 0xE0 && byte(1) < 0xA0;
        const bool isSurrogate = first == 0xED && byte(1) >= 0xA0;
        const bool isNoncharacter = first == 0xEF && byte(1) == 0xBF && byte(2) >= 0xBE;
        return isOverlong || isSurrogate || isNoncharacter ? 0 : 3;
    }
    const bool isOutside = (first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) > 0x8F);
    return first >= 0xF0 && first <= 0xF4 && !isOutside && isContinuation(byte(3)) ? 4 : 0;
}

} // namespace

SourceText::SourceText(QByteArray text)
    : m_text(std::move(text))
{
    if (m_text.startsWith("\xEF\xBB\xBF"))
        m_text.remove(0, 3);
    // The parser does not count a lone carriage return as the end of a line.
    for (qsizetype i = m_text.indexOf('\r'); i >= 0; i = m_text.indexOf('\r', i + 1))
        if (at(i + 1) != '\n')
            m_text[i] = '\n';
    for (qsizetype i = m_text.indexOf('\n'); i >= 0; i = m_text.indexOf('\n', i + 1))
        m_lineStarts.append(i + 1);
}

std::optional<qsizetype> SourceText::firstForbidden() const
{
    const std::string_view text = view();
    for (qsizetype i = 0; i < m_text.size();) {
        const qsizetype size = characterSize(text.substr(size_t(i)));
        if (size == 0)
            return i;
        i += size;
    }
    return std::nullopt;
}

std::optional<qsizetype> SourceText::tabInIndentation(qsizetype offset) const
{
    qsizetype i = m_lineStarts[lineOf(std::clamp<qsizetype>(offset, 0, m_text.size()))];
    while (at(i) == ' ')
        ++i;
    return at(i) == '\t' ? std::optional(i) : std::nullopt;
}

qsizetype SourceText::lineOf(qsizetype offset) const
{
    return std::ranges::upper_bound(m_lineStarts, offset) - m_lineStarts.begin() - 1;
}

Position SourceText::position(qsizetype offset) const
{
    offset = std::clamp<qsizetype>(offset, 0, m_text.size());
    const qsizetype line = lineOf(offset);
    int column = 1;
    for (qsizetype i = m_lineStarts[line]; i < offset; ++i)
        if (const auto byte = uchar(m_text[i]); !isContinuation(byte))
            column += byte >= 0xF0 ? 2 : 1;
    return {.line = int(line) + 1, .column = column};
}

qsizetype SourceText::offset(Position position) const
{
    if (position.line < 1)
        return 0;
    if (position.line > m_lineStarts.size())
        return m_text.size();
    qsizetype i = m_lineStarts[position.line - 1];
    for (int column = 1; column < position.column && i < m_text.size() && !isLineBreak(m_text[i]);) {
        column += uchar(m_text[i]) >= 0xF0 ? 2 : 1;
        do
            ++i;
        while (isContinuation(uchar(at(i))));
    }
    return i;
}

int SourceText::column(qsizetype offset) const
{
    return int(offset - m_lineStarts[lineOf(offset)]);
}

qsizetype SourceText::lineEnd(qsizetype offset) const
{
    while (offset < m_text.size() && !isLineBreak(m_text[offset]))
        ++offset;
    return offset;
}

qsizetype SourceText::skipBlanks(qsizetype offset, bool commas) const
{
    while (offset < m_text.size()) {
        if (m_text[offset] == '#' && offset > 0 && isBlankOrBreak(m_text[offset - 1]))
            offset = lineEnd(offset);
        else if (isBlankOrBreak(m_text[offset]) || (commas && m_text[offset] == ','))
            ++offset;
        else
            break;
    }
    return offset;
}

qsizetype SourceText::contentStart(qsizetype offset) const
{
    while (at(offset) == '&' || at(offset) == '!') {
        const bool isVerbatim = at(offset) == '!' && at(offset + 1) == '<';
        while (offset < m_text.size() && !isBlankOrBreak(m_text[offset])
               && (isVerbatim || !std::string_view("[]{},").contains(m_text[offset])))
            ++offset;
        offset = skipBlanks(offset, false);
    }
    return std::min(offset, m_text.size());
}

qsizetype SourceText::flowEnd(qsizetype offset) const
{
    const qsizetype bracket = skipBlanks(offset, true);
    return at(bracket) == ']' || at(bracket) == '}' ? bracket + 1 : std::min(offset, m_text.size());
}

qsizetype SourceText::nullEnd(qsizetype offset) const
{
    for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
        if (!view().substr(size_t(std::min(offset, m_text.size()))).starts_with(word))
            continue;
        const char next = at(offset + qsizetype(word.size()));
        if (next == '\0' || isBlankOrBreak(next) || std::string_view(":,]}").contains(next))
            return offset + qsizetype(word.size());
    }
    return std::min(offset, m_text.size());
}

qsizetype SourceText::trimmedEnd(qsizetype offset) const
{
    offset = std::min(offset, m_text.size());
    while (offset > 0 && isBlankOrBreak(m_text[offset - 1]))
        --offset;
    return offset;
}

qsizetype SourceText::colonEnd(qsizetype offset) const
{
    const qsizetype colon = skipBlanks(offset, false);
    return at(colon) == ':' ? colon + 1 : std::min(offset, m_text.size());
}

} // namespace yaml
