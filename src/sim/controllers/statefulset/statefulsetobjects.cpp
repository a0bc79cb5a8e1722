// SPDX-License-Identifier: Apache-2.0
#include "statefulset/statefulsetobjects.h"

#include "common/podstate.h"
#include "common/resources.h"
#include "common/templatehash.h"

using namespace Qt::StringLiterals;

namespace sim {

SetView setView(const RawObject &set)
{
    const QJsonObject spec = set.json["spec"_L1].toObject();
    const QJsonObject strategy = spec["updateStrategy"_L1].toObject();
    SetView view;
    view.replicas = spec["replicas"_L1].toInt(1);
    view.firstOrdinal = valueAt(spec, u"ordinals.start").toInt();
    view.strategy = strategy["type"_L1].toString() == "OnDelete"_L1 ? SetView::Strategy::OnDelete
                                                                    : SetView::Strategy::RollingUpdate;
    const bool isDefaulted = strategy.isEmpty(); // servers fill in partition 0 then
    view.partition.reset();
    if (isDefaulted || strategy.contains("rollingUpdate"_L1))
        view.partition = valueAt(strategy, u"rollingUpdate.partition").toInt(0);
    view.management = spec["podManagementPolicy"_L1].toString() == "Parallel"_L1 ? SetView::Management::Parallel
                                                                                 : SetView::Management::OrderedReady;
    view.minReady = std::chrono::seconds(spec["minReadySeconds"_L1].toInteger());
    view.isBeingDeleted = set.meta.isTerminating();
    view.currentReplicas = valueAt(set.json, u"status.currentReplicas").toInt();
    return view;
}

PodView podView(const RawObject &pod, int ordinal)
{
    using Phase = PodView::Phase;
    const QString phase = phaseOf(pod.json);
    return {.ordinal = ordinal,
            .revision = pod.meta.labels.value(u"controller-revision-hash"_s),
            .phase = phase == "Running"_L1 ? Phase::Running
                : phase == "Succeeded"_L1  ? Phase::Succeeded
                : phase == "Failed"_L1     ? Phase::Failed
                : phase == "Unknown"_L1    ? Phase::Unknown
                                           : Phase::Pending,
            .isReady = isPodReady(pod.json),
            .readySince = conditionTime(pod.json, "Ready"_L1),
            .isTerminating = pod.meta.isTerminating()};
}

RevisionView revisionView(const RawObject &revision)
{
    return {.name = revision.meta.name,
            .revision = revision.json["revision"_L1].toInteger(),
            .data = revision.json["data"_L1].toObject()};
}

int ordinalOf(const QString &podName, const QString &setName)
{
    if (!podName.startsWith(setName + u'-'))
        return -1;
    bool isNumber = false;
    const int ordinal = QStringView(podName).sliced(setName.size() + 1).toInt(&isNumber);
    return isNumber && ordinal >= 0 ? ordinal : -1;
}

QJsonObject newPod(const RawObject &set, int ordinal, const QString &revision, const QJsonObject &data)
{
    const QJsonObject podTemplate = valueAt(data, u"spec.template").toObject();
    QJsonObject metadata = podTemplate["metadata"_L1].toObject();
    const QString name = set.meta.name + u'-' + QString::number(ordinal);
    metadata["name"_L1] = name;
    metadata["namespace"_L1] = set.meta.nameSpace;
    metadata["ownerReferences"_L1] = QJsonArray{controllerReference(resources::statefulSets, set.meta)};
    QJsonObject labels = metadata["labels"_L1].toObject();
    labels["controller-revision-hash"_L1] = revision;
    labels["statefulset.kubernetes.io/pod-name"_L1] = name;
    labels["apps.kubernetes.io/pod-index"_L1] = QString::number(ordinal);
    metadata["labels"_L1] = labels;
    metadata.remove("creationTimestamp"_L1);

    QJsonObject spec = podTemplate["spec"_L1].toObject();
    spec["hostname"_L1] = name;
    spec["subdomain"_L1] = valueAt(set.json, u"spec.serviceName");
    // A claim takes the place of a volume of the same name.
    QJsonArray volumes;
    QSet<QString> claimed;
    for (const QJsonValue &claim : valueAt(set.json, u"spec.volumeClaimTemplates").toArray()) {
        const QString volume = valueAt(claim.toObject(), u"metadata.name").toString();
        claimed.insert(volume);
        volumes.append(
            QJsonObject{{"name"_L1, volume},
                        {"persistentVolumeClaim"_L1, QJsonObject{{"claimName"_L1, QString(volume + u'-' + name)}}}});
    }
    for (const QJsonValue &volume : spec["volumes"_L1].toArray()) {
        if (!claimed.contains(volume["name"_L1].toString()))
            volumes.append(volume);
    }
    if (!volumes.isEmpty())
        spec["volumes"_L1] = volumes;
    return {{"apiVersion"_L1, "v1"_L1}, {"kind"_L1, "Pod"_L1}, {"metadata"_L1, metadata}, {"spec"_L1, spec}};
}

QList<QJsonObject> newClaims(const RawObject &set, int ordinal)
{
    QList<QJsonObject> claims;
    const QJsonObject podLabels = valueAt(set.json, u"spec.selector.matchLabels").toObject();
    for (const QJsonValue &value : valueAt(set.json, u"spec.volumeClaimTemplates").toArray()) {
        QJsonObject claim = value.toObject();
        QJsonObject metadata = claim["metadata"_L1].toObject();
        metadata["name"_L1] =
            QString(metadata["name"_L1].toString() + u'-' + set.meta.name + u'-' + QString::number(ordinal));
        metadata["namespace"_L1] = set.meta.nameSpace;
        metadata.remove("creationTimestamp"_L1);
        QJsonObject labels = metadata["labels"_L1].toObject();
        for (auto label = podLabels.begin(); label != podLabels.end(); ++label)
            labels.insert(label.key(), *label);
        metadata["labels"_L1] = labels;
        claim["metadata"_L1] = metadata;
        claim["apiVersion"_L1] = "v1"_L1;
        claim["kind"_L1] = "PersistentVolumeClaim"_L1;
        claim.remove("status"_L1);
        claims.append(claim);
    }
    return claims;
}

QJsonObject newRevision(const RawObject &set, const RevisionView &revision, int collisions)
{
    const QJsonObject podTemplate = valueAt(set.json, u"spec.template").toObject();
    QJsonObject labels = valueAt(podTemplate, u"metadata.labels").toObject();
    labels["controller.kubernetes.io/hash"_L1] = templateHash(podTemplate, collisions);
    QJsonObject metadata{{"name"_L1, revision.name},
                         {"namespace"_L1, set.meta.nameSpace},
                         {"labels"_L1, labels},
                         {"ownerReferences"_L1, QJsonArray{controllerReference(resources::statefulSets, set.meta)}}};
    if (const QJsonObject annotations = valueAt(set.json, u"metadata.annotations").toObject(); !annotations.isEmpty())
        metadata["annotations"_L1] = annotations;
    return {{"apiVersion"_L1, "apps/v1"_L1},
            {"kind"_L1, "ControllerRevision"_L1},
            {"metadata"_L1, metadata},
            {"data"_L1, revision.data},
            {"revision"_L1, revision.revision}};
}

QJsonObject withStatus(const RawObject &set, const SetStatus &status, int collisions)
{
    QJsonObject object = set.json;
    object["apiVersion"_L1] = "apps/v1"_L1;
    object["kind"_L1] = "StatefulSet"_L1;
    QJsonObject json{{"observedGeneration"_L1, set.meta.generation},
                     {"replicas"_L1, status.replicas},
                     {"currentRevision"_L1, status.currentRevision},
                     {"updateRevision"_L1, status.updateRevision},
                     {"collisionCount"_L1, collisions},
                     {"availableReplicas"_L1, status.availableReplicas}};
    // A count of zero is left out, as Go leaves it out.
    const auto insertCount = [&json](QLatin1StringView key, int count) {
        if (count != 0)
            json.insert(key, count);
    };
    insertCount("readyReplicas"_L1, status.readyReplicas);
    insertCount("currentReplicas"_L1, status.currentReplicas);
    insertCount("updatedReplicas"_L1, status.updatedReplicas);
    object["status"_L1] = json;
    return object;
}

} // namespace sim
