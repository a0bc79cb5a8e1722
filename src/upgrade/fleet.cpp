// SPDX-License-Identifier: Apache-2.0
#include "fleet.h"

namespace upgrade {

Fleet::Fleet(kube::Kubeconfig kubeconfig, MakeCredentials makeCredentials, QObject *parent)
    : QObject(parent)
    , m_kubeconfig(std::move(kubeconfig))
    , m_contexts(m_kubeconfig.contexts())
    , m_makeCredentials(std::move(makeCredentials))
{
}

Fleet::~Fleet() = default;

ClusterSession *Fleet::session(const QString &context) const
{
    const auto found = m_sessions.find(context);
    return found == m_sessions.end() ? nullptr : found->second.get();
}

kube::Result<ClusterSession *> Fleet::open(const QString &context)
{
    if (ClusterSession *present = session(context))
        return present;
    kube::Result<kube::ClusterConfig> config = m_kubeconfig.clusterConfig(context);
    if (!config)
        return std::unexpected(config.error());
    auto credentials = m_makeCredentials(*config);
    auto session = std::make_unique<ClusterSession>(std::move(*config), std::move(credentials));
    ClusterSession *result = session.get();
    m_sessions.emplace(context, std::move(session));
    result->open();
    Q_EMIT opened(context);
    return result;
}

void Fleet::close(const QString &context)
{
    const auto found = m_sessions.find(context);
    if (found == m_sessions.end())
        return;
    Q_EMIT aboutToClose(context);
    m_sessions.erase(found);
}

void Fleet::reconnect()
{
    for (const auto &[context, session] : m_sessions)
        session->reconnect();
}

} // namespace upgrade
