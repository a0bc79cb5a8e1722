// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "clustersession.h"
#include "kubeconfig.h"
#include "look/theme.h"
#include "object.h"
#include "redisenterprisecluster.h"
#include "statefulset.h"

#include <QString>

namespace ui {

/// One line of the fleet, ready to be shown: plain text, made visible.
struct FleetRow
{
    enum class Kind {
        Context,
        Cluster, ///< a Redis Enterprise cluster
        StatefulSet, ///< of a cluster
        OtherGroup, ///< the heading over StatefulSets without a cluster
        OtherStatefulSet,
        Message, ///< a sentence in place of rows: no permission, no such kind
    };

    Kind kind = Kind::Message;
    QString context; ///< of the kubeconfig
    kube::ObjectKey key; ///< of the object; empty for Context, OtherGroup and Message
    QString title;
    QString subtitle; ///< version tag, revisions
    QString trailing; ///< "3/5", "2 REC", "offline since 14:02"
    QString state; ///< in a word; empty where there is none
    Tone tone = Tone::Neutral; ///< of the state
    /// This is what was last heard, the connection is lost: shown hollow and without a tone.
    bool isStale = false;
    QString details; ///< more lines, for a tooltip and for screen readers

    [[nodiscard]] bool operator==(const FleetRow &) const = default;
};

// Pure, translated. `set` may be null: the operator has not made it yet.

/// Something may not be looked at, and all the rest is live.
[[nodiscard]] bool isLiveInPart(const upgrade::ClusterSession &session);

[[nodiscard]] FleetRow fleetRowOf(const kube::ContextSummary &context, const upgrade::ClusterSession *session);
[[nodiscard]] FleetRow fleetRowOf(const redis::RedisEnterpriseCluster &cluster, const rollout::StatefulSet *set);
[[nodiscard]] FleetRow fleetRowOf(const rollout::StatefulSet &set, bool ofCluster);

/// What a row of an object becomes when its kind is no longer heard of. `since` as Watcher::lastContact().
void makeStale(FleetRow &row, const QDateTime &since);

/// "3 of 5 updated" while a rollout is under way, else "5/5"; as short as a column.
[[nodiscard]] QString readyText(const rollout::StatefulSet &set);

} // namespace ui
