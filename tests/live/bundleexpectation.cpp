// SPDX-License-Identifier: Apache-2.0
#include "bundleexpectation.h"

#include "valuediff.h"
#include "yamlreader.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>

using namespace Qt::StringLiterals;

namespace {

const QString registry = u"registry.example.com:5000/mirror/operator:"_s;
const QString operatorName = u"redis-enterprise-operator"_s;

const QJsonObject extraRule{{"apiGroups"_L1, QJsonArray{"example.com"_L1}},
                            {"resources"_L1, QJsonArray{"widgets"_L1}},
                            {"verbs"_L1, QJsonArray{"get"_L1}}};
const QJsonObject extraVariable{{"name"_L1, "MY_EXTRA"_L1}, {"value"_L1, "1"_L1}};
const QJsonObject limits{{"cpu"_L1, "2"_L1}, {"memory"_L1, "1Gi"_L1}};

QString keyOf(const QJsonObject &object)
{
    return object["kind"_L1].toString().toLower() + u'/' + object["metadata"_L1]["name"_L1].toString();
}

QByteArray jsonOf(const QJsonValue &value)
{
    return value.isArray() ? QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact)
                           : QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
}

/// With a value put in a map of the metadata.
QJsonObject marked(QJsonObject object, const QString &map, const QString &key, const QString &value)
{
    QJsonObject metadata = object.value("metadata"_L1).toObject();
    QJsonObject entries = metadata.value(map).toObject();
    entries[key] = value;
    metadata[map] = entries;
    object["metadata"_L1] = metadata;
    return object;
}

QJsonObject changedDeployment(QJsonObject deployment)
{
    QJsonObject spec = deployment.value("spec"_L1).toObject();
    QJsonObject podTemplate = spec.value("template"_L1).toObject();
    QJsonObject pod = podTemplate.value("spec"_L1).toObject();
    QJsonArray containers = pod.value("containers"_L1).toArray();
    for (auto item : containers) {
        QJsonObject container = item.toObject();
        container["image"_L1] = QString(registry + container["image"_L1].toString().section(u':', -1));
        if (container["name"_L1] == operatorName) {
            QJsonArray variables = container.value("env"_L1).toArray();
            variables.append(extraVariable);
            container["env"_L1] = variables;
            QJsonObject resources = container.value("resources"_L1).toObject();
            resources["limits"_L1] = limits;
            container["resources"_L1] = resources;
        } else {
            QJsonObject probe = container.value("livenessProbe"_L1).toObject();
            probe["initialDelaySeconds"_L1] = 77;
            container["livenessProbe"_L1] = probe;
        }
        item = container;
    }
    pod["containers"_L1] = containers;
    pod["imagePullSecrets"_L1] = QJsonArray{QJsonObject{{"name"_L1, "mirror-login"_L1}}};
    podTemplate["spec"_L1] = pod;
    spec["template"_L1] = podTemplate;
    deployment["spec"_L1] = spec;
    return marked(marked(deployment, u"labels"_s, u"team"_s, u"data"_s), u"annotations"_s, u"example.com/owner"_s,
                  u"on-call"_s);
}

QJsonObject appended(QJsonObject object, QLatin1StringView list, const QJsonObject &entry)
{
    QJsonArray entries = object.value(list).toArray();
    entries.append(entry);
    object[list] = entries;
    return object;
}

/// Without what no two objects have in common.
QJsonObject comparable(QJsonObject object)
{
    QJsonObject metadata = object.value("metadata"_L1).toObject();
    for (const auto &key : {u"uid"_s, u"resourceVersion"_s, u"generation"_s, u"creationTimestamp"_s, u"managedFields"_s,
                            u"selfLink"_s})
        metadata.remove(key);
    QJsonObject annotations = metadata.value("annotations"_L1).toObject();
    annotations.remove(u"kubectl.kubernetes.io/last-applied-configuration"_s);
    annotations.remove(u"deployment.kubernetes.io/revision"_s);
    metadata["annotations"_L1] = annotations;
    object["metadata"_L1] = metadata;
    object.remove("status"_L1);
    object.remove("secrets"_L1); // of an account: tokens that old servers make
    return object;
}

} // namespace

BundleExpectation::BundleExpectation(QString kubeconfig, QString nameSpace, QString bundles)
    : m_kubeconfig(std::move(kubeconfig))
    , m_nameSpace(std::move(nameSpace))
    , m_bundles(std::move(bundles))
{
}

QByteArray BundleExpectation::kubectl(const QStringList &arguments, const QByteArray &input, int *exitCode) const
{
    QProcess process;
    process.start(u"kubectl"_s, QStringList{u"--kubeconfig"_s, m_kubeconfig, u"-n"_s, m_nameSpace} + arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(120'000))
        qFatal("kubectl does not end");
    const QByteArray complaints = process.readAllStandardError();
    if (exitCode)
        *exitCode = process.exitCode();
    else if (process.exitCode() != 0)
        qFatal("kubectl %s: %s", qPrintable(arguments.join(u' ')), complaints.constData());
    return process.readAllStandardOutput();
}

void BundleExpectation::install(const QString &release) const
{
    kubectl({u"apply"_s, u"--server-side"_s, u"-f"_s, m_bundles + u'/' + release + u"/bundle.yaml"});
}

void BundleExpectation::changeTenThings() const
{
    const auto replace = [this](const QJsonObject &object) {
        kubectl({u"replace"_s, u"-f"_s, u"-"_s}, jsonOf(object));
    };
    const auto live = [this](const QString &key) {
        return comparable(QJsonDocument::fromJson(kubectl({u"get"_s, key, u"-o"_s, u"json"_s})).object());
    };
    replace(changedDeployment(live(u"deployment/"_s + operatorName)));
    replace(appended(live(u"role/"_s + operatorName), "rules"_L1, extraRule));
    replace(appended(live(u"rolebinding/"_s + operatorName), "subjects"_L1,
                     {{"kind"_L1, "ServiceAccount"_L1}, {"name"_L1, "helper"_L1}, {"namespace"_L1, m_nameSpace}}));
    kubectl({u"label"_s, u"crd"_s, u"redisenterpriseclusters.app.redislabs.com"_s, u"example.com/owned=yes"_s});
}

QList<QJsonObject> BundleExpectation::objectsOf(const QString &release) const
{
    QFile file(m_bundles + u'/' + release + u"/bundle.yaml");
    if (!file.open(QFile::ReadOnly))
        qFatal("%s cannot be read", qPrintable(file.fileName()));
    const QByteArray text = file.readAll();
    const auto documents = yaml::read(QByteArrayView(text));
    if (!documents)
        qFatal("%s is no YAML", qPrintable(file.fileName()));
    QList<QJsonObject> objects;
    for (const yaml::Document &document : *documents)
        objects.append(document.value().toObject());
    return objects;
}

QMap<QString, QJsonObject> BundleExpectation::wanted(const QString &release) const
{
    QMap<QString, QJsonObject> result;
    for (const QJsonObject &object : objectsOf(release)) {
        const QString kind = object["kind"_L1].toString();
        QJsonObject changed = object;
        if (kind == "Deployment"_L1)
            changed = changedDeployment(object);
        else if (kind == "Role"_L1)
            changed = appended(object, "rules"_L1, extraRule);
        else if (kind == "RoleBinding"_L1)
            changed = appended(object, "subjects"_L1,
                               {{"kind"_L1, "ServiceAccount"_L1}, {"name"_L1, "helper"_L1}, {"namespace"_L1, m_nameSpace}});
        else if (keyOf(object).endsWith("/redisenterpriseclusters.app.redislabs.com"_L1))
            changed = marked(object, u"labels"_s, u"example.com/owned"_s, u"yes"_s);
        result.insert(keyOf(object), changed);
    }
    return result;
}

QStringList BundleExpectation::differences(const QString &release) const
{
    QStringList lines;
    const QMap<QString, QJsonObject> objects = wanted(release);
    for (auto it = objects.cbegin(); it != objects.cend(); ++it) {
        const QJsonObject live = QJsonDocument::fromJson(kubectl({u"get"_s, it.key(), u"-o"_s, u"json"_s})).object();
        QJsonObject object = it.value();
        if (QJsonObject spec = object.value("spec"_L1).toObject(); object["kind"_L1] == "Service"_L1) {
            spec["clusterIP"_L1] = live["spec"_L1]["clusterIP"_L1]; // which cannot be replaced
            object["spec"_L1] = spec;
        }
        const QJsonObject expected = QJsonDocument::fromJson(kubectl({u"replace"_s, u"--dry-run=server"_s, u"-o"_s,
                                                                      u"json"_s, u"-f"_s, u"-"_s},
                                                                     jsonOf(object)))
                                         .object();
        for (const yaml::Change &change : yaml::differences(comparable(expected), comparable(live)))
            lines.append(u"%1 %2: expected %3, is %4"_s.arg(it.key(), change.path.toString(),
                                                            QString::fromUtf8(jsonOf(QJsonArray{change.before})),
                                                            QString::fromUtf8(jsonOf(QJsonArray{change.after}))));
    }
    return lines;
}

int BundleExpectation::kubectlDiff(const QString &release) const
{
    QJsonArray items;
    const QMap<QString, QJsonObject> objects = wanted(release);
    for (const QJsonObject &object : objects)
        items.append(object);
    const QJsonObject list{{"apiVersion"_L1, "v1"_L1}, {"kind"_L1, "List"_L1}, {"items"_L1, items}};
    int exitCode = -1;
    const QByteArray difference =
        kubectl({u"diff"_s, u"--server-side"_s, u"--force-conflicts"_s, u"-f"_s, u"-"_s}, jsonOf(list), &exitCode);
    if (exitCode != 0)
        qWarning("%s", difference.left(4000).constData());
    return exitCode;
}

QMap<QString, QString> BundleExpectation::resourceVersions(const QString &release) const
{
    QMap<QString, QString> versions;
    for (const QJsonObject &object : objectsOf(release)) {
        const QString key = keyOf(object);
        versions.insert(key,
                        QString::fromUtf8(kubectl({u"get"_s, key, u"--ignore-not-found"_s, u"-o"_s,
                                                   u"jsonpath={.metadata.resourceVersion}"_s})));
    }
    return versions;
}
