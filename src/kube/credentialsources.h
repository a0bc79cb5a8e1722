// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "clusterconfig.h"
#include "credentials.h"
#include "execplugin.h"

#include <memory>

namespace kube {

/// The credentials of one context, by whatever means it names: a token or certificate written there, files that rotate,
/// or a program. To a server without TLS it is always anonymous. consent is asked before a program runs. Contexts that
/// are given one pool share a program's answer; without a pool the source has its own.
[[nodiscard]] std::unique_ptr<CredentialSource> makeCredentialSource(const ClusterConfig &config, ExecConsent *consent,
                                                                     const ExecOptions &options = {},
                                                                     ExecPluginPool *pool = nullptr);

} // namespace kube
