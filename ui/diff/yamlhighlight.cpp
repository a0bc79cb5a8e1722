// SPDX-License-Identifier: Apache-2.0
#include "diff/yamlhighlight.h"

#include <KSyntaxHighlighting/AbstractHighlighter>
#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/State>
#include <KSyntaxHighlighting/Theme>
#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;
using KSyntaxHighlighting::State;
using KSyntaxHighlighting::Theme;

namespace ui {

namespace {

constexpr qsizetype near = 300; // lines that are read at once, in about 5 ms

/// By the text styles that the YAML definition uses.
YamlPart partOf(Theme::TextStyle style)
{
    switch (style) {
    case Theme::Function:
        return YamlPart::Key;
    case Theme::Keyword:
    case Theme::Operator:
        return YamlPart::Sign;
    case Theme::String:
    case Theme::SpecialChar:
    case Theme::Char:
        return YamlPart::Text;
    case Theme::BuiltIn:
    case Theme::Constant:
    case Theme::DecVal:
    case Theme::BaseN:
    case Theme::Float:
    case Theme::DataType:
        return YamlPart::Literal;
    case Theme::Comment:
        return YamlPart::Comment;
    default:
        return YamlPart::Plain;
    }
}

} // namespace

class YamlHighlight::Engine final : public KSyntaxHighlighting::AbstractHighlighter
{
public:
    Engine() { setDefinition(m_repository.definitionForName(u"YAML"_s)); }

    State read(const QString &line, const State &before)
    {
        m_spans.clear();
        return highlightLine(line, before);
    }
    [[nodiscard]] const QList<YamlSpan> &spans() const noexcept { return m_spans; }

private:
    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format &format) override
    {
        if (const YamlPart part = partOf(format.textStyle()); part != YamlPart::Plain)
            m_spans.append({.start = offset, .length = length, .part = part});
    }

    KSyntaxHighlighting::Repository m_repository;
    QList<YamlSpan> m_spans;
};

struct YamlHighlight::Text
{
    QStringList lines;
    std::vector<State> before; ///< of each line that was reached, and of the one after
};

YamlHighlight::YamlHighlight() = default;
YamlHighlight::~YamlHighlight() = default;
YamlHighlight::YamlHighlight(YamlHighlight &&) noexcept = default;
YamlHighlight &YamlHighlight::operator=(YamlHighlight &&) noexcept = default;

void YamlHighlight::setTexts(const QList<QStringList> &texts)
{
    m_texts.clear();
    for (const QStringList &lines : texts)
        m_texts.push_back({.lines = lines, .before = std::vector<State>(1)});
}

void YamlHighlight::read(Text &text, qsizetype end)
{
    if (!m_engine)
        m_engine = std::make_unique<Engine>();
    end = std::min(end, text.lines.size());
    for (auto i = qsizetype(text.before.size()) - 1; i < end; ++i)
        text.before.push_back(m_engine->read(text.lines.at(i), text.before.back()));
}

bool YamlHighlight::advance(qsizetype lines)
{
    bool isMore = false;
    for (Text &text : m_texts) {
        read(text, qsizetype(text.before.size()) - 1 + lines);
        isMore = isMore || qsizetype(text.before.size()) <= text.lines.size();
    }
    return isMore;
}

QList<YamlSpan> YamlHighlight::spans(qsizetype text, qsizetype line)
{
    Text &source = m_texts.at(size_t(text));
    if (line >= qsizetype(source.before.size()) + near)
        return {};
    read(source, line);
    if (!m_engine)
        m_engine = std::make_unique<Engine>();
    [[maybe_unused]] const State after = m_engine->read(source.lines.at(line), source.before.at(size_t(line)));
    return m_engine->spans();
}

} // namespace ui
