// SPDX-License-Identifier: Apache-2.0
#include "clusterscene.h"
#include "ctlrun.h"

#include <QTest>

using namespace Qt::StringLiterals;

/// rollhivectl: what is asked for wrongly, and kubeconfigs that are of no use.
class tst_Arguments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesWrongArguments_data();
    void refusesWrongArguments();
    void helpAndVersionGoToStandardOutput();
    void saysWhatIsWrongWithAKubeconfig_data();
    void saysWhatIsWrongWithAKubeconfig();
    void withoutAKubeconfigItSaysWhereItLooked();
    void warnsOfAKubeconfigThatOthersRead();

private:
    CtlRun m_ctl;
};

void tst_Arguments::refusesWrongArguments_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("says");
    QTest::newRow("nothing lists the commands") << QStringList{} << u"set-tag REC TAG"_s;
    QTest::newRow("an unknown command") << QStringList{u"delete"_s, u"rec"_s}
                                        << u"error: \"delete rec\" is no command, or an argument of it is missing."_s;
    QTest::newRow("an unknown kind") << QStringList{u"get"_s, u"nodes"_s}
                                     << u"error: \"get nodes\" is no command, or an argument of it is missing."_s;
    QTest::newRow("no tag") << QStringList{u"set-tag"_s, u"orders"_s}
                            << u"error: \"set-tag orders\" is no command, or an argument of it is missing."_s;
    QTest::newRow("too many words") << QStringList{u"set-tag"_s, u"a"_s, u"b"_s, u"c"_s}
                                    << u"error: \"set-tag a b c\" is no command, or an argument of it is missing."_s;
    QTest::newRow("a rollout of another kind, with a slash")
        << QStringList{u"rollout"_s, u"status"_s, u"deployment/web"_s}
        << u"error: \"rollout status deployment/web\" is no command, or an argument of it is missing."_s;
    QTest::newRow("a rollout of another kind, in two words")
        << QStringList{u"rollout"_s, u"status"_s, u"deploy"_s, u"web"_s}
        << u"error: \"rollout status deploy web\" is no command, or an argument of it is missing."_s;
    QTest::newRow("an unknown option") << QStringList{u"get"_s, u"rec"_s, u"--colour"_s} << u"error: Unknown option"_s;
    QTest::newRow("an option without its value")
        << QStringList{u"get"_s, u"rec"_s, u"-n"_s} << u"error: Missing value"_s;
    QTest::newRow("another output") << QStringList{u"get"_s, u"rec"_s, u"-o"_s, u"yaml"_s}
                                    << u"error: --output is json."_s;
    QTest::newRow("another policy") << QStringList{u"get"_s, u"rec"_s, u"--exec-policy"_s, u"maybe"_s}
                                    << u"error: --exec-policy is ask, allow-all or deny-all."_s;
    QTest::newRow("a time that is no number")
        << QStringList{u"rollout"_s, u"status"_s, u"sts/a"_s, u"--timeout"_s, u"soon"_s}
        << u"error: --timeout is a number of seconds."_s;
    QTest::newRow("a time below zero") << QStringList{u"rollout"_s, u"status"_s, u"sts/a"_s, u"--timeout=-1"_s}
                                       << u"error: --timeout is a number of seconds."_s;
    QTest::newRow("a watch that is neither") << QStringList{u"rollout"_s, u"status"_s, u"sts/a"_s, u"--watch=perhaps"_s}
                                             << u"error: --watch is true or false."_s;
    QTest::newRow("a speed of nothing") << QStringList{u"sim"_s, u"serve"_s, u"--speed"_s, u"0"_s}
                                        << u"error: --speed is a number above 0."_s;
    QTest::newRow("a stand-in without a cluster")
        << QStringList{u"sim"_s, u"operator"_s} << u"error: Name the cluster with --kubeconfig"_s;
}

void tst_Arguments::refusesWrongArguments()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, says);
    const CtlRun::Result result = m_ctl.run(arguments);
    QCOMPARE(result.exitCode, 2);
    QVERIFY2(result.err.contains(says), qPrintable(result.err));
    QCOMPARE(result.out, QString()); // nothing for a program to read
}

void tst_Arguments::helpAndVersionGoToStandardOutput()
{
    const CtlRun::Result help = m_ctl.run({u"--help"_s});
    QCOMPARE(help.exitCode, 0);
    for (const QString &word : {u"--kubeconfig"_s, u"--dry-run"_s, u"set-tag REC TAG"_s, u"rollout status STS"_s})
        QVERIFY2(help.out.contains(word), qPrintable(help.out));
    QCOMPARE(help.err, QString());
    const CtlRun::Result version = m_ctl.run({u"--version"_s});
    QCOMPARE(version.exitCode, 0);
    QCOMPARE(version.out, u"rollhivectl %1\n"_s.arg(QStringLiteral(ROLLHIVE_VERSION)));
}

void tst_Arguments::saysWhatIsWrongWithAKubeconfig_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("context");
    QTest::addColumn<QString>("says"); ///< FILE stands for its path
    const QByteArray good = "clusters: [{name: eu, cluster: {server: 'https://127.0.0.1:1'}}]\n"
                            "users: [{name: ada, user: {token: t}}]\n"
                            "contexts: [{name: prod, context: {cluster: eu, user: ada}}]\ncurrent-context: prod\n";
    QTest::newRow("empty") << QByteArray() << QString()
                           << u"error: No context was found in FILE. Name another kubeconfig with --kubeconfig"_s;
    QTest::newRow("no YAML") << QByteArray("contexts: [") << QString() << u"error: FILE is not valid YAML: line "_s;
    QTest::newRow("an unknown context") << good << u"prdo"_s
                                        << u"error: There is no context \"prdo\" in FILE. Choose one that is there."_s;
    QTest::newRow("a current-context that does not exist")
        << QByteArray(good).replace("current-context: prod", "current-context: gone") << QString()
        << u"error: The current-context \"gone\" of FILE does not exist."_s;
    QTest::newRow("a user that does not exist") << QByteArray(good).replace("user: ada}", "user: bob}") << QString()
                                                << u"error: FILE, context \"prod\", user: There is no user \"bob\"."_s;
    QTest::newRow("wrong base64")
        << QByteArray(good).replace("server:", "certificate-authority-data: '%%%', server:") << QString()
        << u"error: FILE, cluster \"eu\", certificate-authority-data: The value is not base64. Copy it again"_s;
}

void tst_Arguments::saysWhatIsWrongWithAKubeconfig()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, context);
    QFETCH(QString, says);
    ClusterScene scene;
    const QString file = scene.write(u"config"_s, content);
    QStringList arguments{u"get"_s, u"rec"_s, u"--kubeconfig"_s, file};
    if (!context.isEmpty())
        arguments += {u"--context"_s, context};
    const CtlRun::Result result = m_ctl.run(arguments);
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.startsWith(says.replace(u"FILE"_s, file)), qPrintable(result.err));
    QCOMPARE(result.out, QString());
}

void tst_Arguments::withoutAKubeconfigItSaysWhereItLooked()
{
    const CtlRun::Result none = m_ctl.run({u"get"_s, u"rec"_s});
    QCOMPARE(none.exitCode, 1);
    QVERIFY2(none.err.startsWith(u"error: No context was found in %1/.kube/config."_s.arg(m_ctl.home())),
             qPrintable(none.err));
    const CtlRun::Result named = m_ctl.run({u"get"_s, u"rec"_s, u"--kubeconfig"_s, m_ctl.home() + u"/nothing"_s});
    QCOMPARE(named.exitCode, 1);
    QCOMPARE(named.err, u"error: %1/nothing does not exist.\n"_s.arg(m_ctl.home()));
}

void tst_Arguments::warnsOfAKubeconfigThatOthersRead()
{
    ClusterScene scene;
    scene.putBoth();
    const QString file = scene.write(u"config"_s, scene.kubeconfig().replace("user: {}", "user: {token: hunter2}"));
    QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    const CtlRun::Result result = m_ctl.run({u"get"_s, u"rec"_s, u"--kubeconfig"_s, file});
    QCOMPARE(result.exitCode, 0);
    QVERIFY2(result.err.contains(u"Warning: Every user of this computer can read %1"_s.arg(file)),
             qPrintable(result.err));
    QVERIFY2(result.err.contains(u"The credentials of user \"ada\" are not sent"_s), qPrintable(result.err));
    QVERIFY(!result.err.contains("hunter2"_L1));
    QVERIFY(result.out.startsWith("NAME"_L1)); // what a program reads stays as it is
}

QTEST_GUILESS_MAIN(tst_Arguments)
#include "tst_arguments.moc"
