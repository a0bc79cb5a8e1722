// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/access.h"
#include "objects.h"
#include "trouble.h"

#include <QHash>
#include <QSslConfiguration>
#include <QUrl>
#include <memory>
#include <optional>

namespace sim {

/// How an ApiServer is to be.
struct ApiServerOptions
{
    quint16 port = 0; ///< 0: any free one
    std::function<QDateTime()> clock; ///< for all times in objects; absent: the system's
    std::optional<QSslConfiguration> tls; ///< certificate and key; absent: plain HTTP
    QByteArray certificateAuthority; ///< PEM, for kubeconfig(); absent: the server's own certificate
    QHash<QByteArray, User> tokens; ///< bearer tokens and whose they are; none: everybody is admin
    Authorizer authorizer; ///< absent: everybody may do everything; see readOnlyFor()
    std::chrono::milliseconds bookmarkInterval{60'000};
    qsizetype historyLimit = 100'000; ///< writes that watches can go back
    bool redisKinds = true; ///< RedisEnterpriseCluster and RedisEnterpriseDatabase are defined
};

/// A small Kubernetes API server on loopback. For the kinds it serves, kubectl and other clients cannot tell it from a
/// real one: discovery, lists with pages, watches with bookmarks and 410, all patch types, server-side apply, dry run,
/// validation, Table answers, access reviews, graceful deletion, garbage collection. It has no controllers: those are
/// clients of it.
///
/// Lives in the thread it is made in and needs that thread's event loop; everything here is called there. Destroying it
/// closes all connections.
///
///     sim::ApiServer server;
///     QVERIFY(server.listen());
///     server.objects().create(cluster);                    // a QJsonObject: apiVersion, kind, metadata, spec
///     server.trouble().failNext(1, {"PATCH", u"/redisenterpriseclusters/"_s}, 503);
///     client.connectTo(server.url());                      // or write server.kubeconfig() to a file for kubectl
class ApiServer final : public QObject
{
    Q_OBJECT

public:
    explicit ApiServer(ApiServerOptions options = {}, QObject *parent = nullptr);
    ~ApiServer() override;

    /// False if the port cannot be had; errorString() says why.
    [[nodiscard]] bool listen();
    /// Closes the port and every connection; objects stay. listen() opens the same port again: a server that restarts.
    void close();
    [[nodiscard]] QString errorString() const;

    [[nodiscard]] QUrl url() const; ///< "http://127.0.0.1:40123"
    /// The text of a kubeconfig with this server, the namespace "default" and, if given, a token.
    [[nodiscard]] QString kubeconfig(const QByteArray &token = {}) const;

    [[nodiscard]] Objects &objects();
    [[nodiscard]] Trouble &trouble();

    [[nodiscard]] qsizetype watchCount() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace sim
