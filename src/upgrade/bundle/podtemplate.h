// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <array>

namespace upgrade {

inline constexpr std::array<QLatin1StringView, 2> containerLists{QLatin1StringView("containers"),
                                                                 QLatin1StringView("initContainers")};

/// The workload (such as a Deployment) with `change`, a function of a container, applied to each container of its pods.
/// What is no container is left as it is.
template <typename Change>
[[nodiscard]] QJsonObject withContainers(QJsonObject workload, const Change &change)
{
    using namespace Qt::StringLiterals;
    // A QJsonObject that may be changed puts null where it is asked for what it does not have, unless by value().
    QJsonObject spec = workload.value("spec"_L1).toObject();
    QJsonObject podTemplate = spec.value("template"_L1).toObject();
    QJsonObject pod = podTemplate.value("spec"_L1).toObject();
    bool hasContainers = false;
    for (const QLatin1StringView list : containerLists) {
        QJsonArray containers = pod.value(list).toArray();
        if (containers.isEmpty())
            continue;
        hasContainers = true;
        for (auto container : containers) {
            if (container.isObject())
                container = change(container.toObject());
        }
        pod[list] = containers;
    }
    if (!hasContainers)
        return workload;
    podTemplate["spec"_L1] = pod;
    spec["template"_L1] = podTemplate;
    workload["spec"_L1] = spec;
    return workload;
}

} // namespace upgrade
