// SPDX-License-Identifier: Apache-2.0
#include "operatorinfo.h"

#include "apiclient.h"
#include "imagereference.h"

#include <QJsonArray>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace upgrade {

OperatorInfo operatorInfoOf(const QJsonObject &deployment)
{
    OperatorInfo info;
    info.readyReplicas = deployment["status"_L1]["readyReplicas"_L1].toInt();
    const QJsonArray containers = deployment["spec"_L1]["template"_L1]["spec"_L1]["containers"_L1].toArray();
    for (const QJsonValue &container : containers) {
        if (container["name"_L1].toString() != "redis-enterprise-operator"_L1)
            continue;
        info.image = container["image"_L1].toString();
        if (const auto reference = redis::ImageReference::parse(info.image))
            info.tag = reference->tag();
    }
    return info;
}

void findOperator(kube::ApiClient &client, const QString &nameSpace, QObject *context,
                  kube::Callback<OperatorInfo> done)
{
    const kube::ResourceType deployments{.group = u"apps"_s,
                                         .version = u"v1"_s,
                                         .plural = u"deployments"_s,
                                         .kind = u"Deployment"_s,
                                         .namespaced = true};
    client.sendForObject(kube::requests::get(deployments, {nameSpace, u"redis-enterprise-operator"_s}), context,
                         [done = std::move(done)](const kube::Result<kube::ApiObject> &answer) {
                             if (!answer)
                                 return done(std::unexpected(answer.error()));
                             done(operatorInfoOf(answer->object));
                         });
}

} // namespace upgrade
