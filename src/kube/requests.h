// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "object.h"
#include "resourcetype.h"

#include <QJsonValue>
#include <QUrl>
#include <chrono>
#include <utility>

namespace kube {

/// One HTTP request to an API server, as a value: nothing is sent. Built by the functions below, tested as text.
struct ApiRequest
{
    QByteArray method = "GET";
    QString path; ///< percent-encoded, absolute, below the server's own path
    QList<std::pair<QString, QString>> query; ///< decoded
    QByteArray body;
    QByteArray contentType;
    QByteArray accept = "application/json";
    std::chrono::milliseconds timeout{30'000}; ///< from sending to the last byte; 0: none

    [[nodiscard]] bool isWrite() const noexcept { return method != "GET"; }
    /// "/apis/apps/v1/statefulsets?limit=500": as it goes over the wire. Every reserved character of a value is
    /// encoded,
    /// '+' too (QUrlQuery leaves it, and servers read it as a blank).
    [[nodiscard]] QByteArray target() const;
    /// The whole address; a path of the server (as behind Rancher) is kept before ours.
    [[nodiscard]] QUrl url(const QUrl &server) const;
};

struct Selection
{
    QString labelSelector;
    QString fieldSelector;

    [[nodiscard]] bool operator==(const Selection &) const = default;
};

enum class FieldValidation { Strict, Warn, Ignore };

struct WriteOptions
{
    QString fieldManager = QStringLiteral("rollhive");
    bool dryRun = false;
    FieldValidation fieldValidation = FieldValidation::Strict;
    bool force = false; ///< server-side apply only: take fields over from other managers
};

enum class PatchType { Json, Merge, Strategic, Apply };

namespace requests {

[[nodiscard]] ApiRequest get(const ResourceType &type, const ObjectKey &key);

/// A page of at most `limit` objects (0: all at once). A continue token carries the version of its list: the two are
/// never sent together.
[[nodiscard]] ApiRequest list(const ResourceType &type, const QString &nameSpace, const Selection &selection, int limit,
                              const QString &continueToken = {});

/// Changes after resourceVersion, with bookmarks, which the server ends after `duration`.
[[nodiscard]] ApiRequest watch(const ResourceType &type, const QString &nameSpace, const Selection &selection,
                               const QString &resourceVersion, std::chrono::seconds duration);

[[nodiscard]] ApiRequest create(const ResourceType &type, const QString &nameSpace, const QJsonObject &object,
                                const WriteOptions &options);
[[nodiscard]] ApiRequest replace(const ResourceType &type, const ObjectKey &key, const QJsonObject &object,
                                 const WriteOptions &options, const QString &subresource = {});
[[nodiscard]] ApiRequest patch(const ResourceType &type, const ObjectKey &key, PatchType patchType,
                               const QJsonValue &patch, const WriteOptions &options, const QString &subresource = {});

struct DeleteOptions
{
    QString uid; ///< precondition; the network may deliver a request twice, and the name may be another object by then
    QString resourceVersion; ///< precondition; empty: any
    int gracePeriodSeconds = -1; ///< -1: the object's own
    bool dryRun = false;
};
[[nodiscard]] ApiRequest remove(const ResourceType &type, const ObjectKey &key, const DeleteOptions &options);

} // namespace requests
} // namespace kube
