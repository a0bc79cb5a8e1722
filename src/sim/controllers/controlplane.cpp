// SPDX-License-Identifier: Apache-2.0
#include "controlplane.h"

#include "deployment/deploymentcontroller.h"
#include "deployment/replicasetcontroller.h"
#include "node/nodelifecycle.h"
#include "node/scheduler.h"
#include "statefulset/statefulsetcontroller.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sim {

ControlPlane::ControlPlane(const kube::ClusterConfig &config, const ControlPlaneOptions &options, QObject *parent)
    : QObject(parent)
    , m_nodeTime(options.speed)
    , m_informers(config)
    , m_lifecycle(std::make_unique<NodeLifecycle>(m_informers, m_nodeTime))
{
    m_controllers.push_back(std::make_unique<StatefulSetController>(m_informers, m_wallTime));
    m_controllers.push_back(std::make_unique<DeploymentController>(m_informers, m_wallTime));
    m_controllers.push_back(std::make_unique<ReplicaSetController>(m_informers, m_wallTime));
    m_controllers.push_back(std::make_unique<Scheduler>(m_informers, m_nodeTime, options.scheduling));
    if (options.hasRedisOperator)
        m_controllers.push_back(std::make_unique<RedisOperator>(m_informers, m_wallTime, options.redis));

    QList<NodeOptions> nodes = options.nodeOptions;
    const int unnamed = nodes.isEmpty() ? options.nodes : 0;
    for (int i = 1; i <= unnamed; ++i)
        nodes.append({.name = u"node-%1"_s.arg(i), .number = i, .zone = u"zone-%1"_s.arg((i - 1) % 3 + 1)});
    const ImageRules rules = ImageRules::fromText(options.rules);
    for (const NodeOptions &node : std::as_const(nodes)) {
        m_kubelets.push_back(std::make_unique<Kubelet>(m_informers, m_nodeTime, node, options.timing));
        m_kubelets.back()->setRules(rules);
    }
}

ControlPlane::~ControlPlane() = default;

void ControlPlane::start()
{
    for (const auto &kubelet : m_kubelets)
        kubelet->start();
    m_lifecycle->start();
    for (const auto &controller : m_controllers)
        controller->start();
}

void ControlPlane::setRules(const QString &text)
{
    const ImageRules rules = ImageRules::fromText(text);
    for (const auto &kubelet : m_kubelets)
        kubelet->setRules(rules);
}

bool ControlPlane::setNodeRunning(const QString &name, bool running)
{
    const auto kubelet = std::ranges::find(m_kubelets, name, [](const auto &one) { return one->options().name; });
    if (kubelet == m_kubelets.end())
        return false;
    (*kubelet)->setRunning(running);
    m_lifecycle->setSilent(name, !running);
    return true;
}

} // namespace sim
