// SPDX-License-Identifier: Apache-2.0
#include "scalartext.h"

#include <QStringDecoder>
#include <algorithm>
#include <charconv>
#include <optional>

namespace yaml {

namespace {

/// Of an escape in double quotes: what it stands for, and how long it is with its backslash.
struct Escape
{
    char32_t character = 0;
    size_t size = 2;
};

Escape escapeAt(std::string_view text)
{
    const auto hexadecimal = [&](size_t digits) {
        const std::string_view number = text.substr(2, digits);
        quint32 character = 0;
        std::from_chars(number.data(), number.data() + number.size(), character, 16);
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

/// Takes a quoted scalar apart, from its opening quote on.
class QuotedReader final
{
public:
    QuotedReader(std::string_view source, size_t start)
        : m_source(source)
        , m_quote(source[start])
        , m_next(start + 1)
    {
    }

    [[nodiscard]] ScalarText read()
    {
        while (m_next < m_source.size()) {
            const std::string_view rest = m_source.substr(m_next);
            const bool isPair = rest.size() > 1 && rest[1] == m_quote;
            if (rest.front() == m_quote && (m_quote == '"' || !isPair))
                return {.text = std::move(m_text), .end = qsizetype(m_next) + 1, .isClosed = true};
            if (rest.front() == m_quote)
                keep(m_quote, 2);
            else if (m_quote == '"' && rest.front() == '\\' && rest.size() > 1 && isLineBreak(rest[1]))
                foldEscapedBreak();
            else if (m_quote == '"' && rest.front() == '\\')
                unescape(rest);
            else if (isLineBreak(rest.front()))
                fold();
            else
                takeRun(rest);
        }
        return {.text = std::move(m_text), .end = qsizetype(m_source.size()), .isClosed = false};
    }

private:
    /// What comes now is not subject to folding.
    void keep(char32_t character, size_t size)
    {
        m_text += QChar::fromUcs4(character);
        m_kept = m_text.size();
        m_next += size;
    }

    void unescape(std::string_view rest)
    {
        const Escape escape = escapeAt(rest);
        keep(escape.character, std::min(escape.size, rest.size()));
    }

    void takeRun(std::string_view rest)
    {
        const auto isSpecial = [this](char c) { return c == m_quote || c == '\\' || isLineBreak(c); };
        const auto size = size_t(std::find_if(rest.begin() + 1, rest.end(), isSpecial) - rest.begin());
        m_text += decoded(rest.substr(0, size));
        m_next += size;
    }

    void fold()
    {
        while (m_text.size() > m_kept && (m_text.back() == u' ' || m_text.back() == u'\t'))
            m_text.chop(1);
        const qsizetype emptyLines = skipBreaks() - 1;
        m_text += emptyLines == 0 ? QString(u' ') : QString(emptyLines, u'\n');
        m_kept = m_text.size();
    }

    void foldEscapedBreak()
    {
        m_kept = m_text.size();
        ++m_next;
        m_text += QString(skipBreaks() - 1, u'\n');
        m_kept = m_text.size();
    }

    /// Over line ends and blanks; how many line ends they were.
    qsizetype skipBreaks()
    {
        qsizetype breaks = 0;
        for (; m_next < m_source.size() && isBlankOrBreak(m_source[m_next]); ++m_next)
            breaks += m_source[m_next] == '\n';
        return std::max<qsizetype>(breaks, 1);
    }

    std::string_view m_source;
    char m_quote;
    size_t m_next;
    QString m_text = QStringLiteral("");
    qsizetype m_kept = 0; ///< of m_text: where blanks stay, though a line ends behind them
};

struct BlockHeader
{
    bool isFolded = false;
    char chomping = ' '; ///< '+' or '-'
    int indentation = 0; ///< given by a digit
};

BlockHeader blockHeader(std::string_view text)
{
    BlockHeader header{.isFolded = text.front() == '>'};
    for (const char c : text.substr(1, 2)) {
        if (c == '+' || c == '-')
            header.chomping = c;
        else if (c >= '1' && c <= '9')
            header.indentation = c - '0';
        else
            break;
    }
    return header;
}

struct Line
{
    std::string_view text; ///< without its end
    size_t next = 0; ///< offset of the line behind it
    bool hasBreak = false; ///< the last line may have none
};

Line lineAt(std::string_view source, size_t start)
{
    const size_t end = std::min(source.find('\n', start), source.size());
    std::string_view text = source.substr(start, end - start);
    if (end < source.size() && text.ends_with('\r'))
        text.remove_suffix(1);
    return {.text = text, .next = std::min(end + 1, source.size()), .hasBreak = end < source.size()};
}

size_t indentationOf(std::string_view line)
{
    return std::min(line.find_first_not_of(' '), line.size());
}

/// How far the lines of a block scalar are indented, if its header does not say: as the first that is not empty, and
/// as the empty ones before that, but more than what is around.
size_t detectedIndentation(std::string_view source, size_t start, int parentColumn)
{
    size_t most = 0;
    while (start < source.size()) {
        const Line line = lineAt(source, start);
        const size_t indentation = indentationOf(line.text);
        most = std::max(most, indentation);
        if (indentation < line.text.size())
            break;
        start = line.next;
    }
    return std::max({most, size_t(parentColumn + 1), size_t(1)});
}

} // namespace

QString decoded(std::string_view utf8)
{
    const QByteArrayView bytes(utf8.data(), qsizetype(utf8.size()));
    if (!utf8.starts_with("\xEF\xBB\xBF"))
        return utf8.empty() ? QStringLiteral("") : QString::fromUtf8(bytes);
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom);
    return decoder.decode(bytes);
}

ScalarText quotedText(std::string_view source, qsizetype start)
{
    return QuotedReader(source, size_t(start)).read();
}

ScalarText blockText(std::string_view source, qsizetype start, int parentColumn)
{
    const BlockHeader header = blockHeader(source.substr(size_t(start)));
    const Line first = lineAt(source, size_t(start));
    const size_t indentation = header.indentation > 0 ? size_t(std::max(parentColumn, 0) + header.indentation)
                                                      : detectedIndentation(source, first.next, parentColumn);
    ScalarText result{.text = QStringLiteral(""), .end = start + qsizetype(first.text.size())};
    bool hasBreak = false; // behind the last line that is not empty
    bool wasIndentedMore = false; // that line
    qsizetype emptyLines = 0; // since
    for (size_t next = first.next; next < source.size();) {
        const Line line = lineAt(source, next);
        const size_t blanks = indentationOf(line.text);
        if (blanks < line.text.size() && blanks < indentation)
            break;
        const std::string_view content = line.text.substr(std::min(indentation, line.text.size()));
        if (content.empty()) {
            emptyLines += line.hasBreak;
        } else {
            const bool isIndentedMore = isBlank(content.front());
            const bool folds = header.isFolded && !wasIndentedMore && !isIndentedMore;
            if (hasBreak && !folds)
                result.text += u'\n';
            else if (hasBreak && emptyLines == 0)
                result.text += u' ';
            result.text += QString(emptyLines, u'\n') + decoded(content);
            result.end = qsizetype(next) + qsizetype(line.text.size());
            hasBreak = line.hasBreak;
            wasIndentedMore = isIndentedMore;
            emptyLines = 0;
        }
        next = line.next;
    }
    if (hasBreak && header.chomping != '-')
        result.text += u'\n';
    if (header.chomping == '+')
        result.text += QString(emptyLines, u'\n');
    return result;
}

ScalarText plainText(std::string_view source, qsizetype start, std::string_view value)
{
    // It stands in the text as it is, but that line ends and the blanks around them became one blank or more.
    auto end = size_t(start);
    for (size_t i = 0; i < value.size();) {
        size_t next = end;
        while (next < source.size() && isBlankOrBreak(source[next]))
            ++next;
        while (i < value.size() && isBlankOrBreak(value[i]))
            ++i;
        const size_t before = i;
        while (i < value.size() && !isBlankOrBreak(value[i]) && next < source.size() && source[next] == value[i]) {
            end = ++next;
            ++i;
        }
        if (i == before)
            break;
    }
    return {.text = decoded(value), .end = qsizetype(end)};
}

} // namespace yaml
