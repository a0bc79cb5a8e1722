// SPDX-License-Identifier: Apache-2.0
#include "getcommand.h"

#include "kubectlstatus.h"
#include "pod.h"
#include "redisenterprisecluster.h"
#include "safetext.h"
#include "statefulset.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace ctl {

namespace {

enum class Kind { Cluster, StatefulSet, Pod };

std::optional<Kind> kindOf(const QString &word)
{
    static const QHash<QString, Kind> kinds{{u"rec"_s, Kind::Cluster},
                                            {u"redisenterprisecluster"_s, Kind::Cluster},
                                            {u"redisenterpriseclusters"_s, Kind::Cluster},
                                            {u"sts"_s, Kind::StatefulSet},
                                            {u"statefulset"_s, Kind::StatefulSet},
                                            {u"statefulsets"_s, Kind::StatefulSet},
                                            {u"po"_s, Kind::Pod},
                                            {u"pod"_s, Kind::Pod},
                                            {u"pods"_s, Kind::Pod}};
    const auto found = kinds.constFind(word);
    return found == kinds.cend() ? std::nullopt : std::optional(*found);
}

QStringList headerOf(Kind kind)
{
    switch (kind) {
    case Kind::Cluster:
        return {u"NAME"_s, u"NODES"_s, u"VERSION"_s, u"STATE"_s, u"SPEC"_s, u"LICENSE"_s};
    case Kind::StatefulSet:
        return {u"NAME"_s, u"READY"_s, u"UPDATED"_s, u"CURRENT REVISION"_s, u"UPDATE REVISION"_s};
    case Kind::Pod:
        return {u"NAME"_s, u"STATUS"_s, u"IP"_s, u"NODE"_s, u"REVISION"_s};
    }
    Q_UNREACHABLE_RETURN({});
}

/// The same facts for a person (a row of the table) and for a program.
struct Line
{
    QStringList cells;
    QJsonObject json;
};

Line lineOf(const redis::RedisEnterpriseCluster &cluster)
{
    const QString tag = cluster.image.versionTag.value_or(QString());
    return {{cluster.meta.name, QString::number(cluster.nodes), tag, cluster.stateText, cluster.specStatus,
             cluster.licence.state},
            {{"name"_L1, cluster.meta.name},
             {"namespace"_L1, cluster.meta.nameSpace},
             {"nodes"_L1, cluster.nodes},
             {"versionTag"_L1, tag},
             {"repository"_L1, cluster.image.repository.value_or(QString())},
             {"state"_L1, cluster.stateText},
             {"specStatus"_L1, cluster.specStatus},
             {"licenseState"_L1, cluster.licence.state}}};
}

Line lineOf(const rollout::StatefulSet &set)
{
    const rollout::StatefulSet::Status &status = set.status;
    return {{set.meta.name, u"%1/%2"_s.arg(status.readyReplicas).arg(set.replicas),
             QString::number(status.updatedReplicas), status.currentRevision, status.updateRevision},
            {{"name"_L1, set.meta.name},
             {"namespace"_L1, set.meta.nameSpace},
             {"replicas"_L1, set.replicas},
             {"readyReplicas"_L1, status.readyReplicas},
             {"updatedReplicas"_L1, status.updatedReplicas},
             {"currentRevision"_L1, status.currentRevision},
             {"updateRevision"_L1, status.updateRevision}}};
}

Line lineOf(const rollout::Pod &pod)
{
    const QString status = rollout::kubectlStatus(pod);
    return {{pod.meta.name, status, pod.podIp, pod.nodeName, pod.revision()},
            {{"name"_L1, pod.meta.name},
             {"namespace"_L1, pod.meta.nameSpace},
             {"status"_L1, status},
             {"podIP"_L1, pod.podIp},
             {"nodeName"_L1, pod.nodeName},
             {"revision"_L1, pod.revision()}}};
}

Line lineOf(Kind kind, const kube::ObjectPtr &object)
{
    switch (kind) {
    case Kind::Cluster:
        return lineOf(static_cast<const redis::RedisEnterpriseCluster &>(*object));
    case Kind::StatefulSet:
        return lineOf(static_cast<const rollout::StatefulSet &>(*object));
    case Kind::Pod:
        return lineOf(static_cast<const rollout::Pod &>(*object));
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

GetCommand::GetCommand(Invocation invocation)
    : Command(std::move(invocation))
{
    m_decoding.start();
}

GetCommand::~GetCommand()
{
    m_watcher.reset();
    m_decoding.quit();
    m_decoding.wait();
}

bool GetCommand::knows(const QString &kind)
{
    return kindOf(kind).has_value();
}

void GetCommand::start()
{
    const auto config = clusterConfig();
    if (!config)
        return;
    m_client = std::make_unique<kube::ApiClient>(*config, credentials(*config));
    const QString nameSpace = invocation().allNamespaces ? QString() : nameSpaceOf(*config);
    switch (*kindOf(invocation().words.at(1))) {
    case Kind::StatefulSet:
        return list(rollout::statefulSetType(), rollout::decodeStatefulSet, nameSpace);
    case Kind::Pod:
        return list(rollout::podType(), rollout::decodePod, nameSpace);
    case Kind::Cluster:
        break;
    }
    const kube::ResourceType rec = redis::redisEnterpriseClusterType();
    kube::discover(*m_client, {rec.group}, this, [=, this](const kube::Result<kube::ServerInfo> &info) {
        if (!info)
            return fail(info.error().message);
        const kube::ResourceType *served = info->find(rec.group, rec.plural, {u"v1"_s, u"v1alpha1"_s});
        if (!served)
            return fail(
                tr("This server has no Redis Enterprise clusters: the kind RedisEnterpriseCluster is not installed."));
        list(*served, redis::decodeRedisEnterpriseCluster, nameSpace);
    });
}

void GetCommand::list(const kube::ResourceType &type, kube::Decode decode, const QString &nameSpace)
{
    kube::Selection selection;
    if (const QString name = invocation().words.value(2); !name.isEmpty())
        selection.fieldSelector = u"metadata.name="_s + name;
    m_watcher = std::make_unique<kube::Watcher>(
        *m_client, m_decoding,
        kube::Watcher::Target{.type = type, .nameSpace = nameSpace, .selection = selection, .decode = decode});
    connect(m_watcher.get(), &kube::Watcher::stateChanged, this, [this] {
        if (!m_watcher->store().isSynced() && m_watcher->error())
            fail(m_watcher->error()->message);
    });
    connect(&m_watcher->store(), &kube::ObjectStore::synced, this, &GetCommand::show);
    m_watcher->start();
}

void GetCommand::show()
{
    const QString word = invocation().words.at(1);
    const Kind kind = *kindOf(word);
    std::map<kube::ObjectKey, kube::ObjectPtr> sorted;
    for (const kube::ObjectPtr &object : m_watcher->store().objects())
        sorted.emplace(object->meta.key(), object);
    const QString name = invocation().words.value(2);
    if (!name.isEmpty() && sorted.empty())
        return fail(invocation().allNamespaces
                        ? tr("There is no %1 \"%2\" in any namespace.").arg(word, name)
                        : tr("There is no %1 \"%2\" in namespace %3.").arg(word, name, m_watcher->target().nameSpace));

    QJsonArray json;
    QList<QStringList> rows{headerOf(kind)};
    if (invocation().allNamespaces)
        rows.first().prepend(u"NAMESPACE"_s);
    for (const auto &[key, object] : sorted) {
        Line line = lineOf(kind, object);
        if (invocation().allNamespaces)
            line.cells.prepend(key.nameSpace);
        rows.append(line.cells);
        json.append(line.json);
    }
    if (invocation().json)
        print(QString::fromUtf8(QJsonDocument(json).toJson()).trimmed());
    else if (sorted.empty())
        complain(invocation().allNamespaces
                     ? tr("There are no %1 in any namespace.").arg(word)
                     : tr("There are no %1 in namespace %2.").arg(word, m_watcher->target().nameSpace));
    else
        showTable(rows);
    finish(0);
}

void GetCommand::showTable(const QList<QStringList> &rows)
{
    QList<qsizetype> widths(rows.first().size(), 0);
    QList<QStringList> shown;
    for (const QStringList &row : rows) {
        shown.append(QStringList());
        for (qsizetype column = 0; column < row.size(); ++column) {
            shown.last().append(row.at(column).isEmpty() ? u"-"_s : yaml::safeText(row.at(column)));
            widths[column] = std::max(widths[column], shown.last().last().size());
        }
    }
    for (const QStringList &row : std::as_const(shown)) {
        QString line;
        for (qsizetype column = 0; column < row.size(); ++column)
            line += column + 1 < row.size() ? row.at(column).leftJustified(widths[column] + 3) : row.at(column);
        print(line);
    }
}

} // namespace ctl
