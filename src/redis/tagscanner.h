// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tagproblem.h"

#include <QCoreApplication>
#include <QStringList>
#include <QStringView>
#include <optional>

namespace redis {

struct TagVersion;

/// Reads a tag from left to right and, where the text stops being one, says why. Every reading function returns false
/// (or nothing) once there is a problem().
class TagScanner final
{
    Q_DECLARE_TR_FUNCTIONS(redis::TagScanner)

public:
    using IsTag = bool (*)(QStringView text);

    /// With isTag, which tells a tag from other texts, a problem() comes with a suggestion where there is one.
    explicit TagScanner(QStringView text, IsTag isTag = nullptr);

    [[nodiscard]] QStringView text() const noexcept { return m_text; }

    /// x.y.z-n
    [[nodiscard]] bool readVersion(TagVersion *version);
    [[nodiscard]] bool readNumber(int *number);
    /// The rest of the text: nothing (-1), or a dot and one of suffixes (its index).
    [[nodiscard]] std::optional<qsizetype> readSuffix(const QStringList &suffixes);

    [[nodiscard]] QChar current() const { return m_at < m_text.size() ? m_text[m_at] : QChar(); }
    [[nodiscard]] bool isDotBeforeDigit() const;
    void skip() { ++m_at; }

    [[nodiscard]] TagProblem problem() const { return m_problem; }

private:
    bool looksLikeVersion();
    bool readDot();
    bool readDash();
    bool fail(TagProblem::Kind kind, qsizetype position, qsizetype length, const QString &message,
              const QString &suggestion = {});
    /// The end of the text came where something else belongs.
    bool failAtEnd(TagProblem::Kind kind, const QString &message);
    [[nodiscard]] QString ifTag(const QString &text) const { return m_isTag && m_isTag(text) ? text : QString(); }

    QStringView m_text;
    IsTag m_isTag;
    qsizetype m_at = 0;
    TagProblem m_problem;
};

} // namespace redis
