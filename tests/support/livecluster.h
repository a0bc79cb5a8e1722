// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "clusterconfig.h"

#include <QString>
#include <QTemporaryDir>
#include <memory>

namespace testsupport {

/// A real Kubernetes on loopback for one test program: etcd, API server, controllers, scheduler and kubelets on a fake
/// runtime. Started by the script `cluster` in the folder ROLLHIVE_KUBE names (default: ../shared/kube beside the
/// tree), whose head is its manual. Ended with this object. Not two with nodes at a time on one machine: while they
/// start, kubelets on the fake runtime share a socket.
class LiveCluster final
{
public:
    /// Why there can be no real cluster here, as a sentence to skip with; empty if there can.
    [[nodiscard]] static QString unavailable();

    /// Blocks until it is up (about 15 s, and as long again for three nodes) or fails; then isUp() is false and
    /// output() tells.
    explicit LiveCluster(int nodes);
    ~LiveCluster();
    Q_DISABLE_COPY_MOVE(LiveCluster)

    [[nodiscard]] bool isUp() const noexcept { return m_up; }
    [[nodiscard]] const QString &output() const noexcept { return m_output; }
    [[nodiscard]] QString folder() const { return m_folder.path(); }
    [[nodiscard]] QString adminKubeconfig() const;
    [[nodiscard]] QString viewerKubeconfig() const;
    /// As the administrator, by token.
    [[nodiscard]] kube::ClusterConfig config() const;

    /// How images behave on the nodes; read by them at each use.
    void setRules(const QByteArray &rules) const;
    /// Runs the script with a verb such as "restart-apiserver", "compact", "stop-node"; true if it succeeded.
    bool run(const QString &verb, const QStringList &arguments = {});
    /// As run(), without waiting for the end.
    void begin(const QString &verb);
    /// Each pod with what it waits for, and all events, a line each: what a person would ask first about a test that
    /// failed.
    [[nodiscard]] QString describe() const;

private:
    [[nodiscard]] bool waitForNode(int node);

    QTemporaryDir m_folder;
    QString m_output;
    bool m_up = false;
};

} // namespace testsupport
