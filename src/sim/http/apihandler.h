// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/access.h"
#include "http/respond.h"
#include "http/watchstream.h"
#include "registry/registry.h"

#include <variant>

namespace sim {

/// Answers requests: who asks, may they, what do they want, in which form. Knows HTTP but no connection. An answer is a
/// response, or a watch that somebody has to open.
class ApiHandler final
{
public:
    using Answer = std::variant<Response, WatchRequest>;

    struct Identities
    {
        QHash<QByteArray, User> tokens; ///< by bearer token; empty: everybody is admin
        Authorizer authorizer; ///< absent: everybody may do everything
    };

    ApiHandler(Registry &registry, Identities identities);

    [[nodiscard]] Answer handle(const Request &request);

private:
    /// A request for objects of a kind that is served, by somebody who may.
    struct Call
    {
        const Request &request;
        const Route &route;
        const ServedKind &kind;
        const User &user;
        Form form;

        [[nodiscard]] kube::ObjectKey key() const { return {route.nameSpace, route.name}; }
    };

    [[nodiscard]] Outcome<User> authenticate(const Request &request) const;
    [[nodiscard]] Response general(const Request &request) const; ///< paths that are not about objects
    [[nodiscard]] Response discovery(const Request &request) const;
    [[nodiscard]] Answer resource(const Request &request, const Route &route, const User &user);
    /// The 404 for a path in a group where nothing is served.
    [[nodiscard]] Response nothingThere(const Request &request, const QString &group) const;
    [[nodiscard]] std::optional<Response> wrongPath(const Request &request, const Route &route,
                                                    const ServedKind &kind) const;
    [[nodiscard]] Outcome<Response> dispatch(const Call &call);
    [[nodiscard]] Outcome<Response> read(const Call &call) const;
    [[nodiscard]] Outcome<Response> write(const Call &call);
    [[nodiscard]] Outcome<Response> create(const Call &call, const QByteArray &body, const WriteOptions &options);
    [[nodiscard]] Outcome<Response> patch(const Call &call);
    [[nodiscard]] Outcome<Response> remove(const Call &call);
    [[nodiscard]] Outcome<Response> removeAll(const Call &call);
    [[nodiscard]] Outcome<WatchRequest> watch(const Call &call) const;
    [[nodiscard]] Response written(const Call &call, const Written &result) const;

    Registry &m_registry;
    Identities m_identities;
};

} // namespace sim
