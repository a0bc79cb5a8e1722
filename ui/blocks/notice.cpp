// SPDX-License-Identifier: Apache-2.0
#include "blocks/notice.h"

#include "blocks/label.h"
#include "blocks/wrappedtext.h"
#include "look/fonts.h"
#include "look/icon.h"
#include "look/paint.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace ui {

namespace {

constexpr int iconSize = 18;

QStringView iconName(Tone tone)
{
    switch (tone) {
    case Tone::Ok:
        return u"check";
    case Tone::Warn:
        return u"warning";
    case Tone::Bad:
        return u"error";
    default:
        return u"info";
    }
}

} // namespace

Notice::Notice(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_text(new WrappedText(this))
    , m_aside(plainLabel())
    , m_button(new QPushButton(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(14, 10, 12, 10);
    row->setSpacing(10);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addWidget(m_text, 1);
    row->addWidget(m_aside, 0, Qt::AlignTop);
    row->addWidget(m_button, 0, Qt::AlignTop);
    m_icon->setFixedWidth(iconSize);
    m_aside->hide();
    m_button->hide();
    alignFirstLine();
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(m_button, &QPushButton::clicked, this, &Notice::actionTriggered);
    hide();
}

void Notice::say(Tone tone, const QString &text)
{
    const bool isNew = isHidden() || m_tone != tone || this->text() != text;
    m_tone = tone;
    if (this->text() != text)
        m_text->setPlainText(text);
    setAccessibleName(text);
    updateIcon();
    update();
    show();
    if (isNew && QAccessible::isActive()) {
        QAccessibleEvent alert(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    }
}

void Notice::clear()
{
    hide();
    m_text->clear();
    setAction({});
    setAside({});
}

void Notice::setAction(const QString &label)
{
    m_button->setText(label);
    m_button->setVisible(!label.isEmpty());
    alignFirstLine();
}

void Notice::setAside(const QString &text)
{
    m_aside->setText(text);
    m_aside->setVisible(!text.isEmpty());
}

QString Notice::aside() const
{
    return m_aside->text();
}

void Notice::alignFirstLine()
{
    const int height =
        std::max({iconSize, fontMetrics().height(), m_button->isHidden() ? 0 : m_button->sizeHint().height()});
    m_icon->setFixedHeight(height);
    m_aside->setFixedHeight(height);
    m_aside->setFont(tabular(font()));
    m_text->setTopMargin((height - fontMetrics().height()) / 2);
}

QString Notice::text() const
{
    return m_text->toPlainText();
}

void Notice::updateIcon()
{
    m_icon->setPixmap(iconPixmap(iconName(m_tone), Theme::of(this).tone(m_tone).ink, iconSize, devicePixelRatioF()));
}

bool Notice::event(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::DevicePixelRatioChange)
        updateIcon();
    else if (event->type() == QEvent::FontChange)
        alignFirstLine();
    return QWidget::event(event);
}

void Notice::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const ToneColors &colors = Theme::of(this).tone(m_tone);
    drawRounded(painter, rect(), 8, colors.fill, mixed(colors.fill, colors.ink, 0.35));
}

} // namespace ui
