// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QBitArray>
#include <QStringList>

namespace ui {

/// The lines of an object, written by yaml::write(), whose change has weight for whoever runs the cluster: image,
/// versionTag, replicas, nodes, and all that is inside resources. Cost: linear.
[[nodiscard]] QBitArray weightyLines(const QStringList &lines);

} // namespace ui
