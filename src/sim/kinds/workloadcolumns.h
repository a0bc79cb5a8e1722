// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kinds/servedkind.h"

namespace sim {

/// The columns of pods, of what makes them, and of what guards them ("statefulsets.apps"); empty for other resources.
[[nodiscard]] QList<Column> workloadColumns(const QString &resource);

} // namespace sim
