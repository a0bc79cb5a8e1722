// SPDX-License-Identifier: Apache-2.0
#include "blocks/notice.h"
#include "edit/imageeditor.h"
#include "edit/tagfield.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <algorithm>
#include <cstdlib>

using namespace Qt::StringLiterals;
using namespace ui;

class tst_ImageEditor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void showsWhatIsSet();
    void nothingCanBeReviewedWithoutACluster();
    void judgesTheTag_data();
    void judgesTheTag();
    void reviewIsAskedForByButtonAndByReturn();
    void returnOnATagThatDoesNotParseDoesNothing();
    void patchesExactlyWhatDiffers();
    void anEmptyTagIsLeftToTheOperator();
    void whatWasTypedStaysWhileTheClusterChanges();
    void resetGoesBackToTheCluster();
    void aTagOfTheClusterThatDoesNotParseIsNoObstacle();
    void keepsAPolicyThatIsNoneOfOurs();
    void companionsAreShownWhereTheyAreSet();
    void companionsFollowTheOperatorByOneButton();
    void aCompanionThatIsNotSetStaysSo();
    void aCompanionTagThatDoesNotParseIsRefused();
    void lacksAPermission();
    void everyFieldIsReachedByTab();
    void labelsStandBesideTheirFields();

private:
    [[nodiscard]] QLineEdit *field(const QString &name) const { return m_editor->findChild<QLineEdit *>(name); }
    [[nodiscard]] TagField *tag() const { return m_editor->findChild<TagField *>(); }
    [[nodiscard]] QPushButton *review() const { return m_editor->findChild<QPushButton *>(u"review"_s); }
    /// All that is said, a sentence a line.
    [[nodiscard]] QString said() const;
    void type(QLineEdit *field, const QString &text);
    /// Presses the button of the sentence about the companions; false if there is none.
    bool useTheOperatorsTag();
    void setCluster() { m_editor->setCluster(m_cluster, u"7.22.2-21"_s, u"7.22.0-250"_s); }

    std::optional<redis::Catalogue> m_catalogue;
    redis::RedisEnterpriseCluster m_cluster;
    std::unique_ptr<ImageEditor> m_editor;
};

void tst_ImageEditor::initTestCase()
{
    kube::Result<redis::Catalogue> catalogue = redis::Catalogue::builtIn();
    QVERIFY(catalogue);
    m_catalogue = *catalogue;
}

void tst_ImageEditor::init()
{
    m_cluster = {};
    m_cluster.meta.name = u"orders"_s;
    m_cluster.stateText = u"Running"_s;
    m_cluster.image = {.present = true,
                       .repository = u"registry.corp:5000/redislabs/redis"_s,
                       .versionTag = u"7.22.0-250"_s,
                       .imagePullPolicy = u"IfNotPresent"_s};
    m_editor = std::make_unique<ImageEditor>(*m_catalogue);
    m_editor->resize(700, 600);
    m_editor->show();
    QVERIFY(QTest::qWaitForWindowActive(m_editor.get()));
    setCluster();
}

QString tst_ImageEditor::said() const
{
    QStringList texts;
    for (const Notice *notice : m_editor->findChildren<Notice *>()) {
        if (notice->isVisible())
            texts.append(notice->text());
    }
    return texts.join(u'\n');
}

void tst_ImageEditor::type(QLineEdit *field, const QString &text)
{
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(QApplication::focusWidget(), text); // of a combo box, the box
}

void tst_ImageEditor::showsWhatIsSet()
{
    QCOMPARE(field(u"redisRepository"_s)->text(), u"registry.corp:5000/redislabs/redis"_s);
    QCOMPARE(tag()->tag(), u"7.22.0-250"_s);
    QCOMPARE(m_editor->findChild<QComboBox *>(u"redisPullPolicy"_s)->currentText(), u"IfNotPresent"_s);
    QCOMPARE(m_editor->choice(), upgrade::choiceOf(m_cluster));
    QVERIFY(m_editor->patch().isEmpty());
}

void tst_ImageEditor::nothingCanBeReviewedWithoutACluster()
{
    ImageEditor editor(*m_catalogue);
    editor.show();
    editor.findChild<TagField *>()->setTag(u"7.22.2-14"_s);
    QVERIFY(!editor.canReview());
    QVERIFY(!editor.findChild<QPushButton *>(u"review"_s)->isEnabled());
}

void tst_ImageEditor::judgesTheTag_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<bool>("canReview");
    QTest::addColumn<Tone>("tone");
    QTest::addColumn<QString>("says");
    QTest::newRow("one that the operator runs")
        << u"7.22.2-14"_s << true << Tone::Ok << u"This tag runs with the operator of this cluster."_s;
    QTest::newRow("equal to the present one") << u"7.22.0-250"_s << false << Tone::Neutral << u"This tag is set now."_s;
    QTest::newRow("older: possible, and warned about")
        << u"7.8.6-13"_s << true << Tone::Warn << u"This is older than 7.22.0-250."_s;
    QTest::newRow("of another operator: possible, and warned about")
        << u"7.22.2-20"_s << true << Tone::Warn << u"Upgrade the operator first."_s;
    QTest::newRow("not yet finished") << u"7.22."_s << false << Tone::Neutral << u"A number is missing behind"_s;
    QTest::newRow("one that does not parse")
        << u"latest"_s << false << Tone::Bad << u"A tag begins with three numbers and a build number"_s;
    QTest::newRow("a digest") << QString(u"sha256:"_s + QString(64, u'a')) << false << Tone::Bad
                              << u"This is a digest."_s;
}

void tst_ImageEditor::judgesTheTag()
{
    QFETCH(QString, typed);
    QFETCH(bool, canReview);
    QFETCH(QString, says);
    type(tag()->lineEdit(), typed);
    QCOMPARE(m_editor->canReview(), canReview);
    QCOMPARE(review()->isEnabled(), canReview);
    QVERIFY2(said().contains(says), qPrintable(said()));
    const QList<Notice *> notices = m_editor->findChildren<Notice *>();
    const auto notice = std::ranges::find_if(notices, [&](const Notice *one) { return one->text().contains(says); });
    QTEST((*notice)->tone(), "tone");
    QCOMPARE(tag()->tag(), typed);
}

void tst_ImageEditor::reviewIsAskedForByButtonAndByReturn()
{
    const QSignalSpy asked(m_editor.get(), &ImageEditor::reviewRequested);
    type(tag()->lineEdit(), u"7.22.2-14"_s);
    QTest::mouseClick(review(), Qt::LeftButton);
    QCOMPARE(asked.size(), 1);
    tag()->setFocus();
    QTest::keyClick(tag(), Qt::Key_Return);
    QCOMPARE(asked.size(), 2);
}

void tst_ImageEditor::returnOnATagThatDoesNotParseDoesNothing()
{
    const QSignalSpy asked(m_editor.get(), &ImageEditor::reviewRequested);
    type(tag()->lineEdit(), u"7.22"_s);
    QTest::keyClick(tag(), Qt::Key_Return);
    QTest::mouseClick(review(), Qt::LeftButton);
    QVERIFY(asked.isEmpty());
    QCOMPARE(tag()->tag(), u"7.22"_s);
}

void tst_ImageEditor::patchesExactlyWhatDiffers()
{
    type(tag()->lineEdit(), u"7.22.2-14"_s);
    QCOMPARE(
        m_editor->patch(),
        (QJsonObject{{"spec"_L1,
                      QJsonObject{{"redisEnterpriseImageSpec"_L1, QJsonObject{{"versionTag"_L1, "7.22.2-14"_L1}}}}}}));
    // Blanks around a repository are nothing.
    type(field(u"redisRepository"_s), u" registry.corp:5000/redislabs/redis "_s);
    QCOMPARE(m_editor->patch()["spec"_L1]["redisEnterpriseImageSpec"_L1].toObject().keys(),
             QStringList{u"versionTag"_s});
}

void tst_ImageEditor::anEmptyTagIsLeftToTheOperator()
{
    tag()->lineEdit()->selectAll();
    QTest::keyClick(tag(), Qt::Key_Delete);
    QVERIFY(m_editor->canReview());
    const QJsonValue image = m_editor->patch()["spec"_L1]["redisEnterpriseImageSpec"_L1];
    QVERIFY(image.toObject().contains("versionTag"_L1));
    QVERIFY(image["versionTag"_L1].isNull());
    QCOMPARE(said(), u"Without a tag the version is left to the operator."_s);
}

void tst_ImageEditor::whatWasTypedStaysWhileTheClusterChanges()
{
    type(tag()->lineEdit(), u"7.22.2-14"_s);
    m_cluster.image.versionTag = u"7.22.0-241"_s; // by somebody else
    m_cluster.image.repository = u"mirror/redis"_s;
    m_cluster.stateText = u"Upgrade"_s;
    setCluster();
    QCOMPARE(tag()->tag(), u"7.22.2-14"_s);
    QCOMPARE(field(u"redisRepository"_s)->text(), u"mirror/redis"_s); // nobody touched it: it follows
    QCOMPARE(m_editor->choice().redis.versionTag, u"7.22.2-14"_s);
}

void tst_ImageEditor::resetGoesBackToTheCluster()
{
    auto *reset = m_editor->findChild<QPushButton *>(u"reset"_s);
    QVERIFY(!reset->isEnabled());
    type(tag()->lineEdit(), u"7.22.2-14"_s);
    type(field(u"redisRepository"_s), u"elsewhere"_s);
    QVERIFY(reset->isEnabled());
    QTest::mouseClick(reset, Qt::LeftButton);
    QCOMPARE(m_editor->choice(), upgrade::choiceOf(m_cluster));
    QVERIFY(!reset->isEnabled());
    QVERIFY(!review()->isEnabled());
}

void tst_ImageEditor::aTagOfTheClusterThatDoesNotParseIsNoObstacle()
{
    m_cluster.image.versionTag = u"latest"_s;
    setCluster();
    QCOMPARE(tag()->tag(), u"latest"_s);
    QVERIFY(!m_editor->canReview());
    type(field(u"redisRepository"_s), u"mirror/redis"_s);
    QVERIFY(m_editor->canReview()); // the tag is not what is changed
    type(tag()->lineEdit(), u"newest"_s);
    QVERIFY(!m_editor->canReview());
}

void tst_ImageEditor::keepsAPolicyThatIsNoneOfOurs()
{
    m_cluster.image.imagePullPolicy = u"Sometimes"_s;
    setCluster();
    QCOMPARE(m_editor->findChild<QComboBox *>(u"redisPullPolicy"_s)->currentText(), u"Sometimes"_s);
    QVERIFY(m_editor->patch().isEmpty());
}

void tst_ImageEditor::companionsAreShownWhereTheyAreSet()
{
    QVERIFY(!field(u"riggerTag"_s)->isVisible());
    QVERIFY(!field(u"bootstrapperTag"_s)->isVisible());
    m_cluster.servicesRigger = {.present = true, .versionTag = u"7.22.2-21"_s};
    setCluster();
    QVERIFY(field(u"riggerTag"_s)->isVisible());
    QVERIFY(!field(u"bootstrapperTag"_s)->isVisible());
    QCOMPARE(field(u"riggerTag"_s)->text(), u"7.22.2-21"_s);
}

bool tst_ImageEditor::useTheOperatorsTag()
{
    for (Notice *notice : m_editor->findChildren<Notice *>()) {
        if (!notice->isVisible() || !notice->button()->isVisible())
            continue;
        QTest::mouseClick(notice->button(), Qt::LeftButton);
        return true;
    }
    return false;
}

void tst_ImageEditor::companionsFollowTheOperatorByOneButton()
{
    m_cluster.servicesRigger = {.present = true, .versionTag = u"7.22.0-17"_s};
    m_cluster.bootstrapper = {.present = true, .versionTag = u"7.22.0-17"_s};
    setCluster();
    QVERIFY2(said().contains("carry the tag of the operator, which is 7.22.2-21"_L1), qPrintable(said()));
    QVERIFY(useTheOperatorsTag());
    QCOMPARE(m_editor->choice().servicesRigger.versionTag, u"7.22.2-21"_s);
    QCOMPARE(m_editor->choice().bootstrapper.versionTag, u"7.22.2-21"_s);
    QVERIFY(!said().contains("carry the tag"_L1));
    // And again, after another change.
    type(field(u"riggerTag"_s), u"7.22.0-17"_s);
    QVERIFY(useTheOperatorsTag());
    QCOMPARE(m_editor->choice().servicesRigger.versionTag, u"7.22.2-21"_s);
}

void tst_ImageEditor::aCompanionThatIsNotSetStaysSo()
{
    m_cluster.servicesRigger = {.present = true, .versionTag = u"7.22.0-17"_s};
    setCluster();
    QVERIFY(useTheOperatorsTag());
    QCOMPARE(m_editor->patch()["spec"_L1].toObject().keys(), QStringList{u"redisEnterpriseServicesRiggerImageSpec"_s});
}

void tst_ImageEditor::aCompanionTagThatDoesNotParseIsRefused()
{
    m_cluster.servicesRigger = {.present = true, .versionTag = u"7.22.2-21"_s};
    setCluster();
    type(tag()->lineEdit(), u"7.22.2-14"_s);
    QVERIFY(m_editor->canReview());
    type(field(u"riggerTag"_s), u"latest"_s);
    QVERIFY(!m_editor->canReview());
    QVERIFY(!review()->isEnabled());
    QVERIFY2(said().contains("Services Rigger: A tag begins with three numbers"_L1), qPrintable(said()));
    type(field(u"riggerTag"_s), u"7.22.2-21"_s);
    QVERIFY(m_editor->canReview());
}

void tst_ImageEditor::lacksAPermission()
{
    type(tag()->lineEdit(), u"7.22.2-14"_s);
    m_editor->setReadOnly(u"You may look, but not change."_s);
    QVERIFY(!review()->isEnabled());
    QVERIFY2(said().contains("You may look, but not change."_L1), qPrintable(said()));
    QCOMPARE(tag()->tag(), u"7.22.2-14"_s);
    m_editor->setReadOnly({});
    QVERIFY(review()->isEnabled());
    QVERIFY(!said().contains("You may look"_L1));
}

void tst_ImageEditor::everyFieldIsReachedByTab()
{
    m_cluster.servicesRigger = {.present = true, .versionTag = u"7.22.2-21"_s};
    setCluster();
    type(tag()->lineEdit(), u"7.22.2-14"_s);
    field(u"redisRepository"_s)->setFocus();
    QStringList reached;
    for (int i = 0; i < 12 && !reached.contains(u"review"_s); ++i) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        reached.append(QApplication::focusWidget()->objectName());
    }
    for (const QString &name : {u"redisTag"_s, u"redisPullPolicy"_s, u"riggerRepository"_s, u"riggerTag"_s,
                                u"riggerPullPolicy"_s, u"review"_s})
        QVERIFY2(reached.contains(name), qPrintable(name + u" is not among "_s + reached.join(u", "_s)));
}

void tst_ImageEditor::labelsStandBesideTheirFields()
{
    const auto middle = [this](const QWidget *widget) {
        return widget->mapTo(m_editor.get(), widget->rect().center()).y();
    };
    int compared = 0;
    for (const QLabel *label : m_editor->findChildren<QLabel *>()) {
        if (!label->buddy() || !label->isVisible())
            continue;
        QVERIFY2(std::abs(middle(label) - middle(label->buddy())) <= 1, qPrintable(label->text()));
        ++compared;
    }
    QCOMPARE(compared, 3);
}

QTEST_MAIN(tst_ImageEditor)
#include "tst_imageeditor.moc"
