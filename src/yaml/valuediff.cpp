// SPDX-License-Identifier: Apache-2.0
#include "valuediff.h"

#include <QJsonArray>
#include <QSet>
#include <algorithm>

namespace yaml {

namespace {

void collect(const Path &path, const QJsonValue &before, const QJsonValue &after, QList<Difference> &found)
{
    if (before.isObject() && after.isObject()) {
        const QJsonObject left = before.toObject();
        const QJsonObject right = after.toObject();
        QStringList keys = left.keys() + right.keys();
        std::ranges::sort(keys);
        keys.removeDuplicates();
        for (const QString &key : std::as_const(keys))
            collect(path / key, left.value(key), right.value(key), found);
    } else if (before.isArray() && after.isArray()) {
        const QJsonArray left = before.toArray();
        const QJsonArray right = after.toArray();
        for (qsizetype i = 0; i < std::max(left.size(), right.size()); ++i)
            collect(path / i, i < left.size() ? left.at(i) : QJsonValue(QJsonValue::Undefined),
                    i < right.size() ? right.at(i) : QJsonValue(QJsonValue::Undefined), found);
    } else if (before != after) {
        found.append({path, before, after});
    }
}

} // namespace

QList<Difference> differences(const QJsonValue &before, const QJsonValue &after)
{
    QList<Difference> found;
    collect({}, before, after, found);
    return found;
}

QJsonObject mergePatch(const QJsonObject &from, const QJsonObject &to)
{
    QJsonObject patch;
    for (auto it = from.begin(); it != from.end(); ++it) {
        if (!to.contains(it.key()))
            patch.insert(it.key(), QJsonValue::Null);
    }
    for (auto it = to.begin(); it != to.end(); ++it) {
        const QJsonValue before = from.value(it.key());
        if (before == it.value())
            continue;
        if (before.isObject() && it.value().isObject())
            patch.insert(it.key(), mergePatch(before.toObject(), it.value().toObject()));
        else
            patch.insert(it.key(), it.value());
    }
    return patch;
}

QJsonValue applyMergePatch(const QJsonValue &target, const QJsonValue &patch)
{
    if (!patch.isObject())
        return patch;
    QJsonObject result = target.toObject();
    const QJsonObject changes = patch.toObject();
    for (auto it = changes.begin(); it != changes.end(); ++it) {
        if (it.value().isNull())
            result.remove(it.key());
        else
            result.insert(it.key(), applyMergePatch(result.value(it.key()), it.value()));
    }
    return result;
}

} // namespace yaml
