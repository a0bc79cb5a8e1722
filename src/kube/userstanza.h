// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "clusterconfig.h"
#include "stanza.h"

#include <QDateTime>

namespace kube {

/// Checks a user's fields and fills in the credentials, in the order in which kubectl prefers them: what it would not
/// use is left out. What Rollhive cannot do (basic authentication, impersonation, auth-provider) is a problem.
void readUser(const Stanza &stanza, const QDateTime &now, ClusterConfig *config, QStringList *problems,
              QStringList *warnings);

} // namespace kube
