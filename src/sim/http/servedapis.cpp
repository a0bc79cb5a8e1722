// SPDX-License-Identifier: Apache-2.0
#include "http/servedapis.h"

#include <QSysInfo>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

struct Subresource
{
    QString name;
    QString kind;
    QString group; ///< of its kind, where it is another than that of the resource
    QString version;
    QStringList verbs;
};

QList<Subresource> subresourcesOf(const ServedKind &kind)
{
    const QHash<QString, Subresource> known{
        {u"binding"_s, {u"binding"_s, u"Binding"_s, {}, {}, {u"create"_s}}},
        {u"eviction"_s, {u"eviction"_s, u"Eviction"_s, u"policy"_s, u"v1"_s, {u"create"_s}}},
        {u"log"_s, {u"log"_s, kind.type.kind, {}, {}, {u"get"_s}}},
    };
    QList<Subresource> result;
    for (const QString &name : kind.otherSubresources)
        result.append(known.value(name));
    const QStringList edit{u"get"_s, u"patch"_s, u"update"_s};
    if (kind.scale)
        result.append({u"scale"_s, u"Scale"_s, u"autoscaling"_s, u"v1"_s, edit});
    if (kind.hasStatus)
        result.append({u"status"_s, kind.type.kind, {}, {}, edit});
    return result;
}

QJsonObject groupVersion(const QString &group, const QString &version)
{
    return {{u"groupVersion"_s, QString(group + u'/' + version)}, {u"version"_s, version}};
}

QJsonObject groupEntry(const KindCatalog &kinds, const QString &group)
{
    const QStringList names = kinds.versions(group);
    QJsonArray versions;
    for (const QString &version : names)
        versions.append(groupVersion(group, version));
    return {
        {u"name"_s, group}, {u"versions"_s, versions}, {u"preferredVersion"_s, groupVersion(group, names.value(0))}};
}

QJsonObject responseKind(const QString &group, const QString &version, const QString &kind)
{
    return {{u"group"_s, group}, {u"version"_s, version}, {u"kind"_s, kind}};
}

QJsonObject aggregatedResource(const ServedKind &kind)
{
    QJsonObject resource{{u"resource"_s, kind.type.plural},
                         {u"responseKind"_s, responseKind(kind.type.group, kind.type.version, kind.type.kind)},
                         {u"scope"_s, kind.type.namespaced ? u"Namespaced"_s : u"Cluster"_s},
                         {u"singularResource"_s, kind.singular},
                         {u"verbs"_s, QJsonArray::fromStringList(kind.verbs)}};
    if (!kind.shortNames.isEmpty())
        resource.insert(u"shortNames"_s, QJsonArray::fromStringList(kind.shortNames));
    if (!kind.categories.isEmpty())
        resource.insert(u"categories"_s, QJsonArray::fromStringList(kind.categories));
    QJsonArray subresources;
    for (const Subresource &sub : subresourcesOf(kind)) {
        const bool own = sub.version.isEmpty();
        subresources.append(QJsonObject{
            {u"subresource"_s, sub.name},
            {u"responseKind"_s,
             responseKind(own ? kind.type.group : sub.group, own ? kind.type.version : sub.version, sub.kind)},
            {u"verbs"_s, QJsonArray::fromStringList(sub.verbs)}});
    }
    if (!subresources.isEmpty())
        resource.insert(u"subresources"_s, subresources);
    return resource;
}

} // namespace

QJsonObject versionInfo()
{
    // The behaviour is that of this version; the suffix says that it is not the real thing.
    return {{u"major"_s, u"1"_s},
            {u"minor"_s, u"32"_s},
            {u"gitVersion"_s, u"v1.32.0+rollhive-sim"_s},
            {u"gitCommit"_s, u"0000000000000000000000000000000000000000"_s},
            {u"gitTreeState"_s, u"clean"_s},
            {u"buildDate"_s, u"2025-01-01T00:00:00Z"_s},
            {u"goVersion"_s, u"none"_s},
            {u"compiler"_s, u"none"_s},
            {u"platform"_s, QString(QSysInfo::kernelType() + u'/' + QSysInfo::currentCpuArchitecture())}};
}

QJsonObject apiVersions(const QString &host)
{
    return {{u"kind"_s, u"APIVersions"_s},
            {u"versions"_s, QJsonArray{u"v1"_s}},
            {u"serverAddressByClientCIDRs"_s,
             QJsonArray{QJsonObject{{u"clientCIDR"_s, u"0.0.0.0/0"_s}, {u"serverAddress"_s, host}}}}};
}

QJsonObject apiGroups(const KindCatalog &kinds)
{
    QJsonArray groups;
    for (const QString &group : kinds.groups()) {
        if (!group.isEmpty())
            groups.append(groupEntry(kinds, group));
    }
    return {{u"kind"_s, u"APIGroupList"_s}, {u"apiVersion"_s, u"v1"_s}, {u"groups"_s, groups}};
}

std::optional<QJsonObject> apiGroup(const KindCatalog &kinds, const QString &group)
{
    if (group.isEmpty() || !kinds.groups().contains(group))
        return {};
    QJsonObject result = groupEntry(kinds, group);
    result.insert(u"kind"_s, u"APIGroup"_s);
    result.insert(u"apiVersion"_s, u"v1"_s);
    return result;
}

std::optional<QJsonObject> apiResources(const KindCatalog &kinds, const QString &group, const QString &version)
{
    QJsonArray resources;
    for (const KindPtr &kind : kinds.kinds(group, version)) {
        QJsonObject resource{{u"name"_s, kind->type.plural},
                             {u"singularName"_s, kind->singular},
                             {u"namespaced"_s, kind->type.namespaced},
                             {u"kind"_s, kind->type.kind},
                             {u"verbs"_s, QJsonArray::fromStringList(kind->verbs)}};
        if (!kind->shortNames.isEmpty())
            resource.insert(u"shortNames"_s, QJsonArray::fromStringList(kind->shortNames));
        if (!kind->categories.isEmpty())
            resource.insert(u"categories"_s, QJsonArray::fromStringList(kind->categories));
        resources.append(resource);
        for (const Subresource &sub : subresourcesOf(*kind)) {
            QJsonObject entry{{u"name"_s, QString(kind->type.plural + u'/' + sub.name)},
                              {u"singularName"_s, u""_s},
                              {u"namespaced"_s, kind->type.namespaced},
                              {u"kind"_s, sub.kind},
                              {u"verbs"_s, QJsonArray::fromStringList(sub.verbs)}};
            if (!sub.version.isEmpty()) {
                entry.insert(u"group"_s, sub.group);
                entry.insert(u"version"_s, sub.version);
            }
            resources.append(entry);
        }
    }
    if (resources.isEmpty())
        return {};
    return QJsonObject{{u"kind"_s, u"APIResourceList"_s},
                       {u"apiVersion"_s, u"v1"_s},
                       {u"groupVersion"_s, group.isEmpty() ? version : QString(group + u'/' + version)},
                       {u"resources"_s, resources}};
}

QJsonObject aggregatedDiscovery(const KindCatalog &kinds, bool core)
{
    QJsonArray items;
    for (const QString &group : kinds.groups()) {
        if (group.isEmpty() != core)
            continue;
        QJsonArray versions;
        for (const QString &version : kinds.versions(group)) {
            QJsonArray resources;
            for (const KindPtr &kind : kinds.kinds(group, version))
                resources.append(aggregatedResource(*kind));
            versions.append(
                QJsonObject{{u"version"_s, version}, {u"freshness"_s, u"Current"_s}, {u"resources"_s, resources}});
        }
        const QJsonObject metadata = core ? QJsonObject{{u"creationTimestamp"_s, QJsonValue()}}
                                          : QJsonObject{{u"name"_s, group}, {u"creationTimestamp"_s, QJsonValue()}};
        items.append(QJsonObject{{u"metadata"_s, metadata}, {u"versions"_s, versions}});
    }
    return {{u"kind"_s, u"APIGroupDiscoveryList"_s},
            {u"apiVersion"_s, u"apidiscovery.k8s.io/v2"_s},
            {u"metadata"_s, QJsonObject()},
            {u"items"_s, items}};
}

QJsonObject rootPaths(const KindCatalog &kinds)
{
    QStringList paths{u"/api"_s,   u"/api/v1"_s,     u"/apis"_s,   u"/healthz"_s,
                      u"/livez"_s, u"/openapi/v3"_s, u"/readyz"_s, u"/version"_s};
    for (const QString &group : kinds.groups()) {
        if (group.isEmpty())
            continue;
        paths.append(u"/apis/"_s + group);
        for (const QString &version : kinds.versions(group))
            paths.append(u"/apis/"_s + group + u'/' + version);
    }
    paths.sort();
    return {{u"paths"_s, QJsonArray::fromStringList(paths)}};
}

} // namespace sim
