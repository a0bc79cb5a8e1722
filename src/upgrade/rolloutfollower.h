// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "clustersession.h"
#include "redisenterprisecluster.h"
#include "rolloutmodel.h"
#include "statefulset.h"

#include <QObject>
#include <QTimer>
#include <functional>

namespace upgrade {

/// Follows one StatefulSet and its pods: keeps a RolloutModel up to date from the session's stores and from a watch of
/// the pods that its selector names. A StatefulSet that is deleted and made anew is followed on under its name.
///
/// Judges again when an object changed, and every few seconds while the judgement depends on the time; at rest no timer
/// runs.
class RolloutFollower final : public QObject
{
    Q_OBJECT

public:
    /// `now` gives UTC. The session must outlive it.
    RolloutFollower(ClusterSession &session, kube::ObjectKey statefulSet, std::function<QDateTime()> now,
                    QObject *parent = nullptr);
    ~RolloutFollower() override;

    [[nodiscard]] const kube::ObjectKey &key() const noexcept { return m_key; }
    [[nodiscard]] rollout::RolloutModel &model() noexcept { return m_model; }
    [[nodiscard]] const rollout::Rollout &rollout() const noexcept { return m_model.rollout(); }
    /// Null while there is none of that name, or none has been listed yet.
    [[nodiscard]] rollout::StatefulSetPtr statefulSet() const;
    /// The Redis Enterprise cluster that owns it; null for a StatefulSet of its own.
    [[nodiscard]] std::shared_ptr<const redis::RedisEnterpriseCluster> cluster() const;
    /// Null until the StatefulSet is known.
    [[nodiscard]] const kube::Watcher *pods() const noexcept { return m_pods.get(); }
    /// All that the picture depends on is being heard from. If not, the picture is old.
    [[nodiscard]] bool isLive() const;

    /// A write was answered with this metadata.generation of the cluster: until the watch tells of it, what is known
    /// is from before the write, and not done.
    void expect(const QString &clusterUid, qint64 generation);

    /// UTC: when the rollout that is followed, or the last one, was first seen; invalid: none was seen.
    [[nodiscard]] QDateTime startedAt() const { return m_startedAt; }
    [[nodiscard]] QDateTime endedAt() const { return m_endedAt; }
    /// From what the pods of this rollout took so far; nothing before the first is done.
    [[nodiscard]] std::optional<std::chrono::seconds> timeLeft() const;

Q_SIGNALS:
    /// Any of the above is another; after the model's own signals.
    void changed();
    /// What kubectl would say is another sentence now.
    void statusChanged(const QString &sentence);

private:
    void watchSources();
    void judgeSoon();
    void judge();
    void follow(const rollout::Rollout &rollout, const QDateTime &now);
    void begin(const QDateTime &now);
    void followPods(const rollout::StatefulSet &set);
    [[nodiscard]] QList<rollout::PodPtr> podsOf(const rollout::StatefulSet &set) const;

    ClusterSession &m_session;
    const kube::ObjectKey m_key;
    const std::function<QDateTime()> m_now;
    rollout::RolloutModel m_model;
    std::unique_ptr<kube::Watcher> m_pods;
    QString m_selector;
    QString m_writtenUid;
    qint64 m_writtenGeneration = 0;
    QString m_followedRevision; ///< empty while no rollout is followed, or what comes has no revision yet
    QString m_revisionBefore; ///< the update revision when a change began that had none yet
    QDateTime m_startedAt;
    QDateTime m_endedAt;
    QDateTime m_revisionSince; ///< when pods of the followed revision were first awaited
    int m_doneAtStart = 0; ///< then
    QDateTime m_lastDone; ///< when the last pod became done
    QTimer m_soon;
    QTimer m_later;
    QObject m_sources; ///< context of the connections to the session's watchers
};

} // namespace upgrade
