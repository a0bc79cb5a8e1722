// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "valuepath.h"

#include <QJsonObject>
#include <QJsonValue>
#include <QList>

namespace yaml {

/// One place that differs. Undefined: is not there.
struct Change
{
    Path path;
    QJsonValue before;
    QJsonValue after;

    [[nodiscard]] bool operator==(const Change &) const = default;
};

/// True if Kubernetes holds them to be the same: 1 and 1.0 are, wherever they stand. (Qt says no inside an array.)
[[nodiscard]] bool isSame(const QJsonValue &left, const QJsonValue &right);

/// What is only on one side: each leaf of it, or all of it as one.
enum class Additions { Apart, Whole };

/// The leaves that differ, in the order of keys; items of arrays by index. A leaf is a scalar or an empty collection;
/// where a scalar stands against a collection, the whole collection is. Cost: linear.
[[nodiscard]] QList<Change> differences(const QJsonValue &before, const QJsonValue &after,
                                        Additions additions = Additions::Apart);

/// An RFC 7396 merge patch of exactly what differs: changed fields, and null for those that go; arrays as a whole.
/// Applied to from it gives to, except that a merge patch cannot say that a field of an object is null: there the field
/// goes.
[[nodiscard]] QJsonObject mergePatch(const QJsonObject &from, const QJsonObject &to);

/// What RFC 7396 calls MergePatch(target, patch).
[[nodiscard]] QJsonValue applyMergePatch(const QJsonValue &target, const QJsonValue &patch);

} // namespace yaml
