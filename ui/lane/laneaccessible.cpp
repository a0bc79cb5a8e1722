// SPDX-License-Identifier: Apache-2.0
#include "lane/laneaccessible.h"

#include "blocks/accessiblelist.h"
#include "lane/lanewidget.h"
#include "lane/podtext.h"

namespace ui {

namespace {

/// The pods, by their places: each can be chosen and activated.
class LaneInterface final : public AccessibleList
{
public:
    explicit LaneInterface(LaneWidget *lane)
        : AccessibleList(lane)
    {
    }

protected:
    [[nodiscard]] int count() const override { return lane()->count(); }
    [[nodiscard]] int currentItem() const override { return lane()->currentPlace(); }
    [[nodiscard]] int itemAt(const QPoint &point) const override { return lane()->placeAt(point); }
    [[nodiscard]] QRect itemRect(int index) const override { return lane()->cell(index); }
    [[nodiscard]] QString itemText(int index, QAccessible::Text which) const override
    {
        if (which == QAccessible::Name)
            return oneLine(lane()->pod(index).name);
        return which == QAccessible::Description ? podDescription(lane()->pod(index), lane()->now()) : QString();
    }
    void completeState(int index, QAccessible::State &state) const override
    {
        state.selectable = true;
        state.selected = lane()->currentPlace() == index;
        state.active = state.selected;
    }
    [[nodiscard]] bool canPress(int /*index*/) const override { return true; }
    void setCurrentItem(int index) override { lane()->setCurrentPlace(index); }
    void press(int index) override { lane()->activate(index); }

private:
    [[nodiscard]] LaneWidget *lane() const { return static_cast<LaneWidget *>(widget()); }
};

} // namespace

QAccessibleInterface *laneAccessible(const QString & /*className*/, QObject *object)
{
    auto *lane = qobject_cast<LaneWidget *>(object);
    return lane ? new LaneInterface(lane) : nullptr;
}

} // namespace ui
