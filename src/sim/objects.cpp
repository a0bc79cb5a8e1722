// SPDX-License-Identifier: Apache-2.0
#include "objects.h"

#include "registry/registry.h"
#include "json/jsonat.h"

using namespace Qt::StringLiterals;

namespace sim {

namespace {

WriteOptions options()
{
    WriteOptions result;
    result.manager = u"scenario"_s;
    result.fieldValidation = FieldValidation::Strict;
    return result;
}

QJsonObject objectOf(const Written &written)
{
    return written.object;
}

/// The kind of an object that names it.
Outcome<KindPtr> kindOf(const Registry &registry, const QJsonObject &object)
{
    const QString apiVersion = stringAt(object, "apiVersion"_L1);
    const bool core = !apiVersion.contains(u'/');
    const QString group = core ? QString() : apiVersion.section(u'/', 0, 0);
    for (const KindPtr &kind : registry.kinds().kinds(group, core ? apiVersion : apiVersion.section(u'/', 1))) {
        if (kind->type.kind == stringAt(object, "kind"_L1))
            return kind;
    }
    return std::unexpected(pathNotFound());
}

Outcome<KindPtr> kindOf(const Registry &registry, const QString &resource)
{
    if (KindPtr kind = registry.kinds().storageKind(resource))
        return kind;
    return std::unexpected(pathNotFound());
}

kube::ObjectKey keyOf(const ServedKind &kind, const QString &nameSpace, const QString &name)
{
    return {kind.type.namespaced ? nameSpace : QString(), name};
}

QString namespaceOf(const ServedKind &kind, const QJsonObject &object)
{
    return kind.type.namespaced ? valueAt(object, "metadata.namespace"_L1).toString(u"default"_s) : QString();
}

} // namespace

Outcome<QJsonObject> Objects::get(const QString &resource, const QString &nameSpace, const QString &name) const
{
    return kindOf(m_registry, resource)
        .and_then([&](const KindPtr &kind) { return m_registry.get(*kind, keyOf(*kind, nameSpace, name)); })
        .transform([](const StoredPtr &stored) { return stored->object(); });
}

QList<QJsonObject> Objects::list(const QString &resource, const QString &nameSpace) const
{
    QList<QJsonObject> result;
    for (const StoredPtr &stored : m_registry.storage().list(resource, nameSpace))
        result.append(stored->object());
    return result;
}

QList<QJsonObject> Objects::dump() const
{
    static const QStringList leftOut{u"secrets"_s, u"events"_s, u"events.events.k8s.io"_s,
                                     u"customresourcedefinitions.apiextensions.k8s.io"_s};
    QStringList resources = m_registry.storage().resources();
    resources.sort();
    QList<QJsonObject> objects;
    for (const QString &resource : std::as_const(resources)) {
        if (!leftOut.contains(resource))
            objects += list(resource);
    }
    return objects;
}

Outcome<void> Objects::load(const QList<QJsonObject> &objects)
{
    for (const QJsonObject &object : objects) {
        const Outcome<KindPtr> kind = kindOf(m_registry, object);
        if (!kind)
            return std::unexpected(kind.error());
        m_registry.storage().put((*kind)->resource(),
                                 keyOf(**kind, namespaceOf(**kind, object), stringAt(object, "metadata.name"_L1)),
                                 object);
    }
    return {};
}

Outcome<QJsonObject> Objects::create(const QJsonObject &object)
{
    return kindOf(m_registry, object)
        .and_then([&](const KindPtr &kind) {
            return m_registry.create(*kind, namespaceOf(*kind, object), compactJson(object), options());
        })
        .transform(objectOf);
}

Outcome<QJsonObject> Objects::put(const QJsonObject &object)
{
    const Outcome<KindPtr> kind = kindOf(m_registry, object);
    if (!kind)
        return std::unexpected(kind.error());
    const kube::ObjectKey key = keyOf(**kind, namespaceOf(**kind, object), stringAt(object, "metadata.name"_L1));
    QJsonObject wanted = object;
    for (const auto path : {"metadata.managedFields"_L1, "metadata.resourceVersion"_L1, "metadata.uid"_L1})
        removeAt(wanted, path);
    WriteOptions forced = options();
    forced.force = true;
    const Outcome<QJsonObject> result =
        m_registry.patch(**kind, key, {}, PatchType::Apply, compactJson(wanted), forced).transform(objectOf);
    const QJsonValue status = object.value("status"_L1);
    if (!result || !(*kind)->hasStatus || !status.isObject())
        return result;
    return patch((*kind)->resource(), key.nameSpace, key.name, {{u"status"_s, status}}, u"status"_s);
}

Outcome<QJsonObject> Objects::patch(const QString &resource, const QString &nameSpace, const QString &name,
                                    const QJsonObject &mergePatch, const QString &subresource)
{
    return kindOf(m_registry, resource)
        .and_then([&](const KindPtr &kind) {
            return m_registry.patch(*kind, keyOf(*kind, nameSpace, name), subresource, PatchType::Merge,
                                    compactJson(mergePatch), options());
        })
        .transform(objectOf);
}

Outcome<QJsonObject> Objects::remove(const QString &resource, const QString &nameSpace, const QString &name,
                                     qint64 graceSeconds)
{
    DeleteOptions deletion;
    if (graceSeconds >= 0)
        deletion.gracePeriodSeconds = graceSeconds;
    return kindOf(m_registry, resource)
        .and_then(
            [&](const KindPtr &kind) { return m_registry.remove(*kind, keyOf(*kind, nameSpace, name), deletion); })
        .transform([](const Deleted &deleted) { return deleted.object; });
}

} // namespace sim
