// SPDX-License-Identifier: Apache-2.0
#include "reviewpage.h"

#include "card.h"
#include "fonts.h"
#include "notice.h"
#include "pill.h"
#include "safetext.h"
#include "yamlwriter.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

using namespace Qt::StringLiterals;
using upgrade::Review;
using upgrade::ReviewedChange;

namespace ui {

namespace {

QLabel *plainLabel(const QString &text)
{
    auto *label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

/// A leaf as one word of YAML.
QString valueText(const QJsonValue &value)
{
    if (value.isUndefined())
        return ReviewPage::tr("not set");
    return yaml::write(value).trimmed();
}

} // namespace

ReviewPage::ReviewPage(QWidget *parent)
    : QWidget(parent)
    , m_summary(new Card(tr("Changes")))
    , m_fields(new QVBoxLayout)
    , m_moved(new Notice)
    , m_server(new Notice)
    , m_state(new Notice)
    , m_back(new QPushButton(tr("&Back")))
    , m_apply(new QPushButton)
{
    m_summary->body()->addLayout(m_fields);
    m_summary->body()->addWidget(m_server);

    auto *buttons = new QHBoxLayout;
    auto *hint = plainLabel(
        tr("Nothing is written until you apply. If the object changes meanwhile, this review is made again."));
    hint->setForegroundRole(QPalette::PlaceholderText);
    hint->setWordWrap(true);
    buttons->addWidget(hint, 1);
    buttons->addWidget(m_back);
    buttons->addWidget(m_apply);
    m_apply->setDefault(true);
    m_apply->setObjectName(u"apply"_s);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_moved);
    layout->addWidget(m_summary);
    layout->addWidget(m_state);
    layout->addStretch(1);
    layout->addLayout(buttons);
    connect(m_back, &QPushButton::clicked, this, &ReviewPage::backRequested);
    connect(m_apply, &QPushButton::clicked, this, [this] {
        if (m_change)
            m_change->apply();
    });
    connect(m_state, &Notice::actionTriggered, this, [this] {
        if (m_change)
            m_change->prepare();
    });
}

void ReviewPage::setChange(ReviewedChange *change, const QString &context, int pods)
{
    m_change = change;
    m_pods = pods;
    m_apply->setText(tr("&Apply to %1").arg(yaml::safeText(context).replace(u'&', u"&&"_s)));
    connect(change, &ReviewedChange::stateChanged, this, &ReviewPage::update);
    connect(change, &QObject::destroyed, this, [this, change] {
        if (m_change == change)
            m_change = nullptr;
    });
    update();
}

void ReviewPage::showFields(const Review &review)
{
    while (QLayoutItem *item = m_fields->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_summary->setTitle(tr("%n field(s) change", nullptr, int(review.changes.size())));
    for (const yaml::Change &change : review.changes) {
        auto *line =
            plainLabel(tr("%1:  %2 → %3")
                           .arg(yaml::safeText(change.path.toString()), yaml::safeText(valueText(change.before)),
                                yaml::safeText(valueText(change.after))));
        line->setFont(fixedWidth(font()));
        m_fields->addWidget(line);
    }
    if (review.warnings.isEmpty())
        m_server->show(Tone::Ok, tr("The server accepts this change in a dry run, without warnings."));
    else
        m_server->show(
            Tone::Warn,
            tr("The server accepts this change in a dry run, and warns: %1").arg(review.warnings.join(u'\n')));

    if (review.moved.isEmpty()) {
        m_moved->clear();
        return;
    }
    QStringList fields;
    for (const yaml::Change &difference : review.moved)
        fields.append(yaml::safeText(difference.path.toString()));
    m_moved->show(Tone::Warn,
                  tr("Somebody else changed the object meanwhile (%1). Nothing was written; this is the review of your "
                     "choice on what is there now.")
                      .arg(fields.join(u", "_s)));
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
        m_state->show(Tone::Neutral, tr("Asking the server what the change would do…"));
        return;
    case ReviewedChange::State::Ready:
        showFields(m_change->review());
        if (m_change->error())
            m_state->show(Tone::Warn, m_change->error()->message);
        else
            m_state->clear();
        return;
    case ReviewedChange::State::Nothing:
        showFields(m_change->review());
        m_state->show(Tone::Neutral, tr("The object is already as you want it; there is nothing to write."));
        return;
    case ReviewedChange::State::Writing:
        m_state->show(Tone::Accent, tr("Writing…"));
        return;
    case ReviewedChange::State::FindingOut:
        m_state->show(Tone::Warn,
                      tr("The connection was lost while writing. Rollhive asks the cluster what became of it, until it "
                         "answers."));
        return;
    case ReviewedChange::State::Done:
        if (m_change->wasOverwritten())
            m_state->show(Tone::Warn, tr("It was written, and somebody else has changed it again since."));
        else
            m_state->show(Tone::Ok, tr("Written, and read back from the server."));
        return;
    case ReviewedChange::State::Failed:
        m_state->show(Tone::Bad, m_change->error()->message);
        m_state->setAction(tr("Review again"));
        return;
    }
}

} // namespace ui
