// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apiclient.h"
#include "watcher.h"

#include <QThread>
#include <memory>
#include <vector>

namespace sim {

/// One connection to an API server and one watch of each kind that its controllers follow, shared among them (what
/// client-go calls a shared informer factory). Objects are RawObject. Lives on the thread that made it; destroying it
/// ends every watch.
class Informers final : public QObject
{
    Q_OBJECT

public:
    explicit Informers(const kube::ClusterConfig &config, QObject *parent = nullptr);
    /// With credentials of the caller's own.
    Informers(const kube::ClusterConfig &config, std::unique_ptr<kube::CredentialSource> credentials,
              QObject *parent = nullptr);
    ~Informers() override;

    [[nodiscard]] kube::ApiClient &client() { return m_client; }

    /// Follows a kind from the first call on. The store lives as long as this.
    const kube::ObjectStore &follow(const kube::ResourceType &type, const kube::Selection &selection = {},
                                    const QString &nameSpace = {});

private:
    QThread m_decoding;
    kube::ApiClient m_client;
    std::vector<std::unique_ptr<kube::Watcher>> m_watchers;
};

} // namespace sim
