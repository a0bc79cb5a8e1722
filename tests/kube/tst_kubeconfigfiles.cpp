// SPDX-License-Identifier: Apache-2.0
#include "kubeconfigfixture.h"
#include "testfiles.h"

#include <QElapsedTimer>
#include <QTest>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace kubeconfigfixture;
using kube::Kubeconfig;
using kube::KubeconfigLocations;

class tst_KubeconfigFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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
    void saysWhatIsWrongWithAFile_data();
    void saysWhatIsWrongWithAFile();
    void anErrorNamesEveryBrokenFile();
    void oneBrokenStanzaLeavesTheOthersUsable();
};

void tst_KubeconfigFiles::k1_withoutAnyFileItIsEmpty()
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

void tst_KubeconfigFiles::k1_anExplicitFileMustExist()
{
    const TestFiles files;
    const auto loaded = Kubeconfig::load(only(files.path(u"missing"_s)));
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().kind, kube::Error::Kind::Configuration);
    QCOMPARE(loaded.error().message, files.path(u"missing"_s) + u" does not exist."_s);
}

void tst_KubeconfigFiles::k2_missingEmptyAndRepeatedEntriesOfTheList()
{
    const TestFiles files;
    const QString a = files.write(u"a"_s, oneContext("a", "https://a"));
    const auto loaded = Kubeconfig::load(listed({files.path(u"missing"_s), a, QString(), a}));
    QVERIFY2(loaded, qPrintable(problem(loaded)));
    QCOMPARE(names(*loaded), QStringList{u"a"_s});
    QCOMPARE(loaded->warnings(), QStringList());
    QCOMPARE(loaded->files(), (QStringList{files.path(u"missing"_s), a}));
}

void tst_KubeconfigFiles::k2_aListOfMissingFilesIsAWarning()
{
    const TestFiles files;
    const auto loaded = Kubeconfig::load(listed({files.path(u"one"_s), files.path(u"two"_s)}));
    QVERIFY2(loaded, qPrintable(problem(loaded)));
    QVERIFY(loaded->contexts().isEmpty());
    QCOMPARE(loaded->warnings().size(), 1);
    QVERIFY(loaded->warnings().constFirst().contains(files.path(u"one"_s) + u", "_s + files.path(u"two"_s)));
}

void tst_KubeconfigFiles::k3_anEmptyFileIsAnEmptyKubeconfig_data()
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

void tst_KubeconfigFiles::k3_anEmptyFileIsAnEmptyKubeconfig()
{
    QFETCH(QByteArray, text);
    const TestFiles files;
    const auto loaded = Kubeconfig::load(only(files.write(u"config"_s, text)));
    QVERIFY2(loaded, qPrintable(problem(loaded)));
    QVERIFY(loaded->contexts().isEmpty());
    QCOMPARE(loaded->currentContext(), QString());
    QVERIFY(loaded->clusterConfig().error().message.contains(files.path(u"config"_s)));
}

void tst_KubeconfigFiles::k4_aFolderIsNoKubeconfig()
{
    const TestFiles files;
    for (const KubeconfigLocations &locations : {only(files.path(u"."_s)), listed({files.path(u"."_s)})}) {
        const auto loaded = Kubeconfig::load(locations);
        QVERIFY(!loaded);
        QVERIFY2(loaded.error().message.contains(u"is a folder"), qPrintable(loaded.error().message));
    }
}

void tst_KubeconfigFiles::k5_anUnreadableFile()
{
    const TestFiles files;
    const QString path = files.write(u"config"_s, oneContext("a", "https://a"), {});
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

void tst_KubeconfigFiles::k6_aHugeFileIsNotRead()
{
    const TestFiles files;
    const QString path = files.write(u"config"_s, {});
    QVERIFY(QFile::resize(path, qint64(100) * 1024 * 1024 * 1024)); // sparse
    const auto loaded = Kubeconfig::load(only(path));
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().message, path + u" is larger than 32 MiB."_s);
}

void tst_KubeconfigFiles::k7_textThatIsNoUtf8_data()
{
    QTest::addColumn<QByteArray>("text");
    const QByteArray good = oneContext("a", "https://a");
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

void tst_KubeconfigFiles::k7_textThatIsNoUtf8()
{
    QFETCH(QByteArray, text);
    const TestFiles files;
    const QString path = files.write(u"config"_s, text);
    const auto loaded = Kubeconfig::load(only(path));
    QVERIFY(!loaded);
    QVERIFY2(loaded.error().message.contains(path + u" is not a text file"_s), qPrintable(loaded.error().message));
}

void tst_KubeconfigFiles::k8_aNameTwiceSpoilsOnlyItsUsers_data()
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

void tst_KubeconfigFiles::k8_aNameTwiceSpoilsOnlyItsUsers()
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
    const QString other = files.write(u"other"_s, oneContext("a", "https://other"));
    const auto loaded = Kubeconfig::load(listed({path, other}));
    QVERIFY2(loaded, qPrintable(problem(loaded)));
    QCOMPARE(names(*loaded), (QStringList{u"a"_s, u"b"_s}));
    QVERIFY2(loaded->contexts().at(0).problem.contains(path + u", "_s + says),
             qPrintable(loaded->contexts().at(0).problem));
    QVERIFY(!loaded->clusterConfig(u"a"_s));
    QCOMPARE(loaded->contexts().at(1).problem, QString());
    QCOMPARE(loaded->clusterConfig(u"b"_s)->token, "b");
}

void tst_KubeconfigFiles::k9_k10_bombsAreRefusedQuickly_data()
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

void tst_KubeconfigFiles::k9_k10_bombsAreRefusedQuickly()
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

void tst_KubeconfigFiles::k11_aMissingCurrentContext()
{
    const TestFiles files;
    const QString dangling = files.write(u"dangling"_s, oneContext("a", "https://a", "gone"));
    const auto loaded = Kubeconfig::load(only(dangling));
    QVERIFY2(loaded, qPrintable(problem(loaded)));
    QCOMPARE(loaded->currentContext(), u"gone"_s);
    const auto config = loaded->clusterConfig();
    QVERIFY(!config);
    QVERIFY2(config.error().message.contains(u"current-context \"gone\" of "_s + dangling),
             qPrintable(config.error().message));
    QVERIFY(loaded->clusterConfig(u"a"_s));

    const auto unchosen = Kubeconfig::load(only(files.write(u"unchosen"_s, oneContext("a", "https://a"))));
    QVERIFY(unchosen->clusterConfig().error().message.contains(u"No context is chosen"));
    const auto chosen = Kubeconfig::load(only(files.write(u"chosen"_s, oneContext("a", "https://a", "a"))));
    QCOMPARE(*chosen->clusterConfig(), *chosen->clusterConfig(u"a"_s));
    const auto unknown = chosen->clusterConfig(u"b"_s);
    QVERIFY(!unknown);
    QVERIFY2(unknown.error().message.contains(u"no context \"b\" in "_s + files.path(u"chosen"_s)),
             qPrintable(unknown.error().message));
}

void tst_KubeconfigFiles::k23_aValueDoesNotChangeWithItsFile()
{
    const TestFiles files;
    const QString path = files.write(u"config"_s, oneContext("a", "https://a"));
    const auto before = Kubeconfig::load(only(path));
    files.write(u"config"_s, oneContext("b", "https://b"));
    QCOMPARE(names(*before), QStringList{u"a"_s});
    QCOMPARE(before->clusterConfig(u"a"_s)->server, QUrl(u"https://a"_s));
    QCOMPARE(before->files(), QStringList{path}); // what to watch
    QCOMPARE(names(*Kubeconfig::load(only(path))), QStringList{u"b"_s});
}

void tst_KubeconfigFiles::k24_symbolicLinks()
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

void tst_KubeconfigFiles::k26_aFileThatEverybodyReads_data()
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

void tst_KubeconfigFiles::k26_aFileThatEverybodyReads()
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

void tst_KubeconfigFiles::pipesAndDevicesAreNotWaitedFor()
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

void tst_KubeconfigFiles::saysWhatIsWrongWithAFile_data()
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

void tst_KubeconfigFiles::saysWhatIsWrongWithAFile()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    const auto loaded = Kubeconfig::fromText(text, u"/x/config"_s);
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().kind, kube::Error::Kind::Configuration);
    QVERIFY2(loaded.error().message.contains(says), qPrintable(loaded.error().message));
    QVERIFY(loaded.error().message.contains(u"/x/config"));
}

void tst_KubeconfigFiles::anErrorNamesEveryBrokenFile()
{
    const TestFiles files;
    const QString good = files.write(u"good"_s, oneContext("a", "https://a"));
    const QString kind = files.write(u"kind"_s, "kind: Pod");
    const QString yaml = files.write(u"yaml"_s, "{");
    const auto loaded = Kubeconfig::load(listed({kind, good, yaml}));
    QVERIFY(!loaded);
    QVERIFY(loaded.error().message.contains(kind));
    QVERIFY(loaded.error().message.contains(yaml));
    QVERIFY(!loaded.error().message.contains(good));
}

void tst_KubeconfigFiles::oneBrokenStanzaLeavesTheOthersUsable()
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

QTEST_GUILESS_MAIN(tst_KubeconfigFiles)
#include "tst_kubeconfigfiles.moc"
