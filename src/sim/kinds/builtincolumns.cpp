// SPDX-License-Identifier: Apache-2.0
#include "kinds/cells.h"
#include "kinds/columns.h"
#include "kinds/networkcolumns.h"
#include "kinds/workloadcolumns.h"
#include "json/jsonat.h"

using namespace Qt::StringLiterals;

namespace sim {

namespace {

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
            textColumn(u"Version"_s, "status.nodeInfo.kubeletVersion"_L1),
            nodeAddress(u"Internal-IP"_s, u"InternalIP"_s),
            nodeAddress(u"External-IP"_s, u"ExternalIP"_s),
            textColumn(u"OS-Image"_s, "status.nodeInfo.osImage"_L1, 1, u"<unknown>"_s),
            textColumn(u"Kernel-Version"_s, "status.nodeInfo.kernelVersion"_L1, 1, u"<unknown>"_s),
            textColumn(u"Container-Runtime"_s, "status.nodeInfo.containerRuntimeVersion"_L1, 1, u"<unknown>"_s)};
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
            textColumn(u"Type"_s, "type"_L1),
            textColumn(u"Reason"_s, "reason"_L1),
            column(u"Object"_s, u"string"_s,
                   [](const QJsonObject &event, const QDateTime &) {
                       const QString kind = stringAt(event, "involvedObject.kind"_L1).toLower();
                       const QString name = stringAt(event, "involvedObject.name"_L1);
                       return QJsonValue(name.isEmpty() ? kind : QString(kind + u'/' + name));
                   }),
            textColumn(u"Subobject"_s, "involvedObject.fieldPath"_L1, 1),
            column(
                u"Source"_s, u"string"_s,
                [](const QJsonObject &event, const QDateTime &) {
                    const QString component = stringAt(event, "source.component"_L1);
                    const QString host = stringAt(event, "source.host"_L1);
                    return QJsonValue(host.isEmpty() ? component : QString(component + u", "_s + host));
                },
                1),
            textColumn(u"Message"_s, "message"_L1),
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
            textColumn(u"Name"_s, "metadata.name"_L1, 1)};
}

QList<Column> claimColumns()
{
    return {nameColumn(),
            column(u"Status"_s, u"string"_s,
                   [](const QJsonObject &claim, const QDateTime &) {
                       const bool going = !valueAt(claim, "metadata.deletionTimestamp"_L1).isUndefined();
                       return going ? QJsonValue(u"Terminating"_s) : valueAt(claim, "status.phase"_L1);
                   }),
            textColumn(u"Volume"_s, "spec.volumeName"_L1),
            textColumn(u"Capacity"_s, "status.capacity.storage"_L1),
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
            textColumn(u"StorageClass"_s, "spec.storageClassName"_L1),
            textColumn(u"VolumeAttributesClass"_s, "spec.volumeAttributesClassName"_L1, 0, u"<unset>"_s),
            ageColumn(),
            textColumn(u"VolumeMode"_s, "spec.volumeMode"_L1, 1)};
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

} // namespace

QList<Column> builtInColumns(const QString &resource)
{
    for (const auto columnsOf : {&workloadColumns, &networkColumns}) {
        if (QList<Column> columns = columnsOf(resource); !columns.isEmpty())
            return columns;
    }
    if (resource == "nodes"_L1)
        return nodeColumns();
    if (resource == "events"_L1)
        return eventColumns();
    if (resource == "namespaces"_L1)
        return {nameColumn(), textColumn(u"Status"_s, "status.phase"_L1), ageColumn()};
    if (resource == "configmaps"_L1)
        return {nameColumn(), keyCountColumn(u"Data"_s, {"data"_L1, "binaryData"_L1}), ageColumn()};
    if (resource == "secrets"_L1)
        return {nameColumn(), textColumn(u"Type"_s, "type"_L1), keyCountColumn(u"Data"_s, {"data"_L1}), ageColumn()};
    if (resource == "serviceaccounts"_L1)
        return {nameColumn(), keyCountColumn(u"Secrets"_s, {"secrets"_L1}), ageColumn()};
    if (resource == "persistentvolumeclaims"_L1)
        return claimColumns();
    if (resource == "rolebindings.rbac.authorization.k8s.io"_L1
        || resource == "clusterrolebindings.rbac.authorization.k8s.io"_L1)
        return bindingColumns();
    if (resource.endsWith("roles.rbac.authorization.k8s.io"_L1)
        || resource == "customresourcedefinitions.apiextensions.k8s.io"_L1)
        return {nameColumn(), createdColumn()};
    return {nameColumn(), ageColumn()};
}

} // namespace sim
