// SPDX-License-Identifier: Apache-2.0
#include "bundle/documentpane.h"

#include "blocks/card.h"
#include "blocks/elidedlabel.h"
#include "blocks/label.h"
#include "blocks/pill.h"
#include "blocks/quietscroll.h"
#include "blocks/segmented.h"
#include "bundle/changespane.h"
#include "bundle/conflictpane.h"
#include "bundle/documenttext.h"
#include "bundle/refusalpane.h"
#include "look/fonts.h"
#include "review/diffcard.h"
#include "safetext.h"

#include <QAbstractButton>
#include <QBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace ui {

DocumentPane::DocumentPane(QWidget *parent)
    : QWidget(parent)
    , m_title(new ElidedLabel(Qt::ElideMiddle))
    , m_state(new Pill)
    , m_base(dimLabel())
    , m_choice(new Segmented({tr("Refusal"), tr("Conflicts"), tr("Fields"), tr("Difference")}))
    , m_stack(new QStackedWidget)
    , m_refusal(new RefusalPane)
    , m_conflicts(new ConflictPane)
    , m_fields(new ChangesPane)
    , m_difference(new DiffCard(DiffCard::Titles::Below))
{
    m_title->setFont(title(font()));
    m_title->setObjectName(u"documentTitle"_s);
    m_state->setObjectName(u"documentState"_s);
    m_base->setObjectName(u"documentBase"_s);
    m_base->setWordWrap(true);
    m_stack->addWidget(quietScroll(m_refusal));
    auto *conflicts = new Card;
    conflicts->body()->addWidget(m_conflicts);
    m_stack->addWidget(conflicts);
    m_stack->addWidget(quietScroll(m_fields));
    m_stack->addWidget(m_difference);

    auto *header = new QHBoxLayout;
    header->setSpacing(10);
    header->addWidget(m_title, 1);
    header->addWidget(m_state);
    header->addWidget(m_choice);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addLayout(header);
    layout->addWidget(m_base);
    layout->addWidget(m_stack, 1);

    connect(m_choice, &Segmented::currentChanged, this, [this](int index) {
        m_hasChosen = !m_isSettingView;
        m_stack->setCurrentIndex(index);
        updateDifference();
    });
}

void DocumentPane::setReleases(const QString &running, const QString &theirs)
{
    m_running = running;
    m_conflicts->setReleases(running, theirs);
}

void DocumentPane::setDocument(const upgrade::UpgradeDocument &document, const upgrade::Review *review)
{
    const bool isOther = document.plan.identity != identity();
    const bool isNewTrouble = document.error.has_value() && !m_document.error.has_value();
    m_hasChosen = m_hasChosen && !isOther;
    m_document = document;
    m_title->setText(yaml::safeText(document.plan.identity.text()));
    const MarkedRow row = rowOf(document);
    m_state->setState(row.state, row.tone);
    m_base->setText(baseText(document, m_running));
    if (document.error)
        m_refusal->setError(*document.error);
    m_conflicts->setDocument(document);
    m_fields->setDocument(document);

    const QJsonObject &before = review ? review->live : document.live;
    const QJsonObject &after = review ? review->proposed : document.wanted;
    if (before != m_before || after != m_after) {
        m_before = before;
        m_after = after;
        m_isStale = true;
    }
    m_isAccepted = review != nullptr;
    m_difference->setTitles(tr("Live now"), m_isAccepted ? tr("After the change") : tr("As the release would have it"));

    for (const View each : {View::Refusal, View::Conflicts, View::Fields, View::Difference})
        m_choice->button(int(each))->setVisible(hasView(each));
    if (isOther || !hasView(view()) || (isNewTrouble && !m_hasChosen))
        openFirstView();
    updateDifference();
}

/// What needs a person comes first.
void DocumentPane::openFirstView()
{
    if (hasView(View::Refusal))
        setView(View::Refusal);
    else if (undecidedOf(m_document) > 0)
        setView(View::Conflicts);
    else if (!m_document.warnings.isEmpty() || m_document.isNew() || m_document.changes.isEmpty())
        setView(View::Fields);
    else
        setView(View::Difference);
}

bool DocumentPane::hasView(View view) const
{
    switch (view) {
    case View::Refusal:
        return m_document.error.has_value();
    case View::Conflicts:
        return m_document.plan.merge && !m_document.plan.merge->conflicts().isEmpty();
    case View::Fields:
    case View::Difference:
        return true;
    }
    Q_UNREACHABLE_RETURN(false);
}

DocumentPane::View DocumentPane::view() const
{
    return View(m_choice->currentIndex());
}

void DocumentPane::setView(View view)
{
    m_isSettingView = true;
    if (hasView(view))
        m_choice->setCurrentIndex(int(view));
    m_isSettingView = false;
}

void DocumentPane::setReadOnly(bool isReadOnly)
{
    m_conflicts->setReadOnly(isReadOnly);
}

void DocumentPane::updateDifference()
{
    if (!m_isStale || view() != View::Difference)
        return;
    m_isStale = false;
    QList<yaml::Path> fields;
    for (const yaml::Change &change : std::as_const(m_document.changes))
        fields.append(change.path);
    m_maker.make(m_before, m_after, [this, before = m_before, fields](PreparedDiff diff) {
        m_difference->setPrepared(std::move(diff), before, fields);
    });
}

} // namespace ui
