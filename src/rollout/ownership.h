// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <optional>

namespace kube {
struct ObjectMeta;
}

namespace rollout {

struct LabelSelector;

/// How sure it is that one object belongs to another; a higher one wins. The API version of an owner reference is never
/// compared: it stays what it was when the object was made.
enum class Ownership {
    None,
    ByName, ///< no controller, but name and labels fit: its owner reference is not there yet, or not any more
    ByKindAndName, ///< controlled by one of that kind and name, but of another uid: the owner was made anew
    ByUid,
};

/// Whether a StatefulSet is that of a Redis Enterprise cluster.
[[nodiscard]] Ownership statefulSetOwnership(const kube::ObjectMeta &cluster, const kube::ObjectMeta &set);

/// Whether a pod is one of a StatefulSet, which has this selector.
[[nodiscard]] Ownership podOwnership(const kube::ObjectMeta &set, const LabelSelector &selector,
                                     const kube::ObjectMeta &pod);

/// The 2 of "orders-2" in the StatefulSet "orders", else that of the label apps.kubernetes.io/pod-index.
[[nodiscard]] std::optional<int> podOrdinal(const QString &setName, const kube::ObjectMeta &pod);

} // namespace rollout
