// SPDX-License-Identifier: Apache-2.0
#include "storedform.h"

#include "canonicalquantity.h"
#include "valuepath.h"

#include <QJsonArray>
#include <algorithm>
#include <functional>
#include <optional>

using namespace Qt::StringLiterals;

namespace upgrade {

namespace {

using Edit = std::function<QJsonValue(const QJsonValue &, const QJsonObject &holder)>;

/// Nothing: it is as it was. What does not change is not copied, which is most of it.
std::optional<QJsonValue> edited(const QJsonValue &value, QStringView path, const Edit &edit)
{
    const qsizetype dot = path.indexOf(u'.');
    const QStringView step = dot < 0 ? path : path.first(dot);
    const QStringView rest = dot < 0 ? QStringView() : path.sliced(dot + 1);
    const auto inside = [&](const QJsonValue &child, const QJsonObject &holder) -> std::optional<QJsonValue> {
        if (!rest.isEmpty())
            return edited(child, rest, edit);
        const QJsonValue after = edit(child, holder);
        return after == child ? std::nullopt : std::optional(after);
    };
    bool isEdited = false;
    if (value.isArray() && step == "*"_L1) {
        const QJsonArray before = value.toArray();
        QJsonArray after = before;
        for (qsizetype i = 0; i < before.size(); ++i) {
            if (const auto item = inside(before.at(i), {})) {
                after[i] = *item;
                isEdited = true;
            }
        }
        return isEdited ? std::optional<QJsonValue>(after) : std::nullopt;
    }
    if (!value.isObject())
        return std::nullopt;
    const QJsonObject before = value.toObject();
    QJsonObject after = before;
    const auto visit = [&](QStringView key) {
        if (const auto child = inside(before.value(key), before)) {
            after.insert(key, *child); // Undefined takes it out
            isEdited = true;
        }
    };
    if (step == "*"_L1)
        std::ranges::for_each(before.keys(), visit);
    else
        visit(step);
    return isEdited ? std::optional<QJsonValue>(after) : std::nullopt;
}

/// Visits the places that a path leads to, "*" being each field or item, and puts what `edit` makes of the value there
/// in its place. A place that is not there is Undefined to `edit`, if what should hold it is an object.
QJsonValue changed(const QJsonValue &value, QStringView path, const Edit &edit)
{
    return edited(value, path, edit).value_or(value);
}

struct Default
{
    QString path;
    QJsonValue value;
};
using Defaults = QList<Default>;

// An object comes before what is in it.
const Defaults &podDefaults()
{
    static const Defaults defaults{
        {u"restartPolicy"_s, "Always"_L1},
        {u"terminationGracePeriodSeconds"_s, 30},
        {u"dnsPolicy"_s, "ClusterFirst"_L1},
        {u"schedulerName"_s, "default-scheduler"_L1},
        {u"securityContext"_s, QJsonObject()},
        {u"volumes.*.configMap.defaultMode"_s, 420},
        {u"volumes.*.secret.defaultMode"_s, 420},
        {u"volumes.*.projected.defaultMode"_s, 420},
        {u"volumes.*.downwardAPI.defaultMode"_s, 420},
        {u"volumes.*.hostPath.type"_s, ""_L1},
    };
    return defaults;
}

const Defaults &containerDefaults()
{
    static const Defaults defaults{
        {u"resources"_s, QJsonObject()},
        {u"terminationMessagePath"_s, "/dev/termination-log"_L1},
        {u"terminationMessagePolicy"_s, "File"_L1},
        {u"ports.*.protocol"_s, "TCP"_L1},
        {u"env.*.valueFrom.fieldRef.apiVersion"_s, "v1"_L1},
        {u"livenessProbe.timeoutSeconds"_s, 1},
        {u"livenessProbe.periodSeconds"_s, 10},
        {u"livenessProbe.successThreshold"_s, 1},
        {u"livenessProbe.failureThreshold"_s, 3},
        {u"livenessProbe.httpGet.scheme"_s, "HTTP"_L1},
        {u"readinessProbe.timeoutSeconds"_s, 1},
        {u"readinessProbe.periodSeconds"_s, 10},
        {u"readinessProbe.successThreshold"_s, 1},
        {u"readinessProbe.failureThreshold"_s, 3},
        {u"readinessProbe.httpGet.scheme"_s, "HTTP"_L1},
        {u"startupProbe.timeoutSeconds"_s, 1},
        {u"startupProbe.periodSeconds"_s, 10},
        {u"startupProbe.successThreshold"_s, 1},
        {u"startupProbe.failureThreshold"_s, 3},
        {u"startupProbe.httpGet.scheme"_s, "HTTP"_L1},
    };
    return defaults;
}

const Defaults &deploymentDefaults()
{
    static const Defaults defaults{
        {u"spec.replicas"_s, 1},
        {u"spec.revisionHistoryLimit"_s, 10},
        {u"spec.progressDeadlineSeconds"_s, 600},
        {u"spec.strategy"_s, QJsonObject()},
        {u"spec.strategy.type"_s, "RollingUpdate"_L1},
    };
    return defaults;
}

const Defaults &serviceDefaults()
{
    static const Defaults defaults{
        {u"spec.type"_s, "ClusterIP"_L1},
        {u"spec.sessionAffinity"_s, "None"_L1},
        {u"spec.ports.*.protocol"_s, "TCP"_L1},
    };
    return defaults;
}

const Defaults &definitionDefaults()
{
    static const Defaults defaults{
        {u"spec.conversion"_s, QJsonObject()},
        {u"spec.conversion.strategy"_s, "None"_L1},
    };
    return defaults;
}

const Defaults &bindingDefaults()
{
    static const Defaults defaults{
        {u"roleRef.apiGroup"_s, "rbac.authorization.k8s.io"_L1},
    };
    return defaults;
}

QJsonValue withDefaults(QJsonValue value, const Defaults &defaults, const QString &below = {})
{
    for (const Default &entry : defaults) {
        value = changed(value, QString(below + entry.path), [&](const QJsonValue &present, const QJsonObject &) {
            return present.isUndefined() ? entry.value : present;
        });
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
    workload = withDefaults(workload, podDefaults(), pod);
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
        workload = withDefaults(workload, containerDefaults(), container);
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
    deployment = withDefaults(deployment, deploymentDefaults());
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
    service = withDefaults(service, serviceDefaults());
    return changed(service, u"spec.ports.*.targetPort", [](const QJsonValue &present, const QJsonObject &port) {
        return present.isUndefined() ? port["port"_L1] : present;
    });
}

QJsonValue storedBinding(QJsonValue binding)
{
    binding = withDefaults(binding, bindingDefaults());
    return changed(binding, u"subjects.*.apiGroup", [](const QJsonValue &present, const QJsonObject &subject) {
        const bool isAccount = subject["kind"_L1] == "ServiceAccount"_L1;
        return present.isUndefined() && !isAccount ? QJsonValue("rbac.authorization.k8s.io"_L1) : present;
    });
}

QJsonValue storedDefinition(QJsonValue definition)
{
    definition = withDefaults(definition, definitionDefaults());
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
