// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apiserver.h"
#include "controlplane.h"
#include "demosnapshot.h"

#include <QObject>
#include <QTimer>
#include <memory>

namespace sim {

/// The cluster of the demo: two operators with a Redis Enterprise cluster each, of three and of five nodes. The first
/// operator is newer than its cluster, as after the first half of an upgrade. Lives on one thread.
class DemoCluster final : public QObject
{
    Q_OBJECT

public:
    explicit DemoCluster(double speed, QObject *parent = nullptr);
    ~DemoCluster() override;

    /// How it comes to be: with everything running as it was left two days ago, at once; or by building all of it, in
    /// a second or two, as DemoSnapshot was made.
    enum class Start { Running, FromNothing };

    [[nodiscard]] bool listen(Start start = Start::Running);
    /// What is there now.
    [[nodiscard]] DemoSnapshot snapshot();
    [[nodiscard]] QString errorString() const { return m_server.errorString(); }
    [[nodiscard]] QString kubeconfig() const;
    [[nodiscard]] ApiServer &server() noexcept { return m_server; }

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
