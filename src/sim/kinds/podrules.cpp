// SPDX-License-Identifier: Apache-2.0
#include "kinds/podrules.h"

#include "kinds/namerules.h"
#include "json/jsonat.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

const QStringList containerLists{u"initContainers"_s, u"containers"_s, u"ephemeralContainers"_s};

QString pullPolicy(const QString &image)
{
    if (image.contains(u'@'))
        return u"IfNotPresent"_s;
    const QString last = image.section(u'/', -1);
    return !last.contains(u':') || last.endsWith(":latest"_L1) ? u"Always"_s : u"IfNotPresent"_s;
}

/// Applies a change to each container of a PodSpec.
template <typename Edit>
void editContainers(QJsonObject &spec, const Edit &edit)
{
    for (const QString &list : containerLists) {
        if (!spec.contains(list))
            continue;
        QJsonArray containers;
        for (const QJsonValue &container : spec.value(list).toArray()) {
            QJsonObject object = container.toObject();
            edit(object);
            containers.append(object);
        }
        spec.insert(list, containers);
    }
}

/// Guaranteed, Burstable or BestEffort.
QString qosClass(const QJsonObject &spec)
{
    bool any = false;
    bool guaranteed = true;
    for (const QString &list : {u"initContainers"_s, u"containers"_s}) {
        for (const QJsonValue &container : spec.value(list).toArray()) {
            const QJsonObject limits = container["resources"_L1]["limits"_L1].toObject();
            const QJsonObject requests = container["resources"_L1]["requests"_L1].toObject();
            for (const QString &resource : {u"cpu"_s, u"memory"_s}) {
                any = any || limits.contains(resource) || requests.contains(resource);
                guaranteed =
                    guaranteed && limits.contains(resource) && requests.value(resource) == limits.value(resource);
            }
        }
    }
    return !any ? u"BestEffort"_s : guaranteed ? u"Guaranteed"_s : u"Burstable"_s;
}

/// What a request falls back to: a limit is also a request.
void requestLimits(QJsonObject &container)
{
    const QJsonObject limits = objectAt(container, "resources.limits"_L1);
    if (limits.isEmpty())
        return;
    QJsonObject requests = objectAt(container, "resources.requests"_L1);
    for (auto limit = limits.constBegin(); limit != limits.constEnd(); ++limit) {
        if (!requests.contains(limit.key()))
            requests.insert(limit.key(), *limit);
    }
    setAt(container, "resources.requests"_L1, requests);
}

void addTolerations(QJsonObject &spec)
{
    // As the admission plugin DefaultTolerationSeconds does.
    QJsonArray tolerations = spec.value("tolerations"_L1).toArray();
    for (const QString &taint : {u"node.kubernetes.io/not-ready"_s, u"node.kubernetes.io/unreachable"_s}) {
        bool tolerated = false;
        for (const QJsonValue &toleration : std::as_const(tolerations)) {
            const QString key = toleration["key"_L1].toString();
            const QString effect = toleration["effect"_L1].toString();
            tolerated =
                tolerated || ((key == taint || key.isEmpty()) && (effect == "NoExecute"_L1 || effect.isEmpty()));
        }
        if (!tolerated)
            tolerations.append(QJsonObject{{u"key"_s, taint},
                                           {u"operator"_s, u"Exists"_s},
                                           {u"effect"_s, u"NoExecute"_s},
                                           {u"tolerationSeconds"_s, 300}});
    }
    spec.insert(u"tolerations"_s, tolerations);
}

/// podIP is the first of podIPs, and counts where they differ.
void completeAddresses(QJsonObject &pod)
{
    const QString address = stringAt(pod, "status.podIP"_L1);
    const QJsonArray addresses = arrayAt(pod, "status.podIPs"_L1);
    const QString first = addresses.at(0)["ip"_L1].toString();
    if (address == first)
        return;
    if (address.isEmpty())
        setAt(pod, "status.podIP"_L1, first);
    else
        setAt(pod, "status.podIPs"_L1, QJsonArray{QJsonObject{{u"ip"_s, address}}});
}

void completePod(QJsonObject &pod)
{
    QJsonObject spec = completedPodSpec(objectAt(pod, "spec"_L1));
    editContainers(spec, requestLimits);
    if (!spec.contains("enableServiceLinks"_L1))
        spec.insert(u"enableServiceLinks"_s, true);
    pod.insert(u"spec"_s, spec);
    completeAddresses(pod);
}

void prepareNewPod(QJsonObject &pod, const Storage &)
{
    QJsonObject spec = objectAt(pod, "spec"_L1);
    addTolerations(spec);
    // As the admission plugin Priority does without priority classes.
    if (!spec.contains("priority"_L1))
        spec.insert(u"priority"_s, 0);
    if (!spec.contains("preemptionPolicy"_L1))
        spec.insert(u"preemptionPolicy"_s, u"PreemptLowerPriority"_s);
    pod.insert(u"spec"_s, spec);
    pod.insert(u"status"_s, QJsonObject{{u"phase"_s, u"Pending"_s}, {u"qosClass"_s, qosClass(spec)}});
}

void checkContainer(const QJsonObject &container, const QString &path, const QSet<QString> &volumes,
                    QList<Cause> &causes)
{
    const QString name = container.value("name"_L1).toString();
    if (name.isEmpty())
        causes.append(requiredCause(path + u".name"_s));
    else if (const QString problem = dnsLabelProblem(name); !problem.isEmpty())
        causes.append(invalidCause(path + u".name"_s, quoted(name), problem));
    if (container.value("image"_L1).toString().isEmpty())
        causes.append(requiredCause(path + u".image"_s));
    static const QStringList policies{u"Always"_s, u"IfNotPresent"_s, u"Never"_s};
    const QString policy = container.value("imagePullPolicy"_L1).toString();
    if (!policies.contains(policy) && !container.value("image"_L1).toString().isEmpty())
        causes.append(unsupportedCause(path + u".imagePullPolicy"_s, policy, policies));
    int index = 0;
    for (const QJsonValue &port : container.value("ports"_L1).toArray()) {
        const int number = port["containerPort"_L1].toInt();
        const QString place = path + u".ports[%1].containerPort"_s.arg(index++);
        if (number == 0)
            causes.append(requiredCause(place));
        else if (number < 1 || number > 65535)
            causes.append(invalidCause(place, QString::number(number), u"must be between 1 and 65535, inclusive"_s));
    }
    index = 0;
    for (const QJsonValue &variable : container.value("env"_L1).toArray()) {
        if (variable["name"_L1].toString().isEmpty())
            causes.append(requiredCause(path + u".env[%1].name"_s.arg(index)));
        ++index;
    }
    index = 0;
    for (const QJsonValue &mount : container.value("volumeMounts"_L1).toArray()) {
        const QString volume = mount["name"_L1].toString();
        if (!volumes.contains(volume))
            causes.append({path + u".volumeMounts[%1].name"_s.arg(index), u"FieldValueNotFound"_s,
                           u"Not found: "_s + quoted(volume)});
        ++index;
    }
}

/// The spec with everything that may be changed in a running pod taken from the old one.
QJsonObject withOldMutableFields(QJsonObject spec, const QJsonObject &old)
{
    for (const QString &list : {u"initContainers"_s, u"containers"_s}) {
        const QJsonArray before = old.value(list).toArray();
        QJsonArray containers = spec.value(list).toArray();
        for (qsizetype i = 0; i < containers.size() && i < before.size(); ++i) {
            QJsonObject container = containers.at(i).toObject();
            container.insert(u"image"_s, before.at(i)["image"_L1]);
            containers.replace(i, container);
        }
        if (spec.contains(list))
            spec.insert(list, containers);
    }
    const QJsonArray kept = spec.value("tolerations"_L1).toArray();
    bool all = true;
    for (const QJsonValue &toleration : old.value("tolerations"_L1).toArray())
        all = all && kept.contains(toleration);
    if (all)
        spec.insert(u"tolerations"_s, old.value("tolerations"_L1));
    spec.insert(u"activeDeadlineSeconds"_s, old.value("activeDeadlineSeconds"_L1));
    if (old.value("terminationGracePeriodSeconds"_L1).toInteger() < 0)
        spec.insert(u"terminationGracePeriodSeconds"_s, old.value("terminationGracePeriodSeconds"_L1));
    return spec;
}

QList<Cause> validatePodUpdate(const QJsonObject &pod, const QJsonObject &old)
{
    QJsonObject spec = objectAt(pod, "spec"_L1);
    const QJsonObject before = objectAt(old, "spec"_L1);
    if (withOldMutableFields(spec, before) == withOldMutableFields(before, before))
        return {};
    return {forbiddenCause(
        u"spec"_s,
        u"pod updates may not change fields other than "
        "`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` "
        "(only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it "
        "was previously negative)"_s)};
}

} // namespace

QJsonObject completedPodSpec(QJsonObject spec)
{
    editContainers(spec, [](QJsonObject &container) {
        if (container.value("imagePullPolicy"_L1).toString().isEmpty())
            container.insert(u"imagePullPolicy"_s, pullPolicy(container.value("image"_L1).toString()));
    });
    // The old name of the same field.
    const QString account = spec.value("serviceAccountName"_L1).toString();
    const QString old = spec.value("serviceAccount"_L1).toString();
    if (!account.isEmpty())
        spec.insert(u"serviceAccount"_s, account);
    else if (!old.isEmpty())
        spec.insert(u"serviceAccountName"_s, old);
    return spec;
}

QList<Cause> validatePodSpec(const QJsonObject &spec, const QString &path)
{
    QList<Cause> causes;
    QSet<QString> volumes;
    for (const QJsonValue &volume : spec.value("volumes"_L1).toArray())
        volumes.insert(volume["name"_L1].toString());
    const QJsonArray containers = spec.value("containers"_L1).toArray();
    if (containers.isEmpty())
        causes.append(requiredCause(path + u".containers"_s));
    QSet<QString> names;
    for (const QString &list : {u"containers"_s, u"initContainers"_s}) {
        int index = 0;
        for (const QJsonValue &container : spec.value(list).toArray()) {
            const QString place = path + u"."_s + list + u"[%1]"_s.arg(index++);
            checkContainer(container.toObject(), place, volumes, causes);
            const QString name = container["name"_L1].toString();
            if (names.contains(name) && !name.isEmpty())
                causes.append({place + u".name"_s, u"FieldValueDuplicate"_s, u"Duplicate value: "_s + quoted(name)});
            names.insert(name);
        }
    }
    static const QStringList restartPolicies{u"Always"_s, u"OnFailure"_s, u"Never"_s};
    const QString restart = spec.value("restartPolicy"_L1).toString();
    if (!restartPolicies.contains(restart))
        causes.append(unsupportedCause(path + u".restartPolicy"_s, restart, restartPolicies));
    static const QStringList dnsPolicies{u"ClusterFirstWithHostNet"_s, u"ClusterFirst"_s, u"Default"_s, u"None"_s};
    const QString dns = spec.value("dnsPolicy"_L1).toString();
    if (!dnsPolicies.contains(dns))
        causes.append(unsupportedCause(path + u".dnsPolicy"_s, dns, dnsPolicies));
    return causes;
}

Rules podRules()
{
    Rules rules;
    rules.defaults = completePod;
    rules.prepareCreate = prepareNewPod;
    rules.validate = [](const QJsonObject &pod) { return validatePodSpec(objectAt(pod, "spec"_L1), u"spec"_s); };
    rules.validateUpdate = validatePodUpdate;
    return rules;
}

} // namespace sim
