// SPDX-License-Identifier: Apache-2.0
#include "imagechoice.h"

using namespace Qt::StringLiterals;

namespace upgrade {

namespace {

ImageSpecChoice choiceOf(const redis::ImageSpec &spec)
{
    return {.repository = spec.repository.value_or(QString()),
            .versionTag = spec.versionTag.value_or(QString()),
            .imagePullPolicy = spec.imagePullPolicy.value_or(QString())};
}

QJsonObject patchOf(const ImageSpecChoice &now, const ImageSpecChoice &wanted)
{
    QJsonObject patch;
    const auto compare = [&](QLatin1StringView field, const QString &before, const QString &after) {
        if (before != after)
            patch.insert(field, after.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(after));
    };
    compare("repository"_L1, now.repository, wanted.repository);
    compare("versionTag"_L1, now.versionTag, wanted.versionTag);
    compare("imagePullPolicy"_L1, now.imagePullPolicy, wanted.imagePullPolicy);
    return patch;
}

} // namespace

ImageChoice choiceOf(const redis::RedisEnterpriseCluster &cluster)
{
    return {.redis = choiceOf(cluster.image),
            .servicesRigger = choiceOf(cluster.servicesRigger),
            .bootstrapper = choiceOf(cluster.bootstrapper)};
}

QJsonObject patchOf(const ImageChoice &now, const ImageChoice &wanted)
{
    QJsonObject spec;
    const auto add = [&](QLatin1StringView field, const QJsonObject &patch) {
        if (!patch.isEmpty())
            spec.insert(field, patch);
    };
    add("redisEnterpriseImageSpec"_L1, patchOf(now.redis, wanted.redis));
    add("redisEnterpriseServicesRiggerImageSpec"_L1, patchOf(now.servicesRigger, wanted.servicesRigger));
    add("bootstrapperImageSpec"_L1, patchOf(now.bootstrapper, wanted.bootstrapper));
    return spec.isEmpty() ? QJsonObject() : QJsonObject{{"spec"_L1, spec}};
}

redis::TagSituation situationOf(const redis::RedisEnterpriseCluster &cluster, const QString &operatorTag,
                                const QString &runningTag)
{
    return {.currentTag = cluster.image.versionTag.value_or(QString()),
            .runningTag = runningTag,
            .operatorTag = operatorTag,
            .state = cluster.stateText,
            .nodes = cluster.nodes,
            .pinnedByDigest = cluster.image.digestHash.has_value()};
}

} // namespace upgrade
