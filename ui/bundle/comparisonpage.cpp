// SPDX-License-Identifier: Apache-2.0
#include "bundle/comparisonpage.h"

#include "blocks/card.h"
#include "blocks/elidedlabel.h"
#include "blocks/label.h"
#include "blocks/markedlist.h"
#include "blocks/notice.h"
#include "blocks/quietscroll.h"
#include "bundle/applybar.h"
#include "bundle/conflictpane.h"
#include "bundle/documentmodel.h"
#include "bundle/documentpane.h"
#include "bundle/findingspanel.h"
#include "bundle/releasetext.h"
#include "look/fonts.h"
#include "safetext.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using upgrade::BundleUpgrade;
using upgrade::UpgradeDocument;
using State = upgrade::BundleUpgrade::State;
using DocumentState = upgrade::UpgradeDocument::State;

namespace ui {

namespace {

constexpr int listWidth = 300;
constexpr int afterwardsHeight = 170; // at least

bool isBlocked(const UpgradeDocument &document)
{
    return document.state == DocumentState::Impossible || (!document.mayWrite && document.isPending());
}

/// The lower, the more a person has to do with it.
int urgency(const UpgradeDocument &document)
{
    if (document.error)
        return 0;
    if (document.state == DocumentState::Undecided)
        return 1;
    return document.isPending() ? 2 : 3;
}

} // namespace

ComparisonPage::ComparisonPage(std::function<QDateTime()> now, QWidget *parent)
    : QWidget(parent)
    , m_now(std::move(now))
    , m_title(plainLabel())
    , m_subtitle(new ElidedLabel)
    , m_again(new QPushButton(tr("Compare a&gain")))
    , m_notice(new Notice)
    , m_findings(new FindingsPanel)
    , m_objects(new QWidget)
    , m_model(new DocumentModel(this))
    , m_list(new MarkedList(tr("Objects of the bundle")))
    , m_pane(new DocumentPane)
    , m_rest(new QWidget)
    , m_afterwardsPlace(new QVBoxLayout)
    , m_bar(new ApplyBar)
{
    m_title->setFont(title(font()));
    m_title->setObjectName(u"comparisonTitle"_s);
    m_subtitle->setObjectName(u"comparisonAge"_s);
    m_subtitle->setForegroundRole(QPalette::PlaceholderText);
    m_notice->setObjectName(u"comparisonState"_s);
    m_again->setObjectName(u"compareAgain"_s);
    m_list->setModel(m_model);
    m_list->setObjectName(u"documents"_s);

    auto *listCard = new Card;
    listCard->body()->addWidget(m_list);
    listCard->setFixedWidth(listWidth);
    auto *objects = new QHBoxLayout(m_objects);
    objects->setContentsMargins({});
    objects->setSpacing(12);
    objects->addWidget(listCard);
    objects->addWidget(m_pane, 1);

    auto *header = new QHBoxLayout;
    header->setSpacing(12);
    header->addWidget(m_title);
    header->addWidget(m_subtitle, 1);
    header->addWidget(m_again);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(10);
    layout->addLayout(header);
    layout->addWidget(m_notice);
    layout->addWidget(m_findings);
    layout->addWidget(m_objects, 1);
    layout->addWidget(m_rest, 1);
    layout->addLayout(m_afterwardsPlace, 1);
    layout->addWidget(m_bar);

    connect(m_again, &QPushButton::clicked, this, &ComparisonPage::compareAgain);
    connect(m_notice, &Notice::actionTriggered, this, &ComparisonPage::compareAgain);
    connect(m_findings, &FindingsPanel::mayApplyChanged, this, &ComparisonPage::updateBar);
    connect(m_list, &MarkedList::currentRowChanged, this, [this] {
        if (m_isUpdating)
            return;
        m_hasChosen = true;
        showDocument();
    });
    connect(m_pane->conflicts(), &ConflictPane::decided, this,
            [this](const upgrade::ObjectIdentity &document, const yaml::Path &conflict, const QJsonValue &value) {
                if (!m_upgrade)
                    return;
                m_upgrade->decide(document, conflict, value);
                updateDocument(m_model->find(document)); // before what follows from it is worked out
            });
    connect(m_bar, &ApplyBar::backRequested, this, &ComparisonPage::backRequested);
    connect(m_bar, &ApplyBar::nextConflictRequested, this, &ComparisonPage::goToNextConflict);
    connect(m_bar, &ApplyBar::applyRequested, this, [this] {
        if (m_upgrade && m_findings->mayApply())
            m_upgrade->apply();
    });
    connect(&m_age, &QTimer::timeout, this, &ComparisonPage::updateHeader);
    m_age.start(1min);
}

void ComparisonPage::setUpgrade(BundleUpgrade *upgrade, const QString &context)
{
    if (m_upgrade)
        m_upgrade->disconnect(this);
    m_upgrade = upgrade;
    m_context = context;
    connect(upgrade, &BundleUpgrade::stateChanged, this, &ComparisonPage::update);
    connect(upgrade, &BundleUpgrade::documentChanged, this, &ComparisonPage::updateDocument);
    connect(upgrade, &QObject::destroyed, this, [this] { m_upgrade = nullptr; });
    update();
}

void ComparisonPage::setAfterwards(QWidget *widget)
{
    m_afterwards = quietScroll(widget);
    m_afterwards->setMinimumHeight(afterwardsHeight);
    m_afterwardsPlace->addWidget(m_afterwards);
    m_afterwards->setVisible(m_upgrade && m_upgrade->state() == State::Done);
}

void ComparisonPage::compareAgain()
{
    if (m_upgrade && m_upgrade->state() != State::Applying)
        m_upgrade->compareAgain();
}

// --- what is shown ---------------------------------------------------------------------------------------------------

void ComparisonPage::update()
{
    if (!m_upgrade)
        return;
    updateHeader();
    updateNotice();
    if (m_upgrade->state() == State::Comparing)
        m_hasChosen = m_hasChosen && !m_upgrade->documents().isEmpty();
    m_findings->setFindings(m_upgrade->findings(), m_upgrade->installation());
    m_isUpdating = true;
    m_model->setDocuments(m_upgrade->documents());
    m_objects->setVisible(m_model->rowCount() > 0);
    m_rest->setVisible(m_model->rowCount() == 0);
    const int row = m_model->find(m_chosen);
    if (row < 0 || !m_hasChosen)
        chooseFirst();
    else
        m_list->setCurrentRow(row);
    m_isUpdating = false;
    m_pane->setReleases(m_upgrade->running().operatorTag,
                        m_upgrade->bundle() ? m_upgrade->bundle()->operatorTag() : QString());
    m_pane->setReadOnly(m_upgrade->state() == State::Comparing || m_upgrade->state() == State::Applying
                        || m_upgrade->state() == State::Done);
    showDocument();
    if (m_afterwards)
        m_afterwards->setVisible(m_upgrade->state() == State::Done);
    updateBar();
}

void ComparisonPage::updateDocument(qsizetype index)
{
    if (index < 0)
        return;
    const UpgradeDocument &document = m_upgrade->documents().at(index);
    m_model->setDocument(index, document);
    if (document.plan.identity == m_chosen)
        m_pane->setDocument(document, m_upgrade->reviewOf(m_chosen));
    updateBar();
}

/// What needs a person comes first.
void ComparisonPage::chooseFirst()
{
    const QList<UpgradeDocument> &documents = m_upgrade->documents();
    const auto first = std::ranges::min_element(documents, {}, urgency);
    m_list->setCurrentRow(first == documents.end() ? -1 : int(first - documents.begin()));
}

void ComparisonPage::showDocument()
{
    const int row = m_list->currentRow();
    if (!m_upgrade || row < 0 || row >= m_upgrade->documents().size())
        return;
    const UpgradeDocument &document = m_upgrade->documents().at(row);
    m_chosen = document.plan.identity;
    m_pane->setDocument(document, m_upgrade->reviewOf(m_chosen));
}

void ComparisonPage::updateHeader()
{
    if (!m_upgrade || !m_upgrade->bundle())
        return;
    m_title->setText(tr("Operator %1").arg(yaml::safeText(m_upgrade->bundle()->operatorTag())));
    QStringList parts{yaml::safeText(m_upgrade->bundle()->source())};
    if (!m_upgrade->running().operatorTag.isEmpty())
        parts.append(tr("%1 runs now").arg(yaml::safeText(m_upgrade->running().operatorTag)));
    if (m_upgrade->comparedAt().isValid())
        parts.append(tr("compared %1").arg(agoText(m_upgrade->comparedAt(), m_now())));
    m_subtitle->setText(parts.join(u" · "_s));
    m_again->setEnabled(m_upgrade->state() != State::Applying && m_upgrade->state() != State::Comparing);
}

void ComparisonPage::updateNotice()
{
    m_notice->setAction({});
    QStringList written;
    for (const UpgradeDocument &document : m_upgrade->documents()) {
        if (document.state == DocumentState::Written)
            written.append(yaml::safeText(document.plan.identity.text()));
    }
    switch (m_upgrade->state()) {
    case State::Idle:
    case State::Deciding:
    case State::Refused:
    case State::Ready:
        if (m_upgrade->movedText().isEmpty())
            m_notice->clear();
        else
            m_notice->say(Tone::Warn, m_upgrade->movedText());
        return;
    case State::Comparing:
        m_notice->say(Tone::Neutral, tr("Comparing the bundle with the cluster…"));
        return;
    case State::Checking:
        m_notice->say(Tone::Neutral, tr("Asking the server what it would make of each document…"));
        return;
    case State::Nothing:
        m_notice->say(Tone::Ok, tr("The cluster is as this release wants it; there is nothing to write."));
        return;
    case State::Applying:
        m_notice->say(Tone::Accent, tr("Writing the documents, one after the other…"));
        return;
    case State::Done:
        m_notice->say(Tone::Ok,
                      tr("%n document(s) written, and read back from the server.", nullptr, int(written.size())));
        return;
    case State::Failed: {
        QString text = m_upgrade->error()->message;
        if (!written.isEmpty())
            text += u'\n' + tr("Already written: %1.").arg(written.join(u", "_s));
        m_notice->say(Tone::Bad, text);
        m_notice->setAction(tr("Compare again"));
        return;
    }
    }
}

// --- applying --------------------------------------------------------------------------------------------------------

QString ComparisonPage::whyNot() const
{
    QString why = m_upgrade->whyNot();
    const QList<UpgradeDocument> &documents = m_upgrade->documents();
    if (m_upgrade->state() == State::Deciding) {
        // Where they are says more than how many.
        const QString conflicts = undecidedText(documents);
        if (conflicts.isEmpty())
            return why;
        return std::ranges::any_of(documents, isBlocked) ? u"%1 %2"_s.arg(why, conflicts) : conflicts;
    }
    if (why.isEmpty() && !m_findings->mayApply())
        return tr("Something else upgrades this installation. Press \"Apply anyway\" above, if you mean it.");
    return why;
}

void ComparisonPage::updateBar()
{
    if (!m_upgrade)
        return;
    const QList<UpgradeDocument> &documents = m_upgrade->documents();
    const auto written = std::ranges::count(documents, DocumentState::Written, &UpgradeDocument::state);
    const auto pending = std::ranges::count_if(documents, &UpgradeDocument::isPending);
    m_bar->setSituation({.state = m_upgrade->state(),
                         .toWrite = int(m_upgrade->state() == State::Applying ? pending + written : pending),
                         .written = int(written),
                         .where = u"%1 / %2"_s.arg(m_context, m_upgrade->nameSpace()),
                         .whyNot = whyNot(),
                         .hasConflict = std::ranges::any_of(
                             documents, [](const UpgradeDocument &each) { return undecidedOf(each) > 0; })});
}

void ComparisonPage::goToNextConflict()
{
    if (!m_upgrade)
        return;
    // In the shown object first, then in those below it, then from the top.
    const auto count = int(m_upgrade->documents().size());
    const int start = std::max(0, m_list->currentRow());
    for (int i = 0; i < count; ++i) {
        const int row = (start + i) % count;
        if (undecidedOf(m_upgrade->documents().at(row)) == 0)
            continue;
        if (row != m_list->currentRow())
            m_list->setCurrentRow(row);
        m_pane->setView(DocumentPane::View::Conflicts);
        if (m_pane->conflicts()->goToUndecided())
            m_pane->conflicts()->takeFocus();
        return;
    }
}

} // namespace ui
