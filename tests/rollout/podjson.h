// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "podstate.h"

#include <QByteArrayList>
#include <QDateTime>

Q_DECLARE_METATYPE(rollout::PodState)

/// Pods as a server describes them, put together from what a test is about; and the table that says what becomes of
/// them. Times are minutes and seconds of one hour: "09:30".
namespace podjson {

[[nodiscard]] QByteArray time(const char *minutes);
[[nodiscard]] QDateTime at(const char *minutes);
[[nodiscard]] QByteArray waiting(const char *reason, const char *message = "");
[[nodiscard]] QByteArray running(const char *since);
/// Started at 00:10.
[[nodiscard]] QByteArray terminated(int exitCode, const char *reason, const char *finished, int signal = 0);
[[nodiscard]] QByteArray container(const char *name, const QByteArray &state, bool ready = false, int restarts = 0,
                                   const QByteArray &lastState = "{}", const char *started = "null");
[[nodiscard]] QByteArray condition(const char *type, const char *status, const char *since, const char *reason = "",
                                   const char *message = "");

/// What a pod's JSON is made of; as it stands: on node n1, with the containers of Redis Enterprise.
struct PodText
{
    QByteArray phase = "Running";
    QByteArrayList conditions;
    QByteArrayList containers;
    QByteArrayList initContainers;
    QByteArray spec = R"("nodeName": "n1", "containers": [{"name": "node"}, {"name": "bootstrapper"}])";
    QByteArray extraStatus; ///< begins with a comma
    QByteArray extraMeta; ///< begins with a comma

    [[nodiscard]] QByteArray json() const;
};

/// As a node sets it when it takes a pod; then the pod is not ready from 00:02 on.
[[nodiscard]] QByteArrayList takenByNode(const char *initialized = "True");
[[nodiscard]] QByteArrayList readySince(const char *since);

extern const QByteArray deleting; ///< extraMeta: shutting down since 30:00
extern const QByteArray withInit; ///< spec: with two init containers
extern const QByteArray withSidecar; ///< spec: with a sidecar, and an init container behind it

// A table of pods and what is said about them.
void stateColumns();
/// `columns`: READY STATUS RESTARTS of kubectl get pods.
void stateRow(const char *name, const PodText &pod, rollout::PodState state, const QString &reason,
              const QString &columns);
void checkState(); ///< of the present row

} // namespace podjson
