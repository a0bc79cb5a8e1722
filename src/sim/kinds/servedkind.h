// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "failure.h"
#include "resourcetype.h"
#include "schema/schema.h"

#include <QDateTime>
#include <functional>

namespace sim {

class Storage;

/// A column of `kubectl get`.
struct Column
{
    QString name; ///< "Restarts"
    QString type; ///< "string", "integer", "number", "boolean", "date"
    QString format;
    QString description;
    int priority = 0; ///< above 0: only with -o wide
    std::function<QJsonValue(const QJsonObject &object, const QDateTime &now)> cell;
};

/// What a kind does beyond what its schema says. Each may be absent.
struct Rules
{
    /// Fills in what depends on other fields; also in what is read back. Changes nothing the second time.
    std::function<void(QJsonObject &object)> defaults;
    /// Before a new object is stored.
    std::function<void(QJsonObject &object, const Storage &storage)> prepareCreate;
    /// Before object replaces old.
    std::function<void(QJsonObject &object, const QJsonObject &old)> prepareUpdate;
    std::function<QList<Cause>(const QJsonObject &object)> validate;
    std::function<QList<Cause>(const QJsonObject &object, const QJsonObject &old)> validateUpdate;
    /// What is wrong with a name; empty if nothing is. Absent: it must be a DNS subdomain.
    std::function<QString(const QString &name)> nameProblem;
};

/// Where the replicas of a kind with a scale subresource are.
struct ScalePaths
{
    QString specReplicas; ///< ".spec.replicas"
    QString statusReplicas;
    QString labelSelector; ///< of a string in the status; empty: spec.selector is a LabelSelector
};

/// One kind in one version, as the server serves it.
struct ServedKind
{
    kube::ResourceType type;
    QString singular;
    QString listKind;
    QStringList shortNames;
    QStringList categories;
    QStringList verbs;
    QString storageVersion;
    SchemaPtr schema; ///< of the whole object
    bool custom = false; ///< of a CustomResourceDefinition
    bool needsVersion = false; ///< PUT must say which version it replaces
    bool hasStatus = false; ///< /status is apart
    bool hasGeneration = false;
    bool gracefulDeletion = false; ///< pods: somebody must finish the deletion
    bool showsDeleted = false; ///< DELETE answers with the object, not with a Status
    bool storesNothing = false; ///< reviews: POST answers a question
    QStringList otherSubresources; ///< "eviction", "binding", "log"
    std::optional<ScalePaths> scale;
    QList<Column> columns;
    Rules rules;
    QString deprecation; ///< sent as a warning with each answer

    /// "statefulsets.apps", "pods": the name in sentences and in the storage, in all versions.
    [[nodiscard]] QString resource() const
    {
        return type.group.isEmpty() ? type.plural : QString(type.plural + u'.' + type.group);
    }
};

using KindPtr = std::shared_ptr<const ServedKind>;

} // namespace sim
