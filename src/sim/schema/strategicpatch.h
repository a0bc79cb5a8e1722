// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "schema/schema.h"

#include <QJsonObject>
#include <expected>

namespace sim {

/// Applies a strategic merge patch: lists that the schema marks merge by their key (or as sets), and the directives
/// $patch (replace, delete, merge), $retainKeys, $setElementOrder/FIELD and $deleteFromPrimitiveList/FIELD are obeyed.
/// No directive is left in the result. The error is a sentence of the real server.
[[nodiscard]] std::expected<QJsonObject, QString> strategicMerge(const QJsonObject &document, const QJsonObject &patch,
                                                                 const SchemaPtr &schema);

} // namespace sim
