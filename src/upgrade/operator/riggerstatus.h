// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "deployment.h"

namespace upgrade {

/// The Services Rigger of one Redis Enterprise cluster: what makes the Services of its databases. It is upgraded with
/// the cluster, not with the operator.
struct RiggerStatus
{
    QString name; ///< of its Deployment
    QString cluster;
    bool isThere = false;
    bool ready = false; ///< as kubectl judges, and with at least one pod
    QString sentence; ///< translated around words of the cluster; not safe to show unescaped

    [[nodiscard]] bool operator==(const RiggerStatus &) const = default;
};

/// The name of a cluster's rigger Deployment.
[[nodiscard]] QString riggerNameOf(const QString &cluster);
/// The cluster of a Deployment of such a name; empty for any other name.
[[nodiscard]] QString clusterOfRigger(QStringView deployment);

/// `deployment` is null if there is none. Pure.
[[nodiscard]] RiggerStatus riggerStatus(const QString &cluster, const rollout::DeploymentPtr &deployment);

} // namespace upgrade
