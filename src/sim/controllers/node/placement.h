// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/rawobject.h"

namespace sim {

/// Where a pod goes, or why it goes nowhere.
struct Placement
{
    QString node; ///< empty if none fits
    QString reason; ///< then the scheduler's sentence: "0/3 nodes are available: 1 node(s) were unschedulable, ..."

    [[nodiscard]] bool operator==(const Placement &) const = default;
};

/// Chooses among the nodes that fit the one with the fewest pods, by name among equals. Looked at are: cordoned nodes,
/// taints and tolerations, readiness (by its taint), nodeSelector, required anti-affinity of the pod, requests of CPU
/// and memory, and the number of pods. Only pods that are bound and have not ended count.
[[nodiscard]] Placement placePod(const RawObject &pod, const QList<RawObjectPtr> &nodes,
                                 const QList<RawObjectPtr> &boundPods);

} // namespace sim
