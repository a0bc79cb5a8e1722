// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/rawobject.h"
#include "statefulset/revisionplan.h"
#include "statefulset/statefulsetplan.h"

namespace sim {

// Between a StatefulSet's JSON and the values of its algorithm.

[[nodiscard]] SetView setView(const RawObject &set);
[[nodiscard]] PodView podView(const RawObject &pod, int ordinal);
[[nodiscard]] RevisionView revisionView(const RawObject &revision);

/// The ordinal in "redis-2" of the set "redis"; -1 if the name is not one of that set.
[[nodiscard]] int ordinalOf(const QString &podName, const QString &setName);

/// A pod of the set as the controller creates it. `revision` is its name, `data` what it holds.
[[nodiscard]] QJsonObject newPod(const RawObject &set, int ordinal, const QString &revision, const QJsonObject &data);
/// The claims that this pod's volumes name.
[[nodiscard]] QList<QJsonObject> newClaims(const RawObject &set, int ordinal);
[[nodiscard]] QJsonObject newRevision(const RawObject &set, const RevisionView &revision, int collisions);

/// The status as it is written: `set` with the counts.
[[nodiscard]] QJsonObject withStatus(const RawObject &set, const SetStatus &status, int collisions);

} // namespace sim
