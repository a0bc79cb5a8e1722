// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace ui {

/// Plain text as a tooltip: shown as it is, in lines that wrap. Given to Qt without this, text of a cluster that looks
/// like HTML would be taken for it.
[[nodiscard]] QString plainToolTip(const QString &text);

} // namespace ui
