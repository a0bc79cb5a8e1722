// SPDX-License-Identifier: Apache-2.0
#include "randomrelease.h"

#include "bundle/storedform.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace testsupport {

namespace {

/// How many values each trait has.
QList<int> arities(const QString &kind)
{
    if (kind == "Deployment"_L1)
        return {3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 2};
    if (kind == "Service"_L1)
        return {3, 3, 3, 3};
    if (kind == "RoleBinding"_L1)
        return {2, 2, 2, 3};
    if (kind == "Role"_L1)
        return {2, 2, 2, 2, 2, 2, 2, 3};
    if (kind == "CustomResourceDefinition"_L1)
        return {3, 3, 3, 2, 2, 3};
    return {3, 2, 3};
}

/// {"name": name, field: value}, if it is there.
void addEntry(QJsonArray &list, const QString &name, const QString &field, int trait)
{
    if (trait > 0)
        list.append(QJsonObject{{"name"_L1, name}, {field, u"%1-%2"_s.arg(field).arg(trait)}});
}

QJsonObject metadata(const QString &name, int label)
{
    QJsonObject labels{{"app"_L1, "redis-enterprise"_L1}};
    if (label > 0)
        labels["team"_L1] = QString::number(label);
    return {{"name"_L1, name}, {"labels"_L1, labels}};
}

} // namespace

QStringList RandomRelease::kinds()
{
    return {u"Deployment"_s,    u"Service"_s, u"RoleBinding"_s, u"Role"_s, u"CustomResourceDefinition"_s,
            u"ServiceAccount"_s};
}

qsizetype RandomRelease::releaseTraits(const QString &kind)
{
    return kind == "Deployment"_L1 ? 1 : kind == "CustomResourceDefinition"_L1 ? 5 : 0;
}

Traits RandomRelease::traits(const QString &kind)
{
    Traits traits;
    for (const int arity : arities(kind))
        traits.append(below(arity));
    return traits;
}

Traits RandomRelease::changed(const QString &kind, Traits traits)
{
    const QList<int> values = arities(kind);
    const int percent = 10 * below(8);
    for (qsizetype i = 0; i < traits.size(); ++i) {
        if (chance(percent))
            traits[i] = below(values.at(i));
    }
    return traits;
}

QJsonObject RandomRelease::document(const QString &kind, const Traits &traits)
{
    if (kind == "Deployment"_L1)
        return deployment(traits);
    if (kind == "Service"_L1)
        return service(traits);
    if (kind == "RoleBinding"_L1)
        return roleBinding(traits);
    if (kind == "Role"_L1)
        return role(traits);
    return kind == "CustomResourceDefinition"_L1 ? definition(traits) : serviceAccount(traits);
}

QJsonObject RandomRelease::live(const QString &kind, const Traits &traits)
{
    QJsonObject object = upgrade::storedForm(document(kind, traits));
    QJsonObject metadata = object["metadata"_L1].toObject();
    metadata["uid"_L1] = "6f1"_L1;
    metadata["resourceVersion"_L1] = "7"_L1;
    metadata["managedFields"_L1] = QJsonArray{QJsonObject{{"manager"_L1, "kubectl"_L1}}};
    object["metadata"_L1] = metadata;
    if (kind == "Deployment"_L1 || kind == "Service"_L1)
        object["status"_L1] = QJsonObject{{"observed"_L1, 7}};
    return object;
}

QJsonObject RandomRelease::deployment(const Traits &traits)
{
    const QStringList tags{u"7.4.2-2"_s, u"7.22.2-40"_s, u"8.0.6-8"_s};
    const QStringList repositories{u"redislabs/operator"_s, u"reg.example:5000/re/operator"_s, u"other/operator"_s};
    QJsonArray env{QJsonObject{{"name"_L1, "POD"_L1}, {"value"_L1, "x"_L1}}};
    addEntry(env, u"A"_s, u"value"_s, traits.at(4));
    addEntry(env, u"B"_s, u"value"_s, traits.at(5));
    QJsonArray ports{QJsonObject{{"containerPort"_L1, 8080}}};
    if (traits.at(6) > 0)
        ports.append(QJsonObject{{"containerPort"_L1, 9090}, {"name"_L1, u"port-%1"_s.arg(traits.at(6))}});
    for (auto port : ports) {
        QJsonObject spelled = port.toObject();
        if (chance(50))
            spelled["protocol"_L1] = "TCP"_L1;
        port = spelled;
    }
    QJsonObject container{
        {"name"_L1, "redis-enterprise-operator"_L1},
        {"image"_L1, QString(repositories.at(traits.at(1)) + u':' + tags.at(traits.at(0)))},
        {"env"_L1, shuffled(env)},
        {"ports"_L1, shuffled(ports)},
    };
    if (const int cores = traits.at(7); cores > 0) {
        const QJsonValue amount =
            chance(50) ? QJsonValue(QString(QString::number(cores) + u"000m"_s)) : QJsonValue(cores);
        container["resources"_L1] = QJsonObject{{"limits"_L1, QJsonObject{{"cpu"_L1, amount}}}};
    }
    QJsonObject probe{{"exec"_L1, QJsonObject{{"command"_L1, QJsonArray{u"true"_s}}}}};
    if (const int period = traits.at(8); period > 0 || chance(50))
        probe["periodSeconds"_L1] = 10 + 10 * period;
    container["readinessProbe"_L1] = probe;
    QJsonArray containers{container};
    addEntry(containers, u"admission"_s, u"command"_s, traits.at(9));
    QJsonArray volumes{QJsonObject{{"name"_L1, "tmp"_L1}, {"emptyDir"_L1, QJsonObject()}}};
    addEntry(volumes, u"data"_s, u"claim"_s, traits.at(10));
    QJsonArray secrets{QJsonObject{{"name"_L1, "corp"_L1}}};
    if (traits.at(13) > 0)
        secrets.append(QJsonObject{{"name"_L1, "other"_L1}});
    QJsonObject pod{{"containers"_L1, shuffled(containers)},
                    {"volumes"_L1, shuffled(volumes)},
                    {"imagePullSecrets"_L1, shuffled(secrets)},
                    {"serviceAccountName"_L1, "redis-enterprise-operator"_L1}};
    if (traits.at(11) > 0)
        pod["nodeSelector"_L1] = QJsonObject{{"pool"_L1, QString::number(traits.at(11))}};
    QJsonObject meta = metadata(u"redis-enterprise-operator"_s, traits.at(3));
    if (traits.at(12) > 0)
        meta["annotations"_L1] = QJsonObject{{"corp.example/owner"_L1, QString::number(traits.at(12))}};
    QJsonObject spec{{"strategy"_L1, QJsonObject{{"type"_L1, "Recreate"_L1}}},
                     {"template"_L1, QJsonObject{{"spec"_L1, pod}}}};
    if (traits.at(2) > 0 || chance(50))
        spec["replicas"_L1] = 1 + traits.at(2);
    return {{"apiVersion"_L1, "apps/v1"_L1}, {"kind"_L1, "Deployment"_L1}, {"metadata"_L1, meta}, {"spec"_L1, spec}};
}

QJsonObject RandomRelease::service(const Traits &traits)
{
    QJsonArray ports{QJsonObject{{"port"_L1, 443}, {"targetPort"_L1, 8443 + traits.at(0)}}};
    if (traits.at(1) > 0)
        ports.append(QJsonObject{{"port"_L1, 80}, {"name"_L1, u"plain-%1"_s.arg(traits.at(1))}});
    QJsonObject spec{{"selector"_L1, QJsonObject{{"name"_L1, "redis-enterprise-operator"_L1}}},
                     {"ports"_L1, shuffled(ports)}};
    if (traits.at(2) > 0 || chance(50))
        spec["type"_L1] = QStringList{u"ClusterIP"_s, u"NodePort"_s, u"LoadBalancer"_s}.at(traits.at(2));
    return {{"apiVersion"_L1, "v1"_L1},
            {"kind"_L1, "Service"_L1},
            {"metadata"_L1, metadata(u"admission"_s, traits.at(3))},
            {"spec"_L1, spec}};
}

QJsonObject RandomRelease::roleBinding(const Traits &traits)
{
    QJsonArray subjects{QJsonObject{{"kind"_L1, "ServiceAccount"_L1}, {"name"_L1, "redis-enterprise-operator"_L1}}};
    if (traits.at(0) > 0)
        subjects.append(QJsonObject{{"kind"_L1, "ServiceAccount"_L1}, {"name"_L1, "orders"_L1}});
    if (traits.at(1) > 0)
        subjects.append(
            QJsonObject{{"kind"_L1, "ServiceAccount"_L1}, {"name"_L1, "orders"_L1}, {"namespace"_L1, "other"_L1}});
    if (traits.at(2) > 0)
        subjects.append(QJsonObject{{"kind"_L1, "User"_L1}, {"name"_L1, "ada"_L1}});
    return {{"apiVersion"_L1, "rbac.authorization.k8s.io/v1"_L1},
            {"kind"_L1, "RoleBinding"_L1},
            {"metadata"_L1, metadata(u"redis-enterprise-operator"_s, traits.at(3))},
            {"subjects"_L1, shuffled(subjects)},
            {"roleRef"_L1, QJsonObject{{"kind"_L1, "Role"_L1}, {"name"_L1, "redis-enterprise-operator"_L1}}}};
}

/// The first traits are permissions of their own, put together into rules in many ways.
QJsonObject RandomRelease::role(const Traits &traits)
{
    const QStringList verbs{u"get"_s, u"list"_s, u"watch"_s};
    QJsonArray rules;
    const auto add = [&rules](const QString &resource, const QStringList &allowed) {
        if (!allowed.isEmpty())
            rules.append(QJsonObject{{"apiGroups"_L1, QJsonArray{QString()}},
                                     {"resources"_L1, QJsonArray{resource}},
                                     {"verbs"_L1, QJsonArray::fromStringList(allowed)}});
    };
    for (int resource = 0; resource < 2; ++resource) {
        QStringList together;
        for (int verb = 0; verb < 3; ++verb) {
            if (traits.at(3 * resource + verb) == 0)
                continue;
            if (chance(30))
                add(u"things-%1"_s.arg(resource), {verbs.at(verb)});
            else
                together.append(verbs.at(verb));
        }
        add(u"things-%1"_s.arg(resource), shuffled(together));
    }
    if (traits.at(6) > 0)
        rules.append(
            QJsonObject{{"nonResourceURLs"_L1, QJsonArray{u"/healthz"_s}}, {"verbs"_L1, QJsonArray{u"get"_s}}});
    return {{"apiVersion"_L1, "rbac.authorization.k8s.io/v1"_L1},
            {"kind"_L1, "Role"_L1},
            {"metadata"_L1, metadata(u"redis-enterprise-operator"_s, traits.at(7))},
            {"rules"_L1, shuffled(rules)}};
}

QJsonObject RandomRelease::definition(const Traits &traits)
{
    QJsonArray columns{QJsonObject{{"name"_L1, "Age"_L1}, {"jsonPath"_L1, ".metadata.creationTimestamp"_L1}}};
    addEntry(columns, u"State"_s, u"jsonPath"_s, traits.at(1));
    addEntry(columns, u"Nodes"_s, u"jsonPath"_s, traits.at(2));
    QJsonArray shortNames{u"rec"_s};
    if (traits.at(3) > 0)
        shortNames.append(u"redis"_s);
    QJsonArray categories{u"all"_s};
    if (traits.at(4) > 0)
        categories.append(u"databases"_s);
    const QJsonObject schema{{"type"_L1, "object"_L1}, {"description"_L1, u"Release %1."_s.arg(traits.at(0))}};
    const QJsonObject version{{"name"_L1, "v1"_L1},
                              {"served"_L1, true},
                              {"storage"_L1, true},
                              {"schema"_L1, QJsonObject{{"openAPIV3Schema"_L1, schema}}},
                              {"additionalPrinterColumns"_L1, shuffled(columns)}};
    const QJsonObject older{{"name"_L1, "v1alpha1"_L1}, {"served"_L1, true}, {"storage"_L1, false}};
    return {{"apiVersion"_L1, "apiextensions.k8s.io/v1"_L1},
            {"kind"_L1, "CustomResourceDefinition"_L1},
            {"metadata"_L1, metadata(u"redisenterpriseclusters.app.redislabs.com"_s, traits.at(5))},
            {"spec"_L1,
             QJsonObject{{"group"_L1, "app.redislabs.com"_L1},
                         {"scope"_L1, "Namespaced"_L1},
                         {"names"_L1,
                          QJsonObject{{"kind"_L1, "RedisEnterpriseCluster"_L1},
                                      {"plural"_L1, "redisenterpriseclusters"_L1},
                                      {"shortNames"_L1, shuffled(shortNames)},
                                      {"categories"_L1, shuffled(categories)}}},
                         {"versions"_L1, shuffled(QJsonArray{version, older})}}}};
}

QJsonObject RandomRelease::serviceAccount(const Traits &traits)
{
    QJsonArray secrets{QJsonObject{{"name"_L1, "corp"_L1}}};
    if (traits.at(1) > 0)
        secrets.append(QJsonObject{{"name"_L1, "other"_L1}});
    QJsonObject object{{"apiVersion"_L1, "v1"_L1},
                       {"kind"_L1, "ServiceAccount"_L1},
                       {"metadata"_L1, metadata(u"redis-enterprise-operator"_s, traits.at(0))},
                       {"imagePullSecrets"_L1, shuffled(secrets)}};
    if (traits.at(2) > 0)
        object["automountServiceAccountToken"_L1] = traits.at(2) == 1;
    return object;
}

} // namespace testsupport
