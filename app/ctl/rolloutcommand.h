// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "command.h"
#include "watcher.h"

#include <QThread>
#include <QTimer>

namespace ctl {

/// rollout status STS: kubectl's sentences and exit codes (kubectl rollout_status.go), with a watch that recovers: 0
/// when the rollout is complete, 1 when it cannot be followed, the object is deleted or the time is up.
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

    QThread m_decoding;
    std::unique_ptr<kube::ApiClient> m_client;
    std::unique_ptr<kube::Watcher> m_watcher;
    QTimer m_timeout;
    QString m_name;
};

} // namespace ctl
