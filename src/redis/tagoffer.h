// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "imagetag.h"

#include <QList>
#include <QStringList>
#include <optional>

namespace redis {

class Catalogue;

/// What is known about the cluster whose tag is to be changed. Texts are as the cluster has them; empty is unknown.
struct TagSituation
{
    QString currentTag; ///< spec.redisEnterpriseImageSpec.versionTag
    QString runningTag; ///< of all pods; empty when they differ
    QString operatorTag; ///< of the operator that runs now
    QString state; ///< status.state
    int nodes = 0; ///< spec.nodes; 0 is unknown
    bool pinnedByDigest = false; ///< redisEnterpriseImageSpec.digestHash is set
};

/// How advisable a tag is for one cluster, and why.
struct TagOffer
{
    enum class Verdict {
        Offered, ///< runs with this operator, and nothing is known against it
        Current, ///< is set now: nothing to change
        Warned, ///< possible; the reasons say what speaks against it
        Refused, ///< no tag, or the vendor says that it does not work
    };

    QString tag;
    Verdict verdict = Verdict::Refused;
    QStringList reasons; ///< full sentences behind the verdict, weightiest first; empty only for Offered
    QStringList notes; ///< sentences to know beforehand that do not change the verdict
    std::optional<TagProblem> problem; ///< what to mark, when the text is no tag

    [[nodiscard]] bool operator==(const TagOffer &) const = default;
};

/// Judges a tag, be it chosen or typed. A well-formed tag is refused only where the vendor says that it is not
/// supported: what the catalogue does not know is warned about, since it may be newer than the catalogue.
[[nodiscard]] TagOffer judgeTag(const Catalogue &catalogue, const TagSituation &situation, const QString &tag);

/// All tags to choose from, in the flavour of the current one where that was published: first the builds of the running
/// operator (which alone can be Offered), then their other flavours, then what other operators run; each newest first.
[[nodiscard]] QList<TagOffer> tagOffers(const Catalogue &catalogue, const TagSituation &situation);

} // namespace redis
