// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fleetrow.h"

#include <QWidget>

class QLineEdit;
class QSortFilterProxyModel;
class QTreeView;

namespace ui {

class FleetModel;

/// The fleet at the side of the window: a filter and the tree. Filters while one types; a row that matches keeps the
/// rows above it. Keyboard: arrows move, Enter chooses, Escape in the filter clears it.
class FleetPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit FleetPanel(FleetModel &model, QWidget *parent = nullptr);

    /// Makes a row the current one, without choosing it.
    void select(const QModelIndex &sourceIndex);
    void focusFilter();

    [[nodiscard]] QTreeView *view() const noexcept { return m_view; }
    [[nodiscard]] QLineEdit *filter() const noexcept { return m_filter; }

Q_SIGNALS:
    /// By a click, or by Enter.
    void chosen(const ui::FleetRow &row);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void choose(const QModelIndex &index);
    void expandNew(const QModelIndex &parent);

    FleetModel &m_model;
    QSortFilterProxyModel *m_proxy;
    QLineEdit *m_filter;
    QTreeView *m_view;
};

} // namespace ui
