// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/diffrows.h"
#include "diff/yamlhighlight.h"

#include <QBitArray>
#include <QString>
#include <array>

namespace ui {

/// All that a DiffView needs of two texts and that takes time to find out. May be made on any thread and handed over.
struct PreparedDiff
{
    QString left;
    QString right;
    DiffRows rows;
    std::array<QBitArray, 2> weighty; ///< by side and line
    std::array<QString, 2> longest; ///< lines, by side
    int digits = 1; ///< of the largest line number
    YamlHighlight highlight; ///< read as far as the first lines
};

/// Of two texts as yaml::write() makes them. Cost: 20 ms, and as tests/bench says for large ones.
[[nodiscard]] PreparedDiff prepareDiff(const QString &left, const QString &right);

} // namespace ui
