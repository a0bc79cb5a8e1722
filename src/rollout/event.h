// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "object.h"
#include "resourcetype.h"

namespace rollout {

/// An event of core/v1: something that a component of Kubernetes has to say about an object.
struct Event final : kube::Object
{
    QString involvedKind;
    kube::ObjectKey involved;
    QString involvedUid;
    QString fieldPath; ///< such as "spec.containers{redis-enterprise-node}"
    QString type; ///< "Normal" or "Warning"
    QString reason;
    QString message;
    QString component; ///< who says it
    int count = 1;
    QDateTime firstSeen; ///< UTC
    QDateTime lastSeen; ///< UTC

    [[nodiscard]] bool isWarning() const { return type == u"Warning"; }
    [[nodiscard]] bool operator==(const Event &) const = default;
};

/// kube::Decode
[[nodiscard]] kube::ObjectPtr decodeEvent(kube::JsonCursor object);

[[nodiscard]] kube::ResourceType eventType();

} // namespace rollout
