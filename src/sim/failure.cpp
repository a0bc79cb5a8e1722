// SPDX-License-Identifier: Apache-2.0
#include "failure.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

QJsonObject withCauses(QJsonObject details, const QList<Cause> &causes)
{
    QJsonArray list;
    for (const Cause &cause : causes) {
        QJsonObject entry;
        if (!cause.reason.isEmpty())
            entry.insert(u"reason"_s, cause.reason);
        entry.insert(u"message"_s, cause.message);
        if (!cause.field.isEmpty())
            entry.insert(u"field"_s, cause.field);
        list.append(entry);
    }
    if (!list.isEmpty())
        details.insert(u"causes"_s, list);
    return details;
}

/// "statefulsets.apps" as {"group":"apps","kind":"statefulsets","name":...}.
QJsonObject detailsOf(const QString &resource, const QString &name)
{
    QJsonObject details;
    const qsizetype dot = resource.indexOf(u'.');
    if (!name.isEmpty())
        details.insert(u"name"_s, name);
    if (dot >= 0)
        details.insert(u"group"_s, resource.mid(dot + 1));
    if (!resource.isEmpty())
        details.insert(u"kind"_s, resource.left(dot));
    return details;
}

Failure failure(int code, const QString &reason, const QString &message,
                const std::optional<QJsonObject> &details = std::nullopt)
{
    Failure result;
    result.code = code;
    result.reason = reason;
    result.message = message;
    result.details = details;
    return result;
}

} // namespace

QJsonObject Failure::toStatus() const
{
    QJsonObject status{
        {u"kind"_s, u"Status"_s},
        {u"apiVersion"_s, u"v1"_s},
        {u"metadata"_s, continueToken.isEmpty() ? QJsonObject() : QJsonObject{{u"continue"_s, continueToken}}},
        {u"status"_s, u"Failure"_s},
        {u"message"_s, message},
        {u"code"_s, code},
    };
    if (!reason.isEmpty())
        status.insert(u"reason"_s, reason);
    QJsonObject all = details.value_or(QJsonObject());
    if (retryAfterSeconds >= 0)
        all.insert(u"retryAfterSeconds"_s, retryAfterSeconds);
    if (details || !all.isEmpty())
        status.insert(u"details"_s, all);
    return status;
}

QJsonObject successStatus(const QJsonObject &details)
{
    return {{u"kind"_s, u"Status"_s},
            {u"apiVersion"_s, u"v1"_s},
            {u"metadata"_s, QJsonObject()},
            {u"status"_s, u"Success"_s},
            {u"details"_s, details}};
}

Failure badRequest(const QString &message)
{
    return failure(400, u"BadRequest"_s, message);
}

Failure unauthorized()
{
    return failure(401, u"Unauthorized"_s, u"Unauthorized"_s);
}

Failure forbidden(const QString &resource, const QString &name, const QString &why)
{
    const QString subject = name.isEmpty() ? resource : resource + u" \""_s + name + u'"';
    return failure(403, u"Forbidden"_s, subject + u" is forbidden: "_s + why, detailsOf(resource, name));
}

Failure notFound(const QString &resource, const QString &name)
{
    return failure(404, u"NotFound"_s, resource + u" \""_s + name + u"\" not found"_s, detailsOf(resource, name));
}

Failure pathNotFound()
{
    return failure(404, u"NotFound"_s, u"the server could not find the requested resource"_s, QJsonObject());
}

Failure methodNotAllowed()
{
    return failure(405, u"MethodNotAllowed"_s, u"the server does not allow this method on the requested resource"_s,
                   QJsonObject());
}

Failure notAcceptable(const QString &acceptable)
{
    return failure(406, u"NotAcceptable"_s, u"only the following media types are accepted: "_s + acceptable);
}

Failure alreadyExists(const QString &resource, const QString &name)
{
    return failure(409, u"AlreadyExists"_s, resource + u" \""_s + name + u"\" already exists"_s,
                   detailsOf(resource, name));
}

Failure conflict(const QString &resource, const QString &name, const QString &why)
{
    return failure(409, u"Conflict"_s,
                   u"Operation cannot be fulfilled on "_s + resource + u" \""_s + name + u"\": "_s + why,
                   detailsOf(resource, name));
}

Failure modified(const QString &resource, const QString &name)
{
    return conflict(resource, name,
                    u"the object has been modified; please apply your changes to the latest version and try again"_s);
}

Failure applyConflict(const QString &message, const QList<Cause> &causes)
{
    return failure(409, u"Conflict"_s, message, withCauses({}, causes));
}

Failure expired(const QString &message)
{
    return failure(410, u"Expired"_s, message);
}

Failure unsupportedMediaType(const QString &accepted)
{
    if (accepted.isEmpty())
        return failure(415, u"UnsupportedMediaType"_s, u"415: Unsupported Media Type"_s, QJsonObject());
    return failure(415, u"UnsupportedMediaType"_s,
                   u"the body of the request was in an unknown format - accepted media types include: "_s + accepted);
}

Failure tooLarge(const QString &message)
{
    return failure(413, u"RequestEntityTooLarge"_s, message);
}

Failure invalid(const QString &group, const QString &kind, const QString &name, const QList<Cause> &causes)
{
    QStringList sentences;
    for (const Cause &cause : causes) {
        const QString sentence = cause.field.isEmpty() ? cause.message : cause.field + u": "_s + cause.message;
        if (!sentences.contains(sentence))
            sentences.append(sentence);
    }
    const QString all = sentences.size() == 1 ? sentences.first() : u'[' + sentences.join(u", "_s) + u']';
    QJsonObject details;
    if (!name.isEmpty())
        details.insert(u"name"_s, name);
    if (!group.isEmpty())
        details.insert(u"group"_s, group);
    details.insert(u"kind"_s, kind);
    const QString qualified = group.isEmpty() ? kind : kind + u'.' + group;
    return failure(422, u"Invalid"_s, qualified + u" \""_s + name + u"\" is invalid: "_s + all,
                   withCauses(details, causes));
}

Failure unprocessable()
{
    return failure(422, u"Invalid"_s, u"the server rejected our request due to an error in our request"_s,
                   QJsonObject());
}

Failure tooManyRequests(const QString &message, int retryAfterSeconds)
{
    Failure result = failure(429, u"TooManyRequests"_s, message);
    result.retryAfterSeconds = retryAfterSeconds;
    return result;
}

Failure futureResourceVersion(qint64 asked, qint64 current)
{
    Failure result =
        failure(504, u"Timeout"_s, u"Timeout: Too large resource version: %1, current: %2"_s.arg(asked).arg(current),
                withCauses({}, {{{}, u"ResourceVersionTooLarge"_s, u"Too large resource version"_s}}));
    result.retryAfterSeconds = 1;
    return result;
}

Failure internalError(const QString &message)
{
    return failure(500, u"InternalError"_s, u"Internal error occurred: "_s + message,
                   withCauses({}, {{{}, {}, message}}));
}

} // namespace sim
