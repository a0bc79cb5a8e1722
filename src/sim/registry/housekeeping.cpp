// SPDX-License-Identifier: Apache-2.0
#include "registry/housekeeping.h"

#include "kinds/customkinds.h"
#include "json/jsonat.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

const QString definitions = u"customresourcedefinitions.apiextensions.k8s.io"_s;
const QString cleanupFinalizer = u"customresourcecleanup.apiextensions.k8s.io"_s;

QStringList ownersOf(const QJsonObject &object)
{
    QStringList result;
    for (const QJsonValue &owner : arrayAt(object, "metadata.ownerReferences"_L1))
        result.append(owner["uid"_L1].toString());
    return result;
}

bool isDeleting(const QJsonObject &object)
{
    return !valueAt(object, "metadata.deletionTimestamp"_L1).isUndefined();
}

bool hasFinalizer(const QJsonObject &object, const QString &name)
{
    return arrayAt(object, "metadata.finalizers"_L1).contains(name);
}

void removeFinalizer(QJsonObject &object, const QString &name)
{
    QJsonArray rest;
    for (const QJsonValue &finalizer : arrayAt(object, "metadata.finalizers"_L1)) {
        if (finalizer.toString() != name)
            rest.append(finalizer);
    }
    setAt(object, "metadata.finalizers"_L1, rest.isEmpty() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(rest));
}

/// Takes the references to these owners out.
void disown(QJsonObject &object, const auto &isOwner)
{
    QJsonArray rest;
    for (const QJsonValue &owner : arrayAt(object, "metadata.ownerReferences"_L1)) {
        if (!isOwner(owner["uid"_L1].toString()))
            rest.append(owner);
    }
    setAt(object, "metadata.ownerReferences"_L1, rest.isEmpty() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(rest));
}

} // namespace

Housekeeping::Housekeeping(Registry &registry, QObject *parent)
    : QObject(parent)
    , m_registry(registry)
{
    connect(&registry.storage(), &Storage::changed, this, &Housekeeping::note);
}

void Housekeeping::note(const Change &change)
{
    const Place place{change.now->resource(), change.now->key()};
    if (change.before) {
        for (const QString &owner : ownersOf(change.before->object()))
            m_dependents.remove(owner, place);
    }
    if (change.type == Change::Type::Deleted) {
        const QString uid = change.now->uid();
        m_places.remove(uid);
        m_todo += m_dependents.values(uid);
        // Its owner, its namespace or its definition may wait for this.
        for (const QString &owner : ownersOf(change.now->object())) {
            if (m_places.contains(owner))
                m_todo.append(m_places.value(owner));
        }
        m_todo.append(place);
    } else {
        const QJsonObject &object = change.now->object();
        m_places.insert(change.now->uid(), place);
        const QStringList owners = ownersOf(object);
        for (const QString &owner : owners)
            m_dependents.insert(owner, place);
        if (isDeleting(object) || (change.type == Change::Type::Added && !owners.isEmpty()))
            m_todo.append(place);
    }
    if (change.now->resource() == definitions)
        define(change);
    schedule();
}

void Housekeeping::schedule()
{
    if (m_scheduled || m_todo.isEmpty())
        return;
    m_scheduled = true;
    QMetaObject::invokeMethod(this, &Housekeeping::run, Qt::QueuedConnection);
}

void Housekeeping::run()
{
    m_scheduled = false;
    // What the work itself brings is done too; each step removes something, so that this ends.
    while (!m_todo.isEmpty()) {
        const QList<Place> todo = std::exchange(m_todo, {});
        for (const Place &place : todo)
            lookAfter(place);
    }
}

void Housekeeping::define(const Change &change)
{
    const QString name = change.now->key().name;
    if (change.type == Change::Type::Deleted) {
        m_registry.kinds().setCustom(name, {});
        return;
    }
    m_registry.kinds().setCustom(name, definedKinds(change.now->object()));
    QMetaObject::invokeMethod(this, [this, name] { establish(name); }, Qt::QueuedConnection);
}

void Housekeeping::establish(const QString &name)
{
    const KindPtr kind = m_registry.kinds().storageKind(definitions);
    const StoredPtr stored = m_registry.storage().get(definitions, {{}, name});
    if (!stored || isDeleting(stored->object()))
        return;
    QJsonObject object = stored->object();
    object.insert(u"status"_s, establishedStatus(object, m_registry.now()));
    if (!hasFinalizer(object, cleanupFinalizer)) {
        QJsonArray finalizers = arrayAt(object, "metadata.finalizers"_L1);
        finalizers.append(cleanupFinalizer);
        setAt(object, "metadata.finalizers"_L1, finalizers);
    }
    m_registry.putOwn(*kind, stored->key(), object);
}

void Housekeeping::lookAfter(const Place &place)
{
    const StoredPtr stored = m_registry.storage().get(place.resource, place.key);
    if (!stored) {
        // It is gone: its namespace or its definition may have waited for that.
        const StoredPtr space = m_registry.storage().get(u"namespaces"_s, {{}, place.key.nameSpace});
        if (space && isDeleting(space->object()))
            emptyNamespace({u"namespaces"_s, space->key()}, space->object());
        const StoredPtr definition = m_registry.storage().get(definitions, {{}, place.resource});
        if (definition && isDeleting(definition->object()))
            emptyDefinition({definitions, definition->key()}, definition->object());
        return;
    }
    const QJsonObject object = stored->object();
    if (place.resource == "namespaces"_L1 && isDeleting(object))
        emptyNamespace(place, object);
    else if (place.resource == definitions && isDeleting(object) && hasFinalizer(object, cleanupFinalizer))
        emptyDefinition(place, object);
    else if (isDeleting(object) && hasFinalizer(object, u"foregroundDeletion"_s))
        finishForeground(place, object);
    else if (isDeleting(object) && hasFinalizer(object, u"orphan"_s))
        finishOrphaning(place, object);
    else
        collect(place, object);
}

void Housekeeping::collect(const Place &place, const QJsonObject &object)
{
    const KindPtr kind = m_registry.kinds().storageKind(place.resource);
    const QStringList owners = ownersOf(object);
    if (!kind || owners.isEmpty())
        return;
    const qsizetype present =
        std::ranges::count_if(owners, [this](const QString &uid) { return m_places.contains(uid); });
    if (present == 0) {
        if (!isDeleting(object)) {
            DeleteOptions options;
            options.uid = stringAt(object, "metadata.uid"_L1);
            (void)m_registry.remove(*kind, place.key, options);
        }
    } else if (present < owners.size()) {
        QJsonObject rest = object;
        disown(rest, [this](const QString &uid) { return !m_places.contains(uid); });
        m_registry.putOwn(*kind, place.key, rest);
    }
}

void Housekeeping::finishForeground(const Place &place, QJsonObject object)
{
    const QString uid = stringAt(object, "metadata.uid"_L1);
    const QList<Place> dependents = m_dependents.values(uid);
    for (const Place &dependent : dependents) {
        const StoredPtr stored = m_registry.storage().get(dependent.resource, dependent.key);
        const KindPtr kind = m_registry.kinds().storageKind(dependent.resource);
        if (!stored || !kind || isDeleting(stored->object()))
            continue;
        DeleteOptions options;
        options.propagation =
            m_dependents.contains(stored->uid()) ? std::optional(Propagation::Foreground) : std::nullopt;
        (void)m_registry.remove(*kind, dependent.key, options);
    }
    if (m_dependents.contains(uid))
        return;
    const KindPtr kind = m_registry.kinds().storageKind(place.resource);
    removeFinalizer(object, u"foregroundDeletion"_s);
    if (arrayAt(object, "metadata.finalizers"_L1).isEmpty())
        m_registry.removeOwn(*kind, place.key);
    else
        m_registry.putOwn(*kind, place.key, object);
}

void Housekeeping::finishOrphaning(const Place &place, QJsonObject object)
{
    const QString uid = stringAt(object, "metadata.uid"_L1);
    const QList<Place> dependents = m_dependents.values(uid);
    for (const Place &dependent : dependents) {
        const StoredPtr stored = m_registry.storage().get(dependent.resource, dependent.key);
        const KindPtr kind = m_registry.kinds().storageKind(dependent.resource);
        if (!stored || !kind)
            continue;
        QJsonObject freed = stored->object();
        disown(freed, [&](const QString &owner) { return owner == uid; });
        m_registry.putOwn(*kind, dependent.key, freed);
    }
    const KindPtr kind = m_registry.kinds().storageKind(place.resource);
    removeFinalizer(object, u"orphan"_s);
    if (arrayAt(object, "metadata.finalizers"_L1).isEmpty())
        m_registry.removeOwn(*kind, place.key);
    else
        m_registry.putOwn(*kind, place.key, object);
}

bool Housekeeping::deleteAll(const QString &resource, const QString &nameSpace)
{
    bool empty = true;
    const QStringList resources = resource.isEmpty() ? m_registry.storage().resources() : QStringList{resource};
    for (const QString &each : resources) {
        const KindPtr kind = m_registry.kinds().storageKind(each);
        if (!kind || (!nameSpace.isEmpty() && !kind->type.namespaced))
            continue;
        for (const StoredPtr &stored : m_registry.storage().list(each, nameSpace)) {
            if (isDeleting(stored->object())) {
                empty = false;
                continue;
            }
            DeleteOptions options;
            const Outcome<Deleted> deleted = m_registry.remove(*kind, stored->key(), options);
            empty = empty && deleted && deleted->gone;
        }
    }
    return empty;
}

void Housekeeping::emptyNamespace(const Place &place, const QJsonObject &object)
{
    const KindPtr kind = m_registry.kinds().storageKind(place.resource);
    if (deleteAll({}, place.key.name) && arrayAt(object, "metadata.finalizers"_L1).isEmpty())
        m_registry.removeOwn(*kind, place.key);
}

void Housekeeping::emptyDefinition(const Place &place, const QJsonObject &object)
{
    const KindPtr kind = m_registry.kinds().storageKind(definitions);
    if (!deleteAll(place.key.name, {}))
        return;
    QJsonObject rest = object;
    removeFinalizer(rest, cleanupFinalizer);
    if (arrayAt(rest, "metadata.finalizers"_L1).isEmpty())
        m_registry.removeOwn(*kind, place.key);
    else
        m_registry.putOwn(*kind, place.key, rest);
}

} // namespace sim
