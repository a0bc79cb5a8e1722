// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QListView>

namespace ui {

/// A quiet list of MarkedRows on a surface: one row at a time, whole rows, nothing to edit.
class MarkedList final : public QListView
{
    Q_OBJECT

public:
    /// `name`: what a screen reader calls it. With `mostRows` it is as high as its rows, up to that many; 0: as high as
    /// there is room.
    explicit MarkedList(const QString &name, int mostRows = 0, QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;
    /// Makes a row the current one and shows it; -1: none.
    void setCurrentRow(int row);
    [[nodiscard]] int currentRow() const { return currentIndex().row(); }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void currentRowChanged(int row); ///< by the person or the program; -1: none

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    const int m_mostRows;
};

} // namespace ui
