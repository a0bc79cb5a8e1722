// SPDX-License-Identifier: Apache-2.0
#include "bundlectl.h"

#include <QFile>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace {

sim::ApiServerOptions withoutKinds(sim::ApiServerOptions options)
{
    options.redisKinds = false;
    return options;
}

const QString deployments = u"deployments.apps"_s;
const QString operatorName = u"redis-enterprise-operator"_s;

} // namespace

BundleCtl::BundleCtl(sim::ApiServerOptions options)
    : m_scene(withoutKinds(std::move(options)))
{
    m_ctl.setKubeconfig(m_scene.write(u"config"_s, m_scene.kubeconfig()));
}

CtlRun::Result BundleCtl::run(const QStringList &words, const QByteArray &input)
{
    return m_ctl.run(QStringList{u"bundle"_s} + words, input);
}

void BundleCtl::install(const testsupport::SmallRelease &release)
{
    const CtlRun::Result result = run({u"apply"_s, u"--yes"_s, u"-f"_s, write(release)});
    if (result.exitCode != 0)
        qFatal("%s%s", qPrintable(result.out), qPrintable(result.err));
}

QString BundleCtl::write(const QString &name, const QByteArray &content)
{
    QFile file(path(name));
    if (!file.open(QFile::WriteOnly) || file.write(content) != content.size())
        qFatal("%s cannot be written", qPrintable(file.fileName()));
    return file.fileName();
}

QString BundleCtl::write(const testsupport::SmallRelease &release)
{
    return write(u"bundle.yaml"_s, testsupport::smallBundleText(release));
}

void BundleCtl::setLogLevel(const QString &level)
{
    QJsonObject changed = container();
    changed["env"_L1] = QJsonArray{QJsonObject{{"name"_L1, "LOG_LEVEL"_L1}, {"value"_L1, level}}};
    const QJsonObject pod{{"containers"_L1, QJsonArray{changed}}};
    const QJsonObject patch{{"spec"_L1, QJsonObject{{"template"_L1, QJsonObject{{"spec"_L1, pod}}}}}};
    if (!server().objects().patch(deployments, u"redis"_s, operatorName, patch))
        qFatal("LOG_LEVEL cannot be set");
}

QJsonObject BundleCtl::deployment()
{
    return server().objects().get(deployments, u"redis"_s, operatorName).value_or(QJsonObject());
}

QJsonObject BundleCtl::container()
{
    return deployment()["spec"_L1]["template"_L1]["spec"_L1]["containers"_L1].toArray().at(0).toObject();
}

QString BundleCtl::logLevel()
{
    return container()["env"_L1].toArray().at(0)["value"_L1].toString();
}

QStringList BundleCtl::resourceVersions()
{
    QStringList versions;
    for (const auto &resource : {u"customresourcedefinitions.apiextensions.k8s.io"_s, u"serviceaccounts"_s,
                                 u"roles.rbac.authorization.k8s.io"_s, u"rolebindings.rbac.authorization.k8s.io"_s,
                                 u"services"_s, deployments}) {
        for (const QJsonObject &each : server().objects().list(resource)) {
            if (each["metadata"_L1]["name"_L1] != "default"_L1) // the account that each namespace has
                versions.append(resource + u' ' + each["metadata"_L1]["resourceVersion"_L1].toString());
        }
    }
    return versions;
}
