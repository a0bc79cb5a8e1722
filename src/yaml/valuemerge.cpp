// SPDX-License-Identifier: Apache-2.0
#include "valuemerge.h"

#include "fields.h"
#include "valuediff.h"

#include <QJsonObject>
#include <QMap>

namespace yaml {

namespace {

struct Sides
{
    QJsonValue base = QJsonValue::Undefined;
    QJsonValue ours = QJsonValue::Undefined;
    QJsonValue theirs = QJsonValue::Undefined;
};

QJsonValue merge(QList<Conflict> &conflicts, const Path &path, const Sides &sides)
{
    if (isSame(sides.ours, sides.theirs) || isSame(sides.base, sides.theirs))
        return sides.ours;
    if (isSame(sides.base, sides.ours))
        return sides.theirs;
    const bool canMerge =
        sides.ours.isObject() && sides.theirs.isObject() && (sides.base.isObject() || sides.base.isUndefined());
    if (!canMerge) {
        conflicts.append({.path = path, .base = sides.base, .ours = sides.ours, .theirs = sides.theirs});
        return sides.ours;
    }
    QMap<QString, Sides> fields;
    forEachField(sides.ours.toObject(), sides.theirs.toObject(),
                 [&fields](const QString &key, const QJsonValue &ours, const QJsonValue &theirs) {
                     fields.insert(key, {.base = QJsonValue::Undefined, .ours = ours, .theirs = theirs});
                 });
    const QJsonObject base = sides.base.toObject();
    for (auto it = base.begin(); it != base.end(); ++it)
        fields[it.key()].base = it.value();
    QJsonObject merged;
    for (auto it = fields.cbegin(); it != fields.cend(); ++it)
        if (const QJsonValue value = merge(conflicts, path / it.key(), *it); !value.isUndefined())
            merged.insert(it.key(), value);
    return merged;
}

} // namespace

Merge merge3(const QJsonValue &base, const QJsonValue &ours, const QJsonValue &theirs)
{
    Merge result;
    result.merged = merge(result.conflicts, {}, {.base = base, .ours = ours, .theirs = theirs});
    return result;
}

} // namespace yaml
