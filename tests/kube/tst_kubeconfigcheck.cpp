// SPDX-License-Identifier: Apache-2.0
#include "kubeconfigfixture.h"
#include "testcertificates.h"
#include "testfiles.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace kubeconfigfixture;
using kube::Kubeconfig;
using testcertificates::Identity;

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
    void k22_tlsSettings();
    void manyContextsAreListedQuickly();

private:
    TestFiles m_files;
    Identity m_pair;
    QByteArray m_pairFields;
};

void tst_KubeconfigCheck::initTestCase()
{
    m_pair = testcertificates::identity({.name = u"ada"_s});
    m_files.write(u"ca.crt"_s, m_pair.certificate);
    m_files.write(u"garbage"_s, "garbage");
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
    const auto loaded = Kubeconfig::fromText(contextOf(cluster, user, context), path);
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
        contextOf("proxy-url: 'http://p'", "username: ada, as: bob", "namespace: A"), u"/x/config"_s);
    const QString message = loaded->clusterConfig(u"x"_s).error().message;
    for (const QString &part : {u"context \"x\", namespace: "_s, u"user \"u\", username: "_s, u"user \"u\", as: "_s,
                                u"cluster \"c\", server: "_s, u"cluster \"c\", proxy-url: "_s}) {
        QVERIFY2(message.contains(u"/x/config, "_s + part), qPrintable(message));
    }
}

void tst_KubeconfigCheck::neverShowsASecret()
{
    // Wherever a secret may stand, however the rest is broken.
    const QByteArray allFields =
        "users: [{name: u, user: {token: \"hunter2\\n\", password: hunter2, client-key-data: hunter2, "
        "client-certificate-data: hunter2, auth-provider: {name: oidc, config: {id-token: hunter2}}}}]\n"
        "clusters: [{name: c, cluster: {server: 'https://u:hunter2@h:x/', proxy-url: 'http://u:hunter2@p'}}]\n"
        "contexts: [{name: x, context: {cluster: c, user: u}}]";
    const QByteArrayList broken{
        allFields,
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
        Kubeconfig::fromText(contextOf(goodCluster + ", certificate-authority-data: " + value, {}), u"/x/config"_s);
    QVERIFY(loaded);
    const auto config = loaded->clusterConfig(u"x"_s);
    QCOMPARE(bool(config), good);
    if (good)
        QCOMPARE(config->certificateAuthority, m_pair.certificate);
    else
        QVERIFY2(config.error().message.startsWith(u"/x/config, cluster \"c\", certificate-authority-data: The value"),
                 qPrintable(config.error().message));
}

void tst_KubeconfigCheck::k22_tlsSettings()
{
    const auto loaded =
        Kubeconfig::fromText(contextOf(goodCluster
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
        Kubeconfig::fromText(contextOf("server: 'c:6443', insecure-skip-tls-verify: true", {}), u"/x/config"_s)
            ->clusterConfig(u"x"_s);
    QVERIFY(insecure);
    QVERIFY(insecure->insecureSkipTlsVerify);
    QCOMPARE(insecure->server, QUrl(u"https://c:6443"_s));
    QVERIFY(insecure->tlsServerName.isEmpty());
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
