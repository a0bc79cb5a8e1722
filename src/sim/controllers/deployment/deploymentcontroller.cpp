// SPDX-License-Identifier: Apache-2.0
#include "deployment/deploymentcontroller.h"

#include "common/podstate.h"
#include "common/resources.h"
#include "common/templatehash.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

const QString manager = u"kube-controller-manager"_s;
const QString revisionKey = u"deployment.kubernetes.io/revision"_s;
const QString hashKey = u"pod-template-hash"_s;

DeploymentView viewOf(const RawObject &deployment)
{
    const QJsonObject spec = deployment.json["spec"_L1].toObject();
    const auto post = [&spec](QStringView path) {
        const QJsonValue value = valueAt(spec, path);
        return value.isDouble() ? QString::number(value.toInt()) : value.toString(u"25%"_s);
    };
    DeploymentView view;
    view.replicas = spec["replicas"_L1].toInt(1);
    view.isRecreate = valueAt(spec, u"strategy.type").toString() == "Recreate"_L1;
    const Fenceposts posts = resolveFenceposts(post(u"strategy.rollingUpdate.maxSurge"),
                                               post(u"strategy.rollingUpdate.maxUnavailable"), view.replicas);
    view.maxSurge = posts.surge;
    view.maxUnavailable = view.isRecreate ? 0 : posts.unavailable; // of a rolling update only
    view.isPaused = spec["paused"_L1].toBool();
    view.isBeingDeleted = deployment.meta.isTerminating();
    view.progressDeadline = std::chrono::seconds(spec["progressDeadlineSeconds"_L1].toInt(600));
    view.historyLimit = spec["revisionHistoryLimit"_L1].toInt(10);
    return view;
}

QJsonObject withoutHash(QJsonObject podTemplate)
{
    QJsonObject metadata = podTemplate["metadata"_L1].toObject();
    QJsonObject labels = metadata["labels"_L1].toObject();
    labels.remove(hashKey);
    metadata["labels"_L1] = labels;
    metadata.remove("creationTimestamp"_L1);
    podTemplate["metadata"_L1] = metadata;
    return podTemplate;
}

QJsonObject templateOf(const RawObject &object)
{
    return withoutHash(valueAt(object.json, u"spec.template").toObject());
}

QString newSetName(const RawObject &deployment)
{
    const int collisions = valueAt(deployment.json, u"status.collisionCount").toInt();
    return deployment.meta.name + u'-' + templateHash(templateOf(deployment), collisions);
}

} // namespace

DeploymentController::DeploymentController(Informers &informers, Clock &clock, QObject *parent)
    : Reconciler(informers, clock, parent)
    , m_recorder(informers, clock, u"deployment-controller"_s)
{
}

void DeploymentController::followKinds()
{
    m_deployments = &follow(resources::deployments, itself);
    m_sets = &follow(resources::replicaSets, controllerOfKind(u"Deployment"_s));
    m_pods = &follow(resources::pods, [this](const RawObject &pod) -> Keys { // Recreate waits for the last to go
        const Keys sets = controllerOfKind(u"ReplicaSet"_s)(pod);
        const auto set = sets.isEmpty() || !m_sets ? RawObjectPtr() : m_sets->findAs<RawObject>(sets.first());
        return set ? controllerOfKind(u"Deployment"_s)(*set) : Keys();
    });
}

QList<ReplicaSetView> DeploymentController::views(const RawObject &deployment, ReplicaSets &owned) const
{
    QHash<QString, int> pods; // by the uid of their ReplicaSet
    for (const kube::ObjectPtr &pod : m_pods->objects()) {
        if (const kube::OwnerReference *owner = pod->meta.controller())
            ++pods[owner->uid];
    }
    const QJsonObject wanted = templateOf(deployment);
    QList<ReplicaSetView> views;
    for (const kube::ObjectPtr &object : m_sets->objects()) {
        if (!isControlledBy(object->meta, deployment.meta.uid))
            continue;
        const auto set = std::static_pointer_cast<const RawObject>(object);
        const QJsonObject status = set->json["status"_L1].toObject();
        owned.insert(set->meta.name, set);
        views.append({.name = set->meta.name,
                      .revision = valueAt(set->json, u"metadata.annotations")[revisionKey].toString().toLongLong(),
                      .created = set->meta.creationTimestamp,
                      .wanted = valueAt(set->json, u"spec.replicas").toInt(1),
                      .replicas = status["replicas"_L1].toInt(),
                      .ready = status["readyReplicas"_L1].toInt(),
                      .available = status["availableReplicas"_L1].toInt(),
                      .pods = pods.value(set->meta.uid),
                      .isNew = templateOf(*set) == wanted});
    }
    return views;
}

Reconciler::Outcome DeploymentController::reconcile(const kube::ObjectKey &key)
{
    const auto deployment = m_deployments->findAs<RawObject>(key);
    if (!deployment)
        return {};
    ReplicaSets owned;
    const DeploymentView view = viewOf(*deployment);
    const QList<ReplicaSetView> sets = views(*deployment, owned);
    const DeploymentPlan plan = planDeployment(view, sets);

    Outcome outcome;
    if (plan.create)
        createReplicaSet(outcome.writes, *deployment, *plan.create, plan.revision);
    for (const ScaleAction &action : plan.scale)
        scale(outcome.writes, *deployment, *owned.value(action.name), action);

    const auto annotate = [&](const kube::ResourceType &type, const RawObject &object) {
        if (plan.revision == 0
            || valueAt(object.json, u"metadata.annotations")[revisionKey].toString() == QString::number(plan.revision))
            return;
        const QJsonObject patch{
            {"metadata"_L1,
             QJsonObject{{"uid"_L1, object.meta.uid},
                         {"annotations"_L1, QJsonObject{{revisionKey, QString::number(plan.revision)}}}}}};
        outcome.writes.append({.request = kube::requests::patch(type, object.meta.key(), kube::PatchType::Merge, patch,
                                                                writeOptions(manager)),
                               .type = type,
                               .key = object.meta.key(),
                               .uid = object.meta.uid});
    };
    for (const ReplicaSetView &set : sets) {
        if (set.isNew)
            annotate(resources::replicaSets, *owned.value(set.name));
    }
    annotate(resources::deployments, *deployment);

    for (const QString &name : plan.remove) {
        const RawObjectPtr set = owned.value(name);
        outcome.writes.append(
            {.request = kube::requests::remove(resources::replicaSets, set->meta.key(), {.uid = set->meta.uid}),
             .type = resources::replicaSets,
             .key = set->meta.key(),
             .uid = set->meta.uid});
    }
    const QJsonObject status = statusOf(*deployment, view, sets, outcome);
    if (status != deployment->json["status"_L1].toObject()) {
        // A patch with the generation that was looked at: the annotation above gave the object another version.
        QJsonObject patch{{"metadata"_L1, QJsonObject{{"uid"_L1, deployment->meta.uid}}}, {"status"_L1, status}};
        QJsonObject patchStatus = status;
        const QJsonObject before = deployment->json["status"_L1].toObject();
        for (auto field = before.begin(); field != before.end(); ++field) {
            if (!status.contains(field.key()))
                patchStatus[field.key()] = QJsonValue::Null;
        }
        patch["status"_L1] = patchStatus;
        outcome.writes.append({.request = kube::requests::patch(resources::deployments, key, kube::PatchType::Merge,
                                                                patch, writeOptions(manager), u"status"_s),
                               .type = resources::deployments,
                               .key = key,
                               .uid = deployment->meta.uid});
    }
    return outcome;
}

void DeploymentController::createReplicaSet(QList<Write> &writes, const RawObject &deployment, int replicas,
                                            qint64 revision)
{
    const QString name = newSetName(deployment);
    const QString hash = name.sliced(deployment.meta.name.size() + 1);
    QJsonObject podTemplate = templateOf(deployment);
    QJsonObject labels = valueAt(podTemplate, u"metadata.labels").toObject();
    labels[hashKey] = hash;
    setValueAt(podTemplate, u"metadata.labels", labels);
    QJsonObject selector = valueAt(deployment.json, u"spec.selector").toObject();
    QJsonObject exact = selector["matchLabels"_L1].toObject();
    exact[hashKey] = hash;
    selector["matchLabels"_L1] = exact;

    const QJsonObject set{
        {"apiVersion"_L1, "apps/v1"_L1},
        {"kind"_L1, "ReplicaSet"_L1},
        {"metadata"_L1,
         QJsonObject{{"name"_L1, name},
                     {"namespace"_L1, deployment.meta.nameSpace},
                     {"labels"_L1, labels},
                     {"annotations"_L1, QJsonObject{{revisionKey, QString::number(revision)}}},
                     {"ownerReferences"_L1, QJsonArray{controllerReference(resources::deployments, deployment.meta)}}}},
        {"spec"_L1,
         QJsonObject{{"replicas"_L1, replicas},
                     {"minReadySeconds"_L1, valueAt(deployment.json, u"spec.minReadySeconds").toInt()},
                     {"selector"_L1, selector},
                     {"template"_L1, podTemplate}}}};
    writes.append({.request = kube::requests::create(resources::replicaSets, deployment.meta.nameSpace, set,
                                                     writeOptions(manager)),
                   .type = resources::replicaSets,
                   .key = {deployment.meta.nameSpace, name},
                   .answered = [this, meta = deployment.meta, name, replicas](const kube::Result<QJsonObject> &answer) {
                       if (answer && replicas > 0)
                           recordScaling(meta, name, 0, replicas);
                   }});
}

void DeploymentController::scale(QList<Write> &writes, const RawObject &deployment, const RawObject &set,
                                 const ScaleAction &action)
{
    const QJsonObject patch{{"metadata"_L1, QJsonObject{{"resourceVersion"_L1, set.meta.resourceVersion}}},
                            {"spec"_L1, QJsonObject{{"replicas"_L1, action.to}}}};
    writes.append({.request = kube::requests::patch(resources::replicaSets, set.meta.key(), kube::PatchType::Merge,
                                                    patch, writeOptions(manager)),
                   .type = resources::replicaSets,
                   .key = set.meta.key(),
                   .uid = set.meta.uid,
                   .answered = [this, meta = deployment.meta, action](const kube::Result<QJsonObject> &answer) {
                       if (answer)
                           recordScaling(meta, action.name, action.from, action.to);
                   }});
}

void DeploymentController::recordScaling(const kube::ObjectMeta &deployment, const QString &set, int from, int to)
{
    m_recorder.record(
        {.type = resources::deployments,
         .object = deployment,
         .reason = u"ScalingReplicaSet"_s,
         .message =
             u"Scaled %1 replica set %2 from %3 to %4"_s.arg(to > from ? u"up"_s : u"down"_s, set).arg(from).arg(to)});
}

QJsonObject DeploymentController::statusOf(const RawObject &deployment, const DeploymentView &view,
                                           const QList<ReplicaSetView> &sets, Outcome &outcome) const
{
    const QJsonObject before = deployment.json["status"_L1].toObject();
    const DeploymentStatus count = countDeployment(sets);
    QJsonObject status{{"observedGeneration"_L1, deployment.meta.generation},
                       {"conditions"_L1, before["conditions"_L1].toArray()}};
    if (before.contains("collisionCount"_L1))
        status["collisionCount"_L1] = before["collisionCount"_L1];
    const auto insertCount = [&status](QLatin1StringView key, int number) {
        if (number != 0)
            status[key] = number;
    };
    insertCount("replicas"_L1, count.replicas);
    insertCount("updatedReplicas"_L1, count.updatedReplicas);
    insertCount("readyReplicas"_L1, count.readyReplicas);
    insertCount("availableReplicas"_L1, count.availableReplicas);
    insertCount("unavailableReplicas"_L1, std::max(view.replicas - count.availableReplicas, 0));

    const QDateTime now = clock().now();
    const bool isServing = count.availableReplicas >= view.replicas - view.maxUnavailable;
    setCondition(status, u"Available"_s, isServing ? u"True"_s : u"False"_s,
                 isServing ? u"MinimumReplicasAvailable"_s : u"MinimumReplicasUnavailable"_s,
                 isServing ? u"Deployment has minimum availability."_s
                           : u"Deployment does not have minimum availability."_s,
                 now);

    const auto fresh = std::ranges::find_if(sets, &ReplicaSetView::isNew);
    const QString set = fresh == sets.end() ? newSetName(deployment) : fresh->name;
    const auto progress = [&](const QString &conditionStatus, const QString &reason, const QString &message,
                              const QDateTime &updated) {
        setCondition(status, u"Progressing"_s, conditionStatus, reason, message, now);
        QJsonArray conditions = status["conditions"_L1].toArray();
        for (QJsonValueRef entry : conditions) {
            QJsonObject condition = entry.toObject();
            if (condition["type"_L1].toString() == "Progressing"_L1)
                condition["lastUpdateTime"_L1] = timeText(updated);
            else if (!condition.contains("lastUpdateTime"_L1))
                condition["lastUpdateTime"_L1] = condition["lastTransitionTime"_L1];
            entry = condition;
        }
        status["conditions"_L1] = conditions;
    };
    QDateTime updated;
    bool isSettled = false; // a pod that restarts later is no progress of the rollout
    for (const QJsonValue &condition : before["conditions"_L1].toArray()) {
        if (condition["type"_L1].toString() != "Progressing"_L1)
            continue;
        updated = QDateTime::fromString(condition["lastUpdateTime"_L1].toString(), Qt::ISODate);
        isSettled = condition["reason"_L1].toString() == "NewReplicaSetAvailable"_L1 && fresh != sets.end()
            && count.replicas == count.updatedReplicas;
    }
    const auto number = [&before](QLatin1StringView key) { return before[key].toInt(); };
    const bool hasProgressed = count.updatedReplicas > number("updatedReplicas"_L1)
        || count.readyReplicas > number("readyReplicas"_L1) || count.availableReplicas > number("availableReplicas"_L1)
        || count.replicas - count.updatedReplicas < number("replicas"_L1) - number("updatedReplicas"_L1)
        || before["observedGeneration"_L1].toInteger() != deployment.meta.generation;
    if (view.isPaused) {
        progress(u"Unknown"_s, u"DeploymentPaused"_s, u"Deployment is paused"_s, updated.isValid() ? updated : now);
    } else if (isSettled || isDeploymentComplete(view, count)) {
        progress(u"True"_s, u"NewReplicaSetAvailable"_s, u"ReplicaSet \"%1\" has successfully progressed."_s.arg(set),
                 isSettled ? updated : now);
    } else if (hasProgressed || !updated.isValid()) {
        progress(u"True"_s, u"ReplicaSetUpdated"_s, u"ReplicaSet \"%1\" is progressing."_s.arg(set), now);
        outcome.again = view.progressDeadline;
    } else if (const auto left = updated.addDuration(view.progressDeadline) - now; left.count() > 0) {
        outcome.again = left;
    } else {
        progress(u"False"_s, u"ProgressDeadlineExceeded"_s, u"ReplicaSet \"%1\" has timed out progressing."_s.arg(set),
                 updated);
    }
    return status;
}

} // namespace sim
