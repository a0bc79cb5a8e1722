// SPDX-License-Identifier: Apache-2.0
#include "kinds/namerules.h"
#include "registry/registry.h"
#include "json/jsonat.h"

using namespace Qt::StringLiterals;

namespace sim {

namespace {

const QString orphanFinalizer = u"orphan"_s;
const QString foregroundFinalizer = u"foregroundDeletion"_s;

/// How long a pod may take to stop; 0: nobody has to wait.
qint64 gracePeriod(const QJsonObject &pod, const DeleteOptions &options)
{
    const QString phase = stringAt(pod, "status.phase"_L1);
    if (stringAt(pod, "spec.nodeName"_L1).isEmpty() || phase == "Succeeded"_L1 || phase == "Failed"_L1)
        return 0;
    const qint64 period =
        options.gracePeriodSeconds.value_or(integerAt(pod, "spec.terminationGracePeriodSeconds"_L1, 30));
    return period < 0 ? 1 : period;
}

QJsonArray finalizersFor(const QJsonObject &object, const std::optional<Propagation> &propagation)
{
    QJsonArray result;
    for (const QJsonValue &finalizer : arrayAt(object, "metadata.finalizers"_L1)) {
        const QString name = finalizer.toString();
        if (!propagation || (name != orphanFinalizer && name != foregroundFinalizer))
            result.append(finalizer);
    }
    if (propagation == Propagation::Orphan)
        result.append(orphanFinalizer);
    if (propagation == Propagation::Foreground)
        result.append(foregroundFinalizer);
    return result;
}

std::optional<Failure> precondition(const ServedKind &kind, const StoredPtr &live, const DeleteOptions &options)
{
    const QString resource = kind.type.group.isEmpty() ? kind.type.kind : kind.type.kind + u'.' + kind.type.group;
    if (!options.uid.isEmpty() && options.uid != live->uid())
        return conflict(resource, live->key().name,
                        u"the UID in the precondition (%1) does not match the UID in record (%2). The object might "
                        "have been deleted and then recreated"_s.arg(options.uid, live->uid()));
    const QString version = QString::number(live->revision());
    if (!options.resourceVersion.isEmpty() && options.resourceVersion != version)
        return conflict(resource, live->key().name,
                        u"the ResourceVersion in the precondition (%1) does not match the ResourceVersion in record "
                        "(%2). The object might have been modified"_s.arg(options.resourceVersion, version));
    return {};
}

} // namespace

Outcome<Deleted> Registry::remove(const ServedKind &kind, const kube::ObjectKey &key, const DeleteOptions &options)
{
    const Outcome<StoredPtr> found = get(kind, key);
    if (!found)
        return std::unexpected(found.error());
    const StoredPtr &live = *found;
    const bool isNamespace = live->resource() == "namespaces"_L1;
    if (isNamespace && (key.name == "default"_L1 || key.name == "kube-system"_L1 || key.name == "kube-public"_L1))
        return std::unexpected(forbidden(live->resource(), key.name, u"this namespace may not be deleted"_s));
    if (const auto failure = precondition(kind, live, options))
        return std::unexpected(*failure);

    QJsonObject object = live->object();
    QJsonObject metadata = objectAt(object, "metadata"_L1);
    const bool deleting = metadata.contains("deletionTimestamp"_L1);
    const qint64 grace = kind.gracefulDeletion ? gracePeriod(object, options) : 0;
    const QJsonArray finalizers = finalizersFor(object, options.propagation);
    const bool holdsContent = isNamespace && !arrayAt(object, "spec.finalizers"_L1).isEmpty();
    const bool gone = grace == 0 && finalizers.isEmpty() && !holdsContent;

    const qint64 present = metadata.value("deletionGracePeriodSeconds"_L1).toInteger();
    const bool sooner = !deleting || grace < present;
    if (sooner) {
        metadata.insert(u"deletionTimestamp"_s, now().addSecs(grace).toUTC().toString(Qt::ISODate));
        metadata.insert(u"deletionGracePeriodSeconds"_s, grace);
    }
    if (finalizers.isEmpty())
        metadata.remove("finalizers"_L1);
    else
        metadata.insert(u"finalizers"_s, finalizers);
    object.insert(u"metadata"_s, metadata);
    if (isNamespace)
        setAt(object, "status.phase"_L1, u"Terminating"_s);
    const bool marks = object != live->object() && (!gone || kind.gracefulDeletion);

    if (options.dryRun)
        return Deleted{presented(kind, marks ? object : live->object()), gone};
    QJsonObject last = live->object();
    // A pod is seen to be deleted even if nobody has to wait for it.
    if (marks)
        last = m_storage.put(live->resource(), key, object)->object();
    if (gone)
        m_storage.remove(live->resource(), key);
    return Deleted{presented(kind, last), gone};
}

} // namespace sim
