// SPDX-License-Identifier: Apache-2.0
#include "clustersession.h"

#include "operatorinfo.h"
#include "pod.h"
#include "redisenterprisecluster.h"
#include "statefulset.h"

#include <QRandomGenerator>
#include <chrono>

using namespace Qt::StringLiterals;
using kube::Watcher;

namespace upgrade {

namespace {

std::optional<kube::ResourceType> servedClusterType(const kube::ServerInfo &server)
{
    kube::ResourceType type = redis::redisEnterpriseClusterType();
    const QStringList versions{u"v1"_s, u"v1alpha1"_s};
    if (const kube::ResourceType *served = server.find(type.group, type.plural, versions))
        return *served;
    // A group that the server names but does not answer for is there: its watcher will say what is wrong, and recover.
    for (const QString &version : versions) {
        if (!server.missing.contains(QString(type.group + u'/' + version)))
            continue;
        type.version = version;
        return type;
    }
    return std::nullopt;
}

} // namespace

ClusterSession::ClusterSession(kube::ClusterConfig config, std::unique_ptr<kube::CredentialSource> credentials,
                               QObject *parent)
    : QObject(parent)
    , m_client(std::move(config), std::move(credentials))
    , m_backoff({})
{
    m_decoding.setObjectName(u"decoding"_s);
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &ClusterSession::discover);
}

ClusterSession::~ClusterSession()
{
    m_calls.reset();
    m_clusters.reset();
    m_operators.reset();
    m_statefulSets.reset();
    m_decoding.quit();
    m_decoding.wait();
}

void ClusterSession::setState(State state)
{
    m_state = state;
    Q_EMIT stateChanged(state);
    Q_EMIT freshnessChanged();
}

void ClusterSession::open()
{
    if (m_state != State::Closed)
        return;
    m_decoding.start();
    discover();
}

void ClusterSession::reconnect()
{
    if (m_state == State::Closed)
        return;
    m_client.reconnect(); // watchers hear of it by themselves
    if (m_state != State::Open)
        discover();
}

void ClusterSession::discover()
{
    m_retry.stop();
    m_nextAttempt = {};
    m_calls = std::make_unique<QObject>();
    if (m_state != State::Failed) // a failed one stays so, with its sentence, until something is better
        setState(State::Connecting);
    kube::discover(m_client, {redis::redisEnterpriseClusterType().group}, m_calls.get(),
                   [this](const kube::Result<kube::ServerInfo> &info) { discovered(info); });
}

void ClusterSession::discovered(const kube::Result<kube::ServerInfo> &info)
{
    if (!info) {
        m_error = info.error();
        const auto now =
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch());
        const auto delay = m_backoff.next(now, QRandomGenerator::global()->generateDouble());
        // A credential that is refused does not become better by asking again: a person must act.
        if (!m_error->isUnauthorized() && !m_error->isForbidden() && m_error->kind != kube::Error::Kind::Credentials
            && m_error->kind != kube::Error::Kind::Configuration) {
            m_nextAttempt = QDateTime::currentDateTimeUtc().addMSecs(delay.count());
            m_retry.start(delay);
        }
        return setState(State::Failed);
    }
    m_server = *info;
    m_clusterType = servedClusterType(m_server);
    m_clusters.reset();
    m_operators.reset();
    if (m_clusterType) {
        follow(
            m_clusters,
            {.type = *m_clusterType, .nameSpace = {}, .selection = {}, .decode = redis::decodeRedisEnterpriseCluster});
        follow(m_operators,
               {.type = deploymentType(),
                .nameSpace = {},
                .selection = {.labelSelector = {}, .fieldSelector = u"metadata.name="_s + operatorKey({}).name},
                .decode = decodeOperatorDeployment});
    }
    follow(
        m_statefulSets,
        {.type = rollout::statefulSetType(), .nameSpace = {}, .selection = {}, .decode = rollout::decodeStatefulSet});
    m_error.reset(); // not before: watchers tell at once that they list, while the state is still Failed
    setState(State::Open);
    Q_EMIT watchersChanged();
}

void ClusterSession::follow(std::unique_ptr<Watcher> &watcher, const Watcher::Target &target)
{
    watcher = std::make_unique<Watcher>(m_client, m_decoding, target);
    connect(watcher.get(), &Watcher::stateChanged, this, [this, &watcher](Watcher::State state) {
        Watcher::Target narrower = watcher->target();
        if (state == Watcher::State::Refused && narrower.nameSpace.isEmpty() && watcher->error()->isForbidden()
            && !watcher->store().isSynced()) {
            // Not in all namespaces: then in the one that the context is about. We are inside the watcher's signal.
            watcher.release()->deleteLater();
            narrower.nameSpace = config().nameSpace;
            follow(watcher, narrower);
            Q_EMIT watchersChanged();
        }
        Q_EMIT freshnessChanged();
    });
    watcher->start();
}

std::unique_ptr<Watcher> ClusterSession::startWatcher(const Watcher::Target &target)
{
    auto watcher = std::make_unique<Watcher>(m_client, m_decoding, target);
    watcher->start();
    return watcher;
}

std::unique_ptr<Watcher> ClusterSession::followPods(const QString &nameSpace, const QString &labelSelector)
{
    return startWatcher({.type = rollout::podType(),
                         .nameSpace = nameSpace,
                         .selection = {.labelSelector = labelSelector, .fieldSelector = {}},
                         .decode = rollout::decodePod});
}

std::unique_ptr<Watcher> ClusterSession::followDeployments(const QString &nameSpace)
{
    return startWatcher({.type = rollout::deploymentType(),
                         .nameSpace = nameSpace,
                         .selection = {},
                         .decode = rollout::decodeDeployment});
}

ClusterSession::Freshness ClusterSession::freshness() const
{
    Freshness freshness;
    if (m_state == State::Failed)
        freshness.trouble = m_error->message;
    if (m_state != State::Open)
        return freshness;
    freshness.live = true;
    for (const Watcher *watcher : {m_clusters.get(), m_statefulSets.get()}) {
        if (!watcher)
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
