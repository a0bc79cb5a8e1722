// SPDX-License-Identifier: Apache-2.0
#include "controllerrevision.h"

#include "jsoncursor.h"

#include <array>
#include <span>

using namespace Qt::StringLiterals;

namespace rollout {

using kube::JsonCursor;

namespace {

/// Visits what lies at a path of fields.
template <typename Visit>
void descend(JsonCursor object, std::span<const std::string_view> path, const Visit &visit)
{
    if (path.empty())
        return visit(object);
    object.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == path.front())
            descend(value, path.subspan(1), visit);
    });
}

} // namespace

kube::ObjectPtr decodeControllerRevision(JsonCursor object)
{
    auto revision = std::make_shared<ControllerRevision>();
    object.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "metadata")
            revision->meta = kube::decodeMeta(value);
        else if (key == "revision")
            revision->revision = value.integer();
        else if (key == "data")
            descend(value, std::array<std::string_view, 4>{"spec", "template", "spec", "containers"},
                    [&](JsonCursor containers) { revision->containers = decodeContainerSpecs(containers); });
    });
    return revision;
}

kube::ResourceType controllerRevisionType()
{
    return {
        .group = u"apps"_s, .version = u"v1"_s, .plural = u"controllerrevisions"_s, .kind = u"ControllerRevision"_s};
}

} // namespace rollout
