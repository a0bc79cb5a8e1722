// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "callback.h"
#include "resourcetype.h"

#include <QHash>
#include <QJsonArray>
#include <QStringList>

namespace kube {

class ApiClient;

/// What a server is and serves, as far as it told. A part that cannot be had (an aggregated API that is down) is left
/// out and named in `missing`; it never fails the rest.
struct ServerInfo
{
    QString gitVersion; ///< "v1.32.3"
    QStringList groups; ///< all named groups
    QList<ResourceType> types; ///< of the groups asked for, each served version; the server's preferred version first
    QStringList missing; ///< "app.redislabs.com/v1", which the server names but does not answer for

    [[nodiscard]] bool isOpenShift() const { return groups.contains(QStringLiteral("route.openshift.io")); }
    /// The type by group and plural in the first of `versions` that is served; null if in none.
    [[nodiscard]] const ResourceType *find(const QString &group, const QString &plural,
                                           const QStringList &versions) const;
};

/// Asks for /version, /apis and the resources of `groups`, of which the core group is the empty one. Fails only if the
/// server cannot be talked to at all. See Callback.
void discover(ApiClient &client, const QStringList &groups, QObject *context, Callback<ServerInfo> done);

/// The resources of one answer of /apis/GROUP/VERSION, without subresources. Pure.
[[nodiscard]] QList<ResourceType> resourceTypes(const QJsonObject &apiResourceList);

} // namespace kube
