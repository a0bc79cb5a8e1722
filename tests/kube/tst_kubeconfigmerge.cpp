// SPDX-License-Identifier: Apache-2.0
#include "kubeconfigfixture.h"
#include "testfiles.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace kubeconfigfixture;
using kube::Kubeconfig;
using kube::KubeconfigLocations;

class tst_KubeconfigMerge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void looksInTheRightPlaces_data();
    void looksInTheRightPlaces();
    void readsThePlacesInOrder();
    void mergesAsKubectlDoes_data();
    void mergesAsKubectlDoes();
    void resolvesPathsFromTheFileThatNamesThem_data();
    void resolvesPathsFromTheFileThatNamesThem();
    void onlyTheFirstDocumentIsRead_data();
    void onlyTheFirstDocumentIsRead();
    void unknownFieldsAreNothing();
    void inAPodTheServiceAccountIsUsed_data();
    void inAPodTheServiceAccountIsUsed();
    void inAPodAKubeconfigWins();
};

void tst_KubeconfigMerge::looksInTheRightPlaces_data()
{
    QTest::addColumn<QString>("explicitFile");
    QTest::addColumn<QProcessEnvironment>("variables");
    QTest::addColumn<QStringList>("files");

    const std::pair home(u"HOME"_s, u"/home/ada"_s);
    const auto list = [](const QString &value) { return std::pair(u"KUBECONFIG"_s, value); };
    QTest::newRow("nothing set, nowhere to look") << QString() << environment({}) << QStringList();
    QTest::newRow("the home folder last")
        << QString() << environment({home}) << QStringList{u"/home/ada/.kube/config"_s};
    QTest::newRow("KUBECONFIG before the home folder")
        << QString() << environment({home, list(u"/a"_s)}) << QStringList{u"/a"_s};
    QTest::newRow("KUBECONFIG with several files, in order")
        << QString() << environment({home, list(u"/b:/a:/c"_s)}) << QStringList{u"/b"_s, u"/a"_s, u"/c"_s};
    QTest::newRow("a file listed twice is read once, where it comes first")
        << QString() << environment({list(u"/b:/a:/b:/a"_s)}) << QStringList{u"/b"_s, u"/a"_s};
    QTest::newRow("names that differ as text are not the same file")
        << QString() << environment({list(u"/a:/./a"_s)}) << QStringList{u"/a"_s, u"/./a"_s};
    QTest::newRow("empty entries are nothing")
        << QString() << environment({list(u":/a::/b:"_s)}) << QStringList{u"/a"_s, u"/b"_s};
    QTest::newRow("KUBECONFIG set to nothing is not set")
        << QString() << environment({home, list(QString())}) << QStringList{u"/home/ada/.kube/config"_s};
    QTest::newRow("KUBECONFIG of separators alone still hides the home folder")
        << QString() << environment({home, list(u":"_s)}) << QStringList();
    QTest::newRow("an explicit file before everything")
        << u"/x"_s << environment({home, list(u"/a:/b"_s)}) << QStringList{u"/x"_s};
    QTest::newRow("an explicit file with a separator is one file")
        << u"/x:y"_s << environment({}) << QStringList{u"/x:y"_s};
    QTest::newRow("an explicit file of no name is none")
        << QString() << environment({list(u"/a"_s)}) << QStringList{u"/a"_s};
    QTest::newRow("a home of no name is none") << QString() << environment({{u"HOME"_s, QString()}}) << QStringList();
}

void tst_KubeconfigMerge::looksInTheRightPlaces()
{
    QFETCH(QString, explicitFile);
    QFETCH(QProcessEnvironment, variables);
    QTEST(KubeconfigLocations::fromEnvironment(explicitFile, variables).files(), "files");
}

void tst_KubeconfigMerge::readsThePlacesInOrder()
{
    const TestFiles files;
    files.write(u".kube/config"_s, oneContext("home", "https://home"));
    const QString a = files.write(u"a"_s, oneContext("a", "https://a"));
    const QString b = files.write(u"b"_s, oneContext("b", "https://b"));
    const std::pair home(u"HOME"_s, files.path(u"."_s));
    const std::pair list(u"KUBECONFIG"_s, a);

    const auto loadedNames = [](const KubeconfigLocations &locations) { return names(*Kubeconfig::load(locations)); };
    QCOMPARE(loadedNames(KubeconfigLocations::fromEnvironment({}, environment({home}))), QStringList{u"home"_s});
    QCOMPARE(loadedNames(KubeconfigLocations::fromEnvironment({}, environment({home, list}))), QStringList{u"a"_s});
    QCOMPARE(loadedNames(KubeconfigLocations::fromEnvironment(b, environment({home, list}))), QStringList{u"b"_s});
}

void tst_KubeconfigMerge::mergesAsKubectlDoes_data()
{
    QTest::addColumn<QByteArrayList>("texts");
    QTest::addColumn<QString>("current");
    QTest::addColumn<QStringList>("facts"); // "context cluster user namespace server token", one for each context

    const QByteArray a = oneContext("a", "https://a");
    const QByteArray b = oneContext("b", "https://b");
    QTest::newRow("different names are all there")
        << QByteArrayList{a, b} << QString()
        << QStringList{u"a a a default https://a t-a"_s, u"b b b default https://b t-b"_s};
    QTest::newRow("contexts come by name, whatever the order of files")
        << QByteArrayList{b, a} << QString()
        << QStringList{u"a a a default https://a t-a"_s, u"b b b default https://b t-b"_s};
    QTest::newRow("the first file that defines a name wins")
        << QByteArrayList{a, oneContext("a", "https://other")} << QString()
        << QStringList{u"a a a default https://a t-a"_s};
    QTest::newRow("a name wins whole: other fields of a later file are not added")
        << QByteArrayList{"clusters: [{name: a, cluster: {server: 'https://one'}}]",
                          "clusters: [{name: a, cluster: {server: 'https://two', tls-server-name: two}}]\n"
                          "users: [{name: a, user: {token: late}}]\n"
                          "contexts: [{name: a, context: {cluster: a, user: a, namespace: ns}}]"}
        << QString() << QStringList{u"a a a ns https://one late"_s};
    QTest::newRow("a name defined as nothing wins too")
        << QByteArrayList{"users: [{name: a}]", a} << QString() << QStringList{u"a a a default https://a "_s};
    QTest::newRow("the parts of a context may come from three files")
        << QByteArrayList{"contexts: [{name: x, context: {cluster: c, user: u}}]",
                          "clusters: [{name: c, cluster: {server: 'https://c'}}]",
                          "users: [{name: u, user: {token: k}}]"}
        << QString() << QStringList{u"x c u default https://c k"_s};
    QTest::newRow("the first current-context wins")
        << QByteArrayList{oneContext("a", "https://a", "a"), oneContext("b", "https://b", "b")} << u"a"_s
        << QStringList{u"a a a default https://a t-a"_s, u"b b b default https://b t-b"_s};
    QTest::newRow("an empty current-context is filled from a later file")
        << QByteArrayList{a, oneContext("b", "https://b", "b")} << u"b"_s
        << QStringList{u"a a a default https://a t-a"_s, u"b b b default https://b t-b"_s};
    QTest::newRow("a current-context may name what a later file defines")
        << QByteArrayList{"current-context: b", b} << u"b"_s << QStringList{u"b b b default https://b t-b"_s};
    QTest::newRow("names are compared with their case")
        << QByteArrayList{a, oneContext("A", "https://A")} << QString()
        << QStringList{u"A A A default https://a t-A"_s, u"a a a default https://a t-a"_s};
    QTest::newRow("an empty file between others is nothing")
        << QByteArrayList{a, "", b} << QString()
        << QStringList{u"a a a default https://a t-a"_s, u"b b b default https://b t-b"_s};
    QTest::newRow("without apiVersion and kind it is a kubeconfig")
        << QByteArrayList{"contexts: [{name: x, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: "
                          "'https://c'}}]"}
        << QString() << QStringList{u"x c  default https://c "_s};
    QTest::newRow("as JSON")
        << QByteArrayList{"{\"contexts\":[\n\t{\"name\":\"x\",\"context\":{\"cluster\":\"c\"}}],\"clusters\":[\n"
                          "\t{\"name\":\"c\",\"cluster\":{\"server\":\"https:\\/\\/c\"}}]}"}
        << QString() << QStringList{u"x c  default https://c "_s};
    QTest::newRow("with aliases")
        << QByteArrayList{"contexts: [{name: x, context: &x {cluster: c}}, {name: z, context: *x}]\n"
                          "clusters: [{name: c, cluster: {server: 'https://c'}}]"}
        << QString() << QStringList{u"x c  default https://c "_s, u"z c  default https://c "_s};
    QTest::newRow("with a merge key")
        << QByteArrayList{"contexts: [{name: x, context: {<<: {cluster: c, namespace: a}, namespace: b}}]\n"
                          "clusters: [{name: c, cluster: {server: 'https://c'}}]"}
        << QString() << QStringList{u"x c  b https://c "_s};
    QTest::newRow("with a byte order mark")
        << QByteArrayList{"\xef\xbb\xbf" + a} << QString() << QStringList{u"a a a default https://a t-a"_s};
    QTest::newRow("with lines that end as on Windows") << QByteArrayList{QByteArray(a).replace("\n", "\r\n")}
                                                       << QString() << QStringList{u"a a a default https://a t-a"_s};
    const QString wide = QString::fromUtf8(a);
    QTest::newRow("in UTF-16, as PowerShell writes it")
        << QByteArrayList{"\xff\xfe" + QByteArray(reinterpret_cast<const char *>(wide.utf16()), wide.size() * 2)}
        << QString() << QStringList{u"a a a default https://a t-a"_s};
}

void tst_KubeconfigMerge::mergesAsKubectlDoes()
{
    QFETCH(QByteArrayList, texts);
    const TestFiles files;
    QStringList paths;
    for (const QByteArray &text : texts)
        paths.append(files.write(u"config%1"_s.arg(paths.size()), text));
    const auto loaded = Kubeconfig::load(listed(paths));
    QVERIFY2(loaded, qPrintable(problem(loaded)));
    QTEST(loaded->currentContext(), "current");
    QStringList facts;
    for (const kube::ContextSummary &context : loaded->contexts()) {
        QCOMPARE(context.problem, QString());
        const auto config = loaded->clusterConfig(context.name);
        QVERIFY(config);
        QCOMPARE(config->cluster, context.cluster);
        QCOMPARE(config->nameSpace, context.nameSpace);
        facts.append(QStringList{config->context, config->cluster, config->user, config->nameSpace,
                                 config->server.toString(), QString::fromUtf8(config->token)}
                         .join(u' '));
    }
    QTEST(facts, "facts");
    QCOMPARE(loaded->files(), paths);
    QCOMPARE(loaded->warnings(), QStringList());
}

void tst_KubeconfigMerge::resolvesPathsFromTheFileThatNamesThem_data()
{
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<QString>("resolved"); // from the folder of the test; empty: as written

    QTest::newRow("a plain name") << QByteArray("token") << u"deep/er/token"_s;
    QTest::newRow("below") << QByteArray("x/token") << u"deep/er/x/token"_s;
    QTest::newRow("with a dot") << QByteArray("./token") << u"deep/er/token"_s;
    QTest::newRow("beside") << QByteArray("../token") << u"deep/token"_s;
    QTest::newRow("above") << QByteArray("../../token") << u"token"_s;
    QTest::newRow("with a detour") << QByteArray("x/../y//token") << u"deep/er/y/token"_s;
    QTest::newRow("with a space") << QByteArray("my token") << u"deep/er/my token"_s;
    QTest::newRow("a tilde is a name like any other") << QByteArray("~/token") << u"deep/er/~/token"_s;
    QTest::newRow("a variable is a name like any other") << QByteArray("$HOME/token") << u"deep/er/$HOME/token"_s;
}

void tst_KubeconfigMerge::resolvesPathsFromTheFileThatNamesThem()
{
    QFETCH(QByteArray, written);
    QFETCH(QString, resolved);
    const TestFiles files;
    files.write(resolved, "secret");
    const QByteArray contexts = "contexts: [{name: x, context: {cluster: c, user: file}}, "
                                "{name: z, context: {cluster: c, user: exec}}]\n"
                                "clusters: [{name: c, cluster: {server: 'https://c'}}]\n";
    const QByteArray exec = "{apiVersion: client.authentication.k8s.io/v1beta1, command: '" + written + "'}";
    const QString config = files.write(u"deep/er/config"_s,
                                       contexts + "users: [{name: file, user: {tokenFile: '" + written
                                           + "'}}, {name: exec, user: {exec: " + exec + "}}]");
    // A file that is merged in from elsewhere does not move the paths of another.
    const QString other = files.write(u"other/config"_s, "current-context: x");
    for (const KubeconfigLocations &locations : {only(config), listed({other, config}), listed({config, other})}) {
        const auto loaded = Kubeconfig::load(locations);
        QVERIFY2(loaded, qPrintable(problem(loaded)));
        const auto token = loaded->clusterConfig(u"x"_s);
        QVERIFY2(token, qPrintable(token ? QString() : token.error().message));
        QCOMPARE(token->tokenFile, files.path(resolved));
        const auto command = loaded->clusterConfig(u"z"_s);
        QVERIFY(command);
        // A bare command is looked for in PATH instead.
        QCOMPARE(command->exec->command, written.contains('/') ? files.path(resolved) : QString::fromUtf8(written));
    }
}

void tst_KubeconfigMerge::onlyTheFirstDocumentIsRead_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("contexts");
    QTest::addColumn<bool>("warned");

    const QByteArray a = oneContext("a", "https://a");
    const QByteArray b = oneContext("b", "https://b");
    const QStringList first{u"a"_s};
    QTest::newRow("one") << a << first << false;
    QTest::newRow("one with a mark before it") << "---\n" + a << first << false;
    QTest::newRow("one with a comment and a mark before it") << "# mine\n%YAML 1.1\n---\n" + a << first << false;
    QTest::newRow("one with a mark after it") << a + "---\n" << first << false;
    QTest::newRow("one with an end after it") << a + "...\n" << first << false;
    QTest::newRow("two") << a + "---\n" + b << first << true;
    QTest::newRow("two, the mark with a comment") << a + "--- # second\n" + b << first << true;
    QTest::newRow("two, the second broken") << a + "---\n{{{" << first << true;
    QTest::newRow("two with an end between them") << a + "...\n---\n" + b << first << true;
    QTest::newRow("two, with lines that end as on Windows")
        << QByteArray(a + "---\n" + b).replace("\n", "\r\n") << first << true;
    QTest::newRow("a first that is empty") << "---\n---\n" + a << QStringList() << true;
    QTest::newRow("hyphens in a text are no mark") << a + "note: |\n  ---\n  x\nother: '\n ---'\n" << first << false;
}

void tst_KubeconfigMerge::onlyTheFirstDocumentIsRead()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, warned);
    const auto loaded = Kubeconfig::fromText(text, u"/x/config"_s);
    QVERIFY2(loaded, qPrintable(problem(loaded)));
    QTEST(names(*loaded), "contexts");
    QCOMPARE(loaded->warnings().size(), warned ? 1 : 0);
    QVERIFY(!warned || loaded->warnings().constFirst().contains(u"/x/config holds several YAML documents"));
}

void tst_KubeconfigMerge::unknownFieldsAreNothing()
{
    const auto loaded = Kubeconfig::fromText(
        "preferences: {colors: true}\nextensions: [{name: x, extension: {a: 1}}]\nfuture: [1, 2]\nClusters: [7]\n"
        "clusters: [{name: a, cluster: {server: 'https://a', future: {b: 2}, Server: 'https://evil'}, new: 1}]\n"
        "users: [{name: a, user: {token: t, Token: evil, locationOfOrigin: x}}]\n"
        "contexts: [{name: a, context: {cluster: a, user: a, extensions: [{name: m, extension: {p: minikube}}]}}]\n",
        u"/x/config"_s);
    QVERIFY2(loaded, qPrintable(problem(loaded)));
    const auto config = loaded->clusterConfig(u"a"_s);
    QVERIFY(config);
    QCOMPARE(config->server, QUrl(u"https://a"_s));
    QCOMPARE(config->token, "t");
}

void tst_KubeconfigMerge::inAPodTheServiceAccountIsUsed_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("port");
    QTest::addColumn<QString>("podNamespace");
    QTest::addColumn<QByteArray>("namespaceFile");
    QTest::addColumn<bool>("tokenFile");
    QTest::addColumn<QString>("server"); // empty: not in a pod
    QTest::addColumn<QString>("nameSpace");

    const QByteArray file = " shop\n";
    QTest::newRow("by address") << u"10.0.0.1"_s << u"443"_s << QString() << file << true << u"https://10.0.0.1:443"_s
                                << u"shop"_s;
    QTest::newRow("by IPv6 address") << u"fd00::1"_s << u"6443"_s << QString() << file << true
                                     << u"https://[fd00::1]:6443"_s << u"shop"_s;
    QTest::newRow("by name") << u"kubernetes.default.svc"_s << u"443"_s << QString() << file << true
                             << u"https://kubernetes.default.svc:443"_s << u"shop"_s;
    QTest::newRow("POD_NAMESPACE wins over the file")
        << u"10.0.0.1"_s << u"443"_s << u"bank"_s << file << true << u"https://10.0.0.1:443"_s << u"bank"_s;
    QTest::newRow("without a namespace it is default")
        << u"10.0.0.1"_s << u"443"_s << QString() << QByteArray() << true << u"https://10.0.0.1:443"_s << u"default"_s;
    QTest::newRow("without a host it is no pod")
        << QString() << u"443"_s << QString() << file << true << QString() << QString();
    QTest::newRow("without a port it is no pod")
        << u"10.0.0.1"_s << QString() << QString() << file << true << QString() << QString();
    QTest::newRow("without a token it is no pod")
        << u"10.0.0.1"_s << u"443"_s << QString() << file << false << QString() << QString();
    QTest::newRow("with a port that is none it is no pod")
        << u"10.0.0.1"_s << u"tcp"_s << QString() << file << true << QString() << QString();
}

void tst_KubeconfigMerge::inAPodTheServiceAccountIsUsed()
{
    QFETCH(QString, host);
    QFETCH(QString, port);
    QFETCH(QString, podNamespace);
    QFETCH(QByteArray, namespaceFile);
    QFETCH(bool, tokenFile);
    QFETCH(QString, server);
    QFETCH(QString, nameSpace);
    const TestFiles files;
    if (!namespaceFile.isEmpty())
        files.write(u"namespace"_s, namespaceFile);
    if (tokenFile)
        files.write(u"token"_s, "pod-token\n");
    files.write(u"ca.crt"_s, "garbage");

    KubeconfigLocations locations =
        KubeconfigLocations::fromEnvironment({},
                                             environment({{u"KUBERNETES_SERVICE_HOST"_s, host},
                                                          {u"KUBERNETES_SERVICE_PORT"_s, port},
                                                          {u"POD_NAMESPACE"_s, podNamespace}}));
    QCOMPARE(locations.serviceAccountFolder, u"/var/run/secrets/kubernetes.io/serviceaccount"_s);
    locations.serviceAccountFolder = files.path(u"."_s);
    const auto loaded = Kubeconfig::load(locations);
    QVERIFY2(loaded, qPrintable(problem(loaded)));
    const auto config = loaded->clusterConfig();
    QCOMPARE(bool(config), !server.isEmpty());
    QCOMPARE(names(*loaded).size(), server.isEmpty() ? 0 : 1);
    if (!config)
        return;
    QCOMPARE(names(*loaded), QStringList{config->context});
    QCOMPARE(config->server.toString(), server);
    QCOMPARE(config->nameSpace, nameSpace);
    QCOMPARE(QFileInfo(config->tokenFile).canonicalFilePath(), QFileInfo(files.path(u"token"_s)).canonicalFilePath());
    QVERIFY(config->certificateAuthority.isEmpty());
    QVERIFY(loaded->hasContext(config->context));
}

void tst_KubeconfigMerge::inAPodAKubeconfigWins()
{
    const TestFiles files;
    files.write(u"token"_s, "pod-token\n");
    KubeconfigLocations locations = only(files.write(u"config"_s, oneContext("a", "https://a")));
    locations.serviceHost = u"10.0.0.1"_s;
    locations.servicePort = u"443"_s;
    locations.serviceAccountFolder = files.path(u"."_s);
    QCOMPARE(names(*Kubeconfig::load(locations)), QStringList{u"a"_s});
    // An empty one does not.
    locations.explicitFile = files.write(u"empty"_s, {});
    QCOMPARE(names(*Kubeconfig::load(locations)), QStringList{u"in-cluster"_s});
}

QTEST_GUILESS_MAIN(tst_KubeconfigMerge)
#include "tst_kubeconfigmerge.moc"
