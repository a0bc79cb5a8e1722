// SPDX-License-Identifier: Apache-2.0
#include "diff/prepareddiff.h"

#include "diff/diffweight.h"

#include <algorithm>

namespace ui {

namespace {

constexpr qsizetype readFirst = 100; // lines of highlighting: a screen full

QStringList linesOf(const yaml::TextDiff &diff, DiffSide side)
{
    QStringList lines;
    for (const yaml::DiffRow &row : diff.rows) {
        if ((side == DiffSide::Left ? row.left : row.right) > 0)
            lines.append(side == DiffSide::Left ? row.leftText : row.rightText);
    }
    return lines;
}

/// By characters, not by what they measure: a line of fewer ones is wider only where they are wider, which scrolls a
/// little short.
QString longestOf(const QStringList &lines)
{
    const auto longest = std::ranges::max_element(lines, {}, &QString::size);
    return longest == lines.end() ? QString() : *longest;
}

} // namespace

PreparedDiff prepareDiff(const QString &left, const QString &right)
{
    PreparedDiff diff;
    diff.left = left;
    diff.right = right;
    diff.rows = DiffRows(yaml::textDiff(left, right));
    const std::array lines{linesOf(diff.rows.diff(), DiffSide::Left), linesOf(diff.rows.diff(), DiffSide::Right)};
    for (size_t side = 0; side < lines.size(); ++side) {
        diff.weighty.at(side) = weightyLines(lines.at(side));
        diff.longest.at(side) = longestOf(lines.at(side));
    }
    diff.digits = int(QString::number(std::max(lines[0].size(), lines[1].size())).size());
    diff.highlight.setTexts({lines[0], lines[1]});
    diff.highlight.advance(readFirst);
    return diff;
}

} // namespace ui
