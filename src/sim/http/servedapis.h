// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kinds/kindcatalog.h"

#include <QUrl>

namespace sim {

// What an API server says of itself.

[[nodiscard]] QJsonObject versionInfo();
[[nodiscard]] QJsonObject apiVersions(const QString &host); ///< /api
[[nodiscard]] QJsonObject apiGroups(const KindCatalog &kinds); ///< /apis
[[nodiscard]] std::optional<QJsonObject> apiGroup(const KindCatalog &kinds, const QString &group); ///< /apis/G
[[nodiscard]] std::optional<QJsonObject> apiResources(const KindCatalog &kinds, const QString &group,
                                                      const QString &version); ///< /api/v1, /apis/G/V
/// All groups at once: the core group alone (/api), or all others (/apis).
[[nodiscard]] QJsonObject aggregatedDiscovery(const KindCatalog &kinds, bool core);
/// The paths that are not about objects: /.
[[nodiscard]] QJsonObject rootPaths(const KindCatalog &kinds);

} // namespace sim
