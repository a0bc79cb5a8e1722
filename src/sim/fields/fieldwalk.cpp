// SPDX-License-Identifier: Apache-2.0
#include "fields/fieldwalk.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

enum class Shape { Leaf, Map, List };

bool isEmpty(const QJsonValue &value)
{
    return value.isUndefined() || value.isNull() || (value.isObject() && value.toObject().isEmpty())
        || (value.isArray() && value.toArray().isEmpty());
}

/// How a value is shared between managers: as a whole, or part by part.
Shape shapeOf(const QJsonValue &value, const SchemaPtr &schema)
{
    if (value.isObject())
        return schema && schema->atomicMap ? Shape::Leaf : Shape::Map;
    if (value.isArray())
        return schema && schema->list != Schema::List::Atomic ? Shape::List : Shape::Leaf;
    return Shape::Leaf;
}

SchemaPtr childOf(const SchemaPtr &schema, const QString &field)
{
    return schema ? schema->child(field) : nullptr;
}

/// True if the field is one that the schema names, not a key of a map.
bool isNamed(const SchemaPtr &schema, const QString &field)
{
    return schema && schema->properties.contains(field);
}

QString fieldElement(const QString &field)
{
    return u"f:"_s + field;
}

QString compact(const QJsonValue &value)
{
    const QByteArray text = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(text.sliced(1).chopped(1));
}

/// What an item of a shared list is called. A key that is absent counts with its default.
QString itemElement(const QJsonValue &item, const Schema &list)
{
    if (list.list == Schema::List::Set)
        return u"v:"_s + compact(item);
    QJsonObject keys;
    for (const QString &key : list.listKeys) {
        QJsonValue value = item[key];
        const SchemaPtr child = childOf(list.items, key);
        if (value.isUndefined() && child)
            value = child->defaultValue;
        if (!value.isUndefined())
            keys.insert(key, value);
    }
    return u"k:"_s + compact(keys);
}

/// The parts of a value by their name, in their order.
QList<std::pair<QString, QJsonValue>> itemsOf(const QJsonValue &list, const SchemaPtr &schema)
{
    QList<std::pair<QString, QJsonValue>> result;
    for (const QJsonValue &item : list.toArray())
        result.append({itemElement(item, *schema), item});
    return result;
}

QJsonValue itemNamed(const QList<std::pair<QString, QJsonValue>> &items, const QString &element)
{
    const auto found = std::ranges::find(items, element, &std::pair<QString, QJsonValue>::first);
    return found == items.end() ? QJsonValue(QJsonValue::Undefined) : found->second;
}

void collectFields(const QJsonValue &value, const SchemaPtr &schema, FieldPath &path, FieldSet &result)
{
    const Shape shape = isEmpty(value) ? Shape::Leaf : shapeOf(value, schema);
    if (shape == Shape::Leaf) {
        result.insert(path);
    } else if (shape == Shape::Map) {
        const QJsonObject object = value.toObject();
        for (auto field = object.constBegin(); field != object.constEnd(); ++field) {
            path.append(fieldElement(field.key()));
            // A key of a map is owned itself; a field of a structure is owned through what is in it.
            if (!isNamed(schema, field.key()))
                result.insert(path);
            collectFields(*field, childOf(schema, field.key()), path, result);
            path.removeLast();
        }
    } else {
        for (const auto &[element, item] : itemsOf(value, schema)) {
            path.append(element);
            result.insert(path);
            if (schema->list == Schema::List::Map)
                collectFields(item, schema->items, path, result);
            path.removeLast();
        }
    }
}

/// there: the fields of what is live here.
FieldSet reconciledAt(const FieldSet &fields, const FieldSet *there, const SchemaPtr &schema)
{
    const bool isMap = schema && schema->type == Schema::Type::Object;
    const bool isList = schema && schema->type == Schema::Type::Array;
    if (!isMap && !isList)
        return fields;
    const bool asWhole = fields.isMember() && fields.children().isEmpty();
    if (isMap ? schema->atomicMap : schema->list == Schema::List::Atomic) {
        FieldSet whole;
        whole.insert({});
        return asWhole ? fields : whole;
    }
    if (asWhole)
        return there ? fields.united(*there) : fields;
    FieldSet result = fields;
    for (auto child = fields.children().constBegin(); child != fields.children().constEnd(); ++child) {
        const SchemaPtr inner = isList ? schema->items : childOf(schema, child.key().mid(2));
        result.setChild(child.key(), reconciledAt(*child, there ? there->child(child.key()) : nullptr, inner));
    }
    return result;
}

class Comparer
{
public:
    Comparison result;

    void compare(const QJsonValue &before, const QJsonValue &after, const SchemaPtr &schema)
    {
        if (!m_path.isEmpty() && before.isUndefined())
            result.added.insert(m_path);
        else if (!m_path.isEmpty() && after.isUndefined())
            result.removed.insert(m_path);

        const bool bothEmpty = isEmpty(before) && isEmpty(after);
        const Shape left = bothEmpty ? Shape::Leaf : shapeOf(before, schema);
        const Shape right = bothEmpty ? Shape::Leaf : shapeOf(after, schema);
        if ((left == Shape::Map || isEmpty(before)) && (right == Shape::Map || isEmpty(after)) && !bothEmpty
            && (left == Shape::Map || right == Shape::Map))
            compareMaps(before.toObject(), after.toObject(), schema);
        else if ((left == Shape::List || isEmpty(before)) && (right == Shape::List || isEmpty(after)) && !bothEmpty
                 && (left == Shape::List || right == Shape::List))
            compareLists(before, after, schema);
        else if (!before.isUndefined() && !after.isUndefined() && before != after)
            result.modified.insert(m_path);
    }

private:
    void compareMaps(const QJsonObject &before, const QJsonObject &after, const SchemaPtr &schema)
    {
        QStringList keys = before.keys();
        for (const QString &key : after.keys()) {
            if (!before.contains(key))
                keys.append(key);
        }
        for (const QString &key : std::as_const(keys)) {
            m_path.append(fieldElement(key));
            compare(before.value(key), after.value(key), childOf(schema, key));
            m_path.removeLast();
        }
    }

    void compareLists(const QJsonValue &before, const QJsonValue &after, const SchemaPtr &schema)
    {
        const auto left = itemsOf(before, schema);
        const auto right = itemsOf(after, schema);
        QSet<QString> seen;
        for (const auto &[element, item] : left + right) {
            if (seen.contains(element))
                continue;
            seen.insert(element);
            m_path.append(element);
            compare(itemNamed(left, element), itemNamed(right, element), schema->items);
            m_path.removeLast();
        }
    }

    FieldPath m_path;
};

QJsonValue mergedValue(const QJsonValue &live, const QJsonValue &applied, const SchemaPtr &schema);

QJsonValue mergedList(const QJsonValue &live, const QJsonValue &applied, const SchemaPtr &schema)
{
    // The applied items in their order. What only the live list has stays before the item it stood before, as far as
    // both lists have their common items in one order.
    const auto left = itemsOf(live, schema);
    const auto right = itemsOf(applied, schema);
    const auto has = [](const auto &items, const QString &element) { return !itemNamed(items, element).isUndefined(); };
    QStringList shared;
    for (const auto &[element, item] : right) {
        if (has(left, element))
            shared.append(element);
    }
    QJsonArray result;
    QSet<QString> done;
    const auto merge = [&](const QString &element, const QJsonValue &item) {
        result.append(mergedValue(itemNamed(left, element), item, schema->items));
        done.insert(element);
        if (!shared.isEmpty() && shared.first() == element)
            shared.removeFirst();
    };
    qsizetype l = 0;
    qsizetype r = 0;
    while (l < left.size() || r < right.size()) {
        if (l < left.size() && !has(right, left.at(l).first)) {
            result.append(left.at(l++).second);
        } else if (l < left.size() && r < right.size() && left.at(l).first == right.at(r).first) {
            merge(right.at(r).first, right.at(r).second);
            ++l;
            ++r;
        } else if (l < left.size()
                   && (r == right.size() || (!shared.isEmpty() && shared.first() != left.at(l).first))) {
            ++l; // it comes, or came, where the applied list has it
        } else {
            if (l < left.size() && done.contains(left.at(l).first))
                ++l;
            merge(right.at(r).first, right.at(r).second);
            ++r;
        }
    }
    return result;
}

QJsonValue mergedValue(const QJsonValue &live, const QJsonValue &applied, const SchemaPtr &schema)
{
    if (applied.isUndefined())
        return live;
    const Shape shape = shapeOf(applied, schema);
    if (shape == Shape::List && live.isArray())
        return mergedList(live, applied, schema);
    if (shape != Shape::Map || !live.isObject())
        return applied;
    QJsonObject result = live.toObject();
    const QJsonObject object = applied.toObject();
    for (auto field = object.constBegin(); field != object.constEnd(); ++field)
        result.insert(field.key(), mergedValue(result.value(field.key()), *field, childOf(schema, field.key())));
    return result;
}

QJsonValue without(const QJsonValue &value, const FieldSet &gone, const FieldSet *kept, const SchemaPtr &schema)
{
    const auto below = [&](const QString &element) { return kept ? kept->child(element) : nullptr; };
    // Undefined: the part goes.
    const auto part = [&](const QString &element, const QJsonValue &item, const SchemaPtr &inner) -> QJsonValue {
        const FieldSet *lost = gone.child(element);
        if (!lost)
            return item;
        if (lost->isMember() && !below(element))
            return QJsonValue::Undefined;
        const QJsonValue rest = without(item, *lost, below(element), inner);
        return isEmpty(rest) && !isEmpty(item) && !below(element) ? QJsonValue(QJsonValue::Undefined) : rest;
    };
    switch (shapeOf(value, schema)) {
    case Shape::Leaf:
        return value;
    case Shape::Map: {
        QJsonObject result;
        const QJsonObject object = value.toObject();
        for (auto field = object.constBegin(); field != object.constEnd(); ++field) {
            const QJsonValue rest = part(fieldElement(field.key()), *field, childOf(schema, field.key()));
            if (!rest.isUndefined())
                result.insert(field.key(), rest);
        }
        return result;
    }
    case Shape::List: {
        QJsonArray result;
        for (const auto &[element, item] : itemsOf(value, schema)) {
            const QJsonValue rest = part(element, item, schema->items);
            if (!rest.isUndefined())
                result.append(rest);
        }
        return result;
    }
    }
    return value;
}

std::optional<QString> misfitAt(const QJsonValue &value, const SchemaPtr &schema, const QString &path)
{
    if (!schema || value.isNull())
        return {};
    const bool wantsMap = schema->type == Schema::Type::Object;
    const bool wantsList = schema->type == Schema::Type::Array;
    if (wantsMap && !value.isObject())
        return u"%1: expected map, got &{%2}"_s.arg(path, value.toVariant().toString());
    if (wantsList && !value.isArray())
        return u"%1: expected list, got &{%2}"_s.arg(path, value.toVariant().toString());
    const QJsonObject object = value.toObject();
    for (auto field = object.constBegin(); field != object.constEnd(); ++field) {
        if (!schema->allows(field.key()))
            return u"%1.%2: field not declared in schema"_s.arg(path, field.key());
        if (const auto inner = misfitAt(*field, childOf(schema, field.key()), path + u'.' + field.key()))
            return inner;
    }
    QSet<QString> seen;
    const QJsonArray list = value.toArray();
    for (qsizetype i = 0; i < list.size(); ++i) {
        QString place = path + u'[' + QString::number(i) + u']';
        if (schema->list == Schema::List::Map) {
            for (const QString &key : schema->listKeys) {
                const SchemaPtr child = childOf(schema->items, key);
                if (list.at(i)[key].isUndefined() && (!child || child->defaultValue.isUndefined()))
                    return u"%1: element %2: associative list with keys has an element that omits key field \"%3\" "
                           "(and doesn't have default value)"_s.arg(path, QString::number(i), key);
            }
        }
        if (schema->list != Schema::List::Atomic) {
            const QString element = itemElement(list.at(i), *schema);
            place = path + shownPath({element});
            if (seen.contains(element))
                return u"%1: duplicate entries for key %2"_s.arg(path, shownPath({element}));
            seen.insert(element);
        }
        if (const auto inner = misfitAt(list.at(i), schema->items, place))
            return inner;
    }
    return {};
}

} // namespace

FieldSet fieldsOf(const QJsonObject &object, const SchemaPtr &schema)
{
    FieldSet result;
    FieldPath path;
    if (!object.isEmpty())
        collectFields(object, schema, path, result);
    return result;
}

FieldSet reconciled(const FieldSet &fields, const QJsonObject &live, const SchemaPtr &schema)
{
    const FieldSet there = fieldsOf(live, schema);
    return fields.isEmpty() ? fields : reconciledAt(fields, &there, schema);
}

Comparison compared(const QJsonObject &before, const QJsonObject &after, const SchemaPtr &schema)
{
    Comparer comparer;
    comparer.compare(before, after, schema);
    return comparer.result;
}

QJsonObject mergedFields(const QJsonObject &live, const QJsonObject &applied, const SchemaPtr &schema)
{
    return mergedValue(live, applied, schema).toObject();
}

QJsonObject withoutFields(const QJsonObject &object, const FieldSet &gone, const FieldSet &kept,
                          const SchemaPtr &schema)
{
    return without(object, gone, &kept, schema).toObject();
}

std::optional<QString> misfit(const QJsonObject &applied, const SchemaPtr &schema)
{
    return misfitAt(applied, schema, {});
}

} // namespace sim
