// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gate.h"

namespace rollout {

struct Place;

/// Why a place of a StatefulSet is not available, as a gate about its pod. The place must not be available.
[[nodiscard]] Gate podGate(const Snapshot &snapshot, const Place &place);

} // namespace rollout
