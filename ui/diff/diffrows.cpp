// SPDX-License-Identifier: Apache-2.0
#include "diff/diffrows.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr qsizetype context = 5; // enough for the parents of most fields
constexpr qsizetype head = 3; // apiVersion, kind, metadata
constexpr qsizetype leastFold = 3; // a fold of less hides no more than it takes

DiffLine::Kind kindOf(yaml::DiffRow::Kind kind)
{
    switch (kind) {
    case yaml::DiffRow::Kind::Same:
        return DiffLine::Kind::Same;
    case yaml::DiffRow::Kind::Removed:
        return DiffLine::Kind::Removed;
    case yaml::DiffRow::Kind::Added:
        return DiffLine::Kind::Added;
    case yaml::DiffRow::Kind::Changed:
        return DiffLine::Kind::Changed;
    }
    Q_UNREACHABLE_RETURN(DiffLine::Kind::Same);
}

} // namespace

DiffRows::DiffRows(yaml::TextDiff diff)
    : m_diff(std::move(diff))
{
    for (yaml::DiffSection section : yaml::fold(m_diff, context)) {
        if (section.isFolded && section.first == 0 && section.count >= head + leastFold) {
            m_sections.append({.first = 0, .count = head, .isFolded = false});
            section = {.first = head, .count = section.count - head, .isFolded = true};
        }
        section.isFolded = section.isFolded && section.count >= leastFold;
        m_sections.append(section);
    }
    build();
}

void DiffRows::setUnified(bool isUnified)
{
    if (m_isUnified == isUnified)
        return;
    m_isUnified = isUnified;
    build();
}

void DiffRows::unfold(qsizetype index)
{
    if (at(index).kind != DiffLine::Kind::Fold)
        return;
    const auto section = std::ranges::find(m_sections, at(index).row, &yaml::DiffSection::first);
    section->isFolded = false;
    build();
}

void DiffRows::build()
{
    m_lines.clear();
    m_changes.clear();
    QList<DiffLine> added; // of a change shown one below the other: what comes after all that is removed
    const auto endChange = [&] {
        m_lines.append(added);
        added.clear();
        if (!m_changes.isEmpty() && m_changes.constLast().last < m_changes.constLast().first)
            m_changes.last().last = m_lines.size() - 1;
    };
    for (const yaml::DiffSection &section : std::as_const(m_sections)) {
        if (section.isFolded) {
            endChange();
            m_lines.append({.kind = DiffLine::Kind::Fold, .row = section.first, .count = section.count});
            continue;
        }
        for (qsizetype row = section.first; row < section.first + section.count; ++row) {
            const DiffLine::Kind kind = kindOf(m_diff.rows.at(row).kind);
            if (kind == DiffLine::Kind::Same)
                endChange();
            else if (m_changes.isEmpty() || m_changes.constLast().last >= m_changes.constLast().first)
                m_changes.append({.first = m_lines.size(), .last = -1}); // ended by endChange()
            if (!m_isUnified || kind == DiffLine::Kind::Same) {
                m_lines.append({.kind = kind, .row = row});
                continue;
            }
            if (kind != DiffLine::Kind::Added)
                m_lines.append({.kind = DiffLine::Kind::Removed, .row = row});
            if (kind != DiffLine::Kind::Removed)
                added.append({.kind = DiffLine::Kind::Added, .row = row});
        }
    }
    endChange();
}

qsizetype DiffRows::indexOf(qsizetype row) const
{
    // Of a change shown one below the other the rows are not in order; it is short, or a search of it cheap.
    const auto holds = [row](const DiffLine &line) { return line.row <= row && row < line.row + line.count; };
    return std::ranges::find_if(m_lines, holds) - m_lines.begin();
}

QString DiffRows::unifiedText(qsizetype index) const
{
    const DiffLine &line = at(index);
    const yaml::DiffRow &row = source(index);
    switch (line.kind) {
    case DiffLine::Kind::Fold:
        return {};
    case DiffLine::Kind::Same:
        return u' ' + row.rightText;
    case DiffLine::Kind::Removed:
        return u'-' + row.leftText;
    case DiffLine::Kind::Added:
        return u'+' + row.rightText;
    case DiffLine::Kind::Changed:
        return u'-' + row.leftText + u"\n+"_s + row.rightText;
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace ui
