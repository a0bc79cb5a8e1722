// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "result.h"

#include <QString>

namespace kube {

/// Text of a file, a program or a server, fit to stand in a sentence: one line, nothing hidden, at most 200 characters.
[[nodiscard]] QString quotable(const QString &text);

/// A path, fit to stand in a sentence: whole, on one line, nothing hidden.
[[nodiscard]] QString shownPath(const QString &path);

[[nodiscard]] Error configurationError(const QString &message);
[[nodiscard]] Error credentialsError(const QString &message);

} // namespace kube
