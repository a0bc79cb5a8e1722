// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "failure.h"
#include "schema/schema.h"

#include <QDateTime>

namespace sim {

/// Who writes, as metadata.managedFields remembers it.
struct Writer
{
    QString manager; ///< fieldManager of the request, or the first word of its user agent
    QString apiVersion; ///< in which it writes
    QString subresource; ///< "status", "scale" or empty
    QDateTime time;
};

/// object, about to replace live, with managedFields that give writer what it changes. live: as stored; for a new
/// object what emptyObject() gives. Managed fields that object brings itself count if there are any.
[[nodiscard]] QJsonObject withUpdateRecorded(const QJsonObject &live, const QJsonObject &object,
                                             const SchemaPtr &schema, const Writer &writer);

/// The object after writer applied its configuration to live (empty: it does not exist yet): merged, without the fields
/// that writer applied before, leaves out now and nobody else has, and with managedFields brought up to date. Fails
/// with a conflict if another manager has a changed field, unless forced.
[[nodiscard]] Outcome<QJsonObject> applied(const QJsonObject &live, const QJsonObject &configuration,
                                           const SchemaPtr &schema, const Writer &writer, bool force);

/// object with the times of its managedFields taken from live where nothing else in them differs: to find out whether a
/// write changes anything.
[[nodiscard]] bool sameButTimes(const QJsonObject &left, const QJsonObject &right);

} // namespace sim
