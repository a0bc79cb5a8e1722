// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kinds/servedkind.h"

namespace sim {

[[nodiscard]] Rules statefulSetRules();
[[nodiscard]] Rules deploymentRules();
[[nodiscard]] Rules replicaSetRules();
[[nodiscard]] Rules daemonSetRules();
[[nodiscard]] Rules controllerRevisionRules();
[[nodiscard]] Rules disruptionBudgetRules();

} // namespace sim
