// SPDX-License-Identifier: Apache-2.0
#include "pod.h"

#include "jsoncursor.h"
#include "sharedtext.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rollout {

using kube::JsonCursor;

namespace {

kube::OwnerReference decodeOwner(JsonCursor owner)
{
    kube::OwnerReference result;
    owner.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "apiVersion")
            result.apiVersion = sharedText(value.string());
        else if (key == "kind")
            result.kind = sharedText(value.string());
        else if (key == "name")
            result.name = sharedText(value.string());
        else if (key == "uid")
            result.uid = sharedText(value.string());
        else if (key == "controller")
            result.controller = value.boolean();
    });
    return result;
}

/// In place of kube::decodeMeta(): with shared texts, since there are so many pods, and with the grace period.
void decodePodMeta(JsonCursor metadata, Pod *pod)
{
    kube::ObjectMeta &meta = pod->meta;
    metadata.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "name") {
            meta.name = value.string();
        } else if (key == "namespace") {
            meta.nameSpace = sharedText(value.string());
        } else if (key == "uid") {
            meta.uid = value.string();
        } else if (key == "resourceVersion") {
            meta.resourceVersion = value.string();
        } else if (key == "generation") {
            meta.generation = value.integer();
        } else if (key == "creationTimestamp") {
            meta.creationTimestamp = value.time();
        } else if (key == "deletionTimestamp") {
            meta.deletionTimestamp = value.time();
        } else if (key == "deletionGracePeriodSeconds") {
            pod->deletionGraceSeconds = value.integer();
        } else if (key == "labels") {
            value.forEachField([&](std::string_view label, JsonCursor text) {
                meta.labels.insert(sharedText(QString::fromUtf8(label.data(), qsizetype(label.size()))),
                                   sharedText(text.string()));
            });
        } else if (key == "ownerReferences") {
            value.forEachItem([&](JsonCursor item) { meta.owners.append(decodeOwner(item)); });
            meta.owners.squeeze();
        } else if (key == "finalizers") {
            value.forEachItem([&](JsonCursor item) { meta.finalizers.append(sharedText(item.string())); });
        }
    });
}

void decodeSpec(JsonCursor spec, Pod *pod)
{
    spec.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "nodeName") {
            pod->nodeName = sharedText(value.string());
        } else if (key == "containers") {
            pod->containers = decodeContainerSpecs(value);
        } else if (key == "initContainers") {
            pod->initContainers = decodeContainerSpecs(value);
        } else if (key == "readinessGates") {
            value.forEachItem([&](JsonCursor item) {
                item.forEachField([&](std::string_view field, JsonCursor type) {
                    if (field == "conditionType")
                        pod->readinessGates.append(sharedText(type.string()));
                });
            });
        }
    });
}

PodCondition decodeCondition(JsonCursor item)
{
    PodCondition condition;
    item.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "type")
            condition.type = sharedText(value.string());
        else if (key == "status")
            condition.status = sharedText(value.string());
        else if (key == "reason")
            condition.reason = sharedText(value.string());
        else if (key == "message")
            condition.message = sharedText(value.string());
        else if (key == "lastTransitionTime")
            condition.lastTransition = value.time();
    });
    return condition;
}

void decodeStatus(JsonCursor status, Pod *pod)
{
    status.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "phase") {
            pod->phase = sharedText(value.string());
        } else if (key == "reason") {
            pod->reason = sharedText(value.string());
        } else if (key == "message") {
            pod->message = value.string();
        } else if (key == "podIP") {
            pod->podIp = value.string();
        } else if (key == "conditions") {
            value.forEachItem([&](JsonCursor item) { pod->conditions.append(decodeCondition(item)); });
            pod->conditions.squeeze();
        } else if (key == "containerStatuses") {
            pod->containerStatuses = decodeContainerStatuses(value);
        } else if (key == "initContainerStatuses") {
            pod->initContainerStatuses = decodeContainerStatuses(value);
        }
    });
}

} // namespace

const PodCondition *Pod::condition(QStringView type) const
{
    const auto found = std::ranges::find(conditions, type, &PodCondition::type);
    return found == conditions.cend() ? nullptr : &*found;
}

QString Pod::revision() const
{
    return meta.labels.value(u"controller-revision-hash"_s);
}

bool Pod::isMaster() const
{
    return meta.labels.value(u"redis.io/role-master"_s) == u"1";
}

bool Pod::isRunningAndReady() const
{
    const PodCondition *const ready = condition(u"Ready");
    return phase == u"Running" && ready && ready->isTrue();
}

QDateTime Pod::deletionAsked() const
{
    const qint64 grace = std::max<qint64>(deletionGraceSeconds.value_or(0), 0);
    return meta.isTerminating() ? meta.deletionTimestamp.addSecs(-grace) : QDateTime();
}

kube::ObjectPtr decodePod(JsonCursor object)
{
    auto pod = std::make_shared<Pod>();
    object.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "metadata")
            decodePodMeta(value, pod.get());
        else if (key == "spec")
            decodeSpec(value, pod.get());
        else if (key == "status")
            decodeStatus(value, pod.get());
    });
    return pod;
}

kube::ResourceType podType()
{
    return {.group = {}, .version = u"v1"_s, .plural = u"pods"_s, .kind = u"Pod"_s};
}

} // namespace rollout
