// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/eventrecorder.h"
#include "common/reconciler.h"

namespace sim {

/// What the control plane does about nodes that went silent: after 40 s their conditions are Unknown, they are tainted
/// and their pods no longer Ready; 300 s later their pods are deleted, and stay Terminating until the node is back. It
/// is told who is silent, instead of reading leases, so that a cluster at rest writes nothing.
class NodeLifecycle final : public Reconciler
{
    Q_OBJECT

public:
    NodeLifecycle(Informers &informers, Clock &clock, QObject *parent = nullptr);

    void setSilent(const QString &node, bool silent);

protected:
    void followKinds() override;
    Outcome reconcile(const kube::ObjectKey &key) override;

private:
    [[nodiscard]] QList<Write> markUnreachable(const RawObject &node);
    [[nodiscard]] QList<Write> evict(const RawObject &node);
    [[nodiscard]] QList<RawObjectPtr> podsOn(const QString &node) const;

    const kube::ObjectStore *m_nodes = nullptr;
    const kube::ObjectStore *m_pods = nullptr;
    QHash<QString, Clock::Duration> m_silentSince;
    EventRecorder m_recorder;
};

} // namespace sim
