// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "valuepath.h"

#include <QJsonObject>
#include <QJsonValue>
#include <QList>

namespace yaml {

/// A leaf that two values do not have in common. A side that has nothing there is Undefined.
struct Difference
{
    Path path;
    QJsonValue before;
    QJsonValue after;

    [[nodiscard]] bool operator==(const Difference &) const = default;
};

/// All leaves that differ, in the order of the keys; lists are compared by index. An object that is on one side only is
/// one difference.
[[nodiscard]] QList<Difference> differences(const QJsonValue &before, const QJsonValue &after);

/// RFC 7396: what turns one object into the other. A null in `to` cannot be said by such a patch and is left out.
[[nodiscard]] QJsonObject mergePatch(const QJsonObject &from, const QJsonObject &to);
[[nodiscard]] QJsonValue applyMergePatch(const QJsonValue &target, const QJsonValue &patch);

} // namespace yaml
