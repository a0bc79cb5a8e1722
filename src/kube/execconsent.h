// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "callback.h"
#include "execcommand.h"

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QSet>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace kube {

/// Says whether a command that a kubeconfig names may be run: a kubeconfig is a file that people pass around, and
/// running what it names is running it with all of the person's rights.
class ExecConsent : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Asked before every run; a value means yes. The error is a sentence that names the command and who said no.
    virtual void request(const ExecCommand &command, QObject *context, Callback<void> done) = 0;
};

enum class ExecPolicy { Ask, AllowAll, DenyAll };

/// "ask", "allow-all" or "deny-all".
[[nodiscard]] std::optional<ExecPolicy> execPolicyFromName(QStringView name);

/// Yes or no to every command.
class FixedConsent final : public ExecConsent
{
    Q_OBJECT

public:
    explicit FixedConsent(bool allows, QObject *parent = nullptr);
    void request(const ExecCommand &command, QObject *context, Callback<void> done) override;

private:
    bool m_allows;
};

/// Asks the person before the first run of each command. A yes is remembered in a file, by the command's fingerprint,
/// so that a command that changed is asked for again; a no until forget(). Whoever wants the same while the question is
/// open shares its answer.
class AskingConsent final : public ExecConsent
{
    Q_OBJECT

public:
    /// Shows the whole command (ExecCommand::text()) and calls answer once, at any time; a question that is closed
    /// without an answer is a no.
    using Ask = std::function<void(const ExecCommand &command, const std::function<void(bool allowed)> &answer)>;

    /// file need not exist; its folder is made. One that others can change is not believed.
    AskingConsent(Ask ask, QString file, QObject *parent = nullptr);
    void request(const ExecCommand &command, QObject *context, Callback<void> done) override;

    /// What was denied is asked for again; what was allowed stays so.
    void forgetDenials();

private:
    struct Waiting
    {
        QPointer<QObject> context;
        Callback<void> done;
    };

    [[nodiscard]] bool isRemembered(const QByteArray &fingerprint) const;
    void remember(const QByteArray &fingerprint) const;
    void answer(const ExecCommand &command, bool allowed);

    Ask m_ask;
    QString m_file;
    QSet<QByteArray> m_allowed;
    QSet<QByteArray> m_denied;
    QHash<QByteArray, std::vector<Waiting>> m_waiting;
};

/// ask is used by ExecPolicy::Ask only.
[[nodiscard]] std::unique_ptr<ExecConsent> makeExecConsent(ExecPolicy policy, AskingConsent::Ask ask,
                                                           const QString &file);

} // namespace kube
