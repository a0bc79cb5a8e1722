// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QProcessEnvironment>
#include <QUrl>

namespace kube {

/// The variable (such as "HTTPS_PROXY") that makes kubectl reach server through a proxy, by the rules of Go with
/// NO_PROXY; empty if kubectl connects directly. Rollhive itself always connects directly: the error of a connection
/// that failed says so.
[[nodiscard]] QString proxyVariable(const QUrl &server, const QProcessEnvironment &environment);

} // namespace kube
