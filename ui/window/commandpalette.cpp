// SPDX-License-Identifier: Apache-2.0
#include "window/commandpalette.h"

#include "look/fonts.h"
#include "look/icon.h"
#include "look/paint.h"
#include "look/theme.h"

#include <QApplication>
#include <QBoxLayout>
#include <QGraphicsDropShadowEffect>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <algorithm>

namespace ui {

namespace {

enum Role { HintRole = Qt::UserRole, IndexRole };

/// A title and, at the end, its hint.
class CommandDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &theme = Theme::of(option.palette);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (option.state & QStyle::State_Selected)
            drawRounded(*painter, option.rect, fieldRadius, theme.accent.fill);
        QRect area = option.rect.adjusted(10, 0, -10, 0);
        const QString hint = index.data(HintRole).toString();
        const QFont hintFont = small(option.font);
        painter->setFont(hintFont);
        painter->setPen(theme.dim);
        painter->drawText(area, int(Qt::AlignRight | Qt::AlignVCenter), hint);
        area.setRight(area.right() - QFontMetrics(hintFont).horizontalAdvance(hint) - 16);
        painter->setFont(option.font);
        painter->setPen(theme.text);
        painter->drawText(area, int(Qt::AlignLeft | Qt::AlignVCenter),
                          option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, area.width()));
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {200, option.fontMetrics.height() + 14};
    }
};

/// Every word of what was typed is somewhere in the title or the hint.
bool matches(const CommandPalette::Command &command, const QStringList &words)
{
    return std::ranges::all_of(words, [&](const QString &word) {
        return command.title.contains(word, Qt::CaseInsensitive) || command.hint.contains(word, Qt::CaseInsensitive);
    });
}

} // namespace

CommandPalette::CommandPalette(QWidget *parent)
    : QFrame(parent)
    , m_field(new QLineEdit)
    , m_view(new QListView)
    , m_model(new QStandardItemModel(this))
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    auto *shadow = new QGraphicsDropShadowEffect(this);
    shadow->setBlurRadius(32);
    shadow->setOffset(0, 8);
    shadow->setColor(QColor(0, 0, 0, 90));
    setGraphicsEffect(shadow);

    m_field->setPlaceholderText(tr("Search or run a command"));
    m_field->setAccessibleName(tr("Search or run a command"));
    m_field->addAction(icon(u"search"), QLineEdit::LeadingPosition);
    m_field->installEventFilter(this);
    m_view->setModel(m_model);
    m_view->setItemDelegate(new CommandDelegate(m_view));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setUniformItemSizes(true);
    m_view->setFocusPolicy(Qt::NoFocus);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setAccessibleName(tr("Commands"));

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->addWidget(m_field);
    layout->addWidget(m_view);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::list);
    connect(m_view, &QListView::clicked, this, &CommandPalette::run);
    hide();
}

void CommandPalette::open()
{
    m_commands = m_source ? m_source() : QList<Command>();
    if (!isVisible())
        m_focusBefore = QApplication::focusWidget();
    m_field->clear();
    list();
    const int width = std::min(620, parentWidget()->width() - 80);
    const int height = std::min(420, parentWidget()->height() - 120);
    setGeometry((parentWidget()->width() - width) / 2, 72, width, height);
    show();
    raise();
    m_field->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::close()
{
    hide();
    if (m_focusBefore)
        m_focusBefore->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::list()
{
    m_model->clear();
    const QStringList words = m_field->text().split(u' ', Qt::SkipEmptyParts);
    for (qsizetype i = 0; i < m_commands.size(); ++i) {
        const Command &command = m_commands.at(i);
        if (!matches(command, words))
            continue;
        auto *item = new QStandardItem(command.title);
        item->setData(command.hint, HintRole);
        item->setData(int(i), IndexRole);
        m_model->appendRow(item);
    }
    m_view->setCurrentIndex(m_model->index(0, 0));
}

QStringList CommandPalette::titles() const
{
    QStringList titles;
    for (int row = 0; row < m_model->rowCount(); ++row)
        titles.append(m_model->item(row)->text());
    return titles;
}

void CommandPalette::run(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    const std::function<void()> run = m_commands.at(index.data(IndexRole).toInt()).run;
    close();
    run();
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusOut && isVisible() && QApplication::focusWidget() != m_view)
        hide();
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    switch (key->key()) {
    case Qt::Key_Escape:
        close();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        run(m_view->currentIndex());
        return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        QApplication::sendEvent(m_view, event);
        return true;
    default:
        return QFrame::eventFilter(watched, event);
    }
}

} // namespace ui
