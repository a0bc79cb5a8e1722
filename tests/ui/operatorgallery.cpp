// SPDX-License-Identifier: Apache-2.0
// operatorgallery FOLDER: draws an operator on its way to a new release into PNG files, in light and dark, to be looked
// at.
#include "bundle/operatorpanel.h"
#include "look/appearance.h"
#include "operatorscene.h"
#include "pages/clusterpage.h"

#include <QApplication>
#include <QBoxLayout>
#include <QDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace ui;
using upgrade::AdmissionFinding;
using Phase = upgrade::OperatorStatus::Phase;
using Severity = upgrade::AdmissionFinding::Severity;

namespace {

const QList<AdmissionFinding> well{{Severity::Ok,
                                    u"Admission webhook \"redis-enterprise-admission\" is in place, trusts the "
                                    u"operator's certificate, and is answered "
                                    "for."_s}};
const QList<AdmissionFinding> amiss{
    {Severity::Problem,
     u"Nothing answers behind Service \"admission\" of the admission webhook \"redis-enterprise-admission\": every "
     u"write "
     "of a database in the whole cluster is refused (failurePolicy Fail). That is normal while the operator's pod is "
     "made anew. If it stays so, see whether the pod is ready and whether the Service is there and selects it."_s},
    {Severity::Warning,
     u"The ValidatingWebhookConfiguration \"redb-admission\" of releases before 6.4.2-4 is still there beside the "
     "present one: every write of a database is judged twice, and refused if either does not answer. Delete it: "
     "kubectl delete validatingwebhookconfiguration redb-admission"_s},
    {Severity::Unknown,
     u"Whether ValidatingWebhookConfiguration \"redis-enterprise-admission\" trusts the operator's certificate could "
     "not be checked, since Secret admission-tls could not be read: User \"ada\" may not get secrets in namespace "
     "\"redis\"."_s}};

class Gallery final
{
public:
    Gallery(const QString &folder, Appearance &appearance)
        : m_folder(folder)
        , m_appearance(appearance)
    {
    }

    void save(const QString &name, OperatorScene &scene, Phase phase,
              const std::optional<QList<AdmissionFinding>> &findings)
    {
        const auto isThere = [&] {
            return scene.follower().status().phase == phase && scene.follower().riggers().size() == 2;
        };
        if (!QTest::qWaitFor(isThere, 10'000))
            qWarning("%ls does not come to rest", qUtf16Printable(name));
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
            m_appearance.setScheme(scheme);
            QWidget window;
            auto *column = new QVBoxLayout(&window);
            column->setContentsMargins(28, 20, 28, 20);
            auto *panel = new OperatorPanel;
            column->addWidget(panel);
            panel->setFollower(&scene.follower());
            panel->setAdmission(findings);
            window.resize(900, 720);
            saveWindow(name, window);
        }
    }

    /// The page of the cluster "orders", whose operator is new.
    void saveBanner(OperatorScene &scene)
    {
        const kube::Result<upgrade::ClusterSession *> session = scene.scene().fleet().open(u"prod"_s);
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
            m_appearance.setScheme(scheme);
            ClusterPage page(**session, {u"redis"_s, u"orders"_s}, scene.scene().catalogue(), scene.scene().journal(),
                             [&] { return scene.now(); });
            page.resize(1000, 700);
            saveWindow(u"suspended"_s, page);
        }
    }

private:
    void saveWindow(const QString &name, QWidget &window)
    {
        window.show();
        if (!QTest::qWaitForWindowExposed(&window))
            qWarning("%ls is not shown", qUtf16Printable(name));
        QCoreApplication::processEvents();
        window.grab().save(
            m_folder.filePath(name + (m_appearance.scheme() == Scheme::Dark ? u"-dark.png"_s : u"-light.png"_s)));
    }

    QDir m_folder;
    Appearance &m_appearance;
};

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    const QDir folder(argc > 1 ? QString::fromLocal8Bit(argv[1]) : u"gallery"_s);
    if (!folder.mkpath(u"."_s))
        return 1;
    Appearance appearance;
    Gallery gallery(folder.path(), appearance);
    OperatorScene scene;
    scene.scene().putBoth();
    scene.scene().put(ClusterScene::Cluster{.name = u"sessions"_s});
    scene.putRigger(u"orders"_s, true);
    scene.putDeployment(OperatorScene::newImage, 0, 0, 0);
    scene.setNow(scene.now().addSecs(-27));
    scene.expect(OperatorScene::newImage);
    scene.setNow(scene.now().addSecs(27));
    gallery.save(u"operator-gap"_s, scene, Phase::Gap, std::nullopt);

    const QJsonObject pull{
        {"reason"_L1, "ImagePullBackOff"_L1},
        {"message"_L1, QString(u"Back-off pulling image \""_s + OperatorScene::newImage + u"\": manifest unknown"_s)}};
    scene.putDeployment(OperatorScene::newImage, 1, 1, 0);
    scene.putPod(u"66df8965f"_s, OperatorScene::newImage, {{"waiting"_L1, pull}}, false);
    scene.putRigger(u"sessions"_s, false);
    gallery.save(u"operator-stuck"_s, scene, Phase::Stuck, amiss);

    scene.putPod(u"66df8965f"_s, OperatorScene::newImage,
                 {{"running"_L1, QJsonObject{{"startedAt"_L1, scene.ago(12)}}}}, false);
    gallery.save(u"operator-starting"_s, scene, Phase::Starting, amiss.first(1));

    scene.putDeployment(OperatorScene::newImage, 1, 1, 1,
                        {{"type"_L1, "Progressing"_L1},
                         {"status"_L1, "True"_L1},
                         {"reason"_L1, "NewReplicaSetAvailable"_L1},
                         {"lastUpdateTime"_L1, scene.ago(725)},
                         {"lastTransitionTime"_L1, scene.ago(9'999)}});
    scene.putReadyPod(u"66df8965f"_s, OperatorScene::newImage);
    scene.putRigger(u"sessions"_s, true);
    gallery.save(u"operator-ready"_s, scene, Phase::Ready, well);
    gallery.saveBanner(scene);
    return 0;
}
