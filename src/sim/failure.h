// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <expected>
#include <optional>

namespace sim {

/// One entry of Status.details.causes.
struct Cause
{
    QString field; ///< "spec.nodes"
    QString reason; ///< "FieldValueInvalid"
    QString message; ///< without the field: "Invalid value: 1: must be at least 3"

    [[nodiscard]] bool operator==(const Cause &) const = default;
};

/// A request that did not succeed, in the words of kube-apiserver. The factories below are the only place that knows
/// its sentences; each gives the code, reason, message and details of the real one.
struct Failure
{
    int code = 500;
    QString reason;
    QString message;
    std::optional<QJsonObject> details; ///< the real server sends an empty one with some, and none with others
    int retryAfterSeconds = -1; ///< becomes the Retry-After header; -1: none
    QString continueToken; ///< of a 410: where a list may go on, inconsistently

    /// The body: {"kind":"Status",...}.
    [[nodiscard]] QJsonObject toStatus() const;
};

template <typename T>
using Outcome = std::expected<T, Failure>;

/// {"kind":"Status","status":"Success"}, with details.
[[nodiscard]] QJsonObject successStatus(const QJsonObject &details);

// resource: "statefulsets.apps", or "pods" in the core group.

[[nodiscard]] Failure badRequest(const QString &message);
[[nodiscard]] Failure unauthorized();
/// user may not do it: the sentence of RBAC's refusal is made by the caller.
[[nodiscard]] Failure forbidden(const QString &resource, const QString &name, const QString &why);
[[nodiscard]] Failure notFound(const QString &resource, const QString &name);
/// No such path: "the server could not find the requested resource".
[[nodiscard]] Failure pathNotFound();
[[nodiscard]] Failure methodNotAllowed();
[[nodiscard]] Failure notAcceptable(const QString &acceptable);
[[nodiscard]] Failure alreadyExists(const QString &resource, const QString &name);
[[nodiscard]] Failure conflict(const QString &resource, const QString &name, const QString &why);
/// conflict() because the object has another resourceVersion than the request.
[[nodiscard]] Failure modified(const QString &resource, const QString &name);
[[nodiscard]] Failure applyConflict(const QString &message, const QList<Cause> &causes);
[[nodiscard]] Failure expired(const QString &message);
/// accepted: the list that custom resources answer with; empty for built-in kinds, which name none.
[[nodiscard]] Failure unsupportedMediaType(const QString &accepted);
[[nodiscard]] Failure tooLarge(const QString &message);
/// 422, with a sentence made of the causes as the real server does.
[[nodiscard]] Failure invalid(const QString &group, const QString &kind, const QString &name,
                              const QList<Cause> &causes);
/// 422 for a JSON patch that does not apply; the real server does not say why either.
[[nodiscard]] Failure unprocessable();
[[nodiscard]] Failure tooManyRequests(const QString &message, int retryAfterSeconds);
[[nodiscard]] Failure futureResourceVersion(qint64 asked, qint64 current);
[[nodiscard]] Failure internalError(const QString &message);

} // namespace sim
