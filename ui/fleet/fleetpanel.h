// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fleet/fleetrow.h"

#include <QPersistentModelIndex>
#include <QSet>
#include <QWidget>

class QLineEdit;
class QSortFilterProxyModel;
class QTreeView;

namespace ui {

class Notice;

class FleetModel;

/// The fleet at the side of the window: a filter and the tree. Filters while one types; a row that matches keeps the
/// rows above it. What was selected and what was folded is so again when the filter is cleared. Keyboard: arrows move,
/// Enter chooses, Escape in the filter clears it.
class FleetPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit FleetPanel(FleetModel &model, QWidget *parent = nullptr);

    /// Makes a row the current one, without choosing it.
    void select(const QModelIndex &sourceIndex);
    void focusFilter();
    /// Something about the kubeconfig as a whole, below the tree; empty: nothing.
    void setNote(const QString &note);

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
    void applyFilter(const QString &text);
    void expandNew(const QModelIndex &parent, int first, int last);

    FleetModel &m_model;
    QSortFilterProxyModel *m_proxy;
    QLineEdit *m_filter;
    QTreeView *m_view;
    Notice *m_note;
    QPersistentModelIndex m_selected; ///< of m_model: what was selected or chosen last
    QSet<QPersistentModelIndex> m_folded; ///< of m_model: by a person
};

} // namespace ui
