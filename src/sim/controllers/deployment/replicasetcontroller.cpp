// SPDX-License-Identifier: Apache-2.0
#include "deployment/replicasetcontroller.h"

#include "common/podstate.h"
#include "common/resources.h"
#include "common/templatehash.h"

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

const QString manager = u"kube-controller-manager"_s;

} // namespace

ReplicaSetController::ReplicaSetController(Informers &informers, Clock &clock, QObject *parent)
    : Reconciler(informers, clock, parent)
    , m_recorder(informers, clock, u"replicaset-controller"_s)
{
}

void ReplicaSetController::followKinds()
{
    m_sets = &follow(resources::replicaSets, itself);
    m_pods = &follow(resources::pods, controllerOfKind(u"ReplicaSet"_s));
}

QList<RawObjectPtr> ReplicaSetController::inOrderOfDeletion(QList<RawObjectPtr> pods)
{
    std::ranges::sort(pods, {}, [](const RawObjectPtr &pod) {
        const bool isBound = !valueAt(pod->json, u"spec.nodeName").toString().isEmpty();
        const qint64 age = -pod->meta.creationTimestamp.toSecsSinceEpoch();
        return std::tuple(isBound, phaseOf(pod->json) == "Running"_L1, isPodReady(pod->json), age, pod->meta.name);
    });
    return pods;
}

Reconciler::Outcome ReplicaSetController::reconcile(const kube::ObjectKey &key)
{
    const auto set = m_sets->findAs<RawObject>(key);
    if (!set)
        return {};
    QList<RawObjectPtr> pods;
    int ready = 0;
    int available = 0;
    Outcome outcome;
    const QDateTime now = clock().now();
    const std::chrono::seconds minReady(valueAt(set->json, u"spec.minReadySeconds").toInt());
    for (const kube::ObjectPtr &object : m_pods->objects()) {
        const auto pod = std::static_pointer_cast<const RawObject>(object);
        if (!isControlledBy(pod->meta, set->meta.uid) || !isPodActive(*pod))
            continue;
        pods.append(pod);
        ready += isPodReady(pod->json) ? 1 : 0;
        if (isPodAvailable(pod->json, minReady, now))
            ++available;
        else if (isPodReady(pod->json))
            outcome.again = std::chrono::seconds(1);
    }
    const int wanted = valueAt(set->json, u"spec.replicas").toInt(1);
    if (!set->meta.isTerminating()) {
        for (qsizetype i = pods.size(); i < wanted; ++i)
            outcome.writes.append(creation(*set));
        const QList<RawObjectPtr> order = inOrderOfDeletion(pods);
        for (qsizetype i = 0; i < pods.size() - wanted; ++i)
            outcome.writes.append(deletion(*set, *order.at(i)));
    }
    QJsonObject status{{"observedGeneration"_L1, set->meta.generation}, {"replicas"_L1, pods.size()}};
    const auto insertCount = [&status](QLatin1StringView name, qint64 number) {
        if (number != 0)
            status[name] = number;
    };
    insertCount("fullyLabeledReplicas"_L1, pods.size());
    insertCount("readyReplicas"_L1, ready);
    insertCount("availableReplicas"_L1, available);
    if (status != set->json["status"_L1].toObject()) {
        QJsonObject object = set->json;
        object["apiVersion"_L1] = "apps/v1"_L1;
        object["kind"_L1] = "ReplicaSet"_L1;
        object["status"_L1] = status;
        outcome.writes.append({.request = kube::requests::replace(resources::replicaSets, key, object,
                                                                  writeOptions(manager), u"status"_s),
                               .type = resources::replicaSets,
                               .key = key,
                               .uid = set->meta.uid});
    }
    return outcome;
}

Write ReplicaSetController::creation(const RawObject &set)
{
    // A name of our own instead of generateName: a request that the network delivers twice makes one pod.
    const QString name = set.meta.name + u'-' + randomSuffix(5);
    const QJsonObject podTemplate = valueAt(set.json, u"spec.template").toObject();
    QJsonObject metadata = podTemplate["metadata"_L1].toObject();
    metadata.remove("creationTimestamp"_L1);
    metadata["name"_L1] = name;
    metadata["namespace"_L1] = set.meta.nameSpace;
    metadata["ownerReferences"_L1] = QJsonArray{controllerReference(resources::replicaSets, set.meta)};
    const QJsonObject pod{{"apiVersion"_L1, "v1"_L1},
                          {"kind"_L1, "Pod"_L1},
                          {"metadata"_L1, metadata},
                          {"spec"_L1, podTemplate["spec"_L1]}};
    return {.request = kube::requests::create(resources::pods, set.meta.nameSpace, pod, writeOptions(manager)),
            .type = resources::pods,
            .key = {set.meta.nameSpace, name},
            .answered = [this, meta = set.meta, name](const kube::Result<QJsonObject> &answer) {
                m_recorder.record({.type = resources::replicaSets,
                                   .object = meta,
                                   .isWarning = !answer,
                                   .reason = answer ? u"SuccessfulCreate"_s : u"FailedCreate"_s,
                                   .message = answer
                                       ? u"Created pod: %1"_s.arg(name)
                                       : u"Error creating: %1"_s.arg(
                                             answer.error().status["message"_L1].toString(answer.error().message))});
            }};
}

Write ReplicaSetController::deletion(const RawObject &set, const RawObject &pod)
{
    return {.request = kube::requests::remove(resources::pods, pod.meta.key(), {.uid = pod.meta.uid}),
            .type = resources::pods,
            .key = pod.meta.key(),
            .uid = pod.meta.uid,
            .answered = [this, meta = set.meta, name = pod.meta.name](const kube::Result<QJsonObject> &answer) {
                if (!answer)
                    return;
                m_recorder.record({.type = resources::replicaSets,
                                   .object = meta,
                                   .reason = u"SuccessfulDelete"_s,
                                   .message = u"Deleted pod: %1"_s.arg(name)});
            }};
}

} // namespace sim
