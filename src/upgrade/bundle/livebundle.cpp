// SPDX-License-Identifier: Apache-2.0
#include "livebundle.h"

#include "apiclient.h"
#include "safetext.h"

#include <QCoreApplication>
#include <algorithm>

using namespace Qt::StringLiterals;
using kube::ApiObject;
using kube::Result;

namespace upgrade {

namespace {

QString groupIn(const QString &apiVersion)
{
    return apiVersion.contains(u'/') ? apiVersion.section(u'/', 0, 0) : QString();
}

/// One reading under way: child of the caller's context, gone with its answer.
class LiveReading final : public QObject
{
    Q_DECLARE_TR_FUNCTIONS(upgrade::LiveReading)

public:
    LiveReading(kube::ApiClient &client, const QList<BundleDocument> &documents, QString nameSpace, QObject *context,
                kube::Callback<LiveBundle> done)
        : QObject(context)
        , m_client(client)
        , m_documents(documents)
        , m_nameSpace(std::move(nameSpace))
        , m_done(std::move(done))
    {
        QStringList groups;
        for (const BundleDocument &document : m_documents)
            groups << document.identity.group << groupIn(document.apiVersion);
        groups.removeDuplicates();
        kube::discover(m_client, groups, this, [this](const Result<kube::ServerInfo> &info) {
            if (!info)
                return finish(std::unexpected(info.error()));
            m_live.server = *info;
            askForNamespace();
        });
    }

private:
    void askForNamespace()
    {
        const kube::ResourceType type{
            .group = {}, .version = u"v1"_s, .plural = u"namespaces"_s, .kind = u"Namespace"_s, .namespaced = false};
        m_client.sendForObject(kube::requests::get(type, {.nameSpace = {}, .name = m_nameSpace}), this,
                               [this](const Result<ApiObject> &answer) {
                                   // To look at a namespace is a permission of the whole cluster, which few have.
                                   if (!answer && answer.error().isNotFound()) {
                                       kube::Error error = answer.error();
                                       error.message =
                                           tr("The cluster has no namespace \"%1\". Create it, or choose another one.")
                                               .arg(yaml::safeText(m_nameSpace));
                                       return finish(std::unexpected(error));
                                   }
                                   askForObjects();
                               });
    }

    void askForObjects()
    {
        for (const BundleDocument &document : m_documents) {
            const kube::ResourceType *type = typeOf(document);
            if (!type)
                continue;
            m_live.types.insert(document.identity, *type);
            ++m_pending;
            m_client.sendForObject(
                kube::requests::get(*type, keyOf(document.identity, *type, m_nameSpace)), this,
                [this, identity = document.identity](const Result<ApiObject> &answer) { answered(identity, answer); });
        }
        if (m_pending == 0)
            finish(m_live);
    }

    void answered(const ObjectIdentity &identity, const Result<ApiObject> &answer)
    {
        if (!answer && answer.error().kind != kube::Error::Kind::Api)
            return finish(std::unexpected(answer.error()));
        if (answer)
            m_live.objects.insert(identity, answer->object);
        else if (!answer.error().isNotFound())
            m_live.unreadable.insert(identity, answer.error());
        const kube::ResourceType type = m_live.types.value(identity);
        kube::ObjectKey key = keyOf(identity, type, m_nameSpace);
        const QString verb = answer ? u"patch"_s : u"create"_s;
        if (!answer)
            key.name.clear(); // a new object has no name yet, to RBAC
        kube::reviewAccess(m_client, verb, type, key, this, [this, identity](const Result<kube::Access> &access) {
            // A server that cannot say is not a no: the dry run will tell.
            if (access && !access->allowed)
                m_live.forbidden.append(identity);
            if (--m_pending == 0)
                finish(m_live);
        });
    }

    /// In the version of the document; else the first, which is the one that the server prefers.
    [[nodiscard]] const kube::ResourceType *typeOf(const BundleDocument &document) const
    {
        const QList<kube::ResourceType> &types = m_live.server.types;
        const auto isKind = [&](const kube::ResourceType &type) {
            return type.group == document.identity.group && type.kind == document.identity.kind;
        };
        const auto exact = std::ranges::find_if(types, [&](const kube::ResourceType &type) {
            return isKind(type) && type.apiVersion() == document.apiVersion;
        });
        if (exact != types.end())
            return &*exact;
        const auto other = std::ranges::find_if(types, isKind);
        return other == types.end() ? nullptr : &*other;
    }

    void finish(const Result<LiveBundle> &result)
    {
        if (!m_done)
            return; // another answer was the end already
        const kube::Callback<LiveBundle> done = std::exchange(m_done, {});
        deleteLater(); // done may destroy the context, and us with it
        done(result);
    }

    kube::ApiClient &m_client;
    const QList<BundleDocument> m_documents;
    const QString m_nameSpace;
    kube::Callback<LiveBundle> m_done;
    LiveBundle m_live;
    int m_pending = 0;
};

} // namespace

bool LiveBundle::serves(const BundleDocument &document) const
{
    const auto type = types.constFind(document.identity);
    return type != types.constEnd() && type->apiVersion() == document.apiVersion;
}

kube::ObjectKey keyOf(const ObjectIdentity &identity, const kube::ResourceType &type, const QString &nameSpace)
{
    return {.nameSpace = type.namespaced ? nameSpace : QString(), .name = identity.name};
}

void readLive(kube::ApiClient &client, const QList<BundleDocument> &documents, const QString &nameSpace,
              QObject *context, kube::Callback<LiveBundle> done)
{
    new LiveReading(client, documents, nameSpace, context, std::move(done));
}

} // namespace upgrade
