// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace yaml {

/// Text that came from outside, fit to be shown: control, bidirectional-formatting, zero-width and line-separator
/// characters become visible escapes such as "\u202e"; tab and newline stay. Cost: linear, no copy when nothing is
/// hidden.
[[nodiscard]] QString safeText(const QString &text);

} // namespace yaml
