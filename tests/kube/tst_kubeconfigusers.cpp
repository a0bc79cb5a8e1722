// SPDX-License-Identifier: Apache-2.0
#include "kubeconfigfixture.h"
#include "testcertificates.h"
#include "testfiles.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace kubeconfigfixture;
using kube::ClusterConfig;
using kube::ExecConfig;
using kube::Kubeconfig;
using testcertificates::Algorithm;
using testcertificates::Form;
using testcertificates::Identity;

class tst_KubeconfigUsers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void k15_clientCertificates_data();
    void k15_clientCertificates();
    void k16_warnsOfCertificates_data();
    void k16_warnsOfCertificates();
    void k17_credentialsAreNotSentInTheClear_data();
    void k17_credentialsAreNotSentInTheClear();
    void k20_tokens_data();
    void k20_tokens();
    void tokenFilesAreChecked();
    void readsExecWhole();
    void execOnlyWithoutAnotherCredential_data();
    void execOnlyWithoutAnotherCredential();
    void warnsOfSecretFilesThatEverybodyReads();

private:
    TestFiles m_files;
    Identity m_pair;
    Identity m_other;
    QByteArray m_pairFields;
};

void tst_KubeconfigUsers::initTestCase()
{
    m_pair = testcertificates::identity({.name = u"ada"_s});
    m_other = testcertificates::identity({.name = u"eve"_s});
    m_files.write(u"client.crt"_s, m_pair.certificate);
    m_files.write(u"client.key"_s, m_pair.key);
    m_files.write(u"other.key"_s, m_other.key);
    m_files.write(u"garbage"_s, "garbage");
    m_files.write(u"empty"_s, " \n");
    m_pairFields =
        "client-certificate-data: " + quoted(m_pair.certificate) + ", client-key-data: " + quoted(m_pair.key);
}

void tst_KubeconfigUsers::k15_clientCertificates_data()
{
    QTest::addColumn<QByteArray>("user");
    QTest::addColumn<QString>("says"); // empty: usable
    QTest::addColumn<bool>("files"); // read again as they rotate

    const auto data = [](const QByteArray &certificate, const QByteArray &key) {
        return "client-certificate-data: " + quoted(certificate) + ", client-key-data: " + quoted(key);
    };
    const QByteArray certificateData = "client-certificate-data: " + quoted(m_pair.certificate);
    const QByteArray keyData = "client-key-data: " + quoted(m_pair.key);
    const QByteArray both = "client-certificate: client.crt, client-key: client.key";
    for (const auto &[name, algorithm] :
         {std::pair("RSA as data", Algorithm::Rsa), std::pair("EC as data", Algorithm::Ec),
          std::pair("Ed25519 as data", Algorithm::Ed25519)}) {
        const Identity made = testcertificates::identity({.algorithm = algorithm});
        QTest::newRow(name) << data(made.certificate, made.key) << QString() << false;
    }
    QTest::newRow("as files") << both << QString() << true;
    QTest::newRow("a certificate as data, its key as a file")
        << certificateData + ", client-key: client.key" << QString() << false;
    QTest::newRow("a certificate as a file, its key as data")
        << "client-certificate: client.crt, " + keyData << QString() << false;
    QTest::newRow("with a token") << both + ", token: t" << QString() << true;

    QTest::newRow("K13: a certificate as data and as a file")
        << certificateData + ", " + both << u"client-certificate-data: Both client-certificate-data and"_s << false;
    QTest::newRow("K13: a key as data and as a file")
        << keyData + ", " + both << u"client-key-data: Both client-key-data and client-key"_s << false;
    QTest::newRow("a certificate without its key")
        << certificateData << u"client-key-data, client-key: A client certificate is given without its key"_s << false;
    QTest::newRow("a certificate file that is not there")
        << QByteArray("client-certificate: gone, client-key: client.key") << u"gone does not exist"_s << false;
    QTest::newRow("a key file that is not there")
        << QByteArray("client-certificate: client.crt, client-key: gone") << u"client-key: "_s << false;
    QTest::newRow("K14: a certificate that is not base64")
        << "client-certificate-data: '%', " + keyData << u"client-certificate-data: The value is not base64"_s << false;
    QTest::newRow("K14: a key that is not base64")
        << certificateData + ", client-key-data: '%'" << u"client-key-data: The value is not base64"_s << false;
    QTest::newRow("a certificate that is none")
        << data("garbage", m_pair.key) << u"client-certificate-data: There is no certificate"_s << false;
    QTest::newRow("a key that is none") << data(m_pair.certificate, "garbage")
                                        << u"client-key-data: There is no private key"_s << false;
    QTest::newRow("a file that is no key") << QByteArray("client-certificate: client.crt, client-key: garbage")
                                           << u"client-key: There is no private"_s << false;
    QTest::newRow("the key of another") << data(m_pair.certificate, m_other.key)
                                        << u"client-key-data: The private key does not belong"_s << false;
    QTest::newRow("the key file of another") << QByteArray("client-certificate: client.crt, client-key: other.key")
                                             << u"client-key: The private key does not belong"_s << false;
    QTest::newRow("an encrypted key") << data(m_pair.certificate, testcertificates::key(Algorithm::Ec, Form::Encrypted))
                                      << u"client-key-data: The private key is encrypted"_s << false;
}

void tst_KubeconfigUsers::k15_clientCertificates()
{
    QFETCH(QByteArray, user);
    QFETCH(QString, says);
    QFETCH(bool, files);
    const auto loaded = Kubeconfig::fromText(contextOf(goodCluster, user), m_files.path(u"config"_s));
    QVERIFY(loaded);
    const auto config = loaded->clusterConfig(u"x"_s);
    QVERIFY2(bool(config) == says.isEmpty(), qPrintable(config ? QString() : config.error().message));
    if (!config) {
        QVERIFY2(config.error().message.contains(u"user \"u\", "_s) && config.error().message.contains(says),
                 qPrintable(config.error().message));
        return;
    }
    QCOMPARE(config->clientCertificateFile, files ? m_files.path(u"client.crt"_s) : QString());
    QCOMPARE(config->clientKeyFile, files ? m_files.path(u"client.key"_s) : QString());
    QCOMPARE(config->clientCertificate.isEmpty(), files);
    QCOMPARE(config->clientKey.isEmpty(), files);
    QCOMPARE(loaded->warnings(u"x"_s, QDateTime::currentDateTimeUtc()), QStringList());
}

void tst_KubeconfigUsers::k16_warnsOfCertificates_data()
{
    QTest::addColumn<QByteArray>("cluster");
    QTest::addColumn<QByteArray>("user");
    QTest::addColumn<int>("days"); // from today
    QTest::addColumn<QString>("says"); // empty: nothing

    const Identity root = testcertificates::identity({.name = u"root"_s, .authority = true});
    const Identity middle = testcertificates::identity({.name = u"middle"_s, .authority = true}, &root);
    const auto authority = [](const QByteArray &pem) {
        return goodCluster + ", certificate-authority-data: " + quoted(pem);
    };
    QTest::newRow("a root that is valid") << authority(root.certificate) << QByteArray() << 0 << QString();
    QTest::newRow("a root that expired")
        << authority(root.certificate) << QByteArray() << 60
        << u"cluster \"c\", certificate-authority-data: The certificate \"root\" expired on "_s;
    QTest::newRow("a root that is not valid yet")
        << authority(root.certificate) << QByteArray() << -60
        << u"cluster \"c\", certificate-authority-data: The certificate \"root\" is not valid before "_s;
    QTest::newRow("an intermediate alone")
        << authority(middle.certificate) << QByteArray() << 0 << u"only one signed by \"root\""_s;
    QTest::newRow("an intermediate with its root")
        << authority(middle.certificate + root.certificate) << QByteArray() << 0 << QString();
    QTest::newRow("a client certificate that is valid") << goodCluster << m_pairFields << 0 << QString();
    QTest::newRow("a client certificate that expired")
        << goodCluster << m_pairFields << 60
        << u"user \"u\", client-certificate-data: The certificate \"ada\" expired on "_s;
    QTest::newRow("a client certificate that is not valid yet")
        << goodCluster << m_pairFields << -60 << u"The certificate \"ada\" is not valid before "_s;
    QTest::newRow("a client certificate in a file that expired")
        << goodCluster << QByteArray("client-certificate: client.crt, client-key: client.key") << 60
        << u"user \"u\", client-certificate: The certificate \"ada\" expired on "_s;
    QTest::newRow("a key without a certificate")
        << goodCluster << QByteArray("token: t, client-key: client.key") << 0
        << u"user \"u\", client-key: A key without a client certificate is not used"_s;
}

void tst_KubeconfigUsers::k16_warnsOfCertificates()
{
    QFETCH(QByteArray, cluster);
    QFETCH(QByteArray, user);
    QFETCH(int, days);
    QFETCH(QString, says);
    const auto loaded = Kubeconfig::fromText(contextOf(cluster, user), m_files.path(u"config"_s));
    QVERIFY(loaded);
    const auto config = loaded->clusterConfig(u"x"_s);
    QVERIFY2(config, qPrintable(config ? QString() : config.error().message)); // a warning is no error
    const QStringList warnings = loaded->warnings(u"x"_s, QDateTime::currentDateTimeUtc().addDays(days));
    QCOMPARE(warnings.size(), says.isEmpty() ? 0 : 1);
    QVERIFY2(says.isEmpty() || warnings.constFirst().contains(says), qPrintable(warnings.join(u'\n')));
    QVERIFY(loaded->warnings(u"gone"_s, QDateTime::currentDateTimeUtc()).isEmpty());
}

void tst_KubeconfigUsers::k17_credentialsAreNotSentInTheClear_data()
{
    QTest::addColumn<QByteArray>("server");
    QTest::addColumn<QByteArray>("user");
    QTest::addColumn<bool>("sent");

    const QByteArray exec = "exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: c}";
    for (const auto &[server, sent] :
         {std::pair(QByteArray("http://c"), false), std::pair(QByteArray("c:8080"), false),
          std::pair(QByteArray("HTTP://c"), false), std::pair(QByteArray("https://c"), true),
          std::pair(QByteArray("HTTPS://c"), true)}) {
        QTest::addRow("a token to %s", server.constData()) << server << QByteArray("token: t") << sent;
        QTest::addRow("a token file to %s", server.constData())
            << server << QByteArray("tokenFile: client.key") << sent;
        QTest::addRow("a plugin's credential to %s", server.constData()) << server << exec << sent;
    }
    QTest::newRow("a certificate to http") << QByteArray("http://c") << m_pairFields << false;
    QTest::newRow("a certificate makes host:port https") << QByteArray("c:6443") << m_pairFields << true;
}

void tst_KubeconfigUsers::k17_credentialsAreNotSentInTheClear()
{
    QFETCH(QByteArray, server);
    QFETCH(QByteArray, user);
    QFETCH(bool, sent);
    const auto loaded = Kubeconfig::fromText(
        contextOf("server: '" + server + "'", user.replace("tokenFile: client.key", "tokenFile: tok")),
        m_files.write(u"http/config"_s, {}));
    m_files.write(u"http/tok"_s, "t");
    const auto config = loaded->clusterConfig(u"x"_s);
    QVERIFY2(config, qPrintable(config ? QString() : config.error().message));
    QCOMPARE(config->server.scheme(), sent ? u"https"_s : u"http"_s);
    ClusterConfig anonymous = *config;
    anonymous.token.clear();
    anonymous.tokenFile.clear();
    anonymous.clientCertificate.clear();
    anonymous.clientKey.clear();
    anonymous.exec.reset();
    QCOMPARE(*config == anonymous, !sent);
    const QStringList warnings = loaded->warnings(u"x"_s, QDateTime::currentDateTimeUtc());
    QCOMPARE(warnings.size(), sent ? 0 : 1);
    QVERIFY(sent || warnings.constFirst().contains(u"credentials of user \"u\" are not sent"));
}

void tst_KubeconfigUsers::k20_tokens_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<QString>("says"); // empty: usable

    QTest::newRow("letters") << QByteArray("abc.DEF-123_~+/=") << QString();
    QTest::newRow("8 KiB") << QByteArray(8192, 'a') << QString();
    QTest::newRow("a line break in it") << QByteArray("a\\nb") << u"holds a line break"_s;
    QTest::newRow("a line break at its end") << QByteArray("a\\n") << u"holds a line break"_s;
    QTest::newRow("a header behind it") << QByteArray("a\\r\\nX-Injected: yes") << u"holds a line break"_s;
    QTest::newRow("a space") << QByteArray("a b") << u"holds a space"_s;
    QTest::newRow("a tab") << QByteArray("a\\tb") << u"holds a space"_s;
    QTest::newRow("a control character") << QByteArray("a\\u0001b") << u"holds a space or another"_s;
    QTest::newRow("a NUL") << QByteArray("a\\0b") << u"must be text"_s;
    QTest::newRow("DEL") << QByteArray("a\\u007fb") << u"holds a space or another"_s;
    QTest::newRow("a letter beyond ASCII") << QByteArray("caf\xc3\xa9") << u"holds a space or another"_s;
}

void tst_KubeconfigUsers::k20_tokens()
{
    QFETCH(QByteArray, token);
    QFETCH(QString, says);
    const auto loaded = Kubeconfig::fromText(contextOf(goodCluster, "token: \"" + token + '"'), u"/x/config"_s);
    QVERIFY2(loaded, qPrintable(loaded ? QString() : loaded.error().message));
    const auto config = loaded->clusterConfig(u"x"_s);
    QCOMPARE(bool(config), says.isEmpty());
    if (config)
        QCOMPARE(config->token, token);
    else
        QVERIFY2(config.error().message.startsWith(u"/x/config, user \"u\", token: ")
                     && config.error().message.contains(says),
                 qPrintable(config.error().message));
}

void tst_KubeconfigUsers::tokenFilesAreChecked()
{
    const auto read = [this](const QByteArray &user) {
        return Kubeconfig::fromText(contextOf(goodCluster, user), m_files.path(u"config"_s))->clusterConfig(u"x"_s);
    };
    m_files.write(u"token"_s, "\n secret \n");
    QCOMPARE(read("tokenFile: token")->tokenFile, m_files.path(u"token"_s));
    QCOMPARE(read("tokenFile: token")->token, QByteArray());
    QVERIFY(read("tokenFile: gone").error().message.contains(u"user \"u\", tokenFile: "_s + m_files.path(u"gone"_s)));
    QVERIFY(read("tokenFile: empty").error().message.contains(m_files.path(u"empty"_s) + u" is empty"_s));
    m_files.write(u"two words"_s, "two words");
    QVERIFY(read("tokenFile: two words").error().message.contains(u"tokenFile: The token holds a space"));
    // With a token to begin with, the file may come later.
    QCOMPARE(read("token: t, tokenFile: gone")->token, "t");
    QCOMPARE(read("token: t, tokenFile: gone")->tokenFile, m_files.path(u"gone"_s));
}

void tst_KubeconfigUsers::readsExecWhole()
{
    const QByteArray extensions = ", extensions: [{name: other, extension: 1}, "
                                  "{name: client.authentication.k8s.io/exec, extension: {audience: shop, depth: 3}}]";
    const QByteArray exec = "exec: {apiVersion: client.authentication.k8s.io/v1, command: ../bin/login, "
                            "args: [get-token, '', 'two words', '$HOME'], installHint: \"Install it.\", "
                            "env: [{name: PATH, value: /tools}, {name: EMPTY, value: ''}, {name: NONE}], "
                            "provideClusterInfo: true, interactiveMode: Always}";
    const auto config =
        Kubeconfig::fromText(contextOf(goodCluster + extensions, exec), u"/x/y/config"_s)->clusterConfig(u"x"_s);
    QVERIFY2(config, qPrintable(config ? QString() : config.error().message));
    ExecConfig expected;
    expected.apiVersion = u"client.authentication.k8s.io/v1"_s;
    expected.command = u"/x/bin/login"_s;
    expected.arguments = {u"get-token"_s, u""_s, u"two words"_s, u"$HOME"_s};
    expected.environment = {{u"PATH"_s, u"/tools"_s}, {u"EMPTY"_s, u""_s}, {u"NONE"_s, u""_s}};
    expected.installHint = u"Install it."_s;
    expected.provideClusterInfo = true;
    expected.clusterExtension = QJsonObject{{u"audience"_s, u"shop"_s}, {u"depth"_s, 3}};
    expected.interactive = ExecConfig::Interactive::Always;
    QVERIFY(config->exec == expected);

    const auto plain =
        Kubeconfig::fromText(contextOf(goodCluster + extensions,
                                       "exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: aws}"),
                             u"/x/y/config"_s)
            ->clusterConfig(u"x"_s);
    QVERIFY(plain);
    QCOMPARE(plain->exec->command, u"aws"_s);
    QCOMPARE(plain->exec->interactive, ExecConfig::Interactive::IfAvailable);
    QVERIFY(!plain->exec->provideClusterInfo);
    QVERIFY(plain->exec->clusterExtension.isNull()); // not asked for
}

void tst_KubeconfigUsers::execOnlyWithoutAnotherCredential_data()
{
    QTest::addColumn<QByteArray>("other");
    QTest::addColumn<bool>("used");
    QTest::newRow("nothing else") << QByteArray() << true;
    QTest::newRow("a token") << QByteArray("token: t, ") << false;
    QTest::newRow("a token of no text") << QByteArray("token: '', ") << true;
    QTest::newRow("a certificate") << m_pairFields + ", " << false;
    QTest::newRow("certificate files") << QByteArray("client-certificate: client.crt, client-key: client.key, ")
                                       << false;
}

void tst_KubeconfigUsers::execOnlyWithoutAnotherCredential()
{
    QFETCH(QByteArray, other);
    const auto config =
        Kubeconfig::fromText(
            contextOf(goodCluster, other + "exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: c}"),
            m_files.path(u"config"_s))
            ->clusterConfig(u"x"_s);
    QVERIFY2(config, qPrintable(config ? QString() : config.error().message));
    QTEST(config->exec.has_value(), "used");
}

void tst_KubeconfigUsers::warnsOfSecretFilesThatEverybodyReads()
{
    const QFile::Permissions everybody = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther;
    m_files.write(u"open/client.key"_s, m_pair.key, everybody);
    m_files.write(u"open/client.crt"_s, m_pair.certificate, everybody);
    m_files.write(u"open/token"_s, "t", everybody);
    const auto loaded = Kubeconfig::fromText(
        contextOf(goodCluster, "client-certificate: client.crt, client-key: client.key, tokenFile: token"),
        m_files.path(u"open/config"_s));
    const QStringList warnings = loaded->warnings(u"x"_s, QDateTime::currentDateTimeUtc());
    QCOMPARE(warnings.size(), 2);
    QVERIFY(
        warnings.at(0).contains(u"tokenFile: Every user of this computer can read "_s + m_files.path(u"open/token"_s)));
    QVERIFY(warnings.at(1).contains(u"client-key: Every user of this computer can read "_s));
    QVERIFY(loaded->clusterConfig(u"x"_s));
}

QTEST_GUILESS_MAIN(tst_KubeconfigUsers)
#include "tst_kubeconfigusers.moc"
