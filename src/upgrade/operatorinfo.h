// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "callback.h"

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

    [[nodiscard]] bool operator==(const OperatorInfo &) const = default;
};

/// Pure: from the Deployment. Nothing in it is an operator: an empty image.
[[nodiscard]] OperatorInfo operatorInfoOf(const QJsonObject &deployment);

/// Reads the Deployment "redis-enterprise-operator", which is its name in bundle, Helm chart and OLM. Not there, or not
/// permitted: the server's error. See Callback.
void findOperator(kube::ApiClient &client, const QString &nameSpace, QObject *context,
                  kube::Callback<OperatorInfo> done);

} // namespace upgrade
