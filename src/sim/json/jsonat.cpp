// SPDX-License-Identifier: Apache-2.0
#include "json/jsonat.h"

namespace sim {

namespace {

std::pair<QLatin1StringView, QLatin1StringView> split(QLatin1StringView path)
{
    const qsizetype dot = path.indexOf(u'.');
    return dot < 0 ? std::pair(path, QLatin1StringView()) : std::pair(path.first(dot), path.sliced(dot + 1));
}

} // namespace

QJsonValue valueAt(const QJsonObject &object, QLatin1StringView path)
{
    const auto [first, rest] = split(path);
    const QJsonValue value = object.value(first);
    return rest.isEmpty() ? value : valueAt(value.toObject(), rest);
}

void setAt(QJsonObject &object, QLatin1StringView path, const QJsonValue &value)
{
    const auto [first, rest] = split(path);
    if (rest.isEmpty()) {
        object.insert(first, value);
        return;
    }
    QJsonObject inner = object.value(first).toObject();
    setAt(inner, rest, value);
    object.insert(first, inner);
}

void removeAt(QJsonObject &object, QLatin1StringView path)
{
    const auto [first, rest] = split(path);
    if (rest.isEmpty()) {
        object.remove(first);
    } else if (object.value(first).isObject()) {
        QJsonObject inner = object.value(first).toObject();
        removeAt(inner, rest);
        object.insert(first, inner);
    }
}

} // namespace sim
