// SPDX-License-Identifier: Apache-2.0
#include "kinds/corerules.h"

#include "kinds/namerules.h"
#include "store/storage.h"
#include "json/jsonat.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

/// Fills in what follows from the other fields of a Service.
void completeService(QJsonObject &service)
{
    QJsonArray ports;
    for (const QJsonValue &value : arrayAt(service, "spec.ports"_L1)) {
        QJsonObject port = value.toObject();
        const QJsonValue target = port.value("targetPort"_L1);
        if (target.isUndefined() || target.toInteger(-1) == 0 || target == QJsonValue(QString()))
            port.insert(u"targetPort"_s, port.value("port"_L1));
        ports.append(port);
    }
    if (!ports.isEmpty())
        setAt(service, "spec.ports"_L1, ports);
    if (stringAt(service, "spec.type"_L1) != "ExternalName"_L1
        && valueAt(service, "spec.internalTrafficPolicy"_L1).isUndefined())
        setAt(service, "spec.internalTrafficPolicy"_L1, u"Cluster"_s);
}

/// The first address of the service range that no Service has.
QString freeAddress(const Storage &storage)
{
    QSet<QString> taken;
    for (const StoredPtr &service : storage.list(u"services"_s))
        taken.insert(stringAt(service->object(), "spec.clusterIP"_L1));
    for (int i = 1;; ++i) {
        const QString address = u"10.96.%1.%2"_s.arg(i / 250).arg(i % 250 + 1);
        if (!taken.contains(address))
            return address;
    }
}

void addressService(QJsonObject &service, const Storage &storage)
{
    if (stringAt(service, "spec.type"_L1) == "ExternalName"_L1)
        return;
    if (stringAt(service, "spec.clusterIP"_L1).isEmpty())
        setAt(service, "spec.clusterIP"_L1, freeAddress(storage));
    setAt(service, "spec.clusterIPs"_L1, QJsonArray{valueAt(service, "spec.clusterIP"_L1)});
    setAt(service, "spec.ipFamilies"_L1, QJsonArray{u"IPv4"_s});
    setAt(service, "spec.ipFamilyPolicy"_L1, u"SingleStack"_s);
}

QList<Cause> validateService(const QJsonObject &service)
{
    QList<Cause> causes;
    const QJsonArray ports = arrayAt(service, "spec.ports"_L1);
    const QString type = stringAt(service, "spec.type"_L1);
    const bool headless = stringAt(service, "spec.clusterIP"_L1) == "None"_L1;
    if (ports.isEmpty() && !headless && type != "ExternalName"_L1)
        causes.append(requiredCause(u"spec.ports"_s));
    static const QStringList types{u"ClusterIP"_s, u"ExternalName"_s, u"LoadBalancer"_s, u"NodePort"_s};
    if (!types.contains(type))
        causes.append(unsupportedCause(u"spec.type"_s, type, types));
    for (qsizetype i = 0; i < ports.size(); ++i) {
        const QString place = u"spec.ports[%1]"_s.arg(i);
        if (ports.size() > 1 && ports.at(i)["name"_L1].toString().isEmpty())
            causes.append(requiredCause(place + u".name"_s));
        const int number = ports.at(i)["port"_L1].toInt();
        if (number < 1 || number > 65535)
            causes.append(
                invalidCause(place + u".port"_s, QString::number(number), u"must be between 1 and 65535, inclusive"_s));
    }
    return causes;
}

void completeSecret(QJsonObject &secret)
{
    const QJsonObject texts = objectAt(secret, "stringData"_L1);
    QJsonObject data = objectAt(secret, "data"_L1);
    for (auto text = texts.constBegin(); text != texts.constEnd(); ++text)
        data.insert(text.key(), QString::fromLatin1(text->toString().toUtf8().toBase64()));
    if (!texts.isEmpty())
        secret.insert(u"data"_s, data);
    secret.remove("stringData"_L1);
}

} // namespace

Rules namespaceRules()
{
    Rules rules;
    rules.nameProblem = dnsLabelProblem;
    rules.defaults = [](QJsonObject &space) {
        const QString name = stringAt(space, "metadata.name"_L1);
        // No setAt(): the key holds dots.
        QJsonObject labels = objectAt(space, "metadata.labels"_L1);
        if (!name.isEmpty() && !labels.contains("kubernetes.io/metadata.name"_L1)) {
            labels.insert(u"kubernetes.io/metadata.name"_s, name);
            setAt(space, "metadata.labels"_L1, labels);
        }
        if (stringAt(space, "status.phase"_L1).isEmpty())
            setAt(space, "status.phase"_L1, u"Active"_s);
    };
    rules.prepareCreate = [](QJsonObject &space, const Storage &) {
        setAt(space, "spec.finalizers"_L1, QJsonArray{u"kubernetes"_s});
        setAt(space, "status"_L1, QJsonObject{{u"phase"_s, u"Active"_s}});
    };
    // Who may end a namespace says so in a subresource, or is the server itself.
    rules.prepareUpdate = [](QJsonObject &space, const QJsonObject &old) {
        setAt(space, "spec.finalizers"_L1, valueAt(old, "spec.finalizers"_L1));
    };
    return rules;
}

Rules nodeRules()
{
    Rules rules;
    rules.prepareCreate = [](QJsonObject &node, const Storage &) {
        // As the admission plugin TaintNodesByCondition does, until the kubelet says that it is ready.
        QJsonArray taints = arrayAt(node, "spec.taints"_L1);
        taints.append(QJsonObject{{u"key"_s, u"node.kubernetes.io/not-ready"_s}, {u"effect"_s, u"NoSchedule"_s}});
        setAt(node, "spec.taints"_L1, taints);
    };
    return rules;
}

Rules serviceRules()
{
    Rules rules;
    rules.nameProblem = dns1035LabelProblem;
    rules.defaults = completeService;
    rules.prepareCreate = addressService;
    rules.prepareUpdate = [](QJsonObject &service, const QJsonObject &old) {
        for (const auto path :
             {"spec.clusterIP"_L1, "spec.clusterIPs"_L1, "spec.ipFamilies"_L1, "spec.ipFamilyPolicy"_L1}) {
            if (valueAt(service, path).isUndefined() && !valueAt(old, path).isUndefined())
                setAt(service, path, valueAt(old, path));
        }
    };
    rules.validate = validateService;
    rules.validateUpdate = [](const QJsonObject &service, const QJsonObject &old) -> QList<Cause> {
        const QString before = stringAt(old, "spec.clusterIP"_L1);
        if (before.isEmpty() || stringAt(service, "spec.clusterIP"_L1) == before)
            return {};
        return {invalidCause(u"spec.clusterIPs[0]"_s,
                             u"[]string{%1}"_s.arg(quoted(stringAt(service, "spec.clusterIP"_L1))),
                             u"may not change once set"_s)};
    };
    return rules;
}

Rules secretRules()
{
    Rules rules;
    rules.defaults = completeSecret;
    rules.validateUpdate = [](const QJsonObject &secret, const QJsonObject &old) -> QList<Cause> {
        if (stringAt(secret, "type"_L1) == stringAt(old, "type"_L1))
            return {};
        return {invalidCause(u"type"_s, quoted(stringAt(secret, "type"_L1)), u"field is immutable"_s)};
    };
    return rules;
}

Rules eventRules()
{
    Rules rules;
    rules.validate = [](const QJsonObject &event) -> QList<Cause> {
        const QString ofObject = stringAt(event, "involvedObject.namespace"_L1);
        const QString own = stringAt(event, "metadata.namespace"_L1);
        if (own == (ofObject.isEmpty() ? u"default"_s : ofObject))
            return {};
        return {invalidCause(u"involvedObject.namespace"_s, quoted(ofObject), u"does not match event.namespace"_s)};
    };
    return rules;
}

Rules claimRules()
{
    Rules rules;
    rules.validate = [](const QJsonObject &claim) {
        QList<Cause> causes;
        if (arrayAt(claim, "spec.accessModes"_L1).isEmpty())
            causes.append(requiredCause(u"spec.accessModes"_s, u"at least 1 access mode is required"_s));
        if (valueAt(claim, "spec.resources.requests.storage"_L1).isUndefined())
            causes.append(requiredCause(u"spec.resources[storage]"_s));
        return causes;
    };
    return rules;
}

Rules roleRules()
{
    Rules rules;
    rules.nameProblem = pathSegmentProblem;
    rules.validate = [](const QJsonObject &role) {
        QList<Cause> causes;
        int index = 0;
        for (const QJsonValue &rule : arrayAt(role, "rules"_L1)) {
            const QString place = u"rules[%1]."_s.arg(index++);
            if (rule["verbs"_L1].toArray().isEmpty())
                causes.append(requiredCause(place + u"verbs"_s, u"verbs must contain at least one value"_s));
            if (!rule["nonResourceURLs"_L1].toArray().isEmpty())
                continue;
            if (rule["apiGroups"_L1].toArray().isEmpty())
                causes.append(
                    requiredCause(place + u"apiGroups"_s, u"resource rules must supply at least one api group"_s));
            if (rule["resources"_L1].toArray().isEmpty())
                causes.append(
                    requiredCause(place + u"resources"_s, u"resource rules must supply at least one resource"_s));
        }
        return causes;
    };
    return rules;
}

Rules bindingRules()
{
    Rules rules;
    rules.nameProblem = pathSegmentProblem;
    rules.defaults = [](QJsonObject &binding) {
        QJsonArray subjects;
        for (const QJsonValue &value : arrayAt(binding, "subjects"_L1)) {
            QJsonObject subject = value.toObject();
            if (subject.value("kind"_L1).toString() != "ServiceAccount"_L1 && !subject.contains("apiGroup"_L1))
                subject.insert(u"apiGroup"_s, u"rbac.authorization.k8s.io"_s);
            subjects.append(subject);
        }
        if (!subjects.isEmpty())
            binding.insert(u"subjects"_s, subjects);
    };
    rules.validateUpdate = [](const QJsonObject &binding, const QJsonObject &old) -> QList<Cause> {
        if (valueAt(binding, "roleRef"_L1) == valueAt(old, "roleRef"_L1))
            return {};
        const QJsonObject role = objectAt(binding, "roleRef"_L1);
        return {invalidCause(u"roleRef"_s,
                             u"rbac.RoleRef{APIGroup:%1, Kind:%2, Name:%3}"_s.arg(quoted(stringAt(role, "apiGroup"_L1)),
                                                                                  quoted(stringAt(role, "kind"_L1)),
                                                                                  quoted(stringAt(role, "name"_L1))),
                             u"cannot change roleRef"_s)};
    };
    return rules;
}

} // namespace sim
