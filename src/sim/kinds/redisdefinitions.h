// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QList>

namespace sim {

/// CustomResourceDefinitions of RedisEnterpriseCluster (v1, stored, and v1alpha1) and RedisEnterpriseDatabase
/// (v1alpha1), as far as an upgrade is concerned. A real cluster takes them too.
[[nodiscard]] QList<QJsonObject> redisDefinitions();

} // namespace sim
