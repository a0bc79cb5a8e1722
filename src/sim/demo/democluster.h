// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apiserver.h"
#include "controlplane.h"

#include <QObject>
#include <QTimer>
#include <memory>

namespace sim {

/// The cluster of the demo, and what happens in it before somebody looks: two operators with a Redis Enterprise cluster
/// each, of three and of five nodes. Time runs fast until all of it runs; then the first operator gets a newer version,
/// as after the first half of an upgrade, and time runs as fast as was asked for. Lives on one thread.
class DemoCluster final : public QObject
{
    Q_OBJECT

public:
    explicit DemoCluster(double speed, QObject *parent = nullptr);
    ~DemoCluster() override;

    [[nodiscard]] bool listen();
    [[nodiscard]] QString errorString() const { return m_server.errorString(); }
    [[nodiscard]] QString kubeconfig() const;

    void setSpeed(double speed);

Q_SIGNALS:
    /// Everything runs, and time is as fast as was asked for.
    void ready();

private:
    enum class Stage { Building, Upgrading, Running };

    void create(const QString &nameSpace, const QString &operatorTag, const QString &cluster, int nodes,
                const QString &tag);
    void look();
    [[nodiscard]] bool runs(const QString &nameSpace, const QString &cluster);

    ApiServer m_server;
    std::unique_ptr<ControlPlane> m_control;
    double m_speed;
    Stage m_stage = Stage::Building;
    QTimer m_look; ///< until all runs
};

} // namespace sim
