// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "podrow.h"

#include <QStringView>

namespace rollout {

struct ContainerStatus;
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
/// Starting again. One whose container is crash looping stays Failed while that runs for a moment.
[[nodiscard]] PodHealth podHealth(const Pod &pod);

/// Whether a container that waits for this reason will not get on without help or luck: image, crash, configuration.
[[nodiscard]] bool isFatalWaiting(QStringView reason);

/// Whether a container, which may be running at this moment, has crashed soon after its start more than once, and has
/// not become ready since.
[[nodiscard]] bool isCrashLooping(const ContainerStatus &status);

} // namespace rollout
