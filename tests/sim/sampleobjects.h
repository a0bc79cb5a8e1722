// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jsonliteral.h"

/// Objects that tests begin with, as JSON texts.
namespace sample {

inline QByteArray cluster(const char *name = "rec", const char *tag = "7.8.2-34")
{
    return QByteArray(R"({"apiVersion":"app.redislabs.com/v1","kind":"RedisEnterpriseCluster","metadata":{"name":")")
        + name + R"("},"spec":{"nodes":3,"redisEnterpriseImageSpec":{"repository":"redislabs/redis","versionTag":")"
        + tag + R"("}}})";
}

inline QByteArray configMap(const char *name, const char *value = "1")
{
    return QByteArray(R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":")") + name + R"("},"data":{"a":")"
        + value + R"("}})";
}

inline QByteArray pod(const char *name, const char *node = "", const char *labels = "{}")
{
    return QByteArray(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")") + name + R"(","labels":)" + labels
        + R"(},"spec":{"nodeName":")" + node + R"(","containers":[{"name":"c","image":"redis:7"}]}})";
}

inline QByteArray statefulSet(const char *name = "rec")
{
    return QByteArray(R"({"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":")") + name
        + R"("},"spec":{"replicas":3,"serviceName":"rec","selector":{"matchLabels":{"app":"redis"}},"template":{"metadata":)"
          R"({"labels":{"app":"redis"}},"spec":{"containers":[{"name":"node","image":"redis:1"}]}}}})";
}

inline QByteArray deployment(const char *name = "operator")
{
    return QByteArray(R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":")") + name
        + R"("},"spec":{"selector":{"matchLabels":{"app":"o"}},"template":{"metadata":{"labels":{"app":"o"}},)"
          R"("spec":{"containers":[{"name":"c","image":"operator:1"}]}}}})";
}

} // namespace sample
