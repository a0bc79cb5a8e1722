// SPDX-License-Identifier: Apache-2.0
#include "window/topbar.h"

#include "blocks/label.h"
#include "blocks/pill.h"
#include "look/fonts.h"
#include "look/icon.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace ui {

namespace {

constexpr int barHeight = 46;
constexpr int dotSize = 9;

QPixmap dot(const QColor &color, qreal ratio)
{
    QPixmap pixmap(QSize(dotSize, dotSize) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(QRectF(0, 0, dotSize, dotSize));
    return pixmap;
}

} // namespace

TopBar::TopBar(QWidget *parent)
    : QWidget(parent)
    , m_search(new QPushButton(tr("Search or run a command")))
    , m_dot(new QLabel)
    , m_connection(plainLabel())
    , m_insecure(new Pill(tr("certificate not checked"), Tone::Bad))
    , m_demo(new Pill(tr("demo cluster"), Tone::Accent))
{
    setFixedHeight(barHeight);
    auto *logo = new QLabel;
    logo->setPixmap(applicationIcon().pixmap(QSize(26, 26), devicePixelRatio()));
    auto *name = plainLabel(tr("Rollhive"));
    name->setFont(title(font()));
    m_search->setIcon(icon(u"search"));
    m_search->setMinimumWidth(300);
    m_search->setObjectName(QStringLiteral("palette"));
    m_search->setToolTip(tr("Ctrl+K"));
    m_connection->setObjectName(QStringLiteral("connection"));
    m_insecure->setToolTip(
        tr("The kubeconfig says insecure-skip-tls-verify: anybody on the way can read and change what is sent."));

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(18, 0, 28, 0);
    layout->setSpacing(10);
    layout->addWidget(logo);
    layout->addWidget(name);
    layout->addSpacing(40);
    layout->addWidget(m_search);
    layout->addStretch(1);
    layout->addWidget(m_dot);
    layout->addWidget(m_connection);
    layout->addWidget(m_insecure);
    layout->addWidget(m_demo);
    connect(m_search, &QPushButton::clicked, this, &TopBar::paletteRequested);
    setConnection({});
}

void TopBar::setConnection(const Connection &connection)
{
    m_connection->setText(connection.text);
    m_connection->setToolTip(connection.details.toHtmlEscaped());
    m_dot->setVisible(!connection.text.isEmpty());
    m_dot->setPixmap(dot(Theme::of(this).tone(connection.tone).ink, devicePixelRatio()));
    m_insecure->setVisible(connection.insecure);
    m_demo->setVisible(connection.demo);
}

QString TopBar::connectionText() const
{
    return m_connection->text();
}

void TopBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    painter.fillRect(rect(), theme.surface);
    painter.fillRect(0, height() - 1, width(), 1, theme.line);
}

} // namespace ui
