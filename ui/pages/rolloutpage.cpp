// SPDX-License-Identifier: Apache-2.0
#include "pages/rolloutpage.h"

#include "blocks/card.h"
#include "blocks/clocktext.h"
#include "blocks/label.h"
#include "blocks/notice.h"
#include "blocks/wrappedtext.h"
#include "lane/lanewidget.h"
#include "lane/quorumbar.h"
#include "look/fonts.h"
#include "safetext.h"

#include <QBoxLayout>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>

using namespace Qt::StringLiterals;
using rollout::Rollout;

namespace ui {

RolloutPage::RolloutPage(QWidget *parent)
    : QWidget(parent)
    , m_status(plainLabel())
    , m_times(dimLabel())
    , m_stale(new Notice)
    , m_lane(new LaneWidget(rollout::RolloutModel::RowRole))
    , m_outcome(new Notice)
    , m_whyTitle(plainLabel(tr("Why waiting")))
    , m_why(new WrappedText)
    , m_quorumTitle(plainLabel(tr("Quorum")))
    , m_quorum(new QuorumBar)
{
    for (QLabel *label : {m_status, m_times, m_whyTitle, m_quorumTitle})
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *card = new Card(tr("Rollout"));
    auto *top = new QHBoxLayout;
    m_status->setObjectName(u"status"_s);
    m_status->setAccessibleName(tr("What kubectl rollout status says"));
    top->addWidget(m_status, 1);
    top->addWidget(m_times);
    card->body()->addLayout(top);
    card->body()->addWidget(m_stale);
    m_lane->setAccessibleName(tr("Pods of the StatefulSet, highest ordinal first"));
    card->body()->addWidget(m_lane, 1);
    card->body()->addWidget(m_outcome);

    auto *grid = new QGridLayout;
    grid->setColumnStretch(1, 1);
    grid->setHorizontalSpacing(16);
    grid->addWidget(m_whyTitle, 0, 0, Qt::AlignTop);
    grid->addWidget(m_why, 0, 1);
    grid->addWidget(m_quorumTitle, 1, 0);
    grid->addWidget(m_quorum, 1, 1);
    m_why->setAccessibleName(tr("Why the rollout waits"));
    card->body()->addLayout(grid);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(card);
    m_second.setInterval(std::chrono::seconds(1));
    connect(&m_second, &QTimer::timeout, this, &RolloutPage::updateTimes);
    setFonts();
    update();
}

void RolloutPage::setFonts()
{
    m_status->setFont(fixedWidth(font()));
    m_times->setFont(tabular(font()));
    m_whyTitle->setFont(strong(font()));
    m_quorumTitle->setFont(strong(font()));
}

void RolloutPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        setFonts();
}

void RolloutPage::setFollower(upgrade::RolloutFollower *follower)
{
    if (m_follower)
        m_follower->disconnect(this);
    m_follower = follower;
    m_lane->setModel(follower ? &follower->model() : nullptr);
    if (follower) {
        connect(follower, &upgrade::RolloutFollower::changed, this, &RolloutPage::update);
        connect(follower, &QObject::destroyed, this, [this] {
            m_follower = nullptr;
            m_lane->setModel(nullptr);
            update();
        });
    }
    update();
}

QString RolloutPage::statusSentence() const
{
    return m_status->text();
}

void RolloutPage::update()
{
    const bool known = m_follower && m_follower->statefulSet();
    const bool listed = known && m_follower->pods() && m_follower->pods()->store().isSynced();
    m_whyTitle->setVisible(false);
    m_why->setVisible(false);
    m_quorumTitle->setVisible(false);
    m_quorum->setVisible(false);
    m_outcome->clear();
    m_stale->clear();
    if (!known) {
        m_status->setText(m_follower ? tr("There is no StatefulSet of this name yet.") : QString());
        m_times->clear();
        m_second.stop();
        return;
    }
    if (!m_follower->isLive()) {
        const kube::Watcher *pods = m_follower->pods();
        if (pods && pods->error())
            m_stale->say(Tone::Warn, tr("This picture is old: %1").arg(pods->error()->message));
    }
    if (!listed) {
        m_status->setText(tr("Reading the pods…"));
        return;
    }

    const Rollout &rollout = m_follower->rollout();
    m_status->setText(
        yaml::safeText(rollout.status.error.isEmpty() ? rollout.status.message : u"error: "_s + rollout.status.error));
    const bool waits = rollout.gate.kind != rollout::Gate::Kind::None;
    m_whyTitle->setVisible(waits);
    m_why->setVisible(waits);
    if (const QString why = yaml::safeText(rollout.gate.sentence); m_why->toPlainText() != why)
        m_why->setPlainText(why);
    if (rollout.quorum) {
        m_quorumTitle->setVisible(true);
        m_quorum->setVisible(true);
        QList<bool> ready;
        for (qsizetype i = rollout.rows.size() - 1; i >= 0; --i)
            ready.append(rollout.rows.at(i).state == rollout::PodState::Ready);
        m_quorum->setNodes(ready);
    }
    if (rollout.phase == Rollout::Phase::Done)
        m_outcome->say(
            Tone::Ok,
            tr("Done: every pod is ready on the new revision with the wanted image, and the cluster agrees."));
    else if (rollout.phase == Rollout::Phase::Stuck)
        m_outcome->say(Tone::Bad, tr("This rollout does not get on without help."));
    updateTimes();
}

void RolloutPage::updateTimes()
{
    if (!m_follower || !m_follower->startedAt().isValid()) {
        m_times->clear();
        m_second.stop();
        return;
    }
    const bool ended = m_follower->endedAt().isValid();
    const QDateTime until = ended ? m_follower->endedAt() : QDateTime::currentDateTimeUtc();
    QString text = clockText(std::chrono::seconds(m_follower->startedAt().secsTo(until)));
    if (ended)
        text = tr("took %1").arg(text);
    else if (const auto left = m_follower->timeLeft())
        text += u" · "_s + tr("about %1 left").arg(clockText(*left));
    m_times->setText(text);
    if (!ended && isVisible())
        m_second.start();
    else
        m_second.stop();
}

void RolloutPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    updateTimes();
}

void RolloutPage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_second.stop();
}

} // namespace ui
