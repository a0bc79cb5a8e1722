// SPDX-License-Identifier: Apache-2.0
#include "bundlefindings.h"

#include "imagetag.h"
#include "safetext.h"

#include <QCoreApplication>
#include <algorithm>

using namespace Qt::StringLiterals;
using Weight = upgrade::BundleFinding::Weight;

namespace upgrade {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(upgrade::BundleFinding)
};

bool isLower(const QString &tag, const QString &than)
{
    const auto left = redis::OperatorTag::parse(tag);
    const auto right = redis::OperatorTag::parse(than);
    return left && right && left->version() < right->version();
}

QString textOf(DocumentPlan::Trap trap, const QString &name)
{
    switch (trap) {
    case DocumentPlan::Trap::StoredVersion:
        return Text::tr("Objects of %1 are stored in a version that this release does not define any more, so the "
                        "server will refuse it. There is no way back over this step: choose a release that still "
                        "has that version.")
            .arg(name);
    case DocumentPlan::Trap::StorageFlips:
        return Text::tr("This release stores objects of %1 in another version than now. A release that does not define "
                        "that version cannot be installed afterwards.")
            .arg(name);
    case DocumentPlan::Trap::PreserveUnknownFields:
        return Text::tr("%1 keeps unknown fields today (spec.preserveUnknownFields is true), and this release has "
                        "defaults in its schema: the server refuses the two together. Choose a release that sets "
                        "preserveUnknownFields to false, or set it to false first.")
            .arg(name);
    }
    return {};
}

} // namespace

QList<BundleFinding> findingsOf(const Bundle &theirs, const RunningRelease &running, const Installation &installation,
                                bool isOpenShift)
{
    QList<BundleFinding> findings;
    const auto add = [&findings](Weight weight, const QString &text) {
        findings.append({.weight = weight, .document = {}, .text = text});
    };
    const QString tag = yaml::safeText(theirs.operatorTag());
    const QString runningTag = yaml::safeText(running.operatorTag);
    if (isLower(theirs.operatorTag(), running.operatorTag))
        add(Weight::Warning,
            Text::tr("This is a step down: operator %1 runs, and the bundle installs %2. Redis does not document a way "
                     "back; a cluster that was upgraded since is not managed by the lower operator.")
                .arg(runningTag, tag));
    if (const QString advice = upgradeAdvice(installation); !advice.isEmpty())
        add(Weight::Warning, advice);
    if (theirs.isForOpenShift() != isOpenShift)
        add(Weight::Warning,
            isOpenShift ? Text::tr("The cluster is OpenShift, and this bundle is the one for other clusters.")
                        : Text::tr("This bundle is the one for OpenShift, and the cluster is not OpenShift."));
    if (running.isInstalled && !running.noBase.isEmpty())
        add(Weight::Note,
            Text::tr("What the release that runs now says is not known, so what you changed cannot be told from what "
                     "it says. %1")
                .arg(running.noBase));
    return findings;
}

QList<BundleFinding> findingsOf(const DocumentPlan &document)
{
    QList<BundleFinding> findings;
    for (const DocumentPlan::Trap trap : document.traps) {
        const Weight weight = trap == DocumentPlan::Trap::StorageFlips ? Weight::Note : Weight::Warning;
        findings.append({.weight = weight,
                         .document = document.identity,
                         .text = textOf(trap, yaml::safeText(document.identity.name))});
    }
    return findings;
}

std::optional<BundleFinding> obstacleOf(const BundleDocument &document, const LiveBundle &live,
                                        const QString &nameSpace)
{
    const QString name = yaml::safeText(document.identity.text());
    const QString version = yaml::safeText(document.apiVersion);
    QString text;
    if (!live.types.contains(document.identity))
        text = Text::tr("The server has no %1 in %2. What defines it has to be installed first, or the release is not "
                        "made for this cluster.")
                   .arg(yaml::safeText(document.identity.kind), version);
    else if (!live.serves(document))
        text = Text::tr("%1 is written for %2, which the server does not serve; it serves %3. Choose a release that is "
                        "made for this version of Kubernetes.")
                   .arg(name, version, live.types.value(document.identity).apiVersion());
    else if (const auto error = live.unreadable.constFind(document.identity); error != live.unreadable.constEnd())
        text = Text::tr("%1 could not be compared: %2").arg(name, error->message);
    else if (const QString own = document.object["metadata"_L1]["namespace"_L1].toString();
             !own.isEmpty() && own != nameSpace && live.types.value(document.identity).namespaced)
        text =
            Text::tr("%1 is written for the namespace \"%2\", not for \"%3\". Take that namespace out of the bundle.")
                .arg(name, yaml::safeText(own), yaml::safeText(nameSpace));
    if (text.isEmpty())
        return {};
    return BundleFinding{.weight = Weight::Obstacle, .document = document.identity, .text = text};
}

QList<BundleFinding> findingsOfLeftBehind(const QList<ObjectIdentity> &leftBehind)
{
    QList<BundleFinding> findings;
    for (const ObjectIdentity &identity : leftBehind) {
        findings.append({.weight = Weight::Note,
                         .document = {},
                         .text = Text::tr("%1 belongs to the release that runs now, and this one does not have it any "
                                          "more. It stays in the cluster; remove it yourself if nothing uses it.")
                                     .arg(yaml::safeText(identity.text()))});
    }
    return findings;
}

} // namespace upgrade
