// SPDX-License-Identifier: Apache-2.0
#include "podjson.h"

#include "decoding.h"
#include "kubectlstatus.h"
#include "pod.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace rollout;

namespace podjson {

const QByteArray deleting = R"(, "deletionTimestamp": "2026-08-01T10:30:30Z", "deletionGracePeriodSeconds": 30)";
const QByteArray withInit = R"("nodeName": "n1", "containers": [{"name": "node"}],
    "initContainers": [{"name": "a"}, {"name": "b"}])";
const QByteArray withSidecar = R"("nodeName": "n1", "containers": [{"name": "node"}],
    "initContainers": [{"name": "proxy", "restartPolicy": "Always"}, {"name": "b"}])";

QByteArray time(const char *minutes)
{
    return QByteArray("\"2026-08-01T10:") + minutes + "Z\"";
}

QDateTime at(const char *minutes)
{
    return QDateTime::fromString(u"2026-08-01T10:%1Z"_s.arg(QLatin1StringView(minutes)), Qt::ISODate);
}

QByteArray waiting(const char *reason, const char *message)
{
    return QByteArray(R"({"waiting": {"reason": ")") + reason + R"(", "message": ")" + message + "\"}}";
}

QByteArray running(const char *since)
{
    return R"({"running": {"startedAt": )" + time(since) + "}}";
}

QByteArray terminated(int exitCode, const char *reason, const char *finished, int signal)
{
    return R"({"terminated": {"exitCode": )" + QByteArray::number(exitCode) + R"(, "signal": )"
        + QByteArray::number(signal) + R"(, "reason": ")" + reason + R"(", "startedAt": )" + time("00:10")
        + R"(, "finishedAt": )" + time(finished) + "}}";
}

QByteArray container(const char *name, const QByteArray &state, bool ready, int restarts, const QByteArray &lastState,
                     const char *started)
{
    return QByteArray(R"({"name": ")") + name + R"(", "state": )" + state + R"(, "lastState": )" + lastState
        + R"(, "ready": )" + (ready ? "true" : "false") + R"(, "restartCount": )" + QByteArray::number(restarts)
        + R"(, "started": )" + started + "}";
}

QByteArray condition(const char *type, const char *status, const char *since, const char *reason, const char *message)
{
    return QByteArray(R"({"type": ")") + type + R"(", "status": ")" + status + R"(", "reason": ")" + reason
        + R"(", "message": ")" + message + R"(", "lastTransitionTime": )" + time(since) + "}";
}

QByteArray PodText::json() const
{
    return R"({"metadata": {"name": "orders-2", "creationTimestamp": )" + time("00:00") + extraMeta + R"(}, "spec": {)"
        + spec + R"(}, "status": {"phase": ")" + phase + R"(", "conditions": [)" + conditions.join(',')
        + R"(], "initContainerStatuses": [)" + initContainers.join(',') + R"(], "containerStatuses": [)"
        + containers.join(',') + "]" + extraStatus + "}}";
}

QByteArrayList takenByNode(const char *initialized)
{
    return {condition("PodScheduled", "True", "00:01"), condition("Initialized", initialized, "00:03"),
            condition("Ready", "False", "00:02", "ContainersNotReady", "containers with unready status: [node]"),
            condition("ContainersReady", "False", "00:02", "ContainersNotReady")};
}

QByteArrayList readySince(const char *since)
{
    return {condition("PodScheduled", "True", "00:01"), condition("Initialized", "True", "00:03"),
            condition("Ready", "True", since), condition("ContainersReady", "True", since)};
}

void stateColumns()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<PodState>("state");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("columns");
}

void stateRow(const char *name, const PodText &pod, PodState state, const QString &reason, const QString &columns)
{
    QTest::newRow(name) << pod.json() << state << reason << columns;
}

void checkState()
{
    QFETCH(QByteArray, json);
    QFETCH(PodState, state);
    const auto pod = decoded<Pod>(decodePod, json);
    QVERIFY2(pod, json.constData());
    const PodHealth health = podHealth(*pod);
    QCOMPARE(health.state, state);
    QTEST(health.reason, "reason");
    const KubectlColumns columns = kubectlColumns(*pod);
    const QString shown = columns.ready() + u' ' + columns.status + u' ' + QString::number(columns.restarts);
    QTEST(shown, "columns");
    QCOMPARE(kubectlStatus(*pod), columns.status);
    QVERIFY(health.since.isValid());
}

} // namespace podjson
