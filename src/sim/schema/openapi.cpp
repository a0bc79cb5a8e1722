// SPDX-License-Identifier: Apache-2.0
#include "schema/openapi.h"

using namespace Qt::StringLiterals;

namespace sim {

namespace {

using Type = Schema::Type;

const QList<std::pair<QString, Type>> typeNames{
    {u"object"_s, Type::Object},   {u"array"_s, Type::Array},   {u"string"_s, Type::String},
    {u"integer"_s, Type::Integer}, {u"number"_s, Type::Number}, {u"boolean"_s, Type::Boolean},
};

template <typename Number>
std::optional<Number> numberAt(const QJsonObject &text, QLatin1StringView key)
{
    const QJsonValue value = text.value(key);
    return value.isDouble() ? std::optional(Number(value.toDouble())) : std::nullopt;
}

QStringList stringsAt(const QJsonObject &text, QLatin1StringView key)
{
    QStringList result;
    for (const QJsonValue &item : text.value(key).toArray())
        result.append(item.toString());
    return result;
}

Type typeOf(const QJsonObject &text)
{
    if (text.value("x-kubernetes-int-or-string"_L1).toBool())
        return Type::IntOrString;
    const QString name = text.value("type"_L1).toString();
    for (const auto &[known, type] : typeNames) {
        if (known == name)
            return type;
    }
    return text.contains("properties"_L1) ? Type::Object : Type::Any;
}

void readLimits(const QJsonObject &text, Schema &schema)
{
    schema.enumeration = text.value("enum"_L1).toArray();
    schema.minimum = numberAt<double>(text, "minimum"_L1);
    schema.maximum = numberAt<double>(text, "maximum"_L1);
    schema.exclusiveMinimum = text.value("exclusiveMinimum"_L1).toBool();
    schema.exclusiveMaximum = text.value("exclusiveMaximum"_L1).toBool();
    schema.minLength = numberAt<qint64>(text, "minLength"_L1);
    schema.maxLength = numberAt<qint64>(text, "maxLength"_L1);
    schema.minItems = numberAt<qint64>(text, "minItems"_L1);
    schema.maxItems = numberAt<qint64>(text, "maxItems"_L1);
    schema.pattern = text.value("pattern"_L1).toString();
}

void writeLimits(const Schema &schema, QJsonObject &text)
{
    const auto put = [&](const QString &key, const auto &limit) {
        if (limit)
            text.insert(key, *limit);
    };
    if (!schema.enumeration.isEmpty())
        text.insert(u"enum"_s, schema.enumeration);
    put(u"minimum"_s, schema.minimum);
    put(u"maximum"_s, schema.maximum);
    put(u"minLength"_s, schema.minLength);
    put(u"maxLength"_s, schema.maxLength);
    put(u"minItems"_s, schema.minItems);
    put(u"maxItems"_s, schema.maxItems);
    if (!schema.pattern.isEmpty())
        text.insert(u"pattern"_s, schema.pattern);
}

void writeMerging(const Schema &schema, QJsonObject &text)
{
    if (schema.type == Type::Array && schema.list != Schema::List::Atomic) {
        const bool map = schema.list == Schema::List::Map;
        text.insert(u"x-kubernetes-list-type"_s, map ? u"map"_s : u"set"_s);
        if (map)
            text.insert(u"x-kubernetes-list-map-keys"_s, QJsonArray::fromStringList(schema.listKeys));
    }
    if (schema.type == Type::Object && schema.atomicMap)
        text.insert(u"x-kubernetes-map-type"_s, u"atomic"_s);
    QStringList strategies;
    if (schema.mergeList)
        strategies.append(u"merge"_s);
    if (schema.retainKeys)
        strategies.append(u"retainKeys"_s);
    if (!strategies.isEmpty())
        text.insert(u"x-kubernetes-patch-strategy"_s, strategies.join(u','));
    if (!schema.mergeKey.isEmpty())
        text.insert(u"x-kubernetes-patch-merge-key"_s, schema.mergeKey);
}

} // namespace

SchemaPtr readOpenApi(const QJsonObject &text)
{
    auto schema = std::make_shared<Schema>();
    schema->type = typeOf(text);
    schema->format = text.value("format"_L1).toString();
    schema->description = text.value("description"_L1).toString();
    schema->nullable = text.value("nullable"_L1).toBool();
    schema->preserveUnknown = text.value("x-kubernetes-preserve-unknown-fields"_L1).toBool();
    schema->embeddedResource = text.value("x-kubernetes-embedded-resource"_L1).toBool();
    schema->required = stringsAt(text, "required"_L1);
    schema->defaultValue = text.value("default"_L1);
    readLimits(text, *schema);

    const QJsonObject properties = text.value("properties"_L1).toObject();
    for (auto property = properties.constBegin(); property != properties.constEnd(); ++property)
        schema->properties.insert(property.key(), readOpenApi(property->toObject()));
    const QJsonValue values = text.value("additionalProperties"_L1);
    if (values.isObject())
        schema->values = readOpenApi(values.toObject());
    else if (values.toBool())
        schema->preserveUnknown = true;
    if (text.value("items"_L1).isObject())
        schema->items = readOpenApi(text.value("items"_L1).toObject());

    const QString list = text.value("x-kubernetes-list-type"_L1).toString();
    if (list == "map"_L1) {
        schema->list = Schema::List::Map;
        schema->listKeys = stringsAt(text, "x-kubernetes-list-map-keys"_L1);
    } else if (list == "set"_L1) {
        schema->list = Schema::List::Set;
    }
    schema->atomicMap = text.value("x-kubernetes-map-type"_L1).toString() == "atomic"_L1;
    return schema;
}

QJsonObject writeOpenApi(const Schema &schema)
{
    QJsonObject text;
    for (const auto &[name, type] : typeNames) {
        if (type == schema.type)
            text.insert(u"type"_s, name);
    }
    if (schema.type == Type::IntOrString)
        text.insert(u"x-kubernetes-int-or-string"_s, true);
    if (!schema.format.isEmpty() && schema.format != "quantity"_L1)
        text.insert(u"format"_s, schema.format);
    if (!schema.description.isEmpty())
        text.insert(u"description"_s, schema.description);
    if (schema.preserveUnknown)
        text.insert(u"x-kubernetes-preserve-unknown-fields"_s, true);
    if (!schema.required.isEmpty())
        text.insert(u"required"_s, QJsonArray::fromStringList(schema.required));
    if (!schema.defaultValue.isUndefined() && !schema.defaultValue.isNull())
        text.insert(u"default"_s, schema.defaultValue);
    writeLimits(schema, text);

    QJsonObject properties;
    for (auto property = schema.properties.constBegin(); property != schema.properties.constEnd(); ++property)
        properties.insert(property.key(), writeOpenApi(**property));
    if (!properties.isEmpty())
        text.insert(u"properties"_s, properties);
    if (schema.values)
        text.insert(u"additionalProperties"_s, writeOpenApi(*schema.values));
    if (schema.items)
        text.insert(u"items"_s, writeOpenApi(*schema.items));
    writeMerging(schema, text);
    return text;
}

} // namespace sim
