// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QUrl>
#include <expected>

namespace kube {

/// The address in a kubeconfig's "server": http or https, a host, a port that exists, an optional path prefix (without
/// a slash at its end); query and fragment are dropped. "host:port" alone is https if tlsConfigured, else http. The
/// error is a sentence that never shows a password.
[[nodiscard]] std::expected<QUrl, QString> serverAddress(const QString &text, bool tlsConfigured);

} // namespace kube
