// SPDX-License-Identifier: Apache-2.0
#include "bundle/bundlepage.h"
#include "bundle/sourcecard.h"
#include "edit/imageeditor.h"
#include "edit/tagfield.h"
#include "pages/clusterpage.h"
#include "pages/setpage.h"
#include "windowtest.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMultiMap>
#include <QPushButton>
#include <QShortcut>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace ui;
using PageStep = ui::ClusterPage::Step;

/// On each page of the window a key means one thing: two labels, buttons or actions with the same mnemonic or shortcut
/// would make it ambiguous, and neither would work.
class tst_Mnemonics final : public WindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void theWelcome();
    void aKubeconfigThatCannotBeUsed();
    void aChoiceOfContexts();
    void aServerThatDoesNotAnswer();
    void aContextThatIsConnected();
    void theBundle();
    void theComparison();
    void theImageTag();
    void theImageTagWithAllItsCompanions();
    void theReview();
    void aReviewThatFailed();
    void theRollout();
    void aStatefulSet();
    void theCommandPalette();

    void twoOfAKindAreFound();
    void aKeyLeadsToItsField_data();
    void aKeyLeadsToItsField();
    void aFieldOutOfSightIsScrolledTo();

private:
    /// The page of a cluster whose companions are set, with a tag that can be reviewed.
    void openCluster();
    void beginReview();
    [[nodiscard]] QMultiMap<QString, QString> keys() const; ///< what is shown and enabled, by the key it takes
    [[nodiscard]] QString ambiguousKeys() const; ///< and who shares them, a line each
};

void tst_Mnemonics::init()
{
    WindowTest::init();
    m_scene->putOperator(u"7.22.2-21"_s);
}

void tst_Mnemonics::openCluster()
{
    const QJsonObject image{{"versionTag"_L1, "7.22.0-17"_L1}};
    m_scene->putBoth(
        {.spec = {{"redisEnterpriseServicesRiggerImageSpec"_L1, image}, {"bootstrapperImageSpec"_L1, image}}});
    open();
    QTRY_VERIFY(page());
    QTRY_COMPARE(tag()->tag(), u"7.22.0-250"_s);
    tag()->setTag(u"7.22.2-14"_s);
    QTRY_VERIFY(page()->editor()->canReview());
}

void tst_Mnemonics::beginReview()
{
    page()->open(PageStep::Review);
    QCOMPARE(page()->openStep(), PageStep::Review);
}

QMultiMap<QString, QString> tst_Mnemonics::keys() const
{
    QMultiMap<QString, QString> keys;
    const auto add = [&](const QKeySequence &key, const QString &whose) {
        if (!key.isEmpty())
            keys.insert(key.toString(QKeySequence::PortableText), whose);
    };
    for (const QWidget *widget : m_window->findChildren<QWidget *>()) {
        if (!widget->isVisible() || !widget->isEnabled())
            continue;
        if (const auto *label = qobject_cast<const QLabel *>(widget); label && label->buddy())
            add(QKeySequence::mnemonic(label->text()), u"label of "_s + label->buddy()->objectName());
        if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
            add(button->shortcut(), u"button "_s + button->text() + button->accessibleName());
        for (const QAction *action : widget->actions()) {
            if (!action->isVisible() || !action->isEnabled())
                continue;
            add(QKeySequence::mnemonic(action->text()), u"action "_s + action->text());
            for (const QKeySequence &key : action->shortcuts())
                add(key, u"action "_s + action->text());
        }
    }
    for (const QShortcut *shortcut : m_window->findChildren<QShortcut *>()) {
        const auto *owner = qobject_cast<const QWidget *>(shortcut->parent());
        if (shortcut->isEnabled() && owner && owner->isVisible() && owner->isEnabled()) {
            for (const QKeySequence &key : shortcut->keys())
                add(key, u"shortcut of "_s + QLatin1StringView(owner->metaObject()->className()));
        }
    }
    return keys;
}

QString tst_Mnemonics::ambiguousKeys() const
{
    const QMultiMap<QString, QString> all = keys();
    QStringList ambiguous;
    for (const QString &key : all.uniqueKeys()) {
        if (all.count(key) > 1)
            ambiguous.append(key + u": "_s + all.values(key).join(u", "_s));
    }
    return ambiguous.join(u'\n');
}

void tst_Mnemonics::theWelcome()
{
    openWithoutAFleet();
    QVERIFY(said().contains(u"Rolling upgrades"_s));
    QVERIFY(keys().contains(u"Alt+T"_s));
    QCOMPARE(ambiguousKeys(), QString());
}

void tst_Mnemonics::aKubeconfigThatCannotBeUsed()
{
    openWithoutAFleet({.problem = u"It is not valid YAML."_s});
    QVERIFY(said().contains(u"The kubeconfig cannot be used"_s));
    QVERIFY(keys().contains(u"Alt+O"_s));
    QCOMPARE(ambiguousKeys(), QString());
}

void tst_Mnemonics::aChoiceOfContexts()
{
    open({.context = u"nobody"_s});
    QVERIFY(said().contains(u"Choose a context"_s));
    QVERIFY(keys().contains(u"Ctrl+F"_s));
    QCOMPARE(ambiguousKeys(), QString());
}

void tst_Mnemonics::aServerThatDoesNotAnswer()
{
    m_scene->server().close();
    open();
    QTRY_VERIFY(said().contains(u"No connection"_s));
    QTRY_VERIFY(keys().contains(u"Alt+T"_s));
    QCOMPARE(ambiguousKeys(), QString());
}

void tst_Mnemonics::aContextThatIsConnected()
{
    open();
    QTRY_VERIFY(said().contains(u"is connected"_s));
    QCOMPARE(ambiguousKeys(), QString());
}

void tst_Mnemonics::theBundle()
{
    openCluster();
    page()->open(PageStep::Bundle);
    page()->bundlePage()->sourceCard()->askWhether(u"It is another release."_s);
    QVERIFY(keys().contains(u"Alt+O"_s));
    QVERIFY(keys().contains(u"Alt+N"_s));
    QCOMPARE(ambiguousKeys(), QString());
}

void tst_Mnemonics::theComparison()
{
    QVERIFY(m_scene->server().objects().patch(
        u"deployments.apps"_s, u"redis"_s, u"redis-enterprise-operator"_s,
        {{"metadata"_L1, QJsonObject{{"annotations"_L1, QJsonObject{{"meta.helm.sh/release-name"_L1, "op"_L1}}}}}}));
    openCluster();
    page()->open(PageStep::Bundle);
    BundlePage *bundle = page()->bundlePage();
    bundle->source().setFile(m_scene->write(u"bundle.yaml"_s, R"(apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: redisenterpriseclusters.app.redislabs.com}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: redis-enterprise-operator}
spec:
  replicas: 2
  template: {spec: {containers: [{name: redis-enterprise-operator, image: 'redislabs/operator:7.22.2-40'}]}}
)"));
    QTest::mouseClick(bundle->sourceCard()->compareButton(), Qt::LeftButton);
    QTRY_VERIFY(bundle->hasConflict());
    bundle->goToNextConflict();
    QVERIFY(keys().contains(u"Alt+Y"_s)); // all yours
    QVERIFY(keys().contains(u"Alt+W"_s)); // apply anyway
    QVERIFY(keys().contains(u"F8"_s));
    QCOMPARE(ambiguousKeys(), QString());
}

void tst_Mnemonics::theImageTag()
{
    m_scene->putBoth();
    open();
    QTRY_VERIFY(page());
    QTRY_COMPARE(tag()->tag(), u"7.22.0-250"_s);
    QVERIFY(keys().contains(u"Alt+P"_s));
    QCOMPARE(ambiguousKeys(), QString());
}

void tst_Mnemonics::theImageTagWithAllItsCompanions()
{
    openCluster();
    QVERIFY(keys().contains(u"Alt+R"_s)); // the button is enabled
    QCOMPARE(ambiguousKeys(), QString());
}

void tst_Mnemonics::theReview()
{
    openCluster();
    beginReview();
    QTRY_VERIFY(keys().contains(u"Alt+A"_s));
    QVERIFY(keys().contains(u"F7"_s));
    QCOMPARE(ambiguousKeys(), QString());
}

void tst_Mnemonics::aReviewThatFailed()
{
    openCluster();
    m_scene->server().trouble().failNext(100, {.method = "PATCH"}, 500);
    beginReview();
    QTRY_VERIFY(button(u"Review again"_s));
    QCOMPARE(ambiguousKeys(), QString());
}

void tst_Mnemonics::theRollout()
{
    m_scene->putPod(u"orders-0"_s, u"7c41b"_s);
    openCluster();
    page()->open(PageStep::Rollout);
    QTRY_VERIFY(m_window->isSettled());
    QCOMPARE(page()->openStep(), PageStep::Rollout);
    QCOMPARE(ambiguousKeys(), QString());
}

void tst_Mnemonics::aStatefulSet()
{
    m_scene->put(ClusterScene::Set{.name = u"kafka"_s, .ofCluster = false});
    open();
    QTRY_VERIFY(said().contains(u"is connected"_s));
    m_window->show(u"prod"_s, FleetRow::Kind::OtherStatefulSet, {u"redis"_s, u"kafka"_s});
    QVERIFY(m_window->findChild<SetPage *>()->isVisible());
    QCOMPARE(ambiguousKeys(), QString());
}

void tst_Mnemonics::theCommandPalette()
{
    openCluster();
    palette()->open();
    QVERIFY(palette()->isVisible());
    QCOMPARE(ambiguousKeys(), QString());
}

void tst_Mnemonics::twoOfAKindAreFound()
{
    openWithoutAFleet();
    QPushButton another(u"&Tell me more"_s, m_window->centralWidget());
    QCOMPARE(ambiguousKeys(), QString()); // it is not shown yet
    another.show();
    QCOMPARE(ambiguousKeys(), u"Alt+T: button &Tell me more, button &Try the demo cluster"_s);
}

void tst_Mnemonics::aKeyLeadsToItsField_data()
{
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<QString>("field");
    QTest::newRow("repository of Redis Enterprise") << Qt::Key_P << u"redisRepository"_s;
    QTest::newRow("tag of Redis Enterprise") << Qt::Key_T << u"redisTag"_s;
    QTest::newRow("pull policy of Redis Enterprise") << Qt::Key_L << u"redisPullPolicy"_s;
    QTest::newRow("repository of the Services Rigger") << Qt::Key_O << u"riggerRepository"_s;
    QTest::newRow("tag of the Services Rigger") << Qt::Key_G << u"riggerTag"_s;
    QTest::newRow("pull policy of the Services Rigger") << Qt::Key_C << u"riggerPullPolicy"_s;
    QTest::newRow("repository of the bootstrapper") << Qt::Key_Y << u"bootstrapperRepository"_s;
    QTest::newRow("tag of the bootstrapper") << Qt::Key_V << u"bootstrapperTag"_s;
    QTest::newRow("pull policy of the bootstrapper") << Qt::Key_U << u"bootstrapperPullPolicy"_s;
}

void tst_Mnemonics::aKeyLeadsToItsField()
{
    QFETCH(Qt::Key, key);
    QFETCH(QString, field);
    openCluster();
    press(key, Qt::AltModifier);
    const auto *focus = QApplication::focusWidget();
    QVERIFY(focus);
    QCOMPARE(focus->objectName(), field);
}

void tst_Mnemonics::aFieldOutOfSightIsScrolledTo()
{
    openCluster();
    m_window->resize(1'000, 500);
    const auto *field = m_window->findChild<QLineEdit *>(u"bootstrapperTag"_s);
    QTRY_VERIFY(field->visibleRegion().isEmpty());
    press(Qt::Key_V, Qt::AltModifier);
    QVERIFY(field->hasFocus());
    QTRY_COMPARE(field->visibleRegion().boundingRect(), field->rect());
}

QTEST_MAIN(tst_Mnemonics)
#include "tst_mnemonics.moc"
