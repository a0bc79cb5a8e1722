// SPDX-License-Identifier: Apache-2.0
#include "sourcemap.h"

namespace yaml {

Range SourceMap::range(qsizetype start, qsizetype end) const
{
    return {.start = m_text->position(start), .end = m_text->position(end)};
}

const SourceMap::Node *SourceMap::find(const Path &path) const
{
    if (m_nodes.isEmpty())
        return nullptr;
    const Node *node = &m_nodes.front();
    for (const Step &step : path.steps()) {
        int child = node->firstChild;
        for (qsizetype i = 0; child >= 0; child = m_nodes[child].nextSibling, ++i) {
            const bool hasKey = m_nodes[child].keyStart >= 0;
            if (step.isIndex() ? !hasKey && i == step.index() : hasKey && m_nodes[child].key == step.key())
                break;
        }
        if (child < 0)
            return nullptr;
        node = &m_nodes[child];
    }
    return node;
}

std::optional<Range> SourceMap::value(const Path &path) const
{
    const Node *node = find(path);
    return node ? std::optional(range(node->start, node->end)) : std::nullopt;
}

std::optional<Range> SourceMap::key(const Path &path) const
{
    const Node *node = find(path);
    return node && node->keyStart >= 0 ? std::optional(range(node->keyStart, node->keyEnd)) : std::nullopt;
}

Path SourceMap::pathAt(Position position) const
{
    Path path;
    const qsizetype offset = m_text->offset(position);
    for (int child = m_nodes.isEmpty() ? -1 : m_nodes.front().firstChild; child >= 0;) {
        int found = -1;
        qsizetype index = 0;
        for (qsizetype i = 0; child >= 0; child = m_nodes[child].nextSibling, ++i) {
            const Node &node = m_nodes[child];
            if ((node.keyStart >= 0 ? node.keyStart : node.start) > offset)
                break;
            found = child;
            index = i;
        }
        if (found < 0 || m_nodes[found].end < offset)
            break;
        const Node &node = m_nodes[found];
        path /= node.keyStart >= 0 ? Step(node.key) : Step(index);
        child = node.firstChild;
    }
    return path;
}

} // namespace yaml
