// SPDX-License-Identifier: Apache-2.0
#include "kubeconfig.h"
#include "testcertificates.h"
#include "testfiles.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using kube::ClusterConfig;
using kube::ExecConfig;
using kube::Kubeconfig;
using testcertificates::Algorithm;
using testcertificates::Form;
using testcertificates::Identity;

namespace {

const QByteArray goodCluster = "server: 'https://good:6443'";

// One context "x" of a cluster "c" and a user "u", with these fields, and a context "fine" beside it.
QByteArray kubeconfig(const QByteArray &cluster, const QByteArray &user, const QByteArray &context = {})
{
    return "clusters: [{name: c, cluster: {" + cluster + "}}, {name: fine, cluster: {" + goodCluster + "}}]\n"
        + "users: [{name: u, user: {" + user + "}}, {name: fine, user: {token: fine}}]\n"
        + "contexts: [{name: x, context: {cluster: c, user: u, " + context + "}}, "
        + "{name: fine, context: {cluster: fine, user: fine}}]\n";
}

QByteArray quoted(const QByteArray &bytes)
{
    return '"' + bytes.toBase64() + '"';
}

} // namespace

class tst_KubeconfigCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void refusesWithFileStanzaAndField_data();
    void refusesWithFileStanzaAndField();
    void saysEverythingThatIsWrong();
    void neverShowsASecret();
    void k12_danglingNames_data();
    void k12_danglingNames();
    void k14_base64AsKubectlReadsIt_data();
    void k14_base64AsKubectlReadsIt();
    void k15_clientCertificates_data();
    void k15_clientCertificates();
    void k16_warnsOfCertificates_data();
    void k16_warnsOfCertificates();
    void k17_credentialsAreNotSentInTheClear_data();
    void k17_credentialsAreNotSentInTheClear();
    void k20_tokens_data();
    void k20_tokens();
    void k22_tlsSettings();
    void tokenFilesAreChecked();
    void readsExecWhole();
    void execOnlyWithoutAnotherCredential_data();
    void execOnlyWithoutAnotherCredential();
    void warnsOfSecretFilesThatEverybodyReads();
    void manyContextsAreListedQuickly();

private:
    TestFiles m_files;
    Identity m_pair;
    Identity m_other;
    QByteArray m_pairFields;
};

void tst_KubeconfigCheck::initTestCase()
{
    m_pair = testcertificates::identity({.name = u"ada"_s});
    m_other = testcertificates::identity({.name = u"eve"_s});
    m_files.write(u"ca.crt"_s, m_pair.certificate);
    m_files.write(u"client.crt"_s, m_pair.certificate);
    m_files.write(u"client.key"_s, m_pair.key);
    m_files.write(u"other.key"_s, m_other.key);
    m_files.write(u"garbage"_s, "garbage");
    m_files.write(u"empty"_s, " \n");
    m_pairFields =
        "client-certificate-data: " + quoted(m_pair.certificate) + ", client-key-data: " + quoted(m_pair.key);
}

void tst_KubeconfigCheck::refusesWithFileStanzaAndField_data()
{
    QTest::addColumn<QByteArray>("cluster");
    QTest::addColumn<QByteArray>("user");
    QTest::addColumn<QByteArray>("context");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("says");

    const auto cluster = [](const char *name, const QByteArray &fields, const char *field, const QString &says) {
        QTest::newRow(name) << fields << QByteArray("token: t") << QByteArray()
                            << u"cluster \"c\", "_s + QLatin1StringView(field) + u": "_s << says;
    };
    const auto user = [](const char *name, const QByteArray &fields, const char *field, const QString &says) {
        QTest::newRow(name) << goodCluster << fields << QByteArray()
                            << u"user \"u\", "_s + QLatin1StringView(field) + u": "_s << says;
    };
    const auto context = [](const char *name, const QByteArray &fields, const char *field, const QString &says) {
        QTest::newRow(name) << goodCluster << QByteArray("token: t") << fields
                            << u"context \"x\", "_s + QLatin1StringView(field) + u": "_s << says;
    };

    // The server.
    cluster("no server", "", "server", u"No server is given"_s);
    cluster("a server of no text", "server: ''", "server", u"No server is given"_s);
    cluster("a server that is a number", "server: 8080", "server", u"must be text"_s);
    cluster("a server that is a list", "server: [a]", "server", u"must be text"_s);
    cluster("K18: a server with a user name", "server: 'https://ada:hunter2@c'", "server",
            u"Basic authentication is not supported"_s);
    cluster("K18: port 0", "server: 'https://c:0'", "server", u"port that does not exist"_s);
    cluster("K18: port 99999", "server: 'https://c:99999'", "server", u"is not an address"_s);
    cluster("a server of another scheme", "server: 'ftp://c'", "server", u"neither an http nor an https"_s);
    cluster("a server with a space", "server: 'https://c d'", "server", u"holds a space"_s);

    // Trust.
    const QByteArray good = goodCluster + ", ";
    const QByteArray path = m_files.path(u"ca.crt"_s).toUtf8();
    const QByteArray data = "certificate-authority-data: " + quoted(m_pair.certificate);
    cluster("K13: a CA as data and as a file", good + data + ", certificate-authority: " + path,
            "certificate-authority-data", u"Both certificate-authority-data and certificate-authority are given"_s);
    cluster("a CA file that is not there", good + "certificate-authority: nowhere.crt", "certificate-authority",
            m_files.path(u"nowhere.crt"_s) + u" does not exist"_s);
    cluster("a CA file that is a folder", good + "certificate-authority: .", "certificate-authority", u"is a folder"_s);
    cluster("a CA file without a certificate", good + "certificate-authority: garbage", "certificate-authority",
            u"no certificate in it"_s);
    cluster("K14: CA data that is not base64", good + "certificate-authority-data: '*'", "certificate-authority-data",
            u"not base64"_s);
    cluster("K15: CA data without a certificate", good + "certificate-authority-data: " + quoted("garbage"),
            "certificate-authority-data", u"no certificate in it"_s);
    cluster("K15: CA data that is a key", good + "certificate-authority-data: " + quoted(m_pair.key),
            "certificate-authority-data", u"no certificate in it"_s);
    cluster("a CA that is not to be used", good + data + ", insecure-skip-tls-verify: true", "insecure-skip-tls-verify",
            u"cannot be checked against certificate-authority-data and not be checked"_s);
    cluster("a CA file that is not to be used", good + "insecure-skip-tls-verify: true, certificate-authority: ca.crt",
            "insecure-skip-tls-verify", u"cannot be checked against certificate-authority and not be checked"_s);
    cluster("insecure as a text", good + "insecure-skip-tls-verify: 'true'", "insecure-skip-tls-verify",
            u"must be true or false"_s);
    cluster("compression as a text", good + "disable-compression: 'no'", "disable-compression",
            u"must be true or false"_s);
    cluster("K22: a TLS name with a space", good + "tls-server-name: 'a b'", "tls-server-name",
            u"is not a host name"_s);
    cluster("K22: a TLS name with a line break", good + "tls-server-name: \"a\\nb\"", "tls-server-name",
            u"is not a host name"_s);
    cluster("an extension twice", good + "extensions: [{name: e, extension: 1}, {name: e, extension: 2}]", "extensions",
            u"\"e\" is given twice"_s);

    // Proxies are refused by name.
    cluster("K19: an http proxy", good + "proxy-url: 'http://proxy:3128'", "proxy-url",
            u"cannot reach a cluster through a proxy (http://proxy) yet"_s);
    cluster("K19: an https proxy", good + "proxy-url: 'https://proxy'", "proxy-url",
            u"through a proxy (https://proxy) yet"_s);
    cluster("K19: a socks5 proxy", good + "proxy-url: 'socks5://proxy:1080'", "proxy-url",
            u"through a proxy (socks5://proxy) yet"_s);
    cluster("K19: a proxy of another scheme", good + "proxy-url: 'socks6://proxy'", "proxy-url",
            u"not the address of an http, https or socks5 proxy"_s);
    cluster("K19: a proxy without a scheme", good + "proxy-url: 'proxy:3128'", "proxy-url",
            u"not the address of an http, https or socks5 proxy"_s);
    cluster("K19: a proxy that is no address", good + "proxy-url: 'http://['", "proxy-url",
            u"not the address of an http, https or socks5 proxy"_s);
    cluster("K19: a proxy that is a list", good + "proxy-url: [a]", "proxy-url", u"must be text"_s);

    // The context.
    context("a namespace with a capital", "namespace: Shop", "namespace", u"\"Shop\" cannot be the name of"_s);
    context("a namespace with a dot", "namespace: a.b", "namespace", u"cannot be the name of"_s);
    context("a namespace with a slash", "namespace: ../b", "namespace", u"cannot be the name of"_s);
    context("a namespace that begins with a hyphen", "namespace: '-a'", "namespace", u"cannot be the name of"_s);
    context("a namespace that ends with a hyphen", "namespace: 'a-'", "namespace", u"cannot be the name of"_s);
    context("a namespace with a line break at its end", "namespace: \"a\\n\"", "namespace", u"cannot be the name of"_s);
    context("a namespace of 64 letters", "namespace: " + QByteArray(64, 'a'), "namespace", u"cannot be the name of"_s);
    context("a namespace that is a number", "namespace: 7", "namespace", u"must be text"_s);

    // Credentials that Rollhive does not have.
    user("a user name", "username: ada", "username", u"Basic authentication is not supported"_s);
    user("a password alone", "password: hunter2", "password", u"Basic authentication is not supported"_s);
    user("a user name with password", "username: ada, password: hunter2", "username, password",
         u"Basic authentication is not supported"_s);
    user("a token and a password", "token: t, username: ada, password: hunter2", "token",
         u"only one of the two can be used"_s);
    user("impersonation", "token: t, as: bob", "as", u"cannot act as another user (impersonation) yet"_s);
    user("K21: impersonation with two groups", "token: t, as: bob, as-groups: [one, two]", "as, as-groups",
         u"cannot act as another user"_s);
    user("impersonation with everything",
         "token: t, as: bob, as-uid: '7', as-groups: [one], as-user-extra: {scopes: [all]}",
         "as, as-uid, as-groups, as-user-extra", u"cannot act as another user"_s);
    user("K21: as-uid without as", "token: t, as-uid: '7'", "as", u"as-uid needs a user in \"as\""_s);
    user("as-groups without as", "token: t, as-groups: [one]", "as", u"as-groups needs a user"_s);
    user("as-user-extra without as", "token: t, as-user-extra: {a: [b]}", "as", u"as-user-extra needs a user"_s);
    user("auth-provider gcp", "auth-provider: {name: gcp}", "auth-provider", u"gke-gcloud-auth-plugin"_s);
    user("auth-provider azure", "auth-provider: {name: azure}", "auth-provider", u"kubelogin"_s);
    user("auth-provider oidc", "auth-provider: {name: oidc, config: {id-token: hunter2}}", "auth-provider",
         u"\"oidc\" is not supported"_s);
    user("an auth-provider nobody knows", "auth-provider: {name: x}", "auth-provider", u"\"x\" is not supported"_s);
    user("an auth-provider without a name", "auth-provider: {}", "auth-provider", u"is not supported"_s);
    user("an auth-provider that is a text", "auth-provider: gcp", "auth-provider", u"must be a map"_s);
    user("an auth-provider beside exec",
         "auth-provider: {name: gcp}, exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: c}",
         "auth-provider", u"Remove auth-provider"_s);

    // Exec.
    const QByteArray v1 = "apiVersion: client.authentication.k8s.io/v1";
    const QByteArray beta = "apiVersion: client.authentication.k8s.io/v1beta1";
    user("exec that is a text", "exec: aws", "exec", u"must be a map"_s);
    user("exec without a command", "exec: {" + beta + "}", "exec.command", u"No command is given"_s);
    user("exec with a command of no text", "exec: {" + beta + ", command: ''}", "exec.command",
         u"No command is given"_s);
    user("exec that is empty", "exec: {}", "exec.command", u"No command is given"_s);
    user("exec without a version", "exec: {command: c}", "exec.apiVersion", u"No version is given"_s);
    user("exec in v1alpha1", "exec: {command: c, apiVersion: client.authentication.k8s.io/v1alpha1}", "exec.apiVersion",
         u"\"client.authentication.k8s.io/v1alpha1\" is not supported"_s);
    user("exec in v2", "exec: {command: c, interactiveMode: Never, apiVersion: client.authentication.k8s.io/v2}",
         "exec.apiVersion", u"is not supported"_s);
    user("exec in v1 without a mode", "exec: {command: c, " + v1 + "}", "exec.interactiveMode", u"No mode is given"_s);
    user("exec with a mode nobody knows", "exec: {command: c, interactiveMode: Sometimes, " + v1 + "}",
         "exec.interactiveMode", u"\"Sometimes\" is unknown"_s);
    user("exec with a mode in small letters", "exec: {command: c, interactiveMode: never, " + beta + "}",
         "exec.interactiveMode", u"\"never\" is unknown"_s);
    user("exec with a variable without a name", "exec: {command: c, env: [{value: v}], " + beta + "}", "exec.env",
         u"needs a name"_s);
    user("exec with an equals sign in a variable", "exec: {command: c, env: [{name: 'a=b', value: v}], " + beta + "}",
         "exec.env", u"needs a name"_s);
    user("exec with a variable that is a number", "exec: {command: c, env: [{name: A, value: 1}], " + beta + "}",
         "exec.env.value", u"must be text"_s);
    user("exec with variables that are a map", "exec: {command: c, env: {A: b}, " + beta + "}", "exec.env",
         u"must be a list"_s);
    user("exec with an argument that is a number", "exec: {command: c, args: [a, 1], " + beta + "}", "exec.args",
         u"must be text"_s);
    user("exec with an argument that holds a NUL", "exec: {command: c, args: [\"a\\0b\"], " + beta + "}", "exec.args",
         u"must be text"_s);
    user("exec with arguments in one text", "exec: {command: c, args: a b, " + beta + "}", "exec.args",
         u"must be a list"_s);
    user("exec with a command that is a list", "exec: {command: [c], " + beta + "}", "exec.command", u"must be text"_s);
    user("exec with provideClusterInfo as a text", "exec: {command: c, provideClusterInfo: 'true', " + beta + "}",
         "exec.provideClusterInfo", u"must be true or false"_s);
    user("broken exec beside a token", "token: t, exec: {" + beta + "}", "exec.command", u"No command is given"_s);
}

void tst_KubeconfigCheck::refusesWithFileStanzaAndField()
{
    QFETCH(QByteArray, cluster);
    QFETCH(QByteArray, user);
    QFETCH(QByteArray, context);
    QFETCH(QString, place);
    QFETCH(QString, says);
    const QString path = m_files.path(u"config"_s);
    const auto loaded = Kubeconfig::fromText(kubeconfig(cluster, user, context), path);
    QVERIFY2(loaded, qPrintable(loaded ? QString() : loaded.error().message));
    const auto config = loaded->clusterConfig(u"x"_s);
    QVERIFY(!config);
    QCOMPARE(config.error().kind, kube::Error::Kind::Configuration);
    const QString message = config.error().message;
    QVERIFY2(message.contains(path + u", "_s + place), qPrintable(message));
    QVERIFY2(message.contains(says), qPrintable(message));
    QVERIFY2(!message.contains(u"hunter2"), qPrintable(message));
    QVERIFY2(message.endsWith(u'.'), qPrintable(message));

    // The list says the same, and the context beside it is as usable as ever.
    QCOMPARE(loaded->contexts().at(0).problem, QString());
    QCOMPARE(loaded->contexts().at(1).problem, message);
    QVERIFY(loaded->clusterConfig(u"fine"_s));
}

void tst_KubeconfigCheck::saysEverythingThatIsWrong()
{
    const auto loaded = Kubeconfig::fromText(
        kubeconfig("proxy-url: 'http://p'", "username: ada, as: bob", "namespace: A"), u"/x/config"_s);
    const QString message = loaded->clusterConfig(u"x"_s).error().message;
    for (const QString &part : {u"context \"x\", namespace: "_s, u"user \"u\", username: "_s, u"user \"u\", as: "_s,
                                u"cluster \"c\", server: "_s, u"cluster \"c\", proxy-url: "_s}) {
        QVERIFY2(message.contains(u"/x/config, "_s + part), qPrintable(message));
    }
}

void tst_KubeconfigCheck::neverShowsASecret()
{
    // Wherever a secret may stand, however the rest is broken.
    const QByteArrayList broken{
        "users: [{name: u, user: {token: \"hunter2\\n\", password: hunter2, client-key-data: hunter2, "
        "client-certificate-data: hunter2, auth-provider: {name: oidc, config: {id-token: hunter2}}}}]\n"
        "clusters: [{name: c, cluster: {server: 'https://u:hunter2@h:x/', proxy-url: 'http://u:hunter2@p'}}]\n"
        "contexts: [{name: x, context: {cluster: c, user: u}}]",
        "users:\n- name: u\n  user:\n    password: *hunter2\n",
        "users:\n- name: u\n  user:\n    token: \"hunter2\n",
        "users:\n- name: u\n  user:\n    token: hunter2: hunter2\n",
        "users:\n- name: u\n  user:\n    token: !hunter2 x\n",
        "users:\n- name: u\n  user:\n    token: !!int hunter2\n",
        "users:\n- name: u\n  user:\n    token: !!float 'hunter2”hunter2“'\n",
        "users:\n- name: u\n  user: {hunter2: 1, hunter2: 2}\n",
        "users:\n- name: u\n  user: {token: @hunter2}\n",
        "users:\n- name: u\n  user: {token: `hunter2`}\n",
        "users: hunter2",
        "hunter2",
    };
    for (const QByteArray &text : broken) {
        const auto loaded = Kubeconfig::fromText(text, u"/x/config"_s);
        const QString message = loaded ? loaded->clusterConfig(u"x"_s).error().message : loaded.error().message;
        QVERIFY(!message.isEmpty());
        QVERIFY2(!message.contains(u"hunter2"), qPrintable(message));
    }
}

void tst_KubeconfigCheck::k12_danglingNames_data()
{
    QTest::addColumn<QByteArray>("context");
    QTest::addColumn<QString>("says"); // empty: usable

    QTest::newRow("a cluster that is not there")
        << QByteArray("cluster: gone, user: u") << u"cluster: There is no cluster \"gone\""_s;
    QTest::newRow("a user that is not there")
        << QByteArray("cluster: c, user: gone") << u"user: There is no user \"gone\""_s;
    QTest::newRow("no cluster") << QByteArray("user: u") << u"cluster: No cluster is given"_s;
    QTest::newRow("nothing") << QByteArray() << u"cluster: No cluster is given"_s;
    QTest::newRow("no user is anonymous") << QByteArray("cluster: c") << QString();
    QTest::newRow("a user of no text is anonymous") << QByteArray("cluster: c, user: ''") << QString();
    QTest::newRow("a name with hidden characters is shown")
        << QByteArray("cluster: \"a\\u202eb\", user: u") << u"There is no cluster \"a\\u202eb\""_s;
}

void tst_KubeconfigCheck::k12_danglingNames()
{
    QFETCH(QByteArray, context);
    QFETCH(QString, says);
    const auto loaded = Kubeconfig::fromText("clusters: [{name: c, cluster: {" + goodCluster
                                                 + "}}]\nusers: [{name: u, user: {token: t}}]\n"
                                                   "contexts: [{name: x, context: {"
                                                 + context + "}}]",
                                             u"/x/config"_s);
    QVERIFY(loaded);
    const auto config = loaded->clusterConfig(u"x"_s);
    QCOMPARE(bool(config), says.isEmpty());
    if (config)
        QCOMPARE(config->token, QByteArray());
    else
        QVERIFY2(config.error().message.startsWith(u"/x/config, context \"x\", ")
                     && config.error().message.contains(says),
                 qPrintable(config.error().message));
}

void tst_KubeconfigCheck::k14_base64AsKubectlReadsIt_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("good");

    const QByteArray encoded = m_pair.certificate.toBase64();
    QTest::newRow("as it is") << '"' + encoded + '"' << true;
    QTest::newRow("with line breaks") << '"' + QByteArray(encoded).insert(60, "\\n").insert(20, "\\r\\n") + '"' << true;
    QTest::newRow("with a space") << '"' + QByteArray(encoded).insert(20, ' ') + '"' << false;
    QTest::newRow("in the alphabet for addresses") << '"' + QByteArray(encoded).replace(10, 2, "-_") + '"' << false;
    QTest::newRow("cut") << '"' + encoded.chopped(encoded.endsWith('=') ? encoded.count('=') : 1) + '"' << false;
    QTest::newRow("with something behind it") << '"' + encoded + "====\"" << false;
    QTest::newRow("a number") << QByteArray("1234") << false;
}

void tst_KubeconfigCheck::k14_base64AsKubectlReadsIt()
{
    QFETCH(QByteArray, value);
    QFETCH(bool, good);
    const auto loaded =
        Kubeconfig::fromText(kubeconfig(goodCluster + ", certificate-authority-data: " + value, {}), u"/x/config"_s);
    QVERIFY(loaded);
    const auto config = loaded->clusterConfig(u"x"_s);
    QCOMPARE(bool(config), good);
    if (good)
        QCOMPARE(config->certificateAuthority, m_pair.certificate);
    else
        QVERIFY2(config.error().message.startsWith(u"/x/config, cluster \"c\", certificate-authority-data: The value"),
                 qPrintable(config.error().message));
}

void tst_KubeconfigCheck::k15_clientCertificates_data()
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

void tst_KubeconfigCheck::k15_clientCertificates()
{
    QFETCH(QByteArray, user);
    QFETCH(QString, says);
    QFETCH(bool, files);
    const auto loaded = Kubeconfig::fromText(kubeconfig(goodCluster, user), m_files.path(u"config"_s));
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

void tst_KubeconfigCheck::k16_warnsOfCertificates_data()
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

void tst_KubeconfigCheck::k16_warnsOfCertificates()
{
    QFETCH(QByteArray, cluster);
    QFETCH(QByteArray, user);
    QFETCH(int, days);
    QFETCH(QString, says);
    const auto loaded = Kubeconfig::fromText(kubeconfig(cluster, user), m_files.path(u"config"_s));
    QVERIFY(loaded);
    const auto config = loaded->clusterConfig(u"x"_s);
    QVERIFY2(config, qPrintable(config ? QString() : config.error().message)); // a warning is no error
    const QStringList warnings = loaded->warnings(u"x"_s, QDateTime::currentDateTimeUtc().addDays(days));
    QCOMPARE(warnings.size(), says.isEmpty() ? 0 : 1);
    QVERIFY2(says.isEmpty() || warnings.constFirst().contains(says), qPrintable(warnings.join(u'\n')));
    QVERIFY(loaded->warnings(u"gone"_s, QDateTime::currentDateTimeUtc()).isEmpty());
}

void tst_KubeconfigCheck::k17_credentialsAreNotSentInTheClear_data()
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

void tst_KubeconfigCheck::k17_credentialsAreNotSentInTheClear()
{
    QFETCH(QByteArray, server);
    QFETCH(QByteArray, user);
    QFETCH(bool, sent);
    const auto loaded = Kubeconfig::fromText(
        kubeconfig("server: '" + server + "'", user.replace("tokenFile: client.key", "tokenFile: tok")),
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

void tst_KubeconfigCheck::k20_tokens_data()
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

void tst_KubeconfigCheck::k20_tokens()
{
    QFETCH(QByteArray, token);
    QFETCH(QString, says);
    const auto loaded = Kubeconfig::fromText(kubeconfig(goodCluster, "token: \"" + token + '"'), u"/x/config"_s);
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

void tst_KubeconfigCheck::k22_tlsSettings()
{
    const auto loaded =
        Kubeconfig::fromText(kubeconfig(goodCluster
                                            + ", tls-server-name: kubernetes.default.svc, disable-compression: true, "
                                              "certificate-authority: ca.crt",
                                        {}, "namespace: " + QByteArray(63, 'a')),
                             m_files.path(u"config"_s));
    const auto secure = loaded->clusterConfig(u"x"_s);
    QVERIFY2(secure, qPrintable(secure ? QString() : secure.error().message));
    QCOMPARE(secure->tlsServerName, u"kubernetes.default.svc"_s);
    QCOMPARE(secure->certificateAuthority, m_pair.certificate);
    QVERIFY(secure->disableCompression);
    QVERIFY(!secure->insecureSkipTlsVerify);
    QCOMPARE(secure->nameSpace, QString(63, u'a'));

    const auto insecure =
        Kubeconfig::fromText(kubeconfig("server: 'c:6443', insecure-skip-tls-verify: true", {}), u"/x/config"_s)
            ->clusterConfig(u"x"_s);
    QVERIFY(insecure);
    QVERIFY(insecure->insecureSkipTlsVerify);
    QCOMPARE(insecure->server, QUrl(u"https://c:6443"_s));
    QVERIFY(insecure->tlsServerName.isEmpty());
}

void tst_KubeconfigCheck::tokenFilesAreChecked()
{
    const auto read = [this](const QByteArray &user) {
        return Kubeconfig::fromText(kubeconfig(goodCluster, user), m_files.path(u"config"_s))->clusterConfig(u"x"_s);
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

void tst_KubeconfigCheck::readsExecWhole()
{
    const QByteArray extensions = ", extensions: [{name: other, extension: 1}, "
                                  "{name: client.authentication.k8s.io/exec, extension: {audience: shop, depth: 3}}]";
    const QByteArray exec = "exec: {apiVersion: client.authentication.k8s.io/v1, command: ../bin/login, "
                            "args: [get-token, '', 'two words', '$HOME'], installHint: \"Install it.\", "
                            "env: [{name: PATH, value: /tools}, {name: EMPTY, value: ''}, {name: NONE}], "
                            "provideClusterInfo: true, interactiveMode: Always}";
    const auto config =
        Kubeconfig::fromText(kubeconfig(goodCluster + extensions, exec), u"/x/y/config"_s)->clusterConfig(u"x"_s);
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
        Kubeconfig::fromText(kubeconfig(goodCluster + extensions,
                                        "exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: aws}"),
                             u"/x/y/config"_s)
            ->clusterConfig(u"x"_s);
    QVERIFY(plain);
    QCOMPARE(plain->exec->command, u"aws"_s);
    QCOMPARE(plain->exec->interactive, ExecConfig::Interactive::IfAvailable);
    QVERIFY(!plain->exec->provideClusterInfo);
    QVERIFY(plain->exec->clusterExtension.isNull()); // not asked for
}

void tst_KubeconfigCheck::execOnlyWithoutAnotherCredential_data()
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

void tst_KubeconfigCheck::execOnlyWithoutAnotherCredential()
{
    QFETCH(QByteArray, other);
    const auto config =
        Kubeconfig::fromText(
            kubeconfig(goodCluster, other + "exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: c}"),
            m_files.path(u"config"_s))
            ->clusterConfig(u"x"_s);
    QVERIFY2(config, qPrintable(config ? QString() : config.error().message));
    QTEST(config->exec.has_value(), "used");
}

void tst_KubeconfigCheck::warnsOfSecretFilesThatEverybodyReads()
{
    const QFile::Permissions everybody = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther;
    m_files.write(u"open/client.key"_s, m_pair.key, everybody);
    m_files.write(u"open/client.crt"_s, m_pair.certificate, everybody);
    m_files.write(u"open/token"_s, "t", everybody);
    const auto loaded = Kubeconfig::fromText(
        kubeconfig(goodCluster, "client-certificate: client.crt, client-key: client.key, tokenFile: token"),
        m_files.path(u"open/config"_s));
    const QStringList warnings = loaded->warnings(u"x"_s, QDateTime::currentDateTimeUtc());
    QCOMPARE(warnings.size(), 2);
    QVERIFY(
        warnings.at(0).contains(u"tokenFile: Every user of this computer can read "_s + m_files.path(u"open/token"_s)));
    QVERIFY(warnings.at(1).contains(u"client-key: Every user of this computer can read "_s));
    QVERIFY(loaded->clusterConfig(u"x"_s));
}

void tst_KubeconfigCheck::manyContextsAreListedQuickly()
{
    QByteArray clusters = "clusters:\n";
    QByteArray users = "users:\n";
    QByteArray contexts = "contexts:\n";
    const QByteArray authority = "certificate-authority-data: " + quoted(m_pair.certificate);
    for (int i = 0; i < 3000; ++i) {
        const QByteArray name = "c" + QByteArray::number(i);
        clusters += "- {name: " + name + ", cluster: {server: 'https://" + name + "', " + authority + "}}\n";
        users += "- {name: " + name + ", user: {" + m_pairFields + "}}\n";
        contexts += "- {name: " + name + ", context: {cluster: " + name + ", user: " + name + "}}\n";
    }
    QElapsedTimer timer;
    timer.start();
    const auto loaded = Kubeconfig::fromText(clusters + users + contexts, u"/x/config"_s);
    QVERIFY(loaded);
    const qint64 reading = timer.restart();
    const QList<kube::ContextSummary> list = loaded->contexts();
    QCOMPARE(list.size(), 3000);
    QVERIFY(std::ranges::all_of(list, [](const kube::ContextSummary &context) { return context.problem.isEmpty(); }));
    qInfo("3000 contexts with certificates: read in %lld ms, listed in %lld ms", reading, timer.elapsed());
}

QTEST_GUILESS_MAIN(tst_KubeconfigCheck)
#include "tst_kubeconfigcheck.moc"
