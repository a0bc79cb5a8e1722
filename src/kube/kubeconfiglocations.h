// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

namespace kube {

/// Where a kubeconfig is looked for. A plain value: whoever loads one needs no environment.
struct KubeconfigLocations
{
    QString explicitFile; ///< asked for by name: the only one read, and it must exist
    QStringList listedFiles; ///< KUBECONFIG: in order, each once; those that do not exist are passed over
    bool listed = false; ///< KUBECONFIG is set to something, so that homeFile is not read
    QString homeFile; ///< ~/.kube/config; empty without a home

    // For a program that runs in a pod. Used only when the kubeconfig is empty.
    QString serviceHost;
    QString servicePort;
    QString serviceAccountFolder = QStringLiteral("/var/run/secrets/kubernetes.io/serviceaccount");
    QString podNamespace; ///< wins over the file of the service account

    /// explicitFile, KUBECONFIG, HOME and the variables of a pod; explicitFile may be empty.
    [[nodiscard]] static KubeconfigLocations fromEnvironment(
        const QString &explicitFile = {},
        const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment());

    /// The files to read, in order of precedence; they need not exist.
    [[nodiscard]] QStringList files() const;
};

} // namespace kube
