// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "clusterconfig.h"
#include "kubeconfiglocations.h"

#include <optional>

namespace kube {

/// How a program that runs in a pod reaches the cluster of that pod; nothing outside of one. Without a readable ca.crt
/// the system's certificates are trusted, as kubectl does.
[[nodiscard]] std::optional<ClusterConfig> inClusterConfig(const KubeconfigLocations &locations);

} // namespace kube
