// SPDX-License-Identifier: Apache-2.0
#include "inclusterconfig.h"

#include "regularfile.h"
#include "serveraddress.h"
#include "tlskeys.h"

using namespace Qt::StringLiterals;

namespace kube {

namespace {

constexpr qint64 largestFile = qint64(4) * 1024 * 1024;

QString podNamespace(const KubeconfigLocations &locations)
{
    if (!locations.podNamespace.isEmpty())
        return locations.podNamespace;
    const auto file = readRegularFile(locations.serviceAccountFolder + u"/namespace"_s, largestFile);
    const QString written = file ? QString::fromUtf8(file->bytes).trimmed() : QString();
    return written.isEmpty() ? u"default"_s : written;
}

} // namespace

std::optional<ClusterConfig> inClusterConfig(const KubeconfigLocations &locations)
{
    if (locations.serviceHost.isEmpty() || locations.servicePort.isEmpty())
        return std::nullopt;
    const QString tokenFile = locations.serviceAccountFolder + u"/token"_s;
    if (!readRegularFile(tokenFile, largestFile))
        return std::nullopt;
    const QString host =
        locations.serviceHost.contains(u':') ? u'[' + locations.serviceHost + u']' : locations.serviceHost;
    const auto server = serverAddress(u"https://"_s + host + u':' + locations.servicePort, true);
    if (!server)
        return std::nullopt;

    ClusterConfig config;
    config.context = u"in-cluster"_s;
    config.cluster = config.context;
    config.user = config.context;
    config.nameSpace = podNamespace(locations);
    config.server = *server;
    config.tokenFile = tokenFile;
    const auto authority = readRegularFile(locations.serviceAccountFolder + u"/ca.crt"_s, largestFile);
    if (authority && certificatesFromPem(authority->bytes))
        config.certificateAuthority = authority->bytes;
    return config;
}

} // namespace kube
