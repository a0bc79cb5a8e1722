// SPDX-License-Identifier: Apache-2.0
#include "reviewedchangetest.h"

#include <QTcpSocket>
#include <QTest>

using namespace Qt::StringLiterals;
using testsupport::ObjectServer;
using testsupport::ScriptedRequest;
using testsupport::ScriptedServer;

/// A write whose answer does not come, or does not say what became of it: the outcome is found out, never guessed.
class tst_LostWrite final : public ReviewedChangeTest
{
    Q_OBJECT

private Q_SLOTS:
    void findsOutThatALostWriteDidNotHappen();
    void findsOutThatALostWriteHappened();
    void doesNotGuessWhereALostWriteMetAnother();
    void asksUntilTheServerIsBack();
    void findsItDeletedDuringTheWrite();
    void takesTheEchoOfItsOwnWriteForSuccess();
    void readsTheOutcomeAfterAServerError_data();
    void readsTheOutcomeAfterAServerError();
};

void tst_LostWrite::findsOutThatALostWriteDidNotHappen()
{
    reviewed();
    loseWrites();
    applied();
    QTRY_COMPARE(m_change->state(), State::Ready);
    QCOMPARE(m_states, (QList{State::Writing, State::FindingOut, State::Ready}));
    QVERIFY(m_change->error()->message.contains(u"nothing was written"_s));
    QCOMPARE(liveTag(), oldTag);
    QCOMPARE(onlyOutcome(), Outcome::NotWritten);
    QCOMPARE(m_server->calls().last(2), QStringList({u"GET"_s, u"GET"_s})); // it looked twice

    m_server->intercept({});
    applied();
    QTRY_COMPARE(m_change->state(), State::Done);
    QVERIFY(!m_change->error());
}

void tst_LostWrite::findsOutThatALostWriteHappened()
{
    reviewed();
    m_server->intercept([this](const ScriptedRequest &request, QTcpSocket *) {
        if (!ObjectServer::isWrite(request))
            return false;
        m_server->commit(request);
        m_server->wire().stopListening(); // no echo of the request comes through
        m_server->wire().dropConnections();
        return true;
    });
    applied();
    QTRY_COMPARE(m_change->state(), State::FindingOut);
    QCOMPARE(onlyOutcome(), Outcome::Pending);
    m_server->wire().listenAgain();
    QTRY_COMPARE(m_change->state(), State::Done);
    QVERIFY(!m_change->wasOverwritten());
    QCOMPARE(m_server->calls().count(u"PATCH"_s), 1);
    QCOMPARE(onlyOutcome(), Outcome::Written);
}

void tst_LostWrite::doesNotGuessWhereALostWriteMetAnother()
{
    reviewed();
    m_server->intercept([this](const ScriptedRequest &request, QTcpSocket *socket) {
        if (!ObjectServer::isWrite(request))
            return false;
        m_server->commit(request);
        m_server->change(imageSpec(u"7.8.6-36"_s));
        m_server->intercept({});
        ObjectServer::refuse(socket, 504, "Timeout", "request did not complete");
        return true;
    });
    applied();
    QTRY_COMPARE(m_change->state(), State::Ready);
    QCOMPARE(movedPaths(), QStringList{u"spec.redisEnterpriseImageSpec.versionTag"_s});
    QVERIFY(m_change->error()->message.contains(u"not known"_s));
    QCOMPARE(onlyOutcome(), Outcome::Unknown);
    QCOMPARE(liveTag(), u"7.8.6-36"_s);
}

void tst_LostWrite::asksUntilTheServerIsBack()
{
    reviewed();
    m_server->intercept([](const ScriptedRequest &, QTcpSocket *socket) {
        socket->abort();
        return true;
    });
    applied();
    QTRY_COMPARE_GT(m_server->calls().count(u"GET"_s), 12);
    QCOMPARE(m_states, (QList{State::Writing, State::FindingOut})); // said once
    QVERIFY(m_change->error());
    m_change->prepare(); // not now
    m_change->apply();
    QCOMPARE(m_change->state(), State::FindingOut);
    QCOMPARE(onlyOutcome(), Outcome::Pending);

    m_server->intercept({});
    QTRY_COMPARE(m_change->state(), State::Ready);
    QCOMPARE(onlyOutcome(), Outcome::NotWritten);
}

void tst_LostWrite::findsItDeletedDuringTheWrite()
{
    reviewed();
    m_server->intercept([&](const ScriptedRequest &request, QTcpSocket *socket) {
        if (!ObjectServer::isWrite(request))
            return false;
        m_server->remove();
        m_server->intercept({});
        ObjectServer::refuse(socket, 504, "Timeout", "request did not complete");
        return true;
    });
    applied();
    QTRY_COMPARE(m_change->state(), State::Failed);
    QVERIFY(!m_change->error()->message.contains(u"Nothing was written"_s));
    QCOMPARE(onlyOutcome(), Outcome::Unknown);
}

void tst_LostWrite::takesTheEchoOfItsOwnWriteForSuccess()
{
    reviewed();
    bool once = true;
    m_server->intercept([&](const ScriptedRequest &request, QTcpSocket *socket) {
        if (!ObjectServer::isWrite(request) || !std::exchange(once, false))
            return false;
        m_server->commit(request);
        socket->abort(); // a connection that was used before: Qt sends the request once more
        return true;
    });
    applied();
    QTRY_COMPARE(m_change->state(), State::Done);
    QCOMPARE(m_server->calls().count(u"PATCH"_s), 2);
    QCOMPARE(onlyOutcome(), Outcome::Written);
    QCOMPARE(m_server->object()["metadata"_L1]["resourceVersion"_L1].toString(), u"11"_s); // written once
}

void tst_LostWrite::readsTheOutcomeAfterAServerError_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<bool>("isWritten");
    QTest::newRow("etcd timed out and had written") << 500 << true;
    QTest::newRow("etcd timed out and had not written") << 500 << false;
    QTest::newRow("a proxy gave up on a server that had written") << 502 << true;
    QTest::newRow("a proxy gave up on a server that had not written") << 502 << false;
}

void tst_LostWrite::readsTheOutcomeAfterAServerError()
{
    QFETCH(int, code);
    QFETCH(bool, isWritten);
    reviewed();
    m_server->intercept([=, this](const ScriptedRequest &request, QTcpSocket *socket) {
        if (!ObjectServer::isWrite(request))
            return false;
        if (isWritten)
            m_server->commit(request);
        if (code == 502)
            ScriptedServer::answer(socket, 502, "<html>Bad Gateway</html>", {"Content-Type: text/html"});
        else
            ObjectServer::refuse(socket, 500, "InternalError", "etcdserver: request timed out");
        return true;
    });
    applied();
    QTRY_COMPARE(m_change->state(), isWritten ? State::Done : State::Failed);
    QCOMPARE(onlyOutcome(), isWritten ? Outcome::Written : Outcome::NotWritten);
    if (!isWritten)
        QCOMPARE(m_change->error()->code, code);
}

QTEST_GUILESS_MAIN(tst_LostWrite)
#include "tst_lostwrite.moc"
