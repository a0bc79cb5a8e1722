// SPDX-License-Identifier: Apache-2.0
#include "democluster.h"

#include <QJsonArray>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

constexpr double fast = 1'000;

const QString orders = u"orders"_s;
const QString ordersSpace = u"redis"_s;
const QString sessions = u"sessions"_s;
const QString sessionsSpace = u"sessions"_s;
const QString newerOperator = u"7.22.2-21"_s;

QJsonObject operatorDeployment(const QString &nameSpace, const QString &tag)
{
    const QString name = u"redis-enterprise-operator"_s;
    const QJsonObject labels{{"name"_L1, name}};
    return {{"apiVersion"_L1, "apps/v1"_L1},
            {"kind"_L1, "Deployment"_L1},
            {"metadata"_L1, QJsonObject{{"name"_L1, name}, {"namespace"_L1, nameSpace}}},
            {"spec"_L1,
             QJsonObject{{"replicas"_L1, 1},
                         {"strategy"_L1, QJsonObject{{"type"_L1, "Recreate"_L1}}},
                         {"selector"_L1, QJsonObject{{"matchLabels"_L1, labels}}},
                         {"template"_L1,
                          QJsonObject{{"metadata"_L1, QJsonObject{{"labels"_L1, labels}}},
                                      {"spec"_L1,
                                       QJsonObject{{"containers"_L1,
                                                    QJsonArray{QJsonObject{
                                                        {"name"_L1, name},
                                                        {"image"_L1, QString(u"redislabs/operator:"_s + tag)}}}}}}}}}}};
}

QJsonObject redisCluster(const QString &nameSpace, const QString &name, int nodes, const QString &tag)
{
    return {{"apiVersion"_L1, "app.redislabs.com/v1"_L1},
            {"kind"_L1, "RedisEnterpriseCluster"_L1},
            {"metadata"_L1, QJsonObject{{"name"_L1, name}, {"namespace"_L1, nameSpace}}},
            {"spec"_L1,
             QJsonObject{{"nodes"_L1, nodes},
                         {"redisEnterpriseImageSpec"_L1,
                          QJsonObject{{"repository"_L1, "registry.corp:5000/redislabs/redis"_L1},
                                      {"versionTag"_L1, tag},
                                      {"imagePullPolicy"_L1, "IfNotPresent"_L1}}}}}};
}

} // namespace

DemoCluster::DemoCluster(double speed, QObject *parent)
    : QObject(parent)
    , m_speed(speed)
{
    m_look.setInterval(std::chrono::milliseconds(20));
    connect(&m_look, &QTimer::timeout, this, &DemoCluster::look);
}

DemoCluster::~DemoCluster() = default;

bool DemoCluster::listen(Start start)
{
    if (!m_server.listen())
        return false;
    if (start == Start::Running) {
        m_stage = Stage::Running;
        const QDateTime twoDaysAgo = QDateTime::currentDateTimeUtc().addDays(-2);
        if (!m_server.objects().load(DemoSnapshot::builtIn().movedTo(twoDaysAgo).objects))
            return false;
    } else {
        create(ordersSpace, u"7.22.0-17"_s, orders, 3, u"7.22.0-250"_s);
        create(sessionsSpace, u"7.22.2-21"_s, sessions, 5, u"7.22.2-14"_s);
        m_look.start();
    }

    kube::ClusterConfig config;
    config.server = m_server.url();
    config.nameSpace = u"default"_s;
    ControlPlaneOptions options;
    options.nodes = 5; // the pods of a cluster keep apart
    options.speed = start == Start::Running ? m_speed : fast;
    // A pod takes about twenty seconds, three of them a minute.
    using std::chrono::milliseconds;
    options.timing = {.create = milliseconds(1'500),
                      .pull = milliseconds(4'000),
                      .start = milliseconds(2'000),
                      .ready = milliseconds(8'000),
                      .stop = milliseconds(4'000)};
    m_control = std::make_unique<ControlPlane>(config, options);
    m_control->start();
    if (start == Start::Running)
        QMetaObject::invokeMethod(this, &DemoCluster::ready, Qt::QueuedConnection);
    return true;
}

DemoSnapshot DemoCluster::snapshot()
{
    return {.taken = QDateTime::currentDateTimeUtc(), .objects = m_server.objects().dump()};
}

QString DemoCluster::kubeconfig() const
{
    return m_server.kubeconfig();
}

void DemoCluster::create(const QString &nameSpace, const QString &operatorTag, const QString &cluster, int nodes,
                         const QString &tag)
{
    const auto make = [this](const QJsonObject &object) {
        const auto made = m_server.objects().create(object);
        Q_ASSERT(made);
    };
    make({{"apiVersion"_L1, "v1"_L1},
          {"kind"_L1, "Namespace"_L1},
          {"metadata"_L1, QJsonObject{{"name"_L1, nameSpace}}}});
    make(operatorDeployment(nameSpace, operatorTag));
    make(redisCluster(nameSpace, cluster, nodes, tag));
}

bool DemoCluster::runs(const QString &nameSpace, const QString &cluster)
{
    Objects &objects = m_server.objects();
    const auto rec = objects.get(u"redisenterpriseclusters.app.redislabs.com"_s, nameSpace, cluster);
    const auto deployment = objects.get(u"deployments.apps"_s, nameSpace, u"redis-enterprise-operator"_s);
    if (!rec || !deployment)
        return false;
    const QJsonValue status = (*deployment)["status"_L1];
    return (*rec)["status"_L1]["state"_L1] == "Running"_L1 && status["availableReplicas"_L1].toInt() == 1
        && status["updatedReplicas"_L1].toInt() == 1
        && status["observedGeneration"_L1] == (*deployment)["metadata"_L1]["generation"_L1];
}

void DemoCluster::look()
{
    if (!runs(ordersSpace, orders) || !runs(sessionsSpace, sessions))
        return;
    if (m_stage == Stage::Building) {
        m_stage = Stage::Upgrading;
        const auto put = m_server.objects().put(operatorDeployment(ordersSpace, newerOperator));
        Q_ASSERT(put);
        return;
    }
    m_stage = Stage::Running;
    m_look.stop();
    m_control->setSpeed(m_speed);
    Q_EMIT ready();
}

void DemoCluster::setSpeed(double speed)
{
    m_speed = speed;
    if (m_stage == Stage::Running)
        m_control->setSpeed(speed);
}

} // namespace sim
