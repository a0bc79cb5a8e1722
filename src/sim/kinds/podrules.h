// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kinds/servedkind.h"

namespace sim {

[[nodiscard]] Rules podRules();

/// Completes a PodSpec, of a pod or of a template: pull policies that follow from tags, the two names of the service
/// account.
[[nodiscard]] QJsonObject completedPodSpec(QJsonObject spec);

/// What is wrong with a PodSpec at a path such as "spec.template.spec".
[[nodiscard]] QList<Cause> validatePodSpec(const QJsonObject &spec, const QString &path);

} // namespace sim
