// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kinds/kindcatalog.h"

namespace sim {

/// /openapi/v3: where the document of each group and version is.
[[nodiscard]] QJsonObject openApiIndex(const KindCatalog &kinds);

/// /openapi/v3/apis/G/V: the schemas of the kinds and the parameters of their paths, as much as kubectl reads of it.
[[nodiscard]] std::optional<QJsonObject> openApiDocument(const KindCatalog &kinds, const QString &group,
                                                         const QString &version);

} // namespace sim
