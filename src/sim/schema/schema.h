// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonArray>
#include <QJsonValue>
#include <QMap>
#include <QString>
#include <QStringList>
#include <memory>
#include <optional>

namespace sim {

struct Schema;
using SchemaPtr = std::shared_ptr<const Schema>;

/// What a value must look like, how two of it merge, and what is filled in. One description for custom resources (read
/// from openAPIV3Schema) and for built-in kinds (read from *.types). Immutable and shared once built.
struct Schema
{
    enum class Type { Any, Object, Array, String, Integer, Number, Boolean, IntOrString };
    enum class List { Atomic, Set, Map }; ///< x-kubernetes-list-type: who owns the items

    Type type = Type::Any;
    QString name; ///< of a built-in type: "PodSpec"
    QString format; ///< "int32", "int64", "byte", "date-time", "quantity"
    QString description;

    QMap<QString, SchemaPtr> properties; ///< of an Object with known fields
    SchemaPtr values; ///< of an Object that is a map
    SchemaPtr items; ///< of an Array
    QStringList required;
    bool nullable = false;
    bool preserveUnknown = false; ///< fields that are not known stay
    bool embeddedResource = false; ///< has apiVersion, kind and metadata of its own

    QJsonValue defaultValue = QJsonValue::Undefined;
    QJsonArray enumeration;
    std::optional<double> minimum;
    std::optional<double> maximum;
    bool exclusiveMinimum = false;
    bool exclusiveMaximum = false;
    std::optional<qint64> minLength;
    std::optional<qint64> maxLength;
    std::optional<qint64> minItems;
    std::optional<qint64> maxItems;
    QString pattern;

    // How server-side apply shares it.
    List list = List::Atomic;
    QStringList listKeys;
    bool atomicMap = false;

    // How a strategic merge patch merges it.
    bool mergeList = false;
    QString mergeKey; ///< empty: a list of scalars
    bool retainKeys = false;

    bool pointer = false; ///< of a built-in field: absent when nobody set it, even if it has a default
    bool omitZero = false; ///< of a built-in field: "", 0, false, [] and {} are the same as absent

    /// The schema below a field; null where none is known, so that the value is free or the field unknown.
    [[nodiscard]] SchemaPtr child(const QString &field) const
    {
        const auto found = properties.constFind(field);
        return found != properties.constEnd() ? *found : values;
    }
    /// A field that is known by name, or any key of a map, or anything where unknown fields are kept.
    [[nodiscard]] bool allows(const QString &field) const
    {
        return type == Type::Any || preserveUnknown || values || properties.contains(field);
    }
};

} // namespace sim
