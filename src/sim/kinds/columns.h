// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kinds/servedkind.h"

#include <initializer_list>

/// What the columns of built-in kinds are made of.
namespace sim {

using Cell = std::function<QJsonValue(const QJsonObject &, const QDateTime &)>;

[[nodiscard]] Column column(const QString &name, const QString &type, Cell cell, int priority = 0);

[[nodiscard]] Column nameColumn();
[[nodiscard]] Column ageColumn();
[[nodiscard]] Column createdColumn();

/// A text somewhere in the object; `none` where it is empty.
[[nodiscard]] Column textColumn(const QString &name, QLatin1StringView path, int priority = 0,
                                const QString &none = {});
[[nodiscard]] Column numberColumn(const QString &name, QLatin1StringView path);
/// One field of each item of a list, or the items themselves where it has no name.
[[nodiscard]] Column listColumn(const QString &name, QLatin1StringView path, QLatin1StringView field, int priority);
/// How many keys some maps, or lists, have.
[[nodiscard]] Column keyCountColumn(const QString &name, std::initializer_list<QLatin1StringView> maps);

/// The text of a listColumn().
[[nodiscard]] QString joined(const QJsonArray &list, QLatin1StringView field,
                             const QString &none = QStringLiteral("<none>"));

} // namespace sim
