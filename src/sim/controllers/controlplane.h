// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/kubelet.h"
#include "redisoperator/redisoperator.h"

#include <QObject>
#include <memory>
#include <vector>

namespace sim {

class NodeLifecycle;

/// How a ControlPlane's cluster is made up.
struct ControlPlaneOptions
{
    int nodes = 3; ///< named node-1, ..., in zones zone-1 to zone-3
    QList<NodeOptions> nodeOptions; ///< instead, each by itself
    NodeTiming timing;
    Clock::Duration scheduling{300};
    double speed = 1; ///< of scheduling and of all that nodes do
    QString rules; ///< how images behave; see ImageRules
    bool hasRedisOperator = true;
    OperatorOptions redis;
};

/// All controllers, the scheduler and the nodes on one API server: what makes a bare server a cluster. Lives on the
/// thread that makes it and keeps its own connections and, for decoding, threads. Destroying it stops everything; the
/// objects stay on the server.
class ControlPlane final : public QObject
{
    Q_OBJECT

public:
    ControlPlane(const kube::ClusterConfig &config, const ControlPlaneOptions &options, QObject *parent = nullptr);
    ~ControlPlane() override;

    void start();

    [[nodiscard]] double speed() const { return m_nodeTime.speed(); }
    /// Must be above 0.
    void setSpeed(double speed) { m_nodeTime.setSpeed(speed); }
    void setRules(const QString &text);
    /// A node that is stopped becomes NotReady after 40 s of its time. False if there is no node of that name.
    bool setNodeRunning(const QString &name, bool running);

private:
    SystemClock m_wallTime; ///< of what people wrote into specs, such as minReadySeconds
    SystemClock m_nodeTime;
    Informers m_informers;
    std::vector<std::unique_ptr<Reconciler>> m_controllers;
    std::vector<std::unique_ptr<Kubelet>> m_kubelets;
    std::unique_ptr<NodeLifecycle> m_lifecycle;
};

} // namespace sim
