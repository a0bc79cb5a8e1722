// SPDX-License-Identifier: Apache-2.0
#include "ctlrun.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr int longest = 20'000; // ms

} // namespace

CtlRun::CtlRun()
    : m_environment(QProcessEnvironment::systemEnvironment())
{
    for (const QString &name : {u"HOME"_s, u"XDG_DATA_HOME"_s, u"XDG_CONFIG_HOME"_s, u"XDG_CACHE_HOME"_s})
        m_environment.insert(name, m_home.path());
    m_environment.remove(u"KUBECONFIG"_s);
    m_environment.insert(u"LSAN_OPTIONS"_s, QStringLiteral("print_suppressions=0:suppressions=" SUPPRESSIONS));
}

CtlRun::Result CtlRun::run(const QStringList &arguments, const QByteArray &input)
{
    const std::unique_ptr<QProcess> process = start(arguments);
    process->write(input);
    process->closeWriteChannel();
    const bool ended = waitForEnd(*process);
    return {.exitCode = ended && process->exitStatus() == QProcess::NormalExit ? process->exitCode() : -1,
            .out = QString::fromUtf8(process->readAllStandardOutput()),
            .err = QString::fromUtf8(process->readAllStandardError())};
}

std::unique_ptr<QProcess> CtlRun::start(const QStringList &arguments) const
{
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(m_environment);
    process->start(QStringLiteral(ROLLHIVECTL),
                   m_kubeconfig.isEmpty() ? arguments : arguments + QStringList{u"--kubeconfig"_s, m_kubeconfig});
    return process;
}

bool CtlRun::waitForLines(QProcess &process, QStringList *lines, qsizetype count)
{
    return QTest::qWaitFor(
        [&] {
            while (process.canReadLine())
                lines->append(QString::fromUtf8(process.readLine()).trimmed());
            return lines->size() >= count;
        },
        longest);
}

bool CtlRun::waitForEnd(QProcess &process)
{
    return QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, longest);
}
