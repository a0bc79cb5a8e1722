// SPDX-License-Identifier: Apache-2.0
#include "statefulset.h"

#include "jsoncursor.h"

using namespace Qt::StringLiterals;

namespace rollout {

using kube::JsonCursor;

namespace {

QString intOrString(JsonCursor value)
{
    QString text = value.string();
    if (!text.isNull())
        return text;
    constexpr qint64 none = -1;
    const qint64 number = value.integer(none);
    return number == none ? QString() : QString::number(number);
}

void decodeUpdateStrategy(JsonCursor strategy, StatefulSet *set)
{
    strategy.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "type") {
            set->updateStrategy = value.string();
        } else if (key == "rollingUpdate") {
            set->rollingUpdate.emplace();
            value.forEachField([&](std::string_view field, JsonCursor part) {
                if (field == "partition")
                    set->rollingUpdate->partition = int(part.integer());
                else if (field == "maxUnavailable")
                    set->rollingUpdate->maxUnavailable = intOrString(part);
            });
        }
    });
}

void decodeTemplate(JsonCursor podTemplate, StatefulSet *set)
{
    podTemplate.forEachField([&](std::string_view key, JsonCursor value) {
        if (key != "spec")
            return;
        value.forEachField([&](std::string_view field, JsonCursor part) {
            if (field == "containers")
                set->containers = decodeContainerSpecs(part);
            else if (field == "initContainers")
                set->initContainers = decodeContainerSpecs(part);
        });
    });
}

void decodeSpec(JsonCursor spec, StatefulSet *set)
{
    spec.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "replicas") {
            set->replicas = int(value.integer(set->replicas));
        } else if (key == "ordinals") {
            value.forEachField([&](std::string_view field, JsonCursor part) {
                if (field == "start")
                    set->startOrdinal = int(part.integer());
            });
        } else if (key == "podManagementPolicy") {
            set->podManagementPolicy = value.string();
        } else if (key == "updateStrategy") {
            decodeUpdateStrategy(value, set);
        } else if (key == "minReadySeconds") {
            set->minReadySeconds = int(value.integer());
        } else if (key == "serviceName") {
            set->serviceName = value.string();
        } else if (key == "selector") {
            set->selector = decodeLabelSelector(value);
        } else if (key == "template") {
            decodeTemplate(value, set);
        }
    });
}

StatefulSet::Status decodeStatus(JsonCursor object)
{
    StatefulSet::Status status;
    object.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "observedGeneration")
            status.observedGeneration = value.integer();
        else if (key == "replicas")
            status.replicas = int(value.integer());
        else if (key == "readyReplicas")
            status.readyReplicas = int(value.integer());
        else if (key == "availableReplicas")
            status.availableReplicas = int(value.integer());
        else if (key == "currentReplicas")
            status.currentReplicas = int(value.integer());
        else if (key == "updatedReplicas")
            status.updatedReplicas = int(value.integer());
        else if (key == "currentRevision")
            status.currentRevision = value.string();
        else if (key == "updateRevision")
            status.updateRevision = value.string();
    });
    return status;
}

} // namespace

kube::ObjectPtr decodeStatefulSet(JsonCursor object)
{
    auto set = std::make_shared<StatefulSet>();
    object.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "metadata")
            set->meta = kube::decodeMeta(value);
        else if (key == "spec")
            decodeSpec(value, set.get());
        else if (key == "status")
            set->status = decodeStatus(value);
    });
    return set;
}

kube::ResourceType statefulSetType()
{
    return {.group = u"apps"_s, .version = u"v1"_s, .plural = u"statefulsets"_s, .kind = u"StatefulSet"_s};
}

} // namespace rollout
