// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apiserver.h"
#include "command.h"
#include "controlplane.h"
#include "redisoperator/redisoperator.h"

namespace ctl {

/// sim serve: a small Kubernetes on loopback, until it is ended. Prints its kubeconfig's path, or the kubeconfig
/// itself.
class SimServeCommand final : public Command
{
    Q_OBJECT

public:
    explicit SimServeCommand(Invocation invocation);

    void start() override;

private:
    sim::ApiServer m_server;
    std::unique_ptr<sim::ControlPlane> m_control;
};

/// sim operator: the stand-in of the Redis Enterprise operator on any cluster that has its custom resource, until it is
/// ended.
class SimOperatorCommand final : public Command
{
    Q_OBJECT

public:
    explicit SimOperatorCommand(Invocation invocation);

    void start() override;

private:
    std::unique_ptr<sim::Informers> m_informers;
    sim::SystemClock m_clock;
    std::unique_ptr<sim::RedisOperator> m_operator;
};

} // namespace ctl
