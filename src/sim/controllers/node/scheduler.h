// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/eventrecorder.h"
#include "common/reconciler.h"

namespace sim {

/// Binds pods to nodes by placePod(), after a delay, and says on a pod why it fits nowhere; tries again whenever a node
/// or a pod changes. Also ends pods that are deleted before they are on a node.
class Scheduler final : public Reconciler
{
    Q_OBJECT

public:
    Scheduler(Informers &informers, Clock &clock, Clock::Duration delay, QObject *parent = nullptr);

protected:
    void followKinds() override;
    Outcome reconcile(const kube::ObjectKey &key) override;

private:
    [[nodiscard]] Keys pendingPods() const;
    [[nodiscard]] Write binding(const RawObject &pod, const QString &node);
    [[nodiscard]] QList<Write> refusal(const RawObject &pod, const QString &reason);

    const Clock::Duration m_delay;
    const kube::ObjectStore *m_pods = nullptr;
    const kube::ObjectStore *m_nodes = nullptr;
    EventRecorder m_recorder;
    QHash<QString, Clock::Duration> m_seen; ///< by uid: when a pod that waits for a node was first seen
    QHash<QString, QString> m_assumed; ///< by uid: bound by us, though the store does not show it yet
};

} // namespace sim
