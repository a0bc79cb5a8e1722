// SPDX-License-Identifier: Apache-2.0
#include "imagereference.h"
#include "imagetag.h"
#include "require.h"

#include <QString>
#include <cstdint>

namespace {

/// What is read is given back; what is not read is explained, within the text; what is suggested can be read.
template <typename Tag>
void check(const QString &text)
{
    const auto tag = Tag::read(text);
    require(tag.has_value() == Tag::parse(text).has_value());
    if (tag) {
        require(tag->toString() == text);
        return;
    }
    const redis::TagProblem &problem = tag.error();
    require(!problem.message.isEmpty());
    require(problem.position >= 0 && problem.length >= 0);
    require(problem.position + problem.length <= text.size());
    require(problem.suggestion.isEmpty() || Tag::parse(problem.suggestion).has_value());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QString text = QString::fromUtf8(reinterpret_cast<const char *>(data), qsizetype(size));
    check<redis::ImageTag>(text);
    check<redis::OperatorTag>(text);
    if (const auto image = redis::ImageReference::parse(text))
        require(image->toString() == text);
    return 0;
}
