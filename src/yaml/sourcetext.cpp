// SPDX-License-Identifier: Apache-2.0
#include "sourcetext.h"

#include <QStringDecoder>
#include <algorithm>
#include <charconv>

namespace yaml {

namespace {

constexpr bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

constexpr bool isBreak(char c)
{
    return c == '\n' || c == '\r';
}

constexpr bool isSpace(char c)
{
    return isBlank(c) || isBreak(c);
}

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
        return (first >= 0x20 && first != 0x7F) || isSpace(char(first)) ? 1 : 0;
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

/// Of an escape in double quotes: what it stands for, and how long it is with its backslash.
struct Escape
{
    char32_t character = 0;
    qsizetype size = 2;
};

Escape escapeAt(std::string_view text)
{
    const auto hexadecimal = [&](qsizetype digits) {
        quint32 character = 0;
        const char *const begin = text.data() + std::min<size_t>(2, text.size());
        std::from_chars(begin, std::min(begin + digits, text.data() + text.size()), character, 16);
        return Escape{.character = character, .size = 2 + digits};
    };
    const char letter = text.size() > 1 ? text[1] : '\\';
    switch (letter) {
    case '0':
        return {.character = U'\0'};
    case 'a':
        return {.character = U'\a'};
    case 'b':
        return {.character = U'\b'};
    case 't':
        return {.character = U'\t'};
    case 'n':
        return {.character = U'\n'};
    case 'v':
        return {.character = U'\v'};
    case 'f':
        return {.character = U'\f'};
    case 'r':
        return {.character = U'\r'};
    case 'e':
        return {.character = 0x1B};
    case 'N':
        return {.character = 0x85};
    case '_':
        return {.character = 0xA0};
    case 'L':
        return {.character = 0x2028};
    case 'P':
        return {.character = 0x2029};
    case 'x':
        return hexadecimal(2);
    case 'u':
        return hexadecimal(4);
    case 'U':
        return hexadecimal(8);
    default:
        return {.character = char32_t(uchar(letter))};
    }
}

} // namespace

QString decoded(std::string_view utf8)
{
    if (!utf8.starts_with("\xEF\xBB\xBF"))
        return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom);
    return decoder.decode(QByteArrayView(utf8.data(), qsizetype(utf8.size())));
}

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

bool SourceText::isIndentedByTab(qsizetype offset) const
{
    qsizetype i = m_lineStarts[lineOf(std::clamp<qsizetype>(offset, 0, m_text.size()))];
    while (at(i) == ' ')
        ++i;
    return at(i) == '\t';
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
    for (int column = 1; column < position.column && i < m_text.size() && !isBreak(m_text[i]);) {
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
    while (offset < m_text.size() && !isBreak(m_text[offset]))
        ++offset;
    return offset;
}

qsizetype SourceText::skipBlanks(qsizetype offset, bool commas) const
{
    while (offset < m_text.size()) {
        if (m_text[offset] == '#' && offset > 0 && isSpace(m_text[offset - 1]))
            offset = lineEnd(offset);
        else if (isSpace(m_text[offset]) || (commas && m_text[offset] == ','))
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
        while (offset < m_text.size() && !isSpace(m_text[offset])
               && (isVerbatim || !std::string_view("[]{},").contains(m_text[offset])))
            ++offset;
        offset = skipBlanks(offset, false);
    }
    return std::min(offset, m_text.size());
}

qsizetype SourceText::scalarEnd(qsizetype start, std::string_view value, int parentColumn) const
{
    switch (at(start)) {
    case '"':
    case '\'':
        return quotedEnd(start);
    case '|':
    case '>':
        return blockEnd(start, parentColumn);
    default:
        return plainEnd(start, value);
    }
}

qsizetype SourceText::quotedEnd(qsizetype start) const
{
    const char quote = m_text[start];
    for (qsizetype i = start + 1; i < m_text.size(); ++i) {
        if (quote == '"' && m_text[i] == '\\') {
            ++i;
        } else if (m_text[i] == quote) {
            if (quote == '"' || at(i + 1) != quote)
                return i + 1;
            ++i;
        }
    }
    return m_text.size();
}

QString SourceText::unquoted(qsizetype start) const
{
    const char quote = at(start);
    const qsizetype end = quotedEnd(start) - 1;
    QString result;
    qsizetype run = start + 1; // of characters that stand for themselves
    qsizetype kept = 0; // of the result: what folding leaves alone
    const auto flush = [&](qsizetype to) { result += decoded(view().substr(size_t(run), size_t(to - run))); };
    for (qsizetype i = run; i < end;) {
        if (quote == '\'' && m_text[i] == '\'') {
            flush(i + 1);
            i = run = i + 2;
        } else if (quote == '"' && m_text[i] == '\\' && isBreak(at(i + 1))) {
            flush(i);
            const Fold fold = skipFold(i + 1, end);
            result += QString(fold.emptyLines, u'\n');
            kept = result.size();
            i = run = fold.next;
        } else if (quote == '"' && m_text[i] == '\\') {
            flush(i);
            const Escape escape = escapeAt(view().substr(size_t(i)));
            result += QChar::fromUcs4(escape.character);
            kept = result.size();
            i = run = std::min(i + escape.size, end);
        } else if (isBreak(m_text[i])) {
            flush(i);
            while (result.size() > kept && (result.back() == u' ' || result.back() == u'\t'))
                result.chop(1);
            const Fold fold = skipFold(i, end);
            result += fold.emptyLines == 0 ? QString(u' ') : QString(fold.emptyLines, u'\n');
            kept = result.size();
            i = run = fold.next;
        } else {
            ++i;
        }
    }
    flush(end);
    return result;
}

SourceText::Fold SourceText::skipFold(qsizetype offset, qsizetype end) const
{
    Fold fold{.next = offset, .emptyLines = -1};
    for (; fold.next < end && isSpace(m_text[fold.next]); ++fold.next)
        if (m_text[fold.next] == '\n')
            ++fold.emptyLines;
    return fold;
}

qsizetype SourceText::blockEnd(qsizetype start, int parentColumn) const
{
    qsizetype end = lineEnd(start);
    for (qsizetype line = lineOf(start) + 1; line < m_lineStarts.size(); ++line) {
        qsizetype i = m_lineStarts[line];
        const qsizetype begin = i;
        while (at(i) == ' ')
            ++i;
        if (i == lineEnd(i))
            continue;
        if (i - begin <= parentColumn)
            break;
        if (const std::string_view head = view().substr(size_t(begin), 3); head == "---" || head == "...")
            break;
        end = lineEnd(i);
    }
    return end;
}

/// A plain scalar stands in the text as it is, but that line ends and the blanks around them became one space or more.
qsizetype SourceText::plainEnd(qsizetype start, std::string_view value) const
{
    qsizetype end = start;
    for (size_t i = 0; i < value.size();) {
        qsizetype next = end;
        while (isSpace(at(next)))
            ++next;
        while (i < value.size() && isSpace(value[i]))
            ++i;
        while (i < value.size() && !isSpace(value[i]) && at(next) == value[i]) {
            ++next;
            ++i;
            end = next;
        }
        if (i < value.size() && !isSpace(value[i]))
            break;
    }
    return std::min(end, m_text.size());
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
        if (next == '\0' || isSpace(next) || next == ',' || next == ']' || next == '}')
            return offset + qsizetype(word.size());
    }
    return std::min(offset, m_text.size());
}

qsizetype SourceText::trimmedEnd(qsizetype offset) const
{
    offset = std::min(offset, m_text.size());
    while (offset > 0 && isSpace(m_text[offset - 1]))
        --offset;
    return offset;
}

qsizetype SourceText::colonEnd(qsizetype offset) const
{
    const qsizetype colon = skipBlanks(offset, false);
    return at(colon) == ':' ? colon + 1 : std::min(offset, m_text.size());
}

} // namespace yaml
