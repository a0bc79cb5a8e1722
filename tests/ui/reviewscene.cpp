// SPDX-License-Identifier: Apache-2.0
#include "reviewscene.h"

#include "anonymous.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

kube::ClusterConfig config(const QUrl &server)
{
    kube::ClusterConfig config;
    config.context = u"prod-eu"_s;
    config.user = u"admin"_s;
    config.server = server;
    return config;
}

QJsonObject managedFields(const QString &manager, const QString &time, const QJsonObject &fields)
{
    return {{"manager"_L1, manager},
            {"operation"_L1, "Update"_L1},
            {"time"_L1, time},
            {"fieldsType"_L1, "FieldsV1"_L1},
            {"fieldsV1"_L1, fields}};
}

} // namespace

ReviewScene::ReviewScene(const QJsonObject &object)
    : m_journal(m_folder.filePath(u"journal.jsonl"_s))
    , m_server(object)
    , m_client(config(m_server.wire().url()), std::make_unique<testsupport::Anonymous>())
{
}

upgrade::ReviewedChange &ReviewScene::begin(const QJsonObject &choice)
{
    const kube::ResourceType type{u"app.redislabs.com"_s, u"v1"_s, u"redisenterpriseclusters"_s,
                                  u"RedisEnterpriseCluster"_s, true};
    m_change = std::make_unique<upgrade::ReviewedChange>(
        m_client, m_journal, type, kube::ObjectKey{u"redis"_s, u"orders"_s}, choice, u"change the image tag"_s,
        &QDateTime::currentDateTimeUtc, 20ms);
    m_change->prepare();
    return *m_change;
}

QJsonObject ReviewScene::newTag(const QString &tag)
{
    return {{"spec"_L1, QJsonObject{{"redisEnterpriseImageSpec"_L1, QJsonObject{{"versionTag"_L1, tag}}}}}};
}

QJsonObject ReviewScene::cluster()
{
    const QJsonObject image{{"f:redisEnterpriseImageSpec"_L1, QJsonObject{{"f:versionTag"_L1, QJsonObject()}}}};
    const QJsonObject nodes{{"f:nodes"_L1, QJsonObject()}};
    const QJsonObject cpus{{"cpu"_L1, "4"_L1}, {"memory"_L1, "16Gi"_L1}};
    return {{"apiVersion"_L1, "app.redislabs.com/v1"_L1},
            {"kind"_L1, "RedisEnterpriseCluster"_L1},
            {"metadata"_L1,
             QJsonObject{
                 {"name"_L1, "orders"_L1},
                 {"namespace"_L1, "redis"_L1},
                 {"uid"_L1, "5d1c2c4e-8f0a-4a61-9b2f-2f6d3d4c7a10"_L1},
                 {"generation"_L1, 7},
                 {"creationTimestamp"_L1, "2025-11-03T09:12:44Z"_L1},
                 {"labels"_L1, QJsonObject{{"app"_L1, "redis-enterprise"_L1}, {"team"_L1, "payments"_L1}}},
                 {"annotations"_L1,
                  QJsonObject{{"corp.example/contact"_L1, "payments@corp.example"_L1},
                              {"corp.example/cost-centre"_L1, "4711"_L1}}},
                 {"managedFields"_L1,
                  QJsonArray{managedFields(u"kubectl-create"_s, u"2025-11-03T09:12:44Z"_s, {{"f:spec"_L1, nodes}}),
                             managedFields(u"kubectl-edit"_s, u"2026-06-02T07:30:00Z"_s, {{"f:spec"_L1, image}})}}}},
            {"spec"_L1,
             QJsonObject{{"nodes"_L1, 5},
                         {"persistentSpec"_L1, QJsonObject{{"enabled"_L1, true}, {"volumeSize"_L1, "100Gi"_L1}}},
                         {"redisEnterpriseImageSpec"_L1,
                          QJsonObject{{"imagePullPolicy"_L1, "IfNotPresent"_L1},
                                      {"repository"_L1, "registry.corp:5000/redislabs/redis"_L1},
                                      {"versionTag"_L1, "7.22.0-250"_L1}}},
                         {"redisEnterpriseNodeResources"_L1, QJsonObject{{"limits"_L1, cpus}, {"requests"_L1, cpus}}},
                         {"uiServiceType"_L1, "ClusterIP"_L1},
                         {"username"_L1, "admin@corp.example"_L1},
                         {"services"_L1,
                          QJsonObject{{"apiService"_L1, QJsonObject{{"type"_L1, "LoadBalancer"_L1}}},
                                      {"databaseServiceType"_L1, "cluster_ip,headless"_L1}}},
                         {"bootstrapperResources"_L1, QJsonObject{{"limits"_L1, cpus}}}}},
            {"status"_L1, QJsonObject{{"state"_L1, "Running"_L1}}}};
}

QJsonObject ReviewScene::bigCluster(int lines)
{
    QJsonObject object = cluster();
    QJsonObject metadata = object["metadata"_L1].toObject();
    QJsonObject annotations;
    for (int i = 0; i < lines; ++i)
        annotations.insert(u"corp.example/entry-%1"_s.arg(i, 5, 10, QChar(u'0')), u"value %1"_s.arg(i));
    metadata["annotations"_L1] = annotations;
    object["metadata"_L1] = metadata;
    return object;
}
