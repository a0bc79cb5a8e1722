// SPDX-License-Identifier: Apache-2.0
#include "tagscanner.h"

#include "imagereference.h"
#include "imagetag.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace redis {

namespace {

// Nine digits fit into an int whatever they are.
constexpr qsizetype longestNumber = 9;

// Only these ten: QChar::isDigit() also takes the digits of other scripts.
bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

bool isDigest(QStringView text)
{
    const qsizetype colon = text.indexOf(u':');
    const QStringView hex = text.mid(colon + 1);
    return (colon < 0 || text.startsWith(u"sha")) && hex.size() >= 32 && std::ranges::all_of(hex, [](QChar c) {
               return isDigit(c) || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F');
           });
}

/// A character as a person can see it, whatever it is.
QString shown(QChar c)
{
    return c.isPrint() && !c.isSpace() ? u'\'' + QString(c) + u'\''
                                       : u"U+%1"_s.arg(int(c.unicode()), 4, 16, QLatin1Char('0'));
}

} // namespace

TagScanner::TagScanner(QStringView text, IsTag isTag)
    : m_text(text)
    , m_isTag(isTag)
{
}

bool TagScanner::isDotBeforeDigit() const
{
    return current() == u'.' && m_at + 1 < m_text.size() && isDigit(m_text[m_at + 1]);
}

bool TagScanner::readVersion(TagVersion *version)
{
    return looksLikeVersion() && readNumber(&version->major) && readDot() && readNumber(&version->minor) && readDot()
        && readNumber(&version->patch) && readDash() && readNumber(&version->build);
}

bool TagScanner::looksLikeVersion()
{
    using enum TagProblem::Kind;
    if (m_text.isEmpty())
        return failAtEnd(Empty, tr("The tag is missing. It looks like 8.0.6-54."));

    const auto *const blank = std::ranges::find_if(m_text, [](QChar c) { return c.isSpace(); });
    if (blank != m_text.end()) {
        QString without = m_text.toString();
        without.removeIf([](QChar c) { return c.isSpace(); });
        return fail(Blank, blank - m_text.begin(), 1, tr("A tag has no blanks and no line breaks. Remove this one."),
                    ifTag(without));
    }
    if (isDigest(m_text)) {
        return fail(Digest, 0, m_text.size(),
                    tr("This is a digest. Write the tag that belongs to it, such as 8.0.6-54: a digest has a field of "
                       "its own."));
    }
    if (m_text.contains(u'/') || m_text.contains(u':') || m_text.contains(u'@')) {
        const auto image = ImageReference::parse(m_text);
        // NAME@sha256:... has no tag, but who pastes 8.0.6-54@sha256:... means one.
        const QString meant = image ? ifTag(image->tag().isEmpty() ? image->path() : image->tag()) : QString();
        return fail(
            ImageReference, 0, m_text.size(),
            meant.isEmpty()
                ? tr("This is more than a tag. Write only what stands behind the last colon of the image, such "
                     "as 8.0.6-54: the repository has a field of its own.")
                : tr("This is a whole image. Its tag is only %1: the repository has a field of its own.").arg(meant),
            meant);
    }
    if ((m_text[0] == u'v' || m_text[0] == u'V') && m_text.size() > 1 && isDigit(m_text[1])) {
        return fail(LeadingV, 0, 1,
                    tr("Image tags have no leading 'v': that is how releases are named in the repository of bundles. "
                       "Remove it."),
                    ifTag(m_text.mid(1).toString()));
    }
    if (!isDigit(m_text[0])) {
        return fail(NotAVersion, 0, m_text.size(),
                    tr("A tag begins with three numbers and a build number, such as 8.0.6-54."));
    }
    return true;
}

bool TagScanner::readNumber(int *number)
{
    using enum TagProblem::Kind;
    const qsizetype begin = m_at;
    while (m_at < m_text.size() && isDigit(m_text[m_at]))
        ++m_at;
    const QStringView digits = m_text.sliced(begin, m_at - begin);
    if (digits.isEmpty() && m_at == m_text.size()) {
        return failAtEnd(MissingNumber, tr("A number is missing behind '%1'. A tag looks like 8.0.6-54.").arg(m_text));
    }
    if (digits.isEmpty()) {
        return fail(MissingNumber, m_at, 1,
                    tr("A number belongs here, not %1. A tag looks like 8.0.6-54.").arg(shown(m_text[m_at])));
    }
    if (digits.size() > longestNumber)
        return fail(NumberTooLong, begin, digits.size(), tr("No version has a number this long."));
    *number = digits.toInt();
    return true;
}

bool TagScanner::readDot()
{
    using enum TagProblem::Kind;
    if (current() == u'.') {
        skip();
        return true;
    }
    const QString message = tr("A version has three numbers with dots between them, such as 8.0.6-54.");
    if (m_at == m_text.size())
        return failAtEnd(MissingPatch, message);
    return fail(current() == u'-' ? MissingPatch : Unexpected, m_at, 1, message);
}

bool TagScanner::readDash()
{
    using enum TagProblem::Kind;
    if (current() == u'-') {
        skip();
        return true;
    }
    if (m_at == m_text.size()) {
        return failAtEnd(
            MissingBuild,
            tr("The build number is missing: '%1-' and a number. A version alone names no image.").arg(m_text));
    }
    if (current() == u'.') {
        QString dashed = m_text.toString();
        dashed[m_at] = u'-';
        return fail(MissingBuild, m_at, 1,
                    tr("Before the build number stands '-', not '.': a tag looks like 8.0.6-54."), ifTag(dashed));
    }
    return fail(
        MissingBuild, m_at, 1,
        tr("Here '-' and the build number are expected, not %1. A tag looks like 8.0.6-54.").arg(shown(m_text[m_at])));
}

std::optional<qsizetype> TagScanner::readSuffix(const QStringList &suffixes)
{
    using enum TagProblem::Kind;
    if (m_at == m_text.size())
        return -1;
    const QString known = suffixes.join(u", "_s);
    if (current() != u'.') {
        fail(Unexpected, m_at, m_text.size() - m_at,
             tr("Behind the build number only a dot and one of these may follow: %1.").arg(known));
        return std::nullopt;
    }
    skip();
    const QStringView rest = m_text.sliced(m_at);
    if (const qsizetype found = suffixes.indexOf(rest); found >= 0) {
        m_at = m_text.size();
        return found;
    }
    const QString lower = rest.toString().toLower();
    fail(UnknownFlavour, m_at, rest.size(), tr("Behind this dot one of these belongs: %1.").arg(known),
         suffixes.contains(lower) ? QString(m_text.first(m_at) + lower) : QString());
    m_problem.incomplete =
        std::ranges::any_of(suffixes, [rest](const QString &suffix) { return suffix.startsWith(rest); });
    return std::nullopt;
}

bool TagScanner::fail(TagProblem::Kind kind, qsizetype position, qsizetype length, const QString &message,
                      const QString &suggestion)
{
    m_problem = TagProblem{.kind = kind,
                           .position = position,
                           .length = length,
                           .message = message,
                           .suggestion = suggestion,
                           .incomplete = false};
    return false;
}

bool TagScanner::failAtEnd(TagProblem::Kind kind, const QString &message)
{
    fail(kind, m_text.size(), 0, message);
    m_problem.incomplete = true;
    return false;
}

} // namespace redis
