// SPDX-License-Identifier: Apache-2.0
#include "operator/operatorfollower.h"

#include "naturalorder.h"
#include "operatorinfo.h"
#include "redisenterprisecluster.h"

#include <algorithm>

using kube::Watcher;
using rollout::Deployment;

namespace upgrade {

using Phase = OperatorStatus::Phase;

OperatorFollower::OperatorFollower(ClusterSession &session, QString nameSpace, std::function<QDateTime()> now,
                                   QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_nameSpace(std::move(nameSpace))
    , m_now(std::move(now))
    , m_deployments(session.followDeployments(m_nameSpace))
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(0); // several stores may tell in one turn
    connect(&m_soon, &QTimer::timeout, this, &OperatorFollower::judge);
    m_later.setSingleShot(true);
    m_later.setInterval(std::chrono::seconds(2));
    connect(&m_later, &QTimer::timeout, this, &OperatorFollower::judge);
    const auto judgeSoon = [this] { m_soon.start(); };
    connect(&m_deployments->store(), &kube::ObjectStore::changed, this, judgeSoon);
    connect(&m_deployments->store(), &kube::ObjectStore::synced, this, judgeSoon);
    connect(m_deployments.get(), &Watcher::stateChanged, this, &OperatorFollower::changed);
    connect(&session, &ClusterSession::watchersChanged, this, &OperatorFollower::watchClusters);
    connect(&session, &ClusterSession::freshnessChanged, this, &OperatorFollower::changed);
    watchClusters();
}

OperatorFollower::~OperatorFollower() = default;

void OperatorFollower::watchClusters()
{
    if (const Watcher *clusters = m_session.clusters()) {
        connect(&clusters->store(), &kube::ObjectStore::changed, &m_soon, qOverload<>(&QTimer::start),
                Qt::UniqueConnection);
    }
    m_soon.start();
}

void OperatorFollower::expect(const ExpectedOperator &expected)
{
    m_expected = expected;
    m_startedAt = m_now();
    m_endedAt = {};
    judge();
    Q_EMIT changed();
}

void OperatorFollower::followPods(const Deployment &deployment)
{
    const QString selector = deployment.selector.toString();
    if (m_pods && selector == m_selector)
        return;
    m_selector = selector;
    m_pods = m_session.followPods(m_nameSpace, selector);
    const auto judgeSoon = [this] { m_soon.start(); };
    connect(&m_pods->store(), &kube::ObjectStore::changed, this, judgeSoon);
    connect(&m_pods->store(), &kube::ObjectStore::synced, this, judgeSoon);
    connect(m_pods.get(), &Watcher::stateChanged, this, judgeSoon); // a refusal changes what is judged by
    connect(m_pods.get(), &Watcher::stateChanged, this, &OperatorFollower::changed);
}

bool OperatorFollower::mayReadPods() const
{
    return m_pods->state() != Watcher::State::Refused;
}

void OperatorFollower::judge()
{
    m_soon.stop();
    m_later.stop();
    if (!m_deployments->store().isSynced())
        return;
    const auto deployment = m_deployments->store().findAs<Deployment>(operatorKey(m_nameSpace));
    std::optional<QList<rollout::PodPtr>> pods;
    if (deployment) {
        followPods(*deployment);
        if (mayReadPods()) {
            if (!m_pods->store().isSynced())
                return;
            pods.emplace();
            for (const kube::ObjectPtr &object : m_pods->store().objects())
                pods->append(std::static_pointer_cast<const rollout::Pod>(object));
            // The store has no order, and the sentence is to be about the same pod each time.
            std::ranges::sort(*pods, {}, [](const rollout::PodPtr &pod) { return pod->meta.name; });
        }
    }
    const OperatorStatus status = operatorStatus(deployment, pods, m_expected, m_now());
    const QList<RiggerStatus> riggers = judgedRiggers();
    const bool dependsOnTime =
        status.phase == Phase::Gap || status.phase == Phase::PullingImage || status.phase == Phase::Starting;
    if (dependsOnTime)
        m_later.start(); // patience with schedulers, grace periods
    const bool isEnd = status.phase == Phase::Ready && m_startedAt.isValid() && !m_endedAt.isValid();
    if (status == m_status && riggers == m_riggers && !isEnd)
        return;
    if (status.phase != m_status.phase)
        m_phaseSeen = m_now();
    if (isEnd)
        m_endedAt = m_now();
    m_status = status;
    m_riggers = riggers;
    Q_EMIT changed();
}

QList<RiggerStatus> OperatorFollower::judgedRiggers() const
{
    QStringList names;
    if (const Watcher *clusters = m_session.clusters()) {
        for (const kube::ObjectPtr &cluster : clusters->store().objects()) {
            if (cluster->meta.nameSpace == m_nameSpace)
                names.append(cluster->meta.name);
        }
    }
    // Clusters may not be readable, and a rigger outlives its cluster for a while.
    for (const kube::ObjectPtr &deployment : m_deployments->store().objects()) {
        const QString cluster = clusterOfRigger(deployment->meta.name);
        if (!cluster.isEmpty() && !names.contains(cluster))
            names.append(cluster);
    }
    std::ranges::sort(names, yaml::naturallyLess);
    QList<RiggerStatus> riggers;
    for (const QString &name : std::as_const(names)) {
        riggers.append(
            riggerStatus(name, m_deployments->store().findAs<Deployment>({m_nameSpace, riggerNameOf(name)})));
    }
    return riggers;
}

ClusterSession::Freshness OperatorFollower::freshness() const
{
    ClusterSession::Freshness freshness;
    freshness.live = true;
    for (const Watcher *watcher : {m_deployments.get(), m_pods.get()}) {
        if (!watcher || (watcher == m_pods.get() && !mayReadPods()))
            continue;
        const QDateTime contact = watcher->lastContact();
        if (!freshness.since.isValid() || contact < freshness.since)
            freshness.since = contact;
        if (watcher->state() != Watcher::State::Watching)
            freshness.live = false;
        if (watcher->error() && freshness.trouble.isEmpty())
            freshness.trouble = watcher->error()->message;
    }
    return freshness;
}

} // namespace upgrade
