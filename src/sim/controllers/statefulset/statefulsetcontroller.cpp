// SPDX-License-Identifier: Apache-2.0
#include "statefulset/statefulsetcontroller.h"

#include "common/resources.h"
#include "statefulset/statefulsetobjects.h"

using namespace Qt::StringLiterals;

namespace sim {

namespace {

const QString manager = u"kube-controller-manager"_s;

/// Gives an object that nobody controls to the set; refused if it is another object by then.
Write adoption(const RawObject &set, const kube::ResourceType &type, const RawObject &orphan)
{
    const QJsonObject patch{
        {"metadata"_L1,
         QJsonObject{{"uid"_L1, orphan.meta.uid},
                     {"ownerReferences"_L1, QJsonArray{controllerReference(resources::statefulSets, set.meta)}}}}};
    return {.request = kube::requests::patch(type, orphan.meta.key(), kube::PatchType::Strategic, patch,
                                             writeOptions(manager)),
            .type = type,
            .key = orphan.meta.key(),
            .uid = orphan.meta.uid};
}

} // namespace

StatefulSetController::StatefulSetController(Informers &informers, Clock &clock, QObject *parent)
    : Reconciler(informers, clock, parent)
    , m_recorder(informers, clock, u"statefulset-controller"_s)
{
}

void StatefulSetController::followKinds()
{
    m_sets = &follow(resources::statefulSets, itself);
    m_pods = &follow(resources::pods, [this](const RawObject &pod) { return setsOfPod(pod); });
    m_revisions = &follow(resources::controllerRevisions, controllerOfKind(u"StatefulSet"_s));
    m_claims = &follow(resources::persistentVolumeClaims, [](const auto &) { return Keys(); });
}

Reconciler::Keys StatefulSetController::setsOfPod(const RawObject &pod) const
{
    if (pod.meta.controller())
        return controllerOfKind(u"StatefulSet"_s)(pod);
    Keys keys; // an orphan: of whom it could be
    for (const kube::ObjectPtr &set : m_sets->objects()) {
        if (set->meta.nameSpace == pod.meta.nameSpace && ordinalOf(pod.meta.name, set->meta.name) >= 0)
            keys.append(set->meta.key());
    }
    return keys;
}

StatefulSetController::Owned StatefulSetController::ownedBy(const RawObject &set) const
{
    Owned owned;
    const QJsonObject selector = valueAt(set.json, u"spec.selector").toObject();
    const auto belongs = [&](const kube::ObjectMeta &meta, const kube::ResourceType &type, const RawObject &object) {
        if (isControlledBy(meta, set.meta.uid))
            return true;
        if (meta.nameSpace == set.meta.nameSpace && !meta.controller() && !meta.isTerminating()
            && !set.meta.isTerminating() && selects(selector, meta.labels))
            owned.adoptions.append(adoption(set, type, object));
        return false;
    };
    for (const kube::ObjectPtr &object : m_pods->objects()) {
        const auto pod = std::static_pointer_cast<const RawObject>(object);
        const int ordinal = ordinalOf(pod->meta.name, set.meta.name);
        if (ordinal >= 0 && belongs(pod->meta, resources::pods, *pod))
            owned.pods.insert(ordinal, pod);
    }
    for (const kube::ObjectPtr &object : m_revisions->objects()) {
        const auto revision = std::static_pointer_cast<const RawObject>(object);
        if (belongs(revision->meta, resources::controllerRevisions, *revision))
            owned.revisions.insert(revision->meta.name, revision);
    }
    return owned;
}

Reconciler::Outcome StatefulSetController::reconcile(const kube::ObjectKey &key)
{
    const auto set = m_sets->findAs<RawObject>(key);
    if (!set) {
        m_counted.remove(key);
        return {};
    }
    const Owned owned = ownedBy(*set);
    if (!owned.adoptions.isEmpty())
        return {.writes = owned.adoptions};

    QList<RevisionView> revisions;
    for (const RawObjectPtr &revision : owned.revisions)
        revisions.append(revisionView(*revision));
    const RevisionPlan history = planRevisions(set->meta.name, valueAt(set->json, u"spec.template").toObject(),
                                               revisions, valueAt(set->json, u"status.currentRevision").toString(),
                                               valueAt(set->json, u"status.collisionCount").toInt());
    Outcome outcome{.writes = writeRevision(*set, history)};

    QList<PodView> pods;
    QSet<QString> inUse{history.update.name, history.current};
    for (auto pod = owned.pods.begin(); pod != owned.pods.end(); ++pod) {
        pods.append(podView(**pod, pod.key()));
        inUse.insert(pods.last().revision);
    }
    SetView view = setView(*set);
    if (const auto counted = m_counted.constFind(key); counted != m_counted.constEnd() && counted->uid == set->meta.uid)
        view.currentReplicas = counted->currentReplicas;
    const SetPlan plan = planStatefulSet(view, pods, history.current, history.update.name, clock().now());
    m_counted.insert(key, {set->meta.uid, plan.status.currentReplicas});
    outcome.again = plan.again;
    for (const SetAction &action : plan.actions) {
        const RawObjectPtr revision = owned.revisions.value(action.revision);
        appendAction(outcome.writes, *set, action, owned,
                     revision ? revision->json["data"_L1].toObject() : history.update.data);
    }

    const QJsonObject withNewStatus = withStatus(*set, plan.status, history.collisions);
    if (withNewStatus["status"_L1] != set->json["status"_L1]) {
        outcome.writes.append({.request = kube::requests::replace(resources::statefulSets, key, withNewStatus,
                                                                  writeOptions(manager), u"status"_s),
                               .type = resources::statefulSets,
                               .key = key,
                               .uid = set->meta.uid});
    }
    if (!set->meta.isTerminating()) {
        const int limit = valueAt(set->json, u"spec.revisionHistoryLimit").toInt(10);
        for (const QString &name : outdatedRevisions(revisions, inUse, limit)) {
            const kube::ObjectKey revision{key.nameSpace, name};
            const QString uid = owned.revisions.value(name)->meta.uid;
            outcome.writes.append(
                {.request = kube::requests::remove(resources::controllerRevisions, revision, {.uid = uid}),
                 .type = resources::controllerRevisions,
                 .key = revision,
                 .uid = uid});
        }
    }
    return outcome;
}

QList<Write> StatefulSetController::writeRevision(const RawObject &set, const RevisionPlan &plan) const
{
    const kube::ObjectKey key{set.meta.nameSpace, plan.update.name};
    switch (plan.write) {
    case RevisionPlan::Write::Nothing:
        return {};
    case RevisionPlan::Write::Create:
        return {
            {.request = kube::requests::create(resources::controllerRevisions, key.nameSpace,
                                               newRevision(set, plan.update, plan.collisions), writeOptions(manager)),
             .type = resources::controllerRevisions,
             .key = key}};
    case RevisionPlan::Write::Bump: {
        const auto revision = m_revisions->findAs<RawObject>(key);
        QJsonObject json = revision->json;
        json["apiVersion"_L1] = "apps/v1"_L1;
        json["kind"_L1] = "ControllerRevision"_L1;
        json["revision"_L1] = plan.update.revision;
        return {{.request = kube::requests::replace(resources::controllerRevisions, key, json, writeOptions(manager)),
                 .type = resources::controllerRevisions,
                 .key = key,
                 .uid = revision->meta.uid}};
    }
    }
    Q_UNREACHABLE_RETURN({});
}

void StatefulSetController::appendAction(QList<Write> &writes, const RawObject &set, const SetAction &action,
                                         const Owned &owned, const QJsonObject &data)
{
    if (action.kind != SetAction::Kind::Create) {
        const RawObjectPtr pod = owned.pods.value(action.ordinal);
        if (action.kind == SetAction::Kind::Replace) {
            const bool hasFailed = podView(*pod, action.ordinal).phase == PodView::Phase::Failed;
            m_recorder.record(
                {.type = resources::statefulSets,
                 .object = set.meta,
                 .isWarning = hasFailed,
                 .reason = hasFailed ? u"RecreatingFailedPod"_s : u"RecreatingTerminatedPod"_s,
                 .message = u"StatefulSet %1/%2 is recreating %3 Pod %4"_s.arg(
                     set.meta.nameSpace, set.meta.name, hasFailed ? u"failed"_s : u"terminated"_s, pod->meta.name)});
        }
        writes.append(deletion(set, *pod));
        return;
    }
    appendClaims(writes, set, action.ordinal);
    const QJsonObject pod = newPod(set, action.ordinal, action.revision, data);
    const QString name = valueAt(pod, u"metadata.name").toString();
    writes.append(
        {.request = kube::requests::create(resources::pods, set.meta.nameSpace, pod, writeOptions(manager)),
         .type = resources::pods,
         .key = {set.meta.nameSpace, name},
         .answered = [this, meta = set.meta, name](const kube::Result<QJsonObject> &answer) {
             if (!answer && answer.error().reason == "AlreadyExists"_L1)
                 return;
             m_recorder.record(
                 {.type = resources::statefulSets,
                  .object = meta,
                  .isWarning = !answer,
                  .reason = answer ? u"SuccessfulCreate"_s : u"FailedCreate"_s,
                  .message = answer
                      ? u"create Pod %1 in StatefulSet %2 successful"_s.arg(name, meta.name)
                      : u"create Pod %1 in StatefulSet %2 failed error: %3"_s.arg(
                            name, meta.name, answer.error().status["message"_L1].toString(answer.error().message))});
         }});
}

void StatefulSetController::appendClaims(QList<Write> &writes, const RawObject &set, int ordinal)
{
    for (const QJsonObject &claim : newClaims(set, ordinal)) {
        const kube::ObjectKey key{set.meta.nameSpace, valueAt(claim, u"metadata.name").toString()};
        if (m_claims->find(key))
            continue;
        const QString pod = set.meta.name + u'-' + QString::number(ordinal);
        writes.append({.request = kube::requests::create(resources::persistentVolumeClaims, key.nameSpace, claim,
                                                         writeOptions(manager)),
                       .type = resources::persistentVolumeClaims,
                       .key = key,
                       .answered = [this, meta = set.meta, key, pod](const kube::Result<QJsonObject> &answer) {
                           if (!answer)
                               return;
                           m_recorder.record({.type = resources::statefulSets,
                                              .object = meta,
                                              .reason = u"SuccessfulCreate"_s,
                                              .message = u"create Claim %1 Pod %2 in StatefulSet %3 success"_s.arg(
                                                  key.name, pod, meta.name)});
                       }});
    }
}

Write StatefulSetController::deletion(const RawObject &set, const RawObject &pod)
{
    return {.request = kube::requests::remove(resources::pods, pod.meta.key(), {.uid = pod.meta.uid}),
            .type = resources::pods,
            .key = pod.meta.key(),
            .uid = pod.meta.uid,
            .answered = [this, meta = set.meta, name = pod.meta.name](const kube::Result<QJsonObject> &answer) {
                if (!answer && (answer.error().isNotFound() || answer.error().isConflict()))
                    return;
                m_recorder.record(
                    {.type = resources::statefulSets,
                     .object = meta,
                     .isWarning = !answer,
                     .reason = answer ? u"SuccessfulDelete"_s : u"FailedDelete"_s,
                     .message = answer
                         ? u"delete Pod %1 in StatefulSet %2 successful"_s.arg(name, meta.name)
                         : u"delete Pod %1 in StatefulSet %2 failed error: %3"_s.arg(
                               name, meta.name, answer.error().status["message"_L1].toString(answer.error().message))});
            }};
}

} // namespace sim
