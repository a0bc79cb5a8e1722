// SPDX-License-Identifier: Apache-2.0
#include "kinds/cells.h"
#include "json/jsonat.h"

using namespace Qt::StringLiterals;

namespace sim {

namespace {

using Cell = std::function<QJsonValue(const QJsonObject &, const QDateTime &)>;

Column column(const QString &name, const QString &type, Cell cell, int priority = 0)
{
    const QString format = name == "Name"_L1 ? u"name"_s : QString();
    return {name, type, format, QString(name + u" of the object"_s), priority, std::move(cell)};
}

/// A text somewhere in the object; "<none>" where it is empty.
Column text(const QString &name, QLatin1StringView path, int priority = 0, const QString &none = {})
{
    return column(
        name, u"string"_s,
        [path, none](const QJsonObject &object, const QDateTime &) {
            const QString value = valueAt(object, path).toVariant().toString();
            return QJsonValue(value.isEmpty() ? none : value);
        },
        priority);
}

Column number(const QString &name, QLatin1StringView path)
{
    return column(name, u"integer"_s,
                  [path](const QJsonObject &object, const QDateTime &) { return QJsonValue(integerAt(object, path)); });
}

Column ageColumn()
{
    return column(u"Age"_s, u"string"_s, [](const QJsonObject &object, const QDateTime &now) {
        return QJsonValue(age(valueAt(object, "metadata.creationTimestamp"_L1), now));
    });
}

Column createdColumn()
{
    return column(u"Created At"_s, u"date"_s, [](const QJsonObject &object, const QDateTime &) {
        return valueAt(object, "metadata.creationTimestamp"_L1);
    });
}

Column nameColumn()
{
    return text(u"Name"_s, "metadata.name"_L1);
}

QString joined(const QJsonArray &list, QLatin1StringView field, const QString &none = u"<none>"_s)
{
    QStringList parts;
    for (const QJsonValue &item : list)
        parts.append(field.isEmpty() ? item.toString() : item[field].toString());
    return parts.isEmpty() ? none : parts.join(u',');
}

Column listed(const QString &name, QLatin1StringView path, QLatin1StringView field, int priority)
{
    return column(
        name, u"string"_s,
        [path, field](const QJsonObject &object, const QDateTime &) {
            return QJsonValue(joined(arrayAt(object, path), field, {}));
        },
        priority);
}

Column selectorColumn()
{
    return column(
        u"Selector"_s, u"string"_s,
        [](const QJsonObject &object, const QDateTime &) {
            return QJsonValue(selectorText(objectAt(object, "spec.selector"_L1)));
        },
        1);
}

QList<Column> templateColumns()
{
    return {listed(u"Containers"_s, "spec.template.spec.containers"_L1, "name"_L1, 1),
            listed(u"Images"_s, "spec.template.spec.containers"_L1, "image"_L1, 1)};
}

Column podColumn(const QString &name, QString PodSummary::*part)
{
    return column(name, u"string"_s, [part](const QJsonObject &pod, const QDateTime &now) {
        return QJsonValue(podSummary(pod, now).*part);
    });
}

QList<Column> podColumns()
{
    return {nameColumn(),
            podColumn(u"Ready"_s, &PodSummary::ready),
            podColumn(u"Status"_s, &PodSummary::status),
            podColumn(u"Restarts"_s, &PodSummary::restarts),
            ageColumn(),
            text(u"IP"_s, "status.podIP"_L1, 1, u"<none>"_s),
            text(u"Node"_s, "spec.nodeName"_L1, 1, u"<none>"_s),
            text(u"Nominated Node"_s, "status.nominatedNodeName"_L1, 1, u"<none>"_s),
            column(
                u"Readiness Gates"_s, u"string"_s,
                [](const QJsonObject &pod, const QDateTime &) {
                    const QJsonArray gates = arrayAt(pod, "spec.readinessGates"_L1);
                    int met = 0;
                    for (const QJsonValue &gate : gates) {
                        for (const QJsonValue &condition : arrayAt(pod, "status.conditions"_L1)) {
                            met += condition["type"_L1] == gate["conditionType"_L1]
                                    && condition["status"_L1].toString() == "True"_L1
                                ? 1
                                : 0;
                        }
                    }
                    return QJsonValue(gates.isEmpty() ? u"<none>"_s : u"%1/%2"_s.arg(met).arg(gates.size()));
                },
                1)};
}

Column readyOfReplicas()
{
    return column(u"Ready"_s, u"string"_s, [](const QJsonObject &object, const QDateTime &) {
        return QJsonValue(
            u"%1/%2"_s.arg(integerAt(object, "status.readyReplicas"_L1)).arg(integerAt(object, "spec.replicas"_L1)));
    });
}

QString nodeStatus(const QJsonObject &node)
{
    QStringList parts;
    for (const QJsonValue &condition : arrayAt(node, "status.conditions"_L1)) {
        if (condition["type"_L1].toString() == "Ready"_L1)
            parts.append(condition["status"_L1].toString() == "True"_L1 ? u"Ready"_s : u"NotReady"_s);
    }
    if (parts.isEmpty())
        parts.append(u"Unknown"_s);
    if (valueAt(node, "spec.unschedulable"_L1).toBool())
        parts.append(u"SchedulingDisabled"_s);
    return parts.join(u',');
}

QString nodeRoles(const QJsonObject &node)
{
    constexpr auto prefix = "node-role.kubernetes.io/"_L1;
    QStringList roles;
    const QJsonObject labels = objectAt(node, "metadata.labels"_L1);
    for (auto label = labels.constBegin(); label != labels.constEnd(); ++label) {
        if (label.key().startsWith(prefix))
            roles.append(label.key().mid(prefix.size()));
        else if (label.key() == "kubernetes.io/role"_L1)
            roles.append(label->toString());
    }
    return roles.isEmpty() ? u"<none>"_s : roles.join(u',');
}

Column nodeAddress(const QString &name, const QString &type)
{
    return column(
        name, u"string"_s,
        [type](const QJsonObject &node, const QDateTime &) {
            for (const QJsonValue &address : arrayAt(node, "status.addresses"_L1)) {
                if (address["type"_L1].toString() == type)
                    return address["address"_L1];
            }
            return QJsonValue(u"<none>"_s);
        },
        1);
}

QList<Column> nodeColumns()
{
    return {nameColumn(),
            column(u"Status"_s, u"string"_s,
                   [](const QJsonObject &node, const QDateTime &) { return QJsonValue(nodeStatus(node)); }),
            column(u"Roles"_s, u"string"_s,
                   [](const QJsonObject &node, const QDateTime &) { return QJsonValue(nodeRoles(node)); }),
            ageColumn(),
            text(u"Version"_s, "status.nodeInfo.kubeletVersion"_L1),
            nodeAddress(u"Internal-IP"_s, u"InternalIP"_s),
            nodeAddress(u"External-IP"_s, u"ExternalIP"_s),
            text(u"OS-Image"_s, "status.nodeInfo.osImage"_L1, 1, u"<unknown>"_s),
            text(u"Kernel-Version"_s, "status.nodeInfo.kernelVersion"_L1, 1, u"<unknown>"_s),
            text(u"Container-Runtime"_s, "status.nodeInfo.containerRuntimeVersion"_L1, 1, u"<unknown>"_s)};
}

QJsonValue lastSeen(const QJsonObject &event, const QDateTime &now)
{
    for (const auto path : {"series.lastObservedTime"_L1, "lastTimestamp"_L1, "eventTime"_L1}) {
        if (valueAt(event, path).isString())
            return age(valueAt(event, path), now);
    }
    return u"<unknown>"_s;
}

QList<Column> eventColumns()
{
    return {column(u"Last Seen"_s, u"string"_s, lastSeen),
            text(u"Type"_s, "type"_L1),
            text(u"Reason"_s, "reason"_L1),
            column(u"Object"_s, u"string"_s,
                   [](const QJsonObject &event, const QDateTime &) {
                       const QString kind = stringAt(event, "involvedObject.kind"_L1).toLower();
                       const QString name = stringAt(event, "involvedObject.name"_L1);
                       return QJsonValue(name.isEmpty() ? kind : QString(kind + u'/' + name));
                   }),
            text(u"Subobject"_s, "involvedObject.fieldPath"_L1, 1),
            column(
                u"Source"_s, u"string"_s,
                [](const QJsonObject &event, const QDateTime &) {
                    const QString component = stringAt(event, "source.component"_L1);
                    const QString host = stringAt(event, "source.host"_L1);
                    return QJsonValue(host.isEmpty() ? component : QString(component + u", "_s + host));
                },
                1),
            text(u"Message"_s, "message"_L1),
            column(
                u"First Seen"_s, u"string"_s,
                [](const QJsonObject &event, const QDateTime &now) {
                    const QJsonValue first = valueAt(event, "firstTimestamp"_L1);
                    return QJsonValue(age(first.isString() ? first : valueAt(event, "eventTime"_L1), now));
                },
                1),
            column(
                u"Count"_s, u"string"_s,
                [](const QJsonObject &event, const QDateTime &) {
                    return QJsonValue(QString::number(integerAt(event, "count"_L1, 1)));
                },
                1),
            text(u"Name"_s, "metadata.name"_L1, 1)};
}

QString portsText(const QJsonObject &service)
{
    QStringList ports;
    for (const QJsonValue &port : arrayAt(service, "spec.ports"_L1)) {
        const int node = port["nodePort"_L1].toInt();
        ports.append(QString::number(port["port"_L1].toInt()) + (node > 0 ? u':' + QString::number(node) : QString())
                     + u'/' + port["protocol"_L1].toString());
    }
    return ports.isEmpty() ? u"<none>"_s : ports.join(u',');
}

QList<Column> serviceColumns()
{
    return {nameColumn(),
            text(u"Type"_s, "spec.type"_L1),
            text(u"Cluster-IP"_s, "spec.clusterIP"_L1, 0, u"<none>"_s),
            column(u"External-IP"_s, u"string"_s,
                   [](const QJsonObject &service, const QDateTime &) {
                       const QString type = stringAt(service, "spec.type"_L1);
                       if (type == "ExternalName"_L1)
                           return valueAt(service, "spec.externalName"_L1);
                       const bool balancer = type == "LoadBalancer"_L1;
                       const QJsonArray addresses = balancer ? arrayAt(service, "status.loadBalancer.ingress"_L1)
                                                             : arrayAt(service, "spec.externalIPs"_L1);
                       return QJsonValue(joined(addresses, balancer ? "ip"_L1 : QLatin1StringView(),
                                                balancer ? u"<pending>"_s : u"<none>"_s));
                   }),
            column(u"Port(s)"_s, u"string"_s,
                   [](const QJsonObject &service, const QDateTime &) { return QJsonValue(portsText(service)); }),
            ageColumn(),
            column(
                u"Selector"_s, u"string"_s,
                [](const QJsonObject &service, const QDateTime &) {
                    return QJsonValue(labelsText(objectAt(service, "spec.selector"_L1)));
                },
                1)};
}

/// How many keys a map has.
Column keyCount(const QString &name, std::initializer_list<QLatin1StringView> maps)
{
    return column(name, u"string"_s,
                  [list = QList<QLatin1StringView>(maps)](const QJsonObject &object, const QDateTime &) {
                      qsizetype count = 0;
                      for (const QLatin1StringView map : list)
                          count += objectAt(object, map).size() + arrayAt(object, map).size();
                      return QJsonValue(QString::number(count));
                  });
}

Column endpointsColumn(QLatin1StringView lists)
{
    return column(u"Endpoints"_s, u"string"_s, [lists](const QJsonObject &object, const QDateTime &) {
        QStringList parts;
        for (const QJsonValue &entry : arrayAt(object, lists)) {
            const bool slice = lists == "endpoints"_L1;
            for (const QJsonValue &address : entry["addresses"_L1].toArray()) {
                if (slice)
                    parts.append(address.toString());
                for (const QJsonValue &port : entry["ports"_L1].toArray())
                    parts.append(address["ip"_L1].toString() + u':' + QString::number(port["port"_L1].toInt()));
            }
        }
        const qsizetype more = parts.size() - 3;
        const QString shown = parts.mid(0, 3).join(u',');
        return QJsonValue(parts.isEmpty() ? u"<none>"_s : more > 0 ? shown + u" + %1 more..."_s.arg(more) : shown);
    });
}

Column limitColumn(const QString &name, QLatin1StringView path)
{
    return text(name, path, 0, u"N/A"_s);
}

QList<Column> claimColumns()
{
    return {nameColumn(),
            column(u"Status"_s, u"string"_s,
                   [](const QJsonObject &claim, const QDateTime &) {
                       const bool going = !valueAt(claim, "metadata.deletionTimestamp"_L1).isUndefined();
                       return going ? QJsonValue(u"Terminating"_s) : valueAt(claim, "status.phase"_L1);
                   }),
            text(u"Volume"_s, "spec.volumeName"_L1),
            text(u"Capacity"_s, "status.capacity.storage"_L1),
            column(u"Access Modes"_s, u"string"_s,
                   [](const QJsonObject &claim, const QDateTime &) {
                       static const QHash<QString, QString> shortNames{{u"ReadWriteOnce"_s, u"RWO"_s},
                                                                       {u"ReadOnlyMany"_s, u"ROX"_s},
                                                                       {u"ReadWriteMany"_s, u"RWX"_s},
                                                                       {u"ReadWriteOncePod"_s, u"RWOP"_s}};
                       QStringList modes;
                       for (const QJsonValue &mode : arrayAt(claim, "status.accessModes"_L1))
                           modes.append(shortNames.value(mode.toString()));
                       return QJsonValue(modes.join(u','));
                   }),
            text(u"StorageClass"_s, "spec.storageClassName"_L1),
            text(u"VolumeAttributesClass"_s, "spec.volumeAttributesClassName"_L1, 0, u"<unset>"_s),
            ageColumn(),
            text(u"VolumeMode"_s, "spec.volumeMode"_L1, 1)};
}

QList<Column> bindingColumns()
{
    const auto subjects = [](const QString &name, const QString &kind) {
        return column(
            name, u"string"_s,
            [kind](const QJsonObject &binding, const QDateTime &) {
                QStringList names;
                for (const QJsonValue &subject : arrayAt(binding, "subjects"_L1)) {
                    if (subject["kind"_L1].toString() == kind)
                        names.append(kind == "ServiceAccount"_L1 ? QString(subject["namespace"_L1].toString() + u'/'
                                                                           + subject["name"_L1].toString())
                                                                 : subject["name"_L1].toString());
                }
                return QJsonValue(names.join(u", "_s));
            },
            1);
    };
    return {nameColumn(),
            column(u"Role"_s, u"string"_s,
                   [](const QJsonObject &binding, const QDateTime &) {
                       return QJsonValue(
                           QString(stringAt(binding, "roleRef.kind"_L1) + u'/' + stringAt(binding, "roleRef.name"_L1)));
                   }),
            ageColumn(),
            subjects(u"Users"_s, u"User"_s),
            subjects(u"Groups"_s, u"Group"_s),
            subjects(u"ServiceAccounts"_s, u"ServiceAccount"_s)};
}

Column ownerColumn()
{
    return column(u"Controller"_s, u"string"_s, [](const QJsonObject &revision, const QDateTime &) {
        for (const QJsonValue &owner : arrayAt(revision, "metadata.ownerReferences"_L1)) {
            if (!owner["controller"_L1].toBool())
                continue;
            const QString version = owner["apiVersion"_L1].toString();
            const QString group = version.contains(u'/') ? u'.' + version.section(u'/', 0, 0) : QString();
            return QJsonValue(
                QString(owner["kind"_L1].toString().toLower() + group + u'/' + owner["name"_L1].toString()));
        }
        return QJsonValue(u"<none>"_s);
    });
}

} // namespace

QList<Column> builtInColumns(const QString &resource)
{
    const QList<Column> workload = templateColumns();
    if (resource == "pods"_L1)
        return podColumns();
    if (resource == "statefulsets.apps"_L1)
        return QList<Column>{nameColumn(), readyOfReplicas(), ageColumn()} + workload;
    if (resource == "deployments.apps"_L1)
        return QList<Column>{nameColumn(), readyOfReplicas(), number(u"Up-to-date"_s, "status.updatedReplicas"_L1),
                             number(u"Available"_s, "status.availableReplicas"_L1), ageColumn()}
        + workload + QList<Column>{selectorColumn()};
    if (resource == "replicasets.apps"_L1)
        return QList<Column>{nameColumn(), number(u"Desired"_s, "spec.replicas"_L1),
                             number(u"Current"_s, "status.replicas"_L1), number(u"Ready"_s, "status.readyReplicas"_L1),
                             ageColumn()}
        + workload + QList<Column>{selectorColumn()};
    if (resource == "daemonsets.apps"_L1)
        return QList<Column>{nameColumn(),
                             number(u"Desired"_s, "status.desiredNumberScheduled"_L1),
                             number(u"Current"_s, "status.currentNumberScheduled"_L1),
                             number(u"Ready"_s, "status.numberReady"_L1),
                             number(u"Up-to-date"_s, "status.updatedNumberScheduled"_L1),
                             number(u"Available"_s, "status.numberAvailable"_L1),
                             column(u"Node Selector"_s, u"string"_s,
                                    [](const QJsonObject &set, const QDateTime &) {
                                        return QJsonValue(
                                            labelsText(objectAt(set, "spec.template.spec.nodeSelector"_L1)));
                                    }),
                             ageColumn()}
        + workload + QList<Column>{selectorColumn()};
    if (resource == "controllerrevisions.apps"_L1)
        return {nameColumn(), ownerColumn(), number(u"Revision"_s, "revision"_L1), ageColumn()};
    if (resource == "nodes"_L1)
        return nodeColumns();
    if (resource == "events"_L1)
        return eventColumns();
    if (resource == "namespaces"_L1)
        return {nameColumn(), text(u"Status"_s, "status.phase"_L1), ageColumn()};
    if (resource == "services"_L1)
        return serviceColumns();
    if (resource == "endpoints"_L1)
        return {nameColumn(), endpointsColumn("subsets"_L1), ageColumn()};
    if (resource == "endpointslices.discovery.k8s.io"_L1)
        return {nameColumn(), text(u"AddressType"_s, "addressType"_L1),
                column(u"Ports"_s, u"string"_s,
                       [](const QJsonObject &slice, const QDateTime &) {
                           QStringList ports;
                           for (const QJsonValue &port : arrayAt(slice, "ports"_L1))
                               ports.append(QString::number(port["port"_L1].toInt()));
                           return QJsonValue(ports.isEmpty() ? u"<unset>"_s : ports.join(u','));
                       }),
                endpointsColumn("endpoints"_L1), ageColumn()};
    if (resource == "configmaps"_L1)
        return {nameColumn(), keyCount(u"Data"_s, {"data"_L1, "binaryData"_L1}), ageColumn()};
    if (resource == "secrets"_L1)
        return {nameColumn(), text(u"Type"_s, "type"_L1), keyCount(u"Data"_s, {"data"_L1}), ageColumn()};
    if (resource == "serviceaccounts"_L1)
        return {nameColumn(), keyCount(u"Secrets"_s, {"secrets"_L1}), ageColumn()};
    if (resource == "persistentvolumeclaims"_L1)
        return claimColumns();
    if (resource == "poddisruptionbudgets.policy"_L1)
        return {nameColumn(), limitColumn(u"Min Available"_s, "spec.minAvailable"_L1),
                limitColumn(u"Max Unavailable"_s, "spec.maxUnavailable"_L1),
                number(u"Allowed Disruptions"_s, "status.disruptionsAllowed"_L1), ageColumn()};
    if (resource == "rolebindings.rbac.authorization.k8s.io"_L1
        || resource == "clusterrolebindings.rbac.authorization.k8s.io"_L1)
        return bindingColumns();
    if (resource.endsWith("roles.rbac.authorization.k8s.io"_L1)
        || resource == "customresourcedefinitions.apiextensions.k8s.io"_L1)
        return {nameColumn(), createdColumn()};
    return {nameColumn(), ageColumn()};
}

} // namespace sim
