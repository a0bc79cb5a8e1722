// SPDX-License-Identifier: Apache-2.0
#include "pages/setpage.h"

#include "blocks/label.h"
#include "blocks/notice.h"
#include "blocks/pill.h"
#include "fleet/fleetrow.h"
#include "look/fonts.h"
#include "pages/rolloutpage.h"
#include "safetext.h"

#include <QBoxLayout>
#include <QLabel>

using namespace Qt::StringLiterals;

namespace ui {

SetPage::SetPage(upgrade::ClusterSession &session, const kube::ObjectKey &key, const std::function<QDateTime()> &now,
                 QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_follower(std::make_unique<upgrade::RolloutFollower>(session, key, now))
    , m_state(new Pill)
    , m_summary(dimLabel())
    , m_notice(new Notice)
    , m_rollout(new RolloutPage)
{
    auto *name = plainLabel(yaml::safeText(key.name));
    name->setFont(heading(font()));
    auto *header = new QHBoxLayout;
    header->setSpacing(12);
    header->addWidget(name);
    header->addWidget(m_state);
    header->addSpacing(12);
    header->addWidget(m_summary, 1);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(28, 20, 28, 20);
    layout->setSpacing(14);
    layout->addLayout(header);
    layout->addWidget(m_notice);
    layout->addWidget(m_rollout, 1);
    m_rollout->setFollower(m_follower.get());
    connect(m_follower.get(), &upgrade::RolloutFollower::changed, this, &SetPage::update);
    update();
}

SetPage::~SetPage() = default;

void SetPage::update()
{
    const QString trouble = m_session.freshness().trouble;
    if (trouble.isEmpty())
        m_notice->clear();
    else
        m_notice->say(Tone::Warn, trouble);
    const rollout::StatefulSetPtr set = m_follower->statefulSet();
    if (!set) {
        const bool known = m_session.statefulSets() && m_session.statefulSets()->store().isSynced();
        m_state->setState(known ? tr("deleted") : tr("reading…"), known ? Tone::Bad : Tone::Neutral);
        return;
    }
    const FleetRow row = fleetRowOf(*set, false);
    m_state->setState(row.state, row.tone);
    m_summary->setText(
        tr("namespace %1 · %n pod(s) · StatefulSet", nullptr, set->replicas).arg(yaml::safeText(set->meta.nameSpace)));
}

} // namespace ui
