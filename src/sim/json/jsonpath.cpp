// SPDX-License-Identifier: Apache-2.0
#include "json/jsonpath.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

/// The values one step further. step: "name", or what stands between brackets with its brackets.
QList<QJsonValue> stepped(const QJsonValue &value, const QString &step)
{
    static const QRegularExpression filter(u"^\\[\\?\\(@\\.([\\w.-]+)\\s*==\\s*[\"']?([^\"']*)[\"']?\\)\\]$"_s);
    static const QRegularExpression quoted(u"^\\[['\"](.*)['\"]\\]$"_s);
    QList<QJsonValue> result;
    if (!step.startsWith(u'[')) {
        result.append(value[step]);
    } else if (step == "[*]"_L1) {
        if (value.isObject())
            result = QList<QJsonValue>(value.toObject().begin(), value.toObject().end());
        for (const QJsonValue &item : value.toArray())
            result.append(item);
    } else if (const auto match = filter.match(step); match.hasMatch()) {
        for (const QJsonValue &item : value.toArray()) {
            const QList<QJsonValue> found = jsonPath(item, u'.' + match.captured(1));
            if (!found.isEmpty() && found.first().toVariant().toString() == match.captured(2))
                result.append(item);
        }
    } else if (const auto key = quoted.match(step); key.hasMatch()) {
        result.append(value[key.captured(1)]);
    } else {
        bool number = false;
        const qsizetype index = step.sliced(1).chopped(1).toLongLong(&number);
        const QJsonArray list = value.toArray();
        if (number)
            result.append(list.at(index < 0 ? list.size() + index : index));
    }
    result.removeIf([](const QJsonValue &item) { return item.isUndefined() || item.isNull(); });
    return result;
}

} // namespace

QList<QJsonValue> jsonPath(const QJsonValue &document, const QString &path)
{
    static const QRegularExpression steps(u"\\.((?:[^.\\[\\\\]|\\\\.)+)|(\\[\\?\\(.*?\\)\\]|\\[[^\\]]*\\])"_s);
    QList<QJsonValue> values{document};
    auto match = steps.globalMatch(path);
    while (match.hasNext() && !values.isEmpty()) {
        const QRegularExpressionMatch step = match.next();
        const QString name = step.captured(1).replace(u"\\."_s, u"."_s);
        QList<QJsonValue> next;
        for (const QJsonValue &value : std::as_const(values))
            next += stepped(value, name.isEmpty() ? step.captured(2) : name);
        values = next;
    }
    return values;
}

} // namespace sim
