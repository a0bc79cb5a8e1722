// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kinds/servedkind.h"

namespace sim {

/// The kinds that a server without any CustomResourceDefinition serves, in the order of discovery.
[[nodiscard]] QList<KindPtr> builtInKinds();

} // namespace sim
