// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QString>

namespace sim {

/// A short name for a pod template, fit for object names and labels ("7b9f6cdf5"): 32 bits FNV-1a of the template and,
/// after a collision, of how many there were, spelt in Kubernetes' alphabet without vowels.
[[nodiscard]] QString templateHash(const QJsonObject &podTemplate, int collisions);

/// `length` random characters of that alphabet, as in the names of a ReplicaSet's pods.
[[nodiscard]] QString randomSuffix(int length);

} // namespace sim
