// SPDX-License-Identifier: Apache-2.0
#include "redisoperator/redisoperator.h"

#include "common/podstate.h"
#include "common/resources.h"
#include "redisoperator/clusterobjects.h"
#include "redisoperator/clusterplan.h"
#include "statefulset/statefulsetobjects.h"

using namespace Qt::StringLiterals;

namespace sim {

namespace {

const QString manager = u"redis-enterprise-operator"_s;
const QString masterLabel = u"redis.io/role-master"_s;

QString imageIn(const QJsonObject &workload, QLatin1StringView container)
{
    for (const QJsonValue &value : valueAt(workload, u"spec.template.spec.containers").toArray()) {
        if (value["name"_L1].toString() == container)
            return value["image"_L1].toString();
    }
    return {};
}

bool isObserved(const RawObject &workload)
{
    return valueAt(workload.json, u"status.observedGeneration").toInteger() >= workload.meta.generation;
}

bool isAvailable(const RawObject &deployment)
{
    const int replicas = valueAt(deployment.json, u"spec.replicas").toInt(1);
    const auto count = [&](QStringView path) { return valueAt(deployment.json, path).toInt(); };
    return isObserved(deployment) && replicas > 0 && count(u"status.updatedReplicas") == replicas
        && count(u"status.availableReplicas") >= replicas && count(u"status.replicas") == replicas;
}

bool isComplete(const RawObject &set)
{
    const int replicas = valueAt(set.json, u"spec.replicas").toInt(1);
    const QJsonObject status = set.json["status"_L1].toObject();
    return isObserved(set) && status["replicas"_L1].toInt() == replicas
        && status["readyReplicas"_L1].toInt() == replicas
        && status["currentRevision"_L1] == status["updateRevision"_L1];
}

/// What of an object is applied, not what server and controllers keep beside it.
QJsonObject wantedPart(const QJsonObject &object)
{
    const QJsonObject metadata = object["metadata"_L1].toObject();
    return {{"labels"_L1, metadata["labels"_L1]},
            {"annotations"_L1, metadata["annotations"_L1]},
            {"ownerReferences"_L1, metadata["ownerReferences"_L1]},
            {"spec"_L1, object["spec"_L1]}};
}

Write labelPatch(const RawObject &pod, const QJsonValue &value)
{
    const QJsonObject patch{
        {"metadata"_L1, QJsonObject{{"uid"_L1, pod.meta.uid}, {"labels"_L1, QJsonObject{{masterLabel, value}}}}}};
    return {.request = kube::requests::patch(resources::pods, pod.meta.key(), kube::PatchType::Merge, patch,
                                             writeOptions(manager)),
            .type = resources::pods,
            .key = pod.meta.key(),
            .uid = pod.meta.uid,
            .isOptional = true};
}

} // namespace

RedisOperator::RedisOperator(Informers &informers, Clock &clock, OperatorOptions options, QObject *parent)
    : Reconciler(informers, clock, parent)
    , m_options(std::move(options))
    , m_recorder(informers, clock, manager)
{
}

void RedisOperator::followKinds()
{
    const QString &nameSpace = m_options.nameSpace;
    const auto owned = controllerOfKind(resources::redisEnterpriseClusters.kind);
    m_clusters = &follow(resources::redisEnterpriseClusters, itself, {}, nameSpace);
    m_sets = &follow(resources::statefulSets, owned, {}, nameSpace);
    m_services = &follow(resources::services, owned, {}, nameSpace);
    m_deployments = &follow(
        resources::deployments,
        [this, owned](const RawObject &deployment) {
            return deployment.meta.name == manager ? clustersIn(deployment.meta.nameSpace) : owned(deployment);
        },
        {}, nameSpace);
    m_pods = &follow(
        resources::pods,
        [](const RawObject &pod) -> Keys {
            const QString cluster = pod.meta.labels.value(u"redis.io/cluster"_s);
            return cluster.isEmpty() ? Keys() : Keys{{pod.meta.nameSpace, cluster}};
        },
        {}, nameSpace);
}

Reconciler::Keys RedisOperator::clustersIn(const QString &nameSpace) const
{
    Keys keys;
    for (const kube::ObjectPtr &cluster : m_clusters->objects()) {
        if (cluster->meta.nameSpace == nameSpace)
            keys.append(cluster->meta.key());
    }
    return keys;
}

QString RedisOperator::operatorTag(const QString &nameSpace) const
{
    const auto deployment = m_deployments->findAs<RawObject>({nameSpace, manager});
    if (!deployment)
        return m_options.operatorTag;
    if (!isAvailable(*deployment))
        return {};
    const QString image = imageIn(deployment->json, QLatin1StringView("redis-enterprise-operator"));
    return image.section(u'@', 0, 0).section(u':', -1);
}

QList<RawObjectPtr> RedisOperator::podsOf(const RawObject &set) const
{
    QList<RawObjectPtr> pods;
    for (const kube::ObjectPtr &pod : m_pods->objects()) {
        if (isControlledBy(pod->meta, set.meta.uid))
            pods.append(std::static_pointer_cast<const RawObject>(pod));
    }
    return pods;
}

ClusterView RedisOperator::view(const RawObject &rec, const RawObject *set, const RawObject *rigger) const
{
    const QJsonObject spec = rec.json["spec"_L1].toObject();
    ClusterView view;
    view.operatorTag = operatorTag(rec.meta.nameSpace);
    view.state = valueAt(rec.json, u"status.state").toString();
    view.nodes = spec["nodes"_L1].toInt(3);

    const bool upgradesItself = valueAt(spec, u"upgradeSpec.autoUpgradeRedisEnterprise").toBool();
    ImageName image = imageOf(spec, "redisEnterpriseImageSpec"_L1, u"redislabs/redis"_s,
                              m_options.defaultTags.value(view.operatorTag));
    view.upgradesItselfByDigest = upgradesItself && !image.digest.isEmpty();
    if (set) {
        const QString running = imageIn(set->json, QLatin1StringView("redis-enterprise-node"));
        const QString runningTag = running.section(u':', -1);
        const bool namesTag = !valueAt(spec, u"redisEnterpriseImageSpec.versionTag").toString().isEmpty();
        if (!namesTag && !upgradesItself)
            image.tag = runningTag; // an operator alone upgrades nobody
        view.set = {.image = running,
                    .replicas = valueAt(set->json, u"spec.replicas").toInt(1),
                    .readyReplicas = valueAt(set->json, u"status.readyReplicas").toInt(),
                    .isComplete = isComplete(*set),
                    .isUpdating =
                        valueAt(set->json, u"status.currentRevision") != valueAt(set->json, u"status.updateRevision")};
    }
    view.wantedTag = image.tag;
    view.wantedImage = image.reference();
    const ClusterObjects objects(rec, view.operatorTag);
    view.isRiggerCurrent = rigger && isAvailable(*rigger)
        && imageIn(rigger->json, QLatin1StringView("services-rigger")) == objects.riggerImage();
    return view;
}

Reconciler::Outcome RedisOperator::reconcile(const kube::ObjectKey &key)
{
    const auto rec = m_clusters->findAs<RawObject>(key);
    if (!rec || rec->meta.isTerminating())
        return {};
    const auto set = m_sets->findAs<RawObject>(key);
    const auto rigger = m_deployments->findAs<RawObject>({key.nameSpace, key.name + u"-services-rigger"_s});
    const ClusterView cluster = view(*rec, set.get(), rigger.get());
    const ClusterPlan plan = planCluster(cluster);
    const ClusterObjects objects(*rec, cluster.operatorTag);

    Outcome outcome;
    writeStatus(outcome.writes, *rec, plan, objects);
    if (cluster.operatorTag.isEmpty())
        return outcome;
    const bool changesImage = set && plan.image != cluster.set->image;
    if (set)
        writeMaster(outcome.writes, *rec, *set, changesImage || cluster.set->isUpdating, changesImage);
    if (!plan.isManaged)
        return outcome;

    for (const QJsonObject &service : objects.services())
        apply(outcome.writes, resources::services, *m_services, service);
    applyUnseen(outcome.writes, *rec, objects);
    // The bootstrapper comes with the cluster's version: an operator alone restarts no pod.
    const QString bootstrapper =
        set && !changesImage ? imageIn(set->json, QLatin1StringView("bootstrapper")) : objects.bootstrapperImage();
    apply(outcome.writes, resources::statefulSets, *m_sets,
          objects.statefulSet(plan.image, bootstrapper, plan.replicas));
    const QString riggerImage = rigger && !plan.upgradesRigger && cluster.state == "Upgrade"_L1
        ? imageIn(rigger->json, QLatin1StringView("services-rigger"))
        : objects.riggerImage();
    if (!changesImage)
        apply(outcome.writes, resources::deployments, *m_deployments, objects.rigger(riggerImage));
    return outcome;
}

void RedisOperator::apply(QList<Write> &writes, const kube::ResourceType &type, const kube::ObjectStore &store,
                          const QJsonObject &object)
{
    const kube::ObjectKey key{valueAt(object, u"metadata.namespace").toString(),
                              valueAt(object, u"metadata.name").toString()};
    const auto live = store.findAs<RawObject>(key);
    QJsonObject compared = object;
    compared.remove("apiVersion"_L1); // what is in a list does not have them
    compared.remove("kind"_L1);
    if (live && covers(live->json, compared))
        return;
    // An old server drops what it does not know; asking it again would not help.
    const QString place = type.plural + u'/' + key.nameSpace + u'/' + key.name;
    const auto before = m_applied.constFind(place);
    if (live && before != m_applied.constEnd() && before->wanted == object && before->answer == wantedPart(live->json))
        return;
    kube::WriteOptions options = writeOptions(manager);
    options.force = true;
    writes.append({.request = kube::requests::patch(type, key, kube::PatchType::Apply, object, options),
                   .type = type,
                   .key = key,
                   .uid = live ? live->meta.uid : QString(),
                   .answered = [this, place, object](const kube::Result<QJsonObject> &answer) {
                       if (answer)
                           m_applied.insert(place, {.wanted = object, .answer = wantedPart(*answer)});
                   }});
}

void RedisOperator::applyUnseen(QList<Write> &writes, const RawObject &rec, const ClusterObjects &objects)
{
    const QString uid = rec.meta.uid;
    if (!m_hasSecret.contains(uid)) {
        writes.append({.request = kube::requests::create(resources::secrets, rec.meta.nameSpace, objects.credentials(),
                                                         writeOptions(manager)),
                       .type = resources::secrets,
                       .key = rec.meta.key(),
                       .answered =
                           [this, uid](const kube::Result<QJsonObject> &answer) {
                               if (answer || answer.error().reason == "AlreadyExists"_L1)
                                   m_hasSecret.insert(uid);
                           },
                       .isOptional = true});
    }
    const kube::ResourceType budgets{u"policy"_s, m_policyVersion, u"poddisruptionbudgets"_s, u"PodDisruptionBudget"_s,
                                     true};
    const QJsonObject budget = objects.disruptionBudget(budgets.apiVersion());
    if (m_budgets.value(uid) == budget)
        return;
    kube::WriteOptions options = writeOptions(manager);
    options.force = true;
    writes.append({.request = kube::requests::patch(budgets, rec.meta.key(), kube::PatchType::Apply, budget, options),
                   .type = budgets,
                   .key = rec.meta.key(),
                   .answered =
                       [this, uid, budget](const kube::Result<QJsonObject> &answer) {
                           if (answer)
                               m_budgets.insert(uid, budget);
                           else if (answer.error().isNotFound())
                               m_policyVersion = u"v1beta1"_s;
                       },
                   .isOptional = true});
}

void RedisOperator::writeStatus(QList<Write> &writes, const RawObject &rec, const ClusterPlan &plan,
                                const ClusterObjects &objects)
{
    const QJsonObject before = rec.json["status"_L1].toObject();
    QJsonObject status =
        before.contains("licenseStatus"_L1) && plan.state != "Running"_L1 ? QJsonObject() : objects.statusFields();
    if (!plan.state.isEmpty())
        status["state"_L1] = plan.state;
    status["specStatus"_L1] = plan.isSpecValid ? "Valid"_L1 : "Invalid"_L1;
    if (covers(before, status))
        return;
    const QString was = before["state"_L1].toString();
    const QJsonObject patch{{"metadata"_L1, QJsonObject{{"resourceVersion"_L1, rec.meta.resourceVersion}}},
                            {"status"_L1, status}};
    writes.append({.request = kube::requests::patch(resources::redisEnterpriseClusters, rec.meta.key(),
                                                    kube::PatchType::Merge, patch, writeOptions(manager), u"status"_s),
                   .type = resources::redisEnterpriseClusters,
                   .key = rec.meta.key(),
                   .uid = rec.meta.uid,
                   .answered = [this, meta = rec.meta, plan, was](const kube::Result<QJsonObject> &answer) {
                       if (!answer)
                           return;
                       if (plan.state != was) {
                           m_recorder.record({.type = resources::redisEnterpriseClusters,
                                              .object = meta,
                                              .reason = u"StatusChange"_s,
                                              .message = was.isEmpty()
                                                  ? u"Status changed to %1"_s.arg(plan.state)
                                                  : u"Status changed from %1 to %2"_s.arg(was, plan.state)});
                       }
                       if (!plan.complaint.isEmpty()) {
                           m_recorder.record({.type = resources::redisEnterpriseClusters,
                                              .object = meta,
                                              .isWarning = true,
                                              .reason = u"InvalidConfiguration"_s,
                                              .message = plan.complaint});
                       }
                   }});
}

void RedisOperator::writeMaster(QList<Write> &writes, const RawObject &rec, const RawObject &set, bool isUpdating,
                                bool isNewImage) const
{
    const QString updateRevision = valueAt(set.json, u"status.updateRevision").toString();
    const QList<RawObjectPtr> pods = podsOf(set);
    QList<MemberView> members;
    for (const RawObjectPtr &pod : pods) {
        members.append({.ordinal = ordinalOf(pod->meta.name, rec.meta.name),
                        .isUsable = isPodReady(pod->json) && isPodActive(*pod),
                        .isUpdated = !isNewImage && isObserved(set)
                            && pod->meta.labels.value(u"controller-revision-hash"_s) == updateRevision,
                        .isMaster = pod->meta.labels.value(masterLabel) == "1"_L1});
    }
    const std::optional<int> master = chooseMaster(members, isUpdating);
    if (!master)
        return;
    // First the new one: there is never a time without.
    for (qsizetype i = 0; i < pods.size(); ++i) {
        if (members.at(i).ordinal == *master && !members.at(i).isMaster)
            writes.append(labelPatch(*pods.at(i), u"1"_s));
    }
    for (qsizetype i = 0; i < pods.size(); ++i) {
        if (members.at(i).ordinal != *master && members.at(i).isMaster)
            writes.append(labelPatch(*pods.at(i), QJsonValue::Null));
    }
}

} // namespace sim
