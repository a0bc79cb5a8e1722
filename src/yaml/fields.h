// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QJsonValue>
#include <QString>

namespace yaml {

// Qt 6.8.2 looks up a key that is not there by comparing it, without regard to its length, with the one in its place:
// beside a longer key that is not ASCII it reads beyond the key. So nothing here asks an object for a key.

/// The value of a key; Undefined if there is none.
[[nodiscard]] inline QJsonValue field(const QJsonObject &object, const QString &key)
{
    auto first = object.begin();
    for (qsizetype count = object.size(); count > 0;) {
        const qsizetype half = count / 2;
        if ((first + half).key() < key) {
            first += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return first != object.end() && first.key() == key ? QJsonValue(first.value()) : QJsonValue::Undefined;
}

/// visit(key, left, right) for each key of either object, in the order of keys; Undefined where it is missing. Cost:
/// linear.
template <typename Visit>
void forEachField(const QJsonObject &left, const QJsonObject &right, Visit &&visit)
{
    const QJsonValue missing(QJsonValue::Undefined);
    auto l = left.begin();
    auto r = right.begin();
    while (l != left.end() || r != right.end()) {
        const QString leftKey = l != left.end() ? l.key() : QString();
        const QString rightKey = r != right.end() ? r.key() : QString();
        const int order = l == left.end() ? 1 : r == right.end() ? -1 : leftKey.compare(rightKey);
        visit(order <= 0 ? leftKey : rightKey, order <= 0 ? QJsonValue(l.value()) : missing,
              order >= 0 ? QJsonValue(r.value()) : missing);
        if (order <= 0)
            ++l;
        if (order >= 0)
            ++r;
    }
}

} // namespace yaml
