// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "schema/schema.h"

#include <QJsonObject>

namespace sim {

/// The schema that a CRD's openAPIV3Schema describes. Lenient: what it does not know it leaves out.
[[nodiscard]] SchemaPtr readOpenApi(const QJsonObject &text);

/// The same in OpenAPI v3, as /openapi/v3 shows it. Nested types are written out in place.
[[nodiscard]] QJsonObject writeOpenApi(const Schema &schema);

} // namespace sim
