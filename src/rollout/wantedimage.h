// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringView>

namespace rollout {

/// The parts of an image's name that tell two versions apart. Lenient: any text has parts.
struct ImageParts
{
    QStringView repository;
    QStringView tag;
    QStringView digest;
};

[[nodiscard]] ImageParts imageParts(QStringView image);

/// The image that somebody asked for, as far as they said; empty parts are left to the operator.
struct WantedImage
{
    QString repository;
    QString tag;
    QString digest; ///< "sha256:..."; decides before the tag

    [[nodiscard]] bool isEmpty() const { return repository.isEmpty() && tag.isEmpty() && digest.isEmpty(); }
    /// Whether the image of a template is this one, part by part.
    [[nodiscard]] bool isMetBy(QStringView image) const;

    [[nodiscard]] bool operator==(const WantedImage &) const = default;
};

/// Whether a pod with one image can have been made from a template with the other. Admission webhooks put a mirror in
/// place of the repository, and a digest beside or in place of the tag; they do not change the version.
[[nodiscard]] bool isSameVersion(QStringView templateImage, QStringView podImage);

} // namespace rollout
