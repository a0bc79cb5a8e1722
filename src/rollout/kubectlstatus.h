// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace rollout {

struct Pod;

/// The columns READY, STATUS and RESTARTS as "kubectl get pods" shows them, by the algorithm of present servers.
struct KubectlColumns
{
    int readyContainers = 0;
    int containers = 0;
    QString status; ///< Kubernetes' words: never translated
    int restarts = 0;

    [[nodiscard]] QString ready() const { return QStringLiteral("%1/%2").arg(readyContainers).arg(containers); }
    [[nodiscard]] bool operator==(const KubectlColumns &) const = default;
};

[[nodiscard]] KubectlColumns kubectlColumns(const Pod &pod);

/// The column STATUS alone.
[[nodiscard]] QString kubectlStatus(const Pod &pod);

} // namespace rollout
