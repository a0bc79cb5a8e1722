// SPDX-License-Identifier: Apache-2.0
#include "edit/tagfield.h"
#include "fleet/fleetpanel.h"
#include "pages/clusterpage.h"
#include "windowtest.h"

#include <QApplication>
#include <QLineEdit>
#include <QSettings>
#include <QTest>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace ui;

/// What the window shows, what it remembers, and how it is used by keys.
class tst_MainWindow final : public WindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void showsTheOnlyCluster();
    void showsTheClusterThatWasAskedFor();
    void saysThatTheClusterAskedForIsNotThere();
    void remembersContextAndCluster();
    void remembersTheSizeOfTheWindow();
    void theDemoRemembersNothing();
    void everythingIsInThePalette();
    void thePaletteListsWhatIsPossibleNow();
    void shortcutsWorkWhereverTheFocusIs();
    void choosesByKeyboardAlone();
    void tabReachesEveryPart();
};

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
    m_scene->putBoth(); // the only one, and another than the one that was named
    open({.cluster = u"redis/nobody"_s});
    QTRY_VERIFY2(said().contains(u"There is no Redis Enterprise cluster \"redis/nobody\" in this context."_s),
                 qPrintable(said()));
    QVERIFY(!m_window->clusterPage());
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

void tst_MainWindow::everythingIsInThePalette()
{
    m_scene->putBoth();
    open();
    QTRY_VERIFY(m_window->clusterPage());
    QTRY_COMPARE(tag()->tag(), u"7.22.0-250"_s);
    tag()->setTag(u"7.22.2-14"_s);
    const QAbstractItemModel *fleet = m_window->findChild<QTreeView *>(u"fleet"_s)->model();
    QTRY_VERIFY(!fleet
                     ->match(fleet->index(0, 0), Qt::DisplayRole, u"orders StatefulSet"_s, 1,
                             Qt::MatchExactly | Qt::MatchRecursive)
                     .isEmpty());
    press(Qt::Key_K, Qt::ControlModifier);
    QVERIFY(palette()->isVisible());
    for (const QString &title : {u"Open operator bundle"_s, u"Update releases"_s, u"Image tag"_s, u"Review"_s, u"Rollout"_s, u"Filter the fleet"_s,
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
    QTRY_COMPARE(tag()->tag(), u"7.22.0-250"_s);
    press(Qt::Key_K, Qt::ControlModifier);
    QVERIFY(!palette()->titles().contains(u"Review"_s)); // nothing was changed
    QVERIFY(!palette()->titles().contains(u"Compare again"_s)); // nothing was compared
    QVERIFY(!palette()->titles().contains(u"Next conflict"_s));
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
    QTRY_COMPARE(tag()->tag(), u"7.22.0-250"_s);
    tag()->setFocus();
    press(Qt::Key_K, Qt::ControlModifier);
    QVERIFY(palette()->isVisible());
    press(Qt::Key_Escape);
    QVERIFY(tag()->hasFocus());
    press(Qt::Key_F, Qt::ControlModifier);
    QVERIFY(m_window->fleetPanel()->filter()->hasFocus());
    press(Qt::Key_K, Qt::ControlModifier);
    QVERIFY(palette()->isVisible());
    press(Qt::Key_Escape);
    QVERIFY(m_window->fleetPanel()->filter()->hasFocus());
    press(Qt::Key_4, Qt::ControlModifier);
    QCOMPARE(m_window->clusterPage()->openStep(), ClusterPage::Step::Rollout);
    press(Qt::Key_1, Qt::ControlModifier);
    QCOMPARE(m_window->clusterPage()->openStep(), ClusterPage::Step::Bundle);
    press(Qt::Key_2, Qt::ControlModifier);
    QCOMPARE(m_window->clusterPage()->openStep(), ClusterPage::Step::Image);
    press(Qt::Key_3, Qt::ControlModifier);
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
    for (const Qt::Key key : {Qt::Key_S, Qt::Key_E, Qt::Key_S, Qt::Key_S})
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
    QTRY_COMPARE(tag()->tag(), u"7.22.0-250"_s);
    tag()->setTag(u"7.22.2-14"_s);
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
