// SPDX-License-Identifier: Apache-2.0
#include "kinds/redisdefinitions.h"

#include "json/jsonat.h"
#include "json/jsontext.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

QJsonObject ofType(const QString &type)
{
    return {{u"type"_s, type}};
}

/// The schemas that the texts use more than once, as {"$use": NAME}.
QJsonObject sharedSchema(const QString &name)
{
    const QJsonObject string = ofType(u"string"_s);
    if (name == "imageSpec"_L1)
        return {{u"type"_s, u"object"_s},
                {u"properties"_s,
                 QJsonObject{{u"repository"_s, string},
                             {u"versionTag"_s, string},
                             {u"digestHash"_s, string},
                             {u"imagePullPolicy"_s, string}}}};
    if (name == "strings"_L1)
        return {{u"type"_s, u"object"_s}, {u"additionalProperties"_s, string}};
    const QJsonObject quantities{{u"type"_s, u"object"_s},
                                 {u"additionalProperties"_s, QJsonObject{{u"x-kubernetes-int-or-string"_s, true}}}};
    return {{u"type"_s, u"object"_s},
            {u"properties"_s, QJsonObject{{u"limits"_s, quantities}, {u"requests"_s, quantities}}}};
}

QJsonValue resolved(const QJsonValue &value)
{
    if (value.isArray()) {
        QJsonArray result;
        for (const QJsonValue &item : value.toArray())
            result.append(resolved(item));
        return result;
    }
    if (!value.isObject())
        return value;
    const QJsonObject object = value.toObject();
    QJsonObject result;
    if (object.contains("$use"_L1))
        result = sharedSchema(object.value("$use"_L1).toString());
    for (auto field = object.constBegin(); field != object.constEnd(); ++field) {
        if (field.key() != "$use"_L1)
            result.insert(field.key(), resolved(*field));
    }
    return result;
}

QJsonObject definition(const QString &plural)
{
    QFile file(u":/sim/kinds/"_s + plural + u".json"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%ls.json is not part of the program", qUtf16Printable(plural));
    const auto text = readJson(file.readAll());
    if (!text)
        qFatal("%ls.json: %ls", qUtf16Printable(plural), qUtf16Printable(text.error()));
    return resolved(text->value).toObject();
}

} // namespace

QList<QJsonObject> redisDefinitions()
{
    QJsonObject cluster = definition(u"redisenterpriseclusters"_s);
    QJsonArray versions = arrayAt(cluster, "spec.versions"_L1);
    QJsonObject old = versions.first().toObject();
    old.insert(u"name"_s, u"v1alpha1"_s);
    old.insert(u"storage"_s, false);
    versions.append(old);
    setAt(cluster, "spec.versions"_L1, versions);
    return {cluster, definition(u"redisenterprisedatabases"_s)};
}

} // namespace sim
