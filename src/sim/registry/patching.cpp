// SPDX-License-Identifier: Apache-2.0
#include "fields/fieldwalk.h"
#include "kinds/builtintypes.h"
#include "kinds/namerules.h"
#include "registry/registry.h"
#include "schema/strategicpatch.h"
#include "json/jsonat.h"
#include "json/jsonpatch.h"

using namespace Qt::StringLiterals;

namespace sim {

namespace {

constexpr qsizetype longestJsonPatch = 10'000;

/// An error that a real server does not dress up.
Failure plainError(const QString &message)
{
    Failure failure;
    failure.message = message;
    return failure;
}

/// The object after the patch, not decoded yet.
Outcome<JsonText> patched(const QJsonObject &object, PatchType type, const QByteArray &body, const SchemaPtr &schema)
{
    const auto read = readJson(body);
    if (type == PatchType::Merge && (!read || (!read->value.isObject() && !read->value.isArray())))
        return std::unexpected(plainError(u"Invalid JSON Patch"_s));
    if (!read)
        return std::unexpected(badRequest(read.error()));
    switch (type) {
    case PatchType::Json: {
        if (!read->value.isArray())
            return std::unexpected(
                badRequest(u"json: cannot unmarshal object into Go value of type jsonpatch.Patch"_s));
        const QJsonArray operations = read->value.toArray();
        if (operations.size() > longestJsonPatch)
            return std::unexpected(
                tooLarge(u"The allowed maximum operations in a JSON patch is %1, got %2"_s.arg(longestJsonPatch)
                             .arg(operations.size())));
        const auto result = jsonPatch(object, operations);
        if (!result)
            return std::unexpected(unprocessable());
        return JsonText{*result, {}};
    }
    case PatchType::Merge:
        return JsonText{mergePatch(object, read->value), read->duplicates};
    case PatchType::StrategicMerge: {
        const auto result = strategicMerge(object, read->value.toObject(), schema);
        if (!result)
            return std::unexpected(plainError(result.error()));
        return JsonText{*result, read->duplicates};
    }
    case PatchType::Apply:
        break;
    }
    return std::unexpected(unsupportedMediaType({}));
}

/// The failure for what makes another object of it, if the patch does.
std::optional<Failure> changedIdentity(const QJsonObject &object, const kube::ObjectKey &key, bool namespaced)
{
    const QString name = stringAt(object, "metadata.name"_L1);
    if (name.isEmpty())
        return badRequest(
            u"the name of the object (%1 based on URL) was undeterminable: name must be provided"_s.arg(key.name));
    if (name != key.name)
        return badRequest(u"the name of the object (%1) does not match the name on the URL (%2)"_s.arg(name, key.name));
    const QString nameSpace = stringAt(object, "metadata.namespace"_L1);
    if (namespaced && !nameSpace.isEmpty() && nameSpace != key.nameSpace)
        return badRequest(u"the namespace of the object (%1) does not match the namespace on the request (%2)"_s.arg(
            nameSpace, key.nameSpace));
    return {};
}

ServedKind scaleKind()
{
    ServedKind kind;
    kind.type = {u"autoscaling"_s, u"v1"_s, u"scales"_s, u"Scale"_s};
    kind.schema = builtInType(u"Scale"_s);
    return kind;
}

} // namespace

Outcome<Written> Registry::patch(const ServedKind &kind, const kube::ObjectKey &key, const QString &subresource,
                                 PatchType type, const QByteArray &body, const WriteOptions &options)
{
    if (type == PatchType::Apply && subresource != "scale"_L1)
        return apply(kind, key, subresource, body, options);
    const Outcome<StoredPtr> live = get(kind, key);
    if (!live)
        return std::unexpected(live.error());
    if (subresource == "scale"_L1)
        return patchScale(kind, *live, type, body, options);

    const QJsonObject object = presented(kind, (*live)->object());
    const Outcome<JsonText> text = patched(object, type, body, kind.schema);
    if (!text)
        return std::unexpected(text.error());
    QStringList warnings;
    const Outcome<QJsonObject> decoded =
        decodeObject(kind, *text, options.fieldValidation, warnings, DecodeFor::Patched);
    if (!decoded)
        return std::unexpected(decoded.error());
    if (const auto failure = changedIdentity(*decoded, key, kind.type.namespaced))
        return std::unexpected(*failure);
    return update(kind, *live, subresource, *decoded, options, warnings, Recorded::No);
}

Outcome<Written> Registry::patchScale(const ServedKind &kind, const StoredPtr &live, PatchType type,
                                      const QByteArray &body, const WriteOptions &options)
{
    const ServedKind scale = scaleKind();
    const Outcome<JsonText> text = patched(scaleOf(kind, live->object()), type, body, scale.schema);
    if (!text)
        return std::unexpected(text.error());
    QStringList warnings;
    const Outcome<QJsonObject> decoded =
        decodeObject(scale, *text, options.fieldValidation, warnings, DecodeFor::Patched);
    if (!decoded)
        return std::unexpected(decoded.error());
    return replaceScale(kind, live, *decoded, options);
}

Outcome<Written> Registry::apply(const ServedKind &kind, const kube::ObjectKey &key, const QString &subresource,
                                 const QByteArray &body, const WriteOptions &options)
{
    const auto text = readJson(body);
    if (!text || !text->value.isObject())
        return std::unexpected(badRequest(u"error decoding YAML: %1"_s.arg(text ? u"no object"_s : text.error())));
    if (options.fieldValidation == FieldValidation::Strict && !text->duplicates.isEmpty())
        return std::unexpected(badRequest(
            u"error strict decoding YAML: duplicate field \"%1\""_s.arg(text->duplicates.join(u"\", \""_s))));
    QJsonObject configuration = text->value.toObject();
    if (configuration.value("apiVersion"_L1).toString().isEmpty()
        || configuration.value("kind"_L1).toString().isEmpty())
        return std::unexpected(badRequest(u"apiVersion and kind must be set"_s));
    if (configuration.value("apiVersion"_L1).toString() != kind.type.apiVersion()
        || configuration.value("kind"_L1).toString() != kind.type.kind)
        return std::unexpected(badRequest(u"invalid object type: %1, Kind=%2"_s.arg(
            configuration.value("apiVersion"_L1).toString(), configuration.value("kind"_L1).toString())));
    if (stringAt(configuration, "metadata.name"_L1).isEmpty())
        setAt(configuration, "metadata.name"_L1, key.name);
    if (const auto failure = changedIdentity(configuration, key, kind.type.namespaced))
        return std::unexpected(*failure);
    if (const auto why = misfit(configuration, kind.schema))
        return std::unexpected(plainError(u"failed to create typed patch object (%1/%2; %3, Kind=%4): %5"_s.arg(
            key.nameSpace, key.name, kind.type.apiVersion(), kind.type.kind, *why)));

    // Of the two halves of an object one request speaks of one only.
    if (subresource == "status"_L1)
        configuration.remove("spec"_L1);
    else if (kind.hasStatus)
        configuration.remove("status"_L1);
    const StoredPtr live = m_storage.get(kind.resource(), key);
    const QString uid = stringAt(configuration, "metadata.uid"_L1);
    if (!live && !uid.isEmpty())
        return std::unexpected(conflict(
            kind.resource(), key.name,
            u"uid mismatch: the provided object specified uid %1, and no existing object was found"_s.arg(uid)));
    if (!live && subresource == "status"_L1)
        return std::unexpected(notFound(kind.resource(), key.name));
    const QString version = stringAt(configuration, "metadata.resourceVersion"_L1);
    if (live && !version.isEmpty() && version != QString::number(live->revision()))
        return std::unexpected(modified(kind.resource(), key.name));

    const QJsonObject before = live ? presented(kind, live->object()) : QJsonObject();
    const Outcome<QJsonObject> result =
        applied(before, configuration, kind.schema, writer(kind, subresource, options), options.force);
    if (!result)
        return std::unexpected(result.error());
    QStringList warnings;
    const Outcome<QJsonObject> decoded =
        decodeObject(kind, JsonText{*result, {}}, options.fieldValidation, warnings, DecodeFor::Patched);
    if (!decoded)
        return std::unexpected(decoded.error());
    if (!live)
        return createDecoded(kind, key.nameSpace, *decoded, options, warnings, Recorded::Yes);
    return update(kind, live, subresource, *decoded, options, warnings, Recorded::Yes);
}

} // namespace sim
