// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gate.h"

#include <QDateTime>

namespace rollout {

struct Pod;
struct PodHealth;

/// What keeps one pod from being ready, whatever controls it: a gate of one of the kinds PodTerminating to PodLost
/// without an ordinal; None if it is ready. `now` is UTC.
[[nodiscard]] Gate podWait(const Pod &pod, const PodHealth &health, const QDateTime &now);

} // namespace rollout
