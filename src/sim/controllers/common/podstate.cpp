// SPDX-License-Identifier: Apache-2.0
#include "common/podstate.h"

using namespace Qt::StringLiterals;

namespace sim {

namespace {

QJsonObject conditionOf(const QJsonObject &object, QLatin1StringView type)
{
    for (const QJsonValue &condition : valueAt(object, u"status.conditions").toArray()) {
        if (condition["type"_L1].toString() == type)
            return condition.toObject();
    }
    return {};
}

} // namespace

QString phaseOf(const QJsonObject &pod)
{
    return valueAt(pod, u"status.phase").toString();
}

QString conditionStatus(const QJsonObject &object, QLatin1StringView type)
{
    return conditionOf(object, type)["status"_L1].toString();
}

QDateTime conditionTime(const QJsonObject &object, QLatin1StringView type)
{
    return QDateTime::fromString(conditionOf(object, type)["lastTransitionTime"_L1].toString(), Qt::ISODate);
}

bool isPodReady(const QJsonObject &pod)
{
    return conditionStatus(pod, "Ready"_L1) == "True"_L1;
}

bool isPodAvailable(const QJsonObject &pod, std::chrono::seconds minReady, const QDateTime &now)
{
    if (!isPodReady(pod))
        return false;
    const QDateTime since = conditionTime(pod, "Ready"_L1);
    return minReady.count() <= 0 || (since.isValid() && since.addDuration(minReady) <= now);
}

bool isPodActive(const RawObject &pod)
{
    const QString phase = phaseOf(pod.json);
    return phase != "Succeeded"_L1 && phase != "Failed"_L1 && !pod.meta.isTerminating();
}

void setCondition(QJsonObject &status, const QString &type, const QString &conditionStatus, const QString &reason,
                  const QString &message, const QDateTime &now)
{
    QJsonArray conditions = status["conditions"_L1].toArray();
    qsizetype place = 0;
    while (place < conditions.size() && conditions.at(place)["type"_L1].toString() != type)
        ++place;
    QJsonObject condition =
        place < conditions.size() ? conditions.at(place).toObject() : QJsonObject{{"type"_L1, type}};
    if (condition["status"_L1].toString() != conditionStatus)
        condition["lastTransitionTime"_L1] = timeText(now);
    condition["status"_L1] = conditionStatus;
    const auto setOrDrop = [&condition](QLatin1StringView key, const QString &text) {
        if (text.isEmpty())
            condition.remove(key);
        else
            condition[key] = text;
    };
    setOrDrop("reason"_L1, reason);
    setOrDrop("message"_L1, message);
    if (place < conditions.size())
        conditions[place] = condition;
    else
        conditions.append(condition);
    status["conditions"_L1] = conditions;
}

} // namespace sim
