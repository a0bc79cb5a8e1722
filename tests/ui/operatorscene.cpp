// SPDX-License-Identifier: Apache-2.0
#include "operatorscene.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace {

const QString name = u"redis-enterprise-operator"_s;
const QString nameSpace = u"redis"_s;
const QString deployments = u"deployments.apps"_s;
const QJsonObject labels{{"name"_L1, name}};

QJsonArray containers(const QString &image)
{
    const QJsonObject always{{"exec"_L1, QJsonObject{{"command"_L1, QJsonArray{u"true"_s}}}}, {"periodSeconds"_L1, 60}};
    return {QJsonObject{{"name"_L1, name}, {"image"_L1, image}, {"readinessProbe"_L1, always}},
            QJsonObject{{"name"_L1, "admission"_L1}, {"image"_L1, image}}};
}

} // namespace

OperatorScene::OperatorScene(sim::ApiServerOptions options)
    : m_scene(std::move(options))
    , m_now(QDateTime::currentDateTimeUtc())
{
    const kube::Result<upgrade::ClusterSession *> session = m_scene.fleet().open(u"prod"_s);
    if (!session)
        qFatal("%ls", qUtf16Printable(session.error().message));
    m_follower = std::make_unique<upgrade::OperatorFollower>(**session, nameSpace, [this] { return m_now; });
}

QJsonObject OperatorScene::put(const QJsonObject &object)
{
    const sim::Outcome<QJsonObject> outcome = m_scene.server().objects().put(object);
    if (!outcome)
        qFatal("refused: %ls", qUtf16Printable(outcome.error().message));
    return *outcome;
}

QString OperatorScene::ago(int seconds) const
{
    return m_now.addSecs(-seconds).toString(Qt::ISODate);
}

void OperatorScene::putDeployment(const QString &image, int replicas, int updated, int available,
                                  const QJsonObject &condition)
{
    QJsonArray conditions{QJsonObject{{"type"_L1, "Available"_L1},
                                      {"status"_L1, available > 0 ? "True"_L1 : "False"_L1},
                                      {"lastTransitionTime"_L1, ago(20)},
                                      {"lastUpdateTime"_L1, ago(20)}}};
    if (!condition.isEmpty())
        conditions.append(condition);
    put({{"apiVersion"_L1, "apps/v1"_L1},
         {"kind"_L1, "Deployment"_L1},
         {"metadata"_L1, QJsonObject{{"name"_L1, name}, {"namespace"_L1, nameSpace}}},
         {"spec"_L1,
          QJsonObject{{"replicas"_L1, 1},
                      {"strategy"_L1, QJsonObject{{"type"_L1, "Recreate"_L1}}},
                      {"selector"_L1, QJsonObject{{"matchLabels"_L1, labels}}},
                      {"template"_L1,
                       QJsonObject{{"metadata"_L1, QJsonObject{{"labels"_L1, labels}}},
                                   {"spec"_L1, QJsonObject{{"containers"_L1, containers(image)}}}}}}},
         {"status"_L1,
          QJsonObject{{"observedGeneration"_L1, 1'000},
                      {"replicas"_L1, replicas},
                      {"updatedReplicas"_L1, updated},
                      {"readyReplicas"_L1, available},
                      {"availableReplicas"_L1, available},
                      {"conditions"_L1, conditions}}}});
}

void OperatorScene::putPod(const QString &hash, const QString &image, const QJsonObject &container, bool ready)
{
    const auto condition = [](const QString &type, bool is, const QString &since) {
        return QJsonObject{
            {"type"_L1, type}, {"status"_L1, is ? "True"_L1 : "False"_L1}, {"lastTransitionTime"_L1, since}};
    };
    const QString replicaSet = name + u'-' + hash;
    const QJsonObject own{{"name"_L1, name}, {"pod-template-hash"_L1, hash}};
    const QJsonObject owner =
        put({{"apiVersion"_L1, "apps/v1"_L1},
             {"kind"_L1, "ReplicaSet"_L1},
             {"metadata"_L1, QJsonObject{{"name"_L1, replicaSet}, {"namespace"_L1, nameSpace}}},
             {"spec"_L1,
              QJsonObject{{"selector"_L1, QJsonObject{{"matchLabels"_L1, own}}},
                          {"template"_L1,
                           QJsonObject{{"metadata"_L1, QJsonObject{{"labels"_L1, own}}},
                                       {"spec"_L1, QJsonObject{{"containers"_L1, containers(image)}}}}}}}});
    put({{"apiVersion"_L1, "v1"_L1},
         {"kind"_L1, "Pod"_L1},
         {"metadata"_L1,
          QJsonObject{{"name"_L1, QString(replicaSet + u"-x1"_s)},
                      {"namespace"_L1, nameSpace},
                      {"labels"_L1, own},
                      {"ownerReferences"_L1,
                       QJsonArray{QJsonObject{{"apiVersion"_L1, "apps/v1"_L1},
                                              {"kind"_L1, "ReplicaSet"_L1},
                                              {"name"_L1, replicaSet},
                                              {"uid"_L1, owner["metadata"_L1]["uid"_L1]},
                                              {"controller"_L1, true}}}}}},
         {"spec"_L1, QJsonObject{{"nodeName"_L1, "node-2"_L1}, {"containers"_L1, containers(image)}}},
         {"status"_L1,
          QJsonObject{
              {"phase"_L1, container.contains("running"_L1) ? "Running"_L1 : "Pending"_L1},
              {"containerStatuses"_L1,
               QJsonArray{QJsonObject{{"name"_L1, name},
                                      {"image"_L1, image},
                                      {"imageID"_L1, ""_L1},
                                      {"ready"_L1, ready},
                                      {"restartCount"_L1, 0},
                                      {"state"_L1, container}}}},
              {"conditions"_L1,
               QJsonArray{condition(u"PodScheduled"_s, true, ago(60)), condition(u"Initialized"_s, true, ago(60)),
                          condition(u"PodReadyToStartContainers"_s, true, ago(58)),
                          condition(u"Ready"_s, ready, ago(ready ? 40 : 60))}}}}});
}

void OperatorScene::putReadyPod(const QString &hash, const QString &image)
{
    putPod(hash, image, {{"running"_L1, QJsonObject{{"startedAt"_L1, ago(50)}}}}, true);
}

void OperatorScene::removePod(const QString &hash, int graceSeconds)
{
    const auto outcome =
        m_scene.server().objects().remove(u"pods"_s, nameSpace, QString(name + u'-' + hash + u"-x1"_s), graceSeconds);
    if (!outcome)
        qFatal("refused: %ls", qUtf16Printable(outcome.error().message));
}

void OperatorScene::putRigger(const QString &cluster, bool ready)
{
    const QString rigger = upgrade::riggerNameOf(cluster);
    const QJsonObject own{{"name"_L1, rigger}};
    const QJsonObject container{{"name"_L1, "services-rigger"_L1},
                                {"image"_L1, "redislabs/k8s-controller:7.22.0-17"_L1}};
    put({{"apiVersion"_L1, "apps/v1"_L1},
         {"kind"_L1, "Deployment"_L1},
         {"metadata"_L1, QJsonObject{{"name"_L1, rigger}, {"namespace"_L1, nameSpace}}},
         {"spec"_L1,
          QJsonObject{{"replicas"_L1, 1},
                      {"selector"_L1, QJsonObject{{"matchLabels"_L1, own}}},
                      {"template"_L1,
                       QJsonObject{{"metadata"_L1, QJsonObject{{"labels"_L1, own}}},
                                   {"spec"_L1, QJsonObject{{"containers"_L1, QJsonArray{container}}}}}}}},
         {"status"_L1,
          QJsonObject{{"observedGeneration"_L1, 1'000},
                      {"replicas"_L1, 1},
                      {"updatedReplicas"_L1, 1},
                      {"readyReplicas"_L1, ready ? 1 : 0},
                      {"availableReplicas"_L1, ready ? 1 : 0}}}});
}

void OperatorScene::expect(const QString &image)
{
    const auto deployment = m_scene.server().objects().get(deployments, nameSpace, name);
    if (!deployment)
        qFatal("refused: %ls", qUtf16Printable(deployment.error().message));
    m_follower->expect({.image = image,
                        .generation = (*deployment)["metadata"_L1]["generation"_L1].toInteger(),
                        .uid = (*deployment)["metadata"_L1]["uid"_L1].toString()});
}
