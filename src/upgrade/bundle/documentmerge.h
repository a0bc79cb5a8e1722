// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keyedlists.h"
#include "valuediff.h"
#include "valuemerge.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <optional>

namespace upgrade {

/// One object of a bundle put together from three sides: what the release that runs now says (base), what is in the
/// cluster (ours), and what the new release says (theirs).
///
/// What was changed in the cluster and not by the release is kept, what the release changed alone is taken, and both is
/// a conflict to be decided. Beyond yaml::merge3: entries of lists are found by their names, rules of roles are sets of
/// permissions, an image is a repository and a tag (so that a private registry stays under a new tag), and defaults
/// that a server filled in are no change. Paths are of that form: spec.template.spec.containers.admission.image.tag.
///
/// Pure. Cost: linear, 40 ms for the largest definition of a custom resource; call it on a worker thread.
class DocumentMerge final
{
public:
    /// Without a base, where nothing says what the release changed: what only one side has is kept, and where both have
    /// something, each difference is a conflict, but for the tags of images, which are the release's.
    DocumentMerge(const std::optional<QJsonObject> &base, const QJsonObject &live, const QJsonObject &theirs);

    [[nodiscard]] const QList<yaml::Conflict> &conflicts() const noexcept { return m_conflicts; }
    /// Settles a conflict, at its path, with any value; Undefined takes the field out. It can be decided again.
    void decide(const yaml::Path &conflict, const QJsonValue &value);
    [[nodiscard]] bool isDecided(const yaml::Path &conflict) const;
    [[nodiscard]] bool isWhollyDecided() const;

    /// The release changed something in it, as far as is known.
    [[nodiscard]] bool isOfRelease() const noexcept { return m_isOfRelease; }

    /// What the object should be: the live one with what changes. An undecided conflict is as it is live.
    [[nodiscard]] QJsonObject merged() const;
    /// What that changes in the cluster. Rules of a role as permissions, thing by thing: rules["deployments.apps"].
    [[nodiscard]] QList<yaml::Change> changes() const;
    /// What was changed in the cluster since base and stays: base against live. Empty without a base.
    [[nodiscard]] QList<yaml::Change> kept() const;

private:
    [[nodiscard]] QJsonValue mergedForm() const;

    struct Decision
    {
        yaml::Path path;
        QJsonValue value;
    };

    QJsonObject m_live; ///< as it is in the cluster
    bool m_hasBase = false;
    bool m_isOfRelease = false;
    std::optional<QJsonArray> m_baseRules; ///< of a role
    std::optional<yaml::KeyedLists> m_lists;
    QJsonValue m_merged; ///< in the form of m_lists
    QList<yaml::Conflict> m_conflicts;
    QList<Decision> m_decisions;
};

} // namespace upgrade
