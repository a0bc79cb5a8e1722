// SPDX-License-Identifier: Apache-2.0
#include "http/route.h"

using namespace Qt::StringLiterals;

namespace sim {

namespace {

QString verbOf(const Request &request, const Route &route, bool watch)
{
    if (request.method == "GET" || request.method == "HEAD") {
        if (watch || (route.name.isEmpty() && request.isSet(u"watch"_s)))
            return u"watch"_s;
        return route.name.isEmpty() ? u"list"_s : u"get"_s;
    }
    if (request.method == "POST")
        return u"create"_s;
    if (request.method == "PUT")
        return u"update"_s;
    if (request.method == "PATCH")
        return u"patch"_s;
    if (request.method == "DELETE")
        return route.name.isEmpty() ? u"deletecollection"_s : u"delete"_s;
    return {};
}

} // namespace

std::optional<Route> routeOf(const Request &request)
{
    QStringList rest = request.segments;
    Route route;
    if (rest.size() > 2 && rest.first() == "api"_L1) {
        route.version = rest.at(1);
        rest = rest.mid(2);
    } else if (rest.size() > 3 && rest.first() == "apis"_L1) {
        route.group = rest.at(1);
        route.version = rest.at(2);
        rest = rest.mid(3);
    } else {
        return {};
    }
    // The old form of ?watch=1.
    const bool watch = rest.first() == "watch"_L1 && rest.size() > 1;
    if (watch)
        rest.removeFirst();
    const bool ofNamespace = rest.size() > 2 && (rest.at(2) == "status"_L1 || rest.at(2) == "finalize"_L1);
    if (rest.first() == "namespaces"_L1 && rest.size() > 2 && !ofNamespace) {
        route.nameSpace = rest.at(1);
        rest = rest.mid(2);
    }
    route.plural = rest.first();
    route.name = rest.value(1);
    route.subresource = rest.mid(2).join(u'/');
    route.verb = verbOf(request, route, watch);
    return route;
}

} // namespace sim
