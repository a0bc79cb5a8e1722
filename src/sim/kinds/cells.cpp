// SPDX-License-Identifier: Apache-2.0
#include "kinds/cells.h"

#include "json/jsonat.h"
#include "json/jsonpath.h"
#include "json/jsontext.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace sim {

QString humanDuration(qint64 seconds)
{
    const auto with = [](qint64 big, QLatin1StringView bigUnit, qint64 small, QLatin1StringView smallUnit) {
        const QString text = QString::number(big) + bigUnit;
        return small == 0 ? text : QString(text + QString::number(small) + smallUnit);
    };
    constexpr qint64 minute = 60;
    constexpr qint64 hour = 60 * minute;
    constexpr qint64 day = 24 * hour;
    constexpr qint64 year = 365 * day;
    if (seconds < -1)
        return u"<invalid>"_s;
    if (seconds < 0)
        return u"0s"_s;
    if (seconds < 2 * minute)
        return QString::number(seconds) + u's';
    if (seconds < 10 * minute)
        return with(seconds / minute, "m"_L1, seconds % minute, "s"_L1);
    if (seconds < 3 * hour)
        return QString::number(seconds / minute) + u'm';
    if (seconds < 8 * hour)
        return with(seconds / hour, "h"_L1, seconds / minute % 60, "m"_L1);
    if (seconds < 2 * day)
        return QString::number(seconds / hour) + u'h';
    if (seconds < 8 * day)
        return with(seconds / day, "d"_L1, seconds / hour % 24, "h"_L1);
    if (seconds < 2 * year)
        return QString::number(seconds / day) + u'd';
    if (seconds < 8 * year)
        return with(seconds / year, "y"_L1, seconds / day % 365, "d"_L1);
    return QString::number(seconds / year) + u'y';
}

QString age(const QJsonValue &time, const QDateTime &now)
{
    const QDateTime then = QDateTime::fromString(time.toString(), Qt::ISODateWithMs);
    return then.isValid() ? humanDuration(then.secsTo(now)) : u"<unknown>"_s;
}

QString labelsText(const QJsonObject &labels)
{
    QStringList parts;
    for (auto label = labels.constBegin(); label != labels.constEnd(); ++label)
        parts.append(label.key() + u'=' + label->toString());
    return parts.isEmpty() ? u"<none>"_s : parts.join(u',');
}

QString selectorText(const QJsonObject &labelSelector)
{
    const QJsonObject labels = labelSelector.value("matchLabels"_L1).toObject();
    QStringList parts;
    if (!labels.isEmpty())
        parts.append(labelsText(labels));
    for (const QJsonValue &expression : labelSelector.value("matchExpressions"_L1).toArray()) {
        const QString key = expression["key"_L1].toString();
        const QString op = expression["operator"_L1].toString();
        QStringList values;
        for (const QJsonValue &value : expression["values"_L1].toArray())
            values.append(value.toString());
        if (op == "Exists"_L1)
            parts.append(key);
        else if (op == "DoesNotExist"_L1)
            parts.append(u'!' + key);
        else
            parts.append(key + (op == "NotIn"_L1 ? u" notin ("_s : u" in ("_s) + values.join(u',') + u')');
    }
    return parts.isEmpty() ? u"<none>"_s : parts.join(u',');
}

namespace {

QJsonValue customCell(const QJsonObject &object, const QString &path, const QString &type, const QDateTime &now)
{
    const QList<QJsonValue> found = jsonPath(object, path);
    if (found.isEmpty())
        return {};
    const QJsonValue &value = found.first();
    if (type == "string"_L1) {
        if (value.isObject())
            return QString::fromUtf8(compactJson(value.toObject()));
        if (value.isArray()) {
            const QByteArray text = QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact);
            return QString::fromUtf8(text);
        }
        return value.toVariant().toString();
    }
    if (type == "integer"_L1)
        return value.isDouble() ? QJsonValue(value.toInteger(qint64(value.toDouble()))) : QJsonValue();
    if (type == "number"_L1)
        return value.isDouble() ? value : QJsonValue();
    if (type == "boolean"_L1)
        return value.isBool() ? value : QJsonValue();
    if (type == "date"_L1) {
        const QDateTime then = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
        return then.isValid() ? QJsonValue(humanDuration(then.secsTo(now))) : QJsonValue(u"<invalid>"_s);
    }
    return {};
}

} // namespace

QList<Column> customColumns(const QJsonObject &version)
{
    const QJsonArray given = version.value("additionalPrinterColumns"_L1).toArray();
    QList<Column> result{{u"Name"_s, u"string"_s, u"name"_s, u"Name of the object"_s, 0,
                          [](const QJsonObject &object, const QDateTime &) {
                              return QJsonValue(stringAt(object, "metadata.name"_L1));
                          }}};
    for (const QJsonValue &column : given) {
        const QString path = column["jsonPath"_L1].toString();
        const QString type = column["type"_L1].toString();
        result.append({column["name"_L1].toString(), type, column["format"_L1].toString(),
                       column["description"_L1].toString(), column["priority"_L1].toInt(),
                       [path, type](const QJsonObject &object, const QDateTime &now) {
                           return customCell(object, path, type, now);
                       }});
    }
    if (given.isEmpty()) {
        result.append({u"Age"_s,
                       u"date"_s,
                       {},
                       u"How long ago the object was made"_s,
                       0,
                       [](const QJsonObject &object, const QDateTime &now) {
                           return QJsonValue(age(valueAt(object, "metadata.creationTimestamp"_L1), now));
                       }});
    }
    return result;
}

} // namespace sim
