// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rollout.h"

#include <functional>

/// A StatefulSet "orders" of a Redis Enterprise cluster and its pods, for tests to change. As made: three pods at
/// revision orders-r1 with the image tag 8.0.2-17, all ready for long, everything agreed.
struct Scenario
{
    static QString oldImage() { return QStringLiteral("redislabs/redis:8.0.2-17"); }
    static QString newImage() { return QStringLiteral("redislabs/redis:8.0.6-54"); }
    static QString oldRevision() { return QStringLiteral("orders-r1"); }
    static QString newRevision() { return QStringLiteral("orders-r2"); }
    static QDateTime now() { return QDateTime::fromString(QStringLiteral("2026-08-01T12:00:00Z"), Qt::ISODate); }

    explicit Scenario(int replicas = 3);

    /// The operator asks for the new image, and has put it into the template; the controller has seen it. With updated
    /// pods of the highest ordinals already replaced and ready.
    Scenario &rolling(int updated = 0);
    /// As after the last pod: all of the new revision, and the status says so.
    Scenario &complete();
    /// No cluster: a StatefulSet of its own.
    Scenario &alone();
    Scenario &change(const std::function<void(Scenario &)> &how);
    Scenario &partition(int partition);
    Scenario &changeSet(const std::function<void(rollout::StatefulSet &)> &how);

    /// What a pod can be in; each is reached from whatever it was.
    Scenario &missing(int ordinal);
    Scenario &terminating(int ordinal, int secondsAgo = 10, int grace = 600);
    Scenario &unscheduled(int ordinal, int secondsAgo, const QString &reason = QStringLiteral("Unschedulable"));
    Scenario &creating(int ordinal);
    Scenario &starting(int ordinal, int secondsAgo = 30);
    Scenario &notReady(int ordinal, int secondsAgo = 30);
    Scenario &waiting(int ordinal, const QString &reason, const QString &message = {});
    Scenario &ended(int ordinal, const QString &phase, const QString &reason);
    Scenario &lost(int ordinal);
    Scenario &ready(int ordinal, int secondsAgo = 600);
    /// A new pod of the update revision in this place, just created on a node.
    Scenario &replaced(int ordinal);

    [[nodiscard]] rollout::Pod &pod(int ordinal) { return pods[ordinal]; }
    [[nodiscard]] rollout::Rollout judged() const;

    /// What the controller writes into the status when it looks at the pods.
    void updateStatus();

    rollout::StatefulSet set;
    QMap<int, rollout::Pod> pods;
    bool hasCluster = true;
    rollout::ClusterFacts cluster;
    QString followed;
    qint64 written = 0;
    QDateTime clock = now();

private:
    [[nodiscard]] rollout::Pod made(int ordinal, const QString &revision, const QString &image);
    void setCondition(rollout::Pod &pod, const QString &type, const QString &status, const QDateTime &since,
                      const QString &reason = {}, const QString &message = {});

    int m_podsMade = 0;
};
