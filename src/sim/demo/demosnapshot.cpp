// SPDX-License-Identifier: Apache-2.0
#include "demosnapshot.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

QJsonValue moved(const QJsonValue &value, qint64 seconds)
{
    if (value.isString()) {
        static const QRegularExpression time(u"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$"_s);
        const QString text = value.toString();
        if (!time.match(text).hasMatch())
            return value;
        return QDateTime::fromString(text, Qt::ISODate).addSecs(seconds).toString(Qt::ISODate);
    }
    if (value.isArray()) {
        QJsonArray array = value.toArray();
        for (QJsonValueRef item : array)
            item = moved(item, seconds);
        return array;
    }
    if (!value.isObject())
        return value;
    QJsonObject object = value.toObject();
    for (QJsonValueRef field : object)
        field = moved(field, seconds);
    return object;
}

} // namespace

QByteArray DemoSnapshot::toJson() const
{
    // An object a line: what changed in one is seen in a difference.
    QByteArrayList lines;
    for (const QJsonObject &object : objects)
        lines.append(QJsonDocument(object).toJson(QJsonDocument::Compact));
    return "{\"taken\":\"" + taken.toString(Qt::ISODate).toLatin1() + "\",\"items\":[\n" + lines.join(",\n") + "\n]}\n";
}

DemoSnapshot DemoSnapshot::fromJson(const QByteArray &text)
{
    const QJsonObject root = QJsonDocument::fromJson(text).object();
    DemoSnapshot snapshot{.taken = QDateTime::fromString(root["taken"_L1].toString(), Qt::ISODate), .objects = {}};
    for (const QJsonValue &item : root["items"_L1].toArray())
        snapshot.objects.append(item.toObject());
    return snapshot;
}

DemoSnapshot DemoSnapshot::builtIn()
{
    QFile file(u":/sim/demo/cluster.json"_s);
    return file.open(QIODevice::ReadOnly) ? fromJson(file.readAll()) : DemoSnapshot();
}

DemoSnapshot DemoSnapshot::movedTo(const QDateTime &time) const
{
    DemoSnapshot result{.taken = time, .objects = {}};
    for (const QJsonObject &object : objects)
        result.objects.append(moved(object, taken.secsTo(time)).toObject());
    return result;
}

} // namespace sim
