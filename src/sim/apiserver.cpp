// SPDX-License-Identifier: Apache-2.0
#include "apiserver.h"

#include "http/apihandler.h"
#include "http/frontend.h"
#include "http/watchhub.h"
#include "kinds/redisdefinitions.h"
#include "registry/housekeeping.h"

#include <QSslCertificate>

using namespace Qt::StringLiterals;

namespace sim {

struct ApiServer::Private
{
    explicit Private(ApiServerOptions given)
        : options(std::move(given))
        , registry(options.clock, options.historyLimit)
        , housekeeping(registry)
        , objects(registry)
        , handler(registry, {options.tokens, options.authorizer})
        , watches(
              registry.storage(), [this] { return registry.now(); }, options.bookmarkInterval)
        , frontend([this](const ExchangePtr &exchange) { trouble.admit(exchange); })
        , port(options.port)
    {
    }

    void proceed(const ExchangePtr &exchange);
    void makeFirstObjects();
    void loseNextEvent(const QString &resource);

    ApiServerOptions options;
    Registry registry;
    Housekeeping housekeeping;
    Objects objects;
    Trouble trouble;
    ApiHandler handler;
    WatchHub watches;
    Frontend frontend;
    quint16 port;
    QList<QString> lostResources; ///< whose next change is to be lost
};

void ApiServer::Private::proceed(const ExchangePtr &exchange)
{
    ApiHandler::Answer answer = handler.handle(exchange->request());
    if (trouble.takesAnswer(*exchange)) {
        exchange->cut();
        return;
    }
    if (const auto *response = std::get_if<Response>(&answer))
        exchange->send(*response);
    else
        watches.add(std::get<WatchRequest>(answer), exchange);
}

void ApiServer::Private::makeFirstObjects()
{
    const auto create = [this](const QJsonObject &object) {
        if (const auto made = objects.create(object); !made)
            qFatal("the simulated cluster cannot begin: %ls", qUtf16Printable(made.error().message));
    };
    for (const QString &name : {u"default"_s, u"kube-system"_s, u"kube-public"_s, u"kube-node-lease"_s})
        create(
            {{u"apiVersion"_s, u"v1"_s}, {u"kind"_s, u"Namespace"_s}, {u"metadata"_s, QJsonObject{{u"name"_s, name}}}});
    create({{u"apiVersion"_s, u"v1"_s},
            {u"kind"_s, u"ServiceAccount"_s},
            {u"metadata"_s, QJsonObject{{u"name"_s, u"default"_s}}}});
    if (!options.redisKinds)
        return;
    for (const QJsonObject &definition : redisDefinitions())
        create(definition);
}

void ApiServer::Private::loseNextEvent(const QString &resource)
{
    lostResources.append(resource);
}

ApiServer::ApiServer(ApiServerOptions options, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(std::move(options)))
{
    Private *p = d.get();
    d->trouble.m_proceed = [p](const ExchangePtr &exchange) { p->proceed(exchange); };
    d->trouble.m_expireHistory = [p] {
        p->watches.flush();
        p->registry.storage().compact();
    };
    d->trouble.m_dropWatches = [p] { p->watches.cutAll(); };
    d->trouble.m_endWatches = [p] { p->watches.endAll(); };
    d->trouble.m_dropConnections = [p] { p->frontend.cutAll(); };
    d->trouble.m_loseNextEvent = [p](const QString &resource) { p->loseNextEvent(resource); };
    connect(&d->registry.storage(), &Storage::changed, this, [p](const Change &change) {
        const qsizetype lost = p->lostResources.indexOf(change.now->resource());
        const qsizetype any = lost >= 0 ? lost : p->lostResources.indexOf(QString());
        if (any < 0)
            return;
        p->lostResources.removeAt(any);
        p->registry.storage().loseLastChange();
    });
    d->makeFirstObjects();
    d->housekeeping.run();
}

ApiServer::~ApiServer()
{
    close();
}

bool ApiServer::listen()
{
    const quint16 port = d->frontend.listen(d->port, d->options.tls);
    if (port != 0)
        d->port = port;
    return port != 0;
}

void ApiServer::close()
{
    d->watches.cutAll();
    d->frontend.close();
    d->trouble.m_held.clear();
}

QString ApiServer::errorString() const
{
    return d->frontend.errorString();
}

QUrl ApiServer::url() const
{
    QUrl url;
    url.setScheme(d->options.tls ? u"https"_s : u"http"_s);
    url.setHost(u"127.0.0.1"_s);
    url.setPort(d->port);
    return url;
}

QString ApiServer::kubeconfig(const QByteArray &token) const
{
    QString cluster = u"    server: "_s + url().toString();
    if (d->options.tls) {
        const QByteArray authority = d->options.certificateAuthority.isEmpty()
            ? d->options.tls->localCertificate().toPem()
            : d->options.certificateAuthority;
        cluster += u"\n    certificate-authority-data: "_s + QString::fromLatin1(authority.toBase64());
    }
    const QString user = token.isEmpty() ? u"  user: {}"_s : u"  user:\n    token: "_s + QString::fromLatin1(token);
    return u"apiVersion: v1\n"
           "kind: Config\n"
           "clusters:\n"
           "- name: sim\n"
           "  cluster:\n%1\n"
           "users:\n"
           "- name: sim\n%2\n"
           "contexts:\n"
           "- name: sim\n"
           "  context:\n"
           "    cluster: sim\n"
           "    user: sim\n"
           "    namespace: default\n"
           "current-context: sim\n"_s.arg(cluster, user);
}

Objects &ApiServer::objects()
{
    return d->objects;
}

Trouble &ApiServer::trouble()
{
    return d->trouble;
}

qsizetype ApiServer::watchCount() const
{
    return d->watches.size();
}

} // namespace sim
