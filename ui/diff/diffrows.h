// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "textdiff.h"

#include <QList>

namespace ui {

/// Which of the two texts.
enum class DiffSide { Left, Right };

/// One row of the picture.
struct DiffLine
{
    enum class Kind {
        Same,
        Removed, ///< the left text only
        Added, ///< the right text only
        Changed, ///< side by side: both texts
        Fold, ///< `count` lines that are not shown
    };

    Kind kind = Kind::Same;
    qsizetype row = 0; ///< of the difference; of a fold: the first
    qsizetype count = 1;

    [[nodiscard]] bool isChange() const noexcept { return kind != Kind::Same && kind != Kind::Fold; }
    [[nodiscard]] bool has(DiffSide side) const noexcept
    {
        return kind != (side == DiffSide::Left ? Kind::Added : Kind::Removed);
    }
    [[nodiscard]] bool operator==(const DiffLine &) const = default;
};

/// A difference as rows to be shown, side by side or one below the other, with the unchanged parts folded but for some
/// lines around each change and the head of the text, which says what it is about. Cost of each change of view: linear.
class DiffRows final
{
public:
    DiffRows() = default;
    explicit DiffRows(yaml::TextDiff diff);

    [[nodiscard]] const yaml::TextDiff &diff() const noexcept { return m_diff; }
    [[nodiscard]] const yaml::DiffRow &source(qsizetype index) const { return m_diff.rows.at(m_lines.at(index).row); }

    [[nodiscard]] qsizetype size() const noexcept { return m_lines.size(); }
    [[nodiscard]] const DiffLine &at(qsizetype index) const { return m_lines.at(index); }
    [[nodiscard]] qsizetype indexOf(qsizetype row) const; ///< where a row of the difference is shown, or folded

    [[nodiscard]] bool isUnified() const noexcept { return m_isUnified; }
    void setUnified(bool isUnified);
    void unfold(qsizetype index); ///< does nothing for what is no fold

    /// Changes that touch each other are one; by their first and last line.
    struct Change
    {
        qsizetype first = 0;
        qsizetype last = 0;
    };
    [[nodiscard]] const QList<Change> &changes() const noexcept { return m_changes; }

    /// Line `index` as `diff -u` has it; nothing for a fold.
    [[nodiscard]] QString unifiedText(qsizetype index) const;

private:
    void build();

    yaml::TextDiff m_diff;
    QList<yaml::DiffSection> m_sections;
    QList<DiffLine> m_lines;
    QList<Change> m_changes;
    bool m_isUnified = false;
};

} // namespace ui
