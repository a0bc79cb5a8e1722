// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "podstate.h"
#include "rollout.h"

namespace rollout {

/// One place of a StatefulSet with what is known about the pod in it.
struct Place
{
    int ordinal = 0;
    PodPtr pod; ///< null while there is none
    PodHealth health;
    bool updated = false; ///< of the update revision
    bool available = false; ///< Ready, for minReadySeconds, and not being deleted
    bool wanted = false; ///< with the wanted image

    [[nodiscard]] bool isTerminating() const { return pod && pod->meta.isTerminating(); }
    /// Of the update revision, which is that of the present spec, with the wanted image, and able to serve.
    [[nodiscard]] bool isDone() const { return updated && available && wanted; }
};

/// A StatefulSet and its pods at one moment, put in their places: what rolloutOf() and findGate() judge.
struct Snapshot
{
    Snapshot(const StatefulSet &statefulSet, const QList<PodPtr> &pods, const RolloutContext &rolloutContext);

    /// "orders-2"
    [[nodiscard]] QString nameOf(int ordinal) const;
    /// The template has the image that the cluster asks for.
    [[nodiscard]] bool isTemplateWanted() const;
    /// A pod of another revision than the update revision, which the controller will replace by itself.
    [[nodiscard]] bool isToBeReplaced(qsizetype position) const;
    /// The place whose pod is trapped; null if there is none.
    [[nodiscard]] const Place *trapped() const;

    const StatefulSet &set;
    const RolloutContext &context;
    QList<Place> places; ///< [startOrdinal, startOrdinal + replicas), ascending; the first ten thousand of them
    QList<Place> excess; ///< pods with other ordinals, ascending

private:
    [[nodiscard]] Place placeOf(int ordinal, const PodPtr &pod) const;
    [[nodiscard]] bool isAvailable(const Pod &pod, const PodHealth &health) const;
    [[nodiscard]] bool hasWantedImage(const Pod &pod) const;
};

} // namespace rollout
