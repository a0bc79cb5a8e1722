// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "valuepath.h"

#include <QJsonValue>
#include <QList>

namespace yaml {

/// Both sides changed the same field, each to something else. Undefined: is not there.
struct Conflict
{
    Path path;
    QJsonValue base;
    QJsonValue ours;
    QJsonValue theirs;

    [[nodiscard]] bool operator==(const Conflict &) const = default;
};

struct Merge
{
    QJsonValue merged; ///< where there is a conflict: ours
    QList<Conflict> conflicts; ///< in the order of keys
};

/// What both sides made of one value, put together: for an object that moved while it was edited, base is what the
/// person saw, ours what they made of it, theirs what it is now. Fields of objects are merged one by one; arrays and
/// scalars are taken as a whole. A side that removed an object in which the other changed something is a conflict.
/// Decide one by withValue(merged, conflict.path, ...). Cost: linear.
[[nodiscard]] Merge merge3(const QJsonValue &base, const QJsonValue &ours, const QJsonValue &theirs);

} // namespace yaml
