// SPDX-License-Identifier: Apache-2.0
#include "bundlecomparison.h"

#include "imagereference.h"
#include "podtemplate.h"
#include "requests.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace upgrade {

namespace {

/// Who else is on record for what changes, each program once, the latest first.
QList<FieldOwner> otherOwners(const QJsonObject &live, const QJsonObject &wanted)
{
    QList<FieldOwner> owners;
    const QList<yaml::Change> changes = yaml::differences(live, wanted);
    for (const yaml::Change &change : changes) {
        if (change.before.isUndefined())
            continue;
        for (const FieldOwner &owner : ownersOf(live, change.path)) {
            const bool isKnown = std::ranges::contains(owners, owner.manager, &FieldOwner::manager);
            if (!isKnown && owner.manager != kube::WriteOptions().fieldManager)
                owners.append(owner);
        }
    }
    std::ranges::stable_sort(owners, std::greater<>(), &FieldOwner::time);
    return owners;
}

QJsonArray containersOf(const QJsonObject &workload, QLatin1StringView list)
{
    return workload["spec"_L1]["template"_L1]["spec"_L1][list].toArray();
}

std::optional<QString> repositoryOf(const QJsonValue &container)
{
    const auto image = redis::ImageReference::parse(container["image"_L1].toString());
    return image ? std::optional(image->repository()) : std::nullopt;
}

/// Whether or not the release changed it: it was asked for.
void takeRegistry(DocumentPlan &plan)
{
    const QJsonObject merged = plan.merge->merged();
    for (const QLatin1StringView list : containerLists) {
        QMap<QString, QString> wanted;
        for (const QJsonValue &container : containersOf(plan.theirs, list)) {
            if (const auto repository = repositoryOf(container))
                wanted.insert(container["name"_L1].toString(), *repository);
        }
        for (const QJsonValue &container : containersOf(merged, list)) {
            const QString name = container["name"_L1].toString();
            if (repositoryOf(container) && wanted.contains(name))
                plan.merge->decide(
                    {u"spec"_s, u"template"_s, u"spec"_s, QString(list), name, u"image"_s, u"repository"_s},
                    wanted.value(name));
        }
    }
}

void settle(DocumentPlan &plan, const BundleSides &sides)
{
    if (!plan.merge)
        return;
    if (sides.takesRegistry && plan.identity.kind == "Deployment"_L1)
        takeRegistry(plan);
    const QList<yaml::Conflict> conflicts = plan.merge->conflicts();
    for (const yaml::Conflict &conflict : conflicts) {
        const auto earlier = std::ranges::find_if(sides.settled, [&](const SettledConflict &settled) {
            return settled.document == plan.identity && settled.conflict == conflict;
        });
        if (earlier != sides.settled.end())
            plan.merge->decide(conflict.path, earlier->value);
    }
}

} // namespace

void updateFromPlan(UpgradeDocument &document)
{
    document.wanted = document.plan.wanted();
    document.patch = document.plan.merge ? yaml::mergePatch(document.live, document.wanted) : document.wanted;
    if (!document.plan.merge) {
        document.state = UpgradeDocument::State::Changed;
        return;
    }
    document.changes = document.plan.merge->changes();
    document.kept = document.plan.merge->kept();
    document.otherOwners = otherOwners(document.live, document.wanted);
    document.isApplied = document.changes.isEmpty() && document.plan.merge->isOfRelease();
    if (!document.plan.merge->isWhollyDecided())
        document.state = UpgradeDocument::State::Undecided;
    else if (document.patch.isEmpty())
        document.state = UpgradeDocument::State::Unchanged;
    else
        document.state = UpgradeDocument::State::Changed;
}

BundleComparison compareBundle(const BundleSides &sides)
{
    const BundlePlan plan(sides.theirs, sides.base ? &*sides.base : nullptr, sides.live.objects);
    BundleComparison result{.documents = {}, .obstacles = {}, .leftBehind = plan.leftBehind()};
    for (DocumentPlan document : plan.documents()) {
        UpgradeDocument compared{.live = sides.live.objects.value(document.identity),
                                 .mayWrite = !sides.live.forbidden.contains(document.identity)};
        const BundleDocument *written = sides.theirs.find(document.identity);
        const std::optional<BundleFinding> obstacle = obstacleOf(*written, sides.live, sides.nameSpace);
        settle(document, sides);
        compared.plan = std::move(document);
        if (obstacle) {
            result.obstacles.append(*obstacle);
            compared.wanted = compared.plan.theirs;
            compared.state = UpgradeDocument::State::Impossible;
            compared.error = kube::Error{.kind = kube::Error::Kind::Configuration, .message = obstacle->text};
        } else {
            updateFromPlan(compared);
            const kube::ResourceType &type = sides.live.types[compared.plan.identity];
            if (compared.isNew() && type.namespaced) {
                compared.wanted =
                    yaml::withValue(compared.wanted, {u"metadata"_s, u"namespace"_s}, sides.nameSpace).toObject();
                compared.patch = compared.wanted;
            }
        }
        result.documents.append(std::move(compared));
    }
    return result;
}

} // namespace upgrade
