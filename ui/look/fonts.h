// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFont>

/// The few fonts of the window, all made from the system's font: sizes are shares of the size that the person chose.
namespace ui {

[[nodiscard]] QFont strong(const QFont &font); ///< names, numbers that matter
[[nodiscard]] QFont small(const QFont &font); ///< second lines
[[nodiscard]] QFont title(const QFont &font); ///< of a card
[[nodiscard]] QFont heading(const QFont &font); ///< of a page
[[nodiscard]] QFont tabular(const QFont &font); ///< figures of one width, for whatever stands in a column or counts
[[nodiscard]] QFont fixedWidth(const QFont &font); ///< the system's monospaced family, in the size of `font`

} // namespace ui
