// SPDX-License-Identifier: Apache-2.0
#include "bundle/conflictpane.h"

#include "blocks/label.h"
#include "blocks/markedlist.h"
#include "blocks/quietscroll.h"
#include "bundle/conflicteditor.h"
#include "bundle/conflictmodel.h"
#include "bundle/documenttext.h"
#include "look/fonts.h"
#include "safetext.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using Side = ui::ConflictChoice::Side;

namespace ui {

namespace {

constexpr int mostRows = 4; // that are seen at once: the conflict itself needs the room

} // namespace

ConflictPane::ConflictPane(QWidget *parent)
    : QWidget(parent)
    , m_model(new ConflictModel(this))
    , m_title(plainLabel())
    , m_allYours(new QPushButton(tr("All &yours")))
    , m_allTheirs(new QPushButton(tr("All &theirs")))
    , m_list(new MarkedList(tr("Conflicts"), mostRows))
    , m_editor(new ConflictEditor)
    , m_scroll(quietScroll(m_editor))
{
    m_title->setFont(strong(font()));
    m_allYours->setObjectName(u"allYours"_s);
    m_allTheirs->setObjectName(u"allTheirs"_s);
    m_allYours->setToolTip(tr("Keep what the cluster has, in each conflict of this object"));
    m_allTheirs->setToolTip(tr("Take what the release has, in each conflict of this object"));
    m_list->setModel(m_model);
    m_list->setObjectName(u"conflicts"_s);

    auto *header = new QHBoxLayout;
    header->setSpacing(8);
    header->addWidget(m_title, 1);
    header->addWidget(m_allYours);
    header->addWidget(m_allTheirs);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(10);
    layout->addLayout(header);
    layout->addWidget(m_list);
    layout->addWidget(m_scroll, 1);

    connect(m_list, &MarkedList::currentRowChanged, this, &ConflictPane::showCurrent);
    connect(m_allYours, &QPushButton::clicked, this, [this] { chooseAll(Side::Yours); });
    connect(m_allTheirs, &QPushButton::clicked, this, [this] { chooseAll(Side::Theirs); });
    connect(m_editor, &ConflictEditor::chosen, this, [this](const ConflictChoice &choice) {
        if (const int row = m_list->currentRow(); row >= 0)
            choose(m_model->rows().at(row).conflict, choice);
    });
    constexpr std::array keys{std::pair{Qt::Key_1, Side::Yours}, std::pair{Qt::Key_2, Side::Theirs},
                              std::pair{Qt::Key_3, Side::Edited}};
    for (const auto &[key, side] : keys) {
        // A field with the keyboard takes figures for itself.
        auto *shortcut = new QShortcut(key, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, [this, side] { m_editor->choose(side); });
    }
}

void ConflictPane::setReleases(const QString &running, const QString &theirs)
{
    m_running = running;
    m_theirs = theirs;
}

void ConflictPane::setDocument(const upgrade::UpgradeDocument &document)
{
    const bool isOther = document.plan.identity != m_document.plan.identity;
    const int row = m_list->currentRow();
    const yaml::Path path = row >= 0 && !isOther ? m_model->rows().at(row).conflict.path : yaml::Path();
    m_document = document;
    updateRows();
    const QList<ConflictModel::Row> &rows = m_model->rows();
    const auto again = std::ranges::find_if(rows, [&](const auto &each) { return each.conflict.path == path; });
    setCurrent(again == rows.end() ? 0 : int(again - rows.begin()));
    if (again == rows.end())
        goToUndecided();
    showCurrent();
}

void ConflictPane::setReadOnly(bool isReadOnly)
{
    m_isReadOnly = isReadOnly;
    m_editor->setReadOnly(isReadOnly);
    m_allYours->setEnabled(!isReadOnly);
    m_allTheirs->setEnabled(!isReadOnly);
}

QString ConflictPane::keyOf(const yaml::Conflict &conflict) const
{
    return m_document.plan.identity.text() + u'\n' + conflict.path.toString();
}

void ConflictPane::updateRows()
{
    QList<ConflictModel::Row> rows;
    if (m_document.plan.merge) {
        for (const yaml::Conflict &conflict : m_document.plan.merge->conflicts()) {
            const Remembered remembered = m_choices.value(keyOf(conflict));
            rows.append({.conflict = conflict,
                         .choice = remembered.conflict == conflict ? remembered.choice : ConflictChoice(),
                         .isDecided = m_document.plan.merge->isDecided(conflict.path)});
        }
    }
    m_model->setRows(rows);
    m_list->setVisible(rows.size() > 1);
    const auto left = std::ranges::count(rows, false, &ConflictModel::Row::isDecided);
    const QString count = tr("%n conflict(s)", nullptr, int(rows.size()));
    m_title->setText(left == 0 ? tr("%1, all settled").arg(count) : tr("%1, %2 to be settled").arg(count).arg(left));
}

void ConflictPane::showCurrent()
{
    const int row = m_list->currentRow();
    m_scroll->setVisible(row >= 0);
    if (row < 0)
        return;
    const ConflictModel::Row &current = m_model->rows().at(row);
    QString base;
    if (m_document.plan.base == upgrade::DocumentPlan::Base::Release)
        base = yaml::safeText(m_running);
    else if (m_document.plan.base == upgrade::DocumentPlan::Base::LastApplied)
        base = tr("last-applied");
    m_editor->setConflict(current.conflict,
                          {.reason = reasonText(m_document.plan, current.conflict, m_running),
                           .base = base,
                           .theirs = yaml::safeText(m_theirs)},
                          current.isDecided ? current.choice : ConflictChoice());
}

void ConflictPane::choose(const yaml::Conflict &conflict, const ConflictChoice &choice)
{
    m_choices.insert(keyOf(conflict), {.conflict = conflict, .choice = choice});
    Q_EMIT decided(m_document.plan.identity, conflict.path, choice.value);
}

void ConflictPane::chooseAll(Side side)
{
    const QList<ConflictModel::Row> rows = m_model->rows(); // each choice may change them
    for (const ConflictModel::Row &row : rows)
        choose(row.conflict,
               {.side = side, .value = side == Side::Yours ? row.conflict.ours : row.conflict.theirs});
}

bool ConflictPane::goToUndecided()
{
    const QList<ConflictModel::Row> &rows = m_model->rows();
    const int start = std::max(0, current());
    for (int i = 0; i < rows.size(); ++i) {
        const int row = (start + i) % int(rows.size());
        if (!rows.at(row).isDecided) {
            setCurrent(row);
            return true;
        }
    }
    return false;
}

void ConflictPane::setCurrent(int index)
{
    m_list->setCurrentRow(index < m_model->rowCount() ? index : -1);
}

int ConflictPane::current() const
{
    return m_list->currentRow();
}

} // namespace ui
