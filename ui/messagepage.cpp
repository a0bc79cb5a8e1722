// SPDX-License-Identifier: Apache-2.0
#include "messagepage.h"

#include "fonts.h"
#include "icon.h"
#include "notice.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace ui {

MessagePage::MessagePage(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel)
    , m_text(new QLabel)
    , m_problem(new Notice)
    , m_actions(new QHBoxLayout)
{
    auto *logo = new QLabel;
    logo->setPixmap(applicationIcon().pixmap(QSize(64, 64), devicePixelRatio()));
    logo->setAlignment(Qt::AlignHCenter);
    for (QLabel *label : {m_title, m_text}) {
        label->setTextFormat(Qt::PlainText);
        label->setAlignment(Qt::AlignHCenter);
        label->setWordWrap(true);
    }
    m_title->setFont(heading(font()));
    m_text->setForegroundRole(QPalette::PlaceholderText);
    m_actions->setSpacing(10);

    auto *column = new QVBoxLayout;
    column->setSpacing(14);
    column->addStretch(2);
    column->addWidget(logo);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addWidget(m_problem);
    column->addLayout(m_actions);
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
    while (QLayoutItem *item = m_actions->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_actions->addStretch(1);
    for (const Action &action : actions) {
        auto *button = new QPushButton(action.label);
        connect(button, &QPushButton::clicked, this, action.run);
        button->setDefault(m_actions->count() == 1);
        m_actions->addWidget(button);
    }
    m_actions->addStretch(1);
}

QString MessagePage::title() const
{
    return m_title->text();
}

QString MessagePage::problem() const
{
    return m_problem->text();
}

} // namespace ui
