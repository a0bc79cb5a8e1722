// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/selector.h"

namespace sim {

/// Reads ?labelSelector=, such as "app=redis,tier in (a,b),!old". An empty text selects everything. The failure is a
/// 400 in the words of the real server.
[[nodiscard]] Outcome<LabelSelector> readLabelSelector(const QString &text);

} // namespace sim
