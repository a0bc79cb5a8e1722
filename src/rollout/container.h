// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>
#include <optional>

namespace kube {
class JsonCursor;
}

namespace rollout {

/// A container as spec asks for it.
struct ContainerSpec
{
    QString name;
    QString image;
    bool restartsAlways = false; ///< restartPolicy Always: an init container that is a sidecar

    [[nodiscard]] bool operator==(const ContainerSpec &) const = default;
};

/// status.containerStatuses[].state or .lastState
struct ContainerState
{
    enum class Kind : quint8 {
        Unset,
        Waiting,
        Running,
        Terminated,
    };

    Kind kind = Kind::Unset;
    int exitCode = 0; ///< Terminated
    int signal = 0; ///< Terminated; 0 if none
    QString reason; ///< Waiting, Terminated
    QString message; ///< Waiting, Terminated
    QDateTime startedAt; ///< Running, Terminated; UTC
    QDateTime finishedAt; ///< Terminated; UTC

    [[nodiscard]] bool operator==(const ContainerState &) const = default;
};

/// status.containerStatuses[]
struct ContainerStatus
{
    QString name;
    QString image;
    QString imageId;
    ContainerState state;
    ContainerState lastState; ///< how it ended before its last restart
    int restartCount = 0;
    bool ready = false;
    std::optional<bool> started; ///< absent on servers before 1.16

    [[nodiscard]] bool operator==(const ContainerStatus &) const = default;
};

/// Read spec.containers or spec.initContainers.
[[nodiscard]] QList<ContainerSpec> decodeContainerSpecs(kube::JsonCursor containers);
/// Read status.containerStatuses or status.initContainerStatuses.
[[nodiscard]] QList<ContainerStatus> decodeContainerStatuses(kube::JsonCursor statuses);

/// The container that an upgrade is about: that of the Redis Enterprise node, else the first; null without containers.
[[nodiscard]] const ContainerSpec *mainContainer(const QList<ContainerSpec> &containers);

} // namespace rollout
