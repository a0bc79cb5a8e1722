// SPDX-License-Identifier: Apache-2.0
#include "kubeconfig.h"
#include "testfiles.h"

#include <QElapsedTimer>
#include <QTest>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using kube::Kubeconfig;
using kube::KubeconfigLocations;

namespace {

QProcessEnvironment environment(std::initializer_list<std::pair<QString, QString>> variables)
{
    QProcessEnvironment result;
    for (const auto &[name, value] : variables)
        result.insert(name, value);
    return result;
}

// One context with a cluster and a user of the same name; the server tells who defined it.
QByteArray kubeconfig(const QByteArray &name, const QByteArray &server, const QByteArray &current = {})
{
    return "apiVersion: v1\nkind: Config\ncurrent-context: \"" + current + "\"\n" + "clusters:\n- name: " + name
        + "\n  cluster: {server: \"" + server + "\"}\n" + "users:\n- name: " + name + "\n  user: {token: t-" + name
        + "}\n" + "contexts:\n- name: " + name + "\n  context: {cluster: " + name + ", user: " + name + "}\n";
}

QStringList names(const Kubeconfig &kubeconfig)
{
    QStringList result;
    for (const kube::ContextSummary &context : kubeconfig.contexts())
        result.append(context.name);
    return result;
}

QString problem(const kube::Result<Kubeconfig> &result)
{
    return result ? QString() : result.error().message;
}

KubeconfigLocations listed(const QStringList &files)
{
    return KubeconfigLocations::fromEnvironment({},
                                                environment({{u"KUBECONFIG"_s, files.join(QDir::listSeparator())}}));
}

KubeconfigLocations only(const QString &file)
{
    return KubeconfigLocations::fromEnvironment(file, QProcessEnvironment());
}

} // namespace

class tst_KubeconfigLoad : public QObject
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

    void k1_withoutAnyFileItIsEmpty();
    void k1_anExplicitFileMustExist();
    void k2_missingEmptyAndRepeatedEntriesOfTheList();
    void k2_aListOfMissingFilesIsAWarning();
    void k3_anEmptyFileIsAnEmptyKubeconfig_data();
    void k3_anEmptyFileIsAnEmptyKubeconfig();
    void k4_aFolderIsNoKubeconfig();
    void k5_anUnreadableFile();
    void k6_aHugeFileIsNotRead();
    void k7_textThatIsNoUtf8_data();
    void k7_textThatIsNoUtf8();
    void k8_aNameTwiceSpoilsOnlyItsUsers_data();
    void k8_aNameTwiceSpoilsOnlyItsUsers();
    void k9_k10_bombsAreRefusedQuickly_data();
    void k9_k10_bombsAreRefusedQuickly();
    void k11_aMissingCurrentContext();
    void k23_aValueDoesNotChangeWithItsFile();
    void k24_symbolicLinks();
    void k26_aFileThatEverybodyReads_data();
    void k26_aFileThatEverybodyReads();

    void pipesAndDevicesAreNotWaitedFor();
    void onlyTheFirstDocumentIsRead_data();
    void onlyTheFirstDocumentIsRead();
    void saysWhatIsWrongWithAFile_data();
    void saysWhatIsWrongWithAFile();
    void anErrorNamesEveryBrokenFile();
    void oneBrokenStanzaLeavesTheOthersUsable();
    void unknownFieldsAreNothing();
    void inAPodTheServiceAccountIsUsed_data();
    void inAPodTheServiceAccountIsUsed();
    void inAPodAKubeconfigWins();
};

void tst_KubeconfigLoad::looksInTheRightPlaces_data()
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

void tst_KubeconfigLoad::looksInTheRightPlaces()
{
    QFETCH(QString, explicitFile);
    QFETCH(QProcessEnvironment, variables);
    QTEST(KubeconfigLocations::fromEnvironment(explicitFile, variables).files(), "files");
}

void tst_KubeconfigLoad::readsThePlacesInOrder()
{
    const TestFiles files;
    files.write(u".kube/config"_s, kubeconfig("home", "https://home"));
    const QString a = files.write(u"a"_s, kubeconfig("a", "https://a"));
    const QString b = files.write(u"b"_s, kubeconfig("b", "https://b"));
    const std::pair home(u"HOME"_s, files.path(u"."_s));
    const std::pair list(u"KUBECONFIG"_s, a);

    const auto loadedNames = [](const KubeconfigLocations &locations) { return names(*Kubeconfig::load(locations)); };
    QCOMPARE(loadedNames(KubeconfigLocations::fromEnvironment({}, environment({home}))), QStringList{u"home"_s});
    QCOMPARE(loadedNames(KubeconfigLocations::fromEnvironment({}, environment({home, list}))), QStringList{u"a"_s});
    QCOMPARE(loadedNames(KubeconfigLocations::fromEnvironment(b, environment({home, list}))), QStringList{u"b"_s});
}

void tst_KubeconfigLoad::mergesAsKubectlDoes_data()
{
    QTest::addColumn<QByteArrayList>("texts");
    QTest::addColumn<QString>("current");
    QTest::addColumn<QStringList>("facts"); // "context cluster user namespace server token", one for each context

    const QByteArray a = kubeconfig("a", "https://a");
    const QByteArray b = kubeconfig("b", "https://b");
    QTest::newRow("different names are all there")
        << QByteArrayList{a, b} << QString()
        << QStringList{u"a a a default https://a t-a"_s, u"b b b default https://b t-b"_s};
    QTest::newRow("contexts come by name, whatever the order of files")
        << QByteArrayList{b, a} << QString()
        << QStringList{u"a a a default https://a t-a"_s, u"b b b default https://b t-b"_s};
    QTest::newRow("the first file that defines a name wins")
        << QByteArrayList{a, kubeconfig("a", "https://other")} << QString()
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
        << QByteArrayList{kubeconfig("a", "https://a", "a"), kubeconfig("b", "https://b", "b")} << u"a"_s
        << QStringList{u"a a a default https://a t-a"_s, u"b b b default https://b t-b"_s};
    QTest::newRow("an empty current-context is filled from a later file")
        << QByteArrayList{a, kubeconfig("b", "https://b", "b")} << u"b"_s
        << QStringList{u"a a a default https://a t-a"_s, u"b b b default https://b t-b"_s};
    QTest::newRow("a current-context may name what a later file defines")
        << QByteArrayList{"current-context: b", b} << u"b"_s << QStringList{u"b b b default https://b t-b"_s};
    QTest::newRow("names are compared with their case")
        << QByteArrayList{a, kubeconfig("A", "https://A")} << QString()
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

void tst_KubeconfigLoad::mergesAsKubectlDoes()
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

void tst_KubeconfigLoad::resolvesPathsFromTheFileThatNamesThem_data()
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

void tst_KubeconfigLoad::resolvesPathsFromTheFileThatNamesThem()
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

void tst_KubeconfigLoad::k1_withoutAnyFileItIsEmpty()
{
    const auto nowhere = Kubeconfig::load(KubeconfigLocations());
    QVERIFY(nowhere);
    QVERIFY(nowhere->contexts().isEmpty());
    QVERIFY(nowhere->clusterConfig().error().message.contains(u"no kubeconfig"));

    const TestFiles files;
    const auto home =
        Kubeconfig::load(KubeconfigLocations::fromEnvironment({}, environment({{u"HOME"_s, files.path(u"nobody"_s)}})));
    QVERIFY(home);
    QVERIFY(home->contexts().isEmpty());
    QCOMPARE(home->warnings(), QStringList());
    QCOMPARE(home->files(), QStringList{files.path(u"nobody/.kube/config"_s)});
    const auto config = home->clusterConfig();
    QVERIFY(!config);
    QCOMPARE(config.error().kind, kube::Error::Kind::Configuration);
    QVERIFY2(config.error().message.contains(u"nobody/.kube/config"), qPrintable(config.error().message));
}

void tst_KubeconfigLoad::k1_anExplicitFileMustExist()
{
    const TestFiles files;
    const auto loaded = Kubeconfig::load(only(files.path(u"missing"_s)));
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().kind, kube::Error::Kind::Configuration);
    QCOMPARE(loaded.error().message, files.path(u"missing"_s) + u" does not exist."_s);
}

void tst_KubeconfigLoad::k2_missingEmptyAndRepeatedEntriesOfTheList()
{
    const TestFiles files;
    const QString a = files.write(u"a"_s, kubeconfig("a", "https://a"));
    const auto loaded = Kubeconfig::load(listed({files.path(u"missing"_s), a, QString(), a}));
    QVERIFY2(loaded, qPrintable(problem(loaded)));
    QCOMPARE(names(*loaded), QStringList{u"a"_s});
    QCOMPARE(loaded->warnings(), QStringList());
    QCOMPARE(loaded->files(), (QStringList{files.path(u"missing"_s), a}));
}

void tst_KubeconfigLoad::k2_aListOfMissingFilesIsAWarning()
{
    const TestFiles files;
    const auto loaded = Kubeconfig::load(listed({files.path(u"one"_s), files.path(u"two"_s)}));
    QVERIFY2(loaded, qPrintable(problem(loaded)));
    QVERIFY(loaded->contexts().isEmpty());
    QCOMPARE(loaded->warnings().size(), 1);
    QVERIFY(loaded->warnings().constFirst().contains(files.path(u"one"_s) + u", "_s + files.path(u"two"_s)));
}

void tst_KubeconfigLoad::k3_anEmptyFileIsAnEmptyKubeconfig_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("no byte") << QByteArray();
    QTest::newRow("blank lines") << QByteArray("\n\n  \n");
    QTest::newRow("a comment") << QByteArray("# nothing yet\n");
    QTest::newRow("an empty document") << QByteArray("---\n");
    QTest::newRow("an empty map") << QByteArray("{}");
    QTest::newRow("null") << QByteArray("null");
    QTest::newRow("empty lists") << QByteArray("contexts: []\nclusters: null\nusers:\n");
}

void tst_KubeconfigLoad::k3_anEmptyFileIsAnEmptyKubeconfig()
{
    QFETCH(QByteArray, text);
    const TestFiles files;
    const auto loaded = Kubeconfig::load(only(files.write(u"config"_s, text)));
    QVERIFY2(loaded, qPrintable(problem(loaded)));
    QVERIFY(loaded->contexts().isEmpty());
    QCOMPARE(loaded->currentContext(), QString());
    QVERIFY(loaded->clusterConfig().error().message.contains(files.path(u"config"_s)));
}

void tst_KubeconfigLoad::k4_aFolderIsNoKubeconfig()
{
    const TestFiles files;
    for (const KubeconfigLocations &locations : {only(files.path(u"."_s)), listed({files.path(u"."_s)})}) {
        const auto loaded = Kubeconfig::load(locations);
        QVERIFY(!loaded);
        QVERIFY2(loaded.error().message.contains(u"is a folder"), qPrintable(loaded.error().message));
    }
}

void tst_KubeconfigLoad::k5_anUnreadableFile()
{
    const TestFiles files;
    const QString path = files.write(u"config"_s, kubeconfig("a", "https://a"), {});
    if (geteuid() == 0) {
        // Root may read everything; somebody else may not.
        QVERIFY(chmod(QFile::encodeName(QFileInfo(path).absolutePath()).constData(), 0755) == 0);
        setfsuid(65534);
    }
    const auto loaded = Kubeconfig::load(listed({path}));
    setfsuid(geteuid());
    QVERIFY(!loaded);
    QVERIFY2(loaded.error().message.contains(path + u" cannot be read: Permission denied"_s),
             qPrintable(loaded.error().message));
}

void tst_KubeconfigLoad::k6_aHugeFileIsNotRead()
{
    const TestFiles files;
    const QString path = files.write(u"config"_s, {});
    QVERIFY(QFile::resize(path, qint64(100) * 1024 * 1024 * 1024)); // sparse
    const auto loaded = Kubeconfig::load(only(path));
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().message, path + u" is larger than 32 MiB."_s);
}

void tst_KubeconfigLoad::k7_textThatIsNoUtf8_data()
{
    QTest::addColumn<QByteArray>("text");
    const QByteArray good = kubeconfig("a", "https://a");
    QTest::newRow("a byte that begins nothing") << good + "# \xff\n";
    QTest::newRow("Latin-1") << good + "# caf\xe9 \n";
    QTest::newRow("an overlong form") << good + "# \xc0\xaf\n";
    QTest::newRow("half a character at the end") << good + "# \xe2\x82";
    QTest::newRow("a NUL") << good + QByteArray("# \0\n", 4);
    QTest::newRow("a lone surrogate in UTF-16") << QByteArray("\xff\xfe#\0\x00\xd8#\0", 8);
    QTest::newRow("a program") << QByteArray("\x7f"
                                             "ELF\x02\x01\x01\0\0\0\0",
                                             11);
}

void tst_KubeconfigLoad::k7_textThatIsNoUtf8()
{
    QFETCH(QByteArray, text);
    const TestFiles files;
    const QString path = files.write(u"config"_s, text);
    const auto loaded = Kubeconfig::load(only(path));
    QVERIFY(!loaded);
    QVERIFY2(loaded.error().message.contains(path + u" is not a text file"_s), qPrintable(loaded.error().message));
}

void tst_KubeconfigLoad::k8_aNameTwiceSpoilsOnlyItsUsers_data()
{
    QTest::addColumn<QByteArray>("again");
    QTest::addColumn<QString>("says");

    QTest::newRow("two clusters of one name") << QByteArray("clusters: [{name: a, cluster: {server: 'https://evil'}}, ")
                                              << u"cluster \"a\", name: The name is given twice"_s;
    QTest::newRow("two users of one name")
        << QByteArray("users: [{name: a, user: {token: evil}}, ") << u"user \"a\", name: The name is given twice"_s;
    QTest::newRow("two contexts of one name") << QByteArray("contexts: [{name: a, context: {cluster: b}}, ")
                                              << u"context \"a\", name: The name is given twice"_s;
}

void tst_KubeconfigLoad::k8_aNameTwiceSpoilsOnlyItsUsers()
{
    QFETCH(QByteArray, again);
    QFETCH(QString, says);
    QByteArray text =
        "clusters: [{name: a, cluster: {server: 'https://a'}}, {name: b, cluster: {server: 'https://b'}}]\n"
        "users: [{name: a, user: {token: a}}, {name: b, user: {token: b}}]\n"
        "contexts: [{name: a, context: {cluster: a, user: a}}, {name: b, context: {cluster: b, user: b}}]\n";
    const QByteArray list = again.first(again.indexOf('[') + 1);
    text.replace(list, again);
    const TestFiles files;
    const QString path = files.write(u"config"_s, text);
    // Another file cannot make it clear either: the name is taken.
    const QString other = files.write(u"other"_s, kubeconfig("a", "https://other"));
    const auto loaded = Kubeconfig::load(listed({path, other}));
    QVERIFY2(loaded, qPrintable(problem(loaded)));
    QCOMPARE(names(*loaded), (QStringList{u"a"_s, u"b"_s}));
    QVERIFY2(loaded->contexts().at(0).problem.contains(path + u", "_s + says),
             qPrintable(loaded->contexts().at(0).problem));
    QVERIFY(!loaded->clusterConfig(u"a"_s));
    QCOMPARE(loaded->contexts().at(1).problem, QString());
    QCOMPARE(loaded->clusterConfig(u"b"_s)->token, "b");
}

void tst_KubeconfigLoad::k9_k10_bombsAreRefusedQuickly_data()
{
    QTest::addColumn<QByteArray>("text");

    QByteArray bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i <= 9; ++i) {
        const QByteArray before = "*a" + QByteArray::number(i - 1);
        bomb += "a" + QByteArray::number(i) + ": &a" + QByteArray::number(i) + " ["
            + QByteArrayList(9, before).join(", ") + "]\n";
    }
    QTest::newRow("aliases that unfold to ten thousand million") << bomb;
    QTest::newRow("an alias inside itself") << QByteArray("a: &a [*a]\n");
    QTest::newRow("two aliases inside each other") << QByteArray("a: &a {b: &b {c: *a, d: *b}}\n");
    QTest::newRow("a hundred thousand lists in each other") << QByteArray(100'000, '[');
    QTest::newRow("a hundred thousand maps in each other") << QByteArray("{a: ").repeated(100'000);
    QTest::newRow("a hundred thousand lists, all closed") << QByteArray(100'000, '[') + QByteArray(100'000, ']');
    QTest::newRow("two hundred levels") << QByteArray(200, '[') + QByteArray(200, ']');
    QTest::newRow("a comma, which the parser alone does not get past") << QByteArray(",\n");
    QTest::newRow("a hundred thousand levels by indentation") << QByteArray("- ").repeated(100'000);
}

void tst_KubeconfigLoad::k9_k10_bombsAreRefusedQuickly()
{
    QFETCH(QByteArray, text);
    const TestFiles files;
    const QString path = files.write(u"config"_s, text);
    QElapsedTimer timer;
    timer.start();
    const auto loaded = Kubeconfig::load(only(path));
    QVERIFY(!loaded);
    QVERIFY2(loaded.error().message.startsWith(path + u" is not valid YAML: line "_s),
             qPrintable(loaded.error().message));
    QVERIFY2(timer.elapsed() < 5000,
             qPrintable(QString::number(timer.elapsed()))); // a sanitized build on a busy machine
}

void tst_KubeconfigLoad::k11_aMissingCurrentContext()
{
    const TestFiles files;
    const QString dangling = files.write(u"dangling"_s, kubeconfig("a", "https://a", "gone"));
    const auto loaded = Kubeconfig::load(only(dangling));
    QVERIFY2(loaded, qPrintable(problem(loaded)));
    QCOMPARE(loaded->currentContext(), u"gone"_s);
    const auto config = loaded->clusterConfig();
    QVERIFY(!config);
    QVERIFY2(config.error().message.contains(u"current-context \"gone\" of "_s + dangling),
             qPrintable(config.error().message));
    QVERIFY(loaded->clusterConfig(u"a"_s));

    const auto unchosen = Kubeconfig::load(only(files.write(u"unchosen"_s, kubeconfig("a", "https://a"))));
    QVERIFY(unchosen->clusterConfig().error().message.contains(u"No context is chosen"));
    const auto chosen = Kubeconfig::load(only(files.write(u"chosen"_s, kubeconfig("a", "https://a", "a"))));
    QCOMPARE(*chosen->clusterConfig(), *chosen->clusterConfig(u"a"_s));
    const auto unknown = chosen->clusterConfig(u"b"_s);
    QVERIFY(!unknown);
    QVERIFY2(unknown.error().message.contains(u"no context \"b\" in "_s + files.path(u"chosen"_s)),
             qPrintable(unknown.error().message));
}

void tst_KubeconfigLoad::k23_aValueDoesNotChangeWithItsFile()
{
    const TestFiles files;
    const QString path = files.write(u"config"_s, kubeconfig("a", "https://a"));
    const auto before = Kubeconfig::load(only(path));
    files.write(u"config"_s, kubeconfig("b", "https://b"));
    QCOMPARE(names(*before), QStringList{u"a"_s});
    QCOMPARE(before->clusterConfig(u"a"_s)->server, QUrl(u"https://a"_s));
    QCOMPARE(before->files(), QStringList{path}); // what to watch
    QCOMPARE(names(*Kubeconfig::load(only(path))), QStringList{u"b"_s});
}

void tst_KubeconfigLoad::k24_symbolicLinks()
{
    const TestFiles files;
    QVERIFY(QFile::link(files.path(u"b"_s), files.path(u"a"_s)));
    QVERIFY(QFile::link(files.path(u"a"_s), files.path(u"b"_s)));
    for (const KubeconfigLocations &locations : {only(files.path(u"a"_s)), listed({files.path(u"a"_s)})}) {
        const auto circle = Kubeconfig::load(locations);
        QVERIFY(!circle);
        QVERIFY2(circle.error().message.contains(u"round in a circle"), qPrintable(circle.error().message));
    }

    QVERIFY(QFile::link(files.path(u"nowhere"_s), files.path(u"dangling"_s)));
    const auto dangling = Kubeconfig::load(listed({files.path(u"dangling"_s)}));
    QVERIFY(dangling);
    QCOMPARE(dangling->warnings().size(), 1);

    // Relative paths start from where the link is, as with kubectl.
    files.write(u"real/config"_s,
                "contexts: [{name: x, context: {cluster: c, user: u}}]\n"
                "clusters: [{name: c, cluster: {server: 'https://c'}}]\n"
                "users: [{name: u, user: {tokenFile: token}}]\n");
    files.write(u"token"_s, "secret");
    QVERIFY(QFile::link(files.path(u"real/config"_s), files.path(u"config"_s)));
    const auto linked = Kubeconfig::load(only(files.path(u"config"_s)));
    QVERIFY2(linked, qPrintable(problem(linked)));
    QCOMPARE(linked->clusterConfig(u"x"_s)->tokenFile, files.path(u"token"_s));
}

void tst_KubeconfigLoad::k26_aFileThatEverybodyReads_data()
{
    QTest::addColumn<QByteArray>("user");
    QTest::addColumn<int>("mode");
    QTest::addColumn<QString>("says");

    QTest::newRow("a token that everybody reads") << QByteArray("{token: t}") << 0644 << u"can read"_s;
    QTest::newRow("a key that everybody reads") << QByteArray("{client-key-data: QQ==}") << 0644 << u"can read"_s;
    QTest::newRow("a password that everybody reads") << QByteArray("{password: p}") << 0604 << u"can read"_s;
    QTest::newRow("a token of the owner") << QByteArray("{token: t}") << 0600 << QString();
    QTest::newRow("a token of the group") << QByteArray("{token: t}") << 0640 << QString();
    QTest::newRow("no secret in it") << QByteArray("{tokenFile: /t}") << 0644 << QString();
    QTest::newRow("everybody may change it") << QByteArray("{tokenFile: /t}") << 0666 << u"can change"_s;
}

void tst_KubeconfigLoad::k26_aFileThatEverybodyReads()
{
    QFETCH(QByteArray, user);
    QFETCH(int, mode);
    QFETCH(QString, says);
    const TestFiles files;
    const QString path = files.write(u"config"_s, "users: [{name: u, user: " + user + "}]");
    QCOMPARE(chmod(QFile::encodeName(path).constData(), mode_t(mode)), 0);
    const auto loaded = Kubeconfig::load(only(path));
    QVERIFY2(loaded, qPrintable(problem(loaded)));
    QCOMPARE(loaded->warnings().size(), says.isEmpty() ? 0 : 1);
    const QString warning = loaded->warnings().value(0);
    QVERIFY2(says.isEmpty() || (warning.contains(says) && warning.contains(path) && warning.contains(u"chmod 600")),
             qPrintable(warning));
}

void tst_KubeconfigLoad::pipesAndDevicesAreNotWaitedFor()
{
    const TestFiles files;
    const QString pipe = files.path(u"pipe"_s);
    QCOMPARE(mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
    const auto piped = Kubeconfig::load(only(pipe));
    QVERIFY(!piped);
    QVERIFY2(piped.error().message.contains(u"is a pipe"), qPrintable(piped.error().message));
    QVERIFY(!Kubeconfig::load(only(u"/dev/zero"_s)));

    // What people write to mean none.
    const auto none = Kubeconfig::load(listed({u"/dev/null"_s}));
    QVERIFY2(none, qPrintable(problem(none)));
    QVERIFY(none->contexts().isEmpty());
    QCOMPARE(none->warnings(), QStringList());
}

void tst_KubeconfigLoad::onlyTheFirstDocumentIsRead_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("contexts");
    QTest::addColumn<bool>("warned");

    const QByteArray a = kubeconfig("a", "https://a");
    const QByteArray b = kubeconfig("b", "https://b");
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

void tst_KubeconfigLoad::onlyTheFirstDocumentIsRead()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, warned);
    const auto loaded = Kubeconfig::fromText(text, u"/x/config"_s);
    QVERIFY2(loaded, qPrintable(problem(loaded)));
    QTEST(names(*loaded), "contexts");
    QCOMPARE(loaded->warnings().size(), warned ? 1 : 0);
    QVERIFY(!warned || loaded->warnings().constFirst().contains(u"/x/config holds several YAML documents"));
}

void tst_KubeconfigLoad::saysWhatIsWrongWithAFile_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says");

    QTest::newRow("another kind") << QByteArray("apiVersion: v1\nkind: Pod")
                                  << u"/x/config is not a kubeconfig: its kind is \"Pod\", not \"Config\"."_s;
    QTest::newRow("another version") << QByteArray("apiVersion: v2\nkind: Config")
                                     << u"/x/config is not a kubeconfig: its apiVersion is \"v2\", not \"v1\"."_s;
    QTest::newRow("a list") << QByteArray("- a\n") << u"/x/config is not a kubeconfig: it holds no fields."_s;
    QTest::newRow("a word") << QByteArray("hello") << u"/x/config is not a kubeconfig: it holds no fields."_s;
    QTest::newRow("contexts that are no list") << QByteArray("contexts: {a: b}") << u"/x/config, contexts: "_s;
    QTest::newRow("clusters that are no list") << QByteArray("clusters: a") << u"/x/config, clusters: "_s;
    QTest::newRow("users that are no list") << QByteArray("users: 1") << u"/x/config, users: "_s;
    QTest::newRow("an entry that is no map")
        << QByteArray("users: [{name: a}, b]") << u"/x/config, entry 2 of users: "_s;
    QTest::newRow("a user that is no map")
        << QByteArray("users: [{name: a, user: [b]}]") << u"/x/config, entry 1 of users: "_s;
    QTest::newRow("a name that reads as a number")
        << QByteArray("users: [{name: 12}]") << u"/x/config, entry 1 of users, name: The value must be text"_s;
    QTest::newRow("a name that reads as true")
        << QByteArray("contexts: [{name: y}]") << u"/x/config, entry 1 of contexts, name: The value must be text"_s;
    QTest::newRow("a current-context that reads as a number")
        << QByteArray("current-context: 7") << u"/x/config, current-context: "_s;
    QTest::newRow("a key twice") << QByteArray("users:\n- name: a\n  name: b\n")
                                 << u"line 3, column 3: The key “…” already"_s;
    QTest::newRow("a tab") << QByteArray("users:\n\t- name: a\n") << u"is not valid YAML: line 2"_s;
    QTest::newRow("a bracket that is not closed") << QByteArray("users: [") << u"is not valid YAML: line "_s;
    QTest::newRow("a list as a key") << QByteArray("? [a]\n: b\n") << u"line 1, column 3: "_s;
    QTest::newRow("a tag") << QByteArray("users: !!binary QQ==") << u"line 1, column 8: "_s;
}

void tst_KubeconfigLoad::saysWhatIsWrongWithAFile()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    const auto loaded = Kubeconfig::fromText(text, u"/x/config"_s);
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().kind, kube::Error::Kind::Configuration);
    QVERIFY2(loaded.error().message.contains(says), qPrintable(loaded.error().message));
    QVERIFY(loaded.error().message.contains(u"/x/config"));
}

void tst_KubeconfigLoad::anErrorNamesEveryBrokenFile()
{
    const TestFiles files;
    const QString good = files.write(u"good"_s, kubeconfig("a", "https://a"));
    const QString kind = files.write(u"kind"_s, "kind: Pod");
    const QString yaml = files.write(u"yaml"_s, "{");
    const auto loaded = Kubeconfig::load(listed({kind, good, yaml}));
    QVERIFY(!loaded);
    QVERIFY(loaded.error().message.contains(kind));
    QVERIFY(loaded.error().message.contains(yaml));
    QVERIFY(!loaded.error().message.contains(good));
}

void tst_KubeconfigLoad::oneBrokenStanzaLeavesTheOthersUsable()
{
    const auto loaded =
        Kubeconfig::fromText("clusters: [{name: a, cluster: {server: 'https://a'}}]\n"
                             "users: [{name: good, user: {token: t}}, {name: bad, user: {token: [1]}}]\n"
                             "contexts:\n"
                             "- {name: 1a, context: {cluster: a, user: good}}\n"
                             "- {name: 2b, context: {cluster: a, user: bad}}\n"
                             "- {name: 3c, context: {cluster: [], user: good}}\n"
                             "- {name: 4d, context: null}\n"
                             "- {context: {cluster: a, user: good}}\n",
                             u"/x/config"_s);
    QVERIFY2(loaded, qPrintable(problem(loaded)));
    const QList<kube::ContextSummary> contexts = loaded->contexts();
    QCOMPARE(names(*loaded), (QStringList{u"1a"_s, u"2b"_s, u"3c"_s, u"4d"_s}));
    QCOMPARE(contexts.at(0), (kube::ContextSummary{u"1a"_s, u"a"_s, u"good"_s, u"default"_s, QString()}));
    QCOMPARE(contexts.at(1).problem, u"/x/config, user \"bad\", token: The value must be text. Put it in quotes."_s);
    QVERIFY(contexts.at(2).problem.startsWith(u"/x/config, context \"3c\", cluster: "));
    QVERIFY(contexts.at(3).problem.startsWith(u"/x/config, context \"4d\", cluster: "));
    QCOMPARE(loaded->warnings(), QStringList{u"/x/config, entry 5 of contexts has no name and is left out."_s});
    QVERIFY(loaded->hasContext(u"2b"_s));
    QVERIFY(!loaded->hasContext(QString()));
}

void tst_KubeconfigLoad::unknownFieldsAreNothing()
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

void tst_KubeconfigLoad::inAPodTheServiceAccountIsUsed_data()
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

void tst_KubeconfigLoad::inAPodTheServiceAccountIsUsed()
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

void tst_KubeconfigLoad::inAPodAKubeconfigWins()
{
    const TestFiles files;
    files.write(u"token"_s, "pod-token\n");
    KubeconfigLocations locations = only(files.write(u"config"_s, kubeconfig("a", "https://a")));
    locations.serviceHost = u"10.0.0.1"_s;
    locations.servicePort = u"443"_s;
    locations.serviceAccountFolder = files.path(u"."_s);
    QCOMPARE(names(*Kubeconfig::load(locations)), QStringList{u"a"_s});
    // An empty one does not.
    locations.explicitFile = files.write(u"empty"_s, {});
    QCOMPARE(names(*Kubeconfig::load(locations)), QStringList{u"in-cluster"_s});
}

QTEST_GUILESS_MAIN(tst_KubeconfigLoad)
#include "tst_kubeconfigload.moc"
