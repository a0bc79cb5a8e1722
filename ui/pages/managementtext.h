// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "catalogue.h"
#include "redisenterprisecluster.h"

#include <QString>

namespace ui {

/// Why the operator leaves a cluster alone, as a sentence with what to do; empty if it does not, or if that cannot be
/// told. An operator manages a cluster, and its databases, only while the cluster's tag is one that it runs: between
/// the upgrade of the operator and that of the cluster it does not. `operatorTag` may be empty. Pure.
[[nodiscard]] QString suspensionOf(const redis::Catalogue &catalogue, const redis::RedisEnterpriseCluster &cluster,
                                   const QString &operatorTag);

} // namespace ui
