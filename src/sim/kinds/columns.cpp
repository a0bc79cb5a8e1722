// SPDX-License-Identifier: Apache-2.0
#include "kinds/columns.h"

#include "kinds/cells.h"
#include "json/jsonat.h"

using namespace Qt::StringLiterals;

namespace sim {

Column column(const QString &name, const QString &type, Cell cell, int priority)
{
    const QString format = name == "Name"_L1 ? u"name"_s : QString();
    return {name, type, format, QString(name + u" of the object"_s), priority, std::move(cell)};
}

Column nameColumn()
{
    return textColumn(u"Name"_s, "metadata.name"_L1);
}

Column ageColumn()
{
    return column(u"Age"_s, u"string"_s, [](const QJsonObject &object, const QDateTime &now) {
        return QJsonValue(age(valueAt(object, "metadata.creationTimestamp"_L1), now));
    });
}

Column createdColumn()
{
    return column(u"Created At"_s, u"date"_s, [](const QJsonObject &object, const QDateTime &) {
        return valueAt(object, "metadata.creationTimestamp"_L1);
    });
}

Column textColumn(const QString &name, QLatin1StringView path, int priority, const QString &none)
{
    return column(
        name, u"string"_s,
        [path, none](const QJsonObject &object, const QDateTime &) {
            const QString value = valueAt(object, path).toVariant().toString();
            return QJsonValue(value.isEmpty() ? none : value);
        },
        priority);
}

Column numberColumn(const QString &name, QLatin1StringView path)
{
    return column(name, u"integer"_s,
                  [path](const QJsonObject &object, const QDateTime &) { return QJsonValue(integerAt(object, path)); });
}

QString joined(const QJsonArray &list, QLatin1StringView field, const QString &none)
{
    QStringList parts;
    for (const QJsonValue &item : list)
        parts.append(field.isEmpty() ? item.toString() : item[field].toString());
    return parts.isEmpty() ? none : parts.join(u',');
}

Column listColumn(const QString &name, QLatin1StringView path, QLatin1StringView field, int priority)
{
    return column(
        name, u"string"_s,
        [path, field](const QJsonObject &object, const QDateTime &) {
            return QJsonValue(joined(arrayAt(object, path), field, {}));
        },
        priority);
}

Column keyCountColumn(const QString &name, std::initializer_list<QLatin1StringView> maps)
{
    return column(name, u"string"_s,
                  [list = QList<QLatin1StringView>(maps)](const QJsonObject &object, const QDateTime &) {
                      qsizetype count = 0;
                      for (const QLatin1StringView map : list)
                          count += objectAt(object, map).size() + arrayAt(object, map).size();
                      return QJsonValue(QString::number(count));
                  });
}

} // namespace sim
