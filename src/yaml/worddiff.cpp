// SPDX-License-Identifier: Apache-2.0
#include "worddiff.h"

#include "codepoints.h"
#include "xdiff.h"

#include <algorithm>

namespace yaml {

namespace {

bool isBlank(char32_t c)
{
    return c == U' ' || c == U'\t';
}

/// Of a word that is marked as a whole: version numbers and names of Kubernetes objects are.
bool isWordCharacter(char32_t c)
{
    return c == U'-' || c == U'.' || c == U'_' || c == U'+' || QChar::isLetterOrNumber(c) || QChar::isMark(c);
}

/// The word, the run of blanks or the single sign that begins at an index.
Span tokenAt(QStringView text, qsizetype start)
{
    const char32_t first = codePointAt(text, start);
    qsizetype end = start + unitsOf(first);
    if (!isWordCharacter(first) && !isBlank(first))
        return {.start = start, .length = end - start};
    while (end < text.size()) {
        const char32_t c = codePointAt(text, end);
        if (isBlank(first) ? !isBlank(c) : !isWordCharacter(c))
            break;
        end += unitsOf(c);
    }
    return {.start = start, .length = end - start};
}

QList<Span> tokens(QStringView text)
{
    QList<Span> result;
    for (qsizetype i = 0; i < text.size();) {
        const Span token = tokenAt(text, i);
        result.append(token);
        i += token.length;
    }
    return result;
}

/// A token a line.
QByteArray asLines(QStringView text, QList<Span>::const_iterator first, QList<Span>::const_iterator last)
{
    QByteArray lines;
    for (; first != last; ++first)
        lines += text.sliced(first->start, first->length).toUtf8() + '\n';
    return lines;
}

void append(QList<Span> &spans, QStringView text, Span added)
{
    if (!spans.isEmpty()) {
        Span &last = spans.back();
        const QStringView between = text.sliced(last.start + last.length, added.start - last.start - last.length);
        if (std::ranges::all_of(between, [](QChar c) { return isBlank(c.unicode()); })) {
            last.length = added.start + added.length - last.start;
            return;
        }
    }
    spans.append(added);
}

void append(QList<Span> &spans, QStringView text, const QList<Span> &words, qsizetype first, qsizetype count)
{
    for (qsizetype i = first; i < first + count; ++i)
        append(spans, text, words[i]);
}

/// Of "  - key: value" the key; empty without one.
QStringView keyOf(QStringView line)
{
    line = line.trimmed();
    while (line.startsWith(u"- "))
        line = line.sliced(2).trimmed();
    const qsizetype colon = line.indexOf(u": ");
    if (colon >= 0)
        return line.first(colon);
    return line.endsWith(u':') ? line.chopped(1) : QStringView();
}

} // namespace

LineWords::LineWords(const QString &line)
    : m_indentation(std::ranges::find_if_not(line, [](QChar c) { return c == u' '; }) - line.begin())
{
    if (const QStringView key = keyOf(line); !key.isEmpty())
        m_key = qHash(key) | 1;
    for (const Span &token : tokens(line))
        if (isWordCharacter(codePointAt(line, token.start)))
            m_words.append(qHash(QStringView(line).sliced(token.start, token.length)));
    std::ranges::sort(m_words);
}

double LineWords::similarity(const LineWords &other) const
{
    if (m_key != other.m_key && m_key != 0 && other.m_key != 0)
        return 0;
    qsizetype common = 0;
    for (auto a = m_words.begin(), b = other.m_words.begin(); a != m_words.end() && b != other.m_words.end();) {
        if (*a == *b) {
            ++common;
            ++b;
        } else if (*b < *a) {
            ++b;
            continue;
        }
        ++a;
    }
    const qsizetype all = m_words.size() + other.m_words.size();
    const double shared = all == 0 ? 0 : 2.0 * double(common) / double(all);
    if (m_key == 0 || m_key != other.m_key)
        return shared;
    return 0.6 + (m_indentation == other.m_indentation ? 0.2 : 0) + 0.2 * shared;
}

WordDiff wordDiff(QStringView left, QStringView right)
{
    const QList<Span> leftTokens = tokens(left);
    const QList<Span> rightTokens = tokens(right);
    const auto same = [&](const Span &a, const Span &b) {
        return left.sliced(a.start, a.length) == right.sliced(b.start, b.length);
    };
    // Most changes are one word: what is the same at both ends needs no search.
    const auto [leftFirst, rightFirst] = std::ranges::mismatch(leftTokens, rightTokens, same);
    auto leftLast = leftTokens.end();
    auto rightLast = rightTokens.end();
    while (leftLast != leftFirst && rightLast != rightFirst && same(*(leftLast - 1), *(rightLast - 1))) {
        --leftLast;
        --rightLast;
    }
    const qsizetype before = leftFirst - leftTokens.begin();
    const qsizetype leftCount = leftLast - leftFirst;
    const qsizetype rightCount = rightLast - rightFirst;
    const bool isPlain = leftCount == 0 || rightCount == 0 || (leftCount == 1 && rightCount == 1);
    const QList<Edit> changes = isPlain
        ? QList<Edit>{{.left = 0, .leftCount = leftCount, .right = 0, .rightCount = rightCount}}
        : edits(asLines(left, leftFirst, leftLast), asLines(right, rightFirst, rightLast));
    WordDiff result;
    for (const Edit &edit : changes) {
        append(result.left, left, leftTokens, before + edit.left, edit.leftCount);
        append(result.right, right, rightTokens, before + edit.right, edit.rightCount);
    }
    return result;
}

} // namespace yaml
