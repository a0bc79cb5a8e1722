// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "clustersession.h"
#include "operator/operatorstatus.h"
#include "operator/riggerstatus.h"

#include <QObject>
#include <QTimer>
#include <functional>

namespace upgrade {

/// Follows the operator of one namespace while it becomes new, and the Services Riggers of the clusters there. A
/// Deployment that is deleted and made anew is followed on.
///
/// Judges again when an object changed, and every few seconds while the judgement depends on the time; at rest no timer
/// runs.
class OperatorFollower final : public QObject
{
    Q_OBJECT

public:
    /// `now` gives UTC. The session must outlive it.
    OperatorFollower(ClusterSession &session, QString nameSpace, std::function<QDateTime()> now,
                     QObject *parent = nullptr);
    ~OperatorFollower() override;

    [[nodiscard]] const QString &nameSpace() const noexcept { return m_nameSpace; }
    [[nodiscard]] QDateTime now() const { return m_now(); }

    /// The Deployment was written: the clock runs from now until this operator is ready.
    void expect(const ExpectedOperator &expected);

    [[nodiscard]] const OperatorStatus &status() const noexcept { return m_status; }
    /// One for each cluster of the namespace, and for each Deployment of such a name; by name.
    [[nodiscard]] const QList<RiggerStatus> &riggers() const noexcept { return m_riggers; }
    /// UTC: when the present phase began, as the cluster tells; else when it was first seen.
    [[nodiscard]] QDateTime since() const { return m_status.since.isValid() ? m_status.since : m_phaseSeen; }
    [[nodiscard]] QDateTime startedAt() const { return m_startedAt; } ///< UTC; invalid before expect()
    [[nodiscard]] QDateTime endedAt() const { return m_endedAt; } ///< UTC; invalid until it is first ready

    /// How far that can be trusted. That pods may not be read makes nothing less fresh.
    [[nodiscard]] ClusterSession::Freshness freshness() const;

Q_SIGNALS:
    /// Any of the above is another.
    void changed();

private:
    void watchClusters();
    void judge();
    void followPods(const rollout::Deployment &deployment);
    [[nodiscard]] bool mayReadPods() const;
    [[nodiscard]] QList<RiggerStatus> judgedRiggers() const;

    ClusterSession &m_session;
    const QString m_nameSpace;
    const std::function<QDateTime()> m_now;
    ExpectedOperator m_expected;
    OperatorStatus m_status;
    QList<RiggerStatus> m_riggers;
    std::unique_ptr<kube::Watcher> m_deployments;
    std::unique_ptr<kube::Watcher> m_pods; ///< null until the Deployment is known
    QString m_selector;
    QDateTime m_phaseSeen;
    QDateTime m_startedAt;
    QDateTime m_endedAt;
    QTimer m_soon;
    QTimer m_later;
};

} // namespace upgrade
