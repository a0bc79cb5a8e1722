// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/eventrecorder.h"
#include "common/reconciler.h"

namespace sim {

class ClusterObjects;
struct ClusterPlan;
struct ClusterView;

struct OperatorOptions
{
    /// The operator's own version, unless a Deployment "redis-enterprise-operator" is in the cluster's namespace: then
    /// the tag of its image, and while that is not available there is no operator.
    QString operatorTag = QStringLiteral("8.0.20-23");
    /// The Redis Enterprise tag of a cluster that names none, by operator tag.
    QHash<QString, QString> defaultTags = {{QStringLiteral("8.0.20-23"), QStringLiteral("8.0.20-44.23")},
                                           {QStringLiteral("7.22.2-40"), QStringLiteral("7.22.2-133")}};
    QString nameSpace; ///< empty: all
};

/// Stands in for the Redis Enterprise operator: makes of each RedisEnterpriseCluster a StatefulSet, a Services Rigger,
/// services, a disruption budget and a secret, by planCluster(), keeps its status, and moves the label of the cluster's
/// master. Runs against any API server that has the custom resource. The only writer of that status.
class RedisOperator final : public Reconciler
{
    Q_OBJECT

public:
    RedisOperator(Informers &informers, Clock &clock, OperatorOptions options, QObject *parent = nullptr);

protected:
    void followKinds() override;
    Outcome reconcile(const kube::ObjectKey &key) override;

private:
    [[nodiscard]] Keys clustersIn(const QString &nameSpace) const;
    [[nodiscard]] QString operatorTag(const QString &nameSpace) const;
    [[nodiscard]] ClusterView view(const RawObject &rec, const RawObject *set, const RawObject *rigger) const;
    void writeStatus(QList<Write> &writes, const RawObject &rec, const ClusterPlan &plan,
                     const ClusterObjects &objects);
    void writeMaster(QList<Write> &writes, const RawObject &rec, const RawObject &set, bool isUpdating,
                     bool isNewImage) const;
    void apply(QList<Write> &writes, const kube::ResourceType &type, const kube::ObjectStore &store,
               const QJsonObject &object);
    void applyUnseen(QList<Write> &writes, const RawObject &rec, const ClusterObjects &objects);
    [[nodiscard]] QList<RawObjectPtr> podsOf(const RawObject &set) const;

    struct Applied
    {
        QJsonObject wanted;
        QJsonObject answer; ///< the wantedPart() of it
    };

    const OperatorOptions m_options;
    const kube::ObjectStore *m_clusters = nullptr;
    const kube::ObjectStore *m_sets = nullptr;
    const kube::ObjectStore *m_deployments = nullptr;
    const kube::ObjectStore *m_services = nullptr;
    const kube::ObjectStore *m_pods = nullptr;
    EventRecorder m_recorder;
    QHash<QString, Applied> m_applied; ///< by plural/namespace/name: the last that was answered
    QSet<QString> m_hasSecret; ///< by the cluster's uid: the secret is there, whoever made it
    QHash<QString, QJsonObject> m_budgets; ///< by the cluster's uid: as last applied
    QString m_policyVersion = QStringLiteral("v1"); ///< v1beta1 on servers before 1.21
};

} // namespace sim
