// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "serverfixture.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

/// One run of kubectl against the server, whose event loop goes on meanwhile. Its end is that of the process.
class Kubectl final
{
public:
    Kubectl(const QString &folder, const QStringList &arguments, const QByteArray &input = {})
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"HOME"_s, folder); // its caches
        environment.insert(u"KUBECONFIG"_s, folder + u"/config"_s);
        environment.insert(u"KUBE_EDITOR"_s, u"sh "_s + folder + u"/editor"_s);
        m_process.setProcessEnvironment(environment);
        m_process.start(u"kubectl"_s, arguments);
        m_process.write(input);
        m_process.closeWriteChannel();
    }
    ~Kubectl()
    {
        if (m_process.state() != QProcess::NotRunning) {
            m_process.kill();
            m_process.waitForFinished();
        }
    }

    [[nodiscard]] bool finish()
    {
        return QTest::qWaitFor([this] { return m_process.state() == QProcess::NotRunning; }, 30'000);
    }
    [[nodiscard]] int code() const { return m_process.exitCode(); }
    [[nodiscard]] QString output()
    {
        m_output += QString::fromUtf8(m_process.readAllStandardOutput());
        return m_output;
    }
    [[nodiscard]] QString errors()
    {
        m_errors += QString::fromUtf8(m_process.readAllStandardError());
        return m_errors;
    }

private:
    QProcess m_process;
    QString m_output;
    QString m_errors;
};

/// What the tests of kubectl begin with, each time anew: a server with a cluster, its StatefulSet and a pod, and a
/// folder with the kubeconfig. A run that ends with another exit code than expected fails the test.
class KubectlTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(u"kubectl"_s).isEmpty())
            QSKIP("kubectl is not installed: the simulated cluster is not compared with it.");
    }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^kubectl "_s));
        m_folder = std::make_unique<QTemporaryDir>();
        serve(std::make_unique<ServerFixture>());
        put(sample::cluster(),
            "{'state':'Running','specStatus':'Valid','licenseStatus':{'licenseState':'Valid','shardsUsage':'2/"
            "4','expirationDate':'2026-12-01T00:00:00Z'}}");
        put(sample::statefulSet(), "{'replicas':3,'readyReplicas':3}");
        put(sample::pod("rec-0", "n1"),
            "{'phase':'Running','containerStatuses':[{'name':'c','image':'i','imageID':'x','ready':true,'restartCount':"
            "0,'"
            "state':{'running':{}}}]}");
    }
    void cleanup()
    {
        m_fixture.reset();
        m_folder.reset();
    }

protected:
    [[nodiscard]] sim::ApiServer &server() { return m_fixture->server; }
    [[nodiscard]] QString folder() const { return m_folder->path(); }
    [[nodiscard]] QString errors() const { return m_errors; } ///< what the last run said

    void serve(std::unique_ptr<ServerFixture> fixture)
    {
        m_fixture = std::move(fixture);
        write(u"config"_s, server().kubeconfig().toUtf8());
    }
    /// Runs it to its end; its output.
    QString run(const QStringList &arguments, int code = 0, const QByteArray &input = {})
    {
        Kubectl kubectl(folder(), arguments, input);
        if (!kubectl.finish() || kubectl.code() != code)
            qWarning("kubectl %ls: %d: %ls %ls", qUtf16Printable(arguments.join(u' ')), kubectl.code(),
                     qUtf16Printable(kubectl.output()), qUtf16Printable(kubectl.errors()));
        m_errors = kubectl.errors();
        return kubectl.output();
    }
    /// Writes a file; its path.
    QString write(const QString &name, const QByteArray &text)
    {
        QFile file(m_folder->filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write %ls", qUtf16Printable(file.fileName()));
        return file.fileName();
    }
    void put(const QByteArray &object, const char *status = nullptr)
    {
        QJsonObject value = QJsonDocument::fromJson(object).object();
        if (status)
            value.insert(u"status"_s, json(status));
        if (const auto done = server().objects().put(value); !done)
            qFatal("%ls", qUtf16Printable(done.error().message));
    }
    [[nodiscard]] QJsonObject cluster()
    {
        return server()
            .objects()
            .get(u"redisenterpriseclusters.app.redislabs.com"_s, u"default"_s, u"rec"_s)
            .value_or(QJsonObject());
    }
    [[nodiscard]] QJsonObject statefulSet()
    {
        return server().objects().get(u"statefulsets.apps"_s, u"default"_s, u"rec"_s).value_or(QJsonObject());
    }

private:
    std::unique_ptr<ServerFixture> m_fixture;
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_errors;
};
