// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "catalogue.h"
#include "operatorinfo.h"
#include "redisenterprisecluster.h"

#include <QString>
#include <optional>

namespace ui {

/// That the operator leaves a cluster alone.
struct Suspension
{
    QString sentence; ///< why, and what to do
    QDateTime since; ///< UTC; invalid if it cannot be told

    [[nodiscard]] bool operator==(const Suspension &) const = default;
};

/// Nothing if it does not, or if that cannot be told. An operator manages a cluster, and its databases, only while the
/// cluster's tag is one that it runs: between the upgrade of the operator and that of the cluster it does not. Pure.
[[nodiscard]] std::optional<Suspension> suspensionOf(const redis::Catalogue &catalogue,
                                                     const redis::RedisEnterpriseCluster &cluster,
                                                     const upgrade::OperatorInfo &operatorInfo);

} // namespace ui
