// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArrayView>

namespace bench {

/// A line of /proc/self/status in MB: "VmRSS" is what this process has resident, "VmHWM" the most it had so far.
[[nodiscard]] double memory(QByteArrayView line);

} // namespace bench
