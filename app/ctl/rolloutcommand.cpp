// SPDX-License-Identifier: Apache-2.0
#include "rolloutcommand.h"

#include "redisenterprisecluster.h"
#include "rolloutstatus.h"
#include "safetext.h"
#include "statefulset.h"

using namespace Qt::StringLiterals;
using rollout::StatefulSet;

namespace ctl {

namespace {

/// "sts/orders", "statefulset orders", "orders"
QString nameOf(const QStringList &words)
{
    const QString &last = words.last();
    return last.mid(last.indexOf(u'/') + 1);
}

} // namespace

RolloutStatusCommand::RolloutStatusCommand(Invocation invocation)
    : Command(std::move(invocation))
    , m_name(nameOf(this->invocation().words))
{
    m_decoding.start();
    m_timeout.setSingleShot(true);
    connect(&m_timeout, &QTimer::timeout, this, [this] { fail(u"timed out waiting for the condition"_s); });
}

RolloutStatusCommand::~RolloutStatusCommand()
{
    m_watcher.reset();
    m_decoding.quit();
    m_decoding.wait();
}

bool RolloutStatusCommand::knows(const QStringList &words)
{
    if (words.isEmpty() || words.size() > 2 || words.last().isEmpty())
        return false;
    static const QStringList kinds{u"sts"_s, u"statefulset"_s, u"statefulsets"_s, u"statefulset.apps"_s,
                                   u"statefulsets.apps"_s};
    const QStringList parts = words.join(u'/').split(u'/');
    return parts.size() == 1 || (parts.size() == 2 && kinds.contains(parts.first()) && !parts.last().isEmpty());
}

void RolloutStatusCommand::start()
{
    const auto config = clusterConfig();
    if (!config)
        return;
    m_client = std::make_unique<kube::ApiClient>(*config, credentials(*config));
    m_watcher = std::make_unique<kube::Watcher>(
        *m_client, m_decoding,
        kube::Watcher::Target{.type = rollout::statefulSetType(),
                              .nameSpace = nameSpaceOf(*config),
                              .selection = {.labelSelector = {}, .fieldSelector = u"metadata.name="_s + m_name},
                              .decode = rollout::decodeStatefulSet});
    connect(m_watcher.get(), &kube::Watcher::stateChanged, this, &RolloutStatusCommand::onState);
    connect(&m_watcher->store(), &kube::ObjectStore::changed, this, &RolloutStatusCommand::onChanged);
    connect(&m_watcher->store(), &kube::ObjectStore::synced, this, [this] {
        if (m_watcher->store().size() == 0)
            fail(u"statefulsets.apps \"%1\" not found"_s.arg(m_name));
    });
    if (invocation().timeoutSeconds > 0)
        m_timeout.start(std::chrono::seconds(invocation().timeoutSeconds));
    m_watcher->start();
}

void RolloutStatusCommand::onState(kube::Watcher::State state)
{
    if (state == kube::Watcher::State::Refused)
        return fail(m_watcher->error()->message);
    if (state == kube::Watcher::State::Watching)
        m_isLost = false;
    if (state != kube::Watcher::State::BackingOff)
        return;
    // Before the first list there is nothing to be patient for.
    if (!m_watcher->store().isSynced())
        return fail(m_watcher->error()->message);
    if (!std::exchange(m_isLost, true))
        complain(tr("%1 Trying again.").arg(m_watcher->error()->message));
}

void RolloutStatusCommand::onChanged(const kube::ObjectStore::Changes &changes)
{
    const QList<kube::ObjectPtr> present = changes.added + changes.modified;
    if (present.isEmpty())
        return fail(u"object has been deleted"_s);
    const auto &set = static_cast<const StatefulSet &>(*present.last());
    const rollout::RolloutStatus status = rollout::rolloutStatus(set);
    if (!status.error.isEmpty())
        return fail(yaml::safeText(status.error));
    print(yaml::safeText(status.message));
    if (status.done)
        finishDone(set);
    else if (!invocation().watch)
        finish(0);
}

/// kubectl knows the StatefulSet alone: that the pods are done says nothing about an upgrade that the operator refused.
void RolloutStatusCommand::finishDone(const StatefulSet &set)
{
    const kube::OwnerReference *owner = set.meta.controller();
    const kube::ResourceType type = redis::redisEnterpriseClusterType();
    if (!owner || owner->kind != type.kind)
        return finish(0);
    // What comes meanwhile is of the next rollout, and no time-out or error may undo the end of this one.
    disconnect(m_watcher.get(), nullptr, this, nullptr);
    disconnect(&m_watcher->store(), nullptr, this, nullptr);
    m_timeout.stop();
    m_client->sendForDecoded(kube::requests::get(type, {set.meta.nameSpace, owner->name}),
                             redis::decodeRedisEnterpriseCluster, this,
                             [this](const kube::Result<kube::ObjectPtr> &answer) {
                                 if (answer)
                                     compare(static_cast<const redis::RedisEnterpriseCluster &>(**answer));
                                 finish(0); // kubectl's exit code
                             });
}

void RolloutStatusCommand::compare(const redis::RedisEnterpriseCluster &cluster)
{
    if (cluster.state == redis::ClusterState::Running && cluster.specStatus != "Invalid"_L1)
        return;
    complain(tr("That is the StatefulSet alone: the Redis Enterprise cluster %1 says %2, and its spec is %3.")
                 .arg(yaml::safeText(cluster.meta.name),
                      cluster.stateText.isEmpty() ? tr("nothing yet") : yaml::safeText(cluster.stateText),
                      cluster.specStatus.isEmpty() ? tr("not judged yet") : yaml::safeText(cluster.specStatus)));
}

} // namespace ctl
