// SPDX-License-Identifier: Apache-2.0
#include "clusterscene.h"

#include "credentialsources.h"
#include "valuediff.h"

#include <QFile>
#include <QJsonArray>

using namespace Qt::StringLiterals;

const QString ClusterScene::clusters = u"redisenterpriseclusters.app.redislabs.com"_s;
const QString ClusterScene::sets = u"statefulsets.apps"_s;

namespace {

redis::Catalogue builtInCatalogue()
{
    kube::Result<redis::Catalogue> catalogue = redis::Catalogue::builtIn();
    if (!catalogue)
        qFatal("%ls", qUtf16Printable(catalogue.error().message));
    return std::move(*catalogue);
}

} // namespace

ClusterScene::ClusterScene(sim::ApiServerOptions options)
    : m_catalogue(builtInCatalogue())
    , m_journal(m_folder.filePath(u"journal.jsonl"_s))
    , m_server(std::make_unique<sim::ApiServer>(std::move(options)))
{
    if (!m_server->listen())
        qFatal("no port: %ls", qUtf16Printable(m_server->errorString()));
    for (const QString &name : {u"redis"_s, u"animals"_s})
        put(QJsonObject{
            {"apiVersion"_L1, "v1"_L1}, {"kind"_L1, "Namespace"_L1}, {"metadata"_L1, QJsonObject{{"name"_L1, name}}}});
    m_fleet = fleetOf(kubeconfig(), u"/home/ada/.kube/config"_s);
}

ClusterScene::~ClusterScene() = default;

QByteArray ClusterScene::kubeconfig(const QString &server) const
{
    return R"(apiVersion: v1
kind: Config
current-context: prod
clusters:
- {name: eu, cluster: {server: ')"
        + (server.isEmpty() ? m_server->url().toString() : server).toUtf8() + R"('}}
users:
- {name: ada, user: {}}
contexts:
- {name: prod, context: {cluster: eu, user: ada, namespace: redis}}
- {name: staging, context: {cluster: eu, user: ada, namespace: redis}}
- {name: torn, context: {cluster: nowhere, user: ada}}
)";
}

QString ClusterScene::write(const QString &name, const QByteArray &content)
{
    QFile file(m_folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %ls", qUtf16Printable(file.fileName()));
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    return file.fileName();
}

std::unique_ptr<upgrade::Fleet> ClusterScene::fleetOf(const QByteArray &kubeconfig, const QString &file)
{
    kube::Result<kube::Kubeconfig> parsed = kube::Kubeconfig::fromText(kubeconfig, file);
    if (!parsed)
        qFatal("%ls", qUtf16Printable(parsed.error().message));
    return std::make_unique<upgrade::Fleet>(std::move(*parsed), [](const kube::ClusterConfig &config) {
        return kube::makeCredentialSource(config, nullptr);
    });
}

QJsonObject ClusterScene::put(const QJsonObject &object)
{
    const sim::Outcome<QJsonObject> outcome = m_server->objects().put(object);
    if (!outcome)
        qFatal("refused: %ls", qUtf16Printable(outcome.error().message));
    return *outcome;
}

QJsonObject ClusterScene::put(const Cluster &cluster)
{
    QJsonObject image{{"repository"_L1, "registry.corp:5000/redislabs/redis"_L1}};
    if (!cluster.tag.isEmpty())
        image.insert("versionTag"_L1, cluster.tag);
    const QJsonObject spec{{"nodes"_L1, cluster.nodes}, {"redisEnterpriseImageSpec"_L1, image}};
    QJsonObject status;
    if (!cluster.state.isEmpty())
        status.insert("state"_L1, cluster.state);
    if (!cluster.licence.isEmpty())
        status.insert(
            "licenseStatus"_L1,
            QJsonObject{{"licenseState"_L1, cluster.licence}, {"expirationDate"_L1, "2027-03-01T00:00:00Z"_L1}});
    return put(QJsonObject{{"apiVersion"_L1, "app.redislabs.com/v1"_L1},
                           {"kind"_L1, "RedisEnterpriseCluster"_L1},
                           {"metadata"_L1, QJsonObject{{"name"_L1, cluster.name}, {"namespace"_L1, cluster.nameSpace}}},
                           {"spec"_L1, yaml::applyMergePatch(spec, cluster.spec)},
                           {"status"_L1, status}});
}

QJsonObject ClusterScene::put(const Set &set)
{
    QJsonObject metadata{{"name"_L1, set.name}, {"namespace"_L1, set.nameSpace}};
    if (set.ofCluster) {
        const sim::Outcome<QJsonObject> owner = m_server->objects().get(clusters, set.nameSpace, set.name);
        if (!owner)
            qFatal("no cluster %ls", qUtf16Printable(set.name));
        metadata.insert("ownerReferences"_L1,
                        QJsonArray{QJsonObject{{"apiVersion"_L1, "app.redislabs.com/v1"_L1},
                                               {"kind"_L1, "RedisEnterpriseCluster"_L1},
                                               {"name"_L1, set.name},
                                               {"uid"_L1, (*owner)["metadata"_L1]["uid"_L1]},
                                               {"controller"_L1, true}}});
    }
    const QJsonObject labels{{"app"_L1, set.name}};
    const QJsonObject container{{"name"_L1, "redis-enterprise-node"_L1}, {"image"_L1, "redislabs/redis:7.22.0-250"_L1}};
    return put(
        QJsonObject{{"apiVersion"_L1, "apps/v1"_L1},
                    {"kind"_L1, "StatefulSet"_L1},
                    {"metadata"_L1, metadata},
                    {"spec"_L1,
                     QJsonObject{{"replicas"_L1, set.replicas},
                                 {"serviceName"_L1, set.name},
                                 {"selector"_L1, QJsonObject{{"matchLabels"_L1, labels}}},
                                 {"template"_L1,
                                  QJsonObject{{"metadata"_L1, QJsonObject{{"labels"_L1, labels}}},
                                              {"spec"_L1, QJsonObject{{"containers"_L1, QJsonArray{container}}}}}}}},
                    {"status"_L1,
                     QJsonObject{{"observedGeneration"_L1, 1000},
                                 {"replicas"_L1, set.replicas},
                                 {"readyReplicas"_L1, set.ready},
                                 {"updatedReplicas"_L1, set.updated},
                                 {"currentRevision"_L1, QString(set.name + u'-' + set.currentRevision)},
                                 {"updateRevision"_L1, QString(set.name + u'-' + set.updateRevision)}}}});
}

void ClusterScene::putBoth(const Cluster &cluster)
{
    put(cluster);
    put(Set{.name = cluster.name,
            .nameSpace = cluster.nameSpace,
            .replicas = cluster.nodes,
            .ready = cluster.nodes,
            .updated = cluster.nodes});
}

void ClusterScene::putOperator(const QString &tag, const QString &nameSpace)
{
    const QString name = u"redis-enterprise-operator"_s;
    const QJsonObject labels{{"name"_L1, name}};
    const QJsonObject container{{"name"_L1, name}, {"image"_L1, QString(u"redislabs/operator:"_s + tag)}};
    put(QJsonObject{{"apiVersion"_L1, "apps/v1"_L1},
                    {"kind"_L1, "Deployment"_L1},
                    {"metadata"_L1, QJsonObject{{"name"_L1, name}, {"namespace"_L1, nameSpace}}},
                    {"spec"_L1,
                     QJsonObject{{"selector"_L1, QJsonObject{{"matchLabels"_L1, labels}}},
                                 {"template"_L1,
                                  QJsonObject{{"metadata"_L1, QJsonObject{{"labels"_L1, labels}}},
                                              {"spec"_L1, QJsonObject{{"containers"_L1, QJsonArray{container}}}}}}}}});
}

void ClusterScene::putPod(const QString &name, const QString &revision)
{
    const QJsonObject container{{"name"_L1, "redis-enterprise-node"_L1}, {"image"_L1, "redislabs/redis:7.22.0-250"_L1}};
    const QJsonObject status{{"name"_L1, "redis-enterprise-node"_L1},
                             {"image"_L1, "redislabs/redis:7.22.0-250"_L1},
                             {"imageID"_L1, ""_L1},
                             {"ready"_L1, true},
                             {"restartCount"_L1, 0},
                             {"state"_L1, QJsonObject{{"running"_L1, QJsonObject()}}}};
    put(QJsonObject{{"apiVersion"_L1, "v1"_L1},
                    {"kind"_L1, "Pod"_L1},
                    {"metadata"_L1,
                     QJsonObject{{"name"_L1, name},
                                 {"namespace"_L1, "redis"_L1},
                                 {"labels"_L1, QJsonObject{{"controller-revision-hash"_L1, revision}}}}},
                    {"spec"_L1, QJsonObject{{"nodeName"_L1, "node-1"_L1}, {"containers"_L1, QJsonArray{container}}}},
                    {"status"_L1,
                     QJsonObject{{"phase"_L1, "Running"_L1},
                                 {"podIP"_L1, "10.0.0.10"_L1},
                                 {"containerStatuses"_L1, QJsonArray{status}}}}});
}

QString ClusterScene::tagOf(const QString &name)
{
    const sim::Outcome<QJsonObject> cluster = m_server->objects().get(clusters, u"redis"_s, name);
    return cluster ? (*cluster)["spec"_L1]["redisEnterpriseImageSpec"_L1]["versionTag"_L1].toString() : QString();
}
