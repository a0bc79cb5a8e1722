// SPDX-License-Identifier: Apache-2.0
#include "diff/diffaccessible.h"

#include "blocks/accessiblelist.h"
#include "diff/diffview.h"

namespace ui {

namespace {

/// The lines, in words. One that stands for what is folded can be pressed to open it.
class DiffInterface final : public AccessibleList
{
public:
    explicit DiffInterface(DiffView *view)
        : AccessibleList(view)
    {
    }

protected:
    [[nodiscard]] int count() const override { return int(view()->rows().size()); }
    [[nodiscard]] int currentItem() const override { return int(view()->currentLine()); }
    [[nodiscard]] int itemAt(const QPoint &point) const override { return int(view()->lineAt(point.y())); }
    [[nodiscard]] QRect itemRect(int index) const override { return view()->lineRect(index); }
    [[nodiscard]] QString itemText(int index, QAccessible::Text which) const override
    {
        return which == QAccessible::Name ? view()->description(index) : QString();
    }
    void completeState(int index, QAccessible::State &state) const override
    {
        state.active = state.focused;
        state.readOnly = true;
        state.expandable = canPress(index);
        state.collapsed = canPress(index);
    }
    [[nodiscard]] bool canPress(int index) const override
    {
        return view()->rows().at(index).kind == DiffLine::Kind::Fold;
    }
    void setCurrentItem(int index) override { view()->setCurrentLine(index); }
    void press(int index) override { view()->unfold(index); }

private:
    [[nodiscard]] DiffView *view() const { return static_cast<DiffView *>(widget()); }
};

} // namespace

QAccessibleInterface *diffAccessible(const QString & /*className*/, QObject *object)
{
    auto *view = qobject_cast<DiffView *>(object);
    return view ? new DiffInterface(view) : nullptr;
}

} // namespace ui
