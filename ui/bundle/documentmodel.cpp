// SPDX-License-Identifier: Apache-2.0
#include "bundle/documentmodel.h"

#include "blocks/tooltip.h"

using upgrade::UpgradeDocument;

namespace ui {

void DocumentModel::setDocuments(const QList<UpgradeDocument> &documents)
{
    QList<upgrade::ObjectIdentity> identities;
    for (const UpgradeDocument &document : documents)
        identities.append(document.plan.identity);
    if (identities == m_identities) {
        for (qsizetype i = 0; i < documents.size(); ++i)
            setDocument(i, documents.at(i));
        return;
    }
    beginResetModel();
    m_identities = identities;
    m_rows.clear();
    for (const UpgradeDocument &document : documents)
        m_rows.append(rowOf(document));
    endResetModel();
}

void DocumentModel::setDocument(qsizetype index, const UpgradeDocument &document)
{
    const MarkedRow row = rowOf(document);
    if (m_rows.at(index) == row)
        return;
    m_rows[index] = row;
    Q_EMIT dataChanged(createIndex(int(index), 0), createIndex(int(index), 0));
}

int DocumentModel::find(const upgrade::ObjectIdentity &identity) const
{
    return int(m_identities.indexOf(identity));
}

int DocumentModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant DocumentModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const MarkedRow &row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return QString(row.title + u' ' + row.subtitle);
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
