// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bundlefindings.h"
#include "upgradedocument.h"

namespace upgrade {

/// A conflict that was settled, and how: with any value; Undefined takes the field out.
struct SettledConflict
{
    ObjectIdentity document;
    yaml::Conflict conflict;
    QJsonValue value;
};

/// The sides of a comparison.
struct BundleSides
{
    Bundle theirs;
    std::optional<Bundle> base;
    LiveBundle live;
    QString nameSpace;
    QList<SettledConflict> settled; ///< earlier; they hold where the conflict is the same to the letter
    bool takesRegistry = false; ///< of images: the bundle's, whatever they have now
};

struct BundleComparison
{
    QList<UpgradeDocument> documents; ///< Unchanged, Undecided, Changed or Impossible
    QList<BundleFinding> obstacles;
    QList<ObjectIdentity> leftBehind;
};

/// Compares a bundle with a cluster. Pure. Cost: as BundlePlan; call it on a worker thread.
[[nodiscard]] BundleComparison compareBundle(const BundleSides &sides);

/// What follows from how the conflicts of document.plan are settled: wanted, patch, changes, kept, owners, state. Pure.
/// Cost: linear; call it on a worker thread.
void updateFromPlan(UpgradeDocument &document);

} // namespace upgrade
