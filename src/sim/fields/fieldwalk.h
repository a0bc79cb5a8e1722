// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fields/fieldset.h"
#include "schema/schema.h"

#include <optional>

namespace sim {

// Server-side apply on values. Where the schema knows nothing, maps merge field by field and lists as a whole.

/// The fields that an applied configuration claims.
[[nodiscard]] FieldSet fieldsOf(const QJsonObject &object, const SchemaPtr &schema);

/// What a manager has, told as the schema shares it now: who has a map or list as a whole that is shared part by part
/// has the parts that are there, and the other way round. fieldsV1 cannot tell a map alone from a map as a whole, so
/// that who has only the map comes to have its parts too.
[[nodiscard]] FieldSet reconciled(const FieldSet &fields, const QJsonObject &live, const SchemaPtr &schema);

/// What changed between two states of an object.
struct Comparison
{
    FieldSet added;
    FieldSet modified;
    FieldSet removed;

    [[nodiscard]] bool isSame() const { return added.isEmpty() && modified.isEmpty() && removed.isEmpty(); }
};
[[nodiscard]] Comparison compared(const QJsonObject &before, const QJsonObject &after, const SchemaPtr &schema);

/// live with everything that applied says; what applied does not mention stays.
[[nodiscard]] QJsonObject mergedFields(const QJsonObject &live, const QJsonObject &applied, const SchemaPtr &schema);

/// object without the members of gone; what becomes empty by that goes too, unless kept reaches it.
[[nodiscard]] QJsonObject withoutFields(const QJsonObject &object, const FieldSet &gone, const FieldSet &kept,
                                        const SchemaPtr &schema);

/// Why an applied configuration does not fit the schema, in the words of the real server; nothing if it does.
[[nodiscard]] std::optional<QString> misfit(const QJsonObject &applied, const SchemaPtr &schema);

} // namespace sim
