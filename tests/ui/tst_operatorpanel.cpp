// SPDX-License-Identifier: Apache-2.0
#include "blocks/notice.h"
#include "blocks/pill.h"
#include "blocks/wrappedtext.h"
#include "bundle/operatorpanel.h"
#include "operatorscene.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace ui;
using upgrade::AdmissionFinding;
using Severity = upgrade::AdmissionFinding::Severity;

class tst_OperatorPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void showsAnOperatorThatBecomesNew();
    void saysWhatIsStuck();
    void showsWordsOfTheClusterAsTheyAre();
    void countsTheTimeWhileItIsSeen();
    void showsRiggers();
    void showsWhatIsOldAsOld();
    void showsAdmissionAndAsksForItAnew();
    void livesWithoutAFollower();
    void saysWhatItIsToAScreenReader();

private:
    void show();
    template <typename T>
    [[nodiscard]] T *part(const QString &name) const
    {
        return m_panel->findChild<T *>(name);
    }
    [[nodiscard]] QString phase() const { return part<Pill>(u"phase"_s)->text(); }
    [[nodiscard]] QString sentence() const { return part<WrappedText>(u"sentence"_s)->toPlainText(); }
    [[nodiscard]] QString times() const { return part<QLabel>(u"times"_s)->text(); }
    [[nodiscard]] QString notice(const QString &name) const
    {
        return part<Notice>(name)->isVisible() ? part<Notice>(name)->text() : QString();
    }
    /// "orders-services-rigger ready": names and states of the rows.
    [[nodiscard]] QStringList riggers() const;

    std::unique_ptr<OperatorScene> m_scene;
    std::unique_ptr<OperatorPanel> m_panel;
};

void tst_OperatorPanel::init()
{
    m_scene = std::make_unique<OperatorScene>();
    m_scene->putDeployment(OperatorScene::oldImage, 1, 1, 1);
    m_scene->putReadyPod(u"old"_s, OperatorScene::oldImage);
}

void tst_OperatorPanel::cleanup()
{
    m_panel.reset();
    m_scene.reset();
}

void tst_OperatorPanel::show()
{
    m_panel = std::make_unique<OperatorPanel>();
    m_panel->setFollower(&m_scene->follower());
    m_panel->resize(900, 700);
    m_panel->show();
}

QStringList tst_OperatorPanel::riggers() const
{
    const auto *card = part<QWidget>(u"riggers"_s);
    if (!card->isVisible())
        return {};
    QStringList names;
    QStringList states;
    for (const QLabel *label : card->findChildren<QLabel *>()) {
        if (const auto *pill = qobject_cast<const Pill *>(label))
            states.append(pill->text());
        else if (label->text().endsWith("-services-rigger"_L1))
            names.append(label->text());
    }
    QStringList rows;
    for (qsizetype i = 0; i < names.size(); ++i)
        rows.append(names.at(i) + u' ' + states.value(i));
    return rows;
}

void tst_OperatorPanel::showsAnOperatorThatBecomesNew()
{
    show();
    QTRY_COMPARE(phase(), u"ready"_s);
    QTRY_COMPARE(part<Pill>(u"phase"_s)->tone(), Tone::Ok);
    QCOMPARE(times(), QString()); // nothing was begun
    QVERIFY2(notice(u"caution"_s).startsWith("Ready says little"_L1), qPrintable(notice(u"caution"_s)));

    m_scene->putDeployment(OperatorScene::newImage, 0, 0, 0);
    m_scene->removePod(u"old"_s);
    m_scene->expect(OperatorScene::newImage);
    QTRY_COMPARE(phase(), u"between two pods"_s);
    QCOMPARE(m_panel->statusSentence(),
             u"Waiting for deployment \"redis-enterprise-operator\" rollout to finish: 0 out of 1 new replicas have "
             "been updated..."_s);
    QVERIFY2(notice(u"consequence"_s).contains("That is normal here"_L1), qPrintable(notice(u"consequence"_s)));
    QCOMPARE(part<Notice>(u"consequence"_s)->tone(), Tone::Neutral);

    m_scene->putDeployment(OperatorScene::newImage, 1, 1, 1);
    m_scene->putReadyPod(u"new"_s, OperatorScene::newImage);
    QTRY_COMPARE(phase(), u"ready"_s);
    QTRY_COMPARE(m_panel->statusSentence(), u"deployment \"redis-enterprise-operator\" successfully rolled out"_s);
    QCOMPARE(notice(u"consequence"_s), QString());
    QVERIFY2(times().startsWith("took "_L1), qPrintable(times()));
}

void tst_OperatorPanel::saysWhatIsStuck()
{
    m_scene->putDeployment(OperatorScene::newImage, 1, 1, 0);
    m_scene->removePod(u"old"_s);
    m_scene->putPod(
        u"new"_s, OperatorScene::newImage,
        {{"waiting"_L1,
          QJsonObject{{"reason"_L1, "ImagePullBackOff"_L1}, {"message"_L1, "Back-off pulling image: not found"_L1}}}},
        false);
    show();
    QTRY_COMPARE(phase(), u"stuck"_s);
    QCOMPARE(part<Pill>(u"phase"_s)->tone(), Tone::Bad);
    QVERIFY2(sentence().contains("ImagePullBackOff (Back-off pulling image: not found)"_L1), qPrintable(sentence()));
    QCOMPARE(part<Notice>(u"consequence"_s)->tone(), Tone::Bad);
    QVERIFY(!notice(u"consequence"_s).contains("normal"_L1));
}

void tst_OperatorPanel::showsWordsOfTheClusterAsTheyAre()
{
    m_scene->putDeployment(OperatorScene::newImage, 1, 1, 0);
    m_scene->removePod(u"old"_s);
    m_scene->putPod(
        u"new"_s, OperatorScene::newImage,
        {{"waiting"_L1,
          QJsonObject{{"reason"_L1, "ErrImagePull"_L1}, {"message"_L1, u"<b>bold</b> \u202e backwards %1"_s}}}},
        false);
    show();
    QTRY_VERIFY2(sentence().contains(u"<b>bold</b> \\u202e backwards %1"_s), qPrintable(sentence()));
}

void tst_OperatorPanel::countsTheTimeWhileItIsSeen()
{
    show();
    QTRY_COMPARE(phase(), u"ready"_s);
    auto *tick = part<QTimer>(u"tick"_s);
    QVERIFY(!tick->isActive());
    m_scene->putDeployment(OperatorScene::newImage, 0, 0, 0);
    m_scene->removePod(u"old"_s);
    m_scene->setNow(m_scene->now().addSecs(-40));
    m_scene->expect(OperatorScene::newImage);
    m_scene->setNow(m_scene->now().addSecs(40));
    QTRY_COMPARE(phase(), u"between two pods"_s);
    QTRY_COMPARE(times(), u"40 s · this step 20 s"_s);
    QVERIFY(tick->isActive());
    m_scene->setNow(m_scene->now().addSecs(60));
    QTRY_COMPARE(times(), u"1 min 40 s · this step 1 min 20 s"_s);
    m_panel->hide();
    QVERIFY(!tick->isActive());
    m_panel->show();
    QVERIFY(tick->isActive());
    m_scene->putDeployment(OperatorScene::newImage, 1, 1, 1);
    m_scene->putReadyPod(u"new"_s, OperatorScene::newImage);
    QTRY_COMPARE(times(), u"took 1 min 40 s"_s);
    QVERIFY(!tick->isActive());
}

void tst_OperatorPanel::showsRiggers()
{
    show();
    QTRY_COMPARE(phase(), u"ready"_s);
    QCOMPARE(riggers(), QStringList());
    m_scene->scene().put(ClusterScene::Cluster{});
    m_scene->scene().put(ClusterScene::Cluster{.name = u"sessions"_s});
    m_scene->putRigger(u"sessions"_s, true);
    QTRY_COMPARE(riggers(), (QStringList{u"orders-services-rigger not there"_s, u"sessions-services-rigger ready"_s}));
    m_scene->putRigger(u"orders"_s, false);
    QTRY_COMPARE(riggers().value(0), u"orders-services-rigger not ready"_s);
    QVERIFY(m_scene->scene().server().objects().remove(ClusterScene::clusters, u"redis"_s, u"orders"_s));
    QVERIFY(m_scene->scene().server().objects().remove(u"deployments.apps"_s, u"redis"_s, u"orders-services-rigger"_s));
    QTRY_COMPARE(riggers(), QStringList{u"sessions-services-rigger ready"_s});
}

void tst_OperatorPanel::showsWhatIsOldAsOld()
{
    show();
    QTRY_COMPARE(part<Pill>(u"phase"_s)->tone(), Tone::Ok);
    m_scene->scene().server().close();
    QTRY_VERIFY2(notice(u"stale"_s).startsWith("This picture is old: "_L1), qPrintable(notice(u"stale"_s)));
    QCOMPARE(phase(), u"ready"_s);
    QCOMPARE(part<Pill>(u"phase"_s)->tone(), Tone::Neutral);
}

void tst_OperatorPanel::showsAdmissionAndAsksForItAnew()
{
    show();
    auto *check = part<QPushButton>(u"check"_s);
    const auto findings = [this] {
        QList<Tone> tones;
        QStringList sentences;
        for (const Notice *one : m_panel->findChildren<Notice *>()) {
            if (!one->objectName().isEmpty())
                continue;
            tones.append(one->tone());
            sentences.append(one->text());
        }
        return std::pair(tones, sentences);
    };
    QVERIFY(!check->isEnabled()); // is being found out
    m_panel->setAdmission(QList<AdmissionFinding>{{Severity::Problem, u"a \u200b <i>"_s},
                                                  {Severity::Warning, u"b"_s},
                                                  {Severity::Unknown, u"c"_s},
                                                  {Severity::Ok, u"d"_s}});
    QCOMPARE(findings(),
             std::pair(QList({Tone::Bad, Tone::Warn, Tone::Neutral, Tone::Ok}),
                       QStringList({u"a \\u200b <i>"_s, u"b"_s, u"c"_s, u"d"_s})));
    QSignalSpy asked(m_panel.get(), &OperatorPanel::admissionRequested);
    check->setFocus();
    QTest::keyClick(check, Qt::Key_Space);
    QCOMPARE(asked.size(), 1);
    m_panel->setAdmission(QList<AdmissionFinding>{{Severity::Ok, u"all is well"_s}});
    QCOMPARE(findings(), std::pair(QList({Tone::Ok}), QStringList({u"all is well"_s})));
    m_panel->setAdmission(std::nullopt);
    QCOMPARE(findings().second, QStringList());
    QVERIFY(!check->isEnabled());
}

void tst_OperatorPanel::livesWithoutAFollower()
{
    show();
    QTRY_COMPARE(phase(), u"ready"_s);
    m_scene.reset(); // and the follower with it
    QCOMPARE(m_panel->statusSentence(), QString());
    QVERIFY(!part<Pill>(u"phase"_s)->isVisible());
    QVERIFY(!part<QTimer>(u"tick"_s)->isActive());
}

void tst_OperatorPanel::saysWhatItIsToAScreenReader()
{
    show();
    QCOMPARE(part<QLabel>(u"status"_s)->accessibleName(), u"What kubectl rollout status says"_s);
    QCOMPARE(part<WrappedText>(u"sentence"_s)->accessibleName(), u"What the operator waits for"_s);
    QCOMPARE(part<QWidget>(u"riggers"_s)->accessibleName(), u"Services Rigger"_s);
    m_panel->setAdmission(QList<AdmissionFinding>{{Severity::Ok, u"all is well"_s}});
    QVERIFY(m_panel->findChildren<Notice *>().last()->accessibleName() == u"all is well"_s);
}

QTEST_MAIN(tst_OperatorPanel)
#include "tst_operatorpanel.moc"
