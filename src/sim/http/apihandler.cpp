// SPDX-License-Identifier: Apache-2.0
#include "http/apihandler.h"

#include "http/openapidocument.h"
#include "http/servedapis.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sim {

ApiHandler::ApiHandler(Registry &registry, Identities identities)
    : m_registry(registry)
    , m_identities(std::move(identities))
{
}

Outcome<User> ApiHandler::authenticate(const Request &request) const
{
    if (m_identities.tokens.isEmpty())
        return User{u"admin"_s, {u"system:masters"_s, u"system:authenticated"_s}};
    if (request.authorization.isEmpty())
        return User{u"system:anonymous"_s, {u"system:unauthenticated"_s}};
    constexpr QByteArrayView scheme = "Bearer ";
    const auto found = m_identities.tokens.constFind(
        request.authorization.startsWith(scheme) ? request.authorization.mid(scheme.size()).trimmed() : QByteArray());
    if (found == m_identities.tokens.constEnd())
        return std::unexpected(unauthorized());
    return *found;
}

ApiHandler::Answer ApiHandler::handle(const Request &request)
{
    const Outcome<User> user = authenticate(request);
    if (!user)
        return failureResponse(request, user.error());
    const std::optional<Route> route = routeOf(request);
    const AccessRequest access = accessOf(*user, request, route);
    const bool anonymous = user->name == "system:anonymous"_L1;
    if (anonymous || (m_identities.authorizer && !m_identities.authorizer(access))) {
        // Health and version are everybody's business.
        static const QStringList open{u"/healthz"_s, u"/livez"_s, u"/readyz"_s, u"/version"_s};
        if (route || !open.contains(request.path))
            return failureResponse(request, refusal(access));
    }
    if (route)
        return resource(request, *route, *user);
    if (request.method != "GET")
        return failureResponse(request, methodNotAllowed());
    return general(request);
}

Response ApiHandler::general(const Request &request) const
{
    const KindCatalog &kinds = m_registry.kinds();
    const QString &path = request.path;
    if (path == "/version"_L1) {
        Response response = jsonResponse(request, {});
        response.body = prettyJson(versionInfo());
        return response;
    }
    if (path == "/healthz"_L1 || path == "/livez"_L1 || path == "/readyz"_L1)
        return textResponse("ok");
    if (path == "/"_L1)
        return jsonResponse(request, rootPaths(kinds));
    if (path == "/openapi/v3"_L1)
        return jsonResponse(request, openApiIndex(kinds));
    if (path.startsWith("/openapi/v3/"_L1)) {
        const QStringList parts = request.segments.mid(2);
        const bool core = parts.value(0) == "api"_L1;
        const auto document = openApiDocument(kinds, core ? QString() : parts.value(1), parts.value(core ? 1 : 2));
        return document ? jsonResponse(request, *document) : failureResponse(request, pathNotFound());
    }
    if (request.segments.value(0) == "api"_L1 || request.segments.value(0) == "apis"_L1)
        return discovery(request);
    Response response = jsonResponse(request, {}, 404);
    response.body = prettyJson(rootPaths(kinds));
    return response;
}

Response ApiHandler::discovery(const Request &request) const
{
    const KindCatalog &kinds = m_registry.kinds();
    const bool core = request.segments.value(0) == "api"_L1;
    const QStringList rest = request.segments.mid(1);
    const Outcome<Form> form = negotiate(request.accept, rest.isEmpty());
    if (!form)
        return failureResponse(request, form.error());
    if (rest.isEmpty()) {
        if (*form == Form::Discovery) {
            Response response = jsonResponse(request, aggregatedDiscovery(kinds, core));
            response.contentType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
            return response;
        }
        return jsonResponse(request, core ? apiVersions({}) : apiGroups(kinds));
    }
    std::optional<QJsonObject> found;
    if (core)
        found = apiResources(kinds, {}, rest.value(0));
    else
        found = rest.size() == 1 ? apiGroup(kinds, rest.at(0)) : apiResources(kinds, rest.at(0), rest.at(1));
    return found ? jsonResponse(request, *found) : nothingThere(request, core ? QString() : rest.at(0));
}

Response ApiHandler::nothingThere(const Request &request, const QString &group) const
{
    // Built-in groups are a web service each, which answers for all below it; for the others nobody answers.
    const QList<KindPtr> &kinds = m_registry.kinds().all();
    const bool builtIn =
        std::ranges::any_of(kinds, [&](const KindPtr &kind) { return kind->type.group == group && !kind->custom; });
    return builtIn ? failureResponse(request, pathNotFound()) : textResponse("404 page not found\n", 404);
}

std::optional<Response> ApiHandler::wrongPath(const Request &request, const Route &route, const ServedKind &kind) const
{
    const bool scoped = kind.type.namespaced ? !route.nameSpace.isEmpty() : route.nameSpace.isEmpty();
    const bool collection = route.name.isEmpty();
    // All namespaces at once: may be looked at, and nothing else.
    if (kind.type.namespaced && !scoped && collection && route.verb != "list"_L1 && route.verb != "watch"_L1)
        return failureResponse(request, methodNotAllowed());
    if (!scoped && !(kind.type.namespaced && collection))
        return nothingThere(request, kind.type.group);
    if (!route.subresource.isEmpty()) {
        const bool known = kind.otherSubresources.contains(route.subresource)
            || (route.subresource == "status"_L1 && kind.hasStatus)
            || (route.subresource == "scale"_L1 && kind.scale.has_value());
        if (!known)
            return failureResponse(request, kind.custom ? notFound(kind.resource(), route.name) : pathNotFound());
        const bool posts = route.subresource == "binding"_L1 || route.subresource == "eviction"_L1;
        const bool reads = route.subresource == "log"_L1;
        const QStringList verbs = posts ? QStringList{u"create"_s}
            : reads                     ? QStringList{u"get"_s}
                                        : QStringList{u"get"_s, u"update"_s, u"patch"_s};
        if (!verbs.contains(route.verb))
            return failureResponse(request, methodNotAllowed());
        return {};
    }
    const bool fits = collection
        == (route.verb == "list"_L1 || route.verb == "watch"_L1 || route.verb == "create"_L1
            || route.verb == "deletecollection"_L1);
    if ((!fits && route.verb != "watch"_L1) || !kind.verbs.contains(route.verb))
        return failureResponse(request, methodNotAllowed());
    return {};
}

ApiHandler::Answer ApiHandler::resource(const Request &request, const Route &route, const User &user)
{
    const KindPtr kind = m_registry.kinds().find(route.group, route.version, route.plural);
    if (!kind)
        return nothingThere(request, route.group);
    if (const auto refused = wrongPath(request, route, *kind))
        return *refused;
    const Outcome<Form> form = negotiate(request.accept);
    if (!form)
        return failureResponse(request, form.error());
    const Call call{request, route, *kind, user, *form};
    if (route.verb == "watch"_L1) {
        Outcome<WatchRequest> opened = watch(call);
        if (!opened)
            return failureResponse(request, opened.error());
        opened->kind = kind;
        return *opened;
    }
    const Outcome<Response> answer = dispatch(call);
    Response response = answer ? *answer : failureResponse(request, answer.error());
    if (!kind->deprecation.isEmpty())
        addWarnings(response, {kind->deprecation});
    return response;
}

} // namespace sim
