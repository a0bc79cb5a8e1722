// SPDX-License-Identifier: Apache-2.0
#include "kinds/networkcolumns.h"

#include "kinds/cells.h"
#include "kinds/columns.h"
#include "json/jsonat.h"

using namespace Qt::StringLiterals;

namespace sim {

namespace {

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
            textColumn(u"Type"_s, "spec.type"_L1),
            textColumn(u"Cluster-IP"_s, "spec.clusterIP"_L1, 0, u"<none>"_s),
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

} // namespace

QList<Column> networkColumns(const QString &resource)
{
    if (resource == "services"_L1)
        return serviceColumns();
    if (resource == "endpoints"_L1)
        return {nameColumn(), endpointsColumn("subsets"_L1), ageColumn()};
    if (resource == "endpointslices.discovery.k8s.io"_L1)
        return {nameColumn(), textColumn(u"AddressType"_s, "addressType"_L1),
                column(u"Ports"_s, u"string"_s,
                       [](const QJsonObject &slice, const QDateTime &) {
                           QStringList ports;
                           for (const QJsonValue &port : arrayAt(slice, "ports"_L1))
                               ports.append(QString::number(port["port"_L1].toInt()));
                           return QJsonValue(ports.isEmpty() ? u"<unset>"_s : ports.join(u','));
                       }),
                endpointsColumn("endpoints"_L1), ageColumn()};
    return {};
}

} // namespace sim
