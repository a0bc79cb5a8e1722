// SPDX-License-Identifier: Apache-2.0
#include "fieldowners.h"

#include "fields.h"
#include "valuediff.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace upgrade {

namespace {

/// Whether a key of fieldsV1 such as k:{"name":"a"}, v:"a" or i:0 names this item of a list.
bool namesItem(const QString &key, const QJsonValue &item, qsizetype index)
{
    if (key.startsWith("i:"_L1))
        return QStringView(key).sliced(2).toLongLong() == index;
    // A scalar is no document to Qt; an array around it is.
    const QJsonArray around = QJsonDocument::fromJson(QByteArray('[' + key.mid(2).toUtf8() + ']')).array();
    if (key.startsWith("v:"_L1))
        return yaml::isSame(around.at(0), item);
    if (!key.startsWith("k:"_L1))
        return false;
    const QJsonObject wanted = around.at(0).toObject();
    const QJsonObject present = item.toObject();
    const QStringList names = wanted.keys();
    return std::ranges::all_of(names, [&](const QString &name) {
        return yaml::isSame(yaml::field(wanted, name), yaml::field(present, name));
    });
}

bool owns(const QJsonObject &fields, const QJsonValue &value, const QList<yaml::Step> &steps)
{
    if (steps.isEmpty() || fields.isEmpty())
        return true; // nothing below: the whole of it
    const yaml::Step &step = steps.constFirst();
    const QJsonValue inner = yaml::valueAt(value, yaml::Path() / step);
    if (!step.isIndex()) {
        const QJsonValue below = yaml::field(fields, u"f:"_s + step.key());
        return below.isObject() && owns(below.toObject(), inner, steps.sliced(1));
    }
    const QStringList keys = fields.keys();
    const auto key =
        std::ranges::find_if(keys, [&](const QString &candidate) { return namesItem(candidate, inner, step.index()); });
    return key != keys.end() && owns(yaml::field(fields, *key).toObject(), inner, steps.sliced(1));
}

} // namespace

QList<FieldOwner> ownersOf(const QJsonObject &object, const yaml::Path &field)
{
    QList<FieldOwner> owners;
    const QJsonArray entries = yaml::valueAt(object, {u"metadata"_s, u"managedFields"_s}).toArray();
    for (const QJsonValue &value : entries) {
        const QJsonObject entry = value.toObject();
        const QJsonObject fields = yaml::field(entry, u"fieldsV1"_s).toObject();
        if (fields.isEmpty() || !owns(fields, object, field.steps()))
            continue;
        owners.append({.manager = yaml::field(entry, u"manager"_s).toString(),
                       .operation = yaml::field(entry, u"operation"_s).toString(),
                       .time = QDateTime::fromString(yaml::field(entry, u"time"_s).toString(), Qt::ISODate)});
    }
    std::ranges::stable_sort(owners, std::greater<>(), &FieldOwner::time);
    return owners;
}

} // namespace upgrade
