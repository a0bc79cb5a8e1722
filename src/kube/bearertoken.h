// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

namespace kube {

/// Why token must not be put into a header, as a sentence that does not show it; empty if it may. Control characters
/// would end the header and begin another.
[[nodiscard]] QString whyNotSendable(const QByteArray &token);

} // namespace kube
