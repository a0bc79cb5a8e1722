// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "clusterconfig.h"
#include "stanza.h"

#include <QDateTime>

namespace kube {

/// Checks a cluster's fields and fills in how to reach it. After readUser(): a server without a scheme is https if
/// config has a client certificate, and what an exec plugin is told about the cluster goes into config->exec.
void readCluster(const Stanza &stanza, const QDateTime &now, ClusterConfig *config, QStringList *problems,
                 QStringList *warnings);

} // namespace kube
