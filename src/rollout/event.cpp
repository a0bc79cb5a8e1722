// SPDX-License-Identifier: Apache-2.0
#include "event.h"

#include "jsoncursor.h"

using namespace Qt::StringLiterals;

namespace rollout {

using kube::JsonCursor;

namespace {

void decodeInvolved(JsonCursor object, Event *event)
{
    object.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "kind")
            event->involvedKind = value.string();
        else if (key == "namespace")
            event->involved.nameSpace = value.string();
        else if (key == "name")
            event->involved.name = value.string();
        else if (key == "uid")
            event->involvedUid = value.string();
        else if (key == "fieldPath")
            event->fieldPath = value.string();
    });
}

} // namespace

kube::ObjectPtr decodeEvent(JsonCursor object)
{
    auto event = std::make_shared<Event>();
    QDateTime eventTime;
    QDateTime lastTimestamp;
    QString reporter;
    object.forEachField([&](std::string_view key, JsonCursor value) {
        if (key == "metadata") {
            event->meta = kube::decodeMeta(value);
        } else if (key == "involvedObject") {
            decodeInvolved(value, event.get());
        } else if (key == "type") {
            event->type = value.string();
        } else if (key == "reason") {
            event->reason = value.string();
        } else if (key == "message") {
            event->message = value.string();
        } else if (key == "count") {
            event->count = int(value.integer(event->count));
        } else if (key == "firstTimestamp") {
            event->firstSeen = value.time();
        } else if (key == "lastTimestamp") {
            lastTimestamp = value.time();
        } else if (key == "eventTime") {
            eventTime = value.time();
        } else if (key == "reportingComponent") {
            reporter = value.string();
        } else if (key == "source") {
            value.forEachField([&](std::string_view field, JsonCursor part) {
                if (field == "component")
                    event->component = part.string();
            });
        } else if (key == "series") {
            value.forEachField([&](std::string_view field, JsonCursor part) {
                if (field == "count")
                    event->count = int(part.integer(event->count));
                else if (field == "lastObservedTime")
                    event->lastSeen = part.time();
            });
        }
    });
    // Writers of the newer API leave the older fields empty.
    if (!event->firstSeen.isValid())
        event->firstSeen = eventTime.isValid() ? eventTime : event->meta.creationTimestamp;
    if (!event->lastSeen.isValid())
        event->lastSeen = lastTimestamp.isValid() ? lastTimestamp : event->firstSeen;
    if (event->component.isEmpty())
        event->component = reporter;
    return event;
}

kube::ResourceType eventType()
{
    return {.group = {}, .version = u"v1"_s, .plural = u"events"_s, .kind = u"Event"_s};
}

} // namespace rollout
