// SPDX-License-Identifier: Apache-2.0
#include "laneaccessible.h"

#include "lanewidget.h"
#include "podtext.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QPointer>
#include <QWindow>

namespace ui {

namespace {

/// One pod. Belongs to Qt's cache of interfaces; a place, not a pod, so that it survives replacements.
class PodInterface final : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    PodInterface(LaneWidget *lane, int place)
        : m_lane(lane)
        , m_place(place)
    {
    }

    [[nodiscard]] bool isValid() const override { return m_lane && m_place < m_lane->count(); }
    [[nodiscard]] QObject *object() const override { return nullptr; }
    [[nodiscard]] QWindow *window() const override { return isValid() ? m_lane->window()->windowHandle() : nullptr; }
    [[nodiscard]] QAccessibleInterface *parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_lane);
    }
    [[nodiscard]] QAccessibleInterface *child(int /*index*/) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *childAt(int /*x*/, int /*y*/) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface * /*child*/) const override { return -1; }

    [[nodiscard]] QString text(QAccessible::Text which) const override
    {
        if (!isValid())
            return {};
        if (which == QAccessible::Name)
            return oneLine(m_lane->pod(m_place).name);
        if (which == QAccessible::Description)
            return podDescription(m_lane->pod(m_place), m_lane->now());
        return {};
    }
    void setText(QAccessible::Text /*which*/, const QString & /*text*/) override { }

    [[nodiscard]] QRect rect() const override
    {
        if (!isValid())
            return {};
        const QRect cell = m_lane->cell(m_place);
        return {m_lane->viewport()->mapToGlobal(cell.topLeft()), cell.size()};
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
        state.selectable = true;
        state.selected = m_lane->currentPlace() == m_place;
        state.active = state.selected;
        state.focused = state.selected && m_lane->hasFocus();
        state.offscreen = !m_lane->viewport()->rect().intersects(m_lane->cell(m_place));
        return state;
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this) : nullptr;
    }
    [[nodiscard]] QStringList actionNames() const override { return {pressAction(), setFocusAction()}; }
    void doAction(const QString &name) override
    {
        if (!isValid())
            return;
        m_lane->setCurrentPlace(m_place);
        if (name == pressAction())
            m_lane->activate(m_place);
        else
            m_lane->setFocus(Qt::OtherFocusReason);
    }
    [[nodiscard]] QStringList keyBindingsForAction(const QString & /*name*/) const override { return {}; }

private:
    QPointer<LaneWidget> m_lane;
    int m_place;
};

class LaneInterface final : public QAccessibleWidget
{
public:
    explicit LaneInterface(LaneWidget *lane)
        : QAccessibleWidget(lane, QAccessible::List)
    {
    }
    ~LaneInterface() override
    {
        for (const QAccessible::Id id : m_children)
            QAccessible::deleteAccessibleInterface(id);
    }
    Q_DISABLE_COPY_MOVE(LaneInterface)

    [[nodiscard]] int childCount() const override { return lane()->count(); }
    [[nodiscard]] QAccessibleInterface *child(int index) const override
    {
        if (index < 0 || index >= lane()->count())
            return nullptr;
        while (m_children.size() <= static_cast<size_t>(index)) {
            auto *item = new PodInterface(lane(), static_cast<int>(m_children.size()));
            m_children.push_back(QAccessible::registerAccessibleInterface(item));
        }
        return QAccessible::accessibleInterface(m_children[static_cast<size_t>(index)]);
    }
    [[nodiscard]] QAccessibleInterface *childAt(int x, int y) const override
    {
        return child(lane()->placeAt(lane()->viewport()->mapFromGlobal(QPoint(x, y))));
    }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *child) const override
    {
        const auto found =
            std::ranges::find(m_children, QAccessible::uniqueId(const_cast<QAccessibleInterface *>(child)));
        return found == m_children.end() ? -1 : static_cast<int>(found - m_children.begin());
    }
    [[nodiscard]] QAccessibleInterface *focusChild() const override
    {
        return lane()->hasFocus() ? child(lane()->currentPlace()) : nullptr;
    }

private:
    [[nodiscard]] LaneWidget *lane() const { return static_cast<LaneWidget *>(widget()); }

    mutable std::vector<QAccessible::Id> m_children;
};

} // namespace

QAccessibleInterface *laneAccessible(const QString & /*className*/, QObject *object)
{
    auto *lane = qobject_cast<LaneWidget *>(object);
    return lane ? new LaneInterface(lane) : nullptr;
}

} // namespace ui
