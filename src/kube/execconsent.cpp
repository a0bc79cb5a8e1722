// SPDX-License-Identifier: Apache-2.0
#include "execconsent.h"

#include "answerlater.h"
#include "errortext.h"
#include "regularfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

Q_LOGGING_CATEGORY(lcConsent, "rollhive.kube.consent")

class Text
{
    Q_DECLARE_TR_FUNCTIONS(kube::ExecConsent)
};

// Written by nobody else: somebody who may add a line may run what he likes.
bool isOurs(const QString &path)
{
    struct stat status = {};
    return stat(QFile::encodeName(path).constData(), &status) == 0 && status.st_uid == geteuid()
        && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

} // namespace

std::optional<ExecPolicy> execPolicyFromName(QStringView name)
{
    if (name == u"ask")
        return ExecPolicy::Ask;
    if (name == u"allow-all")
        return ExecPolicy::AllowAll;
    if (name == u"deny-all")
        return ExecPolicy::DenyAll;
    return std::nullopt;
}

FixedConsent::FixedConsent(bool allows, QObject *parent)
    : ExecConsent(parent)
    , m_allows(allows)
{
}

void FixedConsent::request(const ExecCommand &command, QObject *context, Callback<void> done)
{
    Result<void> result;
    if (!m_allows) {
        result = std::unexpected(credentialsError(
            Text::tr("The policy \"deny-all\" for credential plugins forbids to run %1. Choose another policy if you trust "
                     "this command.")
                .arg(shownPath(command.program))));
    }
    answerLater(context, std::move(done), std::move(result));
}

AskingConsent::AskingConsent(Ask ask, QString file, QObject *parent)
    : ExecConsent(parent)
    , m_ask(std::move(ask))
    , m_file(std::move(file))
{
}

void AskingConsent::request(const ExecCommand &command, QObject *context, Callback<void> done)
{
    const QByteArray fingerprint = command.fingerprint();
    const bool open = m_waiting.contains(fingerprint);
    m_waiting[fingerprint].push_back({context, std::move(done)});
    if (open)
        return;
    if (m_denied.contains(fingerprint))
        return answer(command, false);
    if (m_allowed.contains(fingerprint) || isRemembered(fingerprint))
        return answer(command, true);
    m_ask(command, [self = QPointer(this), command](bool allowed) {
        if (self)
            self->answer(command, allowed);
    });
}

void AskingConsent::forgetDenials()
{
    m_denied.clear();
}

void AskingConsent::answer(const ExecCommand &command, bool allowed)
{
    const QByteArray fingerprint = command.fingerprint();
    if (!m_waiting.contains(fingerprint))
        return; // answered twice
    if (!allowed) {
        m_denied.insert(fingerprint);
    } else if (!m_allowed.contains(fingerprint)) {
        m_allowed.insert(fingerprint);
        if (!isRemembered(fingerprint))
            remember(fingerprint);
    }

    Result<void> result;
    if (!allowed) {
        result = std::unexpected(credentialsError(
            Text::tr("You did not allow to run the credential plugin %1. Connect again to be asked again.")
                .arg(shownPath(command.program))));
    }
    for (Waiting &waiting : m_waiting.take(fingerprint)) {
        if (waiting.context)
            answerLater(waiting.context, std::move(waiting.done), result);
    }
}

bool AskingConsent::isRemembered(const QByteArray &fingerprint) const
{
    if (!isOurs(m_file))
        return false;
    const auto content = readRegularFile(m_file, qint64(1024) * 1024);
    return content && content->bytes.split('\n').contains(fingerprint);
}

void AskingConsent::remember(const QByteArray &fingerprint) const
{
    constexpr auto folderPermissions = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    const QString folder = QFileInfo(m_file).absolutePath();
    if (!QFileInfo::exists(folder) && QDir().mkpath(folder))
        QFile::setPermissions(folder, folderPermissions);
    if (QFileInfo::exists(m_file) && !isOurs(m_file))
        QFile::remove(m_file); // others may have added to it

    // A line is added in one write: two windows that remember at once both succeed.
    QFile file(m_file);
    const QByteArray line = fingerprint + '\n';
    const bool written = file.open(QIODevice::Append | QIODevice::Unbuffered, QFile::ReadOwner | QFile::WriteOwner)
        && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) && file.write(line) == line.size();
    if (!written)
        qCWarning(lcConsent, "%s: %s", qPrintable(m_file), qPrintable(file.errorString()));
}

std::unique_ptr<ExecConsent> makeExecConsent(ExecPolicy policy, AskingConsent::Ask ask, const QString &file)
{
    if (policy == ExecPolicy::Ask)
        return std::make_unique<AskingConsent>(std::move(ask), file);
    return std::make_unique<FixedConsent>(policy == ExecPolicy::AllowAll);
}

} // namespace kube
