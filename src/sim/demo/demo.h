// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "result.h"

#include <QObject>
#include <QThread>
#include <memory>

namespace sim {

class DemoCluster;

/// The built-in demo cluster on a thread of its own: a real API server on loopback, which the program reaches through a
/// kubeconfig like any other. Nothing else in the program knows that it is a demo. Destroying it ends server and
/// thread.
class Demo final : public QObject
{
    Q_OBJECT

public:
    /// `speed`: how fast pods start and stop; 1 is about a minute for an upgrade of three nodes.
    explicit Demo(double speed, QObject *parent = nullptr);
    ~Demo() override;

    /// The kubeconfig of the server, which listens then. Blocks for a moment.
    [[nodiscard]] kube::Result<QString> start();
    void setSpeed(double speed);

Q_SIGNALS:
    /// Everything in the cluster runs.
    void ready();

private:
    QThread m_thread;
    DemoCluster *m_cluster = nullptr; // lives on m_thread
    double m_speed;
};

} // namespace sim
