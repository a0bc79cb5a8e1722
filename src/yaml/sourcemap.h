// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sourcetext.h"
#include "valuepath.h"

#include <QList>
#include <memory>
#include <optional>

namespace yaml {

/// From the first character to behind the last.
struct Range
{
    Position start;
    Position end;

    [[nodiscard]] bool operator==(const Range &) const = default;
};

/// Where the parts of a document stand in its text. Cheap to copy. A value that an alias or a merge key brought in has
/// no place of its own. Cost: a place, the number of siblings on the way to it; memory, 80 bytes a node and the text.
class SourceMap final
{
public:
    struct Node
    {
        QString key; ///< empty for the items of an array
        qsizetype keyStart = -1; ///< -1: has no key
        qsizetype keyEnd = -1;
        qsizetype start = 0;
        qsizetype end = 0;
        int firstChild = -1;
        int nextSibling = -1;
    };

    SourceMap(std::shared_ptr<const SourceText> text, QList<Node> nodes)
        : m_text(std::move(text))
        , m_nodes(std::move(nodes))
    {
    }

    [[nodiscard]] std::optional<Range> value(const Path &path) const;
    [[nodiscard]] std::optional<Range> key(const Path &path) const;

    /// The innermost value that a position is in, or whose key or value it stands right behind; so the end of a line
    /// gives what the line is about. A column beyond the line means its end.
    [[nodiscard]] Path pathAt(Position position) const;

private:
    [[nodiscard]] const Node *find(const Path &path) const;
    [[nodiscard]] Range range(qsizetype start, qsizetype end) const;

    std::shared_ptr<const SourceText> m_text;
    QList<Node> m_nodes; ///< the first is the whole; parents before children, in the order of the text
};

} // namespace yaml
