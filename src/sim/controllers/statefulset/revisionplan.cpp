// SPDX-License-Identifier: Apache-2.0
#include "statefulset/revisionplan.h"

#include "common/templatehash.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sim {

QJsonObject revisionData(const QJsonObject &podTemplate)
{
    QJsonObject replacing = podTemplate;
    replacing.insert("$patch"_L1, "replace"_L1);
    return {{"spec"_L1, QJsonObject{{"template"_L1, replacing}}}};
}

RevisionPlan planRevisions(const QString &setName, const QJsonObject &podTemplate, const QList<RevisionView> &revisions,
                           const QString &currentRevision, int collisions)
{
    RevisionPlan plan;
    plan.collisions = collisions;
    const auto newest = std::ranges::max_element(revisions, {}, &RevisionView::revision);
    const qint64 next = newest == revisions.end() ? 1 : newest->revision + 1;
    const QJsonObject data = revisionData(podTemplate);

    const RevisionView *equal = nullptr;
    for (const RevisionView &revision : revisions) {
        if (revision.data == data && (!equal || revision.revision > equal->revision))
            equal = &revision;
    }
    if (equal) {
        plan.update = *equal;
        if (equal->revision != newest->revision) {
            plan.write = RevisionPlan::Write::Bump;
            plan.update.revision = next;
        }
    } else {
        plan.write = RevisionPlan::Write::Create;
        plan.update = {.name = setName + u'-' + templateHash(podTemplate, collisions), .revision = next, .data = data};
        // Another template has that name: count the collision, which makes another hash.
        while (std::ranges::contains(revisions, plan.update.name, &RevisionView::name))
            plan.update.name = setName + u'-' + templateHash(podTemplate, ++plan.collisions);
    }
    const bool isKnown = std::ranges::contains(revisions, currentRevision, &RevisionView::name);
    plan.current = isKnown ? currentRevision : plan.update.name;
    return plan;
}

QList<QString> outdatedRevisions(QList<RevisionView> revisions, const QSet<QString> &inUse, int limit)
{
    std::ranges::sort(revisions, {}, &RevisionView::revision);
    QList<QString> unused;
    for (const RevisionView &revision : std::as_const(revisions)) {
        if (!inUse.contains(revision.name))
            unused.append(revision.name);
    }
    return unused.first(std::max(unused.size() - std::max(limit, 0), qsizetype(0)));
}

} // namespace sim
