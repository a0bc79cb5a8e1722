// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringView>
#include <optional>

namespace redis {

/// The name of a container image, such as registry.example.com:5000/redislabs/redis:8.0.6-54@sha256:..., taken apart by
/// the reference grammar of the distribution project. Only well-formed names exist; toString() gives back what was
/// read: nothing is added, such as a default registry.
class ImageReference final
{
public:
    [[nodiscard]] static std::optional<ImageReference> parse(QStringView text);

    [[nodiscard]] QString registry() const { return m_registry; } ///< host or host:port; empty if not named
    [[nodiscard]] QString path() const { return m_path; } ///< "redislabs/redis"
    [[nodiscard]] QString tag() const { return m_tag; } ///< empty if there is none
    [[nodiscard]] QString digest() const { return m_digest; } ///< "sha256:..."; empty if there is none
    /// Registry and path: what the field "repository" of an image spec holds.
    [[nodiscard]] QString repository() const;
    [[nodiscard]] QString toString() const;

    /// The image of another tag in the same repository. Without a digest, which would still name the old content.
    /// Nothing if the tag is malformed.
    [[nodiscard]] std::optional<ImageReference> withTag(const QString &tag) const;
    /// The same path, tag and digest in another registry: "host:port", or empty for none. Nothing if it is malformed.
    [[nodiscard]] std::optional<ImageReference> withRegistry(const QString &registry) const;

    [[nodiscard]] bool operator==(const ImageReference &) const = default;

private:
    ImageReference() = default;

    QString m_registry;
    QString m_path;
    QString m_tag;
    QString m_digest;
};

} // namespace redis
