// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringView>

namespace yaml {

/// The order of keys in YAML that Go writes: a2 before a10, letters after digits, digits after all else. A strict weak
/// order.
[[nodiscard]] bool naturallyLess(QStringView left, QStringView right) noexcept;

} // namespace yaml
