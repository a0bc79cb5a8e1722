// SPDX-License-Identifier: Apache-2.0
#include "operator/operatorstatus.h"

#include "operatorinfo.h"
#include "podstate.h"
#include "podwait.h"
#include "wantedimage.h"

#include <QCoreApplication>
#include <algorithm>

using namespace Qt::StringLiterals;
using rollout::Deployment;
using rollout::DeploymentCondition;
using rollout::Gate;
using rollout::Pod;
using rollout::PodPtr;

namespace upgrade {

namespace {

using Phase = OperatorStatus::Phase;

// An operator's readiness is asked that seldom since 8.0.2-2; less often than this is worth a word.
constexpr int seldom = 30;

QString operatorImage(const QList<rollout::ContainerSpec> &containers)
{
    const auto found = std::ranges::find(containers, operatorKey({}).name, &rollout::ContainerSpec::name);
    return found == containers.cend() ? QString() : found->image;
}

/// A Deployment's pods are those of its ReplicaSets, whose names end in the hash that the pods carry as a label.
bool isPodOf(const Deployment &deployment, const Pod &pod)
{
    const kube::OwnerReference *const owner = pod.meta.controller();
    return owner && owner->kind == u"ReplicaSet"
        && owner->name == QString(deployment.meta.name + u'-' + pod.meta.labels.value(u"pod-template-hash"_s));
}

bool isEnded(const Pod &pod)
{
    return pod.phase == u"Failed" || pod.phase == u"Succeeded";
}

/// The operator's pods in the ways that matter: a ReplicaSet counts neither ended nor terminating ones.
struct OperatorPods
{
    QList<PodPtr> wanted; ///< with the expected image
    QList<PodPtr> others;
    QList<PodPtr> terminating;

    [[nodiscard]] bool hasReady() const
    {
        const auto ready = [](const PodPtr &pod) { return pod->isRunningAndReady(); };
        return std::ranges::any_of(wanted, ready) || std::ranges::any_of(others, ready);
    }
};

OperatorPods sorted(const Deployment &deployment, const QList<PodPtr> &pods, const QString &image)
{
    OperatorPods result;
    for (const PodPtr &pod : pods) {
        if (!isPodOf(deployment, *pod))
            continue;
        if (pod->meta.isTerminating())
            result.terminating.append(pod);
        else if (!isEnded(*pod))
            (rollout::isSameVersion(image, operatorImage(pod->containers)) ? result.wanted : result.others).append(pod);
    }
    return result;
}

/// "FailedCreate (pods ... is forbidden: exceeded quota)"
QString evidence(const DeploymentCondition &condition)
{
    QString message = condition.message.trimmed();
    while (message.endsWith(u'.'))
        message.chop(1);
    return message.isEmpty() ? condition.reason : QString(condition.reason + u" ("_s + message + u')');
}

/// Looks for what the operator is at, step by step; each step answers, or leaves it to the next.
class OperatorJudge final
{
    Q_DECLARE_TR_FUNCTIONS(upgrade::OperatorStatus)

public:
    OperatorJudge(const Deployment &deployment, const std::optional<QList<PodPtr>> &pods,
                  const ExpectedOperator &expected, const QDateTime &now)
        : m_deployment(deployment)
        , m_expected(expected)
        , m_now(now)
        , m_image(operatorImage(deployment.containers))
        , m_kubectl(rollout::deploymentStatus(deployment))
    {
        if (pods)
            m_pods = sorted(deployment, *pods, m_image);
    }

    [[nodiscard]] OperatorStatus judge() const
    {
        OperatorStatus status;
        for (const auto step : {&OperatorJudge::deletion, &OperatorJudge::expectation, &OperatorJudge::observation,
                                &OperatorJudge::standstill, &OperatorJudge::newPod, &OperatorJudge::refusal,
                                &OperatorJudge::countsAlone, &OperatorJudge::oldPods}) {
            if (auto answer = (this->*step)()) {
                status = *std::move(answer);
                break;
            }
        }
        status.kubectl = m_kubectl;
        if (!m_kubectl.error.isEmpty() && status.phase != Phase::Ready)
            status.phase = Phase::Stuck;
        status.consequence = consequence(status.phase);
        status.caution = caution(status.phase);
        return status;
    }

private:
    using Answer = std::optional<OperatorStatus>;

    static OperatorStatus at(Phase phase, const QString &sentence, const QDateTime &since = {})
    {
        OperatorStatus status;
        status.phase = phase;
        status.sentence = sentence;
        status.since = since;
        return status;
    }

    [[nodiscard]] Answer deletion() const
    {
        if (!m_deployment.meta.isTerminating())
            return std::nullopt;
        return at(Phase::Stuck, tr("The Deployment is being deleted. Apply the bundle again when it is gone."),
                  m_deployment.meta.deletionTimestamp);
    }

    /// Whether what is known is from after the write.
    [[nodiscard]] Answer expectation() const
    {
        const bool isWritten = m_expected.uid.isEmpty() || m_expected.uid == m_deployment.meta.uid;
        if (isWritten && m_deployment.meta.generation < m_expected.generation)
            return at(Phase::WaitingForController, tr("The change is written. The server has still to show it."));
        if (m_image.isEmpty()) {
            return at(Phase::Stuck,
                      tr("The Deployment has no container %1. Apply the bundle again.").arg(m_deployment.meta.name));
        }
        if (m_expected.image.isEmpty() || rollout::isSameVersion(m_expected.image, m_image))
            return std::nullopt;
        const QString both = tr("The Deployment asks for image %1, not for %2.").arg(m_image, m_expected.image);
        if (m_expected.generation == 0) {
            return at(Phase::WaitingForController,
                      both + u' ' + tr("Either the server has still to show the change, or it was changed back."));
        }
        return at(Phase::Stuck,
                  both + u' '
                      + tr("Somebody changed it after the write: Helm, Argo CD, OLM or another person. Find out who "
                           "before you apply the bundle again."));
    }

    [[nodiscard]] Answer observation() const
    {
        if (m_deployment.isObserved())
            return std::nullopt;
        return at(Phase::WaitingForController, tr("The Deployment controller has not seen the change yet."));
    }

    /// What was asked of the Deployment, and keeps every operator away.
    [[nodiscard]] Answer standstill() const
    {
        if (m_deployment.replicas == 0) {
            return at(Phase::Stuck,
                      tr("The Deployment is scaled to 0 replicas: no operator runs until somebody scales it to 1."));
        }
        if (m_deployment.paused && !m_kubectl.done) {
            return at(Phase::Stuck,
                      tr("The Deployment is paused: the change is not rolled out until somebody resumes it with "
                         "\"kubectl rollout resume deployment %1\".")
                          .arg(m_deployment.meta.name));
        }
        return std::nullopt;
    }

    [[nodiscard]] Answer newPod() const
    {
        if (!m_pods || m_pods->wanted.isEmpty())
            return std::nullopt;
        QDateTime readySince;
        for (const PodPtr &pod : m_pods->wanted) {
            const rollout::PodHealth health = rollout::podHealth(*pod);
            const Gate wait = rollout::podWait(*pod, health, m_now);
            if (wait.kind != Gate::Kind::None)
                return at(phaseOf(wait.kind), wait.sentence, health.since);
            readySince = std::max(readySince, health.since);
        }
        const QString name = m_pods->wanted.constFirst()->meta.name;
        if (m_kubectl.done) {
            return at(Phase::Ready, tr("Pod %1 runs image %2 and is ready.").arg(name, m_image), readySince);
        }
        if (m_deployment.status.updatedReplicas < m_deployment.replicas) {
            return at(Phase::WaitingForController,
                      tr("Pod %1 has the expected image, but is of the template before. It is about to be replaced.")
                          .arg(name));
        }
        return at(Phase::Starting, tr("Pod %1 is ready. The Deployment has still to count it as available.").arg(name),
                  readySince);
    }

    static Phase phaseOf(Gate::Kind wait)
    {
        switch (wait) {
        case Gate::Kind::PodPending:
            return Phase::PullingImage;
        case Gate::Kind::PodUnschedulable:
        case Gate::Kind::PodFailed:
        case Gate::Kind::PodLost:
            return Phase::Stuck;
        default:
            return Phase::Starting;
        }
    }

    /// The pod cannot be made: a quota, a Pod Security level, a webhook.
    [[nodiscard]] Answer refusal() const
    {
        const DeploymentCondition *const failure = m_deployment.condition(u"ReplicaFailure");
        if (!failure || !failure->isTrue() || m_kubectl.done)
            return std::nullopt;
        return at(Phase::Stuck, tr("The pod cannot be created: %1.").arg(evidence(*failure)), failure->lastTransition);
    }

    /// The pods may not be read.
    [[nodiscard]] Answer countsAlone() const
    {
        if (m_pods)
            return std::nullopt;
        const DeploymentCondition *const available = m_deployment.condition(u"Available");
        const QDateTime changed = available ? available->lastTransition : QDateTime();
        if (m_kubectl.done)
            return at(Phase::Ready, tr("The Deployment counts its pod as available, with image %1.").arg(m_image),
                      changed);
        if (m_deployment.status.updatedReplicas > 0) {
            return at(Phase::Starting, tr("The Deployment has made its new pod, which is not available yet."), changed);
        }
        if (m_deployment.isRecreate())
            return at(Phase::Gap, tr("The old pod goes before the new one is made."), changed);
        return at(Phase::WaitingForController, tr("The new pod is about to be created."));
    }

    /// None has the expected image.
    [[nodiscard]] Answer oldPods() const
    {
        if (!m_pods->others.isEmpty()) {
            const Pod &pod = *m_pods->others.constFirst();
            return at(Phase::WaitingForController,
                      tr("Pod %1 still runs image %2 and is about to be replaced.")
                          .arg(pod.meta.name, operatorImage(pod.containers)));
        }
        const Phase between = m_deployment.isRecreate() ? Phase::Gap : Phase::WaitingForController;
        if (!m_pods->terminating.isEmpty()) {
            const Pod &pod = *m_pods->terminating.constFirst();
            const Gate wait = rollout::podWait(pod, rollout::podHealth(pod), m_now);
            const bool isLate = wait.kind == Gate::Kind::PodTerminatingTooLong;
            return at(isLate ? Phase::Stuck : between, wait.sentence, pod.deletionAsked());
        }
        const DeploymentCondition *const available = m_deployment.condition(u"Available");
        return at(between,
                  tr("The new pod is about to be created. If it does not appear, the events of the Deployment's "
                     "ReplicaSet say why."),
                  available && available->isFalse() ? available->lastTransition : QDateTime());
    }

    [[nodiscard]] QString consequence(Phase phase) const
    {
        const bool hasReady = m_pods ? m_pods->hasReady() : m_deployment.status.readyReplicas > 0;
        if (phase == Phase::Ready || hasReady)
            return {};
        QString text =
            tr("No operator is ready at this moment: nothing manages the clusters and databases of this namespace, and "
               "nothing answers for its admission webhook.");
        if (phase != Phase::Stuck && m_deployment.isRecreate()) {
            text +=
                u' ' + tr("That is normal here: with the strategy Recreate the old pod goes before the new one comes.");
        }
        return text;
    }

    [[nodiscard]] QString caution(Phase phase) const
    {
        QStringList sentences;
        if (!m_pods) {
            sentences.append(
                tr("The pods may not be read, so this is judged by the Deployment alone. The permission to "
                   "list and watch pods would say more."));
        }
        const auto probe = m_deployment.readinessProbes.constFind(m_deployment.meta.name); // the container's name, too
        const bool hasProbe = probe != m_deployment.readinessProbes.cend();
        if (phase == Phase::Ready && hasProbe && probe->provesNothing()) {
            sentences.append(
                tr("Ready says little about the operator: its readiness probe is the command \"%1\", which "
                   "always succeeds. Watch whether the clusters' state follows.")
                    .arg(probe->command.join(u' ')));
        } else if (phase == Phase::Ready && !hasProbe) {
            sentences.append(tr("Ready says little about the operator: its container has no readiness probe, so it "
                                "counts as ready as soon as it runs."));
        } else if (phase == Phase::Starting && hasProbe && probe->periodSeconds >= seldom) {
            sentences.append(tr("The readiness probe of the operator is asked only every %1 s, so that ready may come "
                                "that late.")
                                 .arg(probe->periodSeconds));
        }
        return sentences.join(u' ');
    }

    const Deployment &m_deployment;
    const ExpectedOperator &m_expected;
    const QDateTime &m_now;
    const QString m_image;
    const rollout::RolloutStatus m_kubectl;
    std::optional<OperatorPods> m_pods;
};

} // namespace

OperatorStatus operatorStatus(const rollout::DeploymentPtr &deployment, const std::optional<QList<PodPtr>> &pods,
                              const ExpectedOperator &expected, const QDateTime &now)
{
    if (deployment)
        return OperatorJudge(*deployment, pods, expected, now).judge();
    OperatorStatus status;
    status.phase = Phase::NotThere;
    status.sentence =
        QCoreApplication::translate("upgrade::OperatorStatus",
                                    "There is no Deployment %1 in this namespace. Apply the bundle to make it.")
            .arg(operatorKey({}).name);
    return status;
}

} // namespace upgrade
