// SPDX-License-Identifier: Apache-2.0
#include "http/access.h"

#include "json/jsonat.h"

using namespace Qt::StringLiterals;

namespace sim {

namespace {

/// How RBAC names the place.
QString scopeOf(const AccessRequest &access)
{
    return access.nameSpace.isEmpty() ? u"at the cluster scope"_s : u"in the namespace \"%1\""_s.arg(access.nameSpace);
}

} // namespace

Authorizer readOnlyFor(const QStringList &users)
{
    return [users](const AccessRequest &access) {
        static const QStringList looking{u"get"_s, u"list"_s, u"watch"_s};
        // Anyone may ask what they may do.
        return !users.contains(access.user.name) || looking.contains(access.verb)
            || access.group == "authorization.k8s.io"_L1;
    };
}

AccessRequest accessOf(const User &user, const Request &request, const std::optional<Route> &route)
{
    AccessRequest access;
    access.user = user;
    if (!route) {
        access.verb = QString::fromLatin1(request.method.toLower());
        access.path = request.path;
        return access;
    }
    access.verb = route->verb;
    access.group = route->group;
    access.resource = route->subresource.isEmpty() ? route->plural : route->plural + u'/' + route->subresource;
    access.nameSpace = route->nameSpace;
    access.name = route->name;
    return access;
}

Failure refusal(const AccessRequest &access)
{
    if (!access.path.isEmpty()) {
        Failure failure;
        failure.code = 403;
        failure.reason = u"Forbidden"_s;
        failure.message =
            u"forbidden: User \"%1\" cannot %2 path \"%3\""_s.arg(access.user.name, access.verb, access.path);
        failure.details = QJsonObject();
        return failure;
    }
    const QString plural = access.resource.section(u'/', 0, 0);
    const QString resource = access.group.isEmpty() ? plural : plural + u'.' + access.group;
    return forbidden(resource, access.name,
                     u"User \"%1\" cannot %2 resource \"%3\" in API group \"%4\" %5"_s.arg(
                         access.user.name, access.verb, access.resource, access.group, scopeOf(access)));
}

QJsonObject accessReviewStatus(const QJsonObject &review, const User &user, const Authorizer &authorizer)
{
    AccessRequest access;
    access.user = user;
    const QJsonObject asked = objectAt(review, "spec.resourceAttributes"_L1);
    if (asked.isEmpty()) {
        access.path = stringAt(review, "spec.nonResourceAttributes.path"_L1);
        access.verb = stringAt(review, "spec.nonResourceAttributes.verb"_L1);
    } else {
        const QString subresource = stringAt(asked, "subresource"_L1);
        access.verb = stringAt(asked, "verb"_L1);
        access.group = stringAt(asked, "group"_L1);
        access.resource = stringAt(asked, "resource"_L1) + (subresource.isEmpty() ? QString() : u'/' + subresource);
        access.nameSpace = stringAt(asked, "namespace"_L1);
        access.name = stringAt(asked, "name"_L1);
    }
    return {{u"allowed"_s, !authorizer || authorizer(access)}};
}

QJsonObject rulesReviewStatus(const QJsonObject &review, const User &user, const Authorizer &authorizer,
                              const KindCatalog &kinds)
{
    const QString nameSpace = stringAt(review, "spec.namespace"_L1);
    QJsonArray rules;
    for (const KindPtr &kind : kinds.all()) {
        QStringList verbs;
        for (const QString &verb : kind->verbs) {
            AccessRequest access;
            access.user = user;
            access.verb = verb;
            access.group = kind->type.group;
            access.resource = kind->type.plural;
            access.nameSpace = kind->type.namespaced ? nameSpace : QString();
            if (!authorizer || authorizer(access))
                verbs.append(verb);
        }
        if (!verbs.isEmpty())
            rules.append(QJsonObject{{u"verbs"_s, QJsonArray::fromStringList(verbs)},
                                     {u"apiGroups"_s, QJsonArray{kind->type.group}},
                                     {u"resources"_s, QJsonArray{kind->type.plural}}});
    }
    const QJsonObject paths{{u"verbs"_s, QJsonArray{u"get"_s}},
                            {u"nonResourceURLs"_s,
                             QJsonArray{u"/api"_s, u"/api/*"_s, u"/apis"_s, u"/apis/*"_s, u"/healthz"_s, u"/livez"_s,
                                        u"/openapi/*"_s, u"/readyz"_s, u"/version"_s}}};
    return {{u"resourceRules"_s, rules}, {u"nonResourceRules"_s, QJsonArray{paths}}, {u"incomplete"_s, false}};
}

} // namespace sim
