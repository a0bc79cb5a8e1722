// SPDX-License-Identifier: Apache-2.0
#include "review/diffcard.h"

#include "blocks/card.h"
#include "blocks/label.h"
#include "blocks/segmented.h"
#include "blocks/wrappedtext.h"
#include "bookkeeping.h"
#include "fieldowners.h"
#include "look/fonts.h"
#include "look/icon.h"
#include "look/theme.h"
#include "safetext.h"

#include <QBoxLayout>
#include <QEvent>
#include <QLabel>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr qsizetype mostOwners = 5; // lines below the difference

QToolButton *iconButton(const QString &name, const QKeySequence &shortcut)
{
    auto *button = new QToolButton;
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setShortcut(shortcut);
    button->setAccessibleName(name);
    button->setToolTip(
        shortcut.isEmpty() ? name : DiffCard::tr("%1 (%2)").arg(name, shortcut.toString(QKeySequence::NativeText)));
    return button;
}

QString ownersOf(const QJsonObject &object, const yaml::Path &field)
{
    QStringList owners;
    for (const upgrade::FieldOwner &owner : upgrade::ownersOf(object, field)) {
        const QString how = owner.operation == "Apply"_L1 ? DiffCard::tr("by apply") : DiffCard::tr("by update");
        owners.append(owner.time.isValid() ? DiffCard::tr("%1 (%2, %3)")
                                                 .arg(yaml::safeText(owner.manager), how,
                                                      owner.time.toLocalTime().toString(u"yyyy-MM-dd HH:mm"_s))
                                           : DiffCard::tr("%1 (%2)").arg(yaml::safeText(owner.manager), how));
    }
    return owners.isEmpty() ? DiffCard::tr("nobody on record") : owners.join(u", "_s);
}

} // namespace

DiffCard::DiffCard(Titles titles, QWidget *parent)
    : QWidget(parent)
    , m_card(new Card)
    , m_view(new DiffView)
    , m_before(dimLabel())
    , m_after(dimLabel())
    , m_position(dimLabel())
    , m_previous(iconButton(tr("Previous change"), QKeySequence(Qt::SHIFT | Qt::Key_F7)))
    , m_next(iconButton(tr("Next change"), QKeySequence(Qt::Key_F7)))
    , m_copy(iconButton(tr("Copy the difference as text"), {}))
    , m_owners(new QToolButton)
    , m_layout(new Segmented({tr("Side by side"), tr("Unified")}))
    , m_ownersText(new WrappedText)
{
    m_owners->setText(tr("Field owners"));
    m_owners->setCheckable(true);
    m_owners->setAutoRaise(true);
    m_owners->setFocusPolicy(Qt::TabFocus);
    m_ownersText->hide();
    m_ownersText->setAccessibleName(tr("Field owners"));

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(6);
    buttons->addWidget(m_position);
    for (QWidget *button : {m_previous, m_next, m_copy, m_owners})
        buttons->addWidget(button);
    buttons->addSpacing(6);
    buttons->addWidget(m_layout);
    auto *right = new QHBoxLayout;
    right->addWidget(m_after);
    right->addStretch();
    auto *header = new QHBoxLayout;
    header->setSpacing(0);
    header->addWidget(m_before, 1);
    header->addLayout(right, 1);
    if (titles == Titles::Beside) {
        right->addLayout(buttons);
    } else {
        buttons->insertStretch(1);
        m_card->body()->addLayout(buttons);
    }
    m_card->body()->addLayout(header);
    m_card->body()->addWidget(m_view, 1);
    m_card->body()->addWidget(m_ownersText);
    m_card->setAccessibleName(tr("Difference as YAML"));
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins({});
    whole->addWidget(m_card);

    connect(m_previous, &QToolButton::clicked, m_view, &DiffView::goToPreviousChange);
    connect(m_next, &QToolButton::clicked, m_view, &DiffView::goToNextChange);
    connect(m_copy, &QToolButton::clicked, m_view, &DiffView::copy);
    connect(m_view, &DiffView::currentLineChanged, this, &DiffCard::updatePosition);
    connect(m_layout, &Segmented::currentChanged, this, [this](int index) {
        setUnified(index == 1);
        Q_EMIT unifiedChanged(index == 1);
    });
    connect(m_owners, &QToolButton::toggled, this, &DiffCard::updateOwners);
    updateIcons();
    setTitles(tr("Live now"), tr("After the change"));
}

void DiffCard::setObjects(const QJsonObject &before, const QJsonObject &after, const QList<yaml::Path> &fields)
{
    setPrepared(prepareDiff(upgrade::reviewText(before), upgrade::reviewText(after)), before, fields);
}

void DiffCard::setPrepared(PreparedDiff diff, const QJsonObject &before, const QList<yaml::Path> &fields)
{
    m_object = before;
    m_fields = fields;
    m_view->setPrepared(std::move(diff));
    updatePosition();
    updateOwners();
}

bool DiffCard::isUnified() const
{
    return m_view->isUnified();
}

void DiffCard::setUnified(bool isUnified)
{
    m_view->setUnified(isUnified);
    updateTitles();
    if ((m_layout->currentIndex() == 1) != isUnified) {
        const QSignalBlocker quiet(m_layout); // only what the person does is told
        m_layout->setCurrentIndex(isUnified ? 1 : 0);
    }
    updatePosition();
}

void DiffCard::setTitles(const QString &before, const QString &after)
{
    m_beforeTitle = before;
    m_afterTitle = after;
    updateTitles();
}

void DiffCard::updateTitles()
{
    m_before->setText(isUnified() ? tr("%1 → %2").arg(m_beforeTitle, m_afterTitle) : m_beforeTitle);
    m_after->setText(m_afterTitle);
    m_after->setVisible(!isUnified());
}

void DiffCard::updatePosition()
{
    const qsizetype count = m_view->rows().changes().size();
    const qsizetype current = m_view->currentChange();
    if (count == 0)
        m_position->setText(tr("no difference"));
    else if (current >= 0)
        m_position->setText(tr("change %1 of %2").arg(current + 1).arg(count));
    else
        m_position->setText(tr("%n change(s)", nullptr, int(count)));
    m_previous->setEnabled(count > 0);
    m_next->setEnabled(count > 0);
    m_copy->setEnabled(count > 0);
}

void DiffCard::updateOwners()
{
    m_ownersText->setVisible(m_owners->isChecked());
    if (!m_owners->isChecked())
        return;
    QStringList lines;
    for (const yaml::Path &field : std::as_const(m_fields).first(std::min(m_fields.size(), mostOwners)))
        lines.append(tr("Owner of %1: %2.").arg(yaml::safeText(field.toString()), ownersOf(m_object, field)));
    if (m_fields.size() > mostOwners)
        lines.append(tr("And of %n more field(s).", nullptr, int(m_fields.size() - mostOwners)));
    if (!m_fields.isEmpty())
        lines.append(tr("Applying makes Rollhive the owner of what you change."));
    m_ownersText->setPlainText(lines.isEmpty() ? tr("No field changes.") : lines.join(u'\n'));
    m_ownersText->updateGeometry();
}

QString DiffCard::ownersText() const
{
    return m_ownersText->isHidden() ? QString() : m_ownersText->toPlainText();
}

void DiffCard::updateIcons()
{
    m_previous->setIcon(icon(u"chevron-up"));
    m_next->setIcon(icon(u"chevron-down"));
    m_copy->setIcon(icon(u"copy"));
    for (QLabel *title : {m_before, m_after})
        title->setFont(strong(font()));
}

void DiffCard::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateIcons();
}

} // namespace ui
