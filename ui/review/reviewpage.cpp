// SPDX-License-Identifier: Apache-2.0
#include "review/reviewpage.h"

#include "blocks/label.h"
#include "blocks/notice.h"
#include "review/diffcard.h"
#include "review/reviewsummary.h"
#include "safetext.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

using namespace Qt::StringLiterals;
using upgrade::Review;
using upgrade::ReviewedChange;

namespace ui {

ReviewPage::ReviewPage(QWidget *parent)
    : QWidget(parent)
    , m_moved(new Notice)
    , m_summary(new ReviewSummary)
    , m_state(new Notice)
    , m_difference(new DiffCard)
    , m_rest(new QWidget)
    , m_hint(dimLabel())
    , m_back(new QPushButton(tr("&Back")))
    , m_apply(new QPushButton)
{
    m_moved->setObjectName(u"moved"_s);
    m_state->setObjectName(u"outcome"_s);
    m_hint->setWordWrap(true);
    m_apply->setDefault(true);
    m_apply->setObjectName(u"apply"_s);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(12);
    buttons->addWidget(m_hint, 1);
    buttons->addWidget(m_back);
    buttons->addWidget(m_apply);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_moved);
    layout->addWidget(m_summary);
    layout->addWidget(m_state);
    layout->addWidget(m_difference, 1);
    layout->addWidget(m_rest, 1);
    layout->addLayout(buttons);
    m_summary->hide();
    m_difference->hide();

    connect(m_back, &QPushButton::clicked, this, &ReviewPage::backRequested);
    connect(m_apply, &QPushButton::clicked, this, [this] {
        if (m_change)
            m_change->apply();
    });
    connect(m_state, &Notice::actionTriggered, this, [this] {
        if (m_change)
            m_change->prepare();
    });
    connect(m_difference, &DiffCard::unifiedChanged, this, &ReviewPage::unifiedChanged);
}

void ReviewPage::setUnified(bool isUnified)
{
    m_difference->setUnified(isUnified);
}

void ReviewPage::setChange(ReviewedChange *change, const QString &context, int pods)
{
    if (m_change)
        m_change->disconnect(this);
    m_change = change;
    m_pods = pods;
    m_apply->setText(tr("&Apply to %1").arg(yaml::safeText(context).replace(u'&', u"&&"_s)));
    m_hint->setText(tr("Nothing is written until you apply. If %1 changes meanwhile, this review is made again.")
                        .arg(yaml::safeText(change->key().name)));
    connect(change, &ReviewedChange::stateChanged, this, &ReviewPage::update);
    connect(change, &QObject::destroyed, this, [this] { m_change = nullptr; });
    showReview(change->review());
    update();
}

void ReviewPage::showReview(const Review &review)
{
    const bool isThere = !review.live.isEmpty();
    m_summary->setVisible(isThere);
    m_difference->setVisible(isThere);
    m_rest->setVisible(!isThere);
    m_moved->clear();
    if (!isThere)
        return;
    m_summary->setReview(review, m_pods);
    QList<yaml::Path> fields;
    for (const yaml::Change &change : review.wanted)
        fields.append(change.path);
    m_difference->setObjects(review.live, review.proposed, fields);

    if (review.moved.isEmpty())
        return;
    constexpr qsizetype mostFields = 8;
    QStringList moved;
    for (const yaml::Change &change : review.moved.first(std::min(review.moved.size(), mostFields)))
        moved.append(yaml::safeText(change.path.toString()));
    if (review.moved.size() > mostFields)
        moved.append(tr("%n more", nullptr, int(review.moved.size() - mostFields)));
    m_moved->say(Tone::Warn,
                 tr("Somebody else changed the object meanwhile (%1). Nothing was written; this is the review of your "
                    "choice on what is there now.")
                     .arg(moved.join(u", "_s)));
}

void ReviewPage::update()
{
    if (!m_change)
        return;
    const ReviewedChange::State state = m_change->state();
    m_apply->setEnabled(state == ReviewedChange::State::Ready);
    m_back->setEnabled(state != ReviewedChange::State::Writing && state != ReviewedChange::State::FindingOut);
    m_state->setAction({});
    switch (state) {
    case ReviewedChange::State::Preparing:
        m_state->say(Tone::Neutral, tr("Asking the server what the change would do…"));
        return;
    case ReviewedChange::State::Ready:
        showReview(m_change->review());
        if (m_change->error())
            m_state->say(Tone::Warn, m_change->error()->message);
        else
            m_state->clear();
        return;
    case ReviewedChange::State::Nothing:
        showReview(m_change->review());
        m_state->say(Tone::Neutral, tr("The object is already as you want it; there is nothing to write."));
        return;
    case ReviewedChange::State::Writing:
        m_state->say(Tone::Accent, tr("Writing…"));
        return;
    case ReviewedChange::State::FindingOut:
        m_state->say(Tone::Warn,
                     tr("The connection was lost while writing. Rollhive asks the cluster what became of it, until it "
                        "answers."));
        return;
    case ReviewedChange::State::Done:
        if (m_change->wasOverwritten())
            m_state->say(Tone::Warn, tr("It was written, and somebody else has changed it again since."));
        else
            m_state->say(Tone::Ok, tr("Written, and read back from the server."));
        return;
    case ReviewedChange::State::Failed:
        m_state->say(
            Tone::Bad,
            m_change->review().live.isEmpty()
                ? tr("The review could not be made, and nothing was written. %1").arg(m_change->error()->message)
                : m_change->error()->message);
        m_state->setAction(tr("Review again"));
        return;
    }
}

} // namespace ui
