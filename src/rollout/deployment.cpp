// SPDX-License-Identifier: Apache-2.0
#include "deployment.h"

#include "jsoncursor.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rollout {

using kube::JsonCursor;

namespace {

ReadinessProbe decodeProbe(JsonCursor object)
{
    ReadinessProbe probe;
    object.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "periodSeconds") {
            probe.periodSeconds = int(value.integer(probe.periodSeconds));
        } else if (key == "exec") {
            value.forEachField([&](std::string_view field, JsonCursor part) {
                if (field == "command")
                    part.forEachItem([&](JsonCursor word) { probe.command.append(word.string()); });
            });
        }
    });
    return probe;
}

void decodeContainer(JsonCursor item, Deployment *deployment)
{
    ContainerSpec spec;
    std::optional<ReadinessProbe> probe;
    item.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "name")
            spec.name = value.string();
        else if (key == "image")
            spec.image = value.string();
        else if (key == "readinessProbe")
            probe = decodeProbe(value);
    });
    if (probe)
        deployment->readinessProbes.insert(spec.name, *probe);
    deployment->containers.append(spec);
}

void decodeTemplate(JsonCursor podTemplate, Deployment *deployment)
{
    podTemplate.forEachField([&](std::string_view key, JsonCursor value) {
        if (key != "spec")
            return;
        value.forEachField([&](std::string_view field, JsonCursor part) {
            if (field == "containers")
                part.forEachItem([&](JsonCursor item) { decodeContainer(item, deployment); });
        });
    });
}

void decodeSpec(JsonCursor spec, Deployment *deployment)
{
    spec.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "replicas") {
            deployment->replicas = int(value.integer(deployment->replicas));
        } else if (key == "paused") {
            deployment->paused = value.boolean();
        } else if (key == "strategy") {
            value.forEachField([&](std::string_view field, JsonCursor part) {
                if (field == "type")
                    deployment->strategy = part.string();
            });
        } else if (key == "selector") {
            deployment->selector = decodeLabelSelector(value);
        } else if (key == "template") {
            decodeTemplate(value, deployment);
        }
    });
}

DeploymentCondition decodeCondition(JsonCursor item)
{
    DeploymentCondition condition;
    item.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "type")
            condition.type = value.string();
        else if (key == "status")
            condition.status = value.string();
        else if (key == "reason")
            condition.reason = value.string();
        else if (key == "message")
            condition.message = value.string();
        else if (key == "lastUpdateTime")
            condition.lastUpdate = value.time();
        else if (key == "lastTransitionTime")
            condition.lastTransition = value.time();
    });
    return condition;
}

Deployment::Status decodeStatus(JsonCursor object)
{
    Deployment::Status status;
    object.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "observedGeneration")
            status.observedGeneration = value.integer();
        else if (key == "replicas")
            status.replicas = int(value.integer());
        else if (key == "updatedReplicas")
            status.updatedReplicas = int(value.integer());
        else if (key == "readyReplicas")
            status.readyReplicas = int(value.integer());
        else if (key == "availableReplicas")
            status.availableReplicas = int(value.integer());
        else if (key == "conditions")
            value.forEachItem([&](JsonCursor item) { status.conditions.append(decodeCondition(item)); });
    });
    return status;
}

bool isTrueCommand(QStringView word)
{
    return word.mid(word.lastIndexOf(u'/') + 1) == u"true" || word == u":" || word == u"exit 0";
}

} // namespace

bool ReadinessProbe::provesNothing() const
{
    // A command of its own, or behind a shell's -c.
    if (command.size() == 1)
        return isTrueCommand(command.constFirst());
    return command.size() == 3 && command.at(1) == u"-c" && isTrueCommand(command.at(2).trimmed());
}

const DeploymentCondition *Deployment::condition(QStringView type) const
{
    const auto found = std::ranges::find(status.conditions, type, &DeploymentCondition::type);
    return found == status.conditions.cend() ? nullptr : &*found;
}

kube::ObjectPtr decodeDeployment(JsonCursor object)
{
    auto deployment = std::make_shared<Deployment>();
    object.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "metadata")
            deployment->meta = kube::decodeMeta(value);
        else if (key == "spec")
            decodeSpec(value, deployment.get());
        else if (key == "status")
            deployment->status = decodeStatus(value);
    });
    return deployment;
}

kube::ResourceType deploymentType()
{
    return {.group = u"apps"_s, .version = u"v1"_s, .plural = u"deployments"_s, .kind = u"Deployment"_s};
}

} // namespace rollout
