// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <string>

namespace yaml {

/// A sentence for what yaml-cpp says of a text that it cannot read.
[[nodiscard]] QString parserSentence(const std::string &message);

/// For a line that a tab indents, whatever the parser says of it.
[[nodiscard]] QString tabSentence();

} // namespace yaml
