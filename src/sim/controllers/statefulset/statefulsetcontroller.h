// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/eventrecorder.h"
#include "common/reconciler.h"
#include "statefulset/revisionplan.h"
#include "statefulset/statefulsetplan.h"

namespace sim {

/// Makes the pods, claims and revisions of StatefulSets what their specs ask for, and writes their status: what
/// planRevisions() and planStatefulSet() decide. The only writer of StatefulSet status.
class StatefulSetController final : public Reconciler
{
    Q_OBJECT

public:
    StatefulSetController(Informers &informers, Clock &clock, QObject *parent = nullptr);

protected:
    void followKinds() override;
    Outcome reconcile(const kube::ObjectKey &key) override;

private:
    struct Owned
    {
        QHash<int, RawObjectPtr> pods;
        QHash<QString, RawObjectPtr> revisions;
        QList<Write> adoptions;
    };

    [[nodiscard]] Keys setsOfPod(const RawObject &pod) const;
    [[nodiscard]] Owned ownedBy(const RawObject &set) const;
    [[nodiscard]] QList<Write> writeRevision(const RawObject &set, const RevisionPlan &plan) const;
    void appendAction(QList<Write> &writes, const RawObject &set, const SetAction &action, const Owned &owned,
                      const QJsonObject &data);
    void appendClaims(QList<Write> &writes, const RawObject &set, int ordinal);
    [[nodiscard]] Write deletion(const RawObject &set, const RawObject &pod);

    /// What was counted last, by which a set without a partition tells the revision of a missing pod: the status on the
    /// server may be older, when it could not be written.
    struct Counted
    {
        QString uid;
        int currentReplicas = 0;
    };
    QHash<kube::ObjectKey, Counted> m_counted;

    const kube::ObjectStore *m_sets = nullptr;
    const kube::ObjectStore *m_pods = nullptr;
    const kube::ObjectStore *m_revisions = nullptr;
    const kube::ObjectStore *m_claims = nullptr;
    EventRecorder m_recorder;
};

} // namespace sim
