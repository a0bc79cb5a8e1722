// SPDX-License-Identifier: Apache-2.0
#include "blocks/notice.h"
#include "bundle/bundlepage.h"
#include "bundle/sourcecard.h"
#include "edit/imageeditor.h"
#include "edit/tagfield.h"
#include "fleet/fleetmodel.h"
#include "fleet/fleetpanel.h"
#include "pages/clusterpage.h"
#include "review/diffcard.h"
#include "review/reviewpage.h"
#include "windowtest.h"

#include <QDir>
#include <QLineEdit>
#include <QTest>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace ui;
using PageStep = ui::ClusterPage::Step;

/// What the window keeps: a choice while another cluster is looked at, and how a person likes it to look.
class tst_WindowHabits final : public WindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void aChoiceIsKeptWhileAnotherClusterIsShown();
    void aPageWithoutAChoiceIsNotKept();
    void aKeptPageGoesWithItsSession();
    void saysWhatIsOddAboutTheKubeconfig();
    void remembersColoursAndMotion();
    void remembersTheFormOfTheReview();
    void remembersWhereReleasesComeFrom();

private:
    void choose(const QString &cluster);
    void command(const QString &text);
};

void tst_WindowHabits::init()
{
    WindowTest::init();
    m_scene->putBoth();
    m_scene->putBoth({.name = u"sessions"_s});
    m_scene->putOperator(u"7.22.2-21"_s);
    open();
}

void tst_WindowHabits::choose(const QString &cluster)
{
    QTreeView *view = m_window->fleetPanel()->view();
    const auto find = [&]() -> QModelIndex {
        const QModelIndex context = view->model()->index(0, 0);
        for (int row = 0; row < view->model()->rowCount(context); ++row) {
            const QModelIndex index = view->model()->index(row, 0, context);
            if (index.data(FleetModel::RowRole).value<FleetRow>().title == cluster)
                return index;
        }
        return {};
    };
    QTRY_VERIFY(find().isValid());
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(find()).center());
    QTRY_VERIFY(page() && page()->key().name == cluster);
    QTRY_VERIFY(!tag()->tag().isEmpty());
}

void tst_WindowHabits::command(const QString &text)
{
    press(Qt::Key_K, Qt::ControlModifier);
    QTRY_VERIFY(palette()->isVisible());
    QTest::keyClicks(palette()->field(), text);
    QTest::keyClick(palette()->field(), Qt::Key_Return);
    QTRY_VERIFY(!palette()->isVisible());
}

void tst_WindowHabits::aChoiceIsKeptWhileAnotherClusterIsShown()
{
    choose(u"orders"_s);
    const ClusterPage *before = page();
    tag()->setTag(u"7.22.2-14"_s);
    QTRY_VERIFY(page()->editor()->canReview());
    page()->open(PageStep::Review);
    choose(u"sessions"_s);
    choose(u"orders"_s);
    QCOMPARE(page(), before);
    QCOMPARE(page()->editor()->choice().redis.versionTag, u"7.22.2-14"_s);
    QCOMPARE(page()->openStep(), PageStep::Review);
    QCOMPARE(m_scene->tagOf(), u"7.22.0-250"_s);
}

void tst_WindowHabits::aPageWithoutAChoiceIsNotKept()
{
    choose(u"orders"_s);
    const QPointer<ClusterPage> before = page();
    choose(u"sessions"_s);
    QTRY_VERIFY(!before);
}

void tst_WindowHabits::aKeptPageGoesWithItsSession()
{
    choose(u"orders"_s);
    const QPointer<ClusterPage> kept = page();
    tag()->setTag(u"7.22.2-14"_s);
    choose(u"sessions"_s);
    QVERIFY(kept);
    m_scene->fleet().close(u"prod"_s);
    QVERIFY(!kept);
    QVERIFY(!page());
    QVERIFY(m_window->findChildren<ClusterPage *>().isEmpty());
}

void tst_WindowHabits::saysWhatIsOddAboutTheKubeconfig()
{
    auto *note = m_window->findChild<Notice *>(u"fleetNote"_s);
    QVERIFY(note->isHidden());
    openFile(m_scene->kubeconfig() + "\n---\n{}\n");
    note = m_window->findChild<Notice *>(u"fleetNote"_s);
    QVERIFY(note->isVisible());
    QVERIFY(note->text().contains(u"several YAML documents"_s));
}

void tst_WindowHabits::remembersColoursAndMotion()
{
    command(u"Colours: dark"_s);
    QCOMPARE(m_appearance->scheme(), Scheme::Dark);
    command(u"Motion: reduced"_s);
    QCOMPARE(m_appearance->motion(), Motion::Reduced);

    m_window.reset();
    m_appearance = std::make_unique<Appearance>(); // the next start
    QCOMPARE(m_appearance->scheme(), Scheme::System);
    open();
    QCOMPARE(m_appearance->scheme(), Scheme::Dark);
    QCOMPARE(m_appearance->motion(), Motion::Reduced);
}

void tst_WindowHabits::remembersWhereReleasesComeFrom()
{
    const QString repository = QDir::tempPath() + u"/releases.git"_s;
    const QString file = m_scene->write(u"bundle.yaml"_s, "kind: List\n");
    choose(u"orders"_s);
    QCOMPARE(page()->bundlePage()->source().address(), upgrade::ReleaseRepository::publicAddress());
    command(u"Open operator bundle"_s);
    QCOMPARE(page()->openStep(), PageStep::Bundle);
    QLineEdit *field = page()->bundlePage()->sourceCard()->addressField();
    field->setText(repository);
    QTest::keyClick(field, Qt::Key_Return);
    Q_EMIT page()->bundlePage()->sourceCard()->fileChanged(file);

    m_window.reset(); // the next start
    open();
    choose(u"orders"_s);
    QCOMPARE(page()->bundlePage()->source().address(), repository);
    QCOMPARE(page()->bundlePage()->source().file(), file);
    QVERIFY(QFile::remove(file));
    m_window.reset();
    open();
    choose(u"orders"_s);
    QCOMPARE(page()->bundlePage()->source().file(), QString()); // what is gone is not asked for again
}

void tst_WindowHabits::remembersTheFormOfTheReview()
{
    choose(u"orders"_s);
    QVERIFY(!page()->reviewPage()->difference()->isUnified());
    Q_EMIT page()->reviewPage()->difference()->unifiedChanged(true); // as the switch does
    open();
    choose(u"orders"_s);
    QVERIFY(page()->reviewPage()->difference()->isUnified());
}

QTEST_MAIN(tst_WindowHabits)
#include "tst_windowhabits.moc"
