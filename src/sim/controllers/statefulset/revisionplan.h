// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QList>
#include <QSet>
#include <QString>

namespace sim {

/// A ControllerRevision, as the algorithm looks at it.
struct RevisionView
{
    QString name;
    qint64 revision = 0;
    QJsonObject data;

    [[nodiscard]] bool operator==(const RevisionView &) const = default;
};

/// Which revisions a StatefulSet is between, and what is to be written for that.
struct RevisionPlan
{
    enum class Write {
        Nothing,
        Create, ///< `update` is new
        Bump, ///< `update` is an earlier one that becomes the newest again
    };

    Write write = Write::Nothing;
    RevisionView update; ///< as it will be
    QString current; ///< name
    int collisions = 0; ///< status.collisionCount as it will be
};

/// The data of a template's revision: {"spec":{"template":{...,"$patch":"replace"}}}, which is also the patch that
/// brings it back.
[[nodiscard]] QJsonObject revisionData(const QJsonObject &podTemplate);

/// Finds the update and the current revision of a set. Two templates are the same revision if their data are equal.
[[nodiscard]] RevisionPlan planRevisions(const QString &setName, const QJsonObject &podTemplate,
                                         const QList<RevisionView> &revisions, const QString &currentRevision,
                                         int collisions);

/// The names of the oldest revisions beyond `limit`, not counting those in use.
[[nodiscard]] QList<QString> outdatedRevisions(QList<RevisionView> revisions, const QSet<QString> &inUse, int limit);

} // namespace sim
