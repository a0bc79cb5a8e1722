// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kinds/servedkind.h"

namespace sim {

/// The columns of Services and their endpoints; empty for other resources.
[[nodiscard]] QList<Column> networkColumns(const QString &resource);

} // namespace sim
