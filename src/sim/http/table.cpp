// SPDX-License-Identifier: Apache-2.0
#include "http/table.h"

using namespace Qt::StringLiterals;

namespace sim {

namespace {

const QString metaVersion = u"meta.k8s.io/v1"_s;

} // namespace

QJsonArray tableColumns(const ServedKind &kind)
{
    QJsonArray result;
    for (const Column &column : kind.columns)
        result.append(QJsonObject{{u"name"_s, column.name},
                                  {u"type"_s, column.type},
                                  {u"format"_s, column.format},
                                  {u"description"_s, column.description},
                                  {u"priority"_s, column.priority}});
    return result;
}

QJsonObject tableRow(const ServedKind &kind, const QJsonObject &object, IncludeObject include, const QDateTime &now)
{
    QJsonArray cells;
    for (const Column &column : kind.columns)
        cells.append(column.cell(object, now));
    QJsonValue kept;
    if (include == IncludeObject::Object)
        kept = object;
    else if (include == IncludeObject::Metadata)
        kept = metadataOnly(object);
    return {{u"cells"_s, cells}, {u"object"_s, kept}};
}

QJsonObject tableOf(const QJsonValue &columns, const QJsonArray &rows, const QJsonObject &metadata)
{
    return {{u"kind"_s, u"Table"_s},
            {u"apiVersion"_s, metaVersion},
            {u"metadata"_s, metadata},
            {u"columnDefinitions"_s, columns},
            {u"rows"_s, rows}};
}

QJsonObject metadataOnly(const QJsonObject &object)
{
    return {{u"kind"_s, u"PartialObjectMetadata"_s},
            {u"apiVersion"_s, metaVersion},
            {u"metadata"_s, object.value("metadata"_L1)}};
}

} // namespace sim
