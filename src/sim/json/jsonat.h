// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QLatin1StringView>

namespace sim {

// Fields deep in an object by a dotted path such as "spec.template.metadata.labels". No key on it holds a dot.

[[nodiscard]] QJsonValue valueAt(const QJsonObject &object, QLatin1StringView path);
[[nodiscard]] inline QString stringAt(const QJsonObject &object, QLatin1StringView path)
{
    return valueAt(object, path).toString();
}
[[nodiscard]] inline qint64 integerAt(const QJsonObject &object, QLatin1StringView path, qint64 otherwise = 0)
{
    return valueAt(object, path).toInteger(otherwise);
}
[[nodiscard]] inline QJsonObject objectAt(const QJsonObject &object, QLatin1StringView path)
{
    return valueAt(object, path).toObject();
}
[[nodiscard]] inline QJsonArray arrayAt(const QJsonObject &object, QLatin1StringView path)
{
    return valueAt(object, path).toArray();
}

/// Makes what is missing on the way. Setting undefined removes.
void setAt(QJsonObject &object, QLatin1StringView path, const QJsonValue &value);
void removeAt(QJsonObject &object, QLatin1StringView path);

} // namespace sim
