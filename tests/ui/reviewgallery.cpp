// SPDX-License-Identifier: Apache-2.0
#include "look/appearance.h"
#include "review/diffcard.h"
#include "review/reviewpage.h"
#include "reviewscene.h"

#include <QApplication>
#include <QDir>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace ui;
using testsupport::ObjectServer;
using upgrade::ReviewedChange;

namespace {

struct Picture
{
    QString name;
    QJsonObject object;
    QJsonObject choice;
    std::function<void(ReviewScene &)> before = [](ReviewScene &) { };
    std::function<void(ReviewScene &)> after = [](ReviewScene &) { }; ///< of the review being ready
    bool isUnified = false;
    bool withOwners = false;
};

void waitFor(const std::function<bool()> &condition)
{
    if (!QTest::qWaitFor(condition, 5'000))
        qFatal("waited in vain");
}

QJsonObject defaults()
{
    return {{"spec"_L1, QJsonObject{{"uiServiceType"_L1, "LoadBalancer"_L1}, {"extraLabels"_L1, QJsonObject()}}}};
}

QList<Picture> pictures()
{
    const QJsonObject small = ReviewScene::cluster();
    const QJsonObject choice = ReviewScene::newTag();
    const auto ready = [](ReviewScene &scene) {
        waitFor([&] { return scene.change().state() == ReviewedChange::State::Ready; });
    };
    return {
        {.name = u"small"_s, .object = small, .choice = choice, .withOwners = true},
        {.name = u"unified"_s, .object = small, .choice = choice, .isUnified = true},
        {.name = u"big"_s,
         .object = ReviewScene::bigCluster(6'500),
         .choice = {{"metadata"_L1,
                     QJsonObject{{"annotations"_L1,
                                  QJsonObject{{"corp.example/entry-00017"_L1, "another value"_L1},
                                              {"corp.example/entry-03000"_L1, QJsonValue::Null},
                                              {"corp.example/entry-03000b"_L1, QString(300, u'x')}}}}},
                    {"spec"_L1, QJsonObject{{"nodes"_L1, 7}}}}},
        {.name = u"warnings"_s,
         .object = small,
         .choice = choice,
         .before =
             [](ReviewScene &scene) {
                 scene.server().setDefaults(defaults());
                 scene.server().setWarnings({R"(Warning: 299 - "app.redislabs.com/v1 RedisEnterpriseCluster: )"
                                             R"(spec.uiServiceType is deprecated, use spec.services")"});
             }},
        {.name = u"moved"_s,
         .object = small,
         .choice = choice,
         .after =
             [ready](ReviewScene &scene) {
                 scene.server().change({{"spec"_L1, QJsonObject{{"nodes"_L1, 7}}}});
                 scene.change().apply();
                 ready(scene);
             }},
        {.name = u"failed"_s,
         .object = small,
         .choice = choice,
         .after =
             [](ReviewScene &scene) {
                 scene.server().intercept([](const testsupport::ScriptedRequest &, QTcpSocket *socket) {
                     ObjectServer::refuse(socket, 403, "Forbidden",
                                          "redisenterpriseclusters.app.redislabs.com \"orders\" is forbidden: User "
                                          "\"admin\" cannot patch resource");
                     return true;
                 });
                 scene.change().apply();
                 waitFor([&] { return scene.change().state() == ReviewedChange::State::Failed; });
             }},
        {.name = u"refused"_s,
         .object = small,
         .choice = choice,
         .before =
             [](ReviewScene &scene) {
                 scene.server().intercept([](const testsupport::ScriptedRequest &request, QTcpSocket *socket) {
                     if (request.method != "PATCH")
                         return false;
                     ObjectServer::refuse(socket, 422, "Invalid", "spec.nodes: Invalid value: must be odd");
                     return true;
                 });
             }},
    };
}

void save(const Picture &picture, const QSize &size, const QString &file)
{
    ReviewScene scene(picture.object);
    picture.before(scene);
    QWidget window;
    auto *page = new ReviewPage(&window);
    page->setUnified(picture.isUnified);
    page->difference()->ownersButton()->setChecked(picture.withOwners);
    page->setChange(&scene.begin(picture.choice), u"prod-eu"_s, 5);
    window.resize(size);
    page->setGeometry(window.rect().marginsRemoved({28, 20, 28, 20}));
    window.show();
    waitFor([&] { return scene.change().state() != ReviewedChange::State::Preparing; });
    picture.after(scene);
    if (scene.change().state() == ReviewedChange::State::Ready)
        waitFor([&] { return page->difference()->view()->isHighlighted(); });
    QApplication::processEvents();
    window.grab().save(file);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    const QDir folder(argc > 1 ? QString::fromLocal8Bit(argv[1]) : u"gallery"_s);
    if (!folder.mkpath(u"."_s))
        return 1;
    Appearance appearance;
    for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
        appearance.setScheme(scheme);
        const QString suffix = scheme == Scheme::Dark ? u"-dark.png"_s : u"-light.png"_s;
        for (const QSize size : {QSize(1280, 800), QSize(1920, 1080)}) {
            for (const Picture &picture : pictures())
                save(picture, size,
                     folder.filePath(u"review-"_s + picture.name + u'-' + QString::number(size.width()) + suffix));
        }
    }
    return 0;
}
