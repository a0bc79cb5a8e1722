// SPDX-License-Identifier: Apache-2.0
#include "diff/diffweight.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

/// Where the text begins, behind blanks and the dashes of lists.
qsizetype indentationOf(QStringView line)
{
    qsizetype at = 0;
    while (at < line.size() && (line[at] == u' ' || (line[at] == u'-' && line.mid(at + 1, 1) == " "_L1)))
        ++at;
    return at;
}

QStringView keyOf(QStringView line, qsizetype indentation)
{
    const QStringView text = line.mid(indentation);
    const qsizetype colon = text.indexOf(": "_L1);
    if (colon >= 0)
        return text.first(colon);
    return text.endsWith(u':') ? text.chopped(1) : QStringView();
}

} // namespace

QBitArray weightyLines(const QStringList &lines)
{
    constexpr std::array keys{"image"_L1, "versionTag"_L1, "replicas"_L1, "nodes"_L1};
    QBitArray weighty(lines.size());
    qsizetype resources = -1; // indentation of the resources we are in
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const qsizetype indentation = indentationOf(lines[i]);
        if (indentation <= resources)
            resources = -1;
        const QStringView key = keyOf(lines[i], indentation);
        if (resources < 0 && key.endsWith("resources"_L1, Qt::CaseInsensitive))
            resources = indentation;
        weighty.setBit(
            i, resources >= 0 || std::ranges::any_of(keys, [key](QLatin1StringView known) { return key == known; }));
    }
    return weighty;
}

} // namespace ui
