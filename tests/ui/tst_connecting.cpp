// SPDX-License-Identifier: Apache-2.0
#include "blocks/notice.h"
#include "fleet/fleetpanel.h"
#include "pages/clusterpage.h"
#include "pages/messagepage.h"
#include "pages/setpage.h"
#include "testcertificates.h"
#include "windowtest.h"

#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QSslKey>
#include <QTest>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace ui;

/// From a kubeconfig to a server: what the window says when something is in the way, and how it gets on.
class tst_Connecting final : public WindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void keepsThePluginsWordsUntilItsOwnContextIsLive();
    void withoutAKubeconfigItOffersTheDemo();
    void showsWhatIsWrongWithTheKubeconfig();
    void anUnknownContextConnectsNoOther();
    void withoutACurrentContextItAsksForOne();
    void aContextThatCannotBeUsedSaysWhy();
    void saysWhatIsWrongWithTheServer_data();
    void saysWhatIsWrongWithTheServer();
    void aCertificateThatIsNotTrustedSaysSo();
    void marksAnUncheckedCertificate();
    void recoversByItselfWhenTheServerIsBack();
    void triesAgainByButton();
    void theButtonKeepsTheFocusWhileItTriesAgain();
    void aServerWithoutTheKindListsPlainSets();
    void oneForbiddenKindSaysSo();
    void theBarTellsHowFreshItIs();
};

void tst_Connecting::withoutAKubeconfigItOffersTheDemo()
{
    openWithoutAFleet();
    QVERIFY2(said().contains("There is no kubeconfig with a context."_L1), qPrintable(said()));
    const QSignalSpy demo(m_window.get(), &MainWindow::demoRequested);
    QVERIFY(button(u"&Open a kubeconfig…"_s));
    QTest::mouseClick(button(u"&Try the demo cluster"_s), Qt::LeftButton);
    QCOMPARE(demo.size(), 1);
    press(Qt::Key_Return); // the first action is the one that Enter takes
    QCOMPARE(demo.size(), 2);
    press(Qt::Key_T, Qt::AltModifier);
    QTRY_COMPARE(demo.size(), 3); // the button is seen to go down
    QVERIFY(!m_window->fleetPanel());
    QVERIFY(m_window->isSettled());
}

void tst_Connecting::showsWhatIsWrongWithTheKubeconfig()
{
    const QString sentence = u"/home/ada/.kube/config is not valid YAML: line 3, column 1: what is missing."_s;
    openWithoutAFleet({.problem = sentence});
    QCOMPARE(message()->problem(), sentence);
    QVERIFY(!said().contains("There is no kubeconfig"_L1)); // there is one, a broken one
    QVERIFY(button(u"&Try the demo cluster"_s));
}

void tst_Connecting::anUnknownContextConnectsNoOther()
{
    open({.context = u"prdo"_s});
    QVERIFY(!m_scene->fleet().session(u"prod"_s));
    QVERIFY2(said().contains(u"There is no context \"prdo\" in /home/ada/.kube/config. Choose one that is there."_s),
             qPrintable(said()));
    QCOMPARE(connection(), QString());
}

void tst_Connecting::withoutACurrentContextItAsksForOne()
{
    openFile(m_scene->kubeconfig().replace("current-context: prod", "current-context: gone"));
    QVERIFY2(said().contains("The current-context \"gone\" of /home/ada/.kube/config does not exist."_L1),
             qPrintable(said()));
    QVERIFY(said().contains("Choose a context"_L1));
    openFile(m_scene->kubeconfig().replace("current-context: prod", ""));
    QVERIFY2(said().contains("Choose a context"_L1), qPrintable(said()));
    QVERIFY(message()->problem().isEmpty()); // nothing is wrong
}

void tst_Connecting::aContextThatCannotBeUsedSaysWhy()
{
    open({.context = u"torn"_s});
    QVERIFY2(said().contains("torn cannot be used"_L1), qPrintable(said()));
    for (const QString &part :
         {u"/home/ada/.kube/config"_s, u"context \"torn\", cluster"_s, u"There is no cluster \"nowhere\""_s})
        QVERIFY2(said().contains(part), qPrintable(said()));
    QVERIFY(m_window->isSettled());
    QCOMPARE(m_window->fleetPanel()->view()->currentIndex().data().toString(), u"torn"_s);
    // The way on: another one.
    m_scene->putBoth();
    QTest::mouseClick(
        m_window->fleetPanel()->view()->viewport(), Qt::LeftButton, {},
        m_window->fleetPanel()->view()->visualRect(m_window->fleetPanel()->view()->model()->index(0, 0)).center());
    QTRY_COMPARE(connection(), u"prod · live"_s);
}

void tst_Connecting::saysWhatIsWrongWithTheServer_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("body"); ///< HTML; empty: as Kubernetes says it
    QTest::addColumn<QString>("says");
    QTest::newRow("refused: nobody listens") << 0 << QByteArray() << u"refuses the connection. Check that"_s;
    QTest::newRow("401") << 401 << QByteArray() << u"sign in again or renew the token"_s;
    QTest::newRow("403 of everything") << 403 << QByteArray() << u"Ask the administrator of the cluster"_s;
    QTest::newRow("a login page in place of JSON")
        << 200 << QByteArray("<html>Sign in</html>") << u"A proxy or a login page may stand in between"_s;
    QTest::newRow("a web page with an error")
        << 502 << QByteArray("<html>Bad gateway</html>") << u"The answer is a web page"_s;
    QTest::newRow("500") << 500 << QByteArray() << u"until the server answers again"_s;
}

void tst_Connecting::saysWhatIsWrongWithTheServer()
{
    QFETCH(int, code);
    QFETCH(QByteArray, body);
    QFETCH(QString, says);
    m_scene->putBoth();
    if (code == 0)
        m_scene->server().close();
    else if (body.isEmpty())
        m_scene->server().trouble().failNext(100, {}, code);
    else
        m_scene->server().trouble().answerNext(100, {}, code, "text/html", body);
    open();
    QTRY_VERIFY2(said().contains(says), qPrintable(said()));
    // File, object and server, whatever went wrong.
    QVERIFY2(said().startsWith("No connection to prod"_L1), qPrintable(said()));
    QVERIFY2(message()->text().contains(
                 u"Context \"prod\" of /home/ada/.kube/config: cluster \"eu\", %1, as user \"ada\"."_s.arg(
                     m_scene->server().url().toString())),
             qPrintable(said()));
    QTRY_VERIFY2(connection() == u"prod · offline"_s, qPrintable(connection()));
    QVERIFY(m_window->isSettled());

    if (code == 0)
        QVERIFY(m_scene->server().listen());
    m_scene->server().trouble().clear();
    press(Qt::Key_F5);
    QTRY_VERIFY(m_window->clusterPage());
    QTRY_COMPARE(connection(), u"prod · live"_s);
}

void tst_Connecting::aCertificateThatIsNotTrustedSaysSo()
{
    const testcertificates::Identity identity = testcertificates::identity();
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificate(QSslCertificate(identity.certificate));
    tls.setPrivateKey(QSslKey(identity.key, QSsl::Ec));
    m_scene = std::make_unique<ClusterScene>(sim::ApiServerOptions{.tls = tls});
    open();
    QTRY_VERIFY2(said().contains("No trusted connection to 127.0.0.1"_L1), qPrintable(said()));
    QVERIFY2(said().contains("Check certificate-authority, tls-server-name and the client certificate of this context "
                             "in the kubeconfig."_L1),
             qPrintable(said()));
    QVERIFY(m_scene->server().trouble().requests().isEmpty()); // nothing was sent
}

void tst_Connecting::marksAnUncheckedCertificate()
{
    const testcertificates::Identity identity = testcertificates::identity();
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificate(QSslCertificate(identity.certificate));
    tls.setPrivateKey(QSslKey(identity.key, QSsl::Ec));
    m_scene = std::make_unique<ClusterScene>(sim::ApiServerOptions{.tls = tls});
    const auto mark = [this] {
        for (const QLabel *label : m_window->findChildren<QLabel *>()) {
            if (label->text() == "certificate not checked"_L1)
                return label->isVisible();
        }
        return false;
    };
    openFile(m_scene->kubeconfig().replace("cluster: {server:", "cluster: {insecure-skip-tls-verify: true, server:"));
    QTRY_COMPARE(connection(), u"prod · live"_s);
    QVERIFY(mark());
    open();
    QVERIFY(!mark());
}

void tst_Connecting::recoversByItselfWhenTheServerIsBack()
{
    m_scene->putBoth();
    m_scene->server().close();
    open();
    QTRY_VERIFY(said().contains("Rollhive tries again by itself."_L1));
    QVERIFY(m_scene->server().listen());
    QTRY_VERIFY(m_window->clusterPage()); // without a key or a click
}

void tst_Connecting::triesAgainByButton()
{
    m_scene->putBoth();
    m_scene->server().trouble().failNext(1, {}, 401);
    open();
    QTRY_VERIFY(button(u"&Try again"_s));
    QVERIFY(!said().contains("by itself"_L1)); // a credential does not become better by asking again
    QTest::mouseClick(button(u"&Try again"_s), Qt::LeftButton);
    QTRY_VERIFY(m_window->clusterPage());
}

void tst_Connecting::theButtonKeepsTheFocusWhileItTriesAgain()
{
    m_scene->server().close();
    open();
    QTRY_VERIFY(button(u"&Try again"_s));
    const QPointer<QPushButton> again = button(u"&Try again"_s);
    again->setFocus();
    QSignalSpy states(m_scene->fleet().session(u"prod"_s), &upgrade::ClusterSession::stateChanged);
    m_scene->fleet().reconnect();
    QVERIFY(states.wait());
    QVERIFY(again);
    QVERIFY(again->hasFocus());
}

void tst_Connecting::aServerWithoutTheKindListsPlainSets()
{
    m_scene = std::make_unique<ClusterScene>(sim::ApiServerOptions{.redisKinds = false});
    m_scene->put(ClusterScene::Set{.name = u"kafka"_s, .ofCluster = false});
    open();
    QTRY_VERIFY2(said().contains("This server has no Redis Enterprise clusters: their kind is not installed."_L1),
                 qPrintable(said()));
    QTRY_COMPARE(connection(), u"prod · live"_s);
    m_window->show(u"prod"_s, FleetRow::Kind::OtherStatefulSet, {u"redis"_s, u"kafka"_s});
    QVERIFY(m_window->findChild<SetPage *>());
    QVERIFY(!message()->isVisible());
}

void tst_Connecting::oneForbiddenKindSaysSo()
{
    m_scene = std::make_unique<ClusterScene>(sim::ApiServerOptions{.authorizer = [](const sim::AccessRequest &access) {
        return access.resource != "redisenterpriseclusters"_L1;
    }});
    m_scene->put(ClusterScene::Set{.name = u"kafka"_s, .ofCluster = false});
    open();
    QTRY_VERIFY2(said().contains("redisenterpriseclusters.app.redislabs.com is forbidden"_L1), qPrintable(said()));
    QVERIFY(said().contains("in the namespace \"redis\""_L1));
    QVERIFY(said().contains("Ask the administrator of the cluster for this permission"_L1));
    QTRY_COMPARE(connection(), u"prod · live in part"_s);
    // The rest works.
    QTRY_VERIFY(m_window->fleetPanel()->view()->model()->rowCount() == 3);
    m_window->show(u"prod"_s, FleetRow::Kind::OtherStatefulSet, {u"redis"_s, u"kafka"_s});
    QVERIFY(m_window->findChild<SetPage *>());
}

void tst_Connecting::theBarTellsHowFreshItIs()
{
    m_scene->putBoth();
    open();
    QTRY_COMPARE(connection(), u"prod · live"_s);
    m_scene->server().close();
    QTRY_VERIFY2(connection().startsWith(u"prod · as of "_s), qPrintable(connection()));
    QVERIFY(m_window->clusterPage()); // what was shown stays
    QVERIFY(m_scene->server().listen());
    press(Qt::Key_F5);
    QTRY_COMPARE(connection(), u"prod · live"_s);
}

void tst_Connecting::keepsThePluginsWordsUntilItsOwnContextIsLive()
{
    m_scene->putBoth();
    open({.context = u"prod"_s});
    QTRY_COMPARE(connection(), u"prod · live"_s);
    const auto *words = m_window->findChild<ui::Notice *>(u"pluginWords"_s);
    m_window->showPluginWords(u"staging"_s, u"login"_s, u"Enter A1"_s);
    // Whatever another context does, the person still needs the code.
    m_scene->server().trouble().dropWatches();
    m_scene->server().close();
    QTRY_VERIFY(connection() != u"prod · live"_s);
    QVERIFY(m_scene->server().listen());
    m_scene->fleet().reconnect();
    QTRY_COMPARE(connection(), u"prod · live"_s);
    QCOMPARE(words->text(), u"login says: Enter A1"_s);
    QVERIFY(words->isVisible());
    m_window->openContext(u"staging"_s);
    QTRY_VERIFY(!words->isVisible());
}

QTEST_MAIN(tst_Connecting)
#include "tst_connecting.moc"
