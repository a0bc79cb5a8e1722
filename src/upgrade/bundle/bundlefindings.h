// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bundleplan.h"
#include "installation.h"
#include "livebundle.h"

#include <QList>
#include <QString>
#include <optional>

namespace upgrade {

/// What a person must know before a bundle is applied.
struct BundleFinding
{
    enum class Weight {
        Note, ///< worth knowing
        Warning, ///< has no way back, or is done otherwise as a rule
        Obstacle, ///< nothing can be applied as it is
    };

    Weight weight = Weight::Note;
    std::optional<ObjectIdentity> document; ///< nothing: it is about all of it
    QString text; ///< full sentences, with what to do

    [[nodiscard]] bool operator==(const BundleFinding &) const = default;
};

/// What is known of the release that runs now.
struct RunningRelease
{
    QString operatorTag; ///< empty: no operator, or its image is named by digest
    bool isInstalled = false; ///< there is an operator's Deployment
    QString noBase; ///< why its bundle could not be had, a sentence; empty: it was
};

// Pure.

/// About the whole: a lower release than the one that runs, an installation that something else upgrades, no base to
/// compare with, a bundle of the other platform. The gravest first.
[[nodiscard]] QList<BundleFinding> findingsOf(const Bundle &theirs, const RunningRelease &running,
                                              const Installation &installation, bool isOpenShift);

/// About one document: its traps and what they mean.
[[nodiscard]] QList<BundleFinding> findingsOf(const DocumentPlan &document);

/// Why a document can be neither compared nor written: nothing serves it, or it may not be read.
[[nodiscard]] std::optional<BundleFinding> obstacleOf(const BundleDocument &document, const LiveBundle &live,
                                                      const QString &nameSpace);

/// About what the release does not have any more.
[[nodiscard]] QList<BundleFinding> findingsOfLeftBehind(const QList<ObjectIdentity> &leftBehind);

} // namespace upgrade
