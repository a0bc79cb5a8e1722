// SPDX-License-Identifier: Apache-2.0
#include "store/selector.h"

#include "json/jsonat.h"

#include <QHash>
#include <QRegularExpression>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace sim {

LabelSelector::LabelSelector(const QList<Requirement> &requirements)
    : m_requirements(requirements)
{
}

LabelSelector LabelSelector::fromObject(const QJsonObject &labelSelector)
{
    static const QHash<QString, Operator> operators{{u"In"_s, Operator::In},
                                                    {u"NotIn"_s, Operator::NotIn},
                                                    {u"Exists"_s, Operator::Exists},
                                                    {u"DoesNotExist"_s, Operator::DoesNotExist}};
    LabelSelector result;
    const QJsonObject labels = labelSelector.value("matchLabels"_L1).toObject();
    for (auto label = labels.constBegin(); label != labels.constEnd(); ++label)
        result.m_requirements.append({label.key(), Operator::In, {label->toString()}});
    for (const QJsonValue &expression : labelSelector.value("matchExpressions"_L1).toArray()) {
        QStringList values;
        for (const QJsonValue &value : expression["values"_L1].toArray())
            values.append(value.toString());
        result.m_requirements.append({expression["key"_L1].toString(),
                                      operators.value(expression["operator"_L1].toString(), Operator::In), values});
    }
    return result;
}

bool LabelSelector::matches(const QJsonObject &labels) const
{
    return std::ranges::all_of(m_requirements, [&](const Requirement &requirement) {
        const QJsonValue value = labels.value(requirement.key);
        const bool present = value.isString();
        const qint64 number = value.toString().toLongLong();
        switch (requirement.op) {
        case Operator::In:
            return present && requirement.values.contains(value.toString());
        case Operator::NotIn:
            return !present || !requirement.values.contains(value.toString());
        case Operator::Exists:
            return present;
        case Operator::DoesNotExist:
            return !present;
        case Operator::GreaterThan:
            return present && number > requirement.values.value(0).toLongLong();
        case Operator::LessThan:
            return present && number < requirement.values.value(0).toLongLong();
        }
        return false;
    });
}

Outcome<FieldSelector> FieldSelector::parse(const QString &text, const QString &resource)
{
    static const QHash<QString, QStringList> fields{
        {u"pods"_s,
         {u"spec.nodeName"_s, u"spec.restartPolicy"_s, u"spec.schedulerName"_s, u"spec.serviceAccountName"_s,
          u"spec.hostNetwork"_s, u"status.phase"_s, u"status.podIP"_s, u"status.nominatedNodeName"_s}},
        {u"events"_s,
         {u"involvedObject.kind"_s, u"involvedObject.namespace"_s, u"involvedObject.name"_s, u"involvedObject.uid"_s,
          u"involvedObject.apiVersion"_s, u"involvedObject.resourceVersion"_s, u"involvedObject.fieldPath"_s,
          u"reason"_s, u"reportingComponent"_s, u"source"_s, u"type"_s}},
        {u"nodes"_s, {u"spec.unschedulable"_s}},
        {u"namespaces"_s, {u"status.phase"_s}},
        {u"secrets"_s, {u"type"_s}},
        {u"services"_s, {u"spec.clusterIP"_s, u"spec.type"_s}},
        {u"replicasets.apps"_s, {u"status.replicas"_s}},
    };
    static const QRegularExpression form(u"^([\\w.]+)\\s*(!=|==|=)(.*)$"_s);
    FieldSelector result;
    const QStringList terms = text.split(u',', Qt::SkipEmptyParts);
    for (const QString &term : terms) {
        const QRegularExpressionMatch match = form.match(term.trimmed());
        if (!match.hasMatch())
            return std::unexpected(badRequest(u"invalid selector: '%1'; can't understand '%2'"_s.arg(text, term)));
        const QString field = match.captured(1);
        if (field != "metadata.name"_L1 && field != "metadata.namespace"_L1 && !fields.value(resource).contains(field))
            return std::unexpected(badRequest(u"field label not supported: %1"_s.arg(field)));
        const QString path = field == "source"_L1 ? u"source.component"_s : field;
        result.m_terms.append({path.toLatin1(), match.captured(3), match.captured(2) != "!="_L1});
    }
    return result;
}

bool FieldSelector::matches(const QJsonObject &object) const
{
    return std::ranges::all_of(m_terms, [&](const Term &term) {
        const QJsonValue value = valueAt(object, QLatin1StringView(term.path));
        // A truth value that is absent is false.
        const bool truth = term.value == "true"_L1 || term.value == "false"_L1;
        const QString text = value.isUndefined() && truth ? u"false"_s : value.toVariant().toString();
        return (text == term.value) == term.equal;
    });
}

} // namespace sim
