// SPDX-License-Identifier: Apache-2.0
#pragma once

class QAccessibleInterface;
class QObject;
class QString;

namespace ui {

/// The accessible tree of a DiffView: a list whose items are the lines, in words. A factory for
/// QAccessible::installFactory(); null for objects of other classes.
[[nodiscard]] QAccessibleInterface *diffAccessible(const QString &className, QObject *object);

} // namespace ui
