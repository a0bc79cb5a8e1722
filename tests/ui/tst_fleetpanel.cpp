// SPDX-License-Identifier: Apache-2.0
#include "clusterscene.h"
#include "fleet/fleetmodel.h"
#include "fleet/fleetpanel.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace ui;
using Kind = FleetRow::Kind;

class tst_FleetPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void filtersWhileTyping_data();
    void filtersWhileTyping();
    void escapeClearsTheFilter();
    void goesFromTheFilterIntoTheTree_data();
    void goesFromTheFilterIntoTheTree();
    void choosesByEnterAndByClick();
    void arrowsMoveWithoutChoosing();
    void theHeadingFoldsAndUnfolds();
    void aSentenceIsNotChosen();
    void theSelectionStaysWhenRowsComeAndGo();
    void theSelectionComesBackAfterTheFilter();
    void whatIsFoldedStaysFolded();
    void theFilterDoesNotForgetWhatWasFolded();

private:
    [[nodiscard]] QModelIndex find(const QString &title) const;
    [[nodiscard]] QStringList visibleTitles() const;
    [[nodiscard]] QString currentTitle() const { return m_panel->view()->currentIndex().data().toString(); }
    void select(Kind kind, const QString &name);

    std::unique_ptr<ClusterScene> m_scene;
    std::unique_ptr<FleetModel> m_model;
    std::unique_ptr<FleetPanel> m_panel;
};

void tst_FleetPanel::init()
{
    m_scene = std::make_unique<ClusterScene>();
    m_scene->putBoth({.name = u"orders"_s});
    m_scene->putBoth({.name = u"sessions"_s, .tag = u"7.22.2-14"_s});
    m_scene->put(ClusterScene::Set{.name = u"kafka"_s, .ofCluster = false});
    m_model = std::make_unique<FleetModel>(m_scene->fleet());
    m_panel = std::make_unique<FleetPanel>(*m_model);
    // What is seen through the filter is a model too.
    new QAbstractItemModelTester(m_panel->view()->model(), QAbstractItemModelTester::FailureReportingMode::QtTest,
                                 m_panel.get());
    m_panel->resize(300, 700);
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
    QVERIFY(m_scene->fleet().open(u"prod"_s));
    QTRY_COMPARE(visibleTitles(),
                 (QStringList{u"prod"_s, u"orders"_s, u"orders StatefulSet"_s, u"sessions"_s, u"sessions StatefulSet"_s,
                              u"Other StatefulSets"_s, u"kafka"_s, u"staging"_s, u"torn"_s}));
}

void tst_FleetPanel::cleanup()
{
    m_panel.reset();
    m_model.reset();
    m_scene.reset();
}

QModelIndex tst_FleetPanel::find(const QString &title) const
{
    for (QModelIndex index = m_panel->view()->model()->index(0, 0); index.isValid();
         index = m_panel->view()->indexBelow(index)) {
        if (index.data().toString() == title)
            return index;
    }
    return {};
}

QStringList tst_FleetPanel::visibleTitles() const
{
    QStringList titles;
    for (QModelIndex index = m_panel->view()->model()->index(0, 0); index.isValid();
         index = m_panel->view()->indexBelow(index))
        titles.append(index.data().toString());
    return titles;
}

void tst_FleetPanel::select(Kind kind, const QString &name)
{
    m_panel->select(m_model->find(u"prod"_s, kind, {u"redis"_s, name}));
}

void tst_FleetPanel::filtersWhileTyping_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QStringList>("titles");
    QTest::newRow("a part of a name, in any case, keeps what is above and below")
        << u"ORD"_s << QStringList{u"prod"_s, u"orders"_s, u"orders StatefulSet"_s};
    QTest::newRow("a version tag") << u"7.22.2"_s << QStringList{u"prod"_s, u"sessions"_s, u"sessions StatefulSet"_s};
    QTest::newRow("a set of others") << u"kafka"_s << QStringList{u"prod"_s, u"Other StatefulSets"_s, u"kafka"_s};
    QTest::newRow("characters that a pattern would take for its own") << u"7.22.*"_s << QStringList{};
    QTest::newRow("what nothing has") << u"nothing"_s << QStringList{};
}

void tst_FleetPanel::filtersWhileTyping()
{
    QFETCH(QString, typed);
    m_panel->focusFilter();
    QTest::keyClicks(m_panel->filter(), typed);
    QTEST(visibleTitles(), "titles");
}

void tst_FleetPanel::escapeClearsTheFilter()
{
    m_panel->focusFilter();
    QTest::keyClicks(m_panel->filter(), u"kafka"_s);
    QTest::keyClick(m_panel->filter(), Qt::Key_Escape);
    QCOMPARE(m_panel->filter()->text(), QString());
    QCOMPARE(visibleTitles().size(), 9);
}

void tst_FleetPanel::goesFromTheFilterIntoTheTree_data()
{
    QTest::addColumn<Qt::Key>("key");
    QTest::newRow("by the arrow down") << Qt::Key_Down;
    QTest::newRow("by Return") << Qt::Key_Return;
    QTest::newRow("by Enter") << Qt::Key_Enter;
}

void tst_FleetPanel::goesFromTheFilterIntoTheTree()
{
    QFETCH(Qt::Key, key);
    m_panel->focusFilter();
    QTest::keyClicks(m_panel->filter(), u"kafka"_s);
    QTest::keyClick(m_panel->filter(), key);
    QVERIFY(m_panel->view()->hasFocus());
    QVERIFY(m_panel->view()->currentIndex().isValid());
}

void tst_FleetPanel::choosesByEnterAndByClick()
{
    const QSignalSpy chosen(m_panel.get(), &FleetPanel::chosen);
    select(Kind::Cluster, u"orders"_s);
    QVERIFY(chosen.isEmpty()); // selecting is not choosing
    m_panel->view()->setFocus();
    QTest::keyClick(m_panel->view(), Qt::Key_Return);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.constLast().at(0).value<FleetRow>().key, (kube::ObjectKey{u"redis"_s, u"orders"_s}));
    QTest::mouseClick(m_panel->view()->viewport(), Qt::LeftButton, {},
                      m_panel->view()->visualRect(find(u"kafka"_s)).center());
    QCOMPARE(chosen.size(), 2);
    QCOMPARE(chosen.constLast().at(0).value<FleetRow>().kind, Kind::OtherStatefulSet);
    QTest::mouseClick(m_panel->view()->viewport(), Qt::LeftButton, {},
                      m_panel->view()->visualRect(find(u"staging"_s)).center());
    QCOMPARE(chosen.constLast().at(0).value<FleetRow>().context, u"staging"_s);
}

void tst_FleetPanel::arrowsMoveWithoutChoosing()
{
    const QSignalSpy chosen(m_panel.get(), &FleetPanel::chosen);
    select(Kind::Cluster, u"orders"_s);
    m_panel->view()->setFocus();
    QTest::keyClick(m_panel->view(), Qt::Key_Down);
    QTest::keyClick(m_panel->view(), Qt::Key_Down);
    QCOMPARE(currentTitle(), u"sessions"_s);
    QTest::keyClick(m_panel->view(), Qt::Key_Up);
    QCOMPARE(currentTitle(), u"orders StatefulSet"_s);
    QVERIFY(chosen.isEmpty());
}

void tst_FleetPanel::theHeadingFoldsAndUnfolds()
{
    const QSignalSpy chosen(m_panel.get(), &FleetPanel::chosen);
    const auto click = [this] {
        QTest::mouseClick(m_panel->view()->viewport(), Qt::LeftButton, {},
                          m_panel->view()->visualRect(find(u"Other StatefulSets"_s)).center());
    };
    click();
    QVERIFY(!visibleTitles().contains(u"kafka"_s));
    click();
    QVERIFY(visibleTitles().contains(u"kafka"_s));
    QVERIFY(chosen.isEmpty());
}

void tst_FleetPanel::aSentenceIsNotChosen()
{
    cleanup();
    m_scene = std::make_unique<ClusterScene>(sim::ApiServerOptions{.redisKinds = false});
    m_model = std::make_unique<FleetModel>(m_scene->fleet());
    m_panel = std::make_unique<FleetPanel>(*m_model);
    m_panel->resize(300, 700);
    m_panel->show();
    QVERIFY(m_scene->fleet().open(u"prod"_s));
    QTRY_COMPARE(visibleTitles().size(), 4);
    const QSignalSpy chosen(m_panel.get(), &FleetPanel::chosen);
    const QModelIndex sentence = m_panel->view()->indexBelow(m_panel->view()->model()->index(0, 0));
    QVERIFY(sentence.data().toString().contains("its kind is not installed"_L1));
    QTest::mouseClick(m_panel->view()->viewport(), Qt::LeftButton, {}, m_panel->view()->visualRect(sentence).center());
    QVERIFY(chosen.isEmpty());
}

void tst_FleetPanel::theSelectionStaysWhenRowsComeAndGo()
{
    select(Kind::Cluster, u"sessions"_s);
    m_scene->put(ClusterScene::Cluster{.name = u"accounts"_s}); // above it
    QTRY_COMPARE(visibleTitles().size(), 10);
    QCOMPARE(currentTitle(), u"sessions"_s);
    QVERIFY(m_scene->server().objects().remove(ClusterScene::clusters, u"redis"_s, u"accounts"_s));
    m_scene->put(ClusterScene::Cluster{.name = u"sessions"_s, .tag = u"7.22.0-250"_s}); // itself
    QTRY_COMPARE(visibleTitles().size(), 9);
    QCOMPARE(currentTitle(), u"sessions"_s);
    QVERIFY(m_panel->view()->selectionModel()->isSelected(m_panel->view()->currentIndex()));
}

void tst_FleetPanel::theSelectionComesBackAfterTheFilter()
{
    select(Kind::Cluster, u"orders"_s);
    m_panel->focusFilter();
    QTest::keyClicks(m_panel->filter(), u"kafka"_s);
    QVERIFY(!visibleTitles().contains(u"orders"_s));
    QVERIFY(!m_panel->view()->currentIndex().isValid()); // no other row looks chosen
    QTest::keyClick(m_panel->filter(), Qt::Key_Escape);
    QCOMPARE(currentTitle(), u"orders"_s); // what the window still shows
}

void tst_FleetPanel::whatIsFoldedStaysFolded()
{
    m_panel->view()->collapse(find(u"orders"_s));
    QVERIFY(!visibleTitles().contains(u"orders StatefulSet"_s));
    m_scene->putBoth({.name = u"accounts"_s});
    QTRY_VERIFY(visibleTitles().contains(u"accounts StatefulSet"_s)); // what is new is open
    QVERIFY(!visibleTitles().contains(u"orders StatefulSet"_s));
}

void tst_FleetPanel::theFilterDoesNotForgetWhatWasFolded()
{
    m_panel->view()->collapse(find(u"orders"_s));
    m_panel->focusFilter();
    QTest::keyClicks(m_panel->filter(), u"ord"_s);
    QVERIFY(visibleTitles().contains(u"orders StatefulSet"_s)); // a match is shown
    QTest::keyClick(m_panel->filter(), Qt::Key_Escape);
    QVERIFY(!visibleTitles().contains(u"orders StatefulSet"_s));
    QVERIFY(visibleTitles().contains(u"sessions StatefulSet"_s));
}

QTEST_MAIN(tst_FleetPanel)
#include "tst_fleetpanel.moc"
