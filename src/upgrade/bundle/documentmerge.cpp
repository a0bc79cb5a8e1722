// SPDX-License-Identifier: Apache-2.0
#include "documentmerge.h"

#include "imagereference.h"
#include "podtemplate.h"
#include "rbacrules.h"
#include "storedform.h"

#include <QJsonArray>
#include <algorithm>

using namespace Qt::StringLiterals;
using yaml::Sides;

namespace upgrade {

namespace {

QJsonObject withImagesApart(const QJsonObject &workload)
{
    return withContainers(workload, [](QJsonObject container) {
        if (const auto image = redis::ImageReference::parse(container.value("image"_L1).toString())) {
            QJsonObject parts{{"repository"_L1, image->repository()}};
            if (!image->tag().isEmpty())
                parts["tag"_L1] = image->tag();
            if (!image->digest().isEmpty())
                parts["digest"_L1] = image->digest();
            container["image"_L1] = parts;
        }
        return container;
    });
}

QJsonObject withImagesWhole(const QJsonObject &workload)
{
    return withContainers(workload, [](QJsonObject container) {
        if (const QJsonValue image = container.value("image"_L1); image.isObject()) {
            const auto behind = [&image](QChar mark, QLatin1StringView part) {
                const QString text = image[part].toString();
                return text.isEmpty() ? QString() : QString(mark + text);
            };
            container["image"_L1] =
                QString(image["repository"_L1].toString() + behind(u':', "tag"_L1) + behind(u'@', "digest"_L1));
        }
        return container;
    });
}

bool isWorkload(const QJsonObject &object)
{
    return object["kind"_L1] == "Deployment"_L1;
}

bool isRole(const QJsonObject &object)
{
    return object["kind"_L1] == "Role"_L1 || object["kind"_L1] == "ClusterRole"_L1;
}

/// A role with its rules in a form in which they can be compared.
QJsonValue withPermissions(const QJsonValue &value)
{
    QJsonObject object = value.toObject();
    if (!isRole(object))
        return value;
    object["rules"_L1] = permissionTable(object.value("rules"_L1).toArray());
    return object;
}

/// The version is the one that is asked for; kind and name are the same anyhow.
QJsonObject comparable(const QJsonObject &object, const QJsonValue &apiVersion)
{
    QJsonObject result = storedForm(withoutServerFields(object));
    result["apiVersion"_L1] = apiVersion;
    return isWorkload(result) ? withImagesApart(result) : result;
}

/// What may be taken for granted where no release says it: that nobody edited the schema of a definition, and that of
/// an image a person chose the repository and the release the tag.
QJsonValue assumedBase(const QJsonObject &live, const QJsonObject &theirs)
{
    if (live["kind"_L1] == "CustomResourceDefinition"_L1)
        return QJsonObject{{"spec"_L1, live["spec"_L1]}};
    if (!isWorkload(live))
        return QJsonValue::Undefined;
    QJsonObject bare{
        {"spec"_L1, QJsonObject{{"template"_L1, QJsonObject{{"spec"_L1, live["spec"_L1]["template"_L1]["spec"_L1]}}}}}};
    bare = withContainers(bare, [&](const QJsonObject &container) {
        QJsonObject image = container["image"_L1].toObject();
        for (const QJsonValue &other : theirs["spec"_L1]["template"_L1]["spec"_L1]["containers"_L1].toArray()) {
            if (other["name"_L1] == container["name"_L1])
                image["repository"_L1] = other["image"_L1]["repository"_L1];
        }
        return QJsonObject{{"name"_L1, container["name"_L1]}, {"image"_L1, image}};
    });
    // Of the pod nothing else is known.
    const QJsonObject pod = bare["spec"_L1]["template"_L1]["spec"_L1].toObject();
    QJsonObject lists;
    for (const QLatin1StringView list : containerLists) {
        if (pod.contains(list))
            lists[list] = pod[list];
    }
    return QJsonObject{{"spec"_L1, QJsonObject{{"template"_L1, QJsonObject{{"spec"_L1, lists}}}}}};
}

} // namespace

DocumentMerge::DocumentMerge(const std::optional<QJsonObject> &base, const QJsonObject &live, const QJsonObject &theirs)
    : m_live(live)
    , m_hasBase(base.has_value())
{
    const QJsonValue apiVersion = theirs["apiVersion"_L1];
    Sides sides{.ours = comparable(live, apiVersion), .theirs = comparable(theirs, apiVersion)};
    sides.base =
        base ? QJsonValue(comparable(*base, apiVersion)) : assumedBase(sides.ours.toObject(), sides.theirs.toObject());
    m_isOfRelease = m_hasBase && !yaml::isSame(sides.base, sides.theirs);
    if (isRole(live)) {
        const QJsonValue asWritten = sides.ours["rules"_L1]; // a role that adds up others has none
        const QJsonArray present = asWritten.toArray();
        QJsonObject wanted = sides.theirs.toObject();
        const QJsonArray merged =
            mergeRules(sides.base["rules"_L1].toArray(), present, wanted.value("rules"_L1).toArray());
        // The same permissions in other words are no change.
        wanted["rules"_L1] = isSamePermission(merged, present) ? asWritten : QJsonValue(merged);
        sides.theirs = wanted;
        if (QJsonObject known = sides.base.toObject(); sides.base.isObject()) {
            m_baseRules = known.value("rules"_L1).toArray();
            known["rules"_L1] = asWritten;
            sides.base = known;
        } else {
            sides.base = QJsonObject{{"rules"_L1, asWritten}};
        }
    }
    m_lists.emplace(listRules(live["kind"_L1].toString()), sides);
    const Sides &keyed = m_lists->keyed();
    yaml::Merge merge = yaml::merge3(keyed.base, keyed.ours, keyed.theirs);
    m_merged = merge.merged;
    m_conflicts = std::move(merge.conflicts);
}

void DocumentMerge::decide(const yaml::Path &conflict, const QJsonValue &value)
{
    m_decisions.removeIf([&](const Decision &decision) { return decision.path == conflict; });
    m_decisions.append({.path = conflict, .value = value});
}

bool DocumentMerge::isDecided(const yaml::Path &conflict) const
{
    return std::ranges::contains(m_decisions, conflict, &Decision::path);
}

bool DocumentMerge::isWhollyDecided() const
{
    return std::ranges::all_of(m_conflicts,
                               [this](const yaml::Conflict &conflict) { return isDecided(conflict.path); });
}

QJsonValue DocumentMerge::mergedForm() const
{
    QJsonValue result = m_merged;
    for (const Decision &decision : m_decisions)
        result = yaml::withValue(result, decision.path, decision.value);
    return result;
}

QJsonObject DocumentMerge::merged() const
{
    QJsonObject result = m_lists->plain(mergedForm()).toObject();
    if (isWorkload(result))
        result = withImagesWhole(result);
    return withServerFields(result, m_live);
}

QList<yaml::Change> DocumentMerge::changes() const
{
    return yaml::differences(withPermissions(m_lists->keyed().ours), withPermissions(mergedForm()),
                             yaml::Additions::Whole);
}

QList<yaml::Change> DocumentMerge::kept() const
{
    if (!m_hasBase)
        return {};
    const QJsonValue merged = mergedForm();
    const auto isKept = [&merged](const yaml::Change &change) {
        return yaml::isSame(yaml::valueAt(merged, change.path), change.after);
    };
    QList<yaml::Change> kept;
    for (const yaml::Change &change :
         yaml::differences(m_lists->keyed().base, m_lists->keyed().ours, yaml::Additions::Whole)) {
        if (isKept(change)) {
            kept.append(change);
            continue;
        }
        // The release put something beside it.
        for (yaml::Change leaf : yaml::differences(change.before, change.after)) {
            yaml::Path path = change.path;
            for (const yaml::Step &step : leaf.path.steps())
                path /= step;
            leaf.path = path;
            if (isKept(leaf))
                kept.append(leaf);
        }
    }
    if (m_baseRules) {
        const auto table = [](const QJsonArray &rules) { return QJsonObject{{"rules"_L1, permissionTable(rules)}}; };
        kept += yaml::differences(table(*m_baseRules), table(m_lists->keyed().ours["rules"_L1].toArray()));
    }
    return kept;
}

} // namespace upgrade
