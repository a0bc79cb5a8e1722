// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QJsonValue>
#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>
#include <optional>
#include <utility>

namespace kube {

/// users[].user.exec: a program that prints a credential (client.authentication.k8s.io/v1 or v1beta1).
struct ExecConfig
{
    enum class Interactive { Never, IfAvailable, Always };

    QString apiVersion;
    QString command; ///< absolute if it was given as a path; a bare name is looked up in PATH
    QStringList arguments;
    QList<std::pair<QString, QString>> environment; ///< added to our own; ours loses
    QString installHint;
    bool provideClusterInfo = false;
    QJsonValue clusterExtension; ///< clusters[].cluster.extensions["client.authentication.k8s.io/exec"]
    Interactive interactive = Interactive::IfAvailable;

    [[nodiscard]] bool operator==(const ExecConfig &) const = default;
};

/// How to reach one cluster as one identity: the plain result of reading a kubeconfig for one context. Everything in it
/// has been checked; using it needs no file but the named ones, which are read again as they rotate.
struct ClusterConfig
{
    QString context;
    QString cluster;
    QString user;
    QString nameSpace; ///< of the context; "default" when it names none

    QUrl server; ///< http or https, valid port, path prefix kept, no query, no user
    QString tlsServerName; ///< for SNI and for the check of the name; empty: the host of server
    QByteArray certificateAuthority; ///< PEM; empty: the system's
    bool insecureSkipTlsVerify = false; ///< shown to the person wherever the cluster is shown
    bool disableCompression = false;

    QByteArray token;
    QString tokenFile; ///< wins over token
    QByteArray clientCertificate; ///< PEM
    QByteArray clientKey; ///< PEM
    QString clientCertificateFile; ///< read again as it rotates; set only without data
    QString clientKeyFile;
    std::optional<ExecConfig> exec; ///< asked only if nothing above gives a credential

    [[nodiscard]] bool operator==(const ClusterConfig &) const = default;
};

} // namespace kube
