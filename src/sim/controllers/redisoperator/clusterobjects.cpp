// SPDX-License-Identifier: Apache-2.0
#include "redisoperator/clusterobjects.h"

#include "common/resources.h"
#include "common/templatehash.h"
#include "redisoperator/clusterplan.h"

using namespace Qt::StringLiterals;

namespace sim {

QString ImageName::reference() const
{
    if (digest.isEmpty())
        return repository + u':' + tag;
    return repository + u"@sha256:"_s + digest.section(u':', -1);
}

ImageName imageOf(const QJsonObject &spec, QLatin1StringView field, const QString &repository, const QString &tag)
{
    const QJsonObject image = spec[field].toObject();
    const auto textOr = [&image](QLatin1StringView key, const QString &otherwise) {
        const QString text = image[key].toString();
        return text.isEmpty() ? otherwise : text;
    };
    return {.repository = textOr("repository"_L1, repository),
            .tag = textOr("versionTag"_L1, tag),
            .digest = image["digestHash"_L1].toString()};
}

ClusterObjects::ClusterObjects(const RawObject &rec, QString operatorTag)
    : m_rec(rec)
    , m_spec(rec.json["spec"_L1].toObject())
    , m_operatorTag(std::move(operatorTag))
{
}

int ClusterObjects::nodes() const
{
    return m_spec["nodes"_L1].toInt(3);
}

bool ClusterObjects::isPersistent() const
{
    return valueAt(m_spec, u"persistentSpec.enabled").toBool(true);
}

QString ClusterObjects::riggerName() const
{
    return m_rec.meta.name + u"-services-rigger"_s;
}

QString ClusterObjects::riggerImage() const
{
    return imageOf(m_spec, "redisEnterpriseServicesRiggerImageSpec"_L1, u"redislabs/k8s-controller"_s, m_operatorTag)
        .reference();
}

QString ClusterObjects::bootstrapperImage() const
{
    return imageOf(m_spec, "bootstrapperImageSpec"_L1, u"redislabs/operator"_s, m_operatorTag).reference();
}

QJsonObject ClusterObjects::labels() const
{
    return {{"app"_L1, "redis-enterprise"_L1}, {"redis.io/cluster"_L1, m_rec.meta.name}};
}

QJsonObject ClusterObjects::nodeLabels() const
{
    QJsonObject result = labels();
    result["redis.io/role"_L1] = "node"_L1;
    return result;
}

QJsonObject ClusterObjects::metadata(const QString &name, const QJsonObject &labels) const
{
    return {{"name"_L1, name},
            {"namespace"_L1, m_rec.meta.nameSpace},
            {"labels"_L1, labels},
            {"ownerReferences"_L1, QJsonArray{controllerReference(resources::redisEnterpriseClusters, m_rec.meta)}}};
}

QJsonObject ClusterObjects::podTemplate(const QString &image, const QString &bootstrapperImage) const
{
    const QString policy = valueAt(m_spec, u"redisEnterpriseImageSpec.imagePullPolicy").toString(u"IfNotPresent"_s);
    const auto probe = [](QLatin1StringView program, int delay, int period) {
        return QJsonObject{{"exec"_L1, QJsonObject{{"command"_L1, QJsonArray{program}}}},
                           {"initialDelaySeconds"_L1, delay},
                           {"periodSeconds"_L1, period}};
    };
    QJsonObject node{{"name"_L1, "redis-enterprise-node"_L1},
                     {"image"_L1, image},
                     {"imagePullPolicy"_L1, policy},
                     {"readinessProbe"_L1, probe("/opt/redislabs/shared/health_check.py"_L1, 0, 1)}};
    if (const QJsonValue resources = m_spec["redisEnterpriseNodeResources"_L1]; resources.isObject())
        node["resources"_L1] = resources;
    QJsonObject bootstrapper{
        {"name"_L1, "bootstrapper"_L1}, {"image"_L1, bootstrapperImage}, {"imagePullPolicy"_L1, "IfNotPresent"_L1}};
    if (const QJsonValue resources = m_spec["bootstrapperResources"_L1]; resources.isObject())
        bootstrapper["resources"_L1] = resources;
    if (isPersistent()) {
        node["volumeMounts"_L1] =
            QJsonArray{QJsonObject{{"name"_L1, "redis-enterprise-storage"_L1}, {"mountPath"_L1, "/opt/persistent"_L1}}};
    }
    QJsonObject spec{{"containers"_L1, QJsonArray{node, bootstrapper}},
                     {"terminationGracePeriodSeconds"_L1,
                      m_spec["redisEnterpriseTerminationGracePeriodSeconds"_L1].toInteger(31'536'000)}};
    for (const auto &[from, to] :
         {std::pair("pullSecrets"_L1, "imagePullSecrets"_L1), std::pair("nodeSelector"_L1, "nodeSelector"_L1),
          std::pair("podTolerations"_L1, "tolerations"_L1)}) {
        if (const QJsonValue value = m_spec[from]; !value.isUndefined())
            spec[to] = value;
    }
    // One member on each Kubernetes node, unless the cluster says otherwise.
    QJsonValue apart = m_spec["podAntiAffinity"_L1];
    if (!apart.isObject()) {
        apart = QJsonObject{{"requiredDuringSchedulingIgnoredDuringExecution"_L1,
                             QJsonArray{QJsonObject{{"labelSelector"_L1, QJsonObject{{"matchLabels"_L1, nodeLabels()}}},
                                                    {"topologyKey"_L1, "kubernetes.io/hostname"_L1}}}}};
    }
    spec["affinity"_L1] = QJsonObject{{"podAntiAffinity"_L1, apart}};
    QJsonObject metadata{{"labels"_L1, nodeLabels()}};
    if (const QJsonValue annotations = m_spec["redisEnterprisePodAnnotations"_L1]; annotations.isObject())
        metadata["annotations"_L1] = annotations;
    return {{"metadata"_L1, metadata}, {"spec"_L1, spec}};
}

QJsonObject ClusterObjects::statefulSet(const QString &image, const QString &bootstrapperImage, int replicas) const
{
    QJsonObject spec{{"replicas"_L1, replicas},
                     {"serviceName"_L1, QString(m_rec.meta.name + u"-prom"_s)},
                     {"podManagementPolicy"_L1, "OrderedReady"_L1},
                     {"updateStrategy"_L1, QJsonObject{{"type"_L1, "RollingUpdate"_L1}}},
                     {"selector"_L1, QJsonObject{{"matchLabels"_L1, nodeLabels()}}},
                     {"template"_L1, podTemplate(image, bootstrapperImage)}};
    if (isPersistent()) {
        QJsonObject claim{
            {"accessModes"_L1, QJsonArray{"ReadWriteOnce"_L1}},
            {"resources"_L1,
             QJsonObject{
                 {"requests"_L1,
                  QJsonObject{{"storage"_L1, valueAt(m_spec, u"persistentSpec.volumeSize").toString(u"20Gi"_s)}}}}}};
        if (const QJsonValue storage = valueAt(m_spec, u"persistentSpec.storageClassName"); storage.isString())
            claim["storageClassName"_L1] = storage;
        spec["volumeClaimTemplates"_L1] = QJsonArray{QJsonObject{
            {"metadata"_L1, QJsonObject{{"name"_L1, "redis-enterprise-storage"_L1}, {"labels"_L1, nodeLabels()}}},
            {"spec"_L1, claim}}};
    }
    return {{"apiVersion"_L1, "apps/v1"_L1},
            {"kind"_L1, "StatefulSet"_L1},
            {"metadata"_L1, metadata(m_rec.meta.name, nodeLabels())},
            {"spec"_L1, spec}};
}

QJsonObject ClusterObjects::rigger(const QString &image) const
{
    QJsonObject riggerLabels = labels();
    riggerLabels["name"_L1] = "services-rigger"_L1;
    riggerLabels["redis.io/role"_L1] = "services-rigger"_L1;
    const QJsonObject container{
        {"name"_L1, "services-rigger"_L1}, {"image"_L1, image}, {"imagePullPolicy"_L1, "IfNotPresent"_L1}};
    return {{"apiVersion"_L1, "apps/v1"_L1},
            {"kind"_L1, "Deployment"_L1},
            {"metadata"_L1, metadata(riggerName(), riggerLabels)},
            {"spec"_L1,
             QJsonObject{{"replicas"_L1, 1},
                         {"selector"_L1, QJsonObject{{"matchLabels"_L1, riggerLabels}}},
                         {"template"_L1,
                          QJsonObject{{"metadata"_L1, QJsonObject{{"labels"_L1, riggerLabels}}},
                                      {"spec"_L1, QJsonObject{{"containers"_L1, QJsonArray{container}}}}}}}}};
}

QJsonObject ClusterObjects::service(const QString &name, const QList<std::pair<QString, int>> &ports,
                                    bool isHeadless) const
{
    QJsonArray list;
    for (const auto &[portName, port] : ports)
        list.append(QJsonObject{{"name"_L1, portName}, {"port"_L1, port}, {"protocol"_L1, "TCP"_L1}});
    QJsonObject spec{{"ports"_L1, list}, {"selector"_L1, nodeLabels()}};
    if (isHeadless) {
        spec["clusterIP"_L1] = "None"_L1;
        spec["publishNotReadyAddresses"_L1] = true;
    }
    return {{"apiVersion"_L1, "v1"_L1},
            {"kind"_L1, "Service"_L1},
            {"metadata"_L1, metadata(name, labels())},
            {"spec"_L1, spec}};
}

QList<QJsonObject> ClusterObjects::services() const
{
    const QString name = m_rec.meta.name;
    return {service(name, {{u"api"_s, 9443}, {u"sentinel"_s, 8001}}, false),
            service(name + u"-ui"_s, {{u"ui"_s, 8443}}, false),
            service(name + u"-prom"_s, {{u"prometheus"_s, 8070}}, true)};
}

QJsonObject ClusterObjects::disruptionBudget(const QString &apiVersion) const
{
    return {{"apiVersion"_L1, apiVersion},
            {"kind"_L1, "PodDisruptionBudget"_L1},
            {"metadata"_L1, metadata(m_rec.meta.name, labels())},
            {"spec"_L1,
             QJsonObject{{"minAvailable"_L1, nodes() / 2 + 1},
                         {"selector"_L1, QJsonObject{{"matchLabels"_L1, nodeLabels()}}}}}};
}

QJsonObject ClusterObjects::credentials() const
{
    const auto encoded = [](const QString &text) { return QString::fromLatin1(text.toUtf8().toBase64()); };
    return {{"apiVersion"_L1, "v1"_L1},
            {"kind"_L1, "Secret"_L1},
            {"metadata"_L1, metadata(m_rec.meta.name, labels())},
            {"type"_L1, "Opaque"_L1},
            {"data"_L1,
             QJsonObject{{"username"_L1, encoded(m_spec["username"_L1].toString(u"demo@redis.com"_s))},
                         {"password"_L1, encoded(randomSuffix(16))}}}};
}

QJsonObject ClusterObjects::statusFields() const
{
    const QDateTime created = m_rec.meta.creationTimestamp;
    const QString tag = imageOf(m_spec, "redisEnterpriseImageSpec"_L1, {}, m_operatorTag).tag;
    const VersionNumbers version = VersionNumbers::parse(tag).value_or(VersionNumbers());
    // The database versions that a line of the cluster's version brings.
    QStringList databases{u"6.2"_s, u"7.2"_s};
    if (version >= VersionNumbers{7, 8, 2, 0})
        databases.append(u"7.4"_s);
    if (version >= VersionNumbers{8, 0, 2, 0})
        databases.append(u"8.0"_s);
    if (version >= VersionNumbers{8, 2, 0, 0})
        databases.append(u"8.2"_s);
    QJsonArray bundled;
    for (const QString &database : std::as_const(databases)) {
        bundled.append(QJsonObject{
            {"dbType"_L1, "Redis"_L1}, {"version"_L1, database}, {"major"_L1, database == databases.last()}});
    }
    const auto module = [](QLatin1StringView name, QLatin1StringView displayName, QLatin1StringView moduleVersion) {
        return QJsonObject{
            {"name"_L1, name}, {"displayName"_L1, displayName}, {"versions"_L1, QJsonArray{moduleVersion}}};
    };
    return {{"licenseStatus"_L1,
             QJsonObject{{"licenseState"_L1, "Valid"_L1},
                         {"activationDate"_L1, timeText(created)},
                         {"expirationDate"_L1, timeText(created.addDays(30))},
                         {"shardsLimit"_L1, 4},
                         {"shardsUsage"_L1, "0"_L1},
                         {"features"_L1, QJsonArray{"trial"_L1}}}},
            {"modules"_L1,
             QJsonArray{module("bf"_L1, "RedisBloom"_L1, "2.8.2"_L1), module("ReJSON"_L1, "RedisJSON"_L1, "2.8.4"_L1),
                        module("search"_L1, "RediSearch 2"_L1, "2.10.5"_L1),
                        module("timeseries"_L1, "RedisTimeSeries"_L1, "1.12.3"_L1)}},
            {"bundledDatabaseVersions"_L1, bundled}};
}

} // namespace sim
