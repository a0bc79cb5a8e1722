// SPDX-License-Identifier: Apache-2.0
#include "kinds/customkinds.h"

#include "kinds/builtintypes.h"
#include "kinds/cells.h"
#include "kinds/namerules.h"
#include "schema/openapi.h"
#include "json/jsonat.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

QStringList strings(const QJsonValue &list)
{
    QStringList result;
    for (const QJsonValue &item : list.toArray())
        result.append(item.toString());
    return result;
}

/// The schema of whole objects: what the definition says, and what every object has.
SchemaPtr objectSchema(const QJsonObject &definition, const QJsonObject &version)
{
    const QJsonObject text = objectAt(version, "schema.openAPIV3Schema"_L1);
    auto schema = std::make_shared<Schema>(*readOpenApi(text));
    schema->type = Schema::Type::Object;
    schema->preserveUnknown =
        schema->preserveUnknown || valueAt(definition, "spec.preserveUnknownFields"_L1).toBool() || text.isEmpty();
    const SchemaPtr common = builtInType(u"ConfigMap"_s); // any built-in kind: they all have these fields
    for (const QString &field : {u"apiVersion"_s, u"kind"_s, u"metadata"_s})
        schema->properties.insert(field, common->properties.value(field));
    return schema;
}

bool usesDefaults(const SchemaPtr &schema)
{
    if (!schema)
        return false;
    return !schema->defaultValue.isUndefined() || usesDefaults(schema->items) || usesDefaults(schema->values)
        || std::ranges::any_of(schema->properties, [](const SchemaPtr &property) { return usesDefaults(property); });
}

bool usesDefaults(const QJsonObject &definition)
{
    const QJsonArray versions = arrayAt(definition, "spec.versions"_L1);
    return std::ranges::any_of(versions, [](const QJsonValue &version) {
        return usesDefaults(readOpenApi(version["schema"_L1]["openAPIV3Schema"_L1].toObject()));
    });
}

void completeDefinition(QJsonObject &definition)
{
    QJsonObject names = objectAt(definition, "spec.names"_L1);
    const QString kind = names.value("kind"_L1).toString();
    if (!names.contains("singular"_L1))
        names.insert(u"singular"_s, kind.toLower());
    if (!names.contains("listKind"_L1) && !kind.isEmpty())
        names.insert(u"listKind"_s, QString(kind + u"List"_s));
    setAt(definition, "spec.names"_L1, names);
}

QList<Cause> validateDefinition(const QJsonObject &definition)
{
    QList<Cause> causes;
    const QString expected =
        stringAt(definition, "spec.names.plural"_L1) + u'.' + stringAt(definition, "spec.group"_L1);
    if (stringAt(definition, "metadata.name"_L1) != expected)
        causes.append(invalidCause(u"metadata.name"_s, quoted(stringAt(definition, "metadata.name"_L1)),
                                   u"must be spec.names.plural+\".\"+spec.group"_s));
    for (const auto path : {"spec.group"_L1, "spec.names.plural"_L1, "spec.names.kind"_L1, "spec.scope"_L1}) {
        if (stringAt(definition, path).isEmpty())
            causes.append(requiredCause(path));
    }
    const QString scope = stringAt(definition, "spec.scope"_L1);
    const QStringList scopes{u"Cluster"_s, u"Namespaced"_s};
    if (!scope.isEmpty() && !scopes.contains(scope))
        causes.append(unsupportedCause(u"spec.scope"_s, scope, scopes));
    int storages = 0;
    int index = 0;
    for (const QJsonValue &version : arrayAt(definition, "spec.versions"_L1)) {
        storages += version["storage"_L1].toBool() ? 1 : 0;
        const QString place = u"spec.versions[%1]"_s.arg(index++);
        if (!version["schema"_L1]["openAPIV3Schema"_L1].isObject())
            causes.append(requiredCause(place + u".schema.openAPIV3Schema"_s, u"schemas are required"_s));
    }
    if (storages != 1)
        causes.append(invalidCause(u"spec.versions"_s, u"[]apiextensions.CustomResourceDefinitionVersion{}"_s,
                                   u"must have exactly one version marked as storage version"_s));
    if (valueAt(definition, "spec.preserveUnknownFields"_L1).toBool() && usesDefaults(definition))
        causes.append(invalidCause(u"spec.preserveUnknownFields"_s, u"true"_s,
                                   u"must be false in order to use defaults in the schema"_s));
    return causes;
}

QList<Cause> validateDefinitionUpdate(const QJsonObject &definition, const QJsonObject &old)
{
    QList<Cause> causes;
    for (const auto path : {"spec.scope"_L1, "spec.names.kind"_L1, "spec.names.plural"_L1, "spec.group"_L1}) {
        if (valueAt(definition, path) != valueAt(old, path))
            causes.append(invalidCause(path, quoted(stringAt(definition, path)), u"field is immutable"_s));
    }
    // Objects may still be stored in a version that has been a storage version.
    QStringList versions;
    for (const QJsonValue &version : arrayAt(definition, "spec.versions"_L1))
        versions.append(version["name"_L1].toString());
    const QJsonArray stored = arrayAt(old, "status.storedVersions"_L1);
    for (qsizetype i = 0; i < stored.size(); ++i) {
        const QString name = stored.at(i).toString();
        if (!versions.contains(name))
            causes.append(
                invalidCause(u"status.storedVersions[%1]"_s.arg(i), quoted(name), u"must appear in spec.versions"_s));
    }
    return causes;
}

QJsonObject condition(const QString &type, const QString &reason, const QString &message, const QDateTime &now)
{
    return {{u"type"_s, type},
            {u"status"_s, u"True"_s},
            {u"reason"_s, reason},
            {u"message"_s, message},
            {u"lastTransitionTime"_s, now.toUTC().toString(Qt::ISODate)}};
}

} // namespace

Rules definitionRules()
{
    Rules rules;
    rules.defaults = completeDefinition;
    rules.prepareCreate = [](QJsonObject &definition, const Storage &) {
        QJsonArray stored;
        for (const QJsonValue &version : arrayAt(definition, "spec.versions"_L1)) {
            if (version["storage"_L1].toBool())
                stored.append(version["name"_L1]);
        }
        definition.insert(u"status"_s,
                          QJsonObject{{u"acceptedNames"_s, QJsonObject{{u"kind"_s, u""_s}, {u"plural"_s, u""_s}}},
                                      {u"conditions"_s, QJsonArray()},
                                      {u"storedVersions"_s, stored}});
    };
    rules.validate = validateDefinition;
    rules.validateUpdate = validateDefinitionUpdate;
    return rules;
}

QList<KindPtr> definedKinds(const QJsonObject &definition)
{
    const QJsonArray versions = arrayAt(definition, "spec.versions"_L1);
    const QJsonObject names = objectAt(definition, "spec.names"_L1);
    QString storageVersion;
    for (const QJsonValue &version : versions) {
        if (version["storage"_L1].toBool())
            storageVersion = version["name"_L1].toString();
    }
    QList<KindPtr> result;
    for (const QJsonValue &value : versions) {
        const QJsonObject version = value.toObject();
        if (!version.value("served"_L1).toBool())
            continue;
        auto kind = std::make_shared<ServedKind>();
        kind->type = {stringAt(definition, "spec.group"_L1), stringAt(version, "name"_L1), stringAt(names, "plural"_L1),
                      stringAt(names, "kind"_L1), stringAt(definition, "spec.scope"_L1) == "Namespaced"_L1};
        kind->singular = stringAt(names, "singular"_L1);
        kind->listKind = stringAt(names, "listKind"_L1);
        kind->shortNames = strings(names.value("shortNames"_L1));
        kind->categories = strings(names.value("categories"_L1));
        kind->verbs = {u"delete"_s, u"deletecollection"_s, u"get"_s,    u"list"_s,
                       u"patch"_s,  u"create"_s,           u"update"_s, u"watch"_s};
        kind->storageVersion = storageVersion;
        kind->schema = objectSchema(definition, version);
        kind->custom = true;
        kind->needsVersion = true;
        kind->hasStatus = valueAt(version, "subresources.status"_L1).isObject();
        kind->hasGeneration = true;
        if (const QJsonObject scale = objectAt(version, "subresources.scale"_L1); !scale.isEmpty())
            kind->scale = ScalePaths{stringAt(scale, "specReplicasPath"_L1), stringAt(scale, "statusReplicasPath"_L1),
                                     stringAt(scale, "labelSelectorPath"_L1)};
        kind->columns = customColumns(version);
        if (version.value("deprecated"_L1).toBool()) {
            const QString warning = stringAt(version, "deprecationWarning"_L1);
            kind->deprecation = warning.isEmpty()
                ? u"%1/%2 %3 is deprecated"_s.arg(kind->type.group, kind->type.version, kind->type.kind)
                : warning;
        }
        result.append(kind);
    }
    return result;
}

QJsonObject establishedStatus(const QJsonObject &definition, const QDateTime &now)
{
    QJsonArray stored = arrayAt(definition, "status.storedVersions"_L1);
    for (const QJsonValue &version : arrayAt(definition, "spec.versions"_L1)) {
        if (version["storage"_L1].toBool() && !stored.contains(version["name"_L1]))
            stored.append(version["name"_L1]);
    }
    const QJsonArray conditions = arrayAt(definition, "status.conditions"_L1);
    QJsonObject names = objectAt(definition, "spec.names"_L1);
    return {{u"acceptedNames"_s, names},
            {u"storedVersions"_s, stored},
            {u"conditions"_s,
             conditions.isEmpty()
                 ? QJsonArray{condition(u"NamesAccepted"_s, u"NoConflicts"_s, u"no conflicts found"_s, now),
                              condition(u"Established"_s, u"InitialNamesAccepted"_s,
                                        u"the initial names have been accepted"_s, now)}
                 : conditions}};
}

} // namespace sim
