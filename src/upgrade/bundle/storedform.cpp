// SPDX-License-Identifier: Apache-2.0
#include "storedform.h"

#include "canonicalquantity.h"
#include "valuepath.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <functional>

using namespace Qt::StringLiterals;

namespace upgrade {

namespace {

/// Visits the places that a path leads to, "*" being each field or item, and puts what `change` makes of the value
/// there in its place. A place that is not there is Undefined to `change`, if what should hold it is an object.
QJsonValue changed(const QJsonValue &value, QStringView path,
                   const std::function<QJsonValue(const QJsonValue &, const QJsonObject &holder)> &change)
{
    const qsizetype dot = path.indexOf(u'.');
    const QStringView step = dot < 0 ? path : path.first(dot);
    const QStringView rest = dot < 0 ? QStringView() : path.sliced(dot + 1);
    const auto inside = [&](const QJsonValue &child, const QJsonObject &holder) {
        return rest.isEmpty() ? change(child, holder) : changed(child, rest, change);
    };
    if (value.isArray() && step == "*"_L1) {
        QJsonArray items = value.toArray();
        for (auto item : items)
            item = inside(item, {});
        return items;
    }
    if (!value.isObject())
        return value;
    const QJsonObject before = value.toObject();
    QJsonObject after = before;
    for (const QString &key : step == "*"_L1 ? before.keys() : QStringList{step.toString()}) {
        const QJsonValue child = inside(before.value(key), before);
        if (child.isUndefined())
            after.remove(key);
        else
            after.insert(key, child);
    }
    return after;
}

struct Default
{
    const char *path;
    const char *json;
};

// An object comes before what is in it.
constexpr Default podDefaults[] = {
    {"restartPolicy", R"("Always")"},
    {"terminationGracePeriodSeconds", "30"},
    {"dnsPolicy", R"("ClusterFirst")"},
    {"schedulerName", R"("default-scheduler")"},
    {"securityContext", "{}"},
    {"volumes.*.configMap.defaultMode", "420"},
    {"volumes.*.secret.defaultMode", "420"},
    {"volumes.*.projected.defaultMode", "420"},
    {"volumes.*.downwardAPI.defaultMode", "420"},
    {"volumes.*.hostPath.type", R"("")"},
};
constexpr Default containerDefaults[] = {
    {"resources", "{}"},
    {"terminationMessagePath", R"("/dev/termination-log")"},
    {"terminationMessagePolicy", R"("File")"},
    {"ports.*.protocol", R"("TCP")"},
    {"env.*.valueFrom.fieldRef.apiVersion", R"("v1")"},
    {"livenessProbe.timeoutSeconds", "1"},
    {"livenessProbe.periodSeconds", "10"},
    {"livenessProbe.successThreshold", "1"},
    {"livenessProbe.failureThreshold", "3"},
    {"livenessProbe.httpGet.scheme", R"("HTTP")"},
    {"readinessProbe.timeoutSeconds", "1"},
    {"readinessProbe.periodSeconds", "10"},
    {"readinessProbe.successThreshold", "1"},
    {"readinessProbe.failureThreshold", "3"},
    {"readinessProbe.httpGet.scheme", R"("HTTP")"},
    {"startupProbe.timeoutSeconds", "1"},
    {"startupProbe.periodSeconds", "10"},
    {"startupProbe.successThreshold", "1"},
    {"startupProbe.failureThreshold", "3"},
    {"startupProbe.httpGet.scheme", R"("HTTP")"},
};
constexpr Default deploymentDefaults[] = {
    {"spec.replicas", "1"},  {"spec.revisionHistoryLimit", "10"},          {"spec.progressDeadlineSeconds", "600"},
    {"spec.strategy", "{}"}, {"spec.strategy.type", R"("RollingUpdate")"},
};
constexpr Default serviceDefaults[] = {
    {"spec.type", R"("ClusterIP")"},
    {"spec.sessionAffinity", R"("None")"},
    {"spec.ports.*.protocol", R"("TCP")"},
};
constexpr Default definitionDefaults[] = {
    {"spec.conversion", "{}"},
    {"spec.conversion.strategy", R"("None")"},
};
constexpr Default bindingDefaults[] = {
    {"roleRef.apiGroup", R"("rbac.authorization.k8s.io")"},
};

template <size_t count>
QJsonValue withDefaults(QJsonValue value, const Default (&defaults)[count], const QString &below = {})
{
    for (const Default &entry : defaults) {
        const QJsonValue standard = QJsonDocument::fromJson(QByteArray("[") + entry.json + ']').array().at(0);
        value = changed(
            value, QString(below + QLatin1StringView(entry.path)),
            [&](const QJsonValue &present, const QJsonObject &) { return present.isUndefined() ? standard : present; });
    }
    return value;
}

/// "Always" for a tag that moves, else "IfNotPresent".
QJsonValue pullPolicy(const QJsonValue &present, const QJsonObject &container)
{
    if (!present.isUndefined())
        return present;
    const QString image = container["image"_L1].toString();
    const QString name = image.section(u'/', -1);
    return image.contains(u'@') || (name.contains(u':') && !name.endsWith(":latest"_L1)) ? "IfNotPresent"_L1
                                                                                         : "Always"_L1;
}

/// What the server leaves out when it is nothing.
QJsonValue withoutZero(const QJsonValue &present, const QJsonObject &)
{
    return present == QJsonValue(0) ? QJsonValue(QJsonValue::Undefined) : present;
}

QJsonValue canonical(const QJsonValue &quantity, const QJsonObject &)
{
    if (!quantity.isDouble() && !quantity.isString())
        return quantity; // the server will say so
    const QString text = quantity.isDouble() ? quantity.toVariant().toString() : quantity.toString();
    return kube::canonicalQuantity(text).value_or(text);
}

QJsonValue storedPod(QJsonValue workload)
{
    const QString pod = u"spec.template.spec."_s;
    workload = withDefaults(workload, podDefaults, pod);
    // The two names of one field.
    workload =
        changed(workload, QString(pod + u"serviceAccountName"), [](const QJsonValue &name, const QJsonObject &spec) {
            return name.isUndefined() ? spec["serviceAccount"_L1] : name;
        });
    workload = changed(workload, QString(pod + u"serviceAccount"), [](const QJsonValue &name, const QJsonObject &spec) {
        return name.isUndefined() ? spec["serviceAccountName"_L1] : name;
    });
    for (const auto &list : {u"containers.*."_s, u"initContainers.*."_s}) {
        const QString container = pod + list;
        workload = withDefaults(workload, containerDefaults, container);
        workload = changed(workload, QString(container + u"imagePullPolicy"), pullPolicy);
        for (const auto &probe : {u"livenessProbe"_s, u"readinessProbe"_s, u"startupProbe"_s})
            workload = changed(workload, QString(container + probe + u".initialDelaySeconds"), withoutZero);
        for (const auto &amounts : {u"resources.limits.*"_s, u"resources.requests.*"_s})
            workload = changed(workload, QString(container + amounts), canonical);
    }
    return workload;
}

QJsonValue storedDeployment(QJsonValue deployment)
{
    deployment = withDefaults(deployment, deploymentDefaults);
    deployment =
        changed(deployment, u"spec.strategy.rollingUpdate", [](const QJsonValue &present, const QJsonObject &strategy) {
            const bool rolls = strategy["type"_L1] == "RollingUpdate"_L1;
            return rolls && present.isUndefined()
                ? QJsonObject{{"maxSurge"_L1, "25%"_L1}, {"maxUnavailable"_L1, "25%"_L1}}
                : present;
        });
    return storedPod(deployment);
}

QJsonValue storedService(QJsonValue service)
{
    service = withDefaults(service, serviceDefaults);
    return changed(service, u"spec.ports.*.targetPort", [](const QJsonValue &present, const QJsonObject &port) {
        return present.isUndefined() ? port["port"_L1] : present;
    });
}

QJsonValue storedBinding(QJsonValue binding)
{
    binding = withDefaults(binding, bindingDefaults);
    return changed(binding, u"subjects.*.apiGroup", [](const QJsonValue &present, const QJsonObject &subject) {
        const bool isAccount = subject["kind"_L1] == "ServiceAccount"_L1;
        return present.isUndefined() && !isAccount ? QJsonValue("rbac.authorization.k8s.io"_L1) : present;
    });
}

QJsonValue storedDefinition(QJsonValue definition)
{
    definition = withDefaults(definition, definitionDefaults);
    definition = changed(definition, u"spec.preserveUnknownFields", [](const QJsonValue &present, const QJsonObject &) {
        return present == QJsonValue(false) ? QJsonValue(QJsonValue::Undefined) : present; // omitempty
    });
    const QString kind = definition["spec"_L1]["names"_L1]["kind"_L1].toString();
    const auto named = [](const QString &name) {
        return [name](const QJsonValue &present, const QJsonObject &) {
            return present.isUndefined() ? QJsonValue(name) : present;
        };
    };
    definition = changed(definition, u"spec.names.singular", named(kind.toLower()));
    return changed(definition, u"spec.names.listKind", named(kind + u"List"));
}

QList<yaml::Path> serverFields(const QString &kind)
{
    QList<yaml::Path> fields{{u"status"_s}};
    for (const auto &key : {u"namespace"_s, u"uid"_s, u"resourceVersion"_s, u"generation"_s, u"creationTimestamp"_s,
                            u"managedFields"_s, u"selfLink"_s})
        fields.append({u"metadata"_s, key});
    for (const auto &key :
         {u"deployment.kubernetes.io/revision"_s, u"kubectl.kubernetes.io/last-applied-configuration"_s})
        fields.append({u"metadata"_s, u"annotations"_s, key});
    if (kind == "Service"_L1) {
        for (const auto &key :
             {u"clusterIP"_s, u"clusterIPs"_s, u"ipFamilies"_s, u"ipFamilyPolicy"_s, u"internalTrafficPolicy"_s})
            fields.append({u"spec"_s, key});
    }
    if (kind == "Deployment"_L1) // a null of Go's encoder, which some servers leave out
        fields.append({u"spec"_s, u"template"_s, u"metadata"_s, u"creationTimestamp"_s});
    if (kind == "ServiceAccount"_L1)
        fields.append({u"secrets"_s}); // tokens that servers before 1.24 made
    return fields;
}

} // namespace

QJsonObject storedForm(const QJsonObject &object)
{
    const QString kind = object["kind"_L1].toString();
    if (kind == "Deployment"_L1)
        return storedDeployment(object).toObject();
    if (kind == "Service"_L1)
        return storedService(object).toObject();
    if (kind == "RoleBinding"_L1 || kind == "ClusterRoleBinding"_L1)
        return storedBinding(object).toObject();
    if (kind == "CustomResourceDefinition"_L1)
        return storedDefinition(object).toObject();
    return object;
}

QJsonObject withoutServerFields(QJsonObject object)
{
    for (const yaml::Path &path : serverFields(object["kind"_L1].toString()))
        object = yaml::withValue(object, path, QJsonValue::Undefined).toObject();
    // The annotations of the server were all that there were.
    const yaml::Path annotations{u"metadata"_s, u"annotations"_s};
    if (yaml::valueAt(object, annotations) == QJsonValue(QJsonObject()))
        object = yaml::withValue(object, annotations, QJsonValue::Undefined).toObject();
    return object;
}

QJsonObject withServerFields(QJsonObject object, const QJsonObject &live)
{
    for (const yaml::Path &path : serverFields(live["kind"_L1].toString())) {
        if (const QJsonValue value = yaml::valueAt(live, path); !value.isUndefined())
            object = yaml::withValue(object, path, value).toObject();
    }
    return object;
}

QList<yaml::ListRule> listRules(const QString &kind)
{
    const QStringList name{u"name"_s};
    if (kind == "RoleBinding"_L1 || kind == "ClusterRoleBinding"_L1)
        return {{.path = u"subjects"_s,
                 .keys = {u"kind"_s, u"namespace"_s, u"name"_s},
                 .defaults = {{u"namespace"_s, QString()}}}};
    if (kind == "ServiceAccount"_L1)
        return {{.path = u"imagePullSecrets"_s, .keys = name}, {.path = u"secrets"_s, .keys = name}};
    if (kind == "Service"_L1)
        return {{.path = u"spec.ports"_s, .keys = {u"port"_s, u"protocol"_s}, .defaults = {{u"protocol"_s, u"TCP"_s}}}};
    if (kind == "CustomResourceDefinition"_L1)
        return {{.path = u"spec.versions"_s, .keys = name},
                {.path = u"spec.versions.*.additionalPrinterColumns"_s, .keys = name},
                {.path = u"spec.names.shortNames"_s, .keys = {}},
                {.path = u"spec.names.categories"_s, .keys = {}}};
    if (kind != "Deployment"_L1)
        return {};
    const QString pod = u"spec.template.spec."_s;
    QList<yaml::ListRule> rules{
        {.path = pod + u"volumes", .keys = name},
        {.path = pod + u"imagePullSecrets", .keys = name},
        {.path = pod + u"hostAliases", .keys = {u"ip"_s}},
        {.path = pod + u"topologySpreadConstraints", .keys = {u"topologyKey"_s, u"whenUnsatisfiable"_s}}};
    for (const auto &containers : {u"containers"_s, u"initContainers"_s}) {
        const QString container = pod + containers;
        rules += {{.path = container, .keys = name},
                  {.path = container + u".*.env", .keys = name},
                  {.path = container + u".*.volumeMounts", .keys = {u"mountPath"_s}},
                  {.path = container + u".*.ports",
                   .keys = {u"containerPort"_s, u"protocol"_s},
                   .defaults = {{u"protocol"_s, u"TCP"_s}}}};
    }
    return rules;
}

} // namespace upgrade
