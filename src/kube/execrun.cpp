// SPDX-License-Identifier: Apache-2.0
#include "execrun.h"

#include "errortext.h"
#include "safetext.h"

#include <QCoreApplication>
#include <QProcess>
#include <csignal>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

constexpr qsizetype longestOutput = qsizetype(1024) * 1024;
constexpr qsizetype longestErrors = 2000;

} // namespace

ExecRun::ExecRun(ExecCommand command, Settings settings, QObject *parent)
    : QObject(parent)
    , m_command(std::move(command))
    , m_settings(std::move(settings))
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(m_deadline.intervalAsDuration());
        fail(
            tr("The credential plugin %1 did not end within %n second(s) and was stopped. Run it in a terminal; it may "
               "wait for you to sign in.",
               nullptr, int(seconds.count()))
                .arg(name()));
    });
}

ExecRun::~ExecRun()
{
    endProcess();
}

void ExecRun::start()
{
    m_process = std::make_unique<QProcess>();
    QProcess *process = m_process.get();
    process->setProgram(m_command.program);
    process->setArguments(m_command.arguments);
    process->setProcessEnvironment(m_settings.environment);
    if (m_settings.givesTerminal) {
        process->setInputChannelMode(QProcess::ForwardedInputChannel);
    } else {
        process->setStandardInputFile(QProcess::nullDevice());
        // A group of its own, so that its children can be ended with it. (CloseFileDescriptors would close the pipe
        // through which Qt learns that a program could not be started.)
        process->setUnixProcessParameters(QProcess::UnixProcessFlag::CreateNewSession
                                          | QProcess::UnixProcessFlag::ResetSignalHandlers);
    }
    connect(process, &QProcess::readyReadStandardOutput, this, &ExecRun::readOutput);
    connect(process, &QProcess::readyReadStandardError, this, &ExecRun::readErrors);
    connect(process, &QProcess::finished, this,
            [this](int exitCode, QProcess::ExitStatus status) { onEnd(exitCode, status == QProcess::CrashExit); });
    connect(
        process, &QProcess::errorOccurred, this,
        [this](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart && m_process) {
                fail(tr("The credential plugin %1 could not be started: %2.")
                         .arg(name(), quotable(m_process->errorString())));
            }
        },
        Qt::QueuedConnection);
    m_deadline.start(m_settings.timeLimit);
    process->start(QIODevice::ReadOnly);
}

QString ExecRun::name() const
{
    return shownPath(m_command.program);
}

void ExecRun::readOutput()
{
    m_output += m_process->readAllStandardOutput();
    if (m_output.size() > longestOutput)
        fail(tr("The credential plugin %1 printed more than 1 MiB and was stopped. Check its arguments.").arg(name()));
}

void ExecRun::readErrors()
{
    const QString text = yaml::safeText(m_decoder(m_process->readAllStandardError()));
    if (text.isEmpty())
        return;
    if (!std::exchange(m_spoke, true))
        m_deadline.start(m_settings.timeLimitOnceItSpoke);
    m_errors += text;
    m_errors = m_errors.last(std::min(longestErrors, m_errors.size()));
    Q_EMIT said(text);
}

void ExecRun::onEnd(int exitCode, bool crashed)
{
    if (crashed)
        return fail(tr("The credential plugin %1 crashed or was ended from outside.").arg(name()));
    if (exitCode != 0) {
        return fail(tr("The credential plugin %1 failed with exit code %2. Run it in a terminal to see more; you may "
                       "have to sign in again.")
                        .arg(name(), QString::number(exitCode)));
    }
    finish(std::move(m_output));
}

// What the program said last is most often the reason.
void ExecRun::fail(const QString &sentence)
{
    QString message = sentence;
    if (const QString errors = m_errors.trimmed(); !errors.isEmpty())
        message += u'\n' + tr("It said: %1").arg(errors);
    finish(std::unexpected(credentialsError(message)));
}

void ExecRun::finish(const Result<QByteArray> &output)
{
    m_deadline.stop();
    endProcess();
    Q_EMIT finished(output);
}

void ExecRun::endProcess()
{
    if (!m_process)
        return;
    QProcess *process = m_process.release();
    process->disconnect(this);
    if (process->state() == QProcess::NotRunning)
        return process->deleteLater();
    // Not waited for here: it is on its way, and this may be the thread of the window.
    connect(process, &QProcess::finished, process, &QObject::deleteLater);
    connect(process, &QProcess::errorOccurred, process, [process](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            process->deleteLater();
    });
    if (process->thread() == QCoreApplication::instance()->thread())
        process->setParent(QCoreApplication::instance());
    if (!m_settings.givesTerminal && process->processId() > 0)
        ::kill(-pid_t(process->processId()), SIGKILL);
    process->kill();
}

} // namespace kube
