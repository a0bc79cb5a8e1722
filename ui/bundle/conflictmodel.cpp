// SPDX-License-Identifier: Apache-2.0
#include "bundle/conflictmodel.h"

#include "blocks/markedrow.h"
#include "blocks/tooltip.h"
#include "safetext.h"

#include <algorithm>

namespace ui {

namespace {

MarkedRow rowOf(const ConflictModel::Row &row)
{
    MarkedRow marked{.title = yaml::safeText(row.conflict.path.toString()), .tone = Tone::Ok, .badge = Badge::Tick};
    switch (row.isDecided ? row.choice.side : ConflictChoice::Side::None) {
    case ConflictChoice::Side::Yours:
        marked.state = ConflictModel::tr("yours");
        break;
    case ConflictChoice::Side::Theirs:
        marked.state = ConflictModel::tr("theirs");
        break;
    case ConflictChoice::Side::Edited:
        marked.state = ConflictModel::tr("edited");
        break;
    case ConflictChoice::Side::None:
        marked.state = row.isDecided ? ConflictModel::tr("settled") : ConflictModel::tr("to be settled");
        break;
    }
    if (!row.isDecided) {
        marked.tone = Tone::Warn;
        marked.badge = Badge::Exclamation;
    }
    marked.isQuiet = row.isDecided;
    return marked;
}

} // namespace

void ConflictModel::setRows(const QList<Row> &rows)
{
    if (rows == m_rows)
        return;
    const bool areTheSame = rows.size() == m_rows.size()
        && std::ranges::equal(rows, m_rows, {}, &Row::conflict, &Row::conflict);
    if (areTheSame) {
        m_rows = rows;
        Q_EMIT dataChanged(createIndex(0, 0), createIndex(int(rows.size()) - 1, 0));
        return;
    }
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

int ConflictModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant ConflictModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const MarkedRow row = rowOf(m_rows.at(index.row()));
    switch (role) {
    case Qt::DisplayRole:
        return row.title;
    case Qt::AccessibleTextRole:
        return row.text();
    case Qt::ToolTipRole:
        return plainToolTip(row.text());
    case MarkedRowDelegate::Role:
        return QVariant::fromValue(row);
    default:
        return {};
    }
}

} // namespace ui
