// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bundle/bundlecomparison.h"

#include <QMap>

/// A ConfigMap "settings" on its way into a cluster, with this data on each side; without `live` it is new, without
/// `base` nothing says what the release changed.
inline upgrade::UpgradeDocument settingsDocument(const std::optional<QMap<QString, QString>> &base,
                                                 const std::optional<QMap<QString, QString>> &live,
                                                 const QMap<QString, QString> &theirs)
{
    using namespace Qt::StringLiterals;
    const auto object = [](const QMap<QString, QString> &data) {
        QJsonObject values;
        for (const auto &[key, value] : data.asKeyValueRange())
            values.insert(key, value);
        return QJsonObject{{"apiVersion"_L1, "v1"_L1},
                           {"kind"_L1, "ConfigMap"_L1},
                           {"metadata"_L1, QJsonObject{{"name"_L1, "settings"_L1}}},
                           {"data"_L1, values}};
    };
    upgrade::UpgradeDocument document;
    document.plan.identity = {.group = {}, .kind = u"ConfigMap"_s, .name = u"settings"_s};
    document.plan.apiVersion = u"v1"_s;
    document.plan.theirs = object(theirs);
    document.plan.base = base ? upgrade::DocumentPlan::Base::Release : upgrade::DocumentPlan::Base::None;
    if (live) {
        document.live = object(*live);
        document.plan.merge.emplace(base ? std::optional(object(*base)) : std::nullopt, document.live,
                                    document.plan.theirs);
    }
    upgrade::updateFromPlan(document);
    return document;
}
