// SPDX-License-Identifier: Apache-2.0
#include "kubeconfig.h"
#include "testcertificates.h"
#include "testfiles.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRandomGenerator>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;
using kube::Kubeconfig;
using kube::KubeconfigLocations;

namespace {

struct Answer
{
    bool accepted = false;
    QJsonObject merged;
    QString error;
};

// kubectl config view: everything merged, files of certificates put in their place.
Answer kubectl(const QString &list, const QString &folder)
{
    QProcess process;
    QProcessEnvironment environment;
    environment.insert(u"PATH"_s, qEnvironmentVariable("PATH"));
    environment.insert(u"HOME"_s, folder);
    environment.insert(u"KUBECONFIG"_s, list);
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(folder);
    process.start(u"kubectl"_s, {u"config"_s, u"view"_s, u"--raw"_s, u"--flatten"_s, u"--output=json"_s});
    if (!process.waitForFinished())
        return {};
    return {process.exitCode() == 0, QJsonDocument::fromJson(process.readAllStandardOutput()).object(),
            QString::fromUtf8(process.readAllStandardError())};
}

QMap<QString, QJsonObject> byName(const QJsonValue &list, const QString &content)
{
    QMap<QString, QJsonObject> result;
    for (const QJsonValue item : list.toArray())
        result.insert(item[u"name"].toString(), item[content].toObject());
    return result;
}

KubeconfigLocations listed(const QString &list)
{
    QProcessEnvironment environment;
    environment.insert(u"KUBECONFIG"_s, list);
    return KubeconfigLocations::fromEnvironment({}, environment);
}

QByteArray data(const QJsonObject &object, const QString &field)
{
    return QByteArray::fromBase64(object.value(field).toString().toLatin1());
}

/// Writes kubeconfigs in which names meet, dangle and repeat across files.
class Generator final
{
public:
    Generator(const TestFiles &files, quint32 seed)
        : m_files(files)
        , m_random(seed)
    {
        for (int i = 0; i < 3; ++i)
            m_identities.append(testcertificates::identity({.name = u"identity %1"_s.arg(i)}));
    }

    QString list()
    {
        QStringList paths;
        const int count = m_random.bounded(1, 5);
        for (int i = 0; i < count; ++i) {
            const QString folder = u"list%1/%2"_s.arg(m_lists).arg(i);
            m_files.write(folder + u"/ca.crt"_s, any(m_identities).certificate);
            m_files.write(folder + u"/token"_s, "token-" + QByteArray::number(i));
            const QString path = folder + u"/config"_s;
            if (chance(10))
                paths.append(m_files.path(path) + u".missing"_s);
            else
                paths.append(m_files.write(path, chance(8) ? QByteArray() : file(folder)));
            if (chance(10))
                paths.append(any(paths));
            if (chance(10))
                paths.append(QString());
        }
        ++m_lists;
        return paths.join(u':');
    }

private:
    template <typename T>
    const T &any(const QList<T> &list)
    {
        return list.at(m_random.bounded(int(list.size())));
    }
    bool chance(int percent) { return m_random.bounded(100) < percent; }

    QJsonArray named(const QString &content, const QStringList &names, const std::function<QJsonObject()> &make)
    {
        QJsonArray result;
        for (const QString &name : names) {
            if (chance(60))
                result.append(QJsonObject{{u"name"_s, name}, {content, make()}});
        }
        return result;
    }

    QByteArray file(const QString &folder)
    {
        const QStringList names{u"one"_s, u"two"_s, u"three"_s, u"Two"_s, u"with space"_s, u"ünï"_s, u"1.5"_s};
        QJsonObject root;
        if (chance(70))
            root.insert(u"apiVersion"_s, u"v1"_s);
        if (chance(70))
            root.insert(u"kind"_s, u"Config"_s);
        if (chance(60))
            root.insert(u"current-context"_s, chance(30) ? QString() : any(names));
        root.insert(u"clusters"_s, named(u"cluster"_s, names, [&] { return cluster(); }));
        root.insert(u"users"_s, named(u"user"_s, names, [&] { return user(folder); }));
        root.insert(u"contexts"_s, named(u"context"_s, names, [&] {
                        QJsonObject context{{u"cluster"_s, any(names)}};
                        if (chance(80))
                            context.insert(u"user"_s, any(names));
                        if (chance(40))
                            context.insert(u"namespace"_s, u"shop"_s);
                        return context;
                    }));
        return chance(50) ? QJsonDocument(root).toJson() : yaml(root, 0);
    }

    QJsonObject cluster()
    {
        QJsonObject cluster{{u"server"_s, u"https://server%1:6443"_s.arg(m_random.bounded(1000))}};
        if (chance(30))
            cluster.insert(u"certificate-authority"_s, chance(50) ? u"ca.crt"_s : u"./../"_s + u"0/ca.crt"_s);
        else if (chance(30))
            cluster.insert(u"certificate-authority-data"_s,
                           QString::fromLatin1(any(m_identities).certificate.toBase64()));
        else if (chance(30))
            cluster.insert(u"insecure-skip-tls-verify"_s, true);
        if (chance(20))
            cluster.insert(u"tls-server-name"_s, u"kubernetes"_s);
        if (chance(20))
            cluster.insert(u"disable-compression"_s, chance(50));
        if (chance(20))
            cluster.insert(u"unknown"_s, QJsonArray{1, u"two"_s});
        return cluster;
    }

    QJsonObject user(const QString &folder)
    {
        QJsonObject user;
        switch (m_random.bounded(5)) {
        case 0:
            user.insert(u"token"_s, u"token%1"_s.arg(m_random.bounded(1000)));
            break;
        case 1: {
            const testcertificates::Identity &identity = any(m_identities);
            user.insert(u"client-certificate-data"_s, QString::fromLatin1(identity.certificate.toBase64()));
            user.insert(u"client-key-data"_s, QString::fromLatin1(identity.key.toBase64()));
            break;
        }
        case 2:
            user.insert(u"tokenFile"_s, m_files.path(folder + u"/token"_s));
            break;
        case 3:
            user.insert(u"exec"_s,
                        QJsonObject{{u"apiVersion"_s, u"client.authentication.k8s.io/v1beta1"_s},
                                    {u"command"_s, u"login%1"_s.arg(m_random.bounded(1000))},
                                    {u"args"_s, QJsonArray{u"get"_s, u"true"_s, u"0777"_s}}});
            break;
        default:
            break;
        }
        return user;
    }

    // Plain where YAML allows it, so that both sides have something to decide.
    static QByteArray yaml(const QJsonValue &value, int indent)
    {
        const QByteArray margin = "\n" + QByteArray(indent, ' ');
        QByteArray text;
        if (value.isObject()) {
            const QJsonObject object = value.toObject();
            for (auto field = object.begin(); field != object.end(); ++field)
                text += margin + field.key().toUtf8() + ":" + yaml(field.value(), indent + 2);
            return object.isEmpty() ? " {}" : text;
        }
        if (value.isArray()) {
            const QJsonArray array = value.toArray();
            for (const QJsonValue item : array)
                text += margin + "-" + yaml(item, indent + 2);
            return array.isEmpty() ? " []" : text;
        }
        if (value.isString()) {
            const QString string = value.toString();
            const bool plain = !string.isEmpty() && string.at(0).isLetter() && string != u"true";
            const QByteArray quote = plain ? "" : "\"";
            return ' ' + quote + string.toUtf8() + quote;
        }
        if (value.isBool())
            return value.toBool() ? " yes" : " off";
        return ' ' + QByteArray::number(value.toInt());
    }

    const TestFiles &m_files;
    QRandomGenerator m_random;
    QList<testcertificates::Identity> m_identities;
    int m_lists = 0;
};

} // namespace

class tst_KubeconfigOracle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void mergesListsAsKubectlDoes_data();
    void mergesListsAsKubectlDoes();
    void readsScalarsAsKubectlDoes();
    void acceptsTheTextsThatKubectlAccepts_data();
    void acceptsTheTextsThatKubectlAccepts();

private:
    TestFiles m_files;
};

void tst_KubeconfigOracle::initTestCase()
{
    if (QStandardPaths::findExecutable(u"kubectl"_s).isEmpty())
        QSKIP("kubectl is not installed; it is what this test compares with.");
}

void tst_KubeconfigOracle::mergesListsAsKubectlDoes_data()
{
    QTest::addColumn<QString>("list");
    Generator generator(m_files, 20240131);
    for (int i = 1; i <= 36; ++i)
        QTest::addRow("generated list %d", i) << generator.list();
}

void tst_KubeconfigOracle::mergesListsAsKubectlDoes()
{
    QFETCH(QString, list);
    const Answer theirs = kubectl(list, m_files.path(u"."_s));
    QVERIFY2(theirs.accepted, qPrintable(theirs.error));
    const auto ours = Kubeconfig::load(listed(list));
    QVERIFY2(ours, qPrintable(ours ? QString() : ours.error().message));

    const auto contexts = byName(theirs.merged.value(u"contexts"_s), u"context"_s);
    const auto clusters = byName(theirs.merged.value(u"clusters"_s), u"cluster"_s);
    const auto users = byName(theirs.merged.value(u"users"_s), u"user"_s);
    QCOMPARE(ours->currentContext(), theirs.merged.value(u"current-context"_s).toString());
    QCOMPARE(ours->warnings().size(), theirs.error.contains(u"not found") ? 1 : 0);
    QStringList names;
    for (const kube::ContextSummary &summary : ours->contexts()) {
        names.append(summary.name);
        const QJsonObject context = contexts.value(summary.name);
        QCOMPARE(summary.cluster, context.value(u"cluster"_s).toString());
        QCOMPARE(summary.user, context.value(u"user"_s).toString());
        QCOMPARE(summary.nameSpace, context.value(u"namespace"_s).toString(u"default"_s));
        const bool dangles =
            !clusters.contains(summary.cluster) || (!summary.user.isEmpty() && !users.contains(summary.user));
        QVERIFY2(summary.problem.isEmpty() != dangles, qPrintable(summary.problem));
        if (dangles)
            continue;
        const auto config = ours->clusterConfig(summary.name);
        QVERIFY(config);
        const QJsonObject cluster = clusters.value(summary.cluster);
        QCOMPARE(config->server.toString(), cluster.value(u"server"_s).toString());
        QCOMPARE(config->tlsServerName, cluster.value(u"tls-server-name"_s).toString());
        QCOMPARE(config->insecureSkipTlsVerify, cluster.value(u"insecure-skip-tls-verify"_s).toBool());
        QCOMPARE(config->disableCompression, cluster.value(u"disable-compression"_s).toBool());
        QCOMPARE(config->certificateAuthority, data(cluster, u"certificate-authority-data"_s));
        const QJsonObject user = users.value(summary.user);
        QCOMPARE(QString::fromUtf8(config->token), user.value(u"token"_s).toString());
        QCOMPARE(config->tokenFile, user.value(u"tokenFile"_s).toString());
        QCOMPARE(config->clientCertificate, data(user, u"client-certificate-data"_s));
        QCOMPARE(config->clientKey, data(user, u"client-key-data"_s));
        QCOMPARE(config->exec.has_value(), user.contains(u"exec"_s));
        if (config->exec) {
            const QJsonObject exec = user.value(u"exec"_s).toObject();
            QCOMPARE(config->exec->command, exec.value(u"command"_s).toString());
            QCOMPARE(QJsonArray::fromStringList(config->exec->arguments), exec.value(u"args"_s).toArray());
        }
    }
    QCOMPARE(names, contexts.keys());
}

void tst_KubeconfigOracle::readsScalarsAsKubectlDoes()
{
    // An extension may hold anything; it is what a plugin is told.
    const QByteArrayList scalars{"y",        "Y",     "yes",  "Yes",   "YES",     "on",         "On",
                                 "ON",       "true",  "True", "TRUE",  "n",       "N",          "no",
                                 "No",       "NO",    "off",  "Off",   "OFF",     "false",      "False",
                                 "FALSE",    "yEs",   "tRUE", "~",     "null",    "Null",       "NULL",
                                 "nULL",     "",      "1",    "0",     "-3",      "+4",         "1.5",
                                 "1e3",      ".5",    "5.",   "0x1f",  "0o7",     "0b1",        "0777",
                                 "089",      "1_000", "0x",   "1e",    "1.2.3",   "2026-01-01", "2026-01-01T00:00:00Z",
                                 "12:30:45", "abc",   "a#b",  "a #b",  "'a'",     "'1'",        "\"\\u0041\"",
                                 "''",       "\"\"",  "=",    "--- x", "!!str 1", "!!int '1'",  "!!bool yes",
                                 "a b"};
    QByteArray values;
    for (const QByteArray &scalar : scalars)
        values += "\n        k" + QByteArray::number(values.count('\n')) + ": " + scalar;
    const QString path = m_files.write(u"scalars/config"_s,
                                       "clusters:\n- name: c\n  cluster:\n    server: https://c\n    extensions:\n"
                                       "    - name: client.authentication.k8s.io/exec\n      extension:"
                                           + values
                                           + "\nusers: [{name: u, user: {exec: {command: p, provideClusterInfo: true, "
                                             "apiVersion: client.authentication.k8s.io/v1beta1}}}]\n"
                                             "contexts: [{name: x, context: {cluster: c, user: u}}]\n");
    const Answer theirs = kubectl(path, m_files.path(u"."_s));
    QVERIFY2(theirs.accepted, qPrintable(theirs.error));
    const QJsonObject theirCluster = byName(theirs.merged.value(u"clusters"_s), u"cluster"_s).value(u"c"_s);
    const QJsonObject expected = theirCluster.value(u"extensions"_s)[0][u"extension"].toObject();
    QCOMPARE(expected.size(), scalars.size());
    const auto ours = Kubeconfig::load(listed(path))->clusterConfig(u"x"_s);
    QVERIFY2(ours, qPrintable(ours ? QString() : ours.error().message));
    const QJsonObject actual = ours->exec->clusterExtension.toObject();
    for (const QString &key : expected.keys()) {
        QVERIFY2(actual.value(key) == expected.value(key), scalars.at(key.sliced(1).toInt()).constData());
    }
    QCOMPARE(actual, expected);
}

void tst_KubeconfigOracle::acceptsTheTextsThatKubectlAccepts_data()
{
    QTest::addColumn<QByteArray>("cluster");
    QTest::addColumn<QByteArray>("user");
    QTest::addColumn<bool>("stricter"); // we refuse on purpose what kubectl accepts

    const QByteArray server = "server: 'https://c'";
    const auto cluster = [&](const char *name, const QByteArray &fields, bool stricter = false) {
        QTest::newRow(name) << server + ", " + fields << QByteArray("token: t") << stricter;
    };
    const auto user = [&](const char *name, const QByteArray &fields, bool stricter = false) {
        QTest::newRow(name) << server << fields << stricter;
    };
    for (const char *word : {"yes", "Off", "yEs", "~", "1", "''", "'true'", "", "!!bool yes", "!!str yes"}) {
        QTest::addRow("insecure: %s", word)
            << server + ", insecure-skip-tls-verify: " + word << QByteArray("token: t") << false;
    }
    for (const char *scalar : {"y", "null", "12", "0777", ".inf", ".nan", "1_000", "2026-01-01", "12:30:45", "1.2.3",
                               "-", "--- x", "a: b", "!!int '1'"}) {
        QTest::addRow("token: %s", scalar) << server << QByteArray("token: ") + scalar << false;
    }
    cluster("CA data that is not base64", "certificate-authority-data: '%%'");
    cluster("CA data without padding", "certificate-authority-data: 'YQ'");
    cluster("CA data of no text", "certificate-authority-data: ''");
    cluster("CA data that is null", "certificate-authority-data: null");
    cluster("a name in capitals", "Server: 7");
    cluster("a field nobody knows", "future: {a: [1]}");
    cluster("extensions with different names", "extensions: [{name: a}, {name: b, extension: {}}]");
    cluster("a key twice", "tls-server-name: a, tls-server-name: b", true);
    cluster("a merge key", "<<: {tls-server-name: a}");
    user("nothing", "");
    user("a list", "[a]");
    user("as-groups that are no list", "as-groups: a");
    user("a map as a token", "token: {a: b}");
    user("an empty exec", "exec: {}");
    user("an argument that is a number",
         "exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: c, args: [1]}");
    user("an argument that is quoted",
         "exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: c, args: ['1', \"true\"]}");
}

void tst_KubeconfigOracle::acceptsTheTextsThatKubectlAccepts()
{
    QFETCH(QByteArray, cluster);
    QFETCH(QByteArray, user);
    QFETCH(bool, stricter);
    const QByteArray text = "clusters:\n- name: c\n  cluster: {" + cluster + "}\nusers:\n- name: u\n  user: {" + user
        + "}\ncontexts:\n- name: x\n  context: {cluster: c, user: u}\n";
    const QString path = m_files.write(u"texts/config"_s, text);
    const Answer theirs = kubectl(path, m_files.path(u"."_s));
    const auto loaded = Kubeconfig::load(listed(path));
    const auto config = loaded ? loaded->clusterConfig(u"x"_s) : std::unexpected(loaded.error());
    if (!theirs.accepted || stricter) {
        QVERIFY2(!config, qPrintable(theirs.error));
        QVERIFY(theirs.accepted == stricter);
        return;
    }
    QVERIFY2(loaded, qPrintable(loaded ? QString() : loaded.error().message));
    const QJsonObject theirCluster = byName(theirs.merged.value(u"clusters"_s), u"cluster"_s).value(u"c"_s);
    const QJsonObject theirUser = byName(theirs.merged.value(u"users"_s), u"user"_s).value(u"u"_s);
    if (!config) {
        // What kubectl shows but would refuse to use, too.
        QVERIFY2(theirUser.contains(u"exec"_s) || config.error().message.contains(u"token: The token holds"),
                 qPrintable(config.error().message));
        return;
    }
    QCOMPARE(config->insecureSkipTlsVerify, theirCluster.value(u"insecure-skip-tls-verify"_s).toBool());
    QCOMPARE(QString::fromUtf8(config->token), theirUser.value(u"token"_s).toString());
    if (config->exec)
        QCOMPARE(QJsonArray::fromStringList(config->exec->arguments),
                 theirUser.value(u"exec"_s).toObject().value(u"args"_s).toArray());
}

QTEST_GUILESS_MAIN(tst_KubeconfigOracle)
#include "tst_kubeconfigoracle.moc"
