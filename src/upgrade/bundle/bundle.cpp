// SPDX-License-Identifier: Apache-2.0
#include "bundle.h"

#include "imagereference.h"
#include "operatorinfo.h"
#include "podtemplate.h"
#include "safetext.h"
#include "yamlreader.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace upgrade {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(upgrade::Bundle)
};

const QString operatorContainer = u"redis-enterprise-operator"_s;

kube::Error problem(const QString &source, int line, int column, const QString &sentence)
{
    kube::Error error;
    error.kind = kube::Error::Kind::Configuration;
    const QString place = column > 0 ? Text::tr("%1, line %2, column %3: %4") : Text::tr("%1, line %2: %4");
    QString message = place;
    message.replace("%1"_L1, yaml::safeText(source))
        .replace("%2"_L1, QString::number(line))
        .replace("%3"_L1, QString::number(column))
        .replace("%4"_L1, sentence);
    error.message = message;
    return error;
}

/// The first line with an action of a Go template; 0: there is none.
int templateLine(QByteArrayView text)
{
    const qsizetype at = text.indexOf("{{");
    return at < 0 || text.indexOf("}}", at) < 0 ? 0 : 1 + int(std::count(text.begin(), text.begin() + at, '\n'));
}

/// Kinds that left "extensions" before it was closed (Kubernetes 1.16 and 1.22).
QString groupOf(const QString &apiVersion, const QString &kind)
{
    QString group = apiVersion.contains(u'/') ? apiVersion.section(u'/', 0, 0) : QString();
    if (group != "extensions"_L1)
        return group;
    if (kind == "Ingress"_L1 || kind == "NetworkPolicy"_L1)
        return u"networking.k8s.io"_s;
    return kind == "PodSecurityPolicy"_L1 ? u"policy"_s : u"apps"_s;
}

QJsonObject containerNamed(const QJsonObject &workload, const QString &name)
{
    const QJsonArray containers = workload["spec"_L1]["template"_L1]["spec"_L1]["containers"_L1].toArray();
    const auto found =
        std::ranges::find_if(containers, [&](const QJsonValue &container) { return container["name"_L1] == name; });
    return found == containers.end() ? QJsonObject() : (*found).toObject();
}

bool isList(const QJsonObject &object)
{
    return object["apiVersion"_L1] == "v1"_L1 && object["kind"_L1].toString().endsWith("List"_L1)
        && object["items"_L1].isArray();
}

/// Reads one file into documents.
class BundleReader final
{
public:
    explicit BundleReader(QString source)
        : m_source(std::move(source))
    {
    }

    [[nodiscard]] kube::Result<QList<BundleDocument>> read(QByteArrayView text)
    {
        const int line = templateLine(text);
        const auto documents = yaml::read(text);
        if (!documents && line > 0)
            return std::unexpected(isTemplate(line));
        if (!documents)
            return std::unexpected(
                problem(m_source, documents.error().line, documents.error().column, documents.error().message));
        for (const yaml::Document &document : *documents) {
            if (const auto added = add(document, {}, document.value()); !added)
                return std::unexpected(added.error());
        }
        return m_documents;
    }

private:
    [[nodiscard]] kube::Error isTemplate(int line) const
    {
        return problem(m_source, line, 0,
                       Text::tr("This is a template. Render it first, for example with \"helm template\", and take the "
                                "result."));
    }

    [[nodiscard]] kube::Result<void> add(const yaml::Document &document, const yaml::Path &path,
                                         const QJsonValue &value)
    {
        const auto place = document.places().value(path);
        const int line = place ? place->start.line : 1;
        if (!value.isObject())
            return std::unexpected(problem(m_source, line, 0, Text::tr("This is no Kubernetes object.")));
        const QJsonObject object = value.toObject();
        if (isList(object)) {
            const QJsonArray items = object["items"_L1].toArray();
            for (qsizetype i = 0; i < items.size(); ++i) {
                if (const auto added = add(document, path / u"items"_s / i, items.at(i)); !added)
                    return added;
            }
            return {};
        }
        BundleDocument result{.identity = ObjectIdentity::of(object),
                              .apiVersion = object["apiVersion"_L1].toString(),
                              .object = object,
                              .line = line};
        for (const auto &[field, text] :
             {std::pair(u"apiVersion"_s, result.apiVersion), std::pair(u"kind"_s, result.identity.kind),
              std::pair(u"metadata.name"_s, result.identity.name)}) {
            if (text.isEmpty())
                return std::unexpected(problem(
                    m_source, line, 0, Text::tr("This object has no %1, so that it cannot be applied.").arg(field)));
            if (text.contains("{{"_L1)) // in quotes a template is YAML
                return std::unexpected(isTemplate(line));
        }
        for (const BundleDocument &other : std::as_const(m_documents)) {
            if (other.identity == result.identity)
                return std::unexpected(problem(m_source, line, 0,
                                               Text::tr("%1 stands in line %2 already. Take one of them out.")
                                                   .arg(result.identity.text())
                                                   .arg(other.line)));
        }
        m_documents.append(std::move(result));
        return {};
    }

    const QString m_source;
    QList<BundleDocument> m_documents;
};

} // namespace

ObjectIdentity ObjectIdentity::of(const QJsonObject &object)
{
    const QString kind = object["kind"_L1].toString();
    return {.group = groupOf(object["apiVersion"_L1].toString(), kind),
            .kind = kind,
            .name = object["metadata"_L1]["name"_L1].toString()};
}

QString ObjectIdentity::text() const
{
    return yaml::safeText(kind) + u' ' + yaml::safeText(name);
}

QString operatorImageOf(const QJsonObject &deployment)
{
    return containerNamed(deployment, operatorContainer)["image"_L1].toString();
}

QString operatorTagOf(const QJsonObject &deployment)
{
    const auto image = redis::ImageReference::parse(operatorImageOf(deployment));
    return image ? image->tag() : QString();
}

kube::Result<Bundle> Bundle::read(QByteArrayView text, const QString &source)
{
    kube::Result<QList<BundleDocument>> documents = BundleReader(source).read(text);
    if (!documents)
        return std::unexpected(documents.error());
    Bundle bundle;
    bundle.m_source = source;
    bundle.m_documents = std::move(*documents);
    kube::Error error;
    error.kind = kube::Error::Kind::Configuration;
    if (bundle.operatorImage().isEmpty()) {
        error.message =
            Text::tr("%1 holds no Deployment \"%2\" with a container of that name, so that it is not a release "
                     "of the operator. Choose bundle.yaml or openshift.bundle.yaml of a release.")
                .arg(yaml::safeText(source), operatorContainer);
        return std::unexpected(error);
    }
    const ObjectIdentity definition{.group = u"apiextensions.k8s.io"_s,
                                    .kind = u"CustomResourceDefinition"_s,
                                    .name = u"redisenterpriseclusters.app.redislabs.com"_s};
    if (!bundle.find(definition)) {
        error.message = Text::tr("%1 does not define RedisEnterpriseCluster, so that it is not a whole release of the "
                                 "operator. Choose bundle.yaml or openshift.bundle.yaml of a release.")
                            .arg(yaml::safeText(source));
        return std::unexpected(error);
    }
    return bundle;
}

const BundleDocument *Bundle::find(const ObjectIdentity &identity) const
{
    const auto found = std::ranges::find(m_documents, identity, &BundleDocument::identity);
    return found == m_documents.end() ? nullptr : &*found;
}

QString Bundle::operatorImage() const
{
    const BundleDocument *deployment =
        find({.group = u"apps"_s, .kind = u"Deployment"_s, .name = operatorKey({}).name});
    return deployment ? operatorImageOf(deployment->object) : QString();
}

QString Bundle::operatorTag() const
{
    const BundleDocument *deployment =
        find({.group = u"apps"_s, .kind = u"Deployment"_s, .name = operatorKey({}).name});
    return deployment ? operatorTagOf(deployment->object) : QString();
}

kube::Result<Bundle> Bundle::withRegistry(const QString &registry) const
{
    const qsizetype slash = registry.indexOf(u'/');
    bool isImage = true;
    const auto moved = [&](QJsonObject container) {
        const auto image = redis::ImageReference::parse(container.value("image"_L1).toString());
        if (!image)
            return container; // the server will say so
        const QString path =
            slash < 0 ? image->path() : QString(registry.sliced(slash + 1) + u'/' + image->path().section(u'/', -1));
        QString text = registry.left(slash) + u'/' + path;
        if (!image->tag().isEmpty())
            text += u':' + image->tag();
        if (!image->digest().isEmpty())
            text += u'@' + image->digest();
        const auto read = redis::ImageReference::parse(text);
        isImage = isImage && read && read->registry() == registry.left(slash);
        container["image"_L1] = text;
        return container;
    };
    Bundle result = *this;
    for (BundleDocument &document : result.m_documents) {
        if (document.identity.kind == "Deployment"_L1)
            document.object = withContainers(document.object, moved);
    }
    if (isImage)
        return result;
    kube::Error error;
    error.kind = kube::Error::Kind::Configuration;
    error.message =
        Text::tr("\"%1\" is no registry. Write it as host, host:port or host:port/path.").arg(yaml::safeText(registry));
    return std::unexpected(error);
}

bool Bundle::isForOpenShift() const
{
    const BundleDocument *deployment =
        find({.group = u"apps"_s, .kind = u"Deployment"_s, .name = operatorKey({}).name});
    if (!deployment)
        return false;
    const QJsonArray environment = containerNamed(deployment->object, operatorContainer)["env"_L1].toArray();
    return std::ranges::any_of(environment, [](const QJsonValue &variable) {
        return variable["name"_L1] == "IS_OPENSHIFT"_L1 && variable["value"_L1] == "true"_L1;
    });
}

} // namespace upgrade
