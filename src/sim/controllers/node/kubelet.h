// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/eventrecorder.h"
#include "common/reconciler.h"
#include "node/podruntime.h"

#include <QHash>
#include <memory>

namespace sim {

struct NodeOptions
{
    QString name; ///< such as "node-1"
    int number = 1; ///< its pods get addresses 10.NUMBER.x.y
    QString zone; ///< topology.kubernetes.io/zone
    QString cpu = QStringLiteral("16");
    QString memory = QStringLiteral("64Gi");
    int pods = 110;
    QString version = QStringLiteral("v1.32.3"); ///< of the kubelet it says to be
};

/// One node: registers it, runs the pods that are bound to it in a PodRuntime each, and writes their status and the
/// events. Deleted pods are removed once their containers stopped.
class Kubelet final : public Reconciler
{
    Q_OBJECT

public:
    Kubelet(Informers &informers, Clock &clock, NodeOptions options, const NodeTiming &timing,
            QObject *parent = nullptr);
    ~Kubelet() override;

    [[nodiscard]] const NodeOptions &options() const noexcept { return m_options; }
    [[nodiscard]] bool isRunning() const noexcept { return m_isRunning; }

    /// From now on images behave so.
    void setRules(const ImageRules &rules);
    /// Stopped, it neither sees nor says anything, as after a power cut of its network; the pods run on.
    void setRunning(bool running);

protected:
    void followKinds() override;
    Outcome reconcile(const kube::ObjectKey &key) override;

private:
    struct Running
    {
        QString uid;
        PodRuntime runtime;
    };

    [[nodiscard]] Outcome reconcileNode();
    [[nodiscard]] QJsonObject nodeObject() const;
    [[nodiscard]] QJsonObject nodeStatus(const QJsonObject &before) const;
    [[nodiscard]] QString hostIp() const;
    [[nodiscard]] QString nextPodIp();
    [[nodiscard]] Moment moment() const { return {clock().elapsed(), clock().now()}; }

    const NodeOptions m_options;
    const NodeTiming m_timing;
    ImageRules m_rules;
    bool m_isRunning = true;
    int m_addresses = 0;
    QSet<QString> m_images;
    QHash<kube::ObjectKey, std::shared_ptr<Running>> m_pods;
    const kube::ObjectStore *m_podStore = nullptr;
    const kube::ObjectStore *m_nodeStore = nullptr;
    EventRecorder m_recorder;
};

} // namespace sim
