// SPDX-License-Identifier: Apache-2.0
#include "kinds/cells.h"
#include "json/jsonat.h"

using namespace Qt::StringLiterals;

namespace sim {

namespace {

QJsonObject statusOf(const QJsonArray &statuses, const QString &name)
{
    for (const QJsonValue &status : statuses) {
        if (status["name"_L1].toString() == name)
            return status.toObject();
    }
    return {};
}

/// "Error", "Signal:9", "ExitCode:1": how a container ended; empty if it did not.
QString ending(const QJsonValue &state)
{
    const QJsonObject terminated = state["terminated"_L1].toObject();
    if (terminated.isEmpty())
        return {};
    QString reason = terminated.value("reason"_L1).toString();
    if (!reason.isEmpty())
        return reason;
    const int signal = terminated.value("signal"_L1).toInt();
    return signal != 0 ? u"Signal:%1"_s.arg(signal) : u"ExitCode:%1"_s.arg(terminated.value("exitCode"_L1).toInt());
}

bool isReady(const QJsonObject &pod)
{
    for (const QJsonValue &condition : arrayAt(pod, "status.conditions"_L1)) {
        if (condition["type"_L1].toString() == "Ready"_L1)
            return condition["status"_L1].toString() == "True"_L1;
    }
    return false;
}

/// Counts restarts, and remembers the last.
struct Restarts
{
    int count = 0;
    QDateTime last;

    void add(const QJsonObject &status)
    {
        count += status.value("restartCount"_L1).toInt();
        const QDateTime ended =
            QDateTime::fromString(status["lastState"_L1]["terminated"_L1]["finishedAt"_L1].toString(), Qt::ISODate);
        if (ended.isValid() && (!last.isValid() || ended > last))
            last = ended;
    }
    [[nodiscard]] QString text(const QDateTime &now) const
    {
        const QString number = QString::number(count);
        return count > 0 && last.isValid() ? number + u" (%1 ago)"_s.arg(humanDuration(last.secsTo(now))) : number;
    }
};

/// The first init container that holds the pod back; empty if none does.
QString initReason(const QJsonObject &pod, int &sidecarsReady)
{
    const QJsonArray containers = arrayAt(pod, "spec.initContainers"_L1);
    const QJsonArray statuses = arrayAt(pod, "status.initContainerStatuses"_L1);
    for (qsizetype i = 0; i < containers.size(); ++i) {
        const QJsonObject status = statusOf(statuses, containers.at(i)["name"_L1].toString());
        const bool sidecar = containers.at(i)["restartPolicy"_L1].toString() == "Always"_L1;
        const QJsonValue state = status["state"_L1];
        if (state["terminated"_L1]["exitCode"_L1].toInt(-1) == 0)
            continue;
        if (sidecar && status["started"_L1].toBool()) {
            sidecarsReady += status["ready"_L1].toBool() ? 1 : 0;
            continue;
        }
        if (const QString end = ending(state); !end.isEmpty())
            return u"Init:"_s + end;
        const QString waiting = state["waiting"_L1]["reason"_L1].toString();
        if (!waiting.isEmpty() && waiting != "PodInitializing"_L1)
            return u"Init:"_s + waiting;
        return u"Init:%1/%2"_s.arg(i).arg(containers.size());
    }
    return {};
}

} // namespace

PodSummary podSummary(const QJsonObject &pod, const QDateTime &now)
{
    const QJsonArray containers = arrayAt(pod, "spec.containers"_L1);
    const QString podReason = stringAt(pod, "status.reason"_L1);
    QString reason = podReason.isEmpty() ? stringAt(pod, "status.phase"_L1) : podReason;
    for (const QJsonValue &condition : arrayAt(pod, "status.conditions"_L1)) {
        if (condition["type"_L1].toString() == "PodScheduled"_L1
            && condition["reason"_L1].toString() == "SchedulingGated"_L1)
            reason = u"SchedulingGated"_s;
    }

    int ready = 0;
    int total = int(containers.size());
    for (const QJsonValue &container : arrayAt(pod, "spec.initContainers"_L1))
        total += container["restartPolicy"_L1].toString() == "Always"_L1 ? 1 : 0;
    const QString initializing = initReason(pod, ready);
    Restarts restarts;
    if (!initializing.isEmpty()) {
        reason = initializing;
        for (const QJsonValue &status : arrayAt(pod, "status.initContainerStatuses"_L1))
            restarts.add(status.toObject());
    }
    bool running = false;
    const QJsonArray statuses = arrayAt(pod, "status.containerStatuses"_L1);
    for (qsizetype i = statuses.size() - 1; i >= 0 && initializing.isEmpty(); --i) {
        const QJsonObject status = statuses.at(i).toObject();
        const QJsonValue state = status["state"_L1];
        restarts.add(status);
        const QString waiting = state["waiting"_L1]["reason"_L1].toString();
        const QString end = ending(state);
        if (!waiting.isEmpty()) {
            reason = waiting;
        } else if (!end.isEmpty()) {
            reason = end;
        } else if (status["ready"_L1].toBool() && state["running"_L1].isObject()) {
            running = true;
            ++ready;
        }
    }
    if (reason == "Completed"_L1 && running)
        reason = isReady(pod) ? u"Running"_s : u"NotReady"_s;
    if (!valueAt(pod, "metadata.deletionTimestamp"_L1).isUndefined())
        reason = podReason == "NodeLost"_L1 ? u"Unknown"_s : u"Terminating"_s;
    return {u"%1/%2"_s.arg(ready).arg(total), reason, restarts.text(now)};
}

} // namespace sim
