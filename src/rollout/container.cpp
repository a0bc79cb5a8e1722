// SPDX-License-Identifier: Apache-2.0
#include "container.h"

#include "jsoncursor.h"
#include "sharedtext.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rollout {

using kube::JsonCursor;

namespace {

ContainerState decodeState(JsonCursor object)
{
    using Kind = ContainerState::Kind;
    ContainerState state;
    object.forEachField([&](std::string_view kind, JsonCursor detail) {
        if (kind == "waiting")
            state.kind = Kind::Waiting;
        else if (kind == "running")
            state.kind = Kind::Running;
        else if (kind == "terminated")
            state.kind = Kind::Terminated;
        else
            return;
        detail.forEachField([&](std::string_view key, JsonCursor value) {
            if (key == "reason")
                state.reason = sharedText(value.string());
            else if (key == "message")
                state.message = value.string();
            else if (key == "exitCode")
                state.exitCode = int(value.integer());
            else if (key == "signal")
                state.signal = int(value.integer());
            else if (key == "startedAt")
                state.startedAt = value.time();
            else if (key == "finishedAt")
                state.finishedAt = value.time();
        });
    });
    return state;
}

} // namespace

QList<ContainerSpec> decodeContainerSpecs(JsonCursor containers)
{
    QList<ContainerSpec> specs;
    containers.forEachItem([&](JsonCursor item) {
        ContainerSpec spec;
        item.forEachField([&](std::string_view key, JsonCursor value) {
            if (key == "name")
                spec.name = sharedText(value.string());
            else if (key == "image")
                spec.image = sharedText(value.string());
            else if (key == "restartPolicy")
                spec.restartsAlways = value.string() == u"Always";
        });
        specs.append(spec);
    });
    specs.squeeze();
    return specs;
}

QList<ContainerStatus> decodeContainerStatuses(JsonCursor statuses)
{
    QList<ContainerStatus> result;
    statuses.forEachItem([&](JsonCursor item) {
        ContainerStatus status;
        item.forEachField([&](std::string_view key, JsonCursor value) {
            if (key == "name")
                status.name = sharedText(value.string());
            else if (key == "image")
                status.image = sharedText(value.string());
            else if (key == "imageID")
                status.imageId = sharedText(value.string());
            else if (key == "state")
                status.state = decodeState(value);
            else if (key == "lastState")
                status.lastState = decodeState(value);
            else if (key == "restartCount")
                status.restartCount = int(value.integer());
            else if (key == "ready")
                status.ready = value.boolean();
            else if (key == "started")
                status.started = value.boolean();
        });
        result.append(status);
    });
    result.squeeze();
    return result;
}

const ContainerSpec *mainContainer(const QList<ContainerSpec> &containers)
{
    const auto found = std::ranges::find(containers, u"redis-enterprise-node"_s, &ContainerSpec::name);
    if (found != containers.cend())
        return &*found;
    return containers.isEmpty() ? nullptr : &containers.front();
}

} // namespace rollout
