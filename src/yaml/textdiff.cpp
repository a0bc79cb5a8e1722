// SPDX-License-Identifier: Apache-2.0
#include "textdiff.h"

#include "xdiff.h"

#include <algorithm>
#include <span>
#include <vector>

using namespace Qt::StringLiterals;

namespace yaml {

namespace {

using Kind = DiffRow::Kind;

constexpr qsizetype mostPaired = 64; ///< lines on one side that are compared with each of the other
constexpr double leastSimilarity = 0.5;

QStringList linesOf(const QString &text)
{
    QStringList lines = text.split(u'\n');
    if (lines.last().isEmpty())
        lines.removeLast();
    return lines;
}

/// Makes rows of edits.
class RowBuilder final
{
public:
    RowBuilder(QStringList left, QStringList right)
        : m_leftLines(std::move(left))
        , m_rightLines(std::move(right))
    {
        m_rows.reserve(std::max(m_leftLines.size(), m_rightLines.size()));
    }

    void same(qsizetype count)
    {
        for (qsizetype i = 0; i < count; ++i) {
            // Half surrogate pairs become the same in UTF-8.
            const bool isSame = m_leftLines[m_left] == m_rightLines[m_right];
            row(isSame ? Kind::Same : Kind::Changed, 1, 1);
        }
    }

    void changed(qsizetype leftCount, qsizetype rightCount)
    {
        // In pieces of the same share of both sides, so that the cost stays linear.
        const qsizetype pieces =
            std::max<qsizetype>(1, (std::max(leftCount, rightCount) + mostPaired - 1) / mostPaired);
        for (qsizetype i = 0; i < pieces; ++i)
            pair(leftCount * (i + 1) / pieces - leftCount * i / pieces,
                 rightCount * (i + 1) / pieces - rightCount * i / pieces);
    }

    [[nodiscard]] qsizetype left() const noexcept { return m_left; }
    [[nodiscard]] qsizetype leftToCome() const noexcept { return m_leftLines.size() - m_left; }
    [[nodiscard]] QList<DiffRow> takeRows() { return std::move(m_rows); }

private:
    void row(Kind kind, qsizetype leftCount, qsizetype rightCount)
    {
        DiffRow row;
        row.kind = kind;
        if (leftCount > 0) {
            row.leftText = m_leftLines[m_left];
            row.left = int(++m_left);
        }
        if (rightCount > 0) {
            row.rightText = kind == Kind::Same ? row.leftText : m_rightLines[m_right];
            row.right = int(++m_right);
        }
        if (kind == Kind::Changed) {
            WordDiff words = wordDiff(row.leftText, row.rightText);
            row.leftSpans = std::move(words.left);
            row.rightSpans = std::move(words.right);
        }
        m_rows.append(std::move(row));
    }

    void rows(Kind kind, qsizetype count)
    {
        for (qsizetype i = 0; i < count; ++i)
            row(kind, kind == Kind::Removed ? 1 : 0, kind == Kind::Added ? 1 : 0);
    }

    /// The pairs, in order, whose similarities add up to the most.
    void pair(qsizetype leftCount, qsizetype rightCount)
    {
        const auto words = [](const QStringList &lines, qsizetype first, qsizetype count) {
            std::vector<LineWords> result;
            result.reserve(size_t(count));
            for (qsizetype i = first; i < first + count; ++i)
                result.emplace_back(lines[i]);
            return result;
        };
        if (leftCount == 0 || rightCount == 0) {
            rows(Kind::Removed, leftCount);
            rows(Kind::Added, rightCount);
            return;
        }
        const auto leftWords = words(m_leftLines, m_left, leftCount);
        const auto rightWords = words(m_rightLines, m_right, rightCount);
        // best[i][j]: of the lines from i and from j on
        const auto width = size_t(rightCount + 1);
        std::vector<double> best(size_t(leftCount + 1) * width);
        std::vector<double> gain(best.size());
        for (auto i = size_t(leftCount); i-- > 0;) {
            for (auto j = size_t(rightCount); j-- > 0;) {
                const double similarity = leftWords[i].similarity(rightWords[j]);
                const size_t here = i * width + j;
                gain[here] = similarity >= leastSimilarity ? similarity + best[here + width + 1] : 0;
                best[here] = std::max({gain[here], best[here + width], best[here + 1]});
            }
        }
        qsizetype removed = 0;
        qsizetype added = 0;
        for (size_t i = 0, j = 0; i < size_t(leftCount) || j < size_t(rightCount);) {
            const size_t here = i * width + j;
            const bool isInside = i < size_t(leftCount) && j < size_t(rightCount);
            if (isInside && gain[here] > 0 && gain[here] == best[here]) {
                rows(Kind::Removed, std::exchange(removed, 0));
                rows(Kind::Added, std::exchange(added, 0));
                row(Kind::Changed, 1, 1);
                ++i;
                ++j;
            } else if (i < size_t(leftCount) && (j == size_t(rightCount) || best[here + width] == best[here])) {
                ++removed;
                ++i;
            } else {
                ++added;
                ++j;
            }
        }
        rows(Kind::Removed, removed);
        rows(Kind::Added, added);
    }

    QStringList m_leftLines;
    QStringList m_rightLines;
    QList<DiffRow> m_rows;
    qsizetype m_left = 0; ///< lines done
    qsizetype m_right = 0;
};

QString range(qsizetype first, qsizetype count)
{
    // An empty range is named by the line before it.
    const QString start = QString::number(count == 0 ? first : first + 1);
    return count == 1 ? start : QString(start + u',' + QString::number(count));
}

/// Writes hunks, front to back.
class UnifiedWriter final
{
public:
    explicit UnifiedWriter(const TextDiff &diff)
        : m_diff(diff)
    {
        for (const DiffRow &row : diff.rows) {
            m_lastLeft = std::max(m_lastLeft, row.left);
            m_lastRight = std::max(m_lastRight, row.right);
        }
    }

    void skip(std::span<const DiffRow> rows)
    {
        m_left += std::ssize(rows);
        m_right += std::ssize(rows);
    }

    void hunk(std::span<const DiffRow> rows)
    {
        const auto leftCount = std::ranges::count_if(rows, [](const DiffRow &row) { return row.left > 0; });
        const auto rightCount = std::ranges::count_if(rows, [](const DiffRow &row) { return row.right > 0; });
        m_text += u"@@ -" + range(m_left, leftCount) + u" +" + range(m_right, rightCount) + u" @@\n";
        m_left += leftCount;
        m_right += rightCount;
        for (auto it = rows.begin(); it != rows.end();) {
            const auto isSame = [](const DiffRow &row) { return row.kind == Kind::Same; };
            const auto change = std::find_if_not(it, rows.end(), isSame);
            for (; it != change; ++it)
                line(u' ', it->leftText, isOpenLeft(*it));
            const auto end = std::find_if(change, rows.end(), isSame);
            for (; it != end; ++it)
                if (it->left > 0)
                    line(u'-', it->leftText, isOpenLeft(*it));
            for (it = change; it != end; ++it)
                if (it->right > 0)
                    line(u'+', it->rightText, m_diff.rightEndsOpen && it->right == m_lastRight);
        }
    }

    [[nodiscard]] QString takeText() { return std::move(m_text); }

private:
    [[nodiscard]] bool isOpenLeft(const DiffRow &row) const { return m_diff.leftEndsOpen && row.left == m_lastLeft; }

    void line(QChar sign, const QString &text, bool isOpen)
    {
        m_text += sign + text + u'\n';
        if (isOpen)
            m_text += u"\\ No newline at end of file\n"_s;
    }

    const TextDiff &m_diff;
    QString m_text;
    qsizetype m_left = 0; ///< lines done
    qsizetype m_right = 0;
    int m_lastLeft = 0;
    int m_lastRight = 0;
};

} // namespace

bool TextDiff::isEmpty() const
{
    return std::ranges::all_of(rows, [](const DiffRow &row) { return row.kind == Kind::Same; });
}

TextDiff textDiff(const QString &left, const QString &right)
{
    RowBuilder builder(linesOf(left), linesOf(right));
    for (const Edit &edit : edits(left.toUtf8(), right.toUtf8())) {
        builder.same(edit.left - builder.left());
        builder.changed(edit.leftCount, edit.rightCount);
    }
    builder.same(builder.leftToCome());
    return {.rows = builder.takeRows(),
            .leftEndsOpen = !left.isEmpty() && !left.endsWith(u'\n'),
            .rightEndsOpen = !right.isEmpty() && !right.endsWith(u'\n')};
}

QList<DiffSection> fold(const TextDiff &diff, qsizetype context)
{
    QList<DiffSection> sections;
    const auto add = [&](qsizetype first, qsizetype end, bool isFolded) {
        if (end > first)
            sections.append({.first = first, .count = end - first, .isFolded = isFolded});
    };
    const qsizetype size = diff.rows.size();
    qsizetype shownFrom = -1; // the section that is being gathered
    qsizetype shownTo = 0;
    for (qsizetype i = 0; i < size; ++i) {
        if (diff.rows[i].kind == Kind::Same)
            continue;
        const qsizetype from = std::max<qsizetype>(0, i - context);
        if (shownFrom < 0 || from > shownTo) {
            if (shownFrom >= 0)
                add(shownFrom, shownTo, false);
            add(shownTo, from, true);
            shownFrom = from;
        }
        shownTo = std::min(size, i + context + 1);
    }
    if (shownFrom >= 0)
        add(shownFrom, shownTo, false);
    add(shownTo, size, true);
    return sections;
}

QString unified(const TextDiff &diff, const QString &leftName, const QString &rightName, qsizetype context)
{
    if (diff.isEmpty())
        return {};
    UnifiedWriter writer(diff);
    for (const DiffSection &section : fold(diff, context)) {
        const std::span rows(diff.rows.cbegin() + section.first, size_t(section.count));
        if (section.isFolded)
            writer.skip(rows);
        else
            writer.hunk(rows);
    }
    return u"--- " + leftName + u"\n+++ " + rightName + u'\n' + writer.takeText();
}

} // namespace yaml
