// SPDX-License-Identifier: Apache-2.0
#include "command.h"

#include "bundlecommand.h"
#include "getcommand.h"
#include "rolloutcommand.h"
#include "settagcommand.h"
#include "simcommand.h"

#include <QCoreApplication>
#include <QStandardPaths>
#include <cstdio>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace ctl {

Command::Command(Invocation invocation)
    : m_invocation(std::move(invocation))
    , m_in(stdin)
    , m_out(stdout)
    , m_err(stderr)
{
    const QString remembered =
        QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + u"/allowed-plugins"_s;
    m_consent = kube::makeExecConsent(
        m_invocation.execPolicy,
        [this](const kube::ExecCommand &command, const std::function<void(bool)> &answer) {
            answer(ask(tr("The kubeconfig wants this command to be run for a credential:\n\n  %1\n\nRun it?")
                           .arg(command.text())));
        },
        remembered);
}

Command::~Command() = default;

std::optional<kube::ClusterConfig> Command::clusterConfig()
{
    const kube::Result<kube::Kubeconfig> kubeconfig =
        kube::Kubeconfig::load(kube::KubeconfigLocations::fromEnvironment(m_invocation.kubeconfig));
    if (!kubeconfig) {
        fail(kubeconfig.error().message);
        return std::nullopt;
    }
    kube::Result<kube::ClusterConfig> config = kubeconfig->clusterConfig(m_invocation.context);
    if (!config) {
        fail(config.error().message);
        return std::nullopt;
    }
    const QStringList warnings =
        kubeconfig->warnings() + kubeconfig->warnings(config->context, QDateTime::currentDateTimeUtc());
    for (const QString &warning : warnings)
        complain(tr("Warning: %1").arg(warning));
    return std::move(*config);
}

std::unique_ptr<kube::CredentialSource> Command::credentials(const kube::ClusterConfig &config)
{
    kube::ExecOptions options;
    options.hasTerminal = ::isatty(STDIN_FILENO) != 0;
    options.said = [this](const kube::ExecCommand &, const QString &text) { complain(text); };
    return kube::makeCredentialSource(config, m_consent.get(), options);
}

QString Command::nameSpaceOf(const kube::ClusterConfig &config) const
{
    return m_invocation.nameSpace.isEmpty() ? config.nameSpace : m_invocation.nameSpace;
}

void Command::print(const QString &line)
{
    m_out << line << Qt::endl;
}

void Command::complain(const QString &sentence)
{
    m_err << sentence << Qt::endl;
}

void Command::finish(int exitCode)
{
    QCoreApplication::exit(exitCode);
}

void Command::fail(const QString &sentence)
{
    complain(u"error: "_s + sentence);
    finish(1);
}

bool Command::ask(const QString &question)
{
    m_err << question << u" [y/N] "_s << Qt::flush;
    const QString answer = m_in.readLine().trimmed().toLower();
    return answer == "y"_L1 || answer == "yes"_L1;
}

std::unique_ptr<Command> makeCommand(const Invocation &invocation, QString &complaint)
{
    const QStringList &words = invocation.words;
    const QString verb = words.value(0);
    if (verb == "get"_L1 && GetCommand::knows(words.value(1)) && words.size() <= 3)
        return std::make_unique<GetCommand>(invocation);
    if (verb == "set-tag"_L1 && words.size() == 3)
        return std::make_unique<SetTagCommand>(invocation);
    if (verb == "rollout"_L1 && words.value(1) == "status"_L1 && RolloutStatusCommand::knows(words.sliced(2)))
        return std::make_unique<RolloutStatusCommand>(invocation);
    if (verb == "bundle"_L1 && BundleCommand::knows(words.sliced(1)))
        return std::make_unique<BundleCommand>(invocation);
    if (words == QStringList{u"sim"_s, u"serve"_s})
        return std::make_unique<SimServeCommand>(invocation);
    if (words == QStringList{u"sim"_s, u"operator"_s}) {
        // Never by accident on whatever the present context is: the stand-in writes statuses as if it were the
        // operator.
        if (!invocation.kubeconfig.isEmpty())
            return std::make_unique<SimOperatorCommand>(invocation);
        complaint = Command::tr(
            "Name the cluster with --kubeconfig: the stand-in of the operator is not started on a default one.");
        return nullptr;
    }
    complaint = words.isEmpty()
        ? Command::tr("Say what to do.\n\n%1").arg(usage())
        : Command::tr("\"%1\" is no command, or an argument of it is missing.\n\n%2").arg(words.join(u' '), usage());
    return nullptr;
}

QString usage()
{
    return Command::tr(
        "Commands:\n"
        "  get rec|sts|pods [NAME]      list clusters, StatefulSets or pods\n"
        "  set-tag REC TAG              change the image tag of a cluster, after showing the difference\n"
        "  rollout status STS           follow a rollout to its end, in kubectl's words\n"
        "  bundle diff|plan|apply       compare a release of the operator with a cluster, and apply it\n"
        "  sim serve                    a small Kubernetes on loopback, to try things out\n"
        "  sim operator                 the stand-in of the Redis Enterprise operator on any cluster");
}

} // namespace ctl
