// SPDX-License-Identifier: Apache-2.0
#include "bundle/bundlepage.h"

#include "blocks/markedlist.h"
#include "bundle/comparisonpage.h"
#include "bundle/documentpane.h"
#include "bundle/documenttext.h"
#include "bundle/operatorpanel.h"
#include "bundle/sourcecard.h"
#include "operator/admission.h"
#include "review/diffcard.h"
#include "safetext.h"

#include <QBoxLayout>
#include <QShortcut>
#include <QStackedWidget>
#include <algorithm>

using namespace Qt::StringLiterals;
using upgrade::Bundle;
using upgrade::BundleUpgrade;
using State = upgrade::BundleUpgrade::State;

namespace ui {

BundlePage::BundlePage(upgrade::ClusterSession &session, QString nameSpace, const upgrade::Journal &journal,
                       std::function<QDateTime()> now, const QString &cacheFolder, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_nameSpace(std::move(nameSpace))
    , m_journal(journal)
    , m_now(std::move(now))
    , m_source(cacheFolder)
    , m_stack(new QStackedWidget)
    , m_sourceCard(new SourceCard(m_source, m_now))
    , m_comparison(new ComparisonPage(m_now))
    , m_operatorPanel(new OperatorPanel)
{
    m_stack->addWidget(m_sourceCard);
    m_stack->addWidget(m_comparison);
    m_comparison->setAfterwards(m_operatorPanel);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_stack);

    connect(m_sourceCard, &SourceCard::compareRequested, this, [this] { read(false); });
    connect(m_sourceCard, &SourceCard::comparedAnywayRequested, this, [this] { read(true); });
    connect(m_comparison, &ComparisonPage::backRequested, this, &BundlePage::showSource);
    connect(m_operatorPanel, &OperatorPanel::admissionRequested, this, &BundlePage::readAdmission);
    connect(m_comparison->pane()->difference(), &DiffCard::unifiedChanged, this, &BundlePage::unifiedChanged);
    connect(&session, &upgrade::ClusterSession::stateChanged, this, &BundlePage::followSession);
    connect(m_sourceCard, &SourceCard::comparisonRequested, this, [this] { m_stack->setCurrentWidget(m_comparison); });
    // Who looks for the release that runs in the repository that was left would not be answered any more.
    connect(&m_source, &BundleSource::repositoryChanged, this, [this] {
        if (m_upgrade && m_upgrade->state() == State::Comparing)
            m_upgrade->compareAgain();
    });
    auto *next = new QShortcut(Qt::Key_F8, this);
    next->setContext(Qt::WidgetWithChildrenShortcut);
    connect(next, &QShortcut::activated, this, &BundlePage::goToNextConflict);
    followSession();
}

BundlePage::~BundlePage()
{
    delete m_stack; // what is in it refers to the members
}

void BundlePage::followSession()
{
    if (m_session.state() == upgrade::ClusterSession::State::Open)
        m_sourceCard->setCluster(m_session.server().isOpenShift());
}

void BundlePage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_source.open();
}

void BundlePage::setRunningTag(const QString &operatorTag)
{
    if (m_runningTag == operatorTag)
        return;
    m_runningTag = operatorTag;
    m_sourceCard->setRunningTag(operatorTag);
    Q_EMIT changed();
}

void BundlePage::showSource()
{
    m_sourceCard->setHasComparison(m_upgrade && m_upgrade->bundle());
    m_stack->setCurrentWidget(m_sourceCard);
    m_sourceCard->list()->setFocus(Qt::OtherFocusReason);
}

void BundlePage::read(bool anyway)
{
    if (isBusy() || !m_sourceCard->canCompare())
        return;
    const upgrade::Release *chosen = m_sourceCard->release();
    const upgrade::Release release = chosen ? *chosen : upgrade::Release();
    m_sourceCard->setBusy(true);
    m_reading = std::make_unique<QObject>();
    m_source.read(release, m_sourceCard->forOpenShift(), m_reading.get(),
                  [this, tag = release.tag, anyway](const kube::Result<Bundle> &bundle) {
                      m_sourceCard->setBusy(false);
                      if (!bundle)
                          return m_sourceCard->sayProblem(bundle.error().message);
                      // What is inside decides, not what it is called.
                      const QString mismatch =
                          tag.isEmpty() ? QString() : upgrade::mismatchText(tag, bundle->operatorTag());
                      if (!mismatch.isEmpty() && !anyway)
                          return m_sourceCard->askWhether(mismatch);
                      compare(*bundle);
                  });
}

void BundlePage::compare(const Bundle &bundle)
{
    if (!m_upgrade) {
        m_upgrade = std::make_unique<BundleUpgrade>(
            m_session.client(), m_journal, m_nameSpace,
            [this](const QString &operatorTag, bool forOpenShift, QObject *context, kube::Callback<Bundle> done) {
                m_source.findBase(operatorTag, forOpenShift, context, std::move(done));
            },
            m_now);
        connect(m_upgrade.get(), &BundleUpgrade::stateChanged, this, &BundlePage::onState);
        m_comparison->setUpgrade(m_upgrade.get(), m_session.config().context);
    }
    m_upgrade->compare(bundle);
    m_stack->setCurrentWidget(m_comparison);
    m_comparison->list()->setFocus(Qt::OtherFocusReason);
}

/// What is written is not yet what runs.
void BundlePage::onState(State state)
{
    const bool isThere = state == State::Done || state == State::Nothing;
    if (!isThere) {
        m_operatorPanel->setFollower(nullptr);
        m_operator.reset();
    } else if (!m_operator) {
        m_operator = std::make_unique<upgrade::OperatorFollower>(m_session, m_nameSpace, m_now);
        m_isAdmissionOfReady = false;
        connect(m_operator.get(), &upgrade::OperatorFollower::changed, this, &BundlePage::onOperator);
        for (const upgrade::UpgradeDocument &document : m_upgrade->documents()) {
            if (const QString image = upgrade::operatorImageOf(document.wanted); !image.isEmpty())
                m_operator->expect({.image = image,
                                    .generation = document.writtenGeneration,
                                    .uid = document.live["metadata"_L1]["uid"_L1].toString()});
        }
        m_operatorPanel->setFollower(m_operator.get());
        readAdmission();
    }
    Q_EMIT changed();
}

void BundlePage::onOperator()
{
    // What was found out while there was no operator is over when there is one.
    const bool isReady = m_operator->status().phase == upgrade::OperatorStatus::Phase::Ready;
    if (isReady && !m_isAdmissionOfReady)
        readAdmission();
    m_isAdmissionOfReady = isReady;
    Q_EMIT changed();
}

void BundlePage::readAdmission()
{
    if (!m_operator)
        return;
    m_operatorPanel->setAdmission({});
    upgrade::readAdmission(
        m_session.client(), m_nameSpace, m_upgrade->bundle()->operatorTag(), m_operator.get(),
        [this](const QList<upgrade::AdmissionFinding> &findings) { m_operatorPanel->setAdmission(findings); });
}

bool BundlePage::isBusy() const
{
    return m_upgrade && m_upgrade->state() == State::Applying;
}

bool BundlePage::holdsWork() const
{
    if (!m_upgrade)
        return false;
    switch (m_upgrade->state()) {
    case State::Idle:
    case State::Nothing:
    case State::Done:
        return false;
    default:
        return true;
    }
}

Step BundlePage::step() const
{
    const State state = m_upgrade ? m_upgrade->state() : State::Idle;
    const QString running = yaml::safeText(m_runningTag);
    const QString wanted =
        m_upgrade && m_upgrade->bundle() ? yaml::safeText(m_upgrade->bundle()->operatorTag()) : QString();
    switch (state) {
    case State::Idle:
        return {.title = {},
                .subtitle = running.isEmpty() ? tr("not known") : tr("%1 runs").arg(running),
                .state = StepState::Todo};
    case State::Comparing:
    case State::Checking:
        return {.title = {}, .subtitle = tr("comparing %1").arg(wanted), .state = StepState::Current};
    case State::Deciding:
        return {.title = {},
                .subtitle = hasConflict() ? tr("conflicts with %1").arg(wanted) : tr("%1 compared").arg(wanted),
                .state = StepState::Current};
    case State::Refused:
        return {.title = {}, .subtitle = tr("%1 refused").arg(wanted), .state = StepState::Problem};
    case State::Ready:
        return {.title = {}, .subtitle = tr("%1 to apply").arg(wanted), .state = StepState::Current};
    case State::Applying:
        return {.title = {}, .subtitle = tr("writing %1…").arg(wanted), .state = StepState::Current};
    case State::Nothing:
    case State::Done:
        if (m_operator && m_operator->status().phase == upgrade::OperatorStatus::Phase::Stuck)
            return {.title = {}, .subtitle = tr("%1 does not start").arg(wanted), .state = StepState::Problem};
        if (!m_operator || m_operator->status().phase != upgrade::OperatorStatus::Phase::Ready)
            return {.title = {}, .subtitle = tr("waiting for %1").arg(wanted), .state = StepState::Current};
        return {.title = {}, .subtitle = tr("%1 runs").arg(wanted), .state = StepState::Done};
    case State::Failed:
        return {.title = {}, .subtitle = tr("%1 not applied").arg(wanted), .state = StepState::Problem};
    }
    Q_UNREACHABLE_RETURN({});
}

void BundlePage::updateReleases()
{
    if (!isBusy())
        showSource();
    m_sourceCard->update();
}

bool BundlePage::canCompareAgain() const
{
    return m_upgrade && m_upgrade->bundle() && m_upgrade->state() != State::Applying
        && m_upgrade->state() != State::Comparing;
}

void BundlePage::compareAgain()
{
    if (!canCompareAgain())
        return;
    m_stack->setCurrentWidget(m_comparison);
    m_upgrade->compareAgain();
}

bool BundlePage::hasConflict() const
{
    return m_upgrade && std::ranges::any_of(m_upgrade->documents(), [](const upgrade::UpgradeDocument &each) {
               return undecidedOf(each) > 0;
           });
}

void BundlePage::goToNextConflict()
{
    if (!hasConflict())
        return;
    m_stack->setCurrentWidget(m_comparison);
    m_comparison->goToNextConflict();
}

} // namespace ui
