// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "clustersession.h"
#include "kubeconfig.h"

#include <QObject>
#include <functional>
#include <map>

namespace upgrade {

/// The contexts of a kubeconfig and the sessions of those that are connected. A context is connected only when somebody
/// asks for it: opening one may run a credential plugin or ask for a login.
class Fleet final : public QObject
{
    Q_OBJECT

public:
    using MakeCredentials = std::function<std::unique_ptr<kube::CredentialSource>(const kube::ClusterConfig &)>;

    Fleet(kube::Kubeconfig kubeconfig, MakeCredentials makeCredentials, QObject *parent = nullptr);
    ~Fleet() override;

    [[nodiscard]] const kube::Kubeconfig &kubeconfig() const noexcept { return m_kubeconfig; }
    [[nodiscard]] const QList<kube::ContextSummary> &contexts() const noexcept { return m_contexts; }
    /// Null while the context is not connected.
    [[nodiscard]] ClusterSession *session(const QString &context) const;

    /// The session, made and opened if there is none yet; the error says why the context cannot be used.
    kube::Result<ClusterSession *> open(const QString &context);
    void close(const QString &context);
    /// All sessions anew, as after sleep.
    void reconnect();

Q_SIGNALS:
    void opened(const QString &context);
    /// The session still exists, for the last time.
    void aboutToClose(const QString &context);

private:
    const kube::Kubeconfig m_kubeconfig;
    const QList<kube::ContextSummary> m_contexts;
    const MakeCredentials m_makeCredentials;
    std::map<QString, std::unique_ptr<ClusterSession>> m_sessions;
};

} // namespace upgrade
