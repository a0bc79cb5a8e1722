// SPDX-License-Identifier: Apache-2.0
#include "fields/fieldmanager.h"
#include "http/apihandler.h"
#include "kinds/namerules.h"
#include "registry/subresources.h"
#include "schema/shape.h"
#include "yamlreader.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

constexpr qsizetype longestBody = 3 * 1024 * 1024;
constexpr qint64 shortestWatch = 1800; ///< seconds, if the client does not say; at most twice as long

QByteArray mediaType(const QByteArray &contentType)
{
    return contentType.split(';').first().trimmed().toLower();
}

/// The body of a request as JSON, whatever it may be written in.
Outcome<QByteArray> jsonBody(const Request &request, bool mayBeYaml)
{
    if (!mayBeYaml || request.body.trimmed().startsWith('{'))
        return request.body;
    const auto documents = yaml::read(QByteArrayView(request.body));
    if (!documents)
        return std::unexpected(badRequest(
            u"error decoding YAML: line %1: %2"_s.arg(documents.error().line).arg(documents.error().message)));
    return documents->isEmpty() ? QByteArray("null") : compactJson(documents->first().object());
}

} // namespace

Outcome<Response> ApiHandler::dispatch(const Call &call)
{
    if (call.request.body.size() > longestBody)
        return std::unexpected(tooLarge(u"Request entity too large: limit is %1"_s.arg(longestBody)));
    const QString &verb = call.route.verb;
    if (verb == "get"_L1 || verb == "list"_L1)
        return read(call);
    if (verb == "delete"_L1)
        return remove(call);
    if (verb == "deletecollection"_L1)
        return removeAll(call);
    return verb == "patch"_L1 ? patch(call) : write(call);
}

Outcome<Response> ApiHandler::read(const Call &call) const
{
    if (call.route.verb == "list"_L1) {
        if (const auto failure = wrongListOptions(call.request, false))
            return std::unexpected(*failure);
        const Outcome<Selection> selection =
            readSelection(call.request, call.kind, call.route.nameSpace, call.route.name);
        if (!selection)
            return std::unexpected(selection.error());
        return listPage(m_registry.storage(), *selection, call.request).transform([&](const Page &page) {
            return listResponse(call.request, call.form, call.kind, page, m_registry.now());
        });
    }
    const Outcome<qint64> revision = readRevision(call.request.parameter(u"resourceVersion"_s));
    if (!revision)
        return std::unexpected(revision.error());
    if (*revision > m_registry.storage().revision())
        return std::unexpected(futureResourceVersion(*revision, m_registry.storage().revision()));
    const Outcome<StoredPtr> found = m_registry.get(call.kind, call.key());
    if (!found)
        return std::unexpected(found.error());
    if (call.route.subresource == "log"_L1)
        return textResponse({});
    if (call.route.subresource == "scale"_L1)
        return jsonResponse(call.request, Registry::scaleOf(call.kind, (*found)->object()));
    return objectResponse(call.request, call.form, call.kind, Registry::presented(call.kind, (*found)->object()),
                          m_registry.now());
}

Outcome<WatchRequest> ApiHandler::watch(const Call &call) const
{
    if (const auto failure = wrongListOptions(call.request, true))
        return std::unexpected(*failure);
    const Outcome<qint64> revision = readRevision(call.request.parameter(u"resourceVersion"_s));
    if (!revision)
        return std::unexpected(revision.error());
    const Outcome<Selection> selection = readSelection(call.request, call.kind, call.route.nameSpace, call.route.name);
    if (!selection)
        return std::unexpected(selection.error());
    WatchRequest result;
    result.selection = *selection;
    result.form = call.form;
    result.include = includeObjectOf(call.request);
    result.revision = *revision;
    result.bookmarks = call.request.isSet(u"allowWatchBookmarks"_s);
    result.timeoutSeconds = call.request.parameter(u"timeoutSeconds"_s).toLongLong();
    if (result.timeoutSeconds <= 0)
        result.timeoutSeconds = shortestWatch + QRandomGenerator::global()->bounded(shortestWatch);
    return result;
}

Response ApiHandler::written(const Call &call, const Written &result) const
{
    Response response = call.route.subresource == "scale"_L1
        ? jsonResponse(call.request, result.object)
        : objectResponse(call.request, call.form, call.kind, result.object, m_registry.now(),
                         result.created ? 201 : 200);
    addWarnings(response, result.warnings);
    return response;
}

Outcome<Response> ApiHandler::write(const Call &call)
{
    const QByteArray type = mediaType(call.request.contentType);
    if (!type.isEmpty() && type != "application/json" && type != "application/yaml")
        return std::unexpected(unsupportedMediaType(u"application/json, application/yaml"_s));
    const Outcome<QByteArray> body = jsonBody(call.request, type == "application/yaml");
    if (!body)
        return std::unexpected(body.error());
    const bool creates = call.route.verb == "create"_L1;
    const Outcome<WriteOptions> options =
        writeOptionsOf(call.request, creates ? u"CreateOptions"_s : u"UpdateOptions"_s, false);
    if (!options)
        return std::unexpected(options.error());
    if (creates)
        return create(call, *body, *options);
    return m_registry.replace(call.kind, call.key(), call.route.subresource, *body, *options)
        .transform([&](const Written &result) { return written(call, result); });
}

Outcome<Response> ApiHandler::create(const Call &call, const QByteArray &body, const WriteOptions &options)
{
    const auto done = [&](const QJsonObject &status) { return jsonResponse(call.request, status, 201); };
    if (call.route.subresource == "binding"_L1)
        return bindPod(m_registry, call.key(), body, options).transform(done);
    if (call.route.subresource == "eviction"_L1)
        return evictPod(m_registry, call.key(), body, options).transform(done);
    if (call.kind.storesNothing) {
        QStringList warnings;
        Outcome<QJsonObject> review = decodeBody(call.kind, body, options.fieldValidation, warnings);
        if (!review)
            return std::unexpected(review.error());
        const Writer writer{options.manager, call.kind.type.apiVersion(), {}, m_registry.now()};
        QJsonObject answer = withUpdateRecorded(emptyObject(*call.kind.schema), *review, call.kind.schema, writer);
        answer.insert(u"status"_s,
                      call.kind.type.kind == "SelfSubjectAccessReview"_L1
                          ? accessReviewStatus(*review, call.user, m_identities.authorizer)
                          : rulesReviewStatus(*review, call.user, m_identities.authorizer, m_registry.kinds()));
        return done(answer);
    }
    return m_registry.create(call.kind, call.route.nameSpace, body, options).transform([&](const Written &result) {
        return written(call, result);
    });
}

Outcome<Response> ApiHandler::patch(const Call &call)
{
    static const QHash<QByteArray, PatchType> types{
        {"application/json-patch+json", PatchType::Json},
        {"application/merge-patch+json", PatchType::Merge},
        {"application/strategic-merge-patch+json", PatchType::StrategicMerge},
        {"application/apply-patch+yaml", PatchType::Apply},
    };
    const auto type = types.constFind(mediaType(call.request.contentType));
    if (type == types.constEnd())
        return std::unexpected(unsupportedMediaType({}));
    if (call.kind.custom && *type == PatchType::StrategicMerge)
        return std::unexpected(unsupportedMediaType(
            u"application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml"_s));
    const Outcome<WriteOptions> options = writeOptionsOf(call.request, u"PatchOptions"_s, *type == PatchType::Apply);
    if (!options)
        return std::unexpected(options.error());
    const Outcome<QByteArray> body = jsonBody(call.request, *type == PatchType::Apply);
    if (!body)
        return std::unexpected(body.error());
    return m_registry.patch(call.kind, call.key(), call.route.subresource, *type, *body, *options)
        .transform([&](const Written &result) { return written(call, result); });
}

Outcome<Response> ApiHandler::remove(const Call &call)
{
    const auto query = [&](const QString &name) { return call.request.parameter(name); };
    const Outcome<DeleteOptions> options = readDeleteOptions(call.request.body, query);
    if (!options)
        return std::unexpected(options.error());
    const Outcome<Deleted> deleted = m_registry.remove(call.kind, call.key(), *options);
    if (!deleted)
        return std::unexpected(deleted.error());
    if (!deleted->gone || call.kind.showsDeleted)
        return objectResponse(call.request, call.form, call.kind, deleted->object, m_registry.now());
    QJsonObject details{{u"name"_s, call.route.name},
                        {u"kind"_s, call.route.plural},
                        {u"uid"_s, deleted->object.value("metadata"_L1)["uid"_L1]}};
    if (!call.route.group.isEmpty())
        details.insert(u"group"_s, call.route.group);
    return jsonResponse(call.request, successStatus(details));
}

Outcome<Response> ApiHandler::removeAll(const Call &call)
{
    const auto query = [&](const QString &name) { return call.request.parameter(name); };
    const Outcome<DeleteOptions> options = readDeleteOptions(call.request.body, query);
    if (!options)
        return std::unexpected(options.error());
    const Outcome<Selection> selection = readSelection(call.request, call.kind, call.route.nameSpace, {});
    if (!selection)
        return std::unexpected(selection.error());
    const Outcome<Page> page = listPage(m_registry.storage(), *selection, call.request);
    if (!page)
        return std::unexpected(page.error());
    for (const StoredPtr &object : page->items) {
        const Outcome<Deleted> deleted = m_registry.remove(call.kind, object->key(), *options);
        if (!deleted && deleted.error().code != 404)
            return std::unexpected(deleted.error());
    }
    return listResponse(call.request, call.form, call.kind, *page, m_registry.now());
}

} // namespace sim
