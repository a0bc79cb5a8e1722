// SPDX-License-Identifier: Apache-2.0
#include "kinds/workloadrules.h"

#include "kinds/namerules.h"
#include "kinds/podrules.h"
#include "store/selector.h"
#include "json/jsonat.h"

using namespace Qt::StringLiterals;

namespace sim {

namespace {

// Values as Go prints them, since the real sentences hold them.

QString goMap(const QJsonObject &map)
{
    QStringList parts;
    for (auto entry = map.constBegin(); entry != map.constEnd(); ++entry)
        parts.append(quoted(entry.key()) + u':' + quoted(entry->toString()));
    return u"map[string]string{"_s + parts.join(u", "_s) + u'}';
}

QString goSelector(const QJsonObject &selector)
{
    const QJsonValue labels = selector.value("matchLabels"_L1);
    QStringList expressions;
    for (const QJsonValue &expression : selector.value("matchExpressions"_L1).toArray()) {
        QStringList values;
        for (const QJsonValue &value : expression["values"_L1].toArray())
            values.append(quoted(value.toString()));
        expressions.append(u"v1.LabelSelectorRequirement{Key:%1, Operator:%2, Values:%3}"_s.arg(
            quoted(expression["key"_L1].toString()), quoted(expression["operator"_L1].toString()),
            values.isEmpty() ? u"[]string(nil)"_s : u"[]string{"_s + values.join(u", "_s) + u'}'));
    }
    return u"v1.LabelSelector{MatchLabels:%1, MatchExpressions:[]v1.LabelSelectorRequirement%2}"_s.arg(
        labels.isUndefined() ? u"map[string]string(nil)"_s : goMap(labels.toObject()),
        expressions.isEmpty() ? u"(nil)"_s : u'{' + expressions.join(u", "_s) + u'}');
}

void completeTemplate(QJsonObject &workload)
{
    setAt(workload, "spec.template.spec"_L1, completedPodSpec(objectAt(workload, "spec.template.spec"_L1)));
}

void checkSelector(const QJsonObject &workload, const QString &kind, QList<Cause> &causes)
{
    const QJsonValue selector = valueAt(workload, "spec.selector"_L1);
    const QJsonValue labels = valueAt(workload, "spec.template.metadata.labels"_L1);
    if (!selector.isObject()) {
        causes.append(requiredCause(u"spec.selector"_s));
    } else if (selector.toObject().isEmpty()
               || (selector["matchLabels"_L1].toObject().isEmpty()
                   && selector["matchExpressions"_L1].toArray().isEmpty())) {
        causes.append(invalidCause(u"spec.selector"_s, goSelector(selector.toObject()),
                                   u"empty selector is invalid for "_s + kind));
        return;
    }
    if (!selector.isObject() || !LabelSelector::fromObject(selector.toObject()).matches(labels.toObject()))
        causes.append(invalidCause(u"spec.template.metadata.labels"_s,
                                   labels.isUndefined() ? u"map[string]string(nil)"_s : goMap(labels.toObject()),
                                   u"`selector` does not match template `labels`"_s));
}

void checkNotNegative(const QJsonObject &object, QLatin1StringView path, QList<Cause> &causes)
{
    const qint64 number = integerAt(object, path);
    if (number < 0)
        causes.append(invalidCause(path, QString::number(number), u"must be greater than or equal to 0"_s));
}

void checkAlwaysRestarts(const QJsonObject &workload, QList<Cause> &causes)
{
    const QString policy = stringAt(workload, "spec.template.spec.restartPolicy"_L1);
    if (policy != "Always"_L1)
        causes.append(unsupportedCause(u"spec.template.spec.restartPolicy"_s, policy, {u"Always"_s}));
}

QList<Cause> selectorIsImmutable(const QJsonObject &object, const QJsonObject &old)
{
    if (valueAt(object, "spec.selector"_L1) == valueAt(old, "spec.selector"_L1))
        return {};
    return {
        invalidCause(u"spec.selector"_s, goSelector(objectAt(object, "spec.selector"_L1)), u"field is immutable"_s)};
}

/// Fills in a rolling update where the type asks for one and says nothing about it.
void completeStrategy(QJsonObject &workload, QLatin1StringView path, const QJsonObject &rollingUpdate)
{
    QJsonObject strategy = objectAt(workload, path);
    if (strategy.value("type"_L1).toString().isEmpty())
        strategy.insert(u"type"_s, u"RollingUpdate"_s);
    if (strategy.value("type"_L1).toString() == "RollingUpdate"_L1 && !rollingUpdate.isEmpty()) {
        QJsonObject filled = rollingUpdate;
        const QJsonObject given = strategy.value("rollingUpdate"_L1).toObject();
        for (auto field = given.constBegin(); field != given.constEnd(); ++field)
            filled.insert(field.key(), *field);
        strategy.insert(u"rollingUpdate"_s, filled);
    }
    setAt(workload, path, strategy);
}

void completeStatefulSet(QJsonObject &set)
{
    completeTemplate(set);
    // The rolling update is filled in only when no strategy is named: kubectl's status depends on the difference.
    const bool named = !stringAt(set, "spec.updateStrategy.type"_L1).isEmpty();
    const bool given = !valueAt(set, "spec.updateStrategy.rollingUpdate"_L1).isUndefined();
    completeStrategy(set, "spec.updateStrategy"_L1, named && !given ? QJsonObject() : QJsonObject{{u"partition"_s, 0}});
    QJsonArray claims;
    for (const QJsonValue &value : arrayAt(set, "spec.volumeClaimTemplates"_L1)) {
        QJsonObject claim = value.toObject();
        claim.insert(u"apiVersion"_s, u"v1"_s);
        claim.insert(u"kind"_s, u"PersistentVolumeClaim"_s);
        claims.append(claim);
    }
    if (!claims.isEmpty())
        setAt(set, "spec.volumeClaimTemplates"_L1, claims);
}

QList<Cause> validateStatefulSet(const QJsonObject &set)
{
    QList<Cause> causes;
    const QString policy = stringAt(set, "spec.podManagementPolicy"_L1);
    if (policy != "OrderedReady"_L1 && policy != "Parallel"_L1)
        causes.append(
            invalidCause(u"spec.podManagementPolicy"_s, quoted(policy), u"must be 'OrderedReady' or 'Parallel'"_s));
    const QString strategy = stringAt(set, "spec.updateStrategy.type"_L1);
    const QJsonValue rolling = valueAt(set, "spec.updateStrategy.rollingUpdate"_L1);
    if (strategy == "OnDelete"_L1) {
        if (rolling.isObject())
            causes.append(invalidCause(
                u"spec.updateStrategy.rollingUpdate"_s,
                u"apps.RollingUpdateStatefulSetStrategy{Partition:%1}"_s.arg(rolling["partition"_L1].toInt()),
                u"only allowed for updateStrategy 'RollingUpdate'"_s));
    } else if (strategy != "RollingUpdate"_L1) {
        causes.append(
            invalidCause(u"spec.updateStrategy"_s,
                         u"apps.StatefulSetUpdateStrategy{Type:%1, "
                         "RollingUpdate:(*apps.RollingUpdateStatefulSetStrategy)(nil)}"_s.arg(quoted(strategy)),
                         u"must be 'RollingUpdate' or 'OnDelete'"_s));
    }
    checkNotNegative(set, "spec.updateStrategy.rollingUpdate.partition"_L1, causes);
    checkNotNegative(set, "spec.replicas"_L1, causes);
    checkNotNegative(set, "spec.minReadySeconds"_L1, causes);
    checkSelector(set, u"statefulset"_s, causes);
    checkAlwaysRestarts(set, causes);
    return causes;
}

QList<Cause> validateStatefulSetUpdate(const QJsonObject &set, const QJsonObject &old)
{
    QJsonObject now = objectAt(set, "spec"_L1);
    QJsonObject before = objectAt(old, "spec"_L1);
    for (const QString &field : {u"replicas"_s, u"ordinals"_s, u"template"_s, u"updateStrategy"_s,
                                 u"persistentVolumeClaimRetentionPolicy"_s, u"minReadySeconds"_s}) {
        now.remove(field);
        before.remove(field);
    }
    if (now == before)
        return {};
    return {forbiddenCause(u"spec"_s,
                           u"updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', "
                           "'updateStrategy', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are "
                           "forbidden"_s)};
}

QList<Cause> validateDeployment(const QJsonObject &deployment)
{
    QList<Cause> causes;
    checkNotNegative(deployment, "spec.replicas"_L1, causes);
    checkSelector(deployment, u"deployment"_s, causes);
    causes += validatePodSpec(objectAt(deployment, "spec.template.spec"_L1), u"spec.template.spec"_s);
    checkAlwaysRestarts(deployment, causes);
    const QString strategy = stringAt(deployment, "spec.strategy.type"_L1);
    if (strategy == "Recreate"_L1 && !valueAt(deployment, "spec.strategy.rollingUpdate"_L1).isUndefined())
        causes.append(forbiddenCause(u"spec.strategy.rollingUpdate"_s,
                                     u"may not be specified when strategy `type` is 'Recreate'"_s));
    else if (strategy != "Recreate"_L1 && strategy != "RollingUpdate"_L1)
        causes.append(unsupportedCause(u"spec.strategy.type"_s, strategy, {u"Recreate"_s, u"RollingUpdate"_s}));
    checkNotNegative(deployment, "spec.minReadySeconds"_L1, causes);
    checkNotNegative(deployment, "spec.revisionHistoryLimit"_L1, causes);
    const qint64 deadline = integerAt(deployment, "spec.progressDeadlineSeconds"_L1);
    checkNotNegative(deployment, "spec.progressDeadlineSeconds"_L1, causes);
    if (deadline <= integerAt(deployment, "spec.minReadySeconds"_L1))
        causes.append(invalidCause(u"spec.progressDeadlineSeconds"_s, QString::number(deadline),
                                   u"must be greater than minReadySeconds"_s));
    return causes;
}

} // namespace

Rules statefulSetRules()
{
    Rules rules;
    rules.defaults = completeStatefulSet;
    rules.validate = validateStatefulSet;
    rules.validateUpdate = validateStatefulSetUpdate;
    return rules;
}

Rules deploymentRules()
{
    Rules rules;
    rules.defaults = [](QJsonObject &deployment) {
        completeTemplate(deployment);
        completeStrategy(deployment, "spec.strategy"_L1, {{u"maxUnavailable"_s, u"25%"_s}, {u"maxSurge"_s, u"25%"_s}});
    };
    rules.validate = validateDeployment;
    rules.validateUpdate = selectorIsImmutable;
    return rules;
}

Rules replicaSetRules()
{
    Rules rules;
    rules.defaults = completeTemplate;
    rules.validate = [](const QJsonObject &set) {
        QList<Cause> causes;
        checkNotNegative(set, "spec.replicas"_L1, causes);
        checkSelector(set, u"replicaset"_s, causes);
        causes += validatePodSpec(objectAt(set, "spec.template.spec"_L1), u"spec.template.spec"_s);
        checkAlwaysRestarts(set, causes);
        return causes;
    };
    rules.validateUpdate = selectorIsImmutable;
    return rules;
}

Rules daemonSetRules()
{
    Rules rules;
    rules.defaults = [](QJsonObject &set) {
        completeTemplate(set);
        completeStrategy(set, "spec.updateStrategy"_L1, {{u"maxUnavailable"_s, 1}, {u"maxSurge"_s, 0}});
    };
    rules.validate = [](const QJsonObject &set) {
        QList<Cause> causes;
        checkSelector(set, u"daemonset"_s, causes);
        causes += validatePodSpec(objectAt(set, "spec.template.spec"_L1), u"spec.template.spec"_s);
        checkAlwaysRestarts(set, causes);
        return causes;
    };
    rules.validateUpdate = selectorIsImmutable;
    return rules;
}

Rules controllerRevisionRules()
{
    Rules rules;
    rules.validate = [](const QJsonObject &revision) {
        QList<Cause> causes;
        if (valueAt(revision, "data"_L1).isUndefined())
            causes.append(requiredCause(u"data"_s, u"data is mandatory"_s));
        checkNotNegative(revision, "revision"_L1, causes);
        return causes;
    };
    rules.validateUpdate = [](const QJsonObject &revision, const QJsonObject &old) -> QList<Cause> {
        if (valueAt(revision, "data"_L1) == valueAt(old, "data"_L1))
            return {};
        return {invalidCause(u"data"_s, u"runtime.Object"_s, u"field is immutable"_s)};
    };
    return rules;
}

Rules disruptionBudgetRules()
{
    Rules rules;
    rules.validate = [](const QJsonObject &budget) -> QList<Cause> {
        if (valueAt(budget, "spec.minAvailable"_L1).isUndefined()
            || valueAt(budget, "spec.maxUnavailable"_L1).isUndefined())
            return {};
        return {invalidCause(u"spec"_s, u"policy.PodDisruptionBudgetSpec{}"_s,
                             u"minAvailable and maxUnavailable cannot be both set"_s)};
    };
    return rules;
}

} // namespace sim
