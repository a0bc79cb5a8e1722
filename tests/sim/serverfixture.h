// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apiserver.h"
#include "httpclient.h"
#include "sampleobjects.h"

/// A fresh server and a client of it.
struct ServerFixture
{
    explicit ServerFixture(sim::ApiServerOptions options = {}, const QByteArray &token = {})
        : server(std::move(options))
    {
        if (!server.listen())
            qFatal("no port: %ls", qUtf16Printable(server.errorString()));
        client = std::make_unique<HttpClient>(server.url(), token);
    }

    sim::ApiServer server;
    std::unique_ptr<HttpClient> client;
};

namespace place {

inline const QString maps = QStringLiteral("/api/v1/namespaces/default/configmaps");
inline const QString pods = QStringLiteral("/api/v1/namespaces/default/pods");
inline const QString sets = QStringLiteral("/apis/apps/v1/namespaces/default/statefulsets");
inline const QString deployments = QStringLiteral("/apis/apps/v1/namespaces/default/deployments");
inline const QString clusters = QStringLiteral("/apis/app.redislabs.com/v1/namespaces/default/redisenterpriseclusters");
inline const QString definitions = QStringLiteral("/apis/apiextensions.k8s.io/v1/customresourcedefinitions");

} // namespace place
