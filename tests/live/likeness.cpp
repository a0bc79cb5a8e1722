// SPDX-License-Identifier: Apache-2.0
#include "likeness.h"

#include "jsonliteral.h"

#include <QList>
#include <QMap>
#include <QRegularExpression>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

/// What the real server at hand, which is of version 1.20, says otherwise than the simulated one, which is of 1.32.
struct KnownDifference
{
    QString kind; ///< of the objects in which it is
    QString path; ///< from there; "*" is each item or member, and at the end all there is inside
    QString why;
    QString now; ///< where one word stands for another, the one of 1.32
    QString then; ///< and the one of 1.20
};

const QList<KnownDifference> &knownDifferences()
{
    const QString retention = u"the claims' retention policy came with 1.23"_s;
    const QString atomic = u"references and selectors are owned as a whole since 1.21"_s;
    const QString reset = u"what a write cannot set belongs to no manager since 1.22"_s;
    const QString named = u"namespaces are labelled with their names since 1.21"_s;
    const QString dual = u"services have families of addresses without a feature gate since 1.21"_s;
    static const QList<KnownDifference> differences{
        {u"StatefulSet"_s, u"spec persistentVolumeClaimRetentionPolicy"_s, retention},
        {u"StatefulSet"_s, u"metadata managedFields * fieldsV1 f:spec f:persistentVolumeClaimRetentionPolicy"_s,
         retention},
        {u"StatefulSet"_s, u"status availableReplicas"_s, u"counted since 1.22"_s},
        {u"Namespace"_s, u"metadata labels kubernetes.io/metadata.name"_s, named},
        {u"Namespace"_s, u"metadata managedFields * fieldsV1 f:metadata f:labels"_s, named},
        {u"Namespace"_s, u"metadata managedFields * fieldsV1 f:status f:phase"_s, reset},
        {u"Pod"_s, u"metadata managedFields * fieldsV1 f:spec f:containers * f:env * f:valueFrom f:fieldRef *"_s,
         atomic},
        {u"Service"_s, u"metadata managedFields * fieldsV1 f:spec f:selector *"_s, atomic},
        {u"Service"_s, u"metadata managedFields * fieldsV1 f:spec f:internalTrafficPolicy"_s, dual},
        {u"Service"_s, u"spec internalTrafficPolicy"_s, u"came with 1.21"_s},
        {u"Service"_s, u"spec ipFamilies"_s, dual},
        {u"Service"_s, u"spec ipFamilyPolicy"_s, dual},
        {u"Event"_s, u"metadata managedFields * fieldsV1 f:involvedObject *"_s, atomic},
        {u"RoleBinding"_s, u"metadata managedFields * fieldsV1 f:roleRef *"_s, atomic},
        {u"Status"_s, u"details causes * reason"_s, u"a wrong type has a reason of its own since 1.22"_s,
         u"FieldValueTypeInvalid"_s, u"FieldValueInvalid"_s},
    };
    return differences;
}

/// value with the difference taken out; what holds nothing else goes too.
QJsonValue settled(const QJsonValue &value, const QStringList &path, const KnownDifference &difference)
{
    if (path.isEmpty())
        return value.toString() == difference.now ? QJsonValue(difference.then) : value;
    const QString &step = path.first();
    const QStringList rest = path.mid(1);
    if (value.isArray()) {
        QJsonArray result;
        for (const QJsonValue &item : value.toArray())
            result.append(settled(item, rest, difference));
        return result;
    }
    QJsonObject object = value.toObject();
    if (!value.isObject() || (step == "*"_L1 && rest.isEmpty()))
        return value.isObject() ? QJsonValue(QJsonObject()) : value;
    const QStringList names = step == "*"_L1 ? object.keys() : QStringList{step};
    for (const QString &name : names) {
        const QJsonValue part = object.value(name);
        if (part.isUndefined())
            continue;
        const bool takesOut = difference.now.isEmpty() && difference.path.back() != u'*';
        const bool goes = rest.isEmpty() && takesOut;
        const QJsonValue left = goes ? QJsonValue() : settled(part, rest, difference);
        const bool emptied = takesOut && left == QJsonValue(QJsonObject());
        if (goes || emptied)
            object.remove(name);
        else
            object.insert(name, left);
    }
    return object;
}

/// Fields of both, in the notation of fieldsV1.
QJsonObject united(QJsonObject left, const QJsonObject &right)
{
    if (left.isEmpty() != right.isEmpty())
        left.insert(u"."_s, QJsonObject());
    for (auto field = right.constBegin(); field != right.constEnd(); ++field)
        left.insert(field.key(),
                    left.contains(field.key()) ? united(left.value(field.key()).toObject(), field->toObject())
                                               : field->toObject());
    return left;
}

/// The entries of managedFields in an order that does not depend on the second in which they were written, and one for
/// each manager: 1.20 does not tell apart through which subresource one wrote.
QJsonArray gathered(const QJsonArray &managedFields)
{
    QMap<QStringList, QJsonObject> entries;
    for (const QJsonValue &value : managedFields) {
        QJsonObject entry = value.toObject();
        entry.remove("subresource"_L1);
        const QStringList key{entry["manager"_L1].toString(), entry["operation"_L1].toString(),
                              entry["apiVersion"_L1].toString()};
        if (const auto other = entries.constFind(key); other != entries.constEnd())
            entry.insert(u"fieldsV1"_s,
                         united((*other)["fieldsV1"_L1].toObject(), entry.value("fieldsV1"_L1).toObject()));
        entries.insert(key, entry);
    }
    QJsonArray result;
    for (const QJsonObject &entry : std::as_const(entries))
        result.append(entry);
    return result;
}

QJsonObject withManagedFields(QJsonObject object, const QJsonArray &managedFields)
{
    QJsonObject metadata = object.value("metadata"_L1).toObject();
    if (!metadata.contains("managedFields"_L1))
        return object;
    metadata.insert(u"managedFields"_s, managedFields);
    object.insert(u"metadata"_s, metadata);
    return object;
}

/// object without the fields that a manager has of it.
QJsonObject without(QJsonObject object, const QJsonObject &fieldsV1)
{
    for (auto field = fieldsV1.constBegin(); field != fieldsV1.constEnd(); ++field) {
        const QString name = field.key().mid(2);
        const QJsonObject inner = field->toObject();
        if (inner.isEmpty() || inner.contains("."_L1))
            object.remove(name);
        else if (object.contains(name))
            object.insert(name, without(object.value(name).toObject(), inner));
    }
    return object;
}

/// Takes what the real cluster's controllers wrote out of both.
void ignoreControllers(QJsonObject &real, QJsonObject &made)
{
    QJsonArray others;
    for (const QJsonValue &entry : real.value("metadata"_L1)["managedFields"_L1].toArray()) {
        if (entry["manager"_L1].toString() != "kube-controller-manager"_L1) {
            others.append(entry);
            continue;
        }
        real = without(real, entry["fieldsV1"_L1].toObject());
        made = without(made, entry["fieldsV1"_L1].toObject());
    }
    real = withManagedFields(real, others);
}

/// Without what differs between any two runs.
QJsonValue timeless(const QJsonValue &value)
{
    static const QRegularExpression uid(u"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"_s);
    static const QRegularExpression time(u"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$"_s);
    static const QRegularExpression record(u"in record \\(\\d+\\)"_s);
    static const QRegularExpression current(u"current: \\d+"_s);
    if (value.isString()) {
        QString text = value.toString();
        text.replace(uid, u"UID"_s).replace(record, u"in record (N)"_s).replace(current, u"current: N"_s);
        return text.contains(time) ? u"TIME"_s : text;
    }
    if (value.isArray()) {
        QJsonArray result;
        for (const QJsonValue &item : value.toArray())
            result.append(timeless(item));
        return result;
    }
    if (!value.isObject())
        return value;
    QJsonObject result;
    const QJsonObject object = value.toObject();
    for (auto field = object.constBegin(); field != object.constEnd(); ++field) {
        if (field.key() == "resourceVersion"_L1 && field->isString() && !field->toString().isEmpty())
            result.insert(field.key(), u"N"_s);
        else if (field.key() != "selfLink"_L1)
            result.insert(field.key(), timeless(*field));
    }
    return result;
}

QJsonValue settled(QJsonObject object)
{
    object = withManagedFields(object, gathered(object["metadata"_L1]["managedFields"_L1].toArray()));
    QJsonValue result = object;
    for (const KnownDifference &difference : knownDifferences()) {
        if (object["kind"_L1].toString() == difference.kind)
            result = settled(result, difference.path.split(u' '), difference);
    }
    return timeless(result);
}

} // namespace

Likeness comparable(const QJsonObject &real, const QJsonObject &made)
{
    QJsonObject left = real;
    QJsonObject right = made;
    ignoreControllers(left, right);
    return {settled(left), settled(right)};
}

QJsonValue withoutIntOrString(const QJsonValue &definition)
{
    if (definition.isArray()) {
        QJsonArray result;
        for (const QJsonValue &item : definition.toArray())
            result.append(withoutIntOrString(item));
        return result;
    }
    if (!definition.isObject())
        return definition;
    if (definition["x-kubernetes-int-or-string"_L1].toBool())
        return QJsonObject{{u"type"_s, u"string"_s}};
    QJsonObject result = definition.toObject();
    for (QJsonValueRef part : result)
        part = withoutIntOrString(part);
    return result;
}
