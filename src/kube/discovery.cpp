// SPDX-License-Identifier: Apache-2.0
#include "discovery.h"

#include "apiclient.h"

#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

ApiRequest getPath(const QString &path)
{
    ApiRequest request;
    request.path = path;
    return request;
}

/// One discovery under way: child of the caller's context, gone with its answer.
class Discovery final : public QObject
{
public:
    Discovery(ApiClient &client, QStringList groups, QObject *context, Callback<ServerInfo> done)
        : QObject(context)
        , m_client(client)
        , m_groups(std::move(groups))
        , m_done(std::move(done))
    {
        client.sendForObject(getPath(u"/version"_s), this, [this](const Result<ApiObject> &answer) {
            if (!answer)
                return finish(std::unexpected(answer.error()));
            m_info.gitVersion = answer->object.value("gitVersion"_L1).toString();
            askForGroups();
        });
    }

private:
    void askForGroups()
    {
        m_client.sendForObject(getPath(u"/apis"_s), this, [this](const Result<ApiObject> &answer) {
            if (!answer)
                return finish(std::unexpected(answer.error()));
            if (m_groups.contains(QString())) // the core group, which is not in the list
                askForVersion(u"/api/"_s, u"v1"_s, true);
            const QJsonArray groups = answer->object.value("groups"_L1).toArray();
            for (const QJsonValue &group : groups) {
                const QString name = group["name"_L1].toString();
                m_info.groups.append(name);
                if (m_groups.contains(name))
                    askForResources(group.toObject());
            }
            if (m_pending == 0)
                finish(m_info);
        });
    }

    void askForResources(const QJsonObject &group)
    {
        const QString preferred = group["preferredVersion"_L1]["groupVersion"_L1].toString();
        const QJsonArray versions = group["versions"_L1].toArray();
        for (const QJsonValue &version : versions) {
            const QString groupVersion = version["groupVersion"_L1].toString();
            askForVersion(u"/apis/"_s, groupVersion, groupVersion == preferred);
        }
    }

    void askForVersion(const QString &root, const QString &groupVersion, bool isPreferred)
    {
        ++m_pending;
        m_client.sendForObject(getPath(root + groupVersion), this,
                               [this, groupVersion, isPreferred](const Result<ApiObject> &answer) {
                                   if (!answer)
                                       m_info.missing.append(groupVersion);
                                   else if (isPreferred)
                                       m_info.types = resourceTypes(answer->object) + m_info.types;
                                   else
                                       m_info.types += resourceTypes(answer->object);
                                   if (--m_pending == 0)
                                       finish(m_info);
                               });
    }

    void finish(const Result<ServerInfo> &result)
    {
        const Callback<ServerInfo> done = std::move(m_done);
        deleteLater(); // done may destroy the context, and us with it
        done(result);
    }

    ApiClient &m_client;
    const QStringList m_groups;
    Callback<ServerInfo> m_done;
    ServerInfo m_info;
    int m_pending = 0;
};

} // namespace

const ResourceType *ServerInfo::find(const QString &group, const QString &plural, const QStringList &versions) const
{
    for (const QString &version : versions) {
        for (const ResourceType &type : types) {
            if (type.group == group && type.plural == plural && type.version == version)
                return &type;
        }
    }
    return nullptr;
}

QList<ResourceType> resourceTypes(const QJsonObject &apiResourceList)
{
    const QString groupVersion = apiResourceList.value("groupVersion"_L1).toString();
    const qsizetype slash = groupVersion.indexOf(u'/');
    QList<ResourceType> types;
    const QJsonArray resources = apiResourceList.value("resources"_L1).toArray();
    for (const QJsonValue &resource : resources) {
        const QString name = resource["name"_L1].toString();
        if (name.contains(u'/'))
            continue;
        types.append({.group = slash < 0 ? QString() : groupVersion.left(slash),
                      .version = groupVersion.mid(slash + 1),
                      .plural = name,
                      .kind = resource["kind"_L1].toString(),
                      .namespaced = resource["namespaced"_L1].toBool()});
    }
    return types;
}

void discover(ApiClient &client, const QStringList &groups, QObject *context, Callback<ServerInfo> done)
{
    new Discovery(client, groups, context, std::move(done));
}

} // namespace kube
