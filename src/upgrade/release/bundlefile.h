// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bundle/bundle.h"
#include "callback.h"

#include <QIODevice>

namespace upgrade {

/// The most that is read of a bundle, in bytes: some 20 times the largest that was ever released.
inline constexpr qint64 largestBundle = 16 << 20;

/// A bundle that is a file, or in a folder under the name that the public repository gives it: bundle.yaml, or
/// openshift.bundle.yaml. Blocks.
[[nodiscard]] kube::Result<Bundle> readBundleFile(const QString &path, bool forOpenShift);

/// A bundle from a device, such as standard input, called `source` in messages. Blocks until its end.
[[nodiscard]] kube::Result<Bundle> readBundle(QIODevice &device, const QString &source);

/// As readBundleFile(), on a thread of its own. See Callback.
void readBundleFile(const QString &path, bool forOpenShift, QObject *context, kube::Callback<Bundle> done);

} // namespace upgrade
