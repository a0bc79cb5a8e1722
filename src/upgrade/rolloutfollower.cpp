// SPDX-License-Identifier: Apache-2.0
#include "rolloutfollower.h"

#include "ownership.h"
#include "pod.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using redis::RedisEnterpriseCluster;
using rollout::Rollout;
using rollout::StatefulSet;

namespace upgrade {

namespace {

rollout::ClusterFacts factsOf(const RedisEnterpriseCluster &cluster)
{
    return {.name = cluster.meta.name,
            .image = {.repository = cluster.image.repository.value_or(QString()),
                      .tag = cluster.image.versionTag.value_or(QString()),
                      .digest = cluster.image.digestHash.value_or(QString())},
            .state = cluster.stateText,
            .specStatus = cluster.specStatus,
            .generation = cluster.meta.generation};
}

} // namespace

RolloutFollower::RolloutFollower(ClusterSession &session, kube::ObjectKey statefulSet, std::function<QDateTime()> now,
                                 QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_key(std::move(statefulSet))
    , m_now(std::move(now))
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(0); // several stores may tell in one turn
    connect(&m_soon, &QTimer::timeout, this, &RolloutFollower::judge);
    m_later.setSingleShot(true);
    m_later.setInterval(std::chrono::seconds(2));
    connect(&m_later, &QTimer::timeout, this, &RolloutFollower::judge);
    connect(&session, &ClusterSession::watchersChanged, this, &RolloutFollower::watchSources);
    connect(&session, &ClusterSession::freshnessChanged, this, &RolloutFollower::changed);
    watchSources();
}

RolloutFollower::~RolloutFollower() = default;

void RolloutFollower::watchSources()
{
    for (const kube::Watcher *watcher : {m_session.statefulSets(), m_session.clusters()}) {
        if (watcher)
            connect(&watcher->store(), &kube::ObjectStore::changed, this, &RolloutFollower::judgeSoon,
                    Qt::UniqueConnection);
    }
    judgeSoon();
}

void RolloutFollower::judgeSoon()
{
    if (!m_soon.isActive())
        m_soon.start();
}

rollout::StatefulSetPtr RolloutFollower::statefulSet() const
{
    const kube::Watcher *sets = m_session.statefulSets();
    return sets ? sets->store().findAs<StatefulSet>(m_key) : nullptr;
}

std::shared_ptr<const RedisEnterpriseCluster> RolloutFollower::cluster() const
{
    const rollout::StatefulSetPtr set = statefulSet();
    const kube::Watcher *clusters = m_session.clusters();
    if (!set || !clusters)
        return nullptr;
    // Its owner has its name; a lookup by name is all that is needed.
    auto cluster = clusters->store().findAs<RedisEnterpriseCluster>(m_key);
    if (!cluster || rollout::statefulSetOwnership(cluster->meta, set->meta) == rollout::Ownership::None)
        return nullptr;
    return cluster;
}

void RolloutFollower::followPods(const StatefulSet &set)
{
    const QString selector = set.selector.toString();
    if (m_pods && selector == m_selector)
        return;
    m_selector = selector;
    m_pods = m_session.followPods(m_key.nameSpace, selector);
    connect(&m_pods->store(), &kube::ObjectStore::changed, this, &RolloutFollower::judgeSoon);
    connect(&m_pods->store(), &kube::ObjectStore::synced, this, &RolloutFollower::judgeSoon);
    connect(m_pods.get(), &kube::Watcher::stateChanged, this, &RolloutFollower::changed);
}

QList<rollout::PodPtr> RolloutFollower::podsOf(const StatefulSet &set) const
{
    QList<rollout::PodPtr> pods;
    for (const kube::ObjectPtr &object : m_pods->store().objects()) {
        if (rollout::podOwnership(set.meta, set.selector, object->meta) != rollout::Ownership::None)
            pods.append(std::static_pointer_cast<const rollout::Pod>(object));
    }
    return pods;
}

void RolloutFollower::judge()
{
    m_soon.stop();
    m_later.stop();
    const rollout::StatefulSetPtr set = statefulSet();
    if (!set) {
        Q_EMIT changed();
        return;
    }
    followPods(*set);
    if (!m_pods->store().isSynced()) {
        Q_EMIT changed();
        return;
    }

    rollout::RolloutContext context;
    if (const auto owner = cluster()) {
        context.cluster = factsOf(*owner);
        if (owner->meta.uid == m_writtenUid)
            context.writtenGeneration = m_writtenGeneration;
    }
    context.followedRevision = m_followedRevision;
    context.now = m_now();
    const QList<rollout::PodPtr> pods = podsOf(*set);
    Rollout rollout = rollout::rolloutOf(*set, pods, context);
    follow(rollout, context.now);
    if (m_followedRevision != context.followedRevision) {
        context.followedRevision = m_followedRevision;
        rollout = rollout::rolloutOf(*set, pods, context);
    }
    if (rollout.phase == Rollout::Phase::Done && !m_endedAt.isValid())
        m_endedAt = context.now;

    if (rollout.done > m_model.rollout().done)
        m_lastDone = context.now;

    const QString sentenceBefore = m_model.rollout().status.message;
    const bool isWaiting = rollout.gate.kind != rollout::Gate::Kind::None;
    m_model.setRollout(rollout);
    if (isWaiting)
        m_later.start(); // "for some time", grace periods, minReadySeconds
    if (m_model.rollout().status.message != sentenceBefore)
        Q_EMIT statusChanged(m_model.rollout().status.message);
    Q_EMIT changed();
}

/// Decides which rollout is followed, if any.
void RolloutFollower::follow(const Rollout &rollout, const QDateTime &now)
{
    using Phase = Rollout::Phase;
    const bool isBegun = m_startedAt.isValid() && !m_endedAt.isValid();
    if (rollout.phase == Phase::WaitingForOperator || rollout.phase == Phase::NotObserved) {
        if (isBegun)
            return;
        // Something begins. What the StatefulSet says of revisions is from before.
        begin(now);
        m_followedRevision.clear();
        m_revisionBefore = rollout.updateRevision;
        return;
    }
    const bool isAnother = rollout.updateRevision != m_followedRevision;
    // A set without a revision before is a new one: filling its places is no rollout.
    const bool wentUnseen = rollout.phase == Phase::Idle && isBegun && isAnother && !m_revisionBefore.isEmpty()
        && rollout.updateRevision != m_revisionBefore;
    if (isAnother && (rollout.updating || wentUnseen)) {
        if (!isBegun)
            begin(now);
        m_followedRevision = rollout.updateRevision;
        m_revisionSince = now;
        m_doneAtStart = rollout.done;
    } else if ((rollout.phase == Phase::Idle && isBegun) || (m_endedAt.isValid() && rollout.phase != Phase::Done)) {
        // The change was none of the pods; or the end of the last rollout is past, and pods restart for other reasons.
        m_followedRevision.clear();
        m_startedAt = {};
        m_endedAt = {};
    }
}

void RolloutFollower::begin(const QDateTime &now)
{
    m_startedAt = now;
    m_endedAt = {};
    m_revisionBefore.clear();
}

void RolloutFollower::expect(const QString &clusterUid, qint64 generation)
{
    m_writtenUid = clusterUid;
    m_writtenGeneration = generation;
    judge();
}

bool RolloutFollower::isLive() const
{
    return m_session.freshness().live && m_pods && m_pods->state() == kube::Watcher::State::Watching;
}

std::optional<std::chrono::seconds> RolloutFollower::timeLeft() const
{
    const Rollout &now = rollout();
    const int doneHere = now.done - m_doneAtStart;
    if (m_followedRevision.isEmpty() || m_endedAt.isValid() || doneHere <= 0 || !now.isUnderWay())
        return std::nullopt;
    // Pods take about as long as those before them; of the one under way a part is over.
    const qint64 each = m_revisionSince.secsTo(m_lastDone) / doneHere;
    return std::chrono::seconds(std::max<qint64>(each * (now.replicas - now.done) - m_lastDone.secsTo(m_now()), 0));
}

} // namespace upgrade
