// SPDX-License-Identifier: Apache-2.0
#include "kinds/namerules.h"

#include "json/jsonat.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

constexpr qsizetype annotationLimit = 256 * 1024;

QString matchProblem(const QString &name, const QString &pattern, qsizetype longest, const QString &rule,
                     const QStringList &examples)
{
    if (name.size() > longest)
        return u"must be no more than %1 characters"_s.arg(longest);
    if (QRegularExpression(u"^(?:%1)$"_s.arg(pattern)).match(name).hasMatch())
        return {};
    QString example;
    for (const QString &text : examples)
        example += (example.isEmpty() ? u"e.g. '"_s : u",  or '"_s) + text + u'\'';
    return u"%1 (%2, regex used for validation is '%3')"_s.arg(rule, example, pattern);
}

void checkLabels(const QJsonObject &labels, QList<Cause> &causes)
{
    for (auto label = labels.constBegin(); label != labels.constEnd(); ++label) {
        if (const QString problem = labelKeyProblem(label.key()); !problem.isEmpty())
            causes.append(invalidCause(u"metadata.labels"_s, quoted(label.key()), problem));
        if (const QString problem = labelValueProblem(label->toString()); !problem.isEmpty())
            causes.append(invalidCause(u"metadata.labels"_s, quoted(label->toString()), problem));
    }
}

void checkAnnotations(const QJsonObject &annotations, QList<Cause> &causes)
{
    qsizetype size = 0;
    for (auto annotation = annotations.constBegin(); annotation != annotations.constEnd(); ++annotation) {
        if (const QString problem = labelKeyProblem(annotation.key().toLower()); !problem.isEmpty())
            causes.append(invalidCause(u"metadata.annotations"_s, quoted(annotation.key()), problem));
        size += annotation.key().toUtf8().size() + annotation->toString().toUtf8().size();
    }
    if (size > annotationLimit)
        causes.append({u"metadata.annotations"_s, u"FieldValueTooLong"_s,
                       u"Too long: may not be more than %1 bytes"_s.arg(annotationLimit)});
}

void checkFinalizers(const QJsonArray &finalizers, QList<Cause> &causes)
{
    // The last one is the server's own, on definitions, whose rules know no standard names.
    static const QStringList standard{u"kubernetes"_s, u"orphan"_s, u"foregroundDeletion"_s,
                                      u"customresourcecleanup.apiextensions.k8s.io"_s};
    for (qsizetype i = 0; i < finalizers.size(); ++i) {
        const QString name = finalizers.at(i).toString();
        const QString field = u"metadata.finalizers[%1]"_s.arg(i);
        if (const QString problem = labelKeyProblem(name); !problem.isEmpty())
            causes.append(invalidCause(u"metadata.finalizers"_s, quoted(name), problem));
        else if (!name.contains(u'/') && !standard.contains(name))
            causes.append(invalidCause(field, quoted(name),
                                       u"name is neither a standard finalizer name nor is it fully qualified"_s));
    }
}

void checkOwners(const QJsonArray &owners, QList<Cause> &causes)
{
    static const QList<std::pair<QString, QString>> needed{{u"apiVersion"_s, u"version must not be empty"_s},
                                                           {u"kind"_s, u"kind must not be empty"_s},
                                                           {u"name"_s, u"name must not be empty"_s},
                                                           {u"uid"_s, u"uid must not be empty"_s}};
    QString controller;
    for (const QJsonValue &owner : owners) {
        for (const auto &[field, why] : needed) {
            if (owner[field].toString().isEmpty())
                causes.append(invalidCause(u"metadata.ownerReferences."_s + field, u"\"\""_s, why));
        }
        const QString name = owner["kind"_L1].toString() + u'/' + owner["name"_L1].toString();
        if (!owner["controller"_L1].toBool())
            continue;
        if (!controller.isEmpty())
            causes.append(invalidCause(
                u"metadata.ownerReferences"_s, quoted(name),
                u"Only one reference can have Controller set to true. Found \"true\" in references for %1 and %2"_s.arg(
                    controller, name)));
        controller = name;
    }
}

QList<Cause> checkCommon(const QJsonObject &metadata)
{
    QList<Cause> causes;
    checkLabels(metadata.value("labels"_L1).toObject(), causes);
    checkAnnotations(metadata.value("annotations"_L1).toObject(), causes);
    checkOwners(metadata.value("ownerReferences"_L1).toArray(), causes);
    checkFinalizers(metadata.value("finalizers"_L1).toArray(), causes);
    return causes;
}

} // namespace

QString quoted(const QString &text)
{
    return u'"' + QString(text).replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s) + u'"';
}

Cause requiredCause(const QString &field, const QString &why)
{
    return {field, u"FieldValueRequired"_s, why.isEmpty() ? u"Required value"_s : u"Required value: "_s + why};
}

Cause invalidCause(const QString &field, const QString &shownValue, const QString &why)
{
    return {field, u"FieldValueInvalid"_s, u"Invalid value: "_s + shownValue + u": "_s + why};
}

Cause forbiddenCause(const QString &field, const QString &why)
{
    return {field, u"FieldValueForbidden"_s, u"Forbidden: "_s + why};
}

Cause unsupportedCause(const QString &field, const QString &value, const QStringList &supported)
{
    QStringList quotedOnes;
    for (const QString &one : supported)
        quotedOnes.append(quoted(one));
    return {field, u"FieldValueNotSupported"_s,
            u"Unsupported value: "_s + quoted(value) + u": supported values: "_s + quotedOnes.join(u", "_s)};
}

QString dnsSubdomainProblem(const QString &name)
{
    return matchProblem(name, u"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"_s, 253,
                        u"a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or "
                        "'.', and must start and end with an alphanumeric character"_s,
                        {u"example.com"_s});
}

QString dnsLabelProblem(const QString &name)
{
    return matchProblem(name, u"[a-z0-9]([-a-z0-9]*[a-z0-9])?"_s, 63,
                        u"a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and "
                        "must start and end with an alphanumeric character"_s,
                        {u"my-name"_s, u"123-abc"_s});
}

QString dns1035LabelProblem(const QString &name)
{
    return matchProblem(name, u"[a-z]([-a-z0-9]*[a-z0-9])?"_s, 63,
                        u"a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an "
                        "alphabetic character, and end with an alphanumeric character"_s,
                        {u"my-name"_s, u"abc-123"_s});
}

QString pathSegmentProblem(const QString &name)
{
    if (name == "."_L1 || name == ".."_L1)
        return u"may not be '%1'"_s.arg(name);
    for (const QChar bad : {u'/', u'%'}) {
        if (name.contains(bad))
            return u"may not contain '%1'"_s.arg(bad);
    }
    return {};
}

QString labelKeyProblem(const QString &name)
{
    const QStringList parts = name.split(u'/');
    if (parts.size() > 2)
        return u"a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end "
               "with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation "
               "is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. "
               "'example.com/MyName')"_s;
    if (parts.size() == 2) {
        const QString prefix = parts.first().isEmpty() ? u"must be non-empty"_s : dnsSubdomainProblem(parts.first());
        if (!prefix.isEmpty())
            return u"prefix part "_s + prefix;
    }
    if (parts.last().isEmpty())
        return u"name part must be non-empty"_s;
    const QString problem =
        matchProblem(parts.last(), u"([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"_s, 63,
                     u"must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
                     "alphanumeric character"_s,
                     {u"MyName"_s, u"my.name"_s, u"123-abc"_s});
    return problem.isEmpty() ? problem : QString(u"name part "_s + problem);
}

QString labelValueProblem(const QString &value)
{
    return matchProblem(value, u"(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?"_s, 63,
                        u"a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or "
                        "'.', and must start and end with an alphanumeric character"_s,
                        {u"MyValue"_s, u"my_value"_s, u"12345"_s});
}

QList<Cause> validateMetadata(const QJsonObject &object, const ServedKind &kind)
{
    const QString name = stringAt(object, "metadata.name"_L1);
    const QString prefix = stringAt(object, "metadata.generateName"_L1);
    const auto problem = [&](const QString &text) {
        return kind.rules.nameProblem ? kind.rules.nameProblem(text) : dnsSubdomainProblem(text);
    };
    QList<Cause> causes;
    if (name.isEmpty() && prefix.isEmpty())
        causes.append(requiredCause(u"metadata.name"_s, u"name or generateName is required"_s));
    if (name.isEmpty() && !prefix.isEmpty()) {
        // A name will be put after it, so that it may end with a dash.
        if (const QString wrong = problem(prefix + u'x'); !wrong.isEmpty())
            causes.append(invalidCause(u"metadata.generateName"_s, quoted(prefix), wrong));
    }
    if (const QString wrong = name.isEmpty() ? QString() : problem(name); !wrong.isEmpty())
        causes.append(invalidCause(u"metadata.name"_s, quoted(name), wrong));
    return causes + checkCommon(objectAt(object, "metadata"_L1));
}

QList<Cause> validateMetadataUpdate(const QJsonObject &object, const QJsonObject &old, const ServedKind &kind)
{
    QList<Cause> change;
    if (!valueAt(old, "metadata.deletionTimestamp"_L1).isUndefined()) {
        const QJsonArray before = arrayAt(old, "metadata.finalizers"_L1);
        QStringList fresh;
        for (const QJsonValue &finalizer : arrayAt(object, "metadata.finalizers"_L1)) {
            if (!before.contains(finalizer))
                fresh.append(quoted(finalizer.toString()));
        }
        if (!fresh.isEmpty())
            change.append(forbiddenCause(u"metadata.finalizers"_s,
                                         u"no new finalizers can be added if the object is being deleted, found new "
                                         "finalizers []string{%1}"_s.arg(fresh.join(u", "_s))));
    }
    const auto immutable = [&](QLatin1StringView path) {
        const QJsonValue value = valueAt(object, path);
        if (value != valueAt(old, path))
            change.append(
                invalidCause(path, value.isString() ? quoted(value.toString()) : u"null"_s, u"field is immutable"_s));
    };
    immutable("metadata.name"_L1);
    if (kind.type.namespaced)
        immutable("metadata.namespace"_L1);
    immutable("metadata.uid"_L1);
    immutable("metadata.creationTimestamp"_L1);
    // A real server looks twice, for all kinds and then for this one, and tells its causes each time.
    const QList<Cause> state = checkCommon(objectAt(object, "metadata"_L1));
    const QList<Cause> once = change + state;
    return state + once + once + (kind.custom ? QList<Cause>() : state);
}

} // namespace sim
