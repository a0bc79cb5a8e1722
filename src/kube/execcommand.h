// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "clusterconfig.h"
#include "result.h"

#include <QProcessEnvironment>

namespace kube {

/// What is going to be run for a credential, to the last argument.
struct ExecCommand
{
    QString program; ///< absolute: as PATH says at this moment
    QStringList arguments;
    QList<std::pair<QString, QString>> environment; ///< added to our own; wins over it

    /// The whole of it in one line, as one would type it into a shell, with nothing hidden.
    [[nodiscard]] QString text() const;

    /// SHA-256, in hexadecimal digits: another one as soon as anything in the command differs.
    [[nodiscard]] QByteArray fingerprint() const;

    [[nodiscard]] bool operator==(const ExecCommand &) const = default;
};

/// Finds the program of exec, a bare name in PATH of environment. The error tells how to install it, in the words of
/// the kubeconfig where it has some.
[[nodiscard]] Result<ExecCommand> resolveExecCommand(const ExecConfig &exec, const QProcessEnvironment &environment);

} // namespace kube
