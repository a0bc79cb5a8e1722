// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/request.h"

#include <optional>

namespace sim {

/// What a path is about: objects of a kind. Whether the kind exists is another question.
struct Route
{
    QString group;
    QString version;
    QString nameSpace; ///< empty: all, or a cluster-scoped kind
    QString plural;
    QString name; ///< empty: the collection
    QString subresource;
    QString verb; ///< "get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"
};

/// The route of a request below /api/V or /apis/G/V; nothing for other paths, such as /version.
[[nodiscard]] std::optional<Route> routeOf(const Request &request);

} // namespace sim
