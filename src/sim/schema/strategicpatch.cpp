// SPDX-License-Identifier: Apache-2.0
#include "schema/strategicpatch.h"

#include <QJsonArray>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

constexpr auto patchDirective = "$patch"_L1;
constexpr auto retainDirective = "$retainKeys"_L1;
constexpr auto orderPrefix = "$setElementOrder/"_L1;
constexpr auto deletePrefix = "$deleteFromPrimitiveList/"_L1;

using Merged = std::expected<QJsonValue, QString>;

Merged mergeMap(QJsonObject document, QJsonObject patch, const SchemaPtr &schema);

SchemaPtr childOf(const SchemaPtr &schema, const QString &field)
{
    return schema ? schema->child(field) : nullptr;
}

/// A value that has nothing to merge with: without nulls and directives.
QJsonValue cleaned(const QJsonValue &value)
{
    if (value.isArray()) {
        QJsonArray result;
        for (const QJsonValue &item : value.toArray()) {
            if (!item.isObject() || !item.toObject().contains(patchDirective))
                result.append(cleaned(item));
        }
        return result;
    }
    if (!value.isObject())
        return value;
    QJsonObject result;
    const QJsonObject object = value.toObject();
    for (auto field = object.constBegin(); field != object.constEnd(); ++field) {
        if (!field->isNull() && !field.key().startsWith(u'$'))
            result.insert(field.key(), cleaned(*field));
    }
    return result;
}

/// What an item is called in its list: the value under the merge key, or the item itself.
QJsonValue identity(const QJsonValue &item, const QString &mergeKey)
{
    return mergeKey.isEmpty() ? item : item[mergeKey];
}

qsizetype find(const QJsonArray &list, const QJsonValue &id, const QString &mergeKey)
{
    for (qsizetype i = 0; i < list.size(); ++i) {
        if (identity(list.at(i), mergeKey) == id)
            return i;
    }
    return -1;
}

/// Puts the items that order names into its order; the others keep their place among what was there before.
QJsonArray ordered(const QJsonArray &items, const QJsonArray &order, const QJsonArray &before, const QString &mergeKey)
{
    QList<QJsonValue> named;
    QList<QJsonValue> others;
    for (const QJsonValue &item : items)
        (find(order, identity(item, mergeKey), mergeKey) >= 0 ? named : others).append(item);
    std::ranges::stable_sort(named, {},
                             [&](const QJsonValue &item) { return find(order, identity(item, mergeKey), mergeKey); });
    QJsonArray result;
    while (!named.isEmpty() && !others.isEmpty()) {
        const qsizetype left = find(before, identity(others.first(), mergeKey), mergeKey);
        const qsizetype right = find(before, identity(named.first(), mergeKey), mergeKey);
        const bool otherFirst = left >= 0 && right >= 0 && left < right;
        result.append((otherFirst ? others : named).takeFirst());
    }
    for (const QJsonValue &item : named + others)
        result.append(item);
    return result;
}

QJsonArray mergeScalars(QJsonArray list, const QJsonArray &patch)
{
    for (const QJsonValue &item : patch) {
        if (!list.contains(item))
            list.append(item);
    }
    return list;
}

Merged mergeItems(const QJsonArray &list, const QJsonArray &patch, const Schema &schema)
{
    const QString key = schema.mergeKey;
    const bool replaces = std::ranges::any_of(
        patch, [](const QJsonValue &item) { return item[patchDirective].toString() == "replace"_L1; });
    QJsonArray result = replaces ? QJsonArray() : list;
    for (const QJsonValue &item : patch) {
        QJsonObject change = item.toObject();
        const QString directive = change.take(patchDirective).toString();
        if (directive == "replace"_L1 && change.isEmpty())
            continue;
        if (!directive.isEmpty() && directive != "replace"_L1 && directive != "delete"_L1 && directive != "merge"_L1)
            return std::unexpected(u"Unrecognized type: %1"_s.arg(directive));
        const QJsonValue id = change.value(key);
        if (id.isUndefined())
            return std::unexpected(
                u"map: %1 does not contain declared merge key: %2"_s.arg(change.keys().join(u' '), key));
        const qsizetype at = find(result, id, key);
        if (directive == "delete"_L1) {
            for (qsizetype found = at; found >= 0; found = find(result, id, key))
                result.removeAt(found);
        } else if (at < 0) {
            result.append(cleaned(change));
        } else {
            const Merged merged = mergeMap(result.at(at).toObject(), change, schema.items);
            if (!merged)
                return merged;
            result.replace(at, *merged);
        }
    }
    return result;
}

Merged mergeValue(const QJsonValue &present, const QJsonValue &change, const SchemaPtr &schema)
{
    if (present.isObject() && change.isObject())
        return mergeMap(present.toObject(), change.toObject(), schema);
    if (present.isArray() && change.isArray() && schema && schema->mergeList) {
        if (schema->mergeKey.isEmpty())
            return ordered(mergeScalars(present.toArray(), change.toArray()), change.toArray(), present.toArray(), {});
        return mergeItems(present.toArray(), change.toArray(), *schema).transform([&](const QJsonValue &merged) {
            return QJsonValue(ordered(merged.toArray(), change.toArray(), present.toArray(), schema->mergeKey));
        });
    }
    return cleaned(change);
}

/// Obeys $retainKeys: of a union such as a volume, only the named members stay.
std::expected<void, QString> retain(QJsonObject &document, const QJsonObject &patch, const QJsonValue &keys)
{
    const QJsonArray kept = keys.toArray();
    const QStringList wanted = patch.keys();
    const bool all = std::ranges::all_of(wanted, [&](const QString &key) {
        return key.startsWith(u'$') || patch.value(key).isNull() || kept.contains(key);
    });
    if (!keys.isArray() || !all)
        return std::unexpected(u"invalid patch format of retainKeys"_s);
    const QStringList present = document.keys();
    for (const QString &key : present) {
        if (!kept.contains(key))
            document.remove(key);
    }
    return {};
}

Merged mergeMap(QJsonObject document, QJsonObject patch, const SchemaPtr &schema)
{
    const QJsonObject before = document;
    if (patch.contains(patchDirective)) {
        const QString directive = patch.take(patchDirective).toString();
        if (directive == "replace"_L1)
            return cleaned(patch);
        if (directive == "delete"_L1)
            return QJsonObject();
        if (directive != "merge"_L1)
            return std::unexpected(u"Unrecognized type: %1"_s.arg(directive));
    }
    if (patch.contains(retainDirective)) {
        if (const auto kept = retain(document, patch, patch.take(retainDirective)); !kept)
            return std::unexpected(kept.error());
    }
    for (auto change = patch.constBegin(); change != patch.constEnd(); ++change) {
        const QString field = change.key();
        if (field.startsWith(deletePrefix)) {
            const QString target = field.mid(deletePrefix.size());
            QJsonArray rest;
            for (const QJsonValue &item : document.value(target).toArray()) {
                if (!change->toArray().contains(item))
                    rest.append(item);
            }
            document.insert(target, rest);
        } else if (field.startsWith(orderPrefix)) {
            continue;
        } else if (change->isNull()) {
            document.remove(field);
        } else {
            const Merged merged = mergeValue(document.value(field), *change, childOf(schema, field));
            if (!merged)
                return merged;
            document.insert(field, *merged);
        }
    }
    for (auto change = patch.constBegin(); change != patch.constEnd(); ++change) {
        if (!change.key().startsWith(orderPrefix))
            continue;
        const QString field = change.key().mid(orderPrefix.size());
        const SchemaPtr child = childOf(schema, field);
        if (!document.value(field).isArray() || !child || !child->mergeList)
            continue;
        document.insert(field,
                        ordered(document.value(field).toArray(), change->toArray(), before.value(field).toArray(),
                                child->mergeKey));
    }
    return document;
}

} // namespace

std::expected<QJsonObject, QString> strategicMerge(const QJsonObject &document, const QJsonObject &patch,
                                                   const SchemaPtr &schema)
{
    return mergeMap(document, patch, schema).transform([](const QJsonValue &value) { return value.toObject(); });
}

} // namespace sim
