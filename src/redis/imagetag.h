// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tagproblem.h"

#include <QString>
#include <QStringView>
#include <compare>
#include <expected>
#include <optional>

namespace redis {

class TagScanner;

/// The numbers of a tag, which order releases: 7.22 is newer than 7.8. An order is not an upgrade path: several lines
/// are maintained at a time.
struct TagVersion
{
    int major = 0;
    int minor = 0;
    int patch = 0;
    int build = 0;
    int operatorBuild = 0; ///< the 14 of 8.0.18-36.14; 0 when the tag has none

    [[nodiscard]] bool operator==(const TagVersion &) const = default;
    [[nodiscard]] auto operator<=>(const TagVersion &) const = default;

    /// Of the same line, such as 8.0.18: an operator and what it runs always agree in that.
    [[nodiscard]] bool isSameLine(const TagVersion &other) const noexcept
    {
        return major == other.major && minor == other.minor && patch == other.patch;
    }
};

/// Which build of one version: the suffix of the tag.
enum class Flavour {
    Plain, ///< no suffix
    Rhel7OpenShift,
    Rhel8OpenShift,
    Minimal,
};

/// The suffix of a flavour without its dot; empty for Plain.
[[nodiscard]] QString suffixOf(Flavour flavour);

/// A tag of the Redis Enterprise image, such as 8.0.18-36.14.minimal. Only well-formed tags exist; toString() gives
/// back the very text that was read. Equal means the same tag; the order looks at the numbers alone, so that two
/// flavours of one version are equivalent in it without being equal.
class ImageTag final
{
public:
    [[nodiscard]] static std::optional<ImageTag> parse(QStringView text);
    /// As parse(), with the reason why the text is no tag.
    [[nodiscard]] static std::expected<ImageTag, TagProblem> read(QStringView text);

    [[nodiscard]] const TagVersion &version() const noexcept { return m_version; }
    [[nodiscard]] bool hasOperatorBuild() const noexcept { return m_hasOperatorBuild; }
    [[nodiscard]] bool isRebuild() const noexcept { return m_isRebuild; } ///< the b of 5.4.10-22b
    [[nodiscard]] Flavour flavour() const noexcept { return m_flavour; }
    /// The same build in another flavour; whether it was ever published is the catalogue's knowledge.
    [[nodiscard]] ImageTag withFlavour(Flavour flavour) const;
    [[nodiscard]] QString toString() const { return m_text; }

    [[nodiscard]] bool operator==(const ImageTag &) const = default;
    [[nodiscard]] std::weak_ordering operator<=>(const ImageTag &other) const noexcept
    {
        return m_version <=> other.m_version;
    }

private:
    ImageTag() = default;
    static std::expected<ImageTag, TagProblem> read(TagScanner scanner);

    QString m_text;
    TagVersion m_version;
    Flavour m_flavour = Flavour::Plain;
    bool m_hasOperatorBuild = false;
    bool m_isRebuild = false;
};

/// A tag of the operator image, such as 8.0.20-23. The Services Rigger and the bootstrapper have the same tag. Promises
/// as for ImageTag.
class OperatorTag final
{
public:
    [[nodiscard]] static std::optional<OperatorTag> parse(QStringView text);
    [[nodiscard]] static std::expected<OperatorTag, TagProblem> read(QStringView text);

    [[nodiscard]] const TagVersion &version() const noexcept { return m_version; }
    [[nodiscard]] bool isRhel7() const noexcept { return m_isRhel7; }
    [[nodiscard]] QString toString() const { return m_text; }

    [[nodiscard]] bool operator==(const OperatorTag &) const = default;
    [[nodiscard]] std::weak_ordering operator<=>(const OperatorTag &other) const noexcept
    {
        return m_version <=> other.m_version;
    }

private:
    OperatorTag() = default;
    static std::expected<OperatorTag, TagProblem> read(TagScanner scanner);

    QString m_text;
    TagVersion m_version;
    bool m_isRhel7 = false;
};

} // namespace redis
