// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QProcess>
#include <QTemporaryDir>

/// Runs rollhivectl as a program of its own, with a home of its own. Waiting runs this program's event loop, in which
/// the server lives.
class CtlRun final
{
public:
    CtlRun();

    /// For the runs from now on.
    void setKubeconfig(const QString &file) { m_kubeconfig = file; }
    /// A variable of the runs from now on.
    void setVariable(const QString &name, const QString &value) { m_environment.insert(name, value); }
    [[nodiscard]] QString home() const { return m_home.path(); }

    struct Result
    {
        int exitCode = -1; ///< -1: it did not end by itself
        QString out;
        QString err;
    };
    /// Runs to the end; `input` is its whole standard input.
    [[nodiscard]] Result run(const QStringList &arguments, const QByteArray &input = {});

    /// Starts without waiting; end it by destroying it.
    [[nodiscard]] std::unique_ptr<QProcess> start(const QStringList &arguments) const;
    /// What a program has written so far is at least this many lines, or time is up.
    [[nodiscard]] static bool waitForLines(QProcess &process, QStringList *lines, qsizetype count);
    [[nodiscard]] static bool waitForEnd(QProcess &process);

private:
    QTemporaryDir m_home;
    QString m_kubeconfig;
    QProcessEnvironment m_environment;
};
