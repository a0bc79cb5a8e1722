// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/eventrecorder.h"
#include "common/reconciler.h"

namespace sim {

/// Keeps as many pods of a ReplicaSet as it asks for, and counts them in its status, whose only writer it is. The pods
/// that serve least go first: those without a node, those that are not ready, the youngest.
class ReplicaSetController final : public Reconciler
{
    Q_OBJECT

public:
    ReplicaSetController(Informers &informers, Clock &clock, QObject *parent = nullptr);

    /// The pods in the order in which they are to go.
    [[nodiscard]] static QList<RawObjectPtr> inOrderOfDeletion(QList<RawObjectPtr> pods);

protected:
    void followKinds() override;
    Outcome reconcile(const kube::ObjectKey &key) override;

private:
    [[nodiscard]] Write creation(const RawObject &set);
    [[nodiscard]] Write deletion(const RawObject &set, const RawObject &pod);

    const kube::ObjectStore *m_sets = nullptr;
    const kube::ObjectStore *m_pods = nullptr;
    EventRecorder m_recorder;
};

} // namespace sim
