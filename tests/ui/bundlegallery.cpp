// SPDX-License-Identifier: Apache-2.0
// bundlegallery FOLDER: draws the page of the operator's bundle in its states into PNG files, in light and dark and in
// two sizes, to be looked at.
#include "bundle/applybar.h"
#include "bundle/comparisonpage.h"
#include "bundle/conflicteditor.h"
#include "bundle/conflictpane.h"
#include "bundle/documentmodel.h"
#include "bundle/documentpane.h"
#include "bundle/findingspanel.h"
#include "bundle/sourcecard.h"
#include "bundlescene.h"
#include "look/appearance.h"
#include "blocks/markedlist.h"
#include "blocks/notice.h"

#include <QApplication>
#include <QDir>
#include <QEventLoop>
#include <QPushButton>
#include <QTcpServer>
#include <QTest>
#include <QTimer>
#include <functional>

using namespace Qt::StringLiterals;
using namespace ui;
using State = upgrade::BundleUpgrade::State;

namespace {

struct Picture
{
    QString name;
    std::function<void(BundleScene &)> play;
    int conflicts = 3;
};

void waitFor(const std::function<bool()> &condition)
{
    if (!QTest::qWaitFor(condition, 10'000))
        qFatal("waited in vain");
}

void choose(BundleScene &scene, const QString &kind)
{
    const DocumentModel *model = scene.page().comparison()->model();
    for (int row = 0; row < model->rowCount(); ++row) {
        if (model->index(row).data().toString().startsWith(kind))
            scene.page().comparison()->list()->setCurrentRow(row);
    }
}

void decideAll(BundleScene &scene)
{
    for (const upgrade::UpgradeDocument &document : scene.page().upgrade()->documents()) {
        if (!document.plan.merge)
            continue;
        for (const yaml::Conflict &conflict : document.plan.merge->conflicts())
            scene.page().upgrade()->decide(document.plan.identity, conflict.path, conflict.theirs);
    }
}

QList<Picture> pictures()
{
    return {
        {u"source"_s, [](BundleScene &) { }},
        {u"source-error"_s,
         [](BundleScene &scene) {
             scene.page().source().setAddress(u"https://127.0.0.1:1/nothing/here"_s);
             scene.page().updateReleases();
             waitFor([&] { return scene.page().source().repository().error().has_value(); });
         }},
        {u"source-mismatch"_s,
         [](BundleScene &scene) {
             scene.page().sourceCard()->list()->setCurrentRow(2);
             Q_EMIT scene.page().sourceCard()->compareRequested();
             waitFor([&] { return !scene.page().sourceCard()->choiceNotice()->isHidden(); });
         }},
        {u"source-file"_s, [](BundleScene &scene) { scene.page().source().setFile(scene.folder(u"7.22.2-40"_s)); }},
        {u"conflicts"_s, [](BundleScene &scene) { scene.compare(); }},
        {u"conflicts-many"_s,
         [](BundleScene &scene) {
             scene.compare();
             choose(scene, u"ConfigMap"_s);
             scene.page().comparison()->pane()->conflicts()->editor()->choose(ConflictChoice::Side::Edited);
         },
         40},
        {u"ready"_s,
         [](BundleScene &scene) {
             scene.compare();
             decideAll(scene);
             scene.waitFor(State::Ready);
             choose(scene, u"Deployment"_s);
             scene.page().comparison()->pane()->setView(DocumentPane::View::Difference);
             waitFor([&] { return !scene.page().comparison()->pane()->isMakingDifference(); });
         }},
        {u"fields"_s,
         [](BundleScene &scene) {
             scene.compare();
             choose(scene, u"Deployment"_s);
             scene.page().comparison()->pane()->setView(DocumentPane::View::Fields);
         }},
        {u"refused"_s,
         [](BundleScene &scene) {
             scene.refuseDefinition(50, 10);
             scene.compare();
             scene.waitFor(State::Refused);
         },
         0},
        {u"impossible"_s,
         [](BundleScene &scene) {
             scene.server().trouble().failNext(100, {"GET", u"/configmaps/"_s}, 503);
             scene.compare();
         },
         0},
        {u"no-answer"_s,
         [](BundleScene &scene) {
             scene.server().trouble().failNext(100, {"GET", u"/api"_s}, 503);
             scene.compare();
             scene.waitFor(State::Failed);
         }},
        {u"fetching"_s,
         [](BundleScene &scene) {
             auto *silent = new QTcpServer(&scene.page()); // takes the question, and does not answer
             silent->listen(QHostAddress::LocalHost);
             scene.page().source().setAddress(u"http://127.0.0.1:%1/releases.git"_s.arg(silent->serverPort()));
             scene.page().updateReleases();
             waitFor([&] { return scene.page().source().repository().isUpdating(); });
             Q_EMIT scene.page().source().repository().progress(
                 {.fetch = {.objects = 12, .totalObjects = 30, .bytes = 1'258'291}, .tags = 20, .totalTags = 80});
         }},
        {u"findings"_s,
         [](BundleScene &scene) {
             (void)scene.server().objects().patch(
                 u"deployments.apps"_s, u"redis"_s, u"redis-enterprise-operator"_s,
                 {{"metadata"_L1,
                   QJsonObject{{"annotations"_L1, QJsonObject{{"meta.helm.sh/release-name"_L1, "redis-op"_L1}}}}}});
             scene.page().source().setAddress(scene.cacheFolder() + u"/../nothing"_s);
             scene.page().source().setFile(scene.folder(u"7.4.1-1"_s));
             Q_EMIT scene.page().sourceCard()->compareRequested();
             waitFor([&] { return scene.page().upgrade() && scene.page().upgrade()->comparedAt().isValid(); });
         }},
        {u"done"_s,
         [](BundleScene &scene) {
             scene.compare();
             scene.waitFor(State::Ready);
             scene.page().comparison()->bar()->applyButton()->click();
             scene.waitFor(State::Done);
         },
         0},
    };
}

void rest(int milliseconds)
{
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    const QDir folder(argc > 1 ? QString::fromLocal8Bit(argv[1]) : u"gallery"_s);
    const QString only = argc > 2 ? QString::fromLocal8Bit(argv[2]) : QString();
    if (!folder.mkpath(u"."_s))
        return 1;
    Appearance appearance;
    for (const Picture &picture : pictures()) {
        if (!only.isEmpty() && picture.name != only)
            continue;
        appearance.setScheme(Scheme::Light);
        BundleScene scene(picture.conflicts);
        scene.open({924, 560}); // what the window leaves of 1280 × 800
        picture.play(scene);
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
            appearance.setScheme(scheme);
            for (const QSize size : {QSize(924, 560), QSize(1560, 840)}) {
                scene.page().resize(size);
                if (scene.page().size() != size)
                    qWarning("%ls needs more than %d columns", qUtf16Printable(picture.name), size.width());
                rest(200);
                QWidget frame;
                frame.resize(size + QSize(40, 30));
                QPixmap ground = frame.grab();
                scene.page().render(&ground, {20, 15});
                ground.save(folder.filePath(u"bundle-%1-%2-%3.png"_s.arg(picture.name)
                                                .arg(size.width())
                                                .arg(scheme == Scheme::Dark ? u"dark"_s : u"light"_s)));
            }
        }
    }
    return 0;
}
