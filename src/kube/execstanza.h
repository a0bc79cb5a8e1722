// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "clusterconfig.h"
#include "stanza.h"

namespace kube {

/// Checks a user's "exec", which must be there: the program that prints a credential. It is not looked for yet, and
/// never run here.
[[nodiscard]] ExecConfig readExecConfig(StanzaReader &user);

} // namespace kube
