// SPDX-License-Identifier: Apache-2.0
#include "blocks/markedlist.h"

#include "blocks/markedrow.h"

#include <algorithm>

namespace ui {

MarkedList::MarkedList(const QString &name, int mostRows, QWidget *parent)
    : QListView(parent)
    , m_mostRows(mostRows)
{
    setItemDelegate(new MarkedRowDelegate(this));
    setAccessibleName(name);
    setFrameShape(NoFrame);
    setUniformItemSizes(true);
    setMouseTracking(true);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setResizeMode(Adjust);
    if (mostRows > 0)
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void MarkedList::setModel(QAbstractItemModel *model)
{
    QListView::setModel(model);
    connect(model, &QAbstractItemModel::modelReset, this, &MarkedList::updateGeometry);
    connect(model, &QAbstractItemModel::rowsInserted, this, &MarkedList::updateGeometry);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &MarkedList::updateGeometry);
}

void MarkedList::setCurrentRow(int row)
{
    const QModelIndex index = model()->index(row, 0);
    setCurrentIndex(index);
    if (index.isValid())
        scrollTo(index);
}

QSize MarkedList::sizeHint() const
{
    if (m_mostRows == 0 || !model())
        return QListView::sizeHint();
    const int rows = std::clamp(model()->rowCount(), 1, m_mostRows);
    return {240, rows * std::max(sizeHintForRow(0), 20)};
}

QSize MarkedList::minimumSizeHint() const
{
    return m_mostRows == 0 ? QSize(120, 80) : QSize(120, sizeHint().height());
}

void MarkedList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    Q_EMIT currentRowChanged(current.row());
}

} // namespace ui
