// SPDX-License-Identifier: Apache-2.0
#include "http/respond.h"

#include "kinds/namerules.h"
#include "registry/registry.h"

using namespace Qt::StringLiterals;

namespace sim {

namespace {

constexpr qsizetype longestManager = 128;

QJsonObject listMetadata(const Page &page, bool untyped)
{
    QJsonObject metadata{{u"resourceVersion"_s, QString::number(page.revision)}};
    // Lists of custom resources have no type that would leave the empty field out.
    if (!page.continueToken.isEmpty() || untyped)
        metadata.insert(u"continue"_s, page.continueToken);
    if (page.remaining)
        metadata.insert(u"remainingItemCount"_s, *page.remaining);
    return metadata;
}

/// Items of built-in kinds do not repeat what the list says of them.
QJsonObject item(const ServedKind &kind, const Stored &stored)
{
    QJsonObject object = Registry::presented(kind, stored.object());
    if (!kind.custom) {
        object.remove("apiVersion"_L1);
        object.remove("kind"_L1);
    }
    return object;
}

QString printable(const QString &text)
{
    QString result;
    for (const QChar c : text) {
        if (c.isPrint())
            result += c;
    }
    return result.left(longestManager);
}

Failure invalidOption(const QString &which, const Cause &cause)
{
    return invalid(u"meta.k8s.io"_s, which, {}, {cause});
}

} // namespace

Response jsonResponse(const Request &request, const QJsonObject &object, int code)
{
    Response response;
    response.code = code;
    response.body = request.wantsPretty() ? prettyJson(object) : compactJson(object) + '\n';
    return response;
}

Response failureResponse(const Request &request, const Failure &failure)
{
    Response response = jsonResponse(request, failure.toStatus(), failure.code);
    if (failure.retryAfterSeconds >= 0)
        response.headers.append({"Retry-After", QByteArray::number(failure.retryAfterSeconds)});
    return response;
}

Response textResponse(const QByteArray &text, int code)
{
    Response response;
    response.code = code;
    response.body = text;
    response.contentType = "text/plain; charset=utf-8";
    return response;
}

void addWarnings(Response &response, const QStringList &warnings)
{
    for (const QString &warning : warnings)
        response.headers.append({"Warning", "299 - " + quoted(warning).toUtf8()});
}

IncludeObject includeObjectOf(const Request &request)
{
    const QString include = request.parameter(u"includeObject"_s);
    return include == "Object"_L1 ? IncludeObject::Object
        : include == "None"_L1    ? IncludeObject::None
                                  : IncludeObject::Metadata;
}

Response objectResponse(const Request &request, Form form, const ServedKind &kind, const QJsonObject &object,
                        const QDateTime &now, int code)
{
    if (form == Form::Table) {
        const QJsonObject metadata{{u"resourceVersion"_s, object.value("metadata"_L1)["resourceVersion"_L1]}};
        return jsonResponse(
            request, tableOf(tableColumns(kind), {tableRow(kind, object, includeObjectOf(request), now)}, metadata),
            code);
    }
    return jsonResponse(request, form == Form::Metadata ? metadataOnly(object) : object, code);
}

Response listResponse(const Request &request, Form form, const ServedKind &kind, const Page &page, const QDateTime &now)
{
    const QJsonObject metadata = listMetadata(page, kind.custom && form == Form::Object);
    if (form == Form::Table) {
        QJsonArray rows;
        for (const StoredPtr &stored : page.items)
            rows.append(tableRow(kind, Registry::presented(kind, stored->object()), includeObjectOf(request), now));
        return jsonResponse(request, tableOf(tableColumns(kind), rows, metadata));
    }
    QJsonObject list{{u"kind"_s, kind.listKind}, {u"apiVersion"_s, kind.type.apiVersion()}, {u"metadata"_s, metadata}};
    QJsonArray items;
    if (form == Form::Metadata) {
        list.insert(u"kind"_s, u"PartialObjectMetadataList"_s);
        list.insert(u"apiVersion"_s, u"meta.k8s.io/v1"_s);
        for (const StoredPtr &stored : page.items)
            items.append(QJsonObject{{u"metadata"_s, stored->object().value("metadata"_L1)}});
    } else {
        for (const StoredPtr &stored : page.items)
            items.append(item(kind, *stored));
    }
    list.insert(u"items"_s, items);
    return jsonResponse(request, list);
}

Outcome<WriteOptions> writeOptionsOf(const Request &request, const QString &which, bool apply)
{
    WriteOptions options;
    const QString dryRun = request.parameter(u"dryRun"_s);
    if (!dryRun.isEmpty() && dryRun != "All"_L1)
        return std::unexpected(invalidOption(which, unsupportedCause(u"dryRun"_s, dryRun, {u"All"_s})));
    options.dryRun = !dryRun.isEmpty();

    const QString validation = request.parameter(u"fieldValidation"_s);
    const QStringList validations{{}, u"Ignore"_s, u"Strict"_s, u"Warn"_s};
    if (!validations.contains(validation))
        return std::unexpected(invalidOption(which, unsupportedCause(u"fieldValidation"_s, validation, validations)));
    options.fieldValidation = validation == "Ignore"_L1 ? FieldValidation::Ignore
        : validation == "Strict"_L1                     ? FieldValidation::Strict
                                                        : FieldValidation::Warn;

    const QString manager = request.parameter(u"fieldManager"_s);
    if (manager.size() > longestManager)
        return std::unexpected(invalidOption(which,
                                             {u"fieldManager"_s, u"FieldValueTooLong"_s,
                                              u"Too long: may not be more than %1 bytes"_s.arg(longestManager)}));
    if (manager.isEmpty() && apply)
        return std::unexpected(
            invalidOption(which, requiredCause(u"fieldManager"_s, u"is required for apply patch"_s)));
    options.manager = manager.isEmpty() ? printable(QString::fromUtf8(request.userAgent).section(u'/', 0, 0)) : manager;
    if (options.manager.isEmpty())
        options.manager = u"unknown"_s;

    if (request.hasParameter(u"force"_s) && !apply)
        return std::unexpected(
            invalidOption(which, forbiddenCause(u"force"_s, u"may not be specified for non-apply patch"_s)));
    options.force = request.isSet(u"force"_s);
    return options;
}

} // namespace sim
