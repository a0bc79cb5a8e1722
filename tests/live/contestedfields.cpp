// SPDX-License-Identifier: Apache-2.0
#include "contestedfields.h"

#include "valuepath.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace {

const QJsonValue nothing = QJsonValue::Undefined;

QJsonObject variable(const QString &value)
{
    return {{"name"_L1, "CONTESTED"_L1}, {"value"_L1, value}};
}

} // namespace

QJsonValue ContestedField::of(Side side) const
{
    switch (side) {
    case Base:
        return base;
    case Yours:
        return yours;
    case Theirs:
        return theirs;
    case Edited:
        break;
    }
    return edited;
}

QJsonValue ContestedField::expected(Side side) const
{
    QJsonValue value = side == Edited && !shown.isNull() ? shown : of(side);
    // Whose repository it is, the tag is that of the release.
    if (path.endsWith(".image"_L1) && side != Edited)
        value = QString(value.toString().section(u':', 0, -2) + u":8.0.7-2");
    return value;
}

QJsonValue ContestedField::in(const QJsonObject &live) const
{
    const yaml::Path at = *yaml::Path::fromString(path);
    if (!path.endsWith(".env[0]"_L1))
        return yaml::valueAt(live, at);
    for (const QJsonValue &each : yaml::valueAt(live, at.parent()).toArray()) {
        if (each["name"_L1] == "CONTESTED"_L1)
            return each;
    }
    return nothing;
}

QList<ContestedField> contestedFields()
{
    const QString deployment = u"Deployment"_s;
    const QString definition = u"CustomResourceDefinition"_s;
    const QString name = u"redis-enterprise-operator"_s;
    const QString pod = u"spec.template.spec."_s;
    const QString at = pod + u"containers[0]."_s;
    const QString in = pod + u"containers.redis-enterprise-operator."_s;
    const QString text = u"metadata.annotations[\"example.com/text\"]"_s;
    const QString label = u"metadata.labels.contested"_s;
    const QString grace = pod + u"terminationGracePeriodSeconds"_s;
    const QString truth = pod + u"securityContext.runAsNonRoot"_s;
    const QString schema = u"schema.openAPIV3Schema.description"_s;
    return {
        {deployment, name, text, text, u"a"_s, u"b"_s, u"c"_s, u"d"_s},
        {deployment, name, label, label, u"a"_s, u"b"_s, u"c"_s, u"d"_s},
        {deployment, name, grace, grace, 30, 31, 32, 33},
        {deployment, name, truth, truth, nothing, true, false, nothing},
        {deployment, name, at + u"resources.limits.memory"_s, in + u"resources.limits.memory"_s, u"512Mi"_s, u"1Gi"_s,
         u"2Gi"_s, u"3Gi"_s},
        {deployment, name, at + u"workingDir"_s, in + u"workingDir"_s, nothing, u"/yours"_s, u"/theirs"_s,
         u"/edited"_s},
        {deployment, name, at + u"args"_s, in + u"args"_s, QJsonArray{"a"_L1}, QJsonArray{"b"_L1},
         QJsonArray{"c"_L1, "d"_L1}, QJsonArray{"e"_L1}},
        {deployment, name, at + u"image"_s, in + u"image.repository"_s, u"redislabs/operator:1"_s,
         u"registry.example.com:5000/yours/operator:1"_s, u"theirs.example.com/operator:1"_s,
         u"edited.example.com/operator"_s, u"edited.example.com/operator:8.0.7-2"_s},
        {deployment, name, at + u"env[0]"_s, in + u"env.CONTESTED"_s, variable(u"a"_s), variable(u"b"_s), nothing,
         variable(u"d"_s)},
        {u"Service"_s, u"admission"_s, u"spec.ports[0].targetPort"_s, u"spec.ports[\"443/TCP\"].targetPort"_s, 8443,
         8444, 8445, 8446},
        {definition, u"redisenterpriseclusters.app.redislabs.com"_s, u"spec.versions[0]."_s + schema,
         u"spec.versions.v1."_s + schema, u"a"_s, u"b"_s, u"c"_s, u"d"_s},
    };
}

QJsonObject withContested(QJsonObject object, const QList<ContestedField> &fields, ContestedField::Side side,
                          const QString &tag)
{
    const QString kind = object["kind"_L1].toString();
    const QString name = object["metadata"_L1]["name"_L1].toString();
    const yaml::Path containers{u"spec"_s, u"template"_s, u"spec"_s, u"containers"_s};
    if (kind == "Deployment"_L1) {
        QJsonArray list = yaml::valueAt(object, containers).toArray();
        for (auto item : list) {
            QJsonObject container = item.toObject();
            container["image"_L1] = QString(u"redislabs/operator:"_s + tag);
            item = container;
        }
        object = yaml::withValue(object, containers, list).toObject();
    }
    for (const ContestedField &field : fields) {
        if (field.kind != kind || field.name != name)
            continue;
        const yaml::Path path = *yaml::Path::fromString(field.path);
        QJsonValue value = field.of(side);
        if (field.path.endsWith(".image"_L1))
            value = QString(value.toString().section(u':', 0, -2) + u':' + tag);
        if (field.path.endsWith(".env[0]"_L1)) {
            // Before what the container has of its own.
            QJsonArray variables = yaml::valueAt(object, path.parent()).toArray();
            if (!value.isUndefined())
                variables.prepend(value);
            object = yaml::withValue(object, path.parent(), variables).toObject();
        } else {
            object = yaml::withValue(object, path, value).toObject();
        }
    }
    return object;
}
