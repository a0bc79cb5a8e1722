// SPDX-License-Identifier: Apache-2.0
#include "kinds/workloadcolumns.h"

#include "kinds/cells.h"
#include "kinds/columns.h"
#include "json/jsonat.h"

using namespace Qt::StringLiterals;

namespace sim {

namespace {

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
    return {listColumn(u"Containers"_s, "spec.template.spec.containers"_L1, "name"_L1, 1),
            listColumn(u"Images"_s, "spec.template.spec.containers"_L1, "image"_L1, 1)};
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
            textColumn(u"IP"_s, "status.podIP"_L1, 1, u"<none>"_s),
            textColumn(u"Node"_s, "spec.nodeName"_L1, 1, u"<none>"_s),
            textColumn(u"Nominated Node"_s, "status.nominatedNodeName"_L1, 1, u"<none>"_s),
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

Column limitColumn(const QString &name, QLatin1StringView path)
{
    return textColumn(name, path, 0, u"N/A"_s);
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

QList<Column> workloadColumns(const QString &resource)
{
    const QList<Column> workload = templateColumns();
    if (resource == "pods"_L1)
        return podColumns();
    if (resource == "statefulsets.apps"_L1)
        return QList<Column>{nameColumn(), readyOfReplicas(), ageColumn()} + workload;
    if (resource == "deployments.apps"_L1)
        return QList<Column>{nameColumn(), readyOfReplicas(),
                             numberColumn(u"Up-to-date"_s, "status.updatedReplicas"_L1),
                             numberColumn(u"Available"_s, "status.availableReplicas"_L1), ageColumn()}
        + workload + QList<Column>{selectorColumn()};
    if (resource == "replicasets.apps"_L1)
        return QList<Column>{nameColumn(), numberColumn(u"Desired"_s, "spec.replicas"_L1),
                             numberColumn(u"Current"_s, "status.replicas"_L1),
                             numberColumn(u"Ready"_s, "status.readyReplicas"_L1), ageColumn()}
        + workload + QList<Column>{selectorColumn()};
    if (resource == "daemonsets.apps"_L1)
        return QList<Column>{nameColumn(),
                             numberColumn(u"Desired"_s, "status.desiredNumberScheduled"_L1),
                             numberColumn(u"Current"_s, "status.currentNumberScheduled"_L1),
                             numberColumn(u"Ready"_s, "status.numberReady"_L1),
                             numberColumn(u"Up-to-date"_s, "status.updatedNumberScheduled"_L1),
                             numberColumn(u"Available"_s, "status.numberAvailable"_L1),
                             column(u"Node Selector"_s, u"string"_s,
                                    [](const QJsonObject &set, const QDateTime &) {
                                        return QJsonValue(
                                            labelsText(objectAt(set, "spec.template.spec.nodeSelector"_L1)));
                                    }),
                             ageColumn()}
        + workload + QList<Column>{selectorColumn()};
    if (resource == "controllerrevisions.apps"_L1)
        return {nameColumn(), ownerColumn(), numberColumn(u"Revision"_s, "revision"_L1), ageColumn()};
    if (resource == "poddisruptionbudgets.policy"_L1)
        return {nameColumn(), limitColumn(u"Min Available"_s, "spec.minAvailable"_L1),
                limitColumn(u"Max Unavailable"_s, "spec.maxUnavailable"_L1),
                numberColumn(u"Allowed Disruptions"_s, "status.disruptionsAllowed"_L1), ageColumn()};
    return {};
}

} // namespace sim
