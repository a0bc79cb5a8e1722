// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonValue>
#include <QList>
#include <QString>

namespace sim {

/// The values at a JSONPath as additionalPrinterColumns use it: .a.b, .a[0], .a[*].b, .a['x.y'], and
/// .a[?(@.type=="Ready")].status. Nothing where the path leads nowhere or is not understood.
[[nodiscard]] QList<QJsonValue> jsonPath(const QJsonValue &document, const QString &path);

} // namespace sim
