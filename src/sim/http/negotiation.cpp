// SPDX-License-Identifier: Apache-2.0
#include "http/negotiation.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace sim {

Outcome<Form> negotiate(const QByteArray &accept, bool discovery)
{
    if (accept.trimmed().isEmpty())
        return Form::Object;
    const QList<QByteArray> ranges = accept.split(',');
    for (const QByteArray &range : ranges) {
        const QList<QByteArray> parts = range.split(';');
        const QByteArray type = parts.first().trimmed().toLower();
        if (type != "application/json" && type != "application/*" && type != "*/*")
            continue;
        QHash<QByteArray, QByteArray> parameters;
        for (const QByteArray &part : parts.mid(1)) {
            const qsizetype equals = part.indexOf('=');
            parameters.insert(part.left(equals).trimmed().toLower(), part.mid(equals + 1).trimmed());
        }
        const QByteArray as = parameters.value("as");
        const QByteArray group = parameters.value("g");
        if (as.isEmpty())
            return Form::Object;
        if (as == "Table" && group == "meta.k8s.io" && !discovery)
            return Form::Table;
        if ((as == "PartialObjectMetadata" || as == "PartialObjectMetadataList") && group == "meta.k8s.io"
            && !discovery)
            return Form::Metadata;
        if (as == "APIGroupDiscoveryList" && group == "apidiscovery.k8s.io" && parameters.value("v") == "v2"
            && discovery)
            return Form::Discovery;
    }
    return std::unexpected(notAcceptable(u"application/json, application/yaml, application/vnd.kubernetes.protobuf"_s));
}

} // namespace sim
