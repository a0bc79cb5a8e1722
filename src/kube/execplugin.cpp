// SPDX-License-Identifier: Apache-2.0
#include "execplugin.h"

#include "answerlater.h"
#include "errortext.h"
#include "execrun.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

// A plugin whose answers are over when they come (or a clock that is wrong) is run every so often, not every request.
constexpr int shortestLifeInSeconds = 10;
// A credential that is refused so soon after another was refused will not get better by asking again.
constexpr int rejectionsApartInSeconds = 30;

} // namespace

ExecPlugin::ExecPlugin(ClusterConfig config, ExecConsent *consent, ExecOptions options)
    : m_config(std::move(config))
    , m_exec(m_config.exec.value_or(ExecConfig()))
    , m_consent(consent)
    , m_options(std::move(options))
{
}

ExecPlugin::~ExecPlugin() = default;

void ExecPlugin::get(const QObject *owner, QObject *context, Callback<Credential> done)
{
    if (const Credential *kept = fresh())
        return answerLater(context, std::move(done), Result<Credential>(*kept));
    m_waiting.push_back({owner, context, std::move(done)});
    connect(context, &QObject::destroyed, this, &ExecPlugin::dropUnwanted, Qt::UniqueConnection);
    if (!m_attempt)
        begin();
}

bool ExecPlugin::reject(const Credential &credential)
{
    if (m_kept != credential)
        return true;
    const QDateTime now = m_options.clock();
    if (m_rejectedAt.isValid() && std::abs(m_rejectedAt.secsTo(now)) < rejectionsApartInSeconds)
        return false;
    m_rejectedAt = now;
    m_kept.reset();
    return true;
}

void ExecPlugin::cancel(const QObject *owner)
{
    std::erase_if(m_waiting, [owner](const Waiting &waiting) { return waiting.owner == owner; });
    dropUnwanted();
}

bool ExecPlugin::serves(const ClusterConfig &config) const
{
    return m_config.exec == config.exec && m_config.server == config.server
        && m_config.tlsServerName == config.tlsServerName
        && m_config.certificateAuthority == config.certificateAuthority
        && m_config.insecureSkipTlsVerify == config.insecureSkipTlsVerify
        && m_config.disableCompression == config.disableCompression;
}

const Credential *ExecPlugin::fresh() const
{
    if (!m_kept)
        return nullptr;
    const QDateTime now = m_options.clock();
    const bool isGood = !m_kept->expires.isValid() || now < m_kept->expires
        || std::abs(m_keptSince.secsTo(now)) < shortestLifeInSeconds;
    return isGood ? &*m_kept : nullptr;
}

void ExecPlugin::begin()
{
    m_attempt = std::make_unique<QObject>();
    if (m_exec.interactive == ExecConfig::Interactive::Always && !m_options.hasTerminal) {
        return finish(std::unexpected(credentialsError(
            tr("The credential plugin \"%1\" asks questions and needs a terminal (interactiveMode: Always). Use "
               "rollhivectl in a terminal, or set interactiveMode to IfAvailable if the plugin can do without.")
                .arg(quotable(m_exec.command)))));
    }
    const Result<ExecCommand> command = resolveExecCommand(m_exec, m_options.environment);
    if (!command)
        return finish(std::unexpected(command.error()));
    if (!m_consent) {
        return finish(std::unexpected(credentialsError(
            tr("The credential plugin %1 was not run: nobody could be asked whether it may be. Connect again.")
                .arg(shownPath(command->program)))));
    }
    m_consent->request(*command, m_attempt.get(), [this, command = *command](const Result<void> &allowed) {
        if (allowed)
            run(command);
        else
            finish(std::unexpected(allowed.error()));
    });
}

void ExecPlugin::run(const ExecCommand &command)
{
    const bool interactive = m_options.hasTerminal && m_exec.interactive != ExecConfig::Interactive::Never;
    ExecRun::Settings settings{.environment = m_options.environment,
                               .givesTerminal = interactive,
                               .timeLimit = m_options.timeLimit,
                               .timeLimitOnceItSpoke = m_options.timeLimitOnceItSpoke};
    for (const auto &[name, value] : command.environment)
        settings.environment.insert(name, value);
    settings.environment.insert(u"KUBERNETES_EXEC_INFO"_s,
                                QString::fromUtf8(execQuestion(m_exec, m_config, interactive)));

    auto *program = new ExecRun(command, settings, m_attempt.get());
    connect(program, &ExecRun::said, this, [this, command](const QString &text) {
        if (m_options.said)
            m_options.said(command, text);
    });
    connect(program, &ExecRun::finished, this, [this, command](const Result<QByteArray> &output) {
        if (output)
            finish(readExecAnswer(*output, m_exec.apiVersion, command.program));
        else
            finish(std::unexpected(output.error()));
    });
    program->start();
}

void ExecPlugin::finish(const Result<Credential> &result)
{
    m_attempt.release()->deleteLater(); // it may be what called
    if (result) {
        m_kept = *result;
        m_keptSince = m_options.clock();
    }
    for (Waiting &waiting : std::exchange(m_waiting, {})) {
        if (waiting.context)
            answerLater(waiting.context, std::move(waiting.done), result);
    }
}

void ExecPlugin::dropUnwanted()
{
    std::erase_if(m_waiting, [](const Waiting &waiting) { return !waiting.context; });
    if (m_waiting.empty())
        m_attempt.reset();
}

std::shared_ptr<ExecPlugin> ExecPluginPool::plugin(const ClusterConfig &config, ExecConsent *consent,
                                                   const ExecOptions &options)
{
    std::erase_if(m_plugins, [](const std::weak_ptr<ExecPlugin> &plugin) { return plugin.expired(); });
    for (const std::weak_ptr<ExecPlugin> &weak : m_plugins) {
        if (std::shared_ptr<ExecPlugin> plugin = weak.lock(); plugin && plugin->serves(config))
            return plugin;
    }
    auto made = std::make_shared<ExecPlugin>(config, consent, options);
    m_plugins.push_back(made);
    return made;
}

} // namespace kube
