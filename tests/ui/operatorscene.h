// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "clusterscene.h"
#include "operator/operatorfollower.h"

/// The operator of the namespace "redis" on a simulated server without controllers, and who follows it. A test says
/// what each controller would have written, and what time it is.
class OperatorScene final
{
public:
    static inline const QString oldImage = QStringLiteral("registry.corp:5000/redislabs/operator:7.22.0-17");
    static inline const QString newImage = QStringLiteral("registry.corp:5000/redislabs/operator:7.22.2-21");

    explicit OperatorScene(sim::ApiServerOptions options = {});

    [[nodiscard]] ClusterScene &scene() noexcept { return m_scene; }
    [[nodiscard]] upgrade::OperatorFollower &follower() noexcept { return *m_follower; }

    void setNow(const QDateTime &now) { m_now = now; }
    [[nodiscard]] QDateTime now() const { return m_now; }
    [[nodiscard]] QString ago(int seconds) const; ///< as servers write times

    /// The Deployment, as observed. `available` counts ready pods, too.
    void putDeployment(const QString &image, int replicas, int updated, int available,
                       const QJsonObject &condition = {});
    /// A pod of the Deployment that was made a minute ago; `container` is the state of the operator's container.
    void putPod(const QString &hash, const QString &image, const QJsonObject &container, bool ready);
    void removePod(const QString &hash, int graceSeconds = 0);
    void putRigger(const QString &cluster, bool ready);
    /// What the write of the Deployment is answered with.
    void expect(const QString &image);

    /// The pod is there, and ready for 40 s.
    void putReadyPod(const QString &hash, const QString &image);

private:
    QJsonObject put(const QJsonObject &object);

    ClusterScene m_scene;
    QDateTime m_now;
    std::unique_ptr<upgrade::OperatorFollower> m_follower;
};
