// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jsoncursor.h"
#include "object.h"
#include "objectstore.h"
#include "resourcetype.h"

#include <QJsonArray>
#include <QJsonObject>

namespace sim {

/// An object of any kind as the server sent it. Controllers copy and extend what they read, so they need all of it.
struct RawObject final : kube::Object
{
    QJsonObject json;
};

using RawObjectPtr = std::shared_ptr<const RawObject>;

/// A kube::Decode.
[[nodiscard]] kube::ObjectPtr decodeRaw(kube::JsonCursor object);

/// The value at a path such as "spec.template.metadata"; undefined where a step is missing. Keys with dots in them are
/// reached with QJsonObject itself.
[[nodiscard]] QJsonValue valueAt(const QJsonObject &object, QStringView path);

/// Puts a value at such a path, making the objects in between.
void setValueAt(QJsonObject &object, QStringView path, const QJsonValue &value);

/// True if each field of `wanted` is in `live` with that value; lists are compared entry by entry. What the server
/// filled in beside them does not count.
[[nodiscard]] bool covers(const QJsonValue &live, const QJsonValue &wanted);

/// The entry of an ownerReferences list that makes `owner` the controller.
[[nodiscard]] QJsonObject controllerReference(const kube::ResourceType &type, const kube::ObjectMeta &owner);

/// True if the object's controller has this uid.
[[nodiscard]] bool isControlledBy(const kube::ObjectMeta &object, const QString &uid);

/// True if labels fulfil a LabelSelector (matchLabels and matchExpressions); an empty one selects everything.
[[nodiscard]] bool selects(const QJsonObject &selector, const QMap<QString, QString> &labels);

/// As JSON.
[[nodiscard]] QJsonObject labelsOf(const kube::ObjectMeta &object);

/// RFC 3339 in whole seconds, as Kubernetes writes times.
[[nodiscard]] QString timeText(const QDateTime &time);

/// True if version a is not older than b. Versions are decimal numbers of any length (KEP-5504; etcd's always were).
[[nodiscard]] bool isAtLeast(const QString &a, const QString &b);

} // namespace sim
