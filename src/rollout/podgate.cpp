// SPDX-License-Identifier: Apache-2.0
#include "podgate.h"

#include "podwait.h"
#include "snapshot.h"

#include <QCoreApplication>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace rollout {

namespace {

using Kind = Gate::Kind;

/// Puts into words what the pod of one place is at.
class PodGateFinder final
{
    Q_DECLARE_TR_FUNCTIONS(rollout::Gate)

public:
    PodGateFinder(const Snapshot &snapshot, const Place &place)
        : m_snapshot(snapshot)
        , m_place(place)
        , m_health(place.health)
        , m_name(snapshot.nameOf(place.ordinal))
    {
    }

    [[nodiscard]] Gate find() const
    {
        if (!m_place.pod) {
            return about(Kind::PodMissing,
                         tr("Pod %1 is about to be created. If it does not appear, the events of the "
                            "StatefulSet say why.")
                             .arg(m_name));
        }
        if (const Place *const trapped = m_snapshot.trapped(); trapped && trapped->ordinal == m_place.ordinal) {
            return about(Kind::PodTrapped,
                         tr("Pod %1 is of an earlier revision and does not become ready, so the controller never gets "
                            "to replacing it (kubernetes#67250). It has to be deleted; it comes back with the present "
                            "template.")
                             .arg(m_name));
        }
        const Pod &pod = *m_place.pod;
        if (!m_place.isTerminating() && (pod.phase == u"Failed" || pod.phase == u"Succeeded")) {
            return about(
                Kind::PodEnded,
                tr("Pod %1 has ended (%2). The StatefulSet controller makes it anew.").arg(m_name, m_health.reason));
        }
        if (Gate wait = podWait(pod, m_health, m_snapshot.context.now); wait.kind != Kind::None) {
            wait.ordinal = m_place.ordinal;
            return wait;
        }
        const qint64 left = m_snapshot.context.now.secsTo(m_health.since.addSecs(m_snapshot.set.minReadySeconds));
        return about(Kind::PodNotAvailable,
                     tr("Pod %1 is ready and has to stay so for another %2 s (minReadySeconds).")
                         .arg(m_name)
                         .arg(std::clamp<qint64>(left, 0, m_snapshot.set.minReadySeconds)));
    }

private:
    [[nodiscard]] Gate about(Kind kind, const QString &sentence) const
    {
        return {.kind = kind, .ordinal = m_place.ordinal, .sentence = sentence};
    }

    const Snapshot &m_snapshot;
    const Place &m_place;
    const PodHealth &m_health;
    QString m_name;
};

} // namespace

Gate podGate(const Snapshot &snapshot, const Place &place)
{
    return PodGateFinder(snapshot, place).find();
}

} // namespace rollout
