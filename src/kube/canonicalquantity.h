// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <optional>

namespace kube {

/// The canonical form of a resource quantity, in which an API server keeps it: "0.5" is "500m", "1024Mi" is "1Gi",
/// "1000" is "1k". Nothing if the text is no quantity. Fractions below a thousandth are rounded up to it; amounts
/// beyond 9e15 stay as they are written.
[[nodiscard]] std::optional<QString> canonicalQuantity(const QString &text);

} // namespace kube
