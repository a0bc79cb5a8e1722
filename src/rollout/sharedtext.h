// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace rollout {

/// The same text, sharing the memory of an equal one that this thread read lately. Ten thousand pods name the same
/// images, nodes and labels again and again. Cost: one hash; a bounded number of texts is remembered.
[[nodiscard]] QString sharedText(QString text);

} // namespace rollout
