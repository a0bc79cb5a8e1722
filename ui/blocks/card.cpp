// SPDX-License-Identifier: Apache-2.0
#include "blocks/card.h"

#include "blocks/label.h"
#include "look/fonts.h"
#include "look/paint.h"

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace ui {

namespace {

constexpr int padding = 18;

} // namespace

Card::Card(QWidget *parent)
    : Card(QString(), parent)
{
}

Card::Card(const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_title(plainLabel())
    , m_header(new QHBoxLayout)
    , m_body(new QVBoxLayout)
{
    m_header->addWidget(m_title);
    m_header->addStretch();
    m_body->setSpacing(8);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(padding, padding - 4, padding, padding - 4);
    column->setSpacing(8);
    column->addLayout(m_header);
    column->addLayout(m_body, 1);
    setFonts();
    setTitle(title);
}

void Card::setTitle(const QString &title)
{
    m_title->setText(title);
    m_title->setVisible(!title.isEmpty());
    setAccessibleName(title);
}

QString Card::title() const
{
    return m_title->text();
}

void Card::setCornerWidget(QWidget *widget)
{
    m_header->addWidget(widget);
}

void Card::setFonts()
{
    m_title->setFont(ui::title(font()));
}

void Card::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        setFonts();
}

void Card::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    drawRounded(painter, rect(), cardRadius, theme.surface, theme.line);
}

} // namespace ui
