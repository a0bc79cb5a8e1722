// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "container.h"
#include "object.h"
#include "resourcetype.h"

namespace rollout {

/// One revision of a StatefulSet's template. Its name is what pods carry as their revision.
struct ControllerRevision final : kube::Object
{
    qint64 revision = 0; ///< rises with every new template; going back to an old one gives that a new number
    QList<ContainerSpec> containers; ///< of the template in data

    [[nodiscard]] bool operator==(const ControllerRevision &) const = default;
};

/// kube::Decode
[[nodiscard]] kube::ObjectPtr decodeControllerRevision(kube::JsonCursor object);

[[nodiscard]] kube::ResourceType controllerRevisionType();

} // namespace rollout
