// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kubeconfig.h"

#include <QDir>

/// Kubeconfigs of tests, and where they are looked for.
namespace kubeconfigfixture {

[[nodiscard]] inline QProcessEnvironment environment(std::initializer_list<std::pair<QString, QString>> variables)
{
    QProcessEnvironment result;
    for (const auto &[name, value] : variables)
        result.insert(name, value);
    return result;
}

/// KUBECONFIG with these files.
[[nodiscard]] inline kube::KubeconfigLocations listed(const QStringList &files)
{
    return kube::KubeconfigLocations::fromEnvironment(
        {}, environment({{QStringLiteral("KUBECONFIG"), files.join(QDir::listSeparator())}}));
}

/// --kubeconfig with this file.
[[nodiscard]] inline kube::KubeconfigLocations only(const QString &file)
{
    return kube::KubeconfigLocations::fromEnvironment(file, QProcessEnvironment());
}

/// One context with a cluster and a user of the same name; the server tells who defined it.
[[nodiscard]] inline QByteArray oneContext(const QByteArray &name, const QByteArray &server,
                                           const QByteArray &current = {})
{
    return "apiVersion: v1\nkind: Config\ncurrent-context: \"" + current + "\"\n" + "clusters:\n- name: " + name
        + "\n  cluster: {server: \"" + server + "\"}\n" + "users:\n- name: " + name + "\n  user: {token: t-" + name
        + "}\n" + "contexts:\n- name: " + name + "\n  context: {cluster: " + name + ", user: " + name + "}\n";
}

inline const QByteArray goodCluster = "server: 'https://good:6443'";

/// A context "x" of a cluster "c" and a user "u" with these fields, and a usable context "fine" beside it.
[[nodiscard]] inline QByteArray contextOf(const QByteArray &cluster, const QByteArray &user,
                                          const QByteArray &context = {})
{
    return "clusters: [{name: c, cluster: {" + cluster + "}}, {name: fine, cluster: {" + goodCluster + "}}]\n"
        + "users: [{name: u, user: {" + user + "}}, {name: fine, user: {token: fine}}]\n"
        + "contexts: [{name: x, context: {cluster: c, user: u, " + context + "}}, "
        + "{name: fine, context: {cluster: fine, user: fine}}]\n";
}

/// As a *-data field holds it.
[[nodiscard]] inline QByteArray quoted(const QByteArray &bytes)
{
    return '"' + bytes.toBase64() + '"';
}

[[nodiscard]] inline QStringList names(const kube::Kubeconfig &kubeconfig)
{
    QStringList result;
    for (const kube::ContextSummary &context : kubeconfig.contexts())
        result.append(context.name);
    return result;
}

/// What a result says when it is none.
template <typename T>
[[nodiscard]] QString problem(const kube::Result<T> &result)
{
    return result ? QString() : result.error().message;
}

} // namespace kubeconfigfixture
