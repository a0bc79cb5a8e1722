// SPDX-License-Identifier: Apache-2.0
#include "bearertoken.h"
#include "kubeconfig.h"
#include "require.h"

#include <QTimeZone>
#include <cstdint>

using namespace Qt::StringLiterals;

namespace {

bool hasCredentials(const kube::ClusterConfig &config)
{
    return !config.token.isEmpty() || !config.tokenFile.isEmpty() || !config.clientCertificate.isEmpty()
        || !config.clientCertificateFile.isEmpty() || config.exec;
}

/// What may be used keeps the promises of ClusterConfig.
void check(const kube::ClusterConfig &config)
{
    require(config.server.isValid() && !config.server.host().isEmpty());
    require(config.server.scheme() == u"https" || config.server.scheme() == u"http");
    require(config.server.userInfo().isEmpty() && !config.server.hasQuery() && !config.server.hasFragment());
    require(config.server.port(443) > 0);
    require(config.server.scheme() == u"https" || !hasCredentials(config));
    require(kube::whyNotSendable(config.token).isEmpty());
    require(!config.nameSpace.isEmpty());
    require(!config.insecureSkipTlsVerify || config.certificateAuthority.isEmpty());
    require(!config.exec || !config.exec->command.isEmpty());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray text(reinterpret_cast<const char *>(data), qsizetype(size));
    const auto kubeconfig = kube::Kubeconfig::fromText(text, u"/nowhere/config"_s);
    if (!kubeconfig) {
        require(kubeconfig.error().message.contains(u"/nowhere/config"));
        return 0;
    }
    const QDateTime now({2026, 1, 2}, {12, 0}, QTimeZone::UTC);
    for (const kube::ContextSummary &context : kubeconfig->contexts()) {
        const auto config = kubeconfig->clusterConfig(context.name);
        require(config.has_value() == context.problem.isEmpty());
        require(config || config.error().message == context.problem);
        if (config)
            check(*config);
        (void)kubeconfig->warnings(context.name, now);
    }
    (void)kubeconfig->clusterConfig();
    return 0;
}
