// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "redisenterprisecluster.h"
#include "tagoffer.h"

#include <QJsonObject>
#include <QString>

namespace upgrade {

/// What a person chose for one image specification; an empty field is not set, which leaves it to the operator.
struct ImageSpecChoice
{
    QString repository;
    QString versionTag;
    QString imagePullPolicy;

    [[nodiscard]] bool operator==(const ImageSpecChoice &) const = default;
};

/// The three image specifications that an upgrade of the Redis Enterprise cluster may touch.
struct ImageChoice
{
    ImageSpecChoice redis; ///< spec.redisEnterpriseImageSpec
    ImageSpecChoice servicesRigger; ///< spec.redisEnterpriseServicesRiggerImageSpec
    ImageSpecChoice bootstrapper; ///< spec.bootstrapperImageSpec

    [[nodiscard]] bool operator==(const ImageChoice &) const = default;
};

// Pure.

/// What is set now.
[[nodiscard]] ImageChoice choiceOf(const redis::RedisEnterpriseCluster &cluster);

/// The merge patch from one choice to the other: exactly the fields that differ, null for one that is no longer set.
/// Empty if nothing differs.
[[nodiscard]] QJsonObject patchOf(const ImageChoice &now, const ImageChoice &wanted);

/// What the catalogue needs to know to judge a tag. `operatorTag` and `runningTag` are empty where they are not known.
[[nodiscard]] redis::TagSituation situationOf(const redis::RedisEnterpriseCluster &cluster, const QString &operatorTag,
                                              const QString &runningTag);

} // namespace upgrade
