// SPDX-License-Identifier: Apache-2.0
// windowgallery FOLDER: draws the window's pages on a simulated server into PNG files, in light and dark, to be looked
// at.
#include "clusterscene.h"
#include "edit/tagfield.h"
#include "fleet/fleetpanel.h"
#include "look/appearance.h"
#include "pages/clusterpage.h"
#include "window/mainwindow.h"

#include <QApplication>
#include <QDir>
#include <QEventLoop>
#include <QLineEdit>
#include <QSettings>
#include <QTest>
#include <QTimer>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace ui;

namespace {

/// What the server and the window still have to say to each other, and what moves.
void rest(int milliseconds)
{
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

/// Opens a window, lets the scene come to rest, and saves it.
class Gallery final
{
public:
    Gallery(const QString &folder, Appearance &appearance)
        : m_folder(folder)
        , m_appearance(appearance)
    {
    }

    void save(const QString &name, ClusterScene &scene, upgrade::Fleet *fleet, const MainWindow::Options &options,
              const std::function<void(MainWindow &)> &change = {})
    {
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
            m_appearance.setScheme(scheme);
            MainWindow window(fleet, scene.catalogue(), scene.journal(), m_appearance, &QDateTime::currentDateTimeUtc,
                              options);
            window.resize(1280, 800);
            window.show();
            if (!QTest::qWaitFor([&] { return window.isSettled(); }, 10'000))
                qWarning("%ls does not come to rest", qUtf16Printable(name));
            rest(300);
            if (change) {
                change(window);
                rest(300);
            }
            window.grab().save(m_folder.filePath(name + (scheme == Scheme::Dark ? u"-dark.png"_s : u"-light.png"_s)));
        }
    }

private:
    QDir m_folder;
    Appearance &m_appearance;
};

void fill(ClusterScene &scene)
{
    scene.putBoth();
    scene.putBoth({.name = u"sessions"_s, .tag = u"7.22.2-14"_s, .state = u"InvalidUpgrade"_s, .nodes = 5});
    scene.put(ClusterScene::Cluster{.name = u"a-cluster-with-quite-a-long-name-that-has-to-be-shortened"_s});
    scene.put(ClusterScene::Set{.name = u"kafka"_s, .ready = 2, .ofCluster = false});
    scene.put(ClusterScene::Set{.name = u"web"_s,
                                .currentRevision = u"7c41b"_s,
                                .updateRevision = u"9d0f2"_s,
                                .updated = 1,
                                .ofCluster = false});
    scene.putOperator(u"7.22.2-21"_s);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    QTemporaryDir settings;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    QCoreApplication::setOrganizationName(u"Rollhive"_s);
    QCoreApplication::setApplicationName(u"windowgallery"_s);
    const QDir folder(argc > 1 ? QString::fromLocal8Bit(argv[1]) : u"gallery"_s);
    if (!folder.mkpath(u"."_s))
        return 1;
    Appearance appearance;
    Gallery gallery(folder.path(), appearance);

    ClusterScene scene;
    fill(scene);
    const MainWindow::Options orders{.context = u"prod"_s, .cluster = u"redis/orders"_s};
    gallery.save(u"welcome"_s, scene, nullptr, {});
    gallery.save(
        u"kubeconfig-broken"_s, scene, nullptr,
        {.problem = u"/home/ada/.kube/config is not valid YAML: line 3, column 1: did not find the next key."_s});
    gallery.save(u"context-unknown"_s, scene, &scene.fleet(), {.context = u"prdo"_s});
    gallery.save(u"plugin-words"_s, scene, &scene.fleet(), {.context = u"prdo"_s}, [](MainWindow &window) {
        window.showPluginWords(u"prod"_s, u"kubelogin"_s,
                               u"To sign in, use a web browser to open the page https://microsoft.com/devicelogin and "
                               "enter the code C7XK2TQ9B to authenticate."_s);
    });
    gallery.save(u"context-torn"_s, scene, &scene.fleet(), {.context = u"torn"_s});
    gallery.save(u"cluster"_s, scene, &scene.fleet(), orders, [](MainWindow &window) {
        window.findChild<TagField *>()->setTag(u"7.22.2-14"_s);
        window.fleetPanel()->view()->setFocus();
    });
    gallery.save(u"bundle"_s, scene, &scene.fleet(), orders,
                 [](MainWindow &window) { window.clusterPage()->open(ClusterPage::Step::Bundle); });
    gallery.save(u"tag-wrong"_s, scene, &scene.fleet(), orders, [](MainWindow &window) {
        window.findChild<TagField *>()->setFocus();
        window.findChild<TagField *>()->setTag(u"7.22.2-14.rhel9"_s);
    });
    gallery.save(u"filter"_s, scene, &scene.fleet(), orders,
                 [](MainWindow &window) { window.fleetPanel()->filter()->setText(u"ka"_s); });
    gallery.save(u"palette"_s, scene, &scene.fleet(), orders,
                 [](MainWindow &window) { window.findChild<CommandPalette *>()->open(); });
    gallery.save(u"set"_s, scene, &scene.fleet(), orders, [](MainWindow &window) {
        window.show(u"prod"_s, FleetRow::Kind::OtherStatefulSet, {u"redis"_s, u"kafka"_s});
    });
    ClusterScene companions;
    companions.putOperator(u"7.22.2-21"_s);
    companions.put(ClusterScene::Cluster{
        .name = u"accounts"_s,
        .spec = {{"redisEnterpriseServicesRiggerImageSpec"_L1, QJsonObject{{"versionTag"_L1, "7.22.0-17"_L1}}},
                 {"bootstrapperImageSpec"_L1, QJsonObject{{"versionTag"_L1, "7.22.0-17"_L1}}}}});
    gallery.save(u"companions"_s, companions, &companions.fleet(), {});
    scene.server().close();
    gallery.save(u"stale"_s, scene, &scene.fleet(), orders, [](MainWindow &) { rest(1'000); });

    ClusterScene plain({.redisKinds = false});
    plain.put(ClusterScene::Set{.name = u"kafka"_s, .ofCluster = false});
    gallery.save(u"kind-absent"_s, plain, &plain.fleet(), {});
    ClusterScene forbidden({.authorizer = [](const sim::AccessRequest &access) {
        return access.resource != "redisenterpriseclusters"_L1;
    }});
    forbidden.put(ClusterScene::Set{.name = u"kafka"_s, .ofCluster = false});
    gallery.save(u"kind-forbidden"_s, forbidden, &forbidden.fleet(), {}, [](MainWindow &) { rest(500); });
    ClusterScene refused;
    refused.server().trouble().failNext(1'000, {}, 401);
    gallery.save(u"unauthorized"_s, refused, &refused.fleet(), {});
    return 0;
}
