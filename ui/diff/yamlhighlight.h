// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QStringList>
#include <memory>
#include <vector>

namespace ui {

/// What a part of a line of YAML is.
enum class YamlPart { Plain, Key, Sign, Text, Literal, Comment };

struct YamlSpan
{
    qsizetype start = 0;
    qsizetype length = 0;
    YamlPart part = YamlPart::Plain;

    [[nodiscard]] bool operator==(const YamlSpan &) const = default;
};

/// The parts of the lines of some texts, by KSyntaxHighlighting. A line depends on all lines before it, so that the
/// texts are read from the top, a bit at a time with advance(), or as far as a line that is asked for, if that is
/// near. Kept is only the state before each line. May go to another thread. Cost: about 15 µs
/// a line; 20 ms once.
class YamlHighlight final
{
public:
    YamlHighlight();
    ~YamlHighlight();
    YamlHighlight(YamlHighlight &&) noexcept;
    YamlHighlight &operator=(YamlHighlight &&) noexcept;
    Q_DISABLE_COPY(YamlHighlight)

    void setTexts(const QList<QStringList> &texts);

    /// Reads up to `lines` more lines of each text; false if all are read.
    bool advance(qsizetype lines);
    /// Empty if the line is too far from what has been read.
    [[nodiscard]] QList<YamlSpan> spans(qsizetype text, qsizetype line);

private:
    class Engine;
    struct Text;

    void read(Text &text, qsizetype end);

    std::unique_ptr<Engine> m_engine; ///< made when first needed
    std::vector<Text> m_texts;
};

} // namespace ui
