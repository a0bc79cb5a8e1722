// SPDX-License-Identifier: Apache-2.0
#include "rolloutmodel.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rollout {

namespace {

int ordinalOf(const PodRow &row)
{
    return row.ordinal;
}

bool hasOrdinal(const QList<PodRow> &rows, int ordinal)
{
    return std::ranges::binary_search(rows, ordinal, {}, ordinalOf);
}

} // namespace

RolloutModel::RolloutModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void RolloutModel::setRollout(const Rollout &rollout)
{
    if (rollout == m_rollout)
        return;
    if (rollout.key != m_rollout.key) {
        beginResetModel();
        m_rollout = rollout;
        m_lastPods.clear();
        for (const PodRow &row : std::as_const(m_rollout.rows)) {
            if (!row.uid.isEmpty())
                m_lastPods.insert(row.ordinal, row);
        }
        endResetModel();
    } else {
        const QList<PodRow> present = m_rollout.rows;
        m_rollout = rollout;
        m_rollout.rows = present;
        setRows(rollout.rows);
    }
    Q_EMIT rolloutChanged();
}

/// First the places that are gone, then those that are new, each in runs; then what differs in the others.
void RolloutModel::setRows(const QList<PodRow> &rows)
{
    QList<PodRow> &present = m_rollout.rows;
    for (qsizetype last = present.size() - 1; last >= 0; --last) {
        if (hasOrdinal(rows, present.at(last).ordinal))
            continue;
        qsizetype first = last;
        while (first > 0 && !hasOrdinal(rows, present.at(first - 1).ordinal))
            --first;
        beginRemoveRows({}, int(first), int(last));
        for (qsizetype i = first; i <= last; ++i)
            m_lastPods.remove(present.at(i).ordinal);
        present.remove(first, last - first + 1);
        endRemoveRows();
        last = first;
    }
    for (qsizetype first = 0; first < rows.size(); ++first) {
        qsizetype end = first;
        // Everything before first is already the same, so that a place that differs is a new one.
        while (end < rows.size() && (first >= present.size() || rows.at(end).ordinal < present.at(first).ordinal))
            ++end;
        if (end == first)
            continue;
        beginInsertRows({}, int(first), int(end - 1));
        for (qsizetype i = first; i < end; ++i) {
            present.insert(i, rows.at(i));
            if (!rows.at(i).uid.isEmpty())
                m_lastPods.insert(rows.at(i).ordinal, rows.at(i));
        }
        endInsertRows();
        first = end - 1;
    }
    changeRows(rows);
}

void RolloutModel::changeRows(const QList<PodRow> &rows)
{
    struct Replacement
    {
        PodRow old;
        PodRow fresh;
    };
    QList<Replacement> replacements;
    QList<PodRow> &present = m_rollout.rows;
    for (qsizetype first = 0; first < rows.size(); ++first) {
        if (present.at(first) == rows.at(first))
            continue;
        qsizetype end = first;
        for (; end < rows.size() && present.at(end) != rows.at(end); ++end) {
            const PodRow &fresh = rows.at(end);
            present[end] = fresh;
            if (fresh.uid.isEmpty())
                continue;
            PodRow &last = m_lastPods[fresh.ordinal];
            if (!last.uid.isEmpty() && last.uid != fresh.uid)
                replacements.append({.old = last, .fresh = fresh});
            last = fresh;
        }
        Q_EMIT dataChanged(index(int(first), 0), index(int(end - 1), columnCount() - 1));
        first = end;
    }
    for (const Replacement &replacement : std::as_const(replacements))
        Q_EMIT podReplaced(replacement.fresh.ordinal, replacement.old, replacement.fresh);
}

int RolloutModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rollout.rows.size());
}

int RolloutModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(Column::Count);
}

QVariant RolloutModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const PodRow &row = m_rollout.rows.at(index.row());
    switch (role) {
    case RowRole:
        return QVariant::fromValue(row);
    case OrdinalRole:
        return row.ordinal;
    case StateRole:
        return QVariant::fromValue(row.state);
    case RevisionRole:
        return QVariant::fromValue(row.revision);
    case NextRole:
        return row.next;
    case MasterRole:
        return row.master;
    case DoneRole:
        return row.done;
    case Qt::AccessibleTextRole:
        return accessibleText(row, Column(index.column()));
    case Qt::ToolTipRole:
        return row.message.isEmpty() ? QVariant() : row.message;
    case Qt::DisplayRole:
        return display(row, Column(index.column()));
    default:
        return {};
    }
}

QVariant RolloutModel::display(const PodRow &row, Column column)
{
    switch (column) {
    case Column::Pod:
        return row.name;
    case Column::State:
        return row.reason.isEmpty() ? displayName(row.state) : tr("%1: %2").arg(displayName(row.state), row.reason);
    case Column::Revision:
        return displayName(row.revision);
    case Column::Tag:
        return row.tag;
    case Column::Ip:
        return row.ip;
    case Column::Node:
        return row.node;
    case Column::Restarts:
        return row.uid.isEmpty() ? QVariant() : row.restarts;
    case Column::Since:
        return row.since.isValid() ? QVariant(row.since) : QVariant();
    case Column::Count:
        break;
    }
    return {};
}

/// The first column speaks for the whole row, which is all that a picture has of it.
QVariant RolloutModel::accessibleText(const PodRow &row, Column column)
{
    if (column != Column::Pod)
        return display(row, column);
    QStringList parts{row.name, display(row, Column::State).toString()};
    if (row.revision != Revision::Unknown)
        parts.append(displayName(row.revision));
    if (!row.tag.isEmpty())
        parts.append(tr("tag %1").arg(row.tag));
    if (!row.node.isEmpty())
        parts.append(tr("on node %1").arg(row.node));
    if (row.restarts > 0)
        parts.append(tr("restarts: %1").arg(row.restarts));
    if (row.master)
        parts.append(tr("master of the cluster"));
    if (row.next)
        parts.append(tr("replaced next"));
    if (row.done)
        parts.append(tr("done"));
    return parts.join(u", ");
}

QVariant RolloutModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (Column(section)) {
    case Column::Pod:
        return tr("Pod");
    case Column::State:
        return tr("State");
    case Column::Revision:
        return tr("Revision");
    case Column::Tag:
        return tr("Image tag");
    case Column::Ip:
        return tr("IP");
    case Column::Node:
        return tr("Node");
    case Column::Restarts:
        return tr("Restarts");
    case Column::Since:
        return tr("Since");
    case Column::Count:
        break;
    }
    return {};
}

QHash<int, QByteArray> RolloutModel::roleNames() const
{
    QHash<int, QByteArray> names = QAbstractTableModel::roleNames();
    names.insert({{RowRole, "row"},
                  {OrdinalRole, "ordinal"},
                  {StateRole, "state"},
                  {RevisionRole, "revision"},
                  {NextRole, "next"},
                  {MasterRole, "master"},
                  {DoneRole, "done"}});
    return names;
}

QString displayName(PodState state)
{
    switch (state) {
    case PodState::Missing:
        return RolloutModel::tr("Missing");
    case PodState::Pending:
        return RolloutModel::tr("Pending");
    case PodState::Starting:
        return RolloutModel::tr("Starting");
    case PodState::Ready:
        return RolloutModel::tr("Ready");
    case PodState::NotReady:
        return RolloutModel::tr("Not ready");
    case PodState::Failed:
        return RolloutModel::tr("Failed");
    case PodState::Terminating:
        return RolloutModel::tr("Terminating");
    case PodState::Unknown:
        return RolloutModel::tr("Unknown");
    }
    return {};
}

QString displayName(Revision revision)
{
    switch (revision) {
    case Revision::Unknown:
        return {};
    case Revision::Old:
        return RolloutModel::tr("Old revision");
    case Revision::New:
        return RolloutModel::tr("New revision");
    case Revision::Current:
        return RolloutModel::tr("Current revision");
    }
    return {};
}

} // namespace rollout
