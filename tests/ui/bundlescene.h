// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bundle/bundlepage.h"
#include "clusterscene.h"

#include <QTemporaryDir>
#include <memory>

/// A namespace with an operator that was installed from a bundle and changed since, on a simulated server, and a git
/// repository with releases of that bundle. The releases have what the server serves: a ConfigMap, a ServiceAccount, a
/// Service, the definition of RedisEnterpriseCluster, and the operator's Deployment.
///
/// Installed is 7.4.2-2, with a private registry, a label and a setting of the user's own, and with `conflicts` fields
/// changed that 7.22.2-40 changes too: one in the Deployment, the others in the ConfigMap. The repository has v7.4.2-2,
/// v7.22.2-40, v8.0.6-8, and v7.4.6-9, whose bundle is that of 8.0.6-8.
class BundleScene final
{
public:
    explicit BundleScene(int conflicts = 3, sim::ApiServerOptions options = {});
    ~BundleScene();

    [[nodiscard]] ClusterScene &cluster() noexcept { return m_cluster; }
    [[nodiscard]] sim::ApiServer &server() noexcept { return m_cluster.server(); }
    [[nodiscard]] QString repository() const { return m_folder.filePath(QStringLiteral("repository")); }
    [[nodiscard]] QString cacheFolder() const { return m_folder.filePath(QStringLiteral("cache")); }
    /// A folder with the bundle of a release.
    [[nodiscard]] QString folder(const QString &tag);

    /// A page on namespace "redis" whose source is the repository; shown, with its releases read.
    ui::BundlePage &open(const QSize &size = {1100, 800});
    [[nodiscard]] ui::BundlePage &page() noexcept { return *m_page; }
    /// Chooses the release and compares. Waits until the comparison came to something.
    void compare(const QString &tag = QStringLiteral("v7.22.2-40"));
    /// Waits for a state of the upgrade; fails the program if it does not come.
    void waitFor(upgrade::BundleUpgrade::State state);
    /// The server refuses the definition from now on, for that many reasons, `times` times.
    void refuseDefinition(int reasons, int times = 1);

    /// An object of the server: "configmaps", "deployments.apps".
    [[nodiscard]] QJsonObject live(const QString &resource, const QString &name);
    [[nodiscard]] QStringList versions(); ///< the resource versions of all objects of the bundle

    static const QString definition; ///< the name

private:
    [[nodiscard]] QList<QJsonObject> release(const QString &tag);
    void install();
    void makeRepository();
    void git(const QStringList &arguments);

    const int m_conflicts;
    QTemporaryDir m_folder;
    ClusterScene m_cluster;
    QJsonObject m_definition; ///< as the server has it
    std::unique_ptr<ui::BundlePage> m_page;
};
