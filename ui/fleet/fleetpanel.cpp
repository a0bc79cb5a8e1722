// SPDX-License-Identifier: Apache-2.0
#include "fleet/fleetpanel.h"

#include "blocks/label.h"
#include "blocks/notice.h"
#include "fleet/fleetdelegate.h"
#include "fleet/fleetmodel.h"
#include "look/fonts.h"
#include "look/icon.h"
#include "look/theme.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QSortFilterProxyModel>
#include <QTreeView>

namespace ui {

FleetPanel::FleetPanel(FleetModel &model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_proxy(new QSortFilterProxyModel(this))
    , m_filter(new QLineEdit)
    , m_view(new QTreeView)
    , m_note(new Notice)
{
    m_proxy->setSourceModel(&model);
    m_proxy->setRecursiveFilteringEnabled(true);
    m_proxy->setAutoAcceptChildRows(true);
    m_proxy->setFilterRole(FleetModel::SearchRole);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);

    auto *title = plainLabel(tr("Fleet"));
    title->setFont(strong(font()));
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setAccessibleName(tr("Filter the fleet"));
    m_filter->setObjectName(QStringLiteral("fleetFilter"));
    m_filter->addAction(icon(u"search"), QLineEdit::LeadingPosition);
    m_filter->installEventFilter(this);

    m_view->setModel(m_proxy);
    m_view->setItemDelegate(new FleetDelegate(m_view));
    m_view->setHeaderHidden(true);
    m_view->setRootIsDecorated(false);
    m_view->setIndentation(14);
    m_view->setMouseTracking(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setAutoFillBackground(false);
    m_view->viewport()->setAutoFillBackground(false);
    m_view->setAccessibleName(tr("Fleet"));
    m_view->setObjectName(QStringLiteral("fleet"));
    m_view->installEventFilter(this);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 20, 12, 12);
    layout->setSpacing(10);
    layout->addWidget(title);
    layout->addWidget(m_filter);
    layout->addWidget(m_view, 1);
    m_note->setObjectName(QStringLiteral("fleetNote"));
    layout->addWidget(m_note);

    connect(m_filter, &QLineEdit::textChanged, this, &FleetPanel::applyFilter);
    connect(m_view, &QTreeView::clicked, this, &FleetPanel::choose);
    connect(m_view, &QTreeView::collapsed, this, [this](const QModelIndex &index) {
        if (m_filter->text().isEmpty())
            m_folded.insert(m_proxy->mapToSource(index));
    });
    connect(m_view, &QTreeView::expanded, this, [this](const QModelIndex &index) {
        if (m_filter->text().isEmpty())
            m_folded.remove(m_proxy->mapToSource(index));
    });
    connect(m_proxy, &QAbstractItemModel::rowsInserted, this, &FleetPanel::expandNew);
    m_view->expandAll();
}

void FleetPanel::setNote(const QString &note)
{
    if (note.isEmpty())
        m_note->clear();
    else
        m_note->say(Tone::Warn, note);
}

void FleetPanel::applyFilter(const QString &text)
{
    const QSet<QPersistentModelIndex> folded = m_folded;
    m_proxy->setFilterFixedString(text);
    m_view->expandAll(); // so that every match is seen
    if (text.isEmpty()) {
        for (const QPersistentModelIndex &index : folded)
            m_view->collapse(m_proxy->mapFromSource(index));
    }
    // The view took another row when the filter hid the current one.
    if (m_selected.isValid()) {
        m_view->setCurrentIndex({});
        select(m_selected);
    }
}

void FleetPanel::expandNew(const QModelIndex &parent, int first, int last)
{
    // What somebody folded stays so; what is new is open.
    const bool areTheFirst = m_proxy->rowCount(parent) == last - first + 1;
    if (areTheFirst && !m_folded.contains(m_proxy->mapToSource(parent)))
        m_view->expand(parent);
    for (int row = first; row <= last; ++row) {
        const QModelIndex index = m_proxy->index(row, 0, parent);
        if (!m_folded.contains(m_proxy->mapToSource(index)))
            m_view->expand(index);
    }
}

void FleetPanel::select(const QModelIndex &sourceIndex)
{
    m_selected = sourceIndex;
    const QModelIndex index = m_proxy->mapFromSource(sourceIndex);
    if (!index.isValid())
        return;
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index);
}

void FleetPanel::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void FleetPanel::choose(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    const auto row = index.data(FleetModel::RowRole).value<FleetRow>();
    if (row.kind == FleetRow::Kind::OtherGroup)
        return m_view->setExpanded(index, !m_view->isExpanded(index));
    if (row.kind == FleetRow::Kind::Message)
        return;
    m_selected = m_proxy->mapToSource(index);
    Q_EMIT chosen(row);
}

bool FleetPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    if (watched == m_view && (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter)) {
        choose(m_view->currentIndex());
        return true;
    }
    if (watched == m_filter && key->key() == Qt::Key_Escape && !m_filter->text().isEmpty()) {
        m_filter->clear();
        return true;
    }
    if (watched == m_filter
        && (key->key() == Qt::Key_Down || key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter)) {
        m_view->setFocus(Qt::TabFocusReason);
        if (!m_view->currentIndex().isValid())
            m_view->setCurrentIndex(m_proxy->index(0, 0));
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void FleetPanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    painter.fillRect(rect(), theme.sidebar);
    painter.fillRect(width() - 1, 0, 1, height(), theme.line);
}

} // namespace ui
