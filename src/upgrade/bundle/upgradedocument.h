// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bundleplan.h"
#include "fieldowners.h"
#include "result.h"

#include <QStringList>
#include <optional>

namespace upgrade {

/// One object of a bundle on its way into the cluster.
struct UpgradeDocument
{
    enum class State {
        Unchanged, ///< is as it should be
        Undecided, ///< has conflicts that are not settled
        Changed, ///< is to be written
        Impossible, ///< can be neither compared nor written; error says why
        Checking, ///< the server is asked for a dry run
        Accepted, ///< by the dry run
        Refused, ///< by the dry run; error says why
        Writing,
        FindingOut, ///< the connection was lost while writing; error says why
        Settling, ///< written; waits for the server to serve what it defines
        Written,
        Stopped, ///< was accepted, and could not be written after all; error says why
    };

    DocumentPlan plan;
    QJsonObject live; ///< empty: it is new
    QJsonObject wanted;
    QJsonObject patch; ///< a merge patch that makes wanted of live; of a new one: all of it
    QList<yaml::Change> changes; ///< in the form of DocumentMerge; of a new one: none
    QList<yaml::Change> kept; ///< what the cluster has of its own, and keeps
    QList<FieldOwner> otherOwners; ///< who else is on record for what changes, each manager once
    bool isApplied = false; ///< the release changed it, and the cluster has that already
    bool mayWrite = true;
    State state = State::Unchanged;
    std::optional<kube::Error> error;
    QStringList warnings; ///< of the server, in its dry run
    qint64 writtenGeneration = 0; ///< metadata.generation as it was read back; 0: not written

    [[nodiscard]] bool isNew() const noexcept { return plan.isNew(); }
    /// Is or was to be written in this run.
    [[nodiscard]] bool isPending() const noexcept
    {
        return state != State::Unchanged && state != State::Impossible && state != State::Written;
    }
};

} // namespace upgrade
