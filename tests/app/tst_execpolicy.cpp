// SPDX-License-Identifier: Apache-2.0
#include "clusterscene.h"
#include "ctlrun.h"
#include "testcertificates.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslKey>
#include <QTest>

using namespace Qt::StringLiterals;

/// rollhivectl --exec-policy, with a credential plugin that a server with TLS needs.
class tst_ExecPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void runsWhatIsAllowed();
    void runsNothingThatIsDenied();
    void asksAndRemembersAYes();
    void asksAgainWhenTheCommandChanges();
    void aNoRunsNothing_data();
    void aNoRunsNothing();
    void passesOnWhatThePluginSays();

private:
    void writePlugin(const QByteArray &body);
    void writeKubeconfig(const QByteArray &arguments);
    CtlRun::Result get(const QStringList &options = {}, const QByteArray &input = {})
    {
        return m_ctl->run(QStringList{u"get"_s, u"rec"_s} + options, input);
    }
    [[nodiscard]] qsizetype runs() const;

    testcertificates::Identity m_identity;
    std::unique_ptr<ClusterScene> m_scene;
    std::unique_ptr<CtlRun> m_ctl;
    QString m_plugin;
};

void tst_ExecPolicy::init()
{
    m_identity = testcertificates::identity({.authority = true});
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificate(QSslCertificate(m_identity.certificate));
    tls.setPrivateKey(QSslKey(m_identity.key, QSsl::Ec));
    m_scene = std::make_unique<ClusterScene>(
        sim::ApiServerOptions{.tls = tls, .tokens = {{"t0ken", {.name = u"ada"_s, .groups = {}}}}});
    m_scene->putBoth();
    m_ctl = std::make_unique<CtlRun>();
    writePlugin(R"(echo '{"kind": "ExecCredential", "apiVersion": "client.authentication.k8s.io/v1",
                          "status": {"token": "t0ken"}}')");
    writeKubeconfig("login");
}

void tst_ExecPolicy::writePlugin(const QByteArray &body)
{
    m_plugin = m_scene->write(u"corp-login"_s, "#!/bin/sh\necho run >>\"$0.runs\"\n" + body + '\n');
    QVERIFY(QFile::setPermissions(m_plugin, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
}

void tst_ExecPolicy::writeKubeconfig(const QByteArray &arguments)
{
    const QByteArray cluster =
        "cluster: {certificate-authority-data: " + m_identity.certificate.toBase64() + ", server:";
    const QByteArray user =
        "user: {exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: '"
        + m_plugin.toUtf8() + "', args: [" + arguments + "]}}";
    const QByteArray text = m_scene->kubeconfig().replace("cluster: {server:", cluster).replace("user: {}", user);
    m_ctl->setKubeconfig(m_scene->write(u"config"_s, text));
}

qsizetype tst_ExecPolicy::runs() const
{
    QFile file(m_plugin + u".runs"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll().count('\n') : 0;
}

void tst_ExecPolicy::runsWhatIsAllowed()
{
    const CtlRun::Result result = get({u"--exec-policy"_s, u"allow-all"_s});
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
    QVERIFY(result.out.contains("orders"_L1));
    QCOMPARE(result.err, QString());
    QVERIFY(runs() > 0);
}

void tst_ExecPolicy::runsNothingThatIsDenied()
{
    const CtlRun::Result result = get({u"--exec-policy"_s, u"deny-all"_s}, "y\n");
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.startsWith("error: "_L1) && result.err.contains(m_plugin), qPrintable(result.err));
    QCOMPARE(runs(), 0);
    QVERIFY(m_scene->server().trouble().requests().isEmpty()); // nor was anything asked without a credential
}

void tst_ExecPolicy::asksAndRemembersAYes()
{
    const CtlRun::Result first = get({}, "y\n");
    QVERIFY2(first.exitCode == 0, qPrintable(first.err));
    QVERIFY2(first.err.contains(m_plugin + u" login"_s), qPrintable(first.err)); // the whole command
    QVERIFY(first.err.contains("Run it? [y/N]"_L1));
    const CtlRun::Result second = get();
    QCOMPARE(second.exitCode, 0);
    QCOMPARE(second.err, QString());
}

void tst_ExecPolicy::asksAgainWhenTheCommandChanges()
{
    QCOMPARE(get({}, "y\n").exitCode, 0);
    writeKubeconfig("login, --as-root");
    const CtlRun::Result changed = get();
    QCOMPARE(changed.exitCode, 1);
    QVERIFY2(changed.err.contains(m_plugin + u" login --as-root"_s), qPrintable(changed.err));
}

void tst_ExecPolicy::aNoRunsNothing_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("n") << QByteArray("n\n");
    QTest::newRow("no input at all") << QByteArray();
}

void tst_ExecPolicy::aNoRunsNothing()
{
    QFETCH(QByteArray, answer);
    const CtlRun::Result result = get({}, answer);
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(runs(), 0);
    QVERIFY2(result.err.contains("error: "_L1), qPrintable(result.err));
    QCOMPARE(get({}, "y\n").exitCode, 0); // a no is not for ever
}

void tst_ExecPolicy::passesOnWhatThePluginSays()
{
    writePlugin("echo 'your login is over, visit https://login.corp' >&2\nexit 3");
    const CtlRun::Result result = get({u"--exec-policy"_s, u"allow-all"_s});
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains("your login is over, visit https://login.corp"_L1), qPrintable(result.err));
    QVERIFY2(result.err.contains(m_plugin), qPrintable(result.err));
    QVERIFY(result.err.contains("error: "_L1));
}

QTEST_GUILESS_MAIN(tst_ExecPolicy)
#include "tst_execpolicy.moc"
