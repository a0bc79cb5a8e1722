// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "resourcetype.h"

namespace sim::resources {

// The kinds that the controllers read and write.
inline const kube::ResourceType pods{{}, QStringLiteral("v1"), QStringLiteral("pods"), QStringLiteral("Pod"), true};
inline const kube::ResourceType nodes{{}, QStringLiteral("v1"), QStringLiteral("nodes"), QStringLiteral("Node"), false};
inline const kube::ResourceType services{
    {}, QStringLiteral("v1"), QStringLiteral("services"), QStringLiteral("Service"), true};
inline const kube::ResourceType secrets{
    {}, QStringLiteral("v1"), QStringLiteral("secrets"), QStringLiteral("Secret"), true};
inline const kube::ResourceType events{
    {}, QStringLiteral("v1"), QStringLiteral("events"), QStringLiteral("Event"), true};
inline const kube::ResourceType persistentVolumeClaims{
    {}, QStringLiteral("v1"), QStringLiteral("persistentvolumeclaims"), QStringLiteral("PersistentVolumeClaim"), true};
inline const kube::ResourceType statefulSets{QStringLiteral("apps"), QStringLiteral("v1"),
                                             QStringLiteral("statefulsets"), QStringLiteral("StatefulSet"), true};
inline const kube::ResourceType deployments{QStringLiteral("apps"), QStringLiteral("v1"), QStringLiteral("deployments"),
                                            QStringLiteral("Deployment"), true};
inline const kube::ResourceType replicaSets{QStringLiteral("apps"), QStringLiteral("v1"), QStringLiteral("replicasets"),
                                            QStringLiteral("ReplicaSet"), true};
inline const kube::ResourceType controllerRevisions{QStringLiteral("apps"), QStringLiteral("v1"),
                                                    QStringLiteral("controllerrevisions"),
                                                    QStringLiteral("ControllerRevision"), true};
inline const kube::ResourceType redisEnterpriseClusters{QStringLiteral("app.redislabs.com"), QStringLiteral("v1"),
                                                        QStringLiteral("redisenterpriseclusters"),
                                                        QStringLiteral("RedisEnterpriseCluster"), true};

} // namespace sim::resources
