// SPDX-License-Identifier: Apache-2.0
#include "pluginbench.h"

#include <QTest>
#include <csignal>

using namespace Qt::StringLiterals;
using kube::ClusterConfig;
using kube::Credential;
using kube::CredentialSource;

class tst_ExecPlugin : public QObject, private PluginBench
{
    Q_OBJECT

private Q_SLOTS:
    void init() { reset(); }

    void givesWhatTheProgramPrints();
    void k25_anAnswerThatIsOverIsNotAskedForWithoutEnd();
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
    void contextsShareAPlugin();
    void contextsShareNothingAcrossClusters();
};

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
    QCOMPARE(m_consent.asked.size(), 1);
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
    QCOMPARE(m_consent.asked, (QList{whole, whole})); // which remembers what was allowed
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
    QTRY_VERIFY(QFile::exists(m_files.path(u"plugin.up"_s)));
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
    m_consent.holds = true;
    const auto credentials = source(config(countingScript()));
    auto leaving = std::make_unique<Caller>();
    leaving->ask(*credentials);
    QCOMPARE(m_consent.asked.size(), 1);
    leaving.reset();
    m_consent.holds = false;
    Caller staying;
    staying.ask(*credentials);
    QTRY_COMPARE(staying.answers.size(), 1);
    QCOMPARE(staying.answers.constLast()->token, "run-1");
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
