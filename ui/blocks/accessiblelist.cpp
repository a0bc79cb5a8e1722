// SPDX-License-Identifier: Apache-2.0
#include "blocks/accessiblelist.h"

#include <QAbstractScrollArea>

namespace ui {

class AccessibleList::Item final : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    Item(AccessibleList *list, int index)
        : m_list(list)
        , m_index(index)
    {
    }

    [[nodiscard]] const AccessibleList *list() const noexcept { return m_list; }
    [[nodiscard]] int index() const noexcept { return m_index; }

    [[nodiscard]] bool isValid() const override { return m_list->isValid() && m_index < m_list->count(); }
    [[nodiscard]] QObject *object() const override { return nullptr; }
    [[nodiscard]] QWindow *window() const override { return isValid() ? m_list->window() : nullptr; }
    [[nodiscard]] QAccessibleInterface *parent() const override { return m_list; }
    [[nodiscard]] QAccessibleInterface *child(int /*index*/) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *childAt(int /*x*/, int /*y*/) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface * /*child*/) const override { return -1; }

    [[nodiscard]] QString text(QAccessible::Text which) const override
    {
        return isValid() ? m_list->itemText(m_index, which) : QString();
    }
    void setText(QAccessible::Text /*which*/, const QString & /*text*/) override { }

    [[nodiscard]] QRect rect() const override
    {
        if (!isValid())
            return {};
        const QRect rect = m_list->itemRect(m_index);
        return {m_list->area()->viewport()->mapToGlobal(rect.topLeft()), rect.size()};
    }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::ListItem; }
    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        const QAbstractScrollArea *area = m_list->area();
        state.focusable = true;
        state.focused = m_list->currentItem() == m_index && area->hasFocus();
        state.offscreen = !area->viewport()->rect().intersects(m_list->itemRect(m_index));
        m_list->completeState(m_index, state);
        return state;
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this) : nullptr;
    }
    [[nodiscard]] QStringList actionNames() const override
    {
        return isValid() && m_list->canPress(m_index) ? QStringList{pressAction(), setFocusAction()}
                                                      : QStringList{setFocusAction()};
    }
    void doAction(const QString &name) override
    {
        if (!isValid())
            return;
        m_list->setCurrentItem(m_index);
        if (name == pressAction())
            m_list->press(m_index);
        else
            m_list->area()->setFocus(Qt::OtherFocusReason);
    }
    [[nodiscard]] QStringList keyBindingsForAction(const QString & /*name*/) const override { return {}; }

private:
    AccessibleList *m_list;
    int m_index;
};

AccessibleList::AccessibleList(QAbstractScrollArea *area)
    : QAccessibleWidget(area, QAccessible::List)
{
}

AccessibleList::~AccessibleList()
{
    for (const auto &[index, id] : m_items)
        QAccessible::deleteAccessibleInterface(id);
}

QAbstractScrollArea *AccessibleList::area() const
{
    return static_cast<QAbstractScrollArea *>(widget());
}

QAccessibleInterface *AccessibleList::child(int index) const
{
    if (index < 0 || index >= count())
        return nullptr;
    auto found = m_items.find(index);
    if (found == m_items.end()) {
        auto *item = new Item(const_cast<AccessibleList *>(this), index);
        found = m_items.emplace(index, QAccessible::registerAccessibleInterface(item)).first;
    }
    return QAccessible::accessibleInterface(found->second);
}

QAccessibleInterface *AccessibleList::childAt(int x, int y) const
{
    return child(itemAt(area()->viewport()->mapFromGlobal(QPoint(x, y))));
}

int AccessibleList::indexOfChild(const QAccessibleInterface *child) const
{
    const auto *item = dynamic_cast<const Item *>(child);
    return item && item->list() == this ? item->index() : -1;
}

QAccessibleInterface *AccessibleList::focusChild() const
{
    return area()->hasFocus() ? child(currentItem()) : nullptr;
}

} // namespace ui
