// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kinds/servedkind.h"

namespace sim {

/// The rules of CustomResourceDefinitions themselves.
[[nodiscard]] Rules definitionRules();

/// The kinds that a CustomResourceDefinition defines, one for each version it serves.
[[nodiscard]] QList<KindPtr> definedKinds(const QJsonObject &definition);

/// The status of a definition whose names nobody else has: accepted, established, its storage version remembered.
[[nodiscard]] QJsonObject establishedStatus(const QJsonObject &definition, const QDateTime &now);

} // namespace sim
