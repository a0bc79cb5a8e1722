// SPDX-License-Identifier: Apache-2.0
#pragma once

class QAccessibleInterface;
class QObject;
class QString;

namespace ui {

/// The accessible tree of a LaneWidget: a list whose items are the pods, each with its name and a description of its
/// state. A factory for QAccessible::installFactory(); null for objects of other classes.
[[nodiscard]] QAccessibleInterface *laneAccessible(const QString &className, QObject *object);

} // namespace ui
