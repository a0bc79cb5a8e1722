// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QMap>
#include <QString>
#include <QStringList>

/// What a namespace should be after an upgrade of the operator, made without the code that is tested: the objects of
/// the release as its file has them, with the changes of a person put into them by hand, and kubectl to ask the server.
class BundleExpectation final
{
public:
    /// `kubeconfig`: of the administrator. `bundles`: the folder that holds a folder with a bundle.yaml for each
    /// release.
    BundleExpectation(QString kubeconfig, QString nameSpace, QString bundles);

    /// Runs kubectl in the namespace; fails the test program if kubectl fails, unless `exitCode` takes its code.
    QByteArray kubectl(const QStringList &arguments, const QByteArray &input = {}, int *exitCode = nullptr) const;

    /// Installs a release as the manual says.
    void install(const QString &release) const;
    /// Ten changes as a person makes them: private registry, pull secret, an extra rule in the Role, an extra subject in
    /// the RoleBinding, resource limits, probe delay, a label, an annotation, an extra variable, a label on a
    /// definition.
    void changeTenThings() const;

    /// The objects of the release with the ten changes, by "kind/name".
    [[nodiscard]] QMap<QString, QJsonObject> wanted(const QString &release) const;
    /// What differs from that in the cluster, a line each; `kubectl replace --dry-run=server` says what the server would
    /// make of what is wanted.
    [[nodiscard]] QStringList differences(const QString &release) const;
    /// The exit code of `kubectl diff --server-side` of what is wanted: 0 if nothing differs.
    [[nodiscard]] int kubectlDiff(const QString &release) const;

    /// The resource versions of all objects of a release, by "kind/name".
    [[nodiscard]] QMap<QString, QString> resourceVersions(const QString &release) const;

private:
    [[nodiscard]] QList<QJsonObject> objectsOf(const QString &release) const;

    const QString m_kubeconfig;
    const QString m_nameSpace;
    const QString m_bundles;
};
