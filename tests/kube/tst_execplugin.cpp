// SPDX-License-Identifier: Apache-2.0
#include "credentialsources.h"
#include "testfiles.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QStandardPaths>
#include <QTest>
#include <QTimer>
#include <csignal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using kube::ClusterConfig;
using kube::Credential;
using kube::CredentialSource;
using kube::ExecConfig;

namespace {

const QString v1 = u"client.authentication.k8s.io/v1"_s;

/// Says yes, and counts how often it was asked.
class Consent final : public kube::ExecConsent
{
public:
    void request(const kube::ExecCommand &command, QObject *context, kube::Callback<void> done) override
    {
        asked.append(command);
        if (!holds)
            QMetaObject::invokeMethod(context, [done = std::move(done)] { done({}); }, Qt::QueuedConnection);
    }

    QList<kube::ExecCommand> asked;
    bool holds = false; ///< does not answer
};

/// Somebody who wants a credential.
struct Caller
{
    QObject context;
    QList<kube::Result<Credential>> answers;

    void ask(CredentialSource &source)
    {
        const qsizetype before = answers.size();
        source.get(&context, [this](const kube::Result<Credential> &result) { answers.append(result); });
        if (answers.size() != before)
            qFatal("The answer came before the call returned");
    }

    [[nodiscard]] QString problem() const
    {
        return answers.isEmpty() || answers.constLast() ? QString() : answers.constLast().error().message;
    }
};

// A zombie does not: whose child it has become may take his time.
bool isRunning(const QByteArray &pid)
{
    QFile status(u"/proc/"_s + QString::fromLatin1(pid.trimmed()) + u"/stat"_s);
    return !pid.isEmpty() && status.open(QIODevice::ReadOnly) && !status.readAll().contains(") Z ");
}

} // namespace

class tst_ExecPlugin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void givesWhatTheProgramPrints();
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
    void k25_anAnswerThatIsOverIsNotAskedForWithoutEnd();
    void neverWaitsForTheProgram();
    void getsNoInput();
    void runsAgainWhenTheCredentialEnds();
    void runsAgainOnceAfterARefusal();
    void aLateRefusalForgetsNothing();
    void manyCallersShareOneRun();
    void aFailureIsNotKept();
    void asksBeforeEachRun();
    void runsNothingWithoutConsent();
    void whoeverLeavesEndsTheRun_data();
    void whoeverLeavesEndsTheRun();
    void oneWhoStaysKeepsTheRun();
    void leavingWhileThePersonIsAsked();
    void theLimitEndsItsChildrenToo();
    void contextsShareAPlugin();
    void contextsShareNothingAcrossClusters();

private:
    [[nodiscard]] ClusterConfig config(const QString &script, const QStringList &arguments = {}) const;
    [[nodiscard]] std::unique_ptr<CredentialSource> source(const ClusterConfig &config)
    {
        return kube::makeCredentialSource(config, &*m_consent, m_options, m_pool.get());
    }
    QString script(const QByteArray &body) const
    {
        return m_files->write(u"plugin"_s, "#!/bin/sh\n" + body,
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    QString countingScript(const QByteArray &expires = {}) const;
    [[nodiscard]] qsizetype runs() const { return read(u"plugin.runs"_s).count('\n'); }
    [[nodiscard]] QByteArray read(const QString &name) const
    {
        QFile file(m_files->path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    std::optional<TestFiles> m_files;
    std::optional<Consent> m_consent;
    std::unique_ptr<kube::ExecPluginPool> m_pool;
    kube::ExecOptions m_options;
    QDateTime m_now;
};

void tst_ExecPlugin::init()
{
    m_files.emplace();
    m_consent.emplace();
    m_now = QDateTime({2026, 1, 2}, {12, 0}, QTimeZone::UTC);
    m_options = kube::ExecOptions();
    m_options.clock = [this] { return m_now; };
    m_options.timeLimit = 30s;
}

void tst_ExecPlugin::cleanup()
{
    m_pool.reset();
    m_consent.reset();
    m_files.reset();
}

ClusterConfig tst_ExecPlugin::config(const QString &script, const QStringList &arguments) const
{
    ClusterConfig config;
    config.server = QUrl(u"https://c:6443"_s);
    config.exec.emplace();
    config.exec->apiVersion = v1;
    config.exec->command = script;
    config.exec->arguments = arguments;
    return config;
}

// Counts its runs and prints the token run-N, which ends when told.
QString tst_ExecPlugin::countingScript(const QByteArray &expires) const
{
    QByteArray end;
    if (!expires.isEmpty())
        end = ", \"expirationTimestamp\": \"" + expires + '"';
    return script("echo x >>\"$0.runs\"\n"
                  "cat <<EOF\n"
                  "{\"kind\": \"ExecCredential\", \"apiVersion\": \"client.authentication.k8s.io/v1\",\n"
                  " \"status\": {\"token\": \"run-$(($(wc -l <\"$0.runs\")))\""
                  + end + "}}\nEOF\n");
}

void tst_ExecPlugin::givesWhatTheProgramPrints()
{
    const auto credentials = source(config(countingScript("2026-01-02T13:00:00Z")));
    Caller caller;
    caller.ask(*credentials);
    QTRY_COMPARE(caller.answers.size(), 1);
    QVERIFY2(caller.answers.constLast(), qPrintable(caller.problem()));
    QCOMPARE(caller.answers.constLast()->token, "run-1");
    QCOMPARE(caller.answers.constLast()->expires, m_now.addSecs(3600));
    caller.ask(*credentials);
    QTRY_COMPARE(caller.answers.size(), 2);
    QCOMPARE(caller.answers.constLast()->token, "run-1"); // kept
    QCOMPARE(runs(), 1);
}

void tst_ExecPlugin::k25_saysWhatWentWrong_data()
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

void tst_ExecPlugin::k25_saysWhatWentWrong()
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

void tst_ExecPlugin::k25_aProgramThatIsNotThere()
{
    ClusterConfig missing = config(m_files->path(u"gone"_s));
    missing.exec->installHint = u"Install it from https://tools.example"_s;
    Caller caller;
    const auto absolute = source(missing);
    caller.ask(*absolute);
    QTRY_COMPARE(caller.answers.size(), 1);
    QVERIFY(caller.problem().contains(m_files->path(u"gone"_s) + u" does not exist"_s));
    QVERIFY(caller.problem().endsWith(u"\nInstall it from https://tools.example"));

    missing.exec->command = u"rollhive-no-such-plugin"_s;
    const auto bare = source(missing);
    caller.ask(*bare);
    QTRY_COMPARE(caller.answers.size(), 2);
    QVERIFY(caller.problem().contains(u"\"rollhive-no-such-plugin\" was not found in PATH"));

    // A script whose interpreter is missing is there, but cannot be started.
    const QString broken = m_files->write(u"broken"_s, "#!/no/such/interpreter\n", QFile::ReadOwner | QFile::ExeOwner);
    const auto unstartable = source(config(broken));
    caller.ask(*unstartable);
    QTRY_COMPARE(caller.answers.size(), 3);
    QVERIFY2(caller.problem().contains(broken + u" could not be started"_s), qPrintable(caller.problem()));
    QVERIFY(m_consent->asked.size() == 1); // nobody is asked about what is not there
}

void tst_ExecPlugin::k25_aProgramThatHangsIsEnded()
{
    m_options.timeLimit = 2s; // enough to start on a busy machine
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

void tst_ExecPlugin::k25_aProgramThatPrintsTooMuchIsEnded()
{
    const auto credentials = source(config(script("echo $$ >\"$0.pid\"; head -c 10485760 /dev/zero; sleep 600")));
    Caller caller;
    caller.ask(*credentials);
    QTRY_COMPARE(caller.answers.size(), 1);
    QVERIFY2(caller.problem().contains(u"printed more than 1 MiB"), qPrintable(caller.problem()));
    QTRY_VERIFY(!isRunning(read(u"plugin.pid"_s)));
}

void tst_ExecPlugin::k25_aProgramThatNeedsATerminal_data()
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

void tst_ExecPlugin::k25_aProgramThatNeedsATerminal()
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
        QVERIFY(m_consent->asked.isEmpty());
        return;
    }
    QVERIFY(caller.problem().contains(u"exit code 1"));
    const QJsonDocument asked = QJsonDocument::fromJson(read(u"plugin.asked"_s));
    QCOMPARE(asked[u"kind"].toString(), u"ExecCredential"_s);
    QCOMPARE(asked[u"apiVersion"].toString(), v1);
    QCOMPARE(asked[u"spec"][u"interactive"].toBool(), interactive == u"true");
}

void tst_ExecPlugin::k25_runsInItsOwnWords()
{
    // A path with a blank, arguments that a shell would change, variables that win over ours.
    const QString path = m_files->write(u"my tools/plug in"_s,
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

void tst_ExecPlugin::k25_findsTheProgramInOurPath()
{
    countingScript();
    m_options.environment.insert(u"PATH"_s, m_files->path(u"."_s) + u':' + qEnvironmentVariable("PATH"));
    ClusterConfig bare = config(u"plugin"_s);
    bare.exec->environment = {{u"PATH"_s, m_options.environment.value(u"PATH"_s) + u":/elsewhere"_s}};
    const auto credentials = source(bare);
    Caller caller;
    caller.ask(*credentials);
    QTRY_COMPARE(caller.answers.size(), 1);
    QVERIFY2(caller.answers.constLast(), qPrintable(caller.problem()));
    QCOMPARE(m_consent->asked.constLast().program, m_files->path(u"plugin"_s)); // the person sees which one
}

void tst_ExecPlugin::k25_showsItsErrorsWhileItRuns()
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
    m_files->write(u"plugin.go"_s, {});
    QTRY_COMPARE(caller.answers.size(), 1);
}

void tst_ExecPlugin::k25_anAnswerThatIsOverIsNotAskedForWithoutEnd()
{
    // As when our clock is wrong: the server may well take it.
    const auto credentials = source(config(countingScript("2020-01-01T00:00:00Z")));
    Caller caller;
    for (int i = 1; i <= 5; ++i) {
        caller.ask(*credentials);
        QTRY_COMPARE(caller.answers.size(), i);
        QCOMPARE(caller.answers.constLast()->token, "run-1");
        m_now = m_now.addSecs(2);
    }
    caller.ask(*credentials);
    QTRY_COMPARE(caller.answers.size(), 6);
    QCOMPARE(caller.answers.constLast()->token, "run-2"); // after ten seconds
}

void tst_ExecPlugin::neverWaitsForTheProgram()
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

void tst_ExecPlugin::getsNoInput()
{
    const auto credentials =
        source(config(script("if read line; then echo input >&2; else echo none >&2; fi; exit 1")));
    Caller caller;
    caller.ask(*credentials);
    QTRY_COMPARE(caller.answers.size(), 1);
    QVERIFY2(caller.problem().contains(u"It said: none"), qPrintable(caller.problem()));
}

void tst_ExecPlugin::runsAgainWhenTheCredentialEnds()
{
    const auto credentials = source(config(countingScript("2026-01-02T13:00:00Z")));
    Caller caller;
    caller.ask(*credentials);
    QTRY_COMPARE(caller.answers.size(), 1);
    m_now = m_now.addSecs(3599);
    caller.ask(*credentials);
    QTRY_COMPARE(caller.answers.size(), 2);
    QCOMPARE(caller.answers.constLast()->token, "run-1");
    m_now = m_now.addSecs(1);
    caller.ask(*credentials);
    QTRY_COMPARE(caller.answers.size(), 3);
    QCOMPARE(caller.answers.constLast()->token, "run-2");
}

void tst_ExecPlugin::runsAgainOnceAfterARefusal()
{
    const auto credentials = source(config(countingScript()));
    Caller caller;
    caller.ask(*credentials);
    QTRY_COMPARE(caller.answers.size(), 1);
    m_now = m_now.addDays(30); // without an end it is kept
    QVERIFY(credentials->reject(*caller.answers.constLast()));
    caller.ask(*credentials);
    QTRY_COMPARE(caller.answers.size(), 2);
    QCOMPARE(caller.answers.constLast()->token, "run-2");

    // The new one is refused too: it would go on like that.
    m_now = m_now.addSecs(1);
    QVERIFY(!credentials->reject(*caller.answers.constLast()));
    caller.ask(*credentials);
    QTRY_COMPARE(caller.answers.size(), 3);
    QCOMPARE(caller.answers.constLast()->token, "run-2");
    QCOMPARE(runs(), 2);

    // Later it may be another matter.
    m_now = m_now.addSecs(60);
    QVERIFY(credentials->reject(*caller.answers.constLast()));
    caller.ask(*credentials);
    QTRY_COMPARE(caller.answers.size(), 4);
    QCOMPARE(caller.answers.constLast()->token, "run-3");
}

void tst_ExecPlugin::aLateRefusalForgetsNothing()
{
    const auto credentials = source(config(countingScript()));
    Caller caller;
    caller.ask(*credentials);
    QTRY_COMPARE(caller.answers.size(), 1);
    const Credential first = *caller.answers.constLast();
    QVERIFY(credentials->reject(first)); // by one request
    QVERIFY(credentials->reject(first)); // by another that was under way: a newer one will come
    caller.ask(*credentials);
    QTRY_COMPARE(caller.answers.size(), 2);
    QVERIFY(credentials->reject(first)); // by a third
    caller.ask(*credentials);
    QTRY_COMPARE(caller.answers.size(), 3);
    QCOMPARE(caller.answers.constLast()->token, "run-2");
    QCOMPARE(runs(), 2);
}

void tst_ExecPlugin::manyCallersShareOneRun()
{
    const auto credentials = source(config(countingScript()));
    std::array<Caller, 50> callers;
    for (Caller &caller : callers)
        caller.ask(*credentials);
    for (const Caller &caller : callers) {
        QTRY_COMPARE(caller.answers.size(), 1);
        QCOMPARE(caller.answers.constLast()->token, "run-1");
    }
    QCOMPARE(runs(), 1);
    QCOMPARE(m_consent->asked.size(), 1);
}

void tst_ExecPlugin::aFailureIsNotKept()
{
    const QString path = script("exit 1");
    const auto credentials = source(config(path));
    Caller caller;
    caller.ask(*credentials);
    QTRY_COMPARE(caller.answers.size(), 1);
    QVERIFY(!caller.answers.constLast());
    countingScript(); // the person has signed in
    caller.ask(*credentials);
    QTRY_COMPARE(caller.answers.size(), 2);
    QVERIFY2(caller.answers.constLast(), qPrintable(caller.problem()));
}

void tst_ExecPlugin::asksBeforeEachRun()
{
    ClusterConfig asking = config(countingScript("2026-01-02T13:00:00Z"), {u"get-token"_s});
    asking.exec->environment = {{u"A"_s, u"b"_s}};
    const auto credentials = source(asking);
    Caller caller;
    caller.ask(*credentials);
    QTRY_COMPARE(caller.answers.size(), 1);
    m_now = m_now.addDays(1);
    caller.ask(*credentials);
    QTRY_COMPARE(caller.answers.size(), 2);
    const kube::ExecCommand whole{asking.exec->command, {u"get-token"_s}, {{u"A"_s, u"b"_s}}};
    QCOMPARE(m_consent->asked, (QList{whole, whole})); // which remembers what was allowed
}

void tst_ExecPlugin::runsNothingWithoutConsent()
{
    const QString path = countingScript();
    Caller caller;
    kube::FixedConsent denying(false);
    const auto denied = kube::makeCredentialSource(config(path), &denying, m_options);
    caller.ask(*denied);
    QTRY_COMPARE(caller.answers.size(), 1);
    QVERIFY(caller.problem().contains(u"\"deny-all\""));

    auto leaving = std::make_unique<Consent>();
    const auto orphan = kube::makeCredentialSource(config(path), leaving.get(), m_options);
    leaving.reset();
    caller.ask(*orphan);
    QTRY_COMPARE(caller.answers.size(), 2);
    QVERIFY(caller.problem().contains(u"nobody could be asked"));

    const auto unasked = kube::makeCredentialSource(config(path), nullptr, m_options);
    caller.ask(*unasked);
    QTRY_COMPARE(caller.answers.size(), 3);
    QVERIFY(!caller.answers.constLast());
    QCOMPARE(runs(), 0);
}

void tst_ExecPlugin::whoeverLeavesEndsTheRun_data()
{
    QTest::addColumn<bool>("sourceLeaves");
    QTest::newRow("the context") << false;
    QTest::newRow("the source") << true;
}

void tst_ExecPlugin::whoeverLeavesEndsTheRun()
{
    QFETCH(bool, sourceLeaves);
    auto credentials = source(config(
        script("trap '' TERM HUP INT\necho $$ >\"$0.pid\"\nsleep 600 & echo $! >\"$0.child\"\ntouch \"$0.up\"\nwait")));
    auto caller = std::make_unique<Caller>();
    Caller watching;
    caller->ask(*credentials);
    QTRY_VERIFY(QFile::exists(m_files->path(u"plugin.up"_s)));
    const QByteArray pid = read(u"plugin.pid"_s);
    const QByteArray child = read(u"plugin.child"_s);
    QVERIFY(isRunning(pid) && isRunning(child));
    if (sourceLeaves)
        credentials.reset();
    else
        caller.reset();
    QTRY_VERIFY(kill(pid.trimmed().toInt(), 0) != 0); // our own child is not even a zombie
    QTRY_VERIFY(!isRunning(child));
    QVERIFY(!caller || caller->answers.isEmpty());

    if (!sourceLeaves) { // which works on
        countingScript();
        watching.ask(*credentials);
        QTRY_COMPARE(watching.answers.size(), 1);
        QVERIFY2(watching.answers.constLast(), qPrintable(watching.problem()));
    }
}

void tst_ExecPlugin::oneWhoStaysKeepsTheRun()
{
    const auto credentials = source(config(countingScript()));
    Caller staying;
    auto leaving = std::make_unique<Caller>();
    leaving->ask(*credentials);
    staying.ask(*credentials);
    leaving.reset();
    QTRY_COMPARE(staying.answers.size(), 1);
    QVERIFY2(staying.answers.constLast(), qPrintable(staying.problem()));
    QCOMPARE(runs(), 1);
}

void tst_ExecPlugin::leavingWhileThePersonIsAsked()
{
    m_consent->holds = true;
    const auto credentials = source(config(countingScript()));
    auto leaving = std::make_unique<Caller>();
    leaving->ask(*credentials);
    QCOMPARE(m_consent->asked.size(), 1);
    leaving.reset();
    m_consent->holds = false;
    Caller staying;
    staying.ask(*credentials);
    QTRY_COMPARE(staying.answers.size(), 1);
    QCOMPARE(staying.answers.constLast()->token, "run-1");
}

void tst_ExecPlugin::theLimitEndsItsChildrenToo()
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

void tst_ExecPlugin::contextsShareAPlugin()
{
    m_pool = std::make_unique<kube::ExecPluginPool>();
    ClusterConfig one = config(countingScript());
    ClusterConfig two = one;
    one.context = u"one"_s;
    one.nameSpace = u"a"_s;
    two.context = u"two"_s;
    two.nameSpace = u"b"_s;
    auto first = source(one);
    const auto second = source(two);
    Caller caller;
    caller.ask(*first);
    caller.ask(*second);
    QTRY_COMPARE(caller.answers.size(), 2);
    QCOMPARE(runs(), 1);
    // Who leaves takes only his own questions along.
    caller.answers.clear();
    QVERIFY(second->reject(Credential{"run-1", {}, {}, {}}));
    caller.ask(*first);
    caller.ask(*second);
    first.reset();
    QTRY_COMPARE(caller.answers.size(), 1);
    QCOMPARE(caller.answers.constLast()->token, "run-2");
}

void tst_ExecPlugin::contextsShareNothingAcrossClusters()
{
    m_pool = std::make_unique<kube::ExecPluginPool>();
    const ClusterConfig one = config(countingScript());
    ClusterConfig server = one;
    server.server = QUrl(u"https://other:6443"_s);
    ClusterConfig name = one;
    name.tlsServerName = u"other"_s;
    ClusterConfig authority = one;
    authority.certificateAuthority = "other";
    ClusterConfig insecure = one;
    insecure.insecureSkipTlsVerify = true;
    ClusterConfig arguments = one;
    arguments.exec->arguments = {u"--cluster=other"_s};
    std::vector<std::unique_ptr<CredentialSource>> sources;
    Caller caller;
    for (const ClusterConfig &each : {one, server, name, authority, insecure, arguments}) {
        sources.push_back(source(each));
        caller.ask(*sources.back());
        QTRY_COMPARE(caller.answers.size(), qsizetype(sources.size()));
        QCOMPARE(caller.answers.constLast()->token, "run-" + QByteArray::number(qsizetype(sources.size())));
    }
}

QTEST_GUILESS_MAIN(tst_ExecPlugin)
#include "tst_execplugin.moc"
