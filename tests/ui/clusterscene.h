// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apiserver.h"
#include "catalogue.h"
#include "fleet.h"
#include "journal.h"

#include <QJsonObject>
#include <QTemporaryDir>
#include <memory>

/// A simulated server with objects in it, and a fleet whose contexts reach it. No controller runs: everything on the
/// server stays as the test put it, in the namespaces "redis" and "animals".
///
/// The kubeconfig has three contexts: "prod" (current, namespace "redis"), "staging" (the same server), and "torn",
/// whose cluster does not exist.
class ClusterScene final
{
public:
    explicit ClusterScene(sim::ApiServerOptions options = {});
    ~ClusterScene();

    [[nodiscard]] sim::ApiServer &server() noexcept { return *m_server; }
    [[nodiscard]] upgrade::Fleet &fleet() noexcept { return *m_fleet; }
    [[nodiscard]] const redis::Catalogue &catalogue() const noexcept { return m_catalogue; }
    [[nodiscard]] const upgrade::Journal &journal() const noexcept { return m_journal; }

    /// The kubeconfig; `server` in place of the scene's own.
    [[nodiscard]] QByteArray kubeconfig(const QString &server = {}) const;
    /// A file of this content in a folder of the scene; its path.
    QString write(const QString &name, const QByteArray &content);
    /// A fleet of this kubeconfig.
    [[nodiscard]] static std::unique_ptr<upgrade::Fleet> fleetOf(const QByteArray &kubeconfig, const QString &file);

    struct Cluster
    {
        QString name = QStringLiteral("orders");
        QString nameSpace = QStringLiteral("redis");
        QString tag = QStringLiteral("7.22.0-250"); ///< empty: not set
        QString state = QStringLiteral("Running"); ///< empty: no status
        QString licence = QStringLiteral("Valid"); ///< until 2027-03-01; empty: none
        int nodes = 3;
        QJsonObject spec; ///< more fields, as a merge patch
    };
    QJsonObject put(const Cluster &cluster);
    struct Set
    {
        QString name = QStringLiteral("orders");
        QString nameSpace = QStringLiteral("redis");
        int replicas = 3;
        int ready = 3;
        QString currentRevision = QStringLiteral("7c41b");
        QString updateRevision = QStringLiteral("7c41b");
        int updated = 3;
        bool ofCluster = true; ///< owned by the cluster of the same name, which must be there
    };
    QJsonObject put(const Set &set);
    /// A cluster and its StatefulSet.
    void putBoth(const Cluster &cluster);
    void putBoth() { putBoth(Cluster()); }
    void putOperator(const QString &tag, const QString &nameSpace = QStringLiteral("redis"));
    /// A pod that runs, of that revision.
    void putPod(const QString &name, const QString &revision);
    /// The version tag that the server has now.
    [[nodiscard]] QString tagOf(const QString &name = QStringLiteral("orders"));

    static const QString clusters; ///< the resource
    static const QString sets;

private:
    QJsonObject put(const QJsonObject &object);

    QTemporaryDir m_folder;
    redis::Catalogue m_catalogue;
    upgrade::Journal m_journal;
    std::unique_ptr<sim::ApiServer> m_server;
    std::unique_ptr<upgrade::Fleet> m_fleet;
};
