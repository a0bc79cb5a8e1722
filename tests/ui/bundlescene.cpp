// SPDX-License-Identifier: Apache-2.0
#include "bundlescene.h"

#include "blocks/markedlist.h"
#include "bundle/sourcecard.h"
#include "valuepath.h"
#include "yamlwriter.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;
using upgrade::BundleUpgrade;

const QString BundleScene::definition = u"redisenterpriseclusters.app.redislabs.com"_s;

namespace {

const QString operatorName = u"redis-enterprise-operator"_s;

QJsonObject with(const QJsonObject &object, const QString &path, const QJsonValue &value)
{
    return yaml::withValue(object, *yaml::Path::fromString(path), value).toObject();
}

QJsonObject named(const QString &apiVersion, const QString &kind, const QString &name)
{
    return {{"apiVersion"_L1, apiVersion}, {"kind"_L1, kind}, {"metadata"_L1, QJsonObject{{"name"_L1, name}}}};
}

QString memoryOf(const QString &tag)
{
    return tag.startsWith("7.4"_L1) ? u"512Mi"_s : tag.startsWith("7.22"_L1) ? u"1Gi"_s : u"2Gi"_s;
}

QString settingName(int number)
{
    return u"setting-%1"_s.arg(number, 2, 10, QChar(u'0'));
}

QJsonObject container(const QString &name, const QString &tag)
{
    return {{"name"_L1, name},
            {"image"_L1, QString(u"redislabs/operator:"_s + tag)},
            {"resources"_L1,
             QJsonObject{{"limits"_L1, QJsonObject{{"cpu"_L1, "4"_L1}, {"memory"_L1, memoryOf(tag)}}}}}};
}

QJsonObject deploymentOf(const QString &tag)
{
    const QJsonObject labels{{"name"_L1, operatorName}};
    QJsonObject deployment = named(u"apps/v1"_s, u"Deployment"_s, operatorName);
    deployment.insert(
        "spec"_L1,
        QJsonObject{{"replicas"_L1, 1},
                    {"selector"_L1, QJsonObject{{"matchLabels"_L1, labels}}},
                    {"strategy"_L1, QJsonObject{{"type"_L1, "Recreate"_L1}}},
                    {"template"_L1,
                     QJsonObject{{"metadata"_L1, QJsonObject{{"labels"_L1, labels}}},
                                 {"spec"_L1,
                                  QJsonObject{{"serviceAccountName"_L1, operatorName},
                                              {"containers"_L1,
                                               QJsonArray{container(operatorName, tag),
                                                          container(u"admission"_s, tag)}}}}}}});
    return deployment;
}

} // namespace

BundleScene::BundleScene(int conflicts, sim::ApiServerOptions options)
    : m_conflicts(conflicts)
    , m_cluster(std::move(options))
{
    m_definition = live(u"customresourcedefinitions.apiextensions.k8s.io"_s, definition);
    install();
    makeRepository();
}

BundleScene::~BundleScene() = default;

QList<QJsonObject> BundleScene::release(const QString &tag)
{
    QJsonObject settings{{"release"_L1, tag}};
    for (int i = 1; i < m_conflicts; ++i)
        settings.insert(settingName(i), QString(u"as "_s + tag + u" has it"));
    QJsonObject map = named(u"v1"_s, u"ConfigMap"_s, u"operator-settings"_s);
    map.insert("data"_L1, settings);
    QJsonObject service = named(u"v1"_s, u"Service"_s, u"admission"_s);
    service.insert("spec"_L1,
                   QJsonObject{{"selector"_L1, QJsonObject{{"name"_L1, operatorName}}},
                               {"ports"_L1, QJsonArray{QJsonObject{{"port"_L1, 443}, {"targetPort"_L1, 8443}}}}});
    QJsonObject kind = named(m_definition["apiVersion"_L1].toString(), u"CustomResourceDefinition"_s, definition);
    kind.insert("spec"_L1, m_definition["spec"_L1]);
    kind = with(kind, u"metadata.annotations.release"_s, tag);
    return {map, named(u"v1"_s, u"ServiceAccount"_s, operatorName), service, kind, deploymentOf(tag)};
}

void BundleScene::install()
{
    const QString tag = u"7.4.2-2"_s;
    for (QJsonObject object : release(tag)) {
        const QString kind = object["kind"_L1].toString();
        if (kind != "CustomResourceDefinition"_L1)
            object = with(object, u"metadata.namespace"_s, u"redis"_s);
        if (kind == "ConfigMap"_L1) {
            object = with(object, u"data.own"_s, u"of the user"_s);
            for (int i = 1; i < m_conflicts; ++i)
                object = with(object, u"data."_s + settingName(i), u"as the user wants it"_s);
        }
        if (kind == "Deployment"_L1) {
            object = with(object, u"metadata.labels.team"_s, u"data"_s);
            const QString containers = u"spec.template.spec.containers"_s;
            for (int i = 0; i < 2; ++i)
                object = with(object, u"%1[%2].image"_s.arg(containers).arg(i),
                              QString(u"registry.corp:5000/redislabs/operator:"_s + tag));
            if (m_conflicts > 0)
                object = with(object, containers + u"[0].resources.limits.memory"_s, u"768Mi"_s);
        }
        if (const auto outcome = server().objects().put(object); !outcome)
            qFatal("%ls", qUtf16Printable(outcome.error().message));
    }
}

void BundleScene::git(const QStringList &arguments)
{
    QProcess process;
    process.setWorkingDirectory(repository());
    process.start(u"git"_s, QStringList{u"-c"_s, u"user.name=A"_s, u"-c"_s, u"user.email=a@example.com"_s} + arguments);
    if (!process.waitForFinished() || process.exitCode() != 0)
        qFatal("git: %s", process.readAllStandardError().constData());
}

QString BundleScene::folder(const QString &tag)
{
    const QString folder = m_folder.filePath(tag);
    QDir().mkpath(folder);
    QFile file(folder + u"/bundle.yaml"_s);
    if (!file.open(QFile::WriteOnly))
        qFatal("cannot write %ls", qUtf16Printable(file.fileName()));
    for (const QJsonObject &object : release(tag))
        file.write("---\n" + yaml::write(object).toUtf8());
    return folder;
}

void BundleScene::makeRepository()
{
    QDir().mkpath(repository());
    git({u"init"_s, u"-q"_s, u"-b"_s, u"master"_s});
    using Tag = std::pair<QString, QString>; // of git, and of the operator in its bundle
    for (const auto &[tag, release] : {Tag(u"v7.4.2-2"_s, u"7.4.2-2"_s), Tag(u"v7.4.6-9"_s, u"8.0.6-8"_s),
                                       Tag(u"v7.22.2-40"_s, u"7.22.2-40"_s), Tag(u"v8.0.6-8"_s, u"8.0.6-8"_s)}) {
        const QString file = repository() + u"/bundle.yaml"_s;
        QFile::remove(file);
        QFile::copy(folder(release) + u"/bundle.yaml"_s, file);
        git({u"add"_s, u"-A"_s});
        git({u"commit"_s, u"-q"_s, u"--allow-empty"_s, u"-m"_s, tag});
        git({u"tag"_s, tag});
    }
}

ui::BundlePage &BundleScene::open(const QSize &size)
{
    const kube::Result<upgrade::ClusterSession *> session = m_cluster.fleet().open(u"prod"_s);
    if (!session || !QTest::qWaitFor([&] { return (*session)->freshness().live; }))
        qFatal("no session");
    m_page = std::make_unique<ui::BundlePage>(**session, u"redis"_s, m_cluster.journal(),
                                              &QDateTime::currentDateTimeUtc, cacheFolder());
    m_page->setRunningTag(u"7.4.2-2"_s);
    m_page->source().setAddress(repository());
    m_page->resize(size);
    m_page->show();
    if (!QTest::qWaitFor([&] { return !m_page->source().repository().releases().isEmpty(); }))
        qFatal("no releases");
    return *m_page;
}

void BundleScene::compare(const QString &tag)
{
    ui::SourceCard *card = m_page->sourceCard();
    const auto chosen = [&] { return card->release() && card->release()->tag == tag; };
    for (int row = 0; row < card->list()->model()->rowCount() && !chosen(); ++row)
        card->list()->setCurrentRow(row);
    if (!chosen())
        qFatal("there is no release %ls", qUtf16Printable(tag));
    Q_EMIT card->compareRequested();
    const auto isDone = [&] {
        const BundleUpgrade *upgrade = m_page->upgrade();
        return upgrade && upgrade->state() != BundleUpgrade::State::Idle
            && upgrade->state() != BundleUpgrade::State::Comparing
            && upgrade->state() != BundleUpgrade::State::Checking;
    };
    if (!QTest::qWaitFor(isDone, 20'000))
        qFatal("the comparison does not end");
}

void BundleScene::waitFor(BundleUpgrade::State state)
{
    if (QTest::qWaitFor([&] { return m_page->upgrade()->state() == state; }, 20'000))
        return;
    for (const upgrade::UpgradeDocument &document : m_page->upgrade()->documents()) {
        if (document.error)
            qWarning("%ls", qUtf16Printable(document.error->message));
    }
    qFatal("waited in vain: state is %d", int(m_page->upgrade()->state()));
}

void BundleScene::refuseDefinition(int reasons, int times)
{
    QJsonArray causes;
    for (int i = 0; i < reasons; ++i)
        causes.append(QJsonObject{
            {"reason"_L1, "FieldValueInvalid"_L1},
            {"field"_L1, u"spec.versions[0].schema.openAPIV3Schema.properties[spec].properties[field%1].default"_s.arg(i)},
            {"message"_L1,
             u"Invalid value: \"integer\": spec.versions[0].schema.openAPIV3Schema.properties[spec].properties[field%1] "
             "in body must be of type string: \"integer\""_s.arg(i)}});
    const QJsonObject status{
        {"kind"_L1, "Status"_L1},
        {"apiVersion"_L1, "v1"_L1},
        {"status"_L1, "Failure"_L1},
        {"reason"_L1, "Invalid"_L1},
        {"code"_L1, 422},
        {"message"_L1, QString(u"CustomResourceDefinition.apiextensions.k8s.io \"%1\" is invalid"_s.arg(definition))},
        {"details"_L1, QJsonObject{{"causes"_L1, causes}, {"name"_L1, definition}}}};
    server().trouble().answerNext(times, {"PATCH", u"/customresourcedefinitions/"_s}, 422, "application/json",
                                  QJsonDocument(status).toJson());
}

QJsonObject BundleScene::live(const QString &resource, const QString &name)
{
    const bool isDefinition = resource.startsWith("customresourcedefinitions"_L1);
    const auto outcome = server().objects().get(resource, isDefinition ? QString() : u"redis"_s, name);
    if (!outcome)
        qFatal("%ls", qUtf16Printable(outcome.error().message));
    return *outcome;
}

QStringList BundleScene::versions()
{
    QStringList versions;
    for (const auto &[resource, name] :
         {std::pair(u"configmaps"_s, u"operator-settings"_s), std::pair(u"serviceaccounts"_s, operatorName),
          std::pair(u"services"_s, u"admission"_s),
          std::pair(u"customresourcedefinitions.apiextensions.k8s.io"_s, definition),
          std::pair(u"deployments.apps"_s, operatorName)})
        versions.append(live(resource, name)["metadata"_L1]["resourceVersion"_L1].toString());
    return versions;
}
