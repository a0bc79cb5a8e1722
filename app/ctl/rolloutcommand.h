// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "command.h"
#include "watcher.h"

#include <QThread>
#include <QTimer>

namespace redis {
struct RedisEnterpriseCluster;
}
namespace rollout {
struct StatefulSet;
}

namespace ctl {

/// rollout status STS: kubectl's sentences and exit codes (kubectl rollout_status.go), with a watch that recovers: 0
/// when the rollout is complete, 1 when it cannot be followed, the object is deleted or the time is up. What kubectl
/// does not know is said beside them, on the standard error: a lost connection, and a Redis Enterprise cluster that
/// does not agree with its StatefulSet.
class RolloutStatusCommand final : public Command
{
    Q_OBJECT

public:
    explicit RolloutStatusCommand(Invocation invocation);
    ~RolloutStatusCommand() override;

    /// "sts/NAME", "sts NAME" or "NAME", with all names of the kind.
    [[nodiscard]] static bool knows(const QStringList &words);
    void start() override;

private:
    void onState(kube::Watcher::State state);
    void onChanged(const kube::ObjectStore::Changes &changes);
    void finishDone(const rollout::StatefulSet &set);
    void compare(const redis::RedisEnterpriseCluster &cluster);

    QThread m_decoding;
    std::unique_ptr<kube::ApiClient> m_client;
    std::unique_ptr<kube::Watcher> m_watcher;
    QTimer m_timeout;
    QString m_name;
    bool m_isLost = false; ///< the connection; said once
};

} // namespace ctl
