// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bundle/bundleupgrade.h"

#include <QJsonObject>
#include <QString>

namespace ctl {

// What a bundle's way into a cluster looks like as text. Pure.

/// The plan: what runs, what is to be known, and each document with what becomes of it.
[[nodiscard]] QString planText(const upgrade::BundleUpgrade &upgrade);
/// The same for programs.
[[nodiscard]] QJsonObject planJson(const upgrade::BundleUpgrade &upgrade);

/// The difference of every document that changes, live against what the server answered to the dry run or, where it was
/// not asked, against what is wanted; as `diff -u` prints it.
[[nodiscard]] QString diffText(const upgrade::BundleUpgrade &upgrade);

/// "Deployment redis-enterprise-operator: written".
[[nodiscard]] QString progressText(const upgrade::UpgradeDocument &document);

} // namespace ctl
