// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kinds/servedkind.h"

namespace sim {

[[nodiscard]] Rules namespaceRules();
[[nodiscard]] Rules nodeRules();
[[nodiscard]] Rules serviceRules();
[[nodiscard]] Rules secretRules();
[[nodiscard]] Rules eventRules();
[[nodiscard]] Rules claimRules();
[[nodiscard]] Rules roleRules();
[[nodiscard]] Rules bindingRules();

} // namespace sim
