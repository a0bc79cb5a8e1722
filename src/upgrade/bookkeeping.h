// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QString>

namespace upgrade {

/// An object without what every write changes by itself: managed fields, resource version, generation, and the number
/// of a Deployment's revision.
[[nodiscard]] QJsonObject withoutBookkeeping(QJsonObject object);

/// That, and without the status, which is not the writer's: what a review is about.
[[nodiscard]] QJsonObject reviewedPart(QJsonObject object);

/// reviewedPart() as YAML, as a person compares it.
[[nodiscard]] QString reviewText(const QJsonObject &object);

} // namespace upgrade
