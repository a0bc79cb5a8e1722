// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAccessibleWidget>
#include <map>

class QAbstractScrollArea;

namespace ui {

/// The accessible interface of a widget that paints its items where others have widgets: a list, whose children are
/// the items. A child is a place, not what stands there: it stays while that changes, and is invalid while nothing is
/// there. Made when it is first asked for; goes with the list.
class AccessibleList : public QAccessibleWidget
{
public:
    ~AccessibleList() override;
    Q_DISABLE_COPY_MOVE(AccessibleList)

    [[nodiscard]] int childCount() const final { return count(); }
    [[nodiscard]] QAccessibleInterface *child(int index) const final;
    [[nodiscard]] QAccessibleInterface *childAt(int x, int y) const final;
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *child) const final;
    [[nodiscard]] QAccessibleInterface *focusChild() const final;

protected:
    explicit AccessibleList(QAbstractScrollArea *area);

    // What the widget has, by index. Points and rectangles are in coordinates of its viewport.
    [[nodiscard]] virtual int count() const = 0;
    [[nodiscard]] virtual int currentItem() const = 0; ///< -1: none
    [[nodiscard]] virtual int itemAt(const QPoint &point) const = 0; ///< -1: none
    [[nodiscard]] virtual QRect itemRect(int index) const = 0;
    [[nodiscard]] virtual QString itemText(int index, QAccessible::Text which) const = 0;
    /// Adds to the state what only this widget knows: whether an item has the focus and is seen is there already.
    virtual void completeState(int index, QAccessible::State &state) const = 0;
    [[nodiscard]] virtual bool canPress(int index) const = 0;
    virtual void setCurrentItem(int index) = 0;
    virtual void press(int index) = 0;

private:
    class Item;

    [[nodiscard]] QAbstractScrollArea *area() const;

    mutable std::map<int, QAccessible::Id> m_items; ///< those that were asked for; Qt's cache owns them
};

} // namespace ui
