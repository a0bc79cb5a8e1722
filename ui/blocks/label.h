// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

class QLabel;

namespace ui {

/// A label whose text is shown as it is: text of a cluster that looks like markup is not taken for it. Without a
/// parent, until a layout gives it one.
[[nodiscard]] QLabel *plainLabel(const QString &text = {});
[[nodiscard]] QLabel *dimLabel(const QString &text = {}); ///< the same, said more quietly

} // namespace ui
