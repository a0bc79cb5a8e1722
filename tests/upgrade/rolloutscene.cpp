// SPDX-License-Identifier: Apache-2.0
#include "rolloutscene.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace {

const QString nameSpace = u"redis"_s;
const QString name = u"orders"_s;
const QString clusters = u"redisenterpriseclusters.app.redislabs.com"_s;
const QString sets = u"statefulsets.apps"_s;
const QJsonObject labels{{"redis.io/cluster"_L1, name}};

void must(const sim::Outcome<QJsonObject> &outcome)
{
    if (!outcome)
        qFatal("%ls", qUtf16Printable(outcome.error().message));
}

QJsonObject metadata(const QString &object, const QJsonObject &more = {})
{
    QJsonObject result = more;
    result.insert("name"_L1, object);
    result.insert("namespace"_L1, nameSpace);
    return result;
}

QJsonArray owner(const QString &apiVersion, const QString &kind, const QString &uid)
{
    return {QJsonObject{
        {"apiVersion"_L1, apiVersion}, {"kind"_L1, kind}, {"name"_L1, name}, {"uid"_L1, uid}, {"controller"_L1, true}}};
}

QJsonArray containers(const QString &tag)
{
    return {QJsonObject{{"name"_L1, "redis-enterprise-node"_L1}, {"image"_L1, QString(u"redislabs/redis:"_s + tag)}}};
}

} // namespace

RolloutScene::RolloutScene()
{
    if (!m_server.listen())
        qFatal("no port: %ls", qUtf16Printable(m_server.errorString()));
    must(m_server.objects().create({{"apiVersion"_L1, "v1"_L1},
                                    {"kind"_L1, "Namespace"_L1},
                                    {"metadata"_L1, QJsonObject{{"name"_L1, nameSpace}}}}));
}

qint64 RolloutScene::generation() const
{
    return const_cast<RolloutScene *>(this)
        ->m_server.objects()
        .get(clusters, nameSpace, name)
        .value()["metadata"_L1]["generation"_L1]
        .toInteger();
}

QString RolloutScene::uid() const
{
    return const_cast<RolloutScene *>(this)
        ->m_server.objects()
        .get(clusters, nameSpace, name)
        .value()["metadata"_L1]["uid"_L1]
        .toString();
}

void RolloutScene::createCluster()
{
    must(m_server.objects().create(
        {{"apiVersion"_L1, "app.redislabs.com/v1"_L1},
         {"kind"_L1, "RedisEnterpriseCluster"_L1},
         {"metadata"_L1, metadata(name)},
         {"spec"_L1,
          QJsonObject{{"nodes"_L1, 3},
                      {"redisEnterpriseImageSpec"_L1,
                       QJsonObject{{"repository"_L1, "redislabs/redis"_L1}, {"versionTag"_L1, oldTag}}}}}}));
}

void RolloutScene::createSet()
{
    must(m_server.objects().create(
        {{"apiVersion"_L1, "apps/v1"_L1},
         {"kind"_L1, "StatefulSet"_L1},
         {"metadata"_L1,
          metadata(name,
                   {{"ownerReferences"_L1, owner(u"app.redislabs.com/v1"_s, u"RedisEnterpriseCluster"_s, uid())}})},
         {"spec"_L1,
          QJsonObject{{"replicas"_L1, 3},
                      {"serviceName"_L1, name},
                      {"selector"_L1, QJsonObject{{"matchLabels"_L1, labels}}},
                      {"template"_L1,
                       QJsonObject{{"metadata"_L1, QJsonObject{{"labels"_L1, labels}}},
                                   {"spec"_L1, QJsonObject{{"containers"_L1, containers(oldTag)}}}}}}}}));
}

void RolloutScene::setClusterTag(const QString &tag)
{
    must(m_server.objects().patch(
        clusters, nameSpace, name,
        {{"spec"_L1, QJsonObject{{"redisEnterpriseImageSpec"_L1, QJsonObject{{"versionTag"_L1, tag}}}}}}));
}

void RolloutScene::setClusterState(const QString &state)
{
    must(m_server.objects().patch(clusters, nameSpace, name,
                                  {{"status"_L1, QJsonObject{{"state"_L1, state}, {"specStatus"_L1, "Valid"_L1}}}},
                                  u"status"_s));
}

void RolloutScene::setTemplateTag(const QString &tag)
{
    must(m_server.objects().patch(
        sets, nameSpace, name,
        {{"spec"_L1,
          QJsonObject{{"template"_L1, QJsonObject{{"spec"_L1, QJsonObject{{"containers"_L1, containers(tag)}}}}}}}}));
}

void RolloutScene::observe(const QString &current, const QString &update, int ready)
{
    const QJsonObject set = m_server.objects().get(sets, nameSpace, name).value();
    must(m_server.objects().patch(sets, nameSpace, name,
                                  {{"status"_L1,
                                    QJsonObject{{"observedGeneration"_L1, set["metadata"_L1]["generation"_L1]},
                                                {"replicas"_L1, 3},
                                                {"readyReplicas"_L1, ready},
                                                {"availableReplicas"_L1, ready},
                                                {"updatedReplicas"_L1, current == update ? 3 : 0},
                                                {"currentRevision"_L1, current},
                                                {"updateRevision"_L1, update}}}},
                                  u"status"_s));
}

void RolloutScene::putPod(int ordinal, const QString &revision, const QString &tag, bool ready)
{
    removePod(ordinal);
    const QString pod = name + u'-' + QString::number(ordinal);
    QJsonObject podLabels = labels;
    podLabels.insert("controller-revision-hash"_L1, revision);
    const QString setUid = m_server.objects().get(sets, nameSpace, name).value()["metadata"_L1]["uid"_L1].toString();
    must(m_server.objects().put(
        {{"apiVersion"_L1, "v1"_L1},
         {"kind"_L1, "Pod"_L1},
         {"metadata"_L1,
          metadata(pod,
                   {{"labels"_L1, podLabels}, {"ownerReferences"_L1, owner(u"apps/v1"_s, u"StatefulSet"_s, setUid)}})},
         {"spec"_L1, QJsonObject{{"nodeName"_L1, "node-1"_L1}, {"containers"_L1, containers(tag)}}},
         {"status"_L1,
          QJsonObject{
              {"phase"_L1, "Running"_L1},
              {"containerStatuses"_L1,
               QJsonArray{QJsonObject{
                   {"name"_L1, "redis-enterprise-node"_L1},
                   {"image"_L1, QString(u"redislabs/redis:"_s + tag)},
                   {"imageID"_L1, "sha256:1"_L1},
                   {"ready"_L1, ready},
                   {"started"_L1, true},
                   {"restartCount"_L1, 0},
                   {"state"_L1,
                    QJsonObject{{"running"_L1, QJsonObject{{"startedAt"_L1, "2026-08-01T11:00:00Z"_L1}}}}}}}},
              {"conditions"_L1,
               QJsonArray{QJsonObject{{"type"_L1, "PodScheduled"_L1}, {"status"_L1, "True"_L1}},
                          QJsonObject{{"type"_L1, "Initialized"_L1}, {"status"_L1, "True"_L1}},
                          QJsonObject{{"type"_L1, "ContainersReady"_L1}, {"status"_L1, ready ? "True"_L1 : "False"_L1}},
                          QJsonObject{{"type"_L1, "Ready"_L1},
                                      {"status"_L1, ready ? "True"_L1 : "False"_L1},
                                      {"lastTransitionTime"_L1, "2026-08-01T11:00:00Z"_L1}}}}}}}));
}

void RolloutScene::removePod(int ordinal)
{
    // There may be none: putPod() does not ask.
    static_cast<void>(m_server.objects().remove(u"pods"_s, nameSpace, name + u'-' + QString::number(ordinal), 0));
}

void RolloutScene::settle()
{
    createCluster();
    createSet();
    for (int ordinal = 0; ordinal < 3; ++ordinal)
        putPod(ordinal, oldRevision, oldTag);
    observe(oldRevision, oldRevision);
    setClusterState(u"Running"_s);
}
