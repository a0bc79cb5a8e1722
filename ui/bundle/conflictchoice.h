// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "valuemerge.h"

namespace ui {

/// How a person settled a conflict.
struct ConflictChoice
{
    enum class Side { None, Yours, Theirs, Edited };

    Side side = Side::None;
    QJsonValue value; ///< what the field becomes; Undefined takes it out

    [[nodiscard]] bool operator==(const ConflictChoice &) const = default;
};

} // namespace ui
