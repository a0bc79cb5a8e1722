// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "credentials.h"
#include "execconsent.h"
#include "execcredential.h"

#include <QPointer>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace kube {

/// How credential plugins are run.
struct ExecOptions
{
    bool hasTerminal = false; ///< a person sits before our standard input
    std::chrono::milliseconds timeLimit{60'000}; ///< of one run
    std::chrono::milliseconds timeLimitOnceItSpoke{300'000}; ///< as in ExecRun::Settings
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    std::function<QDateTime()> clock = [] { return QDateTime::currentDateTimeUtc(); };
    /// What a running plugin writes to its standard error ("open this page and enter the code ..."), fit to be shown.
    std::function<void(const ExecCommand &command, const QString &text)> said;
};

/// A credential that a program prints (users[].user.exec). The program is looked for, asked for (ExecConsent) and run
/// when somebody wants the credential and none is kept: at first, when it has expired, and once after the server
/// refused it. One run at a time; whoever asks meanwhile shares the answer. Never blocks. When nobody waits any more,
/// the run is ended.
class ExecPlugin final : public QObject
{
    Q_OBJECT

public:
    /// config.exec must be set. consent may go first: then nothing is run any more.
    ExecPlugin(ClusterConfig config, ExecConsent *consent, ExecOptions options);
    ~ExecPlugin() override;

    /// Of CredentialSource; owner is who asks, for cancel().
    void get(const QObject *owner, QObject *context, Callback<Credential> done);
    [[nodiscard]] bool reject(const Credential &credential);

    /// Nothing that owner asked for is answered any more.
    void cancel(const QObject *owner);

    /// Whether the same program, asked in the same words about the same cluster, would be run for config.
    [[nodiscard]] bool serves(const ClusterConfig &config) const;

private:
    struct Waiting
    {
        const QObject *owner = nullptr;
        QPointer<QObject> context;
        Callback<Credential> done;
    };

    [[nodiscard]] const Credential *fresh() const; ///< the one that is kept, while it is good
    void begin();
    void run(const ExecCommand &command);
    void finish(const Result<Credential> &result);
    void dropUnwanted();

    const ClusterConfig m_config;
    const ExecConfig m_exec; ///< that of m_config
    const QPointer<ExecConsent> m_consent;
    const ExecOptions m_options;
    std::vector<Waiting> m_waiting;
    std::unique_ptr<QObject> m_attempt; ///< owns everything of a run; gone when none is under way
    std::optional<Credential> m_kept;
    QDateTime m_keptSince;
    QDateTime m_rejectedAt;
};

/// The plugins that are in use. Contexts that name the same plugin for the same cluster share one, and so one sign-in.
class ExecPluginPool final
{
public:
    [[nodiscard]] std::shared_ptr<ExecPlugin> plugin(const ClusterConfig &config, ExecConsent *consent,
                                                     const ExecOptions &options);

private:
    std::vector<std::weak_ptr<ExecPlugin>> m_plugins;
};

} // namespace kube
