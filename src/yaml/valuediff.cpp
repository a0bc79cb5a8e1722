// SPDX-License-Identifier: Apache-2.0
#include "valuediff.h"

#include "fields.h"

#include <QJsonArray>
#include <algorithm>

namespace yaml {

namespace {

bool isEmptyCollection(const QJsonValue &value)
{
    return (value.isObject() && value.toObject().isEmpty()) || (value.isArray() && value.toArray().isEmpty());
}

/// Whether a value that stands against another is taken apart: against one of its kind, or against nothing.
bool isTakenApart(const QJsonValue &value, const QJsonValue &other, Additions additions)
{
    return (value.isObject() || value.isArray()) && !isEmptyCollection(value)
        && (other.type() == value.type() || (other.isUndefined() && additions == Additions::Apart));
}

void collect(QList<Change> &changes, const Path &path, const QJsonValue &before, const QJsonValue &after,
             Additions additions)
{
    if (!isTakenApart(before, after, additions) && !isTakenApart(after, before, additions)) {
        if (!isSame(before, after))
            changes.append({.path = path, .before = before, .after = after});
        return;
    }
    if (before.isObject() || after.isObject()) {
        forEachField(before.toObject(), after.toObject(),
                     [&](const QString &key, const QJsonValue &left, const QJsonValue &right) {
                         collect(changes, path / key, left, right, additions);
                     });
        return;
    }
    const QJsonArray left = before.toArray();
    const QJsonArray right = after.toArray();
    for (qsizetype i = 0; i < std::max(left.size(), right.size()); ++i)
        collect(changes, path / i, left.at(i), right.at(i), additions);
}

} // namespace

bool isSame(const QJsonValue &left, const QJsonValue &right)
{
    if (left.type() != right.type())
        return false;
    if (left.isArray()) {
        const QJsonArray a = left.toArray();
        const QJsonArray b = right.toArray();
        return std::ranges::equal(a, b, [](const QJsonValue &x, const QJsonValue &y) { return isSame(x, y); });
    }
    if (left.isObject()) {
        bool result = left.toObject().size() == right.toObject().size();
        if (result)
            forEachField(left.toObject(), right.toObject(),
                         [&result](const QString & /*key*/, const QJsonValue &a, const QJsonValue &b) {
                             result = result && isSame(a, b);
                         });
        return result;
    }
    return left == right;
}

QList<Change> differences(const QJsonValue &before, const QJsonValue &after, Additions additions)
{
    QList<Change> changes;
    collect(changes, {}, before, after, additions);
    return changes;
}

QJsonObject mergePatch(const QJsonObject &from, const QJsonObject &to)
{
    QJsonObject patch;
    forEachField(from, to, [&patch](const QString &key, const QJsonValue &before, const QJsonValue &after) {
        if (isSame(before, after))
            return;
        if (after.isUndefined())
            patch.insert(key, QJsonValue::Null);
        else if (before.isObject() && after.isObject())
            patch.insert(key, mergePatch(before.toObject(), after.toObject()));
        else
            patch.insert(key, after);
    });
    return patch;
}

QJsonValue applyMergePatch(const QJsonValue &target, const QJsonValue &patch)
{
    if (!patch.isObject())
        return patch;
    QJsonObject result;
    forEachField(target.toObject(), patch.toObject(),
                 [&result](const QString &key, const QJsonValue &old, const QJsonValue &wanted) {
                     if (wanted.isUndefined())
                         result.insert(key, old);
                     else if (!wanted.isNull())
                         result.insert(key, applyMergePatch(old, wanted));
                 });
    return result;
}

} // namespace yaml
