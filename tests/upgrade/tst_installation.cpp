// SPDX-License-Identifier: Apache-2.0
#include "bundle/installation.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using upgrade::Installation;
using Manager = upgrade::Installation::Manager;

class tst_Installation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isSeenByItsMarks_data();
    void isSeenByItsMarks();
    void advises_data();
    void advises();
    void namesAreSafe();
};

void tst_Installation::isSeenByItsMarks_data()
{
    QTest::addColumn<QByteArray>("metadata");
    QTest::addColumn<Manager>("manager");
    QTest::addColumn<QString>("name");
    const QByteArray helm = R"("annotations":{"meta.helm.sh/release-name":"re"})";
    const QByteArray olmLabel = R"("olm.owner":"redis-enterprise-operator.v8.0.6-8")";
    const auto row = [](const char *what, const QByteArray &metadata, Manager manager, const QString &name = {}) {
        QTest::newRow(what) << QByteArray('{' + metadata + '}') << manager << name;
    };
    row("nobody's marks", "", Manager::Bundle);
    row("kubectl's own annotation", R"("annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{}"})",
        Manager::Bundle);
    row("kubectl and this program as writers", R"("managedFields":[{"manager":"kubectl"},{"manager":"rollhive"}])",
        Manager::Bundle);
    row("managed by somebody else", R"("labels":{"app.kubernetes.io/managed-by":"tanka"})", Manager::Bundle);
    row("Helm with its release", helm, Manager::Helm, u"re"_s);
    row("Helm by its label alone", R"("labels":{"app.kubernetes.io/managed-by":"Helm"})", Manager::Helm);
    row("OLM by the owner", R"("ownerReferences":[{"kind":"ClusterServiceVersion","name":"re.v8"}])", Manager::Olm,
        u"re.v8"_s);
    row("OLM by its label", R"("labels":{)" + olmLabel + '}', Manager::Olm, u"redis-enterprise-operator.v8.0.6-8"_s);
    row("an owner that is not OLM's", R"("ownerReferences":[{"kind":"Redis","name":"re"}])", Manager::Bundle);
    row("Argo CD by the annotation",
        R"("annotations":{"argocd.argoproj.io/tracking-id":"redis:apps/Deployment:redis/redis-enterprise-operator"})",
        Manager::ArgoCd, u"redis"_s);
    row("Argo CD by the label", R"("labels":{"argocd.argoproj.io/instance":"redis"})", Manager::ArgoCd, u"redis"_s);
    row("Argo CD by its writes alone", R"("managedFields":[{"manager":"argocd-controller"}])", Manager::ArgoCd);
    row("Flux by Kustomize", R"("labels":{"kustomize.toolkit.fluxcd.io/name":"redis"})", Manager::Flux, u"redis"_s);
    row("Flux by Helm", R"("labels":{"helm.toolkit.fluxcd.io/name":"redis"})", Manager::Flux, u"redis"_s);
    row("Flux by its writes alone", R"("managedFields":[{"manager":"kustomize-controller"}])", Manager::Flux);
    row("a chart that Argo CD installed is Argo CD's",
        R"("annotations":{"meta.helm.sh/release-name":"re","argocd.argoproj.io/tracking-id":"redis:x"})",
        Manager::ArgoCd, u"redis"_s);
    row("a chart that Flux installed is Flux's", helm + R"(,"labels":{"helm.toolkit.fluxcd.io/name":"redis"})",
        Manager::Flux, u"redis"_s);
    row("OLM stands above all", helm + R"(,"labels":{"argocd.argoproj.io/instance":"redis",)" + olmLabel + '}',
        Manager::Olm, u"redis-enterprise-operator.v8.0.6-8"_s);
    row("marks that are no text", R"("labels":{"olm.owner":7,"argocd.argoproj.io/instance":[]},"ownerReferences":{})",
        Manager::Bundle);
}

void tst_Installation::isSeenByItsMarks()
{
    QFETCH(QByteArray, metadata);
    QFETCH(Manager, manager);
    QFETCH(QString, name);
    const QJsonDocument parsed = QJsonDocument::fromJson(metadata);
    QVERIFY(parsed.isObject());
    QCOMPARE(upgrade::installationOf({{"metadata"_L1, parsed.object()}}),
             (Installation{.manager = manager, .name = name}));
}

void tst_Installation::advises_data()
{
    QTest::addColumn<Manager>("manager");
    QTest::addColumn<QString>("tool");
    QTest::addColumn<QString>("way");
    QTest::newRow("Helm") << Manager::Helm << u"Helm"_s << u"helm upgrade"_s;
    QTest::newRow("OLM") << Manager::Olm << u"Operator Lifecycle Manager"_s << u"install plan"_s;
    QTest::newRow("Argo CD") << Manager::ArgoCd << u"Argo CD"_s << u"repository of the application"_s;
    QTest::newRow("Flux") << Manager::Flux << u"Flux"_s << u"repository that Flux follows"_s;
}

void tst_Installation::advises()
{
    QFETCH(Manager, manager);
    QFETCH(QString, tool);
    QFETCH(QString, way);
    const QString named = upgrade::upgradeAdvice({.manager = manager, .name = u"orders"_s});
    const QString without = upgrade::upgradeAdvice({.manager = manager, .name = {}});
    for (const QString &advice : {named, without}) {
        QVERIFY2(advice.contains(tool) && advice.contains(way) && advice.endsWith(u'.'), qPrintable(advice));
        QVERIFY2(!advice.contains(u'%'), qPrintable(advice));
    }
    QVERIFY(named.contains("\"orders\""_L1));
    QVERIFY(!without.contains("\"\""_L1));
    QVERIFY(upgrade::upgradeAdvice({}).isEmpty());
}

void tst_Installation::namesAreSafe()
{
    const QString advice = upgrade::upgradeAdvice({.manager = Manager::Helm, .name = u"a\u202eb"_s});
    QVERIFY(!advice.contains(QChar(0x202e)));
}

QTEST_GUILESS_MAIN(tst_Installation)
#include "tst_installation.moc"
