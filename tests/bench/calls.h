// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apiclient.h"

#include <functional>

namespace bench {

/// Calls of an API server that wait for their answer; an event loop runs meanwhile.
class Calls final
{
public:
    /// As the current context of a kubeconfig file says.
    explicit Calls(const QString &kubeconfig);
    ~Calls();
    Q_DISABLE_COPY_MOVE(Calls)

    /// Null if the kubeconfig cannot be used.
    [[nodiscard]] kube::ApiClient *client() const noexcept { return m_client.get(); }

    [[nodiscard]] kube::Result<kube::ApiResponse> send(const kube::ApiRequest &request) const;
    /// The namespace is the object's own.
    [[nodiscard]] bool create(const kube::ResourceType &type, const QJsonObject &object) const;
    /// As create() for `count` objects, many at a time.
    [[nodiscard]] bool createAll(const kube::ResourceType &type, int count,
                                 const std::function<QJsonObject(int index)> &make) const;
    /// Reads the object again and again until it is so; false if that takes too long.
    [[nodiscard]] bool waitFor(const kube::ResourceType &type, const kube::ObjectKey &key, std::chrono::seconds atMost,
                               const std::function<bool(const QJsonObject &object)> &isSo) const;

private:
    std::unique_ptr<kube::ApiClient> m_client;
};

} // namespace bench
