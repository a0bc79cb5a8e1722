// SPDX-License-Identifier: Apache-2.0
#include "imagetag.h"

#include "tagscanner.h"

#include <array>

using namespace Qt::StringLiterals;

namespace redis {

namespace {

constexpr std::array allFlavours{Flavour::Rhel7OpenShift, Flavour::Rhel8OpenShift, Flavour::Minimal};

} // namespace

QString suffixOf(Flavour flavour)
{
    switch (flavour) {
    case Flavour::Plain:
        return {};
    case Flavour::Rhel7OpenShift:
        return u"rhel7-openshift"_s;
    case Flavour::Rhel8OpenShift:
        return u"rhel8-openshift"_s;
    case Flavour::Minimal:
        return u"minimal"_s;
    }
    return {};
}

std::optional<ImageTag> ImageTag::parse(QStringView text)
{
    auto tag = read(TagScanner(text));
    return tag ? std::optional(*std::move(tag)) : std::nullopt;
}

std::expected<ImageTag, TagProblem> ImageTag::read(QStringView text)
{
    return read(TagScanner(text, [](QStringView other) { return parse(other).has_value(); }));
}

std::expected<ImageTag, TagProblem> ImageTag::read(TagScanner scanner)
{
    ImageTag tag;
    if (!scanner.readVersion(&tag.m_version))
        return std::unexpected(scanner.problem());
    if (scanner.isDotBeforeDigit()) {
        scanner.skip();
        if (!scanner.readNumber(&tag.m_version.operatorBuild))
            return std::unexpected(scanner.problem());
        tag.m_hasOperatorBuild = true;
    }
    if (scanner.current() == u'b') {
        scanner.skip();
        tag.m_isRebuild = true;
    }
    QStringList suffixes;
    for (const Flavour flavour : allFlavours)
        suffixes.append(suffixOf(flavour));
    const std::optional<qsizetype> suffix = scanner.readSuffix(suffixes);
    if (!suffix)
        return std::unexpected(scanner.problem());
    if (*suffix >= 0)
        tag.m_flavour = allFlavours.at(size_t(*suffix));
    tag.m_text = scanner.text().toString();
    return tag;
}

ImageTag ImageTag::withFlavour(Flavour flavour) const
{
    ImageTag tag = *this;
    if (m_flavour != Flavour::Plain)
        tag.m_text.chop(suffixOf(m_flavour).size() + 1);
    if (flavour != Flavour::Plain)
        tag.m_text += u'.' + suffixOf(flavour);
    tag.m_flavour = flavour;
    return tag;
}

std::optional<OperatorTag> OperatorTag::parse(QStringView text)
{
    auto tag = read(TagScanner(text));
    return tag ? std::optional(*std::move(tag)) : std::nullopt;
}

std::expected<OperatorTag, TagProblem> OperatorTag::read(QStringView text)
{
    return read(TagScanner(text, [](QStringView other) { return parse(other).has_value(); }));
}

std::expected<OperatorTag, TagProblem> OperatorTag::read(TagScanner scanner)
{
    OperatorTag tag;
    if (!scanner.readVersion(&tag.m_version))
        return std::unexpected(scanner.problem());
    const std::optional<qsizetype> suffix = scanner.readSuffix({u"rhel7"_s});
    if (!suffix)
        return std::unexpected(scanner.problem());
    tag.m_isRhel7 = *suffix >= 0;
    tag.m_text = scanner.text().toString();
    return tag;
}

} // namespace redis
