// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "calls.h"

constexpr int manyPods = 10'000;

/// Makes the StatefulSet default/orders and all of its pods, each of 12 kB, as large as one of Redis Enterprise. No
/// controller has anything more to do with them: they are never ready, as no node takes them, and not updated
/// (OnDelete).
[[nodiscard]] bool makeManyPods(const bench::Calls &calls);
