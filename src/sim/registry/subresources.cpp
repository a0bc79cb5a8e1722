// SPDX-License-Identifier: Apache-2.0
#include "registry/subresources.h"

#include "kinds/namerules.h"
#include "store/selector.h"
#include "json/jsonat.h"

using namespace Qt::StringLiterals;

namespace sim {

namespace {

QJsonObject done()
{
    return {{u"kind"_s, u"Status"_s},
            {u"apiVersion"_s, u"v1"_s},
            {u"metadata"_s, QJsonObject()},
            {u"status"_s, u"Success"_s},
            {u"code"_s, 201}};
}

Outcome<QJsonObject> readBody(const QByteArray &body)
{
    const auto text = readJson(body);
    if (!text)
        return std::unexpected(badRequest(text.error()));
    return text->value.toObject();
}

/// Takes one disruption from each budget that covers the pod; fails, having taken none, if one has none left.
std::optional<Failure> spendBudgets(Registry &registry, const QJsonObject &pod, bool dryRun)
{
    const QString nameSpace = stringAt(pod, "metadata.namespace"_L1);
    const KindPtr kind = registry.kinds().storageKind(u"poddisruptionbudgets.policy"_s);
    QList<StoredPtr> covering;
    for (const StoredPtr &budget : registry.storage().list(kind->resource(), nameSpace)) {
        const LabelSelector selector = LabelSelector::fromObject(objectAt(budget->object(), "spec.selector"_L1));
        if (selector.matches(objectAt(pod, "metadata.labels"_L1)))
            covering.append(budget);
    }
    for (const StoredPtr &budget : std::as_const(covering)) {
        const QJsonObject status = objectAt(budget->object(), "status"_L1);
        if (status.value("disruptionsAllowed"_L1).toInt() > 0)
            continue;
        Failure failure = tooManyRequests(u"Cannot evict pod as it would violate the pod's disruption budget."_s, 0);
        failure.details = QJsonObject{
            {u"causes"_s,
             QJsonArray{QJsonObject{{u"reason"_s, u"DisruptionBudget"_s},
                                    {u"message"_s,
                                     u"The disruption budget %1 needs %2 healthy pods and has %3 currently"_s.arg(
                                         budget->key().name, QString::number(status.value("desiredHealthy"_L1).toInt()),
                                         QString::number(status.value("currentHealthy"_L1).toInt()))}}}}};
        return failure;
    }
    for (const StoredPtr &budget : std::as_const(covering)) {
        if (dryRun)
            continue;
        QJsonObject object = budget->object();
        setAt(object, "status.disruptionsAllowed"_L1, integerAt(object, "status.disruptionsAllowed"_L1) - 1);
        QJsonObject disrupted = objectAt(object, "status.disruptedPods"_L1);
        disrupted.insert(stringAt(pod, "metadata.name"_L1), registry.now().toUTC().toString(Qt::ISODate));
        setAt(object, "status.disruptedPods"_L1, disrupted);
        registry.putOwn(*kind, budget->key(), object);
    }
    return {};
}

} // namespace

Outcome<QJsonObject> bindPod(Registry &registry, const kube::ObjectKey &key, const QByteArray &body,
                             const WriteOptions &options)
{
    const Outcome<QJsonObject> binding = readBody(body);
    if (!binding)
        return binding;
    const KindPtr kind = registry.kinds().storageKind(u"pods"_s);
    const Outcome<StoredPtr> live = registry.get(*kind, key);
    if (!live)
        return std::unexpected(live.error());
    QJsonObject pod = (*live)->object();
    const QString node = stringAt(pod, "spec.nodeName"_L1);
    if (!node.isEmpty())
        return std::unexpected(
            conflict(u"pods/binding"_s, key.name, u"pod %1 is already assigned to node \"%2\""_s.arg(key.name, node)));
    const QString target = stringAt(*binding, "target.name"_L1);
    if (target.isEmpty())
        return std::unexpected(invalid({}, u"Binding"_s, key.name, {requiredCause(u"target.name"_s)}));
    setAt(pod, "spec.nodeName"_L1, target);
    QJsonArray conditions = arrayAt(pod, "status.conditions"_L1);
    for (qsizetype i = conditions.size() - 1; i >= 0; --i) {
        if (conditions.at(i)["type"_L1].toString() == "PodScheduled"_L1)
            conditions.removeAt(i);
    }
    conditions.append(QJsonObject{{u"type"_s, u"PodScheduled"_s},
                                  {u"status"_s, u"True"_s},
                                  {u"lastProbeTime"_s, QJsonValue()},
                                  {u"lastTransitionTime"_s, registry.now().toUTC().toString(Qt::ISODate)}});
    setAt(pod, "status.conditions"_L1, conditions);
    if (!options.dryRun)
        registry.putOwn(*kind, key, pod);
    return done();
}

Outcome<QJsonObject> evictPod(Registry &registry, const kube::ObjectKey &key, const QByteArray &body,
                              const WriteOptions &options)
{
    const Outcome<QJsonObject> eviction = readBody(body);
    if (!eviction)
        return eviction;
    const KindPtr kind = registry.kinds().storageKind(u"pods"_s);
    const Outcome<StoredPtr> live = registry.get(*kind, key);
    if (!live)
        return std::unexpected(live.error());
    const QJsonObject given = eviction->value("deleteOptions"_L1).toObject();
    Outcome<DeleteOptions> deletion = readDeleteOptions(given.isEmpty() ? QByteArray() : compactJson(given),
                                                        [](const QString &) { return QString(); });
    if (!deletion)
        return std::unexpected(deletion.error());
    deletion->dryRun = deletion->dryRun || options.dryRun;

    // A pod that does not run, or is going already, disrupts nothing.
    const QJsonObject pod = (*live)->object();
    const QString phase = stringAt(pod, "status.phase"_L1);
    const bool counts = phase != "Succeeded"_L1 && phase != "Failed"_L1 && phase != "Pending"_L1
        && valueAt(pod, "metadata.deletionTimestamp"_L1).isUndefined();
    if (counts) {
        if (const auto failure = spendBudgets(registry, pod, deletion->dryRun))
            return std::unexpected(*failure);
    }
    return registry.remove(*kind, key, *deletion).transform([](const Deleted &) { return done(); });
}

Outcome<DeleteOptions> readDeleteOptions(const QByteArray &body, const std::function<QString(const QString &)> &query)
{
    QJsonObject object;
    if (!body.trimmed().isEmpty()) {
        const Outcome<QJsonObject> read = readBody(body);
        if (!read)
            return std::unexpected(read.error());
        object = *read;
    } else {
        // Without a body the options are in the URL.
        if (const QString grace = query(u"gracePeriodSeconds"_s); !grace.isEmpty())
            object.insert(u"gracePeriodSeconds"_s, grace.toLongLong());
        if (const QString propagation = query(u"propagationPolicy"_s); !propagation.isEmpty())
            object.insert(u"propagationPolicy"_s, propagation);
        if (const QString orphan = query(u"orphanDependents"_s); !orphan.isEmpty())
            object.insert(u"orphanDependents"_s, orphan == "true"_L1);
    }
    DeleteOptions result;
    if (object.value("gracePeriodSeconds"_L1).isDouble())
        result.gracePeriodSeconds = object.value("gracePeriodSeconds"_L1).toInteger();
    result.uid = stringAt(object, "preconditions.uid"_L1);
    result.resourceVersion = stringAt(object, "preconditions.resourceVersion"_L1);
    result.dryRun = query(u"dryRun"_s) == "All"_L1 || object.value("dryRun"_L1).toArray().contains(u"All"_s);
    if (const QJsonValue orphan = object.value("orphanDependents"_L1); orphan.isBool())
        result.propagation = orphan.toBool() ? Propagation::Orphan : Propagation::Background;
    const QString policy = object.value("propagationPolicy"_L1).toString();
    if (policy == "Orphan"_L1)
        result.propagation = Propagation::Orphan;
    else if (policy == "Foreground"_L1)
        result.propagation = Propagation::Foreground;
    else if (policy == "Background"_L1)
        result.propagation = Propagation::Background;
    else if (!policy.isEmpty())
        return std::unexpected(invalid(u"meta.k8s.io"_s, u"DeleteOptions"_s, {},
                                       {unsupportedCause(u"propagationPolicy"_s, policy,
                                                         {u"Foreground"_s, u"Background"_s, u"Orphan"_s, u"nil"_s})}));
    return result;
}

} // namespace sim
