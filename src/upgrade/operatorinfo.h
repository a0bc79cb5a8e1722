// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "callback.h"
#include "deployment.h"

#include <QString>

namespace kube {
class ApiClient;
}

namespace upgrade {

/// The Redis Enterprise operator of a namespace, as its Deployment says.
struct OperatorInfo
{
    QString image; ///< of the container redis-enterprise-operator
    QString tag; ///< empty where the image is named by digest alone
    int readyReplicas = 0;
    /// UTC: when this operator was rolled out to the end; invalid before that, and where the server does not tell.
    QDateTime newSince;

    [[nodiscard]] bool operator==(const OperatorInfo &) const = default;
};

/// The Deployment, for a store.
struct OperatorDeployment final : kube::Object
{
    OperatorInfo info;

    [[nodiscard]] bool operator==(const OperatorDeployment &) const = default;
};

/// Its name in bundle, Helm chart and OLM.
[[nodiscard]] kube::ObjectKey operatorKey(const QString &nameSpace);
using rollout::deploymentType;

/// kube::Decode. A Deployment without the operator's container has an empty image.
[[nodiscard]] kube::ObjectPtr decodeOperatorDeployment(kube::JsonCursor deployment);

/// Reads the Deployment once. Not there, or not permitted: the server's error. See Callback.
void findOperator(kube::ApiClient &client, const QString &nameSpace, QObject *context,
                  kube::Callback<OperatorInfo> done);

} // namespace upgrade
