// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "schema/schema.h"

namespace sim {

/// A type of Kubernetes by its name, such as "StatefulSet" or "PodTemplateSpec", as the *.types describe it. Read once;
/// null if there is none of that name.
[[nodiscard]] SchemaPtr builtInType(const QString &name);

} // namespace sim
