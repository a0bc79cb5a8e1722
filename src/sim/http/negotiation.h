// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "failure.h"

#include <QByteArray>

namespace sim {

/// In which form objects are asked for.
enum class Form {
    Object, ///< as they are
    Table, ///< rows and columns, as `kubectl get` shows them
    Metadata, ///< PartialObjectMetadata
    Discovery, ///< all groups in one answer (apidiscovery.k8s.io)
};

/// The best form of an Accept header that is served. discovery: whether Form::Discovery makes sense here.
[[nodiscard]] Outcome<Form> negotiate(const QByteArray &accept, bool discovery = false);

} // namespace sim
