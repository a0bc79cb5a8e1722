// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gitrepository.h"
#include "imagetag.h"

namespace upgrade {

/// A release of the operator by its git tag, which is written with a v or without.
struct Release
{
    QString tag; ///< of git: "v8.0.6-8", "7.8.6-1"
    redis::TagVersion version; ///< what the tag says; the bundle in it may say otherwise

    [[nodiscard]] bool operator==(const Release &) const = default;
};

// Pure.

/// The tags that name a release, the newest version first: by the numbers, neither by date nor as text. Others, such as
/// "test", are left out.
[[nodiscard]] QList<Release> releasesOf(const QList<GitTag> &tags);

/// The release that a person means by "8.0.6-8" or "v8.0.6-8": the tag of that very spelling, else the other one. Null
/// if there is none.
[[nodiscard]] const Release *findRelease(const QList<Release> &releases, const QString &text);

/// What is said where a bundle is of another release than the tag it was found under; empty where they agree.
[[nodiscard]] QString mismatchText(const QString &tag, const QString &operatorTag);

} // namespace upgrade
