// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accessreview.h"
#include "bundle.h"
#include "discovery.h"

#include <QMap>

namespace upgrade {

/// What a cluster has of the objects of a bundle.
struct LiveBundle
{
    kube::ServerInfo server;
    QMap<ObjectIdentity, kube::ResourceType> types; ///< as the server serves them: in the version of the bundle, or
                                                    ///< else in the one that it prefers
    QMap<ObjectIdentity, QJsonObject> objects; ///< that are there
    QMap<ObjectIdentity, kube::Error> unreadable; ///< whether they are there is not known: no permission, as a rule
    QList<ObjectIdentity> forbidden; ///< that may not be written by us

    /// The version that the document is written in is served.
    [[nodiscard]] bool serves(const BundleDocument &document) const;
};

/// Where an object of a bundle is, or would be made.
[[nodiscard]] kube::ObjectKey keyOf(const ObjectIdentity &identity, const kube::ResourceType &type,
                                    const QString &nameSpace);

/// Reads the objects that documents name, those of namespaces in `nameSpace`, and asks for each whether it may be
/// written. Fails if the server cannot be talked to, or has no such namespace. See Callback.
void readLive(kube::ApiClient &client, const QList<BundleDocument> &documents, const QString &nameSpace,
              QObject *context, kube::Callback<LiveBundle> done);

} // namespace upgrade
