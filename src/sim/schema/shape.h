// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "failure.h"
#include "schema/schema.h"

namespace sim {

/// An object as the API server keeps it, and the fields it did not know.
struct Shaped
{
    QJsonObject object;
    QStringList unknown; ///< "spec.containers[0].foo"; they are not in object
};

/// A built-in kind as a typed server reads it: unknown fields, nulls and meaningless zero values go, quantities become
/// canonical. The error is about a value of the wrong type, in Go's words.
[[nodiscard]] std::expected<Shaped, QString> shapeBuiltIn(const QJsonObject &object, const SchemaPtr &schema);

/// A custom resource: unknown fields go, except where the schema keeps them; types are checked later, by validate().
[[nodiscard]] Shaped shapeCustom(const QJsonObject &object, const SchemaPtr &schema);

/// The value with the defaults of the schema filled in, at every depth.
[[nodiscard]] QJsonValue withDefaults(const QJsonValue &value, const SchemaPtr &schema);

/// What a typed server shows of an object in which nothing is set: {"spec":{"selector":null,"template":{...}},...}.
[[nodiscard]] QJsonObject emptyObject(const Schema &schema);

/// Checks a value against types, bounds, enumerations, patterns and required fields; path is its own: "spec.nodes".
[[nodiscard]] QList<Cause> validate(const QJsonValue &value, const SchemaPtr &schema, const QString &path);

} // namespace sim
