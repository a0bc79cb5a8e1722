// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace rollout {

struct Deployment;
struct StatefulSet;

/// What "kubectl rollout status" says, byte for byte and never translated; without the newline that it ends a line
/// with. It is kubectl's judgement, not ours: it looks at the workload alone and calls some rollouts done that are
/// not.
struct RolloutStatus
{
    QString message;
    QString error; ///< kubectl ends with exit code 1 and this behind "error: "
    bool done = false; ///< kubectl stops waiting

    [[nodiscard]] bool operator==(const RolloutStatus &) const = default;
};

[[nodiscard]] RolloutStatus rolloutStatus(const StatefulSet &set);
[[nodiscard]] RolloutStatus deploymentStatus(const Deployment &deployment);

} // namespace rollout
