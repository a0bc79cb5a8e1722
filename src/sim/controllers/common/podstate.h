// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/rawobject.h"

#include <chrono>

namespace sim {

// What controllers ask about a pod, as k8s.io/kubernetes/pkg/api/v1/pod answers.

[[nodiscard]] QString phaseOf(const QJsonObject &pod);
/// The status of a condition: "True", "False", "Unknown", or empty without one.
[[nodiscard]] QString conditionStatus(const QJsonObject &object, QLatin1StringView type);
/// When a condition last changed; invalid without one.
[[nodiscard]] QDateTime conditionTime(const QJsonObject &object, QLatin1StringView type);
[[nodiscard]] bool isPodReady(const QJsonObject &pod);
/// Ready for at least that long.
[[nodiscard]] bool isPodAvailable(const QJsonObject &pod, std::chrono::seconds minReady, const QDateTime &now);
/// Neither Succeeded nor Failed, and not being deleted.
[[nodiscard]] bool isPodActive(const RawObject &pod);

/// Sets a condition in a status; its lastTransitionTime changes only with its status.
void setCondition(QJsonObject &status, const QString &type, const QString &conditionStatus, const QString &reason,
                  const QString &message, const QDateTime &now);

} // namespace sim
