// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "release/releaselist.h"

#include <QAbstractListModel>

namespace ui {

/// The releases of a repository as rows for a MarkedRowDelegate, the newest first: which one runs now, which are the
/// newest of their lines, and which would be a step down.
class ReleaseModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    /// `runningTag`: of the operator that runs; empty: it is not known.
    void setReleases(const QList<upgrade::Release> &releases, const QString &runningTag);
    [[nodiscard]] const QList<upgrade::Release> &releases() const noexcept { return m_releases; }
    /// The row of the release that the operator's tag names; -1: it is not here.
    [[nodiscard]] int runningRow() const noexcept { return m_running; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    QList<upgrade::Release> m_releases;
    QString m_runningTag;
    int m_running = -1;
};

} // namespace ui
