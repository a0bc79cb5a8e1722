// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace kube {

/// A kind as the API server serves it, and the paths of its objects.
struct ResourceType
{
    QString group; ///< empty for the core group
    QString version; ///< such as "v1"
    QString plural; ///< such as "redisenterpriseclusters"
    QString kind; ///< such as "RedisEnterpriseCluster"
    bool namespaced = true;

    /// "apps/v1"; "v1" for the core group.
    [[nodiscard]] QString apiVersion() const;
    /// "/apis/apps/v1/namespaces/NS/statefulsets/NAME/status"; an empty namespace is all namespaces, an empty name the
    /// collection. Segments are percent-encoded.
    [[nodiscard]] QString path(const QString &nameSpace = {}, const QString &name = {},
                               const QString &subresource = {}) const;

    [[nodiscard]] bool operator==(const ResourceType &) const = default;
};

} // namespace kube
