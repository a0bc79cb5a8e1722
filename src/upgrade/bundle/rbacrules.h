// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonArray>
#include <QJsonObject>

namespace upgrade {

/// Merges the rules of a Role as what they are, a set of permissions: what was added to `ours` since `base` is there in
/// the result, what was taken out of it is not, and all else is as in `theirs`. However permissions are grouped into
/// rules: theirs stand first and unchanged, unless ours took something out of them; what only ours has comes in rules
/// of its own behind. If theirs permits what base does, the result is ours, as it is written; if ours does, theirs.
/// "*" stands for itself.
[[nodiscard]] QJsonArray mergeRules(const QJsonArray &base, const QJsonArray &ours, const QJsonArray &theirs);

/// Whether both permit the same.
[[nodiscard]] bool isSamePermission(const QJsonArray &left, const QJsonArray &right);

/// What is permitted, thing by thing, for a person to compare: {"deployments.apps": "get, list", "/metrics": "get"}; a
/// thing that rules name by its object is "secrets/login", one of the core group "pods".
[[nodiscard]] QJsonObject permissionTable(const QJsonArray &rules);

} // namespace upgrade
