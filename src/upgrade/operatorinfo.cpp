// SPDX-License-Identifier: Apache-2.0
#include "operatorinfo.h"

#include "apiclient.h"
#include "container.h"
#include "imagereference.h"
#include "jsoncursor.h"

#include <QJsonArray>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace upgrade {

namespace {

const QString operatorName = u"redis-enterprise-operator"_s; // of the Deployment and of its container

OperatorInfo infoOf(const QString &image, int readyReplicas)
{
    OperatorInfo info{.image = image, .tag = {}, .readyReplicas = readyReplicas};
    if (const auto reference = redis::ImageReference::parse(image))
        info.tag = reference->tag();
    return info;
}

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

OperatorInfo operatorInfoOf(const QJsonObject &deployment)
{
    const QJsonArray containers = deployment["spec"_L1]["template"_L1]["spec"_L1]["containers"_L1].toArray();
    for (const QJsonValue &container : containers) {
        if (container["name"_L1].toString() == operatorName)
            return infoOf(container["image"_L1].toString(), deployment["status"_L1]["readyReplicas"_L1].toInt());
    }
    return {};
}

kube::ObjectPtr decodeOperatorDeployment(kube::JsonCursor deployment)
{
    auto result = std::make_shared<OperatorDeployment>();
    QString image;
    int ready = 0;
    deployment.forEachField([&](std::string_view key, kube::JsonCursor value) {
        if (key == "metadata") {
            result->meta = kube::decodeMeta(value);
        } else if (key == "spec") {
            value.forEachField([&](std::string_view field, kube::JsonCursor part) {
                if (field == "template")
                    image = imageOf(part);
            });
        } else if (key == "status") {
            value.forEachField([&](std::string_view field, kube::JsonCursor part) {
                if (field == "readyReplicas")
                    ready = int(part.integer());
            });
        }
    });
    if (!image.isEmpty())
        result->info = infoOf(image, ready);
    return result;
}

void findOperator(kube::ApiClient &client, const QString &nameSpace, QObject *context,
                  kube::Callback<OperatorInfo> done)
{
    client.sendForObject(kube::requests::get(deploymentType(), operatorKey(nameSpace)), context,
                         [done = std::move(done)](const kube::Result<kube::ApiObject> &answer) {
                             if (!answer)
                                 return done(std::unexpected(answer.error()));
                             done(operatorInfoOf(answer->object));
                         });
}

} // namespace upgrade
