// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rollout.h"

#include <QAbstractTableModel>

namespace rollout {

/// The places of one StatefulSet as a table: a row an ordinal, ascending. An update is never a reset: rows are
/// inserted, removed and changed, no more than differ. Views, pictures and accessibility read the same model.
class RolloutModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum class Column {
        Pod,
        State,
        Revision,
        Tag,
        Ip,
        Node,
        Restarts,
        Since,
        Count, ///< not a column
    };
    Q_ENUM(Column)

    enum Role {
        RowRole = Qt::UserRole, ///< the whole PodRow
        OrdinalRole,
        StateRole, ///< PodState
        RevisionRole, ///< Revision
        NextRole,
        MasterRole,
        DoneRole,
    };

    explicit RolloutModel(QObject *parent = nullptr);

    /// Takes a newer state of the same StatefulSet, or of another one, which takes the place of all rows.
    void setRollout(const Rollout &rollout);
    [[nodiscard]] const Rollout &rollout() const noexcept { return m_rollout; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    /// Another pod has taken a place. old is the last pod seen there, as it was then, even if the place was empty in
    /// between. Comes after the row has changed.
    void podReplaced(int ordinal, const rollout::PodRow &old, const rollout::PodRow &fresh);
    /// Anything of rollout() has changed, be it rows or not. Comes last.
    void rolloutChanged();

private:
    void setRows(const QList<PodRow> &rows);
    void changeRows(const QList<PodRow> &rows);
    [[nodiscard]] static QVariant display(const PodRow &row, Column column);
    [[nodiscard]] static QVariant accessibleText(const PodRow &row, Column column);

    Rollout m_rollout;
    QHash<int, PodRow> m_lastPods; ///< by ordinal: the last pod seen in each place
};

/// "Ready", "Not ready", ...: translated.
[[nodiscard]] QString displayName(PodState state);
[[nodiscard]] QString displayName(Revision revision);

} // namespace rollout
