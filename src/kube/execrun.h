// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "execcommand.h"
#include "result.h"

#include <QByteArray>
#include <QObject>
#include <QProcessEnvironment>
#include <QString>
#include <QStringDecoder>
#include <QTimer>
#include <chrono>
#include <memory>

class QProcess;

namespace kube {

/// One run of a credential plugin, without a shell. Ends with exactly one finished(), which start() does not wait for;
/// destroying it before ends the program, and whatever that started in its own process group.
class ExecRun final : public QObject
{
    Q_OBJECT

public:
    struct Settings
    {
        QProcessEnvironment environment; ///< the whole of it
        bool givesTerminal = false; ///< our standard input is the program's too
        std::chrono::milliseconds timeLimit{60'000};
        /// From the first that it says on: a person may have to open a page and enter a code.
        std::chrono::milliseconds timeLimitOnceItSpoke{300'000};
    };

    ExecRun(ExecCommand command, Settings settings, QObject *parent = nullptr);
    ~ExecRun() override;

    void start();

Q_SIGNALS:
    /// What the program wrote to its standard error, as it comes, fit to be shown.
    void said(const QString &text);
    /// All that it wrote to its standard output, if it ended well.
    void finished(const kube::Result<QByteArray> &output);

private:
    [[nodiscard]] QString name() const;
    void readOutput();
    void readErrors();
    void onEnd(int exitCode, bool crashed);
    void fail(const QString &sentence);
    void finish(const Result<QByteArray> &output);
    void endProcess();

    ExecCommand m_command;
    Settings m_settings;
    std::unique_ptr<QProcess> m_process;
    QTimer m_deadline;
    QByteArray m_output;
    QString m_errors; ///< the last of it
    bool m_spoke = false;
    QStringDecoder m_decoder{QStringConverter::Utf8};
};

} // namespace kube
