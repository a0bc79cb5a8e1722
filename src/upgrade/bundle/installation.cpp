// SPDX-License-Identifier: Apache-2.0
#include "installation.h"

#include "safetext.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QStringList>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace upgrade {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(upgrade::Installation)
};

/// The first of these keys that the map has.
QString firstOf(const QJsonObject &map, const QStringList &keys)
{
    for (const QString &key : keys) {
        if (const QString value = map[key].toString(); !value.isEmpty())
            return value;
    }
    return {};
}

bool isWrittenBy(const QJsonObject &object, const QStringList &managers)
{
    const QJsonArray entries = object["metadata"_L1]["managedFields"_L1].toArray();
    return std::ranges::any_of(
        entries, [&](const QJsonValue &entry) { return managers.contains(entry["manager"_L1].toString()); });
}

QString ownerNamed(const QJsonObject &metadata, QLatin1StringView kind)
{
    const QJsonArray owners = metadata["ownerReferences"_L1].toArray();
    const auto owner = std::ranges::find_if(owners, [kind](const QJsonValue &each) { return each["kind"_L1] == kind; });
    return owner == owners.end() ? QString() : (*owner)["name"_L1].toString();
}

} // namespace

Installation installationOf(const QJsonObject &operatorDeployment)
{
    using Manager = Installation::Manager;
    const QJsonObject metadata = operatorDeployment["metadata"_L1].toObject();
    const QJsonObject labels = metadata["labels"_L1].toObject();
    const QJsonObject annotations = metadata["annotations"_L1].toObject();
    // What stands above the others comes first: Argo CD and Flux leave Helm's marks as well when they install a chart.
    QString name = ownerNamed(metadata, "ClusterServiceVersion"_L1);
    if (name.isEmpty())
        name = labels["olm.owner"_L1].toString();
    if (!name.isEmpty())
        return {.manager = Manager::Olm, .name = name};
    if (const QString id = annotations["argocd.argoproj.io/tracking-id"_L1].toString(); !id.isEmpty())
        return {.manager = Manager::ArgoCd, .name = id.section(u':', 0, 0)};
    name = labels["argocd.argoproj.io/instance"_L1].toString();
    if (!name.isEmpty()
        || isWrittenBy(operatorDeployment, {u"argocd-controller"_s, u"argocd-application-controller"_s}))
        return {.manager = Manager::ArgoCd, .name = name};
    name = firstOf(labels, {u"helm.toolkit.fluxcd.io/name"_s, u"kustomize.toolkit.fluxcd.io/name"_s});
    if (!name.isEmpty() || isWrittenBy(operatorDeployment, {u"kustomize-controller"_s, u"helm-controller"_s}))
        return {.manager = Manager::Flux, .name = name};
    name = annotations["meta.helm.sh/release-name"_L1].toString();
    if (!name.isEmpty() || labels["app.kubernetes.io/managed-by"_L1] == "Helm"_L1)
        return {.manager = Manager::Helm, .name = name};
    return {};
}

QString upgradeAdvice(const Installation &installation)
{
    const QString name = yaml::safeText(installation.name);
    const auto named = [&name](const QString &with, const QString &without) {
        return name.isEmpty() ? without : with.arg(name);
    };
    switch (installation.manager) {
    case Installation::Manager::Bundle:
        return {};
    case Installation::Manager::Helm:
        return named(Text::tr("Helm installed this operator, as the release \"%1\"."),
                     Text::tr("Helm installed this operator."))
            + u' '
            + Text::tr("Upgrade it with \"helm upgrade\", which takes the definitions along; what a bundle writes over "
                       "it is undone by the next one.");
    case Installation::Manager::Olm:
        return named(Text::tr("The Operator Lifecycle Manager installed this operator, as \"%1\"."),
                     Text::tr("The Operator Lifecycle Manager installed this operator."))
            + u' '
            + Text::tr("Upgrade it by approving the install plan of its subscription; what a bundle writes over it is "
                       "put back within minutes.");
    case Installation::Manager::ArgoCd:
        return named(Text::tr("Argo CD keeps this operator as the application \"%1\" says."),
                     Text::tr("Argo CD keeps this operator as one of its applications says."))
            + u' '
            + Text::tr("Upgrade it in the repository of the application; what a bundle writes over it is shown there "
                       "as out of sync, and put back where the application heals itself.");
    case Installation::Manager::Flux:
        return named(Text::tr("Flux keeps this operator as \"%1\" says."),
                     Text::tr("Flux keeps this operator as one of its sources says."))
            + u' '
            + Text::tr("Upgrade it in the repository that Flux follows; what a bundle writes over it is put back "
                       "with the next reconciliation.");
    }
    return {};
}

} // namespace upgrade
