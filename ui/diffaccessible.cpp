// SPDX-License-Identifier: Apache-2.0
#include "diffaccessible.h"

#include "diffview.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QPointer>
#include <QWindow>
#include <map>

namespace ui {

namespace {

/// One line. Belongs to Qt's cache of interfaces; a place, not a line, so that it survives folding.
class LineInterface final : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    LineInterface(DiffView *view, int index)
        : m_view(view)
        , m_index(index)
    {
    }

    [[nodiscard]] bool isValid() const override { return m_view && m_index < m_view->rows().size(); }
    [[nodiscard]] QObject *object() const override { return nullptr; }
    [[nodiscard]] QWindow *window() const override { return isValid() ? m_view->window()->windowHandle() : nullptr; }
    [[nodiscard]] QAccessibleInterface *parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_view);
    }
    [[nodiscard]] QAccessibleInterface *child(int /*index*/) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *childAt(int /*x*/, int /*y*/) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface * /*child*/) const override { return -1; }

    [[nodiscard]] QString text(QAccessible::Text which) const override
    {
        return isValid() && which == QAccessible::Name ? m_view->description(m_index) : QString();
    }
    void setText(QAccessible::Text /*which*/, const QString & /*text*/) override { }

    [[nodiscard]] QRect rect() const override
    {
        if (!isValid())
            return {};
        const QRect line = m_view->lineRect(m_index);
        return {m_view->viewport()->mapToGlobal(line.topLeft()), line.size()};
    }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::ListItem; }
    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        state.focusable = true;
        state.focused = m_view->currentLine() == m_index && m_view->hasFocus();
        state.active = state.focused;
        state.readOnly = true;
        state.expandable = isFold();
        state.collapsed = isFold();
        state.offscreen = !m_view->viewport()->rect().intersects(m_view->lineRect(m_index));
        return state;
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this) : nullptr;
    }
    [[nodiscard]] QStringList actionNames() const override
    {
        return isFold() ? QStringList{pressAction(), setFocusAction()} : QStringList{setFocusAction()};
    }
    void doAction(const QString &name) override
    {
        if (!isValid())
            return;
        m_view->setCurrentLine(m_index);
        if (name == pressAction())
            m_view->unfold(m_index);
        else
            m_view->setFocus(Qt::OtherFocusReason);
    }
    [[nodiscard]] QStringList keyBindingsForAction(const QString & /*name*/) const override { return {}; }

private:
    [[nodiscard]] bool isFold() const { return isValid() && m_view->rows().at(m_index).kind == DiffLine::Kind::Fold; }

    QPointer<DiffView> m_view;
    int m_index;
};

class DiffInterface final : public QAccessibleWidget
{
public:
    explicit DiffInterface(DiffView *view)
        : QAccessibleWidget(view, QAccessible::List)
    {
    }
    ~DiffInterface() override
    {
        for (const auto &[index, id] : m_children)
            QAccessible::deleteAccessibleInterface(id);
    }
    Q_DISABLE_COPY_MOVE(DiffInterface)

    [[nodiscard]] int childCount() const override { return int(view()->rows().size()); }
    [[nodiscard]] QAccessibleInterface *child(int index) const override
    {
        if (index < 0 || index >= childCount())
            return nullptr;
        auto found = m_children.find(index);
        if (found == m_children.end()) {
            const QAccessible::Id id = QAccessible::registerAccessibleInterface(new LineInterface(view(), index));
            found = m_children.emplace(index, id).first;
        }
        return QAccessible::accessibleInterface(found->second);
    }
    [[nodiscard]] QAccessibleInterface *childAt(int /*x*/, int y) const override
    {
        return child(int(view()->lineAt(view()->viewport()->mapFromGlobal(QPoint(0, y)).y())));
    }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *child) const override
    {
        const QAccessible::Id id = QAccessible::uniqueId(const_cast<QAccessibleInterface *>(child));
        for (const auto &[index, known] : m_children) {
            if (known == id)
                return index;
        }
        return -1;
    }
    [[nodiscard]] QAccessibleInterface *focusChild() const override
    {
        return view()->hasFocus() ? child(int(view()->currentLine())) : nullptr;
    }

private:
    [[nodiscard]] DiffView *view() const { return static_cast<DiffView *>(widget()); }

    mutable std::map<int, QAccessible::Id> m_children; ///< those that were asked for
};

} // namespace

QAccessibleInterface *diffAccessible(const QString & /*className*/, QObject *object)
{
    auto *view = qobject_cast<DiffView *>(object);
    return view ? new DiffInterface(view) : nullptr;
}

} // namespace ui
