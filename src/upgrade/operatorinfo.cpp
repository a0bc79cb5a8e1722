// SPDX-License-Identifier: Apache-2.0
#include "operatorinfo.h"

#include "apiclient.h"
#include "container.h"
#include "imagereference.h"
#include "jsoncursor.h"

using namespace Qt::StringLiterals;

namespace upgrade {

namespace {

const QString operatorName = u"redis-enterprise-operator"_s; // of the Deployment and of its container

QString imageOf(kube::JsonCursor podTemplate)
{
    QString image;
    podTemplate.forEachField([&](std::string_view key, kube::JsonCursor value) {
        if (key != "spec")
            return;
        value.forEachField([&](std::string_view field, kube::JsonCursor part) {
            if (field != "containers")
                return;
            for (const rollout::ContainerSpec &container : rollout::decodeContainerSpecs(part)) {
                if (container.name == operatorName)
                    image = container.image;
            }
        });
    });
    return image;
}

} // namespace

kube::ObjectKey operatorKey(const QString &nameSpace)
{
    return {nameSpace, operatorName};
}

kube::ResourceType deploymentType()
{
    return {.group = u"apps"_s, .version = u"v1"_s, .plural = u"deployments"_s, .kind = u"Deployment"_s};
}

kube::ObjectPtr decodeOperatorDeployment(kube::JsonCursor deployment)
{
    auto result = std::make_shared<OperatorDeployment>();
    OperatorInfo &info = result->info;
    deployment.forEachField([&](std::string_view key, kube::JsonCursor value) {
        if (key == "metadata") {
            result->meta = kube::decodeMeta(value);
        } else if (key == "spec") {
            value.forEachField([&](std::string_view field, kube::JsonCursor part) {
                if (field == "template")
                    info.image = imageOf(part);
            });
        } else if (key == "status") {
            value.forEachField([&](std::string_view field, kube::JsonCursor part) {
                if (field == "readyReplicas")
                    info.readyReplicas = int(part.integer());
            });
        }
    });
    if (const auto reference = redis::ImageReference::parse(info.image))
        info.tag = reference->tag();
    return result;
}

void findOperator(kube::ApiClient &client, const QString &nameSpace, QObject *context,
                  kube::Callback<OperatorInfo> done)
{
    client.sendForDecoded(kube::requests::get(deploymentType(), operatorKey(nameSpace)), decodeOperatorDeployment,
                          context, [done = std::move(done)](const kube::Result<kube::ObjectPtr> &deployment) {
                              done(deployment.transform([](const kube::ObjectPtr &object) {
                                  return static_cast<const OperatorDeployment &>(*object).info;
                              }));
                          });
}

} // namespace upgrade
