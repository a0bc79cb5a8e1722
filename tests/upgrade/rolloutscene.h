// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apiserver.h"

/// A Redis Enterprise cluster "orders" of three nodes on a simulated server without controllers: a test says what each
/// of them would have written.
class RolloutScene final
{
public:
    static inline const QString oldTag = QStringLiteral("8.0.2-17");
    static inline const QString newTag = QStringLiteral("8.0.6-54");
    static inline const QString oldRevision = QStringLiteral("orders-1");
    static inline const QString newRevision = QStringLiteral("orders-2");

    RolloutScene();

    [[nodiscard]] sim::ApiServer &server() { return m_server; }

    /// metadata.generation and uid of the cluster as the server has them.
    [[nodiscard]] qint64 generation() const;
    [[nodiscard]] QString uid() const;

    void createCluster();
    void createSet();
    void setClusterTag(const QString &tag);
    void setClusterState(const QString &state);
    void setTemplateTag(const QString &tag);
    /// What the StatefulSet controller says; it has seen the spec.
    void observe(const QString &current, const QString &update, int ready = 3);
    /// The pod in this place, made anew.
    void putPod(int ordinal, const QString &revision, const QString &tag, bool ready = true);
    void removePod(int ordinal);
    /// All there, all well, of the old tag.
    void settle();

private:
    sim::ApiServer m_server;
};
