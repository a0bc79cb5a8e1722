// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "failure.h"

#include <QJsonObject>

namespace sim {

class Registry;

/// The objects of a server without a connection, for tests and scenarios; in the server's thread. Every rule of the API
/// holds, watches see the changes. A resource is named as in "pods", "statefulsets.apps".
class Objects final
{
public:
    explicit Objects(Registry &registry)
        : m_registry(registry)
    {
    }

    [[nodiscard]] Outcome<QJsonObject> get(const QString &resource, const QString &nameSpace,
                                           const QString &name) const;
    [[nodiscard]] QList<QJsonObject> list(const QString &resource, const QString &nameSpace = {}) const;

    /// Creates it as its apiVersion, kind and metadata say; a namespace that is absent means "default".
    Outcome<QJsonObject> create(const QJsonObject &object);
    /// Creates it, or changes the one of that name to say what this one says (server-side apply, forced: what it leaves
    /// out stays, unless put() set it before). Its status is written too.
    Outcome<QJsonObject> put(const QJsonObject &object);
    /// Everything that is there, for load(); without Secrets, Events, and definitions of kinds.
    [[nodiscard]] QList<QJsonObject> dump() const;
    /// Puts what dump() gave into the storage as it is: uid, status, times and managed fields. No rule is asked.
    Outcome<void> load(const QList<QJsonObject> &objects);
    /// A JSON merge patch; subresource: "status" or empty.
    Outcome<QJsonObject> patch(const QString &resource, const QString &nameSpace, const QString &name,
                               const QJsonObject &mergePatch, const QString &subresource = {});
    /// graceSeconds -1: as the object says.
    Outcome<QJsonObject> remove(const QString &resource, const QString &nameSpace, const QString &name,
                                qint64 graceSeconds = -1);

private:
    Registry &m_registry;
};

} // namespace sim
