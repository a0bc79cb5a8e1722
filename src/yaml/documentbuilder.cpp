// SPDX-License-Identifier: Apache-2.0
#include "documentbuilder.h"

#include "safetext.h"
#include "scalars.h"

#include <QCoreApplication>
#include <QJsonObject>
#include <algorithm>
#include <ranges>
#include <yaml-cpp/mark.h>

using namespace Qt::StringLiterals;
using namespace std::string_view_literals;

namespace yaml {

namespace {

constexpr auto coreTag = "tag:yaml.org,2002:"sv;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(yaml)
};

/// What came from the text, short and fit to be shown in a sentence.
QString shown(const QString &text)
{
    constexpr qsizetype most = 60;
    return safeText(text.size() > most ? QString(text.first(most) + u'…') : text);
}

} // namespace

DocumentBuilder::DocumentBuilder(std::shared_ptr<const SourceText> text, const Limits &limits)
    : m_text(std::move(text))
    , m_limits(limits)
{
}

qsizetype DocumentBuilder::offsetOf(const YAML::Mark &mark) const
{
    // The parser is given a line end more than the text has.
    return std::clamp<qsizetype>(mark.pos, 0, m_text->size());
}

void DocumentBuilder::fail(qsizetype offset, const QString &message)
{
    throw Failure{.offset = offset, .message = message};
}

void DocumentBuilder::OnDocumentStart(const YAML::Mark &mark)
{
    const qsizetype offset = offsetOf(mark);
    // The parser takes a line that begins with % for a directive anywhere, and what follows for a new document.
    const std::string_view text = m_text->view();
    const std::string_view between = text.substr(size_t(m_lastEnd), size_t(std::max<qsizetype>(offset - m_lastEnd, 0)));
    const bool isFirst = std::exchange(m_hasStarted, true) == false;
    if (!isFirst && !text.substr(size_t(offset)).starts_with("---") && !between.contains("\n..."))
        fail(offset, Text::tr("A new document begins here without a line of three dashes before it."));
    m_frames.clear();
    m_anchors.clear();
    m_nodes.clear();
    m_root = QJsonValue::Null;
}

void DocumentBuilder::OnDocumentEnd()
{
    if (!m_root.isNull())
        m_documents.emplace_back(m_root, SourceMap(m_text, std::move(m_nodes)));
    m_nodes = {};
}

void DocumentBuilder::OnAnchor(const YAML::Mark & /*mark*/, const std::string &name)
{
    m_anchorName = QString::fromStdString(name);
}

void DocumentBuilder::define(YAML::anchor_t anchor)
{
    if (anchor == 0)
        return;
    m_anchors.resize(std::max(m_anchors.size(), size_t(anchor) + 1));
    m_anchors[anchor].name = m_anchorName;
}

void DocumentBuilder::complete(YAML::anchor_t anchor, const QJsonValue &value, const QString &key, const Cost &cost,
                               int height)
{
    if (anchor == 0)
        return;
    Anchored &anchored = m_anchors[anchor];
    anchored.value = value;
    anchored.key = key;
    anchored.cost = cost;
    anchored.height = height;
    anchored.isComplete = true;
}

void DocumentBuilder::count(qsizetype offset, const Cost &cost)
{
    m_cost += cost;
    if (m_cost.nodes > m_limits.nodes)
        fail(offset,
             Text::tr("From here on the text holds more than %1 values, aliases counted as what they stand for. "
                      "Split it, or write fewer aliases.")
                 .arg(m_limits.nodes));
    if (m_cost.bytes > m_limits.bytes)
        fail(offset,
             Text::tr("From here on the text is larger than %1 MB, aliases counted as what they stand for. "
                      "Split it, or write fewer aliases.")
                 .arg(double(m_limits.bytes) / (1024 * 1024), 0, 'g', 3));
}

int DocumentBuilder::addNode(qsizetype start, qsizetype end)
{
    const int node = int(m_nodes.size());
    m_nodes.append({.key = {}, .start = start, .end = end});
    if (m_frames.empty())
        return node;
    Frame &frame = m_frames.back();
    if (frame.isMap) {
        m_nodes[node].key = frame.key;
        m_nodes[node].keyStart = frame.keyStart;
        m_nodes[node].keyEnd = frame.keyEnd;
    }
    (frame.lastChild < 0 ? m_nodes[frame.node].firstChild : m_nodes[frame.lastChild].nextSibling) = node;
    frame.lastChild = node;
    return node;
}

void DocumentBuilder::setKey(const QString &key, qsizetype start, qsizetype end)
{
    Frame &frame = m_frames.back();
    frame.key = key;
    frame.keyStart = start;
    frame.keyEnd = m_lastEnd = end;
    frame.expectsKey = false;
}

void DocumentBuilder::deliver(const QJsonValue &value, qsizetype offset, int height)
{
    if (m_frames.empty()) {
        m_root = value;
        return;
    }
    Frame &frame = m_frames.back();
    frame.height = std::max(frame.height, height + 1);
    if (!frame.isMap) {
        frame.items.append(value);
        return;
    }
    frame.expectsKey = true;
    if (std::exchange(frame.merges, false))
        merge(value, offset);
    else
        frame.entries.push_back({.key = frame.key, .value = value, .offset = frame.keyStart, .merged = false});
}

void DocumentBuilder::merge(const QJsonValue &value, qsizetype offset)
{
    const auto mergeObject = [&](const QJsonValue &item) {
        if (!item.isObject())
            fail(offset, Text::tr("The merge key << needs a mapping, or a list of mappings."));
        const QJsonObject object = item.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            m_frames.back().entries.push_back({.key = it.key(), .value = it.value(), .offset = offset, .merged = true});
    };
    if (!value.isArray()) {
        mergeObject(value);
        return;
    }
    // Of a list the first mapping wins; of entries the last.
    const QJsonArray list = value.toArray();
    for (qsizetype i = list.size(); i > 0; --i)
        mergeObject(list.at(i - 1));
}

DocumentBuilder::Scalar DocumentBuilder::resolved(qsizetype offset, const std::string &tag, const std::string &value,
                                                  const QString &text) const
{
    const bool isPlain = tag.empty() || tag == "?";
    if (isPlain && value == "<<")
        return {.value = text, .key = text, .isMerge = true};
    const std::string_view type =
        tag.starts_with(coreTag) ? std::string_view(tag).substr(coreTag.size()) : std::string_view();
    if (type == "merge")
        return {.value = text, .key = text, .isMerge = true};
    if (type == "binary")
        fail(offset,
             Text::tr("Binary values (!!binary) have no place in a Kubernetes object. Write the base64 text as a "
                      "quoted string."));
    const bool isChecked = type == "int" || type == "float" || type == "bool" || type == "null";
    if (!isPlain && !isChecked)
        return {.value = text, .key = text};

    using Kind = PlainScalar::Kind;
    const PlainScalar scalar = resolvePlain(value);
    const bool isInteger = scalar.kind == Kind::Integer || scalar.kind == Kind::Unsigned;
    const bool isNumber = isInteger || scalar.kind == Kind::Float || scalar.kind == Kind::NotFinite;
    const bool isOfType = isPlain || (type == "int" && isInteger) || (type == "float" && isNumber)
        || (type == "bool" && scalar.kind == Kind::Boolean) || (type == "null" && scalar.kind == Kind::Null);
    if (!isOfType)
        fail(offset,
             Text::tr("“%1” is not a value of the type !!%2.")
                 .arg(shown(text), QString::fromUtf8(type.data(), qsizetype(type.size()))));
    if (scalar.kind == Kind::String)
        return {.value = text, .key = text};
    if (scalar.kind == Kind::NotFinite && !expectsKey())
        fail(offset,
             Text::tr("“%1” is not a number that JSON can hold. Quote it if a text is meant.").arg(shown(text)));
    return {.value = scalar.json(), .key = scalar.key()};
}

void DocumentBuilder::scalar(const Scalar &scalar, qsizetype start, qsizetype end, YAML::anchor_t anchor)
{
    define(anchor);
    const Cost cost{.nodes = 1, .bytes = end - start};
    complete(anchor, scalar.value, scalar.key, cost, 0);
    count(start, cost);
    if (expectsKey()) {
        if (scalar.key.isNull())
            fail(start, Text::tr("This cannot be the key of a mapping: a key is a text. Quote it."));
        m_frames.back().merges = scalar.isMerge;
        setKey(scalar.key, start, end);
        return;
    }
    addNode(start, end);
    m_lastEnd = end;
    deliver(scalar.value, start, 0);
}

/// The parser accepts a value at the column of its key, or even before it.
void DocumentBuilder::checkIndentation(qsizetype offset) const
{
    if (m_frames.empty() || !m_frames.back().isMap || m_frames.back().isFlow || m_frames.back().expectsKey)
        return;
    const std::string_view between = m_text->view().substr(size_t(m_lastEnd), size_t(offset - m_lastEnd));
    if (between.contains('\n') && m_text->column(offset) <= m_text->column(m_nodes[m_frames.back().node].start))
        fail(offset, Text::tr("A value must be indented more than its key."));
}

void DocumentBuilder::OnNull(const YAML::Mark &mark, YAML::anchor_t anchor)
{
    const qsizetype offset = offsetOf(mark);
    // The mark of a null that is not written is that of whatever comes next, or of the key before it.
    const qsizetype written = anchor != 0 ? m_text->contentStart(offset) : offset;
    const qsizetype end = m_text->nullEnd(written);
    if (offset >= m_lastEnd && (end > written || anchor != 0)) {
        scalar({.value = QJsonValue::Null, .key = {}}, offset, end, anchor);
        return;
    }
    if (!m_frames.empty() && m_frames.back().isFlow && !m_frames.back().isMap)
        fail(offset, Text::tr("A value is missing here. Remove the comma, or write null."));
    const bool isValue = !m_frames.empty() && m_frames.back().isMap && !m_frames.back().expectsKey;
    const qsizetype place = isValue ? m_text->colonEnd(m_lastEnd) : std::max(m_lastEnd, m_text->trimmedEnd(offset));
    // At the end of a document the parser takes a lone word for a key.
    const bool isExplicitKey = m_text->view().substr(size_t(offset)).starts_with('?');
    if (isValue && !m_frames.back().isFlow && place == m_lastEnd && !isExplicitKey)
        fail(m_frames.back().keyStart, Text::tr("A colon is missing behind this key."));
    scalar({.value = QJsonValue::Null, .key = {}}, place, place, anchor);
}

void DocumentBuilder::OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                               const std::string &value)
{
    const qsizetype offset = offsetOf(mark);
    checkIndentation(offset);
    const ScalarText text = scalarText(m_text->contentStart(offset), value);
    if (!text.isClosed)
        fail(offset, Text::tr("The quote that opens here is never closed."));
    scalar(resolved(offset, tag, value, text.text), offset, text.end, anchor);
}

ScalarText DocumentBuilder::scalarText(qsizetype start, const std::string &value) const
{
    const std::string_view source = m_text->view();
    switch (start < m_text->size() ? source[size_t(start)] : '\0') {
    case '"':
    case '\'':
        return quotedText(source, start);
    case '|':
    case '>':
        return blockText(source, start, m_frames.empty() ? -1 : m_text->column(m_nodes[m_frames.back().node].start));
    default:
        return plainText(source, start, value);
    }
}

void DocumentBuilder::OnAlias(const YAML::Mark &mark, YAML::anchor_t anchor)
{
    const qsizetype offset = offsetOf(mark);
    checkIndentation(offset);
    const Anchored &anchored = m_anchors[anchor];
    if (!anchored.isComplete)
        fail(offset, Text::tr("The anchor “%1” holds itself.").arg(shown(anchored.name)));
    count(offset, anchored.cost);
    if (int(m_frames.size()) + anchored.height > m_limits.depth)
        fail(offset, Text::tr("Values are nested more than %1 levels deep here.").arg(m_limits.depth));
    const qsizetype end = offset + 1 + anchored.name.toUtf8().size();
    if (expectsKey()) {
        if (anchored.key.isNull())
            fail(offset, Text::tr("This cannot be the key of a mapping: a key is a text. Quote it."));
        setKey(anchored.key, offset, end);
        return;
    }
    addNode(offset, end);
    m_lastEnd = end;
    deliver(anchored.value, offset, anchored.height);
}

void DocumentBuilder::begin(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                            YAML::EmitterStyle::value style, bool isMap)
{
    const qsizetype offset = offsetOf(mark);
    if (expectsKey())
        fail(offset, Text::tr("A mapping or a list cannot be a key. If none is meant, a closing bracket is missing."));
    if (int(m_frames.size()) >= m_limits.depth)
        fail(offset, Text::tr("Values are nested more than %1 levels deep here.").arg(m_limits.depth));
    if (style == YAML::EmitterStyle::Flow)
        checkIndentation(offset);
    define(anchor);
    const Cost before = m_cost;
    count(offset, {.nodes = 1, .bytes = 0});
    // Without anchor and tag of its own it begins at its first key, which may have them.
    const bool hasProperties = anchor != 0 || tag != "?";
    const qsizetype start = hasProperties ? m_text->contentStart(offset) : offset;
    Frame frame;
    frame.isMap = frame.expectsKey = isMap;
    frame.isFlow = style == YAML::EmitterStyle::Flow;
    frame.node = addNode(start, start);
    frame.before = before;
    frame.anchor = anchor;
    m_lastEnd = frame.isFlow ? std::min(start + 1, m_text->size()) : start;
    m_frames.push_back(std::move(frame));
}

void DocumentBuilder::end(const QJsonValue &value)
{
    const Frame frame = std::move(m_frames.back());
    m_frames.pop_back();
    SourceMap::Node &node = m_nodes[frame.node];
    // A single pair in a list, [a: b], is a mapping without brackets.
    const std::string_view text = m_text->view();
    const bool hasBracket = frame.isFlow && node.start < m_text->size()
        && (text[size_t(node.start)] == '[' || text[size_t(node.start)] == '{');
    node.end = m_lastEnd = hasBracket ? m_text->flowEnd(m_lastEnd) : m_lastEnd;
    complete(frame.anchor, value, {}, m_cost - frame.before, frame.height);
    deliver(value, node.start, frame.height);
}

QJsonValue DocumentBuilder::object(std::vector<Entry> &entries) const
{
    std::ranges::stable_sort(entries, {}, &Entry::key);
    const Entry *first = nullptr;
    const Entry *second = nullptr; ///< of the duplicates, the earliest in the text
    QJsonObject object;
    for (const auto &group :
         entries | std::views::chunk_by([](const Entry &a, const Entry &b) { return a.key == b.key; })) {
        const Entry *known = nullptr;
        for (const Entry &entry : group) {
            if (entry.merged)
                continue;
            if (known && (!second || entry.offset < second->offset)) {
                first = known;
                second = &entry;
            }
            if (!known)
                known = &entry;
        }
        // In the order of keys: anywhere else an insertion costs the size of the object.
        object.insert(group.back().key, group.back().value);
    }
    if (second)
        fail(second->offset,
             Text::tr("The key “%1” already stands in line %2. Remove one of the two.")
                 .arg(shown(second->key))
                 .arg(m_text->position(first->offset).line));
    return object;
}

void DocumentBuilder::OnSequenceStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                                      YAML::EmitterStyle::value style)
{
    begin(mark, tag, anchor, style, false);
}

void DocumentBuilder::OnSequenceEnd()
{
    end(std::exchange(m_frames.back().items, {}));
}

void DocumentBuilder::OnMapStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                                 YAML::EmitterStyle::value style)
{
    begin(mark, tag, anchor, style, true);
}

void DocumentBuilder::OnMapEnd()
{
    end(object(m_frames.back().entries));
}

} // namespace yaml
