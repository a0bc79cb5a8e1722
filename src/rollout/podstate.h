// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "podrow.h"

#include <QStringView>

namespace rollout {

struct Pod;

/// What a pod is doing, told from what the kubelet and the scheduler wrote into its status.
struct PodHealth
{
    PodState state = PodState::Missing;
    QString reason; ///< a word of Kubernetes; empty where there is none
    QString message; ///< the sentence of Kubernetes behind it; not safe to show unescaped
    QDateTime since; ///< UTC: when it came into this state, as far as the status tells

    [[nodiscard]] bool operator==(const PodHealth &) const = default;
};

/// Pure: no clock. A pod that was ready and is not any more is NotReady; after a restart of one of its containers it is
/// Starting again.
[[nodiscard]] PodHealth podHealth(const Pod &pod);

/// Whether a container that waits for this reason will not get on without help or luck: image, crash, configuration.
[[nodiscard]] bool isFatalWaiting(QStringView reason);

} // namespace rollout
