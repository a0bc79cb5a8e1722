// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/rawobject.h"

namespace sim {

/// A container image as a spec of the RedisEnterpriseCluster names it: defaults where it says nothing.
struct ImageName
{
    QString repository;
    QString tag;
    QString digest;

    /// "redislabs/redis:7.22.2-22"; by digest where there is one.
    [[nodiscard]] QString reference() const;
};

[[nodiscard]] ImageName imageOf(const QJsonObject &spec, QLatin1StringView field, const QString &repository,
                                const QString &tag);

/// What the operator makes of one cluster: the fields that it wants, complete for server-side apply.
class ClusterObjects final
{
public:
    ClusterObjects(const RawObject &rec, QString operatorTag);

    [[nodiscard]] QJsonObject statefulSet(const QString &image, const QString &bootstrapperImage, int replicas) const;
    [[nodiscard]] QJsonObject rigger(const QString &image) const;
    /// REST API, user interface, and the headless one of metrics, which governs the StatefulSet.
    [[nodiscard]] QList<QJsonObject> services() const;
    [[nodiscard]] QJsonObject disruptionBudget(const QString &apiVersion) const;
    /// With a password that nobody knows yet.
    [[nodiscard]] QJsonObject credentials() const;
    /// The status fields beside state and specStatus.
    [[nodiscard]] QJsonObject statusFields() const;

    [[nodiscard]] QString riggerName() const;
    [[nodiscard]] QString riggerImage() const;
    [[nodiscard]] QString bootstrapperImage() const;
    [[nodiscard]] int nodes() const;

private:
    [[nodiscard]] QJsonObject metadata(const QString &name, const QJsonObject &labels) const;
    [[nodiscard]] QJsonObject labels() const;
    [[nodiscard]] QJsonObject nodeLabels() const;
    [[nodiscard]] QJsonObject service(const QString &name, const QList<std::pair<QString, int>> &ports,
                                      bool isHeadless) const;
    [[nodiscard]] QJsonObject podTemplate(const QString &image, const QString &bootstrapperImage) const;
    [[nodiscard]] bool isPersistent() const;

    const RawObject &m_rec;
    const QJsonObject m_spec;
    const QString m_operatorTag;
};

} // namespace sim
