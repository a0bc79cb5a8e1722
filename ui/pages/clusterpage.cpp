// SPDX-License-Identifier: Apache-2.0
#include "pages/clusterpage.h"

#include "accessreview.h"
#include "blocks/clocktext.h"
#include "blocks/label.h"
#include "blocks/notice.h"
#include "blocks/pill.h"
#include "blocks/stepbar.h"
#include "blocks/tooltip.h"
#include "bundle/bundlepage.h"
#include "edit/imageeditor.h"
#include "fleet/fleetrow.h"
#include "look/fonts.h"
#include "pages/managementtext.h"
#include "pages/rolloutpage.h"
#include "review/reviewpage.h"
#include "safetext.h"

#include <QApplication>
#include <QBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QScrollArea>
#include <QStackedWidget>

using namespace Qt::StringLiterals;
using rollout::Rollout;
using upgrade::ReviewedChange;

namespace ui {

namespace {

QString licenceText(const redis::Licence &licence)
{
    const QString state = yaml::safeText(licence.state.toLower());
    if (!licence.expiration.isValid())
        return state.isEmpty() ? QString() : ClusterPage::tr("licence %1").arg(state);
    const QString day = licence.expiration.date().toString(Qt::ISODate);
    if (state.isEmpty())
        return ClusterPage::tr("licence until %1").arg(day);
    return state == "valid"_L1 ? ClusterPage::tr("licence valid until %1").arg(day)
                               : ClusterPage::tr("licence %1 (%2)").arg(state, day);
}

QString runningTag(const Rollout &rollout)
{
    QString tag;
    for (const rollout::PodRow &row : rollout.rows) {
        if (row.tag.isEmpty() || (!tag.isEmpty() && row.tag != tag))
            return {};
        tag = row.tag;
    }
    return tag;
}

} // namespace

ClusterPage::ClusterPage(upgrade::ClusterSession &session, kube::ObjectKey key, const redis::Catalogue &catalogue,
                         const upgrade::Journal &journal, std::function<QDateTime()> now, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_key(std::move(key))
    , m_catalogue(catalogue)
    , m_journal(journal)
    , m_now(std::move(now))
    , m_follower(std::make_unique<upgrade::RolloutFollower>(session, m_key, m_now))
    , m_name(plainLabel(yaml::safeText(m_key.name)))
    , m_state(new Pill)
    , m_summary(dimLabel())
    , m_operatorLabel(dimLabel())
    , m_notice(new Notice)
    , m_suspended(new Notice)
    , m_clock(this)
    , m_steps(new StepBar)
    , m_stack(new QStackedWidget)
    , m_bundle(new BundlePage(session, m_key.nameSpace, journal, m_now, BundleSource::cacheFolder()))
    , m_editor(new ImageEditor(catalogue))
    , m_review(new ReviewPage)
    , m_rollout(new RolloutPage)
{
    auto *header = new QHBoxLayout;
    header->setSpacing(12);
    m_state->setObjectName(u"state"_s);
    m_summary->setObjectName(u"summary"_s);
    m_operatorLabel->setObjectName(u"operator"_s);
    m_notice->setObjectName(u"freshness"_s);
    m_suspended->setObjectName(u"suspended"_s);
    m_name->setFont(heading(font()));
    header->addWidget(m_name);
    header->addWidget(m_state);
    header->addSpacing(12);
    header->addWidget(m_summary, 1);
    header->addWidget(m_operatorLabel);

    // The editor may be higher than a small window.
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(m_editor);
    // A mnemonic may lead to a field that is out of sight. A click never does, and nothing may move under it.
    connect(qApp, &QApplication::focusChanged, scroll, [this, scroll](const QWidget *, QWidget *now) {
        if (now && m_editor->isAncestorOf(now) && QGuiApplication::mouseButtons() == Qt::NoButton)
            scroll->ensureWidgetVisible(now);
    });
    m_stack->addWidget(m_bundle);
    m_stack->addWidget(scroll);
    m_stack->addWidget(m_review);
    m_stack->addWidget(m_rollout);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(28, 20, 28, 20);
    layout->setSpacing(14);
    layout->addLayout(header);
    layout->addWidget(m_steps);
    layout->addWidget(m_notice);
    layout->addWidget(m_suspended);
    layout->addWidget(m_stack, 1);

    m_clock.setObjectName(u"clock"_s);
    m_clock.setSingleShot(true);
    connect(&m_clock, &QTimer::timeout, this, &ClusterPage::updateClock);
    m_rollout->setFollower(m_follower.get());
    connect(m_steps, &StepBar::stepActivated, this, [this](int index) { open(Step(index)); });
    connect(m_bundle, &BundlePage::changed, this, &ClusterPage::updateSteps);
    connect(m_editor, &ImageEditor::reviewRequested, this, &ClusterPage::beginReview);
    connect(m_editor, &ImageEditor::changed, this, &ClusterPage::updateSteps);
    connect(m_review, &ReviewPage::backRequested, this, [this] { open(Step::Image); });
    connect(m_follower.get(), &upgrade::RolloutFollower::changed, this, &ClusterPage::update);
    connect(&session, &upgrade::ClusterSession::watchersChanged, this, &ClusterPage::followStores);
    connect(&session, &upgrade::ClusterSession::freshnessChanged, this, &ClusterPage::update);
    followStores();
    askForPermission();
    open(m_follower->rollout().isUnderWay() ? Step::Rollout : Step::Image);
}

ClusterPage::~ClusterPage() = default;

std::shared_ptr<const redis::RedisEnterpriseCluster> ClusterPage::cluster() const
{
    const kube::Watcher *clusters = m_session.clusters();
    return clusters ? clusters->store().findAs<redis::RedisEnterpriseCluster>(m_key) : nullptr;
}

upgrade::OperatorInfo ClusterPage::operatorInfo() const
{
    const kube::Watcher *operators = m_session.operators();
    if (!operators)
        return {};
    const auto deployment =
        operators->store().findAs<upgrade::OperatorDeployment>(upgrade::operatorKey(m_key.nameSpace));
    return deployment ? deployment->info : upgrade::OperatorInfo();
}

void ClusterPage::followStores()
{
    m_stores = std::make_unique<QObject>();
    for (const kube::Watcher *watcher : {m_session.clusters(), m_session.operators()}) {
        if (!watcher)
            continue;
        connect(&watcher->store(), &kube::ObjectStore::changed, m_stores.get(), [this] { update(); });
        connect(&watcher->store(), &kube::ObjectStore::synced, m_stores.get(), [this] { update(); });
    }
    update();
}

void ClusterPage::askForPermission()
{
    if (!m_session.clusterType())
        return;
    kube::reviewAccess(m_session.client(), u"patch"_s, *m_session.clusterType(), m_key, this,
                       [this](const kube::Result<kube::Access> &access) {
                           // A server that cannot say is no reason to stop anybody: the write itself will tell.
                           if (access && !access->allowed)
                               m_editor->setReadOnly(
                                   tr("You may look, but not change: user \"%1\" lacks the permission to patch "
                                      "redisenterpriseclusters in namespace \"%2\".")
                                       .arg(yaml::safeText(m_session.config().user), yaml::safeText(m_key.nameSpace)));
                       });
}

void ClusterPage::update()
{
    const auto present = cluster();
    if (!present) {
        const bool known = m_session.clusters() && m_session.clusters()->store().isSynced();
        m_state->setState(known ? tr("deleted") : tr("reading…"), known ? Tone::Bad : Tone::Neutral);
        if (known) {
            m_notice->say(Tone::Bad,
                          tr("This cluster was deleted. What you typed stays here as long as the page is open."));
            m_suspendedSince = {};
            m_suspended->clear();
            m_clock.stop();
        }
        updateSteps();
        return;
    }
    const upgrade::ClusterSession::Freshness freshness = m_session.freshness();
    if (!freshness.trouble.isEmpty())
        m_notice->say(Tone::Warn,
                      freshness.since.isValid()
                          ? tr("What you see is as of %1. %2")
                                .arg(QLocale().toString(freshness.since.toLocalTime().time(), QLocale::ShortFormat),
                                     freshness.trouble)
                          : freshness.trouble);
    else
        m_notice->clear();
    const upgrade::OperatorInfo info = operatorInfo();
    updateHeader(*present, info);
    m_bundle->setRunningTag(info.tag);
    m_editor->setCluster(*present, info.tag, runningTag(m_follower->rollout()));
    if (m_change)
        m_change->objectSeen(present->meta.uid, present->meta.resourceVersion);
    updateSteps();
}

void ClusterPage::updateHeader(const redis::RedisEnterpriseCluster &cluster, const upgrade::OperatorInfo &info)
{
    const rollout::StatefulSetPtr set = m_follower->statefulSet();
    const FleetRow row = fleetRowOf(cluster, set.get());
    m_state->setState(row.state, m_session.freshness().live ? row.tone : Tone::Neutral); // what is old is not green
    const QString tag = cluster.image.versionTag.value_or(QString());
    QStringList parts{tr("namespace %1").arg(yaml::safeText(m_key.nameSpace)),
                      tag.isEmpty() ? tr("default version") : tr("version %1").arg(yaml::safeText(tag)),
                      tr("%n node(s)", nullptr, cluster.nodes)};
    if (const QString licence = licenceText(cluster.licence); !licence.isEmpty())
        parts.append(licence);
    m_summary->setText(parts.join(u" · "_s));
    m_operatorLabel->setText(info.tag.isEmpty() ? tr("Operator not known")
                                                : tr("Operator %1").arg(yaml::safeText(info.tag)));
    const kube::Watcher *operators = m_session.operators();
    QString why;
    if (operators && operators->error())
        why = operators->error()->message;
    else if (operators && operators->store().isSynced() && info.image.isEmpty())
        why = tr("There is no Deployment \"%1\" in namespace \"%2\" with a container of that name.")
                  .arg(upgrade::operatorKey({}).name, m_key.nameSpace);
    m_operatorLabel->setToolTip(why.isEmpty() ? QString() : plainToolTip(why));
    updateSuspension(cluster, info);
}

void ClusterPage::updateSuspension(const redis::RedisEnterpriseCluster &cluster, const upgrade::OperatorInfo &info)
{
    const std::optional<Suspension> suspension = suspensionOf(m_catalogue, cluster, info);
    if (suspension)
        m_suspended->say(Tone::Warn, suspension->sentence);
    else
        m_suspended->clear();
    m_suspendedSince = suspension ? suspension->since : QDateTime();
    updateClock();
}

void ClusterPage::updateClock()
{
    m_clock.stop();
    if (!m_suspendedSince.isValid()) {
        m_suspended->setAside({});
        return;
    }
    const std::chrono::seconds duration(m_suspendedSince.secsTo(m_now()));
    m_suspended->setAside(tr("For %1 now.").arg(clockText(duration)));
    if (m_suspended->isVisible())
        m_clock.start(clockTick(duration));
}

void ClusterPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    updateClock();
}

void ClusterPage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_clock.stop();
}

void ClusterPage::updateSteps()
{
    const Rollout &rollout = m_follower->rollout();
    ui::Step bundle = m_bundle->step();
    bundle.title = tr("Operator bundle");
    ui::Step image{.title = tr("Image tag"), .subtitle = {}, .state = StepState::Current};
    const QString wanted = m_editor->choice().redis.versionTag;
    image.subtitle = wanted.isEmpty() ? tr("left to the operator") : yaml::safeText(wanted);
    ui::Step review{.title = tr("Review"), .subtitle = tr("nothing to review"), .state = StepState::Todo};
    ui::Step pods{.title = tr("Rollout"), .subtitle = {}, .state = StepState::Todo};
    if (m_change) {
        image.state = StepState::Done;
        switch (m_change->state()) {
        case ReviewedChange::State::Preparing:
            review = {.title = review.title, .subtitle = tr("asking the server…"), .state = StepState::Current};
            break;
        case ReviewedChange::State::Ready:
            review = {.title = review.title,
                      .subtitle = tr("%n field(s)", nullptr, int(m_change->review().changes.size())),
                      .state = StepState::Current};
            break;
        case ReviewedChange::State::Nothing:
            review.subtitle = tr("no difference");
            break;
        case ReviewedChange::State::Writing:
        case ReviewedChange::State::FindingOut:
            review = {.title = review.title, .subtitle = tr("writing…"), .state = StepState::Current};
            break;
        case ReviewedChange::State::Done:
            review = {.title = review.title, .subtitle = tr("written"), .state = StepState::Done};
            break;
        case ReviewedChange::State::Failed:
            review = {.title = review.title, .subtitle = tr("not written"), .state = StepState::Problem};
            break;
        }
    }
    switch (rollout.phase) {
    case Rollout::Phase::Idle:
        pods.subtitle = tr("nothing under way");
        break;
    case Rollout::Phase::Done:
        pods.subtitle = tr("done");
        pods.state = StepState::Done;
        break;
    case Rollout::Phase::Stuck:
        pods.subtitle = tr("stuck");
        pods.state = StepState::Problem;
        break;
    default:
        pods.subtitle = tr("%1 of %2 done").arg(rollout.done).arg(rollout.replicas);
        pods.state = StepState::Current;
        break;
    }
    m_steps->setSteps({bundle, image, review, pods});
    m_steps->setOpenStep(m_stack->currentIndex());
}

ClusterPage::Step ClusterPage::openStep() const
{
    return Step(m_stack->currentIndex());
}

bool ClusterPage::canOpen(Step step) const
{
    return step != Step::Review || m_change || m_editor->canReview();
}

void ClusterPage::open(Step step)
{
    if (!canOpen(step))
        return;
    if (step == Step::Review && !m_change)
        return beginReview();
    m_stack->setCurrentIndex(int(step));
    updateSteps();
}

bool ClusterPage::isWriting() const
{
    return m_change
        && (m_change->state() == ReviewedChange::State::Writing
            || m_change->state() == ReviewedChange::State::FindingOut);
}

bool ClusterPage::isBusy() const
{
    return isWriting() || m_bundle->isBusy();
}

bool ClusterPage::holdsWork() const
{
    return isBusy() || m_bundle->holdsWork() || !m_editor->patch().isEmpty();
}

void ClusterPage::beginReview()
{
    if (isWriting() || !m_session.clusterType())
        return;
    m_change = std::make_unique<ReviewedChange>(m_session.client(), m_journal, *m_session.clusterType(), m_key,
                                                m_editor->patch(), tr("change the image tag"), m_now);
    m_review->setChange(m_change.get(), m_session.config().context, m_follower->rollout().replicas);
    connect(m_change.get(), &ReviewedChange::stateChanged, this, &ClusterPage::onChange);
    m_change->prepare();
    open(Step::Review);
}

void ClusterPage::onChange(ReviewedChange::State state)
{
    updateSteps();
    if (state == ReviewedChange::State::Done) {
        m_follower->expect(m_change->review().uid(), m_change->writtenGeneration());
        open(Step::Rollout);
    }
}

} // namespace ui
