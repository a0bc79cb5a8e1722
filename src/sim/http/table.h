// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kinds/servedkind.h"

namespace sim {

/// ?includeObject=: what a row of a table holds besides its cells.
enum class IncludeObject { None, Metadata, Object };

/// columnDefinitions of a table.
[[nodiscard]] QJsonArray tableColumns(const ServedKind &kind);
[[nodiscard]] QJsonObject tableRow(const ServedKind &kind, const QJsonObject &object, IncludeObject include,
                                   const QDateTime &now);
/// A table without columns (null) or with; metadata as of a list.
[[nodiscard]] QJsonObject tableOf(const QJsonValue &columns, const QJsonArray &rows, const QJsonObject &metadata);

/// The object reduced to its metadata.
[[nodiscard]] QJsonObject metadataOnly(const QJsonObject &object);

} // namespace sim
