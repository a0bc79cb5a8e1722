// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>

namespace yaml {

/// A part of a text, in UTF-16 units.
struct Span
{
    qsizetype start = 0;
    qsizetype length = 0;

    [[nodiscard]] bool operator==(const Span &) const = default;
};

/// A line cut into words, ready to be compared with many.
class LineWords final
{
public:
    explicit LineWords(const QString &line);

    /// 0: nothing in common worth showing side by side, 1: the same. Lines of YAML with one key are similar whatever
    /// their values, lines with different keys are not, and others by the words they share. Cost: the words.
    [[nodiscard]] double similarity(const LineWords &other) const;

private:
    size_t m_key = 0; ///< its hash; 0 for none
    qsizetype m_indentation = 0;
    QList<size_t> m_words; ///< their hashes, sorted
};

struct WordDiff
{
    QList<Span> left;
    QList<Span> right;

    [[nodiscard]] bool operator==(const WordDiff &) const = default;
};

/// What differs between two lines, by whole words: 7.22.0-250 and redis-enterprise are one word each, and so is any
/// single sign. Spans that only blanks separate are one.
[[nodiscard]] WordDiff wordDiff(QStringView left, QStringView right);

} // namespace yaml
