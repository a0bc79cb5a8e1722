// SPDX-License-Identifier: Apache-2.0
#include "http/openapidocument.h"

#include "schema/openapi.h"

using namespace Qt::StringLiterals;

namespace sim {

namespace {

QString documentPath(const QString &group, const QString &version)
{
    return group.isEmpty() ? QString(u"api/"_s + version) : QString(u"apis/"_s + group + u'/' + version);
}

QString schemaName(const ServedKind &kind)
{
    // The group backwards, as real servers name the schemas of custom resources.
    QStringList parts = kind.type.group.split(u'.', Qt::SkipEmptyParts);
    std::ranges::reverse(parts);
    parts << kind.type.version << kind.type.kind;
    return parts.join(u'.');
}

QJsonObject groupVersionKind(const ServedKind &kind)
{
    return {{u"group"_s, kind.type.group}, {u"version"_s, kind.type.version}, {u"kind"_s, kind.type.kind}};
}

QJsonObject operation(const ServedKind &kind, const QString &action, const QStringList &queries)
{
    QJsonArray parameters;
    for (const QString &name : queries)
        parameters.append(QJsonObject{
            {u"name"_s, name}, {u"in"_s, u"query"_s}, {u"schema"_s, QJsonObject{{u"type"_s, u"string"_s}}}});
    const QJsonObject content{
        {u"application/json"_s,
         QJsonObject{{u"schema"_s, QJsonObject{{u"$ref"_s, QString(u"#/components/schemas/"_s + schemaName(kind))}}}}}};
    const QJsonObject responses{{u"200"_s, QJsonObject{{u"description"_s, u"OK"_s}, {u"content"_s, content}}}};
    return {{u"x-kubernetes-action"_s, action},
            {u"x-kubernetes-group-version-kind"_s, groupVersionKind(kind)},
            {u"parameters"_s, parameters},
            {u"responses"_s, responses}};
}

void addPaths(const ServedKind &kind, QJsonObject &paths)
{
    const QStringList reading{u"labelSelector"_s, u"fieldSelector"_s,   u"limit"_s,          u"continue"_s,
                              u"watch"_s,         u"resourceVersion"_s, u"timeoutSeconds"_s, u"pretty"_s};
    const QStringList writing{u"dryRun"_s, u"fieldManager"_s, u"fieldValidation"_s, u"pretty"_s};
    const QStringList patching = writing + QStringList{u"force"_s};
    const QString base = u'/' + documentPath(kind.type.group, kind.type.version)
        + (kind.type.namespaced ? u"/namespaces/{namespace}/"_s : u"/"_s) + kind.type.plural;
    paths.insert(base,
                 QJsonObject{{u"get"_s, operation(kind, u"list"_s, reading)},
                             {u"post"_s, operation(kind, u"post"_s, writing)},
                             {u"delete"_s, operation(kind, u"deletecollection"_s, reading)}});
    const QJsonObject single{{u"get"_s, operation(kind, u"get"_s, {u"pretty"_s})},
                             {u"put"_s, operation(kind, u"put"_s, writing)},
                             {u"patch"_s, operation(kind, u"patch"_s, patching)},
                             {u"delete"_s, operation(kind, u"delete"_s, {u"dryRun"_s, u"propagationPolicy"_s})}};
    paths.insert(base + u"/{name}"_s, single);
    if (kind.hasStatus)
        paths.insert(base + u"/{name}/status"_s, single);
}

} // namespace

QJsonObject openApiIndex(const KindCatalog &kinds)
{
    QJsonObject paths;
    for (const QString &group : kinds.groups()) {
        for (const QString &version : kinds.versions(group)) {
            const QString path = documentPath(group, version);
            // kubectl keeps a document as long as its hash stays.
            size_t hash = 0;
            for (const KindPtr &kind : kinds.kinds(group, version))
                hash = qHashMulti(hash, kind->type.plural, reinterpret_cast<quintptr>(kind->schema.get()));
            paths.insert(path,
                         QJsonObject{{u"serverRelativeURL"_s,
                                      QString(u"/openapi/v3/"_s + path + u"?hash="_s + QString::number(hash, 16))}});
        }
    }
    return {{u"paths"_s, paths}};
}

std::optional<QJsonObject> openApiDocument(const KindCatalog &kinds, const QString &group, const QString &version)
{
    const QList<KindPtr> served = kinds.kinds(group, version);
    if (served.isEmpty())
        return {};
    QJsonObject schemas;
    QJsonObject paths;
    for (const KindPtr &kind : served) {
        QJsonObject schema = writeOpenApi(*kind->schema);
        schema.insert(u"x-kubernetes-group-version-kind"_s, QJsonArray{groupVersionKind(*kind)});
        schemas.insert(schemaName(*kind), schema);
        addPaths(*kind, paths);
    }
    return QJsonObject{{u"openapi"_s, u"3.0.0"_s},
                       {u"info"_s, QJsonObject{{u"title"_s, u"Kubernetes"_s}, {u"version"_s, u"v1.32.0"_s}}},
                       {u"paths"_s, paths},
                       {u"components"_s, QJsonObject{{u"schemas"_s, schemas}}}};
}

} // namespace sim
