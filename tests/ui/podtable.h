// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "podrow.h"

#include <QAbstractListModel>
#include <QList>

/// A model of pods that tests fill by hand: one row each, with the whole PodRow in one role.
class PodTable final : public QAbstractListModel
{
    Q_OBJECT

public:
    static constexpr int PodRole = Qt::UserRole + 7;

    using QAbstractListModel::QAbstractListModel;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

    [[nodiscard]] const QList<rollout::PodRow> &pods() const noexcept { return m_pods; }
    void reset(QList<rollout::PodRow> pods);
    void set(int row, const rollout::PodRow &pod);
    void insert(int row, const rollout::PodRow &pod);
    void remove(int row);

private:
    QList<rollout::PodRow> m_pods;
};

/// Pods as the tests need them.
namespace pods {

[[nodiscard]] QDateTime noon(); ///< the time that all of them are told about

/// A pod of the StatefulSet "orders", with an address and a node.
[[nodiscard]] rollout::PodRow pod(int ordinal, rollout::PodState state, rollout::Revision revision);

/// A rollout in the middle of `count` pods: done ones, one of each other state, waiting ones.
[[nodiscard]] QList<rollout::PodRow> rollout(int count);

} // namespace pods
