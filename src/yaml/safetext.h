// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace yaml {

/// True for what is not seen when it is drawn, or changes how its neighbours are drawn: control characters, all
/// formatting characters (bidirectional, zero-width, tags, musical beams), line and paragraph separators, and half a
/// surrogate pair. Tab and newline are hidden too.
[[nodiscard]] bool isHidden(char32_t character) noexcept;

/// Text that came from outside, fit to be shown: hidden characters become visible escapes such as "\u202e" and
/// "\U000e0041"; tab and newline stay. Cost: linear, no copy when nothing is hidden.
[[nodiscard]] QString safeText(const QString &text);

} // namespace yaml
