// SPDX-License-Identifier: Apache-2.0
#include "requests.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

QByteArray compact(const QJsonValue &value)
{
    return value.isArray() ? QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact)
                           : QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
}

void select(ApiRequest &request, const Selection &selection)
{
    if (!selection.labelSelector.isEmpty())
        request.query.append({u"labelSelector"_s, selection.labelSelector});
    if (!selection.fieldSelector.isEmpty())
        request.query.append({u"fieldSelector"_s, selection.fieldSelector});
}

QString nameOf(FieldValidation validation)
{
    switch (validation) {
    case FieldValidation::Strict:
        return u"Strict"_s;
    case FieldValidation::Warn:
        return u"Warn"_s;
    case FieldValidation::Ignore:
        return u"Ignore"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

ApiRequest write(const QByteArray &method, const QString &path, const WriteOptions &options)
{
    ApiRequest request;
    request.method = method;
    request.path = path;
    request.contentType = "application/json";
    request.query.append({u"fieldManager"_s, options.fieldManager});
    request.query.append({u"fieldValidation"_s, nameOf(options.fieldValidation)});
    if (options.dryRun)
        request.query.append({u"dryRun"_s, u"All"_s});
    return request;
}

} // namespace

QByteArray ApiRequest::target() const
{
    QByteArray target = path.toLatin1();
    char separator = '?';
    for (const auto &[name, value] : query) {
        target += separator;
        target += QUrl::toPercentEncoding(name);
        target += '=';
        target += QUrl::toPercentEncoding(value);
        separator = '&';
    }
    return target;
}

QUrl ApiRequest::url(const QUrl &server) const
{
    QByteArray prefix = server.toEncoded(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo);
    while (prefix.endsWith('/'))
        prefix.chop(1);
    prefix += target();
    return QUrl::fromEncoded(prefix, QUrl::StrictMode);
}

namespace requests {

ApiRequest get(const ResourceType &type, const ObjectKey &key)
{
    ApiRequest request;
    request.path = type.path(key.nameSpace, key.name);
    return request;
}

ApiRequest list(const ResourceType &type, const QString &nameSpace, const Selection &selection, int limit,
                const QString &continueToken)
{
    ApiRequest request;
    request.path = type.path(nameSpace);
    request.timeout = std::chrono::seconds(60);
    select(request, selection);
    if (limit > 0)
        request.query.append({u"limit"_s, QString::number(limit)});
    if (!continueToken.isEmpty())
        request.query.append({u"continue"_s, continueToken});
    return request;
}

ApiRequest watch(const ResourceType &type, const QString &nameSpace, const Selection &selection,
                 const QString &resourceVersion, std::chrono::seconds duration)
{
    ApiRequest request;
    request.path = type.path(nameSpace);
    request.timeout = std::chrono::milliseconds::zero();
    select(request, selection);
    request.query.append({u"watch"_s, u"1"_s});
    request.query.append({u"resourceVersion"_s, resourceVersion});
    request.query.append({u"allowWatchBookmarks"_s, u"true"_s});
    request.query.append({u"timeoutSeconds"_s, QString::number(duration.count())});
    return request;
}

ApiRequest create(const ResourceType &type, const QString &nameSpace, const QJsonObject &object,
                  const WriteOptions &options)
{
    ApiRequest request = write("POST", type.path(nameSpace), options);
    request.body = compact(object);
    return request;
}

ApiRequest replace(const ResourceType &type, const ObjectKey &key, const QJsonObject &object,
                   const WriteOptions &options, const QString &subresource)
{
    ApiRequest request = write("PUT", type.path(key.nameSpace, key.name, subresource), options);
    request.body = compact(object);
    return request;
}

ApiRequest patch(const ResourceType &type, const ObjectKey &key, PatchType patchType, const QJsonValue &patch,
                 const WriteOptions &options, const QString &subresource)
{
    ApiRequest request = write("PATCH", type.path(key.nameSpace, key.name, subresource), options);
    request.body = compact(patch);
    switch (patchType) {
    case PatchType::Json:
        request.contentType = "application/json-patch+json";
        break;
    case PatchType::Merge:
        request.contentType = "application/merge-patch+json";
        break;
    case PatchType::Strategic:
        request.contentType = "application/strategic-merge-patch+json";
        break;
    case PatchType::Apply:
        request.contentType = "application/apply-patch+yaml"; // JSON is YAML
        if (options.force)
            request.query.append({u"force"_s, u"true"_s});
        break;
    }
    return request;
}

ApiRequest remove(const ResourceType &type, const ObjectKey &key, const DeleteOptions &options)
{
    QJsonObject preconditions;
    if (!options.uid.isEmpty())
        preconditions.insert("uid"_L1, options.uid);
    if (!options.resourceVersion.isEmpty())
        preconditions.insert("resourceVersion"_L1, options.resourceVersion);
    QJsonObject body{{"kind"_L1, "DeleteOptions"_L1}, {"apiVersion"_L1, "v1"_L1}};
    if (!preconditions.isEmpty())
        body.insert("preconditions"_L1, preconditions);
    if (options.gracePeriodSeconds >= 0)
        body.insert("gracePeriodSeconds"_L1, options.gracePeriodSeconds);
    if (options.dryRun)
        body.insert("dryRun"_L1, QJsonArray{"All"_L1});

    ApiRequest request;
    request.method = "DELETE";
    request.path = type.path(key.nameSpace, key.name);
    request.contentType = "application/json";
    request.body = compact(body);
    return request;
}

} // namespace requests
} // namespace kube
