// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonValue>

namespace sim {

/// A Kubernetes quantity ("500m", "4Gi", 2) as a number; 0 for what is none.
[[nodiscard]] double quantityValue(const QJsonValue &quantity);

} // namespace sim
