// SPDX-License-Identifier: Apache-2.0
#include "clusterscene.h"
#include "edit/tagfield.h"
#include "fleet/fleetmodel.h"
#include "fleet/fleetpanel.h"
#include "look/appearance.h"
#include "pages/clusterpage.h"
#include "pages/messagepage.h"
#include "pages/setpage.h"
#include "testcertificates.h"
#include "window/mainwindow.h"
#include "window/topbar.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSslKey>
#include <QTest>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace ui;

class tst_MainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void withoutAKubeconfigItOffersTheDemo();
    void showsWhatIsWrongWithTheKubeconfig();
    void anUnknownContextConnectsNoOther();
    void withoutACurrentContextItAsksForOne();
    void aContextThatCannotBeUsedSaysWhy();
    void saysWhatIsWrongWithTheServer_data();
    void saysWhatIsWrongWithTheServer();
    void aCertificateThatIsNotTrustedSaysSo();
    void recoversByItselfWhenTheServerIsBack();
    void triesAgainByButton();
    void theButtonKeepsTheFocusWhileItTriesAgain();
    void aServerWithoutTheKindListsPlainSets();
    void oneForbiddenKindSaysSo();
    void showsTheOnlyCluster();
    void showsTheClusterThatWasAskedFor();
    void saysThatTheClusterAskedForIsNotThere();
    void remembersContextAndCluster();
    void remembersTheSizeOfTheWindow();
    void theDemoRemembersNothing();
    void theBarTellsHowFreshItIs();
    void marksAnUncheckedCertificate();
    void everythingIsInThePalette();
    void thePaletteListsWhatIsPossibleNow();
    void shortcutsWorkWhereverTheFocusIs();
    void choosesByKeyboardAlone();
    void tabReachesEveryPart();

private:
    void open(const MainWindow::Options &options = {});
    void openFile(const QByteArray &kubeconfig, const MainWindow::Options &options = {});
    void show(const MainWindow::Options &options);
    [[nodiscard]] MessagePage *message() const { return m_window->findChild<MessagePage *>(); }
    /// Everything that the message in the middle says, if it is shown.
    [[nodiscard]] QString said() const;
    [[nodiscard]] QPushButton *button(const QString &text) const;
    [[nodiscard]] QString connection() const { return m_window->findChild<TopBar *>()->connectionText(); }
    [[nodiscard]] CommandPalette *palette() const { return m_window->findChild<CommandPalette *>(); }
    void press(int key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(m_window->windowHandle(), Qt::Key(key), modifiers);
    }

    QTemporaryDir m_settings;
    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<ClusterScene> m_scene;
    std::unique_ptr<upgrade::Fleet> m_other; ///< in place of the scene's
    std::unique_ptr<MainWindow> m_window;
};

void tst_MainWindow::initTestCase()
{
    QCoreApplication::setOrganizationName(u"Rollhive"_s);
    QCoreApplication::setApplicationName(u"rollhive"_s);
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
    m_appearance = std::make_unique<Appearance>();
}

void tst_MainWindow::init()
{
    QSettings().clear();
    m_scene = std::make_unique<ClusterScene>();
}

void tst_MainWindow::cleanup()
{
    m_window.reset();
    m_other.reset();
    m_scene.reset();
}

void tst_MainWindow::show(const MainWindow::Options &options)
{
    m_window.reset();
    m_window = std::make_unique<MainWindow>(m_other ? m_other.get() : &m_scene->fleet(), m_scene->catalogue(),
                                            m_scene->journal(), *m_appearance, &QDateTime::currentDateTimeUtc, options);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void tst_MainWindow::open(const MainWindow::Options &options)
{
    m_other.reset();
    show(options);
}

void tst_MainWindow::openFile(const QByteArray &kubeconfig, const MainWindow::Options &options)
{
    m_window.reset();
    m_other = ClusterScene::fleetOf(kubeconfig, u"/home/ada/.kube/config"_s);
    show(options);
}

QString tst_MainWindow::said() const
{
    if (!message()->isVisible())
        return {};
    return message()->title() + u'\n' + message()->text() + u'\n' + message()->problem();
}

QPushButton *tst_MainWindow::button(const QString &text) const
{
    for (QPushButton *one : m_window->findChildren<QPushButton *>()) {
        if (one->text() == text && one->isVisible())
            return one;
    }
    return nullptr;
}

void tst_MainWindow::withoutAKubeconfigItOffersTheDemo()
{
    m_window = std::make_unique<MainWindow>(nullptr, m_scene->catalogue(), m_scene->journal(), *m_appearance,
                                            &QDateTime::currentDateTimeUtc, MainWindow::Options());
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
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

void tst_MainWindow::showsWhatIsWrongWithTheKubeconfig()
{
    const QString sentence = u"/home/ada/.kube/config is not valid YAML: line 3, column 1: what is missing."_s;
    m_window = std::make_unique<MainWindow>(nullptr, m_scene->catalogue(), m_scene->journal(), *m_appearance,
                                            &QDateTime::currentDateTimeUtc, MainWindow::Options{.problem = sentence});
    m_window->show();
    QCOMPARE(message()->problem(), sentence);
    QVERIFY(!said().contains("There is no kubeconfig"_L1)); // there is one, a broken one
    QVERIFY(button(u"&Try the demo cluster"_s));
}

void tst_MainWindow::anUnknownContextConnectsNoOther()
{
    open({.context = u"prdo"_s});
    QVERIFY(!m_scene->fleet().session(u"prod"_s));
    QVERIFY2(said().contains(u"There is no context \"prdo\" in /home/ada/.kube/config. Choose one that is there."_s),
             qPrintable(said()));
    QCOMPARE(connection(), QString());
}

void tst_MainWindow::withoutACurrentContextItAsksForOne()
{
    openFile(m_scene->kubeconfig().replace("current-context: prod", "current-context: gone"));
    QVERIFY2(said().contains("The current-context \"gone\" of /home/ada/.kube/config does not exist."_L1),
             qPrintable(said()));
    QVERIFY(said().contains("Choose a context"_L1));
    openFile(m_scene->kubeconfig().replace("current-context: prod", ""));
    QVERIFY2(said().contains("Choose a context"_L1), qPrintable(said()));
    QVERIFY(message()->problem().isEmpty()); // nothing is wrong
}

void tst_MainWindow::aContextThatCannotBeUsedSaysWhy()
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

void tst_MainWindow::saysWhatIsWrongWithTheServer_data()
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

void tst_MainWindow::saysWhatIsWrongWithTheServer()
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

void tst_MainWindow::aCertificateThatIsNotTrustedSaysSo()
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

void tst_MainWindow::recoversByItselfWhenTheServerIsBack()
{
    m_scene->putBoth();
    m_scene->server().close();
    open();
    QTRY_VERIFY(said().contains("Rollhive tries again by itself."_L1));
    QVERIFY(m_scene->server().listen());
    QTRY_VERIFY(m_window->clusterPage()); // without a key or a click
}

void tst_MainWindow::triesAgainByButton()
{
    m_scene->putBoth();
    m_scene->server().trouble().failNext(1, {}, 401);
    open();
    QTRY_VERIFY(button(u"&Try again"_s));
    QVERIFY(!said().contains("by itself"_L1)); // a credential does not become better by asking again
    QTest::mouseClick(button(u"&Try again"_s), Qt::LeftButton);
    QTRY_VERIFY(m_window->clusterPage());
}

void tst_MainWindow::theButtonKeepsTheFocusWhileItTriesAgain()
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

void tst_MainWindow::aServerWithoutTheKindListsPlainSets()
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

void tst_MainWindow::oneForbiddenKindSaysSo()
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

void tst_MainWindow::showsTheOnlyCluster()
{
    m_scene->putBoth();
    open();
    QTRY_VERIFY(m_window->clusterPage());
    QCOMPARE(m_window->clusterPage()->key(), (kube::ObjectKey{u"redis"_s, u"orders"_s}));
    QTRY_COMPARE(m_window->fleetPanel()->view()->currentIndex().data().toString(), u"orders"_s);
}

void tst_MainWindow::showsTheClusterThatWasAskedFor()
{
    m_scene->putBoth();
    m_scene->putBoth({.name = u"sessions"_s});
    open({.context = u"staging"_s, .cluster = u"redis/sessions"_s});
    QTRY_VERIFY(m_window->clusterPage());
    QCOMPARE(m_window->clusterPage()->key().name, u"sessions"_s);
    QVERIFY(!m_scene->fleet().session(u"prod"_s));
    open(); // one of two: that is for the person to say, but for what was shown last
    QTRY_COMPARE(connection(), u"staging · live"_s);
}

void tst_MainWindow::saysThatTheClusterAskedForIsNotThere()
{
    m_scene->putBoth();
    m_scene->putBoth({.name = u"sessions"_s});
    open({.cluster = u"redis/nobody"_s});
    QTRY_VERIFY2(said().contains(u"There is no Redis Enterprise cluster \"redis/nobody\" in this context."_s),
                 qPrintable(said()));
}

void tst_MainWindow::remembersContextAndCluster()
{
    m_scene->putBoth();
    m_scene->putBoth({.name = u"sessions"_s});
    open({.context = u"staging"_s});
    QTRY_COMPARE(connection(), u"staging · live"_s);
    m_window->show(u"staging"_s, FleetRow::Kind::Cluster, {u"redis"_s, u"sessions"_s});
    m_window->close();

    open();
    QTRY_VERIFY(m_window->clusterPage());
    QCOMPARE(m_window->clusterPage()->key().name, u"sessions"_s);
    QCOMPARE(connection(), u"staging · live"_s);
    m_window->close();

    // A kubeconfig that does not have it: its own current one.
    openFile(m_scene->kubeconfig().replace("staging", "archive"));
    QTRY_COMPARE(connection(), u"prod · live"_s);
}

void tst_MainWindow::remembersTheSizeOfTheWindow()
{
    open();
    m_window->resize(760, 620);
    m_window->close();
    open();
    QCOMPARE(m_window->size(), QSize(760, 620));
}

void tst_MainWindow::theDemoRemembersNothing()
{
    m_scene->putBoth();
    QSettings().setValue("context"_L1, u"prod"_s);
    QSettings().setValue("cluster"_L1, u"redis/sessions"_s);
    open({.context = u"staging"_s, .demo = true});
    QTRY_VERIFY(m_window->clusterPage());
    m_window->close();
    QCOMPARE(QSettings().value("context"_L1).toString(), u"prod"_s);
    QCOMPARE(QSettings().value("cluster"_L1).toString(), u"redis/sessions"_s);
}

void tst_MainWindow::theBarTellsHowFreshItIs()
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

void tst_MainWindow::marksAnUncheckedCertificate()
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

void tst_MainWindow::everythingIsInThePalette()
{
    m_scene->putBoth();
    open();
    QTRY_VERIFY(m_window->clusterPage());
    QTRY_COMPARE(m_window->findChild<TagField *>()->tag(), u"7.22.0-250"_s);
    m_window->findChild<TagField *>()->setTag(u"7.22.2-14"_s);
    press(Qt::Key_K, Qt::ControlModifier);
    QVERIFY(palette()->isVisible());
    for (const QString &title : {u"Image tag"_s, u"Review"_s, u"Rollout"_s, u"Filter the fleet"_s,
                                 u"Reconnect everything"_s, u"Colours: as the system"_s, u"Colours: light"_s,
                                 u"Colours: dark"_s, u"Open a kubeconfig…"_s, u"Open the demo cluster"_s, u"Quit"_s,
                                 u"prod"_s, u"staging"_s, u"torn"_s, u"orders"_s, u"orders StatefulSet"_s})
        QVERIFY2(palette()->titles().contains(title), qPrintable(title));
    QTest::keyClicks(palette()->field(), u"colours dark"_s);
    QTest::keyClick(palette()->field(), Qt::Key_Return);
    QCOMPARE(m_appearance->scheme(), Scheme::Dark);
    m_appearance->setScheme(Scheme::System);
}

void tst_MainWindow::thePaletteListsWhatIsPossibleNow()
{
    m_scene->putBoth();
    open();
    QTRY_VERIFY(m_window->clusterPage());
    QTRY_COMPARE(m_window->findChild<TagField *>()->tag(), u"7.22.0-250"_s);
    press(Qt::Key_K, Qt::ControlModifier);
    QVERIFY(!palette()->titles().contains(u"Review"_s)); // nothing was changed
    QVERIFY(palette()->titles().contains(u"Image tag"_s));
    press(Qt::Key_Escape);
    open({.demo = true});
    press(Qt::Key_K, Qt::ControlModifier);
    QVERIFY(!palette()->titles().contains(u"Open the demo cluster"_s));
}

void tst_MainWindow::shortcutsWorkWhereverTheFocusIs()
{
    m_scene->putBoth();
    open();
    QTRY_VERIFY(m_window->clusterPage());
    QTRY_COMPARE(m_window->findChild<TagField *>()->tag(), u"7.22.0-250"_s);
    m_window->findChild<TagField *>()->setFocus();
    press(Qt::Key_K, Qt::ControlModifier);
    QVERIFY(palette()->isVisible());
    press(Qt::Key_Escape);
    QVERIFY(m_window->findChild<TagField *>()->hasFocus());
    press(Qt::Key_F, Qt::ControlModifier);
    QVERIFY(m_window->fleetPanel()->filter()->hasFocus());
    press(Qt::Key_K, Qt::ControlModifier);
    QVERIFY(palette()->isVisible());
    press(Qt::Key_Escape);
    QVERIFY(m_window->fleetPanel()->filter()->hasFocus());
    press(Qt::Key_3, Qt::ControlModifier);
    QCOMPARE(m_window->clusterPage()->openStep(), ClusterPage::Step::Rollout);
    press(Qt::Key_1, Qt::ControlModifier);
    QCOMPARE(m_window->clusterPage()->openStep(), ClusterPage::Step::Image);
    press(Qt::Key_2, Qt::ControlModifier);
    QCOMPARE(m_window->clusterPage()->openStep(), ClusterPage::Step::Image); // nothing to review
    press(Qt::Key_Q, Qt::ControlModifier);
    QVERIFY(!m_window->isVisible());
}

void tst_MainWindow::choosesByKeyboardAlone()
{
    m_scene->putBoth();
    m_scene->putBoth({.name = u"sessions"_s});
    open();
    QTRY_COMPARE(connection(), u"prod · live"_s);
    QTRY_VERIFY(m_window->fleetPanel()->view()->model()->rowCount(m_window->fleetPanel()->view()->model()->index(0, 0))
                == 2);
    press(Qt::Key_F, Qt::ControlModifier);
    for (const int key : {Qt::Key_S, Qt::Key_E, Qt::Key_S, Qt::Key_S})
        press(key);
    press(Qt::Key_Down);
    press(Qt::Key_Down);
    press(Qt::Key_Return);
    QVERIFY(m_window->clusterPage());
    QCOMPARE(m_window->clusterPage()->key().name, u"sessions"_s);
}

void tst_MainWindow::tabReachesEveryPart()
{
    m_scene->putBoth();
    open();
    QTRY_VERIFY(m_window->clusterPage());
    QTRY_COMPARE(m_window->findChild<TagField *>()->tag(), u"7.22.0-250"_s);
    m_window->findChild<TagField *>()->setTag(u"7.22.2-14"_s);
    QStringList reached;
    for (int i = 0; i < 30; ++i) {
        press(Qt::Key_Tab);
        const QWidget *focus = QApplication::focusWidget();
        QVERIFY(focus);
        QVERIFY2(focus->isVisible(), qPrintable(focus->objectName()));
        reached.append(focus->objectName());
    }
    for (const QString &name : {u"palette"_s, u"fleetFilter"_s, u"fleet"_s, u"redisRepository"_s, u"redisTag"_s,
                                u"redisPullPolicy"_s, u"reset"_s, u"review"_s})
        QVERIFY2(reached.contains(name), qPrintable(name + u" is not among "_s + reached.join(u", "_s)));
}

QTEST_MAIN(tst_MainWindow)
#include "tst_mainwindow.moc"
