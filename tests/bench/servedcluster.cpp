// SPDX-License-Identifier: Apache-2.0
#include "servedcluster.h"

#include "calls.h"
#include "redisenterprisecluster.h"

#include <QJsonObject>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString nameSpace = u"redis"_s;

QJsonObject redisCluster()
{
    return {{"apiVersion"_L1, "app.redislabs.com/v1"_L1},
            {"kind"_L1, "RedisEnterpriseCluster"_L1},
            {"metadata"_L1, QJsonObject{{"name"_L1, "orders"_L1}, {"namespace"_L1, nameSpace}}},
            {"spec"_L1, QJsonObject{{"nodes"_L1, 3}}}};
}

} // namespace

ServedCluster::ServedCluster()
    : m_problem(begin())
{
}

ServedCluster::~ServedCluster()
{
    m_server.terminate();
    m_server.waitForFinished();
}

QString ServedCluster::begin()
{
    m_server.start(QStringLiteral(ROLLHIVECTL),
                   {u"sim"_s, u"serve"_s, u"--speed"_s, u"1000"_s, u"--write-kubeconfig"_s, kubeconfig()});
    if (!m_server.waitForReadyRead(10'000))
        return u"rollhivectl does not serve"_s;

    bench::Calls calls(kubeconfig());
    const kube::ResourceType namespaces{u""_s, u"v1"_s, u"namespaces"_s, u"Namespace"_s, false};
    const kube::ResourceType clusters = redis::redisEnterpriseClusterType();
    if (!calls.create(namespaces,
                      {{"apiVersion"_L1, "v1"_L1},
                       {"kind"_L1, "Namespace"_L1},
                       {"metadata"_L1, QJsonObject{{"name"_L1, nameSpace}}}})
        || !calls.create(clusters, redisCluster()))
        return u"the cluster cannot be made"_s;
    const bool runs = calls.waitFor(clusters, {nameSpace, u"orders"_s}, 30s, [](const QJsonObject &cluster) {
        return cluster["status"_L1]["state"_L1] == "Running"_L1;
    });
    return runs ? QString() : u"the cluster does not come to run"_s;
}
