// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fleet.h"
#include "fleet/fleetrow.h"

#include <QAbstractItemModel>
#include <QTimer>
#include <map>
#include <memory>
#include <vector>

namespace ui {

/// The fleet as a tree: contexts, in each its Redis Enterprise clusters with their StatefulSets, then the StatefulSets
/// of others under a heading. Sorted by namespace and name. One column.
///
/// Follows the stores of all sessions; what changes in one turn of the event loop is one update, and an update is never
/// a reset: selection and expansion stay. Cost of an update: linear in the rows of the contexts that changed.
class FleetModel final : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Role {
        RowRole = Qt::UserRole, ///< FleetRow
        SearchRole, ///< text that a filter looks into
    };

    explicit FleetModel(upgrade::Fleet &fleet, QObject *parent = nullptr);
    ~FleetModel() override;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &index) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

    /// Of a context; invalid if there is none of that name.
    [[nodiscard]] QModelIndex contextIndex(const QString &context) const;
    /// Of an object of this kind; invalid if it is not there (yet).
    [[nodiscard]] QModelIndex find(const QString &context, FleetRow::Kind kind, const kube::ObjectKey &key) const;

private:
    struct Node
    {
        FleetRow row;
        Node *parent = nullptr;
        std::vector<std::unique_ptr<Node>> children;
    };
    /// What the rows of a context should be.
    struct Wanted
    {
        FleetRow row;
        std::vector<Wanted> children;
    };

    void follow(const QString &context);
    void followStores(const QString &context);
    void changeSoon(const QString &context);
    void change();
    [[nodiscard]] Wanted wantedOf(const kube::ContextSummary &context) const;
    void update(Node &node, Wanted wanted);
    [[nodiscard]] static std::unique_ptr<Node> make(Wanted wanted, Node &parent);
    [[nodiscard]] QModelIndex indexOf(const Node &node) const;
    [[nodiscard]] const Node *nodeAt(const QModelIndex &index) const;

    upgrade::Fleet &m_fleet;
    Node m_root;
    std::map<QString, std::unique_ptr<QObject>> m_connections; ///< by context: to the stores of its session
    QStringList m_changed; ///< contexts
    QTimer m_soon;
};

} // namespace ui

Q_DECLARE_METATYPE(ui::FleetRow)
