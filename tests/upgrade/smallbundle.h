// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bundle/bundle.h"

namespace testsupport {

/// What differs between two releases of a small operator.
struct SmallRelease
{
    QString tag = QStringLiteral("8.0.6-8");
    QString logLevel = QStringLiteral("info"); ///< an environment variable of the operator
    QString verbs = QStringLiteral("get, list"); ///< of its Role, on secrets
    QString field = QStringLiteral("string"); ///< the type of spec.nodes in the definition
    bool hasService = true;
};

/// A bundle as the public ones are, in small: a definition, account, role, binding, Service and Deployment.
[[nodiscard]] QByteArray smallBundleText(const SmallRelease &release);
[[nodiscard]] upgrade::Bundle smallBundle(const SmallRelease &release);

} // namespace testsupport
