// SPDX-License-Identifier: Apache-2.0
#include "imagereference.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace redis {

namespace {

constexpr qsizetype longestTag = 128;
constexpr qsizetype longestRepository = 255;
constexpr qsizetype shortestHex = 32;

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

bool isLower(QChar c)
{
    return c >= u'a' && c <= u'z';
}

bool isLetter(QChar c)
{
    return isLower(c) || (c >= u'A' && c <= u'Z');
}

bool isAlphanumeric(QChar c)
{
    return isLetter(c) || isDigit(c);
}

bool isHex(QChar c)
{
    return isDigit(c) || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F');
}

bool isPort(QStringView port)
{
    return !port.isEmpty() && std::ranges::all_of(port, isDigit);
}

/// Labels of letters, digits and inner hyphens with dots between them.
bool isHostName(QStringView host)
{
    return std::ranges::all_of(host.tokenize(u'.'), [](QStringView label) {
        return !label.isEmpty() && isAlphanumeric(label.front()) && isAlphanumeric(label.back())
            && std::ranges::all_of(label, [](QChar c) { return isAlphanumeric(c) || c == u'-'; });
    });
}

bool isRegistry(QStringView text)
{
    if (text.startsWith(u'[')) {
        const qsizetype end = text.indexOf(u']');
        const QStringView address = text.mid(1, end - 1);
        const QStringView rest = text.mid(end + 1);
        return end > 1 && std::ranges::all_of(address, [](QChar c) { return isHex(c) || c == u':'; })
            && (rest.isEmpty() || (rest.front() == u':' && isPort(rest.mid(1))));
    }
    const qsizetype colon = text.indexOf(u':');
    return colon < 0 ? isHostName(text) : isHostName(text.first(colon)) && isPort(text.mid(colon + 1));
}

/// Runs of lower-case letters and digits, joined by one dot, one or two underscores, or hyphens.
bool isPathComponent(QStringView component)
{
    const auto isWord = [](QChar c) { return isLower(c) || isDigit(c); };
    if (component.isEmpty() || !isWord(component.front()) || !isWord(component.back()))
        return false;
    for (const auto *at = component.begin(); at != component.end();) {
        at = std::find_if_not(at, component.end(), isWord);
        const auto *const separator = at;
        at = std::find_if(at, component.end(), isWord);
        const QStringView joined(separator, at);
        const bool hyphens = std::ranges::all_of(joined, [](QChar c) { return c == u'-'; });
        if (!hyphens && joined != u"." && joined != u"_" && joined != u"__")
            return false;
    }
    return true;
}

bool isPath(QStringView path)
{
    return std::ranges::all_of(path.tokenize(u'/'), isPathComponent);
}

bool isTag(QStringView tag)
{
    const auto isWord = [](QChar c) { return isAlphanumeric(c) || c == u'_'; };
    return !tag.isEmpty() && tag.size() <= longestTag && isWord(tag.front())
        && std::ranges::all_of(tag, [isWord](QChar c) { return isWord(c) || c == u'.' || c == u'-'; });
}

bool isDigest(QStringView digest)
{
    const qsizetype colon = digest.indexOf(u':');
    if (colon <= 0)
        return false;
    const QStringView hex = digest.mid(colon + 1);
    // An algorithm is letters and digits in parts that begin with a letter: "sha256", "sha512+b64u".
    bool partBegins = true;
    for (const QChar c : digest.first(colon)) {
        if (partBegins ? !isLetter(c) : !isAlphanumeric(c) && !QStringView(u"+.-_").contains(c))
            return false;
        partBegins = !isAlphanumeric(c);
    }
    return !partBegins && hex.size() >= shortestHex && std::ranges::all_of(hex, isHex);
}

} // namespace

std::optional<ImageReference> ImageReference::parse(QStringView text)
{
    ImageReference image;
    QStringView rest = text;
    if (const qsizetype at = rest.indexOf(u'@'); at >= 0) {
        const QStringView digest = rest.mid(at + 1);
        if (!isDigest(digest))
            return std::nullopt;
        image.m_digest = digest.toString();
        rest.truncate(at);
    }
    // A colon before the last slash is that of a port.
    if (const qsizetype colon = rest.lastIndexOf(u':'); colon > rest.lastIndexOf(u'/')) {
        const QStringView tag = rest.mid(colon + 1);
        if (!isTag(tag))
            return std::nullopt;
        image.m_tag = tag.toString();
        rest.truncate(colon);
    }
    if (rest.size() > longestRepository)
        return std::nullopt;
    // What stands before the first slash is a registry only if it cannot be a part of a path, or is localhost.
    if (const qsizetype slash = rest.indexOf(u'/'); slash >= 0) {
        const QStringView first = rest.first(slash);
        const bool hasHostCharacters =
            std::ranges::any_of(first, [](QChar c) { return c == u'.' || c == u':' || (isLetter(c) && !isLower(c)); });
        if (hasHostCharacters || first == u"localhost") {
            if (!isRegistry(first))
                return std::nullopt;
            image.m_registry = first.toString();
            rest = rest.mid(slash + 1);
        }
    }
    if (!isPath(rest))
        return std::nullopt;
    image.m_path = rest.toString();
    return image;
}

QString ImageReference::repository() const
{
    return m_registry.isEmpty() ? m_path : QString(m_registry + u'/' + m_path);
}

QString ImageReference::toString() const
{
    QString text = repository();
    if (!m_tag.isEmpty())
        text += u':' + m_tag;
    if (!m_digest.isEmpty())
        text += u'@' + m_digest;
    return text;
}

std::optional<ImageReference> ImageReference::withTag(const QString &tag) const
{
    if (!isTag(tag))
        return std::nullopt;
    ImageReference image = *this;
    image.m_tag = tag;
    image.m_digest.clear();
    return image;
}

std::optional<ImageReference> ImageReference::withRegistry(const QString &registry) const
{
    ImageReference image = *this;
    image.m_registry = registry;
    // Read again: "redislabs" would not be taken for a registry, and the whole can have become too long.
    const auto read = parse(image.toString());
    return read && *read == image ? read : std::nullopt;
}

} // namespace redis
