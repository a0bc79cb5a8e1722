// SPDX-License-Identifier: Apache-2.0
#include "common/rawobject.h"

#include <QJsonDocument>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace sim {

kube::ObjectPtr decodeRaw(kube::JsonCursor object)
{
    auto result = std::make_shared<RawObject>();
    const std::string_view text = object.raw();
    result->json = QJsonDocument::fromJson(QByteArray(text.data(), qsizetype(text.size()))).object();

    const QJsonObject metadata = result->json["metadata"_L1].toObject();
    kube::ObjectMeta &meta = result->meta;
    meta.name = metadata["name"_L1].toString();
    meta.nameSpace = metadata["namespace"_L1].toString();
    meta.uid = metadata["uid"_L1].toString();
    meta.resourceVersion = metadata["resourceVersion"_L1].toString();
    meta.generation = metadata["generation"_L1].toInteger();
    meta.creationTimestamp = QDateTime::fromString(metadata["creationTimestamp"_L1].toString(), Qt::ISODate);
    meta.deletionTimestamp = QDateTime::fromString(metadata["deletionTimestamp"_L1].toString(), Qt::ISODate);
    const QJsonObject labels = metadata["labels"_L1].toObject();
    for (auto label = labels.begin(); label != labels.end(); ++label)
        meta.labels.insert(label.key(), label->toString());
    for (const QJsonValue &value : metadata["ownerReferences"_L1].toArray()) {
        meta.owners.append({.apiVersion = value["apiVersion"_L1].toString(),
                            .kind = value["kind"_L1].toString(),
                            .name = value["name"_L1].toString(),
                            .uid = value["uid"_L1].toString(),
                            .controller = value["controller"_L1].toBool()});
    }
    for (const QJsonValue &value : metadata["finalizers"_L1].toArray())
        meta.finalizers.append(value.toString());
    return result;
}

QJsonValue valueAt(const QJsonObject &object, QStringView path)
{
    QJsonValue value = object;
    for (const QStringView step : path.tokenize(u'.'))
        value = value.toObject().value(step);
    return value;
}

void setValueAt(QJsonObject &object, QStringView path, const QJsonValue &value)
{
    const qsizetype dot = path.indexOf(u'.');
    if (dot < 0) {
        object[path] = value;
        return;
    }
    QJsonObject child = object[path.first(dot)].toObject();
    setValueAt(child, path.sliced(dot + 1), value);
    object[path.first(dot)] = child;
}

bool covers(const QJsonValue &live, const QJsonValue &wanted)
{
    if (wanted.isObject()) {
        const QJsonObject fields = wanted.toObject();
        const QJsonObject there = live.toObject();
        for (auto field = fields.begin(); field != fields.end(); ++field) {
            if (!covers(there.value(field.key()), *field))
                return false;
        }
        return live.isObject() || fields.isEmpty();
    }
    if (wanted.isArray()) {
        const QJsonArray items = wanted.toArray();
        const QJsonArray there = live.toArray();
        return items.size() == there.size()
            && std::ranges::equal(there, items, [](const auto &a, const auto &b) { return covers(a, b); });
    }
    return live == wanted;
}

QJsonObject controllerReference(const kube::ResourceType &type, const kube::ObjectMeta &owner)
{
    return {{"apiVersion"_L1, type.apiVersion()},
            {"kind"_L1, type.kind},
            {"name"_L1, owner.name},
            {"uid"_L1, owner.uid},
            {"controller"_L1, true},
            {"blockOwnerDeletion"_L1, true}};
}

bool isControlledBy(const kube::ObjectMeta &object, const QString &uid)
{
    const kube::OwnerReference *controller = object.controller();
    return controller && controller->uid == uid;
}

bool selects(const QJsonObject &selector, const QMap<QString, QString> &labels)
{
    const QJsonObject exact = selector["matchLabels"_L1].toObject();
    for (auto label = exact.begin(); label != exact.end(); ++label) {
        if (!labels.contains(label.key()) || labels.value(label.key()) != label->toString())
            return false;
    }
    for (const QJsonValue &expression : selector["matchExpressions"_L1].toArray()) {
        const QString key = expression["key"_L1].toString();
        const QString what = expression["operator"_L1].toString();
        const bool isThere = labels.contains(key);
        const bool isListed = isThere && expression["values"_L1].toArray().contains(labels.value(key));
        const bool holds = what == "In"_L1 ? isListed
            : what == "NotIn"_L1           ? !isListed
            : what == "Exists"_L1          ? isThere
                                           : what == "DoesNotExist"_L1 && !isThere;
        if (!holds)
            return false;
    }
    return true;
}

QJsonObject labelsOf(const kube::ObjectMeta &object)
{
    QJsonObject labels;
    for (auto label = object.labels.begin(); label != object.labels.end(); ++label)
        labels.insert(label.key(), *label);
    return labels;
}

QString timeText(const QDateTime &time)
{
    return time.toUTC().toString(u"yyyy-MM-ddTHH:mm:ssZ"_s);
}

bool isAtLeast(const QString &a, const QString &b)
{
    return a.size() != b.size() ? a.size() > b.size() : a >= b;
}

} // namespace sim
