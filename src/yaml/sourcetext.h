// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QList>
#include <optional>
#include <string_view>

namespace yaml {

/// A place in a text as an editor counts: lines and columns from 1, columns in UTF-16 units, so that they fit
/// QTextBlock and QStringView.
struct Position
{
    int line = 0;
    int column = 0;

    [[nodiscard]] auto operator<=>(const Position &) const = default;
};

/// A UTF-8 text, where its lines are, and where its values end, which the parser does not tell. Offsets are bytes.
/// "\n", "\r\n" and "\r" end a line (the last becomes a "\n"). Every offset is allowed everywhere; one beyond the end
/// means the end.
class SourceText final
{
public:
    SourceText() = default;
    explicit SourceText(QByteArray text); ///< UTF-8; a byte order mark in front is dropped

    [[nodiscard]] std::string_view view() const { return {m_text.constData(), size_t(m_text.size())}; }
    [[nodiscard]] qsizetype size() const noexcept { return m_text.size(); }

    /// The first byte that YAML does not allow: not UTF-8, or a control character other than tab and line ends.
    [[nodiscard]] std::optional<qsizetype> firstForbidden() const;
    /// The first tab among the blanks that the line of this offset begins with.
    [[nodiscard]] std::optional<qsizetype> tabInIndentation(qsizetype offset) const;

    /// Cost: the length of the line, and the logarithm of their number.
    [[nodiscard]] Position position(qsizetype offset) const;
    [[nodiscard]] qsizetype offset(Position position) const;
    [[nodiscard]] int column(qsizetype offset) const; ///< in bytes, from 0

    /// Behind the anchor and tag that a node may begin with.
    [[nodiscard]] qsizetype contentStart(qsizetype offset) const;
    /// Behind the bracket that closes a flow collection whose last item ended there; the offset itself if none follows.
    [[nodiscard]] qsizetype flowEnd(qsizetype offset) const;
    /// Behind a null that is written out there (null, Null, NULL, ~); the offset itself if none is.
    [[nodiscard]] qsizetype nullEnd(qsizetype offset) const;
    /// Back over blanks and line ends.
    [[nodiscard]] qsizetype trimmedEnd(qsizetype offset) const;
    /// Behind the colon of a key that ended there; the offset itself if none follows.
    [[nodiscard]] qsizetype colonEnd(qsizetype offset) const;

private:
    [[nodiscard]] char at(qsizetype offset) const { return offset < m_text.size() ? m_text[offset] : '\0'; }
    [[nodiscard]] qsizetype lineOf(qsizetype offset) const;
    [[nodiscard]] qsizetype lineEnd(qsizetype offset) const;
    [[nodiscard]] qsizetype skipBlanks(qsizetype offset, bool commas) const; ///< line ends and comments too

    QByteArray m_text;
    QList<qsizetype> m_lineStarts{0};
};

} // namespace yaml
