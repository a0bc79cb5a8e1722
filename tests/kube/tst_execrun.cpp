// SPDX-License-Identifier: Apache-2.0
#include "pluginbench.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using kube::ClusterConfig;
using kube::ExecConfig;

class tst_ExecRun : public QObject, private PluginBench
{
    Q_OBJECT

private Q_SLOTS:
    void init() { reset(); }

    void k25_saysWhatWentWrong_data();
    void k25_saysWhatWentWrong();
    void k25_aProgramThatIsNotThere();
    void k25_aProgramThatHangsIsEnded();
    void k25_aProgramThatPrintsTooMuchIsEnded();
    void k25_aProgramThatNeedsATerminal_data();
    void k25_aProgramThatNeedsATerminal();
    void k25_runsInItsOwnWords();
    void k25_findsTheProgramInOurPath();
    void k25_showsItsErrorsWhileItRuns();
    void fromItsFirstWordOnItHasAnotherLimit();
    void neverWaitsForTheProgram();
    void getsNoInput();
    void theLimitEndsItsChildrenToo();
};

void tst_ExecRun::k25_saysWhatWentWrong_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("says");

    QTest::newRow("exit code 73") << QByteArray("exit 73") << u"failed with exit code 73"_s;
    QTest::newRow("exit code 1 with a reason")
        << QByteArray("echo 'Token has expired' >&2; exit 1") << u"\nIt said: Token has expired"_s;
    QTest::newRow("a reason with an escape sequence")
        << QByteArray("printf '\\033[31mred\\033[0m\\n' >&2; exit 1") << u"It said: \\u001b[31mred\\u001b[0m"_s;
    QTest::newRow("a reason that is no UTF-8")
        << QByteArray("printf 'caf\\351\\n' >&2; exit 1") << u"It said: caf\ufffd"_s;
    QTest::newRow("of a long reason the end")
        << QByteArray("i=0; while [ $i -lt 3000 ]; do echo line $i; i=$((i+1)); done >&2; exit 1") << u"line 2999"_s;
    QTest::newRow("ended by a signal") << QByteArray("kill -9 $$") << u"crashed or was ended from outside"_s;
    QTest::newRow("nothing printed") << QByteArray("exit 0") << u"printed nothing"_s;
    QTest::newRow("no JSON") << QByteArray("echo hello") << u"did not print a credential in JSON"_s;
    QTest::newRow("another version") << QByteArray(
        R"(echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1beta1"}')")
                                     << u"answered in version \"client.authentication.k8s.io/v1beta1\""_s;
    QTest::newRow("no status") << QByteArray(
        R"(echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1"}')")
                               << u"answered without a status"_s;
    QTest::newRow("a certificate alone") << QByteArray(
        R"(echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1",)"
        R"("status":{"clientCertificateData":"x"}}')")
                                         << u"only one of client certificate and key"_s;
}

void tst_ExecRun::k25_saysWhatWentWrong()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, says);
    const QString path = script(body);
    const auto credentials = source(config(path));
    Caller caller;
    caller.ask(*credentials);
    QTRY_COMPARE(caller.answers.size(), 1);
    const QString message = caller.problem();
    QVERIFY2(message.contains(says), qPrintable(message));
    QVERIFY2(message.startsWith(u"The credential plugin "_s + path), qPrintable(message));
    QVERIFY(message.size() < 3000);
    QCOMPARE(caller.answers.constLast().error().kind, kube::Error::Kind::Credentials);
}

void tst_ExecRun::k25_aProgramThatIsNotThere()
{
    ClusterConfig missing = config(m_files.path(u"gone"_s));
    missing.exec->installHint = u"Install it from https://tools.example"_s;
    Caller caller;
    const auto absolute = source(missing);
    caller.ask(*absolute);
    QTRY_COMPARE(caller.answers.size(), 1);
    QVERIFY(caller.problem().contains(m_files.path(u"gone"_s) + u" does not exist"_s));
    QVERIFY(caller.problem().endsWith(u"\nInstall it from https://tools.example"));

    missing.exec->command = u"rollhive-no-such-plugin"_s;
    const auto bare = source(missing);
    caller.ask(*bare);
    QTRY_COMPARE(caller.answers.size(), 2);
    QVERIFY(caller.problem().contains(u"\"rollhive-no-such-plugin\" was not found in PATH"));

    // A script whose interpreter is missing is there, but cannot be started.
    const QString broken = m_files.write(u"broken"_s, "#!/no/such/interpreter\n", QFile::ReadOwner | QFile::ExeOwner);
    const auto unstartable = source(config(broken));
    caller.ask(*unstartable);
    QTRY_COMPARE(caller.answers.size(), 3);
    QVERIFY2(caller.problem().contains(broken + u" could not be started"_s), qPrintable(caller.problem()));
    QVERIFY(m_consent.asked.size() == 1); // nobody is asked about what is not there
}

void tst_ExecRun::k25_aProgramThatHangsIsEnded()
{
    m_options.timeLimit = m_options.timeLimitOnceItSpoke = 2s; // enough to start on a busy machine
    const auto credentials =
        source(config(script("echo $$ >\"$0.pid\"; echo Waiting >&2; trap '' TERM; sleep 600 & wait; "
                             "sleep 600")));
    Caller caller;
    caller.ask(*credentials);
    QTRY_COMPARE(caller.answers.size(), 1);
    QVERIFY2(caller.problem().contains(u"did not end within 2 second"), qPrintable(caller.problem()));
    QVERIFY2(caller.problem().contains(u"It said: Waiting"), qPrintable(caller.problem()));
    QTRY_VERIFY(!isRunning(read(u"plugin.pid"_s)));
}

void tst_ExecRun::k25_aProgramThatPrintsTooMuchIsEnded()
{
    const auto credentials = source(config(script("echo $$ >\"$0.pid\"; head -c 10485760 /dev/zero; sleep 600")));
    Caller caller;
    caller.ask(*credentials);
    QTRY_COMPARE(caller.answers.size(), 1);
    QVERIFY2(caller.problem().contains(u"printed more than 1 MiB"), qPrintable(caller.problem()));
    QTRY_VERIFY(!isRunning(read(u"plugin.pid"_s)));
}

void tst_ExecRun::k25_aProgramThatNeedsATerminal_data()
{
    QTest::addColumn<ExecConfig::Interactive>("mode");
    QTest::addColumn<bool>("terminal");
    QTest::addColumn<QString>("interactive"); // what it is told; empty: not run

    using enum ExecConfig::Interactive;
    QTest::newRow("never, without one") << Never << false << u"false"_s;
    QTest::newRow("never, with one") << Never << true << u"false"_s;
    QTest::newRow("if available, without one") << IfAvailable << false << u"false"_s;
    QTest::newRow("if available, with one") << IfAvailable << true << u"true"_s;
    QTest::newRow("always, without one") << Always << false << QString();
    QTest::newRow("always, with one") << Always << true << u"true"_s;
}

void tst_ExecRun::k25_aProgramThatNeedsATerminal()
{
    QFETCH(ExecConfig::Interactive, mode);
    QFETCH(bool, terminal);
    QFETCH(QString, interactive);
    m_options.hasTerminal = terminal;
    ClusterConfig asking = config(script("printf %s \"$KUBERNETES_EXEC_INFO\" >\"$0.asked\"; exit 1"));
    asking.exec->interactive = mode;
    const auto credentials = source(asking);
    Caller caller;
    caller.ask(*credentials);
    QTRY_COMPARE(caller.answers.size(), 1);
    if (interactive.isEmpty()) {
        QVERIFY2(caller.problem().contains(u"needs a terminal (interactiveMode: Always)"),
                 qPrintable(caller.problem()));
        QVERIFY(m_consent.asked.isEmpty());
        return;
    }
    QVERIFY(caller.problem().contains(u"exit code 1"));
    const QJsonDocument asked = QJsonDocument::fromJson(read(u"plugin.asked"_s));
    QCOMPARE(asked[u"kind"].toString(), u"ExecCredential"_s);
    QCOMPARE(asked[u"apiVersion"].toString(), u"client.authentication.k8s.io/v1"_s);
    QCOMPARE(asked[u"spec"][u"interactive"].toBool(), interactive == u"true");
}

void tst_ExecRun::k25_runsInItsOwnWords()
{
    // A path with a blank, arguments that a shell would change, variables that win over ours.
    const QString path = m_files.write(u"my tools/plug in"_s,
                                       "#!/bin/sh\nfor a in \"$@\"; do printf '[%s]' \"$a\"; done >\"$0.said\"\n"
                                       "printf '%s|%s|%s' \"$PATH\" \"$OURS\" \"$OTHER\" >>\"$0.said\"\nexit 1",
                                       QFile::ReadOwner | QFile::ExeOwner);
    m_options.environment.insert(u"OURS"_s, u"ours"_s);
    m_options.environment.insert(u"OTHER"_s, u"other"_s);
    m_options.environment.insert(u"KUBERNETES_EXEC_INFO"_s, u"of somebody else"_s);
    ClusterConfig asking = config(path, {u"two words"_s, QString(), u"$HOME"_s, u"*"_s, u"; rm -r x"_s, u"it's"_s});
    asking.exec->environment = {{u"PATH"_s, u"/only/here"_s}, {u"OURS"_s, u"a"_s}, {u"OURS"_s, u"b"_s}};
    const auto credentials = source(asking);
    Caller caller;
    caller.ask(*credentials);
    QTRY_COMPARE(caller.answers.size(), 1);
    QCOMPARE(read(u"my tools/plug in.said"_s), "[two words][][$HOME][*][; rm -r x][it's]/only/here|b|other");
}

void tst_ExecRun::k25_findsTheProgramInOurPath()
{
    countingScript();
    m_options.environment.insert(u"PATH"_s, m_files.path(u"."_s) + u':' + qEnvironmentVariable("PATH"));
    ClusterConfig bare = config(u"plugin"_s);
    bare.exec->environment = {{u"PATH"_s, m_options.environment.value(u"PATH"_s) + u":/elsewhere"_s}};
    const auto credentials = source(bare);
    Caller caller;
    caller.ask(*credentials);
    QTRY_COMPARE(caller.answers.size(), 1);
    QVERIFY2(caller.answers.constLast(), qPrintable(caller.problem()));
    QCOMPARE(m_consent.asked.constLast().program, m_files.path(u"plugin"_s)); // the person sees which one
}

void tst_ExecRun::k25_showsItsErrorsWhileItRuns()
{
    QString shown;
    QString program;
    m_options.said = [&](const kube::ExecCommand &command, const QString &text) {
        program = command.program;
        shown += text;
    };
    const QString path = script(
        "printf 'Open https://login.example and enter A\\033B' >&2; while [ ! -e \"$0.go\" ]; do sleep 0.01; done; "
        "exit 1");
    const auto credentials = source(config(path));
    Caller caller;
    caller.ask(*credentials);
    QTRY_COMPARE(shown, u"Open https://login.example and enter A\\u001bB"_s);
    QVERIFY(caller.answers.isEmpty());
    QCOMPARE(program, path);
    m_files.write(u"plugin.go"_s, {});
    QTRY_COMPARE(caller.answers.size(), 1);
}

void tst_ExecRun::fromItsFirstWordOnItHasAnotherLimit()
{
    m_options.timeLimit = 600s;
    m_options.timeLimitOnceItSpoke = 1s;
    const auto credentials = source(config(script("echo 'Enter the code' >&2; sleep 600")));
    Caller caller;
    caller.ask(*credentials);
    QTRY_COMPARE_WITH_TIMEOUT(caller.answers.size(), 1, 30'000);
    QVERIFY2(caller.problem().contains(u"did not end within 1 second"), qPrintable(caller.problem()));
}

void tst_ExecRun::neverWaitsForTheProgram()
{
    const auto credentials = source(config(script("sleep 600")));
    Caller caller;
    QElapsedTimer timer;
    qint64 longest = 0;
    int turns = 0;
    QTimer ticking;
    connect(&ticking, &QTimer::timeout, this, [&] {
        longest = std::max(longest, timer.restart());
        ++turns;
    });
    timer.start();
    ticking.start(1ms);
    caller.ask(*credentials);
    QTRY_VERIFY(turns > 50);
    QVERIFY(caller.answers.isEmpty());
    QVERIFY2(longest < 1000, qPrintable(QString::number(longest))); // a busy machine, not a wait of 600 s
}

void tst_ExecRun::getsNoInput()
{
    const auto credentials =
        source(config(script("if read line; then echo input >&2; else echo none >&2; fi; exit 1")));
    Caller caller;
    caller.ask(*credentials);
    QTRY_COMPARE(caller.answers.size(), 1);
    QVERIFY2(caller.problem().contains(u"It said: none"), qPrintable(caller.problem()));
}

void tst_ExecRun::theLimitEndsItsChildrenToo()
{
    m_options.timeLimit = 2s; // enough to start on a busy machine
    const auto credentials = source(
        config(script("sleep 600 & echo $! >\"$0.child\"; (sleep 600 & echo $! >\"$0.grandchild\"; wait) & wait")));
    Caller caller;
    caller.ask(*credentials);
    QTRY_COMPARE(caller.answers.size(), 1);
    QVERIFY(caller.problem().contains(u"did not end within"));
    QVERIFY(!read(u"plugin.child"_s).isEmpty());
    QTRY_VERIFY(!isRunning(read(u"plugin.child"_s)));
    QTRY_VERIFY(!isRunning(read(u"plugin.grandchild"_s)));
}

QTEST_GUILESS_MAIN(tst_ExecRun)
#include "tst_execrun.moc"
