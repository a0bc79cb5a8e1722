// SPDX-License-Identifier: Apache-2.0
#include "schema/shape.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QRegularExpression>
#include <cmath>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

/// A value as it stands in a sentence: strings in quotes.
QString shown(const QJsonValue &value)
{
    const QByteArray text = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(text.sliced(1).chopped(1));
}

QString typeName(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return u"boolean"_s;
    case QJsonValue::Double:
        return value.toDouble() == std::floor(value.toDouble()) ? u"integer"_s : u"number"_s;
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

QString typeName(const Schema &schema)
{
    switch (schema.type) {
    case Schema::Type::Object:
        return u"object"_s;
    case Schema::Type::Array:
        return u"array"_s;
    case Schema::Type::String:
        return u"string"_s;
    case Schema::Type::Integer:
        return u"integer"_s;
    case Schema::Type::Number:
        return u"number"_s;
    case Schema::Type::Boolean:
        return u"boolean"_s;
    case Schema::Type::IntOrString:
        return u"integer,string"_s;
    case Schema::Type::Any:
        break;
    }
    return {};
}

bool hasType(const QJsonValue &value, const Schema &schema)
{
    const QString name = typeName(value);
    switch (schema.type) {
    case Schema::Type::Any:
        return true;
    case Schema::Type::Number:
        return value.isDouble();
    case Schema::Type::IntOrString:
        return name == "integer"_L1 || value.isString();
    default:
        return name == typeName(schema);
    }
}

class Validator
{
public:
    QList<Cause> causes;

    void check(const QJsonValue &value, const Schema &schema, const QString &path)
    {
        if (value.isNull() && schema.nullable)
            return;
        if (!hasType(value, schema)) {
            const QString given = value.isNull() ? u"null"_s : typeName(value);
            // The real server shows the name of the type in place of the value.
            add(path, u"FieldValueTypeInvalid"_s,
                u"Invalid value: \"%1\": %2 in body must be of type %3: \"%1\""_s.arg(given, path, typeName(schema)));
            return;
        }
        checkEnumeration(value, schema, path);
        if (value.isDouble())
            checkNumber(value.toDouble(), schema, path);
        else if (value.isString())
            checkString(value.toString(), schema, path);
        else if (value.isArray())
            checkList(value.toArray(), schema, path);
        else if (value.isObject())
            checkObject(value.toObject(), schema, path);
    }

private:
    void add(const QString &path, const QString &reason, const QString &message)
    {
        causes.append({path, reason, message});
    }

    void checkEnumeration(const QJsonValue &value, const Schema &schema, const QString &path)
    {
        if (schema.enumeration.isEmpty() || schema.enumeration.contains(value))
            return;
        QStringList allowed;
        for (const QJsonValue &item : schema.enumeration)
            allowed.append(item.isString() ? shown(item) : u'"' + shown(item) + u'"');
        add(path, u"FieldValueNotSupported"_s,
            u"Unsupported value: %1: supported values: %2"_s.arg(shown(value), allowed.join(u", "_s)));
    }

    void outside(const QString &path, const QString &value, const QString &rule)
    {
        add(path, u"FieldValueInvalid"_s, u"Invalid value: %1: %2 in body %3"_s.arg(value, path, rule));
    }

    void checkNumber(double value, const Schema &schema, const QString &path)
    {
        const QString text = shown(value);
        const auto bound = [](double number) { return shown(number); };
        if (schema.minimum && (schema.exclusiveMinimum ? value <= *schema.minimum : value < *schema.minimum))
            outside(
                path, text,
                (schema.exclusiveMinimum ? u"should be greater than %1"_s : u"should be greater than or equal to %1"_s)
                    .arg(bound(*schema.minimum)));
        if (schema.maximum && (schema.exclusiveMaximum ? value >= *schema.maximum : value > *schema.maximum))
            outside(path, text,
                    (schema.exclusiveMaximum ? u"should be less than %1"_s : u"should be less than or equal to %1"_s)
                        .arg(bound(*schema.maximum)));
    }

    void checkString(const QString &value, const Schema &schema, const QString &path)
    {
        const qsizetype length = value.toUcs4().size();
        if (schema.minLength && length < *schema.minLength)
            outside(path, shown(value), u"should be at least %1 chars long"_s.arg(*schema.minLength));
        if (schema.maxLength && length > *schema.maxLength)
            add(path, u"FieldValueTooLong"_s, u"Too long: may not be more than %1 bytes"_s.arg(*schema.maxLength));
        if (!schema.pattern.isEmpty() && !QRegularExpression(schema.pattern).match(value).hasMatch())
            outside(path, shown(value), u"should match '%1'"_s.arg(schema.pattern));
        if (schema.format == "date-time"_L1 && !QDateTime::fromString(value, Qt::ISODateWithMs).isValid())
            outside(path, shown(value), u"must be of type date-time: %1"_s.arg(shown(value)));
    }

    void checkList(const QJsonArray &value, const Schema &schema, const QString &path)
    {
        if (schema.minItems && value.size() < *schema.minItems)
            outside(path, QString::number(value.size()), u"should have at least %1 items"_s.arg(*schema.minItems));
        if (schema.maxItems && value.size() > *schema.maxItems)
            add(path, u"FieldValueTooMany"_s,
                u"Too many: %1: must have at most %2 items"_s.arg(value.size()).arg(*schema.maxItems));
        QList<QJsonValue> seen;
        for (qsizetype i = 0; i < value.size(); ++i) {
            const QString place = path + u'[' + QString::number(i) + u']';
            checkUnique(value.at(i), schema, place, seen);
            if (schema.items)
                check(value.at(i), *schema.items, place);
        }
    }

    void checkUnique(const QJsonValue &item, const Schema &schema, const QString &place, QList<QJsonValue> &seen)
    {
        if (schema.list == Schema::List::Atomic)
            return;
        QJsonObject keys;
        for (const QString &key : schema.listKeys)
            keys.insert(key, item[key]);
        const QJsonValue id = schema.list == Schema::List::Set ? item : QJsonValue(keys);
        if (seen.contains(id))
            add(place, u"FieldValueDuplicate"_s, u"Duplicate value: "_s + shown(id));
        seen.append(id);
    }

    void checkObject(const QJsonObject &value, const Schema &schema, const QString &path)
    {
        const QString prefix = path.isEmpty() ? QString() : path + u'.';
        for (const QString &field : schema.required) {
            if (!value.contains(field))
                add(prefix + field, u"FieldValueRequired"_s, u"Required value"_s);
        }
        for (auto field = value.constBegin(); field != value.constEnd(); ++field) {
            if (const SchemaPtr child = schema.child(field.key()))
                check(*field, *child, prefix + field.key());
        }
    }
};

} // namespace

QList<Cause> validate(const QJsonValue &value, const SchemaPtr &schema, const QString &path)
{
    Validator validator;
    if (schema)
        validator.check(value, *schema, path);
    return validator.causes;
}

} // namespace sim
