// SPDX-License-Identifier: Apache-2.0
#include "simcommand.h"

#include <QFile>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace ctl {

SimServeCommand::SimServeCommand(Invocation invocation)
    : Command(std::move(invocation))
{
}

void SimServeCommand::start()
{
    if (!m_server.listen())
        return fail(tr("No server can be started on loopback: %1.").arg(m_server.errorString()));
    kube::ClusterConfig config;
    config.server = m_server.url();
    config.nameSpace = u"default"_s;
    sim::ControlPlaneOptions options;
    options.speed = invocation().speed;
    m_control = std::make_unique<sim::ControlPlane>(config, options);
    m_control->start();

    const QString file = invocation().writeKubeconfig;
    if (file.isEmpty())
        return print(m_server.kubeconfig());
    QSaveFile kubeconfig(file);
    if (!kubeconfig.open(QIODevice::WriteOnly) || kubeconfig.write(m_server.kubeconfig().toUtf8()) < 0
        || !kubeconfig.setPermissions(QFile::ReadOwner | QFile::WriteOwner) || !kubeconfig.commit())
        return fail(tr("The kubeconfig %1 cannot be written: %2.").arg(file, kubeconfig.errorString()));
    print(tr("Serving on %1; KUBECONFIG=%2").arg(m_server.url().toString(), file));
}

SimOperatorCommand::SimOperatorCommand(Invocation invocation)
    : Command(std::move(invocation))
{
}

void SimOperatorCommand::start()
{
    const auto config = clusterConfig();
    if (!config)
        return;
    m_informers = std::make_unique<sim::Informers>(*config, credentials(*config));
    m_operator = std::make_unique<sim::RedisOperator>(*m_informers, m_clock, sim::OperatorOptions());
    m_operator->start();
    print(tr("The stand-in of the Redis Enterprise operator runs on %1.").arg(config->server.toString()));
}

} // namespace ctl
