// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "credentialsources.h"
#include "testfiles.h"

#include <QTimeZone>

/// Credential plugins that a test writes as scripts, and who wants their credentials.
class PluginBench
{
protected:
    /// Says yes, and keeps what it was asked.
    class Consent final : public kube::ExecConsent
    {
    public:
        void request(const kube::ExecCommand &command, QObject *context, kube::Callback<void> done) override
        {
            asked.append(command);
            if (!holds)
                QMetaObject::invokeMethod(context, [done = std::move(done)] { done({}); }, Qt::QueuedConnection);
        }

        QList<kube::ExecCommand> asked;
        bool holds = false; ///< does not answer
    };

    /// Somebody who wants a credential.
    struct Caller
    {
        QObject context;
        QList<kube::Result<kube::Credential>> answers;

        void ask(kube::CredentialSource &source)
        {
            const qsizetype before = answers.size();
            source.get(&context, [this](const kube::Result<kube::Credential> &result) { answers.append(result); });
            if (answers.size() != before)
                qFatal("The answer came before the call returned");
        }

        [[nodiscard]] QString problem() const
        {
            return answers.isEmpty() || answers.constLast() ? QString() : answers.constLast().error().message;
        }
    };

    /// As before the first test.
    void reset()
    {
        m_files = TestFiles();
        m_consent.asked.clear();
        m_consent.holds = false;
        m_pool.reset();
        m_now = QDateTime({2026, 1, 2}, {12, 0}, QTimeZone::UTC);
        m_options = kube::ExecOptions();
        m_options.clock = [this] { return m_now; };
        m_options.timeLimit = std::chrono::seconds(30);
    }

    [[nodiscard]] static kube::ClusterConfig config(const QString &program, const QStringList &arguments = {})
    {
        kube::ClusterConfig config;
        config.server = QUrl(QStringLiteral("https://c:6443"));
        kube::ExecConfig exec;
        exec.apiVersion = QStringLiteral("client.authentication.k8s.io/v1");
        exec.command = program;
        exec.arguments = arguments;
        config.exec = exec;
        return config;
    }

    [[nodiscard]] std::unique_ptr<kube::CredentialSource> source(const kube::ClusterConfig &config)
    {
        return kube::makeCredentialSource(config, &m_consent, m_options, m_pool.get());
    }

    /// The program "plugin", which does this.
    [[nodiscard]] QString script(const QByteArray &body) const
    {
        return m_files.write(QStringLiteral("plugin"), "#!/bin/sh\n" + body,
                             QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    /// The program "plugin", which counts its runs and prints the token run-N, which ends when told.
    QString countingScript(const QByteArray &expires = {})
    {
        QByteArray end;
        if (!expires.isEmpty())
            end = ", \"expirationTimestamp\": \"" + expires + '"';
        return script("echo x >>\"$0.runs\"\n"
                      "cat <<EOF\n"
                      "{\"kind\": \"ExecCredential\", \"apiVersion\": \"client.authentication.k8s.io/v1\",\n"
                      " \"status\": {\"token\": \"run-$(($(wc -l <\"$0.runs\")))\""
                      + end + "}}\nEOF\n");
    }

    [[nodiscard]] qsizetype runs() const { return read(QStringLiteral("plugin.runs")).count('\n'); }

    [[nodiscard]] QByteArray read(const QString &name) const
    {
        QFile file(m_files.path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    /// A zombie does not: whose child it has become may take his time.
    [[nodiscard]] static bool isRunning(const QByteArray &pid)
    {
        QFile status(QStringLiteral("/proc/%1/stat").arg(QString::fromLatin1(pid.trimmed())));
        return !pid.isEmpty() && status.open(QIODevice::ReadOnly) && !status.readAll().contains(") Z ");
    }

    TestFiles m_files;
    Consent m_consent;
    std::unique_ptr<kube::ExecPluginPool> m_pool;
    kube::ExecOptions m_options;
    QDateTime m_now;
};
