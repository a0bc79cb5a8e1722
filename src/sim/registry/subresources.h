// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/registry.h"

namespace sim {

// What is done to a pod through a subresource of its own.

/// POST pods/NAME/binding: gives the pod its node.
[[nodiscard]] Outcome<QJsonObject> bindPod(Registry &registry, const kube::ObjectKey &pod, const QByteArray &body,
                                           const WriteOptions &options);

/// POST pods/NAME/eviction: deletes the pod if no disruption budget (its status, which a controller keeps) forbids it.
[[nodiscard]] Outcome<QJsonObject> evictPod(Registry &registry, const kube::ObjectKey &pod, const QByteArray &body,
                                            const WriteOptions &options);

/// The options of a deletion as its body and query give them. query: what the URL says, looked up by name.
[[nodiscard]] Outcome<DeleteOptions> readDeleteOptions(const QByteArray &body,
                                                       const std::function<QString(const QString &)> &query);

} // namespace sim
