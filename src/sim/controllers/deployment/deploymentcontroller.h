// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/eventrecorder.h"
#include "common/reconciler.h"
#include "deployment/deploymentplan.h"

namespace sim {

/// Makes the ReplicaSets of Deployments, and moves the pods from one to the next as planDeployment() decides. Writes
/// the status with its Available and Progressing conditions, by which `kubectl rollout status` tells the end and the
/// missed deadline. The only writer of Deployment status.
class DeploymentController final : public Reconciler
{
    Q_OBJECT

public:
    DeploymentController(Informers &informers, Clock &clock, QObject *parent = nullptr);

protected:
    void followKinds() override;
    Outcome reconcile(const kube::ObjectKey &key) override;

private:
    using ReplicaSets = QHash<QString, RawObjectPtr>;

    [[nodiscard]] QList<ReplicaSetView> views(const RawObject &deployment, ReplicaSets &owned) const;
    void createReplicaSet(QList<Write> &writes, const RawObject &deployment, int replicas, qint64 revision);
    void scale(QList<Write> &writes, const RawObject &deployment, const RawObject &set, const ScaleAction &action);
    [[nodiscard]] QJsonObject statusOf(const RawObject &deployment, const DeploymentView &view,
                                       const QList<ReplicaSetView> &sets, Outcome &outcome) const;
    void recordScaling(const kube::ObjectMeta &deployment, const QString &set, int from, int to);

    const kube::ObjectStore *m_deployments = nullptr;
    const kube::ObjectStore *m_sets = nullptr;
    const kube::ObjectStore *m_pods = nullptr;
    EventRecorder m_recorder;
};

} // namespace sim
