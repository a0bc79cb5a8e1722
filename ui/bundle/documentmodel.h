// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bundle/documenttext.h"

#include <QAbstractListModel>

namespace ui {

/// The objects of a bundle, as rows for a MarkedRowDelegate. Rows that stay keep their place in a view.
class DocumentModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void setDocuments(const QList<upgrade::UpgradeDocument> &documents);
    void setDocument(qsizetype index, const upgrade::UpgradeDocument &document);
    /// Of the row with this identity; -1: there is none.
    [[nodiscard]] int find(const upgrade::ObjectIdentity &identity) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    QList<upgrade::ObjectIdentity> m_identities;
    QList<MarkedRow> m_rows;
};

} // namespace ui
