// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArrayView>
#include <QList>

namespace yaml {

/// Lines of the left side that lines of the right side stand for; everything between two edits is the same. From 0.
struct Edit
{
    qsizetype left = 0;
    qsizetype leftCount = 0;
    qsizetype right = 0;
    qsizetype rightCount = 0;

    [[nodiscard]] bool operator==(const Edit &) const = default;
};

/// What to do to the lines of one text to get the other, in order, by libgit2's xdiff: patience (unique lines are
/// anchors), then Myers; edits slid to where indentation suggests. A last line without "\n" differs from one with it.
/// Cost: linear space; time linear for texts that are much alike. Nothing if libgit2 cannot (out of memory, or more
/// than 2 GB): then one edit of everything.
[[nodiscard]] QList<Edit> edits(QByteArrayView left, QByteArrayView right);

} // namespace yaml
