// SPDX-License-Identifier: Apache-2.0
#include "fleet/fleetrow.h"

#include "safetext.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;
using redis::ClusterState;
using upgrade::ClusterSession;

namespace ui {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ui::Fleet)
};

Tone toneOf(ClusterState state)
{
    switch (state) {
    case ClusterState::Running:
        return Tone::Ok;
    case ClusterState::Upgrade:
    case ClusterState::RunningRollingUpdate:
        return Tone::Accent;
    case ClusterState::Error:
    case ClusterState::Invalid:
    case ClusterState::InvalidUpgrade:
        return Tone::Bad;
    case ClusterState::Unset:
    case ClusterState::PendingCreation:
    case ClusterState::BootstrappingFirstPod:
    case ClusterState::Initializing:
    case ClusterState::RecoveryReset:
    case ClusterState::RecoveringFirstPod:
    case ClusterState::Deleting:
    case ClusterState::ClusterRecreating:
    case ClusterState::Other:
        return Tone::Warn;
    }
    Q_UNREACHABLE_RETURN(Tone::Neutral);
}

bool isRolling(const rollout::StatefulSet &set)
{
    return !set.isObserved() || set.status.updateRevision != set.status.currentRevision;
}

/// The part of "orders-7c41b" that tells two revisions apart.
QString shortRevision(const QString &revision)
{
    return revision.mid(revision.lastIndexOf(u'-') + 1);
}

} // namespace

QString readyText(const rollout::StatefulSet &set)
{
    return u"%1/%2"_s.arg(isRolling(set) ? set.status.updatedReplicas : set.status.readyReplicas).arg(set.replicas);
}

bool isLiveInPart(const ClusterSession &session)
{
    using State = kube::Watcher::State;
    int watching = 0;
    int refused = 0;
    for (const kube::Watcher *watcher : {session.clusters(), session.statefulSets()}) {
        if (!watcher)
            continue;
        watching += watcher->state() == State::Watching ? 1 : 0;
        refused += watcher->state() == State::Refused ? 1 : 0;
    }
    return watching == 1 && refused == 1;
}

void makeStale(FleetRow &row, const QDateTime &since)
{
    row.isStale = true;
    row.tone = Tone::Neutral;
    row.state = Text::tr("%1 when last heard of").arg(row.state);
    row.details += u'\n'
        + Text::tr("This is not live: nothing was heard of it since %1.")
              .arg(QLocale().toString(since.toLocalTime().time(), QLocale::ShortFormat));
}

FleetRow fleetRowOf(const kube::ContextSummary &context, const ClusterSession *session)
{
    FleetRow row;
    row.kind = FleetRow::Kind::Context;
    row.context = context.name;
    row.title = yaml::safeText(context.name);
    row.details = context.user.isEmpty()
        ? Text::tr("Cluster %1, without a user").arg(yaml::safeText(context.cluster))
        : Text::tr("Cluster %1, as %2").arg(yaml::safeText(context.cluster), yaml::safeText(context.user));
    if (!context.problem.isEmpty()) {
        row.trailing = row.state = Text::tr("cannot be used");
        row.tone = Tone::Bad;
        row.details += u'\n' + yaml::safeText(context.problem);
        return row;
    }
    if (!session) {
        row.trailing = row.state = Text::tr("not connected");
        return row;
    }
    switch (session->state()) {
    case ClusterSession::State::Closed:
    case ClusterSession::State::Connecting:
        row.trailing = row.state = Text::tr("connecting…");
        return row;
    case ClusterSession::State::Failed:
        row.trailing = row.state = Text::tr("offline");
        row.tone = Tone::Bad;
        row.details += u'\n' + session->error()->message;
        return row;
    case ClusterSession::State::Open:
        break;
    }
    const ClusterSession::Freshness freshness = session->freshness();
    if (session->clusters() && session->clusters()->store().isSynced())
        row.trailing = Text::tr("%n REC", nullptr, int(session->clusters()->store().size()));
    if (freshness.live) {
        row.state = Text::tr("live");
        row.tone = Tone::Ok;
    } else if (isLiveInPart(*session)) {
        row.trailing = row.state = Text::tr("live in part");
        row.tone = Tone::Warn;
        row.details += u'\n' + freshness.trouble;
    } else if (!freshness.trouble.isEmpty()) {
        row.state = freshness.since.isValid()
            ? Text::tr("offline since %1")
                  .arg(QLocale().toString(freshness.since.toLocalTime().time(), QLocale::ShortFormat))
            : Text::tr("offline");
        row.trailing = row.state;
        row.tone = Tone::Warn;
        row.details += u'\n' + freshness.trouble;
    } else {
        row.state = Text::tr("reading…");
    }
    return row;
}

FleetRow fleetRowOf(const redis::RedisEnterpriseCluster &cluster, const rollout::StatefulSet *set)
{
    FleetRow row;
    row.kind = FleetRow::Kind::Cluster;
    row.key = cluster.meta.key();
    row.title = yaml::safeText(cluster.meta.name);
    const QString tag = cluster.image.versionTag.value_or(QString());
    row.subtitle = tag.isEmpty() ? Text::tr("default image") : yaml::safeText(tag);
    row.trailing = set ? readyText(*set) : Text::tr("no StatefulSet");
    row.state = cluster.stateText.isEmpty() ? Text::tr("no state yet") : yaml::safeText(cluster.stateText);
    row.tone = toneOf(cluster.state);
    if (set && row.tone == Tone::Ok && set->status.readyReplicas < set->replicas)
        row.tone = Tone::Warn; // "Running" is what the operator says; the pods know better
    row.details =
        Text::tr("Redis Enterprise cluster in namespace %1: %2").arg(yaml::safeText(cluster.meta.nameSpace), row.state);
    if (!cluster.licence.state.isEmpty())
        row.details += u'\n' + Text::tr("Licence: %1").arg(yaml::safeText(cluster.licence.state));
    if (set)
        row.details += u'\n' + Text::tr("%1 of %2 pods ready").arg(set->status.readyReplicas).arg(set->replicas);
    return row;
}

FleetRow fleetRowOf(const rollout::StatefulSet &set, bool ofCluster)
{
    FleetRow row;
    row.kind = ofCluster ? FleetRow::Kind::StatefulSet : FleetRow::Kind::OtherStatefulSet;
    row.key = set.meta.key();
    row.title =
        ofCluster ? Text::tr("%1 StatefulSet").arg(yaml::safeText(set.meta.name)) : yaml::safeText(set.meta.name);
    row.trailing = Text::tr("%1/%2 ready").arg(set.status.readyReplicas).arg(set.replicas);
    const QString current = shortRevision(set.status.currentRevision);
    const QString update = shortRevision(set.status.updateRevision);
    if (isRolling(set)) {
        row.subtitle = Text::tr("rev %1 → %2").arg(yaml::safeText(current), yaml::safeText(update));
        row.state = Text::tr("rolling");
        row.tone = Tone::Accent;
    } else {
        row.subtitle = current.isEmpty() ? QString() : Text::tr("rev %1").arg(yaml::safeText(current));
        const bool ready = set.status.readyReplicas >= set.replicas;
        row.state = ready ? Text::tr("ready") : Text::tr("not ready");
        row.tone = ready ? Tone::Ok : Tone::Warn;
    }
    row.details = Text::tr("StatefulSet in namespace %1: %2").arg(yaml::safeText(set.meta.nameSpace), row.state);
    return row;
}

} // namespace ui
