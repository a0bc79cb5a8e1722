// SPDX-License-Identifier: Apache-2.0
#include "registry/registry.h"

#include "kinds/builtintypes.h"
#include "kinds/namerules.h"
#include "schema/shape.h"
#include "json/jsonat.h"

#include <QRandomGenerator>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

QString newUid()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

/// Five characters from which no word can be made.
QString randomSuffix()
{
    constexpr auto letters = "bcdfghjklmnpqrstvwxz2456789"_L1;
    QString result;
    for (int i = 0; i < 5; ++i)
        result += letters.at(QRandomGenerator::global()->bounded(letters.size()));
    return result;
}

QString storedApiVersion(const ServedKind &kind)
{
    kube::ResourceType type = kind.type;
    type.version = kind.storageVersion;
    return type.apiVersion();
}

QString timeText(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODate);
}

/// The parts of which a change makes a new generation.
QJsonObject generationPart(QJsonObject object, const ServedKind &kind)
{
    if (!kind.custom)
        return objectAt(object, "spec"_L1);
    object.remove("metadata"_L1);
    object.remove("apiVersion"_L1);
    if (kind.hasStatus)
        object.remove("status"_L1);
    return object;
}

/// What a new object shows before anybody set anything.
QJsonObject emptyOf(const ServedKind &kind)
{
    return kind.custom ? QJsonObject() : emptyObject(*kind.schema);
}

QList<Cause> validateCommon(const QJsonObject &object, const ServedKind &kind)
{
    QList<Cause> causes;
    if (kind.custom) {
        QJsonObject checked = object;
        checked.remove("metadata"_L1);
        causes += validate(checked, kind.schema, {});
    }
    if (kind.rules.validate)
        causes += kind.rules.validate(object);
    return causes;
}

} // namespace

Registry::Registry(Clock clock, qsizetype historyLimit)
    : m_clock(clock ? std::move(clock) : Clock(&QDateTime::currentDateTimeUtc))
    , m_storage(historyLimit)
{
}

Outcome<StoredPtr> Registry::get(const ServedKind &kind, const kube::ObjectKey &key) const
{
    if (StoredPtr found = m_storage.get(kind.resource(), key))
        return found;
    return std::unexpected(notFound(kind.resource(), key.name));
}

QJsonObject Registry::presented(const ServedKind &kind, QJsonObject object)
{
    if (kind.custom)
        object.insert(u"apiVersion"_s, kind.type.apiVersion());
    return object;
}

std::optional<Failure> Registry::missingNamespace(const ServedKind &kind, const QString &nameSpace) const
{
    if (!kind.type.namespaced)
        return {};
    const StoredPtr space = m_storage.get(u"namespaces"_s, {{}, nameSpace});
    if (!space)
        return notFound(u"namespaces"_s, nameSpace);
    return {};
}

Writer Registry::writer(const ServedKind &kind, const QString &subresource, const WriteOptions &options) const
{
    return {options.manager, kind.type.apiVersion(), subresource, now()};
}

Outcome<Written> Registry::create(const ServedKind &kind, const QString &nameSpace, const QByteArray &body,
                                  const WriteOptions &options)
{
    QStringList warnings;
    Outcome<QJsonObject> object = decodeBody(kind, body, options.fieldValidation, warnings);
    if (!object)
        return std::unexpected(object.error());
    return createDecoded(kind, nameSpace, *object, options, warnings, Recorded::No);
}

Outcome<Written> Registry::createDecoded(const ServedKind &kind, const QString &nameSpace, QJsonObject object,
                                         const WriteOptions &options, const QStringList &warnings, Recorded recorded)
{
    QJsonObject metadata = objectAt(object, "metadata"_L1);
    const QString ownNamespace = metadata.value("namespace"_L1).toString();
    if (kind.type.namespaced && !ownNamespace.isEmpty() && ownNamespace != nameSpace)
        return std::unexpected(
            badRequest(u"the namespace of the provided object does not match the namespace sent on the request"_s));
    if (const std::optional<Failure> failure = missingNamespace(kind, nameSpace))
        return std::unexpected(*failure);

    if (metadata.value("name"_L1).toString().isEmpty() && metadata.contains("generateName"_L1))
        metadata.insert(u"name"_s, QString(metadata.value("generateName"_L1).toString() + randomSuffix()));
    const QString name = metadata.value("name"_L1).toString();
    if (kind.type.namespaced) {
        metadata.insert(u"namespace"_s, nameSpace);
        const QString phase = stringAt(m_storage.get(u"namespaces"_s, {{}, nameSpace})->object(), "status.phase"_L1);
        if (phase == "Terminating"_L1)
            return std::unexpected(forbidden(
                kind.resource(), name,
                u"unable to create new content in namespace %1 because it is being terminated"_s.arg(nameSpace)));
    } else {
        metadata.remove("namespace"_L1);
    }
    for (const QString &field : {u"resourceVersion"_s, u"selfLink"_s, u"deletionTimestamp"_s, u"generation"_s,
                                 u"deletionGracePeriodSeconds"_s})
        metadata.remove(field);
    metadata.insert(u"uid"_s, newUid());
    metadata.insert(u"creationTimestamp"_s, timeText(now()));
    if (kind.hasGeneration)
        metadata.insert(u"generation"_s, 1);
    object.insert(u"metadata"_s, metadata);

    if (kind.hasStatus) {
        object.remove("status"_L1);
        object = withDefaults(object, kind.schema).toObject();
    }
    // What the server adds from here on is nobody's, as on a real one.
    if (recorded == Recorded::No)
        object = withUpdateRecorded(emptyOf(kind), object, kind.schema, writer(kind, {}, options));
    if (kind.rules.prepareCreate)
        kind.rules.prepareCreate(object, m_storage);
    if (const QList<Cause> causes = validateMetadata(object, kind) + validateCommon(object, kind); !causes.isEmpty())
        return std::unexpected(invalid(kind.type.group, kind.type.kind, name, causes));

    const kube::ObjectKey key{kind.type.namespaced ? nameSpace : QString(), name};
    if (m_storage.get(kind.resource(), key))
        return std::unexpected(alreadyExists(kind.resource(), name));
    if (kind.storesNothing || options.dryRun)
        return Written{object, true, warnings};
    object.insert(u"apiVersion"_s, storedApiVersion(kind));
    const StoredPtr stored = m_storage.put(kind.resource(), key, object);
    return Written{presented(kind, stored->object()), true, warnings};
}

Outcome<Written> Registry::replace(const ServedKind &kind, const kube::ObjectKey &key, const QString &subresource,
                                   const QByteArray &body, const WriteOptions &options)
{
    QStringList warnings;
    if (subresource == "scale"_L1) {
        ServedKind scale;
        scale.type = {u"autoscaling"_s, u"v1"_s, u"scales"_s, u"Scale"_s};
        scale.schema = builtInType(u"Scale"_s);
        const Outcome<QJsonObject> decoded = decodeBody(scale, body, options.fieldValidation, warnings);
        const Outcome<StoredPtr> live = get(kind, key);
        if (!decoded || !live)
            return std::unexpected(live ? decoded.error() : live.error());
        return replaceScale(kind, *live, *decoded, options);
    }
    const Outcome<QJsonObject> object = decodeBody(kind, body, options.fieldValidation, warnings);
    if (!object)
        return std::unexpected(object.error());
    const QString name = stringAt(*object, "metadata.name"_L1);
    if (name.isEmpty())
        return std::unexpected(badRequest(
            u"the name of the object (%1 based on URL) was undeterminable: name must be provided"_s.arg(key.name)));
    if (name != key.name)
        return std::unexpected(
            badRequest(u"the name of the object (%1) does not match the name on the URL (%2)"_s.arg(name, key.name)));
    const QString nameSpace = stringAt(*object, "metadata.namespace"_L1);
    if (kind.type.namespaced && !nameSpace.isEmpty() && nameSpace != key.nameSpace)
        return std::unexpected(
            badRequest(u"the namespace of the object (%1) does not match the namespace on the request (%2)"_s.arg(
                nameSpace, key.nameSpace)));
    const Outcome<StoredPtr> live = get(kind, key);
    if (!live)
        return std::unexpected(live.error());
    const QString uid = stringAt(*object, "metadata.uid"_L1);
    if (!uid.isEmpty() && uid != (*live)->uid())
        return std::unexpected(conflict(
            kind.resource(), key.name,
            u"StorageError: invalid object, Code: 4, Key: /registry/%1/%2/%3, ResourceVersion: 0, AdditionalErrorMsg: "
            "Precondition failed: UID in precondition: %4, UID in object meta: %5"_s.arg(
                kind.type.plural, key.nameSpace, key.name, uid, (*live)->uid())));
    if (kind.needsVersion && stringAt(*object, "metadata.resourceVersion"_L1).isEmpty())
        return std::unexpected(
            invalid(kind.type.group, kind.type.plural, key.name,
                    {invalidCause(u"metadata.resourceVersion"_s, u"0x0"_s, u"must be specified for an update"_s)}));
    return update(kind, *live, subresource, *object, options, warnings, Recorded::No);
}

Outcome<Written> Registry::update(const ServedKind &kind, const StoredPtr &live, const QString &subresource,
                                  QJsonObject object, const WriteOptions &options, const QStringList &warnings,
                                  Recorded recorded)
{
    const QJsonObject old = presented(kind, live->object());
    const QJsonObject oldMetadata = objectAt(old, "metadata"_L1);
    const QString version = stringAt(object, "metadata.resourceVersion"_L1);
    if (!version.isEmpty() && version != "0"_L1 && version != oldMetadata.value("resourceVersion"_L1).toString())
        return std::unexpected(modified(kind.resource(), live->key().name));

    QJsonObject metadata = objectAt(object, "metadata"_L1);
    // A status is written with its own rights: it changes nothing else.
    if (subresource == "status"_L1) {
        QJsonObject withStatus = old;
        withStatus.insert(u"status"_s, object.value("status"_L1));
        const QJsonValue managed = metadata.value("managedFields"_L1);
        if (kind.custom) {
            metadata = oldMetadata;
            metadata.insert(u"managedFields"_s, managed);
        }
        object = withStatus;
    } else if (kind.hasStatus) {
        object.insert(u"status"_s, old.value("status"_L1));
    }
    for (const QString &field : {u"name"_s, u"namespace"_s, u"uid"_s, u"creationTimestamp"_s}) {
        if (metadata.value(field).toString().isEmpty() && oldMetadata.contains(field))
            metadata.insert(field, oldMetadata.value(field));
    }
    for (const QString &field : {u"deletionTimestamp"_s, u"deletionGracePeriodSeconds"_s, u"generation"_s,
                                 u"resourceVersion"_s, u"generateName"_s})
        metadata.insert(field, oldMetadata.value(field));
    metadata.remove("selfLink"_L1);
    object.insert(u"metadata"_s, metadata);

    if (kind.rules.prepareUpdate)
        kind.rules.prepareUpdate(object, old);
    if (recorded == Recorded::No)
        object = withUpdateRecorded(old, object, kind.schema, writer(kind, subresource, options));
    if (kind.hasGeneration && generationPart(object, kind) != generationPart(old, kind))
        setAt(object, "metadata.generation"_L1, oldMetadata.value("generation"_L1).toInteger() + 1);

    QList<Cause> causes = validateMetadataUpdate(object, old, kind);
    if (causes.isEmpty())
        causes += validateCommon(object, kind);
    if (kind.rules.validateUpdate && causes.isEmpty())
        causes += kind.rules.validateUpdate(object, old);
    if (!causes.isEmpty())
        return std::unexpected(invalid(kind.type.group, kind.type.kind, live->key().name, causes));

    if (options.dryRun)
        return Written{sameButTimes(object, old) ? old : object, false, warnings};
    const bool ends = metadata.contains("deletionTimestamp"_L1) && arrayAt(object, "metadata.finalizers"_L1).isEmpty()
        && integerAt(object, "metadata.deletionGracePeriodSeconds"_L1) == 0 && live->resource() != "namespaces"_L1;
    if (ends) {
        // The last finalizer is gone: so is the object.
        m_storage.remove(live->resource(), live->key());
        return Written{object, false, warnings};
    }
    if (sameButTimes(object, old))
        return Written{old, false, warnings};
    object.insert(u"apiVersion"_s, storedApiVersion(kind));
    const StoredPtr stored = m_storage.put(live->resource(), live->key(), object);
    return Written{presented(kind, stored->object()), false, warnings};
}

void Registry::putOwn(const ServedKind &kind, const kube::ObjectKey &key, const QJsonObject &object)
{
    const StoredPtr live = m_storage.get(kind.resource(), key);
    if (!live || live->object() != object)
        m_storage.put(kind.resource(), key, object);
}

void Registry::removeOwn(const ServedKind &kind, const kube::ObjectKey &key)
{
    if (m_storage.get(kind.resource(), key))
        m_storage.remove(kind.resource(), key);
}

} // namespace sim
