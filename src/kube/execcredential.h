// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "clusterconfig.h"
#include "credentials.h"

namespace kube {

/// What a plugin finds in KUBERNETES_EXEC_INFO: the question, as an ExecCredential in JSON.
[[nodiscard]] QByteArray execQuestion(const ExecConfig &exec, const ClusterConfig &cluster, bool interactive);

/// What a plugin printed: an ExecCredential in JSON of the version that it was asked in, checked to the last certificate.
/// Nothing of the text is in the error, which names the program.
[[nodiscard]] Result<Credential> readExecAnswer(const QByteArray &text, const QString &apiVersion,
                                                const QString &program);

} // namespace kube
