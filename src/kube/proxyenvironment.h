// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QProcessEnvironment>
#include <QUrl>

namespace kube {

/// The variable (such as "HTTPS_PROXY") that makes kubectl reach server through a proxy, by the rules of Go with
/// NO_PROXY; empty if kubectl connects directly. Rollhive itself always connects directly: whoever shows a failed
/// connection says so if this is not empty.
[[nodiscard]] QString proxyVariable(const QUrl &server, const QProcessEnvironment &environment);

} // namespace kube
