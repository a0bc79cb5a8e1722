// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <optional>

namespace sim {

/// What to do about fields that no schema knows and fields that come twice: ?fieldValidation=.
enum class FieldValidation { Ignore, Warn, Strict };

/// How a write is to be done.
struct WriteOptions
{
    QString manager; ///< for managedFields
    bool dryRun = false;
    bool force = false; ///< server-side apply: take fields from others
    FieldValidation fieldValidation = FieldValidation::Warn;
};

/// What a write came to.
struct Written
{
    QJsonObject object; ///< in the version that was asked for
    bool created = false;
    QStringList warnings;
};

enum class PatchType { Json, Merge, StrategicMerge, Apply };

/// What to do about the objects that the deleted one owns.
enum class Propagation { Background, Foreground, Orphan };

struct DeleteOptions
{
    std::optional<qint64> gracePeriodSeconds;
    std::optional<Propagation> propagation;
    QString uid; ///< precondition; empty: none
    QString resourceVersion;
    bool dryRun = false;
};

/// What a deletion came to.
struct Deleted
{
    QJsonObject object; ///< its last state, or that in which it waits for its end
    bool gone = false;
};

} // namespace sim
