// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apiclient.h"
#include "discovery.h"
#include "watcher.h"

#include <QObject>
#include <QThread>
#include <QTimer>
#include <optional>

namespace upgrade {

/// One context that is connected: what its server is, and live stores of its Redis Enterprise clusters,
/// their operators and StatefulSets.
///
/// Recovers by itself; trouble is a state with a sentence. Where a kind may not be listed in all namespaces, the
/// namespace of the context is followed instead; the target of the watcher tells.
class ClusterSession final : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Closed, ///< before open()
        Connecting, ///< asking what the server is
        Open, ///< watchers run, each with a state of its own
        Failed, ///< no talking to the server; tries again by itself at nextAttempt()
    };
    Q_ENUM(State)

    ClusterSession(kube::ClusterConfig config, std::unique_ptr<kube::CredentialSource> credentials,
                   QObject *parent = nullptr);
    ~ClusterSession() override;

    void open();
    /// Everything anew, now: after sleep, a changed network, a renewed login.
    void reconnect();

    [[nodiscard]] State state() const noexcept { return m_state; }
    [[nodiscard]] const std::optional<kube::Error> &error() const noexcept { return m_error; } ///< in Failed
    [[nodiscard]] QDateTime nextAttempt() const { return m_nextAttempt; } ///< UTC; in Failed
    [[nodiscard]] const kube::ServerInfo &server() const noexcept { return m_server; } ///< in Open
    [[nodiscard]] const kube::ClusterConfig &config() const noexcept { return m_client.config(); }
    [[nodiscard]] kube::ApiClient &client() noexcept { return m_client; }

    /// Null unless Open; clusters() and operators() also where the server has no such kind.
    [[nodiscard]] const kube::Watcher *clusters() const noexcept { return m_clusters.get(); }
    [[nodiscard]] const kube::Watcher *statefulSets() const noexcept { return m_statefulSets.get(); }
    /// The OperatorDeployments. Beside the matter: that they may not be read makes nothing else less fresh.
    [[nodiscard]] const kube::Watcher *operators() const noexcept { return m_operators.get(); }
    /// The version of REC that the server serves; null if none: then plain StatefulSets are all there is.
    [[nodiscard]] const kube::ResourceType *clusterType() const noexcept
    {
        return m_clusterType ? &*m_clusterType : nullptr;
    }

    /// Pods of one selection, followed while the watcher lives. For a rollout.
    [[nodiscard]] std::unique_ptr<kube::Watcher> followPods(const QString &nameSpace, const QString &labelSelector);

    /// Deployments of one namespace, followed while the watcher lives. For the upgrade of an operator.
    [[nodiscard]] std::unique_ptr<kube::Watcher> followDeployments(const QString &nameSpace);

    /// How far what is shown can be trusted: the oldest contact of the watchers, and the worst of their errors.
    struct Freshness
    {
        bool live = false; ///< every watcher is Watching
        QDateTime since; ///< UTC: the last time all was heard from; invalid: never
        QString trouble; ///< a sentence; empty when live
    };
    [[nodiscard]] Freshness freshness() const;

Q_SIGNALS:
    void stateChanged(upgrade::ClusterSession::State state);
    /// A watcher's state, or the watchers themselves (another scope), changed.
    void freshnessChanged();
    /// clusters(), statefulSets() or operators() is another object now.
    void watchersChanged();

private:
    void discover();
    void discovered(const kube::Result<kube::ServerInfo> &info);
    void setState(State state);
    [[nodiscard]] std::unique_ptr<kube::Watcher> startWatcher(const kube::Watcher::Target &target);
    void follow(std::unique_ptr<kube::Watcher> &watcher, const kube::Watcher::Target &target);

    QThread m_decoding;
    kube::ApiClient m_client;
    kube::ServerInfo m_server;
    std::optional<kube::ResourceType> m_clusterType;
    std::unique_ptr<kube::Watcher> m_clusters;
    std::unique_ptr<kube::Watcher> m_statefulSets;
    std::unique_ptr<kube::Watcher> m_operators;
    State m_state = State::Closed;
    std::optional<kube::Error> m_error;
    QDateTime m_nextAttempt;
    kube::Backoff m_backoff;
    QTimer m_retry;
    std::unique_ptr<QObject> m_calls;
};

} // namespace upgrade
