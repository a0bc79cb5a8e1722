// SPDX-License-Identifier: Apache-2.0
#include "schema/shape.h"

#include "canonicalquantity.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

QString at(const QString &path, const QString &field)
{
    return path.isEmpty() ? field : path + u'.' + field;
}

bool isZero(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        return true;
    case QJsonValue::Bool:
        return !value.toBool();
    case QJsonValue::Double:
        return value.toDouble() == 0;
    case QJsonValue::String:
        return value.toString().isEmpty();
    case QJsonValue::Array:
        return value.toArray().isEmpty();
    case QJsonValue::Object:
        return value.toObject().isEmpty();
    }
    return false;
}

/// What JSON calls the type of a value, in Go's words.
QString jsonTypeName(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return u"bool"_s;
    case QJsonValue::Double:
        return u"number"_s;
    case QJsonValue::String:
        return u"string"_s;
    case QJsonValue::Array:
        return u"array"_s;
    case QJsonValue::Object:
        return u"object"_s;
    default:
        return u"null"_s;
    }
}

QString goTypeName(const Schema &schema)
{
    switch (schema.type) {
    case Schema::Type::Boolean:
        return u"bool"_s;
    case Schema::Type::Integer:
        return schema.format;
    case Schema::Type::Number:
        return u"float64"_s;
    case Schema::Type::Array:
        return u"[]"_s + (schema.items ? goTypeName(*schema.items) : QString());
    case Schema::Type::Object:
        return schema.values ? u"map[string]"_s + goTypeName(*schema.values) : QString(u"v1."_s + schema.name);
    default:
        return u"string"_s;
    }
}

/// Reads one built-in value; throws nothing: the first wrong type is kept in error.
class TypedReader
{
public:
    QString error;
    QStringList unknown;

    QJsonValue read(const QJsonValue &value, const SchemaPtr &schema, const QString &owner, const QString &path,
                    const QString &goPath)
    {
        if (!schema || schema->type == Schema::Type::Any || value.isNull())
            return value;
        switch (schema->type) {
        case Schema::Type::Object:
            return readObject(value, schema, owner, path, goPath);
        case Schema::Type::Array:
            return readList(value, schema, owner, path, goPath);
        case Schema::Type::String:
            return readString(value, *schema, owner, goPath);
        case Schema::Type::Boolean:
            return value.isBool() ? value : wrong(value, *schema, owner, goPath);
        case Schema::Type::Integer:
            if (!value.isDouble())
                return wrong(value, *schema, owner, goPath);
            return value.toInteger(std::numeric_limits<qint64>::min()) == std::numeric_limits<qint64>::min()
                ? wrong(value, *schema, owner, goPath, u" "_s + QString::number(value.toDouble()))
                : value;
        case Schema::Type::Number:
            return value.isDouble() ? value : wrong(value, *schema, owner, goPath);
        case Schema::Type::IntOrString:
            return value.isDouble() || value.isString() ? value : wrong(value, *schema, owner, goPath);
        case Schema::Type::Any:
            break;
        }
        return value;
    }

private:
    QJsonValue wrong(const QJsonValue &value, const Schema &schema, const QString &owner, const QString &goPath,
                     const QString &literal = {})
    {
        if (error.isEmpty())
            error = u"json: cannot unmarshal %1%2 into Go struct field %3.%4 of type %5"_s.arg(
                jsonTypeName(value), literal, owner, goPath, goTypeName(schema));
        return value;
    }

    QJsonValue readString(const QJsonValue &value, const Schema &schema, const QString &owner, const QString &goPath)
    {
        if (schema.format == "quantity"_L1) {
            const QString text = value.isDouble() ? value.toVariant().toString() : value.toString();
            const std::optional<QString> quantity =
                value.isDouble() || value.isString() ? kube::canonicalQuantity(text) : std::nullopt;
            if (!quantity && error.isEmpty())
                error = u"quantities must match the regular expression "
                        "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"_s;
            return quantity.value_or(text);
        }
        if (!value.isString())
            return wrong(value, schema, owner, goPath);
        const QString text = value.toString();
        if (schema.format == "date-time"_L1 && !text.isEmpty()
            && !QDateTime::fromString(text, Qt::ISODateWithMs).isValid() && error.isEmpty())
            error =
                u"parsing time \"%1\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"%1\" as \"2006\""_s.arg(text);
        return value;
    }

    QJsonValue readList(const QJsonValue &value, const SchemaPtr &schema, const QString &owner, const QString &path,
                        const QString &goPath)
    {
        if (!value.isArray())
            return wrong(value, *schema, owner, goPath);
        QJsonArray result;
        int index = 0;
        for (const QJsonValue &item : value.toArray())
            result.append(read(item, schema->items, owner, path + u'[' + QString::number(index++) + u']', goPath));
        return result;
    }

    QJsonValue readObject(const QJsonValue &value, const SchemaPtr &schema, const QString &owner, const QString &path,
                          const QString &goPath)
    {
        if (!value.isObject())
            return wrong(value, *schema, owner, goPath);
        QJsonObject result;
        const QJsonObject object = value.toObject();
        for (auto field = object.constBegin(); field != object.constEnd(); ++field) {
            const QString place = at(path, field.key());
            if (!schema->allows(field.key())) {
                unknown.append(place);
                continue;
            }
            const SchemaPtr child = schema->child(field.key());
            // A map is no struct: Go names the field that holds it.
            const QJsonValue inner = schema->values ? read(*field, child, owner, place, goPath)
                                                    : read(*field, child, schema->name, place, at(goPath, field.key()));
            if (inner.isNull() || (child && child->omitZero && isZero(inner)))
                continue;
            result.insert(field.key(), inner);
        }
        return result;
    }
};

QJsonValue pruned(const QJsonValue &value, const SchemaPtr &schema, const QString &path, QStringList &unknown)
{
    if (!schema)
        return value;
    if (value.isArray()) {
        if (!schema->items)
            return value;
        QJsonArray result;
        int index = 0;
        for (const QJsonValue &item : value.toArray())
            result.append(pruned(item, schema->items, path + u'[' + QString::number(index++) + u']', unknown));
        return result;
    }
    if (!value.isObject())
        return value;
    QJsonObject result;
    const QJsonObject object = value.toObject();
    for (auto field = object.constBegin(); field != object.constEnd(); ++field) {
        const QString place = at(path, field.key());
        const SchemaPtr child = schema->child(field.key());
        const bool ofResource = schema->embeddedResource
            && (field.key() == "apiVersion"_L1 || field.key() == "kind"_L1 || field.key() == "metadata"_L1);
        if (!schema->allows(field.key()) && !ofResource) {
            unknown.append(place);
        } else if (!(field->isNull() && child && !child->nullable && !child->defaultValue.isUndefined())) {
            // A null where there is a default is the same as nothing: the default is filled in.
            result.insert(field.key(), pruned(*field, child, place, unknown));
        }
    }
    return result;
}

} // namespace

std::expected<Shaped, QString> shapeBuiltIn(const QJsonObject &object, const SchemaPtr &schema)
{
    TypedReader reader;
    const QJsonValue read = reader.read(object, schema, {}, {}, {});
    if (!reader.error.isEmpty())
        return std::unexpected(reader.error);
    return Shaped{read.toObject(), reader.unknown};
}

Shaped shapeCustom(const QJsonObject &object, const SchemaPtr &schema)
{
    QStringList unknown;
    const QJsonValue result = pruned(object, schema, {}, unknown);
    return {result.toObject(), unknown};
}

QJsonValue withDefaults(const QJsonValue &value, const SchemaPtr &schema)
{
    if (!schema)
        return value;
    if (value.isArray() && schema->items) {
        QJsonArray result;
        for (const QJsonValue &item : value.toArray())
            result.append(withDefaults(item, schema->items));
        return result;
    }
    if (!value.isObject())
        return value;
    QJsonObject object = value.toObject();
    for (auto property = schema->properties.constBegin(); property != schema->properties.constEnd(); ++property) {
        if (!(*property)->defaultValue.isUndefined() && !object.contains(property.key()))
            object.insert(property.key(), (*property)->defaultValue);
    }
    for (auto field = object.begin(); field != object.end(); ++field) {
        if (field->isObject() || field->isArray())
            *field = withDefaults(*field, schema->child(field.key()));
    }
    return object;
}

QJsonObject emptyObject(const Schema &schema)
{
    QJsonObject result;
    for (auto property = schema.properties.constBegin(); property != schema.properties.constEnd(); ++property) {
        const Schema &field = **property;
        if (field.pointer)
            continue;
        if (field.type == Schema::Type::Object && field.defaultValue.isObject())
            result.insert(property.key(), emptyObject(field));
        else if (!field.defaultValue.isUndefined() && isZero(field.defaultValue))
            result.insert(property.key(), field.defaultValue);
        else if (schema.required.contains(property.key()))
            result.insert(property.key(), QJsonValue());
    }
    return result;
}

} // namespace sim
