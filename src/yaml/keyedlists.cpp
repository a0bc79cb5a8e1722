// SPDX-License-Identifier: Apache-2.0
#include "keyedlists.h"

#include "fields.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QSet>
#include <algorithm>
#include <array>
#include <optional>

namespace yaml {

namespace {

/// A scalar as it would be read; nothing if it is none.
std::optional<QString> textOf(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    if (value.isDouble() || value.isBool())
        return value.toVariant().toString();
    return std::nullopt;
}

/// Nothing if the entry has none.
std::optional<QString> nameOf(const QJsonValue &entry, const ListRule &rule)
{
    if (rule.keys.isEmpty())
        return textOf(entry);
    if (!entry.isObject())
        return std::nullopt;
    QStringList parts;
    for (const QString &key : rule.keys) {
        const QJsonValue value = field(entry.toObject(), key);
        const std::optional<QString> part = value.isUndefined() && rule.defaults.contains(key)
            ? std::optional(rule.defaults.value(key))
            : textOf(value);
        if (!part)
            return std::nullopt;
        parts.append(*part);
    }
    return parts.join(u'/');
}

struct Entries
{
    QStringList order;
    QHash<QString, QJsonValue> byName;
};

/// Nothing if an entry has no name, or that of another.
std::optional<Entries> entriesOf(const QJsonValue &list, const ListRule &rule)
{
    Entries entries;
    for (const QJsonValue &entry : list.toArray()) {
        const std::optional<QString> name = nameOf(entry, rule);
        if (!name || entries.byName.contains(*name))
            return std::nullopt;
        entries.order.append(*name);
        entries.byName.insert(*name, entry);
    }
    return entries;
}

using Member = QJsonValue Sides::*;
constexpr std::array<Member, 3> all{&Sides::base, &Sides::ours, &Sides::theirs};

/// True if it is there on one side at least, and is so on each where it is.
bool isEverywhere(const Sides &sides, bool (QJsonValue::*isSo)() const)
{
    return std::ranges::all_of(all, [&](Member side) { return (sides.*side).isUndefined() || ((sides.*side).*isSo)(); })
        && std::ranges::any_of(all, [&](Member side) { return !(sides.*side).isUndefined(); });
}

QStringList joined(QStringList first, const QStringList &second)
{
    const QSet<QString> known(first.cbegin(), first.cend());
    std::ranges::copy_if(second, std::back_inserter(first), [&](const QString &name) { return !known.contains(name); });
    return first;
}

} // namespace

KeyedLists::KeyedLists(const QList<ListRule> &rules, const Sides &sides)
{
    for (const ListRule &rule : rules)
        m_patterns.append({.steps = rule.path.split(u'.'), .rule = rule});
    m_keyed = turn({}, sides);
}

const ListRule *KeyedLists::ruleOf(const QStringList &path) const
{
    const auto found = std::ranges::find_if(m_patterns, [&path](const Pattern &pattern) {
        return std::ranges::equal(pattern.steps, path, [](const QString &wanted, const QString &step) {
            return wanted == QStringLiteral("*") || wanted == step;
        });
    });
    return found == m_patterns.end() ? nullptr : &found->rule;
}

std::optional<KeyedLists::Children> KeyedLists::entriesIn(const QStringList &path, const Sides &sides)
{
    const ListRule *rule = ruleOf(path);
    if (!rule || !isEverywhere(sides, &QJsonValue::isArray))
        return std::nullopt;
    std::array<std::optional<Entries>, 3> entries;
    std::ranges::transform(all, entries.begin(), [&](Member side) { return entriesOf(sides.*side, *rule); });
    if (!std::ranges::all_of(entries, &std::optional<Entries>::has_value))
        return std::nullopt;
    Children children;
    for (size_t i = 0; i < all.size(); ++i) {
        for (auto it = entries.at(i)->byName.cbegin(); it != entries.at(i)->byName.cend(); ++it)
            children[it.key()].*all.at(i) = it.value();
    }
    const auto &[base, ours, theirs] = entries;
    m_orders.insert(
        path, base->order == theirs->order ? joined(ours->order, theirs->order) : joined(theirs->order, ours->order));
    return children;
}

std::optional<KeyedLists::Children> KeyedLists::fieldsIn(const Sides &sides)
{
    if (!isEverywhere(sides, &QJsonValue::isObject))
        return std::nullopt;
    Children children;
    for (const Member side : all) {
        const QJsonObject object = (sides.*side).toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            children[it.key()].*side = it.value();
    }
    return children;
}

Sides KeyedLists::turn(const QStringList &path, const Sides &sides)
{
    std::optional<Children> children = entriesIn(path, sides);
    if (!children)
        children = fieldsIn(sides);
    if (!children)
        return sides;
    std::array<QJsonObject, 3> objects;
    for (auto it = children->cbegin(); it != children->cend(); ++it) {
        const Sides child = turn(path + QStringList{it.key()}, *it);
        for (size_t i = 0; i < all.size(); ++i) {
            if (const QJsonValue &value = child.*all.at(i); !value.isUndefined())
                objects.at(i).insert(it.key(), value);
        }
    }
    Sides turned;
    for (size_t i = 0; i < all.size(); ++i) {
        if (!(sides.*all.at(i)).isUndefined())
            turned.*all.at(i) = objects.at(i);
    }
    return turned;
}

QJsonValue KeyedLists::plain(const QJsonValue &value) const
{
    return turnBack({}, value);
}

QJsonValue KeyedLists::turnBack(const QStringList &path, const QJsonValue &value) const
{
    if (!value.isObject())
        return value;
    const QJsonObject object = value.toObject();
    const auto order = m_orders.constFind(path);
    if (order == m_orders.cend()) {
        QJsonObject result;
        for (auto it = object.begin(); it != object.end(); ++it)
            result.insert(it.key(), turnBack(path + QStringList{it.key()}, it.value()));
        return result;
    }
    QJsonArray list;
    for (const QString &name : joined(*order, object.keys())) {
        if (const QJsonValue entry = field(object, name); !entry.isUndefined())
            list.append(turnBack(path + QStringList{name}, entry));
    }
    return list;
}

} // namespace yaml
