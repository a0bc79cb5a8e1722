// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace redis {

/// Why a text is no image tag, and where: what is needed to mark it while somebody types.
struct TagProblem
{
    enum class Kind {
        Empty,
        Blank, ///< a space, tab or line break
        ImageReference, ///< a whole image was given: host/path:tag
        Digest, ///< sha256:...
        LeadingV, ///< v8.0.6-54: the name of a git tag
        NotAVersion, ///< does not begin with a number: latest
        MissingNumber, ///< ends, or goes on with something else, where a number belongs
        MissingPatch, ///< 8.0-54: a version has three numbers
        MissingBuild, ///< 8.0.6: the build number is what names an image
        NumberTooLong,
        UnknownFlavour,
        Unexpected, ///< more text than a tag has
    };

    Kind kind = Kind::Empty;
    qsizetype position = 0; ///< first character to mark
    qsizetype length = 0; ///< how many to mark; 0 at the end of the text, where something is missing
    QString message; ///< full sentences, translated: what is wrong, what is expected
    QString suggestion; ///< a tag that was probably meant; empty if there is none
    bool incomplete = false; ///< more typing can make it right: no reason yet to call it wrong

    [[nodiscard]] bool operator==(const TagProblem &) const = default;
};

} // namespace redis
