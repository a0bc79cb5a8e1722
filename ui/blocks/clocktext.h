// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <chrono>

namespace ui {

/// "5 s", "12 min 5 s", "3 h 4 min", "2 d 3 h": two units are enough. Less than nothing, as from a clock that is off,
/// is "0 s".
[[nodiscard]] QString clockText(std::chrono::seconds duration);

/// How long such a text stays true at most: how often a clock that shows it has to tick.
[[nodiscard]] std::chrono::milliseconds clockTick(std::chrono::seconds duration);

} // namespace ui
