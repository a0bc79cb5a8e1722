// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bundle/conflictchoice.h"

#include <QAbstractListModel>

namespace ui {

/// The conflicts of one object and how they were settled, as rows for a MarkedRowDelegate.
class ConflictModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    struct Row
    {
        yaml::Conflict conflict;
        ConflictChoice choice;
        bool isDecided = false;

        [[nodiscard]] bool operator==(const Row &) const = default;
    };

    using QAbstractListModel::QAbstractListModel;

    void setRows(const QList<Row> &rows);
    [[nodiscard]] const QList<Row> &rows() const noexcept { return m_rows; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    QList<Row> m_rows;
};

} // namespace ui
