// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scenario.h"

/// The operator, the StatefulSet controller and a kubelet, each a step at a time, acting on a Scenario as the real ones
/// act on a cluster: for tests of whole rollouts.
namespace small {

struct ControllerStep
{
    std::optional<int> deleted; ///< the ordinal of the pod that it has deleted
    std::optional<int> waitsFor; ///< the ordinal of the pod that holds it up
    bool changed = false;
};

/// The operator: puts the wanted tag into the template; reports Running once the set is complete. True if it did.
bool operatorStep(Scenario *scenario);

/// One sync of the StatefulSet controller.
ControllerStep controllerStep(Scenario *scenario);

/// The kubelet brings one pod a step further: gone, started, ready. An image whose tag ends with "-bad" cannot be had.
/// True if it did.
bool kubeletStep(Scenario *scenario, int ordinal);

} // namespace small
