// SPDX-License-Identifier: Apache-2.0
#include "pages/messagepage.h"

#include "blocks/label.h"
#include "blocks/notice.h"
#include "look/fonts.h"
#include "look/icon.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <algorithm>

namespace ui {

MessagePage::MessagePage(QWidget *parent)
    : QWidget(parent)
    , m_title(plainLabel())
    , m_text(dimLabel())
    , m_problem(new Notice)
    , m_buttonRow(new QHBoxLayout)
{
    auto *logo = new QLabel;
    logo->setPixmap(applicationIcon().pixmap(QSize(64, 64), devicePixelRatio()));
    logo->setAlignment(Qt::AlignHCenter);
    for (QLabel *label : {m_title, m_text}) {
        label->setAlignment(Qt::AlignHCenter);
        label->setWordWrap(true);
    }
    m_title->setFont(heading(font()));
    m_buttonRow->setSpacing(10);

    auto *column = new QVBoxLayout;
    column->setSpacing(14);
    column->addStretch(2);
    column->addWidget(logo);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addWidget(m_problem);
    column->addLayout(m_buttonRow);
    column->addStretch(3);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(28, 20, 28, 20);
    layout->addStretch(1);
    layout->addLayout(column, 4);
    layout->addStretch(1);
}

void MessagePage::show(const QString &title, const QString &text, const QString &problem, const QList<Action> &actions)
{
    m_title->setText(title);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    if (problem.isEmpty())
        m_problem->clear();
    else
        m_problem->say(Tone::Bad, problem);
    setActions(actions);
}

void MessagePage::setActions(const QList<Action> &actions)
{
    const bool areTheSame = std::ranges::equal(actions, m_actions, {}, &Action::label, &Action::label);
    m_actions = actions;
    if (areTheSame)
        return;
    m_buttons.clear();
    while (QLayoutItem *item = m_buttonRow->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater(); // it may be the one that was clicked
        delete item;
    }
    m_buttonRow->addStretch(1);
    for (qsizetype i = 0; i < actions.size(); ++i) {
        auto *button = new QPushButton(actions.at(i).label);
        button->setAutoDefault(true); // so that Enter takes it while it has the focus
        button->setDefault(i == 0);
        connect(button, &QPushButton::clicked, this, [this, i] {
            const std::function<void()> run = m_actions.at(i).run; // it may show something else here
            run();
        });
        m_buttonRow->addWidget(button);
        m_buttons.append(button);
    }
    m_buttonRow->addStretch(1);
    if (!m_buttons.isEmpty() && !window()->focusWidget())
        m_buttons.constFirst()->setFocus();
}

void MessagePage::keyPressEvent(QKeyEvent *event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && !m_buttons.isEmpty())
        m_buttons.constFirst()->click();
    else
        QWidget::keyPressEvent(event);
}

QString MessagePage::title() const
{
    return m_title->text();
}

QString MessagePage::text() const
{
    return m_text->text();
}

QString MessagePage::problem() const
{
    return m_problem->text();
}

} // namespace ui
