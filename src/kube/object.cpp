// SPDX-License-Identifier: Apache-2.0
#include "object.h"

#include "jsoncursor.h"

#include <algorithm>

namespace kube {

const OwnerReference *ObjectMeta::controller() const noexcept
{
    const auto found = std::ranges::find_if(owners, &OwnerReference::controller);
    return found == owners.end() ? nullptr : &*found;
}

namespace {

OwnerReference decodeOwner(JsonCursor owner)
{
    OwnerReference result;
    owner.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "apiVersion")
            result.apiVersion = value.string();
        else if (key == "kind")
            result.kind = value.string();
        else if (key == "name")
            result.name = value.string();
        else if (key == "uid")
            result.uid = value.string();
        else if (key == "controller")
            result.controller = value.boolean();
    });
    return result;
}

} // namespace

ObjectMeta decodeMeta(JsonCursor metadata)
{
    ObjectMeta meta;
    metadata.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "name")
            meta.name = value.string();
        else if (key == "namespace")
            meta.nameSpace = value.string();
        else if (key == "uid")
            meta.uid = value.string();
        else if (key == "resourceVersion")
            meta.resourceVersion = value.string();
        else if (key == "generation")
            meta.generation = value.integer();
        else if (key == "creationTimestamp")
            meta.creationTimestamp = value.time();
        else if (key == "deletionTimestamp")
            meta.deletionTimestamp = value.time();
        else if (key == "labels")
            meta.labels = value.stringMap();
        else if (key == "ownerReferences")
            value.forEachItem([&](JsonCursor item) { meta.owners.append(decodeOwner(item)); });
        else if (key == "finalizers")
            value.forEachItem([&](JsonCursor item) { meta.finalizers.append(item.string()); });
    });
    return meta;
}

} // namespace kube
